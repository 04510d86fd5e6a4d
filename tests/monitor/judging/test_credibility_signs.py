"""What a text gives away of its author's knowledge: a picture, a moment, an old date, a denial and whose it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from monitor.judging.credibility import HISTORY, credibility
from monitor.records import Author, Mention
from monitor.times import SHANGHAI


def signs(text: str, *found: str, **fields: Any) -> list[str]:
    plain = {"id": "weibo:1", "source": "weibo", "published_at": datetime(2026, 11, 18, 9, tzinfo=SHANGHAI)}
    return credibility(Mention(text=text, **plain | fields), found).signs


@pytest.mark.parametrize(
    "text",
    [
        "2023年5月阳光雅苑电梯坠落，三人受伤",
        "阳光雅苑电梯坠落 2024-03-05 三人受伤送医",
        "前年阳光雅苑电梯坠落三人受伤",
        "阳光雅苑三年前电梯坠落，三人受伤",
        "3月5日阳光雅苑电梯坠落",
        "去年3月，阳光雅苑一名儿童被砸伤",
        "三年前阳光雅苑高空坠物砸死人的监控视频，现在看还是心惊",
        "2019年阳光雅苑电梯坠落致2死，视频又被翻出来",
        "去年今日，阳光雅苑火灾夺走两条生命，愿逝者安息",
        "阳光雅苑去年那场火烧死两个人的视频，今天刷到了",
        "说起来2017年那次，电梯坠落摔死一个保安，到今天也没个说法",
        "2016年那起电梯事故，夹死一个小孩，至今没人负责",
        "【老照片】1998年的阳光雅苑一带还是菜地，那年一场大水淹死了七个人",
        "2012年阳光雅苑还没交房的时候摔死过一个工人",
        "2023年阳光雅苑电梯坠落摔伤三人的视频又火了，看着还是怕",
    ],
)
def test_an_old_date_makes_old_news(text: str) -> None:
    assert "old_news" in signs(text)


@pytest.mark.parametrize(
    "text",
    [
        "三年前就漏水，阳光雅苑物业到现在没修",
        "阳光雅苑去年那场火之后消防通道还是堵死的",
        "去年阳光雅苑电梯坠落死了人，今天又坠了，摔死一个",
        "2026年11月17日阳光雅苑电梯坠落",
        "11月17日阳光雅苑电梯坠落",
        "2023年5月电梯就坏过，昨天又坠落了",
        "2019年交房到现在电梯天天坏",
        "2019年报修的外墙还没修",
        "2015年说好的电梯还是没装",
        "我家2018年买的房，外墙一直漏水",
        "2015年建成的小区，电梯坠落",
        "从2024年1月起物业费涨价",
        "12月1日起停水检修",
        "自2022年以来物业账目不公开",
        "电梯坠落，三人受伤",
        "物业费2.8元，涨到2023.5元",
        "2023年5月电梯坠落，" + "物业的态度" * (HISTORY // 5),
        "2023年3月我妈在小区摔断了腿，至今没人赔",
        "2023年阳光雅苑着火死了人，今年看着还是没有消防水",
    ],
)
def test_what_goes_on_or_is_long_told_is_not(text: str) -> None:
    assert "old_news" not in signs(text)


def test_a_complaint_may_go_back_far() -> None:
    assert "old_news" not in signs("2023年5月电梯坠落，三人受伤", kind="complaint", source="12345")


@pytest.mark.parametrize(
    "text", ["阳光雅苑漏水，如图", "电梯坠落[视频]", "3栋电梯刚刚坠落", "现在2号楼在冒烟", "停水 L某人的微博视频"]
)
def test_a_picture_or_place_and_moment_are_first_hand(text: str) -> None:
    assert "first_hand" in signs(text)


@pytest.mark.parametrize("text", ["电梯坠落", "刚刚电梯坠落", "3栋电梯坠落"])
def test_one_of_them_is_not(text: str) -> None:
    assert "first_hand" not in signs(text)


def test_hearsay_is_not_first_hand_for_its_details() -> None:
    assert "first_hand" not in signs("听说3栋刚刚有人坠楼，如图", "hearsay")
    assert signs("听说是我家楼下", "hearsay", "first_hand").count("first_hand") == 1


@pytest.mark.parametrize(
    ("text", "author", "who"),
    [
        ("网传坠楼不实", Author(name="余杭公安", verified=True), "government"),
        ("网传坠楼不实", Author(name="钱江晚报", verified=True), "media"),
        ("我司声明：网传坠楼不实", Author(name="和悦物业", verified_as="organisation"), "company"),
        ("警方辟谣了，坠楼不实", Author(name="小王"), "quoted"),
        ("别信，坠楼不实", Author(name="小王"), "others"),
        ("别信，坠楼不实", None, "others"),
    ],
)
def test_a_denial_says_whose_it_is(text: str, author: Author | None, who: str) -> None:
    assert f"denied_by_{who}" in signs(text, "denial", author=author)
    assert not any(sign.startswith("denied_by") for sign in signs(text, author=author))


def test_influence_is_a_sign_and_makes_nothing_truer() -> None:
    loud, quiet = (Author(name="小王", followers=count) for count in (100_000, 99_999))
    assert "influential" in signs("停水", author=loud)
    assert "influential" not in signs("停水", author=quiet)
    assert "influential" not in signs("停水", author=loud, kind="comment")
    assert "influential" not in signs("停水", author=Author(name="小王"))


def test_words_for_old_times_do_not_make_old_what_happened_now() -> None:
    assert "old_news" in signs("旧视频，别再传了，阳光雅苑早处理完了", "old_news")
    assert "old_news" in signs("当年阳光雅苑爆炸死了三个人", "old_news")
    assert "old_news" not in signs("阳光雅苑多年前就说要修电梯，今天又摔死人了", "old_news")
    assert "old_news" not in signs("不是旧视频，今天早上发生的，摔死一个人", "old_news")
