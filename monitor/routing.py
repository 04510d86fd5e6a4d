"""Who is told: the people of the site and, as it grows graver, of the levels above it, each with the reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from monitor.organisation import COMPANY, Organisation, Person
from monitor.records import Recipient, Subject, Transition

#: who handles a matter at a site, and who also hears of it at every level above
SITE = ("duty", "manager")
WORKING = (*SITE, "leader")
#: who speaks for the company hears of what will have to be answered in public
SPEAKING = ("publisher",)
ANSWERED_IN_PUBLIC = frozenset({"media", "market", "rumor", "collective"})
#: matters that the site must not be the only one to know: its own staff and its own charges
ABOUT_THE_SITE = frozenset({"staff", "violation"})
#: complaints that reach us through the authority or headquarters are answered for above the site
HOTLINES = frozenset({"12345", "hotline"})

_ROLES = {"duty": "值班", "manager": "负责人", "leader": "领导", "publisher": "信息发布"}
_SITE_ACTS = "由本级处置"
_ASSIST = "较重及以上级别，上级协助"
_AT_ONCE = "严重及以上级别，第一时间报告区域和公司领导"
_SENSITIVE = "敏感期内，第一时间报区域和公司"
_PUBLIC = "可能需要对外回应"


def route(
    organisation: Organisation,
    subject: Subject,
    grade: int,
    *,
    urgent: bool = False,
    transition: Transition = "opened",
    categories: Collection[str] = (),
    sources: Collection[str] = (),
    sensitive: bool = False,
    climb: int = 0,
) -> list[Recipient]:
    """The recipients, from the site upwards, each person once, with `because` in Chinese.

    Grade 1: duty and manager of the project; grade 2: the city as well; grade 3 and 4: region and company as well.
    One level further up for danger to life (`urgent`), for matters of the site's own staff or charges and for
    complaints through a hotline (`sources`: their source codes). An `overdue` of grade 2 and above goes `climb` levels
    further; grade 1 never climbs. In a sensitive window all levels hear of every grade. Where a level has nobody, the
    next above it that has somebody stands in. Publishers join at grade 3, and at grade 2 for what may have to be
    answered in public. The company's own matters begin at the company. Empty when nobody is registered anywhere.
    """
    levels = organisation.levels(subject.project)
    overdue = climb if transition == "overdue" and grade >= 2 else 0
    reasons = _reasons(len(levels), grade, _further(urgent, categories, sources), overdue, sensitive)
    found: dict[str, Recipient] = {}
    for depth, reason in enumerate(reasons):
        for person in _standing_in(organisation, levels[depth:], _roles(levels[depth], depth, grade, overdue)):
            found.setdefault(person.id, _recipient(organisation, person, reason, levels[depth]))
    if grade >= 3 or (grade == 2 and ANSWERED_IN_PUBLIC & set(categories)):
        for person in _standing_in(organisation, levels, (SPEAKING,)):
            found.setdefault(person.id, _recipient(organisation, person, _PUBLIC, person.scope))
    return list(found.values())


def _further(urgent: bool, categories: Collection[str], sources: Collection[str]) -> str | None:
    """Why one level more than the grade asks for is told."""
    if urgent:
        return "有生命危险，加报一级"
    if ABOUT_THE_SITE & set(categories):
        return "涉及项目自身人员或收费，加报一级"
    return "12345或热线投诉，加报一级" if HOTLINES & set(sources) else None


def _reasons(levels: int, grade: int, further: str | None, overdue: int, sensitive: bool) -> list[str]:
    """Why each level is told, from the lowest to the last one that is."""
    above = [_AT_ONCE] * levels if grade >= 3 else [_ASSIST] * (grade - 1)
    reasons = [_SITE_ACTS, *above, *([further] if further else []), *["逾期未办结，逐级上报"] * overdue]
    if sensitive:
        reasons += [_SENSITIVE] * levels
    return reasons[:levels]


def _roles(scope: str, depth: int, grade: int, overdue: int) -> Sequence[Sequence[str]]:
    """The roles that are told at this level, the wanted ones first, then whoever there is."""
    if scope == COMPANY:
        return (WORKING if grade >= 2 or overdue else SITE, WORKING)
    return (SITE if depth == 0 and grade < 2 else WORKING, WORKING)


def _standing_in(organisation: Organisation, scopes: Sequence[str], roles: Sequence[Sequence[str]]) -> list[Person]:
    """The people of the lowest of these levels that has any."""
    for scope in scopes:
        for wanted in roles:
            if people := organisation.people_at(scope, wanted):
                return list(people)
    return []


def _recipient(organisation: Organisation, person: Person, reason: str, level: str) -> Recipient:
    return Recipient(
        person=person.id,
        name=person.name,
        role=person.role,
        scope=person.scope,
        channels=list(person.channels),
        because="；".join(_because(organisation, person, reason, level)),
    )


def _because(organisation: Organisation, person: Person, reason: str, level: str) -> Iterator[str]:
    yield f"{_scope_name(organisation, person.scope)}{_ROLES[person.role]}：{reason}"
    if person.scope != level:
        yield f"{_scope_name(organisation, level)}无登记人员，由上级代收"
    deputy = organisation.person(person.deputy) if person.deputy else None
    if deputy:
        yield f"代理人：{deputy.name}"


def _scope_name(organisation: Organisation, scope: str) -> str:
    return "公司" if scope == COMPANY else organisation.name_of(scope)
