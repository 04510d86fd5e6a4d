"""The duty roster: who is on, who is off, who is away, and what is refused."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.company.organisation import Organisation, organisation_from_dict
from monitor.company.organisationfile import parse_organisation
from monitor.company.roster import WEEKDAYS, Shift, changes
from monitor.company.routing import Matter, route
from monitor.errors import SettingsError
from monitor.records import Recipient, Subject
from monitor.times import SHANGHAI

BASE = """\
[company]
name = "和悦物业"
[[project]]
id = "hz-ygyy"
name = "阳光雅苑"
city = "杭州"
[[person]]
id = "day"
name = "白班"
role = "duty"
scope = "hz-ygyy"
[[person]]
id = "night"
name = "夜班"
role = "duty"
scope = "hz-ygyy"
[[person]]
id = "boss"
name = "经理"
role = "manager"
scope = "hz-ygyy"
deputy = "city"
[[person]]
id = "city"
name = "城市"
role = "manager"
scope = "杭州"
deputy = "boss"
"""
ROSTER = """\
[[shift]]
person = "day"
weekdays = ["mon", "tue", "wed", "thu", "fri"]
from = "08:00"
to = "20:00"
[[shift]]
person = "night"
weekdays = ["fri"]
from = "20:00"
to = "08:00"
"""
SITE = Subject(project="hz-ygyy", city="杭州", how="given")
#: a Friday
FRIDAY = datetime(2026, 11, 20, tzinfo=SHANGHAI)


def organisation(more: str = "") -> Organisation:
    return parse_organisation(BASE + more, "o.toml")


def told(who: Organisation, at: datetime | None, grade: int = 1) -> list[Recipient]:
    return route(who, Matter(SITE, grade), at)


def ids(recipients: list[Recipient]) -> list[str]:
    return [each.person for each in recipients]


def test_a_file_without_a_roster_tells_all() -> None:
    assert ids(told(organisation(), FRIDAY)) == ["day", "night", "boss"]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (7.9, ["day", "night", "boss"]),  # a gap: nobody is on duty, so all are told
        (8, ["day", "boss"]),
        (19.9, ["day", "boss"]),
        (20, ["night", "boss"]),
        (31.9, ["night", "boss"]),  # Saturday morning still belongs to Friday's night
        (32, ["day", "night", "boss"]),
        (44, ["day", "night", "boss"]),  # Saturday night is nobody's
    ],
)
def test_who_is_on_duty_is_told(hours: float, expected: list[str]) -> None:
    assert ids(told(organisation(ROSTER), FRIDAY + timedelta(hours=hours))) == expected


def test_the_shift_is_named() -> None:
    night, _ = told(organisation(ROSTER), FRIDAY + timedelta(hours=21))
    assert night.because == "阳光雅苑值班：由本级处置；当班（周五 20:00–08:00）"


def test_the_offset_of_the_moment_does_not_count() -> None:
    at = (FRIDAY + timedelta(hours=21)).astimezone(tz=None)
    assert ids(told(organisation(ROSTER), at)) == ["night", "boss"]


def test_a_deputy_stands_in_for_who_is_away() -> None:
    holiday = '[[absence]]\nperson = "boss"\nfrom = 2026-11-20T00:00:00+08:00\nto = 2026-11-27T00:00:00+08:00\n'
    day, night, deputy = told(organisation(holiday), FRIDAY)
    assert (day.person, night.person, deputy.person) == ("day", "night", "city")
    assert "代经理接收（不在岗）" in deputy.because
    assert ids(told(organisation(holiday), FRIDAY + timedelta(days=7))) == ["day", "night", "boss"]


def test_where_all_are_away_the_person_is_told_all_the_same() -> None:
    away = "".join(
        f'[[absence]]\nperson = "{person}"\nfrom = 2026-11-20T00:00:00+08:00\nto = 2026-11-27T00:00:00+08:00\n'
        for person in ("boss", "city")
    )
    boss = told(organisation(away), FRIDAY)[-1]
    assert boss.person == "boss"
    assert "无人可代" in boss.because


def test_the_roster_survives_the_rules_bundle() -> None:
    known = organisation(ROSTER)
    assert organisation_from_dict(known.as_dict()) == known
    old = {key: value for key, value in known.as_dict().items() if key not in ("shifts", "absences")}
    assert organisation_from_dict(old).shifts == ()


@pytest.mark.parametrize(
    ("roster", "problem"),
    [
        ('[[shift]]\nperson = "who"', "there is no person 'who'"),
        ('[[shift]]\nperson = "boss"', "is a manager"),
        ('[[shift]]\nperson = "day"\nweekdays = ["monday"]', "'monday' is none of mon"),
        ('[[shift]]\nperson = "day"\nfrom = "24:00"', "is no time of day"),
        ('[[shift]]\nperson = "day"\nhours = "8-20"', "is no known key"),
        ('[[absence]]\nperson = "day"\nfrom = 2026-11-20T00:00:00+08:00\nto = 2026-11-20T00:00:00+08:00', "later"),
    ],
)
def test_a_roster_that_cannot_be_meant_is_refused(roster: str, problem: str) -> None:
    with pytest.raises(SettingsError, match=problem) as error:
        organisation(roster + "\n")
    assert error.value.line is not None


@given(
    st.lists(st.sampled_from(WEEKDAYS), unique=True), st.integers(0, 1439), st.integers(0, 1439), st.integers(0, 20_000)
)
def test_between_two_changes_nothing_changes(days: list[str], begin: int, end: int, later: int) -> None:
    shift = Shift(person="p", weekdays=tuple(days), start=_clock(begin), end=_clock(end))  # type: ignore[arg-type]
    at = datetime(2026, 1, 12, tzinfo=SHANGHAI) + timedelta(minutes=later)
    week = timedelta(days=7)
    before = max(each + n * week for each in changes([shift]) for n in range(-1, 4) if each + n * week <= at)
    assert shift.covers(at) == shift.covers(before)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
