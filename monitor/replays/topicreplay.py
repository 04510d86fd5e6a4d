"""Replays what lies on the topics (shell): the timeline as it was judged, or the raw records for another judgement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

import msgspec

from monitor.errors import Reason, Unreadable
from monitor.events.deadletters import make_dead_letter
from monitor.events.decode import decode_event
from monitor.inputs.sorting import Sorter
from monitor.kafka import topics
from monitor.kafka.read import Record
from monitor.kafka.wire import Raw
from monitor.records import (
    Action,
    Alert,
    DeadLetter,
    Kind,
    Mention,
    RuleBundle,
    Rules,
    Source,
    Tick,
    TimelineRecord,
    encode,
)
from monitor.replays.replay import Placed, micros
from monitor.replays.retelling import Retelling
from monitor.steps.acts import arrived as action_arrived
from monitor.steps.scoring import Frame, arrived
from monitor.steps.timeline import apply_record, read_record
from monitor.times import from_millis
from monitor.watch.fold import Fold
from monitor.watch.grades.facts import Case

#: timeline records of a partition between two steps of its fold
STEP = 1_000
RAW_TOPICS = (topics.POSTS, topics.COMPLAINTS, topics.ACTIONS)


def raw_of(record: Record) -> Raw:
    return Raw(record.topic, record.partition, record.offset, record.timestamp, record.key, record.value)


# ---------------------------------------------------------------- as it was judged


class TimelineReplay:
    """Folds timeline.v1 partition by partition under the bundles its rules records name; `run` once.

    `fallback`: for a partition that no owner has ever opened, or whose rules records are past their retention.
    """

    def __init__(
        self,
        retelling: Retelling,
        bundles: Mapping[str, RuleBundle],
        fallback: RuleBundle,
        witness: Callable[[Case, Alert], None] | None = None,
    ) -> None:
        self._retelling, self._fallback, self._witness = retelling, fallback, witness
        self._bundles = {**bundles, fallback.digest: fallback}
        self._partitions: dict[int, _Partition] = {}

    def run(self, records: Iterable[Record], progress: Callable[[int], None] = lambda done: None) -> None:
        """`records` in order within each partition. The timeline is written in the order of the partitions' clocks."""
        outcome = self._retelling.outcome
        with Sorter() as sorter:
            for done, record in enumerate(records, 1):
                outcome.read += 1
                partition, read = self._partition(record.partition, record.offset), _read(record)
                if partition.leaves_out(read):
                    outcome.after_until += 1
                    continue
                sorter.add((partition.clock, record.partition, record.offset, 0), record.value or b"null")
                partition.take(record, read)
                if done % 500 == 0:
                    progress(done)
            for number in sorted(self._partitions):
                self._partitions[number].end(self._fallback.digest)
            for _, value in sorter.items():
                self._retelling.timeline(value)

    def _partition(self, number: int, offset: int) -> _Partition:
        if number not in self._partitions:
            if offset > 0:
                self._retelling.outcome.notes.append(
                    f"timeline.v1 第 {number} 分区从偏移量 {offset} 开始：更早的记录已过保存期，之前的事件不完整。"
                )
            self._partitions[number] = _Partition(number, self._bundles, self._retelling)
            self._partitions[number].witness(self._witness)
        return self._partitions[number]


def renamed(records: Iterable[Record], names: Mapping[str, str]) -> Iterator[Record]:
    """The timeline as it would be under other bundles: its rules records name those instead, by `names`."""
    for record in records:
        rules = _rules(record)
        if rules is not None and rules.digest in names:
            other = msgspec.structs.replace(rules, digest=names[rules.digest])
            record = record._replace(value=encode(other))
        yield record


