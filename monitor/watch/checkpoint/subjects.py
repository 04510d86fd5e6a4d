"""Subjects with their memories and incidents; an incident that nobody speaks of rests, packed, until somebody does."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import ItemsView, Iterator
from datetime import datetime, timedelta
from sys import intern

from msgspec import Struct

from monitor.text.likeness import ALIKE
from monitor.watch.checkpoint import parts
from monitor.watch.checkpoint.memory import Memory
from monitor.watch.checkpoint.remembered import NEVER, Remembered, Seen, key_of, micros, name_of
from monitor.watch.checkpoint.state import IncidentState, decode_incident, encode

#: mentions, actions and alerts of a partition's incidents that are kept as objects, each incident counted for so many
#: more: about 32 MiB; and of the latest of them also what is found of them at a glance
WARM, EACH, HOT = 80_000, 20, 10_000
#: mentions that an incident may hold beside its subject's memory: twice as many as it holds at most
MOST_STRAYS = 2_000
#: incidents woken or opened until it is looked at whether others have to rest
LOOKED_AT = 256
#: and so many uses, each of which may have made one grow by a mention
GROWN = 2_048
_LOW = 2**64 - 1


#: what a subject remembers by id, by the name of its parts
KINDS = ("mentions", "grave", "acts")


class Resting(Struct, gc=False):
    """What is asked of every incident of a subject, named as IncidentState names it, and all of it packed."""

    matter: str
    opened_at: datetime
    closed_at: datetime | None
    first_seen: datetime
    last_seen: datetime
    drill: bool
    #: somebody was in danger in it
    urgent: bool
    unplaced: bool
    merged_into: str | None
    traced_to: str | None
    categories: list[str]
    #: fingerprints of its wordings, two numbers each
    bits: array[int]
    packed: bytes

    @property
    def open(self) -> bool:
        return self.closed_at is None

    def resembles(self, bits: int) -> bool:
        """Whether it has a wording so near to this fingerprint."""
        low, high, known = bits & _LOW, bits >> 64 & _LOW, iter(self.bits)
        return any(
            (low ^ one).bit_count() + (high ^ other).bit_count() <= ALIKE
            for one, other in zip(known, known, strict=True)
        )


#: what can be asked without waking it
Outline = IncidentState | Resting


def rest(incident: IncidentState) -> Resting:
    return Resting(
        matter=intern(incident.matter),
        opened_at=incident.opened_at,
        closed_at=incident.closed_at,
        first_seen=incident.first_seen,
        last_seen=incident.last_seen,
        drill=incident.drill,
        urgent=_endangers(incident),
        unplaced=incident.unplaced,
        merged_into=incident.merged_into,
        traced_to=incident.traced_to,
        categories=[intern(each) for each in incident.categories],
        bits=array("Q", [half for bits in incident.spread.bits for half in (bits & _LOW, bits >> 64 & _LOW)]),
        packed=zlib.compress(encode(incident), 1),
    )


def wake(resting: Resting) -> IncidentState:
    incident: IncidentState = decode_incident(zlib.decompress(resting.packed))
    for member in incident.members.values():
        member.keywords = [intern(word) for word in member.keywords]
        member.categories = [intern(each) for each in member.categories]
        member.source = intern(member.source)
    return incident


class Shelf:
    """Which of a partition's incidents are awake, those used last at the end. When one rests changes nothing told."""

    __slots__ = ("_awake", "_since", "_uses", "crowded", "hot", "looked_at", "warm")

    def __init__(self, warm: int = WARM, looked_at: int = LOOKED_AT, hot: int = HOT) -> None:
        self.warm, self.looked_at, self.hot = warm, looked_at, hot
        self._awake: dict[str, Incidents] = {}
        self._since = self._uses = 0
        #: it may be too much: looked at for every record
        self.crowded = looked_at <= 0

    def woken(self, name: str, incidents: Incidents) -> None:
        self._awake[name] = incidents
        self._since += 1
        self.crowded = self.crowded or self._since >= self.looked_at

    def used(self, name: str) -> None:
        if (incidents := self._awake.pop(name, None)) is not None:
            self._awake[name] = incidents
            self._uses += 1
            self.crowded = self.crowded or self._uses >= GROWN

    def forget(self, name: str) -> None:
        self._awake.pop(name, None)

    def tidy(self) -> None:
        """Put to rest what was used longest ago, when too much is awake; nobody may hold an incident meanwhile."""
        if not self.crowded:
            return
        self._since, self._uses, room, self.crowded = 0, 0, self.warm, self.looked_at <= 0
        for name in reversed(list(self._awake)):
            incidents = self._awake[name]
            room -= incidents.weight(name)
            if room < 0:
                self._awake.pop(name).rest(name)
            elif room < self.warm - self.hot:
                incidents.cool(name)


