"""What people do about an incident: who may, what it changes, and what is told of it."""

from __future__ import annotations

from monitor.organisation import Organisation
from monitor.records import Action, ActionEntry
from monitor.watch.settings import FoldSettings
from monitor.watch.state import IncidentState

#: these need no account: a neighbour at the gate may do them
FREE_TEXT = frozenset({"acknowledge", "reply", "respond", "arrived"})
#: these change what others are told, so at grade 3 and above a leader answers for them
LEADER_AT_GRADE_3 = frozenset({"close", "silence", "false_positive"})
LEADER_ALWAYS = frozenset({"declare", "activate"})
#: effects that this version does not have; they are refused rather than half done
NOT_YET = frozenset({"silence", "false_positive", "relabel"})
ACTIONS_KEPT = 100


def refusal(action: Action, incident: IncidentState, organisation: Organisation) -> str | None:
    """Why this person may not do this here and now, in Chinese; None when they may."""
    person = organisation.person(action.by)
    if person is None and action.type not in FREE_TEXT:
        return f"“{action.by}”不在组织架构中，不能执行此操作"
    leader = person is not None and person.role == "leader"
    if action.type in LEADER_ALWAYS and not leader:
        return "此操作须由公司领导执行"
    if action.type in LEADER_AT_GRADE_3 and incident.grade >= 3 and not leader:
        return "严重及以上级别须由公司领导执行此操作"
    if action.type in NOT_YET:
        return "本版本尚不支持此操作"
    if action.type == "close" and not incident.open:
        return "事件已关闭"
    if action.type == "reopen" and incident.open:
        return "事件未关闭"
    return None


def note(incident: IncidentState, action: Action, action_id: str, refused: str | None) -> None:
    """Leave a trace in the incident, done or refused."""
    entry = ActionEntry(id=action_id, type=action.type, by=action.by, at=action.at, note=action.note, refused=refused)
    incident.actions = [*incident.actions, entry][-ACTIONS_KEPT:]
    arrived = action.arrived_at or action.at
    incident.updated_at = max(incident.updated_at, arrived)
    if refused is None:
        incident.touched_at = max(incident.touched_at, arrived)
        if action.type != "reveal" and incident.status == "open":
            # any action but reveal acknowledges
            incident.status = "acknowledged"


def verify(incident: IncidentState, action: Action, settings: FoldSettings) -> None:
    """A person's verdict: true makes hearsay count, false takes what was said until now as hearsay of level 1."""
    verdict = str(action.verdict).lower() if action.verdict is not None else "unclear"
    incident.verdict = verdict if verdict in {"true", "false"} else "unclear"
    incident.denied = verdict == "false"
    if verdict == "false":
        for member in incident.members.values():
            member.hearsay, member.level = True, min(member.level, 1)
            member.crowd, member.official_media, member.urgent = 0, False, False
