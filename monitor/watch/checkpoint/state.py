"""What the fold remembers of a subject: compact, bounded, and the very bytes of its checkpoint."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import Struct, field

from monitor.kept import kept
from monitor.records import (
    Action,
    ActionEntry,
    Evidence,
    Place,
    Reason,
    Review,
    Silence,
    Status,
    Subject,
    TransitionEntry,
)  # fmt: skip
from monitor.text.likeness import ALIKE
from monitor.watch.checkpoint.gist import Gist
from monitor.watch.checkpoint.history import SHORT, History
from monitor.watch.checkpoint.memory import Memory
from monitor.watch.words.perils import Alarm, Peril

#: Of the checkpoint's layout. An unknown format is refused; the way out is a rebuild from the timeline.
FORMAT = 6
#: where an incident keeps, while it is in use, what only its mentions change as it is written (parts)
SAID = "said, encoded"


class Member(Struct, array_like=True, gc=False):
    """What an incident keeps of one of its mentions."""

    published: datetime
    level: int
    categories: list[str]
    person: str
    source: str
    reach: int
    crowd: int
    complaint: bool
    negative: bool
    hearsay: bool
    first_hand: bool
    official_media: bool
    government: bool
    urgent: bool
    late: bool
    unplaced: bool
    keywords: list[str]
    #: verified as false: it counts as hearsay of level 1 until it is said anew and graver, or the verdict changes
    discounted: bool = False
    #: how far it is believed, 0 … 1
    credibility: float = 0.5
    named: int = 1  # how many subjects it names
    followers: int | None = None
    #: worded like an advert or an offer
    promotional: bool = False
    #: the mention whose wording it shares (its own id where it was the first); empty: too short to be compared
    wording: str = ""
    #: it passes on what is said elsewhere, and it only denies (monitor.watch.attested.hearsay)
    relayed: bool = False
    denial: bool = False
    #: it tells what happened long ago (monitor.watch.words.oldtales)
    old: bool = False
    #: how surely somebody came to harm by it (monitor.watch.attested.toll)
    harm: int = 0
    #: its level rests on the wording as a whole, and it states nothing but asks (monitor.watch.words.footing)
    worded: bool = False
    asks: bool = False
    #: what it calls for help in
    peril: Peril | None = None

    @property
    def shown(self) -> list[str]:
        """Its categories, and that the press has it where the press says it."""
        printed = self.official_media and self.level and not self.denial and "media" not in self.categories
        return [*self.categories, "media"] if printed else self.categories

    @property
    def things(self) -> dict[str, None]:
        """What it is about, each once: its content words, and its wording, which copies share even without any."""
        things = dict.fromkeys(self.keywords)
        if self.wording:
            things[f"={self.wording}"] = None
        return things


class Quote(Struct, array_like=True):
    """A piece of evidence and the key it is ranked by: graver, then better attested, then earlier."""

    rank: tuple[int, int, datetime, str]
    evidence: Evidence
    place: Place | None


class Account(Struct, array_like=True):
    """What one mention says of an event that harmed somebody (accounts and toll read it)."""

    mention: str
    published: datetime
    spans: list[tuple[datetime, datetime]] = field(default_factory=list)  # when it happened, by the words for it
    #: kinds of those whom it befell, and kind:name of the spots
    persons: list[str] = field(default_factory=list)
    spots: list[str] = field(default_factory=list)
    dead: int = 0
    hurt: int = 0
    talk: bool = False  # it only passes on what others are said to know
    more: int = 0  # so many died beside those who were known
    instead: bool = False  # it is not the number that is told


class Wording(Struct, array_like=True):
    """Near-duplicates told as one: copies, reposts, joint letters."""

    fingerprint: str
    mentions: int
    first: datetime
    last: datetime


class Decided(Struct, array_like=True):
    """What the rule counted that gave an incident its grade, where it did not count all: its alerts show that."""

    grade: int
    #: the word, or the wording, that people agree in
    thing: str = ""
    #: those of the quoted mentions that counted
    mentions: list[str] = field(default_factory=list)


class Spread(Struct, array_like=True, dict=True):
    """What an incident knows of how it spreads, and of its kin."""

    #: by the mention that was the first to be read of each
    wordings: dict[str, Wording] = field(default_factory=dict)
    #: when quiet has lowered the grade: windows that ended before count no more
    eased_at: datetime | None = None
    #: when it was last looked at whether quiet lowers the grade
    looked_at: datetime | None = None
    merged_into: str | None = None
    merged_from: list[str] = field(default_factory=list)
    #: why it has its grade, as it was last told
    why: list[Reason] = field(default_factory=list)
    #: looks in a row that found no more than is usual, though people still speak up
    usual: int = 0
    #: the gravest level of the mentions that had to make room
    let_go: int = 0
    #: its grade has fallen because what goes on is no more than usual there
    habitual: bool = False
    decided: Decided | None = None
    #: of a company's matter: the estate that it turned out to have happened at
    traced_to: str | None = None
    #: places that were told to be wrong, each with the right one
    moved: list[tuple[str, str]] = field(default_factory=list)
    #: when it was told that there may be another event, the latest (monitor.watch.joining.besides)
    doubts: list[datetime] = field(default_factory=list)
    #: kinds of fact that are known (monitor.watch.joining.kinds), in order
    facts: list[str] = field(default_factory=list)
    alarm: Alarm = field(default_factory=Alarm)

    @kept
    def bits(self) -> dict[int, str]:
        """Fingerprint → its wording; made of the wordings, and kept with them (monitor.watch.checkpoint.copies)."""
        return {int(each.fingerprint, 16): name for name, each in self.wordings.items()}

    def forget_bits(self) -> None:
        self.__dict__.pop("bits", None)

    @kept
    def repeats(self) -> int:
        """Mentions that only repeat another's words; made of the wordings (monitor.watch.checkpoint.copies)."""
        return sum([each.mentions for each in self.wordings.values()]) - len(self.wordings)


