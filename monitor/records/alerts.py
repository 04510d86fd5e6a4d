"""What the watch tells: an alert, why, on what evidence, to whom."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import field

from monitor.records.base import Record, Time, Transition
from monitor.records.judged import Place, Subject


class Reason(Record, frozen=True, omit_defaults=True):
    """Why an alert was raised: a rule, in words, with what was seen and what it asks for."""

    rule: str
    text: str
    observed: Any = None
    needed: Any = None
    baseline: Any = None


class Evidence(Record, frozen=True, omit_defaults=True):
    """A true quotation from the masked text of a mention and where its raw record lies."""

    mention_id: str
    url: str | None
    quote: str
    hits: list[str]
    topic: str
    partition: int
    offset: int
    #: what stands in its place since its author took it out; absent where it stands there still
    edited: str | None = None


class Scope(Record, frozen=True):
    #: complaints included
    mentions: int = 0
    people: int = 0
    complaints: int = 0
    #: source codes
    platforms: list[str] = field(default_factory=list)
    reach: int = 0
    #: 0 … 1
    negative_share: float = 0.0
    coordinated: bool = False
    rumour: bool = False
    #: of the mentions those that only repeat another's words
    copies: int = 0


class Copies(Record, frozen=True):
    """One wording and its near-duplicates: told once, and all of them counted."""

    #: the first of them that was read
    mention_id: str
    mentions: int
    people: int
    platforms: list[str]
    reach: int
    first_seen: Time
    last_seen: Time


class WindowCount(Record, frozen=True):
    #: 15m, 1h, 6h, 24h, 7d
    window: str
    mentions: int
    people: int
    #: people to be expected by the subject's own past; an incident's state does not say
    usual: float | None = None


class Trend(Record, frozen=True):
    direction: Literal["rising", "peaking", "steady", "falling"] = "steady"
    #: mentions published in the last hour of event time
    last_hour: int = 0
    previous_hour: int = 0
    last_day: int = 0
    previous_day: int = 0
    #: the most mentions that any hour of event time has had
    peak_hour: int = 0
    #: people in each window up to now, and how many are usual for this subject and matter
    windows: list[WindowCount] = field(default_factory=list)


class Deadline(Record, frozen=True):
    """A step that is owed. One that was done too late is met, with `met_at` after `due`."""

    step: str
    due: Time
    status: Literal["pending", "met", "overdue"] = "pending"
    met_at: Time | None = None


class Recipient(Record, frozen=True, omit_defaults=True):
    """One person an alert goes to, and why."""

    person: str
    name: str
    role: str
    scope: str
    channels: list[str]
    because: str
    #: told without who said it, the quotes and the room: a matter about the site's own staff or charges
    redacted: bool = False


class Alert(Record, frozen=True):
    """One graded, explained warning. `alert_id` hashes incident, transition, grade and its number in the incident."""

    alert_id: str
    incident_id: str
    number: str
    transition: Transition
    grade: int
    grade_name: str
    colour: str
    disclosure: Literal["一般", "重大"]
    urgent: bool
    confirmed: Literal["已证实", "一手未证实", "传闻"]
    late_found: bool
    subject: Subject
    place: Place | None
    categories: list[str]
    headline: str
    first_step: str
    change: str
    why: list[Reason]
    evidence: list[Evidence]
    scope: Scope
    trend: Trend
    first_seen: Time
    advice: list[str]
    deadlines: list[Deadline]
    route: list[Recipient]
    silenced: bool
    drill: bool
    event_time: Time
    ruleset: str
    #: of an overdue alert: the step that nobody has done, and how often that has been told
    step: str | None = None
    times: int = 0
    #: all steps that it tells as overdue, the most pressing first
    steps: list[str] = field(default_factory=list)
    #: from grade 2 on: what could be said first
    statement: Statement | None = None
    #: who has done what about it until now, since it was opened or opened again
    handling: list[Deed] = field(default_factory=list)
    #: of an overdue alert: what nobody has done, and by when it had to be done; its headline begins with it
    lapsed: str = ""
    #: whose word it rests on: how many were there, state it or pass it on, and who has confirmed it
    basis: str = ""
    #: incidents of its kind at the same subject that it was told apart from
    related: list[str] = field(default_factory=list)


class Deed(Record, frozen=True, omit_defaults=True):
    """What somebody has done about an incident: as much of an action as others are told."""

    type: str
    #: the name, as the organisation file has it, else what the action said
    by: str
    at: Time
    #: whom it was handed or filed to: a name of the organisation file, `company` or `authority`
    to: str | None = None


class Statement(Record, frozen=True):
    """A draft of the first statement, to be checked and approved before anybody says it."""

    facts: str
    measures: str
    progress: str
    position: str
