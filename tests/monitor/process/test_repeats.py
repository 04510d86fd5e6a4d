"""Lines of libraries that repeat: once in a while, with the count, and nothing else is lost."""

from __future__ import annotations

import logging

from monitor.process.repeats import Repeats


def said(repeats: Repeats, at: float, line: str = "Unable connect to node with id %s", name: str = "aiokafka.client",
         args: tuple[object, ...] = (1,), exc_info: object = None) -> str | None:  # fmt: skip
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, line, args, exc_info)  # type: ignore[arg-type]
    record.created = at
    return record.getMessage() if repeats.filter(record) else None


def test_the_same_line_is_told_once_in_the_interval_and_then_with_the_count() -> None:
    repeats = Repeats(("aiokafka",), interval=30)
    told = [said(repeats, at / 10) for at in range(301)]
    assert told[0] == "Unable connect to node with id 1"
    assert told[1:300] == [None] * 299
    assert told[300] == "Unable connect to node with id 1 (and 299 times more before)"
    assert said(repeats, 61) == "Unable connect to node with id 1"


def test_another_line_another_logger_and_a_traceback_pass() -> None:
    repeats = Repeats(("aiokafka",), interval=30)
    for at in (0.0, 0.1):
        assert said(repeats, at, name="yuqing.worker") is not None
    assert said(repeats, 0.2) is not None
    assert said(repeats, 0.3, args=(2,)) is not None
    assert said(repeats, 0.4, name="aiokafka.conn") is not None
    error = (ValueError, ValueError("x"), None)
    assert said(repeats, 0.5, exc_info=error) is not None


def test_what_is_remembered_is_bounded() -> None:
    repeats = Repeats(("aiokafka",), interval=1e9)
    assert all(said(repeats, float(number), args=(number,)) for number in range(5000))
    assert said(repeats, 5000.0, args=(4999,)) is None


def test_a_message_that_does_not_fit_its_values_is_loggings_to_tell() -> None:
    record = logging.LogRecord("aiokafka.client", logging.ERROR, __file__, 1, "broker %d away", ("x",), None)
    assert Repeats(("aiokafka",)).filter(record)
