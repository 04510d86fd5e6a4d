"""Enquiries: a call that complains of nothing opens nothing, unless nobody answers it in time."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from monitor import ids
from monitor.records import Action, Assessment, Reason, Risk
from monitor.watch.attested import wording
from monitor.watch.checkpoint.memory import Enquiry
from monitor.watch.checkpoint.remembered import key_of, name_of
from monitor.watch.checkpoint.state import IncidentState
from monitor.watch.checkpoint.subjects import SubjectState
from monitor.watch.joining import members
from monitor.watch.owed import clocks, steps
from monitor.watch.words import believed

if TYPE_CHECKING:
    from monitor.watch.book.casebook import Casebook

STEP = "enquiry"
#: enquiries of a subject that are waited for at a time
KEPT = 100
#: what else may stand behind a call of level 0 needs no answer in time: praise, notices, drills
_ASKING = frozenset({None, "question"})
#: in what a caller asks, and nobody who sells: 咨询：…如何办理
_INQUIRES = re.compile(
    r"(?:^|[：:，,。\s]|来电|来访|市民|业主|群众|来电人)(?:[^，,。；;！!？?\n]{0,6})(?:咨询(?!电话|热线|请|可|欢迎|详情)|询问|请问|想问|想了解|想咨询)"
)
_NAMED = frozenset({"given", "named", "alias"})
_ANSWERS = frozenset({"reply", "respond"})
#: what it is to the caller by then
UNANSWERED = Risk(score=20.0, level=1, categories=["service"])
#: the incident's part of a timer that belongs to a subject
MARK = "~"


def note(book: Casebook, subject: SubjectState, judged: Assessment, *, first: bool) -> None:
    """Wait for the answer to a call of level 0; one that was found late is not waited for.

    A newer version is the one that is waited for, since when the first one came; where it asks nothing, none is. One
    that is no longer waited for when it comes again has been answered: it is only exported once more.
    """
    mention, waiting = judged.mention, subject.memory.learned.enquiries
    if mention.kind != "complaint" or not _asks(judged):
        if waiting and waiting.pop(mention.id, None) is not None:
            book.touch(subject.subject)
        return
    if (known := waiting.get(mention.id)) is not None:
        brief = msgspec.structs.replace(_brief(judged), arrived_at=known.judged.arrived_at)
        waiting[mention.id] = Enquiry(known.due, brief)
        return
    if not first or judged.arrived_at - mention.published_at > book.settings.late_found:
        return
    if len(subject.memory.learned.enquiries) >= KEPT:
        book.count_dropped(subject, "enquiries")
        return
    due = book.owed_from(judged.arrived_at) + steps.span(steps.REPLY, 1, book.settings)
    subject.memory.learned.enquiries[mention.id] = Enquiry(due, _brief(judged))
    schedule(book, subject)


def _asks(judged: Assessment) -> bool:
    """A complaint of level 0; one that asks about a parking space reads like an advert, and wants an answer too."""
    if judged.frame == "advert" and judged.subject.how in _NAMED:
        return _INQUIRES.search(judged.mention.text) is not None
    if judged.frame not in _ASKING:
        return False
    return judged.relevant or judged.subject.unplaced


def _brief(judged: Assessment) -> Assessment:
    """With the sentence that an alert would quote for its text."""
    mention = msgspec.structs.replace(
        judged.mention, text=wording.quotation(judged), title=None, url=None, engagement=None, contact=None
    )
    return msgspec.structs.replace(
        judged, mention=mention, risk=Risk(), keywords=judged.keywords[: members.WORDS_PER_MEMBER]
    )


def answer(book: Casebook, subject: SubjectState, action: Action) -> bool:
    """Whether an action answers enquiries: by mention that one, by project all that have come."""
    waiting = subject.memory.learned.enquiries
    if action.type not in _ANSWERS or action.incident_id is not None:
        return False
    names = [action.mention] if action.mention is not None else list(waiting)
    answered = [name for name in names if name in waiting and waiting[name].judged.mention.drill == action.drill]
    for name in answered:
        del waiting[name]
    return bool(answered)


def still_unanswered(incident: IncidentState, judged: Assessment) -> Assessment:
    """Exported again it complains of no more than before, and nobody has answered it for all that."""
    if not incident.course.unasked or judged.risk.level or judged.mention.kind != "complaint":
        return judged
    return msgspec.structs.replace(judged, risk=UNANSWERED)


def settle(subject: SubjectState, mention_id: str) -> None:
    """It is in an incident by now: that has clocks of its own."""
    subject.memory.learned.enquiries.pop(mention_id, None)


def schedule(book: Casebook, subject: SubjectState) -> None:
    for enquiry in subject.memory.learned.enquiries.values():
        book.await_moment((enquiry.due, subject.subject + MARK, STEP))


def lapse(book: Casebook, key: str, now: datetime) -> None:
    """Open an incident for each enquiry that nobody has answered until now."""
    subject = book.subjects.get(key.removesuffix(MARK))
    if subject is None:
        return
    waiting = subject.memory.learned.enquiries
    for due, name in sorted((each.due, name) for name, each in waiting.items() if each.due <= now):
        judged = waiting.pop(name).judged
        book.touch(subject.subject)
        if book.settings.clocks == "on":
            _open(book, subject, judged, due)


def _open(book: Casebook, subject: SubjectState, asked: Assessment, due: datetime) -> None:
    judged = msgspec.structs.replace(asked, risk=UNANSWERED)
    mention, when = judged.mention, believed.published(judged)
    made_room = subject.memory.dropped.get("incidents", 0)
    incident = IncidentState(
        incident_id=ids.incident_id(subject.subject, STEP, mention.id, mention.drill, due, made_room),
        matter="service",
        subject=judged.subject,
        drill=mention.drill,
        opened_at=due,
        updated_at=due,
        first_seen=when,
        last_seen=when,
        touched_at=due,
    )
    incident.course.unasked = True
    book.add(subject, incident)
    book.schedule(incident)
    members.add(incident, judged, members.member_of(judged, judged.reach, book.settings), book.settings)
    name = name_of(mention.id, mention.drill)
    if (seen := subject.mentions.get(name)) is not None:
        seen.incident, seen.level = incident.incident_id, max(seen.level, 1)
        subject.mentions.put(seen)
    else:
        subject.stray(incident.incident_id, key_of(name))
    clocks.heard(incident, judged, due, book.settings)
    book.tell(incident, "opened", 1, [_reason(judged, due)], "", due)


def _reason(judged: Assessment, due: datetime) -> Reason:
    return Reason(
        rule="unanswered",
        text=f"超时未答复：{judged.arrived_at:%m-%d %H:%M}的来电来信，至{due:%m-%d %H:%M}无人答复",
        observed={"arrived": judged.arrived_at.isoformat()},
        needed={"due": due.isoformat(), "by": "reply、respond"},
    )
