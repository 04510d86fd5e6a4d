"""What a score worker shows of its sources: those that are quiet, as of what it could read."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from faust.types import TP
from prometheus_client import CollectorRegistry

from agents.observing import BEHIND, Observer
from agents.watchdog import Progress, State
from monitor.process.metrics import Metrics
from monitor.times import SHANGHAI

START = datetime(2026, 11, 2, tzinfo=SHANGHAI)
POSTS = TP("posts.v1", 0)
READ, UNREAD = (State(measured={POSTS: Progress(committed=10, end=end)}, blind=0.0) for end in (10, 11))
AWAY = replace(READ, blind=7200.0)
STANDING = replace(UNREAD, frozen={POSTS: 2 * BEHIND})


def observer() -> tuple[Observer, CollectorRegistry]:
    """One that has heard weibo every ten minutes by day for five days, and 12345 to the end."""
    registry = CollectorRegistry()
    watching = Observer(Metrics(registry))
    for day in range(6):
        for minutes in range(0, 14 * 60, 10):
            at = START + timedelta(days=day, hours=8, minutes=minutes)
            if day < 5:
                watching.heard("weibo", at)
            watching.heard("12345", at)
    return watching, registry


def shown(registry: CollectorRegistry, source: str) -> float | None:
    return registry.get_sample_value("yuqing_source_silent", {"source": source})


def test_a_dead_crawler_is_shown_and_a_night_is_not() -> None:
    watching, registry = observer()
    night, afternoon = START + timedelta(days=5, hours=4), START + timedelta(days=5, hours=15)
    watching.silences(READ, night)
    assert (shown(registry, "weibo"), shown(registry, "12345")) == (0.0, 0.0)
    watching.silences(READ, afternoon)
    assert (shown(registry, "weibo"), shown(registry, "12345")) == (1.0, 0.0)
    last = registry.get_sample_value("yuqing_source_last_seen_timestamp_seconds", {"source": "weibo"})
    assert last == (START + timedelta(days=4, hours=21, minutes=50)).timestamp()
    missed = registry.get_sample_value("yuqing_source_missed_deliveries", {"source": "weibo"})
    assert missed is not None
    assert missed > 20


def test_under_load_a_dead_source_is_shown_all_the_same() -> None:
    watching, registry = observer()
    watching.silences(UNREAD, START + timedelta(days=5, hours=15))
    assert (shown(registry, "weibo"), shown(registry, "12345")) == (1.0, 0.0)


def test_while_old_records_are_read_it_is_judged_as_of_these() -> None:
    watching, registry = observer()
    watching.silences(UNREAD, START + timedelta(days=9))
    assert shown(registry, "12345") == 0.0
    watching.silences(READ, START + timedelta(days=9))
    assert shown(registry, "12345") == 1.0


@pytest.mark.parametrize("state", [AWAY, STANDING, State()])
def test_while_nothing_can_be_read_nobody_is_said_to_be_silent(state: State) -> None:
    watching, registry = observer()
    watching.silences(state, START + timedelta(days=9))
    assert shown(registry, "weibo") is None
