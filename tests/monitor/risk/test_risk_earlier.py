"""What was said, mended or well before takes no urgency from what is now; what befell before has none."""

from __future__ import annotations

import pytest
from risks import judged

from monitor.risk.calling import calls
from monitor.risk.earlier import now_of


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("昨天刚说护栏坏了，车掉进河里了，车里有人喊救命", "昨天车掉进河里了，车里有人喊救命，后来救上来了"),
        ("车掉进河里了，昨天刚说护栏坏了，车里有人喊救命", "车掉进河里了，昨天晚上的事，车里没人"),
        ("老公昨天还好好的，现在口吐白沫抽搐", "昨天老公口吐白沫抽搐，送医院了"),
        ("昨晚就说栏杆间距大，现在孩子的头卡在栏杆里拔不出来了", "昨晚孩子的头卡在栏杆里拔不出来，消防锯开的"),
        ("上周就报修电梯，现在我妈困在里面出不来", "上周我妈困在电梯里出不来，物业没人管"),
        ("昨天才修好的电梯，我妈现在又困在里面了", "昨天我妈困在电梯里，今天才修好"),
        ("上个月就提醒飞线充电，3栋楼下电瓶车着火了", "3栋楼下电瓶车上个月着火了，提醒过飞线充电"),
        ("昨天到现在一直有煤气味，头晕", "昨天有煤气味，头晕了一下"),
    ],
)
def test_what_was_said_or_well_before_dates_no_danger(now: str, then: str) -> None:
    assert judged(now).risk.urgent
    assert not judged(then).risk.urgent


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("人吊在外墙半空，绳子缠住了，昨天就说绳子旧", "昨天人吊在外墙半空，绳子缠住了"),
        ("之前就反映过外墙，人悬在15楼外面，快叫消防", "之前有人悬在15楼外面，叫消防救的"),
        ("昨天还好好的，现在嘴唇发紫喘不上气", "昨天嘴唇发紫喘不上气，现在出院了"),
    ],
)
def test_a_call_is_of_now_whatever_was_said_before(now: str, then: str) -> None:
    assert calls(now)
    assert not calls(then)


def test_of_yesterday_and_now_stays_what_is_now() -> None:
    assert now_of("昨天着火了，现在还在冒烟") == "现在还在冒烟"
    assert now_of("人吊在半空，昨天就说绳子旧") == "人吊在半空，"
    assert now_of("历史上的今天：昨天有人喊救命") == "历史上的今天：昨天有人喊救命"
