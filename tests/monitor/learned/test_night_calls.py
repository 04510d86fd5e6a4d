"""Few words of the night, as they are typed by who is in danger or sees it; and the same words of every day."""

from __future__ import annotations

import pytest
from judges import of_the_chat
from risks import judged

from monitor.learned import blend
from monitor.learned.model import UNIT
from monitor.records import CATEGORIES
from monitor.risk import Verdict

SURELY = 4 * UNIT


@pytest.mark.parametrize(
    "text",
    [
        "喘不上气了快打120我在9栋大厅",
        "楼道里有人在砸门手里拿着菜刀",
        "电梯掉了一截现在门开不开我抱着孩子",
        "我爸喝了除草剂在吐",
        "有人从15楼翻出去了挂在空调架上",
        "厨房全是煤气味我腿软走不动",
        "娃掉到水池里了谁会水",
        "他掐着我妈脖子快报警",
        "墙塌下来压着送水的师傅",
        "隔壁着火了烟从墙缝进来",
    ],
)
def test_who_is_in_danger_says_it_in_few_words(text: str) -> None:
    risk = of_the_chat(text).risk
    assert risk.level >= 2
    assert risk.urgent


@pytest.mark.parametrize(
    "text",
    [
        "拿着菜刀切了三小时冻肉",
        "电梯掉漆了能不能补一下",
        "除草剂打完了三天内别踩草坪",
        "空调架上挂着件红毛衣谁的",
        "煤气费走错户了找谁改",
        "水池里的鱼谁喂的",
        "掐着点到家饭刚好",
        "阳台的蚊子都要把人咬死了，求打药",
    ],
)
def test_the_same_words_of_every_day_wake_nobody(text: str) -> None:
    risk = of_the_chat(text).risk
    assert risk.level < 2
    assert not risk.urgent


def by_wording(text: str, level: int, odds: int = 6) -> Verdict:
    levels = [odds * UNIT if each == level else 0 for each in range(4)]
    values = [UNIT if code == "casualty" else -6 * UNIT for code in CATEGORIES]
    return blend.blended(judged(text), levels, values, lambda level: None, urgent=SURELY)


def test_of_the_dead_nobody_is_in_danger_unless_somebody_calls() -> None:
    assert not by_wording("8栋老人触电身亡", 3).risk.urgent
    assert by_wording("8栋老人触电身亡，还有一个在水里，快来人救命", 3).risk.urgent
    assert by_wording("8栋老人触电了倒在水里", 3).risk.urgent


def test_a_scratch_needs_no_treatment_and_a_wound_does() -> None:
    assert by_wording("今天被推的那个邻居，好像胳膊擦伤了", 3).risk.level == 2
    assert by_wording("今天被推的那个邻居，胳膊擦伤，头上缝了五针", 3).risk.level == 3


def test_gnats_are_no_danger_but_what_comes_of_them_may_be() -> None:
    assert by_wording("蚊子要把人咬死了，求物业打药", 3, odds=2).risk.level < 2
    assert by_wording("蚊子咬的登革热，我妈住院了", 3, odds=2).risk.level == 3


@pytest.mark.parametrize(
    "text",
    [
        "快打119",
        "快打119！！",
        "赶紧打119啊",
        "快打120",
        "物业快叫救护车",
        "谁快点打一下120",
        "快叫消防",
        "赶紧报火警",
    ],
)
def test_a_call_and_no_more_is_danger_and_no_harm(text: str) -> None:
    """快打 and a number read like a beating, and with two exclamation marks like nothing."""
    risk = of_the_chat(text).risk
    assert (risk.level, risk.urgent, risk.categories) == (2, True, ["safety"])


@pytest.mark.parametrize(
    "text",
    [
        "快打12345",
        "大家都去打12345！",
        "打爆市长热线",
        "快打物业电话",
        "麻烦快点打个电话",
        "快打电话给他",
        "直接打12345投诉",
    ],
)
def test_a_line_for_complaints_is_dialled_and_nobody_beaten(text: str) -> None:
    assert of_the_chat(text).risk.level < 2


def test_beside_what_happens_a_call_changes_nothing() -> None:
    assert of_the_chat("12栋有人坠楼快打120").risk.level == 3
    assert of_the_chat("快打12345，保安打人了").risk.level == 2
    assert of_the_chat("快打119，着火了").risk.urgent
    assert of_the_chat("快打110，有人砸门").risk.urgent
    assert of_the_chat("快打110，楼下打起来了").risk.urgent
    assert of_the_chat("快打110，楼下吵死了").risk.level == 1
