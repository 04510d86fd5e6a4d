"""An action as a person submits it, and what the topics say became of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from monitor.adapters import actions
from monitor.errors import Reason, Unreadable
from monitor.ids import action_id
from monitor.kafka import topics
from monitor.kafka.wire import Raw
from monitor.records import Action, ActionEntry, DeadLetter, Incident, decode_dead_letter, decode_incident

_INCIDENT = re.compile(r"[^~\s]+~[0-9a-f]{16}")


class Done(Struct, frozen=True):
    """An incident took the action up: `entry.refused` says why it did not do it."""

    incident: Incident
    entry: ActionEntry


class Undelivered(Struct, frozen=True):
    """No incident ever saw it: it became a dead letter."""

    letter: DeadLetter


Answer = Done | Undelivered


def submitted(fields: Mapping[str, object]) -> Action:
    """The action with its id. Raises Unreadable that names the field, before anything is sent."""
    given = {name: value for name, value in fields.items() if value is not None}
    incident = given.get("incident_id")
    if incident is not None and not (isinstance(incident, str) and _INCIDENT.fullmatch(incident)):
        raise Unreadable(
            Reason.WRONG_TYPE,
            f"incident_id: {incident!r} is not SUBJECT~HASH (incident_id of alerts.v1 and incidents.v1)",
        )
    if given.get("type") == "declare":
        given.setdefault("grade", 4)
    action = actions.read(given)
    return msgspec.structs.replace(action, id=action_id(action))


def answer(record: Raw, action: Action, sent_to: tuple[str, int, int], prefix: str = "") -> Answer | None:
    """What a record of incidents.v1 or deadletters.v1 says of the action; None when it is about something else.

    `sent_to`: topic, partition and offset of the action itself.
    """
    if record.value is None:
        return None
    if record.topic == prefix + topics.INCIDENTS:
        incident: Incident = decode_incident(record.value)
        entry = next((each for each in incident.actions if each.id == action.id), None)
        return None if entry is None else Done(incident, entry)
    letter: DeadLetter = decode_dead_letter(record.value)
    return Undelivered(letter) if (letter.topic, letter.partition, letter.offset) == sent_to else None
