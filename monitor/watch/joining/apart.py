"""What does not join though it is of the same matter: a crowd of its own, other news, small things of another week."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.records import Assessment
from monitor.watch.attested import hearsay
from monitor.watch.checkpoint.state import IncidentState
from monitor.watch.joining import standing
from monitor.watch.joining.asked import ASPECTS
from monitor.watch.words import believed

#: what people come together for, where no object of the lexicons is named
_CAUSES = {
    "sale": re.compile(
        r"售楼|开发商|交房|交付|收房|房产证|烂尾|退房|退款|降价|定金|首付|精装|货不对板|规划|配套|学区|学位"
    ),
    "neighbours": re.compile(r"基站|变电站|垃圾站|中转站|殡仪|养老院|戒毒|化工|高架|烟囱|夜市|烧烤|广场舞|幼儿园"),
    "fees": re.compile(r"物业费|停车费|收费|涨价|公共收益|维修基金|乱收费|水电费|电梯费"),
    "election": re.compile(r"业委会|选举|换届|投票|选票|换物业|解聘|业主大会"),
    "work": re.compile(r"工资|欠薪|工钱|血汗钱|讨薪|农民工|包工头"),
}

#: what news of a listed company is about
MARKET_NEWS = {
    "persons": re.compile(r"董事|董秘|总裁|高管|实控人|实际控制人|法人|带走|留置|失联|被抓|被捕|拘留|逮捕"),
    "books": re.compile(r"做空|虚增|造假|财务|审计|年报|报告|收入|利润|亏损|预警|暴雷|爆雷|违约|评级"),
}

#: a cause is what is wanted or fought; a nursery or a barbecue stall may also be what the crowd stands beside
_AIM = re.compile(
    r"反对|抗议|抵制|要求|不满|不同意|不让|不许|不给|因为?|为了|维权|讨|要|退|降|涨|拒|建|拆|搬|关停|取消|还我|还钱|给个说法|"
    r"拖欠|欠|乱收|不交|交不了|违约|烂尾|延期|逾期|货不对板|虚假|选举|换届|罢免|解聘|更换|公开|投票"
)
#: so soon an accident may be told by whatever it touched
AT_ONCE = timedelta(hours=1)
#: what goes on for days is no accident of a moment ago
_HABIT = re.compile(
    r"最近|老是|总是|经常|一直|天天|每次|每天|好几[次天]|多次|长期|常年|这[几些]天|几个月|[半一二两三四五六七八九十]个?[多几]?[月周年]了"
)
#: water, current, gas or the way in was taken from somebody: 门禁卡被锁, 水给停了
_CUT = re.compile(
    r"[停断掐限锁关][了掉]?(?:我家|业主|他们|居民)?(?:的)?(?:水|电|气|暖|热|门禁)(?!梯)|[水电气]{1,2}(?:都|也)?(?:被|给)?(?:停|断|掐|锁)|拔(?:了)?电表|(?:门禁|[水电气]|燃气)卡?[^，,。！!？?]{0,3}(?:被|给|都|全)+(?:人)?(?:停|断|锁|注销|拉黑|掐)|(?:停|锁|注销|拉黑)[了掉]?[^，,。！!？?]{0,4}门禁|锁(?:了|掉)?[电水]?卡"
)
#: … so that he pays
_PRESSED = re.compile(
    r"逼|催[缴交费]|胁|强[制迫收]|为了?(?:收|催|要|让)|(?:不|没|未|拒)(?:缴|交)[^，。！!？?]{0,6}(?:费|钱|齐)?|先[交缴]|欠费|才给(?:充|开|恢复|通)"
)
_BLOWS = frozenset({"打人", "凶案", "劫持", "侵害"})
#: so many words say what a matter is about
SAYS_SOMETHING = 2
#: what people cannot do without
_CUT_OFF = frozenset({"供水", "供电", "门禁", "燃气", "电梯"})
#: so long after a fire was told people jump for their lives
FLIGHT = timedelta(hours=3)
_FLED = re.compile(r"逃生|逃命|逃出|跳窗|从窗[户口]|窗户?跳|火|烟")
_CLAUSE = re.compile(r"[，,。！!？?；;、\s]+")
#: people who stood there so lately are the same people, …
STANDS = timedelta(hours=3)
#: … unless it is said that they are others
_OTHERS = re.compile(
    r"另一?(?:批|拨|伙|群|帮|波)|又(?:一|来了?一?)(?:批|拨|伙|群|帮|波)|另外(?:一?[批拨伙群帮波]|[几数]?[十百]+)"
)
_STANDS_AT = re.compile(r"[东南西北](?:大|侧|小)?门|售楼[部处]|大门口|销售中心|物业办公室|物业服务中心")


def causes(words: Iterable[str], objects: Iterable[str]) -> set[str]:
    """What it is about, as far as it names it."""
    said = " ".join(words)
    return {*objects, *(name for name, found in _CAUSES.items() if found.search(said))}


def of_its_own(incident: IncidentState, judged: Assessment) -> bool:
    """It names what it is about, and that is nothing the incident speaks of: 堵了售楼部 beside a fire."""
    named = causes(judged.keywords, judged.objects)
    if not named:
        return False
    known = causes(incident.keywords, incident.objects)
    return named.isdisjoint(known) and known.isdisjoint(judged.akin)


def of_its_own_beside(incident: IncidentState, judged: Assessment) -> bool:
    """What it names is not of this incident: beside a crowd another crowd, beside other things what is new."""
    if "collective" in incident.categories and "collective" in judged.risk.categories:
        return another_crowd(incident, judged)
    return of_its_own(incident, judged)


def another_crowd(incident: IncidentState, judged: Assessment) -> bool:
    """Both name what they came for, these are two things, and it is not the crowd that stood there a moment ago."""
    said = believed.head(judged)
    aims = [each for each in _CLAUSE.split(said) if _AIM.search(each)]
    wanted = causes(aims, [])
    known = causes(incident.keywords, incident.objects)
    if not wanted or not known or not known.isdisjoint({*wanted, *judged.akin}) or not of_its_own(incident, judged):
        return False
    if _OTHERS.search(said) or abs(believed.published(judged) - incident.last_seen) >= STANDS:
        return True
    here = {found for quote in incident.quotes for found in _STANDS_AT.findall(quote.evidence.quote)}
    there = set(_STANDS_AT.findall(said))
    return bool(here and there) and here.isdisjoint(there)


def for_something_else(incident: IncidentState, judged: Assessment) -> bool:
    """Both name what they are about, and these are two things."""
    if "collective" in incident.categories:
        return another_crowd(incident, judged)
    return bool(causes(incident.keywords, incident.objects)) and of_its_own(incident, judged)


def told_of(incident: IncidentState, judged: Assessment) -> set[str]:
    """The things that it is about, and those that one event may be told by.

    What is cut off to make people pay is a deed of its own: money alone does not make it one with the misused fund.
    """
    coerced, coerces = _CUT_OFF.intersection(incident.objects), _CUT_OFF.intersection(judged.objects)
    if incident.matter == "violation" and bool(coerced) != bool(coerces):
        return set(judged.objects)
    return {*judged.objects, *judged.akin}


def escapes(incident: IncidentState, judged: Assessment) -> bool:
    """Who jumps from the house that burns fled from the fire, unless it is said to be of another building."""
    if "火情" not in incident.objects or "坠楼" not in judged.objects:
        return False
    if not timedelta() <= believed.published(judged) - incident.first_seen <= FLIGHT:
        return False
    here = {each.place.building for each in incident.quotes if each.place is not None and each.place.building}
    there = judged.place.building if judged.place else None
    return _FLED.search(believed.head(judged)) is not None or (there is not None and there in here)


def of_another_week(incident: IncidentState, judged: Assessment, begun: datetime, lately: datetime) -> bool:
    """Small matters lie together for a while; then only what people speak of since `lately` belongs to those of old.

    `begun`: what began later takes in all.
    """
    if incident.matter != "service" or not incident.open or incident.first_seen > begun:
        return False
    words = judged.keywords
    if not words:
        # 物业真差劲 is of these days, and of nothing that people spoke of then
        return True
    if incident.said.keys().isdisjoint(words):
        return True
    gist = incident.gist
    return all(set(each.keywords).isdisjoint(words) for each in gist.ordered[gist.until(lately) :])


def dealt_with(incident: IncidentState, judged: Assessment, published: datetime) -> bool:
    """The small matters that it was about are over, or were none: 门禁 does not bring 广场舞 back."""
    if incident.matter != "service" or incident.closed_at is None or incident.closed_at >= published:
        return False
    return bool(incident.keywords and judged.keywords)


def of_another_thing_since(incident: IncidentState, judged: Assessment, published: datetime) -> bool:
    """What was closed does not come back with a hazard or a deed that shares nothing with it: a hoarding that fell is
    nothing of the lift that fell last week. Harm that names no thing may be what became of the one who was hurt.
    """
    if incident.matter not in ("safety", "staff", "violation") or judged.risk.level < 2:
        return False
    if incident.closed_at is None or incident.closed_at >= published or "casualty" in judged.risk.categories:
        return False
    if not told_of(incident, judged).isdisjoint(incident.objects) or standing.carries_on(judged):
        return False
    return not _goes_on(incident, judged) and len(hearsay.telling(judged.keywords)) >= SAYS_SOMETHING


def of_other_news(incident: IncidentState, judged: Assessment) -> bool:
    """董事长被带走 and a short seller's report are two matters: who is taken away, and what the books say."""
    if incident.matter != "market" or judged.risk.level < 2:
        return False
    known, said = _news_of(incident.keywords), _news_of(judged.keywords)
    return bool(known and said) and known.isdisjoint(said)


