"""The records on the topics: frozen values, UTF-8 JSON on the wire, lenient to unknown fields, strict on types.

Field names and meanings are a contract with everybody who reads the topics: fields are added with defaults,
never renamed or retyped. docs/records.md describes them; tests/data/wire holds an example of every record.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, field

Time = Annotated[datetime, Meta(tz=True)]
Text = Annotated[str, Meta(min_length=1)]
Kind = Literal["post", "comment", "article", "video", "complaint"]
Label = Literal["negative", "neutral", "positive"]
How = Literal["given", "named", "alias", "group", "keyword", "location", "company", "none"]
Transition = Literal["opened", "escalated", "deescalated", "reminded", "overdue", "closed", "reopened"]
Status = Literal["open", "acknowledged", "closed"]
Form = Literal["alert", "group", "storm", "morning", "late"]
ActionType = Literal[
    "acknowledge", "assign", "verify", "respond", "reply", "arrived", "statement", "announce", "file", "result",
    "callback", "close", "reopen", "false_positive", "relabel", "silence", "declare", "activate", "review", "reveal",
]  # fmt: skip

#: The codes of the risk checklist, in its order.
CATEGORIES = (
    "service", "violation", "staff", "safety", "management", "collective",
    "media", "market", "rumor", "legal", "casualty",
)  # fmt: skip


class Record(Struct, frozen=True, kw_only=True, gc=False):
    """What all records share: immutable, built by keyword, unknown fields ignored; values, so never in a cycle."""


# ---------------------------------------------------------------- what comes in


class Author(Record, frozen=True):
    """Who wrote it. After the score role `id` is a keyed hash and `name` stays for organisations and media only."""

    id: str | None = None
    name: str | None = None
    followers: int | None = None
    verified: bool | None = None
    #: organisation, media, government or person, where the platform says so
    verified_as: str | None = None


class Engagement(Record, frozen=True):
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    views: int | None = None


class Mention(Record, frozen=True):
    """One post, comment, article, video or complaint, normalised; `id` is stable across re-crawls."""

    id: Text
    source: Text
    text: str
    published_at: Time
    kind: Kind = "post"
    title: str | None = None
    url: str | None = None
    author: Author | None = None
    collected_at: Time | None = None
    engagement: Engagement | None = None
    parent_id: str | None = None
    location: str | None = None
    #: what the crawler searched for
    keyword: str | None = None
    #: forum, bar or chat group
    group: str | None = None
    #: a project's id, name or alias, when the sender knows it
    project: str | None = None
    #: of a complaint: the channel it came through, the raw contact (never leaves the raw topic), its status
    channel: str | None = None
    contact: str | None = None
    status: str | None = None
    drill: bool = False


class Action(Record, frozen=True, omit_defaults=True, tag_field="kind", tag="action"):
    """What a person did about an incident; exactly one of incident_id, project and mention names it.

    On timeline.v1 it carries also `id`, `arrived_at` and `source`; `at` is when it was done.
    """

    type: ActionType
    by: Text
    at: Time
    incident_id: str | None = None
    project: str | None = None
    mention: str | None = None
    note: str | None = None
    to: str | None = None
    verdict: Literal["true", "false", "unclear"] | bool | None = None
    sentiment: Label | None = None
    level: Annotated[int, Meta(ge=0, le=3)] | None = None
    until: Time | None = None
    categories: list[str] | None = None
    grade: Literal[4] | None = None
    cause: str | None = None
    lessons: str | None = None
    measures: str | None = None
    reason: str | None = None
    #: the same act sent twice has one id (records.action_id when the sender gives none)
    id: str | None = None
    arrived_at: Time | None = None
    source: Source | None = None
    drill: bool = False


# ---------------------------------------------------------------- the judgement


class Source(Record, frozen=True):
    """Where the raw record lies; in file mode: the file's name, its place among the files, the line."""

    topic: str
    partition: int
    offset: int


class Subject(Record, frozen=True):
    """Whose matter it is: `project` is the id in the organisation file, null for the company and for nobody we know."""

    project: str | None = None
    city: str | None = None
    region: str | None = None
    how: How = "none"
    unplaced: bool = False


class Sentiment(Record, frozen=True):
    label: Label
    #: −1 … 1
    score: float


class Hit(Record, frozen=True):
    """A lexicon term found in the text; offsets are code points of the text (title hits: `field` is title)."""

    term: str
    category: str
    start: int
    end: int
    negated: bool = False
    field: Literal["text", "title"] = "text"


