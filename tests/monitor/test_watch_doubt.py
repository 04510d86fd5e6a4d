"""Verdicts, denials and what is said after them: what is in doubt counts less, and what is new counts anew."""

from __future__ import annotations

from histories import act, judged, only, run, told

FALSE = act("verify", 1, by="zhang", project="hz-ygyy", verdict="false")
TRUE = act("verify", 2, by="zhang", project="hz-ygyy", verdict="true")


def grave(id="a:1", hours=0.0, **fields):
    return judged(id, hours, level=3, categories=["casualty"], **fields)


def test_what_was_verified_as_false_stays_so_when_it_is_crawled_again():
    step = run([grave(urgent=True), FALSE, grave(hours=5, urgent=True), grave(hours=9, reach=5_000)])
    assert told(step.alerts) == [("opened", 3), ("deescalated", 1)]
    assert not only(step.incidents).urgent
    assert only(step.incidents).confirmed == "传闻"


def test_a_mild_post_verified_as_false_and_edited_into_a_grave_one_counts():
    step = run([judged(level=2, categories=["safety"]), FALSE, grave(hours=3)])
    assert told(step.alerts) == [("opened", 2), ("deescalated", 1), ("escalated", 3)]
    assert only(step.incidents).confirmed == "一手未证实"


def test_the_last_verdict_holds():
    step = run([grave(), FALSE, TRUE])
    assert told(step.alerts) == [("opened", 3), ("deescalated", 1), ("escalated", 3)]
    assert only(step.incidents).confirmed == "已证实"


def test_a_fall_says_why():
    rumour = judged("a:1", level=3, categories=["casualty", "rumor"], signs=["hearsay"])
    denial = judged("a:2", 1, level=0, categories=[], frame="denial", signs=["denial", "government"])
    for step in (run([rumour, denial]), run([grave(), FALSE])):
        fall = step.alerts[-1]
        assert fall.transition == "deescalated"
        assert fall.why[0].rule == "denied"
        assert "否认" in fall.why[-1].text or "不满" in fall.why[-1].text


def test_an_authority_that_denies_confirms_nothing():
    rumour = judged("a:1", level=3, categories=["casualty", "rumor"], signs=["hearsay"])
    denial = judged("a:2", 1, level=0, categories=[], frame="denial", signs=["denial", "government"])
    assert only(run([rumour, denial]).incidents).confirmed == "传闻"
    assert only(run([grave(), denial, FALSE]).incidents).confirmed != "已证实"


def test_after_a_reopening_only_the_spread_since_then_counts():
    wide = [judged(f"{name}:1", i, source=name, reach=40_000) for i, name in enumerate(("weibo", "douyin", "tieba"))]
    step = run([*wide, act("close", 5, project="hz-ygyy"), judged("weibo:2", 24)])
    assert told(step.alerts) == [("opened", 1), ("escalated", 3), ("closed", 3), ("reopened", 1)]
    assert only(step.incidents).scope.reach == 120_100
