"""What must hold before anything is sent: names lead somewhere, every route ends at somebody, a 严重 can be closed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from monitor.company.organisation import COMPANY, Organisation, Project
from monitor.company.roster import WEEKDAYS, changes
from monitor.company.routing import Matter, route
from monitor.config.channels import Channel, Subscriber
from monitor.config.toml_lines import TomlFile
from monitor.errors import SettingsError
from monitor.notify.audience import hears
from monitor.records import CATEGORIES, Subject

_GRADES = (1, 2, 3, 4)


def problems(
    channels: Mapping[str, Channel],
    subscribers: Mapping[str, Subscriber],
    fallback: str,
    organisation: Organisation,
    file: TomlFile,
    organised: TomlFile,
) -> Iterator[SettingsError]:
    """Everything that is wrong; `file` is the settings file, `organised` the organisation file."""
    yield from _fallbacks(channels, fallback, file)
    for name, subscriber in subscribers.items():
        yield from _subscriber(name, subscriber, channels, organisation, file)
    for nth, person in enumerate(organisation.people):
        for channel in person.channels:
            if channel not in channels:
                yield organised.error(("person", nth, "channels"), f"{channel!r}: {_undefined(channel)}")
    yield from _dead_ends(channels, list(subscribers.values()), organisation, organised)


def _undefined(channel: str) -> str:
    kind, _, name = channel.partition(":")
    return f"no such channel; define it as [channel.{kind}.{name}] in the settings (docs/operations/channels.md)"


def _fallbacks(channels: Mapping[str, Channel], fallback: str, file: TomlFile) -> Iterator[SettingsError]:
    if fallback and fallback not in channels:
        yield file.error(("dispatch", "fallback"), f"{fallback!r}: {_undefined(fallback)}")
    for name, channel in channels.items():
        if channel.fallback and channel.fallback not in channels:
            place = ("channel", *name.split(":", 1), "fallback")
            yield file.error(place, f"{channel.fallback!r}: {_undefined(channel.fallback)}")


def _subscriber(
    name: str, subscriber: Subscriber, channels: Collection[str], organisation: Organisation, file: TomlFile
) -> Iterator[SettingsError]:
    projects = organisation.projects
    known: dict[str, Collection[str]] = {
        "projects": {COMPANY, *(project.id for project in projects)},
        "cities": {project.city for project in projects},
        "regions": {project.region for project in projects if project.region},
        "categories": CATEGORIES,
    }
    for field, names in known.items():
        for value in getattr(subscriber, field):
            if value not in names:
                yield file.error(("subscriber", name, field), f"{value!r} is none of the {field} there are")
    for channel in subscriber.channels:
        if channel not in channels:
            yield file.error(("subscriber", name, "channels"), f"{channel!r}: {_undefined(channel)}")


def _dead_ends(
    channels: Collection[str], subscribers: Collection[Subscriber], organisation: Organisation, organised: TomlFile
) -> Iterator[SettingsError]:
    """Of each project and of the company: grades that nobody is told of, and a grade 3 that nobody could close."""
    places: list[tuple[tuple[str | int, ...], Project | None]] = [(("company",), None)]
    places += [(("project", nth), each) for nth, each in enumerate(organisation.projects) if not each.retired]
    for place, project in places:
        subject = _subject(project)
        silent = [grade for grade in _GRADES if not _told(subject, grade, channels, subscribers, organisation)]
        if silent:
            grades = ", ".join(map(str, silent))
            yield organised.error(
                place, f"nobody is told of its alerts of grade {grades}: no person on the route has a channel"
            )
        yield from _silent_hours(place, subject, channels, subscribers, organisation, organised, silent)
        if not organisation.people_for(subject.project, "leader"):
            yield organised.error(
                place, "nobody could close its alerts of grade 3: there is no leader for it, nor for the company"
            )


def _silent_hours(
    place: tuple[str | int, ...], subject: Subject, channels: Collection[str], subscribers: Collection[Subscriber],
    organisation: Organisation, organised: TomlFile, silent: Collection[int],
) -> Iterator[SettingsError]:  # fmt: skip
    """The first hour of the duty roster at which only people without a channel are left, for each grade."""
    scopes = organisation.levels(subject.project)
    people = {person.id for person in organisation.people if person.scope in scopes}
    moments = changes(shift for shift in organisation.shifts if shift.person in people)
    for grade in (each for each in _GRADES if each not in silent):
        told = (at for at in moments if not _told(subject, grade, channels, subscribers, organisation, at))
        if at := next(told, None):
            yield organised.error(
                place,
                f"nobody is told of its alerts of grade {grade} on {WEEKDAYS[at.weekday()]} {at:%H:%M}: "
                "nobody who is on duty then has a channel",
            )


def _subject(project: Project | None) -> Subject:
    if project is None:
        return Subject(how="company")
    return Subject(project=project.id, city=project.city, region=project.region, how="named")


def _told(
    subject: Subject, grade: int, channels: Collection[str], subscribers: Collection[Subscriber],
    organisation: Organisation, at: datetime | None = None,
) -> bool:  # fmt: skip
    people = route(organisation, Matter(subject, grade), at)
    if any(channel in channels for recipient in people for channel in recipient.channels):
        return True
    return any(hears(subscriber, subject, grade, ()) for subscriber in subscribers)
