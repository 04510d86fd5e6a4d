"""When a mention arrived: by its collector, as far as another clock bears it out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec import Struct

from monitor.records import Mention, Source
from monitor.times import CLOCK_SKEW, from_millis, local

#: no clock that is set is so far behind
_UNSET = timedelta(days=366)
#: clocks that are not set begin long before; who collected since then had one, and it is the publication that is wrong
_SET = datetime(2020, 1, 1, tzinfo=UTC)


class Arrival(Struct, frozen=True):
    """A mention with the time it arrived and the place its raw record lies."""

    mention: Mention
    arrived_at: datetime
    source: Source


def arrival(mention: Mention, timestamp_ms: int) -> datetime:
    """When a record arrived by Kafka: when it was collected, as far as the broker's clock bears it out."""
    kafka = from_millis(timestamp_ms)
    seen = mention.collected_at
    if seen is None or (_foreseen(mention) and mention.published_at <= kafka + CLOCK_SKEW):
        return kafka
    return min(local(seen), kafka + CLOCK_SKEW)


def file_arrival(mention: Mention) -> datetime:
    """When a record of a file arrived: there is no other witness than the record."""
    seen = mention.collected_at
    return local(mention.published_at if seen is None or (_foreseen(mention) and seen < _SET) else seen)


def _foreseen(mention: Mention) -> bool:
    """Whether it claims to be collected a year before it was published: a clock that was never set."""
    seen = mention.collected_at
    return seen is not None and mention.published_at - seen > _UNSET
