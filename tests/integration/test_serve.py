"""`yuqing serve` and `yuqing submit` against running workers: asked over HTTP, done by the watch, told by incidents."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from pipeline import Pipeline, Worker, mention, wait_until

from monitor.cli.submit import command as submit
from monitor.config.tokens import hashed
from monitor.kafka import topics
from monitor.kafka.broker import EmbeddedBroker
from monitor.kafka.ports import free_ports
from monitor.notify.links import Claim, sign
from monitor.records import Incident, decode_dead_letter, decode_incident

pytestmark = pytest.mark.broker

KEY = "a key of tests, of more than thirty-two characters"
SETTINGS = f"""
[serve]
public_url = "http://127.0.0.1"
link_key = "{KEY}"
[serve.token.zhang]
hash = "{hashed("yq_zhang")}"
person = "zhang"
[serve.token.zheng]
hash = "{hashed("yq_zheng")}"
person = "zheng"
"""


class Site:
    """Running workers, a serve process, and incidents at one estate."""

    def __init__(self, pipeline: Pipeline, folder: Path) -> None:
        self.pipeline, self.settings = pipeline, folder / "monitor.toml"
        self.settings.write_text(SETTINGS, encoding="utf-8")
        (self.port,) = free_ports(1)
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=60)

    def serve(self) -> Worker:
        arguments = ["serve", "--config", str(self.settings), "--port", str(self.port)]
        return self.pipeline._run("serve", [sys.executable, "-m", "monitor", *arguments], {})

    def ready(self) -> bool:
        try:
            return self.client.get("/readyz").status_code == 200
        except httpx.TransportError:
            return False

    def post(self, path: str, who: str, **fields: object) -> httpx.Response:
        return self.client.post(path, json=fields, headers={"Authorization": f"Bearer yq_{who}"})

    def incidents(self) -> dict[str, Incident]:
        found = (decode_incident(record.value) for record in self.pipeline.read(topics.INCIDENTS) if record.value)
        return {incident.incident_id: incident for incident in found}

    def incident(self, grade: int) -> Incident:
        return next(each for each in self.incidents().values() if each.grade == grade)


@pytest.fixture
def site(kafka: EmbeddedBroker, prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YUQING_KAFKA__TOPIC_PREFIX", prefix)
    with Pipeline(kafka.bootstrap, prefix, tmp_path) as pipeline:
        site = Site(pipeline, tmp_path)
        pipeline.produce(topics.POSTS, [mention(1, "我刚看到3栋电梯坠落，有人被砸伤送医院了")])
        pipeline.start_all()
        site.serve()
        wait_until(120, lambda: bool(site.incidents()), "an incident opens")
        wait_until(60, site.ready, f"serve answers\n{pipeline.tails()}")
        yield site
        site.client.close()


def test_what_is_asked_over_http_is_done_by_the_watch(site: Site) -> None:
    name = site.incident(3).incident_id

    # a look at the link does nothing; its button acknowledges, once
    token = sign(Claim(name, ("zhang",), int(time.time()) + 600), KEY.encode())
    assert "确认收到" in site.client.get("/acknowledge", params={"t": token}).text
    assert site.incident(3).status == "open"
    pressed = site.client.post("/acknowledge", data={"t": token, "by": "zhang"})
    assert "已确认收到" in pressed.text, site.pipeline.tails()
    again = site.client.post("/acknowledge", data={"t": token, "by": "zhang"})
    assert "已确认收到" in again.text
    assert (site.incident(3).status, [each.by for each in site.incident(3).actions]) == ("acknowledged", ["zhang"])

    done = site.post("/actions", "zhang", type="arrived", incident_id=name, note="已到现场")
    assert (done.status_code, done.json()["outcome"]) == (200, "done"), done.text

    # refused at once, and the incident shows the attempt
    refused = site.post("/actions", "zhang", type="close", incident_id=name)
    assert (refused.status_code, refused.json()["outcome"]) == (403, "refused")
    wait_until(30, lambda: site.incident(3).actions[-1].type == "close", "the attempt stands in the incident")
    assert site.incident(3).actions[-1].refused == refused.json()["reason"]

    # what is no action is a dead letter with the same reason
    invalid = site.post("/actions", "zhang", type="verify", incident_id=name)
    assert (invalid.status_code, "missing_field: verdict" in invalid.json()["reason"]) == (400, True)
    wait_until(30, lambda: bool(site.pipeline.read(topics.DEADLETTERS)), "it leaves a dead letter")
    (letter,) = (decode_dead_letter(each.value or b"") for each in site.pipeline.read(topics.DEADLETTERS))
    assert (letter.reason, b'"by":"zhang"' in letter.raw) == ("missing_field", True)

    closed = site.post("/actions", "zheng", type="close", project="hz-ygyy", note="已整改")
    assert (closed.status_code, closed.json()["incidents"][0]["status"]) == (200, "closed"), closed.text
    late = site.post("/actions", "zheng", type="close", incident_id=name)
    assert (late.status_code, late.json()["reason"]) == (403, "事件已关闭")
    shown = site.client.get(f"/incidents/{name}", headers={"Authorization": "Bearer yq_zhang"}).json()
    assert (shown["status"], shown["actions"][0]["by"]) == ("closed", "zhang")


def test_what_patrols_hear_becomes_an_incident_without_their_names(site: Site) -> None:
    said = {
        "text": "业主王丽电话13812345678反映物业乱收费，停车费私自涨价",
        "source": "front_desk",
        "project": "阳光雅苑",
    }
    answer = site.post("/mentions", "zhang", **said)
    assert (answer.status_code, answer.json()["topic"]) == (201, f"{site.pipeline.prefix}complaints.v1"), answer.text
    command = ["地下车库积水没人管", "--project", "云和花府", "--by", "zhang", "--bootstrap", site.pipeline.bootstrap]
    told = CliRunner().invoke(submit, [*command, "--config", str(site.settings)])
    assert told.exit_code == 0, told.output
    assert told.stdout.startswith("submitted manual:h")
    wait_until(60, lambda: {"hz-ygyy", "hz-yhhf"} <= _projects(site), f"both are judged\n{site.pipeline.tails()}")
    timeline = b"".join(record.value or b"" for record in site.pipeline.read(topics.TIMELINE))
    assert answer.json()["id"].encode() in timeline
    assert b"13812345678" not in timeline


def _projects(site: Site) -> set[str | None]:
    return {each.subject.project for each in site.incidents().values() if each.scope.complaints or each.grade < 3}
