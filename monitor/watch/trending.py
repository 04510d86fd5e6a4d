"""How a matter moves: counts by the time things were published, and a word for it that a tired reader understands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from monitor.records import Trend, WindowCount
from monitor.watch.facts import Case

Direction = Literal["rising", "peaking", "steady", "falling"]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: the windows of event time that are shown
WINDOWS = {"15m": timedelta(minutes=15), "1h": HOUR, "6h": 6 * HOUR, "24h": DAY, "7d": 7 * DAY}
#: fewer mentions in a while move nowhere
LEAST = 3
#: so much of the peak is still the peak, and so much more than before is a rise
NEAR_PEAK, MORE = 0.75, 1.2


def trend(case: Case, at: datetime) -> Trend:
    """Mentions by their own time up to `at`."""
    members = sorted(case.incident.members.values(), key=lambda each: each.published)
    times = [each.published for each in members]
    hours, days = _pair(times, at, HOUR), _pair(times, at, DAY)
    # what is slower than a few an hour is looked at in longer windows
    unit = next((span for span in (HOUR, 6 * HOUR) if sum(_pair(times, at, span)) >= LEAST), DAY)
    return Trend(
        direction=direction(*_pair(times, at, unit), peak(times, unit)),
        last_hour=hours[0],
        previous_hour=hours[1],
        last_day=days[0],
        previous_day=days[1],
        peak_hour=peak(times, HOUR),
        windows=[_window(case, at, name) for name in WINDOWS],
    )


def direction(last: int, previous: int, most: int) -> Direction:
    """From the counts of two windows that follow each other, and the most that one of that length has had."""
    if last >= LEAST and last >= MORE * previous:
        return "rising"
    if last >= LEAST and last >= NEAR_PEAK * most:
        return "peaking"
    return "falling" if last < previous else "steady"


def peak(times: Sequence[datetime], span: timedelta) -> int:
    """The most of these ordered times that any window of this length holds."""
    most = start = 0
    for end, time in enumerate(times, 1):
        while times[start] <= time - span:
            start += 1
        most = max(most, end - start)
    return most


def _pair(times: Sequence[datetime], at: datetime, span: timedelta) -> tuple[int, int]:
    now, before, earlier = (bisect_right(times, at - n * span) for n in range(3))
    return now - before, before - earlier


def _window(case: Case, at: datetime, name: str) -> WindowCount:
    span = WINDOWS[name]
    inside = [each for each in case.incident.members.values() if at - span < each.published <= at]
    return WindowCount(
        window=name,
        mentions=len(inside),
        people=len({each.person for each in inside}),
        usual=None if case.around.rhythm is None else round(case.expected(span, at), 2),
    )
