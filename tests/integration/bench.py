"""The bench of the batch transport: a test's topics and group, the workers it starts, what they committed and wrote."""

from __future__ import annotations

import asyncio
import itertools
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import MessageSizeTooLargeError

from agents.delivery import Delivery, Outcome, new_producer, read_limits, send_all
from monitor.errors import BrokerError
from monitor.kafka.admin import connect, create_topics, end_offsets, lag
from monitor.kafka.broker import EmbeddedBroker
from monitor.kafka.read import read_topic
from monitor.kafka.topics import Topic
from monitor.kafka.wire import Outgoing

RELAY = Path(__file__).with_name("relay.py")
ROOT = Path(__file__).parents[2]
PARTITIONS = 4
PROBE = b"probe"
_names = (f"batches-{number}" for number in itertools.count())


class Bench:
    """One test's topics and group, and the workers it starts."""

    def __init__(self, broker: EmbeddedBroker, scratch: Path) -> None:
        self.broker, self.name, self.scratch = broker, next(_names), scratch
        self.source, self.target = f"{self.name}-in", f"{self.name}-out"
        self.workers: list[subprocess.Popen[str]] = []

    def topic(self, name: str, partitions: int = PARTITIONS, **more: object) -> str:
        with connect(self.broker.bootstrap) as admin:
            create_topics(admin, [Topic(name, "id", partitions, "tests", **more)])  # type: ignore[arg-type]
        return name

    def worker(self, *extra: str, sources: Sequence[str] = ()) -> subprocess.Popen[str]:
        log = (self.scratch / f"{self.name}-{len(self.workers)}.log").open("w")
        command = [sys.executable, str(RELAY), self.broker.bootstrap, self.name, self.target]
        process = subprocess.Popen(
            [*command, *(sources or (self.source,)), *extra],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        log.close()
        self.workers.append(process)
        return process

    def logs(self) -> str:
        return "\n".join(path.read_text()[-4000:] for path in sorted(self.scratch.glob(f"{self.name}-*.log")))

    def end(self) -> None:
        for process in self.workers:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                assert pipe is not None
                pipe.close()

    def send(self, records: Sequence[Outgoing]) -> list[Outcome]:
        async def run() -> list[Outcome]:
            async with Delivery(self.broker.bootstrap) as delivery:
                return await delivery.send_all(records)

        return asyncio.run(run())

    def fill(self, count: int, topic: str = "") -> list[bytes]:
        ids = [f"{topic or self.source}-{number:06}".encode() for number in range(count)]
        self.send([Outgoing(topic or self.source, key, key) for key in ids])
        return ids

    def written(self) -> int:
        with connect(self.broker.bootstrap) as admin:
            return sum(end_offsets(admin, [self.target]).values())

    def left(self, *topics: str) -> int:
        """Records behind, control records of transactions included."""
        with connect(self.broker.bootstrap) as admin:
            return sum(each.records for each in lag(admin, self.name, topics or (self.source,)))

    def committed(self) -> dict[tuple[str, int], int]:
        with connect(self.broker.bootstrap) as admin:
            return {
                (each.topic, each.partition): each.committed
                for each in lag(admin, self.name) if each.committed is not None
            }  # fmt: skip

    def output(self) -> list[bytes]:
        return [each.value or b"" for each in read_topic(self.broker.bootstrap, self.target)]

    def lost(self, *topics: str) -> list[bytes]:
        """Records below a committed offset that are not in the output: in this order of reading."""
        committed = self.committed()
        there = set(self.output())
        return [
            each.value
            for topic in topics or (self.source,)
            for each in read_topic(self.broker.bootstrap, topic)
            if each.offset < committed.get((topic, each.partition), 0) and each.value and each.value not in there
        ]

    def until(self, happened: Callable[[], bool], what: str, seconds: float = 90) -> None:
        deadline = time.monotonic() + seconds
        while not self.now(happened):
            if time.monotonic() > deadline:
                pytest.fail(f"{what} did not happen in {seconds:.0f} s\n{self.logs()}")
            time.sleep(0.2)

    @staticmethod
    def now(happened: Callable[[], bool]) -> bool:
        try:
            return happened()
        except BrokerError:
            return False  # a broker that has just come back still loads its groups

    def until_done(self, *topics: str) -> None:
        self.until(lambda: self.left(*topics) == 0, "lag 0")


@contextmanager
def transactions(bootstrap: str) -> Iterator[Callable[[Sequence[Outgoing], bool], None]]:
    """A function that writes records in a transaction of their own and commits or aborts it."""
    with asyncio.Runner() as runner:

        async def start() -> object:
            producer = new_producer(bootstrap, transactional_id=next(_names))
            await producer.start()
            return producer

        producer = runner.run(start())

        async def write(records: Sequence[Outgoing], commit: bool) -> None:
            await producer.begin_transaction()
            limits = await read_limits(producer, {each.topic for each in records})
            await send_all(producer, records, limits=limits)
            await (producer.commit_transaction() if commit else producer.abort_transaction())

        try:
            yield lambda records, commit: runner.run(write(records, commit))
        finally:
            runner.run(producer.stop())


def make_eager(admin: object, topic: str) -> None:
    """Segments close and are compacted within a second."""
    from kafka.admin import ConfigResource, ConfigResourceType

    configs = {"segment.ms": "100", "min.cleanable.dirty.ratio": "0.01", "max.compaction.lag.ms": "500"}
    admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, configs=configs)])  # type: ignore[attr-defined]


async def refused(bench: Bench, value: bytes) -> None:
    """Returns when the broker refuses a value of this size: a new limit holds some moments after it was set."""
    async with AIOKafkaProducer(bootstrap_servers=bench.broker.bootstrap) as producer:
        while True:
            try:
                await producer.send_and_wait(bench.source, value, PROBE)
            except MessageSizeTooLargeError:
                return


def set_limit(admin: object, topic: str, size: int) -> None:
    from kafka.admin import ConfigResource, ConfigResourceType

    resource = ConfigResource(ConfigResourceType.TOPIC, topic, configs={"max.message.bytes": str(size)})
    admin.alter_configs([resource])  # type: ignore[attr-defined]
