"""The owner of one timeline partition (shell): reads its state back, folds, and commits each step in a transaction.

Its producer's transactional id names the partition, so whoever opens the partition next fences this process: a
former owner that was paused can commit nothing any more, and ends.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime

import msgspec
import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from aiokafka.structs import ConsumerRecord
from msgspec import Struct

from agents.crash import die
from agents.delivery import DeliveryFailed, TooLarge, new_producer, read_limits, send_all
from agents.holdback import HoldBack, held
from agents.observing import Observer
from agents.reading import committed_offset, read_latest, read_until
from monitor.config.settings import Settings
from monitor.errors import YuqingError
from monitor.kafka import topics
from monitor.kafka.wire import Outgoing, Raw
from monitor.records import Head, RuleBundle, Tick
from monitor.steps import commit
from monitor.steps.scoring import Frame, dead_letter
from monitor.steps.timeline import apply, rules_digest
from monitor.times import local
from monitor.watch.bundle import renewed
from monitor.watch.checkpoint import state
from monitor.watch.fold import Fold, Step

log = structlog.get_logger("yuqing.watch")

#: An open transaction hides what lies behind it from every reader of alerts.v1: the broker ends a dead owner's soon.
TRANSACTION_TIMEOUT_MS = 15_000
#: Records of a rebuilt state in one transaction.
REBUILT_AT_ONCE = 200
#: Batches that wait for the fold; the stream is held back beyond.
QUEUED = 4

Ack = Callable[[], Awaitable[object]]


class Batch(Struct, frozen=True):
    """The records of [begin, end) of the partition; `start`: from where its assignment is read."""

    records: Sequence[Raw]
    ack: Ack
    begin: int
    end: int
    start: int


class Surroundings(Struct, frozen=True):
    """What all owners of a process share."""

    settings: Settings
    bundle: RuleBundle
    #: rules bundles by digest, as read so far
    bundles: dict[str, RuleBundle]
    frame: Frame
    bootstrap: list[str]
    security: dict[str, object]
    #: consumer group of the watch
    group: str
    observer: Observer
    hold_back: HoldBack


class Owner:
    """One partition's fold and its writer; `open`, then `run` until cancelled."""

    def __init__(self, partition: int, around: Surroundings) -> None:
        self.partition, self.around = partition, around
        self.fold = Fold(partition, around.frame.partitions, around.bundles)
        self.queue: asyncio.Queue[Batch] = asyncio.Queue(QUEUED)
        self.opened = asyncio.Event()
        self._producer: AIOKafkaProducer | None = None
        self._limits: dict[str, int] = {}
        self._pending: list[Ack] = []
        self._dead: list[Outgoing] = []
        #: where the next batch must begin
        self._next: int | None = None
        #: own rules were written since this owner opened: they come after all others
        self._announced = False
        self._next_step = 0.0
        self._next_tick = 0.0

    async def run(self) -> None:
        """Own the partition until cancelled; whatever goes wrong ends the process, and the next owner repeats."""
        try:
            await self._open()
            while True:
                await self._turn()
        except asyncio.CancelledError:
            raise
        except (KafkaError, DeliveryFailed, YuqingError) as error:
            die(f"timeline partition {self.partition} cannot be owned any more", error)
        except Exception as error:  # noqa: BLE001 - an owner that is gone must not look alive
            die(f"the owner of timeline partition {self.partition} failed", error)
        finally:
            if self._producer is not None:
                await self._producer.stop()

    def forget(self) -> None:
        """Empty the queue of an owner that has ended: the agent must not wait for room that nobody makes."""
        while not self.queue.empty():
            self.queue.get_nowait()

    # ------------------------------------------------------------ opening

    async def _open(self) -> None:
        around, frame = self.around, self.around.frame
        started = time.monotonic()
        # first fence the former owner and end its transaction: only then is what is read complete
        self._producer = new_producer(
            around.bootstrap,
            transactional_id=f"{frame.prefix}watch-{self.partition}",
            transaction_timeout_ms=TRANSACTION_TIMEOUT_MS,
            **around.security,
        )
        await self._producer.start()
        self._limits = await read_limits(self._producer, [frame.topic(topic.name) for topic in topics.TOPICS])
        head, checkpoints = commit.read_checkpoints(await self._latest(topics.CHECKPOINTS, self.partition))
        await self._read_bundles()
        if head is None and (committed := await self._committed()):
            head = await self._rebuild(committed)
        elif head is None:
            head = await self._first_head()
            self.fold.restore(head, checkpoints)
        else:
            self.fold.restore(head, checkpoints)
        if head.rules != around.bundle.digest:
            await self._announce([])
        self.opened.set()
        around.observer.metrics.restore_seconds.set(time.monotonic() - started)
        log.info(
            "partition opened",
            partition=self.partition,
            head=head.offset,
            subjects=len(self.fold.book.subjects),
            seconds=round(time.monotonic() - started, 2),
        )

    async def _first_head(self) -> Head:
        """The first rules record and the first head come together: what lies before is folded under these rules."""
        head = Head(
            partition=self.partition,
            offset=-1,
            clock=None,
            rules=self.around.bundle.digest,
            format=state.FORMAT,
            partitions=self.around.frame.partitions,
        )
        await self._announce([commit.head_record(head, self.around.frame)])
        return head

    async def _committed(self) -> int | None:
        around = self.around
        topic = around.frame.topic(topics.TIMELINE)
        return await committed_offset(around.bootstrap, around.group, topic, self.partition, **around.security)

    async def _rebuild(self, committed: int) -> Head:
        """No state although the group has been here: fold what lies below its offset, and tell none of it again."""
        log.warning("no checkpoints: rebuilding the state from the timeline", partition=self.partition, below=committed)
        self.fold.use(await self._first_rules(committed))
        async for record in self._timeline(committed):
            apply(self.fold, record.value, record.offset)
            self.fold.book.alerts.clear()
        return await self._write_rebuilt()

    async def _first_rules(self, below: int) -> str:
        """The bundle of the first rules record: what lies before it was folded under it, too."""
        async for record in self._timeline(below):
            if (digest := rules_digest(record.value)) in self.around.bundles and digest is not None:
                return digest
        self.around.bundles[self.around.bundle.digest] = self.around.bundle
        return self.around.bundle.digest

    def _timeline(self, below: int) -> AsyncIterator[ConsumerRecord]:
        around = self.around
        topic = around.frame.topic(topics.TIMELINE)
        return read_until(around.bootstrap, topic, self.partition, below, **around.security)

    async def _write_rebuilt(self) -> Head:
        """The rebuilt state in pieces, its head last: without a head the next owner begins anew."""
        step = self.fold.collect()
        *records, head = commit.step_records(
            msgspec.structs.replace(step, alerts=[]), self.partition, self.around.frame
        )
        for start in range(0, len(records), REBUILT_AT_ONCE):
            await self._transact(records[start : start + REBUILT_AT_ONCE])
        await self._transact([head])
        return step.head

    async def _announce(self, more: list[Outgoing]) -> None:
        frame, bundle = self.around.frame, self.around.bundle
        self.around.bundles[bundle.digest] = bundle
        rules = commit.rules_record(commit.rules_of(bundle, _now()), self.partition, frame)
        await self._transact([commit.bundle_record(bundle, frame), rules, *more])
        self._announced = True

    async def _read_bundles(self) -> None:
        found, foreign = commit.read_bundles(value for _, value in await self._latest(topics.RULESETS, 0))
        for each in found:
            bundle = renewed(each, self.around.bundle)
            self.around.bundles[bundle.digest] = bundle
        if foreign:
            log.error("records of the topic are no rules bundles, and passed over", topic=topics.RULESETS,
                      records=foreign)  # fmt: skip

    async def _latest(self, topic: str, partition: int) -> list[tuple[bytes, bytes]]:
        around = self.around
        return await read_latest(around.bootstrap, around.frame.topic(topic), partition, **around.security)

    # ------------------------------------------------------------ folding

    async def _turn(self) -> None:
        """Fold the next batch if one comes in time, then do what is due: commit a step, write a tick."""
        try:
            async with asyncio.timeout(max(0.0, self._wake() - time.monotonic())):
                batch = await self.queue.get()
        except TimeoutError:
            pass
        else:
            await self._fold(batch)
        if self.fold.told or (self.fold.dirty and time.monotonic() >= self._next_step):
            await self._commit()
        await self._tick_if_due()

    def _wake(self) -> float:
        due = [self._next_step] if self.fold.dirty or self._pending else []
        if self.around.settings.watch.clock == "wall":
            due.append(self._next_tick)
        return min(due, default=time.monotonic() + 60.0)

    def expect(self, batch: Batch) -> None:
        """Raises YuqingError for a batch that does not join the one before it.

        Folding on would lose for good what lies between; the next owner reads it again.
        """
        expected = batch.start if self._next is None else self._next
        if batch.begin > expected:
            raise YuqingError(f"records {expected} to {batch.begin - 1} were never handed over")
        self._next = batch.end

    async def _fold(self, batch: Batch) -> None:
        self.expect(batch)
        if not self.fold.dirty:
            self._next_step = time.monotonic() + self.around.settings.watch.step_seconds
        with self.around.observer.fold(batch.records):
            for record in batch.records:
                await self._apply(record)
        self._pending.append(batch.ack)
        if not self.fold.dirty:
            await self._acknowledge()

    async def _apply(self, record: Raw) -> None:
        digest = rules_digest(record.value)
        if digest is not None and digest not in self.around.bundles:
            await self._read_bundles()
        unreadable = apply(self.fold, record.value, record.offset)
        if unreadable is not None:
            log.error("timeline record cannot be folded", partition=self.partition, offset=record.offset,
                      reason=unreadable.reason.value)  # fmt: skip
            self._dead.append(dead_letter(record, unreadable, self.around.frame))
        if digest not in (None, self.around.bundle.digest) and not self._announced:
            # a former owner under other rules ended before its head said so: ours hold from here on
            await self._announce([])

    async def _commit(self) -> None:
        with self.around.observer.metrics.checkpoint_seconds.time():
            step = self.fold.collect()
            records = commit.step_records(step, self.partition, self.around.frame)
        dead, self._dead = self._dead, []
        with self.around.observer.transaction(step):
            await self._transact([*records, *dead])
        self._report(step)
        await self._acknowledge()

    async def _acknowledge(self) -> None:
        pending, self._pending = self._pending, []
        for ack in pending:
            await ack()

    async def _transact(self, records: list[Outgoing]) -> None:
        assert self._producer is not None
        async with self._producer.transaction():
            outcomes = await send_all(self._producer, records, limits=self._limits)
            too_large = [record for record, done in zip(records, outcomes, strict=True) if isinstance(done, TooLarge)]
            if too_large:
                names = ", ".join(sorted({record.topic for record in too_large}))
                raise DeliveryFailed(f"a record of the step exceeds max.message.bytes of {names}: raise it there")
        self.around.observer.sent(records, outcomes)

    def _report(self, step: Step) -> None:
        for alert in step.alerts:
            log.info("alert", alert_id=alert.alert_id, incident_id=alert.incident_id, grade=alert.grade,
                     transition=alert.transition, partition=self.partition)  # fmt: skip
        for action, reason in step.unmatched:
            log.warning("action without an incident", type=action.type, action_id=action.id, reason=reason)

    # ------------------------------------------------------------ time

    async def _tick_if_due(self) -> None:
        if self.around.settings.watch.clock != "wall" or time.monotonic() < self._next_tick:
            return
        self._next_tick = time.monotonic() + self.around.settings.watch.tick_seconds
        now = _now()
        at = self.around.hold_back.tick_time(now)
        if at is None:
            # there may be a backlog: without a clock alerts are told all the same, only deadlines wait
            self._next_tick = time.monotonic() + 1.0
            return
        self.around.observer.metrics.hold_back.labels(str(self.partition)).set((now - at).total_seconds())
        await self._transact(
            [commit.tick_record(Tick(at=at, now=now, held=held(at, now)), self.partition, self.around.frame)]
        )


