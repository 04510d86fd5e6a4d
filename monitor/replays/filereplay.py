"""Runs a replay over events in any order (shell): sorted without holding all in memory, judged, folded, written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Protocol

from monitor.company.organisation import Organisation
from monitor.errors import Reason, Unreadable
from monitor.events.deadletters import make_dead_letter
from monitor.inputs.files import FileRecord
from monitor.inputs.sorting import Sorter
from monitor.judging.assess import Assessor
from monitor.records import Action, DeadLetter, RuleBundle, Source, TimelineRecord, encode
from monitor.replays.parents import Parents
from monitor.replays.replay import Failure, Key, Placed, arrival_of, arrived_at, first_rules, judged, packed, unpacked
from monitor.replays.retelling import TIMELINE, Retelling
from monitor.steps.timeline import apply_record, read_record
from monitor.watch.fold import Fold

#: timeline records between two steps of the fold
STEP = 1_000

_YEAR = timedelta(days=366) // timedelta(microseconds=1)
#: (years of a hole, so many times as many records before it as behind it): what lies behind is dated by a broken clock
_LEAPS = ((20, 1), (5, 3), (1, 20))
_BEYOND = "arrival: years after all that is before it, and of too few records to be believed"

#: told how many events are judged or folded, and of how many
Progress = Callable[[int, int], None]
#: packed events in the order of their arrival → timeline records as they are written, failures where they happen
Judge = Callable[[Iterable[bytes]], Iterator[bytes | Failure]]


def file_events(records: Iterable[FileRecord]) -> Iterator[Placed | DeadLetter]:
    """What the records of files hold: events with their arrival, and dead letters for what cannot be read."""
    numbers: dict[str, int] = {}
    for record in records:
        number = numbers.setdefault(record.file, len(numbers))
        source = Source(topic=record.name, partition=number, offset=record.line)
        if isinstance(record.events, Unreadable):
            yield make_dead_letter(
                record.raw, source.topic, source.partition, source.offset, record.events, None,
                digest=record.digest, length=record.length,
            )  # fmt: skip
            continue
        for place, event in enumerate(record.events):
            yield Placed(event, arrival_of(event), source, number, place)


def judge_here(assessor: Assessor, organisation: Organisation) -> Judge:
    """In this process; monitor.replays.parallel has the other way."""

    def judge(values: Iterable[bytes]) -> Iterator[bytes | Failure]:
        for each in judged(map(unpacked, values), assessor, organisation):
            yield each if isinstance(each, Failure) else encode(each)

    return judge


class Ordered:
    """What was sorted, and behind it what a broken clock dates years later: it may move no clock and close nothing.

    The few behind a leap are not believed, the fewer the shorter it is; else it is the first that are old.
    """

    def __init__(self, items: Iterator[tuple[Key, bytes]], total: int) -> None:
        self._items, self._total = items, total
        self._first: bytes | None = None

    def believed(self) -> Iterator[bytes]:
        last = None
        for done, (key, value) in enumerate(self._items):
            if last is not None and _unbelievable(key[0] - last, done, self._total - done):
                self._first = value
                return
            last = key[0]
            yield value

    def beyond(self) -> Iterator[bytes]:
        """The rest, once those are taken that are believed."""
        if self._first is not None:
            yield self._first
            yield from (value for _, value in self._items)


def _unbelievable(leap: int, before: int, behind: int) -> bool:
    return any(leap > years * _YEAR and behind * times <= before for years, times in _LEAPS)


class Folding(Protocol):
    """What becomes of the timeline: FoldHere, or monitor.replays.sharedfold."""

    def expect(self, action: Action) -> None:
        """Before the first record: this one will come."""

    def append(self, record: TimelineRecord, value: bytes) -> None: ...

    def dead(self, letter: DeadLetter) -> None:
        """What could not be judged, where the next record would have been."""

    def end(self, progress: Progress) -> None: ...


class FoldHere:
    """In this process, each record as it comes."""

    def __init__(self, retelling: Retelling, bundle: RuleBundle, step: int = STEP) -> None:
        self._retelling, self._step = retelling, step
        self._fold = Fold(partition=0, partitions=1, bundles={bundle.digest: bundle})
        self._offset = 0

    def expect(self, action: Action) -> None:
        pass

    def append(self, record: TimelineRecord, value: bytes) -> None:
        self._retelling.timeline(value)
        self._retelling.outcome.note(record)
        unreadable = apply_record(self._fold, record, self._offset)
        if unreadable is not None:
            self.dead(make_dead_letter(value, TIMELINE, 0, self._offset, unreadable, None))
        self._offset += 1
        if self._offset % self._step == 0:
            self._retelling.take(self._fold.collect(kept=False))

    def dead(self, letter: DeadLetter) -> None:
        self._retelling.dead(letter)

    def end(self, progress: Progress) -> None:
        if self._offset:
            self._retelling.take(self._fold.collect(kept=False))


class FileReplay:
    """One replay into a retelling, under one set of rules; `run` once."""

    def __init__(self, retelling: Retelling, judge: Judge, bundle: RuleBundle, folding: Folding | None = None) -> None:
        """`folding`: None: in this process, as the records are judged."""
        self._retelling, self._judge, self._bundle = retelling, judge, bundle
        self._folding = folding or FoldHere(retelling, bundle)
        self._begun = False
        self._parents = Parents()

    def run(
        self,
        events: Iterable[Placed | DeadLetter],
        progress: Progress = lambda done, total: None,
        folded: Progress = lambda done, total: None,
    ) -> None:
        """Sort by (arrival, file, line), judge and fold. The retelling is the caller's to finish."""
        with Sorter() as sorter:
            total = self._sort(events, sorter)
            ordered = Ordered(sorter.items(), total)
            for record in self._judge(self._parents.filled(_counted(ordered.believed(), total, progress))):
                self._take(record)
            self._folding.end(folded)
            for value in ordered.beyond():
                self._retelling.dead(_failed(Failure(unpacked(value), Unreadable(Reason.IMPLAUSIBLE_TIME, _BEYOND))))

    def _sort(self, events: Iterable[Placed | DeadLetter], sorter: Sorter) -> int:
        outcome, total = self._retelling.outcome, 0
        for event in events:
            outcome.read += 1
            if isinstance(event, DeadLetter):
                self._retelling.dead(event)
            elif outcome.window.leaves_out(event.at):
                outcome.after_until += 1
            else:
                if isinstance(event.event, Action):
                    self._folding.expect(event.event)
                else:
                    self._parents.note(event.event)
                sorter.add(event.key, packed(event))
                total += 1
        return total

    def _take(self, told: bytes | Failure) -> None:
        if isinstance(told, Failure):
            self._folding.dead(_failed(told))
            return
        # the fold gets the very bytes that are written, so that a fold of timeline.jsonl tells the same
        record = read_record(told)
        if not self._begun:
            self._begun = True
            self._retelling.bundle(self._bundle)
            rules = first_rules(self._bundle, arrived_at(record))
            self._folding.append(rules, encode(rules))
        self._folding.append(record, told)


def _counted(events: Iterator[bytes], total: int, progress: Progress) -> Iterator[bytes]:
    for done, event in enumerate(events):
        if done % 500 == 0:
            progress(done, total)
        yield event
    progress(total, total)


def _failed(failure: Failure) -> DeadLetter:
    source = failure.placed.source
    return make_dead_letter(
        encode(failure.placed.event), source.topic, source.partition, source.offset, failure.why, failure.placed.at
    )
