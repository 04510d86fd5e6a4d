"""Posts that look arranged are told as that, once, though the grade stays: headquarters has to hear of it."""

from __future__ import annotations

from datetime import datetime

from monitor.watch.book.casebook import Casebook
from monitor.watch.checkpoint.state import IncidentState
from monitor.watch.grades import grading
from monitor.watch.joining import campaigns


def tell(book: Casebook, incident: IncidentState, told: int, at: datetime) -> None:
    """Asked when a mention is in; `told`: how often the incident had been told before it."""
    if incident.told != told or not campaigns.begins(incident):
        return
    for found in grading.arranged(book.case(incident, at)):
        book.tell(incident, "reminded", incident.grade, [found, *incident.spread.why], found.text, at)
