"""Cuts streams of bytes into single records: lines, and the elements of JSON arrays, in bounded memory.

A source of bytes that breaks off raises BrokenStream; what was left of it becomes the last piece.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

import msgspec

from monitor.errors import BrokenOff, Misnamed, Reason, Unreadable
from monitor.events.deadletters import KEEP

#: what fits into a raw topic; a longer record is `too_large` wherever it comes from
LONGEST_RECORD = 1024 * 1024
#: one array element, or one object around many posts, that is read at all
LONGEST_ELEMENT = 64 * 1024 * 1024

_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|["\[\]{},]', re.DOTALL)
_INSIDE_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)


class BrokenStream(Exception):
    """The bytes end before the file does: a truncated .gz, a failing disk."""


class MisnamedStream(BrokenStream):
    """The bytes are not what the file's name says they are."""


@dataclass(frozen=True)
class Piece:
    """One record's bytes; with a problem, it cannot be read, and `raw` may be its beginning only."""

    raw: bytes
    problem: Unreadable | None = None
    #: SHA-256 and length of the whole, where `raw` is not
    digest: str | None = None
    length: int | None = None


class Gathered:
    """A record that comes in parts; beyond `longest` bytes only its head, digest and length are kept."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._clear()

    def _clear(self) -> None:
        self._parts: list[bytes] = []
        self._hash = sha256()
        self.length = 0

    def add(self, part: bytes) -> None:
        if self.length <= self._longest < self.length + len(part):
            self._hash = sha256(b"".join(self._parts))
        if self.length + len(part) > self._longest:
            self._hash.update(part)
            self._parts = [b"".join([*self._parts, part])[:KEEP]]
        else:
            self._parts.append(part)
        self.length += len(part)

    def take(self, problem: Unreadable | None = None) -> Piece:
        """The piece, and empty again."""
        raw, length, digest = b"".join(self._parts), self.length, self._hash.hexdigest()
        over = length > self._longest
        self._clear()
        if not over:
            return Piece(raw, problem)
        too_large = Unreadable(Reason.TOO_LARGE, f"{length} bytes; a record may have {self._longest}")
        return Piece(raw, problem or too_large, digest, length)


def whole(raw: bytes, problem: Unreadable | None = None, longest: int = LONGEST_RECORD) -> Piece:
    """A record that is there as a whole, refused if it is too large for a topic."""
    if len(raw) <= longest:
        return Piece(raw, problem)
    gathered = Gathered(longest)
    gathered.add(raw)
    return gathered.take(problem)


def lines(chunks: Iterable[bytes], longest: int = LONGEST_RECORD) -> Iterator[Piece]:
    """Lines with their line ends (\\n only: \\r and U+2028 may stand inside a record)."""
    line = Gathered(longest)
    try:
        for chunk in chunks:
            *ended, rest = chunk.split(b"\n")
            for part in ended:
                line.add(part + b"\n")
                yield line.take()
            if rest:
                line.add(rest)
    except BrokenStream as error:
        yield line.take(_broken(error))
        return
    if line.length:
        yield line.take()


def _broken(why: object) -> Unreadable:
    if isinstance(why, MisnamedStream):
        return Misnamed(Reason.MALFORMED_JSON, f"the file {why}")
    return BrokenOff(Reason.MALFORMED_JSON, f"the file breaks off here: {why}")


def elements(chunks: Iterable[bytes], longest: int = LONGEST_ELEMENT) -> Iterator[Piece]:
    """The elements of a JSON array, or JSON values one after the other, each as soon as it is complete."""
    scanner = _Scanner()
    source = iter(chunks)
    problem: Unreadable | None = None
    try:
        for chunk in source:
            yield from map(Piece, scanner.feed(chunk))
            if len(scanner.buffer) > longest:
                break
    except BrokenStream as error:
        problem = _broken(error)
    yield from map(Piece, scanner.feed(b"", last=True))
    rest = Gathered(longest)
    rest.add(scanner.buffer)
    try:
        for chunk in source:
            rest.add(chunk)
    except BrokenStream as error:
        problem = _broken(error)
    if problem or scanner.depth or rest.length > longest or scanner.buffer.strip():
        kind = BrokenOff if scanner.depth else Unreadable
        ends = kind(Reason.MALFORMED_JSON, "the file ends inside a record")
        yield rest.take(problem or (None if rest.length > longest else ends))


class _Scanner:
    """Follows brackets and strings only; whether an element is JSON is its reader's question."""

    def __init__(self) -> None:
        self.buffer = b""
        self.depth = 0
        self._held: list[bytes] = []
        self._at = 0
        self._in_array = False
        self._in_string = False

    def feed(self, chunk: bytes, last: bool = False) -> Iterator[bytes]:
        self._held.append(chunk)
        if not last and sum(map(len, self._held)) * 4 < len(self.buffer):
            # a long element grows by a quarter at a time: to copy it for every chunk would take for ever
            return
        self.buffer = b"".join([self.buffer, *self._held])
        self._held = []
        start = 0
        if self._in_string and not self._leave_string():
            return
        while found := _TOKEN.search(self.buffer, self._at):
            self._at = found.end()
            token = found[0]
            if token == b'"':
                self._in_string = True
                if not self._leave_string():
                    break
            elif token in b"[{":
                start = self._opened(token, start)
            elif token in b"]}," and (ended := self._ended(token, found)):
                piece, start = self.buffer[start : ended[0]].strip(), ended[1]
                if piece:
                    yield piece
        else:
            self._at = len(self.buffer)
        self.buffer = self.buffer[start:]
        self._at -= start

    def _leave_string(self) -> bool:
        """To the end of the string that is open, if it is there yet."""
        inside = _INSIDE_STRING.match(self.buffer, self._at)
        self._at = inside.end() if inside else self._at
        self._in_string = self.buffer[self._at : self._at + 1] != b'"'
        self._at += not self._in_string
        return not self._in_string

    def _opened(self, token: bytes, start: int) -> int:
        self.depth += 1
        if self.depth > 1:
            return start
        before = self.buffer[start : self._at - 1].removeprefix(codecs.BOM_UTF8).strip()
        self._in_array = token == b"[" and not before
        return self._at if self._in_array else start

    def _ended(self, token: bytes, found: re.Match[bytes]) -> tuple[int, int] | None:
        """Where the element ends and the next may start, if `token` ends one."""
        if token == b",":
            return found.span() if self._in_array and self.depth == 1 else None
        self.depth = max(0, self.depth - 1)
        if self.depth:
            return None
        return found.span() if self._in_array else (found.end(), found.end())


class _Posts(msgspec.Struct):
    weibo: list[msgspec.Raw]
    user: msgspec.Raw = msgspec.Raw(b"null")


_decode_posts = msgspec.json.Decoder(_Posts).decode


def expanded(raw: bytes) -> list[bytes]:
    """weibo-crawler's object around all posts of a user as one such object for each post; else as it is."""
    if b'"weibo"' not in raw:
        return [raw]
    try:
        posts = _decode_posts(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return [raw]
    return [b'{"user":%b,"weibo":[%b]}' % (bytes(posts.user), bytes(post)) for post in posts.weibo]
