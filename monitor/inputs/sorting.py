"""Sorts more records than fit in memory (shell): sorted runs in temporary files, merged as they are read."""

from __future__ import annotations

import heapq
import struct
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import BinaryIO, Self

#: (arrival in microseconds, file, line, place in the line): a total order of what was read
Key = tuple[int, int, int, int]
Item = tuple[Key, bytes]

#: records and bytes per run: what is held in memory at once
RUN = 200_000
RUN_BYTES = 256 * 1024 * 1024
#: a file for each run stays open while they are merged; most systems allow a process 1024
MOST_RUNS = 500
_HEADER = struct.Struct(">qqqqI")


class Sorter:
    """Takes items in any order, gives them back by key; a context manager. Up to a run stays in memory."""

    def __init__(self, run: int = RUN, run_bytes: int = RUN_BYTES) -> None:
        self._run, self._run_bytes = run, run_bytes
        self._items: list[Item] = []
        self._size = 0
        self._runs: list[Path] = []
        self._stack = ExitStack()
        self._folder: Path | None = None
        self._written = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._items = []
        self._stack.close()

    def add(self, key: Key, value: bytes) -> None:
        self._items.append((key, value))
        self._size += len(value)
        if len(self._items) >= self._run or self._size >= self._run_bytes:
            self._spill()

    def items(self) -> Iterator[Item]:
        """All items by key; equal keys by value. Call it once, after the last `add`."""
        self._items.sort()
        if not self._runs:
            return iter(self._items)
        return heapq.merge(*(self._opened(path) for path in self._runs), self._items)

    def _spill(self) -> None:
        self._items.sort()
        self._runs.append(self._write(self._items))
        self._items, self._size = [], 0
        if len(self._runs) >= MOST_RUNS:
            before = self._runs
            with ExitStack() as files:
                merged = self._write(heapq.merge(*(_read(files.enter_context(path.open("rb"))) for path in before)))
            self._runs = [merged]
            for path in before:
                path.unlink()

    def _write(self, items: Iterable[Item]) -> Path:
        if self._folder is None:
            self._folder = Path(self._stack.enter_context(TemporaryDirectory(prefix="yuqing-sort-")))
        path = self._folder / str(self._written)
        self._written += 1
        with path.open("wb") as file:
            for key, value in items:
                file.write(_HEADER.pack(*key, len(value)))
                file.write(value)
        return path

    def _opened(self, path: Path) -> Iterator[Item]:
        return _read(self._stack.enter_context(path.open("rb")))


def _read(file: BinaryIO) -> Iterator[Item]:
    while header := file.read(_HEADER.size):
        *key, length = _HEADER.unpack(header)
        yield (key[0], key[1], key[2], key[3]), file.read(length)
