"""The report's chart as plain geometry: how many mentions and which alerts fell into each hour, day, week or month."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from monitor.replays.outcome import hour_of, moment_of

#: (hours that a bar may cover at most so many of, its unit): the first that leaves at most MOST_BARS bars
MOST_BARS = 100
_HOURS = {"hour": 1, "day": 24, "week": 7 * 24}


class Bar(Struct, frozen=True):
    """One bucket, from its start to the next one's. Heights are shares of their panel, 0 … 1."""

    label: str
    mentions: int
    negative: int
    #: grade → alerts that alarmed
    alarms: dict[int, int]
    height: float
    negative_height: float
    #: (grade, bottom, height) of the alerts, the mildest at the bottom
    stack: list[tuple[int, float, float]]


class Chart(Struct, frozen=True):
    unit: str
    bars: list[Bar]
    most_mentions: int
    most_alarms: int
    #: (share of the width, text) of the labels under the bars
    ticks: list[tuple[float, str]]


def chart(mentions: Mapping[int, int], negative: Mapping[int, int], alarms: Mapping[tuple[int, int], int]) -> Chart:
    """Counts by hour since 2000 → bars of one unit; none where there is nothing to show."""
    hours = sorted({*mentions, *(hour for hour, _ in alarms)})
    if not hours:
        return Chart("hour", [], 0, 0, [])
    unit, edges = _edges(moment_of(hours[0]), moment_of(hours[-1]))
    starts = [hour_of(edge) for edge in edges]
    seen, bad = _gathered(mentions.items(), starts), _gathered(negative.items(), starts)
    told: Counter[tuple[int, int]] = Counter()
    for (hour, grade), count in alarms.items():
        told[bisect_right(starts, hour) - 1, grade] += count
    by_bar = [{grade: told[at, grade] for grade in range(1, 5) if told[at, grade]} for at in range(len(edges))]
    most, most_alarms = max(seen.values(), default=0), max(sum(each.values()) for each in by_bar)
    bars = [
        Bar(
            _label(edge, unit), seen[at], bad[at], by_bar[at],
            seen[at] / max(1, most), bad[at] / max(1, most), _stack(by_bar[at], most_alarms),
        )
        for at, edge in enumerate(edges)
    ]  # fmt: skip
    return Chart(unit, bars, most, most_alarms, _ticks(edges, unit))


def _gathered(counts: Iterable[tuple[int, int]], starts: list[int]) -> Counter[int]:
    result: Counter[int] = Counter()
    for hour, count in counts:
        result[bisect_right(starts, hour) - 1] += count
    return result


def _edges(first: datetime, last: datetime) -> tuple[str, list[datetime]]:
    span = (last - first) // timedelta(hours=1) + 1
    for unit, hours in _HOURS.items():
        # a day more, since days and weeks begin before the first hour
        if span <= (MOST_BARS - 1) * hours:
            start = first if unit == "hour" else first.replace(hour=0)
            if unit == "week":
                start -= timedelta(days=start.weekday())
            step = timedelta(hours=hours)
            return unit, [start + step * number for number in range((last - start) // step + 1)]
    return _months(first, last)


def _months(first: datetime, last: datetime) -> tuple[str, list[datetime]]:
    """Months, or as many years as it takes."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    start = first.replace(month=first.month if months <= MOST_BARS else 1, day=1, hour=0)
    unit = "month" if months <= MOST_BARS else "year"
    edges = [start]
    while (following := _after(edges[-1], unit)) <= last:
        edges.append(following)
    return unit, edges


def _after(edge: datetime, unit: str) -> datetime:
    if unit == "year":
        return edge.replace(year=edge.year + 1)
    return edge.replace(year=edge.year + edge.month // 12, month=edge.month % 12 + 1)


def _stack(alarms: Mapping[int, int], most: int) -> list[tuple[int, float, float]]:
    stack, bottom = [], 0.0
    for grade in sorted(alarms):
        height = alarms[grade] / most
        stack.append((grade, bottom, height))
        bottom += height
    return stack


def _label(edge: datetime, unit: str) -> str:
    if unit == "hour":
        return f"{edge.month}月{edge.day}日 {edge.hour}时"
    if unit == "year":
        return f"{edge.year}年"
    if unit == "month":
        return f"{edge.year}年{edge.month}月"
    return f"{edge.year}年{edge.month}月{edge.day}日" + ("起一周" if unit == "week" else "")


def _ticks(edges: list[datetime], unit: str) -> list[tuple[float, str]]:
    """At most five labels, evenly spread; the first and the last bar always have one."""
    count = min(5, len(edges))
    picked = sorted({round(number * (len(edges) - 1) / max(1, count - 1)) for number in range(count)})
    return [((at + 0.5) / len(edges), _short(edges[at], unit)) for at in picked]


def _short(edge: datetime, unit: str) -> str:
    if unit == "hour":
        return f"{edge.month}/{edge.day} {edge.hour}时"
    if unit in ("day", "week"):
        return f"{edge.month}/{edge.day}"
    return f"{edge.year}/{edge.month}" if unit == "month" else str(edge.year)
