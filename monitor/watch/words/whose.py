"""For whom somebody calls for help, and of whom he says that it is over: my mother is out, my father is not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import chain

#: one more than is known …
_ALSO = re.compile(
    r"另[一外有]|又(?:上去|爬上去?|冒出来?)了?[一两几](?:个|名|位)|也(?:[晕昏]倒|摔[了倒]|[倒躺](?:在|下|地|了[，,。！!；;\s]))|也(?:有(?:人|[一两几])|被|在|给|卡|困|关|出不|下不|不见|丢|没(?:下来|出来|回))|"
    r"又(?:有|是|来|冒出来?|出现)?了?[一两几]?(?:个|部|台|名|位)?.{0,6}(?:困|卡|关|不见|丢|掉|晕|倒|[拿持带]刀|要跳|落水)|"
    r"还(?:有|剩)(?:人|[一两几\d]|个|老|孩|小|我)|不止"
)
#: … or somebody's own
_SELF = (
    r"我们?(?:一家)?(?:都|也|现在|还|正|给|就|自己|一个人){0,2}"
    r"(?:被|困|卡|关|出不|下不|逃不|在(?:[^，。！!]{0,6}里(?!站|看|等)|[^，。！!？?]{0,12}(?:出不|下不|逃不|困|卡住)))"
)
_OWN = re.compile(
    r"(?:我|我们|我家|俺|阿拉)(?:家)?(?:的)?(?:妈|爸|娘|爹|爷|奶|婆|公|外|儿|女|仔|囡|孩|娃|宝|弟|妹|哥|姐|老|媳妇|两个|一家|家人|岳|邻居)|"
    + _SELF
)
_HIMSELF = re.compile(_SELF + r"|我(?:和|跟|同|与|带着?|抱着)[^，,。！!？?]{1,8}?(?:被|困|卡|关|锁|压|夹|出不|下不)")
#: who somebody may be to him, and whom the general words may mean
_KIN = {
    "mother": r"妈妈?|母亲|老妈|娘(?!家)", "father": r"爸爸?|父亲|老爸|爹",
    "son": "儿子|男娃", "daughter": "女儿|闺女|囡囡?",
    "child": "孩子|小孩|娃儿?|宝宝|宝贝|孙子|孙女|外孙女?", "elder": "老大|大宝|大娃|大的|哥哥|姐姐",
    "younger": "老二|老幺|小宝|二宝|小娃|小的|弟弟|妹妹", "spouse": "老公|老婆|媳妇|爱人|丈夫|妻子",
    "grandmother": "奶奶|外婆|姥姥|婆婆|岳母|丈母娘", "grandfather": "爷爷|外公|姥爷|公公|岳父|老丈人",
    "old": "老人|老太太?|老头|老汉|大爷|大妈", "other": "邻居|保姆|阿姨|租客|同事|室友|师傅|快递员?|保洁",
}  # fmt: skip
_MEANS = {
    "child": frozenset({"son", "daughter", "elder", "younger"}),
    "son": frozenset({"elder", "younger"}),
    "daughter": frozenset({"elder", "younger"}),
    "old": frozenset({"mother", "father", "grandmother", "grandfather"}),
}
#: a bare 孩子 means all the children that were spoken of
_GENERAL = frozenset({"child", "old", "other"})
_ANYBODY = "|".join(f"(?P<{name}>{words})" for name, words in _KIN.items())
_SOMEBODY = rf"(?:{_ANYBODY})(?!家|那|这|的|说|在找|在外面|在楼下)"
_IN_DANGER = (
    r"[^，,。！!？?；;\s]{0,8}?(?:困|卡|关|锁|夹|压|埋|被|在[^，,。！!？?]{0,8}里|[出下]不|[没未][出下上]|不见|走丢|走失|丢了|失联|没回|没到|"
    r"跳|掉|摔|晕|倒|叫不|还在|也在)"
)
_WELL = "(?:出来|下来|上来|救出|找到|到家|回来|回家|没事|平安|安全|脱困|脱险|获救|得救|醒|送医|接到|劝)"
_OVER = r"[^，,。！!？?；;\s在]{0,6}?" + _WELL
_GOT = r"(?:找到|救出|救下|接到|接回|抱出|背出|扶出|拉出|送走)(?:来|去)?(?:了|咯)?(?:我们?家?|他|她|那)?的?"
#: each kin may stand in it, at either side of what befalls them
_CALLED = re.compile(_SOMEBODY + _IN_DANGER)
_BEFORE, _BEHIND = re.compile(_SOMEBODY + _OVER), re.compile(_GOT + rf"(?:{_ANYBODY})")
_I_AM = re.compile(
    r"(?<![和跟带把])我(?:自己|已经|也|就|终于|总算|现在|刚|都|被|给|安全|先){0,3}(?:出来|下来|上来|没事|得救|脱困|获救|安全|到家|回家|回来)"
)
_AND_I = re.compile(
    r"(?<!给)(?<!向)我(?:和|跟|同|与|带着?|抱着?)[^，,。！!？?；;\s]{1,8}?(?:出来|下来|得救|脱困|获救|安全|到家|没事)"
)
_ALL_OF_THEM = re.compile("都|全|均|大家|一起|所有|俩|我们(?!家)")
#: who thanks all does not say that all are out
_THANKS = re.compile(r"(?:谢谢?|感谢|多谢|辛苦|麻烦|让|请|劳烦)(?:了|各位|一下)?大家")
#: he cries for help himself, and does not tell of somebody who does
_CRIES = re.compile(
    r"(?:救救我|救我(?!家)|我们?(?:还|都|也|一家|现在|被|自己)*在[^。！!？?\n]{0,30}(?<![喊叫呼说])(?<!有人)救命)(?!的)|"
    r"(?<![喊叫呼说的了过])(?<!喊着)(?<!大喊)(?<!听到)(?<!有人)救命(?=啊|呀|[，,。！!～~\s]|$|救命)"
)
SELF = "self"
#: how many they are, as several:number; so many where nobody has counted
_SEVERAL, _UNCOUNTED = "several:", 99
_NUMBERS = {"俩": 2, "仨": 3, "两": 2, **{each: at for at, each in enumerate("一二三四五六七八九十", 1)}}
#: 两个孩子, 好几个人, 母子俩, 一家三口; no two hours, and no two lifts
_COUNT = re.compile(
    r"(?P<n>(?<!第)[两二三四五六七八九十]|(?<![\d第])\d{1,2}|好?几|好多|许多|很多|十几|几十|[一大]群|一帮|数)(?:个|名|位)?(?:"
    r"大?人(?!家)|老人|老太|老头|老[爷奶]|小?孩|小?娃|小朋友|女|男|学生|同学|业主|住户|邻居|乘客|工人|师傅|大爷|大妈|阿姨|孕妇|大的|小的|"
    r"(?<=[个名位])(?:都|全|还|被|正|已经?|也)*(?=[困卡关锁埋压]|在里|出[不来]|下[不来]|救|得救|脱困|没事|平安|$))|"
    r"(?P<pair>俩|两口子|夫妻|夫妇|母子|母女|父子|父女|爷孙|祖孙|婆孙|奶孙|双胞胎|姐弟|姐妹|兄妹|兄弟)|"
    r"一家(?P<family>[三四五六七八]|\d)口|(?P<all>一家(?:人|子|老小|几口)|[孩乘]子?[客]?们|老人们|不少人|一堆人)"
)
_CLAUSE = re.compile(r"[，,。！!？?；;\n]")
#: in such a clause it counts whom the danger has, and in such a one who is out of it
_BEFALLS = re.compile("困|[卡关锁夹压埋](?!了?门)|里|[出下]不|没[出下上]|不见|走丢|走失|失联|落水|掉|摔|晕|跳")
_GOES_WELL = re.compile(_WELL + "|" + _GOT)
#: so many have been got out, and it says of nobody that these were all
_SAVED = "(?:救出|营救出?|解救出?|救下|救起|找到|打捞出?|挖出|抱出|背出|抬出|转移|疏散)"
_FEW = r"(?P<n>[一两二三四五六七八九十]|(?<!\d)\d{1,3})"
_PEOPLE = "(?:人员|人|业主|住户|居民|老人|小?孩子?|儿童|女[子性]|男[子性]|女|男|群众|乘客|工人|者)"
_IN_IT = "(?:被困|受困|被埋|落水|遇险)"
_SO_FAR = (
    # 已救出3人, 已救出2名, 救出一对母子
    re.compile(rf"{_SAVED}了?{_IN_IT}?{_FEW}(?:[个名位]?{_IN_IT}?{_PEOPLE}|[个名位](?![^，,。；;！!]))"),
    re.compile(
        rf"{_SAVED}了?(?:一对)?{_IN_IT}?(?P<pair>夫妻|夫妇|母子|母女|父子|父女|爷孙|祖孙|双胞胎|姐弟|姐妹|兄妹|兄弟)"
    ),
    # 3名被困人员已脱困, 被困人员中3人获救, 三个孩子被消防员抱出
    re.compile(
        rf"{_FEW}(?:[个名位]{_IN_IT}?{_PEOPLE}?|{_PEOPLE})(?:已经?|现已|先后|成功|安全|顺利|平安|被|由)*(?:消防[^，,。；;]{{0,4}}?|救援[^，,。；;]{{0,4}}?)?"
        rf"(?:脱困|脱险|获救|得救|送医|送往|{_SAVED}(?![一两二三四五六七八九十\d]))"
    ),
)
_PLACES = re.compile(
    r"(?:[两二三四五六几多各]|(?<!\d)[2-9])(?:部|台|处|起|地|个(?:单元|地方|点位))(?:电?梯|火|险|被困|明火|现场|[^，,。；;]{0,6}?(?:均|都|全))|所有(?:被困|电梯|起火)"
)
#: of 我们三个 he is one
_AMONG_US = re.compile(r"(?:我们|咱们?|一家)[^，,。！!]{0,3}(?:[两俩仨二三四五六七八九十几]|\d)")


def another(said: str) -> bool:
    """One more than is known."""
    return _ALSO.search(said) is not None


def own(said: str) -> bool:
    """For his own people, or himself."""
    return _OWN.search(said) is not None


def cries(said: str) -> bool:
    """救命, out of his own mouth."""
    return _CRIES.search(said) is not None


def in_danger(said: str) -> list[str]:
    """For whom it calls for help, as far as it says so."""
    found = _names(_CALLED, said)
    found = found | {SELF} if _HIMSELF.search(said) else found
    number = _counted(said, _BEFALLS)
    if number and not _AMONG_US.search(said):
        # those who were counted are one of the names, and he may stand beside them
        number += max(0, len(found) - 1)
    return sorted(found | {f"{_SEVERAL}{number}"} if number > 1 else found)


def safe(said: str) -> list[str]:
    """Of whom it says that it is over; nobody by name: of all for whom he called."""
    if _ALL_OF_THEM.search(_THANKS.sub("", said)):
        return []
    found = _names(_BEFORE, said) | _names(_BEHIND, said)
    found = found | {SELF} if _I_AM.search(said) or _AND_I.search(said) else found
    number = _counted(said, _GOES_WELL)
    return sorted(found | {f"{_SEVERAL}{number}"} if number > 1 else found)


def of_all(said: str) -> bool:
    """两位老人均已送医, 全部救出: it speaks of everybody, or counts several."""
    return _ALL_OF_THEM.search(said) is not None or max(map(_number, _COUNT.finditer(said)), default=0) > 1


def everywhere(said: str) -> bool:
    """两部电梯, 各处: it speaks of several places at once."""
    return _PLACES.search(said) is not None


def got_out(said: str) -> list[str]:
    """How many of those in it an office or the company has got out by now: 已救出3人; nobody counted: of all."""
    if _ALL_OF_THEM.search(said) is not None:
        return []
    return [f"{_SEVERAL}{number}"] if (number := max(map(_number, _so_far(said)), default=0)) else []


def _so_far(said: str) -> Iterator[re.Match[str]]:
    return chain.from_iterable(words.finditer(said) for words in _SO_FAR)


def covers(over: Collection[str], called: Collection[str]) -> bool:
    """Whether all for whom somebody called are out by what he says; who names nobody means all.

    Who has called for two children, or for several people, names them all, counts them, or says 孩子 of the children.
    """
    if not over:
        return True
    (names, out), (known, number) = _apart(over), _apart(called)
    if not names:
        return out >= max(number, len(known))
    general = _GENERAL.intersection(names, known)
    return all(_same(each, names) for each in known) and (bool(general) or max(out, len(names)) >= number)


def several(called: Collection[str]) -> bool:
    """He has called for more than one without naming each."""
    return _apart(called)[1] > 1


def _apart(whom: Collection[str]) -> tuple[set[str], int]:
    """Those who are named, and how many there are by count."""
    names = {each for each in whom if not each.startswith(_SEVERAL)}
    return names, max((int(each.removeprefix(_SEVERAL)) for each in whom if each not in names), default=0)


def _counted(said: str, of: re.Pattern[str]) -> int:
    """How many people the clauses count that speak of it."""
    clauses = _CLAUSE.split(said)
    found = (each for clause in clauses if of.search(clause) for each in _COUNT.finditer(clause))
    return max(map(_number, found), default=0)


def _number(found: re.Match[str]) -> int:
    groups = found.groupdict()
    if groups.get("pair"):
        return 2
    said = groups.get("n") or groups.get("family") or ""
    return int(said) if said.isdigit() else _NUMBERS.get(said, _UNCOUNTED)


def _same(called: str, over: Collection[str]) -> bool:
    means = _MEANS.get(called, frozenset())
    return called in over or any(called in _MEANS.get(each, ()) or each in means for each in over)


def _names(words: re.Pattern[str], said: str) -> set[str]:
    found, place = set(), 0
    while (each := words.search(said, place)) is not None:
        found |= {name for name, word in each.groupdict().items() if word}
        place = each.start() + 1
    return found
