"""Silences: what is known and being dealt with is told more quietly, but never what is grave or has become graver."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from monitor.records import Action, Silence
from monitor.watch.state import IncidentState

#: nobody can silence this grade and those above
NEVER = 3


def refused(action: Action) -> str | None:
    """Why this is no silence, in Chinese."""
    if action.until is None or action.until <= (action.arrived_at or action.at):
        return "静默截止时间已过"
    return None


def silence(incident: IncidentState, action: Action) -> None:
    """From now on and until then, at the grade that it has now and below; the last silence holds."""
    assert action.until is not None
    incident.course.silence = Silence(
        until=action.until, grade=incident.grade, by=action.by, categories=sorted(set(action.categories or ()))
    )


def silenced(incident: IncidentState, categories: Collection[str], at: datetime) -> bool:
    """Whether an alert at this moment is covered: it stays on the topic, and is marked.

    A silence for categories covers a matter that has these and no other.
    """
    found = incident.course.silence
    if found is None or at >= found.until or incident.grade > min(found.grade, NEVER - 1):
        return False
    return not found.categories or (bool(categories) and set(categories) <= set(found.categories))
