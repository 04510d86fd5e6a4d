"""The offset arithmetic of the batch transport: which stretch of a partition is finished and may be committed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from monitor.kafka.wire import Headers, Raw


class Fetched(Protocol):
    """What the client library hands over per record (aiokafka's ConsumerRecord fits)."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Headers


class Chunk(NamedTuple):
    """The records of [begin, end) of one partition; none where the log holds only gaps there."""

    begin: int
    end: int
    records: list[Raw]


def weigh(record: Fetched) -> int:
    """Key and value in bytes."""
    return len(record.key or b"") + len(record.value or b"")


def split(records: Iterable[Fetched], begin: int, end: int, *, max_records: int, max_bytes: int) -> Iterator[Chunk]:
    """[begin, end) in chunks without holes between them, each of at most max_records and max_bytes.

    `begin` and `end` are the reading position before and after: what lies between the records (control records,
    aborted transactions, compacted offsets) belongs to the chunk that follows it, at the end to the last chunk,
    so commits never wait for an offset that nobody will ever deliver. A record above max_bytes comes alone.
    """
    taken: list[Raw] = []
    size = 0
    for record in records:
        weight = weigh(record)
        if taken and (len(taken) >= max_records or size + weight > max_bytes):
            stop = taken[-1].offset + 1
            yield Chunk(begin, stop, taken)
            begin, taken, size = stop, [], 0
        taken.append(_raw(record))
        size += weight
    if end > begin:
        yield Chunk(begin, end, taken)


def _raw(fetched: Fetched) -> Raw:
    topic, partition, offset = fetched.topic, fetched.partition, fetched.offset
    return Raw(topic, partition, offset, fetched.timestamp, fetched.key, fetched.value, fetched.headers)


class Ledger:
    """How far one partition is finished without a hole, from the position where reading (re)started.

    Stretches may be finished in any order; only what joins the edge moves it. A stretch that was read but never
    handed on leaves a hole that stops all later commits: rather repeat than lose.
    """

    def __init__(self, start: int) -> None:
        self.edge = start
        #: what the broker has confirmed as committed, or `start`
        self.confirmed = start
        self._finished: dict[int, int] = {}

    def finish(self, begin: int, end: int) -> None:
        """[begin, end) is processed and its results are delivered."""
        if end > begin >= self.edge:
            self._finished[begin] = max(end, self._finished.get(begin, end))

    def committable(self) -> int | None:
        """The offset to commit, None when that would say nothing new."""
        while (end := self._finished.pop(self.edge, None)) is not None:
            self.edge = end
        return self.edge if self.edge > self.confirmed else None

    def confirm(self, offset: int) -> None:
        """The broker has stored this offset."""
        self.confirmed = max(self.confirmed, offset)
