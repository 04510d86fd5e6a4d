"""What comments hang under, of one run over files (shell): a comment itself says neither whose nor which."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import msgspec

from monitor.errors import Unreadable
from monitor.inputs.files import FileRecord
from monitor.records import Mention, Parent
from monitor.replays.replay import packed, unpacked

#: contents that are remembered, the latest, and code points of each text
KEPT, HEAD = 50_000, 500
#: how a packed event shows that it is a comment; within a text the quotes are escaped
_COMMENT = b'"kind":"comment"'


class Parents:
    """The contents of a crawl as far as they have been read."""

    def __init__(self) -> None:
        self._known: dict[str, Parent] = {}

    def note(self, mention: Mention) -> None:
        """Remember what may have comments."""
        if mention.kind in ("comment", "complaint"):
            return
        self._known.pop(mention.id, None)
        self._known[mention.id] = Parent(
            text=mention.text[:HEAD], title=mention.title, keyword=mention.keyword, group=mention.group,
            location=mention.location, project=mention.project,
        )  # fmt: skip
        if len(self._known) > KEPT:
            del self._known[next(iter(self._known))]

    def told(self, mention: Mention) -> Mention:
        """A comment with what it hangs under, if that is known and it does not say so itself."""
        if mention.kind != "comment" or mention.parent is not None or mention.parent_id is None:
            return mention
        parent = self._known.get(mention.parent_id)
        return mention if parent is None else msgspec.structs.replace(mention, parent=parent)

    def attached(self, records: Iterable[FileRecord]) -> Iterator[FileRecord]:
        """The same records in their order; each comment behind its content knows it."""
        for record in records:
            if isinstance(record.events, Unreadable):
                yield record
                continue
            mentions = [each for each in record.events if isinstance(each, Mention)]
            for each in mentions:
                self.note(each)
            if any(each.kind == "comment" for each in mentions):
                events = [self.told(each) if isinstance(each, Mention) else each for each in record.events]
                record = replace(record, events=events)
            yield record

    def filled(self, values: Iterable[bytes]) -> Iterator[bytes]:
        """Packed events; each comment knows its content, wherever that stood in the files."""
        for value in values:
            if _COMMENT not in value:
                yield value
                continue
            placed = unpacked(value)
            assert isinstance(placed.event, Mention)
            yield packed(msgspec.structs.replace(placed, event=self.told(placed.event)))


def contents_first(paths: Sequence[str]) -> list[int]:
    """The places of files so that comments come behind what they hang under, as crawlers name them."""
    return sorted(range(len(paths)), key=lambda place: "comment" in os.path.basename(paths[place]).lower())
