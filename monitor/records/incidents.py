"""The state of an incident, as incidents.v1 keeps it."""

from __future__ import annotations

from typing import Literal

from msgspec import field

from monitor.records.alerts import Copies, Deadline, Evidence, Reason, Scope, Trend
from monitor.records.base import Record, Status, Time, Transition
from monitor.records.judged import Place, Subject


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
    #: it was done, and why that changes nothing now
    remark: str | None = None


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
    #: of a company's matter: the estate that it turned out to have happened at, whose incident goes on
    traced_to: str | None = None
    #: others of its kind at the same subject that were told apart from it
    related: list[str] = field(default_factory=list)
    #: who is to deal with it: the latest assignment
    assigned: str | None = None
    activated_at: Time | None = None
    silence: Silence | None = None
    lesson: LessonShown | None = None
    review: Review | None = None
    #: steps done or lapsed before they were owed anew: before a closing, at a lower grade, to who complained first
    past_deadlines: list[Deadline] = field(default_factory=list)

    @property
    def goes_on_elsewhere(self) -> bool:
        """Counted as another incident: the one that it was merged into, or that of the estate it happened at."""
        return self.merged_into is not None or self.traced_to is not None