def _news_of(words: Iterable[str]) -> set[str]:
    spoken = " ".join(words)
    return {name for name, found in MARKET_NEWS.items() if found.search(spoken)}


def another_deed(incident: IncidentState, judged: Assessment, shared: int) -> bool:
    """From level 2 on what shares no word and no thing with a charge, or with the small matters of the week, is one of
    its own, which somebody else has to answer for."""
    if incident.matter not in ("service", "violation") or judged.risk.level < 2 or shared:
        return False
    if _one_charge(incident, judged) or _goes_on(incident, judged):
        return False
    if incident.matter == "violation" and not (judged.objects and incident.objects) and _in_one_talk(incident, judged):
        return False  # 没公示没表决，乱收费, and ten minutes later 巧立名目收公摊费
    return len(hearsay.telling(judged.keywords)) >= SAYS_SOMETHING


def coerces(incident: IncidentState, judged: Assessment) -> bool:
    """Who is without water because he does not pay has nothing of those who argue about the fee."""
    if incident.matter not in ("service", "violation") or judged.risk.level < 2 or not _cuts_off(believed.head(judged)):
        return False
    return not (_of_coercion(incident) or _goes_on(incident, judged))


def _of_coercion(incident: IncidentState) -> bool:
    return any(_cuts_off(each.evidence.quote) for each in incident.quotes)


