"""What people are up about: where a call that names nothing belongs, and the one crowd that an estate has at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.records import Assessment
from monitor.watch.checkpoint.state import IncidentState
from monitor.watch.joining import apart

#: an aspect that names no object joins the matter that people are up about: so many of them, or of this grade …
VOICES, HEATED = 3, 2
#: … if it is what they were up about so lately
LATELY = timedelta(hours=24)


def spoken_of(near: Iterable[IncidentState], published: datetime) -> list[IncidentState]:
    """光骂没用，写联名信！names no object: it belongs to what people are up about, if one thing is."""
    loud = sorted(
        (each for each in near if _loud(each) and abs(published - each.last_seen) <= LATELY), key=_heat, reverse=True
    )
    alone = len(loud) == 1 or (len(loud) > 1 and _heat(loud[0]) > _heat(loud[1]))
    return loud[:1] if alone else []


def crowd(near: Iterable[IncidentState], judged: Assessment, published: datetime) -> list[IncidentState]:
    """One estate has one crowd at a time: what it does at the gate belongs to what it came for."""
    if "collective" not in judged.risk.categories:
        return []
    crowds = [
        each
        for each in near
        if each.open
        and "collective" in each.categories
        and not each.subject.unplaced
        and abs(published - each.last_seen) <= LATELY
        and not apart.for_something_else(each, judged)
    ]
    return crowds if len(crowds) == 1 else []


def _loud(incident: IncidentState) -> bool:
    up = incident.voices >= VOICES or incident.grade >= HEATED
    return up and incident.open and not incident.subject.unplaced


def _heat(incident: IncidentState) -> tuple[int, int]:
    return incident.grade, incident.voices