class Part(Record, frozen=True):
    """One addend of the risk score, with the words it rests on."""

    part: str
    points: float
    quote: str = ""


class Risk(Record, frozen=True):
    #: 0 … 100
    score: float = 0.0
    #: 0 … 3: the grade that this mention deserves on its own
    level: int = 0
    categories: list[str] = field(default_factory=list)
    #: life is in danger now
    urgent: bool = False
    hits: list[Hit] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)


class Credibility(Record, frozen=True):
    #: 0 … 1
    score: float = 0.5
    #: hearsay, first_hand, official_media, verified, denial, old_news, question, …
    signs: list[str] = field(default_factory=list)


class Place(Record, frozen=True, omit_defaults=True):
    building: str | None = None
    unit: str | None = None
    lift: str | None = None


class LexiconRef(Record, frozen=True):
    name: str
    version: str
    digest: str


class ModelRef(Record, frozen=True):
    name: str
    digest: str


class Assessment(Record, frozen=True, tag_field="kind", tag="assessment"):
    """One judged mention about one subject; the mention inside is masked."""

    mention: Mention
    arrived_at: Time
    subject: Subject
    #: all subjects of the mention, the primary first; the timeline gets one record for each
    subjects: list[Subject]
    sentiment: Sentiment
    risk: Risk
    credibility: Credibility
    #: estimated number of people who have seen it
    reach: int
    #: a known subject, and no advert, job offer or noise
    relevant: bool
    place: Place | None
    lexicon: LexiconRef
    model: ModelRef
    #: digest of the organisation file
    organisation: str
    source: Source
    #: content words that tell what it is about; mentions of one matter share them
    keywords: list[str] = field(default_factory=list)
    #: people present or joining, where the text gives a number (200多名业主)
    crowd: int | None = None
    #: why it opens nothing although it has words of risk: advert, job_offer, notice, drill, praise, question, denial, …
    frame: str | None = None
    #: only head and tail of an over-long text were judged
    truncated: bool = False
    #: near-duplicates differ in few of its bits (monitor.likeness); empty: too short to be compared
    fingerprint: str = ""


# ---------------------------------------------------------------- the timeline's other records


class Tick(Record, frozen=True, tag_field="kind", tag="tick"):
    """The partition clock's own record: wall time, held back while unread input is older."""

    at: Time
    #: the true wall time when it was written; at < now means held back
    now: Time
    held: bool = False


class Rules(Record, frozen=True, tag_field="kind", tag="rules"):
    """From here on the fold runs under this bundle (rulesets.v1 holds it by digest)."""

    digest: str
    at: Time
    #: fold version; a fold of another version refuses or rebuilds
    fold: int


TimelineRecord = Assessment | Action | Tick | Rules


# ---------------------------------------------------------------- what comes out


class Reason(Record, frozen=True, omit_defaults=True):
    """Why an alert was raised: a rule, in words, with what was seen and what it asks for."""

    rule: str
    text: str
    observed: Any = None
    needed: Any = None
    baseline: Any = None


class Evidence(Record, frozen=True):
    """A true quotation from the masked text of a mention and where its raw record lies."""

    mention_id: str
    url: str | None
    quote: str
    hits: list[str]
    topic: str
    partition: int
    offset: int


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
    #: from grade 2 on: what could be said first
    statement: Statement | None = None
    #: who has done what about it until now, since it was opened or opened again
    handling: list[Deed] = field(default_factory=list)


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


class TransitionEntry(Record, frozen=True):
    transition: Transition
    grade: int
    at: Time
    alert_id: str


class ActionEntry(Record, frozen=True, omit_defaults=True):
    """What became of an action: done, or refused with a reason."""

    id: str
    type: str
    by: str
    at: Time
    note: str | None = None
    refused: str | None = None
    #: what else it said
    to: str | None = None
    verdict: str | None = None
    sentiment: str | None = None
    level: int | None = None
    until: Time | None = None
    categories: list[str] = field(default_factory=list)
    reason: str | None = None
    #: the steps that it counts for, beside the acknowledgement
    done: list[str] = field(default_factory=list)


class Silence(Record, frozen=True):
    """Alerts of this grade and below are marked as silenced until then; of these categories, or of all."""

    until: Time
    grade: int
    by: str
    categories: list[str] = field(default_factory=list)


class LessonShown(Record, frozen=True):
    """What a false positive has taught: until when its wording opens nothing, and how often it did not."""

    by: str
    until: Time
    used: int


