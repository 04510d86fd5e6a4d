"""Ingest into a real Kafka: killed and called again, grown, changed, too large: nothing is lost, ids stay the same."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from kafka.admin import ConfigResource, ConfigResourceType
from pipeline import Pipeline, mention, wait_until

from monitor.config.security import KafkaSecurity
from monitor.entry.ingest import BATCH
from monitor.kafka import topics
from monitor.kafka.broker import EmbeddedBroker
from monitor.kafka.connect import connect
from monitor.kafka.produce import TooLarge, Writer
from monitor.kafka.wire import Outgoing
from monitor.records import decode_dead_letter

pytestmark = pytest.mark.broker


class Command:
    """`yuqing` in a process of its own, with topics and state directory of its own."""

    def __init__(self, pipeline: Pipeline, home: Path) -> None:
        self.home = home
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("YUQING_")},
            "YUQING_KAFKA__TOPIC_PREFIX": pipeline.prefix,
            "YUQING_KAFKA__BOOTSTRAP": pipeline.bootstrap,
            "XDG_STATE_HOME": str(home / "state"),
        }

    def start(self, *arguments: str, **more: Any) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "monitor", *arguments], env=self._environment, cwd=self.home, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more,
        )  # fmt: skip

    def run(self, *arguments: str, stdin: str | None = None) -> tuple[int, str]:
        """Exit code and stderr."""
        process = self.start(*arguments, stdin=subprocess.PIPE)
        _, errors = process.communicate(stdin, timeout=120)
        return process.returncode, errors

    def marked(self) -> int:
        """Records that the bookmarks vouch for."""
        folder = self.home / "state" / "yuqing" / "ingest"
        return sum(json.loads(path.read_bytes())["records"] for path in folder.glob("*.json"))


@pytest.fixture
def pipeline(kafka: EmbeddedBroker, prefix: str, tmp_path: Path) -> Pipeline:
    return Pipeline(kafka.bootstrap, prefix, tmp_path).create()


@pytest.fixture
def yuqing(pipeline: Pipeline, tmp_path: Path) -> Command:
    return Command(pipeline, tmp_path)


def write(path: Path, records: list[bytes]) -> str:
    path.write_bytes(b"".join(record + b"\n" for record in records))
    return str(path)


def keys(pipeline: Pipeline, topic: str) -> Counter[str]:
    return Counter((record.key or b"").decode() for record in pipeline.read(topic))


def test_each_kind_goes_to_its_topic_under_its_id(pipeline: Pipeline, yuqing: Command, tmp_path: Path) -> None:
    action = {"kind": "action", "type": "close", "by": "chen", "project": "hz-ygyy", "at": "2026-11-18T10:00:00+08:00"}
    file = write(
        tmp_path / "mixed.jsonl",
        [mention(1, "电梯坏了"), mention(2, "漏水", kind="complaint"), json.dumps(action).encode(), b'{"torn'],
    )
    code, errors = yuqing.run("ingest", file)
    assert code == 0, errors
    assert "1 → actions.v1, 1 → complaints.v1, 1 → posts.v1" in errors
    assert keys(pipeline, topics.POSTS) == {"weibo:000001": 1}
    assert keys(pipeline, topics.COMPLAINTS) == {"weibo:000002": 1}
    (acted,) = pipeline.read(topics.ACTIONS)
    assert acted.key == b"hz-ygyy"
    assert json.loads(acted.value or b"")["id"]
    (dead,) = pipeline.read(topics.DEADLETTERS)
    letter = decode_dead_letter(dead.value or b"")
    assert (letter.reason, letter.topic, letter.partition, letter.offset) == ("malformed_json", "mixed.jsonl", 0, 4)
    assert letter.raw == b'{"torn'
    assert dict(dead.headers) == {"reason": b"malformed_json", "source-topic": b"mixed.jsonl"}


def test_killed_in_the_middle_and_called_again_loses_nothing(
    pipeline: Pipeline, yuqing: Command, tmp_path: Path
) -> None:
    count = 20_000
    file = write(tmp_path / "many.jsonl", [mention(number, f"电梯坏了{number}") for number in range(count)])
    process = yuqing.start("ingest", file)
    wait_until(60, lambda: yuqing.marked() >= 2 * BATCH, "two batches are confirmed")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    marked = yuqing.marked()
    assert marked < count, "it was killed too late to prove anything"
    assert sum(keys(pipeline, topics.POSTS).values()) >= marked
    code, errors = yuqing.run("ingest", file)
    assert code == 0, errors
    assert f"went on after line {marked}" in errors
    found = keys(pipeline, topics.POSTS)
    assert found.keys() == {f"weibo:{number:06d}" for number in range(count)}
    assert found.total() - count <= BATCH


def test_sent_again_only_when_it_is_asked_for(pipeline: Pipeline, yuqing: Command, tmp_path: Path) -> None:
    file = write(tmp_path / "posts.jsonl", [mention(number, "电梯坏了") for number in range(3)])
    yuqing.run("ingest", file)
    assert "all 3 records were sent before" in yuqing.run("ingest", file)[1]
    assert set(keys(pipeline, topics.POSTS).values()) == {1}
    assert "3 → posts.v1" in yuqing.run("ingest", "--restart", file)[1]
    assert set(keys(pipeline, topics.POSTS).values()) == {2}


def test_a_grown_file_is_sent_from_where_it_ended_and_a_changed_one_from_its_beginning(
    pipeline: Pipeline, yuqing: Command, tmp_path: Path
) -> None:
    records = [mention(number, "电梯坏了") for number in range(3)]
    file = write(tmp_path / "posts.jsonl", records)
    yuqing.run("ingest", file)
    write(tmp_path / "posts.jsonl", [*records, mention(3, "电梯又坏了")])
    assert "went on after line 3" in yuqing.run("ingest", file)[1]
    assert keys(pipeline, topics.POSTS) == {f"weibo:{number:06d}": 1 for number in range(4)}
    write(tmp_path / "posts.jsonl", [mention(9, "别的"), *records])
    assert "has changed since it was sent" in yuqing.run("ingest", file)[1]
    assert keys(pipeline, topics.POSTS)["weibo:000009"] == 1
    assert keys(pipeline, topics.POSTS)["weibo:000001"] == 2


def test_other_topics_are_another_destination(
    pipeline: Pipeline, yuqing: Command, kafka: EmbeddedBroker, tmp_path: Path
) -> None:
    file = write(tmp_path / "posts.jsonl", [mention(1, "电梯坏了")])
    yuqing.run("ingest", file)
    other = Pipeline(kafka.bootstrap, f"{pipeline.prefix}other.", tmp_path).create()
    assert "1 → posts.v1" in Command(other, tmp_path).run("ingest", file)[1]
    assert keys(other, topics.POSTS).total() == 1


def test_what_exceeds_the_topic_is_a_dead_letter_and_the_rest_goes_on(
    pipeline: Pipeline, yuqing: Command, tmp_path: Path
) -> None:
    with connect(pipeline.bootstrap) as admin:
        topic = ConfigResource(ConfigResourceType.TOPIC, pipeline.prefix + topics.POSTS, {"max.message.bytes": "90000"})
        admin.alter_configs([topic])
    beyond_topic, beyond_all = mention(2, "大" * 40_000), mention(3, "大" * 500_000)
    file = write(tmp_path / "posts.jsonl", [mention(1, "前"), beyond_topic, beyond_all, mention(4, "后")])
    code, errors = yuqing.run("ingest", file)
    assert code == 0, errors
    assert "too_large 2" in errors
    assert keys(pipeline, topics.POSTS).keys() == {"weibo:000001", "weibo:000004"}
    letters = {
        letter.offset: letter
        for letter in (decode_dead_letter(dead.value or b"") for dead in pipeline.read(topics.DEADLETTERS))
    }
    assert [(letters[line].reason, len(letters[line].raw)) for line in (2, 3)] == [("too_large", 64 * 1024)] * 2
    assert letters[2].length == len(beyond_topic)
    assert letters[2].digest == sha256(beyond_topic).hexdigest()


def test_the_broker_has_the_last_word_on_sizes(pipeline: Pipeline) -> None:
    """Where we may not know a topic's limit, a refused batch costs the record that was too large and no other."""
    name = pipeline.prefix + topics.POSTS
    records = [Outgoing(name, f"{n}".encode(), b"x" * (1_200_000 if n == 3 else 10)) for n in range(6)]
    with Writer(pipeline.bootstrap, KafkaSecurity(), [name]) as writer:
        writer.cluster.limits[name] = 10_000_000
        outcomes = writer.write(records)
        assert [isinstance(outcome, TooLarge) for outcome in outcomes] == [n == 3 for n in range(6)]
        assert len(writer.write(records[:3])) == 3
    # none is lost; what came behind a refused batch may be there twice, and counts once by its id
    found = keys(pipeline, topics.POSTS)
    assert set(found) == {"0", "1", "2", "4", "5"}
    assert min(found["0"], found["1"], found["2"]) == 2


