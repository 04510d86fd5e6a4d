"""What the processes keep for themselves: deliveries, dead letters, releases, rules, checkpoints."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from monitor.records.alerts import Alert
from monitor.records.base import Form, Record, Time


class Notification(Record, frozen=True, omit_defaults=True):
    """What became of one alert at one receiver; the latest record of both counts."""

    alert_id: str
    incident_id: str
    #: the channel it went to, as the organisation file names it
    receiver: str
    #: sent; inhibited: a graver alert of the incident took its place; silenced: the alert says so; fallback: told
    #: through another channel; dead: a dead letter; redriven: a dead letter that is to be sent again
    status: Literal["sent", "inhibited", "silenced", "fallback", "dead", "redriven"]
    at: Time
    #: of the alert on alerts.v1
    offset: int
    #: the id that the message carried; the alerts of a digest share it
    message: str | None = None
    #: how it was told: by itself, or in a message that names several
    form: Form = "alert"
    attempts: int = 0
    #: what the receiver answered, or why it could not be told
    answer: str = ""
    #: the alert (inhibited) or the receiver (fallback) that took its place
    instead: str | None = None
    #: redriven: the alert itself
    alert: Alert | None = None


class DeadLetter(Record, frozen=True):
    """A record that could not be read or judged: what it was, where it lies, and why."""

    reason: str
    detail: str
    topic: str
    partition: int
    offset: int
    #: the raw bytes (base64 on the wire); of an oversized record the first 64 KiB
    raw: bytes
    #: when Kafka saw it; a file's broken line has no time
    at: Time | None
    #: of the whole raw record
    digest: str | None = None
    length: int | None = None
    key: bytes | None = None


class LexiconRelease(Record, frozen=True):
    """A validated lexicon as it is published on lexicons.v1."""

    name: str
    version: str
    digest: str
    files: dict[str, str]


class RuleBundle(Record, frozen=True):
    """Everything but the records that the fold depends on, stored on rulesets.v1 by the digest of its content."""

    digest: str
    fold: int
    settings: dict[str, Any]
    organisation: dict[str, Any]
    rules: dict[str, Any]
    playbooks: dict[str, Any]


class Checkpoint(Record, frozen=True):
    """A part of a subject's state as of the partition's head: one of its incidents, or (without one) its memory."""

    subject: str
    format: int
    state: msgspec.Raw
    incident_id: str | None = None
    #: of what is written in parts: a memory's ids ("mentions.7"), an incident's members ("members.3"); None: all else
    part: str | None = None


class Head(Record, frozen=True):
    """How far a timeline partition is folded, and under what."""

    partition: int
    #: offset of the last folded record, −1 before the first
    offset: int
    clock: Time | None
    rules: str
    format: int
    #: of timeline.v1 when the head was written: another count is another placement of subjects
    partitions: int
    #: partition-wide fold state that belongs to no subject
    state: msgspec.Raw | UnsetType = UNSET