class Owners:
    """The partitions that this process owns at the moment."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._owners: dict[int, tuple[Owner, asyncio.Task[None]]] = {}

    def open(self, partitions: Iterable[int]) -> None:
        for partition in sorted(set(partitions) - self._owners.keys()):
            owner = Owner(partition, self._around)
            self._owners[partition] = owner, asyncio.create_task(owner.run(), name=f"owner-{partition}")

    async def close(self, partitions: Iterable[int]) -> None:
        """Let go of partitions: what is folded but not committed is the next owner's to repeat."""
        gone = [self._owners.pop(partition) for partition in partitions if partition in self._owners]
        for owner, task in gone:
            task.cancel()
            owner.forget()
        await asyncio.gather(*(task for _, task in gone), return_exceptions=True)

    async def take(self, partition: int, batch: Batch) -> None:
        """Hand a batch to the partition's owner; waits while it is busy. One that is gone is not ours to fold."""
        if partition in self._owners:
            await self._owners[partition][0].queue.put(batch)

    async def close_all(self) -> None:
        await self.close(list(self._owners))

    def ready(self) -> tuple[bool, str]:
        """For /readyz: every owned partition has read its state back."""
        waiting = [partition for partition, (owner, _) in self._owners.items() if not owner.opened.is_set()]
        if waiting:
            return False, f"reading the state of partitions {waiting} back"
        return True, f"{len(self._owners)} partitions"


def _now() -> datetime:
    return local(datetime.now(UTC))
