"""What tells in one breath how it ended is no call for help; a word of hospital or rescue in a call is no end."""

from __future__ import annotations

import pytest
from dangers import STUCK, call, last, out
from histories import only, run

from monitor.watch.words import perils, safe


@pytest.mark.parametrize(
    "said",
    [
        "凌晨电梯困人半个多小时，72岁老人出来就进了医院",
        "第2名被困人员已找到，经确认无生命体征",
        "勇哥老汉困在电梯里那个，没死，好好的在住院",
        "老太太困在电梯里，放出来后送医了",
    ],
)
def test_what_tells_how_it_ended_is_no_danger_of_now(said):
    assert safe.tells_the_end(said)
    assert perils.of(call(said)) is None
    assert not only(last(run([STUCK, out("我出来了", 0.3), call(said, 5, "x")]))).urgent


@pytest.mark.parametrize(
    "said",
    [
        "有人喝了水送医院了，大家先别喝",
        "着火了，一个送医院了",
        "电梯困人，一个送医院了，还有一个没出来",
        "煤气味很大，两个人送医院了",
        "困在里面的老人要送医院，快来人",
        "一人身亡，电线还在水里",
    ],
)
def test_what_goes_on_beside_who_was_harmed_is(said):
    assert perils.of(call(said)) is not None


# ---------------------------------------------------------------- words of another time, and of others


@pytest.mark.parametrize(
    "text",
    [
        "3栋电梯困住两个人，其中一个心脏病发作，要送医院",
        "孩子反锁在家里发高烧要送医院，门打不开，谁有钥匙",
        "我爸上周住院，今天出来透气被困在3栋电梯里，物业电话打不通，求救",
        "我妈刚做完手术住院回来，被关在2栋电梯里了，物业没人接电话",
        "有人要跳楼！站在天台边上，上次他就送医抢救过",
        "12楼窗台上坐着个女的要跳，说她老公死亡后不想活了",
    ],
)
def test_a_word_of_hospital_in_a_call_for_help_is_not_its_end(text):
    assert perils.of(call(text)) is not None


@pytest.mark.parametrize(
    "text", ["凌晨电梯困人半个多小时，72岁老人出来就进了医院", "电梯困了半小时，老人获救后住院观察"]
)
def test_what_is_told_with_its_end_calls_for_no_help(text):
    assert perils.of(call(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "我出来了，孩子夹在门缝里", "我出来了，我妈没跟出来", "我没事了，我老公在里头", "孩子救出来了，大人昏迷",
        "电梯故障已排除，2号梯继续等待救援", "已解救，3号梯不行",
    ],
)  # fmt: skip
def test_who_is_out_alone_does_not_say_that_it_is_over(text):
    assert not safe.says_so(text)


@pytest.mark.parametrize(
    "text", ["被困在电梯里的孩子已经救出来了", "关在里面的人都救出来了", "电梯故障已排除，人没事", "我们出来了，都没事"]
)
def test_where_they_were_shut_in_is_no_word_against_it(text):
    assert safe.says_so(text)
