"""Rules as operators write them: what they mean."""

from __future__ import annotations

import json

import pytest
from histories import RULESET, at, judged, new_fold, run, told
from rulesets import M, N, rule, rules

from monitor.watch.fold import Fold
from monitor.watch.ruleset import Ruleset, ruleset_from_dict


def graded(ruleset: Ruleset, *history) -> int:
    """The gravest grade that an incident of this history has had."""
    return max(each.peak_grade for each in run_under(ruleset, history))


def run_under(ruleset: Ruleset, history):
    fold: Fold = new_fold(ruleset)
    for offset, record in enumerate(history):
        fold.apply(record, offset)
    return fold.collect().incidents


# ---------------------------------------------------------------- what the words mean


@pytest.mark.parametrize(
    ("body", "holds", "fails"),
    [
        ("[rule.mention]\nlevel = 2", {"level": 2}, {"level": 1}),
        ('[rule.mention]\ncategories = ["staff"]', {"categories": ["staff"]}, {"categories": ["service"]}),
        ('[rule.mention]\nsources = ["12345", "hotline"]', {"source": "12345"}, {"source": "weibo"}),
        ("[rule.mention]\nofficial_media = true", {"signs": ["official_media"]}, {}),
        ("[rule.mention]\nfirst_hand = true", {"signs": ["first_hand"]}, {}),
        ("[rule.mention]\nhearsay = false\nlevel = 1", {}, {"signs": ["hearsay"]}),
        ("[rule.mention]\ncomplaint = true", {"kind": "complaint"}, {}),
        ("[rule.mention]\nurgent = true", {"urgent": True}, {}),
        ("[rule.mention]\nreach = 5_000", {"reach": 5_000}, {"reach": 4_999}),
        ("[rule.mention]\ncrowd = 10", {"crowd": 10}, {"crowd": 9}),
        ("[rule.mention]\ncredibility = 0.6", {}, {"credibility": 0.5}),
        ("[rule.needs]\nreach = 5_000", {"reach": 5_000}, {"reach": 4_999}),
        ('[rule.incident]\nprojects = ["杭州"]', {}, {"project": "sz-jlhy"}),
        ('[rule.incident]\nmatters = ["staff"]', {"categories": ["staff"]}, {}),
        ('[rule.incident]\nkinds = ["residential"]\nsensitive = false', {}, None),
    ],
)
def test_a_condition_holds_where_it_says(body: str, holds: dict, fails: dict | None) -> None:
    under = rules(rule("wanted", 2, body))
    assert graded(under, judged(**holds)) == 2
    assert fails is None or graded(under, judged(**fails)) == 1


@pytest.mark.parametrize(
    ("body", "enough"),
    [
        ("[rule.needs]\nmentions = 4", 4),
        ("[rule.needs]\npeople = 3", 3),
        ('within = "6h"\n[rule.needs]\npeople = 3', 3),
        ('within = "90m"\n[rule.needs]\nmentions = 2', 2),
        ("[rule.mention]\ncomplaint = true\n[rule.needs]\ncomplaints = 2", 2),
        ("[rule.needs]\npeople_on_one_thing = 5", 5),
        ("[rule.needs]\nhouseholds_share = 0.0025", 3),
        ("[rule.needs]\nindependent_people = 2", 2),
        ("[rule.needs]\nplatforms = 2", 2),
        ('within = "24h"\n[rule.needs]\nburst = 2.5', 4),
    ],
)
def test_a_number_is_reached_and_not_before(body: str, enough: int) -> None:
    under = rules(rule("wanted", 3, body))
    history = [judged(f"a:{n}", n, kind="complaint", keywords=["停水"], source=f"s{n}") for n in range(enough)]
    assert graded(under, *history) == 3
    assert graded(under, *history[:-1]) == 1


def test_a_window_is_no_longer_than_it_says() -> None:
    under = rules(rule("wanted", 2, 'within = "6h"\n[rule.needs]\npeople = 3'))
    assert graded(under, *(judged(f"a:{n}", 2.9 * n) for n in range(3))) == 2
    assert graded(under, *(judged(f"a:{n}", 3.0 * n) for n in range(3))) == 1


