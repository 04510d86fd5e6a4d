"""Who is told: the people of the site and, as it grows graver, of the levels above it, each with the reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from monitor.company.because import Why
from monitor.company.organisation import COMPANY, Organisation, Person
from monitor.company.roster import away, off_duty, on_duty
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
#: whoever is to help must know where: nothing is kept from the site when life is at stake
LIFE_AT_STAKE = frozenset({"safety", "casualty"})

#: kinds of matter whose recipients are remembered; about half a kilobyte each
ROUTES_KEPT = 4_096

ROLE_NAMES = {"duty": "值班", "manager": "负责人", "leader": "领导", "publisher": "信息发布"}


class Matter(Struct, frozen=True):
    """What there is to tell, as far as it decides who hears of it."""

    subject: Subject
    grade: int
    #: danger to life
    urgent: bool = False
    transition: Transition = "opened"
    categories: Collection[str] = ()
    #: the codes of its sources
    sources: Collection[str] = ()
    #: in a sensitive window
    sensitive: bool = False
    #: so many levels further for what is overdue
    climb: int = 0
    disclosure: str = "一般"
    #: it looks like a campaign
    arranged: bool = False

    @property
    def climbed(self) -> int:
        return self.climb if self.transition == "overdue" and self.grade >= 2 else 0

    @property
    def on_site(self) -> bool:
        """The site's alone: a small matter that is late."""
        return self.transition == "overdue" and self.grade < 2


class Told(Struct, frozen=True):
    """One person who is told, and the reasons, the first of which is the level's."""

    person: Person
    why: tuple[Why, ...]
    redacted: bool = False


def route(organisation: Organisation, matter: Matter, at: datetime | None = None) -> list[Recipient]:
    """The recipients, from the site upwards, each person once, with `because` in Chinese. See `told`."""
    if organisation.shifts or organisation.absences:
        return _recipients(organisation, matter, at)
    # without a roster the same kind of matter is told to the same people at any time
    key = (
        matter.subject.project, matter.grade, matter.urgent, matter.transition == "overdue",
        frozenset(matter.categories), _by_hotline(matter.sources), matter.sensitive, matter.climb, matter.disclosure,
        matter.arranged,
    )  # fmt: skip
    known = organisation.routes
    found = known.get(key)
    if found is None:
        if len(known) >= ROUTES_KEPT:
            known.clear()
        found = known[key] = _recipients(organisation, matter, None)
    return list(found)


def _recipients(organisation: Organisation, matter: Matter, at: datetime | None) -> list[Recipient]:
    return [_recipient(organisation, each) for each in told(organisation, matter, at)]


def told(organisation: Organisation, matter: Matter, at: datetime | None = None) -> list[Told]:
    """Who is told and why, from the site upwards, each person once.

    Grade 1: duty and manager of the project; grade 2: the city as well; grade 3 and 4: region and company as well.
    One level further up for danger to life (`urgent`), for matters of the site's own staff or charges and for
    complaints through a hotline (`sources`: their source codes). An `overdue` of grade 2 and above goes `climb` levels
    further; where there is no level further up it is told again to the leaders and the site. One of grade 1 is the
    site's alone. In a sensitive window all levels hear of every grade, and of a
    `disclosure` 重大 from grade 2 on, and of what looks `arranged`: no site sees a campaign that runs over several.
    Where a level has nobody, the next above it that has somebody stands in. Publishers join at grade 3, and at grade 2
    for what may have to be answered in public, or looks arranged. The company's own matters
    begin at the company. Empty when nobody is registered anywhere.

    `at`: the moment for the duty roster; without it everybody is on duty and nobody away.
    """
    levels = organisation.levels(matter.subject.project)
    codes = _codes(len(levels), matter, matter.climbed)
    found: dict[str, Told] = {}
    for each in (*_by_level(organisation, matter, levels, codes, at), *_publishers(organisation, matter, levels, at)):
        found.setdefault(each.person.id, each)
    if matter.climbed > 1 and codes == _codes(len(levels), matter, matter.climbed - 1):
        return _at_the_top(list(found.values()), levels[0])
    return list(found.values())


def _by_level(
    organisation: Organisation, matter: Matter, levels: Sequence[str], codes: Sequence[str], at: datetime | None
) -> Iterator[Told]:
    """`codes`: why each level is told, the lowest first."""
    for depth, code in enumerate(codes):
        staff = _standing_in(organisation, levels[depth:], _roles(levels[depth], depth, matter))
        for person, duty in _present(organisation, staff, at):
            why = (Why(code), *duty, *_vacancy(organisation, person, levels[depth], duty))
            yield Told(person, why, _redacted(matter, person))


def _publishers(
    organisation: Organisation, matter: Matter, levels: Sequence[str], at: datetime | None
) -> Iterator[Told]:  # fmt: skip
    """Who will have to answer it in public."""
    disclosed = _everywhere(matter) == "disclosed"
    public = disclosed or matter.arranged or bool(ANSWERED_IN_PUBLIC & set(matter.categories))
    if matter.grade >= 3 or (matter.grade == 2 and public):
        for person, duty in _present(organisation, _standing_in(organisation, levels, (SPEAKING,)), at):
            yield Told(person, (Why("public"), *duty), _redacted(matter, person))


