"""Silences, false positives and labels: what people correct, how far it reaches, and where it ends."""

from __future__ import annotations

import pytest
from histories import act, at, judged, new_fold, only, run, tick, told

from monitor.text.likeness import fingerprint

LAMP = "三号楼楼道的灯坏了一个多月了，每天晚上黑灯瞎火，报修好几次都没有人来处理"


def lamp(id="a:1", hours=0.0, **fields):
    return judged(id, hours, **{"text": LAMP, "fingerprint": fingerprint(LAMP), **fields})


def does(type, hours, **fields):
    return act(type, hours, **{"project": "hz-ygyy", **fields})


def marks(records):
    return [(alert.transition, alert.grade, alert.silenced) for alert in run(records).alerts]


# ---------------------------------------------------------------- silences


def test_what_is_silenced_stays_on_the_topic_and_is_marked():
    records = [judged(), does("silence", 1, by="zhang", until=at(48)), tick(30), does("close", 40, by="zhang")]
    assert marks(records) == [("opened", 1, False), ("closed", 1, True)]
    assert only(run(records).incidents).silence.until == at(48)


def test_a_silence_ends():
    assert marks([judged(), does("silence", 1, until=at(2)), does("close", 2)])[-1] == ("closed", 1, False)


def test_a_silence_covers_neither_a_higher_grade_nor_grade_three():
    silence = does("silence", 1, until=at(100))
    risen = [judged(categories=["staff"]), silence, judged("a:2", 2, 2, ["staff"])]
    assert marks(risen)[-1] == ("escalated", 2, False)
    grave = [judged(level=3, categories=["casualty"]), silence, does("close", 2)]
    assert marks(grave)[-1] == ("closed", 3, False)


def test_a_silence_for_categories_covers_only_these():
    silence = does("silence", 1, until=at(100), categories=["service"])
    assert marks([judged(), silence, does("close", 2)])[-1][2]
    other = judged("a:2", 1.5, categories=["service", "legal"])
    assert not marks([judged(), silence, other, does("close", 2)])[-1][2]


def test_silencing_grade_three_is_a_leaders_and_the_past_cannot_be_silenced():
    refused = only(run([judged(level=3, categories=["market"]), does("silence", 1, by="zhang", until=at(9))]).incidents)
    assert "领导" in refused.actions[0].refused
    assert refused.silence is None
    late = only(run([judged(), does("silence", 1, until=at(0.5))]).incidents)
    assert late.actions[0].refused == "静默截止时间已过"


# ---------------------------------------------------------------- false positives


def test_a_false_positive_teaches_its_wording_for_thirty_days():
    history = [lamp(), does("false_positive", 1, by="zhang"), lamp("a:2", 24 * 5), lamp("a:3", 24 * 40)]
    step = run(history)
    assert told(step.alerts)[:2] == [("opened", 1), ("closed", 1)]
    assert told(step.alerts)[2:] == [("opened", 1)]
    assert step.alerts[-1].event_time == at(24 * 40)
    taught = only(run(history[:3]).incidents)
    assert (taught.lesson.used, taught.lesson.by, taught.lesson.until) == (1, "zhang", at(1 + 24 * 30))


def test_a_false_positive_of_one_word_teaches_its_very_text():
    short = {"text": "电梯坏了", "keywords": ["电梯"]}
    first = [judged("a:1", **short), does("false_positive", 1)]
    again = run([*first, judged("a:2", 24, text="电梯 坏了！", keywords=["电梯"])])
    assert told(again.alerts) == [("opened", 1), ("closed", 1)]
    assert only(again.incidents).lesson.used == 1
    for other in ({"text": "电梯坏了没人修"}, {"text": "电梯脏"}, {"text": "电梯坏了", "level": 3}):
        assert len(run([*first, judged("a:2", 24, **{**short, **other})]).alerts) > 2


def test_a_false_positive_of_a_few_words_teaches_them_all():
    few = {"text": "垃圾桶满了没人清", "keywords": ["垃圾", "没人清"]}
    history = [judged("a:1", **few), does("false_positive", 1), judged("a:2", 24, **few)]
    assert told(run(history).alerts) == [("opened", 1), ("closed", 1)]
    more = judged("a:3", 25, text="垃圾桶满了没人清，老鼠乱窜", keywords=["垃圾", "没人清", "老鼠"])
    one = judged("a:4", 26, text="垃圾桶坏了", keywords=["垃圾"])
    assert told(run([*history, more]).alerts)[-1] == ("reopened", 1)
    assert told(run([*history, one]).alerts)[-1] == ("reopened", 1)


