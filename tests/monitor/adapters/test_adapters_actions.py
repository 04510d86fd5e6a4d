from __future__ import annotations

from typing import Any, get_args

import pytest

from monitor.adapters import read_event
from monitor.adapters.actions import NEEDS, TYPES
from monitor.errors import Reason, Unreadable
from monitor.records import Action, ActionType
from monitor.times import parse_time

ACT = {"kind": "action", "type": "acknowledge", "incident_id": "hz~1", "by": "zhang", "at": "2026-07-02T10:00:00+08:00"}


def read(row: object) -> Action:
    (action,) = read_event(row)
    assert isinstance(action, Action)
    return action


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in ACT.items() if key != name}


def test_an_action() -> None:
    assert read(ACT | {"note": "在路上", "unknown": 1}) == Action(
        type="acknowledge", incident_id="hz~1", by="zhang", at=parse_time(ACT["at"]), note="在路上"
    )


def test_every_type_of_the_record_is_known() -> None:
    extra = {"to": "li", "verdict": "true", "level": 1, "until": "2026-07-03T10:00:00+08:00", "reason": "复核"}
    assert frozenset(get_args(ActionType)) == TYPES
    for name in TYPES:
        assert read(ACT | extra | {"type": name}).type == name
    assert NEEDS.keys() <= TYPES


def test_where_it_lies_is_ours_to_say() -> None:
    assert read(ACT | {"source": "made up"}).source is None


def test_times_are_local_without_an_offset() -> None:
    assert read(ACT | {"at": "2026-07-02 10:00"}).at == parse_time(ACT["at"])


@pytest.mark.parametrize(
    ("row", "reason", "field"),
    [
        (without("type"), Reason.MISSING_FIELD, "type"),
        (without("by"), Reason.MISSING_FIELD, "by"),
        (without("at"), Reason.MISSING_FIELD, "at"),
        (ACT | {"by": " "}, Reason.MISSING_FIELD, "by"),
        (ACT | {"type": "dance"}, Reason.UNKNOWN_ACTION, "type"),
        (ACT | {"type": 3}, Reason.WRONG_TYPE, "type"),
        (without("incident_id"), Reason.UNROUTABLE_ACTION, "incident_id or project or mention"),
        (ACT | {"incident_id": ""}, Reason.UNROUTABLE_ACTION, "incident_id or project or mention"),
        (ACT | {"project": "hz"}, Reason.UNROUTABLE_ACTION, "incident_id or project"),
        (ACT | {"incident_id": 3}, Reason.WRONG_TYPE, "incident_id"),
        (ACT | {"at": 3}, Reason.WRONG_TYPE, "at"),
        (ACT | {"at": "1990-01-01T00:00:00Z"}, Reason.IMPLAUSIBLE_TIME, "at"),
        (ACT | {"note": "a\0"}, Reason.INVALID_TEXT, "note"),
        (ACT | {"categories": ["\ud800"]}, Reason.INVALID_TEXT, "categories"),
        (ACT | {"type": "silence"}, Reason.MISSING_FIELD, "until"),
        (ACT | {"type": "silence", "until": "bald"}, Reason.WRONG_TYPE, "until"),
        (ACT | {"type": "relabel"}, Reason.MISSING_FIELD, "sentiment"),
        (ACT | {"type": "relabel", "level": 4}, Reason.WRONG_TYPE, "level"),
        (ACT | {"type": "verify"}, Reason.MISSING_FIELD, "verdict"),
        (ACT | {"type": "declare", "grade": 3}, Reason.WRONG_TYPE, "grade"),
    ],
)
def test_what_cannot_be_read_names_its_field(row: dict[str, object], reason: Reason, field: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(row)
    assert caught.value.reason == reason
    assert caught.value.detail.startswith(f"{field}:")


@pytest.mark.parametrize("missing", ["type", "by", "at"])
def test_what_is_missing_is_told_beside_the_fields_that_nobody_reads(missing: str) -> None:
    with pytest.raises(Unreadable) as error:
        read(without(missing) | {"action": "close", "who": "zhang"})
    assert error.value.reason is Reason.MISSING_FIELD
    assert f"{missing}: required; unknown fields: action, who" in str(error.value)
