"""The parts of the report beside the incidents: the week before, deadlines, small matters, praise, posts of nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
from histories import act, at, judged, run
from hypothesis import given
from hypothesis import strategies as st
from reports import told, words

from monitor.company.voices import UNPLACED_KEPT, Voices
from monitor.records import Assessment, Subject
from monitor.replays.handling import recurring, responses
from monitor.replays.outcome import Outcome, Seen, Window
from monitor.replays.weeks import Days, moves

DAY = 24.0


def positive(one: Assessment, score: float = 0.9) -> Assessment:
    return msgspec.structs.replace(one, sentiment=msgspec.structs.replace(one.sentiment, label="positive", score=score))


def praise(id: str, hours: float, text: str = "保安师傅帮忙提行李，点赞", **more: Any) -> Assessment:
    return positive(judged(id, hours, 0, (), text=text, frame="praise", **more))


def test_a_week_is_set_against_the_one_before() -> None:
    history = [judged(f"a{n}", DAY * n, categories=("service",)) for n in range(7)]
    history += [judged(f"b{n}", DAY * (7 + n // 3), categories=("safety",), level=2) for n in range(21)]
    days = Days()
    for each in history:
        days.add(each, praise=False)
    change = days.change(run(history).incidents)
    assert change is not None
    assert [(move.name, move.before, move.now) for move in change.figures[:2]] == [("信息", 7, 21), ("负面", 7, 21)]
    assert [(move.name, move.difference) for move in change.categories] == [("safety", 21), ("service", -7)]
    assert [(move.name, move.difference) for move in change.projects] == [("hz-ygyy", 14)]
    assert "与上周相比" in words(told(history))


def test_without_a_whole_week_before_nothing_is_compared() -> None:
    text = words(told([judged(f"a{n}", DAY * n) for n in range(13)]))
    assert "与上周相比" not in text
    assert "记录不足两周" in text


def test_the_week_before_the_window_counts_for_the_comparison_alone() -> None:
    history = [judged(f"a{n}", DAY * n) for n in range(14)]
    text = words(told(history, Window(start=at(DAY * 7 - 12), end=at(DAY * 14 - 12))))
    assert "与上周相比" in text
    assert "7信息（条）" in text
    # the mention of the day that begins with the end is in neither week
    assert "信息7持平上周 7" in text.replace(" ", "").replace("上周7", "上周 7")


@given(st.lists(st.integers(0, 60 * 24), max_size=60))
def test_days_are_bounded_whatever_comes(hours: list[int]) -> None:
    days = Days()
    for number, hour in enumerate(hours):
        days.add(judged(f"m{number}", float(hour)), praise=False)
    assert len(days.days) <= 15
    assert all(day > days.last - 15 for day in days.days)


def test_small_differences_are_not_told() -> None:
    assert moves({"a": 5, "b": 5}, {"a": 6, "b": 9, "c": 2}) == moves({"b": 5}, {"b": 9})


def test_ids_are_forgotten_in_time_and_not_before() -> None:
    seen = Seen()
    assert [seen.again("a", at(hours)) for hours in (0, DAY * 29, DAY * 29)] == [False, True, True]
    for number in range(10):
        seen.again(f"m{number}", at(DAY * 30 * number))
    assert len(seen.spans) <= 3
    assert not seen.again("a", at(DAY * 400))


def test_response_times_stand_against_their_deadlines() -> None:
    history = [
        judged("weibo:1", 0, 3, ("casualty",)),
        act("acknowledge", 0.25, project="hz-ygyy"),
        judged("weibo:2", 0, 3, ("casualty",), project="sz-jlhy"),
        judged("weibo:3", 30, 0, ()),
    ]
    found = {each.step: each for each in responses(run(history).incidents)}
    acknowledge = found["acknowledge"]
    assert (acknowledge.owed, acknowledge.on_time, acknowledge.overdue, acknowledge.typical) == (2, 1, 1, 15.0)
    assert found["first_response"].overdue == 2
    text = words(told(history))
    assert "确认收到11·1" in text.replace(" ", "") or "确认收到1·1" in text.replace(" ", "")
    assert "逾期未做" in text


def test_what_was_done_before_a_closing_counts_too_and_from_its_own_opening() -> None:
    history = [
        judged("a:1", 0),
        act("acknowledge", 1, project="hz-ygyy"),
        act("close", 2, project="hz-ygyy"),
        judged("a:2", 100),
        act("acknowledge", 103, project="hz-ygyy"),
    ]
    found = {each.step: each for each in responses(run(history).incidents)}
    assert (found["acknowledge"].owed, found["acknowledge"].on_time, found["acknowledge"].typical) == (2, 2, 120.0)
    once = {each.step: each for each in responses(run(history[:3]).incidents)}
    assert (once["acknowledge"].owed, once["acknowledge"].typical) == (1, 60.0)


def test_a_small_matter_that_comes_again_is_in_the_register() -> None:
    often = [judged(f"weibo:{n}", n, author=f"u{n}", keywords=["电梯"]) for n in range(3)]
    once = [judged("weibo:9", 1, project="sz-jlhy", categories=("management",))]
    found = recurring(run([*often, *once]).incidents)
    assert [(each.project, each.category, each.mentions, each.people) for each in found] == [
        ("hz-ygyy", "service", 3, 3)
    ]
    assert "反复出现的小问题" in words(told([*often, *once]))
    assert "反复出现的小问题" not in words(told(once))


def test_praise_is_of_our_people_and_quoted() -> None:
    history = [
        praise("weibo:1", 0),
        praise("weibo:2", 1, text="谢谢邻居借我梯子"),
        judged("weibo:3", 2, 0, (), text="保安在岗"),
    ]
    text = words(told(history))
    assert "表扬 1 条" in text.replace("表扬1 条", "表扬 1 条")
    assert "保安师傅帮忙提行李，点赞" in text
    assert "谢谢邻居借我梯子" not in text


def test_thanks_that_tell_of_harm_are_an_incident_and_no_praise() -> None:
    text = "昨晚煤气中毒两人送医，幸好物业发现及时，点赞"
    grave = positive(judged("weibo:1", 0, 3, ("casualty",), text=text, frame="praise"))
    mild = positive(judged("weibo:2", 1, 1, ("service",), text="保安贴心，就是路灯老不亮", frame="praise"))
    voices = Voices()
    for each in (grave, mild):
        voices.add(each)
    assert [each.mention_id for each in voices.best(9)] == ["weibo:2"]


def test_posts_of_nobody_are_counted_and_the_gravest_listed() -> None:
    nobody = Subject(unplaced=True)
    history = [judged(f"weibo:{n}", n / 10, n % 3, subject=nobody, project=None, text=f"第{n}条") for n in range(30)]
    voices = Voices()
    for each in history:
        voices.add(each)
    assert voices.unplaced == 30
    assert len(voices.lost) == UNPLACED_KEPT
    assert [each.level for each in voices.lost] == sorted((each.level for each in voices.lost), reverse=True)
    assert "未能对应到项目的信息 30 条" in words(told(history)).replace("信息30 条", "信息 30 条")


FEE = judged("a:1", 0, 2, ("violation",), keywords=["涨价", "公示"])
BANNER = judged("a:2", 50, 3, ("collective",), keywords=["横幅", "堵门"])
BOTH = judged("a:3", 51, 2, ("violation", "collective"), keywords=["涨价", "横幅"])


def test_what_became_part_of_another_incident_is_told_there() -> None:
    step, outcome = run([FEE, BANNER, BOTH]), Outcome()
    outcome.keep(step)
    assert len(step.incidents) == 2
    assert len(outcome.real()) == 1
    assert "本期共有事件 1 起" in words(told([FEE, BANNER, BOTH]))


def test_one_act_on_two_incidents_that_became_one_is_told_once() -> None:
    history = [FEE, BANNER, act("respond", 50.5, project="hz-ygyy", note="已回应业主"), BOTH]
    assert words(told(history)).count("已回应业主") == 1


def test_times_are_of_the_week_that_ends_with_the_last_mention() -> None:
    days = Days()
    for number in range(20):
        days.add(judged(f"m{number}", DAY * number), praise=False)
    change = days.change([])
    assert change is not None
    assert timedelta(days=change.last_day - change.first_day) == timedelta(days=6)
