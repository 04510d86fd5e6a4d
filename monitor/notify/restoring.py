"""What a former process has spent of the vendors' budgets: a new one must not begin with full buckets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from monitor.notify.bucket import full
from monitor.notify.outbox import Outbox
from monitor.records import Notification

_LOOK_BACK = 60.0


def spend(outboxes: Mapping[str, Outbox], notes: Iterable[Notification]) -> None:
    """Takes a token for each message of the last minute; the alerts of a digest are one message."""
    last: dict[tuple[str, str], float] = {}
    for note in notes:
        if note.status == "sent" and note.message and note.receiver in outboxes:
            last[(note.receiver, note.message)] = note.at.timestamp()
    for outbox in outboxes.values():
        now, bucket = outbox.bucket.at, outbox.bucket
        bucket = full(bucket.burst, bucket.per_minute, now - _LOOK_BACK)
        for at in sorted(at for (receiver, _), at in last.items() if receiver == outbox.name):
            if now - _LOOK_BACK <= at <= now:
                bucket = bucket.take(at)
        outbox.bucket = bucket
