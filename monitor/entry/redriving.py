"""Dead letters put back: which may be, what is written where, and how it is remembered that they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

from monitor.entry.keyed import TOPICS, entering
from monitor.errors import Reason, Unreadable
from monitor.events.deadletters import KEEP
from monitor.events.decode import decode_event
from monitor.kafka import topics
from monitor.kafka.wire import Headers, Outgoing, Raw
from monitor.notify.ledger import record_key
from monitor.records import DeadLetter, Notification, decode_alert, decode_dead_letter, encode
from monitor.times import from_millis

#: header of a marker: the offset, in the marker's own partition, of the letter that was redriven. A marker has the
#: letter's key and no value, so that whoever reads dead letters passes it over.
MARKER = "redriven"
#: header of a record that was put back: the letter it comes from, as partition/offset
TRACE = "redriven-from"


class Letter(Struct, frozen=True):
    """A dead letter and where itself lies on deadletters.v1; `timestamp` in milliseconds since the epoch."""

    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    letter: DeadLetter

    @property
    def origin(self) -> str:
        """topic/partition/offset of the raw record, or file:line."""
        if is_topic(self.letter.topic):
            return f"{self.letter.topic}/{self.letter.partition}/{self.letter.offset}"
        return f"{self.letter.topic}:{self.letter.offset}"


class Stuck(Exception):
    """This letter cannot be redriven; the message says why, and the way out."""


def is_topic(name: str, prefix: str | None = None) -> bool:
    """Whether a letter's topic is one of ours (of any prefix, if none is given), and not a file's name."""
    return any(name == prefix + topic.name if prefix is not None else name.endswith(topic.name)
               for topic in topics.TOPICS)  # fmt: skip


def marked(records: Iterable[Raw]) -> set[tuple[int, int]]:
    """(partition, offset) of the letters that were redriven."""
    found = set()
    for record in records:
        at = dict(record.headers).get(MARKER)
        if record.value is None and at is not None and at.isdigit():
            found.add((record.partition, int(at)))
    return found


def letters(records: Iterable[Raw], done: set[tuple[int, int]], reason: str | None = None) -> Iterator[Letter]:
    """The letters among the records that are not `done`, of this reason if one is given."""
    for record in records:
        if record.value is None or (record.partition, record.offset) in done:
            continue
        try:
            letter = decode_dead_letter(record.value)
        except msgspec.DecodeError:
            continue
        if reason is None or letter.reason == reason:
            yield Letter(record.partition, record.offset, record.timestamp, record.key, letter)


def put_back(letter: Letter, prefix: str) -> list[Outgoing]:
    """The raw record on the topic it came from; what came from a file, as what it holds. Raises Stuck."""
    dead = letter.letter
    if dead.length is not None and dead.length > len(dead.raw):
        raise Stuck(f"only the first {KEEP // 1024} KiB were kept")
    if not dead.raw:
        raise Stuck("it had no value")
    trace = ((TRACE, f"{letter.partition}/{letter.offset}".encode()),)
    if dead.reason == Reason.UNDELIVERABLE:
        return [_to_be_sent(letter, prefix, trace)]
    if dead.topic in {prefix + name for name in TOPICS}:
        return [Outgoing(dead.topic, dead.key, dead.raw, headers=trace)]
    if is_topic(dead.topic, prefix):
        raise Stuck("a record of the timeline stays where it lies; a rebuild of the state folds it again")
    return [msgspec.structs.replace(each, headers=trace) for each in _read_again(dead, prefix)]


def _to_be_sent(letter: Letter, prefix: str, trace: Headers) -> Outgoing:
    """An alert stands on alerts.v1 once, so dispatch is told to send it again to the receiver that it did not reach."""
    try:
        alert = decode_alert(letter.letter.raw)
    except msgspec.DecodeError as error:
        raise Stuck(f"its alert cannot be read: {error}") from None
    receiver = (letter.letter.key or b"").decode(errors="replace").partition("|")[2]
    note = Notification(
        alert_id=alert.alert_id, incident_id=alert.incident_id, receiver=receiver, status="redriven",
        at=from_millis(letter.timestamp), offset=letter.letter.offset, alert=alert,
    )  # fmt: skip
    return Outgoing(prefix + topics.NOTIFICATIONS, record_key(note), encode(note), headers=trace)


def _read_again(dead: DeadLetter, prefix: str) -> list[Outgoing]:
    try:
        return [entering(event, prefix) for event in decode_event(dead.raw)]
    except Unreadable as unreadable:
        raise Stuck(
            f"still not readable by itself, {unreadable.reason.value}; mend the file, ingest it again"
        ) from None


def marker(letter: Letter, topic: str) -> Outgoing:
    """The record that says it was redriven; it goes into the letter's own partition."""
    # a record needs a key or a value
    key = letter.key or f"{letter.partition}/{letter.offset}".encode()
    return Outgoing(topic, key, None, letter.partition, headers=((MARKER, str(letter.offset).encode()),))
