"""What must hold of the fold for every history, said over generated ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from generated import CLOCKS, PLAIN, PRINTS, SMALL, WORDS, Did, History, Said, Ticked, histories, records_of
from histories import NOON, at, judged, new_fold, tick
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from monitor.ids import digest, subject_of
from monitor.records import Action, Alert, Assessment, Incident, Rules, Tick, TimelineRecord, encode
from monitor.watch.fold import Fold, Step
from monitor.watch.owed import clocks


def folded(history: Sequence[TimelineRecord], **settings: Any) -> tuple[Fold, list[Alert]]:
    fold = new_fold(**settings)
    for offset, record in enumerate(history):
        fold.apply(record, offset)
    return fold, list(fold.book.alerts)


def written(alerts: Sequence[Alert]) -> list[bytes]:
    return [encode(alert) for alert in alerts]


def latest(incidents: Sequence[Incident]) -> dict[str, bytes]:
    """What a compacted topic keeps of them."""
    return {incident.incident_id: encode(incident) for incident in incidents}


# ---------------------------------------------------------------- the properties


def same_history_same_bytes(timeline: list[TimelineRecord], clock: str) -> None:
    first, second = (folded(timeline, clock=clock)[0].collect() for _ in range(2))
    assert encode(first.alerts) == encode(second.alerts)
    assert encode(first.incidents) == encode(second.incidents)
    assert [encode(each) for each in first.checkpoints] == [encode(each) for each in second.checkpoints]
    assert encode(first.head) == encode(second.head)


def duplicates_change_nothing(timeline: list[TimelineRecord], clock: str, which: int, later: int) -> None:
    """A record delivered again, at once or as much later as ids are remembered, as after a worker's death."""
    place = which % len(timeline)
    end = _arrival(timeline[place]) + timedelta(days=30)
    beyond = (position for position, record in enumerate(timeline) if _arrival(record) > end)
    again = place + 1 + later % max(1, next(beyond, len(timeline)) - place)
    if any(_same_mention(record, timeline[place]) for record in timeline if _arrival(record) > end):
        # an id is remembered from its last delivery on: whether what comes a month later is news, depends on that
        again = place + 1
    fold, alerts = folded([*timeline[:again], timeline[place], *timeline[again:]], clock=clock)
    plain, expected = folded(timeline, clock=clock)
    assert written(alerts) == written(expected)
    assert latest(fold.collect().incidents) == latest(plain.collect().incidents)


def _same_mention(one: TimelineRecord, other: TimelineRecord) -> bool:
    return isinstance(one, Assessment) and isinstance(other, Assessment) and one.mention.id == other.mention.id


def _arrival(record: TimelineRecord) -> datetime:
    return record.at if isinstance(record, Tick | Rules) else record.arrived_at or NOON


def a_cut_changes_nothing(timeline: list[TimelineRecord], clock: str, cuts: list[int]) -> None:
    """Stopped anywhere, restored from checkpoints, some records read again: the same alerts and incidents."""
    expected = folded(timeline, clock=clock)[0].collect()
    kept: dict[tuple[str, str | None, str | None], Any] = {}
    incidents: dict[str, bytes] = {}
    alerts: list[Alert] = []
    fold, head = new_fold(clock=clock), None
    for cut in [*sorted({cut % len(timeline) for cut in cuts}), len(timeline)]:
        for offset, record in enumerate(timeline[:cut]):
            fold.apply(record, offset)
        step = fold.collect()
        alerts += step.alerts
        incidents |= latest(step.incidents)
        kept |= {(each.subject, each.incident_id, each.part): each for each in step.checkpoints}
        for key in step.emptied:
            kept.pop(key, None)
        head = msgspec.json.decode(encode(step.head), type=type(step.head))
        fold = new_fold(clock=clock)
        # compaction keeps the latest of each key, in whatever order
        fold.restore(head, [kept[key] for key in sorted(kept, key=repr)])
    assert written(alerts) == written(expected.alerts)
    assert incidents == latest(expected.incidents)


