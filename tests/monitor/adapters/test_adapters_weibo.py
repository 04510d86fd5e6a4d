from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters import Hints, read_event
from monitor.errors import Reason, Unreadable
from monitor.inputs.files import read_files
from monitor.records import Author, Engagement, Mention
from monitor.times import parse_time

DATA = Path(__file__).parents[2] / "data" / "crawlers"
CRAWLER, SEARCH = DATA / "weibo-crawler", DATA / "weibo-search"
TEN = parse_time("2026-07-02T10:00:00+08:00")


def read(file: Path) -> list[Mention]:
    found = []
    for record in read_files([str(file)]):
        assert not isinstance(record.events, Unreadable), str(record.events)
        found += [event for event in record.events if isinstance(event, Mention)]
    return found


def one(row: object) -> Mention:
    (mention,) = read_event(row)
    assert isinstance(mention, Mention)
    return mention


def crawled() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((CRAWLER / "2000000001.json").read_text(encoding="utf-8"))
    return found


def test_weibo_crawler_json() -> None:
    first, second = read(CRAWLER / "2000000001.json")
    assert first == Mention(
        id="weibo:5316500000000011",
        source="weibo",
        text='示例：蓝湖花园三栋电梯停了两天，"报修,没人来"。',
        published_at=TEN,
        url="https://weibo.com/2000000001/QexampleA1",
        author=Author(id="2000000001", name="示例物业官方", followers=12000, verified=True, verified_as="organisation"),
        engagement=Engagement(likes=12, comments=3, shares=2),
        location="杭州·蓝湖花园",
    )
    assert second.location == "浙江"


def test_one_record_may_hold_many_posts() -> None:
    whole = read_event(crawled())
    assert whole == read(CRAWLER / "2000000001.json")
    assert read_event({"user": crawled()["user"], "weibo": []}) == []


def test_a_repost_carries_what_it_reposts() -> None:
    second = read(CRAWLER / "2000000001.json")[1]
    assert second.parent_id == "weibo:5316500000000009"
    assert second.text == "示例：转发说明//@原博:示例：地下车库又进水了"
    quoting = crawled()["weibo"][1] | {"text": "转发//@示例业主:示例：地下车库又进水了"}
    assert one(quoting).text == "转发//@示例业主:示例：地下车库又进水了"


def test_weibo_crawler_csv() -> None:
    (first,) = read(CRAWLER / "2000000001.csv")
    from_json = read(CRAWLER / "2000000001.json")
    assert first.id == from_json[0].id
    assert first.author == Author(id="2000000001")
    assert (first.text, first.published_at, first.engagement, first.url) == (
        from_json[0].text, from_json[0].published_at, from_json[0].engagement, from_json[0].url,
    )  # fmt: skip
    assert read(CRAWLER / "old" / "2000000001.csv") == [first]
    both = read(CRAWLER / "all" / "2000000001.csv")
    assert both[0] == first
    assert (both[1].id, both[1].text, both[1].parent_id) == (
        from_json[1].id, from_json[1].text, from_json[1].parent_id,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("verified", "kind", "expected"),
    [
        (True, 0, (True, "person")),
        (True, 1, (True, "government")),
        (True, 2, (True, "organisation")),
        (True, 3, (True, "media")),
        (True, 7, (True, "organisation")),
        (True, 220, (True, "person")),
        (True, None, (True, None)),
        (False, -1, (False, None)),
        (None, None, (None, None)),
    ],
)
def test_what_a_badge_stands_for(verified: object, kind: object, expected: tuple[object, object]) -> None:
    event = crawled()
    event["user"] |= {"verified": verified, "verified_type": kind}
    (first, _) = read_event(event)
    assert isinstance(first, Mention)
    assert first.author is not None
    assert (first.author.verified, first.author.verified_as) == expected


def test_the_exact_time_goes_before_the_shortened_one() -> None:
    post = crawled()["weibo"][0] | {"created_at": "2026-07-02", "full_created_at": "2026-07-02 10:00:00"}
    assert one(post).published_at == TEN
    del post["full_created_at"]
    assert one(post).published_at == parse_time("2026-07-02")


def test_weibo_search() -> None:
    first, second = read(SEARCH / "items.jsonl")
    assert first == Mention(
        id="weibo:5316500000000021",
        source="weibo",
        text='示例：蓝湖花园三栋电梯停了两天，"报修,没人来"。',
        published_at=TEN,
        url="https://weibo.com/2000000003/QexampleB1",
        author=Author(id="2000000003", name="示例日报", verified=True, verified_as="organisation"),
        engagement=Engagement(likes=12, comments=3, shares=2),
        location="杭州·蓝湖花园",
    )
    assert second.author == Author(id="2000000004", name="示例用户乙", verified=False)
    assert second.engagement is None
    assert second.parent_id == first.id
    assert read(SEARCH / "蓝湖花园.csv") == [first, second]
    wrapped = read(SEARCH / "wrapped.jsonl")
    assert [each.keyword for each in wrapped] == ["蓝湖花园"] * 2
    assert [each.id for each in wrapped] == [first.id, second.id]


@pytest.mark.parametrize("badge", ["黄V", "红V", "金V"])
def test_other_badges_are_persons(badge: str) -> None:
    item = json.loads((SEARCH / "items.jsonl").read_text(encoding="utf-8").splitlines()[0])
    author = one(item | {"user_authentication": badge}).author
    assert author is not None
    assert (author.verified, author.verified_as) == (True, "person")


@pytest.mark.parametrize(
    ("change", "reason", "field"),
    [
        ({"id": None}, Reason.MISSING_FIELD, "id"),
        ({"id": "Qexample"}, Reason.WRONG_TYPE, "id"),
        ({"created_at": None, "full_created_at": None}, Reason.MISSING_FIELD, "full_created_at"),
        ({"full_created_at": "5分钟前"}, Reason.WRONG_TYPE, "full_created_at"),
        ({"full_created_at": "1999-12-31 23:59:59"}, Reason.IMPLAUSIBLE_TIME, "full_created_at"),
        ({"full_created_at": "2100-01-01 00:00:00"}, Reason.IMPLAUSIBLE_TIME, "full_created_at"),
        ({"full_created_at": "2026-02-30 10:00:00"}, Reason.WRONG_TYPE, "full_created_at"),
    ],
)
def test_what_cannot_be_read_says_why(change: dict[str, object], reason: Reason, field: str) -> None:
    with pytest.raises(Unreadable) as caught:
        one(crawled()["weibo"][0] | change)
    assert caught.value.reason == reason
    assert caught.value.detail.startswith(f"{field}:")


@pytest.mark.parametrize("event", [{"user": {}, "weibo": [1]}, {"user": "x", "weibo": [{}]}, {"weibo": [{"id": 1}]}])
def test_wrappers_around_nothing_readable(event: object) -> None:
    with pytest.raises(Unreadable):
        read_event(event, hints=Hints())
