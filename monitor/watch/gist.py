"""An incident's mentions at a glance: what every alert and every state says of them, kept as they come."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from monitor.watch import coordination

if TYPE_CHECKING:
    from monitor.watch.state import Member


#: the best that somebody has to say for it, the surest first: an office and the press were not there, but answer for it
OFFICE, PRESS, WITNESS, STATES, PASSES_ON = range(5)


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
    """Made of the mentions, and kept with them: `add` where one comes, `IncidentState.forget_gist` where one goes or is
    another."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._members = list(members)
        self.ordered = sorted(self._members, key=lambda each: each.published)
        #: when they were published, in order
        self.times = [each.published for each in self.ordered]
        #: of the gravest of its mentions, and of what an office states
        self.level = self.government = 0
        self.urgent = self.grave = self.vouched = False
        #: the greatest level that somebody says who knows it for himself
        self.solid = 0
        self.late = bool(self.ordered)
        #: all that is told of it is old news
        self.old = self._new = False
        self._peaks: dict[timedelta, int] = {}
        #: those that stand and were published after a moment, and which that is
        self._after: tuple[datetime | None, list[Member]] | None = None
        for each in self.ordered:
            self._look_at(each)

    def add(self, member: Member) -> None:
        """One that nobody had before, at the end of the incident's own order."""
        self.late |= not self._members
        self._members.append(member)
        at = self.until(member.published)
        self.ordered.insert(at, member)
        self.times.insert(at, member.published)
        self._look_at(member)
        for span, most in self._peaks.items():
            # only windows that it lies in hold more than they did
            near = self.times[self.until(member.published - span) : bisect_left(self.times, member.published + span)]
            self._peaks[span] = max(most, peak(near, span))
        if self._after is not None and _stands(member, self._after[0]):
            self._after[1].append(member)
        self.__dict__.pop("coordination", None)
        if (attested := self.__dict__.get("attested")) is not None and _stands(member, None):
            attested.add(member)

    def _look_at(self, member: Member) -> None:
        grave = member.level >= 3
        self.grave |= grave
        self.level = max(self.level, member.level)
        if member.government and not member.denial:
            self.government = max(self.government, member.level)
        self.late &= member.late
        if member.level and not member.denial:
            self._new |= not member.old
            self.old = not self._new
        # who was in danger days ago is it no more, or everybody knows
        self.urgent |= member.urgent and not member.discounted and not member.late
        if not (member.hearsay or member.relayed or member.discounted or member.denial):
            self.vouched = True
            self.solid = max(self.solid, member.level)

    @property
    def vouched_grave(self) -> bool:
        """Somebody states what is grave, and not only passes on what is talked of."""
        return self.solid >= 3

    @cached_property
    def coordination(self) -> coordination.Finding:
        return coordination.look(self._members)

    @cached_property
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
