"""How a matter moves: counts by the time things were published, and a word for it that a tired reader understands."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.records import Trend, WindowCount
from monitor.watch.checkpoint.gist import Direction, Gist, Moves, peak
from monitor.watch.grades.facts import Case

HOUR, SIX_HOURS, DAY = timedelta(hours=1), timedelta(hours=6), timedelta(days=1)
#: the windows of event time that are shown
WINDOWS = {"15m": timedelta(minutes=15), "1h": HOUR, "6h": SIX_HOURS, "24h": DAY, "7d": 7 * DAY}
#: how long they are in microseconds; and what is usual in each where nobody knows
WIDTHS = tuple(span // timedelta(microseconds=1) for span in WINDOWS.values())
_UNKNOWN = (None,) * len(WINDOWS)
#: fewer mentions in a while move nowhere
LEAST = 3
#: so much of the peak is still the peak, and so much more than before is a rise
NEAR_PEAK, MORE = 0.75, 1.2


def trend(case: Case, at: datetime) -> Trend:
    """Mentions by their own time up to `at`, beside what is usual where that is asked for."""
    direction, hours, days, peak_hour, counts = moves(case.incident.gist, at)
    usual = case.usually(WIDTHS, at) if case.around.rhythm is not None else _UNKNOWN
    return Trend(
        direction=direction,
        last_hour=hours[0],
        previous_hour=hours[1],
        last_day=days[0],
        previous_day=days[1],
        peak_hour=peak_hour,
        windows=[
            WindowCount(window=name, mentions=mentions, people=people, usual=each)
            for (name, mentions, people), each in zip(counts, usual, strict=True)
        ],
    )


def moves(gist: Gist, at: datetime) -> Moves:
    """Kept with the gist: the alert of a moment and the state after it say the same."""
    if gist.moves is None or gist.moves[0] != at:
        gist.moves = at, _moves(gist, at)
    return gist.moves[1]


def _moves(gist: Gist, at: datetime) -> Moves:
    now = gist.until(at)
    #: how many were published before each window
    before = {span: gist.until(at - span) for span in WINDOWS.values()}
    hours, days = _pair(gist, now, before[HOUR], at, HOUR), _pair(gist, now, before[DAY], at, DAY)
    # what is slower than a few an hour is looked at in longer windows
    unit = HOUR if sum(hours) >= LEAST else SIX_HOURS
    pair = hours if unit is HOUR else _pair(gist, now, before[unit], at, unit)
    if sum(pair) < LEAST:
        unit, pair = DAY, days
    falls = _cooled(gist, now, before, unit)
    way: Direction = "falling" if falls else direction(*pair, gist.peak(unit))
    return Moves(way, hours, days, gist.peak(HOUR), _counts(gist, now, before))


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


def _counts(gist: Gist, now: int, before: dict[timedelta, int]) -> list[tuple[str, int, int]]:
    """Mentions and people by window. Each holds the shorter ones: who speaks in it is found once."""
    ordered = gist.ordered
    people, last = set[str](), now
    counts = []
    for name, span in WINDOWS.items():
        first = before[span]
        if first < last:
            people.update([each.person for each in ordered[first:last]])
            last = first
        counts.append((name, now - first, len(people)))
    return counts
