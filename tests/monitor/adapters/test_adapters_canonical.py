from __future__ import annotations

import json
from typing import Any

import pytest

from monitor.adapters import Hints, read_event
from monitor.errors import Reason, Unreadable
from monitor.events.decode import decode_event
from monitor.records import Author, Engagement, Mention
from monitor.times import parse_time

POST = {"id": "w:1", "source": "weibo", "text": "电梯停了", "published_at": "2026-07-02T10:00:00+08:00"}
TEN = parse_time(POST["published_at"])


def read(row: object, **options: Any) -> Mention:
    (mention,) = read_event(row, **options)
    assert isinstance(mention, Mention)
    return mention


def test_four_fields_are_enough() -> None:
    assert read(POST) == Mention(id="w:1", source="weibo", text="电梯停了", published_at=TEN)


def test_all_fields_unknown_ones_ignored_and_null_is_nothing() -> None:
    row = POST | {
        "kind": "complaint", "title": None, "url": "https://example.invalid", "collected_at": "2026-07-02T02:05:00Z",
        "author": {"id": "1", "followers": 3, "verified": True, "verified_as": "media", "level": 9},
        "engagement": {"likes": 1, "views": None}, "drill": True, "channel": "12345", "contact": "示例", "new": [1],
    }  # fmt: skip
    mention = read(row)
    assert mention.kind == "complaint"
    assert mention.author == Author(id="1", followers=3, verified=True, verified_as="media")
    assert mention.engagement == Engagement(likes=1)
    assert mention.drill
    assert mention.collected_at == parse_time("2026-07-02T10:05:00")
    assert str(mention.collected_at).endswith("+08:00")


def test_kind_and_source_by_default() -> None:
    assert read(POST).kind == "post"
    assert read(POST, default_kind="complaint").kind == "complaint"
    assert read(POST | {"kind": "comment"}, default_kind="complaint").kind == "comment"
    # what a hotline writes down is a complaint wherever it lies, unless it says otherwise
    assert read(POST | {"source": "12345"}, default_kind="post").kind == "complaint"
    assert read(POST | {"source": "12345", "kind": "post"}).kind == "post"
    sourceless = {name: value for name, value in POST.items() if name != "source"}
    assert read(sourceless, hints=Hints(source="hotline")).source == "hotline"


def test_a_picture_without_words_is_a_mention() -> None:
    assert read(POST | {"text": "", "title": "三栋"}).text == ""
    assert read(POST | {"text": ""}).text == ""


@pytest.mark.parametrize("written", ["2026-07-02 10:00", "2026-07-02T10:00:00", "2026-07-02T02:00Z", "2026/7/2 10:00"])
def test_a_time_without_offset_is_local(written: str) -> None:
    assert read(POST | {"published_at": written}).published_at == TEN


