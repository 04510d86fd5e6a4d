"""What a live run told is what `yuqing replay` tells: of the same files, and of the timeline byte for byte."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaProducer
from pipeline import ORGANISATION, Pipeline, mention

from monitor.config.settings import data_path
from monitor.kafka import topics
from monitor.times import SHANGHAI

pytestmark = pytest.mark.broker

START = datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)
PROJECTS = ("hz-ygyy", "hz-yhhf", "hz-xtgg", "sz-jlhy")
TEXTS = (
    "电梯又坏了，三天没人修",
    "物业乱收费，没有公示就涨价",
    "小区环境不错，保洁阿姨辛苦了",
    "听说5栋有人跳楼，不知道真假",
    "3号楼电梯坠落，一名老人受伤被送往医院",
    "业主们明天去物业门口拉横幅，已经有60多人报名",
    "停水一整天，物业电话打不通",
)
#: what a file replay promises to tell as the live run did; places of evidence differ, since files are not topics
TOLD = ("alert_id", "incident_id", "transition", "grade", "subject", "event_time", "urgent", "confirmed", "headline")


def events() -> tuple[list[bytes], list[bytes]]:
    """Mentions over six weeks in the order of their arrival, some of them crawled again, and actions after them."""
    mentions = []
    for number in range(150):
        arrived = START + timedelta(hours=3.1 * number + (12 * 24 if number >= 100 else 0) - 24 * 12)
        published = arrived - timedelta(minutes=7 * (number % 11))
        again = number - 9 if number % 10 == 9 else number
        times = {"published_at": published.isoformat(), "collected_at": arrived.isoformat()}
        likes = {"likes": 40 * number, "comments": number, "shares": number}
        source = ("weibo", "douyin", "tieba")[number % 3]
        mentions.append(
            mention(
                again,
                TEXTS[again % len(TEXTS)],
                PROJECTS[again % len(PROJECTS)],
                source=source,
                engagement=likes,
                **times,
            )
        )
    acts = [
        {"type": "acknowledge", "by": "门岗", "project": "hz-ygyy"},
        {"type": "verify", "by": "nobody", "project": "hz-yhhf", "verdict": "false"},
        {"type": "reply", "by": "客服", "mention": "weibo:000143"},
    ]
    at = START + timedelta(days=20)
    actions = [
        json.dumps({"kind": "action", "at": (at + timedelta(hours=number)).isoformat(), **each}).encode()
        for number, each in enumerate(acts)
    ]
    return mentions, actions


def replay(pipeline: Pipeline, out: Path, *arguments: str) -> list[bytes]:
    """The alerts that `yuqing replay` tells."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("YUQING_")},
        "YUQING_KAFKA__TOPIC_PREFIX": pipeline.prefix,
        "YUQING_PATHS__ORGANISATION": str(ORGANISATION),
        "YUQING_SCORE__AUTHOR_KEY": "a key for tests",
    }
    command = [sys.executable, "-m", "monitor", "replay", *arguments, "--out", str(out)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return (out / "alerts.jsonl").read_bytes().splitlines()


def explain(pipeline: Pipeline, alert_id: str) -> str:
    """What `yuqing rules explain` says of an alert on the topics."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("YUQING_")},
        "YUQING_KAFKA__TOPIC_PREFIX": pipeline.prefix,
    }
    command = [sys.executable, "-m", "monitor", "rules", "explain", alert_id, "--bootstrap", pipeline.bootstrap]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def told(alerts: list[bytes]) -> dict[str, list[dict[str, Any]]]:
    """By incident, in order, what was promised."""
    found: dict[str, list[dict[str, Any]]] = {}
    for alert in map(json.loads, alerts):
        found.setdefault(alert["incident_id"], []).append({name: alert.get(name) for name in TOLD})
    return found


def produce(pipeline: Pipeline, topic: str, values: list[bytes]) -> None:
    """Into one partition, so that they enter the timeline in their order."""
    producer = KafkaProducer(bootstrap_servers=pipeline.bootstrap, acks="all", linger_ms=20)
    for value in values:
        producer.send(pipeline.prefix + topic, value, partition=0)
    producer.flush(60)
    producer.close()


def test_a_live_run_a_replay_of_its_files_and_one_of_its_timeline_tell_the_same(kafka, prefix, tmp_path):
    mentions, actions = events()
    file = tmp_path / "events.jsonl"
    file.write_bytes(b"\n".join([*mentions, *actions]) + b"\n")
    settings = {"YUQING_WATCH__CLOCK": "records"}
    with Pipeline(kafka.bootstrap, prefix, tmp_path, settings) as pipeline:
        pipeline.start_all()
        produce(pipeline, topics.POSTS, mentions[:75])
        pipeline.settled()
        produce(pipeline, topics.POSTS, mentions[75:])
        pipeline.settled()
        produce(pipeline, topics.ACTIONS, actions)
        pipeline.settled()
        live = [record.value or b"" for record in pipeline.read(topics.ALERTS)]
        from_files = replay(pipeline, tmp_path / "files", "--file", str(file))
        assert len(live) > 15
        assert {json.loads(alert)["transition"] for alert in live} >= {"opened", "escalated", "closed"}
        assert told(from_files) == told(live)

        # the same pipeline goes on under other rules; the timeline remembers where they changed
        for worker in pipeline.workers:
            worker.terminate()
        stricter = tmp_path / "rules.toml"
        shipped = (data_path("config") / "rules.toml").read_text(encoding="utf-8")
        stricter.write_text(re.sub("people_on_one_thing = .", "people_on_one_thing = 2", shipped), encoding="utf-8")
        pipeline.settings["YUQING_PATHS__RULES"] = str(stricter)
        pipeline.start_all()
        late = START + timedelta(days=20, hours=9)
        times = {"published_at": late.isoformat(), "collected_at": late.isoformat()}
        produce(pipeline, topics.POSTS, [mention(900 + number, TEXTS[0], "hz-lqxc", **times) for number in range(4)])
        pipeline.settled()
        live = [record.value or b"" for record in pipeline.read(topics.ALERTS)]
        again = replay(pipeline, tmp_path / "timeline", "--bootstrap", pipeline.bootstrap)
        assert sorted(again) == sorted(live)
        assert pipeline.differences() == []
        escalated = next(each for each in map(json.loads, live) if each["transition"] == "escalated")
        explained = explain(pipeline, escalated["alert_id"])
        assert escalated["headline"] in explained
        assert f"✓ {escalated['why'][0]['rule']} " in explained
        assert len({json.loads(alert)["ruleset"] for alert in live}) == 2
