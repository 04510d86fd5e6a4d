"""How far the ticks stay behind the time of day (shell): while input waits unread, no deadline may fire over it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from monitor.times import from_millis

log = structlog.get_logger("yuqing.holdback")

#: What is younger is in normal passage, not a backlog.
PASSAGE = timedelta(seconds=3)


def tick_time(now: datetime, oldest: datetime | None, most: timedelta) -> datetime:
    """min(now, arrival of the oldest unread input), held back at most `most`; younger than PASSAGE is not unread."""
    if oldest is None or now - oldest < PASSAGE:
        return now
    return max(oldest, now - most)


def held(at: datetime, now: datetime) -> bool:
    """Whether a tick says that a backlog is being read: then arrivals do not move the clock either."""
    return now - at >= PASSAGE


class HoldBack:
    """Asks the broker every few seconds how old the oldest input is that score and actions have not read."""

    def __init__(
        self,
        bootstrap: Sequence[str],
        security: Mapping[str, Any],
        inputs: Mapping[str, Sequence[str]],
        most: timedelta,
        interval: float = 5.0,
    ) -> None:
        """`inputs`: consumer group → its topics."""
        self._bootstrap, self._security = list(bootstrap), dict(security)
        self._inputs, self._most, self._interval = inputs, most, interval
        self._oldest: datetime | None = None
        self._measured = False

    def tick_time(self, now: datetime) -> datetime | None:
        """The time that a tick written now may carry; None before the first measurement: there may be a backlog."""
        return tick_time(now, self._oldest, self._most) if self._measured else None

    async def run(self) -> None:
        """Measure until cancelled; while the broker does not answer the last measurement stands."""
        while True:
            try:
                await self.measure()
            except (KafkaError, TimeoutError) as error:
                log.warning("lag of the inputs not measured", error=repr(error))
            await asyncio.sleep(self._interval)

    async def measure(self) -> None:
        """One measurement."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self._bootstrap, **self._security)
        consumer = AIOKafkaConsumer(bootstrap_servers=self._bootstrap, enable_auto_commit=False, **self._security)
        try:
            await admin.start()
            await consumer.start()
            waiting = [tp for group in self._inputs for tp in await self._unread(admin, consumer, group)]
            self._oldest = await _oldest(consumer, waiting)
            self._measured = True
        finally:
            try:
                await consumer.stop()
            finally:
                await admin.close()

    async def _unread(
        self, admin: AIOKafkaAdminClient, consumer: AIOKafkaConsumer, group: str
    ) -> list[tuple[TopicPartition, int]]:
        await consumer._client.force_metadata_update()
        partitions = [
            TopicPartition(topic, each)
            for topic in self._inputs[group]
            for each in consumer._client.cluster.partitions_for_topic(topic) or ()
        ]
        committed = await admin.list_consumer_group_offsets(group)
        begins, ends = await consumer.beginning_offsets(partitions), await consumer.end_offsets(partitions)
        positions = {tp: max(begins[tp], committed[tp].offset if tp in committed else 0) for tp in partitions}
        return [(tp, position) for tp, position in positions.items() if position < ends[tp]]


async def _oldest(consumer: AIOKafkaConsumer, waiting: Sequence[tuple[TopicPartition, int]]) -> datetime | None:
    """Kafka's timestamp of the first unread record, the least of all partitions."""
    if not waiting:
        return None
    consumer.assign([tp for tp, _ in waiting])
    for tp, position in waiting:
        consumer.seek(tp, position)
    oldest: int | None = None
    left = {tp for tp, _ in waiting}
    ends = await consumer.end_offsets(list(left))
    async with asyncio.timeout(10):
        while left:
            for tp, records in (await consumer.getmany(*left, timeout_ms=500, max_records=len(left))).items():
                first = records[0].timestamp
                oldest = first if oldest is None else min(oldest, first)
                left.discard(tp)
            # behind the last record there may be a transaction's marker, which nobody will ever be handed
            left -= {tp for tp in left if await consumer.position(tp) >= ends[tp]}
    return None if oldest is None else from_millis(oldest)
