"""A count of zero says that nothing happened; any other number says that it did."""

from __future__ import annotations

import pytest
from risks import level


@pytest.mark.parametrize(
    "text",
    [
        "本年度伤亡事故0起，电梯坠落0起",
        "死亡0人，受伤0人",
        "全年因工死亡人数为0，重伤0人",
        "火灾事故0起，高空坠物伤人0起，电梯困人0起",
        "本月电梯困人0次",
        "本月困人零起",
        "本月火情0，盗窃0",
        "全年火灾零发生",
        "电梯坠落０起，死亡０人",
        "死亡：0人；受伤：0人",
        "2026年3号楼电梯困人0起",
        "人员伤亡为零，火灾为零",
        "0伤亡，0事故",
        "0起火灾，0人受伤",
        "全年刑事案件0起，入室盗窃0起，打架斗殴0起",
    ],
)
def test_a_count_of_zero_negates_its_noun(text: str) -> None:
    assert level(text) == 0


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("电梯事故死亡1人，受伤0人", 3),
        ("死亡1人受伤0人", 3),
        ("坠楼死亡一人受伤0人", 3),
        ("今年发生坠楼10起，死亡3人", 3),
        ("爆炸致20人受伤", 3),
        ("火灾死亡10人", 3),
        ("12月30起火灾死了人", 3),
        ("小区有人坠楼身亡，物业道歉0次", 3),
        ("昨晚0点电梯坠落，有人受伤", 2),
        ("电梯坠落2.0版又来了", 2),
        ("电梯困人3起，死亡0人", 2),
        ("电梯困人0人管", 2),
        ("电梯困人半天，物业0回应", 2),
        ("3号楼起火，伤亡0人", 2),
        ("今晚22:00起火了，3栋", 2),
        ("凌晨0起火，3栋", 2),
    ],
)
def test_any_other_number_and_help_that_never_came_stand(text: str, least: int) -> None:
    assert level(text) >= least
