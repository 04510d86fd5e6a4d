"""Runs a replay over events in any order (shell): sorted without holding all in memory, judged, folded, written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from monitor.assess import Assessor
from monitor.deadletters import make_dead_letter
from monitor.errors import Reason, Unreadable
from monitor.files import FileRecord
from monitor.organisation import Organisation
from monitor.records import DeadLetter, RuleBundle, Rules, Source, Tick, TimelineRecord, encode
from monitor.replay import Failure, Key, Placed, arrival_of, judged, new_fold, packed, unpacked
from monitor.retelling import TIMELINE, Retelling
from monitor.sorting import Sorter
from monitor.timeline import apply_record, read_record
from monitor.watch.fold import Fold

#: timeline records between two steps of the fold
STEP = 1_000

_YEAR = timedelta(days=366) // timedelta(microseconds=1)
#: (years of a hole, so many times as many records before it as behind it): what lies behind is dated by a broken clock
_LEAPS = ((20, 1), (5, 3), (1, 20))
_BEYOND = "arrival: years after all that is before it, and of too few records to be believed"

#: told how many events are judged, and of how many
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
    """In this process; monitor.parallel has the other way."""

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


class FileReplay:
    """One replay into a retelling, under one set of rules; `run` once."""

    def __init__(self, retelling: Retelling, judge: Judge, bundle: RuleBundle) -> None:
        self._retelling, self._judge, self._bundle = retelling, judge, bundle
        self._fold: Fold | None = None
        self._offset = 0

    def run(self, events: Iterable[Placed | DeadLetter], progress: Progress = lambda done, total: None) -> None:
        """Sort by (arrival, file, line), judge and fold. The retelling is the caller's to finish."""
        outcome = self._retelling.outcome
        with Sorter() as sorter:
            total = 0
            for event in events:
                outcome.read += 1
                if isinstance(event, DeadLetter):
                    self._retelling.dead(event)
                elif outcome.window.leaves_out(event.at):
                    outcome.after_until += 1
                else:
                    sorter.add(event.key, packed(event))
                    total += 1
            ordered = Ordered(sorter.items(), total)
            for record in self._judge(_counted(ordered.believed(), total, progress)):
                self._take(record)
            for value in ordered.beyond():
                self._retelling.dead(_failed(Failure(unpacked(value), Unreadable(Reason.IMPLAUSIBLE_TIME, _BEYOND))))
        if self._fold is not None:
            self._retelling.take(self._fold.collect())

    def _take(self, told: bytes | Failure) -> None:
        if isinstance(told, Failure):
            self._retelling.dead(_failed(told))
            return
        # the fold gets the very bytes that are written, so that a fold of timeline.jsonl tells the same
        record = read_record(told)
        if self._fold is None:
            self._fold, rules = new_fold(self._bundle, _arrived(record))
            self._retelling.bundle(self._bundle)
            self._append(self._fold, rules, encode(rules))
        self._append(self._fold, record, told)
        if self._offset % STEP == 0:
            self._retelling.take(self._fold.collect())

    def _append(self, fold: Fold, record: TimelineRecord, value: bytes) -> None:
        self._retelling.timeline(value)
        self._retelling.outcome.note(record)
        unreadable = apply_record(fold, record, self._offset)
        if unreadable is not None:
            self._retelling.dead(make_dead_letter(value, TIMELINE, 0, self._offset, unreadable, None))
        self._offset += 1


def _counted(events: Iterator[bytes], total: int, progress: Progress) -> Iterator[bytes]:
    for done, event in enumerate(events):
        if done % 500 == 0:
            progress(done, total)
        yield event
    progress(total, total)


def _arrived(record: TimelineRecord) -> datetime:
    at = record.at if isinstance(record, Tick | Rules) else record.arrived_at
    assert at is not None
    return at


def _failed(failure: Failure) -> DeadLetter:
    source = failure.placed.source
    return make_dead_letter(
        encode(failure.placed.event), source.topic, source.partition, source.offset, failure.why, failure.placed.at
    )
