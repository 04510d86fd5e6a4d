"""What an incident owes and by when: clocks that start, are met, lapse and climb; nothing here tells anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from monitor.records import Action, Assessment, Deadline, encode
from monitor.watch.checkpoint.history import SHORT
from monitor.watch.checkpoint.state import Clock, IncidentState, Member
from monitor.watch.owed import steps, tickets
from monitor.watch.settings import FoldSettings
from monitor.watch.words import believed, menace, safe, stated

#: owed from grade 3 on, and what of it earlier actions may have done already
GRAVE = (steps.FIRST_RESPONSE, steps.STATEMENT, steps.FOLLOW_UP)
#: owed to each who complained
_COUNTED = frozenset({steps.REPLY, steps.RESULT, steps.CALLBACK})
#: complaints that an incident keeps apart; beyond them the earliest still set the time
COMPLAINTS_KEPT = 200
#: steps of earlier times that an incident remembers, for who looks back at it
PAST_KEPT = 40
#: so long somebody who came to the site is there, for whoever calls about the same matter
PRESENT = timedelta(hours=1)
#: what may strike the next one, however it ended for the last
_STAYS = frozenset({"falling", "gas", "current", "collapse", "fire", "flood", "pit", "animal"})


# ---------------------------------------------------------------- starting


def begin(incident: IncidentState, at: datetime, settings: FoldSettings, *, anew: bool) -> None:
    """The incident has a higher grade, or is open (again) since now: who leads it at this grade has to confirm it.

    `anew`: opened or reopened, so nothing that was owed before counts.
    """
    course = incident.course
    if anew:
        course.since = at
    _start(incident, steps.ACKNOWLEDGE, at, settings)
    if incident.status == "acknowledged":
        incident.status = "open"
    if incident.grade >= 3:
        for step in GRAVE:
            if step not in course.clocks or (step == steps.FOLLOW_UP and course.clocks[step].met):
                _start_unless_done(incident, step, at, settings)


def confirm_anew(incident: IncidentState, at: datetime, settings: FoldSettings) -> None:
    """It may be more than was confirmed: somebody has to look at that as well."""
    clock = incident.course.clocks.get(steps.ACKNOWLEDGE)
    if clock is None or clock.met is not None:
        _start(incident, steps.ACKNOWLEDGE, at, settings)
        if incident.status == "acknowledged":
            incident.status = "open"


def forget(incident: IncidentState) -> None:
    """Before it opens again: what was owed before the closing is history."""
    for step in list(incident.course.clocks):
        _leave_behind(incident, step)
    incident.course.clocks.clear()
    incident.course.unanswered.clear()
    incident.course.unresolved.clear()
    incident.course.words.clear()


def heard(incident: IncidentState, judged: Assessment, at: datetime, settings: FoldSettings) -> None:
    """A complaint is to be answered, safety first; one that was found late is not."""
    member = incident.members.get(judged.mention.id)
    if member is None or not member.complaint or member.late:
        return
    course = incident.course
    _owe(incident, steps.REPLY, course.unanswered, judged.mention.id, at, settings)
    tickets.note(course, judged)
    if not incident.open:
        return
    _owe(incident, steps.RESULT, course.unresolved, judged.mention.id, at, settings)
    if member.level >= 2 and ("safety" in member.categories or member.urgent) and not _is_past(judged):
        clock = course.clocks.get(steps.ON_SITE)
        if clock is None or clock.met is not None:
            _send_somebody(incident, at, settings)


def _is_past(judged: Assessment) -> bool:
    """昨晚电梯困人半小时，老人送医，要求赔偿: it dates what befell somebody, and says how that ended: nobody is sent
    out for it the day after."""
    said, when = believed.head(judged), believed.published(judged)
    spans = stated.event(said, judged.mention.published_at)
    gone = bool(spans) and all(end <= when - PRESENT for _, end in spans)
    return gone and menace.of(judged).isdisjoint(_STAYS) and safe.tells_the_end(said)


def _send_somebody(incident: IncidentState, at: datetime, settings: FoldSettings) -> None:
    """To the site; whoever came there within the last hour for this matter is there still."""
    came = [each.at for each in incident.actions if each.refused is None and steps.ON_SITE in each.done]
    there = max((when for when in came if at - PRESENT <= when), default=None)
    if there is None:
        _start(incident, steps.ON_SITE, at, settings)
    elif steps.ON_SITE not in incident.course.clocks:
        clock = _start(incident, steps.ON_SITE, at, settings)
        clock.met, clock.next = there, None


def require(incident: IncidentState, at: datetime, settings: FoldSettings, *, grave: bool, filing: bool) -> None:
    """What the matter itself asks for, once: the report to the authority, and in a sensitive window to the company."""
    clocks = incident.course.clocks
    if grave and incident.grade >= 3 and steps.AUTHORITY not in clocks:
        _start_unless_done(incident, steps.AUTHORITY, at, settings)
    if filing and steps.COMPANY not in clocks:
        _start_unless_done(incident, steps.COMPANY, at, settings)


def grave_accident(members: Iterable[Member]) -> bool:
    """Deaths, injuries and accidents of level 3, as far as they are believed."""
    return any(each.level == 3 and not each.discounted and _accident(each) for each in members)


#: these are of level 3 by themselves: a hazard that has come into the papers has befallen nobody
_GRAVE_ALONE = frozenset({"media", "collective", "market"})
#: a crime done to somebody is for the police: no accident that is reported as one
_CRIME = "侵害"


def _accident(member: Member) -> bool:
    found = set(member.categories)
    if "casualty" in found:
        return True
    return "safety" in found and _CRIME not in member.keywords and (member.urgent or not found & _GRAVE_ALONE)


def _leave_behind(incident: IncidentState, step: str) -> None:
    """What became of it stays known when it is owed anew."""
    course, clock = incident.course, incident.course.clocks.get(step)
    if clock is not None and (clock.met is not None or clock.late):
        course.past = [*course.past, (step, clock)][-PAST_KEPT:]


def _start(incident: IncidentState, step: str, at: datetime, settings: FoldSettings) -> Clock:
    due = at + steps.span(step, incident.grade, settings)
    _leave_behind(incident, step)
    clock = incident.course.clocks[step] = Clock(since=at, due=due, next=due)
    return clock


def _start_unless_done(incident: IncidentState, step: str, at: datetime, settings: FoldSettings) -> None:
    """What was done since the incident opened need not be done again because it has become graver."""
    clock = _start(incident, step, at, settings)
    done = None if step == steps.FOLLOW_UP else _done_before(incident, step)
    if done is not None:
        clock.met, clock.next = done, None


def _done_before(incident: IncidentState, step: str) -> datetime | None:
    since = incident.course.since
    done = [each.at for each in incident.actions if each.refused is None and step in each.done]
    return min((when for when in done if since is None or when >= since), default=None)


def _owe(
    incident: IncidentState, step: str, owed: dict[str, datetime], mention: str, at: datetime, settings: FoldSettings
) -> None:
    """One more complaint to be answered; the earliest sets the time."""
    if mention in owed or len(owed) >= COMPLAINTS_KEPT:
        return
    owed[mention] = at
    _wait_for_earliest(incident, step, owed, at, settings)


def _wait_for_earliest(
    incident: IncidentState, step: str, owed: dict[str, datetime], now: datetime, settings: FoldSettings
) -> None:
    since = min(owed.values())
    due = since + steps.span(step, incident.grade, settings)
    clock = incident.course.clocks.get(step)
    if clock is None:
        incident.course.clocks[step] = Clock(since=since, due=due, next=due)
    elif clock.met is not None or not (clock.late and due <= now):
        if clock.met is None and clock.since == since:
            return
        _leave_behind(incident, step)
        # told once a step: a second complaint that nobody answers goes on where the first one has climbed to
        incident.course.clocks[step] = Clock(since=since, due=due, next=due, told=clock.told)
    else:
        # overdue already, and told: the next in the row changes nothing of that
        clock.since, clock.due = since, due
    if step == steps.REPLY:
        _await_hotline(incident, now, settings)


def _await_hotline(incident: IncidentState, now: datetime, settings: FoldSettings) -> None:
    """A step is told once, but the company is measured by the term of each complaint to 12345 or the hotline."""
    clock, times = incident.course.clocks[steps.REPLY], tickets.hotline_terms(incident, settings)
    if clock.met is None and clock.late and (later := [each for each in times if each > now]):
        clock.next = min(later) if clock.next is None else min(clock.next, *later)


# ---------------------------------------------------------------- meeting


def when_done(action: Action) -> datetime:
    """When it was done, as far as that is believed: not after it was heard of."""
    return min(action.at, action.arrived_at or action.at)


def meet(incident: IncidentState, action: Action, settings: FoldSettings) -> None:
    """Stop what the action does."""
    if action.type == "reveal":
        return
    when, course = when_done(action), incident.course
    _done(course.clocks.get(steps.ACKNOWLEDGE), when)
    for step in done_now(incident, action):
        if step == steps.REPLY:
            _answer(incident, step, course.unanswered, action, settings)
        elif step == steps.RESULT:
            _answer(incident, step, course.unresolved, action, settings)
        else:
            _done(course.clocks.get(step), when)


def done_now(incident: IncidentState, action: Action) -> tuple[str, ...]:
    """The steps that an action does; the second statement is the follow-up."""
    done = steps.done_by(action)
    clock = incident.course.clocks.get(steps.STATEMENT)
    if steps.STATEMENT in done and clock is not None and clock.met is not None:
        return (*done, steps.FOLLOW_UP)
    return done


def _done(clock: Clock | None, when: datetime) -> None:
    if clock is not None and clock.met is None:
        clock.met, clock.next = when, None


def _answer(
    incident: IncidentState, step: str, owed: dict[str, datetime], action: Action, settings: FoldSettings
) -> None:
    """By mention that complaint is answered, else all that have come."""
    if action.mention in owed:
        del owed[action.mention]
    else:
        owed.clear()
    tickets.forget_answered(incident.course)
    if owed:
        _wait_for_earliest(incident, step, owed, action.arrived_at or action.at, settings)
    else:
        _done(incident.course.clocks.get(step), when_done(action))


# ---------------------------------------------------------------- ending


def lower(incident: IncidentState, settings: FoldSettings) -> None:
    """The grade has fallen: nobody owes the statements of a graver matter any more."""
    clocks = incident.course.clocks
    if incident.grade < 3:
        for step in (*GRAVE, steps.AUTHORITY):
            if step in clocks and clocks[step].met is None:
                del clocks[step]
    clock = clocks.get(steps.ACKNOWLEDGE)
    if clock is not None and clock.met is None and not clock.late:
        clock.due = clock.next = clock.since + steps.span(steps.ACKNOWLEDGE, incident.grade, settings)


def end(incident: IncidentState, at: datetime, settings: FoldSettings, *, call_back: bool) -> None:
    """It is closed: what was not due yet is owed no more, but who complained is called back."""
    course = incident.course
    for step in [step for step, clock in course.clocks.items() if clock.met is None]:
        if course.clocks[step].late:
            course.clocks[step].next = None
        else:
            del course.clocks[step]
    course.unanswered.clear()
    course.unresolved.clear()
    course.words.clear()
    if call_back and incident.complaints:
        _start_unless_done(incident, steps.CALLBACK, at, settings)


def hand_over(first: IncidentState, second: IncidentState, at: datetime, settings: FoldSettings) -> None:
    """The second becomes part of the first: who complained there is still to be answered."""
    for step, ours, theirs in (
        (steps.REPLY, first.course.unanswered, second.course.unanswered),
        (steps.RESULT, first.course.unresolved, second.course.unresolved),
    ):
        ours.update(sorted(theirs.items())[: COMPLAINTS_KEPT - len(ours)])
        first.course.words.update({name: said for name, said in second.course.words.items() if name in ours})
        if theirs:
            _wait_for_earliest(first, step, ours, at, settings)
    for step, clock in second.course.clocks.items():
        if step == steps.ACKNOWLEDGE and second.grade < first.grade:
            continue  # that was a smaller matter: who leads the graver one has not confirmed it
        if step not in _COUNTED:
            first.course.clocks[step] = _furthest(first.course.clocks.get(step), copy(clock))
    past = [*first.course.past, *second.course.past]
    first.course.past = sorted(past, key=lambda each: (each[1].due, each[0]))[-PAST_KEPT:]
    first.course.asleep = first.course.asleep and second.course.asleep


def _furthest(ours: Clock | None, theirs: Clock) -> Clock:
    """Of one step of two matters that are one: what is done is done; else the earlier, with all that was told of it."""
    if ours is None:
        return theirs
    done = [each for each in (ours, theirs) if each.met is not None]
    if done:
        return min(done, key=lambda each: each.met or each.due)
    first = min(ours, theirs, key=lambda each: each.due)
    first.told = max(ours.told, theirs.told)
    return first


# ---------------------------------------------------------------- time


def timers(incident: IncidentState) -> Iterator[tuple[datetime, str]]:
    for step, clock in incident.course.clocks.items():
        if clock.next is not None:
            yield clock.next, step


def owes(incident: IncidentState, step: str) -> bool:
    """Whether it has the step still to do, in time or late."""
    clock = incident.course.clocks.get(step)
    return clock is not None and clock.met is None


def pending(incident: IncidentState) -> datetime | None:
    """When the last of what is still waited for is due; None when nothing is."""
    return max((due for due, _ in timers(incident)), default=None)


def lapse(incident: IncidentState, step: str, at: datetime, settings: FoldSettings, *, quiet: bool) -> int:
    """The step's time has come without it. How often that has been told now; 0: nobody is to hear of it.

    `quiet`: the incident is not one to wake people for.
    """
    clock = incident.course.clocks.get(step)
    if clock is None or clock.next != at:
        return 0
    terms = tickets.hotline_terms(incident, settings) if step == steps.REPLY else []
    clock.late, clock.next = True, None
    most = 1 if incident.grade < 2 else 1 + settings.overdue_repeats
    watched = settings.clocks == "on" or (step == steps.ACKNOWLEDGE and incident.grade >= 3)
    if quiet or not watched or (clock.told >= most and at not in terms):
        return 0
    clock.told = min(most, clock.told + 1)
    if clock.told < most:
        clock.next = at + max(clock.due - clock.since, timedelta(minutes=1))
    if later := [each for each in terms if each > at]:
        clock.next = min(later) if clock.next is None else min(clock.next, *later)
    return clock.told


def lapsing(incident: IncidentState, at: datetime) -> list[str]:
    """The steps whose time comes at this moment, the most pressing first."""
    clocks = incident.course.clocks
    return [step for step in steps.MOST_PRESSING if step in clocks and clocks[step].next == at]


def leave(incident: IncidentState, step: str) -> None:
    """It has lapsed once more, and is told no further."""
    clock = incident.course.clocks[step]
    clock.told, clock.next = clock.told - 1, None


def deadlines(incident: IncidentState) -> list[Deadline]:
    """In the order in which they are due."""
    return _shown(incident.course.clocks.items())


def past(incident: IncidentState) -> list[Deadline]:
    """Those of earlier times: before it was closed and opened again, or of a lower grade."""
    return _past(incident)[0] if len(incident.course.past) >= SHORT else _shown(incident.course.past)


def past_encoded(incident: IncidentState) -> msgspec.Raw | None:
    """The same as its state is written; None where it is too short to be kept."""
    return _past(incident)[1] if len(incident.course.past) >= SHORT else None


def _past(incident: IncidentState) -> tuple[list[Deadline], msgspec.Raw]:
    before = incident.course.past
    return incident.history.deadlines.of(before, lambda: (shown := _shown(before), msgspec.Raw(encode(shown))))


def _shown(clocks: Iterable[tuple[str, Clock]]) -> list[Deadline]:
    ordered = sorted(clocks, key=lambda item: (item[1].due, item[0]))
    return [Deadline(step=step, due=clock.due, status=_status(clock), met_at=clock.met) for step, clock in ordered]


def _status(clock: Clock) -> Literal["pending", "met", "overdue"]:
    if clock.met is not None:
        return "met"
    return "overdue" if clock.late else "pending"
