"""What Prometheus scrapes and when it sounds an alarm; promtool proves the rules where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from prometheus_client import CollectorRegistry

from monitor.config.settings import PROCESSES, Settings
from monitor.notify.metrics import DispatchMetrics
from monitor.process.metrics import Metrics

CHECKOUT = Path(__file__).parents[2]
CONFIG = CHECKOUT / "config" / "prometheus"
promtool = pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")


def run(*arguments: str) -> str:
    done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_each_role_is_scraped_at_its_port() -> None:
    scraped = yaml.safe_load((CONFIG / "prometheus.yml").read_text(encoding="utf-8"))
    found = {job["job_name"]: job["dns_sd_configs"] for job in scraped["scrape_configs"]}
    wanted = {f"yuqing-{role}": ([role], Settings().metrics_port(role)) for role in PROCESSES}
    assert {name: (place["names"], place["port"]) for name, [place] in found.items()} == wanted


def test_rules_speak_of_metrics_that_exist() -> None:
    rules = (CONFIG / "rules.yml").read_text(encoding="utf-8")
    registry = CollectorRegistry()
    Metrics(registry)
    DispatchMetrics(registry)
    known = {name for metric in registry.collect() for name in (metric.name, f"{metric.name}_total")}
    spoken = set(re.findall(r"\byuqing_\w+", rules)) - {"yuqing_batch_seconds"}
    assert len(spoken) >= 6
    assert spoken <= known


def test_every_alarm_says_what_to_do() -> None:
    [group] = yaml.safe_load((CONFIG / "rules.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]:
        assert set(rule["annotations"]) == {"summary", "action"}
        assert rule["labels"]["severity"] in ("info", "warning", "critical")


@promtool
def test_promtool_accepts_the_files() -> None:
    run("check", "config", "--syntax-only", str(CONFIG / "prometheus.yml"))
    assert "16 rules found" in run("check", "rules", str(CONFIG / "rules.yml"))


@promtool
def test_alarms_sound_when_they_should_and_only_then() -> None:
    run("test", "rules", str(CHECKOUT / "tests" / "data" / "prometheus" / "rules.test.yml"))
