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


@pytest.mark.parametrize(
    "text",
    [
        "货车撞向人行道上的学生",
        "电梯里三个人，夏天没空调，对讲没人接，喘不过气",
        "奶奶喝了84消毒液，洗过的杯子装的，吐白沫",
        "孩子喝了洗洁精，一直吐泡泡，怎么办",
        "孕妇要生了电梯里，预产期下个月的，快来人",
        "老公掐住我脖子，救我，孩子才三岁",
        "我被人打，打我脸，救命快来人",
        "老公昨天打我，今天又打，救命",
    ],
)
def test_a_word_beside_the_danger_does_not_silence_it(text: str) -> None:
    assert judged(text).risk.urgent


@pytest.mark.parametrize(
    "text",
    [
        "电动车老冲进人行道",
        "对讲不响，电梯里好闷，夏天能不能装风扇",
        "小朋友吃错洗洁精洗过的葡萄，肚子疼，怎么办",
        "孕妇要生了，电梯口贴的通知太高看不到",
        "保安靠在椅子上睡觉，叫不醒，投诉",
        "我妈躺在摇椅上晒太阳，喊她没反应，耳背",
        "小朋友骑到栏杆上拍照，物业能不能立个牌子",
        "昨晚5栋着火，今天又停电了",
        "前天煤气泄漏，今天又没气了",
    ],
)
def test_and_its_words_alone_wake_nobody(text: str) -> None:
    assert not judged(text).risk.urgent
