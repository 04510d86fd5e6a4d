from __future__ import annotations

from datetime import UTC, timedelta

import msgspec
from histories import NOON, act
from hypothesis import given
from hypothesis import strategies as st

from monitor import ids
from monitor.records import Action, Source

PARTS = st.lists(st.one_of(st.text(max_size=5), st.integers(), st.none()), max_size=4)


@given(PARTS, PARTS)
def test_no_two_lists_of_parts_look_alike(one: list[object], other: list[object]) -> None:
    alike = [str(part) for part in one] == [str(part) for part in other]
    assert (ids.digest(*one) == ids.digest(*other)) == alike


def test_a_digest_is_the_same_everywhere_and_as_long_as_asked_for() -> None:
    # written down: a new one would give every incident and alert another id
    assert ids.digest("weibo:1", 3, None) == "1a9df97aad954f7b"
    assert len(ids.digest("a", size=16)) == 32


def test_an_incident_says_its_subject() -> None:
    name = ids.incident_id("hz-ygyy", "safety", "weibo:1", False, NOON, 0)
    assert ids.subject_of(name) == "hz-ygyy"
    assert ids.incident_id("hz-ygyy", "safety", "weibo:1", False, NOON.astimezone(UTC), 0) == name
    others = [
        ids.incident_id("hz-ygyy", "staff", "weibo:1", False, NOON, 0),
        ids.incident_id("hz-ygyy", "safety", "weibo:2", False, NOON, 0),
        ids.incident_id("hz-ygyy", "safety", "weibo:1", True, NOON, 0),
        ids.incident_id("hz-ygyy", "safety", "weibo:1", False, NOON + timedelta(microseconds=1), 0),
        ids.incident_id("hz-ygyy", "safety", "weibo:1", False, NOON, 1),
    ]
    assert len({name, *others}) == 6


def test_what_is_no_incident_has_no_subject() -> None:
    assert ids.subject_of("nonsense") == ""


def test_an_alert_has_one_id_per_fact() -> None:
    facts = [("i~1", "opened", 1, 1), ("i~2", "opened", 1, 1), ("i~1", "closed", 1, 1), ("i~1", "opened", 2, 1)]
    assert len({ids.alert_id(*fact) for fact in [*facts, ("i~1", "opened", 1, 2)]}) == 5


@given(st.text())
def test_a_number_can_be_said_aloud(incident: str) -> None:
    first, second = ids.spoken_number(incident).split("-")
    assert (len(first), len(second)) == (3, 3)
    assert (first + second).isdecimal()


def test_the_same_act_is_one_whatever_the_way_it_took() -> None:
    plain = act("close", 1, project="hz-ygyy")
    arrived = msgspec.structs.replace(
        plain, at=plain.at.astimezone(UTC), arrived_at=NOON, source=Source(topic="actions.v1", partition=0, offset=7)
    )
    assert ids.action_id(plain) == ids.action_id(arrived)


def test_every_field_that_says_something_tells_acts_apart() -> None:
    said = {
        "by": "li", "at": NOON, "incident_id": "hz-ygyy~1", "project": "sz-jlhy", "mention": "weibo:1",
        "note": "已修好", "to": "authority", "verdict": "false", "sentiment": "neutral", "level": 0, "until": NOON,
        "categories": ["staff"], "grade": 4, "drill": True,
        "cause": "老化", "lessons": "巡检", "measures": "更换", "reason": "核实",
    }  # fmt: skip
    plain = act("file", 1)
    others = [msgspec.structs.replace(plain, **{name: value}) for name, value in said.items()]
    assert len({ids.action_id(each) for each in [plain, act("close", 1), *others]}) == len(said) + 2
    assert {"type", "id", "arrived_at", "source", *said} == set(Action.__struct_fields__)


def test_a_senders_id_is_kept_and_a_long_one_shortened() -> None:
    assert ids.action_id(act("close", 1, id="app-17")) == "app-17"
    assert len(ids.action_id(act("close", 1, id="x" * 500_000))) == 16