def _cuts_off(said: str) -> bool:
    """Water, current or the door are taken from people to make them pay."""
    return _CUT.search(said) is not None and _PRESSED.search(said) is not None


def _one_charge(incident: IncidentState, judged: Assessment) -> bool:
    """Both name one thing, or two that are akin within the hour: for days a fee that is forced by cutting off the water
    and a faked vote have money in common, and no more."""
    same = told_of(incident, judged) if _at_once(incident, judged) else set(judged.objects)
    return not same.isdisjoint(incident.objects)


def buried(incident: IncidentState, judged: Assessment) -> bool:
    """From level 2 on nothing sinks into the small matters of the week, but for what most of them, or another serious
    one among them, are about: a leak of names does not lie under the parked bicycles.
    """
    if incident.matter != "service" or judged.risk.level < 2 or len(incident.members) < 2:
        return False
    if not set(ASPECTS).isdisjoint(judged.risk.categories) or _goes_on(incident, judged):
        return False
    if not (judged.objects and incident.objects) and _in_one_talk(incident, judged):
        return False
    words = hearsay.telling(judged.keywords)
    if not words or 2 * max((incident.said.get(each, 0) for each in words), default=0) > len(incident.members):
        return False
    serious = (each for each in incident.members.values() if each.level >= 2)
    return all(words.isdisjoint(each.keywords) for each in serious)


