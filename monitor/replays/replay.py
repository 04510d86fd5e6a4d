"""A replay: events in the order of their arrival → assessed → the same fold as live → alerts and incidents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

import msgspec
from msgspec import Struct

from monitor.company.organisation import Organisation
from monitor.errors import Unreadable
from monitor.ids import action_id
from monitor.judging.arrival import Arrival, file_arrival
from monitor.judging.assess import Assessor
from monitor.records import Action, Assessment, Mention, RuleBundle, Rules, Source, Tick, TimelineRecord, encode
from monitor.steps.acts import by_id, target
from monitor.times import EARLIEST, local
from monitor.watch.settings import FOLD_VERSION

BATCH = 500
_MICROSECOND = timedelta(microseconds=1)

Event = Mention | Action
#: (arrival in microseconds, file, line, place in the line)
Key = tuple[int, int, int, int]


class Placed(Struct, frozen=True):
    """An event, when it arrived, where it was read, and its place among the events read there."""

    event: Event
    at: datetime
    source: Source
    #: orders files and topics
    file: int = 0
    #: orders the events of one line
    place: int = 0

    @property
    def key(self) -> Key:
        return micros(self.at), self.file, self.source.offset, self.place


class Failure(Struct, frozen=True):
    """An event that could not be judged or that no partition takes."""

    placed: Placed
    why: Unreadable


def micros(at: datetime) -> int:
    """Microseconds since 2000: exact, and ordered as the times are."""
    return (at - EARLIEST) // _MICROSECOND


def arrival_of(event: Event) -> datetime:
    """In file mode: when it was collected, else published; of an action when it was done."""
    return file_arrival(event) if isinstance(event, Mention) else local(event.at)


def arrived_at(record: TimelineRecord) -> datetime:
    """When a timeline record moves the clock."""
    if isinstance(record, Tick | Rules):
        return record.at
    return record.arrived_at if isinstance(record, Assessment) else record.arrived_at or record.at


# ---------------------------------------------------------------- between reading and judging

#: one byte for the event's type, then the values of Placed
_MENTION, _ACTION = b"m", b"a"
_decode_mention = msgspec.json.Decoder(tuple[Mention, datetime, Source, int, int]).decode
_decode_action = msgspec.json.Decoder(tuple[Action, datetime, Source, int, int]).decode


def packed(placed: Placed) -> bytes:
    """An event as it goes through the sort."""
    values = (placed.event, placed.at, placed.source, placed.file, placed.place)
    return (_MENTION if isinstance(placed.event, Mention) else _ACTION) + encode(values)


def unpacked(value: bytes) -> Placed:
    decode = _decode_mention if value[:1] == _MENTION else _decode_action
    return Placed(*decode(value[1:]))


# ---------------------------------------------------------------- judging


def judged(
    events: Iterable[Placed], assessor: Assessor, organisation: Organisation
) -> Iterator[TimelineRecord | Failure]:
    """Events in the order of their arrival → timeline records in that order, failures where they happen."""
    iterator = iter(events)
    while batch := list(islice(iterator, BATCH)):
        arrivals = [Arrival(each.event, each.at, each.source) for each in batch if isinstance(each.event, Mention)]
        results = iter(assessor.assess(arrivals))
        for each in batch:
            if isinstance(each.event, Action):
                yield _acted(each, each.event, organisation)
                continue
            result = next(results)
            if isinstance(result, Unreadable):
                yield Failure(each, result)
            else:
                yield from result


def _acted(placed: Placed, action: Action, organisation: Organisation) -> Action | Failure:
    try:
        meant = by_id(action, organisation)
        if action.mention is None:
            target(meant, organisation)
    except Unreadable as unreadable:
        return Failure(placed, unreadable)
    return msgspec.structs.replace(
        meant, id=action_id(action), at=local(action.at), arrived_at=placed.at, source=placed.source
    )


def first_rules(bundle: RuleBundle, start: datetime) -> Rules:
    """The rules record that a timeline under these rules begins with."""
    return Rules(digest=bundle.digest, at=start, fold=FOLD_VERSION)
