"""What somebody asks for, checked against who they are, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from monitor.company.organisation import COMPANY, Organisation
from monitor.company.routing import kept_from_the_site
from monitor.config.tokens import Caller
from monitor.errors import Reason, Unreadable
from monitor.events.answers import submitted
from monitor.ids import digest
from monitor.notify.links import Claim
from monitor.personal.redaction import redacted_incident
from monitor.records import Action, Incident
from monitor.serve import status

#: bytes of a request: notes and reviews are words, not books
LARGEST = 64 * 1024


class Denied(Exception):
    """Why it is not done, with the status that says so."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = code, reason


def parsed(body: bytes) -> dict[str, object]:
    """A JSON object. Raises Unreadable."""
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(Reason.MALFORMED_JSON, str(error)) from None
    if not isinstance(found, dict):
        raise Unreadable(Reason.NOT_AN_OBJECT, f"a {type(found).__name__}")
    return found


def asked(fields: Mapping[str, object], caller: Caller, now: datetime) -> dict[str, object]:
    """The action's fields, with `by` as the token proves it and `at` now where it is not said. Raises Denied."""
    by = fields.get("by")
    if caller.person is not None and by not in (None, caller.person):
        raise Denied(status.FORBIDDEN, f"令牌属于“{caller.person}”，不能以“{str(by)[:40]}”的名义操作")
    known = {name: value for name, value in fields.items() if name not in ("kind", "source", "arrived_at")}
    return {**known, "kind": "action", "by": caller.person or by, "at": fields.get("at") or now.isoformat()}


def acted(fields: Mapping[str, object]) -> Action:
    """Raises Unreadable that names the field."""
    return submitted({name: value for name, value in fields.items() if name != "kind"})


def acknowledged(claim: Claim, token: str, person: str, now: datetime) -> Action:
    """The action of a link: however often it is clicked, the same. Raises Denied for a person it does not name."""
    if person not in claim.people:
        raise Denied(status.FORBIDDEN, "此链接未授权该人员确认")
    return Action(
        type="acknowledge", by=person, at=now, incident_id=claim.incident_id, note="通过消息链接确认收到",
        id=digest("link", token, person),
    )  # fmt: skip


def shown(incident: Incident, caller: Caller, organisation: Organisation) -> Incident:
    """The incident as this caller may read it. Raises Denied for somebody whose scope it does not lie in."""
    if caller.person is None:
        return incident
    person, subject = organisation.person(caller.person), incident.subject
    levels = organisation.levels(subject.project)
    if person is None or person.scope not in levels:
        raise Denied(status.FORBIDDEN, "该事件不在您的职责范围内")
    if person.scope == COMPANY or person.scope != subject.project:
        return incident
    if not kept_from_the_site(subject, incident.categories, incident.scope.platforms, urgent=incident.urgent):
        return incident
    own = {each.id for each in organisation.people_at(person.scope)}
    return redacted_incident(incident, own, {each.id for each in organisation.people})
