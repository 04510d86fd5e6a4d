"""Which real-world matter a mention is about: its base matter, and the incident that it joins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from monitor.records import Assessment
from monitor.watch.settings import FoldSettings
from monitor.watch.state import IncidentState, SubjectState

#: category → base matter, the gravest first: a mention that carries several is about the first of them
BASE = {
    "casualty": "safety",
    "safety": "safety",
    "staff": "staff",
    "violation": "violation",
    "market": "market",
    "service": "service",
    "management": "service",
}
#: these join the open matter they share wording with, and are a matter of their own only when alone
ASPECTS = ("collective", "media", "legal", "rumor")

#: so many shared content words make mentions one matter whose estate nobody knows
SHARED_WORDS = 2
#: an aspect that names no object joins the only matter that so many people are speaking of
VOICES = 3


def base_matter(categories: Iterable[str]) -> str:
    """The base matter, else the first aspect, else service: dissatisfaction without a named object."""
    found = set(categories)
    for category, matter in BASE.items():
        if category in found:
            return matter
    return next((aspect for aspect in ASPECTS if aspect in found), "service")


def shared_words(incident: IncidentState, keywords: Iterable[str]) -> int:
    return sum(1 for word in keywords if word in incident.keywords)


def find_incident(
    state: SubjectState, judged: Assessment, published: datetime, settings: FoldSettings
) -> IncidentState | None:
    """The incident that a mention joins: an open one within its time, else a closed one that it reopens."""
    matter = base_matter(judged.risk.categories)
    near = [each for each in state.incidents.values() if _near(each, judged, published, settings)]
    ours = [each for each in near if _same_matter(each, matter, judged)]
    if not ours and matter in ASPECTS and not judged.subject.unplaced:
        ours = _only_one_spoken_of(near)
    return max(ours, key=lambda each: _closeness(each, judged), default=None)


def _only_one_spoken_of(near: Iterable[IncidentState]) -> list[IncidentState]:
    """光骂没用，写联名信！names no object: it belongs to the one matter that people are up about, if it is one."""
    loud = [each for each in near if each.open and len(each.people) >= VOICES and not each.subject.unplaced]
    return loud if len(loud) == 1 else []


def _near(incident: IncidentState, judged: Assessment, published: datetime, settings: FoldSettings) -> bool:
    if incident.drill != judged.mention.drill:
        return False
    end = incident.closed_at + settings.reopen if incident.closed_at else incident.last_seen + settings.join
    return incident.first_seen - settings.join <= published <= end


def _same_matter(incident: IncidentState, matter: str, judged: Assessment) -> bool:
    if incident.subject.unplaced or judged.subject.unplaced:
        # nobody knows yet whose these are: only like wording makes them one
        return _both_unplaced(incident, judged) and shared_words(incident, judged.keywords) >= SHARED_WORDS
    if incident.matter == matter:
        return True
    return (matter in ASPECTS or incident.matter in ASPECTS) and shared_words(incident, judged.keywords) > 0


def _both_unplaced(incident: IncidentState, judged: Assessment) -> bool:
    return incident.subject.unplaced and judged.subject.unplaced


def _closeness(incident: IncidentState, judged: Assessment) -> tuple[bool, bool, int, datetime, str]:
    matter = base_matter(judged.risk.categories)
    words = shared_words(incident, judged.keywords)
    return (incident.open, incident.matter == matter, words, incident.last_seen, incident.incident_id)
