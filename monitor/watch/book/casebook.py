"""The open book of a partition's incidents: judging, telling, closing and forgetting them, and what changed."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from monitor import ids
from monitor.errors import YuqingError
from monitor.kept import kept
from monitor.records import Action, Alert, Assessment, Incident, Reason, Transition
from monitor.watch.attested import evidence
from monitor.watch.book import due, enquiries, lessons
from monitor.watch.bundle import Rulebook
from monitor.watch.checkpoint.awaited import Awaited, brief
from monitor.watch.checkpoint.memory import CLEARED_WITHIN
from monitor.watch.checkpoint.remembered import micros
from monitor.watch.checkpoint.state import Decided, IncidentState, Member, PartitionState, Quote
from monitor.watch.checkpoint.subjects import Shelf, SubjectState
from monitor.watch.grades import easing
from monitor.watch.grades.facts import Case, Surroundings
from monitor.watch.grades.grading import arranged, decisive, judge, may_rise
from monitor.watch.joining import campaigns, reminders
from monitor.watch.owed import clocks
from monitor.watch.settings import FoldSettings
from monitor.watch.telling import heading
from monitor.watch.telling import records as telling

#: (due, incident, step): the order in which things fall due
Due = tuple[datetime, str, str]
#: as long as a tick waits for unread input: what is read later than that was not there to be answered
READ_LATE = timedelta(minutes=15)
#: the grade may be another than it was, for other reasons
_REGRADED = frozenset({"reopened", "escalated", "deescalated"})


class Casebook:
    """State and effects of one partition; the intake of mentions and the actions work on it."""

    def __init__(self) -> None:
        self.own = PartitionState()
        self.shelf = Shelf()
        self.subjects: dict[str, SubjectState] = {}
        self.book: Rulebook | None = None
        self.due: list[Due] = []
        self._scheduled: set[Due] = set()
        #: (step, incident) that are waited for already and looked at anew when they come
        self._lazy: set[tuple[str, str]] = set()
        self.alerts: list[Alert] = []
        self.awaited = Awaited()
        #: actions that found no incident, with the reason
        self.unmatched: list[tuple[Action, str]] = []
        #: what was let go of before its time because a bound was reached, by kind
        self.dropped: Counter[str] = Counter()
        #: last state of the incidents let go of in this step: those outside keep what was shown last
        self.gone: list[Incident] = []
        #: subject → its changed incidents (those gone included)
        self.changed: dict[str, set[str]] = {}
        #: and those of them of which more has changed than the ids they remember
        self.changed_memories: set[str] = set()
        self._at: datetime | None = None
        self._instant = 0
        #: the latest of all that has fallen due since somebody set it back; changes nothing
        self.fired: Due | None = None
        #: looks on at every alert and the case it was judged by; changes nothing
        self.witness: Callable[[Case, Alert], None] | None = None

    @property
    def rules(self) -> Rulebook:
        if self.book is None:
            raise YuqingError("the timeline has records before its first rules record")
        return self.book

    def moment(self, arrived: datetime) -> datetime:
        """When a record is read: its arrival, or the clock when it comes late. What is remembered, is from then on."""
        clock = self.own.clock
        return arrived if clock is None or arrived >= clock else clock

    def instant(self, at: datetime) -> int:
        """In microseconds; asked again and again for the clock, it is reckoned once."""
        if at is not self._at:
            self._at, self._instant = at, micros(at)
        return self._instant

    def owed_from(self, at: datetime) -> datetime:
        """When the time for what has to be done begins: nobody can answer what was read long after its arrival."""
        now = self.moment(at)
        return at if now - at <= READ_LATE else now

    @kept
    def settings(self) -> FoldSettings:
        """Of the rules; asked several times a record."""
        return self.rules.settings

    def use(self, rules: Rulebook) -> None:
        """Go by these rules from here on."""
        self.book = rules
        self.__dict__.pop("settings", None)
        self.schedule_all()

    # ------------------------------------------------------------ subjects and incidents

    def subject(self, key: str) -> SubjectState:
        found = self.subjects.get(key)
        if found is None:
            found = self.subjects[key] = SubjectState(key, self.shelf)
        return found

    def heard(self, subject: str) -> set[str]:
        """A mention was delivered; its changed incidents."""
        incidents = self.changed.get(subject)
        if incidents is None:
            incidents = self.changed[subject] = set()
        return incidents

    def touch(self, subject: str, incident_id: str | None = None) -> None:
        """Its memory has changed, or one of its incidents."""
        incidents = self.heard(subject)
        self.changed_memories.add(subject)
        if incident_id is not None:
            incidents.add(incident_id)
            self.shelf.used(incident_id)

    def add(self, subject: SubjectState, incident: IncidentState) -> None:
        """Put a new incident in the book; beyond the bound the one closed longest ago goes, else the oldest."""
        while len(subject.incidents) >= self.settings.max_incidents_per_subject:
            known = sorted(subject.incidents.outlines())
            name, victim = min(known, key=lambda each: (each[1].open, each[1].closed_at or each[1].opened_at))
            if victim.open:
                # nobody would ever hear of it again: that must not look like an open matter
                self.close(subject.incidents[name], incident.opened_at, "同一项目事件过多，不再跟踪", "bound")
            self.drop(subject, name)
            self.count_dropped(subject, "incidents")
        subject.incidents[incident.incident_id] = incident

    def count_dropped(self, subject: SubjectState, kind: str) -> None:
        subject.memory.drop(kind)
        self.touch(subject.subject)
        self.dropped[kind] += 1

    def drop(self, subject: SubjectState, incident_id: str) -> None:
        self.gone.append(self.show(subject.incidents[incident_id]))
        subject.drop(incident_id)
        self.touch(subject.subject, incident_id)

    def judge(self, incident: IncidentState, at: datetime) -> tuple[int, list[Reason]]:
        return judge(self.case(incident, at))

    def case(self, incident: IncidentState, at: datetime) -> Case:
        return Case(incident, at, self.settings, self.rules.ruleset, self._around(incident, at))

    def _around(self, incident: IncidentState, at: datetime, *, usual: bool = True) -> Surroundings:
        organisation, project_id = self.rules.organisation, incident.subject.project
        project = organisation.project(project_id)
        subject = self.subjects.get(ids.subject_of(incident.incident_id)) if usual else None
        return Surroundings(
            households=project.households if project else None,
            kind=project.kind if project else "company",
            levels=organisation.levels(project_id),
            sensitive=organisation.sensitive_at(project_id, at),
            rhythm=subject.memory.rhythm if subject else None,
        )

    def show(self, incident: IncidentState) -> Incident:
        # without what is usual: that goes on growing, and an incident's state must not depend on when it is shown
        at = incident.updated_at
        plain = Case(incident, at, self.settings, self.rules.ruleset, self._around(incident, at, usual=False))
        subject = self.subjects.get(ids.subject_of(incident.incident_id))
        return telling.show(plain, self.rules, lessons.shown(incident, subject.memory if subject else None))

    # ------------------------------------------------------------ telling

    def tell(
        self,
        incident: IncidentState,
        transition: Transition,
        grade: int,
        why: list[Reason],
        cause: str,
        at: datetime,
        *,
        overdue: Mapping[str, int] | None = None,
        about: Quote | None = None,
        aside: heading.Aside | None = None,
        said: Assessment | None = None,
        case: Case | None = None,
    ) -> None:
        """Raise an alert: the incident now has this grade, for these reasons, since this moment.

        `overdue`: the steps that lapse, the most pressing first, and how often each has been told. `about`: the words
        that it is told for; `aside`: what is said of the event itself. `said`: the mention that changed the grade;
        `case`: by which it has just been judged.
        """
        before, incident.grade = incident.grade, grade
        incident.peak_grade = max(incident.peak_grade, grade)
        if transition in ("opened", "reopened", "escalated"):
            if transition != "escalated":
                incident.course.asleep = telling.late_found(incident)
            clocks.begin(incident, self.owed_from(at), self.settings, anew=transition != "escalated")
        elif transition == "deescalated":
            clocks.lower(incident, self.settings)
        self.require(incident, at)
        case = case or self.case(incident, at)
        if transition in _REGRADED and grade <= 3:
            self._show_decisive(case, said)
        why = campaigns.told_with(incident, why, arranged(case))
        alert = telling.tell(
            case, self.rules, transition, before, why, cause, at, overdue=overdue or {}, about=about, aside=aside
        )
        self.alerts.append(alert)
        if self.witness is not None:
            self.witness(case, alert)
        if transition != "overdue" or reminders.grown(incident):
            # a lapsed step that names no growth puts none off
            reminders.told(incident, self.owed_from(at))
        self.touch(ids.subject_of(incident.incident_id), incident.incident_id)
        self.schedule(incident)

    def _show_decisive(self, case: Case, said: Assessment | None) -> None:
        """What its grade came of heads its evidence: the first mention that was grave need not be what was counted."""
        incident, found = case.incident, decisive(case)
        if found is None or found.grade != incident.grade:
            evidence.decide(incident, None)
            return
        shown = [*([said.mention.id] if said else []), *(each.evidence.mention_id for each in incident.quotes)]
        counted = [name for name in dict.fromkeys(shown) if found.counts(incident.members.get(name))]
        evidence.decide(incident, Decided(found.grade, found.thing, counted))
        if said is not None and said.mention.id in counted:
            evidence.quote(incident, said, incident.members[said.mention.id], self.settings)

    def require(self, incident: IncidentState, at: datetime, new: Member | None = None) -> None:
        """Start the clocks that the matter itself asks for; `new`: all that is new is this mention."""
        if not incident.open:
            return
        # the press about an accident is the company's matter too, but it is reported where it happened
        somewhere = incident.subject.project is not None or incident.subject.unplaced
        grave = somewhere and clocks.grave_accident(incident.members.values() if new is None else [new])
        filing = telling.to_be_filed(incident, self.rules, at)
        clocks.require(incident, self.owed_from(at), self.settings, grave=grave, filing=filing)

    def regrade(
        self,
        incident: IncidentState,
        at: datetime,
        cause: str,
        *,
        new: Member | None = None,
        said: Assessment | None = None,
        may_fall: bool = False,
    ) -> None:
        """Up at once; down only where a person or an authority has spoken. `new`: all that is new is this mention,
        which is `said` where its words are new too."""
        self.touch(ids.subject_of(incident.incident_id), incident.incident_id)
        if incident.open and easing.taken_back(incident):
            self.schedule(incident)
        case = self.case(incident, at)
        if not incident.open or (new is not None and not may_rise(case, new)):
            return
        grade, why = judge(case)
        if grade > incident.grade:
            self.tell(incident, "escalated", grade, why, why[0].text if why else cause, at, said=said, case=case)
        elif may_fall and grade < incident.grade <= 3:
            self.tell(incident, "deescalated", grade, [Reason(rule="denied", text=cause), *why], cause, at, case=case)

    def close(self, incident: IncidentState, at: datetime, cause: str, rule: str) -> None:
        incident.status, incident.closed_at = "closed", at
        if (subject := self.subjects.get(ids.subject_of(incident.incident_id))) is not None:
            subject.incidents.closing(at)
        clocks.end(incident, self.owed_from(at), self.settings, call_back=rule in ("action", due.QUIET_CLOSE))
        self.tell(incident, "closed", incident.grade, [Reason(rule=rule, text=cause)], cause, at)

    def reopen(self, incident: IncidentState) -> None:
        """Open again; the caller tells."""
        incident.status, incident.closed_at = "open", None
        incident.spread.traced_to = None
        clocks.forget(incident)

    # ------------------------------------------------------------ time

    def advance(self, to: datetime) -> None:
        """Fire all that is due up to then, in the order (due, incident, step), each stamped with the moment due."""
        if self.due and self.due[0][0] <= to:
            self._fire(to)
        clock = self.own.clock
        if clock is None or to > clock:
            self.own.clock = to

    def _fire(self, to: datetime) -> None:
        while self.due and self.due[0][0] <= to:
            moment, incident_id, step = entry = heapq.heappop(self.due)
            if self.fired is None or entry > self.fired:
                self.fired = entry
            self._scheduled.discard(entry)
            self._lazy.discard((step, incident_id))
            if incident_id:
                due.fire(self, moment, incident_id, step)
            else:
                self._expire(step)

    def schedule(self, incident: IncidentState) -> None:
        """Wait for every moment that matters to the incident; the same one is waited for once."""
        for moment, step in due.timers(incident, self.settings, self.rules.ruleset):
            if step not in due.LAZY or (step, incident.incident_id) not in self._lazy:
                self.await_moment((moment, incident.incident_id, step))

    def schedule_all(self) -> None:
        """After a restore, or under other rules."""
        self.due, self._scheduled, self._lazy = [], set(), set()
        for subject in self.subjects.values():
            for incident in subject.incidents.values():
                self.schedule(incident)
            enquiries.schedule(self, subject)
            self.shelf.tidy()
        for action in self.own.waiting:
            self.schedule_expiry(action)

    def await_moment(self, entry: Due) -> None:
        if entry not in self._scheduled:
            self._scheduled.add(entry)
            if entry[2] in due.LAZY:
                self._lazy.add((entry[2], entry[1]))
            heapq.heappush(self.due, entry)

    def hear(self, action: Action) -> bool:
        """Whether an action that names a mention is new here."""
        heard, action_id = self.own.heard, ids.action_id(action)
        if action_id in heard:
            return False
        heard[action_id] = action.arrived_at or action.at
        if len(heard) > self.settings.max_waiting_actions:
            del heard[next(iter(heard))]
            self.dropped["actions"] += 1
        return True

    def wait(self, action: Action) -> None:
        """Keep an action that names a mention nobody has read yet."""
        gone = self.awaited.add(self.own.waiting, brief(action), self.settings.max_waiting_actions)
        self.schedule_expiry(action)
        self.unmatched.extend((each, "too many actions wait for their mentions") for each in gone)

    def awaits(self, mention_id: str) -> bool:
        """Whether an action may wait for this mention."""
        return bool(self.own.waiting) and self.awaited.names(self.own.waiting, mention_id)

    def schedule_expiry(self, action: Action) -> None:
        moment = (action.arrived_at or action.at) + timedelta(hours=self.settings.action_wait_hours)
        self.await_moment((moment, "", ids.action_id(action)))

    def _expire(self, action_id: str) -> None:
        late = [each for each in self.own.waiting if ids.action_id(each) == action_id]
        self.own.waiting = [each for each in self.own.waiting if ids.action_id(each) != action_id]
        self.unmatched.extend((each, "the mention was not seen in time") for each in late)

    # ------------------------------------------------------------ forgetting

    def forget(self, subject: SubjectState) -> None:
        """Let go of what is past its time."""
        clock = self.own.clock
        if clock is None:
            return
        settings, memory, learned, now = self.settings, subject.memory, subject.memory.learned, self.instant(clock)
        before = now - settings.remember_micros
        if subject.mentions.front_last < before:
            self._forget_mentions(subject, before)
        if subject.grave.front_last < now - settings.remember_grave_micros:
            self._forget_grave(subject, now - settings.remember_grave_micros)
        if subject.acts.front_last < before:
            self._forget_actions(subject, before)
        if (learned.lessons or learned.labels) and lessons.forget(subject, clock):
            self.touch(subject.subject)
        if memory.denials and memory.forget_denials(clock - settings.join):
            self.touch(subject.subject)
        if memory.clears and memory.forget_clears(clock - CLEARED_WITHIN):
            self.touch(subject.subject)
        for name in subject.incidents.closed_before(now - settings.reopen_micros):
            if not lessons.teaches(subject, name, clock):
                self.drop(subject, name)

    def _forget_mentions(self, subject: SubjectState, before: int) -> None:
        """What was last delivered before then; what is grave is remembered longer."""
        self.heard(subject.subject)
        while subject.mentions.front_last < before:
            seen = subject.mentions.pop()
            if seen.level >= 3:
                subject.grave.add(seen)
            else:
                subject.let_go(seen)

    def _forget_grave(self, subject: SubjectState, before: int) -> None:
        self.heard(subject.subject)
        while subject.grave.front_last < before:
            subject.let_go(subject.grave.pop())

    def _forget_actions(self, subject: SubjectState, before: int) -> None:
        self.heard(subject.subject)
        while subject.acts.front_last < before:
            subject.acts.pop()
