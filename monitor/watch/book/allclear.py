"""Who says that a danger is over: whoever called for help for himself; an office, or the company, for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import combinations
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from monitor.records import Assessment, Reason
from monitor.times import SHANGHAI
from monitor.watch.attested import evidence, toll, wording
from monitor.watch.checkpoint.memory import CLEARED_WITHIN, AllClear
from monitor.watch.checkpoint.state import IncidentState, Quote
from monitor.watch.checkpoint.subjects import SubjectState
from monitor.watch.joining import danger, kinds
from monitor.watch.telling import heading
from monitor.watch.words import believed, bounds, menace, perils, safe, speakers, victims, whose
from monitor.watch.words.perils import End

if TYPE_CHECKING:
    from monitor.watch.book.casebook import Casebook

#: all-clears that a subject remembers, the latest
KEPT = 20
#: how sure it is: anybody says so; one of several who called, for himself; who alone called, or the company; an office
ANYBODY, ONE_OF_THEM, WHO_KNOWS, OFFICE = range(4)
#: what is rehearsed, and what is told of another day, ends nothing of today
_NOT_NOW = re.compile(r"演练|演习|(?:上个?|前)(?:月|周|星期|礼拜)|前天|去年|那[天次]|当时|上次")
#: what an office reports, and what others say
_WAYS = {True: safe.reported, False: safe.ends}
#: an office writes of it the day after: it ends what was before that day
_YESTERDAY = re.compile("昨[天日晚夜]")


def says_over(judged: Assessment) -> bool:
    """人没了 is no good end, whoever was got out; how an accident ended is an office's to say."""
    said = believed.head(judged)
    office = speakers.is_office(judged)
    if not office and safe.FIRST_LOOK.search(said) is None:
        return False
    if not office and safe.takes_back(said):
        return True
    if _NOT_NOW.search(said) is not None or (not office and _YESTERDAY.search(said) is not None):
        return False
    if office:
        return safe.reports_so(said) or safe.says_so(said)
    # of whom it says in the same breath that he is dead the company knows, too, when the danger is over
    return safe.says_so(said) and (
        not toll.of(judged)[0] or (speakers.is_company(judged) and safe.ALL in safe.ends(said))
    )


#: words that say of those who are out that they were shut in, and in what
_IN_A_LIFT = frozenset({"电梯", "轿厢"})
_SHUT_IN = _IN_A_LIFT | {"被困", "困人"}
#: what befell somebody, told beside the end
_HARM = {toll.HURT: "有人受伤或送医", toll.DEAD: "有人死亡"}


def harm_in(judged: Assessment) -> str:
    """险情解除，老人骨折送医: whom the danger has harmed by the same words; empty where nobody is."""
    return _HARM.get(toll.harm_of(judged), "")


def heard(book: Casebook, subject: SubjectState, judged: Assessment, when: datetime) -> IncidentState | None:
    """The incident in which somebody's danger is over by what is said here; None where nothing of the kind is said.

    `when`: its own time. It is remembered for a call that is read only after it.
    """
    # asked for every mention: at most estates nobody is in danger, and who writes long is seldom out just now
    office = speakers.is_office(judged)
    if judged.risk.urgent and not (office or speakers.is_company(judged)):
        return None
    within = book.settings.join if office else CLEARED_WITHIN
    near = subject.incidents.endangered_near(when, within, judged.mention.drill)
    if not (near or len(judged.mention.text) <= safe.SHORT or office) or not says_over(judged):
        return None
    clear = clear_of(judged)
    if any(msgspec.structs.replace(each, taken=False) == clear for each in subject.memory.clears):
        return None  # delivered again: what it ended is over, and it is not of the next one
    found = [each for each in map(subject.incidents.__getitem__, near) if _ended_in(each, clear)]
    ours = max(found, key=lambda each: _closeness(each, clear), default=None)
    named = [each for each in found if ours is not None and _has_its_own_clause(each, ours, clear, judged)]
    if ours is not None and _of_which([each for each in found if each not in named], clear, judged):
        tell(book, ours, judged, _of_somebody(ours, clear))
        # nor does it end what is read later of either
        ours, clear = None, msgspec.structs.replace(clear, taken=True)
    elif ours is not None and (over := found if _everywhere(clear, judged) else named):
        for each in (each for each in over if each is not ours):
            tell(book, each, judged, noted(each, clear, clear.published))
    elif ours is None:
        _note_part(book, subject, near, clear)
        if not judged.risk.level:
            _pass_on(book, map(subject.incidents.__getitem__, near), clear, judged)
    elif _calls_of(ours, clear.person):
        clear = msgspec.structs.replace(clear, taken=True)
    others = [each for each in subject.memory.clears if each.mention != clear.mention]
    subject.memory.clears = sorted([*others, clear], key=lambda each: (each.published, each.mention))[-KEPT:]
    book.touch(subject.subject)
    return ours


