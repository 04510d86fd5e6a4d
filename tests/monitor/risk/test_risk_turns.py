"""What frames may not cancel: what is only like a film, what hits ours from next door, what stands behind a turn."""

from __future__ import annotations

import pytest
from risks import UNSURE, judged, level

from monitor.learned.blend import blended
from monitor.learned.model import UNIT
from monitor.records import CATEGORIES


@pytest.mark.parametrize(
    ("grave", "harmless"),
    [
        ("像看恐怖片一样，电梯唰地掉下去，我同事腿断了", "昨晚看恐怖片，电梯唰地掉下去那段，女主腿断了"),
        ("跟电影里一样，他直接从窗户跳下去了，地上全是血", "电影里他直接从窗户跳下去了，地上全是血，太真实"),
        ("不是拍戏，真有人从楼上跳下来了", "楼下在拍戏，有人从楼上跳下来了"),
        ("没拍戏，是真有人拿刀砍伤了人", "剧本杀里我被捅死了，凶手居然是保安"),
        ("对面小区的吊车倒了，砸到我们3栋，二楼有人受伤", "对面小区的吊车倒了，砸到他们3栋，二楼有人受伤"),
        ("温馨提示：小区安全，结果昨晚有人坠楼身亡", "温馨提示：如遇高空坠物伤人，可拨打服务热线"),
        ("3栋有人入室盗窃并持刀伤人，嫌疑人仍在小区内", "网传小区持刀伤人不实，系两人口角"),
    ],
)
def test_grave_facts_beside_a_frame(grave: str, harmless: str) -> None:
    assert level(grave) == 3
    assert level(harmless) < 2


@pytest.mark.parametrize("text", ["剧本杀店着火了，就在商铺二楼，人还没全出来", "物业说是例行检修，可电梯里还关着人呢"])
def test_danger_beside_a_frame_is_urgent(text: str) -> None:
    assert (judged(text).risk.level, judged(text).risk.urgent) == (2, True)


def test_a_group_that_gathers_sells_nothing() -> None:
    assert level("姐妹们建了个维权群已经六十多人了，周五一起去找律师，想加入的私我") == 2
    assert level("团购群已经六十多人了，想加入的私我") == 0


def test_a_court_that_freezes_the_companys_money() -> None:
    frozen = judged("天眼查显示，合肥中院裁定冻结澜庭物业服务有限公司银行存款3000万元").risk
    assert (frozen.level, frozen.categories) == (2, ["market", "legal"])
    assert "market" not in judged("业主欠费被物业起诉，法院冻结了他的存款").risk.categories


def test_cantonese_small_talk_is_not_made_grave_by_wording_alone() -> None:
    grave = [-2 * UNIT, 0, UNIT, 2 * UNIT]
    gathered = [UNIT if code == "collective" else -4 * UNIT for code in CATEGORIES]

    def told(text: str) -> int:
        return blended(judged(text), grave, gathered, lambda _: None, urgent=UNSURE).risk.level

    assert told("喺保安亭，有人执到交咗俾佢哋") == 2
    assert told("保安亭有人俾佢哋打到流血") == 3
    assert told("有个阿婆企喺天台边度，话唔想做人") == 3
