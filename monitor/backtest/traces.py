"""What one replay told, by incident: no more of each alert than a comparison needs, so that months of them fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct, field

from monitor.records import Alert, Incident, Subject, Transition

#: transitions that say how grave something is; the others follow from what is done or not done about it
GRADING = frozenset({"opened", "escalated", "reopened"})


class Told(Struct, frozen=True):
    """One alert."""

    alert_id: str
    transition: Transition
    grade: int
    at: datetime
    #: what an overdue alert is about
    step: str | None
    headline: str
    categories: list[str]
    #: why, and the first quote: what an analyst reads to see whether it was right
    why: list[str]
    quote: str


class Trace(Struct):
    """What was told of one incident, in order, and the mentions that it is known by."""

    incident_id: str
    number: str
    subject: Subject
    drill: bool
    told: list[Told] = field(default_factory=list)
    mentions: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple[str, bool]:
        """Only incidents of one subject can be the same; an exercise is never the real thing."""
        return self.subject.project or "", self.drill

    @property
    def grade(self) -> int:
        return max(each.grade for each in self.told)

    @property
    def began(self) -> datetime:
        return self.told[0].at

    @property
    def turning(self) -> Told:
        """The first alert of the highest grade."""
        return max(self.told, key=lambda each: each.grade)

    @property
    def categories(self) -> list[str]:
        """Those it was last told with: they grow with what becomes known."""
        return self.told[-1].categories

    def reached(self, grade: int) -> datetime | None:
        """When people first heard of it with this grade or a higher one."""
        times = (each.at for each in self.told if each.grade >= grade and each.transition in GRADING)
        return min(times, default=None)


def traces(alerts: Iterable[Alert], incidents: Iterable[Incident]) -> dict[str, Trace]:
    """By incident id, in the order in which they were first told of. `incidents` add to the mentions."""
    found: dict[str, Trace] = {}
    for alert in alerts:
        name = alert.incident_id
        trace = found.setdefault(name, Trace(name, alert.number, alert.subject, alert.drill))
        trace.told.append(_told(alert))
        trace.mentions.update(each.mention_id for each in alert.evidence)
    for incident in incidents:
        if incident.incident_id in found:
            found[incident.incident_id].mentions.update(_known(incident))
    return found


def _known(incident: Incident) -> Iterator[str]:
    yield from (each.mention_id for each in incident.evidence)
    yield from (each.mention_id for each in incident.copies)


def _told(alert: Alert) -> Told:
    return Told(
        alert_id=alert.alert_id,
        transition=alert.transition,
        grade=alert.grade,
        at=alert.event_time,
        step=alert.step,
        headline=alert.headline,
        categories=alert.categories,
        why=[reason.text for reason in alert.why],
        quote=" ".join(alert.evidence[0].quote.split()) if alert.evidence else "",
    )
