"""Records as a replay's directory or a topic keeps them: what is none is named, and ends in no traceback (shell)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from monitor.cli.cluster import warn
from monitor.errors import YuqingError

T = TypeVar("T")
Decode = Callable[[bytes], T]


def in_file(file: Path, decode: Decode[T]) -> Iterator[T]:
    """One a line. Raises YuqingError with file and line for what no replay wrote."""
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                yield _read(file, number, line, decode)
    except OSError as error:
        raise YuqingError(f"{file}: cannot be read: {error.strerror}; name the --out directory of a replay") from None


def _read(file: Path, number: int, line: bytes, decode: Decode[T]) -> T:
    try:
        return decode(line)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise YuqingError(f"{file}:{number}: no record of a replay: {error}") from None


def on_topic(values: Iterable[bytes | None], decode: Decode[T], topic: str) -> Iterator[T]:
    """What another program wrote there hides nothing: it is passed, and counted on stderr in the end."""
    passed, first = 0, ""
    for value in values:
        if value is None:
            continue
        try:
            yield decode(value)
        except (msgspec.MsgspecError, RecursionError) as error:
            passed, first = passed + 1, first or str(error)
    if passed:
        warn(f"{topic}: {passed} of its records cannot be read and were passed over; the first: {first}")
