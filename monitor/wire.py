"""Kafka records as plain values: what the pure steps take and give, so that they need no client."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

Headers = Sequence[tuple[str, bytes]]


class Raw(Struct, frozen=True, array_like=True):
    """A record as it was read; `timestamp` in milliseconds since the epoch."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None


class Outgoing(Struct, frozen=True):
    """A record to write; without a partition the key's hash decides (Kafka's murmur2)."""

    topic: str
    key: bytes | None
    value: bytes | None
    partition: int | None = None
    headers: tuple[tuple[str, bytes], ...] = ()
    #: the raw record it was made of, where one that proves too large must become a dead letter
    origin: Raw | None = None
