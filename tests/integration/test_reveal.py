"""`yuqing reveal` on a real Kafka: nothing is shown without the right, nor without a trace."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pipeline import ORGANISATION, Pipeline

from monitor.cli.reveal import command
from monitor.kafka import topics
from monitor.kafka.broker import EmbeddedBroker

pytestmark = pytest.mark.broker

PHONE = "13800138000"


@pytest.fixture
def pipeline(kafka: EmbeddedBroker, prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pipeline]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YUQING_KAFKA__TOPIC_PREFIX", prefix)
    monkeypatch.setenv("YUQING_PATHS__ORGANISATION", str(ORGANISATION))
    with Pipeline(kafka.bootstrap, prefix, tmp_path) as pipeline:
        yield pipeline


def reveal(pipeline: Pipeline, mention: str, by: str, *more: str) -> Result:
    arguments = [mention, "--by", by, "--reason", "联系当事人核实", *more, "--bootstrap", pipeline.bootstrap]
    result = CliRunner().invoke(command, arguments)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def actions(pipeline: Pipeline) -> list[dict[str, object]]:
    return [json.loads(record.value or b"{}") for record in pipeline.read(topics.ACTIONS)]


def test_the_right_person_reads_and_leaves_a_trace(pipeline: Pipeline) -> None:
    complaint = {
        "id": "12345:W1", "source": "12345", "published_at": "2026-11-18T10:00:00+08:00", "contact": PHONE,
        "text": "阳光雅苑3栋1单元1703，电梯又停了，我叫张伟", "project": "hz-ygyy",
    }  # fmt: skip
    later = {**complaint, "text": f"{complaint['text']}，没人回复"}
    about_staff = {**complaint, "id": "12345:W2", "text": "阳光雅苑保安打人，满脸是血"}
    for values in ([complaint, about_staff, {"x": 1}], [later]):
        pipeline.produce(topics.COMPLAINTS, [json.dumps(each, ensure_ascii=False).encode() for each in values])

    refused = reveal(pipeline, "12345:W1", "nobody")
    assert refused.exit_code == 1
    assert "no person of the organisation" in refused.stderr
    assert reveal(pipeline, "12345:W1", "li").exit_code == 1
    assert reveal(pipeline, "12345:W9", "zheng").exit_code == 1
    assert PHONE not in refused.output
    assert actions(pipeline) == []

    shown = reveal(pipeline, "12345:W1", "zheng")
    assert shown.exit_code == 0, shown.output
    assert json.loads(shown.stdout)["contact"] == PHONE
    assert json.loads(shown.stdout)["text"] == later["text"]
    (action,) = actions(pipeline)
    assert action | {"type": "reveal", "mention": "12345:W1", "by": "zheng", "reason": "联系当事人核实"} == action
    assert str(action["id"]) in shown.stderr

    both = reveal(pipeline, "12345:W1", "zheng", "--all", "--raw")
    assert [json.loads(line)["text"] for line in both.stdout.splitlines()] == [complaint["text"], later["text"]]
    assert len(actions(pipeline)) == 2

    # nobody at the site finds out who complained about the site's own people
    assert PHONE in reveal(pipeline, "12345:W1", "zhang").stdout
    site = reveal(pipeline, "12345:W2", "zhang")
    assert site.exit_code == 1
    assert "the site's own staff" in site.stderr
    assert PHONE in reveal(pipeline, "12345:W2", "zheng").stdout
