"""Reading a partition to its end (shell): at assignment, with read_committed and without a group."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.structs import ConsumerRecord


async def read_latest(
    bootstrap: str | list[str], topic: str, partition: int, **security: Any
) -> list[tuple[bytes, bytes]]:
    """The latest value by key of one partition, in the order of those values; tombstones remove.

    The end is asked once: with the last writer fenced before the call, nothing can be committed behind it.
    """
    latest: dict[bytes, bytes] = {}
    async for record in read_until(bootstrap, topic, partition, None, **security):
        latest.pop(record.key, None)
        if record.value is not None:
            latest[record.key] = record.value
    return list(latest.items())


async def read_until(
    bootstrap: str | list[str], topic: str, partition: int, end: int | None, **security: Any
) -> AsyncIterator[ConsumerRecord]:
    """All records of a partition below the offset `end`, by default below its end at the time of the call."""
    async with _consumer(bootstrap, **security) as consumer:
        tp = TopicPartition(topic, partition)
        consumer.assign([tp])
        await consumer.seek_to_beginning(tp)
        last = (await consumer.end_offsets([tp]))[tp]
        end = last if end is None else min(end, last)
        while await consumer.position(tp) < end:
            fetched: Mapping[TopicPartition, list[ConsumerRecord]] = await consumer.getmany(tp, timeout_ms=500)
            for record in fetched.get(tp, ()):
                if record.offset < end:
                    yield record


async def committed_offset(
    bootstrap: str | list[str], group: str, topic: str, partition: int, **security: Any
) -> int | None:
    """Where the group goes on in a partition; None when it has never been there."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, **security)
    await admin.start()
    try:
        found = (await admin.list_consumer_group_offsets(group)).get(TopicPartition(topic, partition))
    finally:
        await admin.close()
    return found.offset if found is not None and found.offset >= 0 else None


@asynccontextmanager
async def _consumer(bootstrap: str | list[str], **security: Any) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        **security,
    )
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()
