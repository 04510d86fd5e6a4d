"""What was said, mended or well before stands in a clause of its own: it makes no danger of now one of yesterday."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.risk.matcher import Span

#: what befalls again is told so near before the first time
_FARTHEST = 30
_CLAUSE = re.compile("[^,，。!?;:\n]+")
_THEN = re.compile(
    "昨[天晚日夜]?|寻日|前[天晚日夜]|前几天|前段时间|前阵子?|上个?(?:周|星期|礼拜)[一二三四五六日天]?|上个?月|去年|前年|之前|以前|原来|上次|上回|早就|"
    "[0-9一二三四五六七八九十几两半]+个?多?(?:天|周|星期|月|年)之?前"
)
#: 昨天刚说护栏坏了, 上周就报修过, 昨天还好好的, 上个月才换的钢丝绳; 昨天听说 is no such word
_BEFOREHAND = re.compile(
    "(?:[刚就才还都]+|不是)(?:[跟和向给][^,，]{1,4})?(?:说|讲|提)[^,，]|[跟和向给][^,，]{1,6}(?:说|讲|提)[^,，]|说(?:要|会|过|好了?|修|没事|没问题|安全|不会|是?正常)|"
    "报修|报过|反映|投诉|提醒|反馈|上报|催|找(?:过|了)?物业|检查|检修|维修|[刚才](?:修|换|装|做|检|验|刷|查|整改)|(?:修|换)(?:好|过|了|的)|年检|保养|验收|巡查|贴了|通知|"
    "还(?:是)?(?:好好|好端端|没事|好的|好着|挺好|没坏|正常|能(?:用|走|吃|跟)|[跟和给陪]我)|都?好好的|"
    # 上周也来过, 去年做过支架: an aside
    "也[^,，。!?;\n]{0,5}(?:过|这样|一样|这么|如此)|(?:做|得|中|装|犯|住|患)过"
)
_NOW = re.compile("现在|而家|宜家|这会儿?|这下|这次|这回|此刻|(?<!的)今[天早晚日晨]|刚刚|刚才|头先|[,，]刚(?!好|才?需)")
#: what befell before befalls again: 昨天打我，今天又打
_AGAIN = re.compile(
    "(?:今[天早晚日晨]|现在|而家|刚刚|刚才|这会儿?|此刻)[^,，。!?;\n]{0,2}又[^,，。!?;\n]{0,2}?(?:打|砍|着火|起火|烧|冒|跳|晕|吐|漏|困|砸|踹|掐|摔|掉|坠|闹|来)"
)
#: 我老公又打我，上次把我打住院: that it is not the first time dates nothing
_ONCE_MORE = re.compile(
    "又(?:[在来被]|开始)?(?:打|砍|砸|踹|掐|着火|起火|烧|跳|晕|吐|困|摔|掉|坠|咬|闹)[^,，。!?;\n]{0,6}[,，][^,，。!?;\n]{0,4}$"
)
_STOP = re.compile("[。!?\n]")
#: from then until now
_TILL_NOW = re.compile("到(?:现在|今天|这会儿?|而家)|至今")
#: 昏过去, 跑过去: no time
_AWAY = re.compile("[昏晕抽厥走跑冲扑赶倒死疼痛看送闪]过去")


def is_past(text: str, finding: Span, times: Sequence[Span]) -> bool:
    """Whether one of the words of the past in its sentence, `times`, dates a finding.

    It dates its own clause, and the others unless it says what was beforehand, or a word of now stands between; it
    dates nothing where what it tells of befalls again now.
    """
    return any(_dates(text, finding, time) for time in times)


def now_of(text: str) -> str:
    """The text without what was beforehand, and of “昨天…，现在…” what is now."""
    kept = text
    for clause in _CLAUSE.finditer(text):
        then = _THEN.search(clause[0])
        if then is None or _TILL_NOW.search(clause[0]):
            continue
        now = _NOW.search(text, clause.start() + then.end())
        if now and not _NOW.search(text, 0, clause.start()):
            return text[: clause.start()] + now_of(text[now.start() :])
        if _BEFOREHAND.search(clause[0], then.end()):
            kept = kept.replace(clause[0], "", 1)
    return kept


def _dates(text: str, finding: Span, time: Span) -> bool:
    if _AWAY.match(text, max(time[0] - 1, 0)):
        return False
    if (again := _AGAIN.search(text, time[1])) and not _STOP.search(text, time[1], again.start()):
        return False
    begin, end = _clause_of(text, time[0])
    if finding[0] < begin and _ONCE_MORE.search(text, max(0, begin - _FARTHEST), time[0]):
        return False
    if _TILL_NOW.search(text, begin, end) or _NOW.search(text, time[1], max(time[1], finding[0])):
        return False
    return (begin <= finding[0] and finding[1] <= end) or not _BEFOREHAND.search(text, time[1], end)


def _clause_of(text: str, place: int) -> Span:
    return next((found.span() for found in _CLAUSE.finditer(text) if found.start() <= place < found.end()), (0, 0))
