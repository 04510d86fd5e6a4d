"""What was done about an incident, told of it and owed, encoded once: these lists grow at their end and are written
again and again, with every checkpoint and every state of an incident that is reopened for months."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from operator import is_
from typing import Generic, TypeVar

import msgspec

from monitor.records import Deadline

_encode = msgspec.json.Encoder().encode

#: a shorter list is encoded anew in less time than it takes to look at what is known of it
SHORT = 6


class Encoded:
    """A list of unchangeable entries as JSON; what it had in common with the list before is not encoded again.

    The text is one piece: looking a hundred small ones up in memory costs as much as encoding them.
    """

    __slots__ = ("_ends", "_entries", "_text")

    def __init__(self) -> None:
        self._entries: Sequence[object] = ()
        self._text = b"[]"
        #: for each entry how long it is, the comma or bracket behind it included
        self._ends = array("I")

    def of(self, entries: Sequence[object]) -> msgspec.Raw:
        """`entries`: a list that nobody changes; with more entries it is another list."""
        if entries is not self._entries:
            gone = self._gone(entries)
            kept = self._text[1 + sum(self._ends[:gone]) : -1]
            ends = self._ends[gone:]
            added = [_encode(each) for each in entries[len(ends) :]]
            ends.extend([len(each) + 1 for each in added])
            self._text = b"[" + b",".join([kept, *added] if kept else added) + b"]"
            self._entries, self._ends = entries, ends
        return msgspec.Raw(self._text)

    def _gone(self, entries: Sequence[object]) -> int:
        """How many of the oldest are gone, where the others stand in front of these entries; else all are."""
        before = self._entries
        gone = next((at for at, each in enumerate(before) if each is entries[0]), None) if entries else None
        if gone is None or len(before) - gone > len(entries) or not all(map(is_, before[gone:], entries)):
            return len(before)
        return gone


_Made = TypeVar("_Made")


class Made(Generic[_Made]):
    """What is made of a list that nobody changes, for as long as it is the very same."""

    __slots__ = ("_made", "_of")

    def __init__(self) -> None:
        self._of: Sequence[object] | None = None

    def of(self, entries: Sequence[object], make: Callable[[], _Made]) -> _Made:
        if entries is not self._of:
            self._of, self._made = entries, make()
        return self._made


class History:
    """Of one incident, kept with it while it is in use."""

    __slots__ = ("actions", "deadlines", "past", "transitions")

    def __init__(self) -> None:
        self.actions, self.transitions = Encoded(), Encoded()
        #: steps of earlier times as its checkpoint has them; and as they are shown, which is in another order
        self.past, self.deadlines = Encoded(), Made[tuple[list[Deadline], msgspec.Raw]]()
