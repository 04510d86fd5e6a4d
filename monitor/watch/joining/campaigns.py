"""That posts look arranged is told once, at whatever grade: headquarters has to hear of it, which no site can see."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.records import Reason
from monitor.watch.checkpoint.state import IncidentState

#: among the facts that an incident knows (monitor.watch.joining.kinds)
_KNOWN = "arranged"
#: copies below which nothing is arranged; up to how many each is looked at, and then every sixteenth: a look reads all
_LEAST, _EACH, _EVERY = 3, 16, 16


def begins(incident: IncidentState) -> bool:
    """They do, and no alert has said so; asked when a mention has joined."""
    copies = incident.spread.repeats
    if not incident.open or copies < _LEAST or (copies > _EACH and copies % _EVERY) or _KNOWN in incident.spread.facts:
        return False
    return incident.gist.coordination.found


def told_with(incident: IncidentState, why: list[Reason], signs: Iterable[Reason]) -> list[Reason]:
    """The reasons of an alert, and behind them the signs that it is arranged, if there are any: then it is told."""
    known = {each.rule for each in why}
    found = list(signs)
    if found and _KNOWN not in incident.spread.facts:
        incident.spread.facts = sorted({*incident.spread.facts, _KNOWN})
    return [*why, *(each for each in found if each.rule not in known)]
