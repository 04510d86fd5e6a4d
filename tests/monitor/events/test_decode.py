from __future__ import annotations

import contextlib
import json
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.adapters import Hints, mediacrawler, weibo_crawler, weibo_search
from monitor.adapters.columns import FIELDS, parse_map
from monitor.errors import Reason, Unreadable
from monitor.events.decode import decode_event
from monitor.records import Action, Mention, encode
from monitor.times import parse_time

POST = {"id": "w:1", "source": "weibo", "text": "电梯停了", "published_at": "2026-07-02T10:00:00+08:00"}
MAPPED = Hints(mapping=parse_map("id=id,text=text,published_at=time,author.followers=fans", "forum"), source="forum")


def raw(**change: object) -> bytes:
    return json.dumps(POST | change, ensure_ascii=False).encode()


def one(data: bytes, **options: Any) -> Mention:
    (mention,) = decode_event(data, **options)
    assert isinstance(mention, Mention)
    return mention


def reason(data: bytes | None) -> Reason:
    with pytest.raises(Unreadable) as caught:
        decode_event(data)
    return caught.value.reason


def test_the_short_way_and_the_long_way_say_the_same() -> None:
    for change in (
        {},
        {"collected_at": "2026-07-02T03:00:00Z"},
        {"published_at": "2026-07-02T02:00:00Z"},
        {"kind": "article"},
    ):
        direct = one(raw(**change))
        # NUL in a field nobody reads sends it the long way
        assert one(raw(**change, unread="\0")) == direct
        assert direct.published_at.isoformat() == "2026-07-02T10:00:00+08:00"
        assert one(encode(direct)) == direct


def test_kind_by_topic() -> None:
    assert one(raw()).kind == "post"
    assert one(raw(), default_kind="complaint").kind == "complaint"
    assert one(raw(kind="post"), default_kind="complaint").kind == "post"
    assert one(raw(author={"kind": "x"}), default_kind="complaint").kind == "complaint"


def test_an_action() -> None:
    act = {"kind": "action", "type": "close", "project": "hz", "by": "li", "at": "2026-07-02T10:00:00+08:00"}
    (action,) = decode_event(json.dumps(act).encode())
    assert action == Action(type="close", project="hz", by="li", at=parse_time(act["at"]))


def test_a_mark_at_the_beginning_is_no_fault() -> None:
    assert one(b"\xef\xbb\xbf" + raw()) == one(raw())


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (None, Reason.NOT_AN_OBJECT),
        (b"null", Reason.NOT_AN_OBJECT),
        (b"[]", Reason.NOT_AN_OBJECT),
        (b'"x"', Reason.NOT_AN_OBJECT),
        (b"", Reason.MALFORMED_JSON),
        (b" ", Reason.MALFORMED_JSON),
        (b"{", Reason.MALFORMED_JSON),
        (b"{} {}", Reason.MALFORMED_JSON),
        (raw()[:-1], Reason.MALFORMED_JSON),
        (raw() + b"x", Reason.MALFORMED_JSON),
        (b'{"a":NaN}', Reason.MALFORMED_JSON),
        (b'{"a":-Infinity}', Reason.MALFORMED_JSON),
        (b'{"a":1e999}', Reason.MALFORMED_JSON),
        (b'{"a":' + b"9" * 6000 + b"}", Reason.MALFORMED_JSON),
        (b"[" * 200_000, Reason.MALFORMED_JSON),
        (b'{"a":' * 200_000, Reason.MALFORMED_JSON),
        (b'{"id":"1","x":' + b"[" * 100_000 + b"]" * 100_000 + b"}", Reason.MALFORMED_JSON),
        (b'{"a":"\n"}', Reason.MALFORMED_JSON),
        (raw(text="x\0"), Reason.INVALID_TEXT),
        (raw(id="x\0"), Reason.INVALID_TEXT),
        (b'{"a":"\x00"}', Reason.INVALID_TEXT),
        (b'{"a":"\xff\xfe"}', Reason.INVALID_TEXT),
        ("电梯".encode("gb18030"), Reason.MALFORMED_JSON),
        (json.dumps(POST | {"text": "\ud83d"}).encode(), Reason.INVALID_TEXT),
        (json.dumps(POST | {"text": "\udc00 x"}).encode(), Reason.INVALID_TEXT),
        (json.dumps(POST | {"published_at": "1999-01-01T00:00:00Z"}).encode(), Reason.IMPLAUSIBLE_TIME),
        (json.dumps(POST | {"id": " "}).encode(), Reason.MISSING_FIELD),
        (json.dumps(POST | {"id": "x" * 300}).encode(), Reason.WRONG_TYPE),
        (b'{"foo":1}', Reason.UNKNOWN_SHAPE),
    ],
)  # fmt: skip
def test_what_cannot_be_read(data: bytes | None, expected: Reason) -> None:
    assert reason(data) == expected


def test_whole_surrogate_pairs_are_a_character() -> None:
    assert one(json.dumps(POST | {"text": "🏠"}).encode()).text == "🏠"


KEYS = sorted(
    {
        *FIELDS,
        "kind",
        "type",
        "by",
        "at",
        "incident_id",
        "mention",
        "weibo",
        "user",
        "keyword",
        "retweet",
        "time",
        "fans",
    }
    | {name for shape in (*mediacrawler.COMMENTS, *mediacrawler.CONTENTS) for group in shape.marks for name in group}
    | {shape.id for shape in (*mediacrawler.COMMENTS, *mediacrawler.CONTENTS)}
    | {"content", "create_time", "publish_time", "creator_hash", "nickname", "last_modify_ts", "full_created_at"}
    | {*weibo_crawler.HEADERS, *weibo_crawler.HEADERS.values(), *weibo_search.HEADERS, "源微博id", "源微博正文"}
)
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(["action", "close", "1", "1782957600", "2026-07-02T10:00:00Z", "\0", "\ud800", "53165"])
)  # fmt: skip
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
)
EVENTS = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=14)


@given(st.binary())
@example(b"\xed\xa0\x80")
def test_any_bytes_are_read_or_unreadable(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        decode_event(data)


@given(EVENTS, st.sampled_from([Hints(), MAPPED, Hints(source="x"), Hints(path="data/xhs/a.jsonl")]))
def test_any_object_is_read_or_unreadable_and_what_is_read_can_be_written(event: object, hints: Hints) -> None:
    with contextlib.suppress(Unreadable):
        for found in decode_event(json.dumps(event).encode(), hints=hints, default_kind="complaint"):
            written = encode(found)
            assert msgspec.json.decode(written, type=type(found)) == found
            assert b"\\u0000" not in written.replace(b"\\\\", b"")


@given(st.fixed_dictionaries({name: VALUES | st.just(value) for name, value in POST.items()}))
def test_nearly_canonical_objects(event: object) -> None:
    with contextlib.suppress(Unreadable):
        assert one(encode(one(json.dumps(event).encode()))).text is not None


@pytest.mark.parametrize("source", ["hotline", "12345", "app", "front_desk"])
def test_what_a_hotline_wrote_down_is_a_complaint_by_either_way(source: str) -> None:
    straight, by_the_way = (
        raw(source=source),
        raw(source=source, likes_of_a_crawler=None, published_at="2026-07-02 10:00"),
    )
    assert [one(straight).kind, one(by_the_way).kind] == ["complaint", "complaint"]
    assert [one(each, default_kind="post").kind for each in (straight, by_the_way)] == ["complaint", "complaint"]
    assert one(raw(source=source, kind="post")).kind == "post"
    assert one(raw()).kind == "post"
