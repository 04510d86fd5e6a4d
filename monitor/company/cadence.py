"""Whether a source that usually speaks has fallen silent: a dead crawler must not be mistaken for peace.

Pure: over the times at which something arrived of each source. What is usual is learned by hour of the day and day of
the week, so a source that sleeps at night is not silent at night, and one burst or one outage changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from msgspec import Struct, field

from monitor.times import EARLIEST, local

#: days that are remembered, and sources; of more sources those that were heard last
DAYS, SOURCES = 28, 100
#: past gaps that are remembered, and how many it takes to know them
GAPS, _ENOUGH_GAPS = 200, 20
#: deliveries that are remembered as such: a day of one every five minutes
SLOTS = 288
#: a source is known when so many days were watched and so much was heard; until then it must be silent for a day
KNOWN_DAYS, KNOWN_RECORDS = 3, 5
#: so many times its ordinary gap away, what was heard first says nothing about the days between
FAR = 3
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_SHORTEST = timedelta(minutes=30)
#: what comes within so long is one delivery: a crawler's batch, a burst
_DELIVERY = timedelta(minutes=5)
#: deliveries that should have come: fewer are no silence, more always are; and so many where its gaps are not known
_LEAST, _MOST, _UNKNOWN = 3.0, 40.0, 8.0
#: the share of past gaps that counts as ordinary; beyond twice as much is not
_ORDINARY = 0.98
#: each hour has at least this share of an even day: nobody is known to be mute at four in the morning for ever
_FLOOR = 0.05


class Cadence(Struct):
    """When one source was heard."""

    first: datetime
    last: datetime
    #: beginning of the last delivery
    delivery: datetime | None = None
    deliveries: int = 0
    #: days since 2000 → deliveries by hour
    days: dict[int, list[int]] = field(default_factory=dict)
    #: beginnings of the latest deliveries, so that what comes newest first or late is none of its own
    slots: list[int] = field(default_factory=list)
    #: past gaps, counted in deliveries that were to be expected within them
    gaps: list[float] = field(default_factory=list)


class Silence(NamedTuple):
    """What is to be said of a source now."""

    source: str
    last_seen: datetime
    #: deliveries that usually would have come since
    missed: float
    silent: bool


class Sources(Struct):
    """All sources that were heard; bounded."""

    cadences: dict[str, Cadence] = field(default_factory=dict)

    def heard(self, source: str, at: datetime) -> None:
        """Something arrived. Late and out of order is fine: it counts in its own hour."""
        cadence = self.cadences.get(source)
        if cadence is None:
            cadence = self.cadences[source] = Cadence(at, at)
            self._forget()
        hear(cadence, at)

    @property
    def newest(self) -> datetime | None:
        """The last arrival of any source."""
        return max((each.last for each in self.cadences.values()), default=None)

    def silences(self, now: datetime) -> list[Silence]:
        """Of every source, by name."""
        return [silence(name, self.cadences[name], now) for name in sorted(self.cadences)]

    def _forget(self) -> None:
        if len(self.cadences) > SOURCES:
            oldest = min(self.cadences, key=lambda name: (self.cadences[name].last, name))
            del self.cadences[oldest]


def hear(cadence: Cadence, at: datetime) -> None:
    """Count one record."""
    at = local(at)
    since = None if cadence.delivery is None else at - cadence.delivery
    slot = (at - EARLIEST) // _DELIVERY
    if slot not in cadence.slots:
        cadence.slots.append(slot)
        del cadence.slots[:-SLOTS]
        if since is None or not timedelta() <= since < _DELIVERY:
            _deliver(cadence, at)
    cadence.first, cadence.last = min(cadence.first, at), max(cadence.last, at)


def _deliver(cadence: Cadence, at: datetime) -> None:
    if cadence.deliveries and at > cadence.last:
        cadence.gaps.append(expected(cadence, cadence.last, at))
        del cadence.gaps[:-GAPS]
    newest = max(_day(cadence.last), _day(at))
    if _day(at) > newest - DAYS:
        cadence.days.setdefault(_day(at), [0] * 24)[at.hour] += 1
    for old in [each for each in cadence.days if each <= newest - DAYS]:
        del cadence.days[old]
    cadence.deliveries += 1
    cadence.delivery = at if cadence.delivery is None else max(cadence.delivery, at)


def silence(source: str, cadence: Cadence, now: datetime) -> Silence:
    """Whether it has been quiet for longer than can be usual."""
    quiet = now - cadence.last
    missed = expected(cadence, cadence.last, now)
    if cadence.deliveries < KNOWN_RECORDS or quiet < _SHORTEST:
        silent = False
    elif len(_watched(cadence)) < KNOWN_DAYS:
        silent = quiet >= _DAY
    else:
        silent = missed > _enough(cadence)
    return Silence(source, cadence.last, round(missed, 1), silent)


def _enough(cadence: Cadence) -> float:
    """Twice what its ordinary gaps hold: people who call in have irregular ones, a crawler with a timetable has not."""
    ordered = sorted(cadence.gaps)
    if len(ordered) < _ENOUGH_GAPS:
        return _UNKNOWN
    ordinary = ordered[int(_ORDINARY * (len(ordered) - 1))]
    return min(_MOST, max(_LEAST, 2 * ordinary))


def expected(cadence: Cadence, start: datetime, end: datetime) -> float:
    """Deliveries that usually come between two moments."""
    start, end = local(start), local(end)
    if end - start > DAYS * _DAY:
        start = end - DAYS * _DAY
    shares = _shares(cadence)
    usual = {kind: _usual(cadence, kind) for kind in (False, True)}
    return sum(usual[_weekend(_day(at))] * shares[at.hour] * part for at, part in _hours(start, end))


def _hours(start: datetime, end: datetime) -> Iterator[tuple[datetime, float]]:
    """The hours that the span touches, with the part of each that it covers."""
    at = start
    while at < end:
        following = min(end, at.replace(minute=0, second=0, microsecond=0) + _HOUR)
        yield at, (following - at) / _HOUR
        at = following


def _usual(cadence: Cadence, weekend: bool) -> float:
    """Deliveries of a usual day of this kind: the median of whole days; of all kinds while there are few of it."""
    watched = _watched(cadence)
    kin = [day for day in watched if _weekend(day) is weekend]
    counted = [sum(cadence.days.get(day, ())) for day in (kin if len(kin) >= 2 else watched)]
    if not counted:
        return 0.0
    # rarer than once in two days: the median is nothing, and the mean all that there is
    return median(counted) or sum(counted) / len(counted)


def _watched(cadence: Cadence) -> range:
    """The whole days between the first and the last that is remembered."""
    last = _day(cadence.last)
    return range(max(_began(cadence), last - DAYS + 1), last)


def _began(cadence: Cadence) -> int:
    """The first whole day on which it was listened to. One old record that came long before all others does not make
    the days between quiet ones: their emptiness would be its habit, and no silence would ever be noticed."""
    days = sorted(cadence.days)
    gaps = [after - before for before, after in pairwise(days)]
    alone = next((n for n, gap in enumerate(gaps) if not _far(gap, gaps[n + 1 :])), len(gaps))
    return days[alone] + 1 if alone else _day(cadence.first) + 1


def _far(gap: int, others: list[int]) -> bool:
    return len(others) >= KNOWN_DAYS and gap > max(KNOWN_DAYS, FAR * median(others))


def _shares(cadence: Cadence) -> list[float]:
    """Share of a day's deliveries that come in each hour; a burst counts as no more than twice the even flow."""
    days = cadence.days.values()
    even = sum(map(sum, days)) / (24 * len(days)) if days else 0.0
    limit = max(1.0, 2 * even)
    weights = [sum(min(limit, float(hours[hour])) for hours in days) for hour in range(24)]
    floor = _FLOOR * sum(weights) / 24
    total = sum(weights) + 24 * floor
    return [(weight + floor) / total if total else 1 / 24 for weight in weights]


def _day(at: datetime) -> int:
    return (at - EARLIEST) // _DAY


def _weekend(day: int) -> bool:
    """2000-01-01, day 0, was a Saturday."""
    return day % 7 < 2