class Review(Record, frozen=True):
    """What was found when it was over."""

    by: str
    at: Time
    cause: str | None = None
    lessons: str | None = None
    measures: str | None = None


class Incident(Record, frozen=True):
    """An incident's current state, under the alert's names."""

    incident_id: str
    number: str
    subject: Subject
    status: Status
    grade: int
    peak_grade: int
    categories: list[str]
    headline: str
    place: Place | None
    opened_at: Time
    updated_at: Time
    closed_at: Time | None
    scope: Scope
    disclosure: Literal["一般", "重大"]
    urgent: bool
    confirmed: Literal["已证实", "一手未证实", "传闻"]
    trend: Trend
    drill: bool
    evidence: list[Evidence]
    deadlines: list[Deadline]
    actions: list[ActionEntry]
    transitions: list[TransitionEntry]
    ruleset: str
    #: why it has its grade, as it stands
    why: list[Reason] = field(default_factory=list)
    #: the wordings that were repeated most
    copies: list[Copies] = field(default_factory=list)
    #: the incident that this one turned out to be a part of, and those that turned out to be part of this one
    merged_into: str | None = None
    merged_from: list[str] = field(default_factory=list)
    #: who is to deal with it: the latest assignment
    assigned: str | None = None
    activated_at: Time | None = None
    silence: Silence | None = None
    lesson: LessonShown | None = None
    review: Review | None = None


class Notification(Record, frozen=True, omit_defaults=True):
    """What became of one alert at one receiver; the latest record of both counts."""

    alert_id: str
    incident_id: str
    #: the channel it went to, as the organisation file names it
    receiver: str
    #: sent; inhibited: a graver alert of the incident took its place; silenced: the alert says so; fallback: told
    #: through another channel; dead: a dead letter; redriven: a dead letter that is to be sent again
    status: Literal["sent", "inhibited", "silenced", "fallback", "dead", "redriven"]
    at: Time
    #: of the alert on alerts.v1
    offset: int
    #: the id that the message carried; the alerts of a digest share it
    message: str | None = None
    #: how it was told: by itself, or in a message that names several
    form: Form = "alert"
    attempts: int = 0
    #: what the receiver answered, or why it could not be told
    answer: str = ""
    #: the alert (inhibited) or the receiver (fallback) that took its place
    instead: str | None = None
    #: redriven: the alert itself
    alert: Alert | None = None


class DeadLetter(Record, frozen=True):
    """A record that could not be read or judged: what it was, where it lies, and why."""

    reason: str
    detail: str
    topic: str
    partition: int
    offset: int
    #: the raw bytes (base64 on the wire); of an oversized record the first 64 KiB
    raw: bytes
    #: when Kafka saw it; a file's broken line has no time
    at: Time | None
    #: of the whole raw record
    digest: str | None = None
    length: int | None = None
    key: bytes | None = None


class LexiconRelease(Record, frozen=True):
    """A validated lexicon as it is published on lexicons.v1."""

    name: str
    version: str
    digest: str
    files: dict[str, str]


class RuleBundle(Record, frozen=True):
    """Everything but the records that the fold depends on, stored on rulesets.v1 by the digest of its content."""

    digest: str
    fold: int
    settings: dict[str, Any]
    organisation: dict[str, Any]
    rules: dict[str, Any]
    playbooks: dict[str, Any]


class Checkpoint(Record, frozen=True):
    """A part of a subject's state as of the partition's head: one of its incidents, or (without one) its memory."""

    subject: str
    format: int
    state: msgspec.Raw
    incident_id: str | None = None
    #: of the memory's mentions, which are written in parts: "mentions.7"; None: the memory without them
    part: str | None = None


class Head(Record, frozen=True):
    """How far a timeline partition is folded, and under what."""

    partition: int
    #: offset of the last folded record, −1 before the first
    offset: int
    clock: Time | None
    rules: str
    format: int
    #: of timeline.v1 when the head was written: another count is another placement of subjects
    partitions: int
    #: partition-wide fold state that belongs to no subject
    state: msgspec.Raw | UnsetType = UNSET


# ---------------------------------------------------------------- the wire

encode = msgspec.json.Encoder(order="deterministic").encode
decode_timeline = msgspec.json.Decoder(TimelineRecord).decode
decode_alert = msgspec.json.Decoder(Alert).decode
decode_incident = msgspec.json.Decoder(Incident).decode
decode_notification = msgspec.json.Decoder(Notification).decode
decode_dead_letter = msgspec.json.Decoder(DeadLetter).decode
