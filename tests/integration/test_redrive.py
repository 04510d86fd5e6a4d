"""`yuqing deadletters` on a real Kafka: listed masked, put back once, remembered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from kafka import KafkaProducer
from pipeline import Pipeline, mention

from monitor.cli.deadletters import command
from monitor.config.security import KafkaSecurity
from monitor.errors import Reason, Unreadable
from monitor.events.deadletters import letter_record, make_dead_letter
from monitor.kafka import topics
from monitor.kafka.broker import EmbeddedBroker
from monitor.kafka.produce import Writer
from monitor.records import DeadLetter

pytestmark = pytest.mark.broker


class Letters:
    """Topics of its own with dead letters, and the command that looks at them."""

    def __init__(self, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pipeline, self.prefix = pipeline, pipeline.prefix
        monkeypatch.setenv("YUQING_KAFKA__TOPIC_PREFIX", pipeline.prefix)

    def put(self, letters: Sequence[DeadLetter]) -> None:
        with Writer(self.pipeline.bootstrap, KafkaSecurity(), [self.prefix + topics.DEADLETTERS]) as writer:
            writer.write([letter_record(letter, self.prefix) for letter in letters])

    def run(self, *arguments: str) -> Result:
        result = CliRunner().invoke(command, [*arguments, "--bootstrap", self.pipeline.bootstrap])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def values(self, topic: str) -> list[bytes]:
        return sorted(record.value or b"" for record in self.pipeline.read(topic))


@pytest.fixture
def letters(kafka: EmbeddedBroker, prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Letters:
    monkeypatch.chdir(tmp_path)
    return Letters(Pipeline(kafka.bootstrap, prefix, tmp_path).create(), monkeypatch)


def dead(raw: bytes, topic: str, offset: int, reason: Reason = Reason.JUDGEMENT_FAILED) -> DeadLetter:
    return make_dead_letter(raw, topic, 0, offset, Unreadable(reason, "detail"), None, key=b"k")


def test_letters_are_listed_and_personal_data_hidden(letters: Letters) -> None:
    raw = json.dumps({"text": "电话13812345678", "author": {"name": "张三"}}, ensure_ascii=False).encode()
    letters.put([dead(raw, letters.prefix + topics.POSTS, 4), dead(b"{", "posts.jsonl", 9, Reason.MALFORMED_JSON)])
    plain = letters.run("list")
    assert f"{letters.prefix}posts.v1/0/4" in plain.stdout
    assert "posts.jsonl:9" in plain.stdout
    assert "2 dead letters, judgement_failed 1, malformed_json 1" in plain.stderr
    assert "电话" not in plain.stdout
    shown = letters.run("list", "--raw").stdout
    assert "电话***********" in shown
    assert "13812345678" not in shown
    assert "张三" not in shown
    only = letters.run("list", "--reason", "malformed_json")
    assert "posts.v1" not in only.stdout
    newest = letters.run("list", "--limit", "1")
    assert "the newest 1 are shown" in newest.stderr


def test_each_letter_is_put_back_once(letters: Letters) -> None:
    posts, complaints = letters.prefix + topics.POSTS, letters.prefix + topics.COMPLAINTS
    whole = [dead(f"raw {n}".encode(), posts if n % 2 else complaints, n) for n in range(5)]
    letters.put([*whole, dead(mention(7, "电梯坏了"), "posts.jsonl", 1), dead(b"x" * 70_000, posts, 99)])
    dry = letters.run("redrive", "--dry-run")
    assert "6 records would be put back" in dry.stderr
    assert letters.values(topics.POSTS) == []
    first = letters.run("redrive")
    assert first.exit_code == 1
    assert f"6 records put back: 3 → {complaints}, 3 → {posts}" in first.stderr
    assert f"1 stay: only the first 64 KiB were kept ({posts}/0/99)" in first.stderr
    assert letters.values(topics.COMPLAINTS) == [b"raw 0", b"raw 2", b"raw 4"]
    *raw, canonical = letters.values(topics.POSTS)
    assert raw == [b"raw 1", b"raw 3"]
    assert b'"id":"weibo:000007"' in canonical
    again = letters.run("redrive")
    assert "0 records put back" in again.stderr
    assert len(letters.values(topics.POSTS)) == 3
    assert "1 dead letters, judgement_failed 1; 6 were redriven" in letters.run("list").stderr


def test_only_the_reason_that_was_mended(letters: Letters) -> None:
    posts = letters.prefix + topics.POSTS
    letters.put([dead(b"a", posts, 1), dead(b"b", posts, 2, Reason.UNKNOWN_SHAPE)])
    assert letters.run("redrive", "--reason", "unknown_shape").exit_code == 0
    assert letters.values(topics.POSTS) == [b"b"]
    assert letters.run("redrive").exit_code == 0
    assert letters.values(topics.POSTS) == [b"a", b"b"]


def test_a_redrive_that_dies_puts_nothing_back_and_the_next_one_all(letters: Letters) -> None:
    posts = letters.prefix + topics.POSTS
    letters.put([dead(b"a", posts, 1)])
    dying = KafkaProducer(bootstrap_servers=letters.pipeline.bootstrap, transactional_id=f"{letters.prefix}redrive")
    dying.init_transactions()
    dying.begin_transaction()
    dying.send(posts, b"never committed", b"k")
    dying.flush()
    assert letters.run("redrive").exit_code == 0
    assert letters.values(topics.POSTS) == [b"a"]
    assert "0 dead letters; 1 were redriven" in letters.run("list").stderr
    dying.close(timeout=0)
