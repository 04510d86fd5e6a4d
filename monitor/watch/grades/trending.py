"""How a matter moves: counts by the time things were published, and a word for it that a tired reader understands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from monitor.records import Trend, WindowCount
from monitor.watch.checkpoint.gist import Gist, peak
from monitor.watch.grades.facts import Case

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
    #: how many were published before each window
    before = {span: gist.until(at - span) for span in WINDOWS.values()}
    hours, days = _pair(gist, now, before[HOUR], at, HOUR), _pair(gist, now, before[DAY], at, DAY)
    # what is slower than a few an hour is looked at in longer windows
    unit = HOUR if sum(hours) >= LEAST else SIX_HOURS
    pair = hours if unit is HOUR else _pair(gist, now, before[unit], at, unit)
    if sum(pair) < LEAST:
        unit, pair = DAY, days
    return Trend(
        direction="falling" if _cooled(gist, now, before, unit) else direction(*pair, gist.peak(unit)),
        last_hour=hours[0],
        previous_hour=hours[1],
        last_day=days[0],
        previous_day=days[1],
        peak_hour=gist.peak(HOUR),
        windows=_windows(case, now, before, at),
    )


def _cooled(gist: Gist, now: int, before: dict[timedelta, int], unit: timedelta) -> bool:
    """It was louder a short while ago than such slow steps show: eight at ten o'clock and one at three are no rise."""
    lately = gist.times[before[unit] : now]
    return any(peak(lately, span) >= LEAST for span in (HOUR, SIX_HOURS) if span < unit)


def direction(last: int, previous: int, most: int) -> Direction:
    """From the counts of two windows that follow each other, and the most that one of that length has had."""
    if last >= LEAST and last >= MORE * previous:
        return "rising"
    if last >= LEAST and last >= NEAR_PEAK * most:
        return "peaking"
    return "falling" if last < previous else "steady"


def _pair(gist: Gist, now: int, before: int, at: datetime, span: timedelta) -> tuple[int, int]:
    """How many in the last window of this length, and in the one before it, by how many were published until each."""
    return now - before, before - (gist.until(at - 2 * span) if before else 0)


def _windows(case: Case, now: int, before: dict[timedelta, int], at: datetime) -> list[WindowCount]:
    """Each window holds the shorter ones: who speaks in it is found once."""
    ordered, usual = case.incident.gist.ordered, case.around.rhythm is not None
    people, last = set[str](), now
    windows = []
    for name, span in WINDOWS.items():
        first = before[span]
        if first < last:
            people.update([each.person for each in ordered[first:last]])
            last = first
        windows.append(
            WindowCount(
                window=name,
                mentions=now - first,
                people=len(people),
                usual=round(case.expected(span, at), 2) if usual else None,
            )
        )
    return windows
