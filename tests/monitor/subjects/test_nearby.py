"""Who lives where nothing is the matter says so of ours: the estate by which it is measured gets nothing to see to."""

from __future__ import annotations

import pytest
from risks import judged
from whose import TRICKY, keys


@pytest.mark.parametrize(
    "text",
    [
        "阳光花园3栋电梯又停了，金棠雅苑的邻居说他们那边好好的",
        "阳光花园停水一天了，金棠雅苑都没停，凭什么",
        "金棠雅苑好好的，就我们阳光花园天天停电",
        "阳光花园物业费又涨了，金棠雅苑没涨过",
        "阳光花园停水两天了，金棠雅苑倒是没停",
        "阳光花园电梯坏了一周，金棠雅苑的早就修好了",
    ],
)
def test_an_estate_where_nothing_is_the_matter_is_only_compared_with(text: str) -> None:
    assert keys(text, TRICKY) == ["yghy"]


@pytest.mark.parametrize(
    "text",
    [
        "阳光花园3栋电梯又停了，金棠雅苑的邻居说他们那边也停了",
        "金棠雅苑好好的突然停电了，阳光花园也没电",
        "金棠雅苑没事找事，阳光花园保安打人",
        "阳光花园外墙掉了，金棠雅苑外墙都掉了，没人管",
    ],
)
def test_where_it_is_as_bad_both_are_told(text: str) -> None:
    assert sorted(keys(text, TRICKY)) == ["jt", "yghy"]


@pytest.mark.parametrize(
    "text",
    [
        "朋友在金棠雅苑住得挺好，阳光花园就不行了，保安把快递员打伤住院了",
        "同事住金棠雅苑，住得很舒服；我这阳光花园的保安竟然打业主",
        "金棠雅苑服务真不错，反观阳光花园，昨天电梯坠落摔伤三个人",
        "阳光花园小区昨天有业主坠楼身亡，金棠雅苑那边倒是挺平静",
        "阳光花园天天停水，还是金棠雅苑的物业靠谱",
        "金棠雅苑打理得像公园，阳光花园的电梯三天没人修",
        "金棠雅苑的物业和保洁都挺负责，而阳光花园垃圾三天没清",
        "阳光花园物业不给钥匙，金棠雅苑就好得多",
    ],
)
def test_where_people_are_content_nothing_has_happened(text: str) -> None:
    assert keys(text, TRICKY) == ["yghy"]


@pytest.mark.parametrize(
    "text",
    [
        "金棠雅苑物业真好啊，电梯坠落摔伤三个人，阳光花园也没好到哪去，保安打人",
        "金棠雅苑保安真负责，把人打进医院了，阳光花园的保安也一样",
        "阳光花园3栋漏水，金棠雅苑物业态度好差",
        "阳光花园电梯好不容易修好，金棠雅苑的电梯又坠落了",
        "金棠雅苑物业服务真不错，阳光花园物业服务也不错",
    ],
)
def test_praise_that_mocks_or_is_of_both_sets_nobody_aside(text: str) -> None:
    assert sorted(keys(text, TRICKY)) == ["jt", "yghy"]


def test_who_alone_is_named_is_meant() -> None:
    assert keys("金棠雅苑好好的", TRICKY) == ["jt"]


@pytest.mark.parametrize(
    "text",
    [
        "我们小区3栋电梯又停了，隔壁小区的邻居说他们那边好好的",
        "停水三天了，问了隔壁小区，人家没停",
        "垃圾没人收，别的小区都正常",
    ],
)
def test_a_complaint_is_not_lost_in_its_comparison(text: str) -> None:
    found = judged(text)
    assert (found.risk.level >= 1, found.frame) == (True, None)


@pytest.mark.parametrize("text", ["隔壁小区着火了，好多消防车", "隔壁小区外墙掉下来砸死人了，我们这边没事"])
def test_what_is_only_elsewhere_stays_there(text: str) -> None:
    assert judged(text).frame == "elsewhere"
