"""Follows topics from now on (shell): for commands that wait for what their own record leads to."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from monitor.config.security import KafkaSecurity
from monitor.errors import BrokerError
from monitor.kafka.connect import OnWait, connect, servers
from monitor.kafka.security import kafka_python_arguments
from monitor.kafka.topics import MIB
from monitor.kafka.wire import Raw

_POLL_MS = 250


class Follower:
    """Stands at the end of the topics as it was when it was made; read_committed; a context manager."""

    def __init__(
        self, bootstrap: str, security: KafkaSecurity, names: Sequence[str], *, on_wait: OnWait | None = None
    ) -> None:
        """Raises BrokerError."""
        connect(bootstrap, security, on_wait=on_wait).close()
        self._bootstrap = bootstrap
        self._consumer = KafkaConsumer(
            bootstrap_servers=servers(bootstrap), isolation_level="read_committed", enable_auto_commit=False,
            max_partition_fetch_bytes=8 * MIB, **kafka_python_arguments(security),
        )  # fmt: skip
        try:
            self._to_the_end(names)
        except BaseException:
            self._consumer.close()
            raise

    def _to_the_end(self, names: Sequence[str]) -> None:
        try:
            found = {name: self._consumer.partitions_for_topic(name) for name in names}
            if missing := [name for name, numbers in found.items() if not numbers]:
                raise BrokerError(f"there is no topic {', '.join(missing)}; `yuqing topics create` makes all")
            partitions = [TopicPartition(name, number) for name, numbers in found.items() for number in numbers or ()]
            self._consumer.assign(partitions)
            for partition, offset in self._consumer.end_offsets(partitions).items():
                self._consumer.seek(partition, offset)
        except KafkaError as error:
            raise self._lost(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._consumer.close()

    def poll(self) -> list[Raw]:
        """What has come; waits a quarter of a second for the first of it. Raises BrokerError."""
        try:
            batches = self._consumer.poll(timeout_ms=_POLL_MS)
        except KafkaError as error:
            raise self._lost(error) from error
        return [
            Raw(one.topic, one.partition, one.offset, one.timestamp, one.key, one.value)
            for batch in batches.values()
            for one in batch
        ]

    def _lost(self, error: KafkaError) -> BrokerError:
        return BrokerError(f"Kafka at {self._bootstrap} cannot be read: {type(error).__name__}: {error}")
