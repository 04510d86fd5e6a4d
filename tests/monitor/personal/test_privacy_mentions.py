"""Of a mention who wrote it is hidden too, and yet one writer stays one."""

from __future__ import annotations

from datetime import datetime

import pytest

from monitor.personal.privacy import author_key, mask_mention
from monitor.records import Author, Mention
from monitor.times import SHANGHAI

KEY = b"a key of the settings"
NOON = datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)


def mention(**fields: object) -> Mention:
    return Mention(**({"id": "weibo:1", "source": "weibo", "text": "电梯坏了", "published_at": NOON} | fields))  # type: ignore[arg-type]


def test_title_text_location_and_url_are_masked() -> None:
    masked = mask_mention(
        mention(text="打13800138000", title="我叫张伟", location="3栋1单元502", url="https://x.cn/?tel=13800138000"),
        KEY,
    )
    assert (masked.text, masked.title) == ("打***********", "我叫**")
    assert (masked.location, masked.url) == ("3栋1单元***", "https://x.cn/?tel=***********")


def test_a_private_author_loses_name_and_id() -> None:
    masked = mask_mention(mention(author=Author(id="u1", name="张伟", followers=3, verified_as="person")), KEY)
    assert masked.author == Author(id=author_key("weibo:u1", KEY), followers=3, verified_as="person")


@pytest.mark.parametrize("kind", ["organisation", "media", "government"])
def test_a_public_author_keeps_the_name(kind: str) -> None:
    masked = mask_mention(mention(author=Author(id="u1", name="都市报", verified_as=kind)), KEY)
    assert masked.author is not None
    assert (masked.author.name, masked.author.id) == ("都市报", author_key("weibo:u1", KEY))


def test_people_are_told_apart_without_an_id() -> None:
    def key_of(**fields: object) -> str | None:
        author = mask_mention(mention(**fields), KEY).author
        return author.id if author else None

    by_name, other = key_of(author=Author(name="甲")), key_of(author=Author(name="乙"))
    assert by_name
    assert by_name != other
    assert key_of(contact="138 0013 8000") == key_of(contact="13800138000") != key_of(contact="13800138001")
    assert key_of() is None


def test_the_contact_is_dropped() -> None:
    assert mask_mention(mention(kind="complaint", contact="13800138000"), KEY).contact is None


def test_one_id_on_two_platforms_is_two_people() -> None:
    author = Author(id="1")
    assert (
        mask_mention(mention(author=author), KEY).author
        != mask_mention(mention(author=author, source="zhihu"), KEY).author
    )


def test_the_key_decides_the_hash() -> None:
    assert author_key("u1", KEY) == author_key("u1", KEY)
    assert len(author_key("u1", KEY)) == 16
    assert len({author_key(who, key) for who in ("u1", "u2") for key in (KEY, b"x", b"x" * 65, b"x" * 64)}) == 8


def test_no_key_is_no_protection() -> None:
    with pytest.raises(ValueError, match="author key is empty"):
        author_key("u1", b"")
