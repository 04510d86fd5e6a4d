"""What one incident is and what grade it has: opened, borne out, closed, reopened, on the clock that moves it."""

from __future__ import annotations

import msgspec
import pytest
from histories import NOON, act, at, judged, new_fold, only, run, tick, told

from monitor.records import Place, Subject


def test_a_mild_complaint_opens_grade_one_and_says_why():
    step = run([judged(level=1)])
    alert = step.alerts[0]
    assert told(step.alerts) == [("opened", 1)]
    assert (alert.grade_name, alert.colour, alert.event_time) == ("一般", "蓝", NOON)
    assert alert.incident_id.startswith("hz-ygyy~")
    assert alert.why[0].rule == "level_1"
    assert alert.evidence[0].quote in "三号楼电梯坏了没人修"
    assert alert.headline.startswith("阳光雅苑3号楼")
    assert alert.route
    assert alert.advice
    assert alert.first_step


def test_praise_and_matters_of_nobody_open_nothing():
    praise = judged(level=0, categories=[])
    stranger = judged("weibo:2", level=3, categories=["casualty"], subject=Subject())
    step = run([praise, stranger])
    assert step.alerts == []
    assert step.incidents == []


def test_an_accident_is_grade_three_at_its_first_post():
    step = run([judged(level=3, categories=["safety", "casualty"], urgent=True)])
    assert told(step.alerts) == [("opened", 3)]
    assert step.alerts[0].urgent
    assert step.alerts[0].disclosure == "重大"
    assert step.alerts[0].confirmed == "一手未证实"


def test_one_matter_is_one_incident_and_growth_without_a_grade_tells_nothing():
    step = run([judged(f"weibo:{number}", number / 10) for number in range(4)])
    assert told(step.alerts) == [("opened", 1)]
    assert only(step.incidents).scope.mentions == 4
    assert only(step.incidents).scope.people == 4


def test_different_matters_at_one_place_stay_apart():
    step = run([judged("a:1"), judged("a:2", categories=["violation"], level=2), judged("a:3", project="sz-jlhy")])
    assert len(step.incidents) == 3


def test_many_people_on_one_thing_are_grade_two_but_many_small_things_are_not():
    same = [judged(f"a:{number}", number, keywords=["停水"]) for number in range(5)]
    different = [judged(f"a:{number}", number, keywords=[f"小事{number}"]) for number in range(9)]
    assert told(run(same).alerts) == [("opened", 1), ("escalated", 2)]
    assert run(same).alerts[1].why[0].rule == "people"
    assert told(run(different).alerts) == [("opened", 1)]


def test_one_loud_writer_is_one_person():
    step = run([judged(f"a:{number}", number, keywords=["停水"], author="same") for number in range(9)])
    assert told(step.alerts) == [("opened", 1)]
    assert only(step.incidents).scope.people == 1


def test_hearsay_is_grade_two_until_a_second_person_says_it():
    first = judged("a:1", level=3, categories=["casualty", "rumor"], signs=["hearsay"])
    again = judged("a:2", 1, level=3, categories=["casualty", "rumor"], signs=["hearsay"], author="author of a:1")
    second = judged("a:3", 2, level=3, categories=["casualty", "rumor"], signs=["hearsay"])
    step = run([first, again, second])
    assert told(step.alerts) == [("opened", 2), ("escalated", 3)]
    assert step.alerts[0].headline.startswith("【待核实】")
    assert step.alerts[0].confirmed == "传闻"


def test_who_heard_of_it_does_not_bear_it_out_himself():
    both = judged("a:1", level=3, categories=["casualty", "rumor"], signs=["hearsay", "first_hand"])
    seen = judged("a:2", 1, level=3, categories=["casualty"], signs=["first_hand"])
    assert told(run([both]).alerts) == [("opened", 2)]
    assert told(run([both, seen]).alerts)[-1] == ("escalated", 3)


