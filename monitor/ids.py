"""Identifiers are hashes of what they identify, so that the same history gives the same ids everywhere."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b

from monitor.records import Action


def digest(*parts: object, size: int = 8) -> str:
    """Hex digest (2 × size characters) of the parts, joined so that no two lists of parts look alike."""
    return blake2b("\x1f".join(str(part) for part in parts).encode(), digest_size=size).hexdigest()


def incident_id(subject: str, matter: str, mention: str, drill: bool, opened_at: datetime, made_room: int) -> str:
    """Of the mention that opened it and when; `made_room`: incidents of the subject that the bound has cost so far."""
    return f"{subject}~{digest(subject, matter, mention, drill, opened_at.timestamp(), made_room)}"


def subject_of(incident: str) -> str:
    """The timeline key of the subject an incident belongs to."""
    return incident.rpartition("~")[0]


def alert_id(incident: str, transition: str, grade: int, number: int) -> str:
    return digest(incident, transition, grade, number)


def spoken_number(incident: str) -> str:
    """Six digits in two groups, to be said on the phone: 417-203."""
    digits = f"{int(digest(incident), 16) % 1_000_000:06d}"
    return f"{digits[:3]}-{digits[3:]}"


def action_id(action: Action) -> str:
    """The sender's id, else a hash of who did what to which at what time: the same act sent twice is one act."""
    if action.id:
        return action.id
    target = action.incident_id or action.project or action.mention
    return digest("action", action.type, target, action.by, action.at.timestamp(), action.note, action.verdict)
