"""The fold of one timeline partition: records in, alerts, incidents and checkpoints out; same timeline, same bytes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec
from msgspec import Struct

from monitor.errors import Reason, Unreadable, YuqingError
from monitor.records import (
    Action,
    Alert,
    Assessment,
    Checkpoint,
    Head,
    Incident,
    RuleBundle,
    Rules,
    Tick,
    TimelineRecord,
    encode,
)  # fmt: skip
from monitor.watch import intake
from monitor.watch.book import acting
from monitor.watch.book.casebook import Casebook
from monitor.watch.bundle import open_bundle
from monitor.watch.checkpoint import parts, state
from monitor.watch.checkpoint.subjects import KINDS, SubjectState
from monitor.watch.owed import clocks

#: in which order a record has its effects: what falls due before it, itself, and what it brings that is due already
DUE, READ, LATE = range(3)
#: how the kinds of records are counted
_KINDS: dict[type, str] = {each: each.__name__.lower() for each in (Assessment, Action, Tick, Rules)}


class Step(Struct, frozen=True, kw_only=True):
    """What one transaction writes: all that changed since the last step."""

    alerts: list[Alert]
    incidents: list[Incident]
    #: by incident the fields that are encoded already; `written` puts them in
    encoded: dict[str, dict[str, msgspec.Raw]]
    checkpoints: list[Checkpoint]
    #: (subject, incident, part) of checkpoints that hold nothing any more: tombstones
    emptied: list[tuple[str, str | None, str | None]]
    #: actions that found no incident, and why
    unmatched: list[tuple[Action, str]]
    #: records folded, by kind, and state let go of because of its bounds, by kind: for metrics
    folded: Counter[str]
    dropped: Counter[str]
    head: Head

    def written(self, incident: Incident) -> bytes:
        """One of the incidents as it is written."""
        known = self.encoded.get(incident.incident_id)
        return encode(msgspec.structs.replace(incident, **known) if known else incident)


class Fold:
    """Folds one partition's records in their order; `bundles` holds the rules bundles that the timeline names."""

    def __init__(self, partition: int, partitions: int, bundles: Mapping[str, RuleBundle]) -> None:
        self.partition, self.partitions, self.bundles = partition, partitions, bundles
        #: of the last folded record; what is not beyond it is in the state already
        self.offset = -1
        self.book = Casebook()
        self._closed = -1
        self._folded: Counter[str] = Counter()
        #: of the record that is being folded: DUE, READ or LATE
        self.stage = DUE

    # ------------------------------------------------------------ state

    def restore(self, head: Head, checkpoints: Iterable[Checkpoint]) -> None:
        """Take up where a head and its checkpoints left off. Raises YuqingError for another format or partitions."""
        self._fits(head)
        self.offset = self._closed = head.offset
        if head.state is not msgspec.UNSET:
            self.book.own = state.decode_partition(head.state)
        wholes, ids, members = _sorted(checkpoints)
        for checkpoint in wholes:
            subject = self.book.subject(checkpoint.subject)
            if checkpoint.incident_id is None:
                subject.recall(state.decode_memory(checkpoint.state))
                continue
            incident = state.decode_incident(checkpoint.state)
            parts.together(
                incident, {number: state.decode_members(raw) for number, raw in members[incident.incident_id]}
            )
            subject.take_back(checkpoint.incident_id, incident)
            # as in the fold, not all of them may be awake at once
            self.book.shelf.tidy()
        for checkpoint in ids:
            # only a memory knows which rows of its parts have gone since
            kind, number = (checkpoint.part or "").split(".")
            remembered = self.book.subject(checkpoint.subject).ids[KINDS.index(kind)]
            remembered.restore(int(number), state.decode_rows(checkpoint.state))
        for subject in self.book.subjects.values():
            for remembered in subject.ids:
                remembered.restored()
        self.use(head.rules)

    def _fits(self, head: Head) -> None:
        if head.format != state.FORMAT:
            raise YuqingError(
                f"checkpoint format {head.format} of timeline partition {head.partition} is not {state.FORMAT}: "
                "rebuild the state: stop the watch, make checkpoints.v1 anew, keep the group's offsets"
            )
        if head.partitions != self.partitions:
            raise YuqingError(
                f"timeline.v1 had {head.partitions} partitions when its state was written and has {self.partitions} "
                "now: subjects would move; create the topic anew with the old count"
            )

    def use(self, digest: str) -> None:
        """Fold under this bundle from here on. Raises YuqingError when nobody kept it."""
        if digest not in self.bundles:
            raise YuqingError(f"rules bundle {digest} is not on rulesets.v1: the timeline cannot be folded without it")
        self.book.use(open_bundle(self.bundles[digest]))

    # ------------------------------------------------------------ records

    def apply(self, record: TimelineRecord, offset: int) -> None:
        """Fold one record; one that the state contains already is passed over."""
        if offset <= self.offset:
            return
        self.offset, book = offset, self.book
        # here nobody holds an incident
        if book.shelf.crowded:
            book.shelf.tidy()
        self._folded[_KINDS[type(record)]] += 1
        self.stage = DUE
        match record:
            case Assessment():
                self._arrive(record.arrived_at)
                self.stage = READ
                intake.take(book, record)
            case Tick():
                if book.own.tick is None or record.at >= book.own.tick:
                    # an older one, delivered again, vouches for nothing that the newer did not
                    book.own.tick, book.own.held = record.at, record.held
                book.advance(record.at)
            case Action():
                self._arrive(record.arrived_at or record.at)
                self.stage = READ
                acting.take(book, record)
            case Rules():
                if record.digest not in self.bundles:
                    raise Unreadable(Reason.FOLD_FAILED, f"rules bundle {record.digest} is not on rulesets.v1")
                self.use(record.digest)
        # what came late may be due already: it must not wait for whatever is read next
        self.stage = LATE
        clock = book.own.clock
        if clock is not None and book.due and book.due[0][0] <= clock:
            book.advance(clock)

    def pass_over(self, arrived: datetime, offset: int) -> None:
        """A record of a subject that another fold has (monitor.replays.shares): here it only moves the clock."""
        self.offset = offset
        self.stage = DUE
        self._arrive(arrived)

    def skip(self, offset: int) -> None:
        """Pass a record that cannot be read."""
        self.offset = max(self.offset, offset)

    def _arrive(self, at: datetime) -> None:
        """Arrivals move the clock; on wall time no further than ticks vouch for, since a backlog may be being read."""
        own, settings = self.book.own, self.book.settings
        if settings.clock == "wall":
            if own.tick is None or own.held:
                return
            at = min(at, own.tick + settings.tick_grace)
        self.book.advance(at)

    # ------------------------------------------------------------ steps

    @property
    def told(self) -> int:
        """Alerts raised since the last step."""
        return len(self.book.alerts)

    @property
    def dirty(self) -> bool:
        """Something was folded since the last step."""
        return self.offset > self._closed

    def collect(self, *, kept: bool = True) -> Step:
        """Close the step: everything that changed since the last one, and the head behind it.

        `kept`: with checkpoints, from which the fold can be restored; a replay has no use for them.
        """
        book = self.book
        changed = [(book.subjects[name], incidents) for name, incidents in book.changed.items()]
        written = [
            part
            for subject, incidents in (changed if kept else ())
            for part in _written(subject, incidents, subject.subject in book.changed_memories)
        ]
        alive = list(_incidents(changed))
        step = Step(
            alerts=book.alerts,
            incidents=[*book.gone, *map(book.show, alive)],
            encoded={each.incident_id: known for each in alive if (known := _encoded(each))},
            checkpoints=[each for each in written if isinstance(each, Checkpoint)],
            emptied=[each for each in written if not isinstance(each, Checkpoint)],
            unmatched=book.unmatched,
            folded=self._folded,
            dropped=book.dropped,
            head=self._head(),
        )
        for subject, incidents in changed:
            subject.buried.clear()
            if not kept:
                _left_unwritten(subject, incidents)
            if subject.forgetful and not subject.incidents:
                del book.subjects[subject.subject]
        book.alerts, book.unmatched, book.gone, book.changed, book.dropped = [], [], [], {}, Counter()
        book.changed_memories = set()
        self._closed, self._folded = self.offset, Counter()
        return step

    def _head(self) -> Head:
        return Head(
            partition=self.partition,
            offset=self.offset,
            clock=self.book.own.clock,
            rules=self.book.rules.digest,
            format=state.FORMAT,
            partitions=self.partitions,
            state=msgspec.Raw(state.encode(self.book.own)),
        )


