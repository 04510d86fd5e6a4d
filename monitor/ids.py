"""Identifiers are hashes of what they identify, so that the same history gives the same ids everywhere."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from hashlib import blake2b

from monitor.records import Action

LONGEST_ID = 64
#: what the way to the timeline adds to an action, and what depends on how a time is written
_NOT_SAID = frozenset({"id", "at", "arrived_at", "source"})


def digest(*parts: object, size: int = 8) -> str:
    """Hex digest (2 × size characters) of the parts, each with its length, so that no two lists of them look alike."""
    texts = [str(part) for part in parts]
    return blake2b("".join([f"{len(text)}:{text}" for text in texts]).encode(), digest_size=size).hexdigest()


def incident_id(subject: str, matter: str, mention: str, drill: bool, opened_at: datetime, made_room: int) -> str:
    """Of the mention that opened it and when; `made_room`: incidents of the subject that the bound has cost so far."""
    return f"{subject}~{digest(subject, matter, mention, drill, opened_at.timestamp(), made_room)}"


def subject_of(incident: str) -> str:
    """The timeline key of the subject an incident belongs to."""
    return incident.rpartition("~")[0]


def alert_id(incident: str, transition: str, grade: int, number: int) -> str:
    return digest(incident, transition, grade, number)


@lru_cache(maxsize=4_096)
def spoken_number(incident: str) -> str:
    """Six digits in two groups, to be said on the phone: 417-203."""
    digits = f"{int(digest(incident), 16) % 1_000_000:06d}"
    return f"{digits[:3]}-{digits[3:]}"


def action_id(action: Action) -> str:
    """The sender's id, else a hash of all that it says: the same act sent twice is one act, and filing to two is two.

    A sender's id is kept in the state, so a long one is hashed too.
    """
    if action.id:
        return action.id if len(action.id) <= LONGEST_ID else digest("action", action.id)
    said = [getattr(action, name) for name in action.__struct_fields__ if name not in _NOT_SAID]
    return digest("action", action.at.timestamp(), *said)