def _endangers(outline: Outline) -> bool:
    if isinstance(outline, Resting):
        return outline.urgent
    return outline.gist.urgent or bool(outline.spread.alarm.calls)


class Incidents:
    """A subject's incidents by id; asked for by id they are awake."""

    __slots__ = ("_closed_first", "_endangered", "_kept", "_perhaps_endangered", "_shelf")

    def __init__(self, shelf: Shelf) -> None:
        self._kept: dict[str, Outline] = {}
        self._shelf = shelf
        #: none of them was closed before then, in microseconds since 2000
        self._closed_first = NEVER
        #: the open ones in which somebody was in danger; the same of them
        self._endangered: list[str] = []
        self._perhaps_endangered = False

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __contains__(self, name: str) -> bool:
        return name in self._kept

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Incidents) and dict(self.items()) == dict(other.items())

    __hash__ = None  # type: ignore[assignment]

    def __getitem__(self, name: str) -> IncidentState:
        each = self._kept[name]
        self._perhaps_endangered = True
        if isinstance(each, Resting):
            each = self._kept[name] = wake(each)
            self._shelf.woken(name, self)
        return each

    def get(self, name: str) -> IncidentState | None:
        return self[name] if name in self._kept else None

    def __setitem__(self, name: str, incident: IncidentState) -> None:
        self._kept[name] = incident
        self._perhaps_endangered = True
        if incident.closed_at is not None:
            self.closing(incident.closed_at)
        self._shelf.woken(name, self)

    def __delitem__(self, name: str) -> None:
        del self._kept[name]
        self._perhaps_endangered = True
        self._shelf.forget(name)

    def outlines(self) -> ItemsView[str, Outline]:
        """All of them by name, as they are."""
        return self._kept.items()

    def open_to(self, *, drill: bool) -> list[str]:
        """The open ones in order; an exercise and what is real never touch each other."""
        return sorted([name for name, each in self._kept.items() if each.open and each.drill == drill])

    def open_near(self, when: datetime, within: timedelta, drill: bool) -> list[str]:
        """The open ones, drills or not, of which somebody spoke within so much of a moment; none is woken for it."""
        return sorted(
            name
            for name, each in self.outlines()
            if each.open and each.drill == drill and abs(when - each.last_seen) <= within
        )

    def endangered_near(self, when: datetime, within: timedelta, drill: bool) -> list[str]:
        """Of `open_near` those in which somebody was in danger; quick where there is none, as at most estates."""
        if self._perhaps_endangered:
            self._perhaps_endangered = False
            self._endangered = [name for name, each in self._kept.items() if each.open and _endangers(each)]
        if not self._endangered:
            return []
        return [name for name in self.open_near(when, within, drill) if name in self._endangered]

    def closing(self, at: datetime) -> None:
        """One of them is closed at that moment."""
        self._closed_first = min(self._closed_first, micros(at))

    def closed_before(self, moment: int) -> list[str]:
        """In order the names of those closed before then (microseconds since 2000); asked for every record."""
        if self._closed_first >= moment:
            return []
        # some of them may be open again, or gone
        closed = {name: micros(each.closed_at) for name, each in self._kept.items() if each.closed_at}
        self._closed_first = min(closed.values(), default=NEVER)
        return sorted(name for name, at in closed.items() if at < moment)

    def values(self) -> Iterator[IncidentState]:
        return (self[name] for name in list(self._kept))

    def items(self) -> Iterator[tuple[str, IncidentState]]:
        return ((name, self[name]) for name in list(self._kept))

    def weight(self, name: str) -> int:
        each = self._kept[name]
        if not isinstance(each, IncidentState):
            return 0
        return EACH + len(each.members) + len(each.actions) + len(each.transitions)

    def cool(self, name: str) -> None:
        """Let go of what is found of it at a glance: it is found again when it is asked for."""
        each = self._kept[name]
        if isinstance(each, IncidentState):
            each.__dict__.clear()
            each.spread.__dict__.clear()

    def rest(self, name: str) -> None:
        each = self._kept[name]
        if isinstance(each, IncidentState):
            self._kept[name] = rest(each)