def test_other_words_and_other_projects_are_not_meant():
    history = [lamp(keywords=["路灯", "楼道"]), does("false_positive", 1)]
    other = judged("a:2", 2, text="停水三天了没有人管，打电话也不接", keywords=["停水", "电话"])
    assert told(run([*history, other]).alerts)[-1] == ("opened", 1)
    assert told(run([*history, lamp("a:3", 2, project="sz-jlhy")]).alerts)[-1] == ("opened", 1)


@pytest.mark.parametrize("categories", [["safety"], ["casualty"], ["collective"], ["service", "safety"]])
def test_what_may_cost_lives_or_gathers_many_teaches_nothing(categories):
    step = run([lamp(categories=categories), does("false_positive", 1), lamp("a:2", 2, categories=categories)])
    assert told(step.alerts)[1:] == [("closed", 1), ("reopened", 1)]
    assert only(step.incidents).lesson is None


def test_a_lesson_silences_nothing_grave():
    step = run([lamp(), does("false_positive", 1), lamp("a:2", 2, level=3, categories=["media"])])
    assert told(step.alerts)[-1][1] == 3


def test_an_exercise_and_what_is_real_teach_each_other_nothing():
    practised = run([lamp(drill=True), does("false_positive", 1, drill=True), lamp("a:2", 24)])
    assert {(each.drill, each.status, each.lesson) for each in practised.incidents} == {
        (True, "closed", None),
        (False, "open", None),
    }
    learnt = run([lamp(), does("false_positive", 1), lamp("a:2", 24, drill=True), lamp("a:3", 25)])
    assert [(alert.transition, alert.drill) for alert in learnt.alerts] == [
        ("opened", False),
        ("closed", False),
        ("opened", True),
    ]
    assert [each.lesson.used for each in learnt.incidents if not each.drill] == [1]


def test_by_mention_only_what_is_worded_like_it_is_meant():
    other = judged("a:2", 1, text="停水三天了没有人管", keywords=["停水"])
    step = run([lamp(), other, act("false_positive", 2, mention="a:1")])
    assert told(step.alerts) == [("opened", 1)]
    incident = only(step.incidents)
    assert incident.scope.mentions == 1
    assert [each.mention_id for each in incident.evidence] == ["a:2"]


def test_at_grade_three_a_false_positive_is_a_leaders():
    step = run([judged(level=3, categories=["market"]), does("false_positive", 1, by="zhang")])
    assert only(step.incidents).status == "open"


# ---------------------------------------------------------------- labels


def test_a_label_outlives_recrawls():
    history = [
        judged(level=2, categories=["staff"]),
        act("relabel", 1, mention="weibo:1", level=1, by="zhang"),
        judged(level=2, categories=["staff"], hours=5, offset=9, reach=900),
    ]
    assert told(run(history).alerts) == [("opened", 2), ("deescalated", 1)]


def test_relabelled_as_harmless_it_is_closed_and_stays_so():
    history = [judged(), act("relabel", 1, mention="weibo:1", level=0), judged(hours=5, offset=9)]
    assert told(run(history).alerts) == [("opened", 1), ("closed", 1)]


def test_a_label_may_raise():
    step = run([judged(categories=["staff"]), act("relabel", 1, mention="weibo:1", level=3)])
    assert told(step.alerts) == [("opened", 1), ("escalated", 3)]


def test_a_label_for_what_opened_nothing_holds_from_its_next_delivery():
    quiet = judged(level=0, categories=[])
    label = act("relabel", 1, mention="weibo:1", level=2)
    step = run([quiet, label, judged(level=0, categories=[], hours=2, offset=9)])
    assert told(step.alerts) == [("opened", 2)]
    assert step.unmatched == []


def test_lowering_at_grade_three_is_a_leaders():
    grave = judged(level=3, categories=["market"])
    label = {"mention": "weibo:1", "level": 1}
    assert told(run([grave, act("relabel", 1, by="zhang", **label)]).alerts) == [("opened", 3)]
    assert told(run([grave, act("relabel", 1, **label)]).alerts) == [("opened", 3), ("deescalated", 1)]


# ---------------------------------------------------------------- traces, drills


