"""Timeline records from their bytes: what the fold reads, live and in replays alike."""

from __future__ import annotations

import msgspec

from monitor.errors import Reason, Unreadable
from monitor.records import Rules, TimelineRecord, decode_timeline
from monitor.watch.fold import Fold


def read_record(value: bytes | None) -> TimelineRecord:
    """Raises Unreadable for what no role of ours wrote; the fold passes it and a dead letter says so."""
    if value is None:
        raise Unreadable(Reason.UNREADABLE_TIMELINE, "a tombstone: the record has no value")
    try:
        record: TimelineRecord = decode_timeline(value)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Unreadable(Reason.UNREADABLE_TIMELINE, str(error)[:500]) from None
    return record


def apply(fold: Fold, value: bytes | None, offset: int) -> Unreadable | None:
    """Fold one record; None, or why it could not be: then the head passes it, in the live run and in every replay."""
    try:
        record = read_record(value)
    except Unreadable as unreadable:
        fold.skip(offset)
        return unreadable
    return apply_record(fold, record, offset)


def apply_record(fold: Fold, record: TimelineRecord, offset: int) -> Unreadable | None:
    """The same of one that is read already.

    What a failing record had changed by then stands. The fold is a function of its input, so it stands in every
    replay too.
    """
    try:
        fold.apply(record, offset)
    except Unreadable as unreadable:
        fold.skip(offset)
        return unreadable
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        fold.skip(offset)
        return Unreadable(Reason.FOLD_FAILED, f"{type(error).__name__}: {error}"[:500])
    return None


def rules_digest(value: bytes | None) -> str | None:
    """The digest of a rules record, None for every other: lets the shell fetch the bundle before it is folded."""
    if value is None or not value.startswith(b'{"kind":"rules"'):
        return None
    try:
        record = read_record(value)
    except Unreadable:
        return None
    return record.digest if isinstance(record, Rules) else None
