"""Kafka records as plain values: what the pure steps take and give, so that they need no client."""

from __future__ import annotations

from msgspec import Struct

Headers = tuple[tuple[str, bytes], ...]


class Raw(Struct, frozen=True, gc=False):
    """A record as the broker stores it; `timestamp` in milliseconds since the epoch, a tombstone's value None."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()


class Outgoing(Struct, frozen=True):
    """A record to write; without a partition the key's hash decides (Kafka's murmur2)."""

    topic: str
    key: bytes | None
    value: bytes | None
    partition: int | None = None
    headers: Headers = ()
    #: the raw record it was made of, where one that proves too large must become a dead letter
    origin: Raw | None = None
