"""Actions as people submit them, and what the topics say became of them."""

from __future__ import annotations

from typing import Any

import pytest
from histories import act, judged, run

from monitor.cli.act import told
from monitor.entry.keyed import entering
from monitor.errors import Reason, Unreadable
from monitor.events.answers import Done, Undelivered, answer, submitted
from monitor.events.deadletters import make_dead_letter
from monitor.ids import action_id
from monitor.kafka import topics
from monitor.kafka.wire import Raw
from monitor.records import Action, Incident, decode_incident, encode

INCIDENT = "hz-ygyy~0123456789abcdef"
BASE: dict[str, Any] = {"type": "acknowledge", "by": "zhang", "at": "2026-11-18T10:00:00+08:00"}
SENT_TO = ("t.actions.v1", 1, 5)


def test_an_action_gets_its_id_and_its_topic() -> None:
    action = submitted(BASE | {"incident_id": INCIDENT, "note": None, "project": None})
    assert action.id == action_id(action)
    outgoing = entering(action, "t.")
    assert (outgoing.topic, outgoing.key) == ("t.actions.v1", INCIDENT.encode())
    assert outgoing.value is not None
    assert f'"id":"{action.id}"'.encode() in outgoing.value


def test_declare_means_grade_four() -> None:
    assert submitted(BASE | {"type": "declare", "incident_id": INCIDENT}).grade == 4


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({}, "exactly one"),
        ({"incident_id": INCIDENT, "project": "hz-ygyy"}, "exactly one"),
        ({"incident_id": "hz-ygyy"}, "not SUBJECT~HASH"),
        ({"incident_id": "hz-ygyy~xyz"}, "not SUBJECT~HASH"),
        ({"incident_id": INCIDENT, "type": "verify"}, "verify needs verdict"),
        ({"incident_id": INCIDENT, "type": "dance"}, "dance"),
        ({"incident_id": INCIDENT, "at": "soon"}, "at"),
    ],
)
def test_what_is_wrong_is_said_before_it_is_sent(fields: dict[str, Any], complaint: str) -> None:
    with pytest.raises(Unreadable, match=complaint):
        submitted(BASE | fields)


def on(topic: str, record: object) -> Raw:
    return Raw(f"t.{topic}", 0, 9, 0, b"k", encode(record))


def after(action: Action, level: int = 1) -> Incident:
    """The incident of one mention after this action by its project."""
    return run([judged("weibo:1", 0, level, ("safety",)), action]).incidents[0]


def test_an_incident_says_what_it_did() -> None:
    action = act("acknowledge", 1, by="zhang", project="hz-ygyy", id="a1")
    found = answer(on(topics.INCIDENTS, after(action)), action, SENT_TO, "t.")
    assert isinstance(found, Done)
    assert told(found).startswith("done: acknowledge by zhang on hz-ygyy~")
    assert told(found).endswith("now acknowledged, grade 1 一般")


def test_an_incident_says_why_it_refused() -> None:
    action = act("close", 1, by="zhang", project="hz-ygyy", id="a1")
    found = answer(on(topics.INCIDENTS, after(action, level=3)), action, SENT_TO, "t.")
    assert found is not None
    assert told(found).startswith("refused: close by zhang")
    assert told(found).endswith("严重及以上级别须由公司领导执行此操作")


def test_other_actions_other_letters_and_tombstones_say_nothing() -> None:
    action = act("acknowledge", 1, by="zhang", project="hz-ygyy", id="a1")
    other = act("acknowledge", 1, by="zhang", project="hz-ygyy", id="a2")
    assert answer(on(topics.INCIDENTS, after(other)), action, SENT_TO, "t.") is None
    assert answer(Raw("t.incidents.v1", 0, 9, 0, b"k", None), action, SENT_TO, "t.") is None
    why = Unreadable(Reason.UNROUTABLE_ACTION, "no project 'x'")
    letter = make_dead_letter(b"{}", "t.actions.v1", 1, 4, why, None)
    assert answer(on(topics.DEADLETTERS, letter), action, SENT_TO, "t.") is None


def test_its_own_dead_letter_says_why_it_was_not_delivered() -> None:
    action = act("acknowledge", 1, by="zhang", project="nowhere", id="a1")
    why = Unreadable(Reason.UNROUTABLE_ACTION, "no project 'nowhere'")
    letter = make_dead_letter(encode(action), *SENT_TO, why, None)
    found = answer(on(topics.DEADLETTERS, letter), action, SENT_TO, "t.")
    assert isinstance(found, Undelivered)
    assert told(found) == "not delivered: unroutable_action: no project 'nowhere'"


def test_incidents_are_read_back_as_they_were_written() -> None:
    action = act("acknowledge", 1, by="zhang", project="hz-ygyy", id="a1")
    assert decode_incident(encode(after(action))).actions[0].id == "a1"
