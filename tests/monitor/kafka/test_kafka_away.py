"""A cluster that is away: who waits is told what for and how long, and at the end which servers and the way out."""

from __future__ import annotations

import pytest
from kafka.errors import (
    CoordinatorLoadInProgressError,
    CoordinatorNotAvailableError,
    GroupAuthorizationFailedError,
    KafkaError,
    MetadataEmptyBrokerList,
)

from monitor.errors import BrokerError
from monitor.kafka.connect import connect, patiently
from monitor.kafka.ports import free_ports
from monitor.kafka.read import read_topic


def test_who_waits_is_told_once_what_for_and_how_long() -> None:
    one, two = free_ports(2)
    told: list[str] = []
    with pytest.raises(BrokerError) as raised:
        connect(f"127.0.0.1:{one},127.0.0.1:{two}", patience=1, on_wait=told.append)
    (said,) = told
    assert said.startswith(f"waiting up to 1 s for Kafka at 127.0.0.1:{one},127.0.0.1:{two}: ")
    error = str(raised.value)
    assert f"no Kafka answers at 127.0.0.1:{one},127.0.0.1:{two} within 1 s" in error
    assert "yuqing broker" in error
    assert "--bootstrap HOST:PORT" in error


def test_a_reader_of_a_topic_says_that_it_waits() -> None:
    (port,) = free_ports(1)
    told: list[str] = []
    with pytest.raises(BrokerError, match=f"no Kafka answers at 127.0.0.1:{port} within 1 s"):
        next(read_topic(f"127.0.0.1:{port}", "alerts.v1", patience=1, on_wait=told.append))
    assert len(told) == 1


def test_a_server_that_lets_wait_is_told_of_too(deaf: int) -> None:
    told: list[str] = []
    with pytest.raises(BrokerError, match=f"no Kafka answers at 127.0.0.1:{deaf}"):
        connect(f"127.0.0.1:{deaf}", patience=2, on_wait=told.append)
    assert len(told) == 1


def test_what_no_waiting_mends_is_said_at_once() -> None:
    told: list[str] = []
    with pytest.raises(BrokerError, match=r"cannot be used: that is no address .*'nonsense' is not HOST:PORT"):
        connect("nonsense", patience=600, on_wait=told.append)
    assert told == []


@pytest.mark.parametrize(
    "not_now", [CoordinatorLoadInProgressError, CoordinatorNotAvailableError, MetadataEmptyBrokerList]
)
def test_a_broker_that_cannot_answer_yet_is_asked_again(not_now: type[KafkaError]) -> None:
    answers = iter([not_now, not_now, ["score"]])
    assert patiently(lambda: answer_or_raise(next(answers))) == ["score"]


def test_who_may_not_ask_is_told_so_at_once() -> None:
    answers = iter([GroupAuthorizationFailedError])
    with pytest.raises(GroupAuthorizationFailedError):
        patiently(lambda: answer_or_raise(next(answers)))


def test_a_broker_that_never_is_ready_is_not_asked_for_ever() -> None:
    with pytest.raises(CoordinatorLoadInProgressError):
        patiently(lambda: answer_or_raise(CoordinatorLoadInProgressError), seconds=0.3)


def answer_or_raise(answer: list[str] | type[KafkaError]) -> list[str]:
    if isinstance(answer, list):
        return answer
    raise answer()
