"""What became of an action, as a status, as JSON, and in the words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from monitor.events.answers import Answer, Done, Undelivered
from monitor.records import Action, ActionEntry, Incident
from monitor.serve import status
from monitor.watch.ruleset import GRADES


class Reply(Struct, frozen=True):
    status: int
    #: done, refused, undelivered, unheard, invalid, denied
    outcome: str
    body: dict[str, Any]


def reply(action: Action, answers: Sequence[Answer]) -> Reply:
    """Refused where nothing was done; done where at least one incident took it up."""
    letter = next((each.letter for each in answers if isinstance(each, Undelivered)), None)
    if letter is not None:
        reason = f"{letter.reason}: {letter.detail}"
        return _reply(status.UNPROCESSABLE, "undelivered", action, reason=reason)
    done = [each for each in answers if isinstance(each, Done)]
    if not done:
        return unheard(action)
    incidents = [incident_line(each.incident, each.entry) for each in done]
    if all(each.entry.refused for each in done):
        return _reply(status.FORBIDDEN, "refused", action, reason=done[0].entry.refused, incidents=incidents)
    return _reply(status.OK, "done", action, incidents=incidents)


def refused(action: Action, reason: str) -> Reply:
    """Known before the watch has said so; it leaves its trace there as well."""
    return _reply(status.FORBIDDEN, "refused", action, reason=reason)


def unheard(action: Action) -> Reply:
    reason = "已记录，但尚未得到处理结果：事件不存在、无未关闭事件，或处理进程未运行"
    return _reply(status.ACCEPTED, "unheard", action, reason=reason)


def incident_line(incident: Incident, entry: ActionEntry) -> dict[str, Any]:
    said = {
        "incident_id": incident.incident_id, "number": incident.number, "status": incident.status,
        "grade": incident.grade, "grade_name": GRADES[incident.grade][0],
    }  # fmt: skip
    return said | ({"refused": entry.refused} if entry.refused else {})


def _reply(code: int, outcome: str, action: Action, **more: Any) -> Reply:
    return Reply(code, outcome, {"action": action.id, "type": action.type, "outcome": outcome, **more})
