"""Kafka as dispatch needs it (shell): one active reader of alerts.v1, the record of what was sent, dead letters."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, Self

import msgspec
import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRebalanceListener, TopicPartition
from aiokafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor

from monitor.config.settings import Settings
from monitor.errors import Reason, Unreadable
from monitor.events.deadletters import letter_record, make_dead_letter
from monitor.kafka import topics
from monitor.kafka.connect import servers
from monitor.kafka.contact import Contact
from monitor.kafka.leaving import leave
from monitor.kafka.security import aiokafka_arguments
from monitor.kafka.wire import Outgoing
from monitor.notify.dispatcher import Settled
from monitor.notify.ledger import record_key
from monitor.records import Notification, decode_notification, encode

log = structlog.get_logger("yuqing.dispatch")

GROUP = "yuqing-dispatch"
#: Seconds without a sign of life until the group gives the partition to another process.
SESSION = 10.0
#: Records of one read: taken in without a pause, on a busy machine too in a small part of the session.
BATCH = 100


class Seat(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka has no types
    """Whether this process is the active one: it has the only partition, and the group knows it."""

    def __init__(self, leave: Callable[[], Awaitable[None]]) -> None:
        """`leave`: ends all sending; awaited before another process may begin."""
        self.taken = asyncio.Event()
        self._leave = leave

    async def on_partitions_revoked(self, revoked: Any) -> None:
        if self.taken.is_set():
            self.taken.clear()
            await self._leave()

    async def on_partitions_assigned(self, assigned: Any) -> None:
        if assigned:
            self.taken.set()


class Feed:
    """alerts.v1 in a group with one active member, and notifications.v1 beside it. An async context manager."""

    def __init__(self, settings: Settings, leave: Callable[[], Awaitable[None]]) -> None:
        kafka = settings.kafka
        self._prefix = kafka.topic_prefix
        self.alerts = TopicPartition(self._prefix + topics.ALERTS, 0)
        self._notes = TopicPartition(self._prefix + topics.NOTIFICATIONS, 0)
        shared: dict[str, Any] = {
            "bootstrap_servers": servers(kafka.bootstrap), "isolation_level": "read_committed",
            "enable_auto_commit": False, "max_partition_fetch_bytes": 8 * topics.MIB,
            **aiokafka_arguments(kafka.security),
        }  # fmt: skip
        self.seat = Seat(leave)
        self.contact = Contact()
        self._asking: asyncio.Task[None] | None = None
        self._consumer = AIOKafkaConsumer(
            group_id=self._prefix + GROUP, session_timeout_ms=int(SESSION * 1000), heartbeat_interval_ms=2000,
            auto_offset_reset="latest", partition_assignment_strategy=(StickyPartitionAssignor,), **shared,
        )  # fmt: skip
        # it gets back what we write ourselves, and what others write is not urgent
        self._follower = AIOKafkaConsumer(
            auto_offset_reset="earliest", fetch_min_bytes=256 * 1024, fetch_max_wait_ms=1000, **shared
        )
        self._producer = AIOKafkaProducer(
            bootstrap_servers=servers(kafka.bootstrap), acks="all", enable_idempotence=True,
            request_timeout_ms=30_000, max_request_size=4 * topics.MIB, **aiokafka_arguments(kafka.security),
        )  # fmt: skip

    async def __aenter__(self) -> Self:
        await self._producer.start()
        self._consumer.subscribe([self.alerts.topic], listener=self.seat)
        await self._consumer.start()
        await self._follower.start()
        self._follower.assign([self._notes])
        self._asking = asyncio.create_task(self.contact.asking(self._follower, self._notes))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._asking is not None:
            self._asking.cancel()
        # the consumer first: it leaves the group, and another takes over at once
        await leave(self._consumer, self._follower, self._producer)

    # ------------------------------------------------------------ reading

    async def begin(self) -> tuple[int, int]:
        """The offset to begin at, and the end as it is now. A new group begins at the end, and says so at once."""
        committed = await self._consumer.committed(self.alerts)
        end = (await self._consumer.end_offsets([self.alerts]))[self.alerts]
        if committed is None:
            committed = end
            await self.commit(end)
        first = (await self._consumer.beginning_offsets([self.alerts]))[self.alerts]
        begin = max(committed, first)
        self._consumer.seek(self.alerts, begin)
        return begin, end

    async def read(self, patience: float = 0.5) -> Sequence[Any]:
        """What has come on alerts.v1; waits a little for the first of it."""
        found = await self._consumer.getmany(self.alerts, timeout_ms=int(patience * 1000), max_records=BATCH)
        return [record for records in found.values() for record in records]

    async def position(self) -> int:
        return int(await self._consumer.position(self.alerts))

    async def commit(self, offset: int) -> None:
        """Also the proof that the group still knows us. Raises KafkaError when it does not."""
        await self._consumer.commit({self.alerts: offset})

    async def notes(self) -> list[Notification]:
        """All of notifications.v1 up to its present end."""
        self._follower.seek(self._notes, (await self._follower.beginning_offsets([self._notes]))[self._notes])
        end = (await self._follower.end_offsets([self._notes]))[self._notes]
        found: list[Notification] = []
        while await self._follower.position(self._notes) < end:
            found += [note for record in await self._more_notes() if (note := _note(record)) is not None]
        return found

    async def new_notes(self) -> AsyncIterator[Notification]:
        """What comes after; what this process writes itself comes too."""
        while True:
            for record in await self._more_notes():
                # most are our own
                if b'"redriven"' in (record.value or b"") and (note := _note(record)) is not None:
                    yield note

    async def _more_notes(self) -> list[Any]:
        found = await self._follower.getmany(timeout_ms=1000, max_records=2000)
        return [record for records in found.values() for record in records]

    # ------------------------------------------------------------ writing

    async def write(self, settled: Sequence[Settled]) -> None:
        """Dead letters before the records that speak of them; returns when the broker has all. Raises KafkaError."""
        await self._send([_letter(each, self.alerts.topic, self._prefix) for each in settled if each.alert])
        await self._send([self._note_record(each.note) for each in settled])

    async def bury(self, record: Any, error: Exception) -> None:
        """A dead letter for a record of alerts.v1 that is no alert."""
        why = Unreadable(Reason.UNREADABLE_ALERT, str(error))
        letter = make_dead_letter(
            record.value or b"", record.topic, record.partition, record.offset, why, None, record.key
        )
        await self._send([letter_record(letter, self._prefix)])

    def _note_record(self, note: Notification) -> Outgoing:
        return Outgoing(self._notes.topic, record_key(note), encode(note), 0)

    async def _send(self, records: Sequence[Outgoing]) -> None:
        futures = [
            await self._producer.send(
                each.topic, each.value, key=each.key, partition=each.partition, headers=list(each.headers)
            )
            for each in records
        ]
        await asyncio.gather(*futures)


def _letter(settled: Settled, topic: str, prefix: str) -> Outgoing:
    note = settled.note
    why = Unreadable(Reason.UNDELIVERABLE, f"{note.receiver}: {note.answer}")
    letter = make_dead_letter(encode(settled.alert), topic, 0, note.offset, why, note.at, record_key(note))
    return letter_record(letter, prefix)


def _note(record: Any) -> Notification | None:
    if record.value is None:
        return None
    try:
        return decode_notification(record.value)
    except msgspec.DecodeError as error:
        log.error("a record of notifications.v1 cannot be read", offset=record.offset, error=str(error))
        return None
