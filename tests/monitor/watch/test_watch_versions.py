"""One mention, many deliveries: what a re-crawl, an edit or a repetition changes, and what it must not change."""

from __future__ import annotations

from histories import act, at, judged, new_fold, only, run, tick, told

from monitor.records import Incident

CLOSE = act("close", 5, project="hz-ygyy")


def grave(id="a:1", hours=0.0, **fields):
    return judged(id, hours, level=3, categories=["casualty"], **fields)


def test_seen_again_is_not_counted_again_but_engagement_takes_its_maximum():
    step = run([judged(reach=100), judged(reach=100), judged(reach=900, hours=1), judged(reach=300, hours=2)])
    scope = only(step.incidents).scope
    assert (scope.mentions, scope.people, scope.reach) == (1, 1, 900)


def test_an_older_version_delivered_late_does_not_replace_the_newer_one():
    newer = judged(level=2, categories=["safety"], hours=2, offset=9)
    older = judged(level=1, hours=1, offset=3)
    assert told(run([newer, older]).alerts) == [("opened", 2)]
    assert only(run([newer, older]).incidents).categories == ["safety"]


def test_an_edit_that_makes_it_graver_escalates():
    step = run([judged(level=1, offset=1), judged(level=3, categories=["service", "casualty"], hours=1, offset=2)])
    assert told(step.alerts) == [("opened", 1), ("escalated", 3)]
    assert only(step.incidents).scope.mentions == 1


def test_a_harmless_version_first_and_a_grave_one_later_opens():
    step = run([judged(level=0, categories=[]), judged(level=2, categories=["safety"], hours=1)])
    assert told(step.alerts) == [("opened", 2)]


def test_an_edit_that_makes_a_closed_matter_grave_reopens_it():
    step = run([judged(), CLOSE, grave("weibo:1", 6, published=0)])
    assert told(step.alerts) == [("opened", 1), ("closed", 1), ("reopened", 3)]


def test_an_edit_that_makes_a_forgotten_matter_grave_opens_a_new_one_and_a_mere_recrawl_does_not():
    others = [judged(f"x:{day}", 24 * day, categories=["staff"]) for day in (8, 16, 24)]
    old = judged()
    again = run([old, *others, judged(hours=24 * 28, published=0)])
    edited = run([old, *others, grave("weibo:1", 24 * 28, published=0)])
    assert told(alert for alert in again.alerts if alert.categories == ["service"]) == [("opened", 1), ("closed", 1)]
    assert told(edited.alerts)[-1] == ("opened", 3)
    assert len({alert.alert_id for alert in edited.alerts}) == len(edited.alerts)


def test_an_edit_that_tells_of_danger_now_is_told_once_although_the_grade_stays():
    first, now = judged(level=2, categories=["safety"]), {"level": 2, "categories": ["safety"], "published": 0}
    again = [judged(hours=1, urgent=True, **now), judged(hours=1.5, urgent=True, **now)]
    found = [each for each in run([first, *again]).alerts if each.transition == "reminded"]
    assert [(each.grade, each.why[0].rule, each.urgent) for each in found] == [(2, "urgent_now", True)]
    assert all(each.transition != "reminded" for each in run([first, judged(hours=1, **now)]).alerts)


def test_crawling_again_keeps_no_matter_open():
    step = run([judged(), *(judged(hours=24 * day, published=0, reach=day) for day in range(1, 12))])
    assert told(step.alerts) == [("opened", 1), ("closed", 1)]
    assert step.alerts[-1].event_time == at(24 * 7)


def test_reach_is_the_greatest_of_all_versions_even_of_those_that_opened_nothing():
    step = run([judged(level=0, categories=[], reach=9_000), judged(hours=1, reach=100)])
    assert only(step.incidents).scope.reach == 9_000


def test_a_mention_that_its_subject_has_forgotten_is_not_counted_twice_where_it_is_a_member():
    daily = [judged(f"a:{day}", 24 * day, keywords=["停水"]) for day in range(40)]
    again = judged("a:0", 24 * 40, published=24 * 39.5)
    scope = only(run([*daily, again]).incidents).scope
    assert (scope.mentions, scope.people) == (40, 40)


