"""Who may read a raw record, and which raw records are a mention's."""

from __future__ import annotations

import json
from typing import Any

import pytest
from histories import NOON
from judges import post, raw

from monitor.company.organisationfile import parse_organisation
from monitor.judging.arrival import Arrival
from monitor.personal.revealing import may_hold, mentions_in, refusal
from monitor.records import Assessment, Mention, Risk, Source, Subject

ORGANISATION = parse_organisation(
    """
[company]
name = "和悦物业"
[[project]]
id = "hz-ygyy"
name = "阳光雅苑"
city = "杭州"
region = "华东"
[[project]]
id = "wh-jlhy"
name = "锦澜花园"
city = "武汉"
region = "华中"
"""
    + "".join(
        f'[[person]]\nid = "{id}"\nname = "{id}"\nrole = "{role}"\nscope = "{scope}"\n'
        for id, role, scope in [
            ("site", "manager", "hz-ygyy"),
            ("gate", "duty", "hz-ygyy"),
            ("city", "manager", "杭州"),
            ("region", "leader", "华东"),
            ("other", "leader", "华中"),
            ("head", "leader", "company"),
            ("press", "publisher", "company"),
        ]
    ),
    "reveal.toml",
)
ROLES = ("manager", "leader")
HERE = Subject(project="hz-ygyy", city="杭州", region="华东", how="named")


def judged(subject: Subject, *categories: str) -> Assessment:
    from judges import assessor

    mention = Mention(id="weibo:1", source="weibo", text="停水", published_at=NOON)
    (result,) = assessor().assess([Arrival(mention, NOON, Source(topic="posts.v1", partition=0, offset=0))])
    assert isinstance(result, list)
    import msgspec

    return msgspec.structs.replace(
        result[0], subject=subject, subjects=[subject], risk=Risk(level=1, categories=list(categories))
    )


def refused(by: str, *about: Assessment, roles: tuple[str, ...] = ROLES) -> str | None:
    return refusal(by, about or (judged(HERE, "service"),), ORGANISATION, roles)


@pytest.mark.parametrize("by", ["site", "city", "region", "head"])
def test_a_role_and_a_scope_are_needed(by: str) -> None:
    assert refused(by) is None


@pytest.mark.parametrize(
    ("by", "why"),
    [
        ("stranger", "no person of the organisation"),
        ("gate", "gate is duty; this needs one of leader, manager"),
        ("press", "press is publisher"),
        ("other", "outside of other's scope, 华中"),
    ],
)
def test_others_are_told_why_not(by: str, why: str) -> None:
    assert why in (refused(by) or "")


def test_the_roles_are_a_setting() -> None:
    assert refused("gate", roles=("duty",)) is None
    assert "site is manager" in (refused("site", roles=("duty",)) or "")


@pytest.mark.parametrize("category", ["staff", "violation"])
def test_nobody_finds_out_who_complained_about_him(category: str) -> None:
    about = judged(HERE, "service", category)
    assert "the site's own staff" in (refused("site", about) or "")
    assert refused("city", about) is None
    elsewhere = judged(Subject(project="wh-jlhy", city="武汉", region="华中", how="named"), category)
    assert "the site's own staff" in (refused("site", about, elsewhere) or "")


def test_what_is_nobodys_is_the_companys_to_look_at() -> None:
    for subject in (Subject(), Subject(unplaced=True), Subject(how="company"), Subject(how="company", unplaced=True)):
        assert refused("head", judged(subject)) is None
        assert "outside" in (refused("region", judged(subject)) or "")


def test_the_mention_in_a_raw_record() -> None:
    value: dict[str, Any] = post("weibo:77", text="打13800138000找我", contact="13800138000", kind="complaint")
    record = raw(value)
    assert may_hold(record, "weibo:77")
    assert not may_hold(record, "weibo:78")
    (found,) = mentions_in(record, "weibo:77")
    assert (found.text, found.contact) == ("打13800138000找我", "13800138000")
    assert list(mentions_in(record, "weibo:78")) == []
    assert list(mentions_in(raw(b"{"), "weibo:77")) == []
    assert list(mentions_in(raw(None), "weibo:77")) == []
    assert may_hold(raw(json.dumps({"x": 1}).encode()), "weibo:77") is False
