"""Whose matter a text is, under the sample organisation and under one with tricky names."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.company.organisation import NO_ORGANISATION, Organisation
from monitor.company.organisationfile import load_organisation, parse_organisation
from monitor.records import Mention, Subject
from monitor.subjects.subject import SubjectFinder, subject_key
from monitor.text.normalising import normalise
from monitor.times import SHANGHAI

SAMPLE = load_organisation(Path(__file__).parents[1] / "config" / "organisation.toml")
TRICKY = parse_organisation(
    """
[company]
name = "和悦物业"
aliases = ["和悦"]
stock_code = "06666.HK"
[[project]]
id = "yghy"
name = "阳光花园"
city = "杭州"
region = "华东"
groups = ["阳光花园一家亲"]
[[project]]
id = "yghy2"
name = "阳光花园二期"
city = "杭州"
region = "华东"
[[project]]
id = "jt"
name = "金棠雅苑"
city = "杭州"
region = "华东"
[[project]]
id = "soho"
name = "棠SOHO"
city = "昆山"
""",
    "tricky.toml",
)
FINDERS = {id(each): SubjectFinder(each) for each in (SAMPLE, TRICKY, NO_ORGANISATION)}


def find(
    text: str, organisation: Organisation = SAMPLE, *, categories: tuple[str, ...] = (), level: int = 0, **fields: Any
) -> list[Subject]:
    fields = {"id": "weibo:1", "source": "weibo", "published_at": datetime(2026, 11, 1, tzinfo=SHANGHAI)} | fields
    mention = Mention(text=text, **fields)
    title = normalise(mention.title or "")
    return FINDERS[id(organisation)].find(mention, normalise(text), title, categories, level)


def keys(text: str, organisation: Organisation = SAMPLE, **more: Any) -> list[str]:
    return [subject_key(subject) for subject in find(text, organisation, **more)]
