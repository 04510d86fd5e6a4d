"""Neither a restart nor a rest in between changes what is told: long histories of one town, with matters that merge."""

from __future__ import annotations

import random
from typing import Any

import pytest
from generated import (
    ACTIONS,
    CLOCKS,
    MATTERS,
    SIGNS,
    SMALL,
    WORDS,
    Did,
    Event,
    History,
    Said,
    Ticked,
    histories,
    records_of,
)
from histories import act, at, judged, new_fold, tick
from hypothesis import given, settings
from restarts import told

from monitor.records import TimelineRecord, decode_incident
from monitor.watch.checkpoint.remembered import micros
from monitor.watch.checkpoint.state import IncidentState
from monitor.watch.checkpoint.subjects import Resting, Shelf
from monitor.watch.fold import Fold

HOURS = 2_200


#: what the fold is told by whom: few of everything, so that matters meet
SUBJECTS = ((0,), (0,), (1,), (2,), (3,), (4,), (0, 1), (0, 2))


AIMS = ("hz-ygyy", "company", *(f"m:{number}" for number in range(200)), *range(6))


def long_history(seed: int, events: int) -> History:
    """Three months, in which nothing is alone for long."""
    dice = random.Random(seed)
    return [(round(HOURS * number / events, 2), _event(dice, number)) for number in range(events)]


def _event(dice: random.Random, number: int) -> Event:
    kind = dice.random()
    if kind < 0.02:
        return Ticked(dice.random() < 0.2)
    if kind < 0.08:
        who, verdict = dice.choice(("chen", "zhang", "路人")), dice.choice(("true", "false", "unclear"))
        return Did(dice.choice(ACTIONS), who, dice.choice(AIMS), verdict)
    return Said(
        mention=dice.randrange(200) if dice.random() < 0.3 else number,
        level=dice.choice((0, 0, 1, 1, 1, 1, 2, 2, 3)),
        matter=dice.randrange(len(MATTERS)),
        subjects=dice.choice(SUBJECTS),
        text=dice.randrange(4),
        author=dice.randrange(60),
        source=dice.choice(("weibo", "douyin", "12345", "news")),
        kind=dice.choice(("post", "post", "comment", "complaint")),
        signs=tuple(sign for sign in SIGNS if dice.random() < 0.12),
        late=dice.choice((0.0, 0.0, 0.0, 1.0, 30.0, 120.0)),
        offset=dice.randrange(4),
        words=tuple(word for word in WORDS if dice.random() < 0.4),
        crowd=dice.choice((None,) * 8 + (12, 60)),
        reach=dice.choice((10, 500, 60_000)),
        denial=dice.random() < 0.1,
        drill=dice.random() < 0.1,
    )


BOUNDS: tuple[dict[str, Any], ...] = (
    {},
    {"max_members_per_incident": 20, "max_incidents_per_subject": 6, "max_mentions_per_subject": 60},
    {"clock": "wall"},
)


@pytest.mark.parametrize("bounds", BOUNDS, ids=("usual", "small", "wall"))
def test_a_long_history_is_the_same_after_every_restart_and_rest(bounds: dict[str, Any]) -> None:
    timeline = records_of(long_history(0, 300))
    expected = told(new_fold(**bounds), timeline, 60)
    assert told(new_fold(**bounds), timeline, 60, restart=True, **bounds) == expected
    for shelf in (Shelf(warm=-1, looked_at=0), Shelf(looked_at=0, hot=-1)):
        resting = new_fold(**bounds)
        resting.book.shelf = shelf
        assert told(resting, timeline, 60) == expected


FEE = judged("a:1", categories=["violation"], level=2, keywords=["涨价", "公示"])


CALL = judged("a:2", 50, categories=["collective"], level=2, keywords=["横幅", "堵门"], kind="complaint")


BOTH = judged("a:3", 51, categories=["violation", "collective"], level=2, keywords=["涨价", "横幅"])