def test_the_authorities_denial_lowers_hearsay_and_a_first_hand_report_raises_it_again():
    rumour = judged("a:1", level=3, categories=["casualty", "rumor"], signs=["hearsay"])
    denial = judged("a:2", 1, level=0, categories=[], frame="denial", signs=["denial", "government"])
    neighbour = judged("a:3", 2, level=0, categories=[], frame="denial", signs=["denial"])
    seen = judged("a:4", 3, level=3, categories=["casualty"], signs=["first_hand"])
    assert told(run([rumour, neighbour]).alerts) == [("opened", 2)]
    assert told(run([rumour, denial]).alerts) == [("opened", 2), ("deescalated", 1)]
    assert told(run([rumour, denial, seen]).alerts)[-1] == ("escalated", 3)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"signs": ["official_media"], "categories": ["media"]}, "official_media"),
        ({"categories": ["collective"], "crowd": 60, "level": 2}, "crowd"),
    ],
)
def test_media_and_crowds_are_grade_three(fields, rule):
    step = run([judged(**fields)])
    assert step.alerts[0].grade == 3
    assert step.alerts[0].why[0].rule == rule


@pytest.mark.parametrize("level", [2, 3])
def test_a_crowd_that_is_only_heard_of_is_grade_two_until_somebody_bears_it_out(level):
    heard = judged("a:1", categories=["collective", "rumor"], crowd=300, level=level, signs=["hearsay"])
    passed = "转自业主群：三百人堵了大门"
    again = judged("a:2", 1, categories=["collective"], crowd=300, level=level, signs=["repost"], text=passed)
    seen = judged("a:3", 2, categories=["collective"], crowd=60, level=level, signs=["first_hand"])
    assert told(run([heard, again]).alerts) == [("opened", 2)]
    assert told(run([heard, seen]).alerts) == [("opened", 2), ("escalated", 3)]


def test_three_platforms_with_reach_are_grade_three():
    history = [judged(f"{name}:1", i, source=name, reach=40_000) for i, name in enumerate(("weibo", "douyin", "tieba"))]
    assert told(run(history).alerts) == [("opened", 1), ("escalated", 3)]


# ---------------------------------------------------------------- closing, reopening, forgetting


def test_a_quiet_incident_closes_at_the_moment_due_whenever_the_clock_moves():
    step = run([judged(), judged("x:1", 24 * 30, project="sz-jlhy")])
    assert told(step.alerts)[:2] == [("opened", 1), ("closed", 1)]
    assert next(alert.event_time for alert in step.alerts if alert.transition == "closed") == at(7 * 24)


def test_the_same_matter_within_two_weeks_reopens_and_later_is_new():
    within = run([judged(), judged("a:2", 24 * 12)])
    later = run([judged(), judged("a:2", 24 * 40)])
    assert told(within.alerts) == [("opened", 1), ("closed", 1), ("reopened", 1)]
    assert told(later.alerts) == [("opened", 1), ("closed", 1), ("opened", 1)]


def test_what_was_closed_as_grave_reopens_as_mild_when_only_something_mild_is_new():
    step = run(
        [
            judged(level=3, categories=["safety", "casualty"]),
            act("close", 5, project="hz-ygyy"),
            judged("a:2", 24, level=1, categories=["safety"]),
        ]
    )
    assert told(step.alerts) == [("opened", 3), ("closed", 3), ("reopened", 1)]


def test_a_mention_from_before_the_closing_joins_silently():
    step = run([judged(), act("close", 5, project="hz-ygyy"), judged("a:2", 6, published=4)])
    assert told(step.alerts) == [("opened", 1), ("closed", 1)]
    assert only(step.incidents).scope.mentions == 2


def test_late_found_mild_matters_from_beyond_memory_open_nothing_and_grave_ones_are_marked():
    mild = judged("a:1", 24 * 60, published=0)
    grave = judged("a:2", 24 * 60, published=0, level=3, categories=["casualty"])
    step = run([mild, grave])
    assert told(step.alerts) == [("opened", 3)]
    assert step.alerts[0].late_found


