"""How often somebody may ask: a bucket for each caller, and only so many callers are remembered; time is handed in."""

from __future__ import annotations

from monitor.notify.bucket import Bucket, full

#: callers remembered; whoever asked longest ago is forgotten, and begins anew
_REMEMBERED = 10_000


class Limits:
    """`burst` at once, then `per_minute`."""

    def __init__(self, burst: int, per_minute: float) -> None:
        self._burst, self._per_minute = burst, per_minute
        self._buckets: dict[str, Bucket] = {}

    def wait(self, who: str, now: float) -> float:
        """Takes one; 0 when it was there, else the seconds until there is one."""
        bucket = self._buckets.pop(who, None) or full(self._burst, self._per_minute, now)
        ready = bucket.ready_at(now)
        self._buckets[who] = bucket if ready > now else bucket.take(now)
        while len(self._buckets) > _REMEMBERED:
            del self._buckets[next(iter(self._buckets))]
        return max(0.0, ready - now)
