"""The organisation file: what it says, and what is refused with file, line and field."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from monitor.company.organisation import NO_ORGANISATION, organisation_from_dict
from monitor.company.organisationfile import load_organisation, parse_organisation
from monitor.errors import SettingsError, SettingsErrors
from monitor.times import SHANGHAI

SAMPLE = Path(__file__).parents[3] / "config" / "organisation.toml"

GOOD = """\
[company]
name = "和悦物业"

[[project]]
id = "hz-ygyy"
name = "阳光雅苑"
aliases = ["雅苑小区"]
groups = ["雅苑业主之家"]
city = "杭州"
region = "华东"
households = 1200

[[project]]
id = "sz-ygyy"
name = "阳光雅苑"
city = "苏州"
region = "华东"
retired = true

[[person]]
id = "zhang"
name = "张经理"
role = "manager"
scope = "hz-ygyy"
deputy = "li"

[[person]]
id = "li"
name = "李主管"
role = "duty"
scope = "杭州"

[[person]]
id = "zheng"
name = "郑总"
role = "leader"
scope = "company"

[[sensitive_window]]
name = "上市期间"
from = 2026-11-01T00:00:00+08:00
to = 2026-11-30T00:00:00+08:00
scope = "苏州"
"""


def test_the_sample_is_by_the_contract() -> None:
    sample = load_organisation(SAMPLE)
    assert sample.company.name == "和悦物业"
    assert len(sample.projects) >= 8
    assert len({project.city for project in sample.projects}) == 4
    assert len({project.region for project in sample.projects}) == 3
    assert {person.role for person in sample.people} == {"duty", "manager", "leader", "publisher"}


def test_a_name_is_looked_up_in_any_spelling() -> None:
    organisation = parse_organisation(GOOD, "o.toml")
    assert [each.id for each in organisation.lookup("hz-ygyy")] == ["hz-ygyy"]
    assert [each.id for each in organisation.lookup("陽光 雅苑")] == ["hz-ygyy", "sz-ygyy"]
    assert [each.id for each in organisation.lookup("雅苑小区")] == ["hz-ygyy"]
    assert organisation.lookup("阳光花园") == ()
    assert [each.id for each in organisation.in_group("雅苑业主之家")] == ["hz-ygyy"]


def test_a_retired_project_stays_known() -> None:
    organisation = parse_organisation(GOOD, "o.toml")
    retired = organisation.project("sz-ygyy")
    assert retired is not None
    assert retired.retired


def test_a_shared_name_is_told_with_its_city() -> None:
    assert parse_organisation(GOOD, "o.toml").name_of("sz-ygyy") == "阳光雅苑（苏州）"
    assert load_organisation(SAMPLE).name_of("hz-ygyy") == "阳光雅苑"
    assert NO_ORGANISATION.name_of("gone") == "gone"


def test_people_are_found_up_the_tree() -> None:
    organisation = parse_organisation(GOOD, "o.toml")
    assert [each.id for each in organisation.people_for("hz-ygyy", "manager")] == ["zhang"]
    assert [each.id for each in organisation.people_for("hz-ygyy", "duty")] == ["li"]
    assert [each.id for each in organisation.people_for("sz-ygyy", "duty")] == []
    assert [each.id for each in organisation.people_for("sz-ygyy", "leader")] == ["zheng"]
    assert [each.id for each in organisation.people_for(None, "leader")] == ["zheng"]
    assert [each.id for each in organisation.people_for("unknown", "leader")] == ["zheng"]


def test_a_sensitive_window_covers_its_scope_from_its_start_until_before_its_end() -> None:
    organisation = parse_organisation(GOOD, "o.toml")

    def november(day: int) -> datetime:
        return datetime(2026, 11, day, tzinfo=SHANGHAI)

    assert organisation.sensitive_at("sz-ygyy", november(1))
    assert not organisation.sensitive_at("sz-ygyy", november(30))
    assert not organisation.sensitive_at("hz-ygyy", november(2))
    assert not organisation.sensitive_at(None, november(2))


def test_it_lives_in_a_rules_bundle() -> None:
    organisation = parse_organisation(GOOD, "o.toml")
    again = organisation_from_dict(organisation.as_dict())
    assert again == organisation
    assert again.digest == organisation.digest
    assert isinstance(organisation.as_dict()["projects"], list)


def test_the_digest_is_of_the_content_alone() -> None:
    digest = parse_organisation(GOOD, "o.toml").digest
    assert parse_organisation("# a comment\n" + GOOD.replace(" = ", "="), "p.toml").digest == digest
    assert parse_organisation(GOOD.replace("1200", "1201"), "o.toml").digest != digest


def test_without_a_file_nobody_is_known() -> None:
    assert NO_ORGANISATION.lookup("阳光雅苑") == ()
    assert NO_ORGANISATION.people_for(None, "leader") == ()
    assert len(NO_ORGANISATION.digest) == 64


WRONG = [
    # (what is replaced, by what, line, field, words of the problem)
    ('name = "和悦物业"', 'name = "和悦物业"\nlogo = "x"', 3, "company.logo", "no known key"),
    ("[company]", "[[trick]]\n[company]", 1, "trick", "no known key"),
    ('[company]\nname = "和悦物业"\n', "", None, "company", "missing"),
    ('name = "和悦物业"', 'name = "和悦物业"\naliases = ["和悦 物业"]', 3, "company.aliases", "already"),
    ('id = "sz-ygyy"', 'id = "hz-ygyy"', 14, "project.id", "twice"),
    ('id = "sz-ygyy"', 'id = "company"', 14, "project.id", "not company"),
    ('id = "sz-ygyy"', 'id = "a~b"', 14, "project.id", "no ~"),
    ('id = "sz-ygyy"', 'id = "杭州"', 14, "project.id", "also a city"),
    ('id = "sz-ygyy"\n', "", 13, "project.id", "missing"),
    ('name = "阳光雅苑"\ncity = "苏州"', 'name = "陽光雅苑"\ncity = "杭州"', 15, "project.name", "twice in 杭州"),
    ('city = "苏州"', 'city = "杭州"\naliases = ["雅苑小区"]', 15, "project.name", "twice in 杭州"),
    (
        'name = "阳光雅苑"\ncity = "苏州"', 'name = "B"\ncity = "杭州"\naliases = ["阳光雅苑"]',
        17, "project.aliases", "twice in 杭州",
    ),
    ('region = "华东"\nretired', 'groups = ["雅苑业主之家"]\nretired', 17, "project.groups", "twice"),
    (
        'name = "阳光雅苑"\ncity = "苏州"\nregion = "华东"', 'name = "B"\ncity = "杭州"\nregion = "华南"',
        17, "project.region", "one region",
    ),
    ("households = 1200", 'households = "1200"', 11, "project.households", "whole number"),
    ("households = 1200", "households = 0", 11, "project.households", "at least 1"),
    ("households = 1200", "households = true", 11, "project.households", "whole number"),
    ('aliases = ["雅苑小区"]', 'aliases = "雅苑小区"', 7, "project.aliases", "a list"),
    ('aliases = ["雅苑小区"]', "aliases = [1]", 7, "project.aliases", "non-empty text"),
    ('aliases = ["雅苑小区"]', 'aliases = ["a", "a"]', 7, "project.aliases", "twice"),
    ("retired = true", 'retired = "yes"', 18, "project.retired", "true or false"),
    ("retired = true", 'kind = "villa"', 18, "project.kind", "none of"),
    ('role = "manager"', 'role = "boss"', 23, "person.role", "none of"),
    ('scope = "hz-ygyy"', 'scope = "上海"', 24, "person.scope", "no project id, city or region"),
    ('deputy = "li"', 'deputy = "wang"', 25, "person.deputy", "no person"),
    ('deputy = "li"', 'deputy = "zhang"', 25, "person.deputy", "stand in for itself"),
    ('id = "zheng"', 'id = "zhang"', 34, "person.id", "twice"),
    ('id = "li"', "id = 7", 28, "person.id", "a text"),
    ('id = "li"', 'id = ""', 28, "person.id", "empty"),
    ("from = 2026-11-01T00:00:00+08:00", "from = 2026-11-01T00:00:00", 41, "sensitive_window.from", "no offset"),
    ("from = 2026-11-01T00:00:00+08:00", "from = 2026-11-01", 41, "sensitive_window.from", "date and time"),
    ("from = 2026-11-01T00:00:00+08:00", 'from = "2026-11-01T00:00:00+08:00"', 41, "sensitive_window.from", "quotes"),
    ("to = 2026-11-30", "to = 2026-11-01", 42, "sensitive_window.to", "later than"),
    ('scope = "苏州"', 'scope = "华南"', 43, "sensitive_window.scope", "华南"),
    ('scope = "company"', 'scope = "company"\nscope = "杭州"', 38, "", "not TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "field", "problem"), WRONG)
def test_mistakes_are_refused_with_their_place(old: str, new: str, line: int | None, field: str, problem: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(SettingsError) as caught:
        parse_organisation(GOOD.replace(old, new), "o.toml")
    assert (caught.value.file, caught.value.line, caught.value.field) == ("o.toml", line, field)
    assert problem in caught.value.problem


def told(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(SettingsError) as caught:
        parse_organisation(text, "o.toml")
    error = caught.value
    return [(each.line, each.field) for each in (error.errors if isinstance(error, SettingsErrors) else [error])]


SLIPS = """\
[company]
name = "和悦物业"
alias = ["和悦"]
stock_code = 6666

