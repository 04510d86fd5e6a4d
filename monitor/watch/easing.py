"""Grades that fall with quiet: only what came of numbers in a window, and only well below what had raised it."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from monitor.records import Reason
from monitor.watch.facts import Case
from monitor.watch.grading import judge
from monitor.watch.ruleset import Ruleset
from monitor.watch.settings import FoldSettings
from monitor.watch.state import IncidentState

EASE = "ease"


def due(incident: IncidentState, settings: FoldSettings, rules: Ruleset) -> datetime | None:
    """When it is looked at next, if nothing more is heard; never for what numbers in a window have not raised."""
    if not incident.open or not 2 <= incident.grade <= 3 or incident.dropped:
        # of what had to make room nobody knows any more what it had said
        return None
    if not any(reason.rule in rules.windowed for reason in incident.spread.why):
        return None
    looked_at = incident.spread.looked_at
    last = incident.touched_at if looked_at is None else max(incident.touched_at, looked_at)
    return last + timedelta(hours=settings.ease_hours)


def look(case: Case) -> tuple[int, list[Reason]] | None:
    """The lower grade that what is still going on deserves, with the reasons; None where it stays."""
    incident = case.incident
    incident.spread.looked_at = case.now
    grade, why = judge(msgspec.structs.replace(case, easing=True))
    if grade >= incident.grade:
        return None
    incident.spread.eased_at = case.now
    hours = case.settings.ease_hours
    reason = Reason(
        rule="eased",
        text=f"{hours}小时内无新信息，热度已回落",
        observed={"grade": grade},
        needed={"quiet_hours": hours},
    )
    return grade, [reason, *why]
