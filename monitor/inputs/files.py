"""Reads crawler files and own files record by record (shell): .jsonl, .json, .csv, each also .gz; `-` is stdin.

All of it streams. A .json file is cut into the elements of its array (or the values that stand one after the
other) as it is read, so memory is bounded by the longest element (64 MiB), never by the file, and what came
before a break is kept.
"""

from __future__ import annotations

import gzip
import os
import stat
import sys
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from io import BufferedReader
from itertools import chain
from pathlib import PurePath
from typing import cast

from monitor.adapters import NO_HINTS, Hints, names, read_event
from monitor.errors import Unreadable, YuqingError
from monitor.events.decode import decode_event
from monitor.inputs.splitting import BrokenStream, MisnamedStream, Piece, elements, expanded, lines, whole
from monitor.inputs.tables import Table
from monitor.records import Action, Kind, Mention

STDIN = "-"
KINDS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "csv"}
_CHUNK = 256 * 1024
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

Events = list[Mention | Action]
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class FileRecord:
    """One record of a file, and what it holds or why it cannot be read."""

    file: str
    #: 1-based line, of JSON arrays the 1-based element; the posts of one weibo-crawler line share it
    line: int
    raw: bytes
    events: Events | Unreadable
    #: SHA-256 and length of the whole record, where `raw` is only its beginning
    digest: str | None = None
    length: int | None = None

    @property
    def name(self) -> str:
        """The file's name without its folder, and without what JSON cannot hold: the topic of its records."""
        return os.path.basename(self.file).encode("utf-8", "replace").decode()


def read_files(
    paths: Sequence[str],
    hints: Hints = NO_HINTS,
    default_kind: Kind | None = None,
    progress: Progress | None = None,
) -> Iterator[FileRecord]:
    """All records of the files in order; `progress` is told each file's bytes read so far.

    Raises YuqingError, before the first record, for files that are not there or of no known type.
    """
    kinds = [_kind(path) for path in paths]
    return chain.from_iterable(
        _read(path, kind, replace(hints, path=path), default_kind, progress)
        for path, kind in zip(paths, kinds, strict=True)
    )


def _kind(path: str) -> str:
    if path == STDIN:
        return "jsonl"
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        raise YuqingError(f"{path}: cannot be read: {error.strerror}") from None
    if stat.S_ISDIR(mode):
        raise YuqingError(f"{path}: a directory; name the files in it")
    suffix = PurePath(path.removesuffix(".gz")).suffix.lower()
    if suffix not in KINDS and stat.S_ISREG(mode):
        raise YuqingError(f"{path}: unknown type; known are {', '.join(KINDS)}, each also with .gz")
    return KINDS.get(suffix, "jsonl")


def _read(
    path: str, kind: str, hints: Hints, default_kind: Kind | None, progress: Progress | None
) -> Iterator[FileRecord]:
    with closing(_chunks(path, progress)) as chunks:
        if kind == "csv":
            yield from _rows(path, chunks, hints, default_kind)
            return
        for line, piece in _pieces(kind, chunks):
            events = piece.problem or _decoded(piece.raw, hints, default_kind)
            yield FileRecord(path, line, piece.raw, events, piece.digest, piece.length)


def _pieces(kind: str, chunks: Iterator[bytes]) -> Iterator[tuple[int, Piece]]:
    if kind == "json":
        parts = (part for piece in elements(chunks) for part in _expanded(piece))
        yield from enumerate(parts, start=1)
        return
    for number, piece in enumerate(lines(chunks), start=1):
        if piece.problem is None and piece.raw.strip():
            for part in expanded(piece.raw.rstrip(b"\r\n")):
                yield number, whole(part)
        elif piece.problem is not None:
            yield number, replace(piece, raw=piece.raw.rstrip(b"\r\n"))


def _expanded(piece: Piece) -> list[Piece]:
    return [piece] if piece.problem else [whole(part) for part in expanded(piece.raw)]


def _decoded(raw: bytes, hints: Hints, default_kind: Kind | None) -> Events | Unreadable:
    try:
        return decode_event(raw, default_kind=default_kind, hints=hints)
    except Unreadable as unreadable:
        return unreadable


def _rows(path: str, chunks: Iterator[bytes], hints: Hints, default_kind: Kind | None) -> Iterator[FileRecord]:
    table = Table(chunks)
    _check_mapping(path, table.header, hints)
    hints = replace(hints, cells=True)
    for row in table.rows():
        piece = row.piece
        events = piece.problem or _understood(row.cells, hints, default_kind)
        yield FileRecord(path, row.line, piece.raw, events, piece.digest, piece.length)


def _check_mapping(path: str, header: list[str], hints: Hints) -> None:
    for field, column in (hints.mapping or {}).items():
        if header and column not in header:
            raise YuqingError(f"{path}: --map {field}={column}: no such column; there are {names(header)}")


def _understood(cells: dict[str, str], hints: Hints, default_kind: Kind | None) -> Events | Unreadable:
    try:
        return read_event(cells, default_kind=default_kind, hints=hints)
    except Unreadable as unreadable:
        return unreadable


# ---------------------------------------------------------------- bytes


def _chunks(path: str, progress: Progress | None) -> Generator[bytes, None, None]:
    """The file's bytes, unpacked. Raises BrokenStream where they end too early."""
    if path == STDIN:
        yield from _stdin()
        return
    try:
        file = open(path, "rb")  # noqa: SIM115 (closed below; here only opening may fail)
    except OSError as error:
        raise YuqingError(f"{path}: cannot be read: {error.strerror}") from None
    with file:
        packed = path.endswith(".gz")
        if file.seekable():
            if why := misnamed(path, file.read(len(_ZIP))):
                raise MisnamedStream(why)
            file.seek(0)
        stream = gzip.GzipFile(fileobj=file) if packed else file
        first = True
        while chunk := _next_chunk(stream):
            if first and chunk.startswith(_UTF16):
                raise YuqingError(f"{path}: UTF-16; save it as UTF-8")
            first = False
            if progress:
                progress(path, file.tell())
            yield chunk


def misnamed(path: str, head: bytes) -> str | None:
    """What the first bytes are that the name does not say, and what to do."""
    packed = head.startswith(_GZIP)
    if head.startswith(_ZIP):
        return "is a zip archive or an Excel workbook; unpack it, or save the sheet as CSV"
    if packed and not path.endswith(".gz"):
        return "is packed by gzip, but its name does not say so; rename it to end with .gz"
    if head and not packed and path.endswith(".gz"):
        return "is not packed by gzip, though its name ends with .gz; rename it"
    return None


def _next_chunk(stream: BufferedReader | gzip.GzipFile) -> bytes:
    try:
        # read1 hands out what is unpacked before it stumbles over what cannot be
        return stream.read1(_CHUNK)
    except (EOFError, zlib.error, OSError) as error:
        raise BrokenStream(str(error) or type(error).__name__) from error


def _stdin() -> Iterator[bytes]:
    # None where the caller has closed it, as cron and some supervisors do
    if sys.stdin is None:
        raise YuqingError("stdin is closed; name files, or pipe records in")
    source = cast(BufferedReader, sys.stdin.buffer)
    while chunk := source.read1(_CHUNK):
        yield chunk
