"""What is grave and joins an open incident without raising its grade: told where it may be another event."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

import msgspec

from monitor.records import Assessment, Reason
from monitor.watch.attested import evidence, hearsay, wording
from monitor.watch.checkpoint import copies
from monitor.watch.checkpoint.state import IncidentState, Member
from monitor.watch.joining import accounts, amends, kinds, standing
from monitor.watch.words import believed, dangers, menace, stated

RULE = "besides"
#: so many of them are told of one incident in so long; who is there by then looks into all of them
TOLD, WITHIN = 4, timedelta(hours=6)
LAST = "。此后同类说法不再逐条提醒，请到现场逐一核对"
#: who tells of it so soon in words of his own tells of the same, unless he names another building or thing
AT_ONCE = timedelta(hours=1)
#: a call from this level on; who calls so long after the last one calls for something that nobody may have looked after
CALLED, PAUSE = 2, timedelta(hours=2)
#: who shares so many telling words tells of the same, whatever danger he names
TOLD_ALIKE = 2
#: how the subject is known of what reports an event to strangers: the estate stands in it, or the form asked for it
REPORTING = frozenset({"named", "alias", "given"})
#: words that any accident is told by within the hour: sharing them makes nothing one event
OF_THE_HOUR = standing.OF_ANY_ACCIDENT | {
    "当场", "身亡", "去世", "重伤", "送医", "抢救", "救护", "救护车", "救过来", "没救", "重症", "监护室",
    "满身", "是血", "一人", "有人", "一个", "两个", "小孩", "邻居", "警察", "警车", "楼下", "楼里",
    "刚刚", "刚才", "昨晚", "凌晨", "现在", "出事", "可怕", "吓人", "快来",
}  # fmt: skip
#: objects that say that somebody was wronged, where no word says that it hurt
CRIMES = frozenset({"侵害", "凶案", "劫持"})
ASSAULT, AKIN_TO_ASSAULT = frozenset({"侵害"}), frozenset({"侵害", "打人", "凶案", "劫持"})
#: … or in words that hardly say what it was: 被一个戴黑帽子的摸了一把
_MOLESTED = dangers.any_of(
    dangers.MOLESTS,
    r"(?:被|把|对|有人|男的|[我她])[^，,。！!？?；;\s]{0,16}(?:摸了(?!一手)|乱摸|摸(?:她|我|胸|腿|屁股)|搂|强吻|抱住(?:我|她)|动手动脚)|"
    r"非礼|骚扰(?!电话|短信|信息)|强[奸暴]|流氓",
)
#: what strikes one person where he is, and what is in many places at once
_STRIKES = frozenset({"traffic", "falling", "fell", "hurt", "shut", "pit", "illness", "poison", "animal"})
_SPREADS = frozenset({"fire", "gas", "current", "flood", "violence", "lost"})
_SOMEBODY = re.compile(r"(?<!没)有(?:人|一?个|一?位|一名|[两几]个|老|孩|小孩)|(?:^|[，,。！!\s])[一又]?[个位]")
#: what is done to a person, whether or not anybody is hurt
OF_PERSONS = frozenset({"casualty", "safety", "staff"})


def grave(judged: Assessment) -> bool:
    """Somebody came to harm or was molested, or life is in danger now."""
    risk = judged.risk
    wronged = not OF_PERSONS.isdisjoint(risk.categories) or not CRIMES.isdisjoint(judged.objects)
    return (risk.level >= 3 and wronged) or (risk.level >= 2 and risk.urgent)


def another_crime(incident: IncidentState, judged: Assessment) -> bool:
    """Somebody was molested, of which nothing had been said: that is not the beating that is known."""
    if judged.risk.level < 3 or ASSAULT.isdisjoint(judged.objects) or not ASSAULT.isdisjoint(incident.objects):
        return False
    if any(_MOLESTED.search(each.evidence.quote) for each in incident.quotes):
        return False
    return telling_words(judged.keywords).isdisjoint(incident.keywords)


def may_be_another(incident: IncidentState, judged: Assessment) -> bool:
    """A grave statement that repeats nothing the incident holds: another building, another thing, or no word in common.

    Asked before it joins.
    """
    if not grave(judged) or hearsay.denies(judged):
        return False
    if amends.makes(judged) and not of_another_thing(incident, judged):
        return False
    if _repeats(incident, judged):
        # a copy with another building in it is no copy of where it was
        return in_another_building(incident, judged)
    if standing.goes_on(incident, judged):
        return False
    if accounts.asks_whether(judged):
        return in_another_building(incident, judged) or of_another_thing(incident, judged)
    if accounts.doubtful(incident, judged) or _lies_elsewhere(incident, judged) or _after_a_pause(incident, judged):
        return True
    if incident.accounts and accounts.of_what_is_known(incident, judged) and not of_another_thing(incident, judged):
        return False
    here, there = buildings(incident), judged.place.building if judged.place else None
    if here and there is not None:
        return in_another_building(incident, judged)
    if not (judged.objects or judged.risk.urgent or judged.subject.how in REPORTING):
        return False  # who names nothing in a group speaks of what it speaks of
    if not (judged.objects and incident.objects) and (_at_once(incident, judged) or _reports(judged)):
        return False
    if _at_once(incident, judged) and not kinds.dangers(incident).isdisjoint(menace.of(judged)):
        return False  # two words for one danger: 要跳 and 站在楼顶外面
    return not _shares_a_thing(incident, judged)


def of_another_danger(incident: IncidentState, judged: Assessment) -> bool:
    """Somebody is in danger already, and this is none of what endangers him: a car in the lake, a woman on the roof."""
    if not grave(judged) or hearsay.denies(judged) or amends.makes(judged) or _repeats(incident, judged):
        return False
    if accounts.asks_whether(judged):
        return False
    if accounts.of_what_is_known(incident, judged) and not kinds.dangers(incident):
        return False
    return len(_shared(incident, judged)) < TOLD_ALIKE and kinds.of_another_danger(incident, judged)


def _repeats(incident: IncidentState, judged: Assessment) -> bool:
    """It copies what is known, or hangs under it."""
    return copies.repeats(incident, judged) or copies.answers(incident, judged)


def _shared(incident: IncidentState, judged: Assessment) -> set[str]:
    return telling_words(judged.keywords) & incident.keywords.keys()


def _at_once(incident: IncidentState, judged: Assessment) -> bool:
    return abs(believed.published(judged) - incident.last_seen) < AT_ONCE


def _reports(judged: Assessment) -> bool:
    """The press reports what people have told; that it does is what is told of it."""
    return "official_media" in judged.credibility.signs and judged.mention.kind != "complaint"


def in_another_building(incident: IncidentState, judged: Assessment) -> bool:
    here, there = buildings(incident), judged.place.building if judged.place else None
    return bool(here) and there is not None and there not in here


def buildings(incident: IncidentState) -> set[str]:
    """Those that its evidence names."""
    return evidence.buildings(incident.quotes)


def telling_words(words: Iterable[str]) -> set[str]:
    """Those that one accident is told by and not another."""
    return set(words) - OF_THE_HOUR


def _lies_elsewhere(incident: IncidentState, judged: Assessment) -> bool:
    """It tells of somebody as of somebody new, whom something has struck at another spot; what burns is one."""
    if not judged.risk.urgent or _SOMEBODY.search(believed.head(judged)) is None:
        return False
    found = menace.of(judged)
    return bool(found & _STRIKES) and found.isdisjoint(_SPREADS) and accounts.at_another_spot(incident, judged)


def _after_a_pause(incident: IncidentState, judged: Assessment) -> bool:
    """Where nobody has called for hours somebody calls, of now: what was called in the afternoon may
    have been the exercise, and nobody is sent out for it any more."""
    if not judged.risk.urgent or judged.subject.how in REPORTING or _reports(judged):
        return False
    if hearsay.told_by_others(judged) or hearsay.relays(judged) or accounts.of_what_is_known(incident, judged):
        return False
    known = kinds.dangers(incident)
    if "lost" in known or stated.event(believed.head(judged), judged.mention.published_at):
        return False
    new, when = menace.of(judged), believed.published(judged)
    calls = [(name, each) for name, each in incident.members.items() if each.urgent and each.level >= CALLED]
    said = {each.evidence.mention_id: menace.sorts(each.evidence.quote) for each in incident.quotes}
    # what is not quoted may have been of the same
    alike = [each for name, each in calls if not (said.get(name) and new) or not new.isdisjoint(said[name])]
    return bool(alike) and all(when - each.published >= PAUSE for each in alike)


def of_another_thing(incident: IncidentState, judged: Assessment) -> bool:
    """Both name what harmed, and it is not the same."""
    named = {*judged.objects, *judged.akin}
    return bool(named and incident.objects) and named.isdisjoint(incident.objects)


def _shares_a_thing(incident: IncidentState, judged: Assessment) -> bool:
    named = set(judged.objects)
    if named and incident.objects:
        # danger to life that is only akin, such as petrol poured while a fire is spoken of, is news
        known = named if judged.risk.urgent else named.union(judged.akin)
        return not known.isdisjoint(incident.objects)
    return bool(_shared(incident, judged))


def counts(incident: IncidentState, member: Member | None, judged: Assessment) -> bool:
    """It says something of its own, of now; talk only where it names a thing, a building or a danger."""
    if member is None or member.late or member.relayed or hearsay.refuted(incident, member):
        return False
    names = bool(judged.objects) or (judged.place is not None and judged.place.building is not None)
    return names or not member.hearsay or (member.urgent and bool(menace.of(judged)))


def room(incident: IncidentState, at: datetime) -> bool:
    """Whether one more is told: a storm of versions must not wear out whoever has to go and look."""
    return sum(at - each < WITHIN for each in incident.spread.doubts) < TOLD


def note(incident: IncidentState, at: datetime, why: Reason) -> Reason:
    """Count it; the last one that is told says so."""
    incident.spread.doubts = [*incident.spread.doubts, at][-TOLD:]
    return why if room(incident, at) else msgspec.structs.replace(why, text=why.text + LAST)


def reason(quote: str, known: Collection[str]) -> Reason:
    """What is told: the new words. `known`: the buildings that were named before."""
    text = f"同一项目又有严重信息，可能是另一起，请先核实：{wording.in_brief(quote)}"
    return Reason(rule=RULE, text=text, observed={"buildings": sorted(known)})
