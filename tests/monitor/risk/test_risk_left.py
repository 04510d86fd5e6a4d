"""Who stood where one can fall is down; who has moved to us speaks of where he lived; a deed that is filmed is none."""

from __future__ import annotations

import pytest
from risks import judged, level


def sides(text: str) -> bool:
    """Whether the wording as a whole counts as nothing beside the rules."""
    return judged(text).beside().aside


@pytest.mark.parametrize(
    ("down", "not_down"),
    [
        ("楼顶那个工人被劝下来了", "楼顶那个工人没劝下来"),
        ("天台上站着的小伙下来了，平安", "楼顶那个工人跳下来了"),
        ("楼顶那个女孩被邻居拽回来了，大家别围着了", "跳楼那个没救下来，人没了"),
        ("18楼那个男的自己从天台走下来了", "楼顶那个工人掉下来了"),
    ],
)
def test_who_is_talked_down_has_not_fallen(down: str, not_down: str) -> None:
    assert sides(down)
    assert not sides(not_down)


@pytest.mark.parametrize(
    ("there", "here"),
    [
        (
            "从恒达公馆搬来麓云佳苑真是对了，那边电梯天天困人，这边保安还帮提东西",
            "从麓云佳苑搬到恒达公馆真是对了，那边电梯天天困人",
        ),
        (
            "从深圳换到麓云佳苑，原来的小区着过火死过人，这里消防通道倒是通的",
            "从城南搬到麓云佳苑就后悔了，这边电梯三天两头困人，那边起码没这事",
        ),
    ],
)
def test_what_is_left_behind_was_not_here(there: str, here: str) -> None:
    assert judged(there, names=["麓云佳苑"]).risk.level == 0
    assert judged(here, names=["麓云佳苑"]).risk.level == 2


def test_a_deed_that_is_filmed_is_no_scene() -> None:
    assert level("监控拍到保安打人的镜头，女业主倒地不起") == 2
    assert level("剧组在楼下拍打斗戏，演员倒了一地") == 0
