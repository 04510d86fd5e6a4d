"""Who is told of what."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.company import routing
from monitor.company.organisation import NO_ORGANISATION, Organisation, organisation_from_dict
from monitor.company.organisationfile import load_organisation, parse_organisation
from monitor.company.routing import ROUTES_KEPT, Matter
from monitor.records import CATEGORIES, Recipient, Subject
from monitor.times import SHANGHAI

SAMPLE = load_organisation(Path(__file__).parents[3] / "config" / "organisation.toml")
SITE = Subject(project="hz-ygyy", city="杭州", region="华东", how="named")
COMPANY = Subject(how="company")
#: nobody is on duty at some hours only: who is told does not depend on the time
UNROSTERED = organisation_from_dict({**SAMPLE.as_dict(), "shifts": [], "absences": []})
NOON = datetime(2026, 11, 18, 12, tzinfo=SHANGHAI)


def route(
    organisation: Organisation, subject: Subject, grade: int, at: datetime | None = None, **more: Any
) -> list[Recipient]:  # fmt: skip
    return routing.route(organisation, Matter(subject, grade, **more), at)


def ids(recipients: list[Recipient]) -> list[str]:
    return [each.person for each in recipients]


def test_the_grade_decides_how_far_up() -> None:
    assert ids(route(SAMPLE, SITE, 1)) == ["zhang", "li"]
    assert ids(route(SAMPLE, SITE, 2)) == ["zhang", "li", "chen", "he"]
    grave = ["zhang", "li", "chen", "he", "xu", "sun", "monitor", "gao", "zheng", "lin", "zhou"]
    assert ids(route(SAMPLE, SITE, 3)) == grave
    assert ids(route(SAMPLE, SITE, 4)) == grave


@pytest.mark.parametrize(
    "more", [{"urgent": True}, {"categories": ["staff"]}, {"categories": ["violation"]}, {"sources": ["12345"]}]
)
def test_some_matters_go_one_level_further(more: dict[str, object]) -> None:
    assert ids(route(SAMPLE, SITE, 1, **more)) == ["zhang", "li", "chen", "he"]
    assert ids(route(SAMPLE, SITE, 2, **more))[4:] == ["xu", "sun"]


def test_a_sensitive_window_tells_region_and_company_of_every_grade() -> None:
    told = route(SAMPLE, SITE, 1, sensitive=True)
    assert {"华东", "company"} <= {each.scope for each in told}
    assert any("敏感期" in each.because for each in told)


def test_overdue_climbs_but_not_at_grade_one() -> None:
    assert ids(route(SAMPLE, SITE, 1, transition="overdue", climb=2)) == ["zhang", "li"]
    assert ids(route(SAMPLE, SITE, 2, transition="overdue", climb=1))[-2:] == ["xu", "sun"]
    assert "zheng" in ids(route(SAMPLE, SITE, 2, transition="overdue", climb=9))


def test_at_the_top_the_leaders_hear_it_again_and_who_owes_it() -> None:
    first, again = (ids(route(SAMPLE, SITE, 3, transition="overdue", climb=climb)) for climb in (1, 2))
    assert {"chen", "sun", "monitor"} <= set(first)
    assert again == ["zhang", "li", "xu", "zheng", "lin"]
    third, fourth = (ids(route(SAMPLE, SITE, 2, transition="overdue", climb=climb)) for climb in (2, 3))
    assert "monitor" in third
    assert fourth == again


def test_what_nobody_reminds_of_does_not_climb() -> None:
    assert ids(route(SAMPLE, SITE, 2, transition="reminded", climb=9)) == ["zhang", "li", "chen", "he"]


def test_the_company_has_its_own_people() -> None:
    assert ids(route(SAMPLE, COMPANY, 1)) == ["monitor", "gao"]
    assert ids(route(SAMPLE, COMPANY, 2)) == ["monitor", "gao", "zheng", "lin"]
    assert ids(route(SAMPLE, COMPANY, 2, categories=["market"]))[-1] == "zhou"


def test_where_a_level_has_nobody_the_next_stands_in() -> None:
    told = route(SAMPLE, Subject(project="hz-lqxc", how="named"), 1)
    assert ids(told) == ["chen", "he"]
    assert told[0].because == "杭州负责人：由本级处置；柳前馨城无登记人员，由上级代收；代理人：何主任"


def test_why_is_said_in_chinese_with_the_deputy() -> None:
    manager, duty = route(SAMPLE, SITE, 1)
    assert manager.because == "阳光雅苑负责人：由本级处置；代理人：李主管"
    assert manager.channels == ["dingtalk:hz-duty"]
    assert (duty.name, duty.role, duty.scope) == ("李主管", "duty", "hz-ygyy")


def test_only_a_leader_is_better_than_nobody() -> None:
    lone = parse_organisation(
        '[company]\nname = "和悦物业"\n[[person]]\nid = "z"\nname = "郑"\nrole = "leader"\nscope = "company"\n', "o"
    )
    assert ids(route(lone, COMPANY, 1)) == ["z"]


@given(
    st.sampled_from([SAMPLE, NO_ORGANISATION]),
    st.sampled_from([SITE, COMPANY, Subject(), Subject(project="gone")]),
    st.integers(1, 4),
    st.booleans(),
    st.booleans(),
    st.lists(st.sampled_from(CATEGORIES)),
    st.integers(0, 9),
)
def test_graver_never_tells_fewer(
    organisation: Organisation,
    subject: Subject,
    grade: int,
    urgent: bool,
    sensitive: bool,
    categories: list[str],
    climb: int,
) -> None:
    def told(grade: int) -> set[str]:
        found = ids(
            route(
                organisation, subject, grade, urgent=urgent, transition="overdue",
                categories=categories, sensitive=sensitive, climb=climb,
            )
        )  # fmt: skip
        assert len(found) == len(set(found))
        return set(found)

    graver = told(min(4, grade + 1))
    # what is told again where nobody is further up is told to the leaders and the site
    kept = {each.id for each in organisation.people if each.role == "leader" or each.scope == subject.project}
    assert told(grade) & (kept if climb > 1 else told(grade)) <= graver
    assert bool(told(grade)) == bool(organisation.people)


@given(
    st.sampled_from([SITE, COMPANY, Subject(), Subject(project="hz-lqxc", how="named")]),
    st.integers(1, 4),
    st.fixed_dictionaries(
        {
            "urgent": st.booleans(),
            "transition": st.sampled_from(("opened", "overdue", "closed")),
            "categories": st.lists(st.sampled_from(CATEGORIES), max_size=3),
            "sources": st.lists(st.sampled_from(("weibo", "12345", "hotline", "news")), max_size=2),
            "sensitive": st.booleans(),
            "climb": st.integers(0, 2),
            "disclosure": st.sampled_from(("一般", "重大")),
            "arranged": st.booleans(),
        }
    ),
)
def test_what_is_remembered_of_a_kind_of_matter_is_what_would_be_found_anew(
    subject: Subject, grade: int, kind: dict[str, Any]
) -> None:
    anew = organisation_from_dict({**SAMPLE.as_dict(), "shifts": [], "absences": []})
    assert route(UNROSTERED, subject, grade, at=NOON, **kind) == route(anew, subject, grade, at=NOON, **kind)
    assert len(UNROSTERED.routes) <= ROUTES_KEPT
