"""Whether the brokers answer, as a check: said when it lasts, and taken back when they do."""

from __future__ import annotations

from aiokafka.errors import KafkaConnectionError

from monitor.kafka.contact import LIMIT, Contact


def test_silence_fails_the_check_when_it_lasts_and_an_answer_mends_it() -> None:
    now = [100.0]
    contact = Contact(clock=lambda: now[0])
    assert contact()[0]
    now[0] += LIMIT
    contact.missed(KafkaConnectionError())
    assert contact() == (True, f"the brokers last answered {LIMIT:.1f} s ago")
    now[0] += 0.1
    assert not contact()[0]
    contact.heard()
    assert contact()[0]
