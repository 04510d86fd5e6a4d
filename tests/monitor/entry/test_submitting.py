"""Reports of patrols and the front desk: stable ids, no slip into nobody's matters, masked like all others."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.company.organisation import NO_ORGANISATION
from monitor.company.organisationfile import load_organisation
from monitor.entry.keyed import entering
from monitor.entry.submitting import submitted_mention
from monitor.errors import Unreadable
from monitor.kafka import topics
from monitor.personal.privacy import mask_mention
from monitor.records import encode

ORGANISATION = load_organisation(Path(__file__).parents[3] / "config" / "organisation.toml")
HEARD = {"text": "3栋电梯关不上门", "published_at": "2026-11-18T09:00:00+08:00"}


def test_the_same_report_is_one_and_another_is_another() -> None:
    first = submitted_mention({**HEARD, "project": "阳光雅苑"}, ORGANISATION)
    assert (first.source, first.kind, first.project) == ("manual", "post", "hz-ygyy")
    assert first.id.startswith("manual:h")
    assert submitted_mention({**HEARD, "project": "hz-ygyy"}, ORGANISATION).id == first.id
    others = [
        {**HEARD, "project": "hz-yhhf"}, {**HEARD, "project": "hz-ygyy", "text": "3栋电梯关不上门。"},
        {**HEARD, "project": "hz-ygyy", "published_at": "2026-11-18T09:01:00+08:00"},
        {**HEARD, "project": "hz-ygyy", "contact": "13800000000"},
    ]  # fmt: skip
    assert len({first.id, *(submitted_mention(each, ORGANISATION).id for each in others)}) == 5


def test_a_ticket_keeps_its_number() -> None:
    assert submitted_mention({**HEARD, "id": "T-17", "source": "front_desk"}, ORGANISATION).id == "front_desk:T-17"
    assert submitted_mention({**HEARD, "id": "manual:17"}, ORGANISATION).id == "manual:17"


def test_the_front_desk_takes_complaints() -> None:
    complaint = submitted_mention({**HEARD, "source": "front_desk"}, ORGANISATION)
    assert complaint.kind == "complaint"
    assert entering(complaint).topic == topics.COMPLAINTS
    assert entering(submitted_mention(HEARD, ORGANISATION)).topic == topics.POSTS
    assert submitted_mention({**HEARD, "kind": "complaint"}, ORGANISATION).kind == "complaint"


def test_what_staff_write_down_of_people_is_masked() -> None:
    said = "业主王丽，电话13812345678，住1703室，车牌浙A12345"
    heard = submitted_mention({**HEARD, "text": said, "contact": "13812345678"}, ORGANISATION)
    judged = encode(mask_mention(heard, b"a key")).decode()
    for secret in ("13812345678", "1703室", "浙A12345"):
        assert secret not in judged
    assert "contact" not in judged or '"contact":null' in judged


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"text": " "}, "text: required"),
        ({"source": "weibo"}, "source: 'weibo' is none of manual, front_desk"),
        ({"project": "月亮湾"}, "there is no project '月亮湾'$"),
        ({"project": "阳光"}, "there is no project '阳光'; perhaps 阳光雅苑（hz-ygyy）"),
        ({"project": "锦澜花园"}, "several are called '锦澜花园'"),
        ({"engagement": {"likes": 10**6}}, "engagement: is none of"),
        ({"collected_at": "2026-11-18T09:00:00+08:00"}, "collected_at: is none of"),
        ({"published_at": "1990-01-01"}, "published_at"),
        ({"id": "a b"}, "id: a text without spaces"),
        ({"drill": "yes"}, "drill"),
        ({"text": 5}, "text"),
    ],
)
def test_what_cannot_be_meant_is_named(more: dict[str, object], problem: str) -> None:
    with pytest.raises(Unreadable, match=problem):
        submitted_mention({**HEARD, **more}, ORGANISATION)


def test_without_an_organisation_file_a_name_is_kept_for_the_score_role() -> None:
    assert submitted_mention({**HEARD, "project": "阳光雅苑"}, NO_ORGANISATION).project == "阳光雅苑"
    assert submitted_mention({**HEARD, "project": "company"}, ORGANISATION).project is None
