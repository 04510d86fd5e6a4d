"""What the demonstration shows at one moment, as a value: the screen, the plain lines and the summary read it alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from monitor.records import Alert, Incident

Stage = Literal["starting", "playing", "draining", "done", "failed"]


@dataclass(frozen=True)
class DemoState:
    """One moment of the demonstration. Rates are records a second over the last seconds of wall time."""

    stage: Stage = "starting"
    #: what is being done just now, in Chinese, for the time before the first record
    note: str = ""
    #: the time of the simulated day that has been played up to
    clock: datetime | None = None
    #: seconds of wall time since the first record was sent
    elapsed: float = 0.0
    #: raw records of the sample, the malformed ones included
    total: int = 0
    sent: int = 0
    #: raw records that stand on timeline.v1 as judged mentions or accepted actions
    judged: int = 0
    #: raw records that ended as dead letters, by reason
    dead: Mapping[str, int] = field(default_factory=dict)
    rate_in: float = 0.0
    rate_out: float = 0.0
    #: timeline records that the watch has not committed yet
    watch_lag: int = 0
    alerts: Sequence[Alert] = ()
    #: the latest state of each incident
    incidents: Sequence[Incident] = ()
    #: project id → name
    names: Mapping[str, str] = field(default_factory=dict)
    company: str = "公司"
    #: wall seconds from a record's production to its alert being readable
    latencies: Sequence[float] = ()
    #: messages that the receiver page has got, and where it is; no dispatch runs without it
    told: int = 0
    page: str = ""

    @property
    def backlog(self) -> int:
        """Raw records sent and neither judged nor dead yet."""
        return max(0, self.sent - self.judged - sum(self.dead.values()))


def alerts_by_grade(alerts: Iterable[Alert]) -> dict[int, int]:
    """How many alerts of each grade, the grave ones first; every grade has its entry."""
    seen = Counter(alert.grade for alert in alerts)
    return {grade: seen[grade] for grade in (4, 3, 2, 1)}


def alerts_by_transition(alerts: Iterable[Alert]) -> Counter[tuple[str, int]]:
    """(transition, grade) → alerts."""
    return Counter((alert.transition, alert.grade) for alert in alerts)


def open_incidents(incidents: Iterable[Incident]) -> list[Incident]:
    """Those not closed, the gravest and then the latest first."""
    alive = [incident for incident in incidents if incident.status != "closed"]
    return sorted(alive, key=lambda one: (-one.grade, -one.updated_at.timestamp(), one.incident_id))


def quantile(values: Sequence[float], share: float) -> float | None:
    """The nearest-rank quantile; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def place_name(state: DemoState, alert: Alert | Incident) -> str:
    """Project, building, unit and lift as people say them."""
    subject, spot = alert.subject, alert.place
    parts = [state.names.get(subject.project, subject.project) if subject.project else state.company]
    if spot:
        parts += [part for part in (spot.building, spot.unit, spot.lift) if part]
    return " ".join(parts)
