"""A danger told in one sentence of a long text: its passage is judged by itself, whatever else the text talks of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.risk.matcher import Span

#: a shorter text is judged as one
_LONG = 120
#: code points of a passage: a sentence, and the next one where both together are no longer
_REACH = 120
#: who was saved is told within so many code points
_AFTERWARDS = 300
_SENTENCE = re.compile("[^。!?;\n…~]+")
_CLAUSE = re.compile("[^,，]{1,120}[,，]?")
#: without one of these nobody's life is told to be in danger
_ALARMS = re.compile(
    "困|火|烟|燃气|煤气|瓦斯|跳|轻生|不见|走失|走丢|失踪|失联|没回|塌|淹|炸|救|触电|漏电|溺|晕|昏|倒|卡在|夹|坐着|站着"
)
#: it goes on while it is written; a history names days
_NOW = re.compile(
    "还在|还没|正在|现在|刚才|刚刚|没人来|没人应|没人理|没人接|谁来|快来|里面还有|出不来|救救|救命|不敢|要跳|马上|到现在|此刻|赶紧|被困在|坐着|站着|找不到"
)
_HISTORY = re.compile(
    "[0-9一二三四五六七八九十][月日]|年|遇到|怎么办|不要|如何|讲解|上周|上个?月|昨|前天|那天|当天|当时|那次|上次|曾|多次|经常|每次|每天|常常|屡|至今|如果|一旦|万一|假如|可能|容易|隐患|预案|演练|演习|模拟|要求|应当|电影|电视剧|剧情|小说|游戏|新闻"
)
_SAVED = re.compile(
    "救出|脱困|解困|扑灭|[火已浇]灭了|劝下|找到了|找回|平安|出来了|放出来|关阀|关了阀|阀门关|排除险|得救|救下|没事了|虚惊|电梯[^,，。]{0,6}(?:修好|恢复)"
)

_REHEARSED = re.compile("演练|演习|模拟|假设|预案|科目|总指挥|参演|实训|脚本")
#: so many code points have one word of rehearsal by chance
_SPARSE = 120


def passages(text: str) -> Iterator[tuple[int, int, int]]:
    """(begin, end of the first sentence, end) of what may tell of a danger that goes on, in a long text: a sentence by
    itself, and with the next.
    """
    if len(text) <= _LONG or not _ALARMS.search(text):
        return
    spans = list(_spans(text))
    for (begin, own), (_, following) in zip(spans, [*spans[1:], spans[-1]], strict=True):
        end = max(own, following) if following - begin <= _REACH else own
        if _ALARMS.search(text, begin, own) and _goes_on(text, begin, own, end):
            yield begin, own, own
            if end > own:
                yield begin, own, end


def _goes_on(text: str, begin: int, own: int, end: int) -> bool:
    if not _NOW.search(text, begin, end) or _HISTORY.search(text, begin, own):
        return False
    return not _SAVED.search(text, begin, end + _AFTERWARDS)


def _spans(text: str) -> Iterator[Span]:
    """Sentences; of one without an end, its clauses by themselves."""
    for sentence in _SENTENCE.finditer(text):
        if sentence.end() - sentence.start() <= _REACH:
            yield sentence.span()
        else:
            yield from (part.span() for part in _CLAUSE.finditer(text, *sentence.span()))


def rehearses(text: str) -> bool:
    """Whether so many words of rehearsal stand in it that what it tells is the rehearsed danger."""
    return len(_REHEARSED.findall(text)) > 1 + len(text) // _SPARSE
