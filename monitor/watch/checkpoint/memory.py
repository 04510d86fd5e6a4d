"""What a subject remembers beside its incidents: what is usual there, what people have taught, and which ids it met."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct, field

from monitor.kept import kept
from monitor.records import Assessment, Evidence, Place
from monitor.watch.checkpoint.remembered import Span


class Usual(Struct, frozen=True, gc=False):
    """People a day who speak up about a matter, by what is known on one day, and how this weekday differs."""

    a_day: float
    settled: bool
    weekday: float


class Rhythm(Struct, array_like=True, dict=True):
    """How many people speak up about what, by day: the subject's own baseline (monitor.watch.checkpoint.baseline)."""

    #: first day that anything was heard
    since: int | None = None
    #: base matter → day → people
    days: dict[str, dict[int, int]] = field(default_factory=dict)
    #: base matter → day → who, of the days that may still grow
    voices: dict[str, dict[int, list[int]]] = field(default_factory=dict)
    #: people by hour of the day
    hours: list[int] = field(default_factory=lambda: [0] * 24)
    #: mentions that came too late for every window; they are in their incidents all the same
    too_late: int = 0

    @kept
    def tidied(self) -> int | None:
        """The day for which old ones were last let go of, as far as is known here; no part of the checkpoint."""
        return None

    @kept
    def usual(self) -> dict[tuple[str, str, int | None, int], Usual]:
        """By matter, kind, households and day (monitor.watch.checkpoint.baseline); no part of the checkpoint."""
        return {}


class Lesson(Struct, array_like=True):
    """A wording that was a false positive; until then it opens nothing at this project."""

    incident: str
    by: str
    until: datetime
    fingerprints: list[str]
    #: content words of each of its mentions
    words: list[list[str]]
    #: how often it was
    used: int = 0
    #: texts of a single content word, as they stand but for their punctuation
    texts: list[str] = field(default_factory=list)


class Label(Struct, array_like=True):
    """What people say that a mention is, whatever a scorer says."""

    level: int | None = None
    sentiment: Literal["negative", "neutral", "positive"] | None = None


class Enquiry(Struct, array_like=True):
    """A call of level 0 that is to be answered until then."""

    due: datetime
    judged: Assessment


class Learned(Struct, array_like=True):
    """What people have corrected, and what they still owe an answer."""

    #: by mention
    labels: dict[str, Label] = field(default_factory=dict)
    #: the one that ends first in front
    lessons: list[Lesson] = field(default_factory=list)
    #: by mention
    enquiries: dict[str, Enquiry] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not (self.labels or self.lessons or self.enquiries)


class Echo(Struct, array_like=True):
    """A report of harm at one estate that concerns the company too (monitor.watch.joining.echoes)."""

    mention: str
    published: datetime
    objects: list[str]
    words: list[str]
    #: where that estate lies
    city: str | None = None


class Denial(Struct, array_like=True):
    """What an office has denied, for talk that is read after it (monitor.watch.book.denials)."""

    mention: str
    published: datetime
    drill: bool
    keywords: list[str]
    objects: list[str]
    evidence: Evidence
    place: Place | None = None
    #: words and things that it shares with what it was found to be about when it was read
    shared: int = 0


#: nobody calls a danger over later than that; by then it is another day
CLEARED_WITHIN = timedelta(hours=24)


class AllClear(Struct, array_like=True, frozen=True):
    """Who has called what over, also for a call that is read only after it (monitor.watch.book.allclear)."""

    mention: str
    person: str
    published: datetime
    drill: bool
    #: how sure it is by whoever says so
    rank: int
    kinds: list[str]
    building: str
    things: list[str]
    #: it was found to be of a call of his own
    taken: bool = False
    #: unit and lift, and of whom (monitor.watch.words.perils)
    spots: list[str] = field(default_factory=list)
    whom: list[str] = field(default_factory=list)
    #: it does not say that these are all
    of_one: bool = False
    #: what has befallen whom
    about: list[str] = field(default_factory=list)


class Said(Struct, array_like=True, frozen=True):
    """What was spoken of last in a chat: the incident, if it was one (monitor.watch.joining.replies)."""

    incident: str | None
    published: datetime


class Memory(Struct, array_like=True):
    """What a subject remembers beside its incidents: a checkpoint of its own, as each incident is one."""

    #: where its mentions lie, which have checkpoints of their own (monitor.watch.checkpoint.remembered)
    mentions: Span = field(default_factory=Span)
    #: and those of level 3 that are past the ordinary memory
    grave: Span = field(default_factory=Span)
    #: and ids of the actions that were done: the same act is not done twice
    acts: Span = field(default_factory=Span)
    #: forgotten before their time because a bound was reached, by kind
    dropped: dict[str, int] = field(default_factory=dict)
    #: how many people usually speak up, and when
    rhythm: Rhythm = field(default_factory=Rhythm)
    learned: Learned = field(default_factory=Learned)
    #: of the company: harm at one estate that it is told of by that estate's incident
    echoes: list[Echo] = field(default_factory=list)
    #: what offices have denied lately
    denials: list[Denial] = field(default_factory=list)
    #: by chat; worth nothing after an hour
    talk: dict[str, Said] = field(default_factory=dict)
    #: what was called over lately
    clears: list[AllClear] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """But for its ids."""
        return not (self.rhythm.days or self.echoes or self.denials or self.clears) and self.learned.empty

    def forget_denials(self, before: datetime) -> bool:
        """Those published before then; whether there were any."""
        known = self.denials
        self.denials = [each for each in known if each.published >= before]
        return len(known) > len(self.denials)

    def forget_clears(self, before: datetime) -> bool:
        """Those published before then; whether there were any."""
        known = self.clears
        self.clears = [each for each in known if each.published >= before]
        return len(known) > len(self.clears)

    def drop(self, kind: str) -> None:
        self.dropped[kind] = self.dropped.get(kind, 0) + 1
