"""Progress bars of the file commands (shell): on stderr at a terminal, silent elsewhere."""

from __future__ import annotations

import os
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn


class Meter:
    """One bar after the other; a context manager."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(),
            TextColumn("{task.fields[note]}"), console=console, disable=not console.is_terminal, transient=True,
        )  # fmt: skip
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def update(self, what: str, done: int, total: int | None, note: str = "") -> None:
        """Show the bar `what` at `done` of `total`; an unknown total pulses."""
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(what, total=total, note=note)
        self._progress.update(self._tasks[what], completed=done, total=total, note=note)

    def reading(self, paths: Sequence[str], what: str = "reading") -> FileMeter:
        return FileMeter(self, paths, what)


class FileMeter:
    """Bytes read of files, as `read_files` tells them."""

    def __init__(self, meter: Meter, paths: Sequence[str], what: str) -> None:
        self._meter, self._what = meter, what
        sizes = [_size(path) for path in paths]
        self._total = sum(size for size in sizes if size is not None) if None not in sizes else None
        self._read: dict[str, int] = {}
        self.note = ""

    def __call__(self, path: str, position: int) -> None:
        self._read[path] = position
        self._meter.update(self._what, sum(self._read.values()), self._total, self.note)


def _size(path: str) -> int | None:
    """None for what has none: pipes, stdin, and files that are not there (their reader will say so)."""
    try:
        return os.stat(path).st_size or None
    except OSError:
        return None