class Clock(Struct, array_like=True):
    """One step that an incident owes: since when, until when, and what became of it (monitor.watch.owed.clocks)."""

    since: datetime
    due: datetime
    #: when it fires next; None when it never will
    next: datetime | None
    #: when it was done
    met: datetime | None = None
    #: it was not done when it was due
    late: bool = False
    #: how often that was told
    told: int = 0


class Course(Struct, array_like=True):
    """How an incident is being handled."""

    clocks: dict[str, Clock] = field(default_factory=dict)
    #: complaints that nobody has replied to, and those without a written result: mention id → arrival
    unanswered: dict[str, datetime] = field(default_factory=dict)
    unresolved: dict[str, datetime] = field(default_factory=dict)
    #: since when it has been open, and not before when it may close for quiet
    since: datetime | None = None
    quiet_from: datetime | None = None
    #: what was told last: when, and how large it was then
    told_at: datetime | None = None
    told_mentions: int = 0
    told_reach: int = 0
    #: all of it was found late: its clocks are shown, and told to nobody
    asleep: bool = False
    assigned: str | None = None
    activated_at: datetime | None = None
    silence: Silence | None = None
    review: Review | None = None
    #: it was a false positive that teaches (monitor.watch.book.lessons)
    lesson: bool = False
    #: it is an enquiry that nobody answered in time
    unasked: bool = False
    #: steps that were done or lapsed before they were owed anew, the latest (monitor.watch.owed.clocks)
    past: list[tuple[str, Clock]] = field(default_factory=list)
    fresh: Quote | None = None  # the gravest words of those that have come since it was told last
    words: dict[str, str] = field(default_factory=dict)  # how complaints begin that nobody has replied to


class Parts(Struct, array_like=True):
    """How an incident's members lie in its checkpoints: the latest with it, all older ones in parts of their own."""

    #: number of the first part, and how many of the members are in each
    front: int = 0
    sizes: list[int] = field(default_factory=list)
    #: numbers of the parts whose checkpoints are not what they should be; empty in every checkpoint
    stirred: set[int] = field(default_factory=set)


