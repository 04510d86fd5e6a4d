"""Questions: what they take for granted or wonder about is told; what they ask in general is not."""

from __future__ import annotations

import pytest
from risks import judged


@pytest.mark.parametrize(
    "text",
    [
        "被电梯夹断手的阿姨后来怎么样了？",
        "那起坠楼，警方有结论了吗？",
        "中毒的那几个人醒了吗",
        "还记得前年泳池淹死的那个孩子吗",
    ],
)
def test_who_asks_what_came_of_it_says_that_it_happened(text: str) -> None:
    verdict = judged(text)
    assert verdict.risk.level == 3
    assert "hearsay" not in verdict.signs


@pytest.mark.parametrize(
    "text", ["有人看到今早跳楼的那个了吗", "7栋是不是死人了？楼下全是警察", "大家知道5栋昨晚死人的事吗？"]
)
def test_who_asks_of_one_day_or_building_has_heard_of_it(text: str) -> None:
    verdict = judged(text)
    assert verdict.risk.level == 3
    assert "rumor" in verdict.risk.categories
    assert "hearsay" in verdict.signs


@pytest.mark.parametrize(
    "text",
    [
        "小区里以前有没有人跳楼，准备买二手房",
        "请问老人在家去世要去哪里开证明",
        "电梯会不会夹断手",
        "住户在小区里摔骨折，物业要不要承担责任吗",
        "有人问楼上是不是死了人，核实后是新来的幼儿园在哭",
    ],
)
def test_what_is_asked_in_general_is_no_report(text: str) -> None:
    assert judged(text).risk.level < 3


def test_the_liability_for_a_harm_of_ones_own_is_no_question_of_law() -> None:
    assert judged("我妈昨天在小区摔骨折，物业有责任吗？").risk.level == 3
