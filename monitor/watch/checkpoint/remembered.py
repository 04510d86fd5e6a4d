"""The mention ids that a subject remembers: packed rows in the order of their last delivery, written by parts.

A month of a loud estate is twenty thousand ids, a country's are ten million: as objects they take 450 bytes each, here
about 40, since parts that nobody has asked for lately rest, compressed. An id is known by eight bytes of its hash,
which two of a subject's 20,000 share once in 10^11 times.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b
from struct import Struct as Layout

from msgspec import Struct

from monitor.times import EARLIEST

#: (arrival in microseconds, raw partition, raw offset): the greatest seen is a mention's current version
Version = tuple[int, int, int]

#: hash of the id; arrival, partition and offset of its version; last delivery; reach; incident; level
_ROW = Layout("<8sqiqqq8sB")
_WIDTH, _pack = _ROW.size, _ROW.pack
#: where a row's last delivery and its incident stand
_LAST, _INCIDENT = Layout("<q"), 44
_LAST_AT = 28
#: of a mention that belongs to no incident
_NONE = bytes(8)
_GONE = bytes(_WIDTH)
#: rows of a part: what a step writes of a subject that it touched, and what lies idle when most of it is gone
PART = 64
#: the latest parts, that are as they are: what is crawled again is mostly what was delivered lately
AWAKE = 2
#: entries of a bucket of the index on average, at most; bytes of an entry: hash, place
_FULL, _ENTRY = 64, 12
_MOST = 2**63 - 1
#: a moment in microseconds since 2000 that does not come
NEVER = _MOST


def micros(at: datetime) -> int:
    """Microseconds since 2000, as the rows have all their times."""
    since = at - EARLIEST
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def name_of(mention_id: str, drill: bool) -> str:
    """As what a mention is remembered: one that an exercise copies with its id is not the real one."""
    return f"drill {mention_id}" if drill else mention_id


def key_of(mention_id: str) -> bytes:
    return blake2b(mention_id.encode(), digest_size=8).digest()


class Seen(Struct, gc=False):
    """A mention id that will not be counted again, taken out of its row; `Remembered.put` writes it back."""

    version: Version
    #: arrival of its last delivery, of whatever version, in microseconds
    last: int
    level: int
    incident: str | None
    #: the greatest of all versions: engagement takes maxima
    reach: int = 0
    key: bytes = b""
    place: int = -1


class _Part(Struct, gc=False):
    """Rows one after the other, and how many of them are not empty; while it rests, packed instead."""

    rows: bytearray
    live: int
    packed: bytes = b""

    def look(self) -> bytes | bytearray:
        """Its rows, to be read only."""
        return _unpacked(self.packed) if self.packed else self.rows

    def rest(self) -> None:
        self.packed, self.rows = _compressed(self.rows), bytearray()


class Span(Struct, array_like=True):
    """Places of the rows that are remembered: from this on, and the one that is given next."""

    front: int = 0
    next: int = 0


class Remembered:
    """Rows by place; what is delivered again gets a new place at the end, and its old row is empty."""

    __slots__ = ("_awake", "_parts", "changed", "front_last", "index", "moved", "span", "subject")

    def __init__(self, subject: str, span: Span) -> None:
        self.subject, self.span = subject, span
        self._parts: dict[int, _Part] = {}
        #: numbers of the parts that do not rest
        self._awake: list[int] = []
        self.index = _Index()
        #: numbers of the parts that a checkpoint does not hold as they are
        self.changed: set[int] = set()
        #: the span says what the parts' checkpoints do not
        self.moved = False
        #: last delivery of the row in front
        self.front_last = NEVER

    @property
    def count(self) -> int:
        return self.index.count

    def __len__(self) -> int:
        return self.index.count

    def __contains__(self, mention_id: str) -> bool:
        return self.index.find(key_of(mention_id)) >= 0

    def has(self, key: bytes) -> bool:
        return self.index.find(key) >= 0

    def get(self, mention_id: str) -> Seen | None:
        return self.at(key_of(mention_id))

    def at(self, key: bytes) -> Seen | None:
        place = self.index.find(key)
        return None if place < 0 else self._read(place)

    # ------------------------------------------------------------ changing

    def add(self, seen: Seen) -> None:
        """At the end, as delivered last."""
        span, index = self.span, self.index
        place = seen.place = span.next
        number = place // PART
        part = self._parts.get(number)
        if part is None:
            part = self._begun(number, place % PART)
        elif part.packed:
            part = self._woken(number)
        if not index.count:
            span.front, self.front_last = place, seen.last
        part.rows += _packed(seen)
        part.live += 1
        index.add(seen.key, place)
        span.next = place + 1
        self.changed.add(number)

    def put(self, seen: Seen) -> None:
        """Write what has changed of it into its row."""
        number, row = divmod(seen.place, PART)
        self._woken(number).rows[row * _WIDTH : (row + 1) * _WIDTH] = _packed(seen)
        self.changed.add(number)
        if seen.place == self.span.front:
            self.front_last = seen.last

    def take(self, key: bytes) -> Seen | None:
        """Out of the rows."""
        place = self.index.find(key)
        if place < 0:
            return None
        seen = self._read(place)
        self._empty(place, key)
        self.changed.add(place // PART)
        if place == self.span.next - 1:
            # nothing is left that would say how far the rows have come
            self.moved = True
        return seen

    def pop(self) -> Seen:
        """The one delivered longest ago. The checkpoint of its part stays as it is: the span says that it is gone."""
        seen = self._read(self.span.front)
        self._empty(self.span.front, seen.key)
        self.moved = True
        return seen

    def reassign(self, old: str, new: str) -> None:
        """What belonged to one incident belongs to another."""
        was, now = _hash_of(old), _hash_of(new)
        for number, part in self._parts.items():
            if part.look().find(was) < 0:
                continue
            rows = self._woken(number).rows
            at = rows.find(was)
            while at >= 0:
                if at % _WIDTH == _INCIDENT:
                    rows[at : at + 8] = now
                    self.changed.add(number)
                at = rows.find(was, at + 1)

    def _empty(self, place: int, key: bytes) -> None:
        number, row = divmod(place, PART)
        part = self._woken(number)
        part.rows[row * _WIDTH : (row + 1) * _WIDTH] = _GONE
        part.live -= 1
        if not part.live:
            del self._parts[number]
            self.changed.add(number)
        self.index.remove(key)
        if place == self.span.front:
            self._advance()
        if len(self._parts) * PART > 4 * (self.index.count + PART):
            self._close_up()

    def _advance(self) -> None:
        """The front is the first row that is not empty."""
        span = self.span
        while span.front < span.next:
            number, row = divmod(span.front, PART)
            part = self._part(number)
            if part is None:
                span.front = min((number + 1) * PART, span.next)
                continue
            if part.rows[row * _WIDTH : row * _WIDTH + 8] != _NONE:
                self.front_last = _LAST.unpack_from(part.rows, row * _WIDTH + _LAST_AT)[0]
                return
            span.front += 1
        self.front_last = NEVER

    def _close_up(self) -> None:
        """Rows far apart take too much: they are put together anew, from place 0 on."""
        kept = list(self)
        self.moved = True
        self.changed |= self._parts.keys()
        self._parts, self._awake, self.index = {}, [], _Index()
        self.span.front = self.span.next = 0
        for seen in kept:
            self.add(seen)

    # ------------------------------------------------------------ parts that rest

    def _part(self, number: int) -> _Part | None:
        return self._woken(number) if number in self._parts else None

    def _woken(self, number: int) -> _Part:
        part = self._parts[number]
        if part.packed:
            part.rows, part.packed = bytearray(_unpacked(part.packed)), b""
            self._awake.append(number)
        return part

    def _begun(self, number: int, row: int) -> _Part:
        """A new part, from this row on."""
        self._rest_before(number)
        if number not in self._awake:
            # one that had been emptied and is begun again
            self._awake.append(number)
        part = self._parts[number] = _Part(bytearray(row * _WIDTH), 0)
        return part

    def _rest_before(self, number: int) -> None:
        """Parts long before this one may rest. That changes nothing of what they hold."""
        for each in [each for each in self._awake if each <= number - AWAKE]:
            self._awake.remove(each)
            if each in self._parts:
                self._parts[each].rest()

    # ------------------------------------------------------------ rows

    def __iter__(self) -> Iterator[Seen]:
        """In the order of last delivery."""
        for number in sorted(self._parts):
            rows = self._parts[number].look()
            for row in range(len(rows) // _WIDTH):
                if rows[row * _WIDTH : row * _WIDTH + 8] != _NONE:
                    yield self._seen(rows, row, number * PART + row)

    def _read(self, place: int) -> Seen:
        number, row = divmod(place, PART)
        part = self._parts[number]
        return self._seen((self._woken(number) if part.packed else part).rows, row, place)

    def _seen(self, rows: bytes | bytearray, row: int, place: int) -> Seen:
        key, arrived, partition, offset, last, reach, incident, level = _ROW.unpack_from(rows, row * _WIDTH)
        name = None if incident == _NONE else f"{self.subject}~{incident.hex()}"
        return Seen((arrived, partition, offset), last, level, name, reach, key, place)

    # ------------------------------------------------------------ checkpoints

    def written(self) -> list[tuple[int, bytes | None]]:
        """The parts that have changed since the last time, None for one that holds nothing any more."""
        if not self.changed:
            self.moved = False
            return []
        numbers, self.changed, self.moved = sorted(self.changed), set(), False
        return [(number, bytes(self._parts[number].look()) if number in self._parts else None) for number in numbers]

    def restore(self, number: int, rows: bytes) -> None:
        """Take over a part from its checkpoint; rows in front of the span have gone since it was written."""
        span = self.span
        gone = min(len(rows) // _WIDTH, max(0, span.front - number * PART))
        held = bytearray(gone * _WIDTH) + rows[gone * _WIDTH :]
        live = 0
        for at in range(0, len(held), _WIDTH):
            if held[at : at + 8] != _NONE:
                self.index.add(bytes(held[at : at + 8]), number * PART + at // _WIDTH)
                live += 1
        if live:
            self._parts[number] = _Part(held, live)
            self._awake.append(number)
        span.next = max(span.next, number * PART + len(held) // _WIDTH)

    def restored(self) -> None:
        """All its parts are there; the span may be older than they are."""
        self._advance()
        self._rest_before(self.span.next // PART)


def _compressed(rows: bytearray) -> bytes:
    """Column by column: what is alike in all rows stands together, which takes less time and less room."""
    return zlib.compress(_turned(rows, _WIDTH), 1)


def _unpacked(packed: bytes) -> bytes:
    columns = zlib.decompress(packed)
    return _turned(columns, len(columns) // _WIDTH)


def _turned(table: bytes | bytearray, width: int) -> bytes:
    """Rows of so many bytes as columns, or columns as rows."""
    return b"".join([table[at::width] for at in range(width)])


def _packed(seen: Seen) -> bytes:
    incident, reach = seen.incident, seen.reach
    return _pack(
        seen.key, *seen.version, seen.last, reach if reach < _MOST else _MOST,
        _NONE if incident is None else _hash_of(incident), seen.level,
    )  # fmt: skip


def _hash_of(incident: str) -> bytes:
    return bytes.fromhex(incident[-16:])


class _Index:
    """Hash → place, in buckets of packed entries: a dict takes a hundred bytes for what here takes fifteen."""

    __slots__ = ("_buckets", "_mask", "count")

    def __init__(self) -> None:
        self._buckets = [bytearray()]
        self._mask = self.count = 0

    def find(self, key: bytes) -> int:
        """The place; −1 without one."""
        bucket = self._buckets[(key[0] | key[1] << 8) & self._mask]
        at = bucket.find(key)
        if at < 0:
            return -1
        if at % _ENTRY:
            at = _entry(bucket, key)
        return -1 if at < 0 else int.from_bytes(bucket[at + 8 : at + _ENTRY], "little")

    def add(self, key: bytes, place: int) -> None:
        if self.count >= _FULL * len(self._buckets) and self._mask < 0xFFFF:
            self._split()
        self._buckets[(key[0] | key[1] << 8) & self._mask] += key + place.to_bytes(4, "little")
        self.count += 1

    def remove(self, key: bytes) -> None:
        bucket = self._buckets[(key[0] | key[1] << 8) & self._mask]
        at = _entry(bucket, key)
        del bucket[at : at + _ENTRY]
        self.count -= 1

    def _split(self) -> None:
        old, self._mask = self._buckets, self._mask * 2 + 1
        self._buckets = [bytearray() for _ in range(self._mask + 1)]
        for bucket in old:
            for at in range(0, len(bucket), _ENTRY):
                entry = bucket[at : at + _ENTRY]
                self._buckets[int.from_bytes(entry[:2], "little") & self._mask] += entry


def _entry(bucket: bytearray, key: bytes) -> int:
    at = bucket.find(key)
    while at % _ENTRY and at >= 0:
        at = bucket.find(key, at + 1)
    return at
