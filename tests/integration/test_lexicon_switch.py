"""Lexicon releases at running score workers: taken between two batches, refused when wrong, nothing lost."""

from __future__ import annotations

import json
import shutil
import urllib.request
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from kafka import KafkaProducer
from pipeline import Pipeline, Worker, wait_until

from monitor.cli.lexicon import command
from monitor.errors import BrokerError
from monitor.kafka import topics
from monitor.kafka.broker import EmbeddedBroker

pytestmark = pytest.mark.broker

SHIPPED = Path(__file__).parents[2] / "lexicons" / "property"
#: no word of any lexicon, until a release says that it is one
WORD = "蓝鹦鹉失控"


@pytest.fixture
def pipeline(kafka: EmbeddedBroker, prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pipeline]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YUQING_KAFKA__TOPIC_PREFIX", prefix)
    with Pipeline(kafka.bootstrap, prefix, tmp_path) as pipeline:
        yield pipeline


def lexicon(*arguments: str, on: Pipeline) -> Result:
    result = CliRunner().invoke(command, [*arguments, "--bootstrap", on.bootstrap])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def folder_with(tmp_path: Path, version: str, extra: str) -> Path:
    """The shipped lexicon with more lines in safety.txt."""
    folder = tmp_path / version / "property"
    shutil.copytree(SHIPPED, folder)
    manifest = folder / "lexicon.toml"
    shipped = next(line for line in manifest.read_text(encoding="utf-8").splitlines() if line.startswith("version"))
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(shipped, f'version = "{version}"'), "utf-8")
    with (folder / "safety.txt").open("a", encoding="utf-8") as file:
        file.write(extra)
    return folder


class Posts:
    """Posts with running numbers, and what became of them."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline
        self.count = 0

    def send(self, count: int) -> None:
        first, self.count = self.count, self.count + count
        self.pipeline.produce(topics.POSTS, [_post(number) for number in range(first, self.count)])

    def judged(self) -> list[dict[str, Any]]:
        records = (json.loads(record.value or b"{}") for record in self.pipeline.read(topics.TIMELINE))
        return [each for each in records if each.get("kind") == "assessment"]

    def newest(self) -> tuple[str, int]:
        """A post that is sent now: the lexicon's version that judged it, and how often it found the new word."""
        self.send(1)
        wanted = f"weibo:{self.count - 1:06d}"
        found: list[dict[str, Any]] = []

        def there() -> bool:
            found[:] = [each for each in self.judged() if each["mention"]["id"] == wanted]
            return bool(found)

        wait_until(60, there, f"{wanted} is judged\n{self.pipeline.tails()}")
        return found[0]["lexicon"]["version"], sum(hit["term"] == WORD for hit in found[0]["risk"]["hits"])

    def until_judged_by(self, version: str) -> int:
        """How often the first post that this version judged holds the new word, as it sees it."""
        found: list[int] = []

        def there() -> bool:
            by, times = self.newest()
            found.append(times)
            return by == version

        wait_until(60, there, f"version {version} judges\n{self.pipeline.tails()}")
        return found[-1]


def _post(number: int) -> bytes:
    post = {
        "id": f"weibo:{number:06d}", "source": "weibo", "text": f"阳光雅苑{WORD}，第{number}次了",
        "published_at": "2026-11-18T10:00:00+08:00", "author": {"id": f"a{number}"},
    }  # fmt: skip
    return json.dumps(post, ensure_ascii=False).encode()


def _metric(worker: Worker, name: str) -> dict[str, float]:
    """Samples of one metric, by what stands before the value."""
    lines = [json.loads(line) for line in worker.log.read_text().splitlines() if '"metrics":' in line]
    url = next(line["metrics"] for line in lines if "metrics" in line)
    with urllib.request.urlopen(f"{url}/metrics") as answer:
        text = answer.read().decode()
    samples = (line.rpartition(" ") for line in text.splitlines() if line.startswith(name))
    return {sample: float(value) for sample, _, value in samples}


