"""When something happened by the words of who tells it: 昨晚, 今天下午, 11月3日, 周二早上 as spans of time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from monitor.times import SHANGHAI
from monitor.watch.words import believed

Span = tuple[datetime, datetime]

#: a day before that is of something else: when a contract was signed, when it was last promised
LONG_AGO = timedelta(days=14)
#: hours of the parts of a day; neighbours that people do not keep apart overlap
_PARTS = {
    "凌晨": (0, 6.5), "早": (5, 11), "晨": (4, 11), "上午": (5, 12), "中午": (11, 14), "午": (11, 14),
    "下午": (12, 18.5), "傍晚": (16.5, 20), "晚": (18, 30), "夜": (18, 30),
}  # fmt: skip
_PART = {
    "凌晨": "凌晨", "早上": "早", "早晨": "早", "清晨": "晨", "一早": "早", "上午": "上午", "中午": "中午",
    "下午": "下午", "傍晚": "傍晚", "晚上": "晚", "夜里": "夜", "夜间": "夜", "深夜": "夜", "半夜": "夜", "晚间": "晚",
}  # fmt: skip
_DAY = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "前日": -2, "大前天": -3}
#: days and parts of them in one word
_SHORT = {
    "今早": (0, "早"), "今晨": (0, "晨"), "今晚": (0, "晚"), "今夜": (0, "夜"), "昨晚": (-1, "晚"), "昨夜": (-1, "夜"),
    "昨早": (-1, "早"), "前晚": (-2, "晚"), "昨日晚": (-1, "晚"),
}  # fmt: skip
_WEEKDAY = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5}
#: what is only heard of, or passed on, at that time may have happened at any other
_HEARD = r"(?!.{0,4}(?:听|看到|看见|群里|得知|收到|知道|刷到|疯传|在传|辟谣|通报|有人[说讲发转]|[说讲发转]))"
#: and what has become of it since is not it
_AFTERMATH = (
    r"(?!，?.{0,6}(?:去世|过世|走了|不治|抢救|出院|转院|手术|醒|还在|还没|还是|仍|才|家属|赔|道歉|回应|说法|来看|调查|"
    r"维权|拉横幅|开会|约谈|没人管|没修|停运|停着|检修|维修|换|都不敢|不敢))"
)


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda each: (-len(each), each)))


_NAMED = re.compile(
    f"(?:(?P<short>{_any(_SHORT)})|(?P<day>{_any(_DAY)})(?P<part>{_any(_PART)})?|(?P<alone>凌晨)){_HEARD}"
)
#: as _NAMED, and dates, weekdays and parts of a day alone, where no word of what has come of it since follows
_BARE = re.compile(
    f"(?<!每天)(?<!每到)(?=[大今昨前凌早晨清一上中下傍晚夜深半周星礼\\d])(?:(?P<short>{_any(_SHORT)})|(?P<day>{_any(_DAY)}|(?P<month>\\d{{1,2}})月(?P<date>\\d{{1,2}})[日号]|"
    f"(?P<last>上)?(?:周|星期|礼拜)(?P<week>[一二三四五六日天末]))?的?(?P<part>{_any(_PART)})?){_HEARD}{_AFTERMATH}"
)
_COUNT = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
#: 三天前, 一周前
_AGO = re.compile(
    rf"(?<![\d{''.join(_COUNT)}])(?P<count>\d{{1,2}}|[{''.join(_COUNT)}])个?(?P<unit>[天日周]|星期|礼拜)[之以]?前{_HEARD}"
)
#: days by which people are out who count days, or weeks
_ABOUT_A_DAY, _ABOUT_A_WEEK = timedelta(days=1), timedelta(days=2)
#: it is told as it happens
NOW = re.compile(f"(刚刚|刚才|方才){_HEARD}")


def named(text: str, published: datetime) -> list[Span]:
    """By the words for a day, or for the small hours; parts of a day alone (晚上都不敢出门) may be any day's."""
    return list(_spans(_NAMED, text, published))


def event(text: str, published: datetime) -> list[Span]:
    """By all words for a time that do not go with what has become of it since."""
    return list(_spans(_BARE, text, published))


def before(text: str, published: datetime) -> list[Span]:
    """The days before yesterday that it speaks of, also by how long ago they were."""
    local = published.astimezone(SHANGHAI)
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    spans = event(text, published)
    for found in _AGO.finditer(text[: believed.HEAD]):
        count = int(found["count"]) if found["count"].isdecimal() else _COUNT[found["count"]]
        days, about = (count, _ABOUT_A_DAY) if found["unit"] in "天日" else (7 * count, _ABOUT_A_WEEK)
        day = today - timedelta(days=days)
        spans.append((day - about, day + about + timedelta(days=1)))
    return [each for each in spans if each[1] < today and local - each[0] <= LONG_AGO + _ABOUT_A_WEEK]


def words(text: str) -> set[str]:
    """Those for a time, as they stand there."""
    head = text[: believed.HEAD]
    return {each.group() for pattern in (_NAMED, NOW) for each in pattern.finditer(head)}


def _spans(pattern: re.Pattern[str], text: str, published: datetime) -> Iterator[Span]:
    local = published.astimezone(SHANGHAI)
    for found in pattern.finditer(text[: believed.HEAD]):
        span = _span(found.groupdict(), local) if found.group() else None
        if span is not None and local - span[0] <= LONG_AGO:
            yield span[0], min(span[1], local)


def _span(said: dict[str, str | None], published: datetime) -> Span | None:
    """None for what lies ahead: nobody tells what happened then."""
    today = published.replace(hour=0, minute=0, second=0, microsecond=0)
    if short := said.get("short"):
        days, part = _SHORT[short]
        day, hours = today + timedelta(days=days), _PARTS[part]
    else:
        named, part_word = _day(said, today), said.get("part") or said.get("alone")
        day, hours = named or today, _PARTS[_PART[part_word]] if part_word else (0, 24)
    begin, end = day + timedelta(hours=hours[0]), day + timedelta(hours=hours[1])
    # who writes 今晚 after midnight means the evening before
    return (begin, end) if begin <= published else (begin - timedelta(days=1), end - timedelta(days=1))


def _day(said: dict[str, str | None], today: datetime) -> datetime | None:
    if month := said.get("month"):
        return _dated(int(month), int(said["date"] or 0), today)
    if week := said.get("week"):
        back = (today.weekday() - _WEEKDAY[week]) % 7
        last = bool(said.get("last")) and _WEEKDAY[week] <= today.weekday()
        return today - timedelta(days=back + 7 * last)
    day = said.get("day")
    return today + timedelta(days=_DAY[day]) if day else None


def _dated(month: int, date: int, today: datetime) -> datetime | None:
    """The last such day; None where there is none."""
    for year in (today.year, today.year - 1):
        try:
            day = today.replace(year=year, month=month, day=date)
        except ValueError:
            return None
        if day <= today:
            return day
    return None
