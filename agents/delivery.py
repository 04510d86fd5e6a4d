"""Delivery of results (shell): many records in few requests, each confirmed by the broker or named as too large.

Filling a batch per partition costs a tenth of a send per record. `send_all` works on any producer of `new_producer`,
inside a transaction too; `Delivery` owns an idempotent one and replaces it when the broker has refused a batch.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Self, TypeVar

from aiokafka import AIOKafkaProducer
from aiokafka.errors import (
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    OutOfOrderSequenceNumber,
    RecordListTooLargeError,
)
from aiokafka.protocol.admin import DescribeConfigsRequest

from agents.loads import BATCH_BYTES, DEFAULT_LIMIT, Delivered, Load, Outcome, TooLarge, plan, size_of
from monitor.kafka.wire import Outgoing

__all__ = ["Delivered", "Delivery", "DeliveryFailed", "Outcome", "Refused", "TooLarge",
           "new_producer", "read_limits", "send_all"]  # fmt: skip

log = logging.getLogger("yuqing.delivery")
T = TypeVar("T")

#: How long the broker may be away before a delivery gives up, in seconds.
PATIENCE = 300.0
#: How often in a row a delivery may replace its producer without getting anything further.
IDLE_ROUNDS = 3

_TOO_LARGE = (MessageSizeTooLargeError, RecordListTooLargeError)
_TOPIC_RESOURCE = 2


class DeliveryFailed(Exception):
    """Some records are not known to be written, and waiting does not help: end the process, the next one repeats."""


class Refused(DeliveryFailed):
    """The broker refused batches; `outcomes` has None for their records.

    `oversized`: the positions of records whose batch was refused for its size; the others were refused because
    they came after such a batch.
    """

    def __init__(self, outcomes: list[Outcome | None], oversized: set[int]) -> None:
        super().__init__(f"the broker refused {outcomes.count(None)} records, {len(oversized)} for their batch's size")
        self.outcomes, self.oversized = outcomes, oversized


def new_producer(bootstrap: str | list[str], *, transactional_id: str | None = None, **more: Any) -> AIOKafkaProducer:
    """A producer that send_all works with, not yet started: acks=all, idempotent, requests bounded to 30 s.

    `more`: further arguments of AIOKafkaProducer (security_protocol, sasl_*, ssl_context, compression_type, …).
    """
    return AIOKafkaProducer(
        bootstrap_servers=bootstrap,
        transactional_id=transactional_id,
        **{
            "acks": "all", "enable_idempotence": True, "request_timeout_ms": 30_000,
            "max_batch_size": BATCH_BYTES, "max_request_size": 64 * BATCH_BYTES,
        } | more,
    )  # fmt: skip


async def read_limits(producer: AIOKafkaProducer, topics: Iterable[str]) -> dict[str, int]:
    """max.message.bytes by topic as the cluster has it; topics that it does not tell (no right to) are left out."""
    request = DescribeConfigsRequest([(_TOPIC_RESOURCE, topic, ["max.message.bytes"]) for topic in topics], False)
    answer = await producer.client.send(producer.client.get_random_node(), request)
    return {
        name: int(entries[0][1])
        for error, _, _, name, entries in answer.resources
        if not error and entries
    }  # fmt: skip


async def send_all(
    producer: AIOKafkaProducer,
    records: Sequence[Outgoing],
    *,
    limits: Mapping[str, int],
    patience: float = PATIENCE,
    alone: Collection[str] = (),
) -> list[Outcome]:
    """Write the records and wait for the broker's word on each; the result is in their order.

    Records above their topic's limit (`read_limits`) come back as TooLarge, unsent: once the broker has refused a
    batch, an idempotent producer's sequence numbers are broken for that partition. aiokafka itself retries what can
    be retried, without end; `patience` bounds it, in seconds. Raises Refused (says what was written) or
    DeliveryFailed; inside a transaction both leave nothing but to end the process.
    """
    try:
        async with asyncio.timeout(patience):
            partitions = {topic: await _count(producer, topic) for topic in {record.topic for record in records}}
            loads, too_large = plan(records, partitions, limits, alone=alone, keyless=random.randrange(1 << 30))
            futures = [await _submit(producer, load, records) for load in loads]
            answers = await asyncio.gather(*futures, return_exceptions=True)
    except (TimeoutError, KafkaError) as error:
        raise DeliveryFailed(f"{len(records)} records not confirmed: {error!r}") from error
    outcomes: list[Outcome | None] = [too_large.get(index) for index in range(len(records))]
    oversized = _note(outcomes, loads, answers)
    known = [outcome for outcome in outcomes if outcome is not None]
    if len(known) < len(outcomes):
        raise Refused(outcomes, oversized)
    return known


async def _count(producer: AIOKafkaProducer, topic: str) -> int:
    while True:
        try:
            return len(await producer.partitions_for(topic))
        except KafkaError as error:
            if not error.retriable:
                raise
            log.warning("no metadata of %s yet: %r", topic, error)


async def _submit(producer: AIOKafkaProducer, load: Load, records: Sequence[Outgoing]) -> asyncio.Future[Any]:
    batch = producer.create_batch()
    for record in map(records.__getitem__, load.indexes):
        if not batch.append(timestamp=None, key=record.key, value=record.value, headers=list(record.headers)):
            raise DeliveryFailed(f"the producer's max_batch_size is below {BATCH_BYTES}: use new_producer")
    batch.close()
    while True:
        try:
            return await producer.send_batch(batch, load.topic, partition=load.partition)  # type: ignore[no-any-return]
        except KafkaTimeoutError:
            log.warning("%s-%d still waits for the broker", load.topic, load.partition)


def _note(outcomes: list[Outcome | None], loads: Sequence[Load], answers: Sequence[Any]) -> set[int]:
    """Fill in the offsets; the positions refused for size. Raises DeliveryFailed on an error of another kind."""
    oversized: set[int] = set()
    for load, answer in zip(loads, answers, strict=True):
        if not isinstance(answer, BaseException):
            for at, index in enumerate(load.indexes):
                outcomes[index] = Delivered(load.partition, answer.offset + at if answer.offset >= 0 else -1)
        elif isinstance(answer, _TOO_LARGE):
            oversized.update(load.indexes)
        elif not isinstance(answer, OutOfOrderSequenceNumber):
            raise DeliveryFailed(f"{load.topic}-{load.partition}: {answer!r}") from answer
    return oversized


class Delivery:
    """An idempotent producer of its own and what the cluster's topics take; one `send_all` at a time and loop."""

    def __init__(self, bootstrap: str | list[str], *, patience: float = PATIENCE, **more: Any) -> None:
        """`more`: further arguments of AIOKafkaProducer, security above all."""
        self._settings: dict[str, Any] = {"bootstrap": bootstrap, **more}
        self._patience = patience
        self._producer: AIOKafkaProducer | None = None
        self._limits: dict[str, int] = {}
        #: topics whose limit is not to be learnt: a refused batch must then be a single record
        self._alone: set[str] = set()

    async def start(self) -> Self:
        """Connect. Raises KafkaConnectionError when no broker answers."""
        self._producer = new_producer(**self._settings)
        try:
            await self._producer.start()
        except BaseException:
            await self.stop()
            raise
        return self

    async def stop(self) -> None:
        if self._producer is not None:
            producer, self._producer = self._producer, None
            await producer.stop()

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def send_all(self, records: Sequence[Outgoing]) -> list[Outcome]:
        """Like the function of this name; a refusal by size ends in TooLarge, whatever the topic's limit has become.

        Raises DeliveryFailed when the broker stays away or refuses for another reason.
        """
        try:
            async with asyncio.timeout(self._patience):
                return await self._settle(records)
        except TimeoutError as error:
            raise DeliveryFailed(f"{len(records)} records not confirmed in {self._patience} s") from error

    async def _settle(self, records: Sequence[Outgoing]) -> list[Outcome]:
        await self._learn({record.topic for record in records} - self._limits.keys())
        settled: dict[int, Outcome] = {}
        for idle in _until_idle(settled):
            left = [index for index in range(len(records)) if index not in settled]
            found = await self._try([records[index] for index in left])
            settled.update((index, known) for index, known in zip(left, found, strict=True) if known is not None)
            if len(settled) == len(records):
                return [settled[index] for index in range(len(records))]
            log.debug("%d records left, %d rounds without progress", len(records) - len(settled), idle)
        raise DeliveryFailed(f"the broker refused the same records {IDLE_ROUNDS} times")

    async def _try(self, records: Sequence[Outgoing]) -> Sequence[Outcome | None]:
        if self._producer is None:
            raise DeliveryFailed("the delivery is not started")
        try:
            return await send_all(self._producer, records, limits=self._limits, alone=self._alone)
        except Refused as refused:
            return await self._after(refused, records)

    async def _after(self, refused: Refused, records: Sequence[Outgoing]) -> Sequence[Outcome | None]:
        """A new producer and new limits; what is refused alone in its batch under unchanged limits is too large."""
        log.warning("%s; replacing the producer", refused)
        await self.stop()
        await _patiently(self.start)
        topics = {records[index].topic for index in refused.oversized}
        before = {topic: self._limits[topic] for topic in topics}
        await self._learn(topics)
        stubborn = {topic for topic in topics if self._limits[topic] == before[topic]}
        proven = {index for index in refused.oversized if records[index].topic in stubborn & self._alone}
        self._alone |= stubborn
        return [
            TooLarge(size_of(records[index]), self._limits[records[index].topic]) if index in proven else outcome
            for index, outcome in enumerate(refused.outcomes)
        ]

    async def _learn(self, topics: set[str]) -> None:
        producer = self._producer
        if topics and producer is not None:
            for topic in topics:
                await _count(producer, topic)
            found = await _patiently(lambda: read_limits(producer, topics))
            self._limits |= dict.fromkeys(topics, DEFAULT_LIMIT) | found


def _until_idle(settled: Mapping[int, object]) -> Iterator[int]:
    """Count rounds without progress, until there were IDLE_ROUNDS in a row."""
    idle, before = 0, -1
    while idle < IDLE_ROUNDS:
        yield idle
        idle, before = (idle + 1 if len(settled) == before else 0), len(settled)


async def _patiently(ask: Callable[[], Awaitable[T]]) -> T:
    """Repeat while the broker is away; the caller bounds it."""
    while True:
        try:
            return await ask()
        except KafkaError as error:
            if not error.retriable:
                raise
            log.warning("the broker is away: %r", error)
            await asyncio.sleep(1)
