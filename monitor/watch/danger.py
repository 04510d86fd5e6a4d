"""Whether somebody is in danger now: as long as a call for help stands that nobody who may has called over."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from monitor.records import Assessment
from monitor.watch import accounts, believed, bounds, copies, hearsay, perils
from monitor.watch.perils import Call, End
from monitor.watch.state import Account, IncidentState, Member

RULE = "said_over"
#: so long before it was told a part of a day had ended
BY_THEN = timedelta(hours=1)
#: ends, and calls of those who had to make room, that are kept of one incident
KEPT = 20
#: so many more calls are told of one danger in so long; who is there by then looks for everybody
MORE, WITHIN = 4, timedelta(hours=6)
LAST = "。此后同类求助不再逐条提醒，请到现场逐一核对"
#: one more than is known …
_ALSO = re.compile(
    r"另[一外有]|也(?:有(?:人|[一两几])|被|在|给|卡|困|关|出不|下不|不见|丢|没(?:下来|出来|回))|"
    r"又(?:有|是)?[一两几]?(?:个|部|台)?.{0,6}(?:困|卡|关|不见|丢|掉|晕|倒)|"
    r"还(?:有|剩)(?:人|[一两几\d]|个|老|孩|小|我)|不止"
)
#: … or somebody's own
_OWN = re.compile(
    r"(?:我|我们|我家|俺|阿拉)(?:家)?(?:的)?(?:妈|爸|娘|爹|爷|奶|婆|公|外|儿|女|仔|囡|孩|娃|宝|弟|妹|哥|姐|老|媳妇|两个|一家|家人|岳|邻居)|"
    r"我们?(?:一家)?(?:都|也|现在|还|正|给|就|自己|一个人){0,2}"
    r"(?:被|困|卡|关|出不|下不|逃不|在(?:[^，。！!]{0,6}里(?!站|看|等)|[^，。！!？?]{0,12}(?:出不|下不|逃不|困|卡住)))"
)


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
        if _stands(incident, call):
            yield call
    yield from (each for each in alarm.calls if _stands(incident, each) and not (denied and each.heard))


def begins(incident: IncidentState, judged: Assessment) -> bool:
    """That somebody is in danger is new by it, or goes on after all."""
    call = new_call(judged)
    if call is None or lasts(incident):
        return False
    if not _has_ended(incident):
        return True
    if "official_media" in judged.credibility.signs or _then(accounts.account_of(judged)):
        return False
    return _stands(incident, call)


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
    if not _stands(incident, Call(bounds.person_of(judged), believed.published(judged), peril, heard)):
        return False
    return not any(each.peril.trapped and (heard or not each.heard) for each in _known(incident))


def one_more(incident: IncidentState, judged: Assessment) -> bool:
    """Beside those who call for help somebody else does: another one by his words, or for his own people."""
    call = new_call(judged)
    if call is None or hearsay.relays(judged) or call.heard or copies.repeats(incident, judged):
        return False
    if _is_known(incident, judged) or not _stands(incident, call):
        return False
    known = list(standing(incident))
    if not known:
        return False
    said = believed.head(judged)
    own = _OWN.search(said) is not None and all(each.person != call.person for each in known)
    return (own or _ALSO.search(said) is not None) and room(incident, judged.arrived_at)


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


def note(incident: IncidentState, end: End) -> None:
    """Of one person, kind and building the latest is kept."""
    alarm = incident.spread.alarm
    same = [each for each in alarm.ends if _alike(each, end)]
    kept = max([*same, end], key=lambda each: each.published)
    others = [each for each in alarm.ends if each not in same]
    alarm.ends = sorted([*others, kept], key=lambda each: (each.published, each.person, each.kinds))[-KEPT:]


def _alike(one: End, other: End) -> bool:
    return (one.person, one.kinds, one.building) == (other.person, other.kinds, other.building)


def let_go(incident: IncidentState, name: str, member: Member) -> None:
    """Who called for help and had to make room is in danger still."""
    if member.peril is None or not (_urgent(member) and incident.gist.urgent) or hearsay.refuted(incident, member):
        return
    call, alarm = call_of(member, member.peril), incident.spread.alarm
    if not _stands(incident, call) or (_has_ended(incident) and (member.official_media or name in _of_then(incident))):
        return
    others = [each for each in alarm.calls if each.person != call.person or each.peril != call.peril]
    alarm.calls = sorted([*others, call], key=lambda each: (each.published, each.person))[-KEPT:]


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
        found += [End(person, end.published, end.kinds, end.building) for person in whom]
    return found


def _calls(incident: IncidentState) -> Iterator[Call]:
    for each in incident.members.values():
        if each.peril is not None and _urgent(each):
            yield call_of(each, each.peril)


def _known(incident: IncidentState) -> Iterator[Call]:
    """What stands of what counts, called for or only told."""
    for each in incident.members.values():
        counts = not (each.late or each.relayed or hearsay.refuted(incident, each)) and each.level >= 2
        if each.peril is not None and counts:
            call = call_of(each, each.peril)
            if _stands(incident, call):
                yield call
    yield from (each for each in incident.spread.alarm.calls if _stands(incident, each))


def call_of(member: Member, peril: perils.Peril) -> Call:
    return Call(member.person, member.published, peril, hearsay.in_doubt(member))


def _stands(incident: IncidentState, call: Call) -> bool:
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
