"""Single values as crawlers write them (ids, texts, counts, times), read or refused with the field's name.

What is refused raises Unreadable; the detail names the field and never repeats a text, which may be personal.
A count is never refused: how many liked it is not worth losing what they liked, and unknown is an answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import NoReturn, TypeVar

import msgspec
from msgspec import Struct

from monitor.errors import Reason, Unreadable
from monitor.records import Author, Engagement, Kind
from monitor.times import EARLIEST, LATEST, local, parse_time

Row = Mapping[str, object]

#: sources whose records are complaints unless they say otherwise
COMPLAINT_SOURCES = ("12345", "hotline", "app", "front_desk")
#: the greatest count and the longest id that are believed
LARGEST = 2**63 - 1
LONGEST_ID = 256

_NOTHING = {"", "nan", "none", "null", "undefined"}
#: longer strings need no look: a text of white space alone is not worth the time
_LONG = 64
_COUNT = re.compile(r"(?P<number>[0-9][0-9,，]{0,29}(?:\.[0-9]{1,9})?)\s*(?P<unit>[千万亿kKwW]?)\+?[^0-9]{0,4}")
_UNITS = {"": 1, "千": 10**3, "k": 10**3, "万": 10**4, "w": 10**4, "亿": 10**8}
_NO_COMMAS = str.maketrans("", "", ",，")
#: an id of more than these was cut, rounded or is another column
_IDENT = re.compile(r"[0-9A-Za-z_:=-]+")
#: where the platform's ids are numbers: one, or a number that somebody has put letters before; no date, no nickname
_NUMBERED = re.compile(r"[0-9]+|[A-Za-z][A-Za-z_-]*[0-9]+")
#: what people write times with, and a run of digits that may be somebody's number
_TIMELY = re.compile(
    r"[0-9TZtz:：/.,+\- 年月日号时点分秒整半刻上下中午早晚凌晨昨今前天刚才小周星期一二三四五六七八九十零内]{1,40}"
)
_LONG_NUMBER = re.compile(r"[0-9]{9}")
_INVALID = re.compile("[\0\ud800-\udfff]")
_encode = msgspec.json.Encoder().encode
R = TypeVar("R", bound=Struct)


def usual_kind(source: object, default: Kind | None = None) -> Kind:
    """Of a record that names none: what a hotline wrote down is a complaint, wherever it lies; else the topic's.

    `source` may be of a wrong type, which is refused elsewhere.
    """
    return "complaint" if source in COMPLAINT_SOURCES else default or "post"


def refuse(reason: Reason, field: str, problem: str) -> NoReturn:
    raise Unreadable(reason, f"{field}: {problem}")


def blank(value: object) -> bool:
    """Nothing, or one of the words that spreadsheets and scripts leave for nothing."""
    if isinstance(value, str):
        return len(value) < _LONG and value.strip().lower() in _NOTHING
    return value is None


def first(row: Row, *names: str) -> str | None:
    """The first of the fields that holds anything."""
    for name in names:
        if not blank(row.get(name)):
            return name
    return None


def word(row: Row, *names: str) -> str | None:
    """A short string, stripped; numbers are taken as they are written."""
    name = first(row, *names)
    return _string(name, row[name]).strip() if name else None


def text(row: Row, name: str) -> str:
    """A text, "" for none; "null" is a text."""
    value = row.get(name)
    return "" if value is None else _string(name, value).strip()


def _string(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= 10**40:
        return str(value)
    refuse(Reason.WRONG_TYPE, name, f"a {type(value).__name__} where a text belongs")


def ident(row: Row, *names: str, digits: bool = False) -> str:
    """An id; the TAB is a crawler's way to keep spreadsheets from rounding it. Raises Unreadable without one."""
    found = optional_ident(row, *names, digits=digits)
    return found if found is not None else refuse(Reason.MISSING_FIELD, names[0], "no id")


def optional_ident(row: Row, *names: str, digits: bool = False) -> str | None:
    value = word(row, *names)
    if value is None:
        return None
    if len(value) > LONGEST_ID or not _IDENT.fullmatch(value) or (digits and not _NUMBERED.fullmatch(value)):
        refuse(Reason.WRONG_TYPE, first(row, *names) or names[0], "not an id (rounded, cut or another column?)")
    return value


