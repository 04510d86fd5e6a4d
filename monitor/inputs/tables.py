"""Reads CSV as crawlers and spreadsheets write it, and finds back into step after a broken row."""

from __future__ import annotations

import codecs
import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from monitor.errors import Reason, Unreadable
from monitor.inputs.splitting import LONGEST_RECORD, BrokenStream, Piece, lines, whole


@dataclass(frozen=True)
class TableRow:
    #: 1-based line of the file the row starts at
    line: int
    piece: Piece
    cells: dict[str, str]


class Table:
    """A header and rows; the bytes are UTF-8 (with or without a mark) or GB18030, comma or tab between cells.

    A row with a problem has it in its piece. Text lines inside quotes are one row. Where a row of several
    lines does not fit the header, a quote was left open: its first line is refused, the others are read anew.
    """

    def __init__(self, chunks: Iterable[bytes]) -> None:
        csv.field_size_limit(LONGEST_RECORD)  # of the whole process; the default would refuse long articles
        encoding, chunks = _sniffed(chunks)
        self._feed = _Feed(lines(chunks), encoding)
        delimiter = "\t" if self._feed.peek().count("\t") > self._feed.peek().count(",") else ","
        self._delimiter = delimiter
        # strict: a quote amid a cell shows that another one was left open
        self._reader = csv.reader(self._feed, delimiter=delimiter, strict=True)
        self.header = [name.strip() for name in self._first()]

    def _first(self) -> list[str]:
        while True:
            cells, problem = self._next()
            if cells is None:
                return []
            pieces = self._feed.take()
            if problem or any(piece.problem for piece in pieces):
                # no header: then every line is refused, and none is lost
                self._feed.put_back(pieces)
                return []
            if any(cells):
                return cells

    def _next(self) -> tuple[list[str] | None, Unreadable | None]:
        """The next row's cells, None at the end, and what is wrong with its quotes."""
        try:
            cells = next(self._reader)
        except StopIteration:
            return None, None
        except csv.Error as error:
            return [], _not_a_row(error)
        return cells, _not_a_row("a quote is never closed") if self._feed.ended_inside else None

    def rows(self) -> Iterator[TableRow]:
        while True:
            line = self._feed.line
            cells, problem = self._next()
            if cells is None:
                return
            pieces = self._feed.take()
            if problem and len(pieces) == 1:
                cells, problem = self._lenient(pieces[0], problem)
            problem = next((piece.problem for piece in pieces if piece.problem), problem or self._misfit(cells))
            if problem and len(pieces) > 1:
                self._feed.put_back(pieces[1:])
                pieces = pieces[:1]
                problem = pieces[0].problem or problem
            if problem or not self._skipped(cells):
                yield TableRow(line, _joined(pieces, problem), dict(zip(self.header, cells, strict=False)))

    def _lenient(self, piece: Piece, problem: Unreadable) -> tuple[list[str], Unreadable | None]:
        """A row of one line with quotes nobody doubled (`1,"so" he said`), as most programs read it."""
        text = self._feed.decoded(piece)
        if self._feed.ended_inside or len(piece.raw) >= LONGEST_RECORD:
            return [], problem
        try:
            return next(csv.reader([text], delimiter=self._delimiter)), None
        except csv.Error:
            return [], problem

    def _misfit(self, row: list[str]) -> Unreadable | None:
        if not row or len(row) == len(self.header) or not any(row):
            return None
        if len(row) > len(self.header) and not any(row[len(self.header) :]):
            return None
        return Unreadable(Reason.UNKNOWN_SHAPE, f"{len(row)} cells under {len(self.header)} columns")

    def _skipped(self, row: list[str]) -> bool:
        """Empty lines, and the header that a crawler wrote once more when it resumed."""
        return not any(row) or [cell.strip() for cell in row] == self.header


def _not_a_row(why: object) -> Unreadable:
    return Unreadable(Reason.UNKNOWN_SHAPE, f"not a CSV row: {why}")


def _joined(pieces: list[Piece], problem: Unreadable | None) -> Piece:
    if len(pieces) == 1 and pieces[0].problem:
        return pieces[0]
    return whole(b"".join(piece.raw for piece in pieces), problem)


class _Feed:
    """Gives csv.reader its text lines and remembers the bytes that it took for the current row."""

    def __init__(self, pieces: Iterator[Piece], encoding: str) -> None:
        self._pieces = pieces
        self._encoding = encoding
        self._waiting: deque[Piece] = deque()
        self._taken: list[Piece] = []
        #: 1-based number of the line that comes next
        self.line = 1
        #: the lines ended while the reader wanted more for its row
        self.ended_inside = False

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        piece = self._waiting.popleft() if self._waiting else next(self._pieces, None)
        self.ended_inside = piece is None and bool(self._taken)
        if piece is None:
            raise StopIteration
        self._taken.append(piece)
        self.line += 1
        return self.decoded(piece)

    def decoded(self, piece: Piece) -> str:
        # what is not text becomes half surrogates: the record's reader refuses it as invalid_text
        return piece.raw.decode(self._encoding, "surrogateescape")

    def peek(self) -> str:
        """The next line, "" at the end."""
        if not self._waiting and (piece := next(self._pieces, None)):
            self._waiting.append(piece)
        return self.decoded(self._waiting[0]) if self._waiting else ""

    def take(self) -> list[Piece]:
        taken, self._taken = self._taken, []
        return taken

    def put_back(self, pieces: list[Piece]) -> None:
        self._waiting.extendleft(reversed(pieces))
        self.line -= len(pieces)


def _sniffed(chunks: Iterable[bytes]) -> tuple[str, Iterable[bytes]]:
    """The encoding by the beginning of the bytes, and all of them, without the mark."""
    source = iter(chunks)
    try:
        head = next(source, b"")
    except BrokenStream as error:
        return "utf-8", _breaking(error)
    head = head.removeprefix(codecs.BOM_UTF8)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "gb18030", chain([head], source)
    return "utf-8", chain([head], source)


def _breaking(error: BrokenStream) -> Iterator[bytes]:
    yield b""
    raise error
