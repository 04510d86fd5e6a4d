"""A client that is given up while a connection opens leaves no socket behind."""

from __future__ import annotations

import gc
import warnings

from kafka.net import create_connection
from kafka.net.selector import NetworkSelector

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


def test_what_is_given_up_while_it_opens_is_closed(deaf: int) -> None:
    assert unclosed(deaf, kafka_python_arguments(KafkaSecurity())["proxy_url"]) == []


def test_kafka_python_alone_leaves_it_open(deaf: int) -> None:
    """When this fails, monitor.kafka.sockets is needed no more."""
    assert len(unclosed(deaf, None)) == 1
