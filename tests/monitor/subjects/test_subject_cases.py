"""Whose matter a mention is, in many invented cases: tests/data/subjects."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.company.organisationfile import load_organisation
from monitor.records import Mention
from monitor.subjects.subject import SubjectFinder, subject_key
from monitor.text.normalising import normalise
from monitor.times import SHANGHAI

FOLDER = Path(__file__).parents[2] / "data" / "subjects"
CASES = tomllib.loads((FOLDER / "cases.toml").read_text(encoding="utf-8"))["case"]
FINDER = SubjectFinder(load_organisation(FOLDER / "organisation.toml"))
FIELDS = ("title", "group", "keyword", "location", "project", "kind")
KNOWN = {"why", "text", "is", "how", "unplaced", "level", "categories", "source", *FIELDS}


@pytest.mark.parametrize("case", CASES, ids=[f"{case['why']}: {case['text']}" for case in CASES])
def test_whose_matter_it_is(case: dict[str, Any]) -> None:
    assert set(case) <= KNOWN
    fields = {name: case[name] for name in FIELDS if name in case}
    mention = Mention(
        id="weibo:1", source=case.get("source", "weibo"), text=case["text"],
        published_at=datetime(2026, 11, 1, tzinfo=SHANGHAI), **fields,
    )  # fmt: skip
    title = normalise(mention.title or "")
    found = FINDER.find(mention, normalise(mention.text), title, case.get("categories", ()), case.get("level", 0))
    assert [subject_key(subject) for subject in found] == case["is"]
    assert found[0].how == case.get("how", found[0].how)
    assert found[0].unplaced == case.get("unplaced", found[0].unplaced)
