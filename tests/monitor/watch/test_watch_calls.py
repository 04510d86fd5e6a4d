"""Danger held call by call: which calls an end can mean, who of his people is out, and which came first."""

from __future__ import annotations

import dangers
import msgspec
import pytest
from dangers import last, out, rules
from histories import only, run

from monitor.records import Place
from monitor.watch.words import safe, whose


def call(text, hours=0.0, author="a", *, lift=None, **more):
    one = dangers.call(text, hours, author, **more)
    if lift is None:
        return one
    return msgspec.structs.replace(one, place=Place(building=one.place.building if one.place else None, lift=lift))


def desk(text, hours, *, lift=None, building="3栋", **more):
    """The company's own desk, which speaks for everybody."""
    more.setdefault("keywords", ["电梯"])
    one = out(text, hours, "desk", building=building, **more)
    one = msgspec.structs.replace(one, mention=msgspec.structs.replace(one.mention, source="front_desk"))
    return msgspec.structs.replace(one, place=Place(building=building, lift=lift))


STUCK = call("3栋电梯困人了，我被关在里面，快来人")
NOWHERE = call("电梯困人了，快来人", 0.05, "n", building=None)
HIS_MUM = call("我妈困在电梯里出不来，快救人", 0.08, "b", building=None)
OVER = "3栋电梯的人救出来了"


# ---------------------------------------------------------------- what an end can mean


@pytest.mark.parametrize(
    ("history", "urgent"),
    [
        # who only tells of it tells of the same; whoever calls for his own people is in another danger
        ([STUCK, NOWHERE], False),
        ([STUCK, HIS_MUM], True),
        # where there is but one
        ([NOWHERE], False),
        ([HIS_MUM], False),
        ([HIS_MUM, call("我爸被困在电梯里，出不来", 0.1, "c", building=None)], True),
        # of another building there is one as well: which is meant by whom nobody knows
        ([call("5栋电梯困人了，快来人", building="5栋"), NOWHERE], True),
    ],
)
def test_an_end_that_names_a_building_ends_what_it_can_mean(history, urgent):
    step = run([*history, desk(OVER, 0.3)])
    assert any(each.urgent for each in last(step)) is urgent
    # one that names none is of all
    whole = run([*history, desk("电梯里的人都救出来了", 0.3, building=None)])
    assert not any(each.urgent for each in last(whole))


def test_of_two_lifts_the_one_that_is_named():
    second = call("3栋1号梯也困了人，快来人", 0.1, "b", lift="1号")
    first = call("3栋2号梯困人了，快来人", lift="2号")
    assert any(each.urgent for each in last(run([first, second, desk("3栋2号梯的人救出来了", 0.3, lift="2号")])))
    both = [desk("3栋2号梯的人救出来了", 0.3, lift="2号"), desk("3栋1号梯的人救出来了", 0.4, lift="1号")]
    assert not any(each.urgent for each in last(run([first, second, *both])))


def test_who_is_read_late_and_calls_for_his_own_was_not_meant():
    late = call("我妈困在电梯里出不来，快救人", 0.5, "b", building=None, published=0.1)
    assert only(last(run([STUCK, desk(OVER, 0.3), late]))).urgent
    same = call("电梯困人了，快来人", 0.5, "b", building=None, published=0.1)
    assert not only(last(run([STUCK, desk(OVER, 0.3), same]))).urgent


# ---------------------------------------------------------------- the same moment


def test_of_one_moment_what_is_read_last_holds():
    end = out("没事了，我出来了", 0.0, id="g:out")
    assert not only(last(run([STUCK, end]))).urgent
    assert only(last(run([end, STUCK]))).urgent


def test_who_calls_again_in_the_moment_in_which_he_was_out_is_in_danger():
    again = call("又卡住了，电梯困人，快来人", 0.3, "a", id="g:again")
    assert only(last(run([STUCK, out("我出来了", 0.3), again]))).urgent
    assert not only(last(run([STUCK, again, out("我出来了", 0.3)]))).urgent


def test_a_source_without_seconds_does_not_tell_the_order_within_a_minute():
    end = out("没事了，我出来了", 0.01, published=20 / 3600)
    assert only(last(run([end, call("3栋电梯困人了，我被关在里面", 0.02, published=0.0)]))).urgent
    sooner = out("没事了，我出来了", 0.01, published=80 / 3600)
    assert not any(each.urgent for each in last(run([sooner, call("3栋电梯困人了", 0.03, published=0.0)])))