def test_a_paced_file_is_sent_whole(pipeline: Pipeline, yuqing: Command, tmp_path: Path) -> None:
    records = [mention(n, "电梯坏了", published_at=f"2026-11-18T10:0{n}:00+08:00") for n in range(3)]
    code, errors = yuqing.run("ingest", "--speed", "600", write(tmp_path / "posts.jsonl", records))
    assert code == 0, errors
    assert keys(pipeline, topics.POSTS).total() == 3


def test_stdin_is_sent_each_time(pipeline: Pipeline, yuqing: Command) -> None:
    for _ in range(2):
        assert yuqing.run("ingest", stdin=mention(1, "电梯坏了").decode() + "\n")[0] == 0
    assert keys(pipeline, topics.POSTS) == {"weibo:000001": 2}


def test_missing_topics_and_files_are_said(kafka: EmbeddedBroker, prefix: str, tmp_path: Path) -> None:
    nowhere = Command(Pipeline(kafka.bootstrap, prefix, tmp_path), tmp_path)
    file = write(tmp_path / "posts.jsonl", [mention(1, "电梯坏了")])
    code, errors = nowhere.run("ingest", file)
    assert code == 2
    assert "`yuqing topics create` makes all" in errors
    code, errors = nowhere.run("ingest", str(tmp_path / "none.jsonl"))
    assert code == 2
    assert "none.jsonl: cannot be read" in errors


def test_a_file_that_breaks_off_fails_each_time_and_goes_through_when_it_is_whole(
    pipeline: Pipeline, yuqing: Command, tmp_path: Path
) -> None:
    packed = gzip.compress(b"".join(mention(number, "电梯坏了") + b"\n" for number in range(200)))
    path, header = tmp_path / "posts.jsonl.gz", tmp_path / "header.csv"
    path.write_bytes(packed[: len(packed) * 2 // 3])
    for _ in range(2):
        code, errors = yuqing.run("ingest", str(path))
        assert code == 1
        assert "the file breaks off here, what came after is missing" in errors
    path.write_bytes(packed)
    header.write_text("id,source,text,published_at\n")
    code, errors = yuqing.run("ingest", str(path), str(header))
    assert code == 0
    assert "nothing was read" in errors
    assert len(keys(pipeline, topics.POSTS)) == 200
