"""How many messages a receiver may get: a token bucket as a value, with the time handed in (seconds)."""

from __future__ import annotations

from monitor.records import Record


class Bucket(Record, frozen=True):
    """Holds at most `burst` tokens and gains `per_minute`; no minute ever sees more than both together."""

    burst: int
    per_minute: float
    tokens: float
    at: float

    def level(self, now: float) -> float:
        """Tokens at this moment; a clock that went back gives none."""
        return min(self.burst, self.tokens + max(0.0, now - self.at) * self.per_minute / 60)

    def take(self, now: float) -> Bucket:
        """After one message; below zero when it was sent without asking (what a former process sent)."""
        return Bucket(burst=self.burst, per_minute=self.per_minute, tokens=self.level(now) - 1, at=max(now, self.at))

    def ready_at(self, now: float, tokens: float = 1.0) -> float:
        """When so many tokens are there, if none is taken before."""
        lacking = tokens - self.level(now)
        return now if lacking <= 0 else max(now, self.at) + lacking * 60 / self.per_minute


def full(burst: int, per_minute: float, now: float) -> Bucket:
    return Bucket(burst=burst, per_minute=per_minute, tokens=float(burst), at=now)
