"""Which dead letters may be put back, where, and how it is remembered."""

from __future__ import annotations

import json
from typing import Any

import pytest

from monitor.entry.keyed import too_large
from monitor.entry.redriving import Letter, Stuck, letters, marked, marker, put_back
from monitor.errors import Reason, Unreadable
from monitor.events.deadletters import letter_record, make_dead_letter
from monitor.kafka import topics
from monitor.kafka.wire import Outgoing, Raw
from monitor.records import DeadLetter, encode

PREFIX = "t."
POST = {"id": "weibo:1", "source": "weibo", "text": "电梯坏了", "published_at": "2026-11-18T10:00:00+08:00"}
WHY = Unreadable(Reason.JUDGEMENT_FAILED, "a bug of yesterday")


def dead(raw: bytes, topic: str, key: bytes | None = b"k", **more: Any) -> DeadLetter:
    return make_dead_letter(raw, topic, 3, 7, WHY, None, key=key, **more)


def letter(raw: bytes, topic: str, **more: Any) -> Letter:
    return Letter(1, 40, 0, b"letter key", dead(raw, topic, **more))


def on_topic(offset: int, outgoing: Outgoing) -> Raw:
    return Raw(outgoing.topic, 1, offset, 0, outgoing.key, outgoing.value, headers=outgoing.headers)


@pytest.mark.parametrize("name", [topics.POSTS, topics.COMPLAINTS, topics.ACTIONS])
def test_raw_bytes_and_key_go_back_where_they_were(name: str) -> None:
    (back,) = put_back(letter(b"{broken", PREFIX + name), PREFIX)
    assert (back.topic, back.key, back.value, back.partition) == (PREFIX + name, b"k", b"{broken", None)
    assert dict(back.headers) == {"redriven-from": b"1/40"}


def test_what_came_from_a_file_goes_where_it_belongs() -> None:
    (post,) = put_back(letter(json.dumps(POST).encode(), "posts.jsonl"), PREFIX)
    assert (post.topic, post.key) == (PREFIX + topics.POSTS, b"weibo:1")
    (complaint,) = put_back(letter(json.dumps(POST | {"kind": "complaint"}).encode(), "a.csv"), PREFIX)
    assert complaint.topic == PREFIX + topics.COMPLAINTS


@pytest.mark.parametrize(
    ("stuck", "why"),
    [
        (letter(b"x" * 70_000, PREFIX + topics.POSTS), "first 64 KiB"),
        (letter(b"x", PREFIX + topics.POSTS, digest="d", length=70_000), "first 64 KiB"),
        (letter(b"", PREFIX + topics.POSTS), "no value"),
        (letter(b"{}", PREFIX + topics.TIMELINE), "stays where it lies"),
        (letter(b"1,2,3", "table.csv"), "still not readable"),
        (Letter(1, 40, 0, None, too_large(b"x" * 70_000, "f.jsonl", 0, 3, 70_100, 60_000, "posts.v1")), "first 64 KiB"),
    ],
)
def test_what_cannot_be_put_back_is_said(stuck: Letter, why: str) -> None:
    with pytest.raises(Stuck, match=why):
        put_back(stuck, PREFIX)


def test_a_marker_takes_its_letter_off_the_list_and_no_other() -> None:
    one = letter_record(dead(b"{", PREFIX + topics.POSTS), PREFIX)
    records = [on_topic(offset, one) for offset in (5, 6)]
    first, second = letters(records, set())
    mark = marker(first, PREFIX + topics.DEADLETTERS)
    assert (mark.partition, mark.value, mark.key) == (1, None, one.key)
    records.append(on_topic(7, mark))
    assert marked(records) == {(1, 5)}
    assert list(letters(records, marked(records))) == [second]


def test_letters_by_reason_and_what_is_no_letter() -> None:
    one = letter_record(dead(b"{", "f.jsonl"), PREFIX)
    records = [on_topic(1, one), Raw("d", 0, 2, 0, None, b"not a letter"), Raw("d", 0, 3, 0, b"k", None)]
    assert len(list(letters(records, set(), "judgement_failed"))) == 1
    assert list(letters(records, set(), "too_large")) == []


def test_a_letter_says_where_its_record_lay() -> None:
    assert letter(b"", PREFIX + topics.POSTS).origin == "t.posts.v1/3/7"
    assert letter(b"", "posts.jsonl").origin == "posts.jsonl:7"


def test_a_marker_without_a_key_gets_one() -> None:
    assert marker(Letter(2, 9, 0, None, dead(b"", "f")), "d").key == b"2/9"
    assert encode(dead(b"", "f"))
