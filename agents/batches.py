"""The batch transport (shell): a Faust agent gets one event per fetched batch and partition, not one per record.

Faust makes four tasks per record; one event per batch takes that cost off every record but the first. To do so a
few private names of faust and aiokafka are overridden, so both versions are exact and `check_versions` refuses to
start on others. What differs from stock Faust:

* an event's value is `list[Raw]` of one partition, at most `max_records` and `max_bytes`; the list may be
  empty (a stretch of the log that holds only gaps), and must be acknowledged all the same;
* commits advance over contiguous acknowledged stretches (see agents.spans), gaps of the log included, so lag
  reaches 0 behind control records too;
* a full queue blocks the fetcher; stock Faust would sleep a second;
* on revocation: commit what is finished, then forget; acknowledgements of an older generation are ignored;
* a partition without a committed offset is read from its start again after a rebalance, where Faust would go on
  after what it had fetched and thrown away.

`take`, `group_by`, tables, models and Faust's own counters do not apply to batch topics.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, cast

import aiokafka
import faust
from aiokafka import TopicPartition
from faust.serializers.schemas import Schema
from faust.streams import Stream
from faust.transport.consumer import Consumer as BaseConsumer
from faust.transport.consumer import ThreadDelegateConsumer
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, Message
from faust.types.transports import SchedulingStrategyT
from faust.types.tuples import ConsumerMessage
from mode.utils.futures import notify

from agents.crash import die
from agents.spans import Chunk, Ledger, split
from monitor.kafka.wire import Raw

__all__ = ["APP_SETTINGS", "batch_topic", "check_versions", "consume", "use_batches"]

IsolationLevel = Literal["read_uncommitted", "read_committed"]

FAUST, AIOKAFKA = "0.15.3", "0.14.0"

#: What an app with batch topics needs; create_app adds identity, brokers and credentials.
APP_SETTINGS: Mapping[str, Any] = {
    # waiting for unacknowledged events would stall every rebalance and SIGTERM without bound
    "stream_wait_empty": False,
    # a worker that was killed is missed after so many seconds, and its partitions are read on by others
    "broker_session_timeout": 10.0,
    "broker_heartbeat_interval": 2.0,
    # repeats after a kill are what was finished since the last commit
    "broker_commit_interval": 0.5,
    "consumer_auto_offset_reset": "earliest",
    # topics are made by our own command: Faust would make them with replication 1 and 8 partitions
    "topic_allow_declare": False,
    "topic_disable_leader": True,
    # its server would listen on all interfaces
    "web_enabled": False,
}

#: Batches that may wait in front of an agent before the fetcher is held back.
QUEUED_BATCHES = 8

#: A caller in the base classes → the private names it must go through; a rename would otherwise pass unnoticed.
_CALLED: tuple[tuple[Callable[..., Any], tuple[str, ...]], ...] = (
    (BaseConsumer.getmany, ("_to_message", "scheduler", "iterate")),
    (BaseConsumer.force_commit, ("_filter_tps_with_pending_acks", "_commit_tps")),
    (BaseConsumer._commit_tps, ("_filter_committable_offsets", "_commit_offsets")),
    (BaseConsumer._filter_committable_offsets, ("_new_offset", "_should_commit")),
    (BaseConsumer._commit_offsets, ("_commit",)),
    (BaseConsumer._drain_messages, ("_add_gap", "getmany")),
    (BaseConsumer.perform_seek, ("seek_to_committed",)),
    (ThreadDelegateConsumer.__init__, ("_new_consumer_thread",)),
    (ThreadDelegateConsumer._getmany, ("_thread", "getmany")),
    (ThreadDelegateConsumer._commit, ("_thread", "commit")),
    (driver.AIOKafkaConsumerThread.on_start, ("_create_consumer",)),
    (driver.AIOKafkaConsumerThread.getmany, ("_fetch_records",)),
    (driver.AIOKafkaConsumerThread.commit, ("_commit",)),
)


def check_versions() -> None:
    """Raise RuntimeError unless the installed libraries are those whose private names this module overrides."""
    found = faust.__version__, aiokafka.__version__
    if found != (FAUST, AIOKAFKA):
        raise RuntimeError(
            f"the batch transport is written for faust-streaming {FAUST} and aiokafka {AIOKAFKA}, "
            f"found {found[0]} and {found[1]}; install the locked versions"
        )
    for caller, names in _CALLED:
        missing = [name for name in names if name not in inspect.unwrap(caller).__code__.co_names]
        if missing:
            raise RuntimeError(f"{caller.__qualname__} no longer uses {', '.join(missing)}")


# ---------------------------------------------------------------- what agents use


def use_batches(
    app: faust.App,
    *,
    isolation_level: IsolationLevel = "read_uncommitted",
    max_records: int = 500,
    max_bytes: int = 4 * 1024 * 1024,
) -> None:
    """Give the app the batch transport; call it before any agent or topic is declared.

    Raises RuntimeError for other library versions, or when the app has a transport already.
    """
    check_versions()
    if app._transport is not None:
        raise RuntimeError("use_batches must come before the first agent of the app")
    app.transport = BatchTransport(app, isolation_level=isolation_level, max_records=max_records, max_bytes=max_bytes)


def batch_topic(app: faust.App, *names: str) -> faust.TopicT:
    """One channel over the named topics whose events carry `list[Raw]` of one partition each."""
    # not app.topic(): it drops maxsize, and 4096 queued batches are gigabytes
    return faust.Topic(app, topics=names, schema=_PassThrough(), maxsize=QUEUED_BATCHES)


async def consume(stream: faust.StreamT[Any], handle: Callable[[list[Raw]], Awaitable[None]]) -> None:
    """The body of an agent: handle each batch, acknowledge it after `handle` returned, end the process if it raised.

    `handle` returns only when the results are delivered, and treats bad records itself (dead letters). What it
    raises is what no retry in place cures: Faust would go on behind it, with that partition's commits stuck.
    """
    async for event in cast(Stream[Any], stream).noack().events():
        if event.value:
            try:
                await handle(event.value)
            except Exception as error:  # noqa: BLE001 - whatever it is, going on would bury it
                die(f"a batch of {event.message.tp} failed", error)
        await stream.ack(event)


class _PassThrough(Schema[Any, Any]):
    """The records come as they are: decoding belongs to the pure core, which turns errors into dead letters."""

    def loads_key(self, app: Any, message: Any, **_: Any) -> None:
        return None

    def loads_value(self, app: Any, message: Any, **_: Any) -> Any:
        return message.value


# ---------------------------------------------------------------- the transport


class _Taken(dict[TP, list[Any]]):
    """Fetched records by partition, with the stretch that each partition's position moved over."""

    def __init__(self, records: Mapping[TP, list[Any]], spans: Mapping[TP, tuple[int, int]]) -> None:
        super().__init__(records)
        self.spans = spans


