"""What the company is told by an estate's incident: a report that names that one estate, and talk that echoes it."""

from __future__ import annotations

from datetime import datetime

from monitor.records import Assessment
from monitor.watch import besides
from monitor.watch.memory import Echo
from monitor.watch.settings import FoldSettings
from monitor.watch.subjects import SubjectState

#: reports that the company remembers, the latest
KEPT = 50
#: content words kept of one
WORDS = 12
#: so many that tell one accident from another make talk an echo, where neither names an object
SHARED = 2


def of_one_estate(judged: Assessment) -> bool:
    """What moves the market is the company's own, whatever estate it is about."""
    return _at_company(judged) and len(_projects(judged)) == 1


def note(state: SubjectState, judged: Assessment, published: datetime) -> None:
    """Remember at the company what harm one estate is reported to have seen."""
    if not besides.grave(judged) or judged.mention.drill:
        return
    words = sorted(besides.telling_words(judged.keywords[:WORDS]))
    echo = Echo(judged.mention.id, published, judged.objects, words)
    others = [each for each in state.memory.echoes if each.mention != echo.mention]
    state.memory.echoes = sorted([*others, echo], key=lambda each: (each.published, each.mention))[-KEPT:]


def echoes(state: SubjectState, judged: Assessment, published: datetime, settings: FoldSettings) -> bool:
    """Whether it speaks, naming no estate, of the harm that an estate's incident is about."""
    if not _at_company(judged) or _projects(judged) or judged.subject.unplaced or judged.mention.kind == "complaint":
        return False
    if not besides.grave(judged) or judged.mention.drill:
        return False
    near = [each for each in state.memory.echoes if abs(published - each.published) <= settings.join]
    return any(_same(each, judged) for each in near)


def _same(echo: Echo, judged: Assessment) -> bool:
    if echo.objects and judged.objects:
        return not {*judged.objects, *judged.akin}.isdisjoint(echo.objects)
    return len(besides.telling_words(judged.keywords).intersection(echo.words)) >= SHARED


def _at_company(judged: Assessment) -> bool:
    return judged.subject.project is None and "market" not in judged.risk.categories


def _projects(judged: Assessment) -> set[str | None]:
    return {each.project for each in judged.subjects} - {None}
