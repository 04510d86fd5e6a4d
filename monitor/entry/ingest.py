"""Sends files to the raw topics (shell): batch by batch, each confirmed before the bookmark moves on."""

from __future__ import annotations

import os
import stat
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from monitor.adapters import Hints
from monitor.entry.bookmark import Bookmark, Chain
from monitor.entry.keyed import TOPICS, entering, too_large
from monitor.errors import BrokenOff, Unreadable
from monitor.events.deadletters import letter_record, make_dead_letter
from monitor.inputs.files import STDIN, FileRecord, Progress, read_files
from monitor.inputs.pace import Pace
from monitor.kafka import topics
from monitor.kafka.produce import TooLarge, Writer
from monitor.kafka.wire import Outgoing
from monitor.replays.parents import Parents
from monitor.replays.replay import arrival_of

#: a batch's records and bytes: what a kill repeats at most
BATCH = 500
BATCH_BYTES = 4 * topics.MIB
#: gaps shorter than this are not worth a batch of their own, in seconds
_SHORTEST_WAIT = 0.05


@dataclass
class Sent:
    """What became of one file."""

    file: str
    #: records that a run before this one had sent
    before: int = 0
    #: where this run went on
    after_line: int = 0
    records: int = 0
    #: by topic, without its prefix
    written: Counter[str] = field(default_factory=Counter)
    dead: Counter[str] = field(default_factory=Counter)
    #: the file does not begin any more as it did when it was sent
    changed: bool = False
    #: where the file breaks off before it is whole
    broken: FileRecord | None = None


@dataclass(frozen=True)
class _Item:
    """A record to write, and the file's record that it was made of."""

    record: FileRecord
    outgoing: Outgoing


class Ingest:
    """One destination and pace; `send` file after file."""

    def __init__(self, writer: Writer, prefix: str, hints: Hints, speed: float | None, restart: bool) -> None:
        self._writer, self._prefix, self._hints, self._restart = writer, prefix, hints, restart
        self._pace = Pace(speed)
        self._parents = Parents()

    def send(self, path: str, number: int, sent: Sent, progress: Progress) -> None:
        """Send what was not sent before, counting in `sent`; `number` is the file's place among those named.

        Raises YuqingError, BrokerError; the same call goes on after the last batch that was confirmed.
        """
        bookmark = self._bookmark(path)
        records, chain = self._opened(path, bookmark, sent, progress)
        run = _Run(self._writer, self._prefix, number, sent, bookmark, chain)
        for record in records:
            events = [] if isinstance(record.events, Unreadable) else record.events
            wait = max((self._pace.wait(arrival_of(event), time.monotonic()) for event in events), default=0.0)
            if wait > _SHORTEST_WAIT:
                run.settle()
                time.sleep(wait)
            run.take(record)
        run.settle()

    # ------------------------------------------------------------ where to go on

    def _bookmark(self, path: str) -> Bookmark | None:
        """None for what cannot be read twice."""
        if path == STDIN or not stat.S_ISREG(os.stat(path).st_mode):
            return None
        cluster, hints = self._writer.cluster, self._hints
        mapping = sorted((hints.mapping or {}).items())
        return Bookmark(path, cluster.id, sorted(cluster.topics.items()), hints.source, mapping)

    def _opened(
        self, path: str, bookmark: Bookmark | None, sent: Sent, progress: Progress
    ) -> tuple[Iterator[FileRecord], Chain]:
        """The records that are left, behind those that the bookmark vouches for."""
        mark = None if bookmark is None or self._restart else bookmark.load()
        if mark is not None:
            records, chain = self._read(path, sent, progress), Chain()
            if chain.pass_over(records, mark.records) and chain.value == mark.chain:
                sent.before, sent.after_line = mark.records, mark.line
                return records, chain
            sent.changed = True
        return self._read(path, sent, progress), Chain()

    def _read(self, path: str, sent: Sent, progress: Progress) -> Iterator[FileRecord]:
        for record in self._parents.attached(read_files([path], self._hints, progress=progress)):
            if isinstance(record.events, BrokenOff):
                sent.broken = record
            yield record


class _Run:
    """The batch that is being filled from one file, and what follows from its delivery."""

    def __init__(
        self, writer: Writer, prefix: str, number: int, sent: Sent, bookmark: Bookmark | None, chain: Chain
    ) -> None:
        self._writer, self._prefix, self._number, self._sent = writer, prefix, number, sent
        self._bookmark, self._chain = bookmark, chain
        self._items: list[_Item] = []
        self._size = 0

    def take(self, record: FileRecord) -> None:
        """All that a record holds is sent in one batch, so that a bookmark never stands within a record."""
        for outgoing in self._outgoing(record):
            self._items.append(_Item(record, outgoing))
            self._size += len(outgoing.value or b"")
        self._chain.add(record)
        self._sent.records += 1
        if len(self._items) >= BATCH or self._size >= BATCH_BYTES:
            self.settle()

    def settle(self) -> None:
        """Write, wait for the broker's word, and only then move the bookmark."""
        outcomes = self._writer.write([each.outgoing for each in self._items])
        letters = []
        for each, outcome in zip(self._items, outcomes, strict=True):
            name = each.outgoing.topic.removeprefix(self._prefix)
            if isinstance(outcome, TooLarge):
                letters.append(self._too_large(each.record, outcome, name))
            elif name in TOPICS:
                self._sent.written[name] += 1
        self._writer.write(letters)
        if self._bookmark is not None and self._items:
            self._bookmark.save(self._chain)
        self._items, self._size = [], 0

    def _outgoing(self, record: FileRecord) -> list[Outgoing]:
        if isinstance(record.events, Unreadable):
            self._sent.dead[record.events.reason.value] += 1
            letter = make_dead_letter(
                record.raw, record.name, self._number, record.line, record.events, None,
                digest=record.digest, length=record.length,
            )  # fmt: skip
            return [letter_record(letter, self._prefix)]
        return [entering(event, self._prefix) for event in record.events]

    def _too_large(self, record: FileRecord, outcome: TooLarge, name: str) -> Outgoing:
        letter = too_large(record.raw, record.name, self._number, record.line, *outcome, name)
        self._sent.dead[letter.reason] += 1
        return letter_record(letter, self._prefix)