def test_a_verdict_on_what_was_merged_leaves_the_other_as_it_was_told() -> None:
    one, other = _folded(FEE, CALL, BOTH).book.subjects["hz-ygyy"].incidents.values()
    assert one.members["a:2"] == other.members["a:2"]
    assert one.members["a:2"] is not other.members["a:2"]
    verdict = act("verify", 60, verdict="false", incident_id=one.incident_id if one.open else other.incident_id)
    timeline = [FEE, CALL, BOTH, verdict, judged("a:4", 24 * 30, categories=["staff"])]
    expected = told(new_fold(), timeline, 1)
    assert told(new_fold(), timeline, 1, restart=True) == expected
    # the one that ended is shown a last time when it is let go of: nobody had said then that it was false
    gone = [decode_incident(each) for each in expected[-1] if b'"merged_into":"' in each]
    assert [(each.status, each.confirmed) for each in gone] == [("closed", "一手未证实")]


def test_the_answer_that_a_merged_complaint_is_owed_is_waited_for_without_a_further_word() -> None:
    seen = act("acknowledge", 50.5, project="hz-ygyy")
    replies = [each for each in _folded(FEE, CALL, seen, BOTH, tick(50 + 25)).collect().alerts if each.step == "reply"]
    into = next(each for each in _folded(FEE, CALL, seen, BOTH).collect().incidents if each.merged_from)
    assert [(each.incident_id, each.event_time, each.times) for each in replies] == [(into.incident_id, at(74), 1)]
    # answered under the number that is no more, or by the mention: it is owed by neither
    gone = into.merged_from[0]
    for answer in (act("reply", 60, incident_id=gone), act("reply", 60, mention="a:2")):
        again = _folded(FEE, CALL, seen, BOTH, answer, tick(50 + 25)).collect()
        assert [each for each in again.alerts if each.step == "reply"] == []
        met = {each.step: each.status for each in again.incidents[-1].deadlines if each.step == "reply"}
        assert set(met.values()) <= {"met"}
    # answered before they were one: nothing is left to take over
    early = _folded(FEE, CALL, act("reply", 50.7, mention="a:2"), BOTH, tick(50 + 25)).collect()
    assert [each for each in early.alerts if each.step == "reply"] == []


def test_a_mention_that_only_its_incident_remembers_is_known_after_a_restart() -> None:
    """The memory of such a subject is a tombstone, so nothing of it comes back."""
    first = judged("a:1", level=2, categories=["violation"])
    fold = _folded(first)
    step = fold.collect()
    other = new_fold()
    other.restore(step.head, [each for each in step.checkpoints if each.incident_id is not None])
    other.apply(judged("a:1", 1, level=2, categories=["violation"]), 1)
    assert [each.scope.mentions for each in other.collect().incidents] == [1]


def test_what_grows_is_put_to_rest_though_nothing_wakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.watch.checkpoint.subjects.GROWN", 40)
    fold = new_fold()
    fold.book.shelf = Shelf(warm=60, looked_at=1_000)
    kinds: set[type] = set()
    for number in range(100):
        project = ("hz-ygyy", "sz-jlhy")[number // 50]
        fold.apply(judged(f"a:{number}", number / 10, project=project), number)
        kinds |= {type(each) for name in fold.book.subjects.values() for _, each in name.incidents.outlines()}
    assert kinds == {IncidentState, Resting}


def _folded(*timeline: TimelineRecord) -> Fold:
    fold = new_fold()
    for offset, record in enumerate(timeline):
        fold.apply(record, offset)
    return fold


@given(histories(), CLOCKS)
@settings(max_examples=60)
def test_that_everything_rests_between_two_records_changes_nothing(history: History, clock: str) -> None:
    timeline = records_of(history)
    for more in ({}, SMALL):
        expected = told(new_fold(clock=clock, **more), timeline, 5)
        for shelf in (Shelf(warm=-1, looked_at=0), Shelf(looked_at=0, hot=-1)):
            resting = new_fold(clock=clock, **more)
            resting.book.shelf = shelf
            assert told(resting, timeline, 5) == expected


@given(histories(), CLOCKS)
@settings(max_examples=40)
def test_which_were_closed_long_ago_is_known_without_looking_at_each(history: History, clock: str) -> None:
    fold = new_fold(clock=clock)
    for offset, record in enumerate(records_of(history)):
        fold.apply(record, offset)
        for subject in fold.book.subjects.values():
            closed = {name: each.closed_at for name, each in subject.incidents.outlines()}
            for moment in filter(None, closed.values()):
                before = sorted(name for name, at in closed.items() if at and at < moment)
                assert subject.incidents.closed_before(micros(moment)) == before