def grades_fall_for_a_reason(timeline: list[TimelineRecord], clock: str) -> None:
    """Only an action, the authorities' denial, or a closing before it lets a grade fall."""
    fold = new_fold(clock=clock)
    grades: dict[str, int] = {}
    for offset, record in enumerate(timeline):
        # an action that waits for its mention is done when that arrives
        acted = isinstance(record, Action) or bool(fold.book.own.waiting)
        fold.apply(record, offset)
        for alert in fold.collect().alerts:
            fell = alert.grade < grades.get(alert.incident_id, 0)
            # an office's denial is one by its sign, whatever frame its words stand in
            denied = isinstance(record, Assessment) and "denial" in {record.frame, *record.credibility.signs}
            eased, usual = (alert.why[0].rule == each for each in ("eased", "usual"))
            assert not fell or alert.transition == "reopened" or acted or denied or eased or usual
            # what this very record says comes after the quiet
            if eased and not isinstance(record, Assessment | Action):
                assert _quiet_since(fold, alert) >= timedelta(hours=24)
            assert alert.grade == 4 or alert.transition != "escalated" or alert.grade > grades[alert.incident_id]
            grades[alert.incident_id] = alert.grade


def _quiet_since(fold: Fold, alert: Alert) -> timedelta:
    """How long nothing was heard or done about it when it was told; forgotten since: long enough."""
    subject = fold.book.subjects.get(subject_of(alert.incident_id))
    incident = subject.incidents.get(alert.incident_id) if subject else None
    return alert.event_time - incident.touched_at if incident else timedelta(days=14)


def no_rise_is_missed(timeline: list[TimelineRecord], clock: str) -> None:
    """After every record the grade of each open incident is what all its mentions together deserve, or more."""
    fold = new_fold(clock=clock)
    for offset, record in enumerate(timeline):
        fold.apply(record, offset)
        for subject in fold.book.subjects.values():
            for incident in subject.incidents.values():
                deserved, _ = fold.book.judge(incident, incident.updated_at)
                # an enquiry that nobody answered is grade 1 for the silence, whoever asked
                stated = any(member.level for member in incident.members.values())
                assert not (incident.open and stated) or incident.grade >= deserved


def shuffled_deliveries_change_no_grade(places: list[tuple[int, ...]], order: int) -> None:
    """Mentions of one week delivered in any order inside the lateness bound: the same incidents, members and grades.

    `places`: (matter, level, hour published, author, word) of each mention, all of one estate and of no drill.
    """
    said = [
        judged(
            f"m:{n}", 72.0, level, PLAIN[matter], published=float(hour), author=f"author {author}",
            keywords=(WORDS[word], PLAIN[matter][0]), fingerprint=PRINTS[matter] if author % 3 == 0 else "",
        )
        for n, (matter, level, hour, author, word) in enumerate(places)
    ]  # fmt: skip
    # arrivals follow the deliveries: nobody may tell by them what was published first
    plain, other = (
        [msgspec.structs.replace(each, arrived_at=at(72 + n / 60)) for n, each in enumerate(delivered)]
        for delivered in (said, sorted(said, key=lambda each: digest(order, each.mention.id)))
    )
    assert _outcome(plain) == _outcome(other)


def _outcome(history: Sequence[TimelineRecord]) -> set[tuple[Any, ...]]:
    fold, _ = folded(history)
    return {
        (each.matter, each.grade, each.status, frozenset(each.members), each.mentions, frozenset(each.people))
        for subject in fold.book.subjects.values()
        for each in subject.incidents.values()
    }


def alerts_are_complete(timeline: list[TimelineRecord], clock: str) -> None:
    _, alerts = folded(timeline, clock=clock)
    texts: dict[str, set[str]] = {}
    for record in timeline:
        if isinstance(record, Assessment):
            texts.setdefault(record.mention.id, set()).add(record.mention.text)
    ids = [alert.alert_id for alert in alerts]
    assert len(set(ids)) == len(ids)
    for alert in alerts:
        assert alert.why
        assert all(reason.rule and reason.text for reason in alert.why)
        assert alert.evidence
        for evidence in alert.evidence:
            assert evidence.quote
            assert any(evidence.quote in text for text in texts[evidence.mention_id])
        assert alert.headline
        assert alert.change
        assert alert.advice
        assert alert.first_step
        assert alert.route
        assert 1 <= alert.grade <= 4
        assert alert.event_time.utcoffset() is not None


