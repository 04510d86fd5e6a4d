from __future__ import annotations

import base64
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from monitor.cli.score import BATCH, command
from monitor.errors import YuqingError

CRAWLERS = Path(__file__).parents[2] / "data" / "crawlers"
ORGANISATION = """
[company]
name = "和悦物业"
[[project]]
id = "hz-lhhy"
name = "蓝湖花园"
kind = "residential"
city = "杭州"
region = "华东"
households = 1200
"""
POST = {
    "id": "w:1",
    "source": "weibo",
    "text": "蓝湖花园电梯停了两天，没人来修",
    "published_at": "2026-07-02T10:00:00+08:00",
}


def post(number: int, **change: object) -> str:
    return json.dumps(POST | {"id": f"w:{number}"} | change, ensure_ascii=False)


@pytest.fixture
def organisation(tmp_path: Path) -> str:
    file = tmp_path / "organisation.toml"
    file.write_text(ORGANISATION, encoding="utf-8")
    return str(file)


def run(*arguments: str, stdin: str | bytes = b"") -> Result:
    result = CliRunner().invoke(command, arguments, input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_one_assessment_a_line_in_input_order(organisation: str) -> None:
    count = BATCH + 3
    result = run("--organisation", organisation, stdin="\n".join(post(number) for number in range(count)))
    assert result.exit_code == 0
    found = lines(result)
    assert [each["mention"]["id"] for each in found] == [f"w:{number}" for number in range(count)]
    first = found[0]
    assert first["subject"]["project"] == "hz-lhhy"
    assert first["subjects"][0] == first["subject"]
    assert first["arrived_at"] == "2026-07-02T10:00:00+08:00"
    assert (first["source"]["topic"], first["source"]["partition"], first["source"]["offset"]) == ("-", 0, 1)
    assert found[-1]["source"]["offset"] == count


def test_several_subjects_are_one_line(organisation: str, tmp_path: Path) -> None:
    two = (
        ORGANISATION
        + '[[project]]\nid = "hz-ygyy"\nname = "阳光雅苑"\nkind = "residential"\ncity = "杭州"\nregion = "华东"\n'
    )
    Path(organisation).write_text(two, encoding="utf-8")
    (found,) = lines(run("--organisation", organisation, stdin=post(1, text="蓝湖花园和阳光雅苑的电梯都停了")))
    assert {subject["project"] for subject in found["subjects"]} >= {"hz-lhhy", "hz-ygyy"}


def test_files_of_every_shape(organisation: str) -> None:
    files = sorted(str(file) for file in CRAWLERS.rglob("*.*") if file.is_file())
    result = run("--organisation", organisation, *files)
    assert result.exit_code == 0
    assert "not assessed" not in result.stderr
    found = lines(result)
    assert len(found) >= 2 * 28
    assert {each["mention"]["source"] for each in found} == {
        "weibo", "xiaohongshu", "douyin", "bilibili", "kuaishou", "tieba", "zhihu",
    }  # fmt: skip
    partitions = [each["source"]["partition"] for each in found]
    assert partitions == sorted(partitions)
    assert {each["source"]["topic"] for each in found} >= {"2000000001.json", "蓝湖花园.csv"}


def test_a_table_of_ones_own(organisation: str, tmp_path: Path) -> None:
    file = tmp_path / "messages.csv.gz"
    file.write_bytes(gzip.compress("编号,标题,内容,时间\n1,电梯,蓝湖花园电梯停了,2019/1/8 12:00\n".encode("gb18030")))
    mapping = "id=编号,title=标题,text=内容,published_at=时间"
    (found,) = lines(run("--organisation", organisation, "--map", mapping, "--source", "12345", str(file)))
    assert (found["mention"]["id"], found["mention"]["kind"]) == ("12345:1", "complaint")
    assert found["arrived_at"] == "2019-01-08T12:00:00+08:00"


def test_what_cannot_be_read_is_counted_and_kept(organisation: str, tmp_path: Path) -> None:
    letters = tmp_path / "dead.jsonl"
    stdin = "\n".join([post(1), "{oops", '{"foo": 1}', post(2, text=7), post(3)])
    result = run("--organisation", organisation, "--dead-letters", str(letters), stdin=stdin)
    assert result.exit_code == 0
    assert [each["mention"]["id"] for each in lines(result)] == ["w:1", "w:3"]
    assert "3 of 5 records not assessed: malformed_json 1, unknown_shape 1, wrong_type 1\n" in result.stderr
    assert "first malformed_json: -:2: " in result.stderr
    kept = [json.loads(line) for line in letters.read_text(encoding="utf-8").splitlines()]
    assert [(each["reason"], each["offset"]) for each in kept] == [
        ("malformed_json", 2), ("unknown_shape", 3), ("wrong_type", 4),
    ]  # fmt: skip
    assert base64.b64decode(kept[0]["raw"]) == b"{oops"
    assert kept[0]["topic"] == "-"
    told = run("--organisation", organisation, stdin=stdin).stderr
    assert "--dead-letters FILE" in told
    assert "with --map and --source" in told
    assert "What score and replay have written (assessments, alerts, timelines) is not read again" in told


def test_only_nothing_readable_is_a_failure(organisation: str) -> None:
    assert run("--organisation", organisation, stdin="{oops").exit_code == 1
    assert run("--organisation", organisation, stdin="").exit_code == 0
    act = {"kind": "action", "type": "close", "project": "hz-lhhy", "by": "li", "at": "2026-07-02T10:00:00+08:00"}
    result = run("--organisation", organisation, stdin=json.dumps(act) + "\n{oops")
    assert result.exit_code == 0
    assert "1 actions skipped" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--map", "text=a,published_at=b"], "--source CODE"),
        (["--map", "likes=a", "--source", "x"], "unknown field 'likes'"),
        (["missing.jsonl"], "missing.jsonl: cannot be read: No such file"),
        (["--dead-letters", "/dev/null/x", "-"], "cannot be written"),
        (["--sentiment", "astrology", "-"], "astrology"),
    ],
)
def test_what_cannot_be_meant_is_told(arguments: list[str], complaint: str, organisation: str) -> None:
    with pytest.raises(YuqingError, match="(?s)" + complaint):
        run("--organisation", organisation, *arguments)