def another_hazard(incident: IncidentState, judged: Assessment, shared: int) -> bool:
    """From level 2 on a hazard that stands (a loose manhole, a lift that jumps), or a deed of the staff, that names
    another thing and shares no word is one of its own: whoever is sent to the dry hydrants does not see the lift.

    Of an accident all that is said goes on, whatever it names.
    """
    if incident.matter not in ("safety", "staff") or judged.risk.level < 2 or shared or _has_harmed(incident):
        return False
    named = incident.gist.level < 2 or (judged.risk.level >= 3 and bool(incident.objects))
    if incident.matter == "safety" and stands(incident) and named:
        return _beside_what_stands(incident, judged)
    if judged.risk.urgent or (judged.risk.level >= 3 and _may_go_on(incident, judged)) or _goes_on(incident, judged):
        return False
    if _of_one_house(incident, judged) or not set(judged.objects).isdisjoint(incident.objects):
        return False
    both = bool(judged.objects and incident.objects)
    if not both and _in_one_talk(incident, judged):
        return False
    if not stands(incident):
        return both and (not _at_once(incident, judged) or _HABIT.search(believed.head(judged)) is not None)
    names = incident.matter == "staff" or bool(judged.objects or judged.things)
    return names and min(len(hearsay.telling(each)) for each in (judged.keywords, incident.keywords)) >= SAYS_SOMETHING


def _beside_what_stands(incident: IncidentState, judged: Assessment) -> bool:
    """Who fell into the drain is nothing of the badly parked bicycles, unless it is told where and while these are."""
    if _goes_on(incident, judged) or _of_one_house(incident, judged) or _in_one_talk(incident, judged):
        return False
    if not {*judged.objects, *judged.akin}.isdisjoint(incident.objects):
        return False
    return all(len(hearsay.telling(each)) >= SAYS_SOMETHING for each in (judged.keywords, incident.keywords))


def _may_go_on(incident: IncidentState, judged: Assessment) -> bool:
    """Who was insulted may be beaten next; whose pictures are passed on was not."""
    return incident.matter != "staff" or "casualty" in judged.risk.categories or not _BLOWS.isdisjoint(judged.objects)


def two_matters(incident: IncidentState, joined: IncidentState, judged: Assessment) -> bool:
    """Who sums up what is wrong at the estate makes two hazards, of which all others spoke apart, no one matter; nor is
    a fee one with what is cut off for it."""
    if incident.matter == joined.matter == "violation" and _of_coercion(incident) != _of_coercion(joined):
        return True
    if not (incident.matter == joined.matter == "safety" and stands(incident) and stands(joined)):
        return False
    others = {word for word, said in joined.said.items() if said > (word in judged.keywords)}
    return others.isdisjoint(incident.said)


def stands(incident: IncidentState) -> bool:
    """Nobody has come to harm, and nobody is in danger now."""
    return not (incident.accounts or incident.gist.urgent or _has_harmed(incident))


def _has_harmed(incident: IncidentState) -> bool:
    return incident.gist.level >= 3 or incident.denied


def _at_once(incident: IncidentState, judged: Assessment) -> bool:
    return abs(believed.published(judged) - incident.last_seen) < AT_ONCE


def _in_one_talk(incident: IncidentState, judged: Assessment) -> bool:
    """Within the hour in the same chat: who names nothing that is known goes on about what is spoken of there."""
    source, when = judged.mention.source, believed.published(judged)
    return judged.mention.group is not None and any(
        each.source == source and abs(when - each.published) < AT_ONCE for each in incident.members.values()
    )


def _of_one_house(incident: IncidentState, judged: Assessment) -> bool:
    """Told within the hour of one building it may be one thing under two names."""
    there = judged.place.building if judged.place else None
    if there is None or not _at_once(incident, judged):
        return False
    return any(each.place is not None and each.place.building == there for each in incident.quotes)


def _goes_on(incident: IncidentState, judged: Assessment) -> bool:
    """Whoever goes on about his own matter does so in other words."""
    author = judged.mention.author
    return author is not None and bool(author.id) and author.id in incident.people
