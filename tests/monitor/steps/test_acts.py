"""The actions step: what people did goes before the incidents it concerns, or back as a dead letter."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import msgspec
import pytest
from histories import NOON, ORGANISATION
from judges import post, raw

from monitor.company.organisationfile import parse_organisation
from monitor.errors import Reason, Unreadable
from monitor.kafka.wire import Outgoing
from monitor.records import Action, decode_dead_letter, decode_timeline
from monitor.steps.acts import actions_step, by_id, target
from monitor.steps.scoring import Frame

FRAME = Frame(partitions=12)
KAFKA = NOON + timedelta(minutes=3)


def deed(**fields: Any) -> dict[str, Any]:
    return {"kind": "action", "type": "close", "by": "chen", "at": NOON.astimezone(UTC).isoformat(), **fields}


def step(value: Any, frame: Frame = FRAME) -> list[Outgoing]:
    return actions_step([raw(value, 9, topic="actions.v1", at=KAFKA)], ORGANISATION, frame)


def written(outgoing: Outgoing) -> Action:
    record = decode_timeline(outgoing.value or b"")
    assert isinstance(record, Action)
    return record


def test_an_action_goes_to_the_subject_of_its_incident_or_project() -> None:
    for where in ({"project": "hz-ygyy"}, {"incident_id": "hz-ygyy~0123456789abcdef"}):
        [outgoing] = step(deed(**where))
        assert (outgoing.topic, outgoing.key, outgoing.partition) == ("timeline.v1", b"hz-ygyy", None)


@pytest.mark.parametrize("where", [{"project": "company"}, {"incident_id": "company~0123456789abcdef"}])
def test_the_companys_own_matters_have_actions_too(where: dict[str, str]) -> None:
    assert [each.key for each in step(deed(**where))] == [b"company"]


def test_an_action_by_mention_goes_to_every_partition() -> None:
    outgoing = step(deed(mention="weibo:1"))
    assert [each.partition for each in outgoing] == list(range(12))
    assert len({each.value for each in outgoing}) == 1


def test_it_carries_its_id_arrival_and_place() -> None:
    action = written(step(deed(project="hz-ygyy"))[0])
    assert action.id
    assert (action.at, action.arrived_at) == (NOON, KAFKA)
    assert action.at.isoformat().endswith("+08:00")
    assert action.source is not None
    assert (action.source.topic, action.source.partition, action.source.offset) == ("actions.v1", 2, 9)


def test_sent_twice_it_has_one_id() -> None:
    again = actions_step([raw(deed(project="hz-ygyy"), 44, topic="actions.v1")], ORGANISATION, FRAME)
    assert written(again[0]).id == written(step(deed(project="hz-ygyy"))[0]).id
    assert written(step(deed(project="hz-ygyy", id="mine"))[0]).id == "mine"


def test_on_the_records_time_it_arrives_when_it_was_done() -> None:
    by_records = Frame(partitions=12, by_records=True)
    assert written(step(deed(project="hz-ygyy"), by_records)[0]).arrived_at == NOON
    ahead = deed(project="hz-ygyy", at=(NOON + timedelta(days=1)).isoformat())
    assert written(step(ahead, by_records)[0]).arrived_at == KAFKA + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, Reason.MALFORMED_JSON),
        (b"{", Reason.MALFORMED_JSON),
        (deed(), Reason.UNROUTABLE_ACTION),
        (deed(project="hz-ygyy", mention="weibo:1"), Reason.UNROUTABLE_ACTION),
        (deed(project="nowhere"), Reason.UNROUTABLE_ACTION),
        (deed(incident_id="nowhere~0123456789abcdef"), Reason.UNROUTABLE_ACTION),
        (deed(incident_id="0123456789abcdef"), Reason.UNROUTABLE_ACTION),
        (deed(project="none"), Reason.UNROUTABLE_ACTION),
        (deed(project="hz-ygyy", type="explode"), Reason.UNKNOWN_ACTION),
        (deed(project="hz-ygyy", type="declare", grade=3), None),
        (post(), Reason.UNKNOWN_ACTION),
        ({"hello": 1}, None),
    ],
)  # fmt: skip
def test_what_is_no_action_of_ours_is_one_dead_letter(value: Any, reason: Reason | None) -> None:
    [outgoing] = step(value)
    assert outgoing.topic == "deadletters.v1"
    dead = decode_dead_letter(outgoing.value or b"")
    assert (dead.topic, dead.offset) == ("actions.v1", 9)
    assert reason is None or dead.reason == reason.value


def test_a_batch_keeps_its_order() -> None:
    values = [deed(project="hz-ygyy", note=str(number)) if number % 3 else b"{" for number in range(9)]
    records = [raw(value, offset, topic="actions.v1") for offset, value in enumerate(values)]
    outgoing = actions_step(records, ORGANISATION, FRAME)
    offsets = [
        written(each).source.offset if each.topic == "timeline.v1" else decode_dead_letter(each.value or b"").offset  # type: ignore[union-attr]
        for each in outgoing
    ]
    assert offsets == list(range(9))


def test_the_unknown_project_is_named() -> None:
    with pytest.raises(Unreadable, match="no project 'gone'"):
        target(Action(type="close", by="chen", at=NOON, project="gone"), ORGANISATION)


@pytest.mark.parametrize("said", ["和悦物业", "和悦服务", " 和悦物业 "])
def test_headquarters_may_be_called_by_its_own_name(said: str) -> None:
    named = Action(type="acknowledge", by="chen", at=NOON, project=said)
    alias = (
        "[company]\nname = '和悦物业'\naliases = ['和悦服务']\n[[project]]\nid = 'x'\nname = '和悦'\ncity = '杭州'\n"
    )
    organisation = parse_organisation(alias, "organisation.toml")
    meant = by_id(named, organisation)
    assert meant.project == "company"
    assert target(meant, organisation) == "company"
    # an estate that is called so is meant first, and a piece of the name is nobody's
    assert by_id(msgspec.structs.replace(named, project="和悦"), organisation).project == "x"
    with pytest.raises(Unreadable, match="or 'company' for headquarters"):
        target(msgspec.structs.replace(named, project="物业"), organisation)


def test_a_project_may_be_called_by_its_name_where_only_one_has_it() -> None:
    known = Action(type="close", by="chen", at=NOON, project=ORGANISATION.projects[0].name)
    assert by_id(known, ORGANISATION).project == ORGANISATION.projects[0].id
    assert by_id(msgspec.structs.replace(known, project="company"), ORGANISATION).project == "company"
    twice = parse_organisation(
        "[company]\nname = '和悦物业'\n"
        + "".join(f"[[project]]\nid = '{city}'\nname = '海棠湾'\ncity = '{city}市'\n" for city in ("甲", "乙")),
        "organisation.toml",
    )
    with pytest.raises(Unreadable, match="several projects are called '海棠湾'"):
        by_id(msgspec.structs.replace(known, project="海棠湾"), twice)
