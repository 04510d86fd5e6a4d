"""Smoke that comes out, a play that is filmed, a group that acts together, and who lies there and does not answer."""

from __future__ import annotations

import pytest
from risks import judged, level


@pytest.mark.parametrize(
    "text",
    [
        "7栋冒出好大的烟",
        "3栋5楼阳台涌出一大股烟，邻居都在喊",
        "楼顶升起好大的黑烟",
        "25楼有烟窜出来，全楼的人往楼下跑",
        "四楼影院真的有烟出来了，好多人在跑",
        "机房全是烟，物业让我们疏散",
        "小区那边好大的烟，消防车过去三台",
    ],
)
def test_where_smoke_comes_out_it_burns(text: str) -> None:
    assert level(text) == 2


@pytest.mark.parametrize(
    "text",
    [
        "早点铺冒着热气和炊烟，烟火气十足",
        "6栋厨房冒出的油烟直接灌进我家",
        "舞台冒出烟雾，气氛拉满",
        "湖面升起一层烟雾，美得像画",
        "下水道井盖冒着白烟，这两天冷",
        "门口来了三台消防车，说是检查",
        "烧烤摊的烟好大，熏得窗户都不敢开",
    ],
)
def test_where_nothing_burns(text: str) -> None:
    assert level(text) < 2


@pytest.mark.parametrize(
    ("played", "befell"),
    [
        ("剧组在大厦天台拍跳楼戏，围了好多人看明星", "剧组在大厦拍戏，灯架倒下来砸伤一名群众演员，送医院了"),
        ("3栋借给剧组拍凶杀戏，地上的血都是道具", "拍戏的威亚断了，一个替身摔下来骨折"),
        ("我们小区上电视了，剧里那场坠楼就在8栋拍的", "8栋有人跳楼，好多人在拍，当看戏一样"),
    ],
)
def test_a_scene_is_played_and_its_players_are_hurt_in_earnest(played: str, befell: str) -> None:
    assert level(played) == 0
    assert level(befell) == 3


def test_whoever_is_in_a_group_that_acts_together_is_counted() -> None:
    assert judged("小区建了个维权群已经一百八十多人，说好从下个月起集体拒交物业费").crowd == 180
    assert judged("罢免业委会的群都三百号人了，周六一起去街道").crowd == 300
    assert judged("业主群500人，集体拒交物业费的没几个").crowd is None


@pytest.mark.parametrize(
    "text",
    [
        "有个老伯倒在小区门口，叫不应，谁会急救",
        "北门有位爹爹躺在地上喊不答应，快来人",
        "3栋楼下一个嗲嗲晕倒了没反应",
        "车库有个男的趴在方向盘上怎么喊都没反应，车窗锁着",
        "8栋17楼有个女的跨在窗户外面，谁快报警",
        "9栋的姑娘骑到窗台上了，快来人拉住",
    ],
)
def test_who_lies_there_or_sits_outside_is_in_danger_now(text: str) -> None:
    assert judged(text).risk.urgent


@pytest.mark.parametrize(
    "text",
    [
        "有个外卖小哥在门口喊人，叫不应，放门口了",
        "对讲叫不应，门禁坏了",
        "擦窗户的师傅跨在窗户外面，系着安全绳，看着都怕",
        "急救培训，假人躺在地上，谁会心肺复苏谁上",
        "门口有只老狗倒在地上，叫不应",
    ],
)
def test_who_only_does_not_answer_is_not(text: str) -> None:
    assert level(text) < 2
