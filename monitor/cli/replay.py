"""`yuqing replay`: the whole pipeline over files or topics, into a directory (shell)."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import click

from monitor.cli.cluster import warn
from monitor.cli.options import TABLE_OF_ONES_OWN, judging_options, judging_settings, reading_hints, reading_options
from monitor.cli.progress import Meter
from monitor.commit import read_bundle
from monitor.compose import build_assessor, build_bundle, read_organisation
from monitor.errors import Reason
from monitor.filereplay import STEP, FileReplay, Judge, file_events, judge_here
from monitor.files import read_files
from monitor.kafka import topics
from monitor.kafka.admin import end_offsets
from monitor.kafka.connect import connect
from monitor.kafka.read import Record, read_topic
from monitor.organisation import organisation_from_dict
from monitor.outcome import Names, Outcome, Window, names_of
from monitor.parallel import Judges
from monitor.processes import spare_collector
from monitor.reading import Reading
from monitor.records import ActionEntry, RuleBundle
from monitor.retelling import Retelling
from monitor.scoring import Frame
from monitor.settings import Settings
from monitor.sharedfold import SharedFold
from monitor.times import parse_time
from monitor.topicreplay import RAW_TOPICS, TimelineReplay, raw_events, renamed
from monitor.watch.bundle import renewed, with_rules
from monitor.watch.rulefile import never_holding
from monitor.watch.settings import FOLD_VERSION

#: what the fold remembers: with less history than this before the window, more may have been open than is known
_HISTORY = timedelta(days=30)
#: refused actions that are told one by one in the end; the report has them all
_REFUSALS = 3


class Moment(click.ParamType):
    """RFC 3339, or a date or time of Asia/Shanghai."""

    name = "T"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            return parse_time(value)
        except ValueError as error:
            self.fail(f"{error}; write it as 2026-11-18T09:00:00+08:00 or 2026-11-18", param, ctx)


@click.command()
@click.option("--file", "files", multiple=True, metavar="EVENTS…", help="Files of mentions, complaints and actions.")
@click.option("--bootstrap", metavar="HOST:PORT", help="Read the topics of this cluster instead.")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where timeline, alerts, incidents and dead letters (.jsonl) and report.html go.",
)
@click.option("--from", "start", type=Moment(), help="Report what arrived from then on; the fold starts at the first.")
@click.option("--to", "end", type=Moment(), help="Report what arrived before.")
@click.option("--until", type=Moment(), help="Leave out, and count, what arrived later.")
@click.option("--rescore", is_flag=True, help="With --bootstrap: judge the raw topics anew, by the present settings.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that judge, and then fold, each its share of the subjects; the result is the same.",
)
@click.option(
    "--rules",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Rules of grades instead of the settings', or of those recorded in the timeline.",
)
@judging_options
@reading_options
@click.argument("more", nargs=-1, metavar="")
def command(
    files: tuple[str, ...],
    more: tuple[str, ...],
    bootstrap: str | None,
    out: Path,
    start: datetime | None,
    end: datetime | None,
    until: datetime | None,
    rescore: bool,
    workers: int,
    rules: Path | None,
    config: Path | None,
    lexicon: Path | None,
    organisation: Path | None,
    sentiment: str | None,
    mapping: str | None,
    source: str | None,
) -> None:
    """Tell again what the records of files or topics amount to: incidents, alerts, and a report.

    \b
    yuqing replay --file posts.jsonl calls.csv.gz actions.jsonl --out out/
    yuqing replay --bootstrap HOST:PORT --from 2026-11-01 --to 2026-12-01 --out out/

    Files may lie in any order: records are sorted by their arrival, then by file and line. The same input gives the
    same bytes. A file that breaks off before its end is told as far as it goes; the exit code is then 1. One that is
    empty is named on stderr and is no failure: 0.

    From topics, timeline.v1 is folded as it was judged, under the rules recorded in it; with --rescore the raw topics
    are judged anew, by the lexicon folder of the settings or --lexicon, not by a published release. Nothing is ever
    written to a topic. What was in DIR stays until all is done.
    """
    paths = (*files, *more)
    judging = {"--lexicon": lexicon, "--organisation": organisation, "--sentiment": sentiment}
    _check(paths, bootstrap, rescore, judging, {"--map": mapping, "--source": source})
    if start is not None and end is not None and start >= end:
        raise click.UsageError("--from is not before --to: nothing lies between them")
    live = _under(judging_settings(config, lexicon, organisation, sentiment), rules)
    if bootstrap is None or rescore or rules:
        # else those recorded in the timeline are in force
        for warning in never_holding(live.rules_path(), read_organisation(live)):
            click.echo(f"yuqing: {warning}", err=True)
    settings = _on_record_time(live)
    window = Window(start=start, end=end, until=until)
    meter = Meter()
    with ExitStack() as stack:
        reading = Reading(paths)
        found = read_files(paths, reading_hints(mapping, source), progress=meter.reading(paths)) if paths else ()
        # before the bar, whose thread no other process may inherit
        judge = stack.enter_context(Judges(settings, workers)) if workers > 1 and (paths or rescore) else None
        retelling = stack.enter_context(Retelling(out, window))
        stack.enter_context(meter)
        if bootstrap is None:
            names = _judge(settings, retelling, meter, file_events(reading.of(found)), judge)
        elif rescore:
            names = _judge(settings, retelling, meter, _raw(live, bootstrap, meter), judge)
        else:
            names = _retell(settings, bootstrap, retelling, meter, anew=rules is not None)
        _mind_the_history(retelling.outcome)
        retelling.finish(names)
    for line in (*summary(retelling.outcome, out), *reading.lines()):
        click.echo(f"yuqing: {line}", err=True)
    if bootstrap is None and mapping is None and retelling.outcome.dead[Reason.UNKNOWN_SHAPE.value]:
        click.echo(f"yuqing: {TABLE_OF_ONES_OWN}", err=True)
    if reading.broken or (retelling.outcome.dead and not retelling.outcome.folded):
        sys.exit(1)


def _check(
    paths: tuple[str, ...],
    bootstrap: str | None,
    rescore: bool,
    judging: Mapping[str, object],
    reading: Mapping[str, object],
) -> None:
    if bool(paths) == (bootstrap is not None):
        raise click.UsageError("name either --file EVENTS… or --bootstrap HOST:PORT")
    if rescore and bootstrap is None:
        raise click.UsageError("--rescore goes with --bootstrap: files are always judged by the present settings")
    if bootstrap is not None:
        useless = {**reading, **({} if rescore else judging)}
        if given := [name for name, value in useless.items() if value is not None]:
            way_out = "it is for files" if given[0] in reading else "the timeline is judged already; add --rescore"
            raise click.UsageError(f"{given[0]} has no use with --bootstrap: {way_out}")


def _on_record_time(settings: Settings) -> Settings:
    """A replay has no time of day: arrivals move the clock."""
    return settings.model_copy(update={"watch": settings.watch.model_copy(update={"clock": "records"})})


def _under(settings: Settings, rules: Path | None) -> Settings:
    """With these rules of grades, if any."""
    if rules is None:
        return settings
    return settings.model_copy(update={"paths": settings.paths.model_copy(update={"rules": str(rules.resolve())})})


# ---------------------------------------------------------------- the three ways


def _judge(settings: Settings, retelling: Retelling, meter: Meter, events: Any, judges: Judges | None) -> Names:
    """`judges`: judged and folded in processes of their own; else it is done here."""
    organisation = read_organisation(settings)
    judge: Judge = judges or judge_here(build_assessor(settings), organisation)
    bundle = build_bundle(settings)
    spare_collector()
    with ExitStack() as stack:
        shared = stack.enter_context(SharedFold(retelling, bundle, STEP, judges)) if judges is not None else None
        FileReplay(retelling, judge, bundle, shared).run(
            events,
            lambda done, total: meter.update("judging", done, total),
            lambda done, total: meter.update("folding", done, total),
        )
    return names_of(organisation)


def _raw(settings: Settings, bootstrap: str, meter: Meter) -> Iterator[Any]:
    frame = Frame(topics.TIMELINE_PARTITIONS, settings.kafka.topic_prefix, settings.watch.clock == "records")
    named = [frame.topic(name) for name in RAW_TOPICS]
    total = _size(settings, bootstrap, named)
    records = chain.from_iterable(read_topic(bootstrap, name, settings.kafka.security) for name in named)
    return raw_events(_shown(records, total, meter), frame)


def _size(settings: Settings, bootstrap: str, named: list[str]) -> int:
    """Offsets up to the end of the topics; a bar that ends early is due to records past their retention."""
    with connect(bootstrap, settings.kafka.security, on_wait=warn) as admin:
        return sum(end_offsets(admin, named, committed=True).values())


def _shown(records: Iterator[Record], total: int, meter: Meter) -> Iterator[Record]:
    for done, record in enumerate(records, 1):
        if done % 500 == 0:
            meter.update("reading", done, total)
        yield record


def _retell(settings: Settings, bootstrap: str, retelling: Retelling, meter: Meter, *, anew: bool) -> Names:
    """`anew`: under the rules of grades of the settings, whatever was in force."""
    bundles = _renewed(_bundles(settings, bootstrap), settings, retelling.outcome)
    present = build_bundle(settings)
    revised = {name: with_rules(each, present) if anew else each for name, each in bundles.items()}
    last = list(revised.values())[-1] if revised else present
    timeline = settings.kafka.topic_prefix + topics.TIMELINE
    total = _size(settings, bootstrap, [timeline])
    spare_collector()
    replay = TimelineReplay(retelling, {each.digest: each for each in revised.values()}, last)
    records = renamed(
        read_topic(bootstrap, timeline, settings.kafka.security), {name: each.digest for name, each in revised.items()}
    )
    replay.run(records, lambda done: meter.update("folding", done, total))
    return names_of(organisation_from_dict(last.organisation))


def _renewed(read: dict[str, RuleBundle], settings: Settings, outcome: Outcome) -> dict[str, RuleBundle]:
    """Bundles of an older fold version are folded under by this one, and the reader is told."""
    if all(each.fold >= FOLD_VERSION for each in read.values()):
        return read
    present = build_bundle(settings)
    outcome.older_folds = sorted({each.fold for each in read.values() if each.fold < FOLD_VERSION})
    outcome.notes.append("部分记录由旧版本程序研判，现按本版本规则重新汇总：预警可能与当时发出的不同。")
    return {digest: renewed(each, present) for digest, each in read.items()}


def _bundles(settings: Settings, bootstrap: str) -> dict[str, RuleBundle]:
    """By digest, the one that was written last at the end."""
    found: dict[str, RuleBundle] = {}
    for record in _values(settings, bootstrap):
        bundle = read_bundle(record)
        found.pop(bundle.digest, None)
        found[bundle.digest] = bundle
    return found


def _values(settings: Settings, bootstrap: str) -> Iterator[bytes]:
    records: Iterator[Record] = read_topic(
        bootstrap, settings.kafka.topic_prefix + topics.RULESETS, settings.kafka.security
    )
    return (record.value for record in records if record.value is not None)


# ---------------------------------------------------------------- what is said in the end


def _mind_the_history(outcome: Outcome) -> None:
    start, begins = outcome.window.start, outcome.begins
    if start is not None and begins is not None and begins > start - _HISTORY:
        outcome.notes.append(f"记录自 {begins:%Y-%m-%d %H:%M} 开始，在报告期开始之前不足 30 天：此前的事件不完整。")


def summary(outcome: Outcome, out: Path) -> Iterator[str]:
    """What was done, for stderr."""
    again = f" and {outcome.repeated} seen again" if outcome.repeated else ""
    actions = f", {_actions(outcome.actions)}" if outcome.actions else ""
    yield f"{outcome.mentions} mentions{again}{actions} → {outcome.alerts} alerts in {out}; see report.html"
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
    start, begins = outcome.window.start, outcome.begins
    if start is not None and begins is not None and begins > start - _HISTORY:
        yield (
            f"history is incomplete: the records begin at {begins.isoformat()}, less than {_HISTORY.days} days "
            "before --from; what was open then is not known"
        )


def _actions(count: int) -> str:
    return f"{count} action{'' if count == 1 else 's'}"


def _refusals(refused: list[ActionEntry]) -> str:
    said = [f"{each.type} by {each.by[:40]}: {(each.refused or '')[:80]}" for each in refused[:_REFUSALS]]
    more = len(refused) - len(said)
    told = "; ".join([*said, *([f"and {more} more"] if more else [])])
    # what a sender wrote moves no cursor
    return "".join(filter(str.isprintable, told))
