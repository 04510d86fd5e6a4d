"""How a matter spreads: copies, what is usual, windows of event time, arranged posts, quiet, matters that are one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from histories import NOON, act, at, judged, only, raised, run, tick, told

from monitor.records import Assessment
from monitor.text.likeness import ALIKE, differing, fingerprint
from monitor.watch.checkpoint import baseline, coordination, gist
from monitor.watch.checkpoint.memory import Rhythm
from monitor.watch.checkpoint.remembered import micros
from monitor.watch.grades import trending

TEXT = "三号楼的电梯这周第四次停运，报修单没人接，老人小孩天天爬十八层，物业费倒是一分不少收"
OTHER = "地下车库的照明坏了一大片，黑得看不见路，跟物业说了两次还是没动静，谁摔了谁负责"


def bits(text: str) -> int:
    return int(fingerprint(text), 16)


# ---------------------------------------------------------------- likeness


def test_a_fingerprint_is_the_same_for_ever() -> None:
    # it lies on timelines: another release of the hash would tell copies from their originals
    assert fingerprint(TEXT) == "b649b055c9fec419dd82dc889e538d3e"
    assert fingerprint("物业太差了") == ""


@pytest.mark.parametrize(
    "copy",
    [
        f"转发//@某人:{TEXT}",
        f"太真实了//@甲:转发//@乙：{TEXT}",
        f"#身边事#{TEXT}@新闻 https://example.com/a1",
        TEXT.replace("三号楼", "3号楼").replace("，物业费", "！！物业费"),
        TEXT.replace("报修单没人接", "报修单没有人接"),
    ],
)
def test_copies_are_alike_and_others_are_not(copy: str) -> None:
    assert differing(bits(TEXT), bits(copy)) <= ALIKE
    assert differing(bits(OTHER), bits(copy)) > ALIKE


# ---------------------------------------------------------------- copies in incidents


def test_a_copy_joins_beyond_the_time_of_joining_and_what_is_like_it_in_a_drill_does_not():
    copy = fingerprint(TEXT)
    first, late = judged("a:1", fingerprint=copy), judged("a:2", 120, categories=["staff"], fingerprint=copy)
    drill = judged("a:3", 121, fingerprint=copy, drill=True)
    step = run([first, late, drill])
    real, exercise = (each for each in sorted(step.incidents, key=lambda each: each.drill))
    assert (real.scope.mentions, real.scope.copies, exercise.scope.mentions) == (2, 1, 1)
    assert (real.copies[0].mention_id, real.copies[0].mentions, real.copies[0].people) == ("a:1", 2, 2)


def test_an_answer_joins_the_incident_of_what_it_answers():
    answer = judged("a:2", 1, categories=["staff"], kind="comment", parent="a:1")
    assert only(run([judged("a:1"), answer]).incidents).scope.mentions == 2


def test_a_repost_of_hearsay_is_no_second_voice():
    def said(id: str, hours: float, text: str):
        return judged(id, hours, level=3, categories=["casualty"], signs=["hearsay"], fingerprint=fingerprint(text))

    reposted = [said(f"a:{n}", n, TEXT) for n in range(4)]
    assert told(run(reposted).alerts) == [("opened", 2)]
    assert told(run([*reposted, said("b:1", 5, OTHER)]).alerts) == [("opened", 2), ("escalated", 3)]


# ---------------------------------------------------------------- windows and what is usual


def test_late_mentions_fill_the_window_of_their_own_time_in_any_order():
    times = [0, 1, 2, 3, 60, 4]
    history = [judged(f"a:{n}", 70 + n, published=hour, keywords=["停电"]) for n, hour in enumerate(times)]
    assert run(history).incidents[-1].grade == 2
    backwards = [judged(f"a:{n}", 80 - n, published=hour, keywords=["停电"]) for n, hour in enumerate(times)]
    assert run(backwards[::-1]).incidents[-1].grade == 2
    spread = [judged(f"a:{n}", 24.5 * n, keywords=["停电"]) for n in range(6)]
    assert run(spread).incidents[-1].grade == 1


def test_five_people_where_eight_a_day_are_usual_alarm_nobody():
    days = [
        judged(f"u:{day}-{n}", 24 * day + n, keywords=[f"小事{n}"], project="sz-jlhy")
        for day in range(21)
        for n in range(8)
    ]
    five = [judged(f"b:{n}", 24 * 21 + 9 + n / 10, keywords=["停水"], project="sz-jlhy") for n in range(5)]
    many = [judged(f"b:{n}", 24 * 21 + 9 + n / 10, keywords=["停水"], project="sz-jlhy") for n in range(16)]
    # what nobody has spoken of for three weeks is an incident of its own, measured by all that is usual there
    assert told(run([*days, *five]).alerts) == [("opened", 1), ("opened", 1)]
    alerts = run([*days, *many]).alerts
    assert told(alerts) == [("opened", 1), ("opened", 1), ("escalated", 2)]
    assert 6 < alerts[-1].why[0].baseline < 9
    windows = {each.window: each for each in alerts[-1].trend.windows}
    assert windows["24h"].people > 1.5 * windows["24h"].usual
    assert windows["15m"].usual < windows["1h"].usual < windows["6h"].usual < windows["24h"].usual


def usually(rhythm: Rhythm | None, households: int | None, span: timedelta, end: datetime) -> float:
    start = end - span
    usual = baseline.usual(rhythm, "service", "residential", households, baseline.day_of(start))
    return baseline.expected(usual, rhythm, micros(start), micros(end))


def expected(rhythm: Rhythm | None, households: int | None = 1_000, hours: float = 24, day: float = 60) -> float:
    return usually(rhythm, households, timedelta(hours=hours), at(24 * day))


def usual(days: int, people: int, burst: int = 0) -> Rhythm:
    rhythm = Rhythm()
    for day in range(60 - days, 60):
        for n in range(burst if burst and day % 10 == 0 else people):
            baseline.note(rhythm, "service", f"p{n}", at(24 * day + n / 100), at(24 * day + 1))
    return rhythm


def test_without_history_households_and_kind_say_what_to_expect():
    assert expected(None, 1_000) == pytest.approx(0.5)
    assert expected(None, 8_000) == pytest.approx(4.0)
    assert expected(None, None) == pytest.approx(0.5)
    assert expected(None, hours=1) < 0.05


def test_history_outweighs_the_prior_and_past_bursts_do_not_raise_it_much():
    assert expected(usual(30, 6)) == pytest.approx(5.6, abs=0.3)
    assert expected(usual(30, 6, burst=200)) < 9


def test_the_days_of_the_window_itself_do_not_count():
    rhythm = usual(30, 2)
    for n in range(300):
        baseline.note(rhythm, "service", f"new{n}", at(24 * 60 - 1), at(24 * 60 - 1))
    assert expected(rhythm) == pytest.approx(expected(usual(30, 2)), abs=0.2)


def test_hours_of_the_day_are_the_subjects_own_after_two_weeks():
    rhythm = Rhythm()
    for day in range(30, 60):
        for n in range(10):
            baseline.note(rhythm, "service", f"p{n}", at(24 * day - 10), at(24 * day))
    night, noon = (usually(rhythm, 1_000, timedelta(hours=1), at(24 * 60 + hour)) for hour in (-9.5, 0))
    assert night > 3 > 1 > noon


def test_who_writes_all_day_is_one_and_what_comes_too_late_is_counted_as_such():
    rhythm = Rhythm()
    for n in range(20):
        baseline.note(rhythm, "service", "same", at(n / 10), at(3))
    assert sum(rhythm.days["service"].values()) == 1
    baseline.note(rhythm, "service", "other", at(-24 * 57), at(3))
    assert (rhythm.too_late, sum(rhythm.days["service"].values())) == (1, 1)
    for day in range(1, 200):
        baseline.note(rhythm, "service", "same", at(24 * day), at(24 * day))
    assert len(rhythm.days["service"]) <= baseline.KEPT_DAYS
    assert len(rhythm.voices["service"]) <= baseline.OPEN_DAYS


# ---------------------------------------------------------------- trend


@pytest.mark.parametrize(
    ("last", "previous", "most", "word"),
    [
        (1, 0, 1, "steady"), (6, 2, 6, "rising"), (9, 9, 10, "peaking"), (4, 9, 10, "falling"), (0, 0, 10, "steady"),
        (3, 3, 12, "steady"), (8, 9, 10, "peaking"), (2, 1, 2, "steady"),
    ],
)  # fmt: skip
def test_a_word_for_how_it_moves(last: int, previous: int, most: int, word: str) -> None:
    assert trending.direction(last, previous, most) == word


def test_the_peak_is_the_fullest_hour_wherever_it_lies():
    assert gist.peak([at(hour) for hour in (0, 0.9, 1.0, 1.5, 1.9, 5)], timedelta(hours=1)) == 3
    assert gist.peak([], timedelta(hours=1)) == 0


# ---------------------------------------------------------------- arranged posts


def arranged(count: int, minutes: float, **fields):
    return [judged(f"c:{n}", n * minutes / 60, fingerprint=fingerprint(TEXT), **fields) for n in range(count)]


def test_same_wording_at_once_is_arranged_and_told_once():
    step = run(arranged(80, 0.3))
    assert told(step.alerts) == [("opened", 1), ("escalated", 2)]
    assert [reason.rule for reason in step.alerts[-1].why] == ["people", "coordinated"]
    incident = only(step.incidents)
    assert incident.scope.coordinated
    assert incident.why[-1].rule == "coordinated"
    assert incident.scope.people == 80


def test_a_joint_letter_is_not_arranged_and_one_sign_is_not_enough():
    assert not only(run(arranged(20, 0.3, categories=["collective"])).incidents).scope.coordinated
    slowly = [judged(f"c:{n}", n * n / 10, fingerprint=fingerprint(TEXT)) for n in range(9)]
    assert not only(run(slowly).incidents).scope.coordinated
    assert not only(run([judged(f"c:{n}", n / 200) for n in range(9)]).incidents).scope.coordinated


def test_four_copies_show_one_sign_more():
    def four(gap, **fields):
        return [judged(f"c:{n}", n * gap, fingerprint=fingerprint(TEXT), **fields) for n in range(4)]

    assert only(run(four(1 / 120, followers=1)).incidents).scope.coordinated
    assert not only(run(four(1 / 120)).incidents).scope.coordinated
    assert not only(run(four(1 / 120, followers=300)).incidents).scope.coordinated
    assert not only(run(four(1, followers=1)).incidents).scope.coordinated


def test_headquarters_hears_once_of_what_looks_arranged_though_the_grade_stays():
    def smear(count, followers):
        return [judged(f"c:{n}", n / 120, fingerprint=fingerprint(TEXT), followers=followers) for n in range(count)]

    step = run(smear(9, 1))
    assert [reason.rule for reason in step.alerts[1].why][:2] == ["coordinated", "level_1"]
    assert [each.transition for each in step.alerts].count("reminded") == 1
    opened, alert = step.alerts[:2]
    assert (alert.transition, alert.grade, alert.scope.coordinated) == ("reminded", 1, True)
    assert "company" in {each.scope for each in alert.route} - {each.scope for each in opened.route}
    # accounts that others follow are neighbours
    assert all(each.transition != "reminded" for each in run(smear(4, 300)).alerts)


def test_what_nobody_knows_is_no_sign():
    def uneven(**fields):
        return [judged(f"c:{n}", n * n / 8, fingerprint=fingerprint(TEXT), **fields) for n in range(9)]

    assert not only(run(uneven()).incidents).scope.coordinated
    assert not only(run(uneven(followers=300)).incidents).scope.coordinated
    assert only(run(uneven(followers=3)).incidents).scope.coordinated
    assert coordination.look([]) == coordination.Finding()


# ---------------------------------------------------------------- quiet


def test_quiet_lowers_numbers_once_and_the_whole_number_is_needed_again():
    five = [judged(f"a:{n}", n / 10, keywords=["停水"]) for n in range(5)]
    again = [judged(f"b:{n}", 30 + n / 10, keywords=["停水"]) for n in range(5)]
    step = run([*five, *again])
    assert told(step.alerts) == [("opened", 1), ("escalated", 2), ("deescalated", 1), ("escalated", 2)]
    assert raised(step.alerts)[2].event_time == at(24.4)
    assert [reason.rule for reason in raised(step.alerts)[2].why] == ["eased", "level_1"]
    assert told(run([*five, *again[:4]]).alerts)[-1] == ("deescalated", 1)


def test_quiet_does_not_lower_what_was_said_and_is_put_off_by_what_is_done():
    grave = judged(level=3, categories=["casualty"])
    assert told(run([grave, tick(100)], clock="wall").alerts) == [("opened", 3)]
    five = [judged(f"a:{n}", n / 10, keywords=["停水"]) for n in range(5)]
    step = run([*five, act("acknowledge", 20, by="zhang", project="hz-ygyy"), judged("z:1", 60, project="sz-jlhy")])
    assert raised(step.alerts)[2].event_time == at(44)


# ---------------------------------------------------------------- matters that are one


def test_what_shares_matters_and_words_is_one_event():
    hit = judged("a:1", categories=["staff"], level=2, keywords=["保安", "南门", "打人"])
    hurt = judged("a:2", 1, categories=["casualty", "staff"], level=3, keywords=["南门", "打人", "住院"])
    step = run([hit, hurt])
    assert told(step.alerts) == [("opened", 2), ("escalated", 3)]
    elsewhere = judged("a:2", 1, categories=["casualty", "staff"], level=3, keywords=["电梯", "住院"])
    assert len(run([hit, elsewhere]).incidents) == 2


def test_incidents_that_turn_out_to_be_one_are_merged_and_say_so():
    fee = judged("a:1", categories=["violation"], level=2, keywords=["涨价", "公示"])
    banner = judged("a:2", 50, categories=["collective"], level=3, keywords=["横幅", "堵门"])
    both = judged("a:3", 51, categories=["violation", "collective"], level=2, keywords=["涨价", "横幅"])
    step = run([fee, banner, both])
    # the graver one's number stays: people act on it
    assert told(step.alerts) == [("opened", 2), ("opened", 3), ("closed", 2)]
    into, gone = sorted(step.incidents, key=lambda each: each.merged_into is not None)
    assert (into.scope.mentions, into.grade, into.merged_from) == (3, 3, [gone.incident_id])
    assert (gone.status, gone.merged_into) == ("closed", into.incident_id)
    closing = raised(step.alerts)[2]
    assert closing.why[0].rule == "merged"
    assert into.number in closing.change
    assert into.number in closing.first_step
    # a number that is still on somebody's note, and a mention that is crawled again
    acknowledged = act("acknowledge", 60, incident_id=gone.incident_id)
    again = run([fee, banner, both, acknowledged, judged("a:2", 61, categories=["collective"], level=3, reach=900)])
    assert {each.incident_id: each.status for each in again.incidents}[into.incident_id] == "acknowledged"
    assert again.incidents[-1].status != "open"


FEE = judged("a:1", categories=["violation"], level=2, keywords=["涨价", "公示"])
CROWD = judged("a:2", 50, categories=["collective"], level=2, keywords=["横幅", "堵门"])
BOTH = judged("a:3", 51, categories=["violation", "collective"], level=2, keywords=["涨价", "横幅"])


def merged(*before):
    step = run(sorted([FEE, CROWD, BOTH, *before], key=lambda each: getattr(each, "arrived_at", None) or each.at))
    return next(each for each in step.incidents if each.merged_from)


def test_what_people_did_about_either_is_done_for_both():
    crowd = judged("a:2", 50, categories=["collective"], level=2, keywords=["横幅", "堵门"]).mention.id
    done = [act("acknowledge", 50.2, by="zhang", mention=crowd), act("assign", 50.3, by="chen", mention=crowd, to="li")]
    into = merged(*done)
    assert (into.status, into.assigned) == ("acknowledged", "li")
    assert [(each.step, each.status) for each in into.deadlines] == [("acknowledge", "met")]
    assert merged().status == "open"


def test_who_confirmed_a_small_matter_has_not_confirmed_the_grave_one():
    small = judged("a:1", level=1, categories=["violation"], keywords=["涨价", "公示"])
    told = act("acknowledge", 0.2, by="zhang", mention="a:1")
    into = next(each for each in run([small, told, CROWD, BOTH]).incidents if each.merged_from)
    assert (into.grade, into.status) == (2, "open")
    assert [each.status for each in into.deadlines if each.step == "acknowledge"] == ["pending"]


def test_small_complaints_in_one_incident_are_not_one_event_with_what_one_of_them_mentions():
    lift = judged("a:1", level=3, categories=["safety", "casualty"], keywords=["电梯", "坠落", "报修"])
    paper = judged("a:2", 1, keywords=["墙纸", "起泡"])
    heat = judged("a:3", 2, keywords=["暖气", "报修"])
    speaks = judged("a:4", 3, level=2, categories=["service", "safety"], keywords=["电梯", "坠落", "报修", "暖气"])
    found = run([lift, paper, heat, speaks])
    assert sorted((each.scope.mentions, each.grade) for each in found.incidents) == [(2, 1), (2, 3)]
    # of the same kind as the small ones, and about the lift alone
    late = judged("a:5", 4, keywords=["电梯", "坠落", "两次"])
    again = run([lift, paper, heat, speaks, late])
    assert sorted((each.scope.mentions, each.grade) for each in again.incidents) == [(2, 1), (3, 3)]


def test_a_call_without_an_object_joins_only_what_people_are_up_about():
    fee = judged("a:1", categories=["violation"], level=2, keywords=["涨价"])
    lamp = judged("a:2", 0.5, keywords=["路灯"])
    call = judged("a:3", 1, categories=["collective"], level=2, keywords=["联名信"])
    assert len(run([fee, lamp, call]).incidents) == 2
    assert len(run([lamp, call]).incidents) == 2
    other = judged("b:1", 0.7, categories=["staff"], level=2, keywords=["保安"])
    # two such matters: nobody knows which is meant
    assert len(run([fee, other, call]).incidents) == 3


def test_noon_is_a_day() -> None:
    assert baseline.day_of(NOON) == baseline.day_of(at(11.9))
    assert baseline.day_of(NOON) + 1 == baseline.day_of(at(12))


def test_what_had_to_make_room_before_the_closing_does_not_hold_up_what_is_new():
    old = [judged(f"a:{n}", n / 10, level=3, categories=["casualty"], author=f"o{n}") for n in range(7)]
    new = [judged(f"b:{n}", 30 + n / 10, categories=["casualty"], keywords=["电梯"], author=f"n{n}") for n in range(5)]
    records = [*old, act("close", 2, project="hz-ygyy"), *new, tick(30 + 60)]
    step = run(records, max_members_per_incident=5, clocks="off")
    assert told(step.alerts) == [
        ("opened", 3), ("closed", 3), ("reopened", 1), ("escalated", 2), ("deescalated", 1),
    ]  # fmt: skip


def test_a_verdict_on_the_smaller_matter_says_nothing_of_the_graver_one_it_turns_out_to_be():
    staff = judged("a:1", 0, level=2, categories=["staff"], keywords=["南门", "推搡"])
    true = act("verify", 0.5, mention="a:1", verdict="true")
    rumour = judged("a:2", 1, level=3, categories=["casualty"], signs=["hearsay"], keywords=["骨折", "住院"])
    both = judged(
        "a:3",
        2,
        level=2,
        categories=["staff", "casualty"],
        keywords=["南门", "推搡", "骨折", "住院"],
        signs=["hearsay"],
    )
    alive = [each for each in run([staff, true, rumour, both]).incidents if each.merged_into is None]
    assert [(each.grade, each.confirmed) for each in alive] == [(2, "传闻")]
    assert alive[0].scope.mentions == 3


def test_what_was_copied_makes_way_for_what_else_was_said() -> None:
    said = "物业费涨到三块五，没开业主大会"
    copied = [post(f"p:{n}", n / 10, 2, said + "！" * (n % 2), ["物业费"]) for n in range(7)]
    others = [post(f"q:{n}", 1 + n / 10, 1, text, ["物业费"]) for n, text in enumerate(("贴条子催缴", "没有公示"))]
    shown = [each.quote for each in run([*copied, *others]).incidents[-1].evidence]
    assert len(shown) == 5
    assert {"贴条子催缴", "没有公示"} < set(shown)
    # where nothing else was said, all that is there is shown
    assert len(run(copied).incidents[-1].evidence) == 5


def post(name: str, hours: float, level: int, text: str, keywords: list[str]) -> Assessment:
    return judged(name, hours, level, ["violation"], text=text, keywords=keywords, author=f"author of {name}")
