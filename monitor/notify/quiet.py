"""Which alerts wake people, and when the others may be told: quiet hours by the clock of Asia/Shanghai."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from monitor.records import Alert
from monitor.times import local

#: Rules of the fold that say a matter is breaking out now.
BREAKING = frozenset({"burst", "gathering", "crowd", "imminent", "spread"})


def is_plain(alert: Alert) -> bool:
    """Grade 1 and 2 that can wait: nobody in danger, no burst, no gathering."""
    if alert.urgent or alert.grade >= 3:
        return False
    return alert.drill or not _breaking(alert)


def _breaking(alert: Alert) -> bool:
    return any(reason.rule in BREAKING for reason in alert.why)


def wakes(alert: Alert) -> bool:
    """Whether the people of its route are called by name, at any hour."""
    return not (alert.drill or alert.late_found or alert.transition in ("closed", "deescalated") or is_plain(alert))


def parse_hour(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


class QuietHours:
    """From one time of day to another, over midnight or not."""

    def __init__(self, start: time | None, end: time | None) -> None:
        self._start, self._end = start, end

    def ends(self, moment: datetime) -> datetime | None:
        """When the quiet hours that this moment lies in are over; None outside of them."""
        if self._start is None or self._end is None or self._start == self._end:
            return None
        here = local(moment)
        today = here.replace(hour=self._end.hour, minute=self._end.minute, second=0, microsecond=0)
        if self._start < self._end:
            return today if self._start <= here.time() < self._end else None
        if here.time() >= self._start:
            return today + timedelta(days=1)
        return today if here.time() < self._end else None
