"""When an open incident is told again: after the repeat interval of its grade, and only when it has grown."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.records import Reason
from monitor.watch.attested import wording
from monitor.watch.checkpoint.state import IncidentState, Quote
from monitor.watch.settings import FoldSettings

REMIND = "remind"
#: so many more people reached, and twice as many as last time, are growth without a new mention
REACH_GROWN = 1_000


def interval(grade: int, settings: FoldSettings) -> timedelta:
    return settings.remind[min(3, max(1, grade)) - 1]


def due(incident: IncidentState, settings: FoldSettings) -> datetime | None:
    """From when on it is told again if it grows."""
    told_at = incident.course.told_at
    return None if told_at is None or not incident.open else told_at + interval(incident.grade, settings)


def told(incident: IncidentState, at: datetime) -> None:
    """Whatever is told of the matter says how large it is."""
    course = incident.course
    course.told_at = at if course.told_at is None else max(course.told_at, at)
    course.told_mentions, course.told_reach = incident.mentions, incident.reach
    course.fresh = None


def hear(incident: IncidentState, said: Quote, *, new: bool) -> None:
    """Of what has come since it was told last the gravest is told, and of that the latest; crawled again is not new."""
    known = incident.course.fresh
    if known is None:
        heads = new
    elif known.evidence.mention_id == said.evidence.mention_id:
        heads = True
    else:
        heads = new and (said.rank[0], -said.rank[2].timestamp()) <= (known.rank[0], -known.rank[2].timestamp())
    if heads:
        incident.course.fresh = said


def withdraw(incident: IncidentState, name: str) -> None:
    """That one is not of it after all."""
    course = incident.course
    if course.fresh is not None and course.fresh.evidence.mention_id == name:
        course.fresh = None
    course.told_mentions = min(course.told_mentions, incident.mentions)


def grown(incident: IncidentState) -> bool:
    course = incident.course
    further = incident.reach - course.told_reach
    return incident.mentions > course.told_mentions or further >= max(REACH_GROWN, course.told_reach)


def since_told(incident: IncidentState) -> str:
    """What has come since it was told last; empty where nothing has."""
    if not grown(incident):
        return ""
    course = incident.course
    more = incident.mentions - course.told_mentions
    if more > 0:
        return f"新增{more}条" + (f"：{wording.in_brief(course.fresh.evidence.quote)}" if course.fresh else "")
    return f"触达由{course.told_reach}人增至{incident.reach}人"


def reason(incident: IncidentState, now: datetime) -> Reason:
    course = incident.course
    hours = round((now - course.told_at).total_seconds() / 3600) if course.told_at else 0
    what = since_told(incident)
    return Reason(
        rule="grown",
        text=f"距上次预警{hours}小时仍未办结，{what}",
        observed={"mentions": incident.mentions, "reach": incident.reach},
        needed={"mentions": course.told_mentions + 1},
    )
