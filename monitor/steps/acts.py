"""The actions role's step: what people did, validated and put before the incidents it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from monitor.company.organisation import COMPANY, Organisation
from monitor.errors import Reason, Unreadable
from monitor.events.decode import decode_event
from monitor.ids import action_id, subject_of
from monitor.kafka import topics
from monitor.kafka.wire import Outgoing, Raw
from monitor.records import Action, Source, encode
from monitor.steps.scoring import Frame, dead_letter
from monitor.times import CLOCK_SKEW, from_millis, local


def actions_step(records: Sequence[Raw], organisation: Organisation, frame: Frame) -> list[Outgoing]:
    """Validate a batch of actions.v1; each ends in the timeline partition(s) it concerns or as a dead letter."""
    return [outgoing for raw in records for outgoing in _act(raw, organisation, frame)]


def _act(raw: Raw, organisation: Organisation, frame: Frame) -> list[Outgoing]:
    try:
        return list(_routed(_read(raw, frame), organisation, frame))
    except Unreadable as unreadable:
        return [dead_letter(raw, unreadable, frame)]


def _read(raw: Raw, frame: Frame) -> Action:
    if raw.value is None:
        raise Unreadable(Reason.MALFORMED_JSON, "a tombstone: the record has no value")
    events = decode_event(raw.value, default_kind="post")
    if len(events) != 1 or not isinstance(events[0], Action):
        raise Unreadable(Reason.UNKNOWN_ACTION, "not an action: it needs kind, type, by and at")
    return arrived(events[0], raw, frame)


def arrived(action: Action, raw: Raw, frame: Frame) -> Action:
    """The action with its id, arrival and place; on the records' own time it arrives when it was done."""
    kafka = from_millis(raw.timestamp)
    return msgspec.structs.replace(
        action,
        id=action_id(action),
        at=local(action.at),
        arrived_at=min(local(action.at), kafka + CLOCK_SKEW) if frame.by_records else kafka,
        source=Source(topic=raw.topic, partition=raw.partition, offset=raw.offset),
    )


def by_id(action: Action, organisation: Organisation) -> Action:
    """The same with the id of the project that it calls by name or alias, or with headquarters by the company's own
    name; raises Unreadable where several projects have it."""
    if action.project in (None, COMPANY):
        return action
    found = organisation.lookup(action.project or "")
    if len(found) > 1:
        raise Unreadable(Reason.UNROUTABLE_ACTION, f"several projects are called {action.project!r}: name the id")
    if not found and organisation.is_company(action.project or ""):
        return msgspec.structs.replace(action, project=COMPANY)
    return msgspec.structs.replace(action, project=found[0].id) if found else action


def _routed(action: Action, organisation: Organisation, frame: Frame) -> Iterator[Outgoing]:
    action = by_id(action, organisation)
    value, topic = encode(action), frame.topic(topics.TIMELINE)
    if action.mention is not None:
        # nobody knows where a mention lies but the partition that has it
        yield from (Outgoing(topic, b"mention", value, partition) for partition in range(frame.partitions))
        return
    yield Outgoing(topic, target(action, organisation).encode(), value)


def target(action: Action, organisation: Organisation) -> str:
    """The timeline key that an action by incident or project goes to; raises Unreadable where there is none."""
    named = [each for each in (action.incident_id, action.project, action.mention) if each is not None]
    if len(named) != 1:
        raise Unreadable(Reason.UNROUTABLE_ACTION, "name exactly one of incident_id, project and mention")
    if action.incident_id is not None and not subject_of(action.incident_id):
        why = f"incident_id {action.incident_id[:40]!r} is not SUBJECT~HASH: a number alone does not say whose it is"
        raise Unreadable(Reason.UNROUTABLE_ACTION, why)
    subject = subject_of(named[0]) if action.incident_id is not None else named[0]
    if subject != COMPANY and organisation.project(subject) is None:
        why = f"no project {subject!r} in the organisation file: name a project's id, or {COMPANY!r} for headquarters"
        raise Unreadable(Reason.UNROUTABLE_ACTION, why)
    return subject
