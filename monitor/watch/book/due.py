"""What happens when a moment comes: steps lapse and climb, what has grown is told again, what is quiet closes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor import ids
from monitor.records import Reason
from monitor.watch.attested import evidence
from monitor.watch.book import enquiries
from monitor.watch.checkpoint.state import Clock, IncidentState, Quote
from monitor.watch.grades import easing
from monitor.watch.joining import reminders
from monitor.watch.owed import clocks, nextstep, steps, tickets, unconfirmed
from monitor.watch.ruleset import Ruleset
from monitor.watch.settings import FoldSettings
from monitor.watch.telling import records as telling

if TYPE_CHECKING:
    from monitor.watch.book.casebook import Casebook

QUIET_CLOSE = "quiet_close"
#: so often a step is told whoever hears it; after that only while it climbs to somebody new
REMINDED = 2
#: from this grade on what happened heads whatever is told
GRAVE = 3
INSTANT = timedelta(microseconds=1)
#: what each new mention puts off: waited for once, and put off when it comes
LAZY = frozenset({QUIET_CLOSE, easing.EASE})


def timers(incident: IncidentState, settings: FoldSettings, ruleset: Ruleset) -> Iterator[tuple[datetime, str]]:
    """The moments that an incident waits for; one that no longer holds when it comes is passed over."""
    yield from clocks.timers(incident)
    if incident.open:
        yield quiet_at(incident, settings), QUIET_CLOSE
        if (eased := easing.due(incident, settings, ruleset)) is not None:
            yield eased, easing.EASE
        if (again := reminders.due(incident, settings)) is not None:
            yield again, reminders.REMIND


def fire(book: Casebook, due: datetime, incident_id: str, step: str) -> None:
    """Do what is due of an incident, if it still is."""
    if step == enquiries.STEP:
        enquiries.lapse(book, incident_id, due)
        return
    subject = book.subjects.get(ids.subject_of(incident_id))
    incident = subject.incidents.get(incident_id) if subject else None
    if incident is None:
        return
    if step == QUIET_CLOSE:
        _quiet(book, incident, due)
    elif step == easing.EASE:
        _ease(book, incident, due)
    elif step == reminders.REMIND:
        if reminders.due(incident, book.settings) == due:
            remind(book, incident, due)
    else:
        _lapse(book, incident, step, due)


def _ease(book: Casebook, incident: IncidentState, due: datetime) -> None:
    looked_at = easing.due(incident, book.settings, book.rules.ruleset)
    if looked_at is None or _closes(book, incident, due):
        return
    if looked_at <= due:
        book.touch(ids.subject_of(incident.incident_id), incident.incident_id)
        if (fallen := easing.look(book.case(incident, due))) is not None:
            evidence.rank_anew(incident)
            book.tell(incident, "deescalated", *fallen, fallen[1][0].text, due)
    book.schedule(incident)


def remind(book: Casebook, incident: IncidentState, now: datetime) -> None:
    """Told again when it is still open after the repeat interval and has grown; late finds are told once."""
    since = reminders.due(incident, book.settings)
    if since is None or now < since or not reminders.grown(incident) or incident.course.asleep:
        return
    grown = reminders.reason(incident, now)
    fell = ("eased", "usual", "denied")
    why = [grown, *(each for each in incident.spread.why if each.rule not in fell)]
    fresh = incident.course.fresh
    # what says no more than where, or how people feel about it, is told behind what happened
    about = fresh if fresh is not None and evidence.tells(incident, fresh) else None
    book.tell(incident, "reminded", incident.grade, why, grown.text, now, about=about)


def _lapse(book: Casebook, incident: IncidentState, step: str, due: datetime) -> None:
    """All that lapses at this moment is told at once."""
    clock = incident.course.clocks.get(step)
    if clock is None or clock.next != due:
        return
    if step == steps.ACKNOWLEDGE and unconfirmed.asks(incident) and unconfirmed.over(clock, due, book.settings):
        book.close(incident, due, unconfirmed.ending(book.settings), unconfirmed.RULE)
        return
    told = {each: times for each in clocks.lapsing(incident, due) if (times := _told(book, incident, each, due))}
    incident.updated_at = max(incident.updated_at, due)
    book.touch(ids.subject_of(incident.incident_id), incident.incident_id)
    if told:
        why = [_overdue(incident, each, times, due) for each, times in told.items()]
        named = tickets.reason(incident, due, book.settings) if steps.REPLY in told else None
        why += [named] if named is not None else []
        # a step that lapses keeps from nobody what has come meanwhile
        new = reminders.since_told(incident)
        cause = "；".join([*(each.text for each in why), *([f"自上次预警{new}"] if new else [])])
        about = _longest_unanswered(book, incident, due) if named is not None else None
        book.tell(incident, "overdue", incident.grade, why, cause, due, overdue=told, about=about)
    else:
        # nobody new hears it now; a morning may be waited for all the same
        book.schedule(incident)


def _longest_unanswered(book: Casebook, incident: IncidentState, due: datetime) -> Quote | None:
    """The words of the complaint that is overdue, where those are at hand and what harmed nobody heads the alert."""
    first = tickets.lapsed(incident, due, book.settings)[0][0]
    known = (each for each in incident.quotes if each.evidence.mention_id == first)
    return next(known, None) if incident.grade < GRAVE else None


def _told(book: Casebook, incident: IncidentState, step: str, due: datetime) -> int:
    """How often this step has been told now; 0: it is not, or not again where everybody has been reminded of it."""
    clock = incident.course.clocks[step]
    if step == steps.ACKNOWLEDGE and _in_the_morning(book, incident, clock, due):
        clock.told, clock.next = clock.told + 1, unconfirmed.morning(due, book.settings)
        return clock.told
    times = _told_anew(book, incident, step, due)
    if step == steps.ACKNOWLEDGE:
        unconfirmed.wait(incident, due, book.settings)
    return times


def _in_the_morning(book: Casebook, incident: IncidentState, clock: Clock, due: datetime) -> bool:
    settings = book.settings
    enough = unconfirmed.told_enough(clock, settings, REMINDED)
    return enough and unconfirmed.asks(incident) and due == unconfirmed.morning(due - INSTANT, settings)


def _told_anew(book: Casebook, incident: IncidentState, step: str, due: datetime) -> int:
    times = clocks.lapse(incident, step, due, book.settings, quiet=incident.course.asleep)
    if times > REMINDED and not telling.reaches_further(incident, book.rules, times, due):
        clocks.leave(incident, step)
        return 0
    return times


def _overdue(incident: IncidentState, step: str, times: int, at: datetime) -> Reason:
    clock = incident.course.clocks[step]
    again = f"（第{times}次催办）" if times > 1 else ""
    # what was done for what was there before is told beside it, and is no answer to what has come since
    since = (
        f"{nextstep.moment(clock.since, at)}后无新记录" if _done_before(incident, step, clock.since) else "至今无记录"
    )
    return Reason(
        rule="overdue",
        text=f"“{steps.KINDS[step].name}”已逾期：应于{nextstep.moment(clock.due, at)}前完成，{since}{again}",
        observed={"step": step, "times": times},
        needed={"due": clock.due.isoformat(), "minutes": int((clock.due - clock.since).total_seconds() // 60)},
    )


def _done_before(incident: IncidentState, step: str, since: datetime) -> bool:
    deeds = (each for each in incident.actions if each.refused is None and each.at < since)
    return any(step in each.done or (step == steps.ACKNOWLEDGE and each.type != "reveal") for each in deeds)


def quiet_at(incident: IncidentState, settings: FoldSettings) -> datetime:
    at, later = incident.touched_at + settings.quiet_close, incident.course.quiet_from
    return at if later is None else max(at, later)


def _closes(book: Casebook, incident: IncidentState, due: datetime) -> bool:
    """It closes at this very moment: nobody is asked to see to what is over."""
    return quiet_at(incident, book.settings) <= due and clocks.pending(incident) is None


def _quiet(book: Casebook, incident: IncidentState, due: datetime) -> None:
    if not incident.open:
        return
    if quiet_at(incident, book.settings) > due:
        book.schedule(incident)
        return
    waited_for = clocks.pending(incident)
    if waited_for is not None:
        # the quiet counts from when nothing is waited for any more
        incident.course.quiet_from = max(waited_for, due) + book.settings.quiet_close
        book.touch(ids.subject_of(incident.incident_id), incident.incident_id)
        book.schedule(incident)
        return
    book.close(incident, due, f"{book.settings.quiet_close_days}天内无新信息、无处置动作", QUIET_CLOSE)
