"""Somebody came to harm and nobody has confirmed it: told each morning until somebody does, and kept open."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.times import SHANGHAI
from monitor.watch.checkpoint.state import Clock, IncidentState
from monitor.watch.owed import steps
from monitor.watch.settings import FoldSettings

RULE = "unconfirmed_end"


def asks(incident: IncidentState) -> bool:
    """It is grave by what befell people, or life is in danger, and whoever leads it has confirmed nothing.

    An exercise that everybody has left wakes nobody for a month, and is closed for quiet like anything else.
    """
    if not incident.open or incident.grade < 3 or incident.course.asleep or incident.drill:
        return False
    clock = incident.course.clocks.get(steps.ACKNOWLEDGE)
    gist = incident.gist
    return (
        clock is not None and clock.met is None and (gist.urgent or ("casualty" in incident.categories and gist.grave))
    )


def wait(incident: IncidentState, after: datetime, settings: FoldSettings) -> None:
    """For the next morning, where nothing else will tell that it is not confirmed."""
    clock = incident.course.clocks.get(steps.ACKNOWLEDGE)
    if clock is not None and clock.late and clock.next is None and settings.unconfirmed_days and asks(incident):
        clock.next = morning(after, settings)


def morning(after: datetime, settings: FoldSettings) -> datetime:
    """The first duty hour behind that moment."""
    at = after.astimezone(SHANGHAI).replace(hour=settings.unconfirmed_hour, minute=0, second=0, microsecond=0)
    return at if at > after else at + timedelta(days=1)


def told_enough(clock: Clock, settings: FoldSettings, most: int) -> bool:
    """All that is told in the first hours has been: what comes now is a morning."""
    return clock.told >= min(most, 1 + settings.overdue_repeats)


def over(clock: Clock, at: datetime, settings: FoldSettings) -> bool:
    """It has been asked for long enough; nobody is there to hear it."""
    days = settings.unconfirmed_days
    return days > 0 and at > clock.due + timedelta(days=days)


def ending(settings: FoldSettings) -> str:
    return f"连续{settings.unconfirmed_days}天每日催办仍无人确认，系统停止催办并关闭；事件未见任何处置，请补办并追责"