def test_the_memory_of_ids_goes_by_the_clock():
    """The very same record, sent once more after its id is forgotten, is as old as the clock says."""
    record = judged()
    step = run([record, judged("x:1", 24 * 31, categories=["staff"]), record])
    assert told(each for each in step.alerts if each.categories == ["service"]) == [("opened", 1), ("closed", 1)]


def test_what_is_read_long_after_its_arrival_is_owed_from_then_on_and_closes_after_that():
    step = run([judged("a:1", 24 * 30), judged("a:2", 24 * 10, project="sz-jlhy"), tick(24 * 60)])
    late = [alert for alert in step.alerts if alert.subject.project == "sz-jlhy"]
    assert [(alert.transition, alert.event_time) for alert in late] == [
        ("opened", at(24 * 10)), ("overdue", at(24 * 31)), ("closed", at(24 * 38)),
    ]  # fmt: skip


def test_what_was_collected_long_ago_is_remembered_from_when_it_is_read():
    old = grave("a:1", 0)
    step = run([judged("x:1", 24 * 100, project="sz-jlhy"), old, old, old])
    assert told(step.alerts) == [("opened", 1), ("opened", 3)]


# ---------------------------------------------------------------- bounds


def shown(*records, **settings) -> dict[str, Incident]:
    fold = new_fold(**settings)
    latest: dict[str, Incident] = {}
    for offset, record in enumerate(records):
        fold.apply(record, offset)
        latest |= {incident.incident_id: incident for incident in fold.collect().incidents}
    return latest


def test_an_incident_that_must_make_room_is_closed_for_all_to_see():
    matters = [judged(f"a:{i}", i, categories=[each]) for i, each in enumerate(("service", "safety", "staff"))]
    latest = shown(*matters, max_incidents_per_subject=2)
    assert sorted(incident.status for incident in latest.values()) == ["closed", "open", "open"]
    assert only([each for each in latest.values() if each.status == "closed"]).categories == ["service"]


def test_the_newest_incident_is_never_the_one_that_makes_room():
    latest = shown(judged("a:1", 50), judged("a:2", 10, categories=["staff"]), max_incidents_per_subject=1)
    assert {each.categories[0]: each.status for each in latest.values()} == {"service": "closed", "staff": "open"}


def test_a_closing_and_forgetting_in_one_leap_of_the_clock_is_shown():
    latest = shown(judged(), judged("a:2", 24 * 60))
    assert sorted(incident.status for incident in latest.values()) == ["closed", "open"]


def exercise_and_real(*parts):
    said = {"text": "3栋电梯坠落，有人受伤流血", "keywords": ["电梯", "坠落"]}
    return [judged("p:1", hours, 3, ["safety", "casualty"], drill=drill, **said) for hours, drill in parts]


def test_an_exercise_that_copies_a_real_mention_with_its_id_touches_nothing():
    real = run(exercise_and_real((0, False), (2, False)))
    mixed = run(exercise_and_real((0, False), (1, True), (2, False)))
    assert told(each for each in mixed.alerts if not each.drill) == told(real.alerts)
    assert [each.scope.mentions for each in mixed.incidents if each.drill] == [1]


def test_what_was_an_exercise_is_told_once_it_is_real():
    first = run(exercise_and_real((0, True), (1, False)))
    assert told(each for each in first.alerts if not each.drill) == [("opened", 3)]
    # sent again it is still the same exercise
    assert len([each for each in run(exercise_and_real((0, True), (1, True))).incidents if each.drill]) == 1


def test_an_act_meets_the_mention_of_its_own_kind():
    both = exercise_and_real((0, False), (0.1, True))
    for drill in (False, True):
        done = run([*both, act("acknowledge", 0.2, mention="p:1", drill=drill)])
        latest = {each.incident_id: each for each in done.incidents}.values()
        assert [each.drill for each in latest if each.status == "acknowledged"] == [drill]
    # and what people say of the one is not said of the other
    lowered = [*exercise_and_real((0, True)), act("relabel", 0.2, mention="p:1", drill=True, level=0)]
    after = run([*lowered, *exercise_and_real((1, False))])
    assert told(each for each in after.alerts if not each.drill) == [("opened", 3)]
