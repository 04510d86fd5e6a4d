"""Metrics: what an operator finds under /metrics."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from monitor.process.metrics import Metrics, show_only


def test_what_is_counted_is_shown() -> None:
    registry = CollectorRegistry()
    metrics = Metrics(registry, role="score")
    metrics.records_in.labels("posts.v1").inc(500)
    metrics.dead_letters.labels("posts.v1", "malformed_json").inc()
    metrics.lag.labels("posts.v1", "3").set(7)
    metrics.alerts.labels("3", "opened").inc()
    metrics.batch_seconds.observe(0.02)
    shown = generate_latest(registry).decode()
    for line in (
        'yuqing_records_in_total{topic="posts.v1"} 500.0',
        'yuqing_dead_letters_total{reason="malformed_json",topic="posts.v1"} 1.0',
        'yuqing_consumer_lag_records{partition="3",topic="posts.v1"} 7.0',
        'yuqing_alerts_total{grade="3",transition="opened"} 1.0',
        'yuqing_batch_seconds_bucket{le="0.025"} 1.0',
    ):
        assert line in shown
    assert 'role="score",version="0.1.0"' in shown


def test_every_metric_is_described_and_ours() -> None:
    metrics = Metrics(CollectorRegistry())
    ours = [value for value in vars(metrics).values() if isinstance(value, Counter | Gauge | Histogram)]
    assert len(ours) >= 15
    for metric in ours:
        assert metric._documentation.strip()
        assert metric._name.startswith("yuqing_")


def test_two_registries_do_not_meet() -> None:
    one, other = Metrics(CollectorRegistry()), Metrics(CollectorRegistry())
    one.records_in.labels("posts.v1").inc()
    assert other.registry.get_sample_value("yuqing_records_in_total", {"topic": "posts.v1"}) is None


def test_a_series_that_goes_on_is_not_taken_away_while_others_come_and_go() -> None:
    registry = CollectorRegistry()
    lag = Metrics(registry).lag
    show_only(lag, {("posts.v1", "0"): 1.0, ("posts.v1", "1"): 2.0})
    kept = lag.labels("posts.v1", "1")
    show_only(lag, {("posts.v1", "1"): 3.0, ("posts.v1", "2"): 4.0})
    shown = {line for line in generate_latest(registry).decode().splitlines() if "lag_records{" in line}
    ours = "yuqing_consumer_lag_records"
    assert shown == {f'{ours}{{partition="1",topic="posts.v1"}} 3.0', f'{ours}{{partition="2",topic="posts.v1"}} 4.0'}
    assert lag.labels("posts.v1", "1") is kept
