"""Kafka as `yuqing serve` needs it (shell): the state of incidents, records written, and what became of an action."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any, Self

import msgspec
import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from monitor.config.settings import Settings
from monitor.errors import BrokerError
from monitor.events.answers import Answer, answer
from monitor.kafka import topics
from monitor.kafka.connect import servers
from monitor.kafka.contact import Contact
from monitor.kafka.leaving import leave
from monitor.kafka.security import aiokafka_arguments
from monitor.kafka.wire import Outgoing, Raw
from monitor.records import Action
from monitor.serve.standing import Incidents

log = structlog.get_logger("yuqing.serve")

#: seconds that the broker has to confirm a record: whoever asks is waiting
_CONFIRM_SECONDS = 10.0
_BATCH = 500

Place = tuple[str, int, int]


class Waiter:
    """One action on its way, and the records that may speak of it."""

    def __init__(self, action: Action) -> None:
        self.action = action
        self.records: asyncio.Queue[Raw] = asyncio.Queue()


class Ledger:
    """incidents.v1 from its beginning, deadletters.v1 from now; writes to raw topics. An async context manager."""

    def __init__(self, settings: Settings, incidents: Incidents) -> None:
        kafka = settings.kafka
        self.prefix, self._incidents = kafka.topic_prefix, incidents
        shared: dict[str, Any] = {"bootstrap_servers": servers(kafka.bootstrap), **aiokafka_arguments(kafka.security)}
        self._consumer = AIOKafkaConsumer(
            isolation_level="read_committed", enable_auto_commit=False, max_partition_fetch_bytes=8 * topics.MIB,
            **shared,
        )  # fmt: skip
        self._producer = AIOKafkaProducer(
            acks="all", enable_idempotence=True, request_timeout_ms=int(_CONFIRM_SECONDS * 1000),
            max_request_size=4 * topics.MIB, **shared,
        )  # fmt: skip
        self._waiters: set[Waiter] = set()
        #: the incidents are known up to the end as it was at the start
        self.restored = asyncio.Event()
        #: whether Kafka still answers: without it what is known grows old, and nothing can be written
        self.contact = Contact()

    async def __aenter__(self) -> Self:
        await self._producer.start()
        await self._consumer.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await leave(self._consumer, self._producer)

    # ------------------------------------------------------------ reading

    async def follow(self) -> None:
        """Until it is cancelled. Raises KafkaError for what no retry cures."""
        incidents = await self._partitions(topics.INCIDENTS)
        letters = await self._partitions(topics.DEADLETTERS)
        self._consumer.assign([*incidents, *letters])
        await self._consumer.seek_to_beginning(*incidents)
        await self._consumer.seek_to_end(*letters)
        for letter in letters:
            await self._consumer.position(letter)
        ends = await self._consumer.end_offsets(incidents)
        while True:
            for record in await self._more():
                self._take(record)
            if not self.restored.is_set() and await self._reached(ends):
                self.restored.set()
                log.info("the incidents are read", incidents=len(self._incidents))

    async def keep_contact(self) -> None:
        """Until it is cancelled."""
        [first, *_] = await self._partitions(topics.INCIDENTS)
        await self.contact.asking(self._consumer, first)

    async def _partitions(self, topic: str) -> list[TopicPartition]:
        name = self.prefix + topic
        return [TopicPartition(name, number) for number in sorted(await self._producer.partitions_for(name))]

    async def _more(self) -> list[Raw]:
        found = await self._consumer.getmany(timeout_ms=250, max_records=_BATCH)
        return [
            Raw(one.topic, one.partition, one.offset, one.timestamp, one.key, one.value)
            for records in found.values() for one in records
        ]  # fmt: skip

    async def _reached(self, ends: dict[TopicPartition, int]) -> bool:
        positions = [await self._consumer.position(partition) >= end for partition, end in ends.items()]
        return all(positions)

    def _take(self, record: Raw) -> None:
        if record.topic == self.prefix + topics.INCIDENTS and record.key:
            self._incidents.put(record.key.decode(errors="replace"), record.value)
        for waiter in self._waiters:
            if _speaks_of(record, waiter.action, self.prefix):
                waiter.records.put_nowait(record)

    # ------------------------------------------------------------ writing

    async def write(self, record: Outgoing) -> Place:
        """Returns when the broker has it. Raises BrokerError; what was not confirmed in time may still be written."""
        try:
            # the producer's own limit does not count while no broker is there
            async with asyncio.timeout(_CONFIRM_SECONDS):
                placed = await self._producer.send_and_wait(
                    record.topic, record.value, key=record.key, headers=list(record.headers)
                )
        except TimeoutError:
            raise BrokerError(f"Kafka did not confirm within {_CONFIRM_SECONDS:g} s") from None
        except MessageSizeTooLargeError:
            raise BrokerError("the record is too large for its topic") from None
        except KafkaError as error:
            raise BrokerError(f"Kafka did not confirm: {type(error).__name__}") from error
        return placed.topic, placed.partition, placed.offset

    # ------------------------------------------------------------ waiting

    @contextmanager
    def waiting(self, action: Action) -> Iterator[Waiter]:
        """From now on what is read is kept for this action: begin before it is written."""
        waiter = Waiter(action)
        self._waiters.add(waiter)
        try:
            yield waiter
        finally:
            self._waiters.discard(waiter)

    async def answers(self, waiter: Waiter, sent_to: Place, seconds: float, others: float) -> AsyncIterator[Answer]:
        """What becomes of it within so many seconds; `others`: how long after the first one more incidents may come."""
        loop = asyncio.get_running_loop()
        deadline, first = loop.time() + seconds, True
        while True:
            try:
                async with asyncio.timeout_at(deadline):
                    record = await waiter.records.get()
            except TimeoutError:
                return
            found = self._answer(record, waiter.action, sent_to)
            if found is None:
                continue
            yield found
            deadline, first = (min(deadline, loop.time() + others) if first else deadline), False

    def _answer(self, record: Raw, action: Action, sent_to: Place) -> Answer | None:
        try:
            return answer(record, action, sent_to, self.prefix)
        except msgspec.DecodeError as error:
            log.error("a record cannot be read", topic=record.topic, offset=record.offset, error=str(error))
            return None


def _speaks_of(record: Raw, action: Action, prefix: str) -> bool:
    """Decoding every incident for every action that waits would cost more than looking for the id first."""
    if record.value is None:
        return False
    return record.topic == prefix + topics.DEADLETTERS or (action.id or "").encode() in record.value
