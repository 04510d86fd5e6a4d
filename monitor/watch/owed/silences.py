"""Silences: what is known and being dealt with is told more quietly, but never what is grave or has become graver."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from monitor.records import CATEGORIES, Action, Silence
from monitor.watch.checkpoint.state import IncidentState

#: nobody can silence this grade and those above
NEVER = 3


def refused(action: Action) -> str | None:
    """Why this is no silence, in Chinese."""
    if action.until is None or action.until <= (action.arrived_at or action.at):
        return "静默截止时间已过"
    if unknown := sorted(set(action.categories or ()) - set(CATEGORIES)):
        return f"没有这样的类别：{'、'.join(unknown)}；可用：{'、'.join(CATEGORIES)}"
    return None


def remark(action: Action, incident: IncidentState) -> str | None:
    """Why a silence that is allowed covers nothing now, in Chinese."""
    if incident.grade >= NEVER:
        return "严重及以上级别的预警不受静默影响；降到较重及以下后，静默在截止前生效"
    others = sorted(set(incident.categories) - set(action.categories or incident.categories))
    if others:
        return f"事件还涉及{'、'.join(others)}，只静默所列类别时预警照常发送"
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
