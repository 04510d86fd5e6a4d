"""What the agents show of their work: counts and times once a batch, lag and ages every few seconds (shell)."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from agents.loads import Outcome, TooLarge
from agents.watchdog import State
from monitor.company.cadence import Sources
from monitor.kafka.wire import Outgoing, Raw
from monitor.process.metrics import Metrics, show_only
from monitor.records import LexiconRef
from monitor.watch.fold import Step

#: seconds that a partition may have records and no commit until its sources may only seem silent
BEHIND = 60.0


class Observer:
    """Raises the metrics of one process."""

    def __init__(self, metrics: Metrics) -> None:
        self.metrics = metrics
        self._sources = Sources()

    @contextmanager
    def batch(self, records: Sequence[Raw]) -> Iterator[None]:
        """Around the handling of one batch."""
        started = time.perf_counter()
        self._read(records)
        yield
        self.metrics.batch_seconds.observe(time.perf_counter() - started)
        self._done(records)

    @contextmanager
    def fold(self, records: Sequence[Raw]) -> Iterator[None]:
        """Around the folding of one batch of the timeline."""
        started = time.perf_counter()
        self._read(records)
        yield
        self.metrics.fold_seconds.observe(time.perf_counter() - started)
        self._done(records)

    @contextmanager
    def transaction(self, step: Step) -> Iterator[None]:
        """Around the transaction of one step."""
        started = time.perf_counter()
        yield
        self.metrics.transaction_seconds.observe(time.perf_counter() - started)
        for (grade, transition), count in Counter((each.grade, each.transition) for each in step.alerts).items():
            self.metrics.alerts.labels(str(grade), transition).inc(count)
        for kind, count in step.folded.items():
            self.metrics.fold_records.labels(kind).inc(count)
        for kind, count in step.dropped.items():
            self.metrics.state_dropped.labels(kind).inc(count)

    def sent(self, records: Sequence[Outgoing], outcomes: Sequence[Outcome]) -> None:
        """After a delivery was confirmed."""
        done = [record for record, outcome in zip(records, outcomes, strict=True) if not isinstance(outcome, TooLarge)]
        for topic, count in Counter(record.topic for record in done).items():
            self.metrics.records_out.labels(topic).inc(count)
        for record in done:
            # dead letters say in their headers what they are
            if record.headers and record.headers[0][0] == "reason":
                headers = dict(record.headers)
                labels = headers["source-topic"].decode(), headers["reason"].decode()
                self.metrics.dead_letters.labels(*labels).inc()

    def lexicon(self, ref: LexiconRef, origin: str) -> None:
        """The lexicon in force: from the settings, or a release."""
        show_only(self.metrics.lexicon, {(ref.name, ref.version, ref.digest, origin): 1.0})

    def release(self, outcome: str) -> None:
        """A release was taken, withdrawn or refused."""
        self.metrics.lexicon_releases.labels(outcome).inc()

    def refused(self, newest: bool) -> None:
        """Whether the newest release cannot be used, so that an older lexicon is in force."""
        self.metrics.lexicon_refused.set(int(newest))

    def heard(self, source: str, at: datetime) -> None:
        """A mention of this source arrived."""
        self._sources.heard(source, at)

    def silences(self, state: State, now: datetime) -> None:
        """Which sources have fallen silent; while the broker is away or a partition stands still nobody can say.

        Where records wait, and some always do under load, it is judged as of the last that was read.
        """
        if state.blind != 0.0 or any(frozen > BEHIND for frozen in state.frozen.values()):
            return
        waiting = any(progress.lag for progress in state.measured.values())
        told = self._sources.silences(min(now, self._sources.newest or now) if waiting else now)
        # a source that is forgotten is shown no more
        show_only(self.metrics.source_seen, {(each.source,): each.last_seen.timestamp() for each in told})
        show_only(self.metrics.source_silent, {(each.source,): float(each.silent) for each in told})
        show_only(self.metrics.source_missed, {(each.source,): each.missed for each in told})

    def progress(self, state: State) -> None:
        """Lag by partition, as the watchdog measured it, and the age of the oldest record in hand."""
        # a partition that went to another worker is that one's to show
        lag: dict[tuple[str, ...], float] = {(tp.topic, str(tp.partition)): float(progress.lag)
            for tp, progress in state.measured.items()}  # fmt: skip
        show_only(self.metrics.lag, lag)
        counted = Counter(tp.topic for tp in state.measured)
        show_only(self.metrics.partitions, {(topic,): float(count) for topic, count in counted.items()})

    def _read(self, records: Sequence[Raw]) -> None:
        for topic, count in Counter(record.topic for record in records).items():
            self.metrics.records_in.labels(topic).inc(count)
        for record in records[:1]:
            age = max(0.0, time.time() - record.timestamp / 1000)
            self.metrics.oldest_unprocessed.labels(record.topic).set(age)
            self.metrics.batch_records.observe(len(records))

    def _done(self, records: Sequence[Raw]) -> None:
        for record in records[:1]:
            self.metrics.oldest_unprocessed.labels(record.topic).set(0.0)
