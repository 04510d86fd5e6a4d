"""A list of estates, each with its own line: what befell one of them wakes nobody at the next."""

from __future__ import annotations

from typing import Any

import pytest
from histories import NOON
from judges import assessor
from whose import SAMPLE, keys

from monitor.errors import Unreadable
from monitor.judging.arrival import Arrival
from monitor.records import Mention, Source


def told(text: str, **fields: Any) -> set[str | None]:
    said = Mention(**{"id": "weibo:1", "source": "weibo", "text": text, "published_at": NOON, **fields})
    [result] = assessor(SAMPLE).assess([Arrival(said, NOON, Source(topic="posts.v1", partition=0, offset=0))])
    assert not isinstance(result, Unreadable)
    return {each.subject.project for each in result if each.risk.level}


@pytest.mark.parametrize(
    "text",
    [
        "看房笔记：阳光雅苑，绿化不错；云和花府，地库着火烧了两辆车",
        "本周消防抽查：一、阳光雅苑，未发现问题；二、云和花府，消防通道被占用，责令整改。",
        "阳光雅苑二手房均价上涨；云和花府地下车库昨日发生火情，无人员伤亡",
        "1.阳光雅苑：评为文明小区。2.云和花府：电梯坠落，三人受伤送医。",
        "阳光雅苑\n今天种了新的桂花\n云和花府\n保安把业主打伤送医",
    ],
)
def test_what_befell_one_estate_of_a_list_is_not_told_of_the_next(text: str) -> None:
    assert told(text) == {"hz-yhhf"}


@pytest.mark.parametrize(
    "text",
    [
        # of both, or of one another
        "阳光雅苑，电梯困人；云和花府也是",
        "阳光雅苑；云和花府：两个小区昨晚着火，三人送医",
        "刚才出人命了：阳光雅苑，两人；云和花府，一人",
        "阳光雅苑，停水一天；云和花府，三个人受伤送医",
        # a story is no list, and what goes on at the first may be what is told by the second
        "阳光雅苑围了好多人；云和花府的朋友说有人跳楼了",
        "阳光雅苑门口好多警车；云和花府的人说保安把业主打伤送医",
        "阳光雅苑7栋有味道；云和花府燃气泄漏，消防车来了",
        "阳光雅苑水黄；云和花府孩子喝了水中毒送医",
        "今天阳光雅苑在搞活动，云和花府那边的火烧到三楼了，三人送医",
    ],
)
def test_what_may_be_of_both_is_told_of_both(text: str) -> None:
    assert told(text) == {"hz-ygyy", "hz-yhhf"}


def test_whom_a_ticket_is_given_to_or_whose_group_it_is_stays() -> None:
    text = "阳光雅苑，评为文明小区；云和花府，电梯坠落，三人受伤送医"
    assert told(text, project="hz-ygyy") == {"hz-ygyy", "hz-yhhf"}
    assert told(text, group="雅苑业主之家", source="owners_group") == {"hz-ygyy", "hz-yhhf"}


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("从阳光雅苑搬到云和花府半年，保安天天睡觉", ["hz-yhhf"]),
        ("告别阳光雅苑搬进云和花府，物业还不如以前", ["hz-yhhf"]),
        ("从阳光雅苑搬到云和花府才知道，阳光雅苑的电梯有多烂", ["hz-ygyy", "hz-yhhf"]),
        ("从阳光雅苑搬东西出来，电梯困人了", ["hz-ygyy"]),
        ("从阳光雅苑到云和花府的路灯全坏了", ["hz-ygyy", "hz-yhhf"]),
    ],
)
def test_where_one_lived_before_is_only_left(text: str, whose: list[str]) -> None:
    assert sorted(keys(text, SAMPLE)) == whose
