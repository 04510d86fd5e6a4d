"""Which records share a batch: partitions by Kafka's own hash, sizes against the topic's limit, order kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from aiokafka.partitioner import murmur2
from aiokafka.record.default_records import DefaultRecordBatchBuilder

from monitor.kafka.wire import Outgoing

#: Largest record batch of a topic that nothing else is known of: Apache Kafka's message.max.bytes.
DEFAULT_LIMIT = 1_048_588

#: Bytes that share a batch; a larger record travels alone.
BATCH_BYTES = 256 * 1024


class Delivered(NamedTuple):
    """Where the record lies; offset −1 when the broker knew it as a repetition and does not say where."""

    partition: int
    offset: int


class TooLarge(NamedTuple):
    """The record exceeds its topic and was not written; `size` is its bytes in a batch of its own, uncompressed."""

    size: int
    limit: int


Outcome = Delivered | TooLarge


class Load(NamedTuple):
    """One batch to fill: the positions of its records among those to send."""

    topic: str
    partition: int
    indexes: list[int]


@lru_cache(maxsize=65536)
def partition_of(key: bytes, partitions: int) -> int:
    """The partition that Kafka's default partitioner gives a key (murmur2 of the Java client)."""
    return int((murmur2(key) & 0x7FFFFFFF) % partitions)


def size_of(record: Outgoing) -> int:
    """Upper bound in bytes, uncompressed, of a record batch that holds this record alone."""
    return int(DefaultRecordBatchBuilder.estimate_size_in_bytes(record.key, record.value, list(record.headers)))


def plan(
    records: Sequence[Outgoing],
    partitions: Mapping[str, int],
    limits: Mapping[str, int],
    *,
    alone: Collection[str] = (),
    keyless: int = 0,
) -> tuple[list[Load], dict[int, TooLarge]]:
    """Loads within BATCH_BYTES and the topic's limit, in order within each partition, and what fits into none.

    `partitions`: their number by topic; `limits`: max.message.bytes by topic; `alone`: topics whose records each
    get a batch of their own; `keyless`: picks the partition of records without key. The loads come in rounds over
    the partitions, so that the first of each share a request.
    """
    loads: dict[tuple[str, int], list[Load]] = defaultdict(list)
    room: dict[tuple[str, int], int] = {}
    too_large: dict[int, TooLarge] = {}
    for index, record in enumerate(records):
        topic = record.topic
        size, limit = size_of(record), limits.get(topic, DEFAULT_LIMIT)
        if size > limit:
            too_large[index] = TooLarge(size, limit)
            continue
        place = topic, _partition(record, partitions[topic], keyless)
        if size > room.get(place, 0) or topic in alone:
            loads[place].append(Load(*place, []))
            room[place] = max(size, min(BATCH_BYTES, limit))
        loads[place][-1].indexes.append(index)
        room[place] -= size
    rounds = [(turn, load) for ordered in loads.values() for turn, load in enumerate(ordered)]
    return [load for _, load in sorted(rounds, key=lambda pair: pair[0])], too_large


def _partition(record: Outgoing, partitions: int, keyless: int) -> int:
    if record.partition is not None:
        return record.partition
    return keyless % partitions if record.key is None else partition_of(record.key, partitions)
