"""A real Prometheus Alertmanager takes our alerts, groups them, keeps silences, inhibits and lets them end."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from dispatching import fresh
from msgspec.structs import replace
from notified import delivery
from pipeline import wait_until
from pydantic import SecretStr
from vendors import Received, Reply, Vendor

from monitor.config.channels import Alertmanager
from monitor.notify.compose import Words, speech
from monitor.notify.post import Poster
from monitor.notify.render import Renderer
from monitor.notify.setup import read_templates
from monitor.notify.wording import Names, no_links
from monitor.records import Alert

PROGRAM = shutil.which("prometheus-alertmanager") or shutil.which("alertmanager")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Alertmanager is not installed: make setup-system")
NAMES = Names("和悦物业", {"hz-ygyy": "阳光雅苑"})
CONFIG = """
route:
  receiver: hook
  group_by: [project]
  group_wait: 500ms
  group_interval: 1s
  repeat_interval: 1h
inhibit_rules:
  - source_matchers: ['severity="critical"']
    target_matchers: ['severity="warning"']
    equal: [project]
receivers:
  - name: hook
    webhook_configs: [{url: "%s/hook", send_resolved: true}]
"""


@dataclass
class Manager:
    """The program, and what it tells its own receiver."""

    url: str
    hook: Vendor

    def send(self, *alerts: Alert) -> None:
        secret = {"url": SecretStr(self.url), "password": SecretStr("")}
        words = Words(Renderer(read_templates(None), NAMES, no_links), NAMES, {})
        said = speech(Alertmanager.model_construct(), secret, words)
        assert said is not None

        async def sending() -> None:
            async with Poster(timeout=5, allow_private=True) as poster:
                for each in alerts:
                    request = said.compose(delivery(each), time.time(), False)
                    answer = await poster.post(request, said.reading)
                    assert answer.verdict == "accepted", answer

        asyncio.run(sending())

    def ask(self, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}/api/v2/{path}", data, {"content-type": "application/json"})
        with urlopen(request, timeout=5) as answer:
            return json.loads(answer.read() or b"null")

    def firing(self) -> dict[str, str]:
        """Incident → severity of what is active."""
        return {each["labels"]["incident"]: each["labels"]["severity"] for each in self.ask("alerts?active=true")}

    def told(self) -> list[Any]:
        return [request.json for request in self.hook.received]


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Manager]:
    def answer(request: Received) -> Reply:
        return 200, {}, {}

    with Vendor(answer) as hook:
        (tmp_path / "alertmanager.yml").write_text(CONFIG % hook.base, encoding="utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        with (tmp_path / "log").open("wb") as log:
            process = subprocess.Popen(
                [str(PROGRAM), f"--config.file={tmp_path / 'alertmanager.yml'}", f"--storage.path={tmp_path / 'data'}",
                 f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address="], stdout=log, stderr=log,
            )  # fmt: skip
        try:
            wait_until(30, lambda: _ready(url), "Alertmanager answers")
            yield Manager(url, hook)
        finally:
            process.kill()
            process.wait(10)


def _ready(url: str) -> bool:
    try:
        with urlopen(f"{url}/-/ready", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_it_takes_and_groups_what_we_send(manager: Manager) -> None:
    manager.send(fresh(1, 3), fresh(2, 3), fresh(3, 3, incident_id="sz-jlhy~0000000000000003"))
    assert set(manager.firing().values()) == {"critical"}
    [one] = [each for each in manager.ask("alerts") if each["labels"]["incident"] == fresh(1, 3).incident_id]
    assert one["annotations"]["summary"].startswith("【严重】阳光雅苑3栋2单元")
    assert one["annotations"]["first_step"].startswith("立即拨打")
    wait_until(20, lambda: sum(len(each["alerts"]) for each in manager.told()) >= 3, "told its receiver")
    groups = [(each["groupLabels"]["project"], len(each["alerts"])) for each in manager.told()]
    assert max(count for _, count in groups) >= 2, groups


def test_another_grade_takes_the_place_of_the_one_before(manager: Manager) -> None:
    incident = fresh(1, 2).incident_id
    manager.send(fresh(1, 2))
    assert manager.firing() == {incident: "warning"}
    manager.send(fresh(1, 3, transition="escalated"))
    wait_until(10, lambda: manager.firing() == {incident: "critical"}, "escalated")
    manager.send(fresh(1, 3, transition="closed"))
    wait_until(10, lambda: manager.firing() == {}, "closed")


def test_it_keeps_its_own_silences_and_inhibitions(manager: Manager) -> None:
    now = datetime.now(UTC)
    matcher = {"name": "project", "value": "sz-jlhy", "isRegex": False, "isEqual": True}
    silence = {
        "matchers": [matcher], "startsAt": now.isoformat(), "endsAt": (now + timedelta(hours=1)).isoformat(),
        "createdBy": "test", "comment": "test",
    }  # fmt: skip
    manager.ask("silences", silence)
    subject = fresh(9, 2).subject
    silenced = fresh(9, 3, subject=replace(subject, project="sz-jlhy"))
    manager.send(silenced, fresh(1, 3), fresh(2, 2))
    wait_until(20, lambda: len(manager.told()) >= 1, "told its receiver")
    time.sleep(1.5)
    told = {each["labels"]["incident"] for group in manager.told() for each in group["alerts"]}
    assert told == {fresh(1, 3).incident_id}
    states = {each["labels"]["incident"]: each["status"] for each in manager.ask("alerts")}
    assert states[silenced.incident_id]["silencedBy"]
    assert states[fresh(2, 2).incident_id]["inhibitedBy"]