def counts_equal_a_recount(timeline: list[TimelineRecord], clock: str) -> None:
    """What an incident says of its extent is what one finds by counting its mentions' current versions."""
    fold, _ = folded(timeline, clock=clock)
    if any(isinstance(record, Action) and record.type in ("false_positive", "relabel") for record in timeline):
        return  # what people have corrected is not what was delivered
    long = max(map(_arrival, timeline)) - min(map(_arrival, timeline)) > timedelta(days=30)
    current: dict[tuple[str, str, bool], Assessment] = {}
    reach: dict[tuple[str, str, bool], int] = {}
    for record in timeline:
        if isinstance(record, Assessment):
            key = _key(record)
            reach[key] = max(reach.get(key, 0), record.reach)
            if key not in current or _version(record) > _version(current[key]):
                current[key] = record
            elif long and _version(record) == _version(current[key]) and record != current[key]:
                return  # a place on a topic holds one record; of two that say otherwise the first is forgotten by now
    for name, subject in fold.book.subjects.items():
        for incident in subject.incidents.values():
            found = [current[name, mention, incident.drill] for mention in incident.members]
            assert incident.mentions == len(incident.members)
            assert incident.complaints == sum(each.mention.kind == "complaint" for each in found)
            assert incident.people.keys() == {each.mention.author.id for each in found if each.mention.author}
            assert incident.platforms.keys() == {each.mention.source for each in found}
            most = sum(reach[name, each.mention.id, incident.drill] for each in found)
            # what was forgotten after a month is not remembered for its reach either
            assert incident.reach == most or (long and sum(each.reach for each in found) <= incident.reach < most)
            assert incident.first_seen <= min(each.mention.published_at for each in found)


def _key(judged: Assessment) -> tuple[str, str, bool]:
    """One that an exercise copies with its id is not the real one."""
    return judged.subject.project or judged.subject.how, judged.mention.id, judged.mention.drill


def _version(judged: Assessment) -> tuple[datetime, int, int]:
    return (judged.arrived_at, judged.source.partition, judged.source.offset)


def bounds_hold(timeline: list[TimelineRecord], clock: str) -> None:
    """However small the bounds: nothing grows beyond them, what goes is counted, what is told stays complete."""
    fold = new_fold(clock=clock, **SMALL)
    steps: list[Step] = []
    for offset, record in enumerate(timeline):
        fold.apply(record, offset)
        for subject in fold.book.subjects.values():
            assert len(subject.mentions) <= 3
            assert len(subject.grave) <= 3
            assert len(subject.incidents) <= 2
            for incident in subject.incidents.values():
                assert len(incident.members) <= 2
                assert len(incident.quotes) <= 2
                assert incident.mentions == len(incident.members) + incident.dropped
        assert len(fold.book.own.waiting) <= 1
        steps.append(fold.collect())
    ids = [alert.alert_id for step in steps for alert in step.alerts]
    assert len(set(ids)) == len(ids)
    dropped = sum((step.dropped for step in steps), Counter())
    kept = list(fold.book.subjects.values())
    assert dropped["members"] >= sum(each.dropped for subject in kept for each in subject.incidents.values())
    for kind in ("mentions", "incidents"):
        assert dropped[kind] >= sum(subject.memory.dropped.get(kind, 0) for subject in kept)
    read = Counter(_key(record) for record in timeline if isinstance(record, Assessment) and _key(record)[0] != "none")
    if not dropped["mentions"] and max(map(_arrival, timeline)) - NOON < timedelta(days=29):
        assert sum(len(subject.mentions) for subject in kept) == len(read)


