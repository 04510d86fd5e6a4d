"""What is settled and what is open: read back from notifications.v1, and how far alerts.v1 may be committed."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.records import Notification

Key = tuple[str, str]


def key_of(note: Notification) -> Key:
    return note.alert_id, note.receiver


def record_key(note: Notification) -> bytes:
    """The key on notifications.v1: compaction keeps the last word on each alert and receiver."""
    return f"{note.alert_id}|{note.receiver}".encode()


class Ledger:
    """Settled (alert, receiver) pairs from the committed offset on, and by offset who is still to be told."""

    def __init__(self) -> None:
        self._settled: dict[Key, Notification] = {}
        self._open: dict[int, set[str]] = {}
        self._read_to = 0

    def restore(self, notes: Iterable[Notification], start: int) -> list[Notification]:
        """The last word on each pair, of alerts from offset `start` on; returns what is to be sent again."""
        latest: dict[Key, Notification] = {}
        for note in notes:
            latest[key_of(note)] = note
        self._read_to = start
        self._settled = {
            key: note for key, note in latest.items() if note.offset >= start and note.status != "redriven"
        }
        return [note for note in latest.values() if note.status == "redriven"]

    def settled(self, alert_id: str, receiver: str) -> Notification | None:
        return self._settled.get((alert_id, receiver))

    def told(self, alert_id: str) -> bool:
        """Whether anything is settled of it, be it through a channel that is no longer there."""
        return any(known == alert_id for known, _ in self._settled)

    def opened(self, offset: int, receivers: Iterable[str]) -> None:
        """An alert was read, and these are still to be told of it."""
        self._read_to = max(self._read_to, offset + 1)
        if waiting := set(receivers):
            self._open.setdefault(offset, set()).update(waiting)

    def closed(self, notes: Iterable[Notification]) -> None:
        """These records are confirmed by the broker."""
        for note in notes:
            self._settled[key_of(note)] = note
            waiting = self._open.get(note.offset)
            if waiting is not None:
                waiting.discard(note.receiver)
                if not waiting:
                    del self._open[note.offset]

    @property
    def open_alerts(self) -> int:
        return len(self._open)

    def committable(self) -> int:
        """The offset that a successor must begin at: all before it is settled."""
        return min(self._open, default=self._read_to)

    def committed(self, offset: int) -> None:
        """What lies before is never read again, so it need not be remembered."""
        self._settled = {key: note for key, note in self._settled.items() if note.offset >= offset}
