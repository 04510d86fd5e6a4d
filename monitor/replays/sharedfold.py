"""One fold of a replay in several processes (shell): subjects are shared out, what they tell is put in one order again.

The timeline is written whole before it is folded: only then it is known which subjects an action by mention reaches.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from monitor.inputs.sorting import Sorter
from monitor.records import Action, DeadLetter, RuleBundle, TimelineRecord, decode_dead_letter, encode
from monitor.replays.foldshare import ENTRY, LENGTH, Folded, Share, Told, decode_told
from monitor.replays.replay import arrived_at, micros
from monitor.replays.retelling import TIMELINE, Retelling
from monitor.replays.shares import Shares
from monitor.watch.bundle import open_bundle

#: told how many records are folded, and of how many
Progress = Callable[[int, int], None]


class Processes(Protocol):
    """Whoever runs them (monitor.replays.parallel)."""

    workers: int

    def fold(self, shares: Sequence[Share], look: Callable[[], None]) -> list[Folded]:
        """What the shares amount to; `look` is called again and again until they are done."""


class SharedFold:
    """A context manager; the same interface as monitor.replays.filereplay.FoldHere, and the same bytes."""

    def __init__(self, retelling: Retelling, bundle: RuleBundle, step: int, processes: Processes) -> None:
        self._retelling, self._bundle, self._step, self._processes = retelling, bundle, step, processes
        self._shares = Shares(open_bundle(bundle).settings)
        self._stack = ExitStack()
        self._offset = self._refused = 0

    def __enter__(self) -> Self:
        self._folder = Path(self._stack.enter_context(TemporaryDirectory(prefix="yuqing-fold-")))
        self._index: BinaryIO = self._stack.enter_context((self._folder / "index").open("wb"))
        #: dead letters in the order of one fold: each before the record that follows it
        self._letters = self._stack.enter_context(Sorter())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def expect(self, action: Action) -> None:
        """Before the first record: this one will come."""
        self._shares.named(action)

    def append(self, record: TimelineRecord, value: bytes) -> None:
        self._retelling.timeline(value)
        self._retelling.outcome.note(record)
        self._index.write(ENTRY.pack(micros(arrived_at(record)), self._shares.heap_of(record)))
        self._offset += 1

    def dead(self, letter: DeadLetter) -> None:
        """What could not be judged, where the next record would have been."""
        self._letters.add((self._offset, 0, self._refused, 0), encode(letter))
        self._refused += 1

    def end(self, progress: Progress) -> None:
        """Fold what was appended."""
        self._index.close()
        if self._offset:
            self._fold(progress)
        for _, letter in self._letters.items():
            self._retelling.dead(decode_dead_letter(letter))

    def _fold(self, progress: Progress) -> None:
        timeline, dealt = self._retelling.flush(), self._shares.deal(self._processes.workers)
        shares = [self._share(number, heaps, timeline) for number, heaps in enumerate(dealt)]
        done = self._processes.fold(
            shares, lambda: progress(min(_come_to(each.progress) for each in shares), self._offset)
        )
        progress(self._offset, self._offset)
        for folded in done:
            self._take(folded)
        for told in _in_order(shares):
            self._retelling.alert(told.at, told.note)

    def _share(self, number: int, heaps: bytes, timeline: Path) -> Share:
        return Share(
            timeline, self._folder / "index", heaps, self._bundle, self._retelling.outcome.window, self._step, TIMELINE,
            self._folder / f"told-{number}", self._folder / f"progress-{number}",
        )  # fmt: skip

    def _take(self, folded: Folded) -> None:
        self._retelling.outcome.unmatched += folded.unmatched
        self._retelling.outcome.incidents |= folded.incidents
        for offset, letter in folded.letters:
            self._letters.add((offset, 1, 0, 0), encode(letter))


def _come_to(progress: Path) -> int:
    try:
        # empty for the moment in which it is written
        return int(progress.read_text(encoding="ascii") or 0)
    except FileNotFoundError:
        return 0


def _in_order(shares: Sequence[Share]) -> Iterator[Told]:
    with ExitStack() as files:
        streams = [_read(files.enter_context(each.told.open("rb"))) for each in shares]
        yield from heapq.merge(*streams, key=lambda each: each.order)


def _read(file: BinaryIO) -> Iterator[Told]:
    while length := file.read(LENGTH.size):
        yield decode_told(file.read(LENGTH.unpack(length)[0]))
