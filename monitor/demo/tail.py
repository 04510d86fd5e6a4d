"""Follows what the workers write (shell): one thread that fills a queue, read_committed, from the beginning."""

from __future__ import annotations

import time
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from monitor.config.security import KafkaSecurity
from monitor.demo.tally import Seen, Stream
from monitor.errors import BrokerError
from monitor.kafka import topics
from monitor.kafka.connect import servers
from monitor.kafka.security import kafka_python_arguments

STREAMS: dict[str, Stream] = {
    topics.TIMELINE: "timeline",
    topics.DEADLETTERS: "deadletters",
    topics.ALERTS: "alerts",
    topics.INCIDENTS: "incidents",
    topics.CHECKPOINTS: "checkpoints",
}
#: what the thread may be doing when it is asked to end
_JOIN_SECONDS = 5.0


class Tail:
    """From `start` until `stop`, puts what it sees into `queue`; a BrokerError there is its end."""

    def __init__(self, bootstrap: str, security: KafkaSecurity, prefix: str) -> None:
        self.queue: SimpleQueue[Seen | BrokerError] = SimpleQueue()
        self._bootstrap, self._security, self._prefix = bootstrap, security, prefix
        self._stop = Event()
        self._thread = Thread(target=self._run, daemon=True, name="tail")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(_JOIN_SECONDS)

    def _run(self) -> None:
        try:
            consumer = self._consumer()
            try:
                while not self._stop.is_set():
                    for at, records in consumer.poll(timeout_ms=100, max_records=1000).items():
                        self._take(at, records)
            finally:
                consumer.close()
        except KafkaError as error:
            self.queue.put(BrokerError(f"the topics can no longer be read: {type(error).__name__}: {error}"))

    def _consumer(self) -> KafkaConsumer:
        """Joins no group."""
        consumer = KafkaConsumer(
            bootstrap_servers=servers(self._bootstrap),
            isolation_level="read_committed",
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=100,
            **kafka_python_arguments(self._security),
        )
        names = [self._prefix + name for name in STREAMS]
        consumer.assign([TopicPartition(name, nth) for name in names for nth in consumer.partitions_for_topic(name)])
        return consumer

    def _take(self, at: TopicPartition, records: list[Any]) -> None:
        stream, now = STREAMS[at.topic.removeprefix(self._prefix)], time.monotonic()
        for one in records:
            self.queue.put(Seen(stream, at.partition, one.offset, one.key, one.value, now))
