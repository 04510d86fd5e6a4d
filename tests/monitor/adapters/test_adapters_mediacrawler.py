from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters import Hints, read_event
from monitor.errors import Reason, Unreadable
from monitor.inputs.files import FileRecord, read_files
from monitor.records import Author, Engagement, Mention
from monitor.times import parse_time

DATA = Path(__file__).parents[2] / "data" / "crawlers" / "mediacrawler"
SOURCES = {
    "weibo": "weibo", "xhs": "xiaohongshu", "douyin": "douyin", "bili": "bilibili",
    "kuaishou": "kuaishou", "tieba": "tieba", "zhihu": "zhihu",
}  # fmt: skip
KINDS = {"douyin": "video", "bilibili": "video", "kuaishou": "video", "zhihu": "article"}


def records(age: str, platform: str, kind: str) -> list[dict[str, Any]]:
    file = DATA / age / "data" / platform / "jsonl" / f"search_{kind}_2026-07-02.jsonl"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def read(row: object, hints: Hints | None = None) -> Mention:
    (mention,) = read_event(row, hints=hints or Hints())
    assert isinstance(mention, Mention)
    return mention


def mentions(found: list[FileRecord]) -> list[Mention]:
    return [event for record in found for event in _events(record) if isinstance(event, Mention)]


def _events(record: FileRecord) -> list[Any]:
    assert not isinstance(record.events, Unreadable), f"{record.file}:{record.line}: {record.events}"
    return list(record.events)


@pytest.mark.parametrize("age", ["new", "old"])
@pytest.mark.parametrize("platform", SOURCES)
def test_contents_of_every_platform(platform: str, age: str) -> None:
    source = SOURCES[platform]
    first, second = (read(row) for row in records(age, platform, "contents"))
    assert first.id.startswith(f"{source}:")
    assert not first.id.startswith(f"{source}:comment:")
    assert first.id != second.id
    assert (first.source, first.kind) == (source, KINDS.get(source, "post"))
    assert first.text == '示例：蓝湖花园三栋电梯停了两天，"报修,没人来"。'
    assert first.published_at == parse_time("2026-07-02T10:00:00+08:00")
    assert second.published_at == parse_time("2026-07-02T10:01:00+08:00")
    assert first.collected_at == parse_time("2026-07-02T11:00:00+08:00")
    assert first.keyword == "蓝湖花园"
    assert first.parent_id is None
    assert (first.url or "").startswith("https://")
    assert first.author is not None
    assert first.author.name == "示例用户甲"
    assert first.engagement is not None
    assert 3 in (first.engagement.comments, 3 if source == "kuaishou" else None)
    assert (first.group == "蓝湖花园吧") == (source == "tieba")


@pytest.mark.parametrize("age", ["new", "old"])
@pytest.mark.parametrize("platform", SOURCES)
def test_comments_of_every_platform(platform: str, age: str) -> None:
    source = SOURCES[platform]
    first, second = (read(row) for row in records(age, platform, "comments"))
    content = read(records(age, platform, "contents")[0])
    assert first.id == f"{source}:comment:7000000000001"
    assert (first.source, first.kind, first.text) == (source, "comment", "示例评论：我们栋也一样")
    assert first.parent_id == second.parent_id == content.id
    assert first.published_at == content.published_at
    assert first.title is None
    assert first.engagement is not None
    assert first.engagement.comments == 1


def test_the_authors_of_old_and_new_files() -> None:
    assert read(records("new", "weibo", "contents")[0]).author == Author(id="a1b2c3d4e5f60718", name="示例用户甲")
    assert read(records("old", "weibo", "contents")[0]).author == Author(id="2000000001", name="示例用户甲")
    assert read(records("new", "tieba", "contents")[0] | {"creator_hash": "tb.1.é"}).author == Author(
        id="tb.1.é", name="示例用户甲"
    )
    assert read(records("old", "weibo", "contents")[0]).location == "浙江"
    assert read(records("old", "douyin", "contents")[0]).location == "浙江"


@pytest.mark.parametrize(
    ("platform", "first", "second"),
    [
        ("weibo", Engagement(likes=12, comments=3, shares=2), Engagement(likes=3456, comments=1234, shares=0)),
        ("xhs", Engagement(likes=12, comments=3, shares=2), Engagement(likes=12000, comments=1234, shares=0)),
        ("bili", Engagement(likes=12, comments=3, shares=2, views=10000),
         Engagement(likes=3456, comments=1234, shares=0, views=23456)),
        ("kuaishou", Engagement(likes=12, views=10000), Engagement(likes=3456, views=23456)),
        ("tieba", Engagement(comments=3), Engagement(comments=1234)),
        ("zhihu", Engagement(likes=12, comments=3), Engagement(likes=3456, comments=1234)),
    ],
)  # fmt: skip
def test_engagement(platform: str, first: Engagement, second: Engagement) -> None:
    assert [read(row).engagement for row in records("new", platform, "contents")] == [first, second]


