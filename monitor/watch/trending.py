"""How a matter moves: counts by the time things were published, and a word for it that a tired reader understands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from monitor.records import Trend, WindowCount
from monitor.watch.facts import Case
from monitor.watch.gist import Gist

Direction = Literal["rising", "peaking", "steady", "falling"]

HOUR, SIX_HOURS, DAY = timedelta(hours=1), timedelta(hours=6), timedelta(days=1)
#: the windows of event time that are shown
WINDOWS = {"15m": timedelta(minutes=15), "1h": HOUR, "6h": SIX_HOURS, "24h": DAY, "7d": 7 * DAY}
#: fewer mentions in a while move nowhere
LEAST = 3
#: so much of the peak is still the peak, and so much more than before is a rise
NEAR_PEAK, MORE = 0.75, 1.2


def trend(case: Case, at: datetime) -> Trend:
    """Mentions by their own time up to `at`."""
    gist = case.incident.gist
    now = gist.until(at)
    hours, days = _pair(gist, now, at, HOUR), _pair(gist, now, at, DAY)
    # what is slower than a few an hour is looked at in longer windows
    unit = HOUR if sum(hours) >= LEAST else SIX_HOURS
    pair = hours if unit is HOUR else _pair(gist, now, at, unit)
    if sum(pair) < LEAST:
        unit, pair = DAY, days
    return Trend(
        direction=direction(*pair, gist.peak(unit)),
        last_hour=hours[0],
        previous_hour=hours[1],
        last_day=days[0],
        previous_day=days[1],
        peak_hour=gist.peak(HOUR),
        windows=[_window(case, now, at, name, span) for name, span in WINDOWS.items()],
    )


def direction(last: int, previous: int, most: int) -> Direction:
    """From the counts of two windows that follow each other, and the most that one of that length has had."""
    if last >= LEAST and last >= MORE * previous:
        return "rising"
    if last >= LEAST and last >= NEAR_PEAK * most:
        return "peaking"
    return "falling" if last < previous else "steady"


def _pair(gist: Gist, now: int, at: datetime, span: timedelta) -> tuple[int, int]:
    """How many in the last window of this length, and in the one before it; `now`: of those published by then."""
    before, earlier = gist.until(at - span), gist.until(at - 2 * span)
    return now - before, before - earlier


def _window(case: Case, now: int, at: datetime, name: str, span: timedelta) -> WindowCount:
    gist = case.incident.gist
    first = gist.until(at - span)
    return WindowCount(
        window=name,
        mentions=now - first,
        people=gist.people(first, now),
        usual=None if case.around.rhythm is None else round(case.expected(span, at), 2),
    )
