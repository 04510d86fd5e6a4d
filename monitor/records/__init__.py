"""The records on the topics: frozen values, UTF-8 JSON on the wire, lenient to unknown fields, strict on types.

Field names and meanings are a contract with everybody who reads the topics: fields are added with defaults,
never renamed or retyped. docs/records.md describes them; tests/data/wire holds an example of every record.
"""

from __future__ import annotations

import msgspec

from monitor.records.alerts import (
    Alert,
    Copies,
    Deadline,
    Deed,
    Evidence,
    Reason,
    Recipient,
    Scope,
    Statement,
    Trend,
    WindowCount,
)
from monitor.records.base import (
    CATEGORIES,
    ActionType,
    Form,
    How,
    Kind,
    Label,
    Record,
    Status,
    Text,
    Time,
    Transition,
)
from monitor.records.incidents import (
    ActionEntry,
    Incident,
    LessonShown,
    Review,
    Silence,
    TransitionEntry,
)
from monitor.records.incoming import (
    Action,
    Author,
    Engagement,
    Mention,
    Parent,
    Source,
)
from monitor.records.judged import (
    Assessment,
    Credibility,
    Hit,
    LexiconRef,
    ModelRef,
    Part,
    Place,
    Risk,
    Sentiment,
    Subject,
)
from monitor.records.keeping import (
    Checkpoint,
    DeadLetter,
    Head,
    LexiconRelease,
    Notification,
    RuleBundle,
)
from monitor.records.timeline import (
    Rules,
    Tick,
    TimelineRecord,
)

__all__ = [
    "CATEGORIES",
    "Action",
    "ActionEntry",
    "ActionType",
    "Alert",
    "Assessment",
    "Author",
    "Checkpoint",
    "Copies",
    "Credibility",
    "DeadLetter",
    "Deadline",
    "Deed",
    "Engagement",
    "Evidence",
    "Form",
    "Head",
    "Hit",
    "How",
    "Incident",
    "Kind",
    "Label",
    "LessonShown",
    "LexiconRef",
    "LexiconRelease",
    "Mention",
    "ModelRef",
    "Notification",
    "Parent",
    "Part",
    "Place",
    "Reason",
    "Recipient",
    "Record",
    "Review",
    "Risk",
    "RuleBundle",
    "Rules",
    "Scope",
    "Sentiment",
    "Silence",
    "Source",
    "Statement",
    "Status",
    "Subject",
    "Text",
    "Tick",
    "Time",
    "TimelineRecord",
    "Transition",
    "TransitionEntry",
    "Trend",
    "WindowCount",
    "decode_alert",
    "decode_dead_letter",
    "decode_incident",
    "decode_notification",
    "decode_timeline",
    "encode",
]

encode = msgspec.json.Encoder(order="deterministic").encode
decode_timeline = msgspec.json.Decoder(TimelineRecord).decode
decode_alert = msgspec.json.Decoder(Alert).decode
decode_incident = msgspec.json.Decoder(Incident).decode
decode_notification = msgspec.json.Decoder(Notification).decode
decode_dead_letter = msgspec.json.Decoder(DeadLetter).decode
