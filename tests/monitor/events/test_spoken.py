"""The number that people say on the phone leads to the incident it was made of, or to the ones it could mean."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from histories import ORGANISATION

from monitor.cli.act import command, project_id
from monitor.company.organisationfile import parse_organisation
from monitor.errors import Unreadable, YuqingError
from monitor.events.spoken import Numbered, meant, number_in
from monitor.ids import spoken_number
from monitor.records import Action
from monitor.steps.acts import target

MINE = "hz-ygyy~0f3a52b9c1d4e6f7"
NUMBER = spoken_number(MINE)
#: another incident with the same number
TWIN = "hz-ygyy~0000000000027070"


def test_two_incidents_may_have_one_number() -> None:
    assert spoken_number(TWIN) == NUMBER
    assert TWIN != MINE


@pytest.mark.parametrize("said", ["819-846", "819846", "编号819-846", "编号 819-846", " ８１９-８４６ ", "819 846"])
def test_a_number_is_read_as_people_write_it(said: str) -> None:
    assert number_in(said) == "819-846"


@pytest.mark.parametrize("said", ["", MINE, "8198461", "81-9846", "hz-819-846", "819-846~0f3a52b9c1d4e6f7"])
def test_what_is_no_number_is_left_alone(said: str) -> None:
    assert number_in(said) is None


def test_an_open_incident_goes_before_those_that_are_over() -> None:
    known = [Numbered(TWIN, "closed"), Numbered(MINE, "acknowledged"), Numbered("hz-ygyy~1", "open")]
    assert meant(NUMBER, "respond", known) == MINE
    assert meant(NUMBER, "respond", known[:1]) == TWIN


@pytest.mark.parametrize(("act", "others"), [("respond", "open"), ("reopen", "closed"), ("review", "closed")])
def test_of_several_none_is_guessed(act: str, others: str) -> None:
    known = [Numbered(TWIN, others, "电梯停运"), Numbered(MINE, "open", "水管爆裂")]  # type: ignore[arg-type]
    with pytest.raises(YuqingError, match="2 incidents have the number") as told:
        meant(NUMBER, act, known)
    assert all(word in str(told.value) for word in (TWIN, MINE, "电梯停运", "水管爆裂"))


def test_a_number_that_nobody_has_is_said_to_be_so() -> None:
    known = [Numbered(f"hz-ygyy~{number}", "open", f"事件{number}", f"2026-11-0{9 - number}") for number in range(9)]
    with pytest.raises(YuqingError, match=f"no incident has the number {NUMBER}") as told:
        meant(NUMBER, "respond", [*known, Numbered("hz-ygyy~a", "closed", "已关闭的")])
    assert [f"事件{number}" in str(told.value) for number in range(9)] == [True] * 5 + [False] * 4
    assert "已关闭的" not in str(told.value)
    assert known[0].number in str(told.value)
    with pytest.raises(YuqingError, match="no incident is open"):
        meant(NUMBER, "respond", [])


def test_a_project_is_named_as_people_call_it() -> None:
    assert project_id("阳光雅苑", ORGANISATION) == "hz-ygyy"
    # the workers' file decides about what this one does not know
    assert project_id("nowhere", ORGANISATION) == "nowhere"
    assert project_id("company", ORGANISATION) == "company"


def test_a_name_of_two_projects_is_refused_with_their_ids() -> None:
    both = parse_organisation(
        '[company]\nname = "和悦物业"\n'
        + "".join(
            f'[[project]]\nid = "in-{city}"\nname = "阳光雅苑"\nkind = "other"\ncity = "{city}"\nregion = "华东"\n'
            for city in ("杭州", "南京")
        ),
        "o.toml",
    )
    with pytest.raises(Exception, match=r"in-杭州.*in-南京"):
        project_id("阳光雅苑", both)


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        (["respond", "819-84"], "nor the six digits that messages end with"),
        (["respond", "alert"], "INCIDENT: 'alert' is not SUBJECT~HASH"),
        (["assign", NUMBER], "assign needs --to PERSON"),
        (["file", MINE], "file needs --to authority|company"),
        (["relabel", MINE], "relabel needs --sentiment negative|neutral|positive or --level 0–3"),
        (["respond"], "Error: INCIDENT, --project, --mention: exactly one says what it is about"),
        (["respond", MINE, "--project", "x"], "Error: INCIDENT, --project: exactly one says what it is about"),
        (["silence", MINE, "--until", "soon"], "Error: --until: not a time; write it as 2026-01-31T18:30"),
        (["respond", MINE, "--at", "soon"], "Error: --at: not a time; write it as 2026-01-31T18:30"),
    ],
)
def test_what_lacks_is_named_as_the_option_that_is_to_be_given(said: list[str], complaint: str) -> None:
    result = CliRunner().invoke(command, [*said, "--by", "zhang"])
    assert (result.exit_code, complaint in result.output) == (2, True), result.output


def test_a_number_on_the_topic_is_told_what_it_is() -> None:
    action = Action(type="respond", incident_id="819-846", by="zhang", at=None)  # type: ignore[arg-type]
    with pytest.raises(Unreadable, match="not SUBJECT~HASH"):
        target(action, ORGANISATION)
