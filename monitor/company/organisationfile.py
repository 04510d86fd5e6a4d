"""The organisation file, read strictly: all that is unknown, impossible or there twice is refused with its line."""

from __future__ import annotations

import re
from datetime import UTC, datetime
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
from monitor.config.reading import UNREAD, Reading
from monitor.config.strict_toml import Mistakes, Table, read_written

#: a channel of the settings: [channel.dingtalk.hz-duty] is dingtalk:hz-duty
_CHANNEL = re.compile(r"[a-z][a-z0-9_]*:[^\s:：]+")
#: timeline keys that no project may have as its id
RESERVED = frozenset({COMPANY, "none"})

_TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


#: stands in for a moment that cannot be read, until the file is refused
_NEVER = datetime.max.replace(tzinfo=UTC)


def load_organisation(path: Path | str) -> Organisation:
    """Reads the organisation file (shell). Raises SettingsError with file, line and field: of all that is wrong."""
    return parse_organisation(read_written(path), str(path))


def parse_organisation(text: str, file: str) -> Organisation:
    """Checks and builds the organisation from TOML; `file` is for messages only.

    Raises SettingsError (file, line, field), SettingsErrors of more than one, for unknown keys, wrong types and values,
    doubles, scopes and deputies that do not exist.
    """
    wrong = Mistakes()
    root = Reading(Table.parse(text, file), wrong)
    company, projects, people, windows = (
        root.table("company"), root.tables("project"), root.tables("person"), root.tables("sensitive_window"),
    )  # fmt: skip
    shifts, absences = root.tables("shift"), root.tables("absence")
    root.done()
    organisation = Organisation(
        company=_company(company) if company else Company(name=UNREAD),
        projects=tuple(map(_project, projects)),
        people=tuple(map(_person, people)),
        sensitive_windows=tuple(map(_window, windows)),
        shifts=tuple(map(_shift, shifts)),
        absences=tuple(map(_absence, absences)),
    )
    _check_projects(organisation.projects, projects)
    _check_people(organisation.people, people)
    if projects or not wrong.found:
        # where [[projects]] was written every scope would be told as well
        _check_scopes(organisation, [*people, *windows])
    if people or not wrong.found:
        _check_roster([*organisation.shifts, *organisation.absences], [*shifts, *absences], organisation)
    wrong.tell()
    return organisation


def _company(table: Reading) -> Company:
    company = Company(
        name=table.text("name"), aliases=table.texts("aliases"), stock_code=table.optional_text("stock_code")
    )
    table.done()
    if name_key(company.name) in map(name_key, company.aliases):
        table.note("aliases", f"{company.name!r} is the company's name already")
    return company


def _project(table: Reading) -> Project:
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
        table.note("id", f"{project.id!r}: an id has no space and no ~, and is not company or none")
    return project


def _person(table: Reading) -> Person:
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


def _channels(table: Reading) -> tuple[str, ...]:
    """What a kind is called is the settings' question, and whether it is there dispatch's; the form is ours."""
    names = table.texts("channels")
    for name in names:
        if not _CHANNEL.fullmatch(name):
            table.note("channels", f"{name!r} is not kind:name, as in dingtalk:hz-duty")
    return names


def _window(table: Reading) -> SensitiveWindow:
    start, end = _span(table)
    window = SensitiveWindow(name=table.text("name"), start=start, end=end, scope=table.text("scope"))
    table.done()
    return window


def _span(table: Reading) -> tuple[datetime, datetime]:
    start, end = table.moment("from"), table.moment("to")
    if start and end and start >= end:
        table.note("to", "must be later than `from`")
    return start or _NEVER, end or _NEVER


def _shift(table: Reading) -> Shift:
    weekdays = table.texts("weekdays")
    for day in weekdays:
        if day not in WEEKDAYS:
            table.note("weekdays", f"{day!r} is none of {', '.join(WEEKDAYS)}")
    shift = Shift(
        person=table.text("person"),
        weekdays=weekdays,  # type: ignore[arg-type]
        start=_time_of_day(table, "from"),
        end=_time_of_day(table, "to"),
    )
    table.done()
    return shift


