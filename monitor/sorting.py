"""Sorts more records than fit in memory (shell): sorted runs in temporary files, merged as they are read."""

from __future__ import annotations

import heapq
import struct
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

#: (arrival in microseconds since the epoch, file, line, place in the line): a total order of what was read
Key = tuple[int, int, int, int]
Item = tuple[Key, bytes]

#: records per run: at a kilobyte each some 200 MB
RUN = 200_000
_HEADER = struct.Struct(">qqqqI")


def sorted_items(items: Iterable[Item], run: int = RUN) -> Iterator[Item]:
    """The items by key. Up to `run` items are sorted in memory; more go through files in the temporary directory."""
    iterator = iter(items)
    first = _take(iterator, run)
    if len(first) < run:
        yield from sorted(first)
        return
    with TemporaryDirectory(prefix="yuqing-sort-") as folder, ExitStack() as files:
        runs: list[Iterator[Item]] = []
        chunk = first
        while chunk:
            path = Path(folder) / str(len(runs))
            _write(path, sorted(chunk))
            runs.append(_read(files.enter_context(path.open("rb"))))
            chunk = _take(iterator, run)
        yield from heapq.merge(*runs)


def _take(iterator: Iterator[Item], count: int) -> list[Item]:
    return list(islice(iterator, count))


def _write(path: Path, items: Iterable[Item]) -> None:
    with path.open("wb") as file:
        for key, value in items:
            file.write(_HEADER.pack(*key, len(value)))
            file.write(value)


def _read(file: BinaryIO) -> Iterator[Item]:
    while header := file.read(_HEADER.size):
        *key, length = _HEADER.unpack(header)
        yield (key[0], key[1], key[2], key[3]), file.read(length)