def test_a_release_is_taken_between_batches_and_a_wrong_one_is_refused(pipeline: Pipeline, tmp_path: Path) -> None:
    shipped = lexicon("publish", "--dry-run", on=pipeline)
    assert shipped.exit_code == 0, shipped.output
    posts = Posts(pipeline)
    worker = pipeline.start("score")
    assert posts.newest()[1] == 0

    # in the middle of a stream: every post is judged, by the old or by the new one, in this order
    posts.send(2000)
    published = lexicon("publish", str(folder_with(tmp_path, "7.0.1", f"{WORD} level=2 points=40\n")), on=pipeline)
    assert published.exit_code == 0, published.output
    assert "published property 7.0.1 digest" in published.stdout
    posts.send(2000)
    assert posts.until_judged_by("7.0.1") == 1
    pipeline_check(posts)

    # a wrong one that `publish` would not have written
    value = json.dumps({"name": "property", "version": "8", "digest": "0", "files": {}}).encode()
    producer = KafkaProducer(bootstrap_servers=pipeline.bootstrap)
    producer.send(pipeline.prefix + topics.LEXICONS, value, key=b"property").get(30)
    producer.close()
    wait_until(30, lambda: "lexicon release refused" in worker.log.read_text(), "it is told")
    assert _metric(worker, "yuqing_lexicon_release_refused") == {"yuqing_lexicon_release_refused": 1.0}
    assert _metric(worker, "yuqing_lexicon_releases_total")['yuqing_lexicon_releases_total{outcome="refused"}'] == 1
    assert posts.newest() == ("7.0.1", 1)

    # a worker that starts takes the newest valid one before its first post
    assert worker.terminate() == 0
    posts.send(1)
    again = pipeline.start("score")
    assert posts.newest() == ("7.0.1", 1)
    assert {each["lexicon"]["version"] for each in posts.judged()[-2:]} == {"7.0.1"}
    assert "lexicon release refused" in again.log.read_text()

    # withdrawn: back to the settings' lexicon
    assert lexicon("withdraw", "property", on=pipeline).exit_code == 0
    wait_until(30, lambda: "release withdrawn" in again.log.read_text(), "it is told")
    assert posts.newest()[1] == 0
    assert _metric(again, "yuqing_lexicon_release_refused") == {"yuqing_lexicon_release_refused": 0.0}
    with pytest.raises(BrokerError, match="no release of 'property'"):
        lexicon("withdraw", "property", on=pipeline)
    pipeline_check(posts)


def pipeline_check(posts: Posts) -> None:
    """Nothing lost, nothing twice, and in each raw partition one lexicon after the other."""
    posts.pipeline.settled_score()
    judged = posts.judged()
    assert len(judged) == posts.count
    assert {each["mention"]["id"] for each in judged} == {f"weibo:{number:06d}" for number in range(posts.count)}
    by_partition: dict[int, list[tuple[int, str]]] = {}
    for each in judged:
        place = each["source"]["partition"]
        by_partition.setdefault(place, []).append((each["source"]["offset"], each["lexicon"]["version"]))
    for found in by_partition.values():
        versions = [version for _, version in sorted(found)]
        changes = [(one, other) for one, other in pairwise(versions) if one != other]
        assert len(set(changes)) == len(changes) <= 2


def test_a_lexicon_that_cannot_be_used_is_not_published(pipeline: Pipeline, tmp_path: Path) -> None:
    broken = lexicon("publish", str(folder_with(tmp_path, "7.0.2", "新词 also=weather\n")), on=pipeline)
    assert broken.exit_code == 2
    assert "safety.txt:" in broken.stderr
    assert "unknown category 'weather'" in broken.stderr

    folder = folder_with(tmp_path, "7.0.3", "")
    with (folder / "examples.tsv").open("a", encoding="utf-8") as file:
        file.write("今天天气真好\t3\tsafety\t-\t-\n")
    failing = lexicon("publish", str(folder), on=pipeline)
    assert failing.exit_code == 1
    assert "level 0 instead of 3" in failing.stderr
    assert pipeline.read(topics.LEXICONS) == []

    first, second = (lexicon("publish", on=pipeline) for _ in range(2))
    assert first.exit_code == second.exit_code == 0
    assert "is published already" in second.stdout
    assert len(pipeline.read(topics.LEXICONS)) == 1
    assert lexicon("releases", on=pipeline).stdout.startswith("property ")
