"""Health: the endpoints tell the truth, a stalled consumer among them."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from prometheus_client import CollectorRegistry

from monitor.errors import SettingsError
from monitor.process.health import Flag, Health, HealthServer, Heartbeat, Progress, Verdict
from monitor.process.metrics import Metrics


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def get(url: str, **headers: str) -> tuple[int, str, str]:
    try:
        with urlopen(Request(url, headers=headers), timeout=5) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read().decode()


def test_a_flag_is_down_until_it_is_up() -> None:
    assigned = Flag("no partitions yet")
    assert assigned() == (False, "no partitions yet")
    assigned.up("12 partitions")
    assert assigned() == (True, "12 partitions")
    assigned.down("rebalancing")
    assert assigned() == (False, "rebalancing")


def test_a_heart_that_stops() -> None:
    clock = Clock()
    heart = Heartbeat(10, clock)
    clock.now += 10
    assert heart()[0]
    clock.now += 1
    assert heart() == (False, "last sign of the event loop 11.0 s ago")
    heart.beat()
    assert heart()[0]


def test_progress_with_nothing_to_read_is_no_stall() -> None:
    clock = Clock()
    progress = Progress(60, clock)
    progress.seen({"posts-0": (5, 5)})
    clock.now += 3600
    progress.seen({"posts-0": (5, 5)})
    assert progress() == (True, "moving")


def test_unread_records_and_a_frozen_commit_are_a_stall() -> None:
    clock = Clock()
    progress = Progress(60, clock)
    for _ in range(8):
        progress.seen({"posts-0": (5, 9), "posts-1": (int(clock.now), 10_000)})
        clock.now += 10
    assert progress.stalled() == ["posts-0"]
    assert progress()[0] is False
    assert "posts-0" in progress()[1]
    progress.seen({"posts-0": (6, 9)})
    assert progress()[0]


def test_waiting_counts_from_the_first_unread_record() -> None:
    clock = Clock()
    progress = Progress(60, clock)
    progress.seen({"posts-0": (5, 5)})
    clock.now += 3600
    progress.seen({"posts-0": (5, 9)})
    assert progress()[0]
    clock.now += 61
    assert not progress()[0]


def test_a_reader_of_offsets_that_falls_silent_is_noticed_too() -> None:
    clock = Clock()
    progress = Progress(60, clock)
    progress.seen({"posts-0": (5, 9)})
    clock.now += 61
    assert progress.stalled() == ["posts-0"]


def test_a_partition_that_went_elsewhere_is_forgotten() -> None:
    clock = Clock()
    progress = Progress(60, clock)
    progress.seen({"posts-0": (5, 9)})
    progress.seen({})
    clock.now += 61
    assert progress()[0]


def test_liveness_asks_only_what_a_restart_would_mend() -> None:
    health = Health()
    health.add("loop", lambda: (True, "beating"), live=True)
    health.add("assigned", Flag("not yet"))
    assert health.report(live=True) == (
        True,
        {"status": "ok", "checks": {"loop": {"ok": True, "detail": "beating"}}},
    )
    well, body = health.report()
    assert (well, body["status"]) == (False, "failing")
    assert set(body["checks"]) == {"loop", "assigned"}


def test_a_check_that_breaks_is_a_check_that_fails() -> None:
    def broken() -> Verdict:
        raise KeyError("offsets")

    health = Health()
    health.add("broken", broken)
    assert health.report()[1]["checks"]["broken"] == {"ok": False, "detail": "KeyError: 'offsets'"}


@pytest.fixture
def served() -> Iterator[tuple[HealthServer, Flag, Metrics]]:
    registry = CollectorRegistry()
    metrics, health, state = Metrics(registry), Health(), Flag("checkpoints are being read")
    health.add("loop", Heartbeat(3600), live=True)
    health.add("state", state)
    with HealthServer(health, registry, "127.0.0.1", 0) as server:
        yield server, state, metrics


def test_the_endpoints(served: tuple[HealthServer, Flag, Metrics]) -> None:
    server, state, metrics = served
    assert server.port > 0
    assert get(f"{server.url}/healthz")[0] == 200
    status, kind, body = get(f"{server.url}/readyz")
    assert (status, kind) == (503, "application/json; charset=utf-8")
    assert json.loads(body)["checks"]["state"] == {"ok": False, "detail": "checkpoints are being read"}
    state.up("12 partitions")
    assert get(f"{server.url}/readyz?verbose")[0] == 200
    metrics.records_in.labels("posts.v1").inc()
    status, kind, body = get(f"{server.url}/metrics")
    assert (status, kind.split(";")[0]) == (200, "text/plain")
    assert 'yuqing_records_in_total{topic="posts.v1"} 1.0' in body
    assert "openmetrics" in get(f"{server.url}/metrics", Accept="application/openmetrics-text; version=1.0.0")[1]
    assert get(f"{server.url}/")[0] == 404


def test_head_answers_without_a_body(served: tuple[HealthServer, Flag, Metrics]) -> None:
    with urlopen(Request(f"{served[0].url}/healthz", method="HEAD"), timeout=5) as answer:
        assert (answer.status, answer.read()) == (200, b"")


def test_a_port_in_use_is_said_clearly(served: tuple[HealthServer, Flag, Metrics]) -> None:
    with pytest.raises(SettingsError, match=rf"metrics\.port: 127\.0\.0\.1:{served[0].port} .*in use"):
        HealthServer(Health(), CollectorRegistry(), "127.0.0.1", served[0].port)


def test_a_stopped_server_frees_its_port() -> None:
    with HealthServer(Health(), CollectorRegistry(), "127.0.0.1", 0) as server:
        port = server.port
    with socket.socket() as client:
        assert client.connect_ex(("127.0.0.1", port)) != 0
    HealthServer(Health(), CollectorRegistry(), "127.0.0.1", port).stop()
