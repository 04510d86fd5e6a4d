"""The score role's step: raw records in, timeline records and dead letters out; every input ends in one of the two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from monitor.errors import Reason, Unreadable
from monitor.events.deadletters import letter_record, make_dead_letter
from monitor.events.decode import decode_event
from monitor.ids import digest
from monitor.judging.arrival import Arrival, arrival, file_arrival
from monitor.judging.assess import Assessor
from monitor.kafka import topics
from monitor.kafka.wire import Outgoing, Raw
from monitor.records import Assessment, Kind, Mention, Source, encode
from monitor.subjects.subject import subject_key
from monitor.times import CLOCK_SKEW, from_millis

#: matters of nobody we know: spread over the partitions, so that noise does not gather in one
NOBODY = "none"


class Frame(Struct, frozen=True):
    """What the steps need to know of the topics: their prefix and the timeline's partition count."""

    partitions: int
    prefix: str = ""
    #: file and demo time: a record arrives when it says so, not when Kafka saw it
    by_records: bool = False

    def topic(self, name: str) -> str:
        return self.prefix + name


def score_step(
    records: Sequence[Raw],
    assessor: Assessor,
    frame: Frame,
    heard: Callable[[str, datetime], None] = lambda source, at: None,
) -> list[Outgoing]:
    """Judge a batch of posts.v1 and complaints.v1; the order of the output follows the input's.

    `heard` is told of which source something arrived, and when; an exercise tells of no crawler that it is alive.
    """
    arrivals: list[tuple[Raw, Arrival | Unreadable]] = []
    for raw in records:
        arrivals.extend((raw, each) for each in _arrivals(raw, frame))
    judged = iter(assessor.assess([each for _, each in arrivals if isinstance(each, Arrival)]))
    outgoing: list[Outgoing] = []
    for raw, each in arrivals:
        result = each if isinstance(each, Unreadable) else next(judged)
        if isinstance(result, Unreadable):
            outgoing.append(dead_letter(raw, result, frame))
        else:
            if not result[0].mention.drill:
                heard(result[0].mention.source, result[0].arrived_at)
            outgoing.extend(_timeline(raw, result, frame))
    return outgoing


def _arrivals(raw: Raw, frame: Frame) -> Iterator[Arrival | Unreadable]:
    kind: Kind = "complaint" if raw.topic.endswith(topics.COMPLAINTS) else "post"
    if raw.value is None:
        yield Unreadable(Reason.MALFORMED_JSON, "a tombstone: the record has no value")
        return
    try:
        events = decode_event(raw.value, default_kind=kind)
    except Unreadable as unreadable:
        yield unreadable
        return
    if not events:
        # a file's object may hold no post; as a record it came to say something, and must not vanish
        yield Unreadable(Reason.MISSING_FIELD, "weibo: an envelope that holds nothing")
    for event in events:
        if isinstance(event, Mention):
            yield Arrival(
                event, arrived(event, raw, frame), Source(topic=raw.topic, partition=raw.partition, offset=raw.offset)
            )
        else:
            yield Unreadable(Reason.UNKNOWN_SHAPE, f"an action belongs on {frame.topic(topics.ACTIONS)}")


def arrived(mention: Mention, raw: Raw, frame: Frame) -> datetime:
    """When a mention of the raw topics arrived, by the clock that the frame goes by."""
    if frame.by_records:
        return min(file_arrival(mention), from_millis(raw.timestamp) + CLOCK_SKEW)
    return arrival(mention, raw.timestamp)


def _timeline(raw: Raw, judged: Sequence[Assessment], frame: Frame) -> Iterator[Outgoing]:
    for each in judged:
        key = subject_key(each.subject)
        partition = _spread(key, each.mention.id, frame)
        yield Outgoing(frame.topic(topics.TIMELINE), key.encode(), encode(each), partition, origin=raw)


def _spread(key: str, mention_id: str, frame: Frame) -> int | None:
    return int(digest(mention_id), 16) % frame.partitions if key == NOBODY else None


def dead_letter(raw: Raw, unreadable: Unreadable, frame: Frame) -> Outgoing:
    """The record as it was, on deadletters.v1, stamped with the time Kafka saw it."""
    letter = make_dead_letter(
        raw.value or b"", raw.topic, raw.partition, raw.offset, unreadable, from_millis(raw.timestamp), key=raw.key
    )
    return letter_record(letter, frame.prefix)
