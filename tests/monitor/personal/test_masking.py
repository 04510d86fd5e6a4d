"""What `deadletters list --raw` may show: nobody's name or number, nothing that moves a terminal."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.personal.masking import HIDDEN, shown

MENTION = {
    "id": "weibo:1",
    "text": "物业电话13812345678没人接",
    "author": {"id": "5551234567", "name": "张三丰", "verified": False},
    "contact": "李女士 13900001111",
    "user_id": 6012345678,
    "nickname": "西湖的鱼",
    "publish_time": 1795454207,
    "mobile": ["13712345678"],
    "engagement": {"likes": 3},
}
PERSONAL = ("13812345678", "张三丰", "李女士", "5551234567", "6012345678", "西湖的鱼", "13712345678")


def test_persons_are_hidden_by_field_and_by_look() -> None:
    text = shown(json.dumps(MENTION, ensure_ascii=False).encode())
    assert not [each for each in PERSONAL if each in text]
    found = json.loads(text)
    assert found["text"] == "物业电话***********没人接"
    assert found["author"] == {"id": HIDDEN, "name": HIDDEN, "verified": False}
    assert found["engagement"] == {"likes": 3}
    assert found["publish_time"] == 1795454207


@pytest.mark.parametrize("cut", range(40, 330, 7))
def test_also_where_the_record_is_torn(cut: int) -> None:
    raw = json.dumps(MENTION, ensure_ascii=False)[:cut].encode()
    text = shown(raw)
    assert not [each for each in PERSONAL if each in text]
    assert text.startswith('{"id"')


def test_control_characters_and_length() -> None:
    assert shown(b"\x1b[31mred\x07\nnext") == "\ufffd[31mred\ufffd next"
    assert shown("长".encode() * 5000, most=10) == "长" * 10 + "… (4990 more)"


@given(st.binary(max_size=200))
def test_any_bytes_can_be_shown(raw: bytes) -> None:
    assert all(char.isprintable() for char in shown(raw))
