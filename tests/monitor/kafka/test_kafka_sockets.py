"""A client that is given up while a connection opens, or before it has written, leaves no socket behind."""

from __future__ import annotations

import gc
import socket
import warnings
from collections.abc import Iterator

import pytest
from kafka.net import create_connection
from kafka.net.selector import NetworkSelector
from kafka.net.transport import KafkaTCPTransport

from monitor.config.security import KafkaSecurity
from monitor.kafka.security import kafka_python_arguments


def unclosed(port: int, proxy_url: str | None) -> list[str]:
    """What Python says of sockets when the client's loop ends while a connection is about to open."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        loop = NetworkSelector()
        loop.call_soon(create_connection(loop, "127.0.0.1", port, proxy_url=proxy_url))
        loop.poll(timeout_ms=100)
        loop.close()
        del loop
        gc.collect()
    return [str(each.message) for each in told if "unclosed" in str(each.message)]


def unwritten(port: int, proxy_url: str | None) -> list[str]:
    """The same of a transport that is closed while it has something to write."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        loop = NetworkSelector()
        transport = KafkaTCPTransport(loop, loop.run(create_connection, loop, "127.0.0.1", port, (), proxy_url))
        transport.write(b"a request")
        transport.close()
        loop.close()
        del loop, transport
        gc.collect()
    return [str(each.message) for each in told if "unclosed" in str(each.message)]


@pytest.fixture
def listening() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_what_is_closed_before_it_was_written_is_closed(listening: int) -> None:
    assert unwritten(listening, kafka_python_arguments(KafkaSecurity())["proxy_url"]) == []


def test_what_is_given_up_while_it_opens_is_closed(deaf: int) -> None:
    assert unclosed(deaf, kafka_python_arguments(KafkaSecurity())["proxy_url"]) == []


def test_kafka_python_alone_leaves_both_open(deaf: int, listening: int) -> None:
    """When this fails, one or both halves of monitor.kafka.sockets are needed no more."""
    assert len(unclosed(deaf, None)) == 1
    assert len(unwritten(listening, None)) == 1
