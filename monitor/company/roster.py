"""Who is on duty and who is away: shifts by weekday and hour, absences by date; the moment is handed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal

from msgspec import field

from monitor.records import Record, Time
from monitor.times import SHANGHAI, local

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHINESE = "一二三四五六日"
_DAY = 24 * 60
#: any Monday
_MONDAY = datetime(2026, 1, 5, tzinfo=SHANGHAI)


class Shift(Record, frozen=True, kw_only=True):
    """A person is on duty from one time of day to another (Asia/Shanghai), over midnight or not."""

    person: str
    #: the days on which it begins; empty: every day
    weekdays: tuple[Weekday, ...] = ()
    #: HH:MM; the same time twice is a whole day
    start: str = field(name="from", default="00:00")
    end: str = field(name="to", default="00:00")

    def covers(self, at: datetime) -> bool:
        here = local(at)
        begin = minutes(self.start)
        length = (minutes(self.end) - begin) % _DAY or _DAY
        # what began yesterday may last until today
        for back in (0, 1):
            since = here.hour * 60 + here.minute - begin + back * _DAY
            if 0 <= since < length and self.begins_on((here.weekday() - back) % 7):
                return True
        return False

    def begins_on(self, day: int) -> bool:
        return not self.weekdays or WEEKDAYS[day] in self.weekdays

    def said(self) -> str:
        """周六周日 18:00–08:00"""
        days = "".join(f"周{_CHINESE[WEEKDAYS.index(day)]}" for day in self.weekdays) or "每天"
        return f"{days} {self.start}–{self.end if self.end != self.start else '次日同时'}"


class Absence(Record, frozen=True, kw_only=True):
    """A person is away; the deputy is told instead. In force from `start` until just before `end`."""

    person: str
    start: Time = field(name="from")
    end: Time = field(name="to")

    def covers(self, at: datetime) -> bool:
        return self.start <= at < self.end


def minutes(text: str) -> int:
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute)


def changes(shifts: Iterable[Shift]) -> list[datetime]:
    """The moments of one week at which somebody's duty begins or ends: between two of them nothing changes."""
    found = set()
    for shift in shifts:
        begin, end = minutes(shift.start), minutes(shift.end)
        for day in range(7):
            if shift.begins_on(day):
                start = _MONDAY + timedelta(days=day, minutes=begin)
                found |= {start, start + timedelta(minutes=(end - begin) % _DAY or _DAY)}
    return sorted(found)


def on_duty(shifts: Iterable[Shift], person: str, at: datetime) -> Shift | None:
    """The shift that this person has now."""
    return next((shift for shift in shifts if shift.person == person and shift.covers(at)), None)


def off_duty(shifts: Sequence[Shift], people: Sequence[str], at: datetime) -> frozenset[str]:
    """Of these colleagues those who need not be told: they have shifts, not now, and another of them has.

    An hour that no shift covers is a gap in the roster, not a time without anybody: then all are told.
    """
    rostered = {shift.person for shift in shifts} & set(people)
    present = {person for person in rostered if on_duty(shifts, person, at)}
    return frozenset(rostered - present) if present else frozenset()


def away(absences: Iterable[Absence], person: str, at: datetime) -> bool:
    return any(each.person == person and each.covers(at) for each in absences)
