"""A day through the live pipeline, told again from the topics and from the file: the same alerts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pipeline import ORGANISATION, Pipeline

from monitor.cli.compare import command as compare
from monitor.cli.ingest import command as ingest
from monitor.cli.replay import command as replay
from monitor.kafka import topics
from monitor.kafka.broker import EmbeddedBroker
from monitor.replays.retelling import ALERTS, INCIDENTS, RULESETS, TIMELINE

pytestmark = pytest.mark.broker
DAY = Path(__file__).parents[2] / "config" / "demo" / "stream.jsonl"
RULES = Path(__file__).parents[2] / "config" / "rules.toml"
LIVE = {"YUQING_WATCH__CLOCK": "records"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("day")


@pytest.fixture(scope="module")
def day(kafka: EmbeddedBroker, place: Path) -> Iterator[Pipeline]:
    """The demo's day, ingested and judged by workers on the records' own time."""
    with pytest.MonkeyPatch.context() as patch, Pipeline(kafka.bootstrap, "day.", place, LIVE) as pipeline:
        patch.chdir(place)
        patch.setenv("XDG_STATE_HOME", str(place / "state"))
        patch.setenv("YUQING_KAFKA__TOPIC_PREFIX", "day.")
        # the key of the workers: authors are told apart by its hashes
        patch.setenv("YUQING_SCORE__AUTHOR_KEY", "a key for tests")
        patch.setenv("YUQING_WATCH__CLOCK", "records")
        result = CliRunner().invoke(ingest, ["--bootstrap", kafka.bootstrap, str(DAY)])
        assert result.exit_code == 0, result.output
        pipeline.start_all()
        pipeline.settled()
        for worker in pipeline.workers:
            worker.terminate()
        yield pipeline


def told(pipeline: Pipeline, out: Path, *arguments: str) -> Path:
    result = CliRunner().invoke(replay, ["--out", str(out), *arguments])
    assert result.exit_code == 0, result.output
    return out


def lines(file: Path) -> list[bytes]:
    return file.read_bytes().splitlines()


def by_incident(alerts: list[bytes]) -> dict[str, list[bytes]]:
    found = defaultdict(list)
    for alert in alerts:
        found[json.loads(alert)["incident_id"]].append(alert)
    return dict(found)


def test_the_timeline_tells_the_live_alerts_byte_for_byte(day: Pipeline, place: Path) -> None:
    out = told(day, place / "timeline", "--bootstrap", day.bootstrap)
    live = [record.value or b"" for record in day.read(topics.ALERTS)]
    assert len(live) > 20
    assert by_incident(lines(out / ALERTS)) == by_incident(live)
    latest = {record.key: record.value for record in day.read(topics.INCIDENTS)}
    assert lines(out / INCIDENTS) == [latest[key] for key in sorted(key or b"" for key in latest)]
    assert sorted(lines(out / TIMELINE)) == sorted(record.value or b"" for record in day.read(topics.TIMELINE))
    again = told(day, place / "again", "--bootstrap", day.bootstrap)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {
        path.name: path.read_bytes() for path in again.iterdir()
    }


def essence(alerts: list[bytes]) -> list[tuple[Any, ...]]:
    """What a replay promises of alerts, whatever their raw records were read from."""
    decoded = [json.loads(alert) for alert in alerts]
    names = ("alert_id", "incident_id", "transition", "grade", "event_time", "headline")
    return sorted((*(each[name] for name in names), str(each["subject"])) for each in decoded)


def test_judged_anew_from_topics_or_file_it_is_the_same_day(day: Pipeline, place: Path) -> None:
    own = ("--organisation", str(ORGANISATION))
    anew = told(day, place / "rescored", "--bootstrap", day.bootstrap, "--rescore", *own)
    file = told(day, place / "file", "--file", str(DAY), *own)
    assert essence(lines(anew / ALERTS)) == essence(lines(file / ALERTS))


def test_a_window_of_the_timeline(day: Pipeline, place: Path) -> None:
    whole = lines(told(day, place / "whole", "--bootstrap", day.bootstrap) / ALERTS)
    start, end = "2026-11-18T10:00:00+08:00", "2026-11-18T14:00:00+08:00"
    part = told(day, place / "part", "--bootstrap", day.bootstrap, "--from", start, "--to", end)
    assert lines(part / ALERTS) == [alert for alert in whole if start <= json.loads(alert)["event_time"] < end]
    until = [
        json.loads(line)
        for line in lines(told(day, place / "u", "--bootstrap", day.bootstrap, "--until", end) / ALERTS)
    ]
    assert until
    assert all(each["event_time"] <= end for each in until)


def test_other_rules_over_the_timeline(day: Pipeline, place: Path) -> None:
    was, same = place / "was", place / "same"
    told(day, was, "--bootstrap", day.bootstrap)
    told(day, same, "--bootstrap", day.bootstrap, "--rules", str(RULES))
    # the rules that were in force, named once more: the same bundle, so the same bytes
    assert lines(same / ALERTS) == lines(was / ALERTS)
    only = place / "only.toml"
    only.write_text(
        '[[rule]]\nname = "level_1"\ngrade = 1\ntext = "不满"\n[rule.mention]\nlevel = 1\n', encoding="utf-8"
    )
    would = told(day, place / "would", "--bootstrap", day.bootstrap, "--rules", str(only))
    assert lines(would / RULESETS) != lines(was / RULESETS)
    # a decision can be retold from the directory alone: the timeline names the rules it was folded under
    named = {json.loads(line)["digest"] for line in lines(would / TIMELINE) if line.startswith(b'{"kind":"rules"')}
    assert named == {json.loads(line)["digest"] for line in lines(would / RULESETS)}
    result = CliRunner().invoke(compare, [str(was), str(would), "--json", "-"])
    assert result.exit_code == 0, result.output
    total = json.loads(result.output)["total"]
    assert {json.loads(line)["grade"] for line in lines(would / ALERTS) if b'"drill":false' in line} == {1}
    assert total["alerts_lost"] + total["alerts_regraded"] > 0
