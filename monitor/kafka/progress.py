"""What a user sees while Kafka is fetched and started (shell): a growing line on stderr, or a few lines."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TextIO

#: Told as (what happens, done, total); bytes for downloads, 0 of 0 where there is nothing to count.
OnProgress = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """For callers that show nothing."""


class LinesOn:
    """Writes progress to a stream: in place at a terminal, at every quarter elsewhere."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._last: tuple[str, int] | None = None

    def __call__(self, what: str, done: int, total: int) -> None:
        share = 100 * done // total if total else 0
        step = (what, share if self._live else share // 25)
        if step == self._last:
            return
        end = "\n" if not self._live or not total or done >= total else ""
        self._stream.write(("\r\033[K" if self._live else "") + _line(what, done, total, share) + end)
        self._stream.flush()
        self._last = step


def _line(what: str, done: int, total: int, share: int) -> str:
    return f"{what}: {done / 1e6:.1f} of {total / 1e6:.1f} MB ({share} %)" if total else f"{what} …"
