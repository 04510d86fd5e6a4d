"""Which day a text speaks of: old news comes back with its old date in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

#: a day of a month without its year lies ahead no further than this, else in the year before
_AHEAD = timedelta(days=45)
#: dates that are looked at in one text
MOST = 40

_NUMBERS = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "几": 3, "半": 0}
#: 2026年3月5日, 2026-03, 26年3月, 3月5日, 前年3月, 两年前, 3个月之前
_DATE = re.compile(
    r"(?<![0-9.])(?P<year>(?:19|20)[0-9]{2})(?:年(?:(?P<month>[01]?[0-9])月(?:(?P<day>[0-3]?[0-9])[日号])?)?"
    r"|[-/.](?P<month2>[01]?[0-9])(?:[-/.](?P<day2>[0-3]?[0-9]))?(?![0-9.%元万]))"
    r"|(?<![0-9])(?P<short>[12][0-9])年(?P<month3>[01]?[0-9])月(?:(?P<day3>[0-3]?[0-9])[日号])?"
    r"|(?<![0-9年])(?P<month4>[01]?[0-9])月(?P<day4>[0-3]?[0-9])[日号]"
    r"|(?P<last>大前年|前年|去年)(?:(?P<month5>[01]?[0-9])月)?"
    r"|(?<![0-9])(?P<ago>[0-9]{1,2}|[一二两三四五六七八九十几])(?:多)?(?P<unit>年|个月)(?:多)?(?:之|以)?前"
)
#: without any of them no date is there; most texts end here. What it finds begins at most so far behind the date
mentions_date = re.compile("[0-9一二两三四五六七八九十几前去](?:多?年|多?个?月|[0-9]{3}[-/.])").search
_BEHIND = 3
_BACK = {"大前年": 3, "前年": 2, "去年": 1}


def days_spoken_of(text: str, published: date) -> Iterator[tuple[date, int]]:
    """(the last day that a date can mean, where it ends in the text), in the text's order.

    A year alone may be any day of it, so its last day counts; what no calendar holds is passed.
    """
    mark = mentions_date(text)
    if mark is None:
        return
    for count, found in enumerate(_DATE.finditer(text, max(0, mark.start() - _BEHIND))):
        if count == MOST:
            return
        day = _day(found, published)
        if day is not None:
            yield day, found.end()


def _day(found: re.Match[str], published: date) -> date | None:
    if found["ago"]:
        number = int(found["ago"]) if found["ago"].isdecimal() else _NUMBERS[found["ago"]]
        return published - timedelta(days=number * (365 if found["unit"] == "年" else 30))
    if found["last"]:
        return _last(published.year - _BACK[found["last"]], found["month5"], None)
    if found["month4"]:
        return _without_year(int(found["month4"]), int(found["day4"]), published)
    if found["short"]:
        return _last(2000 + int(found["short"]), found["month3"], found["day3"])
    return _last(int(found["year"]), found["month"] or found["month2"], found["day"] or found["day2"])


def _last(year: int, month: str | None, day: str | None) -> date | None:
    try:
        if day:
            return date(year, int(month or 0), int(day))
        if month:
            date(year, int(month), 1)
            return date(year + int(month) // 12, int(month) % 12 + 1, 1) - timedelta(days=1)
        return date(year, 12, 31)
    except ValueError:
        return None


def _without_year(month: int, day: int, published: date) -> date | None:
    try:
        this_year = date(published.year, month, day)
        return this_year if this_year <= published + _AHEAD else this_year.replace(year=published.year - 1)
    except ValueError:
        return None