def _redacted(matter: Matter, person: Person) -> bool:
    hidden = kept_from_the_site(matter.subject, matter.categories, matter.sources, urgent=matter.urgent)
    return hidden and person.scope == matter.subject.project


def _at_the_top(told: list[Told], site: str) -> list[Told]:
    """Everybody has been told and there is nobody further up: the leaders hear it again, and who owes it."""
    leaders = [each for each in told if each.person.role == "leader"]
    return [each for each in told if each in leaders or each.person.scope == site] if leaders else told


def _further(matter: Matter) -> str | None:
    """Why one level more than the grade asks for is told."""
    if matter.on_site:
        return None
    if matter.urgent:
        return "urgent"
    if ABOUT_THE_SITE & set(matter.categories):
        return "own"
    return "hotline" if _by_hotline(matter.sources) else None


def _everywhere(matter: Matter) -> str | None:
    """Why all levels are told, whatever the grade."""
    if matter.sensitive:
        return "sensitive"
    if matter.disclosure == "重大" and matter.grade >= 2:
        return "disclosed"
    return "arranged" if matter.arranged and not matter.on_site else None


def _by_hotline(sources: Collection[str]) -> bool:
    return not HOTLINES.isdisjoint(sources)


def kept_from_the_site(
    subject: Subject, categories: Collection[str], sources: Collection[str], *, urgent: bool
) -> bool:  # fmt: skip
    """Whether the site hears of it without who said it: its own people could make that person pay for it."""
    if subject.project is None:
        return False
    if ABOUT_THE_SITE & set(categories):
        return True
    return _by_hotline(sources) and not urgent and not LIFE_AT_STAKE & set(categories)


def _codes(levels: int, matter: Matter, climbed: int) -> list[str]:
    """Why each level is told, from the lowest to the last one that is."""
    above = ["grave"] * levels if matter.grade >= 3 else ["assist"] * (matter.grade - 1)
    further, everywhere = _further(matter), _everywhere(matter)
    codes = ["site", *above, *([further] if further else []), *["overdue"] * climbed]
    if everywhere:
        codes += [everywhere] * levels
    return codes[:levels]


def _roles(scope: str, depth: int, matter: Matter) -> Sequence[Sequence[str]]:
    """The roles that are told at this level, the wanted ones first, then whoever there is."""
    if scope == COMPANY:
        return (WORKING if matter.grade >= 2 or matter.climbed else SITE, WORKING)
    return (SITE if depth == 0 and matter.grade < 2 else WORKING, WORKING)


def _standing_in(organisation: Organisation, scopes: Sequence[str], roles: Sequence[Sequence[str]]) -> list[Person]:
    """The people of the lowest of these levels that has any."""
    for scope in scopes:
        for wanted in roles:
            if people := organisation.people_at(scope, wanted):
                return list(people)
    return []


def _present(
    organisation: Organisation, people: Sequence[Person], at: datetime | None
) -> Iterator[tuple[Person, tuple[Why, ...]]]:
    """Those of them who are on duty now, or who stands in for one who is away."""
    if at is None or not (organisation.shifts or organisation.absences):
        yield from ((person, ()) for person in people)
        return
    off = off_duty(organisation.shifts, [person.id for person in people if person.role == "duty"], at)
    for person in people:
        if person.id in off:
            continue
        if away(organisation.absences, person.id, at):
            yield _deputy(organisation, person, at)
            continue
        shift = on_duty(organisation.shifts, person.id, at)
        yield person, (Why("on_duty", shift.said()),) if shift else ()


def _deputy(organisation: Organisation, person: Person, at: datetime) -> tuple[Person, tuple[Why, ...]]:
    """Whoever stands in, along the deputies; the person who is away, where there is nobody."""
    seen, present = {person.id}, person
    while present.deputy and present.deputy not in seen:
        seen.add(present.deputy)
        present = organisation.person(present.deputy) or present
        if not away(organisation.absences, present.id, at):
            return present, (Why("stands_in", person.name),)
    return person, (Why("away"),)


def _vacancy(organisation: Organisation, person: Person, level: str, duty: Sequence[Why]) -> tuple[Why, ...]:
    if person.scope == level or any(each.code == "stands_in" for each in duty):
        return ()
    return (Why("vacant", scope_name(organisation, level)),)


def _recipient(organisation: Organisation, each: Told) -> Recipient:
    person = each.person
    return Recipient(
        person=person.id,
        name=person.name,
        role=person.role,
        scope=person.scope,
        channels=list(person.channels),
        because="；".join(_because(organisation, each)),
        redacted=each.redacted,
    )


def _because(organisation: Organisation, each: Told) -> Iterator[str]:
    person, (level, *others) = each.person, each.why
    yield f"{scope_name(organisation, person.scope)}{ROLE_NAMES[person.role]}：{level.chinese()}"
    yield from (other.chinese() for other in [*others, *also(organisation, each)])


def also(organisation: Organisation, each: Told) -> list[Why]:
    """What is said after the reasons: the deputy, and what is kept back."""
    deputy = organisation.person(each.person.deputy) if each.person.deputy else None
    named = [Why("deputy", deputy.name)] if deputy else []
    return [*named, *([Why("redacted")] if each.redacted else [])]


def scope_name(organisation: Organisation, scope: str) -> str:
    return "公司" if scope == COMPANY else organisation.name_of(scope)
