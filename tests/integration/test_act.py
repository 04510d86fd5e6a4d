"""`yuqing act` against running workers: done, refused, not delivered, unheard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pipeline import Pipeline, mention, wait_until

from monitor.cli.act import command
from monitor.kafka import topics
from monitor.kafka.broker import EmbeddedBroker
from monitor.records import Incident, decode_incident

pytestmark = pytest.mark.broker


class Site:
    """Running workers and one incident of grade 3."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline

    def act(self, *arguments: str) -> Result:
        result = CliRunner().invoke(command, [*arguments, "--bootstrap", self.pipeline.bootstrap])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def incidents(self) -> dict[str, Incident]:
        found = (decode_incident(record.value) for record in self.pipeline.read(topics.INCIDENTS) if record.value)
        return {incident.incident_id: incident for incident in found}

    def incident(self) -> Incident:
        (found,) = self.incidents().values()
        return found


@pytest.fixture
def site(kafka: EmbeddedBroker, prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YUQING_KAFKA__TOPIC_PREFIX", prefix)
    with Pipeline(kafka.bootstrap, prefix, tmp_path) as pipeline:
        site = Site(pipeline)
        pipeline.produce(topics.POSTS, [mention(1, "我刚看到3栋电梯坠落，有人被砸伤送医院了")])
        pipeline.start_all()
        wait_until(120, lambda: bool(site.incidents()), "an incident opens")
        yield site


def test_what_people_do_is_answered(site: Site) -> None:
    incident = site.incident()
    assert incident.grade == 3
    name = incident.incident_id

    done = site.act("acknowledge", name, "--by", "gate", "--note", "已到现场")
    assert done.exit_code == 0, done.output
    assert f"done: acknowledge by gate on {name}" in done.stdout
    assert "now acknowledged, grade 3 严重" in done.stdout

    by_number = site.act("arrived", incident.number, "--by", "gate")
    assert f"done: arrived by gate on {name} ({incident.number})" in by_number.stdout, by_number.output
    strange = CliRunner().invoke(
        command, ["arrived", "000-000", "--by", "gate", "--bootstrap", site.pipeline.bootstrap]
    )
    assert "no incident has the number 000-000" in str(strange.exception)

    refused = site.act("close", "--mention", "weibo:000001", "--by", "nobody of ours")
    assert refused.exit_code == 1
    assert f"refused: close by nobody of ours on {name}" in refused.stdout
    assert "不在组织架构中" in refused.stdout

    undelivered = site.act("acknowledge", "--project", "nowhere", "--by", "gate")
    assert undelivered.exit_code == 1
    assert "not delivered: unroutable_action: no project 'nowhere'" in undelivered.stdout

    unheard = site.act("acknowledge", "hz-ygyy~0123456789abcdef", "--by", "gate", "--wait", "3")
    assert unheard.exit_code == 1
    assert "nothing was heard of action" in unheard.stderr

    sent = site.act("respond", "--project", "hz-ygyy", "--by", "gate", "--no-wait")
    assert sent.exit_code == 0
    assert sent.stdout.startswith("sent respond as action ")
    wait_until(30, lambda: site.incident().actions[-1].type == "respond", "it is taken up all the same")
    assert [(each.type, each.refused is None) for each in site.incident().actions] == [
        ("acknowledge", True), ("arrived", True), ("close", False), ("respond", True),
    ]  # fmt: skip
