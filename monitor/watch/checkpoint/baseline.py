"""What is usual for a subject: people who speak up about a matter, by day, hour and weekday, robust to past bursts.

Counted by the day a mention was published, so late and shuffled ones land where they belong; people who write on one
day count once. Until there is history, households, kind and matter say what to expect.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import TypeVar
from zlib import crc32

from monitor.times import EARLIEST
from monitor.watch.checkpoint.memory import Rhythm, Usual

_Kept = TypeVar("_Kept")

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
#: days that are remembered, and of these the latest, in which people are told apart
KEPT_DAYS, OPEN_DAYS = 56, 8
#: people of a day that are told apart; more are counted by mention
VOICES_KEPT = 500
#: days that the prior weighs beside the history
PRIOR_DAYS = 3
#: from so many days on, the subject's own hours and weekdays count
SETTLED_DAYS = 14
#: nothing is a habit before the subject has been heard for so many days
HABIT_DAYS = 7
#: a day counts at most so many times the median day, and so many people more: past bursts are no habit
CAP, CAP_MORE = 3, 3
#: people a day who speak up about a matter, of a thousand households
PRIOR = {"service": 0.5, "violation": 0.2, "safety": 0.2, "staff": 0.1}
PRIOR_OTHER = 0.05
#: households that stand for a subject whose number nobody knows
USUAL_HOUSEHOLDS = {"residential": 1_000, "office": 400, "mall": 800, "other": 400, "company": 2_000}
#: matters and days of which it is kept what is usual: of each matter an alert asks for three days
USUAL_KEPT = 24
#: of a day's posts about an estate, by hour, until the subject's own hours are known: quiet nights, busy evenings
_CURVE = (2, 1, 1, 1, 1, 1, 2, 4, 6, 6, 6, 5, 5, 4, 4, 5, 5, 5, 6, 7, 8, 7, 5, 3)
#: one day's worth of it, by hour
_CURVE_SHARES = tuple(24 * part / sum(_CURVE) for part in _CURVE)
_NO_HOURS = (0,) * 24
DAY_MICROS, _HOUR = 86_400 * 1_000_000, 3_600 * 1_000_000


def day_of(when: datetime) -> int:
    """Days since 2000 in Asia/Shanghai."""
    return (when - EARLIEST) // DAY


def note(rhythm: Rhythm, matter: str, person: str, published: datetime, now: datetime) -> None:
    """Count a new mention; `now` is the clock when it is read."""
    today, day = day_of(now), day_of(published)
    if rhythm.tidied != today:
        _forget(rhythm, today)
        rhythm.tidied = today
    if day <= today - KEPT_DAYS:
        rhythm.too_late += 1
        return
    if day > today - OPEN_DAYS and not _first_today(rhythm, matter, day, person):
        return
    counts = rhythm.days.setdefault(matter, {})
    counts[day] = counts.get(day, 0) + 1
    _outdate(rhythm, day)
    rhythm.hours[(published - EARLIEST) % DAY // HOUR] += 1
    rhythm.since = day if rhythm.since is None else min(rhythm.since, day)


def _first_today(rhythm: Rhythm, matter: str, day: int, person: str) -> bool:
    voices = rhythm.voices.setdefault(matter, {}).setdefault(day, [])
    who = crc32(person.encode())
    if who in voices:
        return False
    if len(voices) < VOICES_KEPT:
        voices.append(who)
    return True


def _outdate(rhythm: Rhythm, day: int) -> None:
    """What is usual on the days after this one is to be reckoned anew."""
    if rhythm.usual:
        for key in [key for key in rhythm.usual if key[-1] > day]:
            del rhythm.usual[key]


def _forget(rhythm: Rhythm, today: int) -> None:
    if rhythm.since is not None and rhythm.since <= today - KEPT_DAYS:
        # the days that go now are no longer part of what is usual
        rhythm.usual.clear()
    _drop_days(rhythm.days, today - KEPT_DAYS)
    _drop_days(rhythm.voices, today - OPEN_DAYS)
    if rhythm.since is not None:
        rhythm.since = max(rhythm.since, today - KEPT_DAYS + 1)


def _drop_days(by_matter: dict[str, dict[int, _Kept]], before: int) -> None:
    """What lies that far back, and the matters that nothing is left of."""
    for matter in list(by_matter):
        days = by_matter[matter]
        for day in [day for day in days if day <= before]:
            del days[day]
        if not days:
            del by_matter[matter]


def usual(rhythm: Rhythm | None, matter: str, kind: str, households: int | None, day: int) -> Usual:
    """What is usual by the days before this one: kept with the rhythm until one of them changes."""
    if rhythm is None:
        return _usual(None, matter, kind, households, day)
    key = (matter, kind, households, day)
    found = rhythm.usual.get(key)
    if found is None:
        if len(rhythm.usual) >= USUAL_KEPT:
            rhythm.usual.clear()
        found = rhythm.usual[key] = _usual(rhythm, matter, kind, households, day)
    return found


def _usual(rhythm: Rhythm | None, matter: str, kind: str, households: int | None, day: int) -> Usual:
    days = _history(rhythm, matter, day)
    capped = _capped(days)
    a_day = (_prior(matter, kind, households) * PRIOR_DAYS + sum(capped)) / (PRIOR_DAYS + len(days))
    settled = len(days) >= SETTLED_DAYS
    return Usual(a_day, settled, _weekday(capped, a_day) if settled else 1.0)


def known(rhythm: Rhythm | None, now: datetime) -> bool:
    """Whether the subject has been heard for long enough to say what is a habit there."""
    return rhythm is not None and rhythm.since is not None and day_of(now) - rhythm.since >= HABIT_DAYS


def expected(usual: Usual, rhythm: Rhythm | None, start: int, end: int) -> float:
    """People to be expected about this matter in the window, from and to microseconds since 2000.

    `usual`: by the day that it begins.
    """
    span = end - start
    if span >= DAY_MICROS:
        return usual.a_day * (span / DAY_MICROS)
    return usual.a_day * usual.weekday * _share_of_the_day(rhythm if usual.settled else None, start, end)


def _prior(matter: str, kind: str, households: int | None) -> float:
    return PRIOR.get(matter, PRIOR_OTHER) * (households or USUAL_HOUSEHOLDS.get(kind, 400)) / 1_000


def _history(rhythm: Rhythm | None, matter: str, before: int) -> list[int]:
    """The counts of the days before the window, quiet ones included; the last is the day before."""
    if rhythm is None or rhythm.since is None:
        return []
    first = max(rhythm.since, before - KEPT_DAYS)
    days = [0] * (before - first)
    # on most days nobody says anything
    for day, count in rhythm.days.get(matter, {}).items():
        if first <= day < before:
            days[day - first] = count
    return days


def _capped(days: list[int]) -> Sequence[float]:
    if max(days, default=0) <= CAP_MORE:
        return days  # no cap is lower, and the median is not asked for
    most = CAP * median(days) + CAP_MORE
    return [min(count, most) for count in days]


def _weekday(capped: Sequence[float], a_day: float) -> float:
    """How this weekday differs from the others; two imagined usual weeks keep one odd day from deciding."""
    if not a_day:
        return 1.0
    same = capped[-7::-7]
    return (sum(same) / a_day + 2) / (len(same) + 2)


def _share_of_the_day(rhythm: Rhythm | None, at: int, last: int) -> float:
    """The part of a day's people that these hours bring; one day's worth of the usual curve is mixed in."""
    hours, total = (rhythm.hours, sum(rhythm.hours) + 24) if rhythm else (_NO_HOURS, 24)
    # whole microseconds: a window of a day has 25 of these
    share = 0.0
    while at < last:
        of_day = at % DAY_MICROS
        hour, since = divmod(of_day, _HOUR)
        until = at - since + _HOUR
        if until > last:
            until = last
        share += (hours[hour] + _CURVE_SHARES[hour]) / total * ((until - at) / _HOUR)
        at = until
    return share
