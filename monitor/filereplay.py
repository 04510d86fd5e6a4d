"""Runs a replay over files into a directory (shell): sorted without holding all in memory, same input, same bytes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from monitor.assess import Assessor
from monitor.deadletters import make_dead_letter
from monitor.errors import Unreadable
from monitor.files import FileRecord
from monitor.organisation import Organisation
from monitor.records import Action, Alert, Incident, Mention, RuleBundle, Source, TimelineRecord, encode
from monitor.replay import Failure, Placed, arrival_of, judged, new_fold
from monitor.sorting import Item, sorted_items
from monitor.times import EARLIEST
from monitor.watch.fold import Fold

TIMELINE, ALERTS, INCIDENTS, DEADLETTERS = "timeline.jsonl", "alerts.jsonl", "incidents.jsonl", "deadletters.jsonl"
#: timeline records between two steps of the fold
STEP = 1_000
_MICROSECOND = timedelta(microseconds=1)


#: how an event goes through the sort: one byte for its type, then event and source
_MENTION, _ACTION = b"m", b"a"
_decode_mention = msgspec.json.Decoder(tuple[Mention, Source]).decode
_decode_action = msgspec.json.Decoder(tuple[Action, Source]).decode


class Window(Struct, frozen=True):
    """`until`: what arrives later is left out; `start` and `end`: alerts of other times are not reported."""

    start: datetime | None = None
    end: datetime | None = None
    until: datetime | None = None

    def reports(self, at: datetime) -> bool:
        return (self.start is None or at >= self.start) and (self.end is None or at < self.end)


class Outcome(Struct):
    """What a replay did, for its summary and report."""

    read: int = 0
    mentions: int = 0
    actions: int = 0
    after_until: int = 0
    dead: Counter[str] = msgspec.field(default_factory=Counter)
    alerts: list[Alert] = msgspec.field(default_factory=list)
    incidents: dict[str, Incident] = msgspec.field(default_factory=dict)


class FileReplay:
    """One replay into `out`; `run` once."""

    def __init__(
        self, out: Path, assessor: Assessor, organisation: Organisation, bundle: RuleBundle, window: Window
    ) -> None:
        self._out, self._assessor, self._organisation = out, assessor, organisation
        self._bundle, self._window = bundle, window
        self.outcome = Outcome()

    def run(self, records: Iterable[FileRecord], on_judged: Callable[[int], None] = lambda count: None) -> Outcome:
        """Read, sort, judge, fold and write; `on_judged` is told the number of records folded now and then."""
        self._out.mkdir(parents=True, exist_ok=True)
        with ExitStack() as files:
            self._files = {
                name: files.enter_context((self._out / name).open("wb"))
                for name in (TIMELINE, ALERTS, INCIDENTS, DEADLETTERS)
            }
            ordered = (_placed(value) for _, value in sorted_items(self._items(records)))
            self._fold(judged(ordered, self._assessor, self._organisation), on_judged)
            for name in sorted(self.outcome.incidents):
                self._write(INCIDENTS, self.outcome.incidents[name])
        return self.outcome

    # ------------------------------------------------------------ reading

    def _items(self, records: Iterable[FileRecord]) -> Iterator[Item]:
        files: dict[str, int] = {}
        for record in records:
            number = files.setdefault(record.file, len(files))
            source = Source(topic=os.path.basename(record.file), partition=number, offset=record.line)
            self.outcome.read += 1
            if isinstance(record.events, Unreadable):
                self._dead(record, source, record.events)
                continue
            for place, event in enumerate(record.events):
                at = arrival_of(event)
                if self._window.until is not None and at > self._window.until:
                    self.outcome.after_until += 1
                    continue
                key = ((at - EARLIEST) // _MICROSECOND, number, record.line, place)
                yield key, _stored(event, source)

    def _dead(self, record: FileRecord, source: Source, why: Unreadable) -> None:
        letter = make_dead_letter(
            record.raw, source.topic, source.partition, source.offset, why, None,
            digest=record.digest, length=record.length,
        )  # fmt: skip
        self.outcome.dead[why.reason.value] += 1
        self._write(DEADLETTERS, letter)

    # ------------------------------------------------------------ folding

    def _fold(self, timeline: Iterable[TimelineRecord | Failure], on_judged: Callable[[int], None]) -> None:
        fold: Fold | None = None
        offset = 0
        for record in timeline:
            if isinstance(record, Failure):
                self._failed(record)
                continue
            if fold is None:
                fold, rules = new_fold(self._bundle, _arrived(record))
                self._write(TIMELINE, rules)
            offset += 1
            self._write(TIMELINE, record)
            fold.apply(record, offset)
            self._count(record)
            if offset % STEP == 0:
                self._collect(fold)
                on_judged(offset)
        if fold is not None:
            self._collect(fold)
            on_judged(offset)

    def _collect(self, fold: Fold) -> None:
        step = fold.collect()
        for alert in step.alerts:
            if self._window.reports(alert.event_time):
                self.outcome.alerts.append(alert)
                self._write(ALERTS, alert)
        self.outcome.incidents.update((incident.incident_id, incident) for incident in step.incidents)

    def _failed(self, failure: Failure) -> None:
        source = failure.placed.source
        letter = make_dead_letter(
            encode(failure.placed.event), source.topic, source.partition, source.offset, failure.why,
            arrival_of(failure.placed.event),
        )  # fmt: skip
        self.outcome.dead[failure.why.reason.value] += 1
        self._write(DEADLETTERS, letter)

    def _count(self, record: TimelineRecord) -> None:
        if isinstance(record, Action):
            self.outcome.actions += 1
        else:
            self.outcome.mentions += 1

    def _write(self, name: str, record: Struct) -> None:
        file: BinaryIO = self._files[name]
        file.write(encode(record))
        file.write(b"\n")


def _stored(event: Mention | Action, source: Source) -> bytes:
    return (_MENTION if isinstance(event, Mention) else _ACTION) + encode((event, source))


def _placed(value: bytes) -> Placed:
    event, source = _decode_mention(value[1:]) if value[:1] == _MENTION else _decode_action(value[1:])
    return Placed(event, source)


def _arrived(record: TimelineRecord) -> datetime:
    at = getattr(record, "arrived_at", None)
    assert isinstance(at, datetime)
    return at
