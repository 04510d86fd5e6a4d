"""Reads a topic from its beginning to its present end (shell): for the command line, replays and tests."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from textwrap import shorten
from typing import NamedTuple

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from monitor.config.security import KafkaSecurity
from monitor.errors import BrokerError
from monitor.kafka.connect import PATIENCE, PLAINTEXT, OnWait, connect, patiently, servers
from monitor.kafka.security import kafka_python_arguments
from monitor.kafka.topics import MIB


class Record(NamedTuple):
    """One record as it lies in the log; `timestamp` in milliseconds since the epoch."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


def read_topic(
    bootstrap: str,
    topic: str,
    security: KafkaSecurity = PLAINTEXT,
    *,
    committed: bool = True,
    start: Mapping[int, int] | None = None,
    patience: float = PATIENCE,
    on_wait: OnWait | None = None,
) -> Iterator[Record]:
    """All records up to the end as it was at the call, in order within each partition, partitions mixed.

    `committed`: read_committed, so the end is before the first open transaction, and what was aborted is left out.
    `start`: partition → first offset wanted, where it is not the beginning. Joins no group and commits nothing.
    Raises BrokerError: unreachable, no such topic, or nothing comes for `patience` seconds.
    """
    connect(bootstrap, security, patience=patience, on_wait=on_wait).close()
    consumer = KafkaConsumer(
        bootstrap_servers=servers(bootstrap),
        isolation_level="read_committed" if committed else "read_uncommitted",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=8 * MIB,
        **kafka_python_arguments(security),
    )
    try:
        yield from _until_end(consumer, _ends(consumer, topic, start or {}, patience), patience)
    except KafkaError as error:
        # an error may quote all of the cluster's metadata
        said = shorten(f"{type(error).__name__}: {error}", 300, placeholder=" …")
        raise BrokerError(f"{topic} at {bootstrap} cannot be read: {said}") from error
    finally:
        consumer.close()


def _ends(consumer: KafkaConsumer, topic: str, start: Mapping[int, int], patience: float) -> dict[TopicPartition, int]:
    """Assigns and seeks; partition → its end, of those that hold something wanted."""
    # a broker that its controller holds for lost answers for a moment that there is none
    numbers = patiently(lambda: consumer.partitions_for_topic(topic), patience)
    if not numbers:
        raise BrokerError(f"there is no topic {topic}; `yuqing topics create` makes all")
    partitions = [TopicPartition(topic, number) for number in sorted(numbers)]
    first = consumer.beginning_offsets(partitions)
    first = {at: max(offset, start.get(at.partition, 0)) for at, offset in first.items()}
    ends = {at: end for at, end in consumer.end_offsets(partitions).items() if end > first[at]}
    consumer.assign(list(ends))
    for at in ends:
        consumer.seek(at, first[at])
    return ends


def _until_end(consumer: KafkaConsumer, ends: Mapping[TopicPartition, int], patience: float) -> Iterator[Record]:
    left = dict(ends)
    deadline = time.monotonic() + patience
    while left:
        batches = consumer.poll(timeout_ms=500, max_records=2000)
        for at, records in batches.items():
            yield from (_record(one) for one in records if one.offset < ends[at])
        # the position also passes control records and what was aborted, which no poll returns
        reached = [at for at, end in left.items() if consumer.position(at) >= end]
        for at in reached:
            del left[at]
            consumer.pause(at)
        if batches:
            # counted from here: who takes the records may take his time
            deadline = time.monotonic() + patience
        elif time.monotonic() > deadline:
            raise BrokerError(f"nothing came for {patience:.0f} s from {', '.join(map(_named, left))}")


def _named(at: TopicPartition) -> str:
    return f"{at.topic}[{at.partition}]"


def _record(one: object) -> Record:
    topic, partition, offset, timestamp, key, value, headers = (
        getattr(one, name) for name in ("topic", "partition", "offset", "timestamp", "key", "value", "headers")
    )
    return Record(topic, partition, offset, timestamp, key, value, tuple(headers or ()))
