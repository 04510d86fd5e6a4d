"""Every number that a process shows to Prometheus (shell), described beside its name."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client.process_collector import ProcessCollector

#: Seconds: from one posting to a batch of hundreds.
_BATCH = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
#: Seconds: a transaction on a local disk takes 30 ms, on a busy cluster a hundred times that.
_COMMIT = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_BATCH_SIZE = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


def show_only(gauge: Gauge, values: Mapping[tuple[str, ...], float]) -> None:
    """These series (label values in the gauge's order) and no others.

    None is away in between, as after `clear`: a scrape comes from another thread, and a gap ends alerts that wait.
    """
    shown = [tuple(sample.labels.values()) for sample in next(iter(gauge.collect())).samples]
    for labels, value in values.items():
        gauge.labels(*labels).set(value)
    for labels in shown:
        if labels not in values:
            gauge.remove(*labels)


class Metrics:
    """The metrics of one process, registered where the caller says; label values are strings.

    Counters are meant to be raised once a batch, not once a record.
    """

    def __init__(self, registry: CollectorRegistry, role: str = "") -> None:
        self.registry = registry
        self._flow(registry)
        self._judgement(registry)
        self._sources(registry)
        self._watch(registry)
        self._state(registry)
        Info("yuqing_build", "What runs here", registry=registry).info(
            {"version": version("yuqing"), "python": platform.python_version(), "role": role}
        )
        ProcessCollector(registry=registry)

    def _flow(self, registry: CollectorRegistry) -> None:
        self.records_in = Counter(
            "yuqing_records_in_total",
            "Records read, by topic; a record read again after a restart counts again",
            ["topic"],
            registry=registry,
        )
        self.records_out = Counter(
            "yuqing_records_out_total",
            "Records whose delivery the broker has confirmed, by topic",
            ["topic"],
            registry=registry,
        )
        self.dead_letters = Counter(
            "yuqing_dead_letters_total",
            "Records that became dead letters, by the topic they came from and the reason",
            ["topic", "reason"],
            registry=registry,
        )
        self.lag = Gauge(
            "yuqing_consumer_lag_records",
            "Records of a partition that are not acknowledged yet",
            ["topic", "partition"],
            registry=registry,
        )
        self.oldest_unprocessed = Gauge(
            "yuqing_oldest_unprocessed_seconds",
            "Age of the oldest event that is read but not acknowledged, by topic; 0 when there is none",
            ["topic"],
            registry=registry,
        )
        self.partitions = Gauge(
            "yuqing_assigned_partitions",
            "Partitions that this process owns, by topic",
            ["topic"],
            registry=registry,
        )

    def _judgement(self, registry: CollectorRegistry) -> None:
        self.batch_seconds = Histogram(
            "yuqing_batch_seconds",
            "From a batch's arrival in the agent to its acknowledgement",
            registry=registry,
            buckets=_BATCH,
        )
        self.batch_records = Histogram(
            "yuqing_batch_records",
            "Records in one batch",
            registry=registry,
            buckets=_BATCH_SIZE,
        )
        self.assessment_seconds = Histogram(
            "yuqing_assessment_seconds",
            "CPU part of judging one batch: decoding, segmenting, scoring, masking",
            registry=registry,
            buckets=_BATCH,
        )

        self.lexicon = Gauge(
            "yuqing_lexicon_info",
            "The lexicon in force, 1; origin is settings or release",
            ["name", "version", "digest", "origin"],
            registry=registry,
        )
        self.lexicon_releases = Counter(
            "yuqing_lexicon_releases_total",
            "Releases of our lexicon that were read, by outcome (taken, withdrawn, refused)",
            ["outcome"],
            registry=registry,
        )
        self.lexicon_refused = Gauge(
            "yuqing_lexicon_release_refused",
            "1 while the last release that was read is refused and an older lexicon is in force",
            registry=registry,
        )

    def _sources(self, registry: CollectorRegistry) -> None:
        self.source_seen = Gauge(
            "yuqing_source_last_seen_timestamp_seconds",
            "When something of a source last arrived at this process",
            ["source"],
            registry=registry,
        )
        self.source_silent = Gauge(
            "yuqing_source_silent",
            "1 while a source has been quiet for longer than it ever ordinarily is, by hour of day and weekday",
            ["source"],
            registry=registry,
        )
        self.source_missed = Gauge(
            "yuqing_source_missed_deliveries",
            "Deliveries that a source would usually have made since it was last heard",
            ["source"],
            registry=registry,
        )

    def _watch(self, registry: CollectorRegistry) -> None:
        self.fold_records = Counter(
            "yuqing_fold_records_total",
            "Records of the timeline that were folded, by kind (assessment, action, tick, rules)",
            ["kind"],
            registry=registry,
        )
        self.fold_seconds = Histogram(
            "yuqing_fold_seconds",
            "Folding the records of one step",
            registry=registry,
            buckets=_BATCH,
        )
        self.alerts = Counter(
            "yuqing_alerts_total",
            "Alerts committed, by grade and transition",
            ["grade", "transition"],
            registry=registry,
        )
        self.hold_back = Gauge(
            "yuqing_clock_hold_back_seconds",
            "How far a partition's ticks stay behind the time of day because of unread input",
            ["partition"],
            registry=registry,
        )

    def _state(self, registry: CollectorRegistry) -> None:
        self.checkpoint_seconds = Histogram(
            "yuqing_checkpoint_seconds",
            "Encoding and sending the checkpoints of one step",
            registry=registry,
            buckets=_COMMIT,
        )
        self.transaction_seconds = Histogram(
            "yuqing_transaction_seconds",
            "One transaction, from its beginning to its commit",
            registry=registry,
            buckets=_COMMIT,
        )
        self.state_dropped = Counter(
            "yuqing_state_dropped_total",
            "What a subject's state let go because of its bounds (mentions, members, incidents)",
            ["what"],
            registry=registry,
        )
        self.restore_seconds = Gauge(
            "yuqing_restore_seconds",
            "How long reading head and checkpoints back took at the last assignment",
            registry=registry,
        )
