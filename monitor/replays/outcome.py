"""What a replay amounts to: the figures of its summary and report, gathered record by record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from msgspec import Struct, field

from monitor.company.organisation import Organisation
from monitor.company.voices import Voices, is_praise
from monitor.records import (
    Action,
    ActionEntry,
    Alert,
    Assessment,
    Incident,
    LexiconRef,
    ModelRef,
    TimelineRecord,
    decode_incident,
    encode,
)
from monitor.replays.weeks import Days
from monitor.times import EARLIEST
from monitor.watch.checkpoint.remembered import key_of
from monitor.watch.fold import Step

_HOUR = timedelta(hours=1)
_REMEMBERED = timedelta(days=30)
#: transitions that say something new to those who were told; closing and lowering calm
ALARMING = frozenset({"opened", "escalated", "reopened", "reminded", "overdue"})


class Window(Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """`until`: what arrives later is left out; `start` (included) and `end` (not): what is reported."""

    start: datetime | None = None
    end: datetime | None = None
    until: datetime | None = None

    def reports(self, at: datetime) -> bool:
        return (self.start is None or at >= self.start) and (self.end is None or at < self.end)

    def leaves_out(self, at: datetime) -> bool:
        return self.until is not None and at > self.until

    def shows(self, incident: Incident) -> bool:
        """Opened before the end, and still open at the start or changed since."""
        begun = self.end is None or incident.opened_at < self.end
        over = self.start is not None and incident.status == "closed" and incident.updated_at < self.start
        return begun and not over


class Note(Struct, frozen=True, array_like=True):
    """A reported alert as it is written, and its hour and grade if it alarms."""

    value: bytes
    alarms: tuple[int, int] | None


def noted(alert: Alert, window: Window) -> Note | None:
    """None: it is not reported."""
    if not window.reports(alert.event_time):
        return None
    alarming = alert.transition in ALARMING
    return Note(encode(alert), (hour_of(alert.event_time), alert.grade) if alarming else None)


class Share(Struct):
    """Of one source: mentions, and how many of them were negative or complaints."""

    mentions: int = 0
    negative: int = 0
    complaints: int = 0


class Seen(Struct):
    """Ids of mentions, remembered for 30 to 60 days: what is bounded by time is not bounded by the input."""

    spans: dict[int, set[bytes]] = field(default_factory=dict)

    def again(self, mention_id: str, at: datetime) -> bool:
        """Whether it was seen; from now on it is."""
        span, identity = (at - EARLIEST) // _REMEMBERED, key_of(mention_id)
        if span not in self.spans:
            self.spans = {each: ids for each, ids in self.spans.items() if abs(each - span) == 1}
            self.spans[span] = set()
        known = any(identity in ids for ids in self.spans.values())
        self.spans[span].add(identity)
        return known


class Outcome(Struct):
    """Counts of the whole replay, and of what the window reports. Hours are hours since 2000 in Asia/Shanghai."""

    window: Window = Window()
    # the whole
    read: int = 0
    folded: int = 0
    actions: int = 0
    after_until: int = 0
    unmatched: int = 0
    dead: Counter[str] = field(default_factory=Counter)
    #: when the first mention and the last arrived, None without any
    begins: datetime | None = None
    ends: datetime | None = None
    #: what the reader must know to read the figures rightly
    notes: list[str] = field(default_factory=list)
    #: versions of the fold, older than this one, that the timeline was folded under when it was written
    older_folds: list[int] = field(default_factory=list)
    # the window
    first: datetime | None = None
    last: datetime | None = None
    mentions: int = 0
    repeated: int = 0
    relevant: int = 0
    complaints: int = 0
    negative: int = 0
    hours: Counter[int] = field(default_factory=Counter)
    negative_hours: Counter[int] = field(default_factory=Counter)
    #: (hour, grade) of the alerts that alarm
    alarms: Counter[tuple[int, int]] = field(default_factory=Counter)
    alerts: int = 0
    sources: dict[str, Share] = field(default_factory=dict)
    #: mentions by project id; "" is the company. One that names several counts in each
    projects: Counter[str] = field(default_factory=Counter)
    lexicon: LexiconRef | None = None
    model: ModelRef | None = None
    #: latest state by id, encoded: incidents are few, their objects are large
    incidents: dict[str, bytes] = field(default_factory=dict)
    seen: Seen = field(default_factory=lambda: Seen())
    #: before the window, too
    days: Days = field(default_factory=Days)
    voices: Voices = field(default_factory=Voices)

    def note(self, record: TimelineRecord) -> None:
        """Count a timeline record."""
        self.folded += 1
        if not isinstance(record, Assessment):
            self.actions += isinstance(record, Action)
            return
        self.begins = record.arrived_at if self.begins is None else min(self.begins, record.arrived_at)
        self.ends = record.arrived_at if self.ends is None else max(self.ends, record.arrived_at)
        primary = record.subject == record.subjects[0]
        name = record.mention.id if primary else f"{record.mention.id} {record.subject.project or ''}"
        known = self.seen.again(name, record.arrived_at)
        if primary and not known:
            self.days.end = self.window.end
            self.days.add(record, is_praise(record))
        if self.window.reports(record.arrived_at):
            self._mention(record, primary, known)

    def _mention(self, judged: Assessment, primary: bool, known: bool) -> None:
        if not known and (judged.subject.project is not None or judged.subject.how == "company"):
            self.projects[judged.subject.project or ""] += 1
        if not primary:
            return
        self._span(judged.arrived_at)
        if known:
            self.repeated += 1
            return
        self._first_time(judged)
        self.voices.add(judged)

    def _first_time(self, judged: Assessment) -> None:
        negative, complaint = judged.sentiment.label == "negative", judged.mention.kind == "complaint"
        hour, share = hour_of(judged.arrived_at), self.sources.get(judged.mention.source)
        if share is None:
            share = self.sources[judged.mention.source] = Share()
        self.mentions += 1
        self.relevant += judged.relevant
        self.hours[hour] += 1
        for owner in (self, share):
            owner.negative += negative
            owner.complaints += complaint
        share.mentions += 1
        if negative:
            self.negative_hours[hour] += 1
        self.lexicon, self.model = judged.lexicon, judged.model

    def _span(self, at: datetime) -> None:
        self.first = at if self.first is None else min(self.first, at)
        self.last = at if self.last is None else max(self.last, at)

    def told(self, note: Note) -> None:
        """Count a reported alert."""
        self.alerts += 1
        if note.alarms is not None:
            self.alarms[note.alarms] += 1

    def keep(self, step: Step) -> None:
        """Remember the incidents of a step."""
        for incident in step.incidents:
            self.incidents[incident.incident_id] = step.written(incident)

    def reported(self) -> Iterator[Incident]:
        """The incidents of the window, by id."""
        for name in sorted(self.incidents):
            incident = decode_incident(self.incidents[name])
            if self.window.shows(incident):
                yield incident

    def refused(self) -> list[ActionEntry]:
        """The actions that were refused at an incident of the window, each once."""
        if not self.actions:
            return []
        entries = (each for incident in self.reported() for each in incident.actions if each.refused)
        return list({each.id: each for each in entries}.values())

    def real(self) -> list[Incident]:
        """All but exercises and those that go on as another, before the window too."""
        decoded = (decode_incident(self.incidents[name]) for name in sorted(self.incidents))
        return [each for each in decoded if not each.drill and not each.goes_on_elsewhere]


class Story(Struct, frozen=True):
    """An incident and its alerts, in order."""

    incident: Incident
    alerts: list[Alert]


class Names(Struct, frozen=True):
    """What the ids of the organisation mean to people."""

    company: str
    #: project id → name
    projects: dict[str, str]
    #: person id → name
    people: dict[str, str]


def names_of(organisation: Organisation) -> Names:
    return Names(
        organisation.company.name,
        {each.id: organisation.name_of(each.id) for each in organisation.projects},
        {each.id: each.name for each in organisation.people},
    )


def hour_of(at: datetime) -> int:
    return (at - EARLIEST) // _HOUR


def moment_of(hour: int) -> datetime:
    return EARLIEST + hour * _HOUR


def by_gravity(incidents: Iterable[Incident]) -> list[Incident]:
    """The gravest first: highest grade ever, danger to life, the grade that is left, people who came to harm, most
    mentions, then the earliest."""
    return sorted(
        incidents,
        key=lambda each: (
            -each.peak_grade,
            not each.urgent,
            -each.grade,
            "casualty" not in each.categories,
            -each.scope.mentions,
            each.opened_at,
            each.incident_id,
        ),
    )
