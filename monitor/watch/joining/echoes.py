"""What the company is told by an estate's incident: a report that names that one estate, and talk that echoes it.

Talk that comes before the report has an incident of the company, which ends when the report says where it happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from monitor.company.organisation import Organisation
from monitor.records import Assessment
from monitor.watch.attested import hearsay
from monitor.watch.checkpoint import copies
from monitor.watch.checkpoint.memory import Echo
from monitor.watch.checkpoint.state import IncidentState
from monitor.watch.checkpoint.subjects import SubjectState
from monitor.watch.joining import accounts, amends, besides
from monitor.watch.settings import FoldSettings
from monitor.watch.words import believed

#: why an incident of the company ends: it goes on as that of the estate
TRACED = "traced"
#: of these are events that harm somebody
_MATTERS = frozenset({"safety", "staff"})

#: reports that the company remembers, the latest
KEPT = 50
#: content words kept of one
WORDS = 12
#: so many that tell one accident from another make talk an echo, where neither names an object
SHARED = 2


def of_one_estate(judged: Assessment) -> bool:
    """What moves the market is the company's own, whatever estate it is about."""
    return _at_company(judged) and len(_projects(judged)) == 1


def known(state: SubjectState, judged: Assessment) -> bool:
    """The same report was read before."""
    return any(each.mention == judged.mention.id for each in state.memory.echoes)


def note(state: SubjectState, judged: Assessment, published: datetime, organisation: Organisation) -> Echo | None:
    """Remember at the company what harm one estate is reported to have seen."""
    if not besides.grave(judged) or judged.mention.drill:
        return None
    words = sorted(besides.telling_words(judged.keywords[:WORDS]))
    estate = organisation.project(next(iter(_projects(judged))))
    echo = Echo(judged.mention.id, published, judged.objects, words, estate.city if estate else None)
    others = [each for each in state.memory.echoes if each.mention != echo.mention]
    state.memory.echoes = sorted([*others, echo], key=lambda each: (each.published, each.mention))[-KEPT:]
    return echo


def traced(
    state: SubjectState, echo: Echo, judged: Assessment, settings: FoldSettings, organisation: Organisation
) -> list[IncidentState]:
    """Open incidents of the company that only echo what this report says of one estate; talk of it has found out
    nothing, and what a leader has declared is not for a machine to close."""
    if hearsay.told_by_others(judged) or hearsay.relays(judged):
        return []
    open_ones = sorted(name for name, each in state.incidents.outlines() if each.open and not each.drill)
    found = [each for each in map(state.incidents.__getitem__, open_ones) if each.matter in _MATTERS]
    return [each for each in found if _echoed(each, echo, judged, settings, organisation)]


def _echoed(
    incident: IncidentState, echo: Echo, judged: Assessment, settings: FoldSettings, organisation: Organisation
) -> bool:
    if incident.grade > 3 or incident.subject.unplaced or incident.complaints or not _in_time(incident, echo, settings):
        return False
    if _opened_by_hand(incident):
        return False
    if accounts.another(incident, judged) or _elsewhere(_cities(incident.keywords, organisation), echo):
        return False
    if echo.objects and incident.objects:
        return not {*judged.objects, *judged.akin}.isdisjoint(incident.objects)
    return len(besides.telling_words(incident.keywords).intersection(echo.words)) >= SHARED


def _in_time(incident: IncidentState, echo: Echo, settings: FoldSettings) -> bool:
    return incident.first_seen - settings.join <= echo.published <= incident.last_seen + settings.join


def where(judged: Assessment, organisation: Organisation) -> tuple[str, str]:
    """The one estate that it names, and what that is called."""
    project = next(iter(_projects(judged))) or ""
    return project, organisation.name_of(project)


def echoes(
    state: SubjectState, judged: Assessment, published: datetime, settings: FoldSettings, organisation: Organisation
) -> bool:
    """Whether it speaks, naming no estate, of the harm that an estate's incident is about."""
    if not _at_company(judged) or _projects(judged) or judged.subject.unplaced or judged.mention.kind == "complaint":
        return False
    if judged.mention.drill or _of_its_own(state, judged):
        return False
    named = _cities([believed.head(judged)], organisation)
    if any(_copied(each, judged, named, organisation) for each in _repeated(state, judged)):
        return True
    if not (besides.grave(judged) or amends.makes(judged)):
        return False
    near = [each for each in state.memory.echoes if abs(published - each.published) <= settings.join]
    return any(_same(each, judged) and not _elsewhere(named, each) for each in near)


def _copied(incident: IncidentState, judged: Assessment, named: set[str], organisation: Organisation) -> bool:
    """It says once more what was traced, of that city if it names any, and not of another time."""
    estate = organisation.project(incident.traced_to)
    if estate is None or accounts.of_another(believed.head(judged)):
        return False
    return not named or estate.city in named


def _of_its_own(state: SubjectState, judged: Assessment) -> bool:
    """It repeats what an open incident here says, or is of one that a person holds to be none of an estate."""
    if any(each.open for each in _repeated(state, judged)):
        return True
    names = sorted(name for name, each in state.incidents.outlines() if each.open and not each.drill)
    kept = [each for each in map(state.incidents.__getitem__, names) if _opened_by_hand(each)]
    return any(_alike(each, judged) for each in kept)


def _repeated(state: SubjectState, judged: Assessment) -> list[IncidentState]:
    bits = int(judged.fingerprint, 16) if judged.fingerprint else None
    likely = sorted(
        name
        for name, each in state.incidents.outlines()
        if judged.mention.parent_id is not None or (bits is not None and each.resembles(bits))
    )
    return [
        each for each in map(state.incidents.__getitem__, likely) if not each.drill and copies.repeats(each, judged)
    ]


def _opened_by_hand(incident: IncidentState) -> bool:
    """Whoever opened it again knows that it is not over with the estate's."""
    return any(each.type == "reopen" and each.refused is None for each in incident.actions)


def _alike(incident: IncidentState, judged: Assessment) -> bool:
    if incident.objects and judged.objects:
        return not {*judged.objects, *judged.akin}.isdisjoint(incident.objects)
    return len(besides.telling_words(judged.keywords) & incident.keywords.keys()) >= SHARED


def _same(echo: Echo, judged: Assessment) -> bool:
    if echo.objects and judged.objects:
        return not {*judged.objects, *judged.akin}.isdisjoint(echo.objects)
    return len(besides.telling_words(judged.keywords).intersection(echo.words)) >= SHARED


def _cities(words: Iterable[str], organisation: Organisation) -> set[str]:
    """Cities of the company's estates that are named in them."""
    said = " ".join(words)
    return {each.city for each in organisation.projects if each.city and each.city in said}


def _elsewhere(cities: set[str], echo: Echo) -> bool:
    """It names cities, and not that of the estate."""
    return bool(cities) and echo.city is not None and echo.city not in cities


def _at_company(judged: Assessment) -> bool:
    return judged.subject.project is None and "market" not in judged.risk.categories


def _projects(judged: Assessment) -> set[str | None]:
    return {each.project for each in judged.subjects} - {None}
