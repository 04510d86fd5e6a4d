"""Which day a mention tells of: what befell somebody weeks ago is nothing of what happens today."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from monitor.records import Assessment
from monitor.text.dates import days_spoken_of
from monitor.times import SHANGHAI
from monitor.watch.checkpoint.state import IncidentState
from monitor.watch.joining import besides
from monitor.watch.words import believed

#: days that may be one: told of the night before, or reported of the day on which it was found
_ONE = timedelta(days=2)
#: how the names of such days end
_DATED = ("日", "号", "月", "去年", "前年")
#: so many words in common may be one event, if one of them names no day
_ALIKE = 2
#: it happens while it is told
_NOW = re.compile("今[天日早晚晨]|刚刚|刚才|正在|现在|此刻|目前|昨[天日晚夜]|凌晨")
#: what comes of it days later: 今天孕妇还在ICU, 今天家属来讨说法; 今天又坠了 is none
_SINCE = re.compile(
    "还(?:在|没(?:有)?)(?:[^,，。！!？?]{0,3})(?:ICU|icu|医院|抢救|住院|重症|昏迷|醒|修|赔|道歉|说法|拆|撤)|至今|家属|讨(?:个)?说法|要(?:个)?说法|去看(?:了|过)|出院|"
    "后续|警戒线还|没人(?:管|道歉|赔)|(?:通报|判决|调查|鉴定)(?:了|出来|结果)|头七|出殡|下葬"
)
_AGAIN = re.compile("又|再次|再度|第[二三]次|另(?:一|外)")
#: what makes people ill does so for days, and each names his own; by gas it is one night in one flat
_ILL = re.compile("上吐下泻|拉肚子|腹泻|呕吐|吐了|(?<![气碳])中毒|发烧|发热|感染|确诊|皮疹|红疹|过敏|甲醛|水质|自来水")


def another(incident: IncidentState, judged: Assessment) -> bool:
    """去年8月起火，法院判决, then 今天又着火了; today's lift, and 11月3日被灯罩砸到头: by their days these are two.

    Whoever has spoken of it before goes on about it.
    """
    author = judged.mention.author
    if author is not None and author.id in incident.people:
        return False
    said = believed.head(judged)
    day, now = _named(said, believed.published(judged)), _NOW.search(said) is not None
    known = [_named(each.evidence.quote, each.rank[2]) for each in incident.quotes]
    if day is None:
        now = now and (_SINCE.search(said) is None or _AGAIN.search(said) is not None)
        return now and bool(known) and all(each is not None and not _one(each, judged) for each in known)
    days = [each or _local(quote.rank[2]) for each, quote in zip(known, incident.quotes, strict=True)]
    if not days or now or any(abs(each - day) <= _ONE for each in days):
        return False
    if _ILL.search(said) and any(_ILL.search(each.evidence.quote) for each in incident.quotes):
        return False
    alike = len(besides.telling_words(judged.keywords) & incident.keywords.keys()) >= _ALIKE
    return None not in known or not alike


def _one(day: date, judged: Assessment) -> bool:
    return abs(_local(believed.published(judged)) - day) <= _ONE


def _named(text: str, published: datetime) -> date | None:
    """The first day, month or last year that it names, if that is not to come; since when a house stands is none."""
    told = _local(published)
    days = ((day, text[max(0, end - 2) : end]) for day, end in days_spoken_of(text, told))
    return next((day for day, words in days if day <= told and words.endswith(_DATED)), None)


def _local(when: datetime) -> date:
    return when.astimezone(SHANGHAI).date()