def test_each_action_leaves_what_it_said():
    history = [
        judged(),
        does("assign", 1, to="li"),
        does("activate", 2),
        does("review", 3, cause="灯管老化", lessons="巡查不足", measures="每周巡查"),
        does("reveal", 4, reason="核对地址"),
    ]
    incident = only(run(history).incidents)
    assert (incident.assigned, incident.activated_at) == ("li", at(2))
    assert incident.review.measures == "每周巡查"
    assert [(each.type, each.to, each.reason) for each in incident.actions] == [
        ("assign", "li", None), ("activate", None, None), ("review", None, None), ("reveal", None, "核对地址"),
    ]  # fmt: skip


def test_an_exercise_and_what_is_real_never_touch_each_other():
    real, drill = judged("a:1", categories=["staff"]), judged("d:1", 0.1, categories=["staff"], drill=True)
    fold = new_fold()
    for offset, record in enumerate([real, drill, does("close", 1, drill=True), does("acknowledge", 2)]):
        fold.apply(record, offset)
    found = {each.drill: each.status for each in fold.collect().incidents}
    assert found == {True: "closed", False: "acknowledged"}
    opened = run([real]).alerts[0].incident_id
    wrong = only(run([real, act("close", 1, incident_id=opened, drill=True)]).incidents)
    assert wrong.actions[0].refused == "演练操作不作用于真实事件"


# ---------------------------------------------------------------- enquiries


def enquiry(id="12345:1", hours=0.0, **fields):
    return judged(
        id,
        hours,
        0,
        (),
        **{"source": "12345", "kind": "complaint", "text": "请问物业费怎么交？", "frame": "question", **fields},
    )


def test_an_enquiry_opens_nothing_unless_nobody_answers_it():
    assert run([enquiry(), tick(23)]).alerts == []
    step = run([enquiry(), tick(25)])
    assert told(step.alerts) == [("opened", 1)]
    alert = step.alerts[0]
    assert (alert.event_time, alert.categories, alert.why[0].rule) == (at(24), ["service"], "unanswered")
    assert "超时未答复" in alert.headline
    assert alert.evidence[0].quote == "请问物业费怎么交？"


@pytest.mark.parametrize("answer", [{"mention": "12345:1"}, {"project": "hz-ygyy"}])
def test_an_answer_stops_it_and_an_acknowledgement_does_not(answer):
    replied = run([enquiry(), act("reply", 5, by="前台", **answer), tick(30)])
    assert replied.alerts == []
    assert replied.unmatched == []
    assert told(run([enquiry(), act("acknowledge", 5, **answer), tick(30)]).alerts) == [("opened", 1)]


def test_praise_and_late_finds_are_not_waited_for():
    assert run([enquiry(frame="praise"), tick(30)]).alerts == []
    assert run([enquiry(hours=24 * 10, published=0), tick(24 * 20)]).alerts == []
    assert run([enquiry(kind="post"), tick(30)]).alerts == []


def test_the_newest_version_of_an_enquiry_is_the_one_that_is_waited_for():
    later = enquiry(hours=1, published=0, text="请问停车费怎么交？")
    step = run([enquiry(), later, tick(25)])
    assert [alert.event_time for alert in step.alerts] == [at(24)]
    assert step.alerts[0].evidence[0].quote == "请问停车费怎么交？"
    assert step.alerts[0].why[0].observed == {"arrived": at(0).isoformat()}
    assert run([enquiry(), enquiry(hours=1, published=0, kind="post"), tick(30)]).alerts == []


def test_off_waits_for_no_enquiry():
    assert run([enquiry(), tick(30)], clocks="off").alerts == []


def test_a_silence_that_covers_nothing_now_says_so_and_one_of_no_category_is_refused():
    def entry(*records):
        return only(run(records).incidents).actions[-1]

    leader = does("silence", 1, until=at(100))
    assert entry(judged(), leader).remark is None
    assert "严重及以上" in (entry(judged(level=3, categories=["casualty"]), leader).remark or "")
    declared = (judged(level=3, categories=["casualty"]), does("declare", 0.5, grade=4))
    assert "严重及以上" in (entry(*declared, leader).remark or "")
    narrow = does("silence", 1, until=at(100), categories=["staff"])
    assert "service" in (entry(judged(), narrow).remark or "")
    assert entry(judged(categories=["staff"]), narrow).remark is None
    wrong = entry(judged(), does("silence", 1, until=at(100), categories=["lift"]))
    assert "lift" in (wrong.refused or "")
