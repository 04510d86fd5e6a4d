"""For whom somebody calls for help, and of whom he says that it is over: my mother is out, my father is not."""

from __future__ import annotations

import re
from collections.abc import Collection

#: one more than is known …
_ALSO = re.compile(
    r"另[一外有]|也(?:有(?:人|[一两几])|被|在|给|卡|困|关|出不|下不|不见|丢|没(?:下来|出来|回))|"
    r"又(?:有|是)?[一两几]?(?:个|部|台)?.{0,6}(?:困|卡|关|不见|丢|掉|晕|倒)|"
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
    "child": "孩子|小孩|娃儿?|宝宝|宝贝|弟弟|妹妹|孙子|孙女|外孙女?", "spouse": "老公|老婆|媳妇|爱人|丈夫|妻子",
    "grandmother": "奶奶|外婆|姥姥|婆婆|岳母|丈母娘", "grandfather": "爷爷|外公|姥爷|公公|岳父|老丈人",
    "old": "老人|老太太?|老头|老汉|大爷|大妈", "other": "邻居|保姆|阿姨|租客|同事|室友|师傅|快递员?|保洁",
}  # fmt: skip
_MEANS = {
    "child": frozenset({"son", "daughter"}),
    "old": frozenset({"mother", "father", "grandmother", "grandfather"}),
}
_ANYBODY = "|".join(f"(?P<{name}>{words})" for name, words in _KIN.items())
_SOMEBODY = rf"(?:{_ANYBODY})(?!家|那|这|的|说|在找|在外面|在楼下)"
_IN_DANGER = (
    r"[^，,。！!？?；;\s]{0,8}?(?:困|卡|关|锁|夹|压|埋|被|在[^，,。！!？?]{0,8}里|[出下]不|[没未][出下上]|不见|走丢|走失|丢了|失联|没回|没到|"
    r"跳|掉|摔|晕|倒|叫不|还在|也在)"
)
_OVER = (
    r"[^，,。！!？?；;\s在]{0,6}?(?:出来|下来|上来|救出|找到|到家|回来|回家|没事|平安|安全|脱困|脱险|获救|"
    r"得救|醒|送医|接到|劝)"
)
_GOT = r"(?:找到|救出|救下|接到|接回|抱出|背出|扶出|拉出|送走)(?:来|去)?(?:了|咯)?(?:我们?家?|他|她|那)?的?"
#: each kin may stand in it, at either side of what befalls them
_CALLED = re.compile(_SOMEBODY + _IN_DANGER)
_BEFORE, _BEHIND = re.compile(_SOMEBODY + _OVER), re.compile(_GOT + rf"(?:{_ANYBODY})")
_I_AM = re.compile(
    r"(?<![和跟带把])我(?:自己|已经|也|就|终于|总算|现在|刚|都|被|给|安全|先){0,3}(?:出来|下来|上来|没事|得救|脱困|获救|安全|到家|回家|回来)"
)
_ALL_OF_THEM = re.compile("都|全|大家|一起|所有|俩|我们(?!家)")
#: who thanks all does not say that all are out
_THANKS = re.compile(r"(?:谢谢?|感谢|多谢|辛苦|麻烦|让|请|劳烦)(?:了|各位|一下)?大家")
#: he cries for help himself, and does not tell of somebody who does
_CRIES = re.compile(
    r"(?:救救我|救我(?!家)|我们?(?:还|都|也|一家|现在|被|自己)*在[^。！!？?\n]{0,30}(?<![喊叫呼说])(?<!有人)救命)(?!的)|"
    r"(?<![喊叫呼说的了过])(?<!喊着)(?<!大喊)(?<!听到)(?<!有人)救命(?=啊|呀|[，,。！!～~\s]|$|救命)"
)
SELF = "self"


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
    return sorted(found | {SELF} if _HIMSELF.search(said) else found)


def safe(said: str) -> list[str]:
    """Of whom it says that it is over; nobody by name: of all for whom he called."""
    if _ALL_OF_THEM.search(_THANKS.sub("", said)):
        return []
    found = _names(_BEFORE, said) | _names(_BEHIND, said)
    return sorted(found | {SELF} if _I_AM.search(said) else found)


def covers(over: Collection[str], called: Collection[str]) -> bool:
    """Whether all for whom somebody called are out by what he says; who names nobody means all."""
    return not over or all(_same(each, over) for each in called)


def _same(called: str, over: Collection[str]) -> bool:
    means = _MEANS.get(called, frozenset())
    return called in over or any(called in _MEANS.get(each, ()) or each in means for each in over)


def _names(words: re.Pattern[str], said: str) -> set[str]:
    found, place = set(), 0
    while (each := words.search(said, place)) is not None:
        found |= {name for name, word in each.groupdict().items() if word}
        place = each.start() + 1
    return found
