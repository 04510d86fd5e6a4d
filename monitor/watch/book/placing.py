"""Where it happened, put right in the book: whoever was sent to the wrong building hears it at once."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from monitor import ids
from monitor.records import Assessment
from monitor.watch.attested import evidence
from monitor.watch.book import merging
from monitor.watch.book.casebook import Casebook
from monitor.watch.checkpoint.state import IncidentState, Quote
from monitor.watch.checkpoint.subjects import SubjectState
from monitor.watch.joining import besides, correcting
from monitor.watch.telling import heading
from monitor.watch.words import believed

#: so often is it told of one event that it was elsewhere
MOVES = 4


def put_right(book: Casebook, subject: SubjectState, judged: Assessment) -> None:
    """5栋是误传 says of nothing that it happened, and which of two incidents there is."""
    if not judged.relevant:
        return
    if not correcting.may_correct(judged):
        if correcting.may_insist(judged):
            _put_right_alone(book, subject, judged)
        return
    known = sorted(name for name, each in subject.incidents.outlines() if each.open)
    for one in [each for each in map(subject.incidents.__getitem__, known) if each.drill == judged.mention.drill]:
        for other in [subject.incidents[name] for name in one.related if name in subject.incidents]:
            found = correcting.makes_one(one, other, judged) if one.open and other.open else None
            if found is not None:
                quotes = [*one.quotes, *other.quotes]
                first = merging.merge(book, subject, one, other, judged.arrived_at)
                correct(book, first, other if first is one else one, judged, found, quotes)
                return
    _put_right_alone(book, subject, judged)


def _put_right_alone(book: Casebook, subject: SubjectState, judged: Assessment) -> None:
    """Only the wrong place was told: where one event alone is meant, whoever was sent there hears it."""
    when = believed.published(judged)
    known = subject.incidents.open_near(when, book.settings.join, judged.mention.drill)
    near = [each for each in map(subject.incidents.__getitem__, known) if not evidence.quotes(each, judged.mention.id)]
    found = [(each, put) for each in near if (put := correcting.puts_right(each, judged)) is not None]
    if len(found) == 1 and not any(correcting.is_told_of(each, judged) for each in near):
        correct_alone(book, *found[0], judged)


def correct_alone(book: Casebook, incident: IncidentState, found: correcting.Correction, judged: Assessment) -> None:
    moved = incident.spread.moved
    if (found.wrong, found.right) in moved or len(moved) >= MOVES:
        # said once more, while others say otherwise
        return
    # whoever was sent from there hears that it is disputed, and no more
    doubted = (found.right, found.wrong) in moved or correcting.doubted(incident, found, judged)
    moved.append((found.wrong, found.right))
    aside = _aside(incident, incident.quotes, found, judged, doubted=doubted)
    grave, attested = (-1, evidence.REFUTED) if doubted else (-incident.grade, evidence.OFFICE)
    new = found.of(evidence.quoted(judged, (grave, attested, believed.published(judged), judged.mention.id)))
    if doubted:
        evidence.beside(incident, new, book.settings)
    else:
        evidence.corrected(incident, new, correcting.of_the_wrong_place(incident.quotes, found), book.settings)
    why = correcting.alone(found, new.evidence.quote, doubted=doubted)
    if len(moved) == MOVES:
        why = msgspec.structs.replace(why, text=why.text + besides.LAST)
    reasons = [why, *incident.spread.why]
    book.tell(incident, "reminded", incident.grade, reasons, why.text, judged.arrived_at, about=new, aside=aside)


def _aside(
    incident: IncidentState,
    known: Iterable[Quote],
    found: correcting.Correction,
    judged: Assessment,
    *,
    doubted: bool = False,
) -> heading.Aside | None:
    """The event in the words of whoever told of it before, where the correction itself only says where it was."""
    corrects = incident.members.get(judged.mention.id)
    if corrects is not None and corrects.level >= incident.gist.level:
        return None
    others = [each for each in known if each.evidence.mention_id != judged.mention.id]
    told = next((each for each in others if evidence.tells(incident, each)), next(iter(others), None))
    return heading.Aside(told, found.said(doubted=doubted)) if told is not None else None


def correct(
    book: Casebook,
    first: IncidentState,
    second: IncidentState,
    judged: Assessment,
    found: correcting.Correction,
    quotes: list[Quote],
) -> None:
    """Whoever was sent to the wrong building hears it at once, and no quote names that any more.

    `quotes`: of both, as they were: of the many that told of the wrong one none may have left room for the right one.
    """
    known = [each for each in quotes if each.evidence.mention_id in first.members]
    wrong = correcting.of_the_wrong_place([*known, *first.quotes], found)
    evidence.put_right(first, known, wrong, book.settings)
    new = found.of(evidence.quoted(judged, (0, evidence.PLAIN, believed.published(judged), judged.mention.id)))
    why, aside = (
        correcting.reason(found, new.evidence.quote, ids.spoken_number(second.incident_id)),
        _aside(first, [*first.quotes, *quotes], found, judged),
    )
    reasons = [why, *first.spread.why]
    book.tell(first, "reminded", first.grade, reasons, why.text, judged.arrived_at, about=new, aside=aside)
