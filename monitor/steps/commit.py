"""What a step of the fold writes, as records on their topics: one transaction's content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import quote

import msgspec

from monitor.ids import subject_of
from monitor.kafka import topics
from monitor.kafka.wire import Outgoing
from monitor.records import Alert, Checkpoint, Head, RuleBundle, Rules, Tick, encode
from monitor.steps.scoring import Frame
from monitor.watch.fold import Step
from monitor.watch.settings import FOLD_VERSION

#: key of a partition's head on checkpoints.v1; subjects and incidents never begin with a tilde
HEAD_KEY = b"~head"


def step_records(step: Step, partition: int, frame: Frame) -> list[Outgoing]:
    """Alerts, changed incidents, checkpoints and the head of a step; the head is never without the rest."""
    return [
        *(alert_record(alert, frame) for alert in step.alerts),
        *_incidents(step, frame),
        *_checkpoints(step, partition, frame),
        head_record(step.head, frame),
    ]


def _incidents(step: Step, frame: Frame) -> Iterator[Outgoing]:
    topic = frame.topic(topics.INCIDENTS)
    for each in step.incidents:
        yield Outgoing(topic, each.incident_id.encode(), step.written(each))


def _checkpoints(step: Step, partition: int, frame: Frame) -> Iterator[Outgoing]:
    topic = frame.topic(topics.CHECKPOINTS)
    for each in step.checkpoints:
        yield Outgoing(topic, checkpoint_key(each.subject, each.incident_id, each.part), encode(each), partition)
    for emptied in step.emptied:
        yield Outgoing(topic, checkpoint_key(*emptied), None, partition)


def checkpoint_key(subject: str, incident_id: str | None, part: str | None = None) -> bytes:
    """An incident's id says its subject; a subject's memory is keyed by the subject alone; parts by what they are of.

    No incident is named like a part: its hash has no dot.
    """
    whole = incident_id or subject
    return (f"{whole}~{part}" if part else whole).encode()


def head_record(head: Head, frame: Frame) -> Outgoing:
    return Outgoing(frame.topic(topics.CHECKPOINTS), HEAD_KEY, encode(head), head.partition)


def bundle_record(bundle: RuleBundle, frame: Frame) -> Outgoing:
    return Outgoing(frame.topic(topics.RULESETS), bundle.digest.encode(), encode(bundle))


def rules_record(rules: Rules, partition: int, frame: Frame) -> Outgoing:
    return Outgoing(frame.topic(topics.TIMELINE), b"~rules", encode(rules), partition)


def tick_record(tick: Tick, partition: int, frame: Frame) -> Outgoing:
    return Outgoing(frame.topic(topics.TIMELINE), b"~tick", encode(tick), partition)


def alert_record(alert: Alert, frame: Frame) -> Outgoing:
    key = subject_of(alert.incident_id).encode()
    return Outgoing(frame.topic(topics.ALERTS), key, encode(alert), 0, cloud_event(alert))


def cloud_event(alert: Alert) -> tuple[tuple[str, bytes], ...]:
    """CloudEvents 1.0, Kafka binding, binary mode (https://github.com/cloudevents/spec, kafka-protocol-binding)."""
    attributes = {
        "ce_specversion": "1.0",
        "ce_id": alert.alert_id,
        "ce_source": "/yuqing/watch",
        "ce_type": f"yuqing.alert.{alert.transition}.v1",
        "ce_time": alert.event_time.isoformat(),
        # attribute values are percent-encoded outside printable ASCII
        "ce_subject": quote(alert.incident_id, safe="~-._"),
        "content-type": "application/json",
    }
    return tuple((name, value.encode()) for name, value in attributes.items())


def rules_of(bundle: RuleBundle, at: datetime) -> Rules:
    return Rules(digest=bundle.digest, at=at, fold=FOLD_VERSION)


def read_checkpoints(records: list[tuple[bytes, bytes]]) -> tuple[Head | None, list[Checkpoint]]:
    """Head and checkpoints from the latest value by key, in the topic's order."""
    head = None
    checkpoints = []
    for key, value in records:
        if key == HEAD_KEY:
            head = msgspec.json.decode(value, type=Head)
        else:
            checkpoints.append(msgspec.json.decode(value, type=Checkpoint))
    return head, checkpoints


def read_bundle(value: bytes) -> RuleBundle:
    return msgspec.json.decode(value, type=RuleBundle)


def read_bundles(values: Iterable[bytes]) -> tuple[list[RuleBundle], int]:
    """The bundles in their order, and how many values are none.

    What another program wrote to the topic must stop no watch: rules that the timeline names and that are not there are
    missed where it names them.
    """
    found, foreign = list[RuleBundle](), 0
    for value in values:
        try:
            found.append(read_bundle(value))
        except (msgspec.MsgspecError, RecursionError):
            foreign += 1
    return found, foreign