def test_ids_are_remembered_for_thirty_days_and_grave_ones_longer():
    grave = judged(level=3, categories=["casualty"])
    others = [judged(f"x:{day}", 24 * day, project="hz-ygyy", categories=["staff"]) for day in range(1, 60, 3)]
    resent = judged(level=3, categories=["casualty"], hours=24 * 61, published=0)
    assert [alert for alert in run([grave, *others, resent]).alerts if alert.grade == 3][1:] == [
        alert for alert in run([grave, *others]).alerts if alert.grade == 3
    ][1:]


# ---------------------------------------------------------------- drills


def test_drills_and_real_events_never_meet():
    step = run([judged("a:1", drill=True), judged("a:2", 1)])
    assert [alert.drill for alert in step.alerts] == [True, False]
    assert len(step.incidents) == 2


# ---------------------------------------------------------------- the clock


def test_on_wall_time_arrivals_do_not_run_ahead_of_the_ticks():
    fold = new_fold(clock="wall")
    fold.apply(judged(), 0)
    fold.apply(tick(0), 1)
    fold.apply(judged("a:2", 24 * 8, project="sz-jlhy"), 2)
    assert told(fold.book.alerts) == [("opened", 1), ("opened", 1)]
    fold.apply(tick(24 * 8), 3)
    assert told(fold.book.alerts)[-1] == ("closed", 1)
    assert fold.book.alerts[-1].event_time == at(24 * 7)


def test_a_held_tick_stops_arrivals_from_moving_the_clock():
    fold = new_fold(clock="wall")
    fold.apply(tick(0, held=True), 0)
    fold.apply(judged("a:2", 0.01), 1)
    assert fold.book.own.clock == NOON
    fold.apply(tick(0), 2)
    fold.apply(judged("a:3", 0.01), 3)
    assert fold.book.own.clock == at(0.01)


def test_the_clock_never_goes_back():
    fold = new_fold(clock="wall")
    fold.apply(tick(2), 0)
    fold.apply(tick(1), 1)
    assert fold.book.own.clock == at(2)


# ---------------------------------------------------------------- aspects and places


def test_a_call_to_organise_joins_the_one_matter_that_people_are_up_about():
    fees = [judged(f"a:{i}", i, level=1, categories=["violation"], keywords=["涨价"]) for i in range(3)]
    call = judged("a:9", 4, level=2, categories=["collective"], keywords=["联名信"], text="光骂没用，写联名信！")
    step = run([*fees, call])
    assert told(step.alerts) == [("opened", 1), ("escalated", 2)]
    assert set(only(step.incidents).categories) == {"violation", "collective"}


def test_a_call_to_organise_alone_is_a_matter_of_its_own():
    quiet = judged("a:1", categories=["service"])
    call = judged("a:9", 4, level=2, categories=["collective"], keywords=["联名信"])
    assert len(run([quiet, call]).incidents) == 2


def test_small_matters_of_another_week_join_by_what_was_said_lately():
    week = [judged(f"a:{n}", 24 * n, keywords=[f"小事{n}"]) for n in range(8)]
    counts = {
        word: sorted(each.scope.mentions for each in run([*week, judged("b:1", 24 * 7.5, keywords=word)]).incidents)
        for word in (("小事6",), ("小事1",), ("大事",), ())
    }
    # 小事7 came when a week was over; whatever shares no word lately is with it
    assert counts == {("小事6",): [1, 8], ("小事1",): [2, 7], ("大事",): [2, 7], (): [2, 7]}
    graver = [judged(f"a:{n}", 48 * n, categories=["violation"], keywords=[f"收费{n}"]) for n in range(8)]
    assert only(run(graver).incidents).scope.mentions == 8


def test_the_headline_names_the_place_of_its_evidence():
    mild = judged("a:1", level=1, categories=["safety"])
    grave = msgspec.structs.replace(
        judged("a:2", 1, level=3, categories=["safety", "casualty"]), place=Place(building="5栋")
    )
    assert run([mild, grave]).alerts[-1].headline.startswith("阳光雅苑5栋")


