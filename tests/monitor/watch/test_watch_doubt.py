"""Verdicts, denials and what is said after them: what is in doubt counts less, and what is new counts anew."""

from __future__ import annotations

import pytest
from histories import ORGANISATION, RULESET, act, judged, only, run, told

from monitor.company.playbooks import load_playbooks
from monitor.config.settings import data_path
from monitor.watch.attested import hearsay
from monitor.watch.bundle import make_bundle
from monitor.watch.fold import Fold
from monitor.watch.settings import FoldSettings

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


@pytest.mark.parametrize(
    ("source", "kind", "signs", "text", "heard"),
    [
        ("manual", "post", [], "3栋有人从电梯井坠落，120已到", True),
        ("manual", "post", ["hearsay"], "听说3栋有人从电梯井坠落，120已到", False),
        ("weibo", "post", [], "3栋有人从电梯井坠落，120已到", False),
        ("hotline", "complaint", [], "3栋有人从电梯井坠落，120已到", True),
    ],
)
def test_what_a_patrol_finds_after_a_verdict_is_no_retelling(source, kind, signs, text, heard):
    talk = grave(text="3栋有人从电梯井坠落", keywords=["电梯井", "坠落"])
    after = grave("a:2", 2, source=source, kind=kind, signs=signs, text=text, keywords=["电梯井", "坠落"])
    step = run([talk, FALSE, after])
    assert told(step.alerts) == [("opened", 3), ("deescalated", 1), *([("escalated", 3)] if heard else [])]


def test_the_last_verdict_holds():
    step = run([grave(), FALSE, TRUE])
    assert told(step.alerts) == [("opened", 3), ("deescalated", 1), ("escalated", 3)]
    assert only(step.incidents).confirmed == "已证实"


@pytest.mark.parametrize(
    ("fields", "basis"),
    [
        ({"signs": ["media_report", "official_media"]}, "1家媒体报道；官方尚未通报，也无人工核实"),
        ({"signs": ["official_media", "hearsay"]}, "1家媒体报道；官方尚未通报，也无人工核实"),
        ({"signs": ["official_media", "first_hand"]}, "1家媒体报道；官方尚未通报，也无人工核实"),
        ({"signs": ["government"]}, "1个政府部门发布；官方已通报"),
        ({"signs": ["first_hand"]}, "1人亲历、亲见或投诉；尚无官方通报或人工核实"),
        ({"signs": ["official_media"], "kind": "complaint"}, "1人亲历、亲见或投诉；尚无官方通报或人工核实"),
        ({"signs": ["media_report"]}, "1人直接说（未称亲见）；尚无官方通报或人工核实"),
    ],
)
def test_the_press_and_offices_are_no_eyewitnesses(fields, basis):
    assert run([grave(**fields)]).alerts[0].basis == basis


def test_papers_offices_and_neighbours_are_counted_apart():
    neighbour, paper = grave("a:1", signs=["first_hand"]), grave("n:1", 1, signs=["official_media"])
    other, talk = grave("n:2", 2, signs=["official_media"]), grave("a:2", 3, signs=["hearsay"])
    step = run([talk, neighbour, paper, other, act("close", 5, by="chen", project="hz-ygyy")])
    assert step.alerts[-1].basis.startswith("2家媒体报道、1人亲历、亲见或投诉、1人只是听说或转述；")


SHIPPED = load_playbooks(data_path("config") / "playbooks")


def opening(*categories, **fields):
    """The first alert of talk of these, told with the playbooks that come along."""
    bundle = make_bundle(FoldSettings(clock="records"), ORGANISATION, SHIPPED, RULESET)
    fold = Fold(0, 1, {bundle.digest: bundle})
    fold.use(bundle.digest)
    fold.apply(judged(level=3, categories=[*categories, "rumor"], **fields), 0)
    return fold.collect().alerts[0]


def test_talk_of_the_share_price_is_nothing_to_look_for_the_injured():
    alert = opening("market", signs=["hearsay"])
    assert "待核实" in alert.headline
    assert "董事会秘书" in alert.first_step
    assert "120" not in alert.first_step + "".join(alert.advice)
    assert any("尚未证实" in step for step in alert.advice)
    assert "董事会秘书" in "".join(opening("market", signs=["old_news"]).advice)


@pytest.mark.parametrize("categories", [["casualty"], ["market", "safety"], ["collective"], []])
def test_talk_of_what_may_have_hurt_somebody_sends_somebody_to_look(categories):
    assert "120" in opening(*categories, signs=["hearsay"]).first_step


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