@pytest.mark.parametrize("kind", ["contents", "comments"])
@pytest.mark.parametrize("age", ["new", "old"])
@pytest.mark.parametrize("platform", SOURCES)
def test_csv_and_json_files_give_the_same_mentions(platform: str, age: str, kind: str, tmp_path: Path) -> None:
    rows = records(age, platform, kind)
    expected = [read(row) for row in rows]
    table, array = tmp_path / f"search_{kind}.csv", tmp_path / f"search_{kind}.json"
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    array.write_text(json.dumps(rows, ensure_ascii=False, indent=4), encoding="utf-8")
    assert mentions(list(read_files([str(table)]))) == expected
    assert mentions(list(read_files([str(array)]))) == expected


def test_files_as_the_crawler_lays_them_out() -> None:
    for kind in ("contents", "comments"):
        files = sorted((DATA / "new" / "data" / "weibo").glob(f"*/*_{kind}_*"))
        assert {file.suffix for file in files} == {".csv", ".json", ".jsonl"}
        a, b, c = (mentions(list(read_files([str(file)]))) for file in files)
        assert a == b == c != []


def test_the_folder_decides_where_keys_do_not() -> None:
    row = {"comment_id": "1", "video_id": "2", "content": "好", "create_time": 1782957600}
    assert read(row).source == "kuaishou"
    assert read(row, Hints(path="data/bili/jsonl/search_comments_2026-07-02.jsonl")).source == "kuaishou"
    comment = {"comment_id": "1", "note_id": "2", "content": "好", "create_time": 1782957600, "gender": "f"}
    assert read(comment).source == "weibo"
    assert read(comment, Hints(path="data/xhs/jsonl/x.jsonl")).source == "xiaohongshu"


def test_numbers_may_be_ids_and_a_repeated_title_is_none() -> None:
    row = records("new", "douyin", "contents")[0] | {"aweme_id": 7500000000000000001}
    assert read(row).id == "douyin:7500000000000000001"
    assert read(row).title is None
    assert read(row | {"title": "另一个标题"}).title == "另一个标题"


def test_a_video_without_words_is_still_a_post() -> None:
    row = records("new", "bili", "contents")[0] | {"desc": ""}
    assert (read(row).title, read(row).text) == ("示例标题：电梯", "")


@pytest.mark.parametrize(
    ("change", "reason", "field"),
    [
        ({"note_id": None}, Reason.MISSING_FIELD, "note_id"),
        ({"note_id": ""}, Reason.MISSING_FIELD, "note_id"),
        ({"note_id": "示例：串列了"}, Reason.WRONG_TYPE, "note_id"),
        ({"note_id": 4.9e15}, Reason.WRONG_TYPE, "note_id"),
        ({"note_id": "4.98E+15"}, Reason.WRONG_TYPE, "note_id"),
        ({"note_id": True}, Reason.WRONG_TYPE, "note_id"),
        ({"create_time": None, "create_date_time": ""}, Reason.MISSING_FIELD, "create_time"),
        ({"create_time": "示例：串列了"}, Reason.WRONG_TYPE, "create_time"),
        ({"create_time": []}, Reason.WRONG_TYPE, "create_time"),
        ({"create_time": 0}, Reason.IMPLAUSIBLE_TIME, "create_time"),
        ({"create_time": 10**30}, Reason.IMPLAUSIBLE_TIME, "create_time"),
        ({"content": ["x"]}, Reason.WRONG_TYPE, "content"),
        ({"content": "a\0b"}, Reason.INVALID_TEXT, "text"),
        ({"creator_hash": "示例 串列"}, Reason.WRONG_TYPE, "creator_hash"),
        ({"nickname": "\ud83d"}, Reason.INVALID_TEXT, "author.name"),
    ],
)
def test_what_cannot_be_read_says_why(change: dict[str, object], reason: Reason, field: str) -> None:
    row = records("new", "weibo", "contents")[0] | change
    with pytest.raises(Unreadable) as caught:
        read(row)
    assert caught.value.reason == reason
    assert caught.value.detail.startswith(f"{field}:")


def test_complaints_do_not_repeat_the_text() -> None:
    with pytest.raises(Unreadable) as caught:
        read(records("new", "weibo", "contents")[0] | {"create_time": "张三的电话是"})
    assert "张三" not in str(caught.value)


def test_creator_profiles_are_no_mentions() -> None:
    with pytest.raises(Unreadable) as caught:
        read({"user_id": "1", "nickname": "示例", "desc": "简介", "fans": 12, "ip_location": "浙江"})
    assert caught.value.reason == Reason.UNKNOWN_SHAPE
    assert "fans" in caught.value.detail
    assert "简介" not in caught.value.detail
