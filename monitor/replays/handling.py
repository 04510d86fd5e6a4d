"""How incidents were handled: response times against their deadlines, and small matters that come again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median

from msgspec import Struct

from monitor.records import Incident
from monitor.watch.owed.steps import KINDS

_MINUTE = timedelta(minutes=1)
#: how often a small matter has been heard of before it is one that recurs
OFTEN = 3


class Response(Struct):
    """One step over all incidents that owe it."""

    step: str
    name: str
    owed: int = 0
    on_time: int = 0
    late: int = 0
    overdue: int = 0
    pending: int = 0
    #: median minutes from the opening of the incident, or from its last reopening, to the step
    typical: float | None = None


class Recurring(Struct, frozen=True):
    """Small matters of one kind at one project."""

    project: str
    category: str
    incidents: int
    mentions: int
    people: int
    reopened: int
    first: datetime
    last: datetime
    #: the one with most mentions
    headline: str


def responses(incidents: Iterable[Incident]) -> list[Response]:
    """By step, in the order of the plan."""
    found = {step: Response(step, kind.name) for step, kind in KINDS.items()}
    taken: defaultdict[str, list[float]] = defaultdict(list)
    for incident in incidents:
        for each in (*incident.past_deadlines, *incident.deadlines):
            response = found.setdefault(each.step, Response(each.step, each.step))
            response.owed += 1
            response.overdue += each.status == "overdue"
            response.pending += each.status == "pending"
            if each.met_at is not None and each.status == "met":
                response.late += each.met_at > each.due
                response.on_time += each.met_at <= each.due
                taken[each.step].append(max(0.0, (each.met_at - _opened(incident, each.met_at)) / _MINUTE))
            else:
                response.on_time += each.status == "met"
    for step, minutes in taken.items():
        found[step].typical = round(median(minutes), 1)
    return [each for each in found.values() if each.owed]


def _opened(incident: Incident, by: datetime) -> datetime:
    """When it was opened, or opened again, the last time before then."""
    again = (each.at for each in incident.transitions if each.transition == "reopened" and each.at <= by)
    return max(again, default=incident.opened_at)


def recurring(incidents: Iterable[Incident]) -> list[Recurring]:
    """Matters of grade 1 that were heard of often: the risk register. The most persistent first."""
    groups: defaultdict[tuple[str, str], list[Incident]] = defaultdict(list)
    for incident in incidents:
        if incident.peak_grade == 1 and incident.categories:
            groups[incident.subject.project or "", incident.categories[0]].append(incident)
    told = [_recurring(project, category, group) for (project, category), group in sorted(groups.items())]
    often = [each for each in told if (each.mentions >= OFTEN and each.people > 1) or each.incidents > 1]
    return sorted(often, key=lambda each: (-each.mentions, -each.incidents, each.project, each.category))


def _recurring(project: str, category: str, group: Sequence[Incident]) -> Recurring:
    loudest = max(group, key=lambda each: (each.scope.mentions, each.incident_id))
    return Recurring(
        project=project,
        category=category,
        incidents=len(group),
        mentions=sum(each.scope.mentions for each in group),
        people=sum(each.scope.people for each in group),
        reopened=sum(entry.transition == "reopened" for each in group for entry in each.transitions),
        first=min(each.opened_at for each in group),
        last=max(each.updated_at for each in group),
        headline=loudest.headline,
    )
