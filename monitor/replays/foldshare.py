"""Folds a share of a written timeline's subjects in a process of its own (shell), and notes in which place one fold
would have told each alert.

All processes read the same file: of a record of another share's subject only its arrival is taken, for time is common.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from struct import Struct as Layout
from typing import BinaryIO

import msgspec
from msgspec import Struct

from monitor.events.deadletters import make_dead_letter
from monitor.records import Alert, DeadLetter, RuleBundle
from monitor.replays.outcome import Note, Outcome, Window, noted
from monitor.replays.replay import micros
from monitor.replays.shares import EVERYWHERE
from monitor.steps.timeline import apply_record, read_record
from monitor.times import EARLIEST
from monitor.watch.fold import READ, Fold
from monitor.watch.grades.facts import Case

#: of each record when it arrived, and its heap (monitor.replays.shares)
ENTRY = Layout("<qI")
LENGTH = Layout("<I")

#: a record, DUE, READ or LATE, what fell due there (moment, incident, step), and a number: the order of a single fold.
#: Of what has fallen due by then it is the latest: what that brings that was due even before comes after it as well.
Order = tuple[int, int, int, str, str, int]


class Share(Struct, frozen=True):
    """What one process folds, and where it writes what it tells."""

    timeline: Path
    #: an ENTRY for each record of the timeline
    index: Path
    #: which heaps are its own: a byte each
    heaps: bytes
    bundle: RuleBundle
    window: Window
    #: timeline records between two steps of the fold
    step: int
    #: the timeline's name in dead letters
    topic: str
    told: Path
    #: the number of records it has come to
    progress: Path


class Folded(Struct, frozen=True):
    """What a share amounts to beside its alerts."""

    unmatched: int
    incidents: dict[str, bytes]
    #: of the records that could not be folded, by their place
    letters: list[tuple[int, DeadLetter]]


class Told(Struct, array_like=True, frozen=True):
    """An alert, when it was told in microseconds, and the note of it if it is reported."""

    order: Order
    at: int
    note: Note | None


decode_told = msgspec.msgpack.Decoder(Told).decode
_encode_told = msgspec.msgpack.Encoder().encode


# ---------------------------------------------------------------- in the process of a share


def fold_share(share: Share) -> Folded:
    with share.told.open("wb") as written:
        return _Folding(share, written).run()


class _Folding:
    def __init__(self, share: Share, written: BinaryIO) -> None:
        self._share, self._written = share, written
        self._fold = Fold(partition=0, partitions=1, bundles={share.bundle.digest: share.bundle})
        self._fold.book.witness = self._order
        self._outcome = Outcome(window=share.window)
        self._unmatched = self._number = 0
        #: of the alerts of this step
        self._orders: list[Order] = []
        self._letters: list[tuple[int, DeadLetter]] = []

    def run(self) -> Folded:
        share = self._share
        with share.timeline.open("rb") as lines, share.index.open("rb") as index:
            for offset, line in enumerate(lines):
                arrived, heap = ENTRY.unpack(index.read(ENTRY.size))
                self._take(offset, line, arrived, heap)
                if (offset + 1) % share.step == 0:
                    self._close()
                    share.progress.write_text(str(offset + 1), encoding="ascii")
        self._close()
        return Folded(self._unmatched, self._outcome.incidents, self._letters)

    def _take(self, offset: int, line: bytes, arrived: int, heap: int) -> None:
        self._fold.book.fired = None
        if heap != EVERYWHERE and not self._share.heaps[heap]:
            self._fold.pass_over(EARLIEST + timedelta(microseconds=arrived), offset)
            return
        value = line[:-1]
        unreadable = apply_record(self._fold, read_record(value), offset)
        if unreadable is not None:
            self._letters.append((offset, make_dead_letter(value, self._share.topic, 0, offset, unreadable, None)))

    def _order(self, _: Case, __: Alert) -> None:
        fired = self._fold.book.fired if self._fold.stage != READ else None
        moment, incident, step = (micros(fired[0]), fired[1], fired[2]) if fired is not None else (0, "", "")
        self._orders.append((self._fold.offset, self._fold.stage, moment, incident, step, self._number))
        self._number += 1

    def _close(self) -> None:
        step = self._fold.collect(kept=False)
        self._unmatched += len(step.unmatched)
        self._outcome.keep(step)
        for order, alert in zip(self._orders, step.alerts, strict=True):
            told = _encode_told(Told(order, micros(alert.event_time), noted(alert, self._share.window)))
            self._written.write(LENGTH.pack(len(told)) + told)
        self._orders.clear()
