"""Writes records for the command line (shell): each is confirmed by the broker or named as too large."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, NamedTuple, Self

from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import KafkaError, KafkaTimeoutError, MessageSizeTooLargeError, RecordListTooLargeError
from kafka.record.default_records import DefaultRecordBatchBuilder

from monitor.config.security import KafkaSecurity
from monitor.errors import BrokerError
from monitor.kafka.connect import OnWait, connect, servers
from monitor.kafka.security import kafka_python_arguments
from monitor.kafka.topics import MIB, RAW_BYTES
from monitor.kafka.wire import Outgoing

#: how long the broker may be away before a delivery gives up, in seconds
PATIENCE = 300.0
#: after so many seconds without an answer it is said that we wait
_WORTH_SAYING = 5.0
_BATCH_BYTES = 256 * 1024
_TOO_LARGE = (MessageSizeTooLargeError, RecordListTooLargeError)


class Placed(NamedTuple):
    """Where the record lies now."""

    partition: int
    offset: int


class TooLarge(NamedTuple):
    """The record exceeds its topic and was not written; bytes of a batch that holds it alone, uncompressed."""

    size: int
    limit: int


Outcome = Placed | TooLarge


@dataclass(frozen=True)
class Cluster:
    """What tells one cluster's topics from another's, also where an address is used again."""

    id: str
    #: topic → the id it was created with
    topics: dict[str, str]
    #: topic → max.message.bytes
    limits: dict[str, int]


def look(admin: KafkaAdminClient, names: Sequence[str]) -> Cluster:
    """The cluster and these topics. Raises BrokerError when one of them is not there."""
    try:
        described = {one["name"]: one for one in admin.describe_topics(list(names))}
        if missing := [name for name in names if described[name]["error_code"]]:
            raise BrokerError(f"there is no topic {', '.join(missing)}; `yuqing topics create` makes all")
        resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
        configs = admin.describe_configs(resources, config_filter="all").get("topic", {})
        cluster = admin.describe_cluster()["cluster_id"]
    except KafkaError as error:
        raise BrokerError(f"the topics cannot be described: {type(error).__name__}: {error}") from error
    limits = {name: int(configs.get(name, {}).get("max.message.bytes", {}).get("value") or RAW_BYTES) for name in names}
    return Cluster(str(cluster), {name: str(described[name].get("topic_id")) for name in names}, limits)


def size_of(record: Outgoing) -> int:
    """Upper bound in bytes, uncompressed, of a record batch that holds this record alone."""
    return int(DefaultRecordBatchBuilder.estimate_size_in_bytes(record.key, record.value, list(record.headers)))


class Writer:
    """An idempotent producer, acks=all; a context manager."""

    def __init__(
        self,
        bootstrap: str,
        security: KafkaSecurity,
        names: Sequence[str],
        *,
        transactional_id: str | None = None,
        patience: float = PATIENCE,
        on_wait: OnWait | None = None,
    ) -> None:
        """Connects and looks at the topics `names`, the only ones that can be written to. Raises BrokerError."""
        with connect(bootstrap, security, on_wait=on_wait) as admin:
            self.cluster = look(admin, names)
        self._bootstrap, self._patience, self._on_wait = bootstrap, patience, on_wait
        self._arguments: dict[str, Any] = {
            "bootstrap_servers": servers(bootstrap),
            "acks": "all", "enable_idempotence": True, "transactional_id": transactional_id,
            # with several under way, what came behind a refused batch may be written and yet be told as failed
            "max_in_flight_requests_per_connection": 1,
            "linger_ms": 5, "batch_size": _BATCH_BYTES, "max_request_size": 64 * MIB,
            "delivery_timeout_ms": int(patience * 1000), "max_block_ms": int(patience * 1000),
            "allow_auto_create_topics": False,
            **kafka_python_arguments(security),
        }  # fmt: skip
        self._producer = KafkaProducer(**self._arguments)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # what was not confirmed by now is repeated by whoever goes on
        self._producer.close(timeout=1 if kind else 10)

    # ------------------------------------------------------------ writing

    def write(self, records: Sequence[Outgoing]) -> list[Outcome]:
        """Write the records and wait for the broker's word on each; the result is in their order.

        Raises BrokerError when the broker stays away or refuses; then nobody knows which were written.
        """
        outcomes: list[Outcome | None] = [self._too_large(record) for record in records]
        self._attempt(records, outcomes, [index for index, known in enumerate(outcomes) if known is None])
        for index, known in enumerate(outcomes):
            if known is None:
                # a batch was refused for its size although its limit says otherwise: one by one, each proves itself
                self._renew()
                self._attempt(records, outcomes, [index])
                if outcomes[index] is None:
                    outcomes[index] = TooLarge(size_of(records[index]), self.cluster.limits[records[index].topic])
                    self._renew()
        return [known for known in outcomes if known is not None]

    def _too_large(self, record: Outgoing) -> TooLarge | None:
        size, limit = size_of(record), self.cluster.limits[record.topic]
        return TooLarge(size, limit) if size > limit else None

    def _attempt(self, records: Sequence[Outgoing], outcomes: list[Outcome | None], wanted: Iterable[int]) -> None:
        """Fills in the places; leaves None for what was refused for its size, and for what came behind it."""
        with _told(self._bootstrap):
            futures = {index: self._send(records[index]) for index in wanted}
            self._flush()
        refused = False
        for index, future in futures.items():
            if future.succeeded():
                outcomes[index] = Placed(future.value.partition, future.value.offset)
            elif isinstance(future.exception, _TOO_LARGE):
                refused = True
        if refused:
            return
        for future in futures.values():
            if future.failed():
                raise _unanswered(self._bootstrap, future.exception)

    def _send(self, record: Outgoing) -> Any:
        return self._producer.send(
            record.topic, value=record.value, key=record.key, headers=list(record.headers), partition=record.partition
        )

    def _flush(self) -> None:
        deadline = time.monotonic() + self._patience
        told = False
        while True:
            try:
                self._producer.flush(timeout=_WORTH_SAYING)
            except KafkaTimeoutError:
                if time.monotonic() > deadline:
                    raise
            else:
                return
            if self._on_wait and not told:
                self._on_wait(f"waiting for Kafka at {self._bootstrap} to confirm")
                told = True

    def _renew(self) -> None:
        """A refused batch breaks an idempotent producer's sequence numbers."""
        self._producer.close(timeout=1)
        self._producer = KafkaProducer(**self._arguments)

    # ------------------------------------------------------------ transactions

    def fence(self) -> None:
        """End what others began under the same transactional id; whoever they are, they can commit nothing more."""
        with _told(self._bootstrap):
            self._producer.init_transactions()

    @contextmanager
    def transaction(self) -> Iterator[Callable[[Outgoing], None]]:
        """Yields what sends a record; all of them count together at the end, or none. `fence` first.

        Raises BrokerError.
        """
        with _told(self._bootstrap):
            self._producer.begin_transaction()
            try:
                futures: list[Any] = []
                yield lambda record: futures.append(self._send(record))
                self._flush()
            except BaseException:
                self._producer.abort_transaction()
                raise
            if failed := [future.exception for future in futures if future.failed()]:
                self._producer.abort_transaction()
                raise _unanswered(self._bootstrap, failed[0])
            self._producer.commit_transaction()


@contextmanager
def _told(bootstrap: str) -> Iterator[None]:
    try:
        yield
    except KafkaError as error:
        raise _unanswered(bootstrap, error) from error


def _unanswered(bootstrap: str, error: BaseException | None) -> BrokerError:
    return BrokerError(f"Kafka at {bootstrap} did not confirm what was sent: {type(error).__name__}: {error}")
