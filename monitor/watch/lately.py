"""What is said to have happened only after it was denied is not what was denied: 今早, 昨晚, 刚刚 and when that was."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from monitor.records import Assessment
from monitor.times import SHANGHAI
from monitor.watch import copies, hearsay
from monitor.watch.state import IncidentState

#: words for a time → hours after the day begins on which they are said; negative: the day before
_HOURS = {
    "昨晚": -6, "昨夜": -6, "昨天晚上": -6, "昨天夜里": -6, "昨日晚": -6, "昨天": -24, "昨日": -24, "前天": -48,
    "前晚": -30, "今早": 5, "今晨": 4, "今天早上": 5, "今天早晨": 5, "今天上午": 8, "今天中午": 11, "今天下午": 12,
    "今晚": 18, "今夜": 18, "今天晚上": 18, "今天傍晚": 17, "今天凌晨": 0, "今日凌晨": 0, "今天": 0, "今日": 0,
    "凌晨": 0,
}  # fmt: skip
#: what is only heard of, or passed on, at that time may have happened at any other
_HEARD = r"(?!.{0,4}(?:听|看到|看见|群里|得知|收到|知道|刷到|疯传|在传|辟谣|通报|有人[说讲发转]|[说讲发转]))"
_WHEN = re.compile(f"({'|'.join(sorted(_HOURS, key=lambda each: (-len(each), each)))}){_HEARD}")
_NOW = re.compile(f"(刚刚|刚才|方才){_HEARD}")
#: of a longer text the head says it
HEAD = 2_000


def after_denial(incident: IncidentState, judged: Assessment) -> bool:
    """It names a time after the denial or verdict, and is no copy of what named that time before it."""
    denied = incident.denied_at
    when = said_of(judged)
    if not incident.denied or denied is None or when is None or when <= denied:
        return False
    return not _copied(incident, judged)


def said_of(judged: Assessment) -> datetime | None:
    """The earliest moment at which it can have happened by the words that say when; None where none do."""
    said, published = judged.mention.text[:HEAD], judged.mention.published_at.astimezone(SHANGHAI)
    day = published.replace(hour=0, minute=0, second=0, microsecond=0)
    named = [day + timedelta(hours=_HOURS[each]) for each in set(_WHEN.findall(said))]
    # who writes 今晚 after midnight means the evening before
    moments = [each if each <= published else each - timedelta(days=1) for each in named]
    if not moments and _NOW.search(said):
        return published
    return min(moments, default=None)


def _copied(incident: IncidentState, judged: Assessment) -> bool:
    """Its words were said before the denial, with the same word for the time: 昨晚 was another evening then."""
    origin = copies.origin(incident, judged.fingerprint)
    if origin is None:
        return False
    times = {*_WHEN.findall(judged.mention.text[:HEAD]), *_NOW.findall(judged.mention.text[:HEAD])}
    before = [
        each.evidence.quote
        for each in incident.quotes
        if (member := incident.members.get(each.evidence.mention_id)) is not None
        and member.wording == origin
        and hearsay.refuted(incident, member)
    ]
    return any(times & {*_WHEN.findall(quote), *_NOW.findall(quote)} for quote in before)