def _of_which(found: list[IncidentState], clear: AllClear, judged: Assessment) -> bool:
    """被困业主已救出 of two lifts, 明火已扑灭 of two houses that burn: in each of them somebody is called for on."""
    if clear.rank < WHO_KNOWS or _everywhere(clear, judged):
        return False
    known = [[perils.places(call.peril) for call in danger.covers(each, end_of(each, clear))] for each in found]
    return any(perils.apart(here, there) for one, other in combinations(known, 2) for here in one for there in other)


def _everywhere(clear: AllClear, judged: Assessment) -> bool:
    return clear.rank >= WHO_KNOWS and whose.everywhere(believed.head(judged))


def _has_its_own_clause(incident: IncidentState, ours: IncidentState, clear: AllClear, judged: Assessment) -> bool:
    if incident is ours or clear.rank < WHO_KNOWS:
        return False
    here, there = (danger.covers(each, end_of(each, clear)) for each in (incident, ours))
    return perils.has_its_own_clause(believed.head(judged), _WAYS[clear.rank == OFFICE], here, there)


def _of_somebody(incident: IncidentState, clear: AllClear) -> Ended | None:
    if _told(incident, ONE_OF_THEM):
        return None
    who = "官方" if clear.rank == OFFICE else "单位"
    head = f"{who}{clear.published.astimezone(SHANGHAI):%H:%M}称险情已过，另有人求助未了，待核实"
    return Ended(head, {each.person for each in danger.standing(incident)}, ONE_OF_THEM, clear.published)


def _note_part(book: Casebook, subject: SubjectState, near: Iterable[str], clear: AllClear) -> None:
    """Of his people he calls one out, or of two lifts one empty: of the others he may say so later."""
    for incident in map(subject.incidents.__getitem__, near):
        end = end_of(incident, clear)
        part = any(perils.of_a_part(end, each) for each in danger.standing(incident))
        if part or (end.person and end.whom and _calls_of(incident, clear.person)):
            danger.note(incident, end)
            book.touch(subject.subject, incident.incident_id)


def clear_of(judged: Assessment) -> AllClear:
    said, office = believed.head(judged), speakers.is_office(judged)
    company = not office and speakers.is_company(judged)
    over = safe.reported(said) if office else ends(said)
    whole = safe.leaves_nobody(said) or whose.of_all(said)
    return AllClear(
        judged.mention.id,
        bounds.person_of(judged),
        _since(judged) if office else believed.published(judged),
        judged.mention.drill,
        OFFICE if office else WHO_KNOWS if company else ANYBODY,
        over,
        (judged.place.building if judged.place else None) or "",
        sorted({*judged.objects, *judged.keywords}),
        # who is found was not where he was lost
        spots=[*perils.spots_of(judged), *(perils.lies_at(said) if safe.CARE in over else [])],
        whom=_of_whom(said) if office or company else whose.safe(said),
        of_one=(office or company) and not whole,
        about=victims.over(said, _WAYS[office]) if office or company else [],
    )


def _of_whom(said: str) -> list[str]:
    """已救出3人 says of the others nothing; with the fire or the search nobody is in it any more."""
    return [] if safe.leaves_nobody(said) else whose.got_out(said)


def _since(judged: Assessment) -> datetime:
    """Until when there was danger that an office calls over: of yesterday's, no longer than that day."""
    when = believed.published(judged)
    if _YESTERDAY.search(believed.head(judged)) is None:
        return when
    return when.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(when.tzinfo)


def ends(said: str) -> list[str]:
    """Of an edited post what it says last counts; 虚惊一场 ends all of it."""
    behind = safe.update(said) if safe.takes_back(said) else None
    return safe.ends(said) if behind is None else safe.ends(behind) or [safe.ALL]


def end_of(
    incident: IncidentState, clear: AllClear, things: frozenset[str] = frozenset(), new: perils.Call | None = None
) -> End:
    """For everybody by an office or the company that speaks of it; else for whoever says so. `things`: what is said of
    it beside what the incident holds; `new`: the call that says so."""
    held = {*incident.objects, *incident.keywords} if new is None else _held(incident, clear)
    known = held | things
    # of another building it is over for nobody here
    speaks = bool(clear.building) or not known.isdisjoint(clear.things) or _names_it(incident, clear, new)
    if speaks and not (clear.building or _IN_A_LIFT.isdisjoint(clear.things)):  # it ends nothing for who is in a car
        speaks = danger.in_a_lift(incident) if new is None else not _IN_A_LIFT.isdisjoint(things)
    person = "" if clear.rank >= WHO_KNOWS and speaks else clear.person
    end = End(person, clear.published, clear.kinds, clear.building, clear.spots, clear.whom)
    end = msgspec.structs.replace(end, of_one=clear.of_one, about=clear.about)
    return danger.where(incident, end, new)


