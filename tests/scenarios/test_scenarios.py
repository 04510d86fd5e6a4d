"""Every scenario under streams/ comes out as its file says; lines sent twice or in another order change nothing."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import scenario

STREAMS = sorted(scenario.STREAMS.glob("*.toml"))


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.stem)
def test_it_comes_out_as_said(path: Path, tmp_path: Path) -> None:
    said = scenario.load(path)
    assert said["title"].strip()
    alerts, incidents = scenario.replay(said, scenario.events(said), tmp_path)
    assert scenario.failures(said, alerts, incidents) == []


@pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.stem)
def test_lines_sent_twice_and_shuffled_change_nothing(path: Path, tmp_path: Path) -> None:
    said = scenario.load(path)
    lines = scenario.events(said)
    again = [*lines, *lines]
    random.Random(5).shuffle(again)
    plain, repeated = (scenario.replay(said, each, tmp_path / name) for name, each in (("a", lines), ("b", again)))
    assert _known(repeated[0]) == _known(plain[0])
    assert [_state(each) for each in repeated[1]] == [_state(each) for each in plain[1]]


def _known(alerts: list[Any]) -> list[tuple[Any, ...]]:
    """Those of one incident in their order; which of two incidents of one instant comes first, the lines decide."""
    alerts = sorted(alerts, key=lambda each: (each["event_time"], each["incident_id"]))
    return [(each["alert_id"], each["transition"], each["grade"], each["event_time"]) for each in alerts]


def _state(incident: Any) -> tuple[Any, ...]:
    return (incident["incident_id"], incident["status"], incident["grade"], incident["scope"], incident["categories"])


def test_every_scenario_expects_something() -> None:
    keys = ("incident", "alert", "no_alert")
    empty = [each.stem for each in STREAMS if not any(key in scenario.load(each) for key in keys)]
    said_so = [each.stem for each in STREAMS if scenario.load(each).get("nothing_opens")]
    assert empty == said_so


def test_expectations_can_fail() -> None:
    alert = {"incident_id": "a~1", "transition": "opened", "grade": 2, "why": [{"rule": "people"}], "headline": "火情"}
    incident = {"incident_id": "a~1", "opened_at": "", "headline": "", "subject": {"project": "a"}, "grade": 2}
    right = {"incident": [{"grade": 2, "told": ["opened 2"]}], "alert": [{"why": ["people"], "grade": 2}]}
    assert scenario.failures(right, [alert], [incident]) == []
    for wrong in (
        {},
        {"incident": [{"grade": 3}]},
        {"incident": [{"told": ["opened 3"]}]},
        {"incident": [{"subject.project": "b"}]},
        {"incident": [{"grade": {"at_least": 3}}], "others": True},
        {"incident": [{}], "alert": [{"why": ["crowd"]}]},
        {"incident": [{}], "no_alert": [{"headline": {"contains": "火"}}]},
    ):
        assert scenario.failures(wrong, [alert], [incident]), wrong
