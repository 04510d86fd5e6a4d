"""Events as they enter the raw topics from files and people: which topic, which key, always the same id."""

from __future__ import annotations

import msgspec

from monitor.errors import Reason, Unreadable
from monitor.events.deadletters import make_dead_letter
from monitor.ids import action_id
from monitor.kafka import topics
from monitor.kafka.wire import Outgoing
from monitor.records import Action, DeadLetter, Mention, encode

#: what `entering` writes to
TOPICS = (topics.POSTS, topics.COMPLAINTS, topics.ACTIONS)


def entering(event: Mention | Action, prefix: str = "") -> Outgoing:
    """The event as canonical JSON on its topic, keyed by the mention, or by what the action is about."""
    if isinstance(event, Action):
        return _acting(event, prefix)
    topic = topics.COMPLAINTS if event.kind == "complaint" else topics.POSTS
    return Outgoing(prefix + topic, event.id.encode(), encode(event))


def _acting(action: Action, prefix: str) -> Outgoing:
    about = action.incident_id or action.project or action.mention or ""
    whole = msgspec.structs.replace(action, id=action_id(action))
    return Outgoing(prefix + topics.ACTIONS, about.encode(), encode(whole))


def too_large(raw: bytes, file: str, number: int, line: int, size: int, limit: int, topic: str) -> DeadLetter:
    """The dead letter of a file's record that its topic does not take."""
    why = Unreadable(Reason.TOO_LARGE, f"{size} bytes, {topic} takes {limit}")
    return make_dead_letter(raw, file, number, line, why, None)
