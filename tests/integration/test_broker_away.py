"""The broker away at the start, in the middle, and killed: workers wait, say so, resume, and lose nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pipeline import Pipeline, mention, wait_until

from monitor.kafka import topics
from monitor.kafka.broker import EmbeddedBroker
from monitor.kafka.ports import free_ports

pytestmark = pytest.mark.broker


def posts(first: int, count: int) -> list[bytes]:
    return [mention(number, "3号楼电梯坠落，一名老人受伤被送往医院") for number in range(first, first + count)]


def test_a_broker_killed_and_restarted_costs_time_and_no_record(tmp_path):
    with EmbeddedBroker(tmp_path / "data") as broker, Pipeline(broker.bootstrap, "", tmp_path) as pipeline:
        workers = pipeline.start_supervised()
        pipeline.produce(topics.POSTS, posts(0, 500))
        wait_until(90, lambda: bool(pipeline.read(topics.ALERTS)), "the workers are at work")
        pipeline.produce(topics.POSTS, posts(500, 500))
        broker.kill()
        broker.start()
        pipeline.produce(topics.POSTS, posts(1000, 500))
        pipeline.settled(180)
        assert workers.process.poll() is None
        assert pipeline.missing([f"weibo:{number:06d}" for number in range(1500)]) == set()
        assert pipeline.differences() == []


def test_a_worker_that_finds_no_broker_says_so_and_goes_on_when_it_comes(tmp_path):
    [port] = free_ports(1)
    pipeline = Pipeline(f"127.0.0.1:{port}", "", tmp_path)
    worker = pipeline.start("score")
    wait_until(30, lambda: f"127.0.0.1:{port}" in worker.tail(), "the worker says what it waits for")
    assert worker.process.poll() is None
    with EmbeddedBroker(port=port), pipeline:
        pipeline.produce(topics.POSTS, posts(0, 1))
        wait_until(90, lambda: bool(pipeline.read(topics.TIMELINE)), "the worker judges")


def test_missing_topics_are_named_with_the_command_that_makes_them(kafka, tmp_path):
    pipeline = Pipeline(kafka.bootstrap, "nobody-made-these.", tmp_path)
    worker = pipeline.start("score")
    assert worker.process.wait(60) == 2
    assert "yuqing topics create" in worker.tail()


def test_a_wrong_setting_is_told_before_anything_is_connected(tmp_path):
    file = tmp_path / "monitor.toml"
    file.write_text('[kafka]\nbootstrap = "127.0.0.1:1"\nbotstrap = "x"\n')
    done = subprocess.run(
        [sys.executable, "-m", "monitor", "worker", "--config", str(file)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert f"{file}:3" in done.stderr
    assert "Traceback" not in done.stderr
