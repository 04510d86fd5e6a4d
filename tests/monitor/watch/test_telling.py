"""Who tells it: what family, neighbours or the net told is talk, and what one saw, or befell one's own, is not."""

from __future__ import annotations

import pytest
from risks import judged


@pytest.mark.parametrize(
    "text",
    [
        "听我妈说7栋的电梯刚才掉下来了，好像摔死了人",
        "我邻居说3栋有人跳楼了，人没了",
        "我同事讲小区里烧死了两个人",
        "我老婆听楼下大妈讲昨晚捅死人了",
        "我爸说小区昨晚有人跳楼，人没了",
        "刷到说电梯坠了死了两个，谁知道咋回事",
        "我老公刚跟我说楼下摔死个人",
        "我看到群里有人说小区有人跳楼死了",
    ],
)
def test_what_others_told_is_talk_and_no_detail_of_ones_own(text: str) -> None:
    verdict = judged(text)
    assert verdict.risk.level == 3
    assert "hearsay" in verdict.signs
    assert "first_hand" not in verdict.signs


@pytest.mark.parametrize(
    "text",
    [
        "我妈在小区被高空掉下来的花盆砸破头，送医院了",
        "我妈说她在电梯里摔了，骨折住院",
        "我儿子说他被保安打了，牙打掉了，在医院",
        "我亲眼看见小区有人跳楼，当场死亡",
        "我家楼下有人跳楼，当场死亡",
    ],
)
def test_what_befell_ones_own_or_was_seen_is_first_hand(text: str) -> None:
    verdict = judged(text)
    assert "first_hand" in verdict.signs
    assert "hearsay" not in verdict.signs


def test_who_heard_of_it_and_then_saw_it_says_both() -> None:
    assert {"hearsay", "first_hand"} <= set(judged("听说3栋有人跳楼，我刚下楼看到白布盖着").signs)


def test_a_small_matter_that_a_neighbour_tells_is_a_complaint_and_no_talk() -> None:
    verdict = judged("我邻居说小区电梯老坏")
    assert (verdict.risk.level, verdict.signs) == (1, [])
