"""Grades that fall with quiet, or where what goes on is no more than usual: what came of numbers in a window, and what
its author has taken back."""

from __future__ import annotations

from datetime import datetime

import msgspec

from monitor.records import Reason
from monitor.watch.checkpoint import baseline
from monitor.watch.checkpoint.state import IncidentState
from monitor.watch.grades.facts import Case
from monitor.watch.grades.grading import judge
from monitor.watch.joining import danger
from monitor.watch.ruleset import Ruleset
from monitor.watch.settings import FoldSettings

EASE = "ease"
_RAISED = frozenset({"opened", "escalated", "reopened"})


def due(incident: IncidentState, settings: FoldSettings, rules: Ruleset) -> datetime | None:
    """When it is looked at next; never for what neither numbers in a window have raised nor anybody has taken back.

    After so many hours of quiet, and as often while people still speak up: many small complaints a day are no quiet,
    and need not be more than is usual there.
    """
    if not incident.open or not 2 <= incident.grade <= 3:
        return None
    if not (taken_back(incident) or any(reason.rule in rules.windowed for reason in incident.spread.why)):
        return None
    span, looked_at = settings.ease, incident.spread.looked_at
    raised = _raised(incident)
    since = raised if looked_at is None else max(raised, looked_at)
    quiet, again = incident.touched_at + span, since + span
    return again if quiet <= since else min(quiet, again)


def taken_back(incident: IncidentState) -> bool:
    """What gave it grade 2 says so no more (虚惊一场, or the words are gone), and nobody is in danger. Whoever was said
    to be hurt is looked for whatever becomes of the words: from grade 3 on nothing is taken back by its author.
    """
    left = max(incident.gist.level, incident.spread.let_go)
    if incident.grade != 2 or left >= 2 or danger.lasts(incident):
        return False
    return any((each.observed or {}).get("level", 0) > left for each in incident.spread.why)


def _raised(incident: IncidentState) -> datetime:
    return max((each.at for each in incident.transitions if each.transition in _RAISED), default=incident.opened_at)


def look(case: Case) -> tuple[int, list[Reason]] | None:
    """The lower grade that what is still going on deserves, with the reasons; None where it stays."""
    incident, settings = case.incident, case.settings
    spread = incident.spread
    spread.looked_at = case.now
    grade, why = judge(msgspec.structs.replace(case, easing=True))
    # of what had to make room nobody knows any more who had said it
    grade = max(grade, spread.let_go)
    if grade >= incident.grade:
        spread.usual = 0
        return None
    if case.now - incident.touched_at < settings.ease:
        spread.usual += baseline.known(case.around.rhythm, case.now)
        if spread.usual < settings.usual_looks:
            return None
        reason, spread.habitual = _usual(grade, settings), True
    else:
        reason = _quiet(grade, settings, "原信息已被修改或改判" if taken_back(incident) else "热度已回落")
    spread.eased_at, spread.usual = case.now, 0
    return grade, [reason, *why]


def _quiet(grade: int, settings: FoldSettings, because: str) -> Reason:
    hours = settings.ease_hours
    return Reason(
        rule="eased",
        text=f"{hours}小时内无新信息，{because}",
        observed={"grade": grade},
        needed={"quiet_hours": hours},
    )


def _usual(grade: int, settings: FoldSettings) -> Reason:
    looks = settings.usual_looks
    return Reason(
        rule="usual",
        text=f"连续{looks}次复核（每{settings.ease_hours}小时一次）均未超出该项目平日水平，按常发小问题跟踪",
        observed={"grade": grade, "looks": looks},
        needed={"looks": looks},
    )
