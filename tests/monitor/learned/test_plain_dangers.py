"""The plainest words for what befalls people, as whoever is there types them first, and the same words of nothing."""

from __future__ import annotations

import pytest
from judges import of_the_chat


@pytest.mark.parametrize(
    "text",
    [
        "楼塌了",
        "看台要塌了快跑",
        "天花板塌了砸到床上",
        "蛋糕店二楼塌下来了",
        "我们被水困住了",
        "地库有人被水冲走了",
        "前面踩踏了快来人",
        "保洁中暑昏过去了",
        "有人心脏病发作",
        "邻居哮喘发作喘不上",
        "手卡机器里了",
        "娃头被夹住了",
        "着火了",
        "电梯困人了",
        "燃气泄漏了",
        "孩子不见了",
        "老人晕倒了",
        "有人被埋了",
        "海棠溪苑救命",
        "3栋救救我",
        "好大的烟",
        "电梯掉下来了",
    ],
)
def test_a_danger_in_the_plainest_words_is_told_at_once(text: str) -> None:
    risk = of_the_chat(text).risk
    assert risk.level >= 2
    assert risk.urgent


@pytest.mark.parametrize("text", ["有人跳楼了", "孩子溺水了", "有人死了", "电梯掉下来了，人摔伤了"])
def test_harm_in_the_plainest_words_is_grave(text: str) -> None:
    assert of_the_chat(text).risk.level == 3


@pytest.mark.parametrize(
    "text",
    [
        "这帖子楼塌了，水得没边",
        "积木搭的楼塌了",
        "我家爱豆塌房了",
        "看电影里楼塌了好震撼",
        "老公说房子塌了也不搬",
        "绘本里小鸭子被水冲走那页娃每次都捂眼",
        "鞋被水冲走了",
        "草坪别踩踏了",
        "预防中暑请多喝水",
        "吓得我心脏病发作",
        "手机卡机器里了",
        "硬币卡在投币口里了",
        "收的，三毛一个，塑料的",
        "好大的烟花",
        "救命 这猫好可爱",
        "城里救命钱",
        "孩子作业卡住了",
        "宝宝夹住了我的手指不放好可爱",
    ],
)
def test_the_same_words_of_nothing_wake_nobody(text: str) -> None:
    risk = of_the_chat(text).risk
    assert risk.level < 2
    assert not risk.urgent


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("云栖台今天被推的那个邻居没事吧？好像胳膊擦伤了", False),
        ("他还在追我，我手蹭破皮了", True),
        ("有人跟着我，手擦伤了，不敢出去", True),
    ],
)
def test_who_asks_after_a_scratch_wakes_nobody_and_who_is_in_danger_with_one_does(text: str, urgent: bool) -> None:
    assert of_the_chat(text).risk.urgent is urgent
