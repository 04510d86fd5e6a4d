"""What was done about an incident and told of it, encoded once: both lists grow at their end and are written again and
again, with every checkpoint and every state of an incident that is reopened for months."""

from __future__ import annotations

from collections.abc import Sequence
from operator import is_

import msgspec

_encode = msgspec.json.Encoder().encode

#: a shorter list is encoded anew in less time than it takes to look at what is known of it
SHORT = 6


class Encoded:
    """A list of unchangeable entries as JSON; what it had in common with the list before is not encoded again."""

    __slots__ = ("_entries", "_pieces", "_raw")

    def __init__(self) -> None:
        self._entries: Sequence[object] = ()
        self._pieces: list[bytes] = []
        self._raw = msgspec.Raw(b"[]")

    def of(self, entries: Sequence[object]) -> msgspec.Raw:
        """`entries`: a list that nobody changes; with more entries it is another list."""
        if entries is not self._entries:
            known = self._known(entries)
            self._pieces = [*known, *map(_encode, entries[len(known) :])]
            self._entries = entries
            self._raw = msgspec.Raw(b"[" + b",".join(self._pieces) + b"]")
        return self._raw

    def _known(self, entries: Sequence[object]) -> list[bytes]:
        """The pieces of the entries in front that stood at the end of the list before, some of the oldest let go of."""
        before = self._entries
        gone = next((at for at, each in enumerate(before) if each is entries[0]), None) if entries else None
        if gone is None or len(before) - gone > len(entries) or not all(map(is_, before[gone:], entries)):
            return []
        return self._pieces[gone:]


class History:
    """Of one incident, kept with it while it is in use."""

    __slots__ = ("actions", "transitions")

    def __init__(self) -> None:
        self.actions, self.transitions = Encoded(), Encoded()
