"""The organisation file, read strictly: what is unknown, impossible or there twice is refused with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from monitor.company.organisation import (
    COMPANY,
    PROJECT_KINDS,
    ROLES,
    Company,
    Organisation,
    Person,
    Project,
    SensitiveWindow,
    name_key,
)  # fmt: skip
from monitor.company.roster import WEEKDAYS, Absence, Shift
from monitor.config.strict_toml import Table, read_written

#: a channel of the settings: [channel.dingtalk.hz-duty] is dingtalk:hz-duty
_CHANNEL = re.compile(r"[a-z][a-z0-9_]*:[^\s:：]+")
#: timeline keys that no project may have as its id
RESERVED = frozenset({COMPANY, "none"})

_TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def load_organisation(path: Path | str) -> Organisation:
    """Reads the organisation file (shell). Raises SettingsError with file, line and field."""
    return parse_organisation(read_written(path), str(path))


def parse_organisation(text: str, file: str) -> Organisation:
    """Checks and builds the organisation from TOML; `file` is for messages only.

    Raises SettingsError (file, line, field) for unknown keys, wrong types and values, doubles, scopes and deputies
    that do not exist.
    """
    root = Table.parse(text, file)
    company, projects, people, windows = (
        root.table("company"), root.tables("project"), root.tables("person"), root.tables("sensitive_window"),
    )  # fmt: skip
    shifts, absences = root.tables("shift"), root.tables("absence")
    root.done()
    organisation = Organisation(
        company=_company(company),
        projects=tuple(_project(table) for table in projects),
        people=tuple(_person(table) for table in people),
        sensitive_windows=tuple(_window(table) for table in windows),
        shifts=tuple(_shift(table) for table in shifts),
        absences=tuple(_absence(table) for table in absences),
    )
    _check_projects(organisation.projects, projects)
    scopes = {scope for project in organisation.projects for scope in project.levels} | {COMPANY}
    _check_people(organisation.people, people, scopes)
    _check_scopes([each.scope for each in organisation.sensitive_windows], windows, scopes)
    _check_roster([*organisation.shifts, *organisation.absences], [*shifts, *absences], organisation)
    return organisation


def _company(table: Table) -> Company:
    company = Company(
        name=table.text("name"), aliases=table.texts("aliases"), stock_code=table.optional_text("stock_code")
    )
    table.done()
    if name_key(company.name) in map(name_key, company.aliases):
        raise table.error("aliases", f"{company.name!r} is the company's name already")
    return company


def _project(table: Table) -> Project:
    project = Project(
        id=table.text("id"),
        name=table.text("name"),
        city=table.text("city"),
        region=table.optional_text("region"),
        kind=table.choice("kind", PROJECT_KINDS, "residential"),  # type: ignore[arg-type]
        aliases=table.texts("aliases"),
        groups=table.texts("groups"),
        households=table.optional_count("households"),
        retired=table.flag("retired"),
    )
    table.done()
    if project.id in RESERVED or "~" in project.id or any(char.isspace() for char in project.id):
        raise table.error("id", f"{project.id!r}: an id has no space and no ~, and is not company or none")
    return project


def _person(table: Table) -> Person:
    person = Person(
        id=table.text("id"),
        name=table.text("name"),
        role=table.choice("role", ROLES),  # type: ignore[arg-type]
        scope=table.text("scope"),
        channels=_channels(table),
        deputy=table.optional_text("deputy"),
    )
    table.done()
    return person


def _channels(table: Table) -> tuple[str, ...]:
    """What a kind is called is the settings' question, and whether it is there dispatch's; the form is ours."""
    names = table.texts("channels")
    if wrong := [name for name in names if not _CHANNEL.fullmatch(name)]:
        raise table.error("channels", f"{wrong[0]!r} is not kind:name, as in dingtalk:hz-duty")
    return names


def _window(table: Table) -> SensitiveWindow:
    window = SensitiveWindow(
        name=table.text("name"), start=table.moment("from"), end=table.moment("to"), scope=table.text("scope")
    )
    table.done()
    if window.start >= window.end:
        raise table.error("to", "must be later than `from`")
    return window


def _shift(table: Table) -> Shift:
    weekdays = table.texts("weekdays")
    if wrong := next((day for day in weekdays if day not in WEEKDAYS), None):
        raise table.error("weekdays", f"{wrong!r} is none of {', '.join(WEEKDAYS)}")
    shift = Shift(
        person=table.text("person"),
        weekdays=weekdays,  # type: ignore[arg-type]
        start=_time_of_day(table, "from"),
        end=_time_of_day(table, "to"),
    )
    table.done()
    return shift


def _time_of_day(table: Table, key: str) -> str:
    text = table.text(key) if table.has(key) else "00:00"
    if not _TIME_OF_DAY.fullmatch(text):
        raise table.error(key, f'{text!r} is no time of day; write "18:00"')
    return text


def _absence(table: Table) -> Absence:
    absence = Absence(person=table.text("person"), start=table.moment("from"), end=table.moment("to"))
    table.done()
    if absence.start >= absence.end:
        raise table.error("to", "must be later than `from`")
    return absence


def _check_roster(entries: list[Shift | Absence], tables: list[Table], organisation: Organisation) -> None:
    for entry, table in zip(entries, tables, strict=True):
        person = organisation.person(entry.person)
        if person is None:
            raise table.error("person", f"there is no person {entry.person!r}")
        if isinstance(entry, Shift) and person.role != "duty":
            raise table.error("person", f"{entry.person!r} is a {person.role}; shifts are for people of the role duty")


def _check_projects(projects: tuple[Project, ...], tables: list[Table]) -> None:
    places = {place for project in projects for place in (project.city, project.region) if place}
    region_of: dict[str, str | None] = {}
    ids, names, groups = _Doubles(), _Doubles(), _Doubles()
    for project, table in zip(projects, tables, strict=True):
        ids.add(project.id, project.id, table, "id")
        if project.id in places:
            raise table.error("id", f"{project.id!r} is also a city or a region; a scope could mean either")
        if region_of.setdefault(project.city, project.region) != project.region:
            raise table.error(
                "region", f"{project.city} lies in {region_of[project.city]} further up; a city has one region"
            )
        names.add((project.city, name_key(project.name)), project.name, table, "name", f" in {project.city}")
        for alias in project.aliases:
            names.add((project.city, name_key(alias)), alias, table, "aliases", f" in {project.city}")
        for group in project.groups:
            groups.add(name_key(group), group, table, "groups")


def _check_people(people: tuple[Person, ...], tables: list[Table], scopes: set[str]) -> None:
    ids = _Doubles()
    for person, table in zip(people, tables, strict=True):
        ids.add(person.id, person.id, table, "id")
    known = {person.id for person in people}
    for person, table in zip(people, tables, strict=True):
        if person.deputy is not None and person.deputy not in known:
            raise table.error("deputy", f"there is no person {person.deputy!r}")
        if person.deputy == person.id:
            raise table.error("deputy", f"{person.id!r} cannot stand in for itself")
    _check_scopes([person.scope for person in people], tables, scopes)


def _check_scopes(values: Iterable[str], tables: list[Table], scopes: set[str]) -> None:
    for scope, table in zip(values, tables, strict=True):
        if scope not in scopes:
            raise table.error("scope", f'{scope!r} is no project id, city or region of this file, nor "company"')


class _Doubles:
    """Refuses what is there twice."""

    def __init__(self) -> None:
        self._seen: dict[object, str] = {}

    def add(self, key: object, shown: str, table: Table, name: str, where: str = "") -> None:
        if key in self._seen:
            raise table.error(name, f"{shown!r} is there twice{where}")
        self._seen[key] = shown
