"""Words that were wider than the sentences they were made for: both sides."""

from __future__ import annotations

import pytest
from risks import judged, level


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("我爸妈他们小区澜庭府电梯坠了，我爸摔伤了", "我爸妈他们小区电梯坠了"),
        ("我妈住的那个小区澜庭府，电梯又坠了，我妈困在里面", "我妈住的那个小区电梯又坠了"),
        ("我妈住的那个小区电梯坠落，我妈受伤，请处理", "我妈那个小区昨天电梯坠了死了人，咱们也查查"),
        ("澜庭府，我爸妈他们小区，着火了救命", "我姐他们小区着火了"),
    ],
)
def test_the_estate_of_ones_mother_may_be_ours(ours: str, theirs: str) -> None:
    assert judged(ours, names=["澜庭府"] if "澜庭府" in ours else ()).risk.level >= 2
    assert level(theirs) < 2


@pytest.mark.parametrize(
    ("grave", "calm"),
    [
        ("二十几个保洁在物业门口要工资", "好多人问物业要工资表"),
        ("小区死了个快递员", "当年死了个工人，房子降价"),
        ("看空的说暴雷，看多的说没事，股价跌，结果真暴雷了", "看多的喊抄底，看空的喊暴雷，股价爱涨不涨"),
        ("私有化不合理，接受要约的都亏，股价白跌", "私有化要约合理，投赞成票，股价公道"),
    ],
)
def test_of_the_same_words_the_grave_and_the_calm(grave: str, calm: str) -> None:
    assert level(grave) >= 2
    assert level(calm) < 2


def test_who_smells_it_thinks_more_than_he_heard() -> None:
    assert "hearsay" not in judged("电梯里好像死了人，门缝里有味道").signs
    assert "hearsay" in judged("电梯里好像死了人").signs
    assert judged("有人发烧死了吗").risk.level < 2
