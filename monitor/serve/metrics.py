"""The numbers of `yuqing serve` (shell), described beside their names."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

#: Seconds: a page, or an action whose outcome is waited for.
_SECONDS = (0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class ServeMetrics:
    """Label `path` is the route, never an id."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.requests = Counter(
            "yuqing_http_requests_total",
            "Requests, by path and status",
            ["path", "status"],
            registry=registry,
        )
        self.seconds = Histogram(
            "yuqing_http_request_seconds",
            "From a request to its answer, the outcome of an action included",
            ["path"],
            registry=registry,
            buckets=_SECONDS,
        )
        self.actions = Counter(
            "yuqing_actions_asked_total",
            "Actions that people asked for, by type and outcome (done, refused, undelivered, unheard, invalid, denied)",
            ["type", "outcome"],
            registry=registry,
        )
        self.incidents = Gauge(
            "yuqing_incidents_known",
            "Incidents whose last state is kept to answer with",
            registry=registry,
        )