class _Partition:
    """One partition's fold. What lies before its first rules record waits for it: it is folded under those rules."""

    def __init__(self, number: int, bundles: Mapping[str, RuleBundle], retelling: Retelling) -> None:
        self._number, self._bundles, self._retelling = number, bundles, retelling
        self._fold = Fold(number, topics.TIMELINE_PARTITIONS, bundles)
        self._waiting: list[Record] | None = []
        self._since = 0
        #: the latest time seen, which orders the partitions' records among each other
        self.clock = 0

    def witness(self, watching: Callable[[Case, Alert], None] | None) -> None:
        """Told of every alert and the case it was judged by."""
        self._fold.book.witness = watching

    def leaves_out(self, read: TimelineRecord | Unreadable) -> bool:
        """Later than the window's `until`; else the clock moves on."""
        if isinstance(read, Unreadable):
            return False
        at = _time_of(read)
        if at is not None and self._retelling.outcome.window.leaves_out(at):
            return True
        self.clock = max(self.clock, micros(at)) if at is not None else self.clock
        return False

    def take(self, record: Record, read: TimelineRecord | Unreadable) -> None:
        if self._waiting is not None and isinstance(read, Rules) and read.digest in self._bundles:
            self._begin(read.digest)
        if self._waiting is not None:
            self._waiting.append(record)
        else:
            self._apply(record, read)

    def end(self, fallback: str) -> None:
        if self._waiting:
            self._retelling.outcome.notes.append(
                f"timeline.v1 第 {self._number} 分区没有规则记录，按规则 {fallback} 汇总。"
            )
            self._begin(fallback)
        if self._waiting is None:
            self._collect()

    def _begin(self, digest: str) -> None:
        self._retelling.bundle(self._bundles[digest])
        self._fold.use(digest)
        waiting, self._waiting = self._waiting or [], None
        for record in waiting:
            self._apply(record, _read(record))

    def _apply(self, record: Record, read: TimelineRecord | Unreadable) -> None:
        if isinstance(read, Rules) and read.digest in self._bundles:
            self._retelling.bundle(self._bundles[read.digest])
        if isinstance(read, Unreadable):
            self._fold.skip(record.offset)
            self._retelling.dead(_letter(record, read))
        elif (unreadable := apply_record(self._fold, read, record.offset)) is not None:
            self._retelling.dead(_letter(record, unreadable))
        else:
            self._retelling.outcome.note(read)
        self._since += 1
        if self._since == STEP:
            self._collect()

    def _collect(self) -> None:
        self._since = 0
        self._retelling.take(self._fold.collect(kept=False), self._number)


def _time_of(record: TimelineRecord) -> datetime | None:
    """None for rules: a change of rules belongs to the records around it, whenever it was made."""
    if isinstance(record, Rules):
        return None
    if isinstance(record, Tick):
        return record.at
    return record.arrived_at or (record.at if isinstance(record, Action) else None)


def _read(record: Record) -> TimelineRecord | Unreadable:
    try:
        return read_record(record.value)
    except Unreadable as unreadable:
        return unreadable


def _rules(record: Record) -> Rules | None:
    if not (record.value or b"").startswith(b'{"kind":"rules"'):
        return None
    found = _read(record)
    return found if isinstance(found, Rules) else None


def _letter(record: Record, why: Unreadable) -> DeadLetter:
    return make_dead_letter(
        record.value or b"", record.topic, record.partition, record.offset, why, from_millis(record.timestamp),
        key=record.key,
    )  # fmt: skip


# ---------------------------------------------------------------- judged anew


def raw_events(records: Iterable[Record], frame: Frame) -> Iterator[Placed | DeadLetter]:
    """Records of the raw topics as a replay over files takes them; they arrive when they arrived live."""
    for record in records:
        name = record.topic.removeprefix(frame.prefix)
        # posts, complaints and actions of one moment: in this order, as their partitions number them
        file = RAW_TOPICS.index(name) * 10_000 + record.partition
        try:
            yield from _events(record, name, file, frame)
        except Unreadable as unreadable:
            yield _letter(record, unreadable)


def _events(record: Record, name: str, file: int, frame: Frame) -> Iterator[Placed]:
    if record.value is None:
        raise Unreadable(Reason.MALFORMED_JSON, "a tombstone: the record has no value")
    kind: Kind = "complaint" if name == topics.COMPLAINTS else "post"
    source = Source(topic=record.topic, partition=record.partition, offset=record.offset)
    raw = raw_of(record)
    for place, event in enumerate(decode_event(record.value, default_kind=kind)):
        _belongs(event, name)
        if isinstance(event, Mention):
            yield Placed(event, arrived(event, raw, frame), source, file, place)
        else:
            acted = action_arrived(event, raw, frame)
            at = acted.arrived_at or acted.at
            yield Placed(msgspec.structs.replace(event, id=acted.id), at, source, file, place)


def _belongs(event: Mention | Action, name: str) -> None:
    if isinstance(event, Action) != (name == topics.ACTIONS):
        wrong = Reason.UNKNOWN_SHAPE if isinstance(event, Action) else Reason.UNKNOWN_ACTION
        raise Unreadable(wrong, f"a record of this kind does not belong on {name}")
