"""What changed against the week before: the days of two weeks, counted as mentions arrive, and no more than those."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from msgspec import Struct, field

from monitor.records import Assessment, Incident
from monitor.times import EARLIEST

WEEK = 7
#: the week, the one before, and the day that has just begun
_KEPT = 2 * WEEK + 1
_DAY = timedelta(days=1)
#: categories and projects told, and the difference that is worth telling
TOLD, WORTH = 5, 3


class Counts(Struct):
    """Of one day, or of a week of them."""

    mentions: int = 0
    negative: int = 0
    complaints: int = 0
    praise: int = 0
    #: mentions of level 1 and above about us, by category and by project ("" is the company)
    categories: Counter[str] = field(default_factory=Counter)
    projects: Counter[str] = field(default_factory=Counter)

    def add(self, other: Counts) -> None:
        for name in ("mentions", "negative", "complaints", "praise"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.categories.update(other.categories)
        self.projects.update(other.projects)


class Move(Struct, frozen=True):
    """One figure, the week before and now."""

    name: str
    before: int
    now: int

    @property
    def difference(self) -> int:
        return self.now - self.before


class Change(Struct, frozen=True):
    """The week that ends the report against the one before it. Days are days since 2000."""

    first_day: int
    last_day: int
    figures: list[Move]
    categories: list[Move]
    projects: list[Move]


class Days(Struct):
    """Counts by day, of the latest two weeks that were seen; what arrives from `end` on is left out."""

    end: datetime | None = None
    first: int | None = None
    last: int = 0
    days: dict[int, Counts] = field(default_factory=dict)

    def add(self, judged: Assessment, praise: bool) -> None:
        """Count a mention that was not seen before."""
        if self.end is not None and judged.arrived_at >= self.end:
            return
        day = day_of(judged.arrived_at)
        self.first = day if self.first is None else min(self.first, day)
        self._forget(day)
        if day <= self.last - _KEPT:
            return
        if (counts := self.days.get(day)) is None:
            counts = self.days[day] = Counts()
        counts.mentions += 1
        counts.negative += judged.sentiment.label == "negative"
        counts.complaints += judged.mention.kind == "complaint"
        counts.praise += praise
        if judged.relevant and judged.risk.level:
            counts.categories.update(judged.risk.categories)
            counts.projects[judged.subject.project or ""] += 1

    def _forget(self, day: int) -> None:
        if day > self.last:
            self.last = day
            for old in [each for each in self.days if each <= day - _KEPT]:
                del self.days[old]

    def change(self, incidents: Iterable[Incident]) -> Change | None:
        """None where the week before was not watched from its first day on."""
        if self.first is None or self.first > self.last - 2 * WEEK + 1:
            return None
        now, before = self._week(self.last), self._week(self.last - WEEK)
        told = list(incidents)
        figures = [
            Move(name, getattr(before, key), getattr(now, key))
            for name, key in (("信息", "mentions"), ("负面", "negative"), ("投诉", "complaints"), ("表扬", "praise"))
        ]
        figures += [
            Move("新增较重及以上事件", self._opened(told, WEEK, grave=True), self._opened(told, 0, grave=True)),
            Move("新增一般事件", self._opened(told, WEEK, grave=False), self._opened(told, 0, grave=False)),
        ]
        return Change(
            self.last - WEEK + 1, self.last, figures,
            moves(before.categories, now.categories), moves(before.projects, now.projects),
        )  # fmt: skip

    def _week(self, last: int) -> Counts:
        total = Counts()
        for day in range(last - WEEK + 1, last + 1):
            total.add(self.days.get(day, Counts()))
        return total

    def _opened(self, incidents: Iterable[Incident], back: int, *, grave: bool) -> int:
        last = self.last - back
        days = (day_of(each.opened_at) for each in incidents if (each.peak_grade >= 2) is grave)
        return sum(last - WEEK < day <= last for day in days)


def moves(before: Mapping[str, int], now: Mapping[str, int]) -> list[Move]:
    """The largest differences, those that grew first."""
    found = [Move(name, before.get(name, 0), now.get(name, 0)) for name in sorted({*before, *now})]
    worth = sorted(
        (each for each in found if abs(each.difference) >= WORTH), key=lambda each: -abs(each.difference)
    )  # stable: equal ones by name
    return sorted(worth[:TOLD], key=lambda each: -each.difference)


def day_of(at: datetime) -> int:
    """Days since 2000 in the zone of the records, Asia/Shanghai."""
    return (at - EARLIEST) // _DAY


def date_of(day: int) -> datetime:
    return EARLIEST + day * _DAY
