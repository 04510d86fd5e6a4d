"""The clocks: when they start, what stops them, whom they climb to, and that they end."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from histories import NOON, RULESET, act, at, judged, only, run, tick, timed, told

from monitor.company.organisationfile import parse_organisation
from monitor.company.playbooks import load_playbooks
from monitor.config.settings import data_path
from monitor.records import Subject
from monitor.watch.bundle import make_bundle
from monitor.watch.fold import Fold
from monitor.watch.settings import FoldSettings

LATER = 24 * 6


def grave(id="a:1", hours=0.0, **fields):
    return judged(id, hours, level=3, **{"categories": ["casualty"], **fields})


def complaint(id="12345:1", hours=0.0, level=1, **fields):
    return judged(id, hours, level, **{"source": "12345", "kind": "complaint", **fields})


def does(type, hours, **fields):
    return act(type, hours, **{"project": "hz-ygyy", **fields})


def heard_of(action, hours):
    return msgspec.structs.replace(action, arrived_at=at(hours))


def steps(records, **settings):
    """step → (hours after noon that it is due, its status) in the end."""
    incident = only(run(records, **settings).incidents)
    return {each.step: ((each.due - NOON) / timedelta(hours=1), each.status) for each in incident.deadlines}


def lapses(records, step, **settings):
    return [hours for _, found, hours in timed(run(records, **settings).alerts) if found == step]


# ---------------------------------------------------------------- acknowledgement


@pytest.mark.parametrize(("level", "due"), [(1, 24), (2, 2), (3, 0.5)])
def test_what_nobody_acknowledges_is_overdue_at_the_moment_due(level, due):
    records = [judged(level=level, categories=["staff"]), tick(LATER)]
    assert lapses(records, "acknowledge")[0] == due
    first = next(alert for alert in run(records).alerts if alert.transition == "overdue")
    assert first.grade == level
    assert first.why[0].rule == "overdue"
    assert first.step == "acknowledge"
    assert [each.status for each in first.deadlines if each.step == "acknowledge"] == ["overdue"]


@pytest.mark.parametrize("type", ["acknowledge", "respond", "assign", "arrived", "verify", "callback", "review"])
def test_any_action_but_reveal_acknowledges(type):
    done = does(type, 0.4, by="zhang", to="li", verdict="unclear")
    assert lapses([grave(), done, tick(LATER)], "acknowledge") == []
    assert lapses([grave(), does("reveal", 0.4, reason="核对"), tick(LATER)], "acknowledge")[0] == 0.5


def test_a_refused_action_acknowledges_nothing():
    assert lapses([grave(), does("close", 0.1, by="zhang"), tick(LATER)], "acknowledge")[0] == 0.5


def test_a_graver_grade_is_acknowledged_anew():
    records = [judged(categories=["staff"]), does("acknowledge", 1), grave("a:2", 2, categories=["staff"])]
    incident = only(run(records).incidents)
    assert incident.status == "open"
    assert lapses([*records, tick(LATER)], "acknowledge")[0] == 2.5


def test_what_was_done_before_it_was_owed_again_is_not_said_to_be_missing():
    records = [judged(categories=["staff"]), does("acknowledge", 1), grave("a:2", 2, categories=["staff"]), tick(LATER)]
    first = next(alert for alert in run(records).alerts if alert.step == "acknowledge")
    assert first.why[0].text == "“确认收到”已逾期：应于14:30前完成，14:00后无新记录"
    never = next(alert for alert in run([grave(), tick(LATER)]).alerts if alert.step == "acknowledge")
    assert never.why[0].text == "“确认收到”已逾期：应于12:30前完成，至今无记录"
    refused = [grave(), does("close", 0.1, by="zhang"), tick(LATER)]
    assert "至今无记录" in next(alert for alert in run(refused).alerts if alert.step == "acknowledge").why[0].text


def test_a_declared_grade_is_known_to_who_declared_it():
    records = [grave(), does("declare", 0.2, grade=4), tick(LATER)]
    assert lapses(records, "acknowledge") == []


# ---------------------------------------------------------------- climbing and ending


def test_what_everybody_has_been_reminded_of_is_told_no_more():
    crowd = grave(categories=["collective"])
    assert lapses([crowd, tick(24 * 30)], "acknowledge") == [0.5, 1.0]
    assert lapses([grave(), tick(24 * 30)], "acknowledge", unconfirmed_days=0) == [0.5, 1.0]


def test_who_came_to_harm_is_asked_for_each_morning_until_somebody_confirms():
    assert lapses([grave(), tick(24 * 3)], "acknowledge") == [0.5, 1.0, 20, 44, 68]
    assert lapses([grave(), tick(24 * 3)], "acknowledge", unconfirmed_hour=12) == [0.5, 1.0, 24, 48, 72]
    assert lapses([grave(), does("acknowledge", 30), tick(24 * 9)], "acknowledge") == [0.5, 1.0, 20]


def test_an_exercise_that_everybody_has_left_asks_nobody_each_morning_and_closes_for_quiet():
    assert lapses([grave(drill=True), tick(24 * 16)], "acknowledge") == [0.5, 1.0]
    step = run([grave(drill=True), tick(24 * 16)])
    assert only(step.incidents).status == "closed"
    assert step.alerts[-1].transition == "closed"


def test_the_mornings_end_and_say_so():
    step = run([grave(), tick(24 * 40)], unconfirmed_days=10)
    assert only(step.incidents).status == "closed"
    assert step.alerts[-1].transition == "closed"
    assert "无人确认" in step.alerts[-1].change
    assert len([each for each in step.alerts if "acknowledge" in each.steps]) == 12


#: a person at each level
TALL = parse_organisation(
    "\n".join(
        [
            '[company]\nname = "和悦物业"',
            '[[project]]\nid = "hz-ygyy"\nname = "阳光雅苑"\nkind = "residential"\ncity = "杭州"\nregion = "华东"',
            *(
                f'[[person]]\nid = "{name}"\nname = "{name}"\nrole = "{role}"\nscope = "{scope}"\nchannels = ["mail:x"]'
                for name, role, scope in (
                    ("zhang", "duty", "hz-ygyy"), ("gong", "manager", "杭州"), ("mao", "leader", "华东"),
                    ("chen", "leader", "company"),
                )
            ),
        ]
    ),
    "organisation.toml",
)  # fmt: skip


def test_it_climbs_one_level_each_time_and_ends_when_nobody_further_up_is_left():
    bundle = make_bundle(
        FoldSettings(clock="records"), TALL, load_playbooks(data_path("config") / "playbooks"), RULESET
    )
    fold = Fold(0, 1, {bundle.digest: bundle})
    fold.use(bundle.digest)
    for offset, record in enumerate(
        [judged(level=1, categories=["service"]), judged("a:2", 0.1, 2, ["safety"]), tick(LATER)]
    ):
        fold.apply(record, offset)
    overdue = [each for each in fold.collect().alerts if each.step == "acknowledge" and each.grade == 2]
    assert [each.times for each in overdue] == [1, 2]
    assert [{person.person for person in each.route} for each in overdue] == [
        {"zhang", "gong", "mao"}, {"zhang", "gong", "mao", "chen"},
    ]  # fmt: skip


def test_what_lapses_in_one_moment_is_told_at_once():
    told = [each for each in run([grave(), tick(1.2)]).alerts if each.transition == "overdue"]
    assert [each.steps for each in told] == [["acknowledge"], ["report_authority", "acknowledge"]]
    second = told[1]
    assert (second.step, second.times) == ("report_authority", 1)
    assert [reason.rule for reason in second.why] == ["overdue", "overdue"]
    assert second.headline.startswith("【上报主管部门、确认收到逾期：应于12:30前】阳光雅苑")
    assert {each.step for each in second.deadlines if each.status == "overdue"} == {"acknowledge", "report_authority"}


def test_grade_one_is_told_once_to_the_site_and_never_climbs():
    step = run([complaint(source="app"), tick(LATER)])
    overdue = [alert for alert in step.alerts if "acknowledge" in alert.steps]
    assert len(overdue) == 1
    assert [each.person for each in overdue[0].route] == ["zhang"]


def test_an_action_ends_the_climbing():
    assert lapses([grave(), does("acknowledge", 1.2), tick(LATER)], "acknowledge") == [0.5, 1.0]


def test_off_tells_nobody_but_of_the_acknowledgement_of_grade_three():
    records = [complaint("12345:1", 0, 2, categories=["safety"]), tick(LATER)]
    assert timed(run(records, clocks="off").alerts) == []
    assert steps(records, clocks="off")["on_site"] == (0.5, "overdue")
    assert {step for _, step, _ in timed(run([grave(), tick(LATER)], clocks="off").alerts)} == {"acknowledge"}


# ---------------------------------------------------------------- the steps of a grave matter


def test_grade_three_owes_response_statement_follow_up_and_for_a_casualty_the_authority():
    assert steps([grave()]) == {
        "acknowledge": (0.5, "pending"), "report_authority": (1, "pending"), "first_response": (4, "pending"),
        "statement": (5, "pending"), "follow_up": (24, "pending"),
    }  # fmt: skip


def test_the_first_statement_is_the_statement_and_the_second_the_follow_up():
    said = [grave(), does("statement", 3), does("announce", 20)]
    assert steps(said[:2])["statement"] == (5, "met")
    assert steps(said[:2])["follow_up"] == (24, "pending")
    assert steps(said)["follow_up"] == (24, "met")
    assert steps(said)["first_response"] == (4, "met")


def test_only_filing_to_the_authority_is_the_report_to_the_authority():
    assert steps([grave(), does("file", 0.9, to="company")])["report_authority"] == (1, "pending")
    assert steps([grave(), does("file", 0.9, to="authority")])["report_authority"] == (1, "met")


def test_the_press_alone_is_no_matter_of_the_authority():
    assert "report_authority" not in steps([grave(categories=["media"], signs=["official_media"])])


def test_an_accident_is_reported_where_it_happened_not_by_the_company_again():
    assert "report_authority" not in steps([grave(subject=Subject(how="company"))])
    assert "report_authority" in steps([grave(subject=Subject(how="company", unplaced=True), kind="complaint")])


def test_what_was_done_before_it_became_graver_counts():
    records = [judged(level=2, categories=["staff"]), does("respond", 1), grave("a:2", 2, categories=["staff"])]
    assert steps(records)["first_response"] == (6, "met")


def test_a_fallen_grade_owes_no_statements():
    records = [grave(), does("verify", 1, verdict="false")]
    assert set(steps(records)) == {"acknowledge"}


# ---------------------------------------------------------------- complaints


def test_a_complaint_is_to_be_replied_to_and_resolved():
    assert steps([complaint()]) == {
        "acknowledge": (24, "pending"), "reply": (24, "pending"), "result": (168, "pending"),
    }  # fmt: skip
    assert "reply" not in steps([judged()])


def test_acknowledging_is_no_reply():
    assert lapses([complaint(), does("acknowledge", 1), tick(LATER)], "reply") == [24]
    assert lapses([complaint(), does("reply", 1), tick(LATER)], "reply") == []


def test_a_safety_complaint_of_level_two_is_attended_within_half_an_hour():
    records = [complaint(level=2, categories=["safety"]), tick(1)]
    assert lapses(records, "on_site") == [0.5, 1.0]
    assert lapses([records[0], does("arrived", 0.4, by="保安老王"), tick(1)], "on_site") == []
    assert "on_site" not in steps([complaint(level=1, categories=["safety"])])
    assert "on_site" not in steps([complaint(level=2, categories=["staff"])])
    assert "on_site" not in steps([judged(level=2, categories=["safety"])])


def test_a_reply_to_one_complaint_leaves_the_other_to_be_answered():
    two = [complaint("12345:1"), complaint("12345:2", 3)]
    one = act("reply", 4, mention="12345:1")
    assert steps([*two, one])["reply"] == (27, "pending")
    assert steps([*two, one, act("reply", 5, mention="12345:2")])["reply"] == (27, "met")
    assert steps([*two, does("reply", 4)])["reply"] == (24, "met")
    assert steps([*two, does("reply", 4), complaint("12345:3", 5)])["reply"] == (29, "pending")


def test_who_complained_is_called_back_after_closing():
    closed = [complaint(), does("result", 2), does("close", 3)]
    assert steps(closed)["callback"] == (75, "pending")
    assert lapses([*closed, tick(24 * 9)], "callback") == [75]
    assert steps([complaint(), does("callback", 2), does("close", 3)])["callback"] == (75, "met")
    assert "callback" not in steps([judged(), does("close", 3)])


def test_a_complaint_that_nobody_answers_is_not_closed_for_quiet_when_its_result_is_due():
    step = run([complaint(), tick(24 * 20)])
    assert ("overdue", "result", 168.0) in timed(step.alerts)
    assert [alert.event_time for alert in step.alerts if alert.transition == "closed"] == [at(24 * 14)]


# ---------------------------------------------------------------- when a step was done


def test_what_was_done_in_time_and_heard_of_late_is_met_and_ends_the_climbing():
    heard = heard_of(does("acknowledge", 0.4), 1.2)
    step = run([grave(), heard, tick(LATER)])
    assert lapses([grave(), heard, tick(LATER)], "acknowledge") == [0.5, 1.0]
    (clock,) = [each for each in only(step.incidents).deadlines if each.step == "acknowledge"]
    assert (clock.status, clock.met_at) == ("met", at(0.4))


def test_nothing_is_done_later_than_it_is_heard_of():
    early = heard_of(does("respond", 9), 1)
    (clock,) = [each for each in only(run([grave(), early]).incidents).deadlines if each.step == "first_response"]
    assert clock.met_at == at(1)


def test_deadlines_fire_in_the_order_of_their_moments_before_the_record_that_passes_them():
    records = [grave(), judged("x:1", LATER, project="sz-jlhy")]
    alerts = run(records).alerts
    assert [alert.event_time for alert in alerts] == sorted(alert.event_time for alert in alerts)
    assert alerts[-1].subject.project == "sz-jlhy"


# ---------------------------------------------------------------- reminders


def test_what_is_open_and_has_grown_is_told_again_after_the_repeat_interval():
    records = [judged(level=2, categories=["staff"]), does("acknowledge", 1), judged("a:2", 5, categories=["staff"])]
    assert timed(run([*records, tick(LATER)]).alerts) == [("reminded", None, 24)]
    assert timed(run([*records[:2], tick(LATER)]).alerts) == []


def test_what_grows_after_the_repeat_interval_is_told_at_once():
    records = [judged(level=2, categories=["staff"]), does("acknowledge", 1), judged("a:2", 30, categories=["staff"])]
    assert timed(run(records).alerts) == [("reminded", None, 30)]


def test_a_closed_matter_reminds_nobody():
    records = [judged(level=2, categories=["staff"]), judged("a:2", 1, categories=["staff"]), does("close", 1.5)]
    assert timed(run([*records, tick(LATER)]).alerts) == []


# ---------------------------------------------------------------- late finds


def test_what_was_found_late_is_told_once_and_its_clocks_wake_nobody():
    late = grave("a:1", 24 * 10, published=0)
    step = run([late, tick(24 * 20)])
    assert told(step.alerts)[0] == ("opened", 3)
    assert step.alerts[0].late_found
    assert step.alerts[0].deadlines
    assert timed(step.alerts) == []


def test_a_mention_in_its_time_makes_a_late_find_a_matter_of_today():
    late = grave("a:1", 24 * 10, published=24 * 6)
    fresh = judged("a:2", 24 * 10 + 5, categories=["casualty"], published=24 * 9)
    step = run([late, fresh, tick(24 * 20)])
    assert ("overdue", "acknowledge", 24 * 10 + 5.5) in timed(step.alerts)


def test_who_came_to_the_site_is_there_for_an_hour_for_whoever_calls_next() -> None:
    first, came = complaint(level=2, categories=["safety"]), does("arrived", 0.2, by="保安老王")
    soon = complaint("12345:2", 1.0, level=2, categories=["safety"])
    late = complaint("12345:2", 1.5, level=2, categories=["safety"])
    assert lapses([first, came, soon, tick(3)], "on_site") == []
    assert lapses([first, came, late, tick(2.2)], "on_site") == [2.0]


def test_who_came_before_anybody_called_has_come() -> None:
    post, came = judged("weibo:1", level=2, categories=["safety"]), does("arrived", 0.2, by="保安老王")
    call = complaint("12345:2", 0.5, level=2, categories=["safety"])
    assert steps([post, came, call])["on_site"] == (1.0, "met")


def _grown(*history):
    acknowledged = act("acknowledge", 0.1, mention="w:1")
    step = run([judged("w:1", 0, 2, ["safety"], text="3栋电梯夹到门"), acknowledged, *history, tick(24.5), tick(26.2)])
    return next((each.change for each in step.alerts if each.why[0].rule == "grown"), "")


def test_what_is_new_is_never_an_old_mention_that_was_crawled_again():
    again = judged("w:1", 1, 2, ["safety"], text="3栋电梯夹到门", published=0, offset=5)
    told = _grown(again, judged("w:2", 2, 1, ["safety"], text="三号楼电梯按钮不亮"))
    assert "新增1条：三号楼电梯按钮不亮" in told


def test_what_is_new_is_nothing_that_was_withdrawn():
    gone = [judged("w:2", 1, 2, ["safety"], text="有人砸坏了电梯轿厢顶"), act("relabel", 1.5, mention="w:2", level=0)]
    assert "新增1条：三号楼电梯按钮不亮" in _grown(*gone, judged("w:3", 2, 1, ["safety"], text="三号楼电梯按钮不亮"))
    # what stands and is edited is quoted as it stands
    edited = [
        judged("w:2", 1, 1, ["safety"], text="电梯按钮不亮"),
        judged("w:2", 2, 1, ["safety"], text="电梯按钮不亮了，门也卡", offset=6),
    ]
    assert "门也卡" in _grown(*edited)


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("前晚电梯困人半小时，老人心脏不适送医，要求赔偿", False),
        ("昨晚电梯困人，救出来后电梯还在用，没人修", True),
        ("昨晚我妈被困电梯，现在还在里面", True),
        ("昨天外墙瓷砖砸伤我父亲，送医骨折", True),  # the wall is there still
        ("电梯困人半小时，老人送医", True),  # nobody knows when
    ],
)
def test_nobody_is_sent_out_for_what_is_over_since_yesterday(text, sent):
    assert ("on_site" in steps([complaint(level=2, categories=["safety"], text=text)])) is sent
