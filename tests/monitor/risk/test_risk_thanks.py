"""Thanks and amends that name what is over are none; what goes on, ended ill or burnt stands beside all thanks."""

from __future__ import annotations

import pytest
from risks import judged, level

from monitor.learned.blend import blended
from monitor.learned.model import UNIT
from monitor.records import CATEGORIES
from monitor.risk import thanks


@pytest.mark.parametrize(
    "text",
    [
        "当初我是反对他们进场的，今年电梯困人一次，七分钟开门，这一票改成赞成",
        "老帖更新：去年在这里发帖骂物业吞维修基金的就是我，账我去查了，钱一分没少，欠一句对不起",
        "煤气味是我先闻到的，电话打完不到四分钟，人就到了，关阀、开窗。专业！",
        "业主来电称被困16楼电梯时值班员陪她聊天，八分钟解困，特此感谢",
        "老人晕倒，物业第一时间送医院，现已康复，感谢",
    ],
)
def test_what_ended_well_is_no_matter(text: str) -> None:
    assert level(text) == 0


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("当初我是反对他们进场的，现在更反对，昨天电梯困人三小时没人管", 2),
        ("老帖更新：骂物业吞维修基金的就是我，住建局查实了，被挪走四十万，欠一句对不起的是他们", 2),
        ("煤气味是我先闻到的，师傅四分钟就到了，可是阀门关不上，整栋在疏散。专业！", 2),
        ("电梯困人，保安五分钟就到了，谢谢，等维保开门", 2),
        ("谢谢保安，孩子困在电梯里，五分钟就到了，门打不开", 2),
        ("感谢秩序员，老人晕倒，五分钟救护车到了，送医后不治", 3),
        ("感谢师傅，老人在大堂摔晕倒送医院缝了六针，现已出院", 3),
        ("昨晚地下车库有辆电车冒烟，保安两分钟赶到，没有伤到人，必须表扬", 2),
    ],
)
def test_what_goes_on_or_harmed_stands(text: str, least: int) -> None:
    assert level(text) >= least


def _worded(text: str) -> int:
    """The level where the wording is sure of a grave one by six in ten."""
    levels = [0, -2 * UNIT, -2 * UNIT, UNIT]
    return blended(judged(text), levels, [0] * len(CATEGORIES), lambda _: None, urgent=-9 * UNIT).risk.level


def test_the_wording_alone_makes_no_grave_matter_of_it() -> None:
    ill = "业主来电表扬：1月6日夜间其丈夫突发胸痛，秩序员李某用AED协助施救，"
    assert _worded(ill + "现已出院，要求公司予以嘉奖") == 0
    assert _worded(ill + "没能救回来，家属仍要求公司予以嘉奖") == 3


@pytest.mark.parametrize(
    ("told", "thanked"),
    [
        ("感谢邻居，我爸突发心梗，脱离危险，物业的AED没电", "感谢物业送来AED，我爸突发心梗，脱离危险"),
        ("谢谢大家，我爸心梗已经出院，就是物业的AED没电", "谢谢大家，我爸心梗已经出院，可把我们吓坏了"),
    ],
)
def test_thanks_beside_what_failed_him_are_no_end(told: str, thanked: str) -> None:
    assert level(told) == 3
    assert level(thanked) == 0


def test_who_is_well_again_and_says_what_failed_tells_more_than_thanks() -> None:
    assert not thanks.well_again("感谢邻居，我爸心梗脱离危险，物业的AED没电")
    assert not thanks.well_again("感谢邻居，我爸心梗脱离危险，对讲是坏的")
    assert thanks.well_again("感谢邻居，我爸心梗脱离危险，把我们吓坏了")
