"""A route retold in Chinese and English: who would be told, why, through which channels, and at what hour."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from monitor.company.organisation import COMPANY, Organisation
from monitor.company.routing import ROLE_NAMES, Matter, Told, also, scope_name, told
from monitor.records import Subject
from monitor.times import local
from monitor.watch.ruleset import GRADES


class Circumstances(Struct, frozen=True):
    """What is asked about."""

    grade: int
    at: datetime
    categories: Sequence[str] = ()
    sources: Sequence[str] = ()
    urgent: bool = False
    sensitive: bool = False
    disclosure: str = "一般"
    #: told as overdue for so many times; 0: not overdue
    overdue: int = 0


def explained(
    organisation: Organisation, project: str | None, asked: Circumstances, channels: Collection[str]
) -> Iterator[str]:
    """Lines; `channels`: those that the settings define."""
    place = organisation.project(project)
    subject = Subject(how="company") if place is None else Subject(
        project=place.id, city=place.city, region=place.region, how="given"
    )  # fmt: skip
    window = organisation.window_at(subject.project, asked.at)
    name = organisation.company.name if place is None else organisation.name_of(place.id)
    yield f"{name}（{subject.project or COMPANY}） {GRADES[asked.grade][0]} grade {asked.grade}, {_moment(asked.at)}"
    if window is not None:
        yield f"敏感期 sensitive window: {window.name}"
    matter = Matter(
        subject, asked.grade, urgent=asked.urgent, categories=asked.categories, sources=asked.sources,
        transition="overdue" if asked.overdue else "opened", climb=asked.overdue,
        sensitive=asked.sensitive or window is not None, disclosure=asked.disclosure,
    )  # fmt: skip
    people = told(organisation, matter, asked.at)
    if not people:
        yield "无人收到：组织文件中没有登记人员 | nobody: the organisation file has no people"
    for each in people:
        yield from _person(organisation, each, channels)


def _moment(at: datetime) -> str:
    here = local(at)
    return f"{here:%Y-%m-%d %H:%M} 周{'一二三四五六日'[here.weekday()]} {here:%a}"


def _person(organisation: Organisation, each: Told, channels: Collection[str]) -> Iterator[str]:
    person = each.person
    where = scope_name(organisation, person.scope)
    yield f"- {person.name}（{person.id}）{where}{ROLE_NAMES[person.role]} ({person.role}, {person.scope})"
    for why in (*each.why, *also(organisation, each)):
        yield f"    {why.chinese()} | {why.english()}"
    if not person.channels:
        yield "    没有通知渠道 | has no channel: reached by nothing"
    for channel in person.channels:
        known = "" if channel in channels else "  未在设置中定义 | not defined in the settings"
        yield f"    → {channel}{known}"
