"""Which alerts wake people, and when the others may be told: quiet hours by the clock of Asia/Shanghai."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from monitor.records import Alert
from monitor.times import local

#: Rules that, at whatever grade, speak of something grave: hearsay of it, an estate that nobody knows, a crowd, spread.
GRAVE = frozenset({"hearsay", "hearsay_borne_out", "unclaimed", "crowd", "collective_people", "spread"})
#: What a rule asks for when it is about more people than usual.
BURST = "burst"
_SOON = (
    r"(?:今[早晚天日夜]|明[早晚天日]|后天|现在|马上|正在|周[一二三四五六日末]|星期[一二三四五六日天]"
    r"|[0-9０-９一二三四五六七八九十]+[点时:：])"
)
_TOGETHER = r"(?:集合|聚集|集中|堵[门路住]|围堵|拉横幅|静坐|游行|上访|门口见|讨说法|讨个说法|一起去|都去|罢交)"
#: A time that is near and people who come together, in either order and close to each other.
_GATHERING = re.compile(rf"{_SOON}.{{0,20}}{_TOGETHER}|{_TOGETHER}.{{0,20}}{_SOON}")


def is_plain(alert: Alert) -> bool:
    """Grade 1 and 2 that can wait: nobody in danger, no burst, no gathering."""
    if alert.urgent or alert.grade >= 3:
        return False
    return alert.drill or not _breaking(alert)


def _breaking(alert: Alert) -> bool:
    return any(reason.rule in GRAVE for reason in alert.why) or _bursting(alert) or _gathering(alert)


def _bursting(alert: Alert) -> bool:
    """More people than usual, and still becoming more."""
    asked = (reason.needed for reason in alert.why)
    return alert.trend.direction in ("rising", "peaking") and any(
        isinstance(needed, dict) and BURST in needed for needed in asked
    )


def _gathering(alert: Alert) -> bool:
    """Somebody says when people will come together, and it is soon: at night there is still time to do something."""
    return "collective" in alert.categories and any(_GATHERING.search(each.quote) for each in alert.evidence)


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