class _Scheduler(SchedulingStrategyT):
    """Faust's ConsumerScheduler, handing out chunks: one partition after the other, a chunk at a time."""

    def __init__(self, max_records: int, max_bytes: int) -> None:
        self._limits = {"max_records": max_records, "max_bytes": max_bytes}

    def iterate(self, taken: Mapping[TP, list[Any]]) -> Iterator[tuple[TP, Chunk]]:
        # a stopped flow answers a plain {}: nothing was taken, nothing moved
        spans = taken.spans if isinstance(taken, _Taken) else {}
        waiting = [(tp, split(taken.get(tp, ()), *span, **self._limits)) for tp, span in spans.items()]
        while waiting:
            still = []
            for tp, chunks in waiting:
                if (chunk := next(chunks, None)) is not None:
                    still.append((tp, chunks))
                    yield tp, chunk
            waiting = still


class BatchMessage(ConsumerMessage):
    """A chunk as a Faust message: `offset` is its last offset, `begin` its first, `value` its records."""

    __slots__ = ("begin",)

    begin: int


class BatchConsumerThread(driver.AIOKafkaConsumerThread):
    """Runs aiokafka's consumer, and knows what stretch of each partition every fetch took."""

    transport: BatchTransport

    def __post_init__(self) -> None:
        super().__post_init__()
        #: position after the last take or seek; written and read in this thread only
        self._position: dict[TP, int] = {}

    def _create_consumer(self, loop: asyncio.AbstractEventLoop) -> aiokafka.AIOKafkaConsumer:
        consumer = super()._create_consumer(loop)
        # Faust ties the level to its own exactly_once mode; aiokafka reads the attribute when it starts
        consumer._isolation_level = self.transport.isolation_level
        return consumer

    async def on_start(self) -> None:
        await super().on_start()
        wanted = aiokafka.consumer.fetcher.READ_COMMITTED
        if (self.transport.isolation_level == "read_committed") != (
            self._ensure_consumer()._fetcher._isolation_level == wanted
        ):
            raise RuntimeError("aiokafka did not take the isolation level")

    async def _fetch_records(
        self,
        consumer: aiokafka.AIOKafkaConsumer,
        active_partitions: set[TP],
        timeout: float | None = None,  # noqa: ASYNC109 - Faust's signature
        max_records: int | None = None,
    ) -> Mapping[TP, list[Any]]:
        records = await super()._fetch_records(consumer, active_partitions, timeout, max_records)
        # no await between the take and this: the stretches are exactly what was taken
        return _Taken({_tp(tp): found for tp, found in records.items()}, self._advance(consumer))

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        # positions of the next assignment have nothing to do with these until it is sought
        self._position = {}
        await super().on_partitions_revoked(revoked)

    def _advance(self, consumer: aiokafka.AIOKafkaConsumer) -> dict[TP, tuple[int, int]]:
        spans = {}
        for tp, end in _positions(consumer):
            begin = self._position.get(tp, end)
            if end < begin:
                raise RuntimeError(f"the log of {tp} has lost records: position {begin} fell back to {end}")
            if end > begin:
                spans[tp] = begin, end
                self._position[tp] = end
        return spans

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Seek every assigned partition; where nothing is committed, to where a new group starts."""
        return await self.call_thread(self._seek_to_committed, self._ensure_consumer())  # type: ignore[no-any-return]

    async def _seek_to_committed(self, consumer: aiokafka.AIOKafkaConsumer) -> dict[TP, int]:
        start = {tp: await consumer.committed(tp) for tp in consumer.assignment()}
        if missing := [tp for tp, offset in start.items() if offset is None]:
            earliest = self.app.conf.consumer_auto_offset_reset == "earliest"
            find = consumer.beginning_offsets if earliest else consumer.end_offsets
            start.update(await find(missing))
        still = {tp: start[tp] for tp in consumer.assignment() if tp in start}
        for tp, offset in still.items():
            consumer.seek(tp, offset)
        self._position = {_tp(tp): offset for tp, offset in still.items()}
        return self._position.copy()

    async def _commit(self, offsets: Mapping[TP, int]) -> bool:
        # revoked while the call was queued: Faust would hand aiokafka an empty dict and crash on its ValueError
        if not self.assignment().intersection(offsets):
            return False
        return bool(await super()._commit(offsets))


class BatchConsumer(driver.Consumer):
    """Faust's consumer, counting stretches of the log instead of single offsets."""

    transport: BatchTransport

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheduler = _Scheduler(self.transport.max_records, self.transport.max_bytes)
        self._ledgers: dict[TP, Ledger] = {}

    def _new_consumer_thread(self) -> BatchConsumerThread:
        return BatchConsumerThread(self, loop=self.loop, beacon=self.beacon)

    def _to_message(self, tp: TP, chunk: Chunk) -> BatchMessage:
        first = chunk.records[0].timestamp / 1000 if chunk.records else 0.0
        message = BatchMessage(
            tp.topic, tp.partition, chunk.end - 1, first, 0, None, None, cast(Any, chunk.records), None, 0, 0, tp,
            generation_id=self.app.consumer_generation_id,
        )  # fmt: skip
        message.begin = chunk.begin
        return message

    async def seek_to_committed(self) -> Mapping[TP, int]:
        start = await super().seek_to_committed()
        self._ledgers = {tp: Ledger(offset) for tp, offset in start.items()}
        return start

    def ack(self, message: Message) -> bool:
        # `tracked` is set when the stream hands the event over: one that a stream skips (flow stopped, older
        # generation) is "acknowledged" by Faust's Python iterator although nobody has seen it
        if message.acked or not message.tracked or not isinstance(message, BatchMessage):
            return False
        message.acked = True
        self._unacked_messages.discard(message)
        notify(self._waiting_for_ack)
        ledger = self._ledgers.get(message.tp)
        if ledger is None or message.generation_id != self.app.consumer_generation_id:
            return False
        ledger.finish(message.begin, message.offset + 1)
        return True

    def _filter_tps_with_pending_acks(self, topics: Any = None) -> Iterator[TP]:
        return (tp for tp in list(self._ledgers) if topics is None or tp in topics or tp.topic in topics)

    def _new_offset(self, tp: TP) -> int | None:
        ledger = self._ledgers.get(tp)
        return ledger.committable() if ledger is not None else None

    def _should_commit(self, tp: TP, offset: int) -> bool:
        # Faust notes an offset as committed even when the commit failed; the ledger knows better
        return True

    async def _commit(self, offsets: Mapping[TP, int]) -> bool:
        done = await super()._commit(offsets)
        for tp in offsets if done else ():
            if (ledger := self._ledgers.get(tp)) is not None:
                ledger.confirm(offsets[tp])
        return bool(done)

    def committed(self) -> dict[TP, int]:
        """By assigned partition the offset that the broker has confirmed (or where reading started)."""
        return {tp: ledger.confirmed for tp, ledger in self._ledgers.items()}

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        await self._commit_finished()
        for tp in revoked:
            self._ledgers.pop(tp, None)
        await super().on_partitions_revoked(revoked)

    async def _commit_finished(self) -> None:
        # a rebalance must not wait for a broker that is away: then the next owner repeats
        task = asyncio.ensure_future(self._commit_twice())
        await asyncio.wait({task}, timeout=self.app.conf.broker_session_timeout / 2)

    async def _commit_twice(self) -> None:
        await self.commit()  # may only have waited for a commit under way
        await self.commit()

    async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
        """Gaps belong to the chunks."""

    def on_buffer_full(self, tp: TP) -> None:
        """The full queue itself holds the fetcher back."""

    def on_buffer_drop(self, tp: TP) -> None:
        """See on_buffer_full."""


class BatchTransport(driver.Transport):
    """Faust's aiokafka transport with the consumer above; the producer stays Faust's own (unused by our agents)."""

    Consumer = BatchConsumer

    def __init__(self, app: faust.App, *, isolation_level: IsolationLevel, max_records: int, max_bytes: int) -> None:
        super().__init__(app.conf.broker_consumer, app)
        self.isolation_level = isolation_level
        self.max_records = max_records
        self.max_bytes = max_bytes


def _tp(tp: TP | TopicPartition) -> TP:
    return TP(tp.topic, tp.partition)


def _positions(consumer: aiokafka.AIOKafkaConsumer) -> Iterable[tuple[TP, int]]:
    """By assigned partition the offset that the next fetch hands out; without those that have none yet."""
    subscription = consumer._subscription.subscription
    assignment = subscription.assignment if subscription is not None else None
    if assignment is None:
        return
    for tp in assignment.tps:
        state = assignment.state_value(tp)
        if state.has_valid_position:
            yield _tp(tp), state.position
