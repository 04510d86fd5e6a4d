"""What the long-running processes share (shell): a sign of life, and a failure that ends with a code."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Coroutine
from typing import Any

from aiokafka.errors import KafkaError

from monitor.errors import YuqingError
from monitor.process.health import Heartbeat

#: EX_SOFTWARE of sysexits.h; a supervisor restarts on it.
EXIT_CODE = 70


def run_until_stopped(main: Coroutine[Any, Any, None], log: Any, leaving: str) -> None:
    """Runs `main`; raises the YuqingError that ends it, and ends the process with 70 on whatever else does.

    At once then, without waiting for threads and connections: what no retry cures is a supervisor's to start anew.
    `leaving`: the log's line, which says what becomes of the work. A Kafka error tells enough without a traceback.
    """
    try:
        asyncio.run(main)
    except Exception as raised:
        error = _first(raised)
        if isinstance(error, YuqingError):
            raise error from None
        log.critical(leaving, error=repr(error), exc_info=None if isinstance(error, KafkaError) else error)
        logging.shutdown()
        sys.stderr.flush()
        os._exit(EXIT_CODE)


def _first(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


async def keep_beating(beat: Heartbeat) -> None:
    """The event loop's sign of life, each second."""
    while True:
        beat.beat()
        await asyncio.sleep(1)
