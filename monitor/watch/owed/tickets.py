"""Which complaints nobody has replied to, in their own first words, and by when each was to be replied to."""

from __future__ import annotations

from datetime import datetime

from monitor.company.routing import HOTLINES
from monitor.records import Assessment, Reason
from monitor.watch.checkpoint.state import Course, IncidentState
from monitor.watch.owed import nextstep, steps
from monitor.watch.settings import FoldSettings

RULE = "owed"
#: complaints that an alert names, and code points of each that tell which it is
NAMED, WORDS_KEPT = 3, 24


def note(course: Course, judged: Assessment) -> None:
    """How a complaint begins that is owed a reply."""
    if judged.mention.id in course.unanswered:
        course.words[judged.mention.id] = " ".join(judged.mention.text.split())[:WORDS_KEPT]


def forget_answered(course: Course) -> None:
    course.words = {name: said for name, said in course.words.items() if name in course.unanswered}


def hotline_terms(incident: IncidentState, settings: FoldSettings) -> list[datetime]:
    """By when those have to be replied to that came by 12345 or the hotline, and have not been."""
    span = steps.span(steps.REPLY, incident.grade, settings)
    members = ((incident.members.get(name), at) for name, at in incident.course.unanswered.items())
    return [at + span for member, at in members if member is not None and member.source in HOTLINES]


def lapsed(incident: IncidentState, at: datetime, settings: FoldSettings) -> list[tuple[str, datetime]]:
    """Those that nobody has replied to in time, and by when that was to be, the longest overdue first."""
    span = steps.span(steps.REPLY, incident.grade, settings)
    owed = ((name, since + span) for name, since in incident.course.unanswered.items())
    return sorted(((name, due) for name, due in owed if due <= at), key=lambda each: (each[1], each[0]))


def reason(incident: IncidentState, at: datetime, settings: FoldSettings) -> Reason | None:
    """How many they are, and those that wait longest."""
    overdue = lapsed(incident, at, settings)
    if not overdue:
        return None
    words = incident.course.words
    named = [f"{name}“{words.get(name, '')}”（应于{nextstep.moment(by, at)}前）" for name, by in overdue[:NAMED]]
    more = f"等，另有{len(overdue) - NAMED}件" if len(overdue) > NAMED else ""
    text = f"{len(overdue)}件投诉未答复：{'、'.join(named)}{more}"
    return Reason(rule=RULE, text=text, observed={"mentions": len(overdue)})
