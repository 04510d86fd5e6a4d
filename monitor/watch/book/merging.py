"""Incidents that turn out to be one: the mentions of both in one of them, and the other closed with a word where to."""

from __future__ import annotations

from copy import copy
from datetime import datetime

from monitor import ids
from monitor.records import Reason
from monitor.watch.attested import evidence
from monitor.watch.book.casebook import Casebook
from monitor.watch.checkpoint import copies
from monitor.watch.checkpoint.state import IncidentState
from monitor.watch.checkpoint.subjects import SubjectState
from monitor.watch.joining import danger, members
from monitor.watch.joining.asked import BASE_MATTERS
from monitor.watch.owed import clocks
from monitor.watch.words import bounds

RULE = "merged"
#: ids of merged incidents that are shown
KEPT = 20


def merge(
    book: Casebook, subject: SubjectState, one: IncidentState, other: IncidentState, at: datetime
) -> IncidentState:
    """Make two open incidents one; the survivor. It is told where its grade rises, the other that it is closed.

    What both keep is copied: what happens to one from here on must not change the other's last state.
    """
    first, second = sorted((one, other), key=_claim)
    if second.grade == first.grade and second.status == "acknowledged":
        first.status = "acknowledged"
    clocks.hand_over(first, second, book.owed_from(at), book.settings)
    _tell(book, first, second, at)
    _take_over(first, second, book)
    subject.hand_over(second.incident_id, first.incident_id)
    _rise(book, first, second, at)
    # also what it has only taken over is waited for
    book.schedule(first)
    return first


def _claim(incident: IncidentState) -> tuple[int, bool, datetime, str]:
    """Whose number stays: the graver one's, which people act on; then a base matter's, then the one known longer."""
    return (-incident.grade, incident.matter not in BASE_MATTERS, incident.opened_at, incident.incident_id)


def _tell(book: Casebook, first: IncidentState, second: IncidentState, at: datetime) -> None:
    second.spread.merged_into = first.incident_id
    first.spread.merged_from = [*first.spread.merged_from, *second.spread.merged_from, second.incident_id][-KEPT:]
    number = ids.spoken_number(first.incident_id)
    book.close(second, at, f"与事件 {number} 系同一事项，并入该事件继续处置", RULE)


def _rise(book: Casebook, first: IncidentState, second: IncidentState, at: datetime) -> None:
    book.touch(ids.subject_of(first.incident_id), first.incident_id)
    if first.grade >= 3 and first.grade >= second.grade:
        return  # no rule gives more
    grade, why = book.judge(first, at)
    grade = max(grade, second.grade)
    if grade > first.grade:
        cause = f"并入事件 {ids.spoken_number(second.incident_id)}"
        reason = Reason(rule=RULE, text=cause, observed={"grade": second.grade})
        book.tell(first, "escalated", grade, [*why, reason], cause, at)


def _take_over(first: IncidentState, second: IncidentState, book: Casebook) -> None:
    first.first_seen = min(first.first_seen, second.first_seen)
    first.last_seen = max(first.last_seen, second.last_seen)
    first.touched_at = max(first.touched_at, second.touched_at)
    first.spread.let_go = max(first.spread.let_go, second.spread.let_go)
    danger.take_over(first, second)
    first.spread.facts = sorted({*first.spread.facts, *second.spread.facts})
    if first.matter not in BASE_MATTERS:
        first.matter = second.matter
    if first.denied != second.denied:
        # what is denied of one is no news in the other
        members.discount_talk(first if first.denied else second)
    first.denied = first.denied and second.denied
    first.denied_at = _later(first.denied_at, second.denied_at) if first.denied else None
    first.course.assigned = first.course.assigned or second.course.assigned
    first.course.activated_at = first.course.activated_at or second.course.activated_at
    # that the smaller matter was found true, or false, says nothing of the graver one
    first.verdict = _verdict(first, second)
    first.actions = sorted([*first.actions, *second.actions], key=lambda each: (each.at, each.id))[-100:]
    _counts(first, second)
    first.objects = list(dict.fromkeys([*first.objects, *second.objects]))[: bounds.OBJECTS_KEPT]
    for name, wording in second.spread.wordings.items():
        first.spread.wordings.setdefault(name, copy(wording))
    first.spread.forget_bits()
    # forgets as well what is known of them
    copies.bound(first)
    book.dropped["members"] += members.take_over(first, second, book.settings)
    evidence.keep(first, [*first.quotes, *map(copy, second.quotes)], book.settings)
    evidence.rank_anew(first)
    first.related = [each for each in first.related if each != second.incident_id]
    first.told_apart = first.told_apart and bool(first.related)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return None if one is None or other is None else max(one, other)


def _verdict(first: IncidentState, second: IncidentState) -> str | None:
    ours, theirs = _gravest(first), _gravest(second)
    if ours != theirs:
        return first.verdict if ours > theirs else second.verdict
    return first.verdict or second.verdict


def _gravest(incident: IncidentState) -> int:
    return max((each.level for each in incident.members.values()), default=0)


def _counts(first: IncidentState, second: IncidentState) -> None:
    for name in ("mentions", "complaints", "negatives", "reach", "dropped", "more_people"):
        setattr(first, name, getattr(first, name) + getattr(second, name))
    for name, most in (
        ("platforms", bounds.PLATFORMS_KEPT), ("people", bounds.PEOPLE_KEPT), ("categories", 99), ("keywords", 99),
    ):  # fmt: skip
        counts = getattr(first, name)
        for key, count in getattr(second, name).items():
            if key in counts or len(counts) < most:
                counts[key] = counts.get(key, 0) + count
            elif name == "people":
                first.more_people += 1