[[project]]
id = "a b"
name = "阳光雅苑"
city = "杭州"
kind = "flat"
households = "many"

[[project]]
id = "p2"
name = "阳光雅苑"
city = "杭州"

[[person]]
id = "zhang"
name = "张"
role = "boss"
scope = "nowhere"
channels = ["dingtalk", "wecom"]
deputy = "nobody"

[[person]]
id = "zhang"
name = "李"
role = "manager"
scope = "a b"

[[sensitive_window]]
name = "上市期间"
from = 2026-11-30T00:00:00+08:00
to = 2026-11-01T00:00:00+08:00
scope = "火星"

[[shift]]
person = "wang"
weekdays = ["fri", "saturday", "sunday"]
from = "8:00"

[team]
"""


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert told(SLIPS) == [
        (3, "company.alias"), (4, "company.stock_code"),
        (7, "project.id"), (10, "project.kind"), (11, "project.households"), (15, "project.name"),
        (21, "person.role"), (22, "person.scope"), (23, "person.channels"), (23, "person.channels"),
        (24, "person.deputy"), (27, "person.id"),
        (35, "sensitive_window.to"), (36, "sensitive_window.scope"),
        (39, "shift.person"), (40, "shift.weekdays"), (40, "shift.weekdays"), (41, "shift.from"),
        (43, "team"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # whose scope it was meant to be, nobody knows
        ('id = "hz-ygyy"\n', "", [(4, "project.id")]),
        ('city = "杭州"\n', "city = 1\n", [(9, "project.city")]),
        ('region = "华东"\nhouseholds', "region = 1\nhouseholds", [(10, "project.region")]),
        ("[[project]]", "[[projects]]", [(4, "projects")]),
        # whose deputy, and on whose shift
        ('id = "li"', "id = 7", [(28, "person.id")]),
        ('role = "duty"', "role = 7", [(30, "person.role")]),
        ("[[person]]", "[[people]]", [(20, "people")]),
        # a moment that cannot be read is neither before nor after another
        ("to = 2026-11-30T00:00:00+08:00", 'to = "soon"', [(42, "sensitive_window.to")]),
        # and a name is no double for want of a city
        ('city = "苏州"\n', "", [(13, "project.city")]),
    ],
)
def test_nothing_is_told_that_only_follows_from_another_mistake(
    old: str, new: str, expected: list[tuple[int, str]]
) -> None:
    roster = '\n[[shift]]\nperson = "li"\n'
    assert old in GOOD
    assert told(GOOD.replace(old, new) + roster) == expected


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_organisation(tmp_path / "none.toml")


def test_a_file_in_another_encoding_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "o.toml").write_bytes("[company]\nname = '和悦'".encode("gbk"))
    with pytest.raises(SettingsError, match="not UTF-8"):
        load_organisation(tmp_path / "o.toml")


@pytest.mark.parametrize(
    "name", ["dingtalk", "dingtalk：hz-duty", "dingtalk:", ":hz-duty", "DingTalk:hz", "mail:a b", ""]
)
def test_a_channel_is_a_kind_and_a_name(name: str) -> None:
    with pytest.raises(SettingsError, match=r"is not kind:name, as in dingtalk:hz-duty|empty") as caught:
        parse_organisation(GOOD.replace('deputy = "li"', f'channels = ["{name}"]'), "o.toml")
    assert (caught.value.line, caught.value.field) == (25, "person.channels")


def test_what_kinds_there_are_is_asked_by_dispatch_alone() -> None:
    known = parse_organisation(GOOD.replace('deputy = "li"', 'channels = ["sms:hz-duty"]'), "o.toml")
    assert known.people[0].channels == ("sms:hz-duty",)
