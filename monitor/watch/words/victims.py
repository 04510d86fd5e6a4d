"""What has befallen whom, by a call for help or by its end: a child in the lake is not the old man who fell.

A list of facet:name: how (monitor.watch.words.menace), in (where somebody is shut in), age, sex.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from monitor.watch.words import dangers, menace

#: so old each may be: a child, grown up, old
_AGES = {"child": "c", "young": "cg", "grown": "g", "of_age": "go", "old": "o"}
_BY_AGE = {
    "child": r"儿童|婴儿|幼儿|[男女]童|孩子|小孩|娃|宝[宝贝]|小朋友|孙[子女]",
    "young": r"[男女]孩|学生|少[年女]|儿子|女儿|闺女|姑娘|小伙",
    "grown": r"工人|工友|外卖员|骑手|快递员|保洁员?|孕妇|产妇|老公|老婆|妻子|丈夫|媳妇",
    "of_age": r"[男女][的人子性]|妇女|妇人|阿姨|大妈|大姐|叔叔?|大叔|妈妈?|爸爸?|母亲|父亲|岳[父母]",
    "old": r"老[人太头汉伯]|老爷子|大爷|爷爷|奶奶|外[婆公]|姥|婆婆|公公",
}
_AGE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _BY_AGE.items()))
_MALE = re.compile(r"男|大爷|爷爷|爸|父|外公|姥爷|公公|老[头汉伯]|老爷子|儿子|老公|丈夫|叔|小伙|孙子")
_FEMALE = re.compile(r"女|妇|奶奶|妈|母|外婆|姥姥|婆婆|老太|老婆|妻|阿姨|媳妇|姑娘|大姐")
#: who is told of, and is not who is in danger
_WHO_DID_IT = re.compile(
    r"(?:持[刀械枪棍斧]|行凶|肇事|纵火|打人|砍人|捅人|伤人)的?[^，,。；;\s]{0,3}?[男女](?:子|的|性|人)?|(?:嫌疑|涉案)[男女]?[人子]|"
    r"[男女](?:子|的|人)?(?:持|拿|提)[着了]?[^，,。；;\s]{0,3}(?:刀|斧|棍)"
)
_ANYBODY = re.compile(r"失[联踪](?:人员|者|的人)")
_TRIPS = re.compile(r"[摔滑绊跌](?:了?一跤|倒|伤|断|得|破|晕|昏)|摔了(?=[，,。！!、\s]|$|头|腿|腰|人)|骨折")
#: words of an end, and of who has not fallen yet
_PUT_OUT = re.compile(r"火(?:已|势|情|灾)|扑灭|灭火")
_ABOUT_TO = re.compile(r"(?:要|想|准备|扬言|闹着|正要)[^，,。！!]{0,3}(?:跳|坠)")
#: who is shut in there may be so by what burns or has come down
_AT_HOME = frozenset({"room", "stairs", "balcony", "lift", "pit", "collapse"})
_NO_PULSE = re.compile(dangers.NO_PULSE)
_FAINTS = dangers.any_of(dangers.SENSELESS, dangers.FAINTS, dangers.NO_PULSE, r"[晕昏]厥|休克|中暑")
_LIFT = re.compile(r"[电货客𨋢]梯|轿厢|[部台号]梯(?!子)|(?<![楼滑])梯里|𨋢")
_MORE = (
    ("trip", _TRIPS), ("faint", _FAINTS), ("lift", _LIFT), ("fire", _PUT_OUT),
    ("ledge", re.compile("轻生|跳楼|楼顶|天台")), ("traffic", re.compile("被撞|撞[伤倒飞]|[碾轧]")),
    ("water", re.compile("捞[上起出]")),
    ("collapse", re.compile("被埋|掩埋|埋在")), ("falling", re.compile("被砸|砸[到中伤]")),
)  # fmt: skip
#: where else somebody is shut in
_ROOMS = {
    "garage": r"车库|地库|停车场", "car": r"车[里内上]|[轿汽]车|锁车", "bath": "卫生间|厕所|洗手间|浴室|淋浴",
    "balcony": "阳台|飘窗", "room": "[屋房室][里内]|房间|卧室|书房|客厅|厨房|家里(?!人|的)|住宅",
    "pit": "井|坑|化粪池|沟里",
    "cellar": "地下室|储[藏物]间|仓库|杂物间", "plant": "机房|泵房|配电房|水箱", "stairs": "楼道|楼梯间|消防通道|门禁",
    "shop": "店里|店内|商铺|门店|超市", "hall": "健身房|会所|幼儿园|教室|更衣室", "collapse": "吊篮|脚手架|棚",
}  # fmt: skip
_IN = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _ROOMS.items()))
_SHUT = dangers.any_of(dangers.HELD, dangers.NOT_OUT, r"[卡关锁夹]|救出|出来|放人")
_CLAUSES = re.compile(r"[，,。；;！!\n]")
#: what somebody is in, whatever brought it about
_STATES = frozenset({"shut", "hurt", "self"})
#: two words for one thing; that a fire is out says nothing of who is outside on a ledge or in a lift
_ALIKE = (
    {"ledge", "fell", "self"},
    {"fell", "trip"},
    {"fire", "gas", "current"},
    {"gas", "poison", "illness"},
    {"pit", "water", "flood"},
    {"pit", "collapse", "falling"},
    *({"hurt", each} for each in ("trip", "fell", "illness", "poison", "traffic", "falling", "violence", "animal")),
    *({"hurt", each} for each in ("current", "collapse", "faint")),
    *({"faint", each} for each in ("trip", "illness", "poison", "gas", "current", "animal")),
    *({"shut", each} for each in ("lift", "fire", "pit", "collapse", "flood", "falling", "traffic")),
)


def a_lift(said: str) -> bool:
    """2号梯, 货梯: it speaks of a lift, however it is called."""
    return _LIFT.search(said) is not None


def about(said: str) -> list[str]:
    """All that it says of it; the state that somebody is in only where nothing says what brought it about."""
    whom = _WHO_DID_IT.sub("", said)
    ages = {each.lastgroup for each in _AGE.finditer(whom)}
    sexes = [name for name, words in (("male", _MALE), ("female", _FEMALE)) if words.search(whom)]
    return sorted(
        [
            *(f"how:{each}" for each in _hows(said)),
            *(f"in:{each}" for each in _rooms(said)),
            *(f"age:{each}" for each in ages),
            *(f"sex:{each}" for each in sexes if len(sexes) == 1),
        ]
    )


def _hows(said: str) -> set[str]:
    # who has no pulse may be of any accident
    found = menace.sorts(_NO_PULSE.sub("", said)) - ({"fell"} if _ABOUT_TO.search(said) else set())
    more = {name for name, words in _MORE if words.search(said)}
    return found - _STATES | more if more else found


def _rooms(said: str) -> set[str | None]:
    if a_lift(said):
        return {"lift"}
    return {each.lastgroup for each in _IN.finditer(said)} if _SHUT.search(said) else set()


def of_end(said: str) -> list[str]:
    """What an end says of it: 被困, 伤者, 失联人员 are anybody in danger; 车库被困业主 is shut in, whatever of."""
    found = about(_ANYBODY.sub("", said))
    known = [each for each in found if each.removeprefix("how:") not in _STATES]
    shut = _named(known, "in:") and not _named(known, "how:")
    return sorted({*known, "how:shut"}) if shut else known


def over(said: str, ends: Callable[[str], list[str]]) -> list[str]:
    """落水男孩已救上岸，跳楼女子情绪激动: what one clause says is over is not what another one names."""
    parts = clauses(said)
    if not any(_names_how(each) and ends(each) for each in parts):
        return of_end(said)
    return of_end("，".join(each for each in parts if ends(each) or not _names_how(each)))


def clauses(said: str) -> list[str]:
    return _CLAUSES.split(said)


def _names_how(said: str) -> bool:
    """And not only that somebody is shut in or hurt."""
    return bool(_named(of_end(said), "how:") - _STATES)


def another(end: Collection[str], called: Collection[str], *, exact: bool = False) -> bool:
    """Nobody says the one of the other: it befell him otherwise, he is shut in elsewhere, is older, or a woman.

    `exact`: somebody has called in the very danger, so that what is only akin to it is another.
    """
    if _differ(_named(end, "in:"), _named(called, "in:")):
        return True
    ages, theirs = _named(end, "age:"), _named(called, "age:")
    if _differ(_years(ages), _years(theirs)):
        return True
    if "child" not in ages | theirs and _differ(_named(end, "sex:"), _named(called, "sex:")):
        return True
    hows, known = _named(end, "how:"), _named(called, "how:")
    if not hows or not known or hows & known:
        return False
    where, there = _named(end, "in:"), _named(called, "in:")
    if bool(where) != bool(there) and not _AT_HOME.issuperset(where | there) and (there or not known <= _STATES):
        return True  # who is locked in a car is not the one whom a tile has hit
    akin = known & _STATES if exact and not (ages and ages == theirs) else known
    if any(_related(one, other) for one in hows for other in akin):
        return False
    # 孩子没呼吸了 may be the child of the lake
    return not (known <= {"hurt", "faint"} and "child" in ages & theirs)


def very(end: Collection[str], called: Collection[str]) -> bool:
    """They name the same kind of accident."""
    return bool((_named(end, "how:") - _STATES) & _named(called, "how:"))


def says_how(said: Collection[str]) -> bool:
    return bool(_named(said, "how:") or _named(said, "in:"))


def names(end: Collection[str], called: Collection[str]) -> bool:
    """It says of him how old he is, or of which sex, and so does the call."""
    return any(_named(end, facet) & _named(called, facet) for facet in ("age:", "sex:"))


def hows(said: Collection[str]) -> set[str]:
    return {each for each in said if each.startswith("how:")}


def vague(end: Collection[str], called: Collection[str]) -> bool:
    """The end says more of it than the call."""
    if _named(end, "how:") and _named(called, "how:") - _STATES:
        return False
    end, told = ([each for each in said if each.removeprefix("how:") not in _STATES] for said in (end, called))
    facets = ("how:", "in:") if _named(end, "sex:") & _named(called, "sex:") else ("how:", "in:", "age:")
    return any(_named(end, facet) and not _named(told, facet) for facet in facets)


def _named(said: Collection[str], facet: str) -> set[str]:
    return {each.removeprefix(facet) for each in said if each.startswith(facet)}


def _years(ages: Collection[str]) -> set[str]:
    return {year for each in ages for year in _AGES[each]}


def _differ(one: set[str], other: set[str]) -> bool:
    return bool(one and other) and one.isdisjoint(other)


def _related(one: str, other: str) -> bool:
    return one == other or any({one, other} <= each for each in _ALIKE)
