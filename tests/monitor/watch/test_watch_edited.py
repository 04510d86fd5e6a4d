"""A call for help that its author edits: over where he says so, and still a call where he only takes it out."""

from __future__ import annotations

import msgspec
import pytest
from dangers import call, harmed, last, rules
from histories import new_fold, only, run, tick
from restarts import told

from monitor.watch.words import perils, safe

GAS = call("3栋楼道里一股煤气味，越来越浓，快来人", id="w:1", keywords=["煤气"])


STUCK = call("3栋电梯困人了，我妈在里面，快来人", id="w:1")


def edited(text, hours=0.7, *, level=0, urgent=False, of=GAS):
    """The same mention, seen again with other words."""
    return call(text, hours, id="w:1", level=level, urgent=urgent, published=0.0, keywords=of.keywords)


@pytest.mark.parametrize(
    "text",
    [
        "3栋楼道里一股煤气味（更新：燃气公司查过，是隔壁刷漆，已散，虚惊一场）",
        "更新：燃气公司来了，阀门关好了，没事了",
        "【后续】是误会，邻居刷漆",
    ],
)
def test_who_has_edited_that_it_is_over_ends_the_danger_and_lowers_no_grade(text):
    step = run([GAS, edited(text)])
    one = only(last(step))
    assert (one.urgent, one.grade) == (False, 2)
    assert [each.transition for each in step.alerts] == ["opened", "reminded"]
    assert "险情已过" in step.alerts[1].change


@pytest.mark.parametrize("text", ["更新：还没人来，味道更大了", "此内容已被作者编辑", "……"])
def test_who_only_takes_it_out_is_in_danger_still(text):
    assert only(last(run([GAS, edited(text)]))).urgent


def test_the_same_words_are_as_they_are_judged_now():
    assert not only(last(run([GAS, edited(GAS.mention.text)]))).urgent


def test_of_several_who_call_he_ends_his_own():
    hers = call("我爸也困在3栋电梯里，救命", 0.1, "b")
    step = run([STUCK, hers, edited("更新：我妈出来了，没事了", of=STUCK)])
    assert only(last(step)).urgent
    assert "另有人求助未了" in step.alerts[-1].change
    assert only(last(step)).grade == 2


def test_who_was_hurt_is_not_told_as_over():
    hurt = harmed(call("3栋电梯下坠，我妈摔骨折了，还困在里面", id="w:1", level=3))
    step = run([hurt, harmed(edited("3栋电梯下坠，我妈摔骨折了。更新：人出来了，已送医院", level=3, of=STUCK))])
    one = only(last(step))
    assert (one.urgent, one.grade) == (False, 3)
    assert "险情" not in step.alerts[-1].change
    assert "更新" in step.alerts[-1].change


BOTH = call("我妈和女儿困在3栋电梯里，快来人", id="w:1")


FLAMES = call("3栋着火了，我妈困在12楼", id="w:1", keywords=["着火"])


