"""The numbers of dispatch (shell), described beside their names."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

#: Seconds: from a neighbour's webhook to a receiver that was away for hours.
_DELAY = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 28800)


class DispatchMetrics:
    """Label `receiver` is the channel's name, never its address."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._messages(registry)
        self._receivers(registry)
        self.active = Gauge(
            "yuqing_dispatch_active",
            "1 in the process that sends, 0 in those that stand by",
            registry=registry,
        )

    def _messages(self, registry: CollectorRegistry) -> None:
        self.notifications = Counter(
            "yuqing_notifications_total",
            "What became of alerts, by receiver and status (sent, inhibited, silenced, fallback, dead)",
            ["receiver", "status"],
            registry=registry,
        )
        self.attempts = Counter(
            "yuqing_delivery_attempts_total",
            "Messages sent, by receiver and answer (accepted, failed, unacceptable, refused)",
            ["receiver", "answer"],
            registry=registry,
        )
        self.delay = Histogram(
            "yuqing_delivery_seconds",
            "From an alert's record on alerts.v1 to the message that a receiver accepted; not of digests",
            registry=registry,
            buckets=_DELAY,
        )
        self.waiting = Gauge(
            "yuqing_alerts_waiting",
            "Alerts that a receiver is still to be told, those that wait for the morning included",
            ["receiver"],
            registry=registry,
        )

    def _receivers(self, registry: CollectorRegistry) -> None:
        self.failing_since = Gauge(
            "yuqing_receiver_failing_seconds",
            "How long a receiver has been failing; 0 when it is well",
            ["receiver"],
            registry=registry,
        )
        self.overdue = Gauge(
            "yuqing_alert_undelivered_seconds",
            "How long the alert that should have gone first is still to be told; 0 when none waits beyond its time",
            ["receiver"],
            registry=registry,
        )
        self.breaker_open = Gauge(
            "yuqing_breaker_open",
            "1 while a receiver is given up for now and its urgent alerts go to the fallback",
            ["receiver"],
            registry=registry,
        )

    def stand_by(self) -> None:
        """Another process knows how the receivers are."""
        self.active.set(0)
        for gauge in (self.waiting, self.overdue, self.breaker_open, self.failing_since):
            gauge.clear()
