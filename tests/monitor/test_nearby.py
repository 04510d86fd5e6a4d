"""Who lives where nothing is the matter says so of ours: the estate by which it is measured gets nothing to see to."""

from __future__ import annotations

import pytest
from risks import judged
from test_subject import TRICKY, keys


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