def _held(incident: IncidentState, clear: AllClear) -> set[str]:
    """What is said there; of what the all-clear opened itself, what others say: it says nothing of a call by its own
    words."""
    if clear.mention not in incident.members:
        return {*incident.objects, *incident.keywords}
    return {word for name, each in incident.members.items() if name != clear.mention for word in each.keywords}


def _names_it(incident: IncidentState, clear: AllClear, new: perils.Call | None) -> bool:
    """火已经灭了, 被困业主已救出 name the danger that somebody called for, though no word of it."""
    out = safe.OUT in clear.kinds and not _SHUT_IN.isdisjoint(clear.things)
    kind = perils.FIRE if safe.FIRE in clear.kinds else perils.SHUT if out else None
    calls = [*danger.standing(incident), *([new] if new is not None else [])] if kind else []
    if calls and all(kind in each.peril.kinds for each in calls):
        return True
    # 落水儿童已送医 of 小孩掉湖里了, where nobody calls for another danger
    named = menace.sorts("，".join(clear.things)) - {"hurt", "shut"}
    return clear.mention not in incident.members and set() < kinds.dangers(incident) <= named


def _ended_in(incident: IncidentState, clear: AllClear) -> bool:
    here = evidence.buildings(incident.quotes)
    if here:  # of 3栋和5栋 in one call the quotes know the first
        here = here.union(*(perils.buildings(each.peril) for each in danger.standing(incident)))
    if clear.building and here and clear.building not in here:
        return False
    if clear.building and not here and clear.rank >= WHO_KNOWS and not _shares(incident, clear):
        return False
    end = end_of(incident, clear)
    return bool(danger.covers(incident, end)) or danger.one_of_several(incident, end)


def _shares(incident: IncidentState, clear: AllClear) -> bool:
    return not {*incident.objects, *incident.keywords}.isdisjoint(clear.things)


def _closeness(incident: IncidentState, clear: AllClear) -> tuple[bool, bool, bool, datetime, datetime, str]:
    """Where the author called for help in the very thing that he calls over, and did so last."""
    calls = _calls_of(incident, clear.person)
    fits = any(perils.fits(each.peril.kinds, clear.kinds) for each in calls or danger.standing(incident))
    last = max((each.published for each in calls), default=incident.first_seen)
    return (
        bool(calls),
        _shares(incident, clear) or bool(clear.building),
        fits,
        last,
        incident.last_seen,
        incident.incident_id,
    )


def _calls_of(incident: IncidentState, person: str) -> list[perils.Call]:
    return [each for each in danger.standing(incident) if each.person == person]


def heard_before(subject: SubjectState, incident: IncidentState, judged: Assessment) -> None:
    """A call that is read only after it was called over endangers nobody any more; asked before it joins."""
    call = danger.new_call(judged)
    if call is None:
        return
    known = frozenset((*judged.objects, *judged.keywords))
    known |= _IN_A_LIFT if victims.a_lift(believed.head(judged)) else frozenset()
    danger.look_again(incident, call)
    for each in subject.memory.clears:
        if each.drill != judged.mention.drill or each.published > call.published + CLEARED_WITHIN:
            continue
        if each.taken or _meant_another(subject, incident, each, call):
            continue  # of the danger that he called from, or of one elsewhere
        end = end_of(incident, each, known, call)
        if not perils.tied(call, end) and perils.over(call, [end]):
            danger.note(incident, end)


def _meant_another(subject: SubjectState, incident: IncidentState, clear: AllClear, call: perils.Call) -> bool:
    """电梯被困业主已救出 has ended the danger at 5栋: who calls from 9栋 and is read late was not meant."""
    if clear.rank < WHO_KNOWS or clear.building or clear.spots or safe.ALL in clear.kinds:
        return False
    near, there = subject.incidents.open_near(clear.published, CLEARED_WITHIN, clear.drill), perils.places(call.peril)
    others = (subject.incidents[name] for name in near if name != incident.incident_id)
    return any(danger.ended_elsewhere(each, clear.published, there) for each in others)


# ---------------------------------------------------------------- telling


def anybody_says(incident: IncidentState, judged: Assessment) -> bool:
    """Somebody says so who ends nothing, and nobody has in this danger: once, and not of what was before it."""
    if "official_media" in judged.credibility.signs or not says_over(judged):
        return False
    if judged.mention.id in incident.members:
        return False  # who says it of his own call ends it, or it goes on
    calls, when = list(danger.standing(incident)), believed.published(judged)
    if not calls or any(each.published > when for each in calls) or _told(incident, ANYBODY):
        return False
    end = end_of(incident, clear_of(judged))
    # of one, who is not all of them, nobody says that it is over
    if danger.covers(incident, end):
        return False
    # who saw the fire out is told though somebody was in it; the company's word of it would be read as the end
    more = [safe.OUT] if end.person and safe.FIRE in end.kinds else []
    return bool(danger.covers(incident, msgspec.structs.replace(end, person="", kinds=[*end.kinds, *more])))


