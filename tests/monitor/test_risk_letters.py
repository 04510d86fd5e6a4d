"""Letters of owners to offices: what is reported, followed, planned or feared, and what happened."""

from __future__ import annotations

import pytest
from risks import judged, level


@pytest.mark.parametrize(
    ("followed", "stalked"),
    [
        ("业主希望物业跟踪事情进展，尽快维修门禁", "物业的人跟踪女业主到单元门口，好害怕"),
        ("贵单位能否跟踪落实电梯维修", "晚上有人跟踪我回家，物业说没监控"),
        ("物业承诺跟踪处理漏水", "保安一路跟踪业主到车库"),
    ],
)
def test_who_follows_a_matter_stalks_nobody(followed: str, stalked: str) -> None:
    assert level(followed) <= 1
    assert level(stalked) == 2


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("外墙掉砖的事，江城时报对此进行了跟踪报道，物业照样不改", "外墙掉砖，希望时报跟踪报道，督促物业整改"),
        ("消防隐患去年已有晨报专题报道，公司仍不整改", "消防隐患请晨报专题报道，督促公司整改"),
        ("地库渗水（在3月2日的《江城晚报》上给予公开报道）至今未修", "地库渗水，想请晚报给予公开报道"),
        ("3月2日的晚间新闻中，房产局副局长表示尽快移交会所，至今没动", "看晚间新闻里说房价涨了，物业费也要涨"),
    ],
)
def test_a_paper_that_followed_a_matter_reported_it(told: str, asked: str) -> None:
    assert level(told) == 3
    assert level(asked) < 3


def test_what_is_done_in_time_is_no_paper() -> None:
    assert "media" not in judged("电梯坏了我们及时报修，报修后公开报道了维修名单").risk.categories


@pytest.mark.parametrize(
    ("figure", "blow"),
    [
        ("踩着业主的血泪赚钱的物业", "保安踩着业主的头，业主满脸是血"),
        ("物业喝业主的血汗钱，拉扯了半年", "保安拉扯业主，业主流血了"),
    ],
)
def test_tears_of_blood_are_no_wound(figure: str, blow: str) -> None:
    assert level(figure) < 3
    assert level(blow) == 3


@pytest.mark.parametrize(
    ("named", "gathered"),
    [
        ("据几百业主的调查，房子没有达到交付标准", "几百业主堵在售楼部门口要求退房"),
        ("几百业主翘首以盼，幼儿园还没开", "几百业主今天在营销中心静坐"),
        ("几百业主报名了运动会", "几百业主到现场拉横幅"),
    ],
)
def test_hundreds_of_owners_are_a_crowd_where_they_gather(named: str, gathered: str) -> None:
    assert level(named) < 3
    assert level(gathered) == 3
