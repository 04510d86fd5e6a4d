"""Structured logs (shell): for people at a terminal, JSON elsewhere; never what people wrote or who they are."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from monitor.process.repeats import Repeats

Format = Literal["auto", "json", "console"]

#: Keys whose values come from posts and people; a mention's id says as much as is needed.
PERSONAL = frozenset(
    {
        "text", "title", "author", "author_name", "nickname", "contact", "raw", "quote", "location", "url",
        "note", "by", "phone", "mention", "headline",
    }
)  # fmt: skip
#: Longer values are cut: whatever they are, part of them may be somebody's words.
LONGEST = 200
#: Tracebacks are needed whole, within reason.
_LONGEST_TRACEBACK = 8000
#: They build a record per message at debug level, a third of the time of a send: the logger's level must say no.
CHATTY = ("faust", "mode", "aiokafka", "kafka", "asyncio", "jgo", "httpx", "httpcore", "jieba", "rjieba", "opencc",
          "agents.batches")  # fmt: skip
#: They repeat a line with each attempt to reach a broker that is away.
LIBRARIES = ("aiokafka", "kafka", "faust", "mode", "httpx")


def configure_logs(level: str = "info", format: Format = "auto", role: str = "", stream: TextIO | None = None) -> None:
    """Routes structlog and the standard library's logging to `stream` (default stderr). May be called again."""
    out = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso"),
        *([_role(role)] if role else []),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(_formatter(shared, as_json=_is_json(format, out), colours=out.isatty()))
    handler.addFilter(Repeats(LIBRARIES))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    logging.captureWarnings(capture=True)
    _quieten()


def _is_json(format: Format, out: TextIO) -> bool:
    return format == "json" or (format == "auto" and not out.isatty())


def _formatter(shared: list[Processor], *, as_json: bool, colours: bool) -> logging.Formatter:
    if as_json:
        rendering: list[Processor] = [
            structlog.processors.format_exc_info,
            discreet,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ]
    else:
        plain = structlog.dev.plain_traceback
        rendering = [discreet, structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=plain)]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
    )


def _role(role: str) -> Processor:
    def add_role(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        event["role"] = role
        return event

    return add_role


def _quieten() -> None:
    for name in CHATTY:
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        logger.handlers.clear()
        logger.propagate = True


def discreet(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Takes personal keys out and cuts long values, but at debug level; nested mappings and lists too."""
    if event.get("level") == "debug":
        return event
    for key, value in list(event.items()):
        if key != "exc_info":
            event[key] = _discreet(key, value)
    return event


def _discreet(key: str, value: Any) -> Any:
    if key in PERSONAL and value is not None:
        return "…"
    match value:
        case None | bool() | int() | float() | datetime() | timedelta() | Enum():
            return value
        case str() | Path() | BaseException():
            return _cut(str(value), _LONGEST_TRACEBACK if key == "exception" else LONGEST)
        case Mapping():
            return {inner: _discreet(str(inner), part) for inner, part in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_discreet(key, part) for part in value]
    # a record's repr would show all of it
    return f"<{type(value).__name__}>"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"
