"""Reading a topic to its end (shell): compacted state at assignment, with read_committed and without a group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition


async def read_latest(
    bootstrap: str | list[str], topic: str, partition: int, **security: Any
) -> list[tuple[bytes, bytes]]:
    """The latest value by key of one partition, in the order of those values; tombstones remove.

    The end is asked once: with the last writer fenced before the call, nothing can be committed behind it.
    """
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        **security,
    )
    await consumer.start()
    try:
        return await _drain(consumer, TopicPartition(topic, partition))
    finally:
        await consumer.stop()


async def _drain(consumer: AIOKafkaConsumer, tp: TopicPartition) -> list[tuple[bytes, bytes]]:
    consumer.assign([tp])
    await consumer.seek_to_beginning(tp)
    end = (await consumer.end_offsets([tp]))[tp]
    latest: dict[bytes, bytes] = {}
    while await consumer.position(tp) < end:
        fetched: Mapping[TopicPartition, list[Any]] = await consumer.getmany(tp, timeout_ms=500)
        for record in fetched.get(tp, ()):
            latest.pop(record.key, None)
            if record.value is not None:
                latest[record.key] = record.value
    return list(latest.items())
