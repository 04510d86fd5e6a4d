from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from monitor.adapters import Hints
from monitor.adapters.columns import parse_map
from monitor.errors import Reason, Unreadable, YuqingError
from monitor.inputs.files import FileRecord, read_files
from monitor.inputs.reading import Reading
from monitor.inputs.splitting import LONGEST_RECORD

POST = {"id": "w:1", "source": "weibo", "text": "电梯停了", "published_at": "2026-07-02T10:00:00+08:00"}


def post(number: int) -> bytes:
    return json.dumps(POST | {"id": f"w:{number}"}, ensure_ascii=False).encode()


def written(path: Path, data: bytes) -> str:
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return str(path)


def outcome(record: FileRecord) -> tuple[int, object]:
    if isinstance(record.events, Unreadable):
        return record.line, record.events.reason
    return record.line, [getattr(event, "id", None) for event in record.events]


def read(*paths: str, hints: Hints | None = None) -> list[tuple[int, object]]:
    return [outcome(record) for record in read_files(paths, hints or Hints())]


@pytest.mark.parametrize("suffix", ["jsonl", "jsonl.gz", "ndjson"])
def test_lines(tmp_path: Path, suffix: str) -> None:
    file = written(tmp_path / f"posts.{suffix}", b"\xef\xbb\xbf" + post(1) + b"\r\n\n{oops\n" + post(2))
    assert read(file) == [(1, ["w:1"]), (3, Reason.MALFORMED_JSON), (4, ["w:2"])]
    records = list(read_files([file]))
    assert [record.raw for record in records][1:] == [b"{oops", post(2)]
    assert {record.file for record in records} == {file}


@pytest.mark.parametrize("suffix", ["json", "json.gz"])
def test_arrays_and_objects(tmp_path: Path, suffix: str) -> None:
    array = written(tmp_path / f"a.{suffix}", b"[" + post(1) + b",\n 7, " + post(2) + b"]")
    single = written(tmp_path / f"b.{suffix}", post(3))
    cut = written(tmp_path / f"c.{suffix}", b"[" + post(4) + b"," + post(5)[:-9])
    assert read(array, single, cut) == [
        (1, ["w:1"]), (2, Reason.NOT_AN_OBJECT), (3, ["w:2"]), (1, ["w:3"]), (1, ["w:4"]), (2, Reason.MALFORMED_JSON),
    ]  # fmt: skip


def test_each_post_of_a_user_stands_for_itself(tmp_path: Path) -> None:
    posts = [{"id": number, "text": "好", "bid": "x", "created_at": "2026-07-02T10:00:00"} for number in (1, 2, 3)]
    del posts[1]["created_at"]
    data = json.dumps({"user": {"id": 9}, "weibo": posts}).encode()
    expected = ["weibo:1"], Reason.MISSING_FIELD, ["weibo:3"]
    assert [found for _, found in read(written(tmp_path / "9.json", data))] == list(expected)
    assert read(written(tmp_path / "9.jsonl", data + b"\n")) == [(1, found) for found in expected]
    records = list(read_files([str(tmp_path / "9.json")]))
    assert json.loads(records[1].raw) == {"user": {"id": 9}, "weibo": [posts[1]]}


def test_tables(tmp_path: Path) -> None:
    file = written(
        tmp_path / "a.csv", 'id,内容,时间,赞\n1,电梯停了,2026-07-02,3\n2,坏,刚刚,3\n3,"多\n行",2026-07-02,\n'.encode()
    )
    mapping = parse_map("id=id,text=内容,published_at=时间,engagement.likes=赞", "12345")
    assert read(file, hints=Hints(mapping=mapping, source="12345")) == [
        (2, ["12345:1"]), (3, Reason.WRONG_TYPE), (4, ["12345:3"]),
    ]  # fmt: skip
    assert [found for _, found in read(file)] == [Reason.UNKNOWN_SHAPE] * 3


def test_a_table_under_our_own_names(tmp_path: Path) -> None:
    file = written(
        tmp_path / "a.csv.gz", "id,source,text,published_at,drill\nw:1,weibo,好,2026-07-02 10:00,\n".encode("gb18030")
    )
    assert read(file) == [(2, ["w:1"])]