def _sorted(
    checkpoints: Iterable[Checkpoint],
) -> tuple[list[Checkpoint], list[Checkpoint], Mapping[str, list[tuple[int, msgspec.Raw]]]]:
    """Memories and incidents; the parts of memories; and by incident the parts of its members."""
    wholes: list[Checkpoint] = []
    ids: list[Checkpoint] = []
    members: defaultdict[str, list[tuple[int, msgspec.Raw]]] = defaultdict(list)
    for each in checkpoints:
        if each.part is None:
            wholes.append(each)
        elif each.incident_id is None:
            ids.append(each)
        else:
            members[each.incident_id].append((int(each.part.removeprefix(f"{parts.KIND}.")), each.state))
    return wholes, ids, members


def _encoded(incident: state.IncidentState) -> dict[str, msgspec.Raw]:
    """Fields of its record that are encoded already."""
    known = incident.encoded()
    if (past := clocks.past_encoded(incident)) is not None:
        known["past_deadlines"] = past
    return known


Changed = list[tuple[SubjectState, set[str]]]


def _incidents(changed: Changed) -> Iterable[state.IncidentState]:
    for subject, incidents in changed:
        yield from (subject.incidents[name] for name in sorted(incidents) if name in subject.incidents)


#: of a subject, an incident or None, and a part of its memory or None: a checkpoint, or its name where nothing is left
Part = Checkpoint | tuple[str, str | None, str | None]


