"""What was judged of a text lately, for reposts, templates and posts crawled again, which repeat it word for word."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

#: characters of the texts that are kept, about 65 bytes of memory for each, and of one that is kept at all
ROOM, LONGEST = 300_000, 2_000

T = TypeVar("T")


class Memo(Generic[T]):
    """Values by what they rest on; those asked for longest ago make room."""

    __slots__ = ("_kept", "_size", "room")

    def __init__(self, room: int = ROOM) -> None:
        self.room = room
        self._size = 0
        self._kept: dict[Hashable, tuple[int, T]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> T | None:
        found = self._kept.pop(key, None)
        if found is None:
            return None
        self._kept[key] = found
        return found[1]

    def put(self, key: Hashable, length: int, value: T) -> None:
        """Keep a value that is not kept yet, of so many characters."""
        if length > LONGEST:
            return
        # whatever else is kept of it, an empty text takes room too
        size = length + 50
        self._kept[key] = size, value
        self._size += size
        while self._size > self.room:
            oldest = next(iter(self._kept))
            self._size -= self._kept.pop(oldest)[0]
