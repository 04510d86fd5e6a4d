"""The numbers that the fold decides by; they are part of the rules bundle, so a replay uses the recorded ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from msgspec import Struct

from monitor.kept import kept

#: Counts per release: one whose fold gives other alerts of the same timeline than the release before has the next.
#: A bundle of another version is not folded silently.
FOLD_VERSION = 3
#: in microseconds
_DAY = 86_400 * 1_000_000


class FoldSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """Defaults of the design's corner cases; hours and days of event time."""

    #: wall: ticks move the clock; records: arrivals do
    clock: Literal["wall", "records"] = "wall"
    #: how far arrivals may run ahead of the last tick before they are taken for a backlog being read
    tick_grace_seconds: int = 60
    join_hours: int = 72
    reopen_days: int = 14
    quiet_close_days: int = 7
    #: small matters of every day lie in one incident for so long; then what is new has one of its own
    small_matters_days: int = 7
    late_found_hours: int = 72
    remember_days: int = 30
    #: mentions of level 3 are remembered longer: one re-sent must not wake people again
    remember_grave_days: int = 365
    #: quiet for so long, a grade that came from many people at once is looked at again
    ease_hours: int = 24
    #: and falls only below this share of what it had asked for
    ease_share: float = 0.8
    #: it falls as well when so many looks, one each `ease_hours`, have found no more than is usual for the subject …
    usual_looks: int = 3
    #: … and rises again only so many standard deviations above that
    usual_burst: float = 1.5
    action_wait_hours: int = 24
    max_mentions_per_subject: int = 20_000
    max_members_per_incident: int = 1_000
    max_incidents_per_subject: int = 200
    max_waiting_actions: int = 1_000
    evidence_per_incident: int = 5
    clocks: Literal["on", "off"] = "on"
    acknowledge_minutes_grade1: int = 24 * 60
    acknowledge_minutes_grade2: int = 2 * 60
    acknowledge_minutes_grade3: int = 30
    first_response_minutes: int = 4 * 60
    statement_minutes: int = 5 * 60
    follow_up_minutes: int = 24 * 60
    reply_minutes: int = 24 * 60
    on_site_minutes: int = 30
    result_minutes: int = 7 * 24 * 60
    callback_minutes: int = 3 * 24 * 60
    authority_minutes: int = 60
    company_minutes: int = 60
    #: an overdue step of grade 2 and above is told again so often at most, each time a level further up
    overdue_repeats: int = 3
    #: who came to harm or is in danger, confirmed by nobody: told each day at this hour, for so many days (0: never)
    unconfirmed_hour: int = 8
    unconfirmed_days: int = 30
    #: how long the wording of a false positive opens nothing
    lesson_days: int = 30
    remind_hours_grade1: int = 72
    remind_hours_grade2: int = 24
    remind_hours_grade3: int = 4

    @kept
    def remember_micros(self) -> int:
        return self.remember_days * _DAY

    @kept
    def remember_grave_micros(self) -> int:
        return self.remember_grave_days * _DAY

    @kept
    def reopen_micros(self) -> int:
        return self.reopen_days * _DAY

    @kept
    def join(self) -> timedelta:
        return timedelta(hours=self.join_hours)

    @kept
    def reopen(self) -> timedelta:
        return timedelta(days=self.reopen_days)

    @kept
    def quiet_close(self) -> timedelta:
        return timedelta(days=self.quiet_close_days)

    @kept
    def small_matters(self) -> timedelta:
        return timedelta(days=self.small_matters_days)

    @kept
    def late_found(self) -> timedelta:
        return timedelta(hours=self.late_found_hours)

    @kept
    def remind(self) -> tuple[timedelta, timedelta, timedelta]:
        """By grade, of the first."""
        hours = self.remind_hours_grade1, self.remind_hours_grade2, self.remind_hours_grade3
        return timedelta(hours=hours[0]), timedelta(hours=hours[1]), timedelta(hours=hours[2])

    @kept
    def ease(self) -> timedelta:
        return timedelta(hours=self.ease_hours)

    @kept
    def tick_grace(self) -> timedelta:
        return timedelta(seconds=self.tick_grace_seconds)
