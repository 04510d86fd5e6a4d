"""An incident's members in parts of its checkpoint, so that a step writes what changed of a thousand and not all.

The members stand in the order of their places: those of the first part, of the second, and so on, and behind them the
latest, which are written with the incident itself until they are as many as a part holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate, islice
from typing import Any, NamedTuple

import msgspec

from monitor.errors import YuqingError
from monitor.watch.checkpoint.history import SHORT
from monitor.watch.checkpoint.state import SAID, IncidentState, Member, Parts, encode

#: members of a part: what a step writes of a large incident that somebody has spoken of
PART = 16
#: parts that are nearly empty, beyond what the members need, until they are put together anew
SPARE = 64
KIND = "members"


class Said(NamedTuple):
    """Fields of an incident that only its mentions change, as its checkpoint has them; members without its parts'."""

    members: msgspec.Raw
    people: msgspec.Raw
    keywords: msgspec.Raw
    wordings: msgspec.Raw


def name_of(number: int) -> str:
    return f"{KIND}.{number}"


# ---------------------------------------------------------------- what changes


def added(incident: IncidentState) -> None:
    """A member has come to the end; as many as make a part become one."""
    incident.forget_said()
    parts = incident.parts
    latest = len(incident.members) - sum(parts.sizes)
    while latest >= PART:
        parts.stirred.add(parts.front + len(parts.sizes))
        parts.sizes.append(PART)
        latest -= PART


def changed(incident: IncidentState, name: str) -> None:
    """A member is not what it was."""
    incident.forget_said()
    at = _part_of(incident, name)
    if at is not None:
        incident.parts.stirred.add(incident.parts.front + at)


def leaving(incident: IncidentState, name: str) -> None:
    """A member is about to go. The oldest leaves its part's checkpoint as it is: how many are left says so."""
    incident.forget_said()
    parts, at = incident.parts, _part_of(incident, name)
    if at is None:
        return
    parts.sizes[at] -= 1
    if name != next(iter(incident.members)) or not parts.sizes[at]:
        parts.stirred.add(parts.front + at)
    while parts.sizes and not parts.sizes[0]:
        del parts.sizes[0]
        parts.front += 1
    if len(parts.sizes) * PART > len(incident.members) + SPARE * PART:
        arranged(incident, len(incident.members) - 1)


def all_changed(incident: IncidentState) -> None:
    incident.forget_said()
    parts = incident.parts
    parts.stirred.update(range(parts.front, parts.front + len(parts.sizes)))


def arranged(incident: IncidentState, members: int | None = None) -> None:
    """The members stand in another order: so many of them are put into parts anew."""
    all_changed(incident)
    parts, count = incident.parts, len(incident.members) if members is None else members
    parts.front, parts.sizes = 0, [PART] * (count // PART)
    all_changed(incident)


def _part_of(incident: IncidentState, name: str) -> int | None:
    """Which of its parts a member is in; None for one of the latest."""
    sizes = incident.parts.sizes
    if not sizes:
        return None
    place = next(at for at, each in enumerate(incident.members) if each == name)
    return next((at for at, end in enumerate(accumulate(sizes)) if place < end), None)


# ---------------------------------------------------------------- checkpoints


def own(incident: IncidentState) -> IncidentState:
    """What is written of it beside its parts; to be encoded, and for nothing else."""
    parts, encoded = incident.parts, dict[str, Any](incident.encoded())
    if (course := incident.encoded_course()) is not None:
        encoded["course"] = course
    if len(incident.members) >= SHORT:
        said = _said(incident)
        encoded |= {"members": said.members, "people": said.people, "keywords": said.keywords}
        encoded["spread"] = msgspec.structs.replace(incident.spread, wordings=said.wordings)
    if parts.sizes or parts.stirred:
        encoded["parts"] = Parts(parts.front, parts.sizes)
    return msgspec.structs.replace(incident, **encoded) if encoded else incident


def _said(incident: IncidentState) -> Said:
    """Made anew when a mention has come, changed or gone: most that is written follows upon what somebody did."""
    known: Said | None = incident.__dict__.get(SAID)
    if known is None:
        latest = dict(islice(incident.members.items(), sum(incident.parts.sizes), None))
        fields = latest, incident.people, incident.keywords, incident.spread.wordings
        known = incident.__dict__[SAID] = Said(*(msgspec.Raw(encode(each)) for each in fields))
    return known


def written(incident: IncidentState) -> list[tuple[int, dict[str, Member] | None]]:
    """The parts that have changed since the last time, None for one that holds nothing any more."""
    parts = incident.parts
    if not parts.stirred:
        return []
    numbers, parts.stirred = sorted(parts.stirred), set()
    members, ends = list(incident.members.items()), [0, *accumulate(parts.sizes)]
    found: list[tuple[int, dict[str, Member] | None]] = []
    for number in numbers:
        at = number - parts.front
        held = members[ends[at] : ends[at + 1]] if 0 <= at < len(parts.sizes) else []
        found.append((number, dict(held) or None))
    return found


def numbers(incident: IncidentState) -> list[int]:
    """All that checkpoints may know of its parts."""
    parts = incident.parts
    return sorted(parts.stirred.union(range(parts.front, parts.front + len(parts.sizes))))


def together(incident: IncidentState, found: Mapping[int, dict[str, Member]]) -> None:
    """Put an incident's members together again. Raises YuqingError where some of them are missing."""
    if incident.parts.sizes:
        incident.members = dict([*_held(incident, found), *incident.members.items()])


def _held(incident: IncidentState, found: Mapping[int, dict[str, Member]]) -> Iterator[tuple[str, Member]]:
    for number, size in enumerate(incident.parts.sizes, incident.parts.front):
        rows = list(found.get(number, {}).items())
        if len(rows) < size:
            raise YuqingError(
                f"checkpoints of incident {incident.incident_id} lack members of part {number}: "
                "rebuild the state: stop the watch, make checkpoints.v1 anew, keep the group's offsets"
            )
        # those that have gone since it was written stood in front
        yield from rows[len(rows) - size :]
