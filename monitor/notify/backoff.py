"""When a receiver that failed is tried again: capped exponential waits with jitter, and a circuit breaker; values."""

from __future__ import annotations

from hashlib import blake2b

from monitor.records import Record

#: Seconds: the first wait, and the longest.
FIRST, LONGEST = 1.0, 60.0
#: So many failures in a row open the breaker; then one attempt at a time probes, every so many seconds.
OPENS_AFTER = 4
PROBE = 60.0
#: How often a receiver that refuses us is asked whether that has been mended.
REFUSED_PROBE = 300.0
#: A receiver may ask for patience, within reason.
LONGEST_RETRY_AFTER = 3600.0


def wait(failures: int, seed: str) -> float:
    """Seconds before the next attempt after so many failures in a row: full jitter in the upper half.

    The jitter is a hash of the seed, so that receivers do not march in step and a test knows what comes.
    """
    ceiling = min(LONGEST, FIRST * 2.0 ** min(failures - 1, 30))
    return ceiling * (0.5 + _share(f"{seed}:{failures}") / 2)


def _share(text: str) -> float:
    return int.from_bytes(blake2b(text.encode(), digest_size=4).digest()) / 2**32


class Breaker(Record, frozen=True):
    """What is known of a receiver's health."""

    failures: int = 0
    #: nothing is sent before
    until: float = 0.0
    #: why it refuses us as we are set up; empty when it does not
    refused: str = ""
    #: when the present trouble began
    since: float = 0.0

    @property
    def failing(self) -> bool:
        return self.failures > 0

    @property
    def open(self) -> bool:
        """No message is worth waiting for it: the fallback takes over."""
        return bool(self.refused) or self.failures >= OPENS_AFTER

    def failed(self, now: float, seed: str, retry_after: float | None = None) -> Breaker:
        failures = self.failures + 1
        pause = PROBE if failures >= OPENS_AFTER else 0.0
        asked = min(retry_after or 0.0, LONGEST_RETRY_AFTER)
        until = now + max(wait(failures, seed), pause, asked)
        return Breaker(failures=failures, until=until, since=self.since if self.failing else now)

    def refuses(self, now: float, why: str) -> Breaker:
        """It will not have us until somebody mends the settings, here or there."""
        since = self.since if self.failing else now
        return Breaker(failures=self.failures + 1, until=now + REFUSED_PROBE, refused=why, since=since)


WELL = Breaker()
