"""Sends the sample day to the raw topics at its pace (shell)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from queue import SimpleQueue

from kafka import KafkaProducer
from kafka.errors import KafkaError

from monitor.config.security import KafkaSecurity
from monitor.demo.sample import Planned
from monitor.demo.tally import Place
from monitor.errors import BrokerError
from monitor.kafka.connect import servers
from monitor.kafka.security import kafka_python_arguments

_CLOSE_SECONDS = 5.0


class Player:
    """Call `due` often: it hands the producer what is due; what the broker has comes back through `delivered`."""

    def __init__(
        self, day: Sequence[Planned], moments: Sequence[float], bootstrap: str, security: KafkaSecurity, prefix: str
    ) -> None:
        self.delivered: SimpleQueue[Place | BrokerError] = SimpleQueue()
        self._day, self._moments, self._prefix = day, moments, prefix
        self._next = 0
        self._started: float | None = None
        self._producer = KafkaProducer(
            bootstrap_servers=servers(bootstrap), acks="all", linger_ms=0, **kafka_python_arguments(security)
        )

    @property
    def finished(self) -> bool:
        return self._next == len(self._day)

    def due(self) -> list[Planned]:
        """Sends and returns what is due now."""
        now = time.monotonic()
        self._started = now if self._started is None else self._started
        sent = []
        while not self.finished and self._moments[self._next] <= now - self._started:
            sent.append(self._day[self._next])
            self._send(sent[-1])
            self._next += 1
        return sent

    def close(self) -> None:
        self._producer.close(timeout=_CLOSE_SECONDS)

    def _send(self, record: Planned) -> None:
        try:
            future = self._producer.send(self._prefix + record.topic, value=record.value, key=record.key)
        except KafkaError as error:
            raise BrokerError(f"the sample cannot be sent: {type(error).__name__}: {error}") from error
        future.add_callback(lambda it: self.delivered.put(Place(it.topic, it.partition, it.offset)))
        future.add_errback(lambda error: self.delivered.put(BrokerError(f"the sample cannot be sent: {error}")))
