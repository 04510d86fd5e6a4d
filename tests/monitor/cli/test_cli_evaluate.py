"""`yuqing evaluate`: files in, tables, JSON and a page out."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from monitor.cli.evaluate import command
from monitor.errors import YuqingError

LABELLED = """id\tsource\tsentiment\tlevel\tcategories\tregister\ttext
1\tweibo\tneg\t1\tservice\tweibo\t小区电梯停了两天，打电话给物业也没人来修
2\t12345\tneg\t2\tviolation\thotline\t物业未经业主大会同意擅自涨物业费
3\tnews\tneu\t3\tcasualty,safety\tnews\t昨晚小区3号楼起火，一名住户送医后死亡
4\towners_group\tpos\t0\t\tgroup\t感谢物业师傅半夜帮我们修好水管，点赞
5\tweibo\tneu\t0\t\tweibo\t请问物业费是每个季度交一次吗？
"""


@pytest.fixture
def labelled(tmp_path: Path) -> str:
    file = tmp_path / "own.tsv"
    file.write_text(LABELLED, encoding="utf-8")
    return str(file)


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(command, [*arguments, "--resamples", "20"])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def measured(tmp_path: Path, *arguments: str) -> Any:
    out = tmp_path / "out.json"
    run(*arguments, "--json", str(out))
    return json.loads(out.read_bytes())


def test_figures_are_printed(labelled: str) -> None:
    shown = run(labelled).stdout
    assert "own.tsv: 5 rows, sha256" in shown
    for name in ("sentiment macro-F1", "neg/pos AUC", "level quadratic κ", "level 3 recall", "categories micro-F1"):
        assert re.search(rf"^{name} +\d+ +(\d\.\d{{3}}|–)", shown, re.MULTILINE), name
    assert {"# By source", "# By register"} <= set(shown.splitlines())
    assert "gravest" not in shown


def test_a_reader_that_goes_away_costs_no_file(labelled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("monitor.cli.evaluate._show", gone)
    CliRunner().invoke(command, [labelled, "--json", str(tmp_path / "f.json"), "--resamples", "20"])
    assert (tmp_path / "f.json").is_file()


def test_without_errors_nothing_of_a_row_is_told(labelled: str, tmp_path: Path) -> None:
    page, figures = tmp_path / "out.html", tmp_path / "out.json"
    shown = run(labelled, "--html", str(page), "--json", str(figures)).stdout
    for told in (shown, page.read_text(encoding="utf-8"), figures.read_text(encoding="utf-8")):
        assert not any(word in told for word in ("电梯", "涨物业费", "水管", "季度"))


def test_errors_are_told_where_they_are_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "wrong.tsv"
    file.write_text("level\ttext\n0\t小区3号楼起火，一名住户死亡 <b>电话</b> 13912345678\n", encoding="utf-8")
    page = tmp_path / "out.html"
    found = measured(tmp_path, str(file), "--errors", "--html", str(page))
    [error] = found["errors"]
    assert (error["level"], error["judged_level"]) == (0, 3)
    assert error["place"].endswith("wrong.tsv:2")
    assert any("死亡" in part["quote"] for part in error["parts"])
    html = page.read_text(encoding="utf-8")
    assert "&lt;b&gt;电话" in html
    assert "13912345678" not in html


def test_sources_of_complaints_are_judged_as_complaints(tmp_path: Path) -> None:
    file = tmp_path / "one.tsv"
    file.write_text("source\tlevel\ttext\n12345\t3\t小区路灯\nweibo\t3\t小区路灯\n", encoding="utf-8")
    errors = measured(tmp_path, str(file), "--errors")["errors"]
    said = {error["source"]: {part["part"] for part in error["parts"]} for error in errors}
    assert "complaint" in said["12345"]
    assert "complaint" not in said["weibo"]


def test_a_public_set(tmp_path: Path) -> None:
    file = tmp_path / "public.csv.gz"
    file.write_bytes(
        gzip.compress("text,label\n房间很好，服务热情，下次还来,1\n房间太差，服务恶劣，再也不来,0\n".encode())
    )
    found = measured(tmp_path, str(file), "--beside", "snownlp")
    assert set(found["confusion"]) == {"sentiment"}
    auc = found["figures"]["sentiment.auc"]
    assert (auc["value"], auc["majority"], auc["beside"]) == (1.0, 0.5, 1.0)
    assert found["judged_by"]["beside"] == "snownlp"


def test_several_files_are_one_set_with_a_table_by_file(labelled: str, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("内容,情感\n谢谢,pos\n", encoding="gb18030")
    with pytest.raises(YuqingError, match=r"own\.tsv:1: --map text=内容: no such column"):
        run(labelled, str(other), "--map", "text=内容,sentiment=情感")
    other.write_text("text,sentiment\n谢谢,pos\n", encoding="gb18030")
    found = measured(tmp_path, labelled, str(other))
    assert [group["rows"] for group in found["groups"]["file"]] == [5, 1]
    assert [file["rows"] for file in found["files"]] == [5, 1]


def test_the_same_bytes_for_the_same_rows_and_seed(labelled: str, tmp_path: Path) -> None:
    pages = [tmp_path / "a.html", tmp_path / "b.html"]
    for page in pages:
        run(labelled, "--html", str(page))
    assert pages[0].read_bytes() == pages[1].read_bytes()
    again = measured(tmp_path, labelled, "--seed", "2")["figures"]["sentiment.accuracy"]
    assert again["value"] == measured(tmp_path, labelled)["figures"]["sentiment.accuracy"]["value"]


def test_a_page_needs_nothing_from_elsewhere(labelled: str, tmp_path: Path) -> None:
    page = tmp_path / "out.html"
    run(labelled, "--html", str(page))
    html = page.read_text(encoding="utf-8")
    assert html.count("<svg") > 10
    assert not re.search(r"<script|<img|<link|https?://|\bnan\b", html, re.IGNORECASE)


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("none.tsv", None, r"none\.tsv: cannot be read: No such file"),
        ("cut.csv.gz", gzip.compress(b"text,label\n" * 9, mtime=0)[:20], r"cut\.csv\.gz: cannot be unpacked"),
        ("no.csv.gz", b"text,label\n", r"no\.csv\.gz: cannot be read"),
        ("wide.tsv", "label\ttext\n".encode("utf-16"), r"wide\.tsv: UTF-16"),
        ("raw.tsv", b"label\ttext\n1\t\xff\xff\n", r"raw\.tsv:2: neither UTF-8 nor GB18030"),
    ],
    ids=["absent", "cut", "not packed", "UTF-16", "no text"],
)
def test_files_that_cannot_be_read(name: str, content: bytes | None, complaint: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(YuqingError, match=complaint):
        run(str(tmp_path / name))


def test_what_cannot_be_written_is_told(labelled: str) -> None:
    with pytest.raises(YuqingError, match="cannot be written"):
        run(labelled, "--json", "/dev/null/x")


def refused(*arguments: str) -> str:
    with pytest.raises(YuqingError) as told:
        run(*arguments)
    return str(told.value)


def test_no_row_counts_twice(labelled: str, tmp_path: Path) -> None:
    assert refused(labelled, labelled) == f"{labelled}: is given twice; its rows would count twice"
    copy = tmp_path / "copy.tsv"
    copy.write_text(LABELLED, encoding="utf-8")
    assert refused(labelled, str(copy)) == f"{copy}: holds the same as {labelled}; its rows would count twice"


def test_where_nothing_can_be_written_is_told_before_anything_is_judged(labelled: str, tmp_path: Path) -> None:
    gone = tmp_path / "gone" / "out.html"
    for option in ("--html", "--json"):
        # were the file read first, its name would be told
        assert f"{gone}: cannot be written: there is no directory" in refused("missing.tsv", option, str(gone))


def test_what_is_seldom_meant_is_told(tmp_path: Path) -> None:
    file = tmp_path / "set.tsv"
    file.write_text("id\tlevel\tcategories\ttext\na\t1\tservice\t电梯坏了\na\t0\tstaff\t保安真好\n", encoding="utf-8")
    said = run(str(file)).stderr
    assert f"1 rows have the id of another row; the first is {file}:3: a is in line 2 too" in said
    assert f"1 rows of level 0 have categories, which are not counted; the first is {file}:3" in said


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.csv.gz", b"text,level\nx,1\n", "is not packed by gzip, though its name ends with .gz"),
        ("a.csv", gzip.compress(b"text,level\nx,1\n", mtime=0), "is packed by gzip, but its name does not say so"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, name: str, content: bytes, complaint: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert complaint in refused(str(tmp_path / name))


@pytest.mark.parametrize("name", ["posts.jsonl", "posts.JSON", "posts.ndjson.gz"])
def test_records_are_no_labelled_texts(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text('{"id": "weibo:1", "text": "电梯停了, 没人修"}\n', encoding="utf-8")
    with pytest.raises(
        YuqingError, match=r"holds records; labelled texts stand in a table with a header, \.tsv or \.csv"
    ):
        run(str(file))


def test_a_directory_is_called_one(tmp_path: Path) -> None:
    with pytest.raises(YuqingError, match="a directory; name the files in it"):
        run(str(tmp_path))
