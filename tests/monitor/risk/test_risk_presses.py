"""What presses now, or befell somebody, beside words that make other sentences harmless: relief, films, ifs."""

from __future__ import annotations

import pytest
from risks import judged

from monitor.subjects.nearby import FINE


@pytest.mark.parametrize(
    "text",
    [
        "消防通道被堵，天台有人要往下跳，消防车进不来",
        "楼上有人坐在窗台外面，消防车被堵在门口进不来",
        "消防通道堵着，3栋有人拿刀砍人",
        "消防通道锁了，我们全被锁在楼梯间出不去，好热",
        "6楼窗户往外窜火，消防车进不来",
        "幸亏我们没上电梯，现在里面困着三个人",
        "还好我们没睡，楼下煤气漏了一屋子",
        "不是演练，6栋真失火了",
        "12楼真的起火了，不是开玩笑",
        "5栋真着火了，消防通道堵死了，快来人",
        "正在家看《人世间》，厨房着火了",
        "刷到抖音说有人要跳楼，都在18楼天台边上了",
    ],
)
def test_a_danger_of_now_is_urgent_whatever_stands_beside_it(text: str) -> None:
    risk = judged(text).risk
    assert (risk.level >= 2, risk.urgent) == (True, True)


@pytest.mark.parametrize(
    "text",
    [
        "那个坠楼的女的现在还躺在楼下",
        "那个溺水的小孩现在嘴唇发紫",
        "上次被咬的孩子恢复不了了，手指截了",
        "看着《流浪地球》，天花板塌了，砸到我妈头上流血",
        "3栋旁边的基坑死人了",
        "保安一棍打死一个业主",
        "遛狗的大爷掉进污水井了",
        "小孩捡手机掉进化粪池了",
    ],
)
def test_harm_is_told_whatever_stands_beside_it(text: str) -> None:
    assert judged(text).risk.level == 3


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("消防通道被私家车堵死了，消防车根本进不来", 2),
        ("消防通道停满了车，真要着火了消防车怎么进来", 2),
        ("老家的碧桂苑保安打人，还好我们这没有", 0),
        ("那个受伤的姐姐出院了没，我想去看看她", 0),
        ("昨晚看《消防员》看到起火那段哭死", 0),
        ("看到新闻说电梯夹死人，以后都不敢坐电梯了", 0),
        ("不能一竿子打死，师傅挺好的", 0),
        ("这物业收费坑死人了", 1),
        ("手机掉进化粪池了", 2),
    ],
)
def test_the_same_words_without_a_danger_wake_nobody(text: str, level: int) -> None:
    risk = judged(text).risk
    assert (risk.level <= level, risk.urgent) == (True, False)


def test_a_neighbour_who_is_fine_is_found_in_linear_time() -> None:
    assert FINE.match("的物业" + "水电" * 40 + "甲") is None
    assert FINE.match("的物业也没停电") is not None
