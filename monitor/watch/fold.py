"""The fold of one timeline partition: records in, alerts, incidents and checkpoints out; same timeline, same bytes."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from monitor import ids
from monitor.errors import YuqingError
from monitor.records import (
    Action,
    Alert,
    Assessment,
    Checkpoint,
    Head,
    Incident,
    Reason,
    RuleBundle,
    Rules,
    Tick,
    TimelineRecord,
    Transition,
)
from monitor.subject import subject_key
from monitor.watch import acting, members, state, telling
from monitor.watch.bundle import Rulebook, open_bundle
from monitor.watch.grading import Case, judge
from monitor.watch.matter import BASE, base_matter, find_incident
from monitor.watch.state import IncidentState, PartitionState, Seen, SubjectState

QUIET_CLOSE = "quiet_close"


class Unmatched(Struct, frozen=True):
    """An action that found no incident, and why."""

    action: Action
    reason: str


class Step(Struct, frozen=True, kw_only=True):
    """What one transaction writes: all that changed since the last step."""

    alerts: list[Alert]
    incidents: list[Incident]
    checkpoints: list[Checkpoint]
    #: subjects that hold nothing any more: tombstones
    emptied: list[str]
    #: actions that found no incident
    unmatched: list[Unmatched]
    head: Head


class Fold:
    """Folds one partition's records in their order.

    `bundles` must hold every rules bundle by digest that the timeline names. Before the first rules record nothing
    can be folded; `start` names the bundle for a partition that has a head already.
    """

    def __init__(self, partition: int, partitions: int, bundles: Mapping[str, RuleBundle]) -> None:
        self.partition, self.partitions, self.bundles = partition, partitions, bundles
        self.offset = -1
        self.own = PartitionState()
        self.subjects: dict[str, SubjectState] = {}
        self.book: Rulebook | None = None
        self._unmatched: list[Unmatched] = []
        self._folded = -1
        self._due: list[tuple[datetime, str, str]] = []
        self._alerts: list[Alert] = []
        self._changed: dict[str, set[str]] = {}

    # ------------------------------------------------------------ starting and checkpoints

    def restore(self, head: Head, checkpoints: Iterable[Checkpoint]) -> None:
        """Take up where a head and its checkpoints left off. Raises YuqingError for another format or partition count."""
        if head.format != state.FORMAT:
            raise YuqingError(
                f"checkpoint format {head.format} of timeline partition {head.partition} is not {state.FORMAT}: "
                "rebuild the state from the timeline (reset checkpoints.v1 and the watch group's offsets)"
            )
        if head.partitions != self.partitions:
            raise YuqingError(
                f"timeline.v1 had {head.partitions} partitions when its state was written and has {self.partitions} "
                "now: subjects would move; create the topic anew with the old count"
            )
        self.offset = self._folded = head.offset
        if head.state is not msgspec.UNSET:
            self.own = state.decode_partition(head.state)
        self.use(head.rules)
        for action in self.own.waiting:
            self._schedule_expiry(action)
        for checkpoint in checkpoints:
            subject = state.decode_subject(checkpoint.state)
            self.subjects[subject.subject] = subject
            for incident in subject.incidents.values():
                self._schedule(incident)

    def use(self, digest: str) -> None:
        """Fold under this bundle from here on. Raises YuqingError when nobody kept it."""
        if digest not in self.bundles:
            raise YuqingError(f"rules bundle {digest} is not on rulesets.v1: the timeline cannot be folded without it")
        self.book = open_bundle(self.bundles[digest])
        for subject in self.subjects.values():
            for incident in subject.incidents.values():
                self._schedule(incident)

    @property
    def rules(self) -> Rulebook:
        if self.book is None:
            raise YuqingError("no rules record before the first record of the timeline")
        return self.book

    @property
    def told(self) -> int:
        """Alerts raised since the last step."""
        return len(self._alerts)

    @property
    def dirty(self) -> bool:
        """Something was folded since the last step."""
        return self.offset > self._folded

    def collect(self) -> Step:
        """Close the step: everything that changed since the last one, and the head behind it."""
        changed, alerts, unmatched = self._changed, self._alerts, self._unmatched
        self._changed, self._alerts, self._unmatched, self._folded = {}, [], [], self.offset
        filled = [name for name in changed if self._filled(name)]
        step = Step(
            alerts=alerts,
            incidents=[telling.show(each, self.rules) for name in changed for each in self._of(name, changed[name])],
            checkpoints=[self._checkpoint(name) for name in filled],
            emptied=[name for name in changed if name not in filled],
            unmatched=unmatched,
            head=self._head(),
        )
        for name in step.emptied:
            self.subjects.pop(name, None)
        return step

    def _filled(self, name: str) -> bool:
        subject = self.subjects.get(name)
        return subject is not None and bool(subject.mentions or subject.grave or subject.incidents or subject.actions)

    def _of(self, name: str, incident_ids: set[str]) -> list[IncidentState]:
        incidents = self.subjects[name].incidents if name in self.subjects else {}
        return [incidents[each] for each in sorted(incident_ids) if each in incidents]

    def _checkpoint(self, name: str) -> Checkpoint:
        raw = msgspec.Raw(state.encode(self.subjects[name]))
        return Checkpoint(subject=name, format=state.FORMAT, state=raw)

    def _head(self) -> Head:
        return Head(
            partition=self.partition,
            offset=self.offset,
            clock=self.own.clock,
            rules=self.rules.digest,
            format=state.FORMAT,
            partitions=self.partitions,
            state=msgspec.Raw(state.encode(self.own)),
        )

    # ------------------------------------------------------------ records

    def apply(self, record: TimelineRecord, offset: int) -> None:
        """Fold one record; one that the state contains already (offset at or below the head) is passed over."""
        if offset <= self.offset:
            return
        self.offset = offset
        match record:
            case Rules():
                self.use(record.digest)
            case Tick():
                self.own.tick, self.own.held = record.at, record.held
                self._advance(record.at)
            case Assessment():
                self._arrive(record.arrived_at)
                self._assessment(record)
            case Action():
                self._arrive(record.arrived_at or record.at)
                self._action(record)

    def skip(self, offset: int) -> None:
        """A record that could not be read: the head passes it."""
        self.offset = max(self.offset, offset)

    def _arrive(self, at: datetime) -> None:
        """Arrivals move the clock; on wall time no further than the ticks vouch for (a backlog is being read)."""
        settings = self.rules.settings
        if settings.clock == "wall":
            if self.own.tick is None or self.own.held:
                return
            at = min(at, self.own.tick + settings.tick_grace)
        self._advance(at)

    # ------------------------------------------------------------ time

    def _advance(self, to: datetime) -> None:
        """Fire all that is due up to then, in the order (due, incident, step), each stamped with the moment due."""
        while self._due and self._due[0][0] <= to:
            due, incident_id, step = heapq.heappop(self._due)
            self._fire(due, incident_id, step)
        self.own.clock = to if self.own.clock is None else max(self.own.clock, to)

    def _fire(self, due: datetime, incident_id: str, step: str) -> None:
        if step == QUIET_CLOSE:
            self._quiet(due, incident_id)
        else:
            self._expire(due, step)

    def _quiet(self, due: datetime, incident_id: str) -> None:
        subject = self.subjects.get(ids.subject_of(incident_id))
        incident = subject.incidents.get(incident_id) if subject else None
        if incident is None or not incident.open:
            return
        settings = self.rules.settings
        if incident.touched_at + settings.quiet_close > due:
            self._schedule(incident)
            return
        self._close(incident, due, f"{settings.quiet_close_days}天内无新信息、无处置动作", "quiet_close")

    def _expire(self, due: datetime, action_id: str) -> None:
        late = [each for each in self.own.waiting if ids.action_id(each) == action_id]
        self.own.waiting = [each for each in self.own.waiting if ids.action_id(each) != action_id]
        self._unmatched.extend(Unmatched(each, "the mention was not seen in time") for each in late)

    def _schedule(self, incident: IncidentState) -> None:
        if incident.open:
            due = incident.touched_at + self.rules.settings.quiet_close
            heapq.heappush(self._due, (due, incident.incident_id, QUIET_CLOSE))

    # ------------------------------------------------------------ mentions

    def _assessment(self, judged: Assessment) -> None:
        key = subject_key(judged.subject)
        if key == "none":
            self.own.unknown += 1
            self.own.unplaced += judged.subject.unplaced
            return
        subject = self._subject(key)
        self._forget(subject)
        seen = self._seen(subject, judged.mention.id)
        if seen is None:
            self._first(subject, judged)
        elif members.version_of(judged) > seen.version:
            self._newer(subject, judged, seen)
        else:
            self._again(subject, judged, seen)
        self._changed.setdefault(key, set())
        self._try_waiting(subject, judged.mention.id)

    def _subject(self, key: str) -> SubjectState:
        return self.subjects.setdefault(key, SubjectState(subject=key))

    def _seen(self, subject: SubjectState, mention_id: str) -> Seen | None:
        """What is known of the id; being delivered again puts it at the end of the memory."""
        seen = subject.mentions.pop(mention_id, None) or subject.grave.pop(mention_id, None)
        if seen is not None:
            subject.mentions[mention_id] = seen
        return seen

    def _first(self, subject: SubjectState, judged: Assessment) -> None:
        seen = Seen(members.version_of(judged), judged.arrived_at, judged.risk.level, None)
        subject.mentions[judged.mention.id] = seen
        self._bound_mentions(subject)
        self._take_in(subject, judged, seen)

    def _bound_mentions(self, subject: SubjectState) -> None:
        bound = self.rules.settings.max_mentions_per_subject
        for memory in (subject.mentions, subject.grave):
            while len(memory) > bound:
                del memory[next(iter(memory))]
                subject.drop("mentions")

    def _newer(self, subject: SubjectState, judged: Assessment, seen: Seen) -> None:
        seen.version = members.version_of(judged)
        seen.last = max(seen.last, judged.arrived_at)
        seen.level = max(seen.level, judged.risk.level)
        incident = subject.incidents.get(seen.incident or "")
        if incident is None:
            if seen.incident is None:
                self._take_in(subject, judged, seen)
            return
        members.replace(incident, judged, members.member_of(judged, self.rules.settings), self.rules.settings)
        self._touch(incident)
        self._regrade(incident, judged.arrived_at, "信息更新")

    def _again(self, subject: SubjectState, judged: Assessment, seen: Seen) -> None:
        seen.last = max(seen.last, judged.arrived_at)
        incident = subject.incidents.get(seen.incident or "")
        if incident is not None and members.raise_reach(incident, judged.mention.id, judged.reach):
            self._touch(incident)
            self._regrade(incident, judged.arrived_at, "传播范围扩大")

    def _take_in(self, subject: SubjectState, judged: Assessment, seen: Seen) -> None:
        """A mention not in any incident yet: denies one, joins one, reopens one, opens one, or stays outside."""
        if judged.risk.level == 0:
            self._denial(subject, judged)
            return
        if not judged.relevant and not judged.subject.unplaced:
            return
        settings = self.rules.settings
        incident = find_incident(subject, judged, members.published(judged), settings)
        if incident is None:
            if self._too_old(judged):
                return
            incident = self._open(subject, judged)
        seen.incident = incident.incident_id
        members.add(incident, judged, members.member_of(judged, settings), settings)
        if judged.risk.categories and incident.matter not in BASE.values():
            incident.matter = base_matter(judged.risk.categories)
        self._touch(incident)
        self._follow(incident, judged)

    def _too_old(self, judged: Assessment) -> bool:
        """Older than the memory of ids: it may have been told long ago. What is grave is told all the same."""
        age = judged.arrived_at - members.published(judged)
        return judged.risk.level < 3 and age > timedelta(days=self.rules.settings.remember_days)

    def _open(self, subject: SubjectState, judged: Assessment) -> IncidentState:
        matter = base_matter(judged.risk.categories)
        at, when = judged.arrived_at, members.published(judged)
        incident = IncidentState(
            incident_id=ids.incident_id(subject.subject, matter, judged.mention.id, judged.mention.drill),
            matter=matter,
            subject=judged.subject,
            drill=judged.mention.drill,
            opened_at=at,
            updated_at=at,
            first_seen=when,
            last_seen=when,
            touched_at=at,
        )
        subject.incidents[incident.incident_id] = incident
        self._bound_incidents(subject)
        return incident

    def _bound_incidents(self, subject: SubjectState) -> None:
        bound = self.rules.settings.max_incidents_per_subject
        while len(subject.incidents) > bound:
            closed = [name for name, each in subject.incidents.items() if not each.open]
            victim = closed[0] if closed else next(iter(subject.incidents))
            del subject.incidents[victim]
            subject.drop("incidents")

    def _follow(self, incident: IncidentState, judged: Assessment) -> None:
        """Tell what the new mention made of its incident."""
        at = judged.arrived_at
        grade, why = self._judge(incident, at)
        if incident.grade == 0:
            self._tell(incident, "opened", grade, why, "", at)
        elif not incident.open:
            self._after_close(incident, judged, grade, why)
        else:
            self._regrade(incident, at, why[0].text if why else "")

    def _after_close(self, incident: IncidentState, judged: Assessment, grade: int, why: list[Reason]) -> None:
        closed = incident.closed_at
        if closed is not None and members.published(judged) <= closed:
            if grade <= incident.grade:
                return  # it speaks of the time before the closing and is no graver: counted, not told
            closed = incident.since
        incident.status, incident.closed_at, incident.since = "open", None, closed
        self._schedule(incident)
        # what was closed stays closed: the new grade comes from what was published since
        grade, why = self._judge(incident, judged.arrived_at)
        self._tell(incident, "reopened", grade, why, "关闭后又有新信息", judged.arrived_at)

    def _denial(self, subject: SubjectState, judged: Assessment) -> None:
        """Only the authorities' denial counts against hearsay; everybody else's is one more voice."""
        if judged.frame != "denial" or "government" not in judged.credibility.signs:
            return
        settings = self.rules.settings
        when = members.published(judged)
        for incident in [each for each in subject.incidents.values() if each.open and not each.denied]:
            doubtful = all(each.hearsay for each in incident.members.values() if each.level == 3)
            recent = abs(when - incident.last_seen) <= settings.join
            if doubtful and recent and any(each.level == 3 for each in incident.members.values()):
                incident.denied = True
                self._touch(incident)
                self._regrade(incident, judged.arrived_at, "官方已辟谣", may_fall=True)

    # ------------------------------------------------------------ grades and telling

    def _judge(self, incident: IncidentState, at: datetime) -> tuple[int, list[Reason]]:
        project = incident.subject.project
        households = self.rules.organisation.households_of(project) if project else None
        return judge(Case(incident, at, self.rules.settings, households))

    def _regrade(self, incident: IncidentState, at: datetime, cause: str, *, may_fall: bool = False) -> None:
        """Up at once; down only where a person or an authority has spoken."""
        if not incident.open:
            return
        grade, why = self._judge(incident, at)
        if grade > incident.grade:
            self._tell(incident, "escalated", grade, why, why[0].text if why else cause, at)
        elif may_fall and grade < incident.grade <= 3:
            self._tell(incident, "deescalated", grade, why, cause, at)

    def _tell(
        self,
        incident: IncidentState,
        transition: Transition,
        grade: int,
        why: list[Reason],
        cause: str,
        at: datetime,
    ) -> None:
        before, incident.grade = incident.grade, grade
        incident.peak_grade = max(incident.peak_grade, grade)
        self._alerts.append(telling.tell(incident, self.rules, transition, before, why, cause, at))
        self._touch(incident)
        if transition == "opened":
            self._schedule(incident)

    def _close(self, incident: IncidentState, at: datetime, cause: str, rule: str) -> None:
        incident.status, incident.closed_at = "closed", at
        self._tell(incident, "closed", incident.grade, [Reason(rule=rule, text=cause)], cause, at)

    def _touch(self, incident: IncidentState) -> None:
        self._changed.setdefault(ids.subject_of(incident.incident_id), set()).add(incident.incident_id)

    # ------------------------------------------------------------ actions

    def _action(self, action: Action) -> None:
        if action.mention is not None:
            self._by_mention(action)
        elif action.incident_id is not None:
            subject = self.subjects.get(ids.subject_of(action.incident_id))
            self._act(subject, [action.incident_id] if subject else [], action)
        else:
            subject = self.subjects.get(action.project or "company")
            opened = [each.incident_id for each in subject.incidents.values() if each.open] if subject else []
            self._act(subject, opened, action)

    def _by_mention(self, action: Action) -> None:
        found = [each for each in self.subjects.values() if action.mention in each.mentions]
        for subject in found:
            self._act(subject, self._incidents_of(subject, action.mention or ""), action)
        if not found and all(ids.action_id(each) != ids.action_id(action) for each in self.own.waiting):
            self._wait_for(action)

    def _wait_for(self, action: Action) -> None:
        self.own.waiting.append(action)
        self._schedule_expiry(action)
        while len(self.own.waiting) > self.rules.settings.max_waiting_actions:
            self._unmatched.append(Unmatched(self.own.waiting.pop(0), "too many actions wait for their mentions"))

    def _schedule_expiry(self, action: Action) -> None:
        due = (action.arrived_at or action.at) + timedelta(hours=self.rules.settings.action_wait_hours)
        heapq.heappush(self._due, (due, "", ids.action_id(action)))

    def _try_waiting(self, subject: SubjectState, mention_id: str) -> None:
        ready = [each for each in self.own.waiting if each.mention == mention_id]
        if ready:
            self.own.waiting = [each for each in self.own.waiting if each.mention != mention_id]
        for action in ready:
            self._act(subject, self._incidents_of(subject, mention_id), action)

    def _incidents_of(self, subject: SubjectState, mention_id: str) -> list[str]:
        seen = subject.mentions.get(mention_id)
        return [seen.incident] if seen is not None and seen.incident is not None else []

    def _act(self, subject: SubjectState | None, targets: list[str], action: Action) -> None:
        action_id = ids.action_id(action)
        known = [each for each in targets if subject is not None and each in subject.incidents]
        if subject is None or not known:
            self._unmatched.append(Unmatched(action, "no such incident, or none open"))
            return
        if action_id in subject.actions:
            return
        subject.actions[action_id] = action.arrived_at or action.at
        for incident_id in known:
            self._do(subject.incidents[incident_id], action, action_id)

    def _do(self, incident: IncidentState, action: Action, action_id: str) -> None:
        refused = acting.refusal(action, incident, self.rules.organisation)
        acting.note(incident, action, action_id, refused)
        self._touch(incident)
        if refused is not None:
            return
        at, by = action.arrived_at or action.at, action.by
        said = f"：{action.note}" if action.note else ""
        if action.type == "close":
            self._close(incident, at, f"{by}关闭{said}", "action")
        elif action.type == "reopen":
            incident.status, incident.closed_at = "open", None
            self._schedule(incident)
            reason = Reason(rule="action", text=f"{by}重新打开{said}")
            self._tell(incident, "reopened", incident.grade, [reason], reason.text, at)
        elif action.type == "declare":
            reason = Reason(rule="declared", text=f"{by}宣布为特别严重{said}", observed=by, needed="公司领导")
            self._tell(incident, "escalated", 4, [reason], reason.text, at)
        elif action.type == "verify":
            acting.verify(incident, action, self.rules.settings)
            verdict = {"true": "经核实属实", "false": "经核实不属实"}.get(incident.verdict or "", "核实未果")
            self._regrade(incident, at, f"{by}{verdict}{said}", may_fall=True)

    # ------------------------------------------------------------ forgetting

    def _forget(self, subject: SubjectState) -> None:
        """Let go of what is past its time; mentions lie in the order of their first delivery."""
        clock, settings = self.own.clock, self.rules.settings
        if clock is None:
            return
        ordinary = clock - timedelta(days=settings.remember_days)
        _forget_old(subject.mentions, ordinary, subject.grave)
        _forget_old(subject.grave, clock - timedelta(days=settings.remember_grave_days), {})
        for name in [name for name, at in subject.actions.items() if at < ordinary]:
            del subject.actions[name]
        for name, incident in list(subject.incidents.items()):
            if incident.closed_at is not None and incident.closed_at + settings.reopen < clock:
                del subject.incidents[name]


def _forget_old(memory: dict[str, Seen], before: datetime, grave: dict[str, Seen]) -> None:
    """Let go of the front of a memory that lies in the order of last delivery; what is grave goes to a longer one."""
    while memory:
        name = next(iter(memory))
        if memory[name].last >= before:
            return
        seen = memory.pop(name)
        if seen.level >= 3:
            grave[name] = seen