def owed_is_complete_and_ends(timeline: list[TimelineRecord], clock: str) -> None:
    """What is open owes its acknowledgement; overdue is told a bounded number of times, at its moment, at its grade."""
    fold, alerts = folded([*timeline, tick(6_000)], clock=clock)
    grades: dict[str, int] = {}
    told: Counter[tuple[str, str, int]] = Counter()
    lives: Counter[str] = Counter()
    for alert in alerts:
        steps = {each.step: each for each in alert.deadlines}
        assert len(steps) == len(alert.deadlines)
        assert alert.transition == "closed" or "acknowledge" in steps
        assert all(each.status != "met" or each.met_at is not None for each in alert.deadlines)
        if alert.transition in ("opened", "reopened"):
            lives[alert.incident_id] += 1
        if alert.transition == "overdue":
            assert alert.grade == grades[alert.incident_id]
            assert steps[alert.step or ""].status == "overdue"
            # a death that nobody confirms is asked for on thirty mornings more
            most = 4 + 30 if alert.grade >= 3 and alert.step == "acknowledge" else 4
            assert alert.times <= (1 if alert.grade == 1 else most)
            told[alert.incident_id, alert.step or "", alert.grade] += 1
        grades[alert.incident_id] = alert.grade
    for (incident, step, grade), times in told.items():
        # a clock begins anew at each higher grade and each reopening
        most = 4 + 30 if grade >= 3 and step == "acknowledge" else 4
        assert times <= most * (lives[incident] + 3)
    for subject in fold.book.subjects.values():
        for incident in subject.incidents.values():
            assert len(incident.course.unanswered) <= clocks.COMPLAINTS_KEPT
            assert not incident.open or clocks.pending(incident) is None


def what_waits_is_scheduled(timeline: list[TimelineRecord], clock: str) -> None:
    """Nothing that an incident waits for lies behind the clock, and each of its moments is known to the book."""
    fold = new_fold(clock=clock)
    for offset, record in enumerate(timeline):
        fold.apply(record, offset)
        known = set(fold.book.due)
        now = fold.book.own.clock
        for subject in fold.book.subjects.values():
            for incident in subject.incidents.values():
                for due, step in clocks.timers(incident):
                    assert (due, incident.incident_id, step) in known
                    assert now is None or due > now


# ---------------------------------------------------------------- run quickly, and at length

INDEX = st.integers(0, 1_000)
CASES: dict[str, tuple[Callable[..., None], dict[str, SearchStrategy[Any]]]] = {
    "same history, same bytes": (same_history_same_bytes, {}),
    "duplicates": (duplicates_change_nothing, {"which": INDEX, "later": INDEX}),
    "cuts": (a_cut_changes_nothing, {"cuts": st.lists(INDEX, max_size=4)}),
    "falling": (grades_fall_for_a_reason, {}),
    "rising": (no_rise_is_missed, {}),
    "complete": (alerts_are_complete, {}),
    "recount": (counts_equal_a_recount, {}),
    "bounds": (bounds_hold, {}),
    "owed": (owed_is_complete_and_ends, {}),
    "scheduled": (what_waits_is_scheduled, {}),
}


PLACES = st.lists(
    st.tuples(st.integers(0, 3), st.integers(1, 3), st.integers(0, 71), st.integers(0, 11), st.integers(0, 3)),
    min_size=2,
    max_size=25,
)


@given(PLACES, st.integers(0, 1_000))
@settings(max_examples=150)
def test_the_order_of_delivery_changes_no_grade(places: list[tuple[int, ...]], order: int) -> None:
    shuffled_deliveries_change_no_grade(places, order)


@pytest.mark.long
@pytest.mark.timeout(3_000)
@given(PLACES, st.integers(0, 1_000))
@settings(max_examples=5_000, suppress_health_check=list(HealthCheck))
def test_the_order_of_delivery_changes_no_grade_at_length(places: list[tuple[int, ...]], order: int) -> None:
    shuffled_deliveries_change_no_grade(places, order)


def check(name: str, profile: settings, most: int) -> None:
    holds, more = CASES[name]

    @profile
    @given(histories(most), CLOCKS, st.fixed_dictionaries(more))
    def property(history: History, clock: str, more: dict[str, Any]) -> None:
        holds(records_of(history), clock, **more)

    property()


@pytest.mark.parametrize("name", CASES)
def test_quickly(name: str) -> None:
    check(name, settings(max_examples=60, deadline=None), 25)


@pytest.mark.long
@pytest.mark.timeout(3_000)
@pytest.mark.parametrize("name", CASES)
def test_at_length(name: str) -> None:
    check(name, settings(max_examples=2_000, deadline=None, suppress_health_check=list(HealthCheck)), 60)


def test_what_was_taught_is_shown_the_same_whoever_looks_when() -> None:
    history: History = [
        (0.0, Said(0, 1)),
        (0.0, Did("false_positive", "chen", "hz-ygyy", "true")),
        (60.0, Said(0, 2)),
        (780.0, Ticked(held=False)),
    ]
    duplicates_change_nothing(list(records_of(history)), "records", 2, 1)
