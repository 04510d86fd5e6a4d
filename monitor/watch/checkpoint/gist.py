"""An incident's mentions at a glance: what every alert and every state says of them, kept as they come."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from monitor.kept import kept
from monitor.watch.checkpoint import coordination

if TYPE_CHECKING:
    from monitor.watch.checkpoint.state import Member


#: the best that somebody has to say for it, the surest first: an office and the press were not there, but answer for it
OFFICE, PRESS, WITNESS, STATES, PASSES_ON = range(5)


Direction = Literal["rising", "peaking", "steady", "falling"]


class Moves(NamedTuple):
    """How many spoke when, up to a moment."""

    direction: Direction
    #: in the last hour and the one before it; in the last day and the one before it
    hours: tuple[int, int]
    days: tuple[int, int]
    peak_hour: int
    #: window, mentions, people
    counts: list[tuple[str, int, int]]


class Attested:
    """People, offices and papers by the best that each has to say for it."""

    def __init__(self, members: Iterable[Member]) -> None:
        self.people = [0] * 5
        self._best: dict[str, int] = {}
        for each in members:
            self.add(each)

    def add(self, member: Member) -> None:
        kind = kind_of(member)
        before = self._best.get(member.person)
        if before is None or kind < before:
            if before is not None:
                self.people[before] -= 1
            self._best[member.person] = kind
            self.people[kind] += 1


def kind_of(member: Member) -> int:
    if member.complaint:
        return WITNESS
    if member.government or member.official_media:
        return OFFICE if member.government else PRESS
    if member.first_hand:
        return WITNESS
    return PASSES_ON if member.hearsay or member.relayed else STATES


class Gist:
    """Made of the mentions, and kept with them: `add` where one comes, `leave` where one goes to make room,
    `IncidentState.forget_gist` where one is another."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._members = list(members)
        self.ordered = sorted(self._members, key=lambda each: each.published)
        #: when they were published, in order
        self.times = [each.published for each in self.ordered]
        #: what they say each by itself, and how many of them
        self._kinds: dict[_Kind, int] = {}
        for each in self.ordered:
            kind = _kind(each)
            self._kinds[kind] = self._kinds.get(kind, 0) + 1
        self._sum_up()
        self._peaks: dict[timedelta, int] = {}
        #: those that stand and were published after a moment, and which that is
        self._after: tuple[datetime | None, list[Member]] | None = None
        #: how they move, as it was asked for last, and of which moment (monitor.watch.grades.trending)
        self.moves: tuple[datetime, Moves] | None = None

    def add(self, member: Member) -> None:
        """One that nobody had before, at the end of the incident's own order."""
        self._members.append(member)
        self.moves = None
        at = self.until(member.published)
        self.ordered.insert(at, member)
        self.times.insert(at, member.published)
        kind = _kind(member)
        known = self._kinds[kind] = self._kinds.get(kind, 0) + 1
        if known == 1:
            self._sum_up()
        for span, most in self._peaks.items():
            # only windows that it lies in hold more than they did
            self._peaks[span] = max(most, self._peak_around(member, span))
        if self._after is not None and _stands(member, self._after[0]):
            self._after[1].append(member)
        self.__dict__.pop("coordination", None)
        if (attested := self.__dict__.get("attested")) is not None and _stands(member, None):
            attested.add(member)

    def leave(self, member: Member) -> None:
        """One of them goes, mostly the first."""
        self.moves = None
        for span, most in list(self._peaks.items()):
            if self._peak_around(member, span) == most:
                # a window that it lies in may have been the only one with so many
                del self._peaks[span]
        at = bisect_left(self.times, member.published)
        while self.ordered[at] is not member:
            at += 1
        del self.ordered[at], self.times[at]
        del self._members[next(at for at, each in enumerate(self._members) if each is member)]
        kind = _kind(member)
        self._kinds[kind] -= 1
        if not self._kinds[kind]:
            del self._kinds[kind]
            self._sum_up()
        if self._after is not None:
            self._after = self._after[0], [each for each in self._after[1] if each is not member]
        self.__dict__.pop("coordination", None)
        self.__dict__.pop("attested", None)

    def _peak_around(self, member: Member, span: timedelta) -> int:
        """The most that any window holds in which it lies."""
        first, end = self.until(member.published - span), bisect_left(self.times, member.published + span)
        return peak(self.times[first:end], span)

    def _sum_up(self) -> None:
        kinds = self._kinds
        #: of the gravest of its mentions, and of what an office states
        self.level = max((each.level for each in kinds), default=0)
        self.government = max((each.stated for each in kinds), default=0)
        self.grave = self.level >= 3
        self.urgent = any(each.urgent for each in kinds)
        #: somebody knows it for himself, and the greatest level that somebody says so
        self.vouched = any(each.vouched for each in kinds)
        self.solid = max((each.level for each in kinds if each.vouched), default=0)
        self.late = bool(kinds) and all(each.late for each in kinds)
        #: all that is told of it is old news
        self.old = any(each.told for each in kinds) and all(each.old for each in kinds if each.told)

    @property
    def vouched_grave(self) -> bool:
        """Somebody states what is grave, and not only passes on what is talked of."""
        return self.solid >= 3

    @kept
    def coordination(self) -> coordination.Finding:
        return coordination.look(self._members)

    @kept
    def attested(self) -> Attested:
        """On whose word it stands, those left out who are refuted by themselves."""
        return Attested(each for each in self._members if _stands(each, None))

    def standing(self, since: datetime | None) -> list[Member]:
        """Those that nobody has refuted, published after that moment if there is one, in the incident's own order.

        Talk that somebody denies is the caller's to leave out. The list is not to be changed.
        """
        if self._after is None or self._after[0] != since:
            self._after = since, [each for each in self._members if _stands(each, since)]
        return self._after[1]

    def until(self, at: datetime) -> int:
        """How many were published by then."""
        return bisect_right(self.times, at)

    def people(self, first: int, end: int) -> int:
        return len({each.person for each in self.ordered[first:end]})

    def peak(self, span: timedelta) -> int:
        """The most that any window of this length holds."""
        if span not in self._peaks:
            self._peaks[span] = peak(self.times, span)
        return self._peaks[span]


class _Kind(NamedTuple):
    level: int
    #: its level, where an office says so
    stated: int
    urgent: bool
    vouched: bool
    late: bool
    #: it says that something happened, and of that: long ago
    told: bool
    old: bool


def _kind(member: Member) -> _Kind:
    level, denial = member.level, member.denial
    return _Kind(
        level,
        level if member.government and not denial else 0,
        # who was in danger days ago is it no more, or everybody knows
        member.urgent and not member.discounted and not member.late,
        not (member.hearsay or member.relayed or member.discounted or denial),
        member.late,
        bool(level) and not denial,
        member.old,
    )


def _stands(member: Member, since: datetime | None) -> bool:
    return not (member.discounted or member.denial) and (since is None or member.published > since)


def peak(times: Sequence[datetime], span: timedelta) -> int:
    """The most of these ordered times that any window of this length holds."""
    most = start = 0
    for end, time in enumerate(times, 1):
        while times[start] <= time - span:
            start += 1
        most = max(most, end - start)
    return most