class IncidentState(Struct, array_like=True, dict=True):
    incident_id: str
    matter: str
    subject: Subject
    drill: bool
    opened_at: datetime
    updated_at: datetime
    #: first and last published_at of its mentions: joining goes by them
    first_seen: datetime
    last_seen: datetime
    #: arrival of the last mention or action: quiet closing goes by it
    touched_at: datetime
    status: Status = "open"
    grade: int = 0
    peak_grade: int = 0
    closed_at: datetime | None = None
    place: Place | None = None
    members: dict[str, Member] = field(default_factory=dict)
    #: counts go on when the oldest members are dropped
    mentions: int = 0
    complaints: int = 0
    negatives: int = 0
    reach: int = 0
    platforms: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)
    keywords: dict[str, int] = field(default_factory=dict)
    quotes: list[Quote] = field(default_factory=list)
    verdict: str | None = None
    #: an official denial or a verdict stands against the talk that it was about (monitor.watch.attested.hearsay)
    denied: bool = False
    actions: list[ActionEntry] = field(default_factory=list)
    transitions: list[TransitionEntry] = field(default_factory=list)
    #: when it was closed before it was reopened: only what was published later is judged
    since: datetime | None = None
    #: numbers alerts; the list above is bounded, this is not
    told: int = 0
    dropped: int = 0
    #: authors that are counted but not told apart any more
    more_people: int = 0
    spread: Spread = field(default_factory=Spread)
    course: Course = field(default_factory=Course)
    #: until when what was said is denied, by an office or a verdict; None in old state: all of it
    denied_at: datetime | None = None
    #: the things that its mentions name (Assessment.objects), in the order they came
    objects: list[str] = field(default_factory=list)
    parts: Parts = field(default_factory=Parts)
    #: what was said of the harm, the earliest first
    accounts: list[Account] = field(default_factory=list)
    #: incidents of its kind that it was told apart from when it opened: they are never made one with it
    related: list[str] = field(default_factory=list)
    #: of those it was the later one
    told_apart: bool = False

    @property
    def open(self) -> bool:
        return self.status != "closed"

    def resembles(self, bits: int) -> bool:
        """Whether it has a wording so near to this fingerprint."""
        # asked of every incident for every mention: a loop costs a third of a generator
        for each in self.spread.bits:  # noqa: SIM110
            if (bits ^ each).bit_count() <= ALIKE:
                return True
        return False

    @property
    def unplaced(self) -> bool:
        return self.subject.unplaced

    @property
    def merged_into(self) -> str | None:
        """The incident that it goes on as."""
        return self.spread.merged_into

    @property
    def traced_to(self) -> str | None:
        """Of a company's: the estate whose incident it goes on as."""
        return self.spread.traced_to

    @kept
    def said(self) -> dict[str, int]:
        """Thing → how many mentions speak of it; made of the members, and kept with them."""
        said: dict[str, int] = {}
        for member in self.members.values():
            for thing in member.things:
                said[thing] = said.get(thing, 0) + 1
        return said

    @kept
    def loudest(self) -> int:
        """No thing has more mentions than this; what goes again does not lower it (monitor.watch.joining.members)."""
        return max(self.said.values(), default=0)

    @kept
    def gist(self) -> Gist:
        """Its mentions at a glance."""
        return Gist(self.members.values())

    def add_to_gist(self, member: Member) -> None:
        """One that has come to the end of its members."""
        if (gist := self.__dict__.get("gist")) is not None:
            gist.add(member)

    def take_from_gist(self, member: Member) -> None:
        """One that is about to go."""
        if (gist := self.__dict__.get("gist")) is not None:
            gist.leave(member)

    def forget_gist(self) -> None:
        self.__dict__.pop("gist", None)

    def forget_said(self) -> None:
        """A mention has come, changed or gone."""
        self.__dict__.pop(SAID, None)

    @kept
    def history(self) -> History:
        """Its actions and transitions as they are written."""
        return History()

    def encoded_course(self) -> Course | None:
        """Its course with what is long and hardly changes as it is written; None where that is short."""
        if len(self.course.past) < SHORT:
            return None
        # to be encoded, and for nothing else
        return msgspec.structs.replace(self.course, past=self.history.past.of(self.course.past))

    def encoded(self) -> dict[str, msgspec.Raw]:
        """The fields that are long and hardly change, as they are written: in its checkpoint as in its record."""
        if len(self.actions) + len(self.transitions) < SHORT:
            return {}
        history = self.history
        return {"actions": history.actions.of(self.actions), "transitions": history.transitions.of(self.transitions)}

    @property
    def voices(self) -> int:
        """Distinct people, those beyond the state's bound included."""
        return len(self.people) + self.more_people


class PartitionState(Struct):
    """What belongs to the partition and to no subject; written in its head."""

    clock: datetime | None = None
    #: time carried by the last tick, and whether it was held back
    tick: datetime | None = None
    held: bool = False
    #: actions that name a mention not read yet
    waiting: list[Action] = field(default_factory=list)
    #: ids of the actions by mention that were read, with their arrivals: sent again, they do nothing
    heard: dict[str, datetime] = field(default_factory=dict)
    #: timeline records whose subject nobody knows, and unplaced ones: counted, not kept
    unknown: int = 0
    unplaced: int = 0


#: dicts keep the order they were filled in, which is the history's own
encode = msgspec.json.Encoder().encode
decode_memory = msgspec.json.Decoder(Memory).decode
decode_incident = msgspec.json.Decoder(IncidentState).decode
#: a part of its members, and one of the mentions
decode_members = msgspec.json.Decoder(dict[str, Member]).decode
decode_rows = msgspec.json.Decoder(bytes).decode
decode_partition = msgspec.json.Decoder(PartitionState).decode