def test_a_column_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", b"id,body,when\n1,2,3\n")
    mapping = parse_map("text=content,published_at=when", "x")
    with pytest.raises(YuqingError, match=r"a\.csv: --map text=content: no such column; there are body, id, when"):
        read(file, hints=Hints(mapping=mapping, source="x"))


def test_a_broken_archive_is_a_dead_letter_and_the_next_file_is_read(tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(post(number) + b"\n" for number in range(5000)))
    (tmp_path / "cut.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "none.jsonl.gz").write_bytes(b"not packed at all")
    (tmp_path / "flipped.csv.gz").write_bytes(gzip.compress(b"id,text\n" * 9)[:-8] + b"00000000")
    good = written(tmp_path / "good.jsonl", post(9))
    names = ("cut.jsonl.gz", "none.jsonl.gz", "flipped.csv.gz")
    records = list(read_files([*(str(tmp_path / name) for name in names), good]))
    cut = [outcome(record) for record in records if record.file.endswith("cut.jsonl.gz")]
    assert len(cut) > 100
    assert cut[0] == (1, ["w:0"])
    assert [found for _, found in cut if found is Reason.MALFORMED_JSON] == [cut[-1][1]]
    others = [outcome(record)[1] for record in records[len(cut) :]]
    assert others == [Reason.MALFORMED_JSON, Reason.MALFORMED_JSON, ["w:9"]]


def test_records_too_large_for_a_topic(tmp_path: Path) -> None:
    large = json.dumps(POST | {"text": "x" * (LONGEST_RECORD + 1)}).encode()
    for name, data in (("a.jsonl", large + b"\n" + post(2)), ("a.json", b"[" + large + b"," + post(2) + b"]")):
        records = list(read_files([written(tmp_path / name, data)]))
        assert [outcome(record)[1] for record in records] == [Reason.TOO_LARGE, ["w:2"]]
        assert len(records[0].raw) == 64 * 1024
        assert records[0].length in (len(large), len(large) + 1)
        assert records[0].digest


def test_a_closed_stdin_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(YuqingError, match="stdin is closed"):
        list(read_files(["-"]))


def test_stdin_is_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(post(1) + b"\n" + post(2)))))
    assert read("-") == [(1, ["w:1"]), (2, ["w:2"])]


def test_progress_counts_the_bytes_of_the_file(tmp_path: Path) -> None:
    file = written(tmp_path / "a.jsonl.gz", post(1) * 1000)
    seen: list[tuple[str, int]] = []
    list(read_files([file], progress=lambda path, done: seen.append((path, done))))
    assert seen[-1] == (file, (tmp_path / "a.jsonl.gz").stat().st_size)


def test_files_that_cannot_be_read_are_told_before_the_first_record(tmp_path: Path) -> None:
    good = written(tmp_path / "a.jsonl", post(1))
    for path, complaint in (
        (str(tmp_path / "missing.jsonl"), "No such file"),
        (str(tmp_path), "a directory"),
        (written(tmp_path / "a.xlsx", b"x"), "unknown type; known are .jsonl"),
    ):
        with pytest.raises(YuqingError, match=complaint):
            read_files([good, path])
    with pytest.raises(YuqingError, match="UTF-16"):
        read(written(tmp_path / "b.csv", "a,b\n".encode("utf-16")))


def test_no_files_no_records() -> None:
    assert read() == []


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.csv.gz", b"id,text\n1,x\n", "the file is not packed by gzip, though its name ends with .gz"),
        (
            "a.csv",
            gzip.compress(b"id,text\n1,x\n", mtime=0),
            "the file is packed by gzip, but its name does not say so",
        ),
        ("a.jsonl", gzip.compress(b"{}\n", mtime=0), "the file is packed by gzip, but its name does not say so"),
        ("a.csv", b"PK\x03\x04rest", "the file is a zip archive or an Excel workbook"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, name: str, content: bytes, complaint: str) -> None:
    (tmp_path / name).write_bytes(content)
    reading = Reading([str(tmp_path / name)])
    [record] = reading.of(read_files([str(tmp_path / name), written(tmp_path / "b.jsonl", b"")]))
    assert isinstance(record.events, Unreadable)
    assert record.events.detail.startswith(complaint)
    assert reading.broken
    assert list(reading.lines()) == [f"{name}: {record.events.detail}"]


def test_a_packed_file_may_be_empty(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(b"")
    assert read(str(tmp_path / "a.csv.gz")) == []
