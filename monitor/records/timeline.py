"""The timeline: assessments, actions, ticks of its clock, and the rules in force."""

from __future__ import annotations

from monitor.records.base import Record, Time
from monitor.records.incoming import Action
from monitor.records.judged import Assessment


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
