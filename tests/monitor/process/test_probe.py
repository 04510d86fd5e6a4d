"""The container's health check."""

from __future__ import annotations

from prometheus_client import CollectorRegistry

from monitor.config.settings import Settings, load_settings
from monitor.process.health import Flag, Health, HealthServer
from monitor.process.probe import probe, urls


def settings_at(port: int, host: str = "127.0.0.1") -> Settings:
    return load_settings(overrides={"metrics": {"port": port, "host": host}})


def test_where_to_ask() -> None:
    assert urls(settings_at(1, "0.0.0.0"))[2] == "http://127.0.0.1:3/healthz"
    assert urls(settings_at(1, "::"))[0] == "http://[::1]:1/healthz"
    assert urls(settings_at(1, "10.0.0.7"))[0] == "http://10.0.0.7:1/healthz"


def test_well_ill_and_gone() -> None:
    health, loop = Health(), Flag("hangs")
    health.add("loop", loop, live=True)
    with HealthServer(health, CollectorRegistry(), "127.0.0.1", 0) as server:
        settings = settings_at(min(server.port, 65533))
        well, report = probe(settings)
        assert not well
        assert "hangs" in report
        loop.up()
        assert probe(settings)[0]
    well, report = probe(settings)
    assert not well
    assert "nobody answers" in report
