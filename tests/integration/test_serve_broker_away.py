"""The broker taken away from `yuqing serve`: it says that it is not ready, refuses with a reason, and recovers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from pipeline import Pipeline, wait_until

from monitor.config.tokens import hashed
from monitor.kafka.broker import EmbeddedBroker
from monitor.kafka.ports import free_ports

pytestmark = pytest.mark.broker
SETTINGS = f"""
[serve.token.desk]
hash = "{hashed("yq_desk")}"
role = "service"
"""
DESK = {"Authorization": "Bearer yq_desk"}


def test_readiness_follows_the_broker(tmp_path: Path) -> None:
    settings = tmp_path / "monitor.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    (port,) = free_ports(1)
    with (
        EmbeddedBroker(tmp_path / "data") as broker,
        Pipeline(broker.bootstrap, "", tmp_path) as pipeline,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, headers=DESK) as client,
    ):
        command = ["serve", "--config", str(settings), "--port", str(port)]
        worker = pipeline._run("serve", [sys.executable, "-m", "monitor", *command], {})

        def ready(wanted: bool) -> bool:
            try:
                return (client.get("/readyz").status_code == 200) is wanted
            except httpx.TransportError:
                return False

        def submit(text: str) -> httpx.Response:
            said: dict[str, Any] = {"text": text, "source": "front_desk", "project": "hz-ygyy"}
            return client.post("/mentions", json=said)

        wait_until(60, lambda: ready(True), f"ready\n{worker.tail(20)}")
        assert submit("地下车库积水没人管").status_code == 201

        broker.kill()
        wait_until(60, lambda: ready(False), "not ready without a broker")
        told = client.get("/readyz")
        assert (told.status_code, told.json()["checks"]["kafka"]["ok"]) == (503, False)
        # a restart would not help: it lives, and says when to come again
        assert client.get("/healthz").status_code == 200
        refused = submit("电梯又停了，报修三天没人管")
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5"), refused.text

        broker.start()
        wait_until(90, lambda: ready(True), f"ready again\n{worker.tail(20)}")
        assert submit("电梯又停了，报修三天没人管").status_code == 201
        assert worker.process.poll() is None
        assert worker.tail(100_000).count("the brokers do not answer") == 1

        # it also ends in order while there is no broker
        broker.kill()
        wait_until(60, lambda: ready(False), "not ready without a broker")
        assert worker.terminate() == 0