@pytest.mark.parametrize(
    ("first", "behind"),
    [
        (FLAMES, "更新：不是煤气，是电瓶车烧的，火越来越大"), (FLAMES, "更新：不是人为的，火势很猛，消防在路上"),
        (FLAMES, "更新：误会，不是煤气，但是火更大了"), (FLAMES, "更新：火灭了"),
        (GAS, "（更新：物业说是误会，根本没来查，味更浓了）"), (GAS, "更新：不是煤气"),
        (GAS, "更新：说是虚惊一场，我都晕了"),
        (BOTH, "【更新】女儿出来了"), (BOTH, "更新：我出来了"),
        (BOTH, "更新：女儿出来了，谢谢大家"), (STUCK, "更新：我女儿出来了"),
        (GAS, "更新：物业已处理，没人来"), (GAS, "更新：有人说是虚惊一场"), (GAS, "更新：保安说是误报"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("urgent", [True, False])
def test_an_update_that_leaves_something_open_ends_nothing(first, behind, urgent):
    one = edited(f"{first.mention.text}。{behind}", level=2, urgent=urgent, of=first)
    step = run([first, one])
    assert "said_over" not in rules(step)
    assert only(last(step)).urgent


@pytest.mark.parametrize(
    ("first", "behind"),
    [
        (BOTH, "更新：都出来了，没事了"), (BOTH, "【更新】我妈和女儿出来了，谢谢大家"),
        (FLAMES, "更新：火灭了，我妈救出来了"),
        (GAS, "更新：不是煤气，虚惊一场"), (GAS, "更新：误报，没人受伤"), (STUCK, "更新：妈妈出来了"),
    ],
)  # fmt: skip
def test_an_update_by_which_all_is_over_ends_it_though_the_call_still_stands_there(first, behind):
    step = run([first, edited(f"{first.mention.text}。{behind}", level=2, urgent=True, of=first)])
    assert rules(step)[-1] == "said_over"
    assert not only(last(step)).urgent


@pytest.mark.parametrize(
    "text",
    [
        "3栋电梯困人了，我妈在里面。更新：出来了，虚惊一场",
        "最新消息：3栋着火不是煤气引起，是电瓶车，楼上困着一家四口",
        "最新进展：不是人踩空，是井盖塌了，孩子掉进井里，快救人",
        "最新消息：阳光雅苑3栋爆炸不是煤气，系锂电池，三人被困",
    ],
)
def test_a_first_post_never_loses_its_urgency_by_an_update(text):
    late = call(text, 1, published=0.0)
    assert perils.of(late) is not None
    assert only(last(run([late]))).urgent


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("煤气味好大。更新：总阀关了，没事了", True), ("着火了！（更新：火灭了）", True),
        ("煤气味好大。更新：还是有味道", False), ("电梯困人。更新：里面还有两个孩子", False),
        ("系统更新：电梯困人", False), ("孩子不见了。更新：不是说虚惊一场吗？", False),
    ],
)  # fmt: skip
def test_what_an_update_says(text, over):
    assert safe.takes_back(text) is over


def test_an_office_that_edits_is_an_office():
    police = msgspec.structs.replace(GAS, credibility=msgspec.structs.replace(GAS.credibility, signs=["government"]))
    assert "said_over" in rules(run([police, edited("更新：险情已解除")]))


LOST = call("我女儿5岁在3栋走丢了，帮忙找", id="w:1", keywords=["走丢"])


def test_a_call_that_was_taken_out_stays_quoted_and_can_be_ended_still():
    thanks = edited("谢谢大家", of=LOST)
    again = edited("谢谢大家", 0.8, of=LOST)
    step = run([LOST, thanks, again])
    one = only(last(step))
    assert one.urgent
    assert "我女儿5岁在3栋走丢了" in one.headline
    assert (one.evidence[0].quote, one.evidence[0].edited) == (LOST.mention.text, "谢谢大家")
    found = run([LOST, thanks, again, edited("已找到，谢谢大家", 1, of=LOST)])
    assert rules(found)[1] in ("said_over", "level_1")
    assert not only(last(found)).urgent


def test_a_call_that_stands_there_is_quoted_as_it_is():
    step = run([LOST, edited("我女儿5岁在3栋走丢了，帮忙找，穿红衣服", level=2, urgent=True, of=LOST)])
    assert all(each.edited is None for each in only(last(step)).evidence)


# ---------------------------------------------------------------- the grade of what was taken back

QUIET = tick(25)


DRY = call("3栋消防通道被堵死了", id="w:1", urgent=False, keywords=["消防通道"])


NOTHING = "更新：燃气公司查过，是隔壁刷漆，虚惊一场"


def told_of(step):
    return [(each.transition, each.grade) for each in step.alerts if each.transition != "overdue"]


def test_what_was_taken_back_keeps_its_grade_for_a_day_and_says_so():
    step = run([GAS, edited(NOTHING), tick(12), QUIET])
    assert told_of(step) == [("opened", 2), ("reminded", 2), ("deescalated", 1)]
    assert "等级未降" in step.alerts[1].change
    fallen = step.alerts[-1]
    assert "原信息已被修改或改判" in fallen.change
    assert only(last(step)).categories == ["safety"]


@pytest.mark.parametrize("history", [[GAS, edited(NOTHING)], [DRY, edited("谢谢大家", of=DRY)]])
def test_it_falls_after_a_restart_as_without(history):
    plain = told(new_fold(), [*history, tick(12), QUIET], 1)
    assert told(new_fold(), [*history, tick(12), QUIET], 1, restart=True) == plain
    assert "deescalated" in str(plain[-1])


@pytest.mark.parametrize(
    "history",
    [
        # somebody else smells it
        [GAS, call("我也闻到煤气味了，头晕", 0.3, "b", keywords=["煤气"]), edited(NOTHING)],
        # nothing says that it is over
        [GAS, edited("……")],
        # it stands there
        [GAS, edited(GAS.mention.text, level=2)],
        # quiet has not lasted a day
        [GAS, edited(NOTHING), call("3栋有煤气味", 20, "b", urgent=False, keywords=["煤气"])],
        # somebody was hurt by it
        [harmed(call("3栋电梯下坠，我妈摔骨折了，还困在里面", id="w:1", level=3)), edited("更新：虚惊一场", of=STUCK)],
    ],
)
def test_what_stands_or_is_grave_does_not_fall_with_it(history):
    step = run([*history, QUIET])
    assert "deescalated" not in [each.transition for each in step.alerts]
    assert only(last(step)).grade >= 2


def test_who_takes_a_casualty_back_lowers_nothing_and_that_is_said():
    hurt = harmed(call("3栋电梯下坠，我妈摔骨折了，还困在里面", id="w:1", level=3))
    step = run([hurt, edited("更新：虚惊一场", of=STUCK), QUIET])
    assert told_of(step) == [("opened", 3), ("reminded", 3)]
    assert "等级未降：请核实伤亡" in next(each for each in step.alerts if each.transition == "reminded").change


# ---------------------------------------------------------------- an edit that says that it is at another building

LEAPS = call("3栋有人要跳楼，快来人", id="w:1", keywords=["跳楼"])


def _moved(text, building, **more):
    more = {"keywords": ["跳楼"], **more}
    step = run([LEAPS, call(text, 0.7, id="w:1", published=0.0, building=building, **more)])
    return [each.change for each in step.alerts if "位置更正" in each.change]


@pytest.mark.parametrize(
    ("text", "building"),
    [("8栋有人要跳楼，快来人", "8栋"), ("3栋有人要跳楼，快来人。更正：是8栋", "3栋")],
)
def test_an_edit_that_moves_the_place_is_told(text, building):
    (told,) = _moved(text, building)
    assert "是8栋，不是3栋" in told


@pytest.mark.parametrize(
    ("text", "building"),
    [
        ("3栋有人要跳楼，快来人，在楼顶", "3栋"),
        ("3栋有人要跳楼，快来人。更新：8栋也有人看到", "3栋"),
        ("有人要跳楼，快来人", None),
        ("8栋对面的3栋有人要跳楼，快来人", "8栋"),
    ],
)
def test_an_edit_that_only_names_another_building_is_not(text, building):
    assert _moved(text, building) == []
