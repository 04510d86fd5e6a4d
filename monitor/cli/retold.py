"""What `yuqing replay` says in the end, and of a history that is too short."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from monitor.records import ActionEntry, decode_alert
from monitor.replays.outcome import Outcome
from monitor.replays.retelling import ALERTS
from monitor.watch.settings import FOLD_VERSION

#: what the fold remembers: with less history than this before the window, more may have been open than is known
_HISTORY = timedelta(days=30)
#: refused actions that are told one by one in the end; the report has them all
_REFUSALS = 3
#: alerts that are named in the end; the file has them all
_ALERTS = 5


def mind_the_history(outcome: Outcome) -> None:
    """The report tells as well that its history is too short."""
    if begins := _too_late(outcome):
        outcome.notes.append(f"记录自 {begins:%Y-%m-%d %H:%M} 开始，在报告期开始之前不足 30 天：此前的事件不完整。")


def summary(outcome: Outcome, out: Path) -> Iterator[str]:
    """What was done, for stderr."""
    again = f" and {outcome.repeated} seen again" if outcome.repeated else ""
    actions = f", {_actions(outcome.actions)}" if outcome.actions else ""
    mentions, alerts = _count(outcome.mentions, "mention"), _count(outcome.alerts, "alert")
    yield f"{mentions}{again}{actions} → {alerts} in {out}; see report.html"
    yield from _first_alerts(outcome.alerts, out)
    if outcome.dead:
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(outcome.dead.items()))
        yield f"{outcome.dead.total()} could not be read or judged: {reasons}; see deadletters.jsonl"
    if outcome.older_folds:
        versions = ", ".join(map(str, outcome.older_folds))
        yield (
            f"parts of the timeline were written under fold version {versions} and are folded by version "
            f"{FOLD_VERSION} now: alerts may differ from those told then; the release that wrote them gives those"
        )
    if outcome.after_until:
        yield f"{outcome.after_until} arrived after --until and were left out"
    if outcome.unmatched:
        yield f"{_actions(outcome.unmatched)} found no incident"
    if refused := outcome.refused():
        yield f"{_actions(len(refused))} refused, 未执行 in report.html: {_refusals(refused)}"
    if outcome.begins and outcome.ends and not (outcome.mentions or outcome.repeated):
        yield (
            "no mention arrived between --from and --to: those that there are arrived from "
            f"{outcome.begins.isoformat()} to {outcome.ends.isoformat()}"
        )
    if begins := _too_late(outcome):
        yield (
            f"history is incomplete: the records begin at {begins.isoformat()}, less than {_HISTORY.days} days "
            "before --from; what was open then is not known"
        )


def _first_alerts(count: int, out: Path) -> Iterator[str]:
    """Ids and headlines of the first, so that one can be asked about."""
    file = out / ALERTS
    if not count or not file.is_file():
        return
    with file.open("rb") as values:
        for alert in map(decode_alert, islice(values, _ALERTS)):
            line = f"{alert.alert_id}  {alert.number}  {alert.transition}  {alert.grade_name}  {alert.headline}"
            # what somebody wrote moves no cursor
            yield "".join(filter(str.isprintable, line))
    more = f"and {count - _ALERTS} more in {file}; " if count > _ALERTS else ""
    yield f"{more}why one was raised: yuqing rules explain {{id or number}} --dir {out}"


def _too_late(outcome: Outcome) -> datetime | None:
    """When the records begin, where that is too late to know what was open as the window began."""
    start, begins = outcome.window.start, outcome.begins
    return begins if start is not None and begins is not None and begins > start - _HISTORY else None


def _actions(count: int) -> str:
    return _count(count, "action")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _refusals(refused: list[ActionEntry]) -> str:
    said = [f"{each.type} by {each.by[:40]}: {(each.refused or '')[:80]}" for each in refused[:_REFUSALS]]
    more = len(refused) - len(said)
    told = "; ".join([*said, *([f"and {more} more"] if more else [])])
    # what a sender wrote moves no cursor
    return "".join(filter(str.isprintable, told))
