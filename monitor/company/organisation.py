"""An organisation as one frozen value: projects, people, sensitive windows, and who is up the tree."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import field

from monitor.company.roster import Absence, Shift
from monitor.records import Recipient, Record, Time
from monitor.text.normalising import normalise
from monitor.text.spelling import undotted

Role = Literal["duty", "manager", "leader", "publisher"]
ProjectKind = Literal["residential", "office", "mall", "other"]
ROLES: tuple[Role, ...] = ("duty", "manager", "leader", "publisher")
PROJECT_KINDS: tuple[ProjectKind, ...] = ("residential", "office", "mall", "other")
#: the scope that covers everything; also the timeline key of the company's own matters
COMPANY = "company"
_COMPANY_ALONE = (COMPANY,)

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
    """What the organisation file holds. Lookups take ids as they are and names in any spelling (`name_key`)."""

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

    def is_company(self, reference: str) -> bool:
        """Whether headquarters is called so: "company", its name or one of its aliases."""
        known = (COMPANY, self.company.name, *self.company.aliases)
        return name_key(reference) in {name_key(each) for each in known if each}

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
        """Who was told of which kind of matter (monitor.company.routing); bounded there."""
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


def _name_keys(project: Project) -> Iterable[str]:
    return dict.fromkeys(map(name_key, (project.name, *project.aliases)))


def _index(pairs: Iterable[tuple[str, _Value]]) -> dict[str, list[_Value]]:
    found: dict[str, list[_Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
