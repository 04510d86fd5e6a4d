"""The organisation file as one frozen value: projects, people, sensitive windows, and who is up the tree."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import field

from monitor.errors import SettingsError
from monitor.records import Recipient, Record, Time
from monitor.roster import WEEKDAYS, Absence, Shift
from monitor.spelling import undotted
from monitor.strict_toml import Table
from monitor.text import normalise

Role = Literal["duty", "manager", "leader", "publisher"]
ProjectKind = Literal["residential", "office", "mall", "other"]
ROLES: tuple[Role, ...] = ("duty", "manager", "leader", "publisher")
PROJECT_KINDS: tuple[ProjectKind, ...] = ("residential", "office", "mall", "other")
#: the scope that covers everything; also the timeline key of the company's own matters
COMPANY = "company"
#: a channel of the settings: [channel.dingtalk.hz-duty] is dingtalk:hz-duty
_CHANNEL = re.compile(r"[a-z][a-z0-9_]*:[^\s:：]+")
_COMPANY_ALONE = (COMPANY,)
#: timeline keys that no project may have as its id
RESERVED = frozenset({COMPANY, "none"})

_TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_Value = TypeVar("_Value")
_canonical = msgspec.json.Encoder(order="sorted").encode


def name_key(name: str) -> str:
    """What the spellings of a name have in common: width, case, traditional characters, spaces, dots do not count."""
    return undotted(normalise(name).text.replace(" ", ""))


class Company(Record, frozen=True, kw_only=True):
    name: str
    aliases: tuple[str, ...] = ()
    stock_code: str | None = None


class Project(Record, frozen=True, kw_only=True):
    """One estate, office or mall; `id` is the key of everything downstream, for ever."""

    id: str
    name: str
    city: str
    region: str | None = None
    kind: ProjectKind = "residential"
    aliases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    households: int | None = None
    retired: bool = False

    @property
    def levels(self) -> tuple[str, ...]:
        """The scopes it lies in, from itself up to the company."""
        return tuple(dict.fromkeys(scope for scope in (self.id, self.city, self.region, COMPANY) if scope))


class Person(Record, frozen=True, kw_only=True):
    id: str
    name: str
    role: Role
    #: a project id, a city, a region, or "company"
    scope: str
    channels: tuple[str, ...] = ()
    deputy: str | None = None


class SensitiveWindow(Record, frozen=True, kw_only=True):
    """In force from `start` until just before `end`."""

    name: str
    scope: str
    start: Time = field(name="from")
    end: Time = field(name="to")


class Organisation(Record, frozen=True, kw_only=True, dict=True, gc=True):
    """The organisation file as a value. Lookups take ids as they are and names in any spelling (`name_key`)."""

    company: Company
    projects: tuple[Project, ...] = ()
    people: tuple[Person, ...] = ()
    sensitive_windows: tuple[SensitiveWindow, ...] = ()
    #: the duty roster, where there is one
    shifts: tuple[Shift, ...] = ()
    absences: tuple[Absence, ...] = ()

    @staticmethod
    def empty() -> Organisation:
        """For running without a file: nobody is known."""
        return NO_ORGANISATION

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of the content; comments and layout of the file do not count."""
        return sha256(_canonical(self)).hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; `organisation_from_dict` reads them back."""
        values: dict[str, Any] = msgspec.json.decode(_canonical(self))
        return values

    def project(self, project_id: str | None) -> Project | None:
        return self._projects.get(project_id) if project_id else None

    def person(self, person_id: str) -> Person | None:
        return self._people.get(person_id)

    def lookup(self, reference: str) -> tuple[Project, ...]:
        """The projects with this id, name or alias: several when a name exists in several cities, none when unknown."""
        reference = reference.strip()
        by_id = self._projects.get(reference)
        return (by_id,) if by_id else tuple(self._named.get(name_key(reference), ()))

    def in_group(self, group: str) -> tuple[Project, ...]:
        """The projects whose forum, bar or chat group this is."""
        return tuple(self._groups.get(name_key(group), ()))

    def name_of(self, project_id: str) -> str:
        """What people call it; with its city where another city has the same name; the id itself when unknown."""
        known = self._spoken.get(project_id)
        if known is None:
            project = self.project(project_id)
            if project is None:
                return project_id
            # asked for every alert and state: the spellings of a name are looked at once
            known = self._spoken[project_id] = self._told_apart(project)
        return known

    def _told_apart(self, project: Project) -> str:
        shared = len(self._named[name_key(project.name)]) > 1
        return f"{project.name}（{project.city}）" if shared else project.name

    def levels(self, project_id: str | None) -> tuple[str, ...]:
        """The scopes from the project up: id, city, region, company. Only the company for no or an unknown project."""
        return self._levels.get(project_id, _COMPANY_ALONE) if project_id else _COMPANY_ALONE

    def people_at(self, scope: str, roles: Collection[str] = ROLES) -> tuple[Person, ...]:
        """Who has one of these roles at exactly this scope, in the order of the file."""
        return tuple(person for person in self._scoped.get(scope, ()) if person.role in roles)

    def people_for(self, project_id: str | None, role: str) -> tuple[Person, ...]:
        """Who has this role for the project: those of the nearest level up the tree that has anybody."""
        levels = (self.people_at(scope, (role,)) for scope in self.levels(project_id))
        return next((people for people in levels if people), ())

    def window_at(self, project_id: str | None, at: datetime) -> SensitiveWindow | None:
        """The sensitive window that covers the project (None: the company's own matters) at this moment."""
        if not self.sensitive_windows:
            return None
        scopes = self.levels(project_id)
        covering = (each for each in self.sensitive_windows if each.scope in scopes)
        return next((each for each in covering if each.start <= at < each.end), None)

    def sensitive_at(self, project_id: str | None, at: datetime) -> bool:
        return self.window_at(project_id, at) is not None

    @cached_property
    def routes(self) -> dict[Hashable, list[Recipient]]:
        """Who was told of which kind of matter (monitor.routing); bounded there."""
        return {}

    @cached_property
    def _projects(self) -> dict[str, Project]:
        return {project.id: project for project in self.projects}

    @cached_property
    def _levels(self) -> dict[str, tuple[str, ...]]:
        return {project.id: project.levels for project in self.projects}

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def _named(self) -> dict[str, list[Project]]:
        return _index((key, project) for project in self.projects for key in _name_keys(project))

    @cached_property
    def _spoken(self) -> dict[str, str]:
        """By project what people call it, as far as it has been asked for."""
        return {}

    @cached_property
    def _groups(self) -> dict[str, list[Project]]:
        return _index((name_key(group), project) for project in self.projects for group in project.groups)

    @cached_property
    def _scoped(self) -> dict[str, list[Person]]:
        return _index((person.scope, person) for person in self.people)


NO_ORGANISATION = Organisation(company=Company(name="（未配置组织文件）"))


def organisation_from_dict(values: dict[str, Any]) -> Organisation:
    """From `as_dict`. Raises msgspec.ValidationError for another shape."""
    return msgspec.convert(values, Organisation)


def load_organisation(path: Path | str) -> Organisation:
    """Reads the organisation file (shell). Raises SettingsError with file, line and field."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(str(path), None, "", f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise SettingsError(str(path), None, "", f"is not UTF-8 ({error.reason} at byte {error.start})") from None
    return parse_organisation(text, str(path))


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


def _name_keys(project: Project) -> Iterable[str]:
    return dict.fromkeys(map(name_key, (project.name, *project.aliases)))


def _index(pairs: Iterable[tuple[str, _Value]]) -> dict[str, list[_Value]]:
    found: dict[str, list[_Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
