"""Keeps the accounts of the demonstration: each raw record is sent, and ends on the timeline or as a dead letter."""

from __future__ import annotations

from collections import Counter, deque
from datetime import datetime
from typing import Literal, NamedTuple

import msgspec

from monitor.demo.state import DemoState, Stage
from monitor.records import Alert, Head, Incident, Source, decode_alert, decode_dead_letter, decode_incident
from monitor.steps.commit import HEAD_KEY

Stream = Literal["timeline", "deadletters", "alerts", "incidents", "checkpoints"]

#: rates are averages over so many seconds
RATE_SECONDS = 5.0


class Place(NamedTuple):
    """Where a raw record lies."""

    topic: str
    partition: int
    offset: int


class Seen(NamedTuple):
    """A record that came out of the workers, and when it was read."""

    stream: Stream
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    at: float


class _Judged(msgspec.Struct):
    """Of a timeline record only where its raw record lies; ticks and rules have none."""

    source: Source | None = None


_decode_judged = msgspec.json.Decoder(_Judged).decode
_decode_head = msgspec.json.Decoder(Head).decode


class Tally:
    """What was sent and what came of it. Times are seconds of one monotonic clock, given by the caller."""

    def __init__(self, total: int, names: dict[str, str], company: str) -> None:
        self._total, self._names, self._company = total, names, company
        self._sent: set[Place] = set()
        self._given = 0
        self._sent_at: dict[datetime, float] = {}
        self._judged: set[Place] = set()
        self._dead: dict[Place, str] = {}
        self._alerts: list[Alert] = []
        self._incidents: dict[str, Incident] = {}
        self._latencies: list[float] = []
        self._ends: dict[int, int] = {}
        self._heads: dict[int, int] = {}
        self._in: deque[float] = deque()
        self._out: deque[float] = deque()
        self.clock: datetime | None = None
        self.started: float | None = None

    def given(self, arrival: datetime | None, now: float) -> None:
        """A record was handed to the producer."""
        self.started = now if self.started is None else self.started
        self._given += 1
        self._in.append(now)
        if arrival is not None:
            self._sent_at[arrival] = now
            self.clock = arrival if self.clock is None else max(self.clock, arrival)

    def delivered(self, place: Place) -> None:
        """The broker has it."""
        self._sent.add(place)

    def read(self, seen: Seen) -> Alert | None:
        """A record came out; returns it when it is an alert."""
        if seen.value is None:
            return None
        match seen.stream:
            case "timeline":
                self._on_timeline(seen, seen.value)
            case "checkpoints":
                self._on_checkpoint(seen, seen.value)
            case "deadletters":
                letter = decode_dead_letter(seen.value)
                self._dead[Place(letter.topic, letter.partition, letter.offset)] = letter.reason
            case "incidents":
                incident = decode_incident(seen.value)
                self._incidents[incident.incident_id] = incident
            case "alerts":
                return self._on_alert(decode_alert(seen.value), seen.at)
        return None

    def _on_timeline(self, seen: Seen, value: bytes) -> None:
        self._ends[seen.partition] = seen.offset
        source = _decode_judged(value).source
        if source is None:
            return
        place = Place(source.topic, source.partition, source.offset)
        if place not in self._judged:
            self._judged.add(place)
            self._out.append(seen.at)

    def _on_checkpoint(self, seen: Seen, value: bytes) -> None:
        if seen.key == HEAD_KEY:
            self._heads[seen.partition] = _decode_head(value).offset

    def _on_alert(self, alert: Alert, now: float) -> Alert:
        self._alerts.append(alert)
        # an alert bears the arrival of the record that raised it; one that a deadline raised bears another moment
        if (since := self._sent_at.get(alert.event_time)) is not None:
            self._latencies.append(now - since)
        return alert

    @property
    def watch_lag(self) -> int:
        """Timeline records that no committed head has passed; control records between them count too."""
        return sum(max(0, end - self._heads.get(partition, -1)) for partition, end in self._ends.items())

    @property
    def accounted(self) -> bool:
        """Every record of the day was delivered and ended in one of the two topics."""
        return len(self._sent) == self._total and not self.missing()

    def missing(self) -> list[Place]:
        """Delivered, and in neither topic yet."""
        return sorted(self._sent - self._judged - self._dead.keys())

    def state(self, stage: Stage, now: float, note: str = "") -> DemoState:
        for moments in (self._in, self._out):
            while moments and moments[0] < now - RATE_SECONDS:
                moments.popleft()
        elapsed = 0.0 if self.started is None else now - self.started
        span = max(1.0, min(RATE_SECONDS, elapsed))
        ours = self._sent - self._dead.keys()
        return DemoState(
            stage=stage,
            note=note,
            clock=self.clock,
            elapsed=elapsed,
            total=self._total,
            sent=self._given,
            judged=len(self._judged & ours),
            dead=Counter(self._dead.values()),
            rate_in=len(self._in) / span,
            rate_out=len(self._out) / span,
            watch_lag=self.watch_lag,
            alerts=tuple(self._alerts),
            incidents=tuple(self._incidents.values()),
            names=self._names,
            company=self._company,
            latencies=tuple(self._latencies),
        )