def test_dangers_that_name_different_things_are_incidents_of_their_own():
    def danger(id, hours, objects, **fields):
        return danger_of(judged(id, hours, level=2, categories=["safety"], **fields), objects)

    def danger_of(one, objects, akin=()):
        return msgspec.structs.replace(one, objects=list(objects), akin=list(akin), place=None)

    hydrant, swing = danger("a:1", 0, ["消防"]), danger("a:2", 1, ["游乐设施"])
    assert len(run([hydrant, swing]).incidents) == 2
    # what names nothing, or what one event may be told by, joins; so do two words in common, and a copy
    assert len(run([hydrant, danger("a:2", 1, [])]).incidents) == 1
    fire = danger_of(judged("a:2", 1, level=2, categories=["safety"]), ["火情"], ["消防"])
    assert len(run([hydrant, fire]).incidents) == 1
    shared = {"keywords": ["孕妇", "急坠"]}
    assert len(run([danger("a:1", 0, ["电梯"], **shared), danger("a:2", 1, ["供水"], **shared)]).incidents) == 1
    copied = {"fingerprint": "0" * 32}
    assert len(run([danger("a:1", 0, ["电梯"], **copied), danger("a:2", 1, ["供水"], **copied)]).incidents) == 1
    # the small complaints of every day are one matter
    small = [danger_of(judged(f"a:{n}", n), [thing]) for n, thing in enumerate(("供水", "供电"))]
    assert len(run(small).incidents) == 1


def test_what_is_reopened_quotes_what_is_new():
    old = [judged(f"a:{n}", n / 10, level=3, categories=["casualty"], text=f"旧{n}") for n in range(6)]
    step = run([*old, act("close", 3, project="hz-ygyy"), judged("b:1", 30, level=2, categories=["safety"], text="新")])
    opened_again = step.alerts[-1]
    assert (opened_again.transition, opened_again.grade) == ("reopened", 2)
    assert opened_again.evidence[0].mention_id == "b:1"
    assert "新" in opened_again.headline
    # what has become graver since is graver again
    more = run([*old, act("close", 3, project="hz-ygyy"), judged("b:1", 30, level=2, categories=["safety"], text="新"),
                judged("b:2", 31, level=3, categories=["casualty"], text="更新")])  # fmt: skip
    assert more.alerts[-1].evidence[0].mention_id == "b:2"


def test_what_closes_for_quiet_does_not_ease_in_the_same_minute():
    crowd = [judged(f"a:{n}", n / 10, keywords=["电梯"], author=f"x{n}") for n in range(6)]
    step = run([*crowd, tick(24 * 20)], ease_hours=7 * 24, clocks="off")
    same = [
        (alert.transition, alert.event_time) for alert in step.alerts if alert.transition in ("deescalated", "closed")
    ]
    assert [transition for transition, _ in same] == ["closed"]


def test_one_thing_told_as_a_hazard_and_as_bad_service_is_one_matter():
    def about(thing, id, hours, level, categories, **fields):
        one = judged(id, hours, level, categories, keywords=[thing, f"word of {id}"], **fields)
        return msgspec.structs.replace(one, objects=[thing], akin=[], place=None)

    def small(thing, id, hours):
        return about(thing, id, hours, 1, ["service"])

    def hazard(thing, id, hours, **fields):
        return about(thing, id, hours, 2, ["safety", "service"], **fields)

    one = only(run([small("供电", "a:1", 0), hazard("供电", "a:2", 1), small("供电", "a:3", 2)]).incidents)
    assert (one.grade, one.scope.people) == (2, 3)
    # in whatever order it is read, also where two had been opened before one spoke of both
    alone = about("供电", "a:4", 0.5, 2, ["safety"])
    bridged = run([small("供电", "a:1", 0), alone, hazard("供电", "a:2", 1)])
    assert [each.merged_into is None for each in bridged.incidents].count(True) == 1
    # of another thing, as a danger to life, or beside many small things of which it is only one: a matter of its own
    assert len(run([small("供电", "a:1", 0), hazard("供水", "a:2", 1)]).incidents) == 2
    assert len(run([small("电梯", "a:1", 0), hazard("电梯", "a:2", 1, urgent=True)]).incidents) == 2
    others = [small(thing, f"b:{thing}", 0) for thing in ("供水", "电梯", "暖气", "垃圾")]
    assert len(run([*others, hazard("电梯", "a:2", 1)]).incidents) == 2
