"""Times as the records carry them: aware datetimes, written as RFC 3339 in Asia/Shanghai."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

#: The offset of every time on the wire. China has had no daylight saving time since 1991.
SHANGHAI = timezone(timedelta(hours=8))

#: What claims to be older is not a post but a broken clock (dead letter `implausible_time`).
EARLIEST = datetime(2000, 1, 1, tzinfo=SHANGHAI)

#: How far a producer's clock may run ahead of the broker's before it is not believed.
CLOCK_SKEW = timedelta(minutes=5)

_NUMBER = re.compile(r"\d{9,19}(\.\d+)?")
_CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日\s*(?:(\d{1,2}):(\d{2})(?::(\d{2}))?)?")


def local(moment: datetime) -> datetime:
    """The same instant with the offset +08:00; a naive time is taken as Asia/Shanghai already."""
    return moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment.astimezone(SHANGHAI)


def from_millis(millis: int) -> datetime:
    """A Kafka timestamp (milliseconds since the epoch)."""
    return datetime.fromtimestamp(millis / 1000, UTC).astimezone(SHANGHAI)


def to_millis(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def from_epoch(value: float) -> datetime:
    """Seconds, milliseconds, microseconds or nanoseconds since the epoch, told apart by magnitude.

    Raises ValueError or OverflowError for what no calendar holds.
    """
    for unit in (1, 10**3, 10**6, 10**9):
        if abs(value) < 10**11 * unit:
            return datetime.fromtimestamp(value / unit, UTC).astimezone(SHANGHAI)
    raise ValueError(f"no epoch unit fits {value!r}")


def parse_time(value: object) -> datetime:
    """A time as crawlers, spreadsheets and people write it: RFC 3339, naive local, 2026年11月23日 10:30, epoch.

    Raises ValueError with what was read.
    """
    if isinstance(value, datetime):
        return local(value)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"not a time: {value!r}")
    try:
        if not isinstance(value, str):
            return from_epoch(value)
        return _parse_text(value.strip())
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"not a time: {value!r}"[:120]) from None


def _parse_text(text: str) -> datetime:
    if _NUMBER.fullmatch(text):
        return from_epoch(float(text) if "." in text else int(text))
    if found := _CHINESE.fullmatch(text):
        return datetime(*(int(part or 0) for part in found.groups()), tzinfo=SHANGHAI)  # type: ignore[misc]
    return local(datetime.fromisoformat(text.replace("/", "-")))
