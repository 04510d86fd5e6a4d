"""How one name is written."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.company.organisation import Company, Organisation, Project, name_key
from monitor.records import Mention
from monitor.subjects.subject import SubjectFinder
from monitor.text.normalising import normalise
from monitor.text.spelling import shortened, spellings, undotted
from monitor.times import SHANGHAI


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("清梳苑", []),
        ("清梳苑二期", ["清梳苑2期", "清梳苑第二期", "清梳苑(二期)", "清梳苑【2期】"]),
        ("清梳苑（北区）", ["清梳苑北区", "清梳苑【北区】"]),
        ("清梳苑a区", ["清梳苑(a区)"]),
        ("壹号鹭院", ["一号鹭院", "1号鹭院"]),
        ("暮坪soho", ["暮坪 soho"]),
    ],
)
def test_spellings(name: str, others: list[str]) -> None:
    found = spellings(name_key(name))
    assert found[0] == name_key(name)
    assert len(set(found)) == len(found)
    assert set(others) <= set(found)


def test_what_is_no_phase_has_no_other_spelling() -> None:
    assert spellings("清梳小区") == ["清梳小区"]
    assert spellings("清梳社区") == ["清梳社区"]
    assert not any("第北区" in each for each in spellings("清梳苑北区"))


def test_dots_inside_of_names_go() -> None:
    assert undotted("翠云·天境和清•梳苑") == "翠云天境和清梳苑"
    assert undotted("·翠云天境·") == "·翠云天境·"


def test_what_people_leave_out() -> None:
    assert shortened("杭州阳光雅苑小区", "杭州市") == ["阳光雅苑小区", "杭州阳光雅苑", "阳光雅苑"]
    assert shortened("清梳苑", "昆山") == []
    assert shortened("昆山里", "昆山") == []


BASES = st.text(st.sampled_from("霁霖鹭汀岚坞栖禾翠"), min_size=3, max_size=4)
TAILS = st.sampled_from(["苑", "府", "苑二期", "府（南区）", "·云邸", "SOHO", "苑小区"])


@given(BASES, TAILS)
def test_every_spelling_is_found(base: str, tail: str) -> None:
    name = base + tail
    finder = SubjectFinder(
        Organisation(company=Company(name="和悦物业"), projects=(Project(id="it", name=name, city="昆山"),))
    )
    for spelling in (name, *spellings(name_key(name))):
        text = normalise(f"昆山{spelling}停水，物业不管")
        mention = Mention(id="a", source="weibo", text=text.raw, published_at=datetime(2026, 1, 1, tzinfo=SHANGHAI))
        assert [each.project for each in finder.find(mention, text, normalise(""), (), 0)] == ["it"], spelling
