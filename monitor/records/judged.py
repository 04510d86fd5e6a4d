"""What the score role says of a mention."""

from __future__ import annotations

from typing import Literal

from msgspec import field

from monitor.records.base import How, Label, Record, Time
from monitor.records.incoming import Mention, Source


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
    #: near-duplicates differ in few of its bits (monitor.text.likeness); empty: too short to be compared
    fingerprint: str = ""
    #: what it names of the things that people write about (lift, gas, fire …), and what the same event may be told by
    objects: list[str] = field(default_factory=list)
    akin: list[str] = field(default_factory=list)
    #: so many of the keywords, the first ones, are things that people mean one thing by, everyday ones too
    things: int = 0
