"""Whether somebody is in danger now: as long as a call for help stands that nobody who may has called over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

import msgspec

from monitor.records import Assessment
from monitor.watch.attested import hearsay
from monitor.watch.checkpoint import copies
from monitor.watch.checkpoint.state import Account, IncidentState, Member, Quote
from monitor.watch.joining import accounts
from monitor.watch.words import believed, bounds, perils, victims, whose
from monitor.watch.words.perils import Call, End

RULE = "said_over"
#: so long before it was told a part of a day had ended
BY_THEN = timedelta(hours=1)
#: ends, and calls of those who had to make room, that are kept of one incident
KEPT = 20
_MOMENT = timedelta(microseconds=1)
#: so many more calls are told of one danger in so long; who is there by then looks for everybody
MORE, WITHIN = 4, timedelta(hours=6)
LAST = "。此后同类求助不再逐条提醒，请到现场逐一核对"


def lasts(incident: IncidentState) -> bool:
    """Somebody is in danger, and neither is all of it denied nor has anybody called or closed it since.

    An office that denies a death heard of says nothing of who is shut in himself.
    """
    return next(standing(incident), None) is not None


def endangers(incident: IncidentState) -> bool:
    """It lasts, and is told as more than a small matter."""
    return incident.grade >= 2 and lasts(incident)


def standing(incident: IncidentState) -> Iterator[Call]:
    """The calls that nobody has called over."""
    alarm = incident.spread.alarm
    if not (incident.gist.urgent or alarm.calls):
        return
    denied = hearsay.denial_stands(incident)
    past = _of_then(incident) if _has_ended(incident) else None
    for name, each in incident.members.items():
        if each.peril is None or not _urgent(each) or (denied and hearsay.refuted(incident, each)):
            continue
        if past is not None and (each.official_media or name in past):
            continue
        call = call_of(each, each.peril)
        if stands(incident, call):
            yield call
    yield from (each for each in alarm.calls if stands(incident, each) and not (denied and each.heard))


def begins(incident: IncidentState, judged: Assessment) -> bool:
    """That somebody is in danger is new by it, or goes on after all."""
    call = new_call(judged)
    if call is None or lasts(incident):
        return False
    if not _has_ended(incident):
        return True
    if "official_media" in judged.credibility.signs or _then(accounts.account_of(judged)):
        return False
    return stands(incident, call)


def new_call(judged: Assessment) -> Call | None:
    """What it calls for help in."""
    peril = perils.of(judged) if judged.risk.urgent else None
    if peril is None:
        return None
    return Call(bounds.person_of(judged), believed.published(judged), peril, hearsay.told_by_others(judged))


def newly_trapped(incident: IncidentState, judged: Assessment) -> bool:
    """People cannot get out, of whom nothing has been told in this danger; what is only heard of makes nothing known
    of which a witness speaks."""
    peril = perils.of(judged)
    if peril is None or not peril.trapped or _is_known(incident, judged):
        return False
    heard = hearsay.told_by_others(judged)
    if not stands(incident, Call(bounds.person_of(judged), believed.published(judged), peril, heard)):
        return False
    return not any(each.peril.trapped and (heard or not each.heard) for each in _known(incident))


def one_more(incident: IncidentState, judged: Assessment) -> bool:
    """Beside those who call for help somebody else does: another one by his words, or for his own people."""
    call = new_call(judged)
    if call is None or hearsay.relays(judged) or call.heard or copies.repeats(incident, judged):
        return False
    if _is_known(incident, judged) or not stands(incident, call):
        return False
    known = list(standing(incident))
    if not known:
        return False
    said = believed.head(judged)
    found = whose.another(said) or (whose.own(said) and _of_others(call, known)) or _still_in(incident, call, said)
    return found and room(incident, judged.arrived_at)


def _still_in(incident: IncidentState, call: Call, said: str) -> bool:
    """救命 of somebody who has not called yet, behind words that it was over."""
    alarm = incident.spread.alarm
    ended = max((*(each.published for each in alarm.ends), *(when for _, when in alarm.told)), default=None)
    if ended is None or call.published < ended or not whose.cries(said):
        return False
    return all(each.person != call.person for each in _calls(incident))


def _of_others(call: Call, known: list[Call]) -> bool:
    """He has not called yet, or only for others of his people: 我妈困在2号梯, then 我爸困在1号梯."""
    before = [each for each in known if each.person == call.person]
    if not before:
        return True
    whom = {name for each in before for name in each.peril.whom}
    return bool(whom and call.peril.whom) and not whose.covers(whom, call.peril.whom)


def _is_known(incident: IncidentState, judged: Assessment) -> bool:
    """It called for help before and is only crawled again."""
    member = incident.members.get(judged.mention.id)
    return member is not None and member.peril is not None


def room(incident: IncidentState, at: datetime) -> bool:
    """Whether one more is told: a storm of calls must not wear out whoever looks for everybody by then."""
    return sum(at - each < WITHIN for each in incident.spread.alarm.more) < MORE


def told_more(incident: IncidentState, at: datetime) -> bool:
    """Count one that is told; whether it is the last."""
    alarm = incident.spread.alarm
    alarm.more = [*alarm.more, at][-MORE:]
    return not room(incident, at)


def last_end(incident: IncidentState) -> datetime | None:
    """When it was said to be over last, where nobody is in danger any more."""
    ends = incident.spread.alarm.ends
    return max((each.published for each in ends), default=None) if ends and not lasts(incident) else None


def covers(incident: IncidentState, end: End) -> list[Call]:
    """The calls that are over by it."""
    ends = [*incident.spread.alarm.ends, end]
    return [each for each in standing(incident) if perils.over(each, ends)]


def in_a_lift(incident: IncidentState) -> bool:
    """Somebody calls for help there in words of a lift."""
    calls = (each.evidence for each in incident.quotes if _is_call(incident, each))
    return any(victims.a_lift(each.quote) for each in calls) or any(
        spot.startswith("lift:") for call in standing(incident) for spot in call.peril.spots
    )


def _is_call(incident: IncidentState, quote: Quote) -> bool:
    member = incident.members.get(quote.evidence.mention_id)
    return member is not None and member.peril is not None


def ended_elsewhere(incident: IncidentState, said: datetime, there: perils.Places) -> bool:
    """What was said then ended the danger of somebody who called from another place than this."""
    ends = [each for each in incident.spread.alarm.ends if each.published == said]
    ended = (each for each in _calls(incident) if perils.over(each, ends))
    return bool(ends) and any(perils.apart(perils.places(each.peril), there) for each in ended)


def note(incident: IncidentState, end: End) -> None:
    """Of one person, kind and building the latest is kept."""
    alarm = incident.spread.alarm
    same = [each for each in alarm.ends if _alike(each, end)]
    kept = max([*same, end], key=lambda each: each.published)
    others = [each for each in alarm.ends if each not in same]
    alarm.ends = sorted([*others, kept], key=lambda each: (each.published, each.person, each.kinds))[-KEPT:]
    # of two who lie apart one is out by name now: then who is out without a name is the other
    alarm.ends = [_of_one_of(incident, each) if _unsaid(each) else each for each in alarm.ends]


def _alike(one: End, other: End) -> bool:
    """But for its moment."""
    return one == msgspec.structs.replace(other, published=one.published)


def let_go(incident: IncidentState, name: str, member: Member) -> None:
    """Who called for help and had to make room is in danger still."""
    if member.peril is None or not (_urgent(member) and incident.gist.urgent) or hearsay.refuted(incident, member):
        return
    call, alarm = call_of(member, member.peril), incident.spread.alarm
    if not stands(incident, call) or (_has_ended(incident) and (member.official_media or name in _of_then(incident))):
        return
    others = [each for each in alarm.calls if each.person != call.person or each.peril != call.peril]
    alarm.calls = sorted([*others, call], key=lambda each: (each.published, each.person))[-KEPT:]


def where(incident: IncidentState, end: End, new: Call | None = None) -> End:
    """The end with what it can mean here; `new`: a call that has not joined yet."""
    more = [new] if new is not None else []
    if end.of_one:
        end = _of_one_of(incident, end, more)
    end = perils.narrowed(end, [*_calls(incident), *incident.spread.alarm.calls, *more], late=new is not None)
    if not (end.building or end.spots or end.whom):
        return end
    known = [*_calls(incident), *incident.spread.alarm.calls, *more]
    whom = [] if end.whom == [whose.SELF] and _as_he_speaks(end, known) else end.whom
    anywhere = end.anywhere and perils.means_anywhere(end, known, [*standing(incident), *more])
    return msgspec.structs.replace(end, whom=whom, anywhere=anywhere)


def _unsaid(end: End) -> bool:
    """It is of one of several, and nobody knows of which."""
    return end.of_one and not end.places and not end.anywhere


def one_of_several(incident: IncidentState, end: End) -> bool:
    """Somebody is out, and those who may be meant are at several places."""
    return _unsaid(end) and any(perils.frees(end, each) for each in standing(incident))


def _of_one_of(incident: IncidentState, end: End, more: Collection[Call] = ()) -> End:
    known = [*_calls(incident), *incident.spread.alarm.calls, *more]
    others = [each for each in incident.spread.alarm.ends if each.published != end.published]
    end = perils.of_one_of(end, [*map(_where_of, _open(end, known, others)), *_lying(incident, end)])
    return perils.of_whom(end, _open(end, known, others)) if end.anywhere else end


def _open(end: End, known: Iterable[Call], others: Collection[End]) -> list[Call]:
    """Whom it may be of."""
    return [each for each in known if perils.frees(end, each) and not perils.over(each, others)]


def _where_of(call: Call) -> perils.Places:
    return perils.places(call.peril)


def _lying(incident: IncidentState, end: End) -> Iterator[perils.Places]:
    """Where by what is quoted somebody lies for whom nobody calls in so many words: 3栋楼下老人摔倒不动了."""
    if not perils.frees(end, Call(end.person, end.published, perils.Peril([perils.STRUCK]))):
        return
    for quote in incident.quotes:
        member, said = incident.members.get(quote.evidence.mention_id), quote.evidence.quote
        if member is None or member.peril is not None or member.level < 2 or member.published > end.published:
            continue
        if perils.lies(said):
            building = (quote.place.building if quote.place else None) or ""
            yield perils.places(perils.Peril([], building, spots=perils.lies_at(said)))


def _as_he_speaks(end: End, known: Collection[Call]) -> bool:
    """我妈困在电梯里, and then 我出来了: both were, or he writes as he speaks; not where he called for several."""
    his = [each.peril.whom for each in known if each.person == end.person]
    return not any(whose.SELF in whom or whose.several(whom) for whom in his)


def look_again(incident: IncidentState, call: Call) -> None:
    """A call is read behind ends of the same moment: then it goes on. And whoever calls for his own people may be in
    another danger than the one of which it was said where it is over."""
    alarm = incident.spread.alarm
    alarm.ends = [
        _before(end, call) if perils.tied(call, end) else _narrowed(incident, end, call) for end in alarm.ends
    ]


def _before(end: End, call: Call) -> End:
    return msgspec.structs.replace(end, published=call.published - _MOMENT)


def _narrowed(incident: IncidentState, end: End, call: Call) -> End:
    if not end.anywhere:
        return end
    if end.of_one and not end.places:
        return _of_those_known(incident, end, call)
    return where(incident, end, call) if call.peril.own else end


def _of_those_known(incident: IncidentState, end: End, call: Call) -> End:
    """Who is read late from elsewhere was not meant."""
    meant = [each.peril for each in _calls(incident) if perils.over(each, [end]) and perils.places(each.peril)]
    if not meant or not all(perils.apart(perils.places(each), perils.places(call.peril)) for each in meant):
        return end
    return msgspec.structs.replace(end, building=meant[0].building, spots=meant[0].spots)


def are_two(one: IncidentState, other: IncidentState) -> bool:
    """It is called for help in different dangers and houses: who speaks of both, as whoever calls them over does, makes
    them no one."""
    ours, theirs = ([each.peril for each in _calls(incident)] for incident in (one, other))
    houses, others = ({house for each in called for house in perils.buildings(each)} for called in (ours, theirs))
    if not (houses and others and houses.isdisjoint(others)):
        return False
    return all(victims.another(each.about, there.about) for each in ours for there in theirs)


def take_over(first: IncidentState, second: IncidentState) -> None:
    """Asked before the members are put together: what is over of one is not over of the other."""
    ours, theirs = first.spread.alarm, second.spread.alarm
    calls, ends = [*standing(first), *standing(second)], [*_personal(first), *_personal(second)]
    if ours.ends == theirs.ends:
        ends = ours.ends
    ours.ends = [end for end in ends if not any(perils.over(call, [end]) for call in calls)][-KEPT:]
    ours.calls = sorted([*ours.calls, *theirs.calls], key=lambda each: (each.published, each.person))[-KEPT:]
    ours.told = sorted({*ours.told, *theirs.told})[-KEPT:]
    ours.more = sorted([*ours.more, *theirs.more])[-MORE:]


def _personal(incident: IncidentState) -> list[End]:
    """What an office has called over for everybody, as if each of them had."""
    found = []
    for end in incident.spread.alarm.ends:
        whom = (
            [end.person]
            if end.person
            else sorted({each.person for each in _calls(incident) if perils.over(each, [end])})
        )
        found += [msgspec.structs.replace(end, person=person) for person in whom]
    return found


def _calls(incident: IncidentState) -> Iterator[Call]:
    """All of them, those that are over as well."""
    for each in incident.members.values():
        if each.peril is not None and _urgent(each):
            yield call_of(each, each.peril)


def _known(incident: IncidentState) -> Iterator[Call]:
    """What stands of what counts, called for or only told."""
    for each in incident.members.values():
        counts = not (each.late or each.relayed or hearsay.refuted(incident, each)) and each.level >= 2
        if each.peril is not None and counts:
            call = call_of(each, each.peril)
            if stands(incident, call):
                yield call
    yield from (each for each in incident.spread.alarm.calls if stands(incident, each))


def call_of(member: Member, peril: perils.Peril) -> Call:
    return Call(member.person, member.published, peril, hearsay.in_doubt(member))


def stands(incident: IncidentState, call: Call) -> bool:
    if incident.since is not None and call.published <= incident.since:
        return False
    return not perils.over(call, incident.spread.alarm.ends)


def _has_ended(incident: IncidentState) -> bool:
    return incident.since is not None or bool(incident.spread.alarm.ends)


def _of_then(incident: IncidentState) -> Collection[str]:
    return {each.mention for each in incident.accounts if _then(each)}


def _then(account: Account) -> bool:
    """It tells of a part of a day that had gone by: 凌晨困了半小时, told in the afternoon."""
    by = account.published - BY_THEN
    return any(end < by and end - begin <= accounts.PART_OF_DAY for begin, end in account.spans)


def _urgent(member: Member) -> bool:
    """Who is left behind calls for help however calmly it is said: asked where somebody else does so out loud."""
    left = member.peril is not None and member.peril.left and member.level >= 2 and not member.denial
    return (member.urgent or left) and not (member.discounted or member.late)
