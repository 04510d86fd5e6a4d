"""A hazard that goes on (a wall that sheds tiles, a roof that leaks, a smell of gas, ground that sinks) is one matter,
however often somebody says that it does."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache

from monitor.records import Assessment
from monitor.subjects.place import buildings_in
from monitor.watch.attested import evidence, hearsay
from monitor.watch.checkpoint.state import IncidentState, Quote
from monitor.watch.joining import accounts
from monitor.watch.words import believed, stated

#: what falls, leaks, smells, sinks or hangs loose until somebody mends it; what is thrown or burns does not
_KINDS = {
    "facade": re.compile(
        r"(?:外墙|幕墙|墙[砖皮体面]|瓷砖|面砖|石材|保温[层板]|水泥[块皮]|混凝土|玻璃|檐口|雨棚|空调外机|广告牌|招牌)"
        r"[^。！!？?；;\n]{0,12}?(?:掉|脱落|坠|剥落|落下|空鼓|松(?:动|了|脱)|摇晃|开裂|鼓包|翘)"
        r"|(?:掉|脱落|坠落|剥落|落下)[^，,。！!？?；;\n]{0,6}?(?:外墙|墙[砖皮]|瓷砖|面砖|石材|保温[层板]|水泥[块皮]|混凝土|玻璃)"
    ),
    "leak": re.compile(r"漏[水雨]|渗[水漏]|滴水|进雨水|返水|冒水"),
    "gas": re.compile(
        r"(?:煤气|燃气|天然气|瓦斯|沼气|液化气)[^，,。！!？?；;\n]{0,4}?(?:味|漏|泄)|漏(?:煤|燃|天然)?气|臭鸡蛋味"
    ),
    "ground": re.compile(
        r"(?:地[面基]|路面|地砖|马路|道路|墙[面体]|楼板|地)[^，,。！!？?；;\n]{0,8}?(?:下沉|往下沉|沉降|塌|陷|裂)|塌陷|地陷|沉降|裂缝|[大深]坑"
    ),
    "manhole": re.compile(r"井盖|水篦子|窨井|下水井"),
    "wire": re.compile(r"漏电|(?:电线|电缆|线缆|电箱)[^，,。！!？?；;\n]{0,8}?(?:裸露|垂|掉|断|耷拉|冒火花|打火)"),
    "passage": re.compile(
        r"(?:消防|安全|疏散|逃生|生命)(?:通道|出口|门)[^。！!？?；;\n]{0,12}?(?:堵|占|锁|停满|堆|封|打不开)"
    ),
    "tree": re.compile(r"(?:大树|树枝|枯树|树干)[^，,。！!？?；;\n]{0,8}?(?:倒|断|掉|歪|砸)"),
}
#: what happens anew each time; at another building it is another all the same
_ANEW = {
    "lift": re.compile(
        r"(?:电梯|轿厢)[^，,。！!？?；;\n]{0,8}?(?:坠|下滑|下坠|掉|卡|停|坏|困|关|抖|异响|平层|失控|冲顶|蹲底|故障|罢工)"
    ),
    "theft": re.compile(r"被盗|被偷|小偷|入室|盗窃|失窃|进贼|遭贼"),
}
#: without current all lifts stand
_NO_CURRENT = "供电"
#: what is thrown, and who falls himself: neither is of the wall
_THROWN = re.compile(
    r"抛|扔|丢下|丢出|砸人家|(?:有人|孩子|小孩|老人|工人|男的|女的|业主)(?!被)[^，,。！!？?；;\n被]{0,8}(?:掉|坠|摔|跳)(?:下|楼|了下)"
)
#: by the side on which it lies
_GATE = re.compile(r"([东南西北])(?:大|侧|小)?门(?!禁)")
#: it says itself that this is nothing new
_STILL = re.compile(
    r"又|还(?![好行可])|再次|仍|依然|依旧|一直|至今|到现在|继续|越来越|更[大多严]|第[二三四五六七八九\d]+[天次]|也没|都没"
)
#: it has struck, or what was about to fall has
_COME = re.compile(
    r"砸(?:坏|到|中|烂|穿|在|了|扁)|(?<!快)(?<!快要)(?<!会)(?<!将)(?<!要)(?:掉|落|坠|垮|塌)(?:下来|下去|了)|漏到|冒烟|着火|触电|陷进|掉进"
)
#: it speaks of something that people know
_FOLLOWS = re.compile(
    r"[那这该此][件起次个]?事|的(?:事[情件故]?)(?=[，,。！!？?\s到至还一怎后有没都就被物])|至今|到现在|到今天|还没|还未|仍|还在|依然|依旧|后续|"
    r"[几两三四五六七八九十\d]+多?(?:天|个?星期|周)(?:了|过去|以来)|头七|善后|一直没|迟迟"
)
#: it speaks of an event that people know, whether or not it was closed: 上次电梯摔人的事
_RECALLS = re.compile(
    r"[那这该此上][件起次回](?!电梯|水|电|停|坏)|的事(?:[情件故])?(?=[，,。！!？?\s到至还一怎后有没都就被物])|善后|后续"
)
#: words that any accident is told by, within the hour as well as days later
OF_ANY_ACCIDENT = frozenset({"物业", "业主", "保安", "老人", "孩子", "死亡", "受伤", "医院", "住院", "今天"})
#: Those that tell nothing of what goes on for days: 抢救, 重症 and 当场 are none of them, since they tell which one
#: is spoken of.
_OF_ANY_DAY = OF_ANY_ACCIDENT | {"家属", "没人管", "没有", "昨天"}
#: texts of which it is remembered what hangs loose there: each new mention asks it of all that is quoted of its estate
KNOWN = 4_096
#: so much of the building, the thing and the words has it in common
ENOUGH = 2
SERIOUS, HARMED = 2, 3
#: so long after it happened people first tell of it
TOLD_WITHIN = timedelta(days=1)
#: that it goes on is told so long after the last alert
PAUSE = timedelta(hours=2)
#: and so long, where it harms or endangers somebody now, or grows
PRESSING = timedelta(minutes=10)
_GROWS = re.compile(r"越来越|更[浓大重多]|被[电砸烫熏]|吐|晕|差点|险些|幼儿园|快来")


def goes_on(incident: IncidentState, judged: Assessment) -> bool:
    """Of a hazard that is known there, and of no other building: 又, 还在 and days between make no second one of it.

    Whom it hits is of it too, but a second one whom it hits is an accident of his own.
    """
    if judged.risk.level >= HARMED and incident.gist.level >= HARMED:
        return False
    told, said = _told_of(incident, judged), believed.head(judged)
    if not told or accounts.of_another(said):
        return False
    if incident.matter == "service" and 2 * len(told) <= len(incident.quotes):
        return False  # the small matters of a week are no hazard
    here, there = evidence.buildings(told), _building(judged)
    if there is not None and here:
        return there in here
    return there is None and len(here) <= 1 and not _at_another_gate(told, said) and _STILL.search(said) is not None


def elsewhere(incident: IncidentState, judged: Assessment) -> bool:
    """The same hazard at another building or gate is another matter: who is sent to the one does not see the other."""
    there, said = _building(judged), believed.head(judged)
    if "collective" in judged.risk.categories or (there is None and _GATE.search(said) is None):
        return False
    if judged.risk.level >= HARMED or judged.risk.urgent:
        return False  # of accidents people tell the wrong building, and whether it is another is asked elsewhere
    if judged.risk.level < SERIOUS and (incident.grade < SERIOUS or incident.matter != "safety"):
        return False  # small matters lie together
    told = [*_told_of(incident, judged), *_once_more(incident, judged)]
    if there is None:
        return _at_another_gate(told, said)
    here = evidence.buildings(told)
    return bool(here) and there not in here and buildings_in(said).isdisjoint(here)


def _at_another_gate(told: list[Quote], said: str) -> bool:
    """Both name gates, and none alike."""
    here = {gate for each in told for gate in _GATE.findall(each.evidence.quote)}
    there = set(_GATE.findall(said))
    return bool(here and there) and here.isdisjoint(there)


def _once_more(incident: IncidentState, judged: Assessment) -> list[Quote]:
    """What was said of another lift, or another burglary."""
    if incident.matter != "safety" or _NO_CURRENT in (*incident.objects, *judged.objects):
        return []
    said = believed.head(judged)
    kinds = [words for words in _ANEW.values() if words.search(said)]
    return [each for each in incident.quotes if any(words.search(each.evidence.quote) for words in kinds)]


def still(incident: IncidentState, judged: Assessment) -> bool:
    """It says that the hazard goes on, of which nothing has been told for a while."""
    if judged.risk.level < SERIOUS or not (says_still(judged) or _has_come(incident, judged)):
        return False
    last = max((each.at for each in incident.transitions if each.transition != "overdue"), default=judged.arrived_at)
    return judged.arrived_at - last >= _pause(judged) and goes_on(incident, judged)


def _pause(judged: Assessment) -> timedelta:
    risk = judged.risk
    presses = risk.urgent or risk.level >= HARMED or _GROWS.search(believed.head(judged)) is not None
    return PRESSING if presses else PAUSE


def _has_come(incident: IncidentState, judged: Assessment) -> bool:
    """What was only feared: the loose stone has fallen, and nobody had said so."""
    if _COME.search(believed.head(judged)) is None:
        return False
    return not any(_COME.search(each.evidence.quote) for each in incident.quotes)


def says_still(judged: Assessment) -> bool:
    """It says in so many words that what is known goes on."""
    return _STILL.search(believed.head(judged)) is not None


def speaks_of_the_known(judged: Assessment) -> bool:
    """那件事, 至今, 还在: it takes for granted that people know of it."""
    return _FOLLOWS.search(believed.head(judged)) is not None


def tells_the_day(judged: Assessment) -> bool:
    """一周前, 18日, of what happened days ago."""
    return bool(stated.before(believed.head(judged), judged.mention.published_at))


def of_that_day(incident: IncidentState, judged: Assessment) -> bool:
    """It tells of harm on the day of the harm that is known, which people may have told the day after."""
    days = stated.before(believed.head(judged), judged.mention.published_at)
    harmed = judged.risk.level >= HARMED and incident.gist.level >= HARMED
    return harmed and any(begin <= incident.first_seen <= end + TOLD_WITHIN for begin, end in days)


def recurs(judged: Assessment) -> bool:
    """消防通道又被堵了: a hazard that stands is there again, and nobody is hurt or in danger by it now."""
    said, risk = believed.head(judged), judged.risk
    return risk.level == SERIOUS and not risk.urgent and bool(_kinds(said)) and _STILL.search(said) is not None


def is_back(incident: IncidentState, judged: Assessment) -> bool:
    """After days of silence: the hazard that is open there is what recurs."""
    return recurs(judged) and incident.grade >= SERIOUS and goes_on(incident, judged)


def carries_on(judged: Assessment) -> bool:
    """By its words it may go on about what is known, or say that it is back."""
    said = believed.head(judged)
    return _STILL.search(said) is not None or _FOLLOWS.search(said) is not None or _RECALLS.search(said) is not None


def recalls(judged: Assessment) -> bool:
    """上次…的事, 那起, 善后: it speaks of one event, which may be closed by now."""
    return _RECALLS.search(believed.head(judged)) is not None


def follows_up(incident: IncidentState, judged: Assessment) -> bool:
    """After days of silence: it speaks of something known, at its building, of the same thing and in its words."""
    if incident.grade < SERIOUS or incident.denied or accounts.of_another(believed.head(judged)):
        return False
    if accounts.another(incident, judged) or accounts.at_another_time(incident, judged):
        return False
    here = evidence.buildings(incident.quotes)
    there = _building(judged)
    if there is not None and here and there not in here:
        return False
    words = hearsay.telling(judged.keywords) - _OF_ANY_DAY
    dated = of_that_day(incident, judged)
    shared = words.intersection(incident.keywords)
    things = set(judged.objects).intersection(incident.objects)
    return len(shared) + bool(things) + (there is not None and there in here) + dated >= ENOUGH and bool(shared)


def _told_of(incident: IncidentState, judged: Assessment) -> list[Quote]:
    """What was said of such a hazard."""
    if incident.matter not in ("safety", "service") or incident.denied:
        return []
    kinds = _kinds(believed.head(judged))
    return [each for each in incident.quotes if kinds and not kinds.isdisjoint(_kinds(each.evidence.quote))]


def _building(judged: Assessment) -> str | None:
    return judged.place.building if judged.place else None


@lru_cache(maxsize=KNOWN)
def _kinds(said: str) -> frozenset[str]:
    found = frozenset(name for name, words in _KINDS.items() if words.search(said))
    return found - {"facade"} if _THROWN.search(said) else found
