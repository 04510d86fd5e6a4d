from __future__ import annotations

from typing import Any

import pytest

from monitor.adapters import Hints, read_event
from monitor.adapters.columns import FIELDS, parse_map
from monitor.adapters.values import COMPLAINT_SOURCES
from monitor.errors import Reason, Unreadable, YuqingError
from monitor.records import Action, Author, Engagement, Mention
from monitor.times import parse_time

ROW = {"编号": "7", "标题": "电梯", "内容": "三栋电梯停了", "时间": "2019/1/8 12:00:59", "赞": "1.2万"}
MAP = "id=编号, title=标题,text=内容,published_at=时间,engagement.likes=赞"


def read(row: object, written: str = MAP, source: str | None = "12345", **options: Any) -> Mention:
    (mention,) = read_event(row, hints=Hints(mapping=parse_map(written, source), source=source), **options)
    assert isinstance(mention, Mention)
    return mention


def test_a_mapped_row() -> None:
    assert read(ROW) == Mention(
        id="12345:7", source="12345", kind="complaint", title="电梯", text="三栋电梯停了",
        published_at=parse_time("2019-01-08T12:00:59+08:00"), engagement=Engagement(likes=12000),
    )  # fmt: skip


def test_every_field_can_be_mapped() -> None:
    values = {name: name for name in FIELDS} | {
        "kind": "comment", "published_at": "2026-07-02", "collected_at": "2026-07-03", "drill": "是",
        "author.followers": "3", "author.verified": "否", "source": "论坛",
    }  # fmt: skip
    values |= {name: "5" for name in FIELDS if name.startswith("engagement.")}
    mention = read(values, ",".join(f"{name}={name}" for name in FIELDS), None)
    assert mention.author == Author(
        id="author.id", name="author.name", followers=3, verified=False, verified_as="author.verified_as"
    )
    assert (mention.id, mention.kind, mention.drill, mention.project) == ("论坛:id", "comment", True, "project")


def test_kinds() -> None:
    for source in COMPLAINT_SOURCES:
        assert read(ROW, source=source).kind == "complaint"
    assert read(ROW, source="weibo").kind == "post"
    assert read(ROW, source="weibo", default_kind="complaint").kind == "complaint"


def test_an_id_is_not_prefixed_twice() -> None:
    assert read(ROW | {"编号": "12345:7"}).id == "12345:7"
    assert read(ROW | {"编号": 7}).id == "12345:7"


def test_without_an_id_the_content_makes_one() -> None:
    written = "text=内容,published_at=时间,author.name=人"
    first = read(ROW | {"人": "甲"}, written)
    assert first.id.startswith("12345:h")
    assert read(ROW | {"人": "甲", "赞": "9"}, written).id == first.id
    others = [ROW | {"人": "乙"}, ROW | {"内容": "别的"}, ROW | {"时间": "2019-01-09"}]
    assert len({first.id, *(read(row, written).id for row in others), read(ROW, written, "weibo").id}) == 5


def test_an_action_is_an_action_under_any_mapping() -> None:
    row = {"kind": "action", "type": "close", "project": "hz", "by": "li", "at": "2026-07-02T10:00:00+08:00"}
    (action,) = read_event(row, hints=Hints(mapping=parse_map(MAP, "12345"), source="12345"))
    assert isinstance(action, Action)


@pytest.mark.parametrize(
    ("row", "reason", "field"),
    [
        ({"编号": "1", "内容": "x"}, Reason.MISSING_FIELD, "published_at"),
        ({"编号": "1", "时间": "2019-01-08"}, Reason.MISSING_FIELD, "text"),
        (ROW | {"时间": ""}, Reason.MISSING_FIELD, "published_at"),
        (ROW | {"时间": "刚刚"}, Reason.WRONG_TYPE, "published_at"),
        (ROW | {"时间": "1899-12-30"}, Reason.IMPLAUSIBLE_TIME, "published_at"),
        (ROW | {"内容": "\0"}, Reason.INVALID_TEXT, "text"),
        (ROW | {"内容": "\ud800", "编号": ""}, Reason.INVALID_TEXT, "text"),
        (ROW | {"编号": "\0"}, Reason.INVALID_TEXT, "id"),
        (ROW | {"编号": "x" * 300}, Reason.WRONG_TYPE, "id"),
    ],
)
def test_what_cannot_be_read_names_its_field(row: dict[str, object], reason: Reason, field: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(row)
    assert caught.value.reason == reason
    assert caught.value.detail.startswith(f"{field}:")


@pytest.mark.parametrize(
    ("written", "source", "complaint"),
    [
        ("text=a,published_at=b,author=c", "x", "unknown field 'author'; fields are id, source, text"),
        ("text=a,published_at=b,likes=c", "x", "engagement.likes"),
        ("text=a", "x", "published_at is missing"),
        ("published_at=a", "x", "text is missing"),
        ("text,published_at=b", "x", "'text' is not field=column"),
        ("text=,published_at=b", "x", "'text=' is not field=column"),
        ("text=a,text=b,published_at=b", "x", "given twice"),
        ("text=a,published_at=b", None, "--source"),
    ],
)
def test_a_bad_mapping_is_refused_with_the_way_out(written: str, source: str | None, complaint: str) -> None:
    with pytest.raises(YuqingError) as caught:
        parse_map(written, source)
    assert complaint in str(caught.value)
