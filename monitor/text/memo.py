"""What was judged of a text lately, for reposts, templates and posts crawled again, which repeat it word for word."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar
from zlib import crc32

#: characters of the texts that are kept, about 65 bytes of memory for each, and of one that is kept at all
ROOM, LONGEST = 300_000, 2_000
#: texts of which it is known that they came once; what is kept of the others is worth its cost
ONCE = 20_000

T = TypeVar("T")


class Memo(Generic[T]):
    """Values by what they rest on, from the second time on; those asked for longest ago make room.

    Most texts are never said again: of one that came once only a number is kept.
    """

    __slots__ = ("_before", "_kept", "_once", "_size", "room")

    def __init__(self, room: int = ROOM) -> None:
        self.room = room
        self._size = 0
        self._kept: OrderedDict[Hashable, tuple[int, T]] = OrderedDict()
        #: checksums of what came once, lately and before that: two that share one only cost some room
        self._once: set[int] = set()
        self._before: set[int] = set()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> T | None:
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[1]

    def put(self, key: Hashable, length: int, value: T) -> None:
        """Keep a value that is not kept yet, of so many characters, if its text came before."""
        if length > LONGEST or not self._came(crc32(repr(key).encode("utf-8", "surrogatepass"))):
            return
        # whatever else is kept of it, an empty text takes room too
        size = length + 50
        self._kept[key] = size, value
        self._size += size
        while self._size > self.room:
            _, (left, _) = self._kept.popitem(last=False)
            self._size -= left

    def _came(self, number: int) -> bool:
        if number in self._once or number in self._before:
            return True
        if len(self._once) >= ONCE:
            self._before, self._once = self._once, set()
        self._once.add(number)
        return False
