"""The sample day as it is played: which record goes to which topic, under which key, at which moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.adapters import read_event
from monitor.events.decode import parse_json
from monitor.kafka.topics import ACTIONS, COMPLAINTS, POSTS
from monitor.records import Action, Mention

#: nights are quiet: a longer gap between two records is played as this long
LONGEST_GAP = timedelta(minutes=10)


@dataclass(frozen=True)
class Planned:
    """One raw record; `arrival` is None for a malformed one, which comes at the moment of its neighbours."""

    value: bytes
    topic: str
    key: bytes | None
    arrival: datetime | None


def read_sample(lines: Iterable[bytes], malformed: Iterable[bytes] = ()) -> list[Planned]:
    """The day in its order, with the malformed records spread evenly over it. Raises Unreadable for a bad sample."""
    day = [_planned(line) for line in _filled(lines)]
    broken = [Planned(line, POSTS, None, None) for line in _filled(malformed)]
    for nth, record in enumerate(broken, 1):
        day.insert(nth * (len(day) // (len(broken) + 1)), record)
    return day


def _filled(lines: Iterable[bytes]) -> list[bytes]:
    return [stripped for line in lines if (stripped := line.rstrip(b"\r\n"))]


def _planned(line: bytes) -> Planned:
    first = read_event(parse_json(line))[0]
    if isinstance(first, Action):
        return Planned(line, ACTIONS, (first.incident_id or first.project or first.mention or "").encode(), first.at)
    topic = COMPLAINTS if first.kind == "complaint" else POSTS
    return Planned(line, topic, first.id.encode(), arrival_of(first))


def arrival_of(mention: Mention) -> datetime:
    """When it arrived by its own word."""
    return mention.collected_at or mention.published_at


def schedule(day: Sequence[Planned], *, seconds: float | None = None, speed: float | None = None) -> list[float]:
    """For each record, the seconds from the start at which it is sent; quiet hours are shortened.

    `speed`: simulated seconds a second; `seconds`: how long the whole takes. One of the two is given.
    """
    moments: list[float] = []
    now, before = 0.0, None
    for record in day:
        if record.arrival is not None:
            if before is not None:
                now += max(0.0, min(record.arrival - before, LONGEST_GAP).total_seconds())
            before = record.arrival
        moments.append(now)
    factor = 1 / speed if speed else (seconds or 0.0) / (now or 1.0)
    return [moment * factor for moment in moments]
