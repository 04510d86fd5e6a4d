"""The dashboard asks for series that exist, in queries that Prometheus reads, and lies where compose mounts it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry

from monitor.notify.metrics import DispatchMetrics
from monitor.process.metrics import Metrics
from monitor.serve.metrics import ServeMetrics

CHECKOUT = Path(__file__).parents[2]
GRAFANA = CHECKOUT / "config" / "grafana"
#: Shown by every Prometheus and every process, whosever it is.
COMMON = {"up", "process_resident_memory_bytes", "process_cpu_seconds_total"}
#: Of one process at its start, or worth a look only while something is wrong: the rules of Prometheus ask for them.
ELSEWHERE = {
    "yuqing_restore_seconds", "yuqing_assigned_partitions", "yuqing_lexicon", "yuqing_lexicon_releases",
    "yuqing_lexicon_release_refused", "yuqing_delivery_attempts", "yuqing_breaker_open", "yuqing_dispatch_active",
    "yuqing_incidents_known", "yuqing_lexicon_info",
}  # fmt: skip


@pytest.fixture(scope="module")
def dashboard() -> Any:
    return json.loads((GRAFANA / "dashboards" / "yuqing.json").read_text(encoding="utf-8"))


def queries(dashboard: Any) -> Iterator[str]:
    for panel in dashboard["panels"]:
        yield from (target["expr"] for target in panel.get("targets", ()))
    yield from (each["expr"] for each in dashboard["annotations"]["list"])


def families() -> dict[str, set[str]]:
    """Metric → the names of its series."""
    registry = CollectorRegistry()
    Metrics(registry)
    DispatchMetrics(registry)
    ServeMetrics(registry)
    ends = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",), "info": ("_info",)}
    return {
        each.name: {each.name + end for end in ends[each.type]}
        for each in registry.collect()
        if each.name.startswith("yuqing_")
    }


def test_it_asks_for_series_that_exist(dashboard: Any) -> None:
    known = set().union(*families().values()) | COMMON
    asked = set(re.findall(r"\b(?:yuqing|process)_\w+|\bup\b", " ".join(queries(dashboard))))
    assert len(asked) > 20
    assert asked <= known


def test_every_number_of_ours_is_shown_or_known_to_be_elsewhere(dashboard: Any) -> None:
    asked = set(re.findall(r"yuqing_\w+", " ".join(queries(dashboard))))
    unseen = {name for name, series in families().items() if not series & asked}
    assert unseen <= ELSEWHERE


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")
def test_prometheus_reads_each_query(dashboard: Any, tmp_path: Path) -> None:
    rules = [
        {"record": f"query:{number}", "expr": query.replace("$__rate_interval", "1m")}
        for number, query in enumerate(queries(dashboard))
    ]
    file = tmp_path / "rules.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}), encoding="utf-8")
    done = subprocess.run(
        ["promtool", "check", "rules", str(file)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_panel_says_what_it_shows_and_none_lies_over_another(dashboard: Any) -> None:
    taken: dict[tuple[int, int], str] = {}
    for panel in dashboard["panels"]:
        assert panel["type"] == "row" or panel["description"].strip(), panel["title"]
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        for x in range(place["x"], place["x"] + place["w"]):
            for y in range(place["y"], place["y"] + place["h"]):
                assert taken.setdefault((x, y), panel["title"]) == panel["title"]
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])


def test_grafana_finds_the_dashboard_and_prometheus(dashboard: Any) -> None:
    [source] = yaml.safe_load((GRAFANA / "provisioning/datasources/prometheus.yml").read_text())["datasources"]
    [provider] = yaml.safe_load((GRAFANA / "provisioning/dashboards/yuqing.yml").read_text())["providers"]
    compose = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    used = {target["datasource"]["uid"] for panel in dashboard["panels"] for target in panel.get("targets", ())}
    assert used == {source["uid"]}
    host, _, port = source["url"].removeprefix("http://").partition(":")
    assert any(published.endswith(f":{port}:{port}") for published in compose[host]["ports"])
    mounted = dict(volume.split(":")[:2] for volume in compose["grafana"]["volumes"])
    assert mounted["./config/grafana/dashboards"] == provider["options"]["path"]
    assert mounted["./config/grafana/provisioning"] == "/etc/grafana/provisioning"
    assert compose["grafana"]["environment"]["GF_AUTH_ANONYMOUS_ORG_ROLE"] == "Viewer"
