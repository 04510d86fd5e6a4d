"""Fires that reach the next flat, whoever lights one, robs with a knife or falls ill, each beside its everyday twin."""

from __future__ import annotations

import pytest
from risks import judged


@pytest.mark.parametrize(
    "text",
    [
        "火烧到隔壁家了",
        "火势蔓延到楼上了，快跑",
        "6栋有人要点火烧房子",
        "有个男的在楼道泼汽油，说要同归于尽",
        "有人在东门打劫，拿刀",
        "蒙面的男子抢包了，拿着刀往3栋跑，快报警",
        "有老人心脏病发作，谁有速效救心丸",
        "3栋大爷哮喘犯了，喘不上气，谁家有喷雾",
    ],
)
def test_danger_in_a_few_words_is_urgent(text: str) -> None:
    assert judged(text).risk.urgent


@pytest.mark.parametrize(
    "text",
    [
        "气得我心脏病都要犯了，谁有速效救心丸",
        "火烧到我心里了",
        "怒火烧到隔壁群了",
        "物业禁止在楼道点火烧纸",
        "有人在草地点火烤红薯",
        "孩子玩枪战游戏喊打劫",
        "快递打劫啊，运费比东西贵",
        "大爷心脏病发作出院了，谢谢",
        "冬天容易哮喘发作，大家备好喷雾",
        "大爷中午晕倒，保安会急救，幸好只是低血糖",
        "有人在楼道点火抽烟",
    ],
)
def test_its_twin_of_everyday_is_not(text: str) -> None:
    assert judged(text).risk.level < 2