# ---------------------------------------------------------------- others of his people


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("我妈困在2号梯里了，快来人", "我爸困在1号梯了", True),
        ("我女儿不见了，六岁", "我儿子不见了，三岁", True),
        ("我妈困在2号梯里了，快来人", "我妈还困在2号梯里，没人来", False),
        ("我家孩子困在电梯里，快来人", "我女儿还困在里面，哭得不行", False),
        ("我困在电梯里了，快来人", "我被困在电梯里二十分钟了", False),
    ],
)
def test_a_second_call_for_others_is_told(first, second, told):
    step = run([call(first), call(second, 0.17, "a")])
    assert ("one_more_now" in rules(step)) is told


def test_who_of_them_is_out_ends_his_own_danger():
    calls = [call("我妈困在2号梯里了，快来人"), call("我爸困在1号梯了，快来人", 0.17, "a")]
    assert only(last(run([*calls, out("我妈出来了", 0.4)]))).urgent
    assert not only(last(run([*calls, out("我妈出来了", 0.4), out("我爸也出来了", 0.6)]))).urgent
    assert not only(last(run([*calls, out("都出来了，谢谢", 0.4)]))).urgent


@pytest.mark.parametrize(
    ("called", "over", "covered"),
    [
        ("我女儿不见了，她爸爸在找", "找到了，在外婆家", True),
        ("我家孩子困在电梯里", "女儿出来了", True),
        ("我妈困在电梯里", "老人救出来了", True),
        ("我和我妈困在里面", "我妈出来了", False),
        ("我儿子被困在车里", "女儿找到了", False),
        ("孩子不见了", "妈妈找到孩子了", True),
        ("我爸倒在楼道里", "大家都没事了", True),
    ],
)
def test_of_whom_it_is_said(called, over, covered):
    assert whose.covers(whose.safe(over), whose.in_danger(called)) is covered


# ---------------------------------------------------------------- fires and leaks, and who is at work on them

FIRE = dangers.call("8栋着火了，浓烟", building="8栋", keywords=["着火"])
BURNS = dangers.call("火还在烧，我妈在19楼下不来", 0.1, "b", building=None, keywords=["着火"])


def test_of_a_fire_there_is_but_one():
    office = {"signs": ["government"], "keywords": ["着火"], "building": "8栋"}
    put_out = out("8栋火情已扑灭，19楼1名老人被救出送医", 0.5, "fire", **office)
    assert not only(last(run([FIRE, put_out]))).urgent
    # whether the one who is out is whom she calls for it does not say; she does
    down = out("我妈下来了，没事了", 0.6, "b")
    assert only(last(run([FIRE, BURNS, put_out]))).urgent
    assert not only(last(run([FIRE, BURNS, put_out, down]))).urgent
    # of whom else it says nothing
    shut = call("我爸被关在里面出不来", 0.2, "c", building="8栋")
    assert any(each.urgent for each in last(run([FIRE, shut, put_out])))
    still = out("8栋1名老人被救出送医，火还没灭", 0.5, "fire", **office)
    assert only(last(run([FIRE, BURNS, still]))).urgent


def works(text, hours, *, verified, urgent=True):
    one = call(text, hours, "gas", building="7栋", keywords=["煤气"], urgent=urgent)
    author = msgspec.structs.replace(one.mention.author, name="无锡华润燃气", verified_as=verified)
    return msgspec.structs.replace(one, mention=msgspec.structs.replace(one.mention, author=author))


@pytest.mark.parametrize(
    ("verified", "text", "over"),
    [
        ("organisation", "7栋燃气异味，现场已关闭阀门、通风，险情排除", True),
        ("organisation", "7栋燃气泄漏，正在处置，请勿靠近", False),
        ("person", "7栋燃气异味，现场已关闭阀门、通风，险情排除", False),
    ],
)
def test_who_is_at_work_on_it_ends_it_whatever_its_words_are_judged(verified, text, over):
    leak = call("7栋一股煤气味，头晕，快来人", building="7栋", keywords=["煤气"])
    step = run([leak, works(text, 0.5, verified=verified)])
    assert any(each.urgent for each in last(step)) is not over


@pytest.mark.parametrize("text", ["哦没事了，门开了我出来了", "嗯出来了", "好了，门终于开了我出来了", "噢，没事了"])
def test_small_words_before_it_say_nothing_else(text):
    assert safe.says_so(text)


@pytest.mark.parametrize("text", ["哦没事吧你们", "门开了一半出不来", "嗯还没出来", "门开了吗"])
def test_nor_do_they_make_an_end_of_what_is_none(text):
    assert not safe.says_so(text)