class SubjectState:
    """A subject's memory and incidents. Nothing may depend on the order of `incidents`: a restore changes it."""

    __slots__ = ("acts", "buried", "grave", "incidents", "memory", "mentions", "strays", "subject")

    def __init__(self, subject: str, shelf: Shelf) -> None:
        self.subject = subject
        self.incidents = Incidents(shelf)
        #: incident → mentions that it holds and that the memory has let go of; None until they are looked for
        self.strays: dict[str, set[bytes]] | None = {}
        #: incident that was let go of in this step → the parts that its checkpoints may have
        self.buried: dict[str, list[int]] = {}
        self._take_up(Memory())

    def _take_up(self, memory: Memory) -> None:
        self.memory = memory
        #: in the order of their last delivery
        self.mentions = Remembered(self.subject, memory.mentions)
        #: of level 3, past the ordinary memory
        self.grave = Remembered(self.subject, memory.grave)
        #: of actions
        self.acts = Remembered(self.subject, memory.acts)

    def recall(self, memory: Memory) -> None:
        """Take a memory over from its checkpoint; its mentions come after it."""
        self._take_up(memory)
        self.strays = None

    def take_back(self, incident_id: str, incident: IncidentState) -> None:
        """Take an incident over from its checkpoint: nobody knows yet which of its mentions the memory still has."""
        self.incidents[incident_id] = incident
        self.strays = None

    @property
    def ids(self) -> tuple[Remembered, Remembered, Remembered]:
        """What it remembers by id; KINDS names their parts."""
        return self.mentions, self.grave, self.acts

    @property
    def forgetful(self) -> bool:
        """It remembers nothing beside its incidents."""
        return self.memory.empty and not (self.mentions or self.grave or self.acts)

    # ------------------------------------------------------------ incidents that remember more than their subject

    def let_go(self, seen: Seen) -> None:
        """The memory has no room for it any more."""
        self.stray(seen.incident, seen.key)

    def stray(self, incident: str | None, key: bytes) -> None:
        """The incident may hold a mention that the memory does not know, and so may what was merged into it."""
        if self.strays is None or incident is None:
            return
        for name, each in self.incidents.outlines():
            if name == incident or each.merged_into is not None:
                self.strays.setdefault(name, set()).add(key)
                if len(self.strays[name]) > MOST_STRAYS:
                    # most of them are held no more: looked for anew, when asked for
                    self.strays = None
                    return

    def hand_over(self, old: str, new: str) -> None:
        """The mentions of one incident are another's as well."""
        self.mentions.reassign(old, new)
        self.grave.reassign(old, new)
        if self.strays and old in self.strays:
            self.strays.setdefault(new, set()).update(self.strays[old])

    def drop(self, incident: str) -> None:
        self.buried[incident] = parts.numbers(self.incidents[incident])
        del self.incidents[incident]
        if self.strays is not None:
            self.strays.pop(incident, None)

    def holders(self, mention_id: str, key: bytes) -> list[IncidentState]:
        """The incidents that hold a mention which the memory has forgotten."""
        if self.strays is None:
            self.strays = {name: lost for name, each in self.incidents.items() if (lost := self._lost(each))}
        names = [name for name, lost in self.strays.items() if key in lost]
        return [self.incidents[name] for name in names if mention_id in self.incidents[name].members]

    def _lost(self, incident: IncidentState) -> set[bytes]:
        keys = (key_of(name_of(each, incident.drill)) for each in incident.members)
        return {key for key in keys if not (self.mentions.has(key) or self.grave.has(key))}
