"""When the records of a file are due, if they are to come as they once came, only faster."""

from __future__ import annotations

from datetime import datetime


class Pace:
    """`speed` times as fast as the records arrived; without a speed everything is due at once."""

    def __init__(self, speed: float | None) -> None:
        self._speed = speed
        self._start: tuple[datetime, float] | None = None

    def wait(self, at: datetime, now: float) -> float:
        """Seconds until what arrived at that time is due; `now` is any clock's seconds. The first is due at once.

        Negative for what is late, and for what comes out of order.
        """
        if self._speed is None:
            return 0.0
        first, began = self._start = self._start or (at, now)
        return began + (at - first).total_seconds() / self._speed - now
