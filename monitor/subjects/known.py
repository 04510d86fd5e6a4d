"""The names by which an organisation's projects and the company itself are known, in every spelling."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from monitor.company.organisation import Organisation, Project, name_key
from monitor.records import How
from monitor.subjects.estates import Estates
from monitor.text.normalising import normalise
from monitor.text.spelling import shortened, spellings

#: how it names, and the projects that have it (none: the company)
Known = tuple[How, tuple[Project, ...]]


def known_names(organisation: Organisation) -> dict[str, Known]:
    """Folded name → whose it is. Names of the file come first, then their other spellings."""
    exact = _collected(_written(organisation), {})
    spelled = _collected(_spelled(organisation), exact)
    company = organisation.company
    codes = stock_codes(company.stock_code) if company.stock_code else []
    for name in (company.name, *company.aliases, *codes):
        for key in (name_key(name), normalise(name).text):
            spelled.setdefault(key, ("company", ()))
    return spelled


def short_names(organisation: Organisation, estates: Estates, known: dict[str, Known]) -> dict[str, Known]:
    """What people leave out of names; such a rest may be an everyday word (自行车小区), so that it needs support."""
    with_short = _collected(_short(organisation, estates), known)
    return {key: found for key, found in with_short.items() if key not in known}


def _collected(found: Iterable[tuple[str, How, Project]], before: dict[str, Known]) -> dict[str, Known]:
    """`before` and what is new; one name may be several projects'."""
    known = dict(before)
    for key, how, project in found:
        if key in before:
            continue
        first, others = known.get(key, (how, ()))
        if project not in others:
            known[key] = (how if not others else first, (*others, project))
    return known


def _written(organisation: Organisation) -> Iterator[tuple[str, How, Project]]:
    for project in organisation.projects:
        yield name_key(project.name), "named", project
        for alias in project.aliases:
            yield name_key(alias), "alias", project


def _spelled(organisation: Organisation) -> Iterator[tuple[str, How, Project]]:
    for project in organisation.projects:
        for name in (project.name, *project.aliases):
            how: How = "named" if name == project.name else "alias"
            for key in (*spellings(name_key(name)), normalise(name).text):
                yield key, how, project
                if project.kind == "office":
                    # 云栖台大厦 is the office building 云栖台, and another estate than one where people live
                    yield f"{key}大厦", how, project


def _short(organisation: Organisation, estates: Estates) -> Iterator[tuple[str, How, Project]]:
    for project in organisation.projects:
        for key in shortened(name_key(project.name), project.city):
            if not estates.common.fullmatch(key):
                yield key, "alias", project


def stock_codes(stock_code: str) -> list[str]:
    """06666.HK is also written HK06666, HK.06666, 6666.HK and $06666$."""
    digits, _, market = stock_code.partition(".")
    if not market:
        return [stock_code]
    short = f"{digits.lstrip('0')}.{market}"
    return list(dict.fromkeys([stock_code, f"{market}{digits}", f"{market}.{digits}", short, f"${digits}$"]))


def other_companies(organisation: Organisation, estates: Estates) -> list[str]:
    """Companies other than ours, who may be one of the list."""
    company = organisation.company
    own = {name_key(name) for name in (company.name, *company.aliases)}
    return [name for name in estates.companies if name not in own]


def name_parts(organisation: Organisation) -> dict[str | None, frozenset[str]]:
    """Project id (None: the company) → what it, its place and its company are called, and all parts of these names."""
    company = {name_key(name) for name in (organisation.company.name, *organisation.company.aliases)}
    found: dict[str | None, frozenset[str]] = {None: _parts(company)}
    for each in organisation.projects:
        own = (each.name, *each.aliases, *each.groups, each.city, each.region or "")
        found[each.id] = _parts(company | {name_key(name) for name in own if name})
    return found


def _parts(names: Collection[str]) -> frozenset[str]:
    """All runs of two characters or more: content words have so many."""
    return frozenset(
        name[start:end] for name in names for start in range(len(name)) for end in range(start + 2, len(name) + 1)
    )