def _pass_on(book: Casebook, near: Iterable[IncidentState], clear: AllClear, judged: Assessment) -> None:
    """楼顶那个工人劝下来了: who complains of nothing joins nothing; whoever is at work hears what he says, once."""
    found = [each for each in near if _speaks_of(each, clear) and anybody_says(each, judged)]
    incident = max(found, key=lambda each: _closeness(each, clear), default=None)
    if incident is not None:
        people = {each.person for each in danger.standing(incident)}
        tell(book, incident, judged, Ended("有人称险情已过，待核实", people, ANYBODY, clear.published))


def _speaks_of(incident: IncidentState, clear: AllClear) -> bool:
    """It names the thing, and no other building; of a fire it does not say that somebody is out."""
    here = evidence.buildings(incident.quotes)
    if not _shares(incident, clear) or (clear.building and here and clear.building not in here):
        return False
    return any(perils.ended(each.peril.kinds, clear.kinds) for each in danger.standing(incident))


def told(incident: IncidentState, rank: int, when: datetime) -> None:
    """It is told that somebody says so."""
    alarm = incident.spread.alarm
    alarm.told = [*(each for each in alarm.told if each[0] != rank), (rank, when)]


def _told(incident: IncidentState, rank: int) -> bool:
    """Of this danger, by somebody who is as sure."""
    begun = min((each.published for each in danger.standing(incident)), default=None)
    return any(sure >= rank and (begun is None or when >= begun) for sure, when in incident.spread.alarm.told)


class Ended(Struct, frozen=True):
    """Whose danger is over by it, and how that is told."""

    head: str
    people: set[str]
    rank: int
    when: datetime


def settle(book: Casebook, incident: IncidentState, judged: Assessment) -> None:
    """Nobody is called out for a danger that is over; whoever is at work hears who says so, and who still calls."""
    tell(book, incident, judged, ended(incident, judged))


def ended(incident: IncidentState, judged: Assessment, harm: str = "") -> Ended | None:
    """`noted`, of whatever says so now."""
    return noted(incident, clear_of(judged), believed.published(judged), harm)


def noted(incident: IncidentState, clear: AllClear, said: datetime, harm: str = "") -> Ended | None:
    """The end is put down; how it is told, and None where nothing is to be told. `said`: when it was; `harm`: what
    befell somebody by the same words."""
    end = end_of(incident, clear)
    covered, known = danger.covers(incident, end), list(danger.standing(incident))
    whole = len(covered) == len(known)
    rank = OFFICE if clear.rank == OFFICE else WHO_KNOWS if whole else ONE_OF_THEM
    again = _told(incident, rank)
    danger.note(incident, end)
    if (not covered and not danger.one_of_several(incident, end)) or (again and not harm):
        return None
    own = clear.rank != OFFICE and any(each.person == clear.person for each in covered)
    who = "官方" if clear.rank == OFFICE else "发布者本人" if own else "单位"
    doubts = [harm] if harm else []
    doubts += [] if whole else ["另有人求助未了"]
    doubts += [] if who == "官方" else ["待核实"]
    head = "，".join([f"{who}{said.astimezone(SHANGHAI):%H:%M}称险情已过", *doubts])
    return Ended(head, {each.person for each in covered}, rank, said)


def tell(book: Casebook, incident: IncidentState, judged: Assessment, ended: Ended | None, beside: str = "") -> None:
    """Behind the call that it is said of. `beside`: what else whoever reads it has to know."""
    if ended is None:
        return
    told(incident, ended.rank, ended.when)
    member = incident.members.get(judged.mention.id)
    rank = (-(member.level if member else 0), evidence.PLAIN, believed.published(judged), judged.mention.id)
    new = evidence.quoted(judged, rank)
    why = Reason(rule=danger.RULE, text=f"{ended.head}：{wording.in_brief(new.evidence.quote)}{beside}")
    event = next(_said_of(incident, new, ended.people), new)
    new.place = event.place
    reasons = [why, *incident.spread.why]
    book.tell(
        incident, "reminded", incident.grade, reasons, why.text, judged.arrived_at, about=new,
        aside=heading.Aside(event, ended.head),
    )  # fmt: skip


def _said_of(incident: IncidentState, new: Quote, people: set[str]) -> Iterator[Quote]:
    others = [each for each in incident.quotes if each.evidence.mention_id != new.evidence.mention_id]
    for each in others:
        member = incident.members.get(each.evidence.mention_id)
        if member is not None and member.peril is not None and member.person in people:
            yield each
    if not danger.lasts(incident):
        # somebody else's call would be told as over
        yield from others
