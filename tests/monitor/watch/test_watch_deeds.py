"""One act, however often it is sent and however much it says: done once, kept short, refused where it is idle."""

from __future__ import annotations

import pytest
from histories import act, at, judged, new_fold, only, run, tick, told

from monitor.watch.checkpoint import state

TWO = [judged("a:1"), judged("a:1", project="sz-jlhy")]


@pytest.mark.parametrize("where", [{"project": "hz-ygyy"}, {"incident_id": "hz-ygyy~0123456789abcdef"}])
def test_an_act_that_found_nothing_does_not_hit_what_has_opened_since(where):
    close = act("close", 0, **where)
    step = run([close, judged("a:1", 1), close])
    assert told(step.alerts) == [("opened", 1)]
    assert len(step.unmatched) == 1


def test_an_act_by_mention_is_done_once_for_those_who_had_it_and_not_later_for_others():
    close = act("close", 1, mention="a:1")
    step = run([TWO[0], close, TWO[1], close])
    assert told(step.alerts) == [("opened", 1), ("closed", 1), ("opened", 1)]


def test_filing_to_two_receivers_in_one_second_is_two_acts():
    step = run([judged(), *(act("file", 1, by="zhang", project="hz-ygyy", to=to) for to in ("company", "authority"))])
    assert len(only(step.incidents).actions) == 2


def test_grade_four_is_declared_once_and_of_open_matters_only():
    history = [judged(), *(act("declare", hour, project="hz-ygyy", grade=4) for hour in (1, 2))]
    assert told(run(history).alerts) == [("opened", 1), ("escalated", 4)]
    closed = only(run([judged(), act("close", 1, project="hz-ygyy")]).incidents)
    late = run([judged(), act("close", 1, project="hz-ygyy"), act("declare", 2, incident_id=closed.incident_id)])
    assert told(late.alerts) == [("opened", 1), ("closed", 1)]
    assert only(late.incidents).actions[-1].refused == "事件已关闭"


def test_an_endless_note_is_kept_and_told_in_brief():
    step = run([judged(), act("close", 1, project="hz-ygyy", note="长" * 900_000)])
    assert len(only(step.incidents).actions[0].note or "") == 500
    assert len(step.alerts[1].change) < 600


def test_what_waits_for_a_mention_waits_in_brief():
    fold = new_fold(max_waiting_actions=3)
    for offset in range(9):
        fold.apply(act("acknowledge", 0, mention=f"a:{offset}", note="长" * 900_000, by="名" * 900_000), offset)
    assert len(state.encode(fold.book.own)) < 20_000
    assert len(fold.book.own.waiting) == 3


def test_the_ids_of_acts_are_bounded_and_what_goes_is_counted():
    acts = [act("acknowledge", 1 + number / 10_000, project="hz-ygyy") for number in range(2_100)]
    fold = new_fold()
    for offset, record in enumerate([judged(), *acts]):
        fold.apply(record, offset)
    step = fold.collect()
    assert len(fold.book.subjects["hz-ygyy"].acts) == 2_000
    assert step.dropped["actions"] == 100
    assert len(only(step.incidents).actions) == 100


def test_a_long_closed_incident_is_not_acted_on_whenever_its_subject_was_last_visited():
    opened = only(run([judged()]).incidents).incident_id
    step = run([judged(), judged("x:1", 24 * 40, project="sz-jlhy"), act("reopen", 24 * 40, incident_id=opened)])
    assert [reason for _, reason in step.unmatched] == ["no such incident, or none open"]
    assert step.alerts[-1].event_time == at(24 * 40)


def test_an_old_act_that_comes_late_is_done_once_too():
    late = act("acknowledge", 0, project="hz-ygyy")
    step = run([judged("a:1", 24 * 40), late, late])
    assert len(only(step.incidents).actions) == 1


def test_an_alert_says_who_is_at_work_on_it_by_name():
    history = [
        judged(level=2),
        act("acknowledge", 1, by="zhang", project="hz-ygyy", note="在路上"),
        act("acknowledge", 2, by="前台小王", project="hz-ygyy"),
        act("assign", 3, to="zhang", project="hz-ygyy"),
        act("assign", 3.5, to="王丽，1703室", project="hz-ygyy"),
        act("close", 3.6, by="zhang", project="hz-ygyy"),
        judged("weibo:2", 4, 3),
        act("arrived", 4.1, by="zhang", project="hz-ygyy"),
        act("close", 4.2, project="hz-ygyy"),
    ]
    step = run(history)
    assert [each.transition for each in step.alerts] == ["opened", "closed", "reopened", "closed"]
    opened, closed, reopened, again = ([(d.type, d.by, d.to) for d in each.handling] for each in step.alerts)
    assert opened == reopened == []
    assert closed == [("acknowledge", "张经理", None), ("acknowledge", "前台小王", None), ("assign", "陈总", None)]
    assert again == [("arrived", "张经理", None)]


def test_who_is_at_work_is_told_in_brief():
    crowd = [act("acknowledge", 1 + n / 100, by=f"保安{n}", project="hz-ygyy") for n in range(50)]
    step = run([judged(level=2), *crowd, act("arrived", 2, by="zhang", project="hz-ygyy"), judged("weibo:2", 3, 3)])
    told = step.alerts[-1].handling
    assert (len(told), told[-1].type) == (8, "arrived")


@pytest.mark.parametrize("waits", [False, True])
def test_an_act_by_mention_is_no_miss_where_only_a_copy_of_the_mention_is_in_no_incident(waits):
    copies = [judged("a:1"), judged("a:1", project=None, level=0)]
    acknowledge = act("acknowledge", 1, mention="a:1")
    step = run([acknowledge, *copies] if waits else [*copies, acknowledge])
    assert len(only(step.incidents).actions) == 1
    assert step.unmatched == []


def test_an_act_by_mention_is_one_miss_where_no_copy_is_in_an_incident():
    copies = [judged("a:1", level=0), judged("a:1", project="sz-jlhy", level=0)]
    assert len(run([*copies, act("acknowledge", 1, mention="a:1")]).unmatched) == 1


def test_who_closes_and_opens_it_again_is_said_to_do_so_once():
    closed, opened = (
        act("close", 1, by="zhang", project="hz-ygyy", note="已修好"),
        act("reopen", 2, by="zhang", mention="a:1"),
    )
    changes = [each.change for each in run([judged("a:1"), closed, opened]).alerts]
    assert changes[1:] == ["张经理关闭：已修好；累计1条、1人", "张经理重新打开；累计1条、1人"]


def test_what_ends_and_returns_by_itself_says_what_it_is():
    step = run([judged("a:1"), tick(24 * 8), judged("a:2", 24 * 9)])
    changes = [each.change for each in step.alerts if each.transition in ("closed", "reopened")]
    assert [each.split("：")[0] for each in changes] == ["已关闭", "关闭后再次出现"]