@pytest.mark.parametrize(
    ("change", "reason", "field"),
    [
        ({"id": None}, Reason.MISSING_FIELD, "id"),
        ({"id": ""}, Reason.MISSING_FIELD, "id"),
        ({"id": "  "}, Reason.MISSING_FIELD, "id"),
        ({"source": None}, Reason.MISSING_FIELD, "source"),
        ({"text": None}, Reason.MISSING_FIELD, "text"),
        ({"published_at": None}, Reason.MISSING_FIELD, "published_at"),
        ({"published_at": " "}, Reason.MISSING_FIELD, "published_at"),
        ({"id": 1}, Reason.WRONG_TYPE, "id"),
        ({"id": "x" * 300}, Reason.WRONG_TYPE, "id"),
        ({"text": 1}, Reason.WRONG_TYPE, "text"),
        ({"text": ["x"]}, Reason.WRONG_TYPE, "text"),
        ({"kind": "tweet"}, Reason.WRONG_TYPE, "kind"),
        ({"published_at": 1782957600}, Reason.WRONG_TYPE, "published_at"),
        ({"published_at": True}, Reason.WRONG_TYPE, "published_at"),
        ({"published_at": "昨天"}, Reason.WRONG_TYPE, "published_at"),
        ({"collected_at": 5}, Reason.WRONG_TYPE, "collected_at"),
        ({"published_at": "1999-12-31T23:59:59+08:00"}, Reason.IMPLAUSIBLE_TIME, "published_at"),
        ({"published_at": "1970-01-01T00:00:00Z"}, Reason.IMPLAUSIBLE_TIME, "published_at"),
        ({"published_at": "2100-01-01T00:00:00+08:00"}, Reason.IMPLAUSIBLE_TIME, "published_at"),
        ({"published_at": "9999-12-31T23:59:59-08:00"}, Reason.IMPLAUSIBLE_TIME, "published_at"),
        ({"published_at": "2026-13-45T10:00:00+08:00"}, Reason.WRONG_TYPE, "published_at"),
        ({"collected_at": "1970-01-01T00:00:00Z"}, Reason.IMPLAUSIBLE_TIME, "collected_at"),
        ({"author": "张三"}, Reason.WRONG_TYPE, "author"),
        ({"drill": "yes"}, Reason.WRONG_TYPE, "drill"),
        ({"text": "a\0"}, Reason.INVALID_TEXT, "text"),
        ({"id": "a\0"}, Reason.INVALID_TEXT, "id"),
        ({"author": {"name": "\udc00"}}, Reason.INVALID_TEXT, "author.name"),
    ],
)
def test_what_cannot_be_read_names_its_field(change: dict[str, object], reason: Reason, field: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(POST | change)
    assert caught.value.reason == reason
    assert caught.value.detail.startswith(f"{field}:")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (1200, 1200), ("1200", 1200), ("1.2万", 12000), ("3,400", 3400), ("1k+", 1000), ("10w+", 100000), (3.5, 4),
        (-5, None), (10**30, None), ("很多", None), ("", None), (True, None), ([1], None), ({}, None), (None, None),
    ],
)  # fmt: skip
def test_a_count_is_read_or_unknown_and_never_costs_the_record(written: object, meant: int | None) -> None:
    row = POST | {"author": {"id": "1", "followers": written}, "engagement": {"likes": written, "views": 7}}
    (streamed,) = decode_event(json.dumps(row).encode())
    for mention in (read(row), streamed):
        assert isinstance(mention, Mention)
        assert mention.engagement == Engagement(likes=meant, views=7)
        assert mention.author == Author(id="1", followers=meant)
    assert isinstance(written, dict | list) or read(
        POST | {"engagement.likes": str(written or "")}, hints=Hints(cells=True)
    ).engagement in (Engagement(likes=meant), Engagement(), None)


@pytest.mark.parametrize("written", ["很多", 3, [], True])
def test_engagement_that_is_none_is_unknown(written: object) -> None:
    assert read(POST | {"engagement": written}).engagement is None


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2026-02-30", ": '2026-02-30'"),
        ("昨天", ": '昨天'"),
        ("3/4/2026 10:00", ": '3/4/2026 10:00'"),
        # what stands in a wrong column may be anybody's
        ("王芳", ""),
        ("13812345678转2", ""),
        ("2026" * 20, ""),
    ],
)
def test_what_is_no_time_is_shown_unless_it_may_be_personal(written: str, shown: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(POST | {"published_at": written})
    assert caught.value.reason == Reason.WRONG_TYPE
    assert caught.value.detail.startswith(f"published_at: not a time{shown}")
    assert written in caught.value.detail or not shown


def test_nul_in_a_field_nobody_reads_harms_nobody() -> None:
    assert read(POST | {"raw_html": "\0"}).text == "电梯停了"


def test_written_backslashes_are_no_nul() -> None:
    assert read(POST | {"text": "\\u0000"}).text == "\\u0000"


def test_a_csv_row_under_our_own_names() -> None:
    cells = POST | {"author.name": "示例", "engagement.likes": "12", "drill": "true", "url": "", "title": "nan"}
    mention = read(cells, hints=Hints(cells=True))
    assert mention == Mention(
        id="w:1", source="weibo", text="电梯停了", published_at=TEN, author=Author(name="示例"),
        engagement=Engagement(likes=12), drill=True,
    )  # fmt: skip


@pytest.mark.parametrize("value", [None, 1, "x", [], [POST], True, 1.5])
def test_an_event_is_an_object(value: object) -> None:
    with pytest.raises(Unreadable) as caught:
        read(value)
    assert caught.value.reason == Reason.NOT_AN_OBJECT


def test_two_of_the_four_fields_make_it_ours() -> None:
    with pytest.raises(Unreadable) as caught:
        read({"id": "1", "text": "x"})
    assert (caught.value.reason, caught.value.detail) == (Reason.MISSING_FIELD, "source: required")


def test_unknown_shapes_say_which_keys_they_have() -> None:
    with pytest.raises(Unreadable) as caught:
        read({"foo": 1, "bar": 2})
    assert caught.value.reason == Reason.UNKNOWN_SHAPE
    assert "bar, foo" in caught.value.detail
    with pytest.raises(Unreadable) as caught:
        read({f"key {number:04} {'x' * 200} \ud800": 1 for number in range(500)})
    assert "and 480 more" in caught.value.detail
    assert len(caught.value.detail.encode()) < 2000
    with pytest.raises(Unreadable, match="none"):
        read({})
