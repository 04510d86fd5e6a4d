"""Connects to a cluster for administration (shell): retries with a cap, and says plainly why it did not work."""

from __future__ import annotations

import logging
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

from kafka import KafkaAdminClient
from kafka.errors import KafkaError, RetriableError

from monitor.config.security import KafkaSecurity
from monitor.errors import BrokerError
from monitor.kafka.security import kafka_python_arguments

PLAINTEXT = KafkaSecurity()
#: Longest wait for a cluster that is away, in seconds.
PATIENCE = 30.0
#: How long a broker that says “not now” is asked again, in seconds.
_ANSWERS_WITHIN = 10.0

T = TypeVar("T")
_SLICE = 3.0
#: how long a server may take to be reached; the first round is short, so that who waits is soon told what for
_PROBE, _FIRST_PROBE = 3.0, 1.0

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

    Tries for `patience` seconds and tells `on_wait` once, within few seconds, what it waits for and how long at most.
    Raises BrokerError, at once where waiting is of no use.
    """
    arguments = kafka_python_arguments(security)
    deadline = time.monotonic() + patience
    told = False
    while True:
        probe = _PROBE if told else _FIRST_PROBE
        there, refused = _reachable(bootstrap, arguments.get("ssl_context"), probe)
        if there:
            found = _attempt(there, max(1.0, min(_SLICE, deadline - time.monotonic())), arguments)
            if isinstance(found, KafkaAdminClient):
                return found
            refused = found
        if refused.final or time.monotonic() >= deadline:
            raise BrokerError(_explained(bootstrap, refused, patience))
        if on_wait and not told:
            on_wait(f"waiting up to {patience:.0f} s for Kafka at {bootstrap}: {refused.cause}")
        told = True
        time.sleep(0.2)


class _Refused(NamedTuple):
    """Why there was no conversation; `final`: what to look at when waiting is of no use, else empty."""

    cause: str
    final: str


def _reachable(bootstrap: str, context: ssl.SSLContext | None, probe: float) -> tuple[list[str], _Refused]:
    """The servers where something listens (with TLS: that we trust), and what the last of the others said."""
    there, refused = [], _Refused("the setting is empty", "it names no server (kafka.bootstrap, --bootstrap)")
    for server in servers(bootstrap):
        try:
            _knock(server, context, probe)
        except OSError as error:
            # before ValueError, because a certificate that is refused is both
            refused = _Refused(f"{server}: {error.strerror or error}", _final(str(error)))
        except ValueError:
            refused = _Refused(f"{server!r} is not HOST:PORT", "that is no address (kafka.bootstrap, --bootstrap)")
        else:
            there.append(server)
    return there, refused


def _knock(server: str, context: ssl.SSLContext | None, seconds: float) -> None:
    """Opens and closes a connection: the client itself says little, and keeps a socket open for each failure.

    Raises OSError, or ValueError for what is no address.
    """
    host, _, port = server.rpartition(":")
    if not host or not 0 < int(port) < 65536:
        raise ValueError(server)
    with socket.create_connection((host.strip("[]"), int(port)), seconds) as connection:
        if context:
            context.wrap_socket(connection, server_hostname=host.strip("[]")).close()


def _attempt(there: list[str], seconds: float, arguments: dict[str, Any]) -> KafkaAdminClient | _Refused:
    causes = _Causes()
    try:
        with causes.listening():
            return _Client(bootstrap_servers=there, bootstrap_timeout_ms=int(seconds * 1000), **arguments)
    except (KafkaError, ValueError) as error:
        return _Refused(causes.best() or str(error), _final(*causes.found))


def _final(*causes: str) -> str:
    return next((why for cause in causes for sign, why in _FINAL.items() if sign in cause), "")


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
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if match := _CAUSE.search(record.getMessage()):
            self.found.append(match[1])

    @contextmanager
    def listening(self) -> Iterator[None]:
        logger = logging.getLogger("kafka.net.manager")
        before = logger.level
        # whoever has silenced the client's log still wants to know what is wrong
        logger.setLevel(logging.WARNING)
        logger.addHandler(self)
        try:
            yield
        finally:
            logger.removeHandler(self)
            logger.setLevel(before)

    def best(self) -> str:
        """The first cause: later ones are often cut short by the time-out."""
        return self.found[0] if self.found else ""


def _explained(bootstrap: str, refused: _Refused, patience: float) -> str:
    if refused.final:
        return f"Kafka at {bootstrap} cannot be used: {refused.final}: {refused.cause}"
    return (
        f"no Kafka answers at {bootstrap} within {patience:.0f} s: {refused.cause}. Start one with `yuqing broker`, or "
        "name yours with --bootstrap HOST:PORT (TLS and passwords: kafka.security in the settings)"
    )


def patiently(ask: Callable[[], T], seconds: float = _ANSWERS_WITHIN) -> T:
    """Asks again while the broker's own answer is that a later request may succeed; then its last error.

    A broker that has just started loads its groups, and a cluster that nobody has asked for a group yet makes its
    offsets topic first.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            return ask()
        except RetriableError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
