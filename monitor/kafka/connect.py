"""Connects to a cluster for administration (shell): retries with a cap, and says plainly why it did not work."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from monitor.errors import BrokerError
from monitor.kafka.security import KafkaSecurity, kafka_python_arguments

PLAINTEXT = KafkaSecurity()
#: Longest wait for a cluster that is away, in seconds.
PATIENCE = 30.0
_SLICE = 3.0

OnWait = Callable[[str], None]

_CAUSE = re.compile(r"Bootstrap (?:connection|attempt) to \S+ failed: (.*) \(backoff")
#: Causes that no waiting mends, and what to look at.
_FINAL = {
    "SaslAuthenticationFailed": "the user name or the password is wrong (kafka.security)",
    "IllegalSaslState": "this listener asks for no password, but kafka.security.protocol says SASL",
    "UnsupportedSaslMechanism": "this listener does not offer kafka.security.mechanism",
    "CERTIFICATE_VERIFY_FAILED": "the broker's certificate is not trusted (kafka.security.ca_file, check_hostname)",
    "UNEXPECTED_EOF": "this listener speaks no TLS, but kafka.security.protocol asks for it",
    "WRONG_VERSION_NUMBER": "this listener speaks no TLS, but kafka.security.protocol asks for it",
    "CERTIFICATE_REQUIRED": "the cluster asks for a client certificate (kafka.security.cert_file)",
}


def servers(bootstrap: str) -> list[str]:
    """HOST:PORT,HOST:PORT as a list."""
    return [server.strip() for server in bootstrap.split(",") if server.strip()]


def connect(
    bootstrap: str,
    security: KafkaSecurity = PLAINTEXT,
    *,
    patience: float = PATIENCE,
    on_wait: OnWait | None = None,
) -> KafkaAdminClient:
    """An administration client of kafka-python, a context manager; it has reached a broker.

    Tries for `patience` seconds and tells `on_wait` once what it waits for. Raises BrokerError, at once where waiting
    is of no use.
    """
    arguments = {"bootstrap_servers": servers(bootstrap), **kafka_python_arguments(security)}
    deadline = time.monotonic() + patience
    told = False
    while True:
        remaining = max(0.5, min(_SLICE, deadline - time.monotonic()))
        causes = _Causes()
        try:
            with causes.listening():
                return _Client(bootstrap_timeout_ms=int(remaining * 1000), **arguments)
        except (KafkaError, ValueError) as error:
            cause = causes.best() or str(error)
        if causes.final or time.monotonic() >= deadline:
            raise BrokerError(_explained(bootstrap, cause, causes.final))
        if on_wait and not told:
            on_wait(f"waiting for Kafka at {bootstrap}: {cause}")
            told = True


class _Client(KafkaAdminClient):  # type: ignore[misc]  # kafka-python has no types
    """Ends its thread also when it could not connect."""

    def __init__(self, **arguments: Any) -> None:
        self._closed = False
        try:
            super().__init__(**arguments)
        except BaseException:
            if hasattr(self, "_net"):
                self.close()
            raise


class _Causes(logging.Handler):
    """kafka-python says why a connection failed in its log only: its error is a mere time-out."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if match := _CAUSE.search(record.getMessage()):
            self._found.append(match[1])

    @contextmanager
    def listening(self) -> Iterator[None]:
        logger = logging.getLogger("kafka.net.manager")
        logger.addHandler(self)
        try:
            yield
        finally:
            logger.removeHandler(self)

    @property
    def final(self) -> str:
        """What to look at when waiting is of no use, else empty."""
        return next((why for cause in self._found for sign, why in _FINAL.items() if sign in cause), "")

    def best(self) -> str:
        """The first cause: later ones are often cut short by the time-out."""
        return self._found[0] if self._found else ""


def _explained(bootstrap: str, cause: str, final: str) -> str:
    if final:
        return f"Kafka at {bootstrap} refuses us: {final}: {cause}"
    return (
        f"no Kafka answers at {bootstrap}: {cause}. Start one with `yuqing broker`, or name yours with "
        "--bootstrap HOST:PORT (TLS and passwords: kafka.security in the settings)"
    )