@pytest.mark.parametrize(
    "text",
    [
        "3栋电梯坠落，一老人当场死亡，求大家帮转",
        "3栋电梯坠落，老人死亡，请紧急转发，让更多业主看到",
        "3栋着火死了人，居民已被紧急转移",
        "3栋着火，老人先转到急诊，没救过来",
        "3栋有人坠楼身亡，我打12345，电话转给物业就没人接了",
        "3栋有人坠楼身亡，帮转出去！",
    ],
)
def test_who_asks_others_to_pass_it_on_says_it_himself(text):
    assert not hearsay.relays(judged(level=3, categories=["casualty"], text=text, signs=["repost"]))


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("转自业主群：3栋电梯坠落，一老人当场死亡", ["repost", "first_hand"]),
        ("//@路过的:3栋电梯坠落，一老人当场死亡", ["repost"]),
        ("太惨了//@路过的:3栋电梯坠落，一老人当场死亡", []),
        ("转：3栋电梯坠落，一老人当场死亡", ["repost"]),
        ("【转】3栋电梯坠落，一老人当场死亡", ["repost"]),
        ("帮转：3栋电梯坠落，一老人当场死亡", ["repost"]),
        ("3栋电梯坠落死了人，真假未知，先转给大家", []),
        ("3栋电梯坠落死了人，群里都在传", []),
        ("3栋投毒一事，问了医院没有这样的病人，建议等官方消息，不要转发", ["repost"]),
    ],
)
def test_who_passes_it_on_has_no_voice_of_his_own(text, signs):
    assert hearsay.relays(judged(level=3, categories=["casualty"], text=text, signs=signs))


def test_who_passes_it_on_and_has_seen_it_too_has_one():
    text = "转自业主群：3栋电梯坠落死人了，我也在现场，亲眼看到的"
    assert not hearsay.relays(judged(level=3, categories=["casualty"], text=text, signs=["repost", "first_hand"]))


@pytest.mark.parametrize("relay_first", [True, False])
def test_whether_the_relay_or_the_talk_is_read_first_the_grade_is_the_same(relay_first):
    hours = (0, 1) if relay_first else (1, 0)
    relay = grave("a:1", hours[0], text="转自业主群：有人坠楼身亡", signs=["repost"])
    talk = grave("a:2", hours[1], text="听说有人坠楼身亡", signs=["hearsay"])
    step = run([relay, talk] if relay_first else [talk, relay])
    assert told(step.alerts) == [("opened", 2)]
    assert only(step.incidents).confirmed == "传闻"


DENIAL = judged("a:9", 1, level=0, categories=[], frame="denial", signs=["denial", "government"])


def rumour(id="a:1", hours=0.0, words=("跳楼",), **fields):
    return grave(id, hours, signs=["hearsay"], keywords=words, **fields)


def test_a_denial_is_of_what_had_been_said_until_then():
    step = run([rumour(), DENIAL, rumour("a:2", 20, ["燃气", "中毒"])])
    assert told(step.alerts) == [("opened", 2), ("deescalated", 1), ("escalated", 2)]
    assert "待核实" in step.alerts[-1].headline
    assert step.alerts[-1].evidence[0].mention_id == "a:2"


def test_what_was_said_before_the_denial_and_is_read_after_it_is_denied_too():
    step = run([rumour(), DENIAL, rumour("a:2", 3, ["燃气", "中毒"], published=0.5)])
    assert told(step.alerts) == [("opened", 2), ("deescalated", 1)]


@pytest.mark.parametrize("words", [["跳楼"], ["跳楼", "网传", "身亡"], ["跳楼", "压着"]])
def test_the_denied_talk_in_other_words_is_denied(words):
    step = run([rumour(), DENIAL, rumour("a:2", 3, words)])
    assert told(step.alerts) == [("opened", 2), ("deescalated", 1)]


@pytest.mark.parametrize(
    ("words", "text"), [(["跳楼"], "今天又有人跳楼死了"), (["电梯", "夹死"], "电梯夹死了人"), ([], "死人了")]
)
def test_what_the_denied_talk_did_not_say_is_not(words, text):
    step = run([rumour(), DENIAL, rumour("a:2", 20, words, text=text)])
    assert told(step.alerts) == [("opened", 2), ("deescalated", 1), ("escalated", 2)]


def test_a_second_denial_denies_what_was_said_since_the_first():
    again = judged("a:8", 30, level=0, categories=[], frame="denial", signs=["denial", "government"])
    step = run([rumour(), DENIAL, rumour("a:2", 20, ["燃气", "中毒"]), again])
    assert told(step.alerts) == [("opened", 2), ("deescalated", 1), ("escalated", 2), ("deescalated", 1)]


def test_who_could_not_find_out_takes_back_a_verdict_but_no_denial_of_the_authorities():
    unclear = act("verify", 2, by="zhang", project="hz-ygyy", verdict="unclear")
    assert told(run([rumour(), DENIAL, unclear]).alerts) == [("opened", 2), ("deescalated", 1)]
    assert told(run([rumour(), DENIAL, FALSE, unclear]).alerts) == [("opened", 2), ("deescalated", 1)]
    assert told(run([rumour(), FALSE, unclear]).alerts) == [("opened", 2), ("deescalated", 1), ("escalated", 2)]
