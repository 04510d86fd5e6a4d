"""How far a mention is believed and how many people it reaches."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import SettingsError
from monitor.judging.credibility import MOST_REACH, credibility, is_government, is_official_media, reach
from monitor.judging.sources import parse_sources
from monitor.records import Author, Engagement, Mention
from monitor.times import SHANGHAI


def mention(**fields: Any) -> Mention:
    plain = {"id": "weibo:1", "source": "weibo", "text": "停水", "published_at": datetime(2026, 11, 1, tzinfo=SHANGHAI)}
    return Mention(**plain | fields)


def by(name: str | None, **fields: Any) -> Mention:
    author = {key: fields.pop(key) for key in ("verified", "verified_as", "followers") if key in fields}
    return mention(author=Author(name=name, **author), **fields)


def score(item: Mention, *signs: str) -> float:
    return credibility(item, signs).score


@pytest.mark.parametrize(
    "item",
    [
        by("人民日报"),
        by("钱江晚报", verified=True),
        by("桐庐日报"),
        by("成都电视台", verified_as="media"),
        by("某账号", verified_as="media"),
        mention(source="news"),
        by("编辑部", source="news", url="https://www.thepaper.cn/newsDetail_1"),
        mention(source="wechat", url="http://news.cctv.com/1.html"),
    ],
)
def test_the_press_is_known_by_name_address_or_verification(item: Mention) -> None:
    assert is_official_media(item)
    assert "official_media" in credibility(item, ()).signs


@pytest.mark.parametrize(
    "item",
    [
        mention(),
        by("小王"),
        by("日报"),
        by("钱江晚报小编"),
        by("人民日报", verified=False),
        by("人民日报", verified_as="person"),
        by("人民日报", kind="comment"),
        by("人民日报", kind="complaint", source="12345"),
        by("房产自媒体", source="news"),
        mention(source="news", kind="comment"),
        mention(url="http://thepaper.cn.evil.example/1"),
        mention(url="http://["),
    ],
)
def test_a_name_alone_is_not_the_press(item: Mention) -> None:
    assert not is_official_media(item)


def test_a_government_account_is_verified_or_one_of_a_kind() -> None:
    assert is_government(by("余杭公安", verified=True))
    assert is_government(by("杭州发布", verified_as="organisation"))
    assert is_government(by("某某", verified_as="government"))
    assert is_government(by("中国消防"))
    for office in ("余杭市场监管", "杭州应急管理", "余杭消防", "杭州公安", "余杭住建"):
        assert is_government(by(office, verified_as="organisation"))
        assert not is_government(by(office))
    assert not is_government(by("平安喜乐"))
    assert not is_government(by("杭州发布"))
    assert not is_government(by("中国消防", verified=False))
    assert not is_government(by("余杭公安", verified=True, kind="comment"))
    assert not is_government(mention())


def test_signs_move_the_score_and_are_kept() -> None:
    plain = score(mention())
    assert score(mention(), "first_hand") > plain > score(mention(), "hearsay")
    assert score(mention(), "question") < plain
    assert score(mention(), "old_news", "hearsay") < score(mention(), "hearsay")
    assert credibility(mention(), ["denial", "hearsay"]).signs == ["denial", "hearsay", "denied_by_others"]
    assert "repost" in credibility(mention(text="//@某人：停水"), ()).signs
    assert credibility(mention(text="//@某人：停水"), ["repost"]).signs == ["repost"]


def test_who_speaks_matters() -> None:
    assert score(by("余杭公安", verified=True), "hearsay") >= 0.95
    assert score(by("人民日报"), "hearsay") >= 0.85
    assert score(by("某公司", verified_as="organisation")) >= 0.65
    assert score(mention(source="12345", kind="complaint")) > score(mention())
    assert score(by("小王", verified=True)) > score(by("小王"))
    assert score(by("小王", followers=3)) < score(by("小王"))
    assert score(mention(text="3栋2单元停水")) > score(mention())


def test_reach_takes_the_greatest_of_what_is_known() -> None:
    assert reach(mention()) == 300
    assert reach(mention(source="unheard_of")) == 100
    assert reach(mention(engagement=Engagement(views=80_000, likes=5))) == 80_000
    assert reach(mention(engagement=Engagement(likes=900, comments=50, shares=50))) == 50_000
    assert reach(mention(engagement=Engagement(views=10, likes=900))) == 900
    assert reach(by("小王", followers=200_000)) == 20_000
    assert reach(by("人民日报")) == 500_000
    assert reach(mention(source="hotline", kind="complaint")) == 1


def test_a_comment_is_not_read_by_its_authors_followers() -> None:
    assert reach(by("小王", followers=200_000, kind="comment")) == 30


def test_unknown_is_unknown_and_nonsense_is_bounded() -> None:
    unknown = mention(engagement=Engagement(), author=Author())
    assert reach(unknown) == reach(mention())
    assert reach(mention(engagement=Engagement(views=-5, likes=-7))) == 300
    assert reach(mention(engagement=Engagement(views=10**15))) == MOST_REACH


NUMBERS = st.none() | st.integers(-(10**12), 10**12)


@given(
    st.text(max_size=30), st.none() | st.text(max_size=8), NUMBERS, NUMBERS, NUMBERS,
    st.sampled_from(["weibo", "news", "12345", "x"]), st.lists(st.sampled_from(["hearsay", "first_hand", "odd"])),
)  # fmt: skip
def test_both_stay_in_bounds(
    text: str, name: str | None, followers: int | None, likes: int | None, views: int | None, source: str,
    signs: list[str],
) -> None:  # fmt: skip
    item = mention(
        text=text, source=source, url=text, author=Author(name=name, followers=followers),
        engagement=Engagement(likes=likes, views=views),
    )  # fmt: skip
    assert 0 <= score(item, *signs) <= 1
    assert 1 <= reach(item) <= MOST_REACH


GOOD = """\
[government]
patterns = [".{2,4}公安"]
[old_news]
days = 90
[denial]
[first_hand]
[source]
other = { credibility = 0.5, reach = 10, comment = 1 }
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("公安", "公安(", 2, "regular expression"),
        ("other", "weibo", 7, "missing"),
        ("0.5", "1.5", 8, "between 0 and 1"),
        ("patterns", "pattern", 2, "no known key"),
    ],
)
def test_a_broken_sources_file_is_refused_with_its_line(old: str, new: str, line: int, problem: str) -> None:
    assert parse_sources(GOOD, "s.toml").prior("unheard_of").reach == 10
    with pytest.raises(SettingsError, match=rf"s\.toml:{line}: .*{problem}"):
        parse_sources(GOOD.replace(old, new), "s.toml")