def test_all_conditions_on_a_mention_are_one_mentions() -> None:
    under = rules(rule("wanted", 2, '[rule.mention]\ncomplaint = true\ncategories = ["staff"]'))
    apart = [judged("a:1", kind="complaint"), judged("a:2", 1, categories=["staff"], parent="a:1")]
    assert graded(under, *apart) == 1


def test_the_text_shows_what_was_counted() -> None:
    under = rules(
        rule(
            "wanted",
            2,
            'within = "6h"\n[rule.needs]\npeople = 2\ncomplaints = 1',
            "{within}内{people}人、{complaints}件",
        )
    )
    [incident] = run_under(under, [judged("a:1", kind="complaint"), judged("a:2", 1)])
    assert incident.why[0].text == "6小时内2人、1件"
    assert incident.why[0].observed == {"people": 2, "complaints": 1}
    assert str(incident.why[0].needed) == "{'people': 2, 'complaints': 1}"


@pytest.mark.parametrize(
    ("body", "text", "shown"),
    [
        (M + "level = 1", "{mentions}条，{within}，{sources}，{category}", "1条，全程，微博，服务不到位"),
        (N + "households_share=0.0001", "{people_on_one_thing}人/{households}户{households_share}", "3人/1200户0.01%"),
        ('within = "15m"\n' + N + "people = 3", "{people}人，平日{baseline}人", "3人，平日0.0人"),
    ],
)  # fmt: skip
def test_what_a_text_may_show_is_never_a_dash(body: str, text: str, shown: str) -> None:
    under = rules(rule("wanted", 2, body, text))
    [incident] = run_under(under, [judged(f"a:{n}", keywords=["停水"]) for n in range(3)])
    assert incident.why[0].text == shown


def test_the_rules_come_back_from_their_bundle() -> None:
    plain = json.dumps(RULESET.as_dict())
    back = ruleset_from_dict(json.loads(plain))
    assert back == RULESET
    # to the byte: the bundle's digest goes by them
    assert json.dumps(back.as_dict()) == plain
    asked = {type(number) for each in back.rules for number in each.needs.values()}
    assert asked == {int, float}


BURST = 'within = "24h"\n[rule.needs]\n{}burst = 2\n'


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        (BURST.format("people = 5\n"), {"people": 5}),
        (BURST.format("people = 5\n") + "[rule.sensitive]\npeople = 3", {"people": 3}),
        (BURST.format("people = 5\n") + "[rule.sensitive]\nburst = 1", {"people": 5, "burst": 1}),
        # without it a single mention would be enough
        (BURST.format(""), {"burst": 2}),
        # written for such windows alone
        (BURST.format("people = 5\n") + "[rule.incident]\nsensitive = true", {"people": 5, "burst": 2}),
    ],
)
def test_a_sensitive_window_asks_for_a_burst_only_where_the_rule_says_so(body: str, asked: dict) -> None:
    found = next(each for each in rules(rule("wanted", 2, body)).rules if each.name == "wanted")
    assert found.relaxed == asked
    assert found.needs["burst"] == 2


def test_the_shipped_rules_give_the_designs_defaults() -> None:
    """One mention of each level; five people; the press; thirty people; three platforms with 100,000."""
    assert [run([judged(level=level)]).alerts[0].grade for level in (1, 2, 3)] == [1, 2, 3]
    five = [judged(f"a:{n}", n, keywords=["停水"]) for n in range(5)]
    assert told(run(five).alerts) == [("opened", 1), ("escalated", 2)]
    assert run([judged(signs=["official_media"])]).alerts[0].grade == 3
    thirty = [judged(f"a:{n}", n / 100, level=2, categories=["collective"]) for n in range(30)]
    assert told(run(thirty).alerts) == [("opened", 2), ("escalated", 3)]
    assert run(thirty).alerts[-1].event_time == at(0.29)
    wide = [judged(f"{name}:1", source=name, reach=33_334) for name in ("weibo", "douyin", "news")]
    assert run(wide).alerts[-1].grade == 3
    assert max(alert.grade for alert in run([judged(level=3, categories=["casualty"], urgent=True)] * 9).alerts) == 3