def count(row: Row, *names: str) -> int | None:
    """A number of likes and the like: 1234, "1,234", "1.2万", "3亿", "10w+"; None for "转发", "--", −1, "很多"."""
    name = first(row, *names)
    return None if name is None else counted(row[name])


def counted(value: object) -> int | None:
    """The count that a value says; None, for unknown, whatever else it holds."""
    if isinstance(value, str):
        return _written_count(value.strip())
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LARGEST:
        return None
    return round(value)


def _written_count(value: str) -> int | None:
    found = _COUNT.fullmatch(value)
    if found is None:
        return None
    factor = _UNITS[found["unit"].lower()]
    return min(round(Decimal(found["number"].translate(_NO_COMMAS)) * factor), LARGEST)


def moment(row: Row, *names: str) -> datetime | None:
    """A time with the offset +08:00; None where there is none. Raises Unreadable."""
    name = first(row, *names)
    if name is None:
        return None
    value = row[name]
    try:
        return plausible(name, parse_time(value))
    except ValueError:
        # a number or a year that no calendar holds is a broken clock; 2026-02-30 and 昨天 are no times
        reason = Reason.IMPLAUSIBLE_TIME if _off_the_calendar(value) else Reason.WRONG_TYPE
        refuse(reason, name, f"not a time{_shown_time(value)}")


def _off_the_calendar(value: object) -> bool:
    if isinstance(value, str):
        year, after = value[:4], value[4:5]
        return after in ("-", "/", ".", "年") and year.isdigit() and not EARLIEST.year <= int(year) < LATEST.year
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown_time(value: object) -> str:
    """The value, where it has but what times are written with: a text of another column is not repeated."""
    if isinstance(value, str) and _TIMELY.fullmatch(value.strip()) and not _LONG_NUMBER.search(value):
        return f": {value.strip()!r}; write it as 2026-01-31 18:30"
    return ""


def published(row: Row, *names: str) -> datetime:
    found = moment(row, *names)
    return found if found is not None else refuse(Reason.MISSING_FIELD, names[0], "no time of publication")


def collected(row: Row, *names: str) -> datetime | None:
    """When the crawler saw it; 0 stands for unknown."""
    name = first(row, *names)
    return None if name is None or row[name] in (0, "0") else moment(row, name)


def plausible(name: str, found: datetime) -> datetime:
    """`found` with the offset +08:00. Raises Unreadable outside 2000–2099."""
    if not EARLIEST <= found < LATEST:
        refuse(Reason.IMPLAUSIBLE_TIME, name, f"the year {found.year} is not believed")
    return local(found)


def author(
    id: str | None,
    name: str | None,
    followers: int | None = None,
    verified: bool | None = None,
    verified_as: str | None = None,
) -> Author | None:
    """An Author, or None when nothing is known."""
    if id is None and name is None and followers is None and verified is None:
        return None
    return Author(id=id, name=name, followers=followers, verified=verified, verified_as=verified_as)


def engagement(
    likes: int | None, comments: int | None, shares: int | None, views: int | None = None
) -> Engagement | None:
    if likes is None and comments is None and shares is None and views is None:
        return None
    return Engagement(likes=likes, comments=comments, shares=shares, views=views)


def checked(record: R) -> R:
    """The record itself, if its strings can go on the wire. Raises Unreadable for NUL and lone surrogates."""
    try:
        suspicious = b"\\u0000" in _encode(record)
    except UnicodeEncodeError:
        suspicious = True
    if suspicious:
        _find_invalid(record)
    return record


def _find_invalid(record: Struct, prefix: str = "") -> None:
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if isinstance(value, Struct):
            _find_invalid(value, f"{name}.")
        texts = value if isinstance(value, list) else [value]
        if any(isinstance(item, str) and _INVALID.search(item) for item in texts):
            refuse(Reason.INVALID_TEXT, prefix + name, "holds NUL or half a surrogate pair")