def _written(subject: SubjectState, incidents: set[str], memory_changed: bool) -> Iterator[Part]:
    """Only what has changed is written: of the mentions, the parts that hold those delivered last."""
    name = subject.subject
    if memory_changed or any(each.moved for each in subject.ids):
        yield (name, None, None) if subject.forgetful else _checkpoint(name, state.encode(subject.memory))
    for kind, remembered in zip(KINDS, subject.ids, strict=True):
        for number, rows in remembered.written():
            part = f"{kind}.{number}"
            yield (name, None, part) if rows is None else _checkpoint(name, state.encode(rows), part=part)
    for each in sorted(incidents):
        incident = subject.incidents.get(each)
        if incident is not None:
            yield _checkpoint(name, state.encode(parts.own(incident)), incident=each)
            yield from _members(name, incident)
        else:
            yield (name, each, None)
            yield from ((name, each, parts.name_of(number)) for number in subject.buried.get(each, ()))


def _left_unwritten(subject: SubjectState, incidents: set[str]) -> None:
    """Nobody keeps checkpoints: what has changed since the last ones is not to be gathered for ever."""
    for remembered in subject.ids:
        remembered.changed.clear()
        remembered.moved = False
    for name in incidents:
        if name in subject.incidents:
            subject.incidents[name].parts.stirred.clear()


def _members(name: str, incident: state.IncidentState) -> Iterator[Part]:
    for number, members in parts.written(incident):
        part = parts.name_of(number)
        if members is None:
            yield (name, incident.incident_id, part)
        else:
            yield _checkpoint(name, state.encode(members), incident=incident.incident_id, part=part)


def _checkpoint(subject: str, raw: bytes, *, incident: str | None = None, part: str | None = None) -> Checkpoint:
    return Checkpoint(subject=subject, incident_id=incident, format=state.FORMAT, state=msgspec.Raw(raw), part=part)