def test_a_reader_that_has_seen_enough_ends_it_quietly(organisation: str) -> None:
    arguments = [sys.executable, "-m", "monitor", "score", "--organisation", organisation]
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write("\n".join(post(number) for number in range(600)).encode())
        process.stdin.close()
        assert b"Traceback" not in (told := process.stderr.read())
        assert b"Exception" not in told
        assert process.wait() == 0


def test_a_file_that_is_not_there_ends_with_2(organisation: str) -> None:
    arguments = [sys.executable, "-m", "monitor", "score", "--organisation", organisation, "missing.jsonl"]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "yuqing: missing.jsonl: cannot be read" in done.stderr


def test_a_file_that_breaks_off_is_a_failure_and_an_empty_one_says_so(tmp_path: Path, organisation: str) -> None:
    whole = gzip.compress("".join(post(number) + "\n" for number in range(200)).encode())
    broken, empty, cut = tmp_path / "broken.jsonl.gz", tmp_path / "empty.jsonl", tmp_path / "cut.json"
    broken.write_bytes(whole[: len(whole) * 2 // 3])
    empty.write_bytes(b"")
    cut.write_text(f"[{post(1)},{post(2)[:40]}", encoding="utf-8")
    for path in (broken, cut):
        result = run("--organisation", organisation, str(path))
        assert result.exit_code == 1
        assert lines(result)
        assert f"{path.name}:" in result.stderr
        assert "the file breaks off here, what came after is missing" in result.stderr
    result = run("--organisation", organisation, str(empty))
    assert result.exit_code == 0
    assert "empty.jsonl: nothing was read" in result.stderr
