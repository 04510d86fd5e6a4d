"""What could not be read or judged, as the record that says what it was, where it lies and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from monitor.errors import Unreadable
from monitor.kafka import topics
from monitor.kafka.wire import Outgoing
from monitor.records import DeadLetter, encode

#: of a longer raw record only so many bytes are kept, with the digest and length of the whole
KEEP = 64 * 1024
_LONGEST_DETAIL = 1000


def make_dead_letter(
    raw: bytes,
    topic: str,
    partition: int,
    offset: int,
    unreadable: Unreadable,
    at: datetime | None,
    key: bytes | None = None,
    *,
    digest: str | None = None,
    length: int | None = None,
) -> DeadLetter:
    """`digest` (SHA-256, hex) and `length` are of the whole record, where `raw` is already its beginning only."""
    if digest is None and len(raw) > KEEP:
        digest, length = sha256(raw).hexdigest(), len(raw)
    return DeadLetter(
        reason=unreadable.reason.value,
        detail=_printable(unreadable.detail),
        topic=_printable(topic),
        partition=partition,
        offset=offset,
        raw=raw[:KEEP],
        at=at,
        digest=digest,
        length=length,
        key=None if key is None else key[:KEEP],
    )


def letter_record(letter: DeadLetter, prefix: str = "", headers: Iterable[tuple[str, bytes]] = ()) -> Outgoing:
    """A dead letter on its topic, under the place that it came from."""
    key = f"{letter.topic}/{letter.partition}/{letter.offset}".encode()
    known = (("reason", letter.reason.encode()), ("source-topic", letter.topic.encode()))
    return Outgoing(prefix + topics.DEADLETTERS, key, encode(letter), headers=(*known, *headers))


def _printable(text: str) -> str:
    """File names and complaints may hold what JSON cannot."""
    return text[:_LONGEST_DETAIL].encode("utf-8", "replace").decode()
