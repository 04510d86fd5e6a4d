"""Logs: readable, parsable, and discreet."""

from __future__ import annotations

import ast
import io
import json
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from monitor.process.logs import CHATTY, LONGEST, PERSONAL, configure_logs
from monitor.records import Mention
from monitor.times import parse_time


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """pytest has handlers of its own on the root logger."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_json_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    configure_logs(role="score", stream=stream)
    structlog.get_logger("monitor.worker").info("assigned", partitions=12)
    [line] = lines(stream)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "assigned", "level": "info", "logger": "monitor.worker", "partitions": 12, "role": "score",
    }  # fmt: skip


def test_for_people_when_asked() -> None:
    stream = io.StringIO()
    configure_logs(format="console", stream=stream)
    structlog.get_logger("monitor").warning("broker away", seconds=3)
    assert "broker away" in stream.getvalue()
    assert "seconds=3" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


def test_what_people_wrote_never_reaches_the_log() -> None:
    stream = io.StringIO()
    configure_logs(stream=stream)
    mention = Mention(id="weibo:1", source="weibo", text="电梯坠落", published_at=parse_time("2026-11-23"))
    structlog.get_logger().info(
        "read", text="电梯坠落", title="t", author={"name": "李四"}, contact="13800000000", raw=b"raw",
        record=mention, records=[mention], inner={"text": "电梯坠落", "id": 1}, mention_id="weibo:1",
    )  # fmt: skip
    shown = stream.getvalue()
    for secret in ("电梯坠落", "李四", "13800000000", "raw'"):
        assert secret not in shown
    [line] = lines(stream)
    assert (line["mention_id"], line["inner"]) == ("weibo:1", {"text": "…", "id": 1})
    assert (line["record"], line["records"]) == ("<Mention>", ["<Mention>"])


def test_long_values_are_cut() -> None:
    stream = io.StringIO()
    configure_logs(stream=stream)
    structlog.get_logger().info("长" * 5000, detail="长" * 5000)
    [line] = lines(stream)
    assert line["detail"] == "长" * LONGEST + "… (5000 characters)"
    assert len(line["event"]) < LONGEST + 30


def test_at_debug_level_all_is_shown() -> None:
    stream = io.StringIO()
    configure_logs(level="debug", stream=stream)
    structlog.get_logger().debug("read", text="电梯坠落")
    structlog.get_logger().info("read", text="电梯坠落")
    assert [line["text"] for line in lines(stream)] == ["电梯坠落", "…"]


def test_the_standard_library_takes_the_same_way() -> None:
    stream = io.StringIO()
    configure_logs(stream=stream)
    logging.getLogger("somebody").info("hello %s", "world")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old", UserWarning, stacklevel=1)
    first, second = lines(stream)
    assert (first["event"], first["logger"], first["level"]) == ("hello world", "somebody", "info")
    assert (second["logger"], "old" in second["event"]) == ("py.warnings", True)


def test_chatty_libraries_are_quiet_at_the_logger() -> None:
    stream = io.StringIO()
    configure_logs(level="debug", stream=stream)
    for name in CHATTY:
        assert not logging.getLogger(name).isEnabledFor(logging.INFO)
    logging.getLogger("aiokafka.consumer").info("nobody reads this")
    logging.getLogger("faust").warning("this somebody should")
    assert [line["event"] for line in lines(stream)] == ["this somebody should"]


@pytest.mark.parametrize("format", ["json", "console"])
def test_a_traceback_is_whole(format: Any) -> None:
    stream = io.StringIO()
    configure_logs(format=format, stream=stream)
    try:
        raise ZeroDivisionError("by nothing")
    except ZeroDivisionError:
        structlog.get_logger().exception("failed")
    assert "ZeroDivisionError: by nothing" in stream.getvalue()
    assert "test_logs.py" in stream.getvalue()


def test_configured_twice_writes_once() -> None:
    stream = io.StringIO()
    configure_logs(stream=io.StringIO())
    configure_logs(level="warning", stream=stream)
    structlog.get_logger().info("no")
    structlog.get_logger().warning("yes")
    assert [line["event"] for line in lines(stream)] == ["yes"]


def test_nothing_is_logged_under_a_name_that_hides_it() -> None:
    """The address of `serve` was logged as `url`, and stood in every log as …"""
    root = Path(__file__).parents[3]
    hidden = [
        f"{file.relative_to(root)}:{call.lineno}: {keyword.arg}"
        for package in ("agents", "monitor")
        for file in (root / package).rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        if isinstance(call.func.value, ast.Name) and call.func.value.id == "log"
        for keyword in call.keywords
        if keyword.arg in PERSONAL
    ]
    assert hidden == []