def _time_of_day(table: Reading, key: str) -> str:
    text = table.text(key) if table.has(key) else "00:00"
    if text != UNREAD and not _TIME_OF_DAY.fullmatch(text):
        table.note(key, f'{text!r} is no time of day; write "18:00"')
    return text


def _absence(table: Reading) -> Absence:
    start, end = _span(table)
    absence = Absence(person=table.text("person"), start=start, end=end)
    table.done()
    return absence


def _check_roster(entries: list[Shift | Absence], tables: list[Reading], organisation: Organisation) -> None:
    known = {person.id: person.role for person in organisation.people}
    for entry, table in zip(entries, tables, strict=True):
        role = known.get(entry.person)
        if role is None and entry.person != UNREAD and UNREAD not in known:
            table.note("person", f"there is no person {entry.person!r}")
        if isinstance(entry, Shift) and role not in (None, UNREAD, "duty"):
            table.note("person", f"{entry.person!r} is a {role}; shifts are for people of the role duty")


def _check_projects(projects: tuple[Project, ...], tables: list[Reading]) -> None:
    places = {place for project in projects for place in (project.city, project.region) if place}
    region_of: dict[str, str | None] = {}
    ids, names, groups = _Doubles(), _Doubles(), _Doubles()
    for project, table in zip(projects, tables, strict=True):
        ids.add(project.id, project.id, table, "id")
        if project.id in places:
            table.note("id", f"{project.id!r} is also a city or a region; a scope could mean either")
        _check_region(project, region_of, table)
        # two names of which nobody knows the city are not of one city
        for key, name in ((key, name) for key, name in _names(project) if project.city != UNREAD):
            names.add((project.city, name_key(name)), name, table, key, f" in {project.city}")
        for group in project.groups:
            groups.add(name_key(group), group, table, "groups")


def _names(project: Project) -> list[tuple[str, str]]:
    return [("name", project.name), *(("aliases", alias) for alias in project.aliases)]


def _check_region(project: Project, region_of: dict[str, str | None], table: Reading) -> None:
    if UNREAD in (project.city, project.region):
        return
    if region_of.setdefault(project.city, project.region) != project.region:
        table.note("region", f"{project.city} lies in {region_of[project.city]} further up; a city has one region")


def _check_people(people: tuple[Person, ...], tables: list[Reading]) -> None:
    ids = _Doubles()
    known = {person.id for person in people}
    for person, table in zip(people, tables, strict=True):
        ids.add(person.id, person.id, table, "id")
        # whoever's id cannot be read may be the deputy that is missed
        if person.deputy not in (None, UNREAD) and person.deputy not in known and UNREAD not in known:
            table.note("deputy", f"there is no person {person.deputy!r}")
        if person.deputy is not None and person.deputy == person.id != UNREAD:
            table.note("deputy", f"{person.id!r} cannot stand in for itself")


def _check_scopes(organisation: Organisation, tables: list[Reading]) -> None:
    scopes = {scope for project in organisation.projects for scope in _places(project)} | {COMPANY}
    values = [each.scope for each in organisation.people] + [each.scope for each in organisation.sensitive_windows]
    if UNREAD in scopes:
        # what cannot be read may be the scope that is missed
        return
    for scope, table in zip(values, tables, strict=True):
        if scope != UNREAD and scope not in scopes:
            table.note("scope", f'{scope!r} is no project id, city or region of this file, nor "company"')


def _places(project: Project) -> list[str]:
    return [place for place in (project.id, project.city, project.region) if place is not None]


class _Doubles:
    """Notes what is there twice."""

    def __init__(self) -> None:
        self._seen: set[object] = set()

    def add(self, key: object, shown: str, table: Reading, name: str, where: str = "") -> None:
        if shown != UNREAD and key in self._seen:
            table.note(name, f"{shown!r} is there twice{where}")
        self._seen.add(key)
