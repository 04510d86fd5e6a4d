"""What is known of incidents while people ask: the last record of each, packed, at most so many of them."""

from __future__ import annotations

import zlib

from monitor.company.organisation import Organisation
from monitor.records import Action, ActionEntry, Incident, decode_incident
from monitor.watch.book.acting import refusal
from monitor.watch.checkpoint.state import IncidentState


class Incidents:
    """Incident id → its last state. The one that changed longest ago goes first when there are too many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._packed: dict[str, bytes] = {}
        #: let go of because of the bound
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._packed)

    def put(self, incident_id: str, value: bytes | None) -> None:
        self._packed.pop(incident_id, None)
        if value is None:
            return
        self._packed[incident_id] = zlib.compress(value, 1)
        if len(self._packed) > self._most:
            del self._packed[next(iter(self._packed))]
            self.dropped += 1

    def get(self, incident_id: str) -> Incident | None:
        packed = self._packed.get(incident_id)
        return None if packed is None else decode_incident(zlib.decompress(packed))

    def living(self, incident_id: str) -> Incident | None:
        """The incident itself, or the one that it was merged into."""
        seen: set[str] = set()
        found = self.get(incident_id)
        while found is not None and found.merged_into and found.incident_id not in seen:
            seen.add(found.incident_id)
            found = self.get(found.merged_into) or found
            if found.incident_id in seen:
                break
        return found


def entry_of(incident: Incident, action_id: str) -> ActionEntry | None:
    return next((each for each in incident.actions if each.id == action_id), None)


def refused_early(action: Action, incident: Incident | None, organisation: Organisation) -> str | None:
    """The reason for which the watch will refuse it, as far as is known before it does; None when it may not."""
    return None if incident is None else refusal(action, _state(incident), organisation)


def _state(incident: Incident) -> IncidentState:
    """What rights depend on, as far as an incident shows it; its mentions' levels are the watch's to know."""
    return IncidentState(
        incident_id=incident.incident_id, matter="", subject=incident.subject, drill=incident.drill,
        opened_at=incident.opened_at, updated_at=incident.updated_at, first_seen=incident.opened_at,
        last_seen=incident.updated_at, touched_at=incident.updated_at, status=incident.status, grade=incident.grade,
        peak_grade=incident.peak_grade, closed_at=incident.closed_at,
    )  # fmt: skip
