"""What the rules look at: the mentions that count, the context of their incident, and how they add up in a window."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from math import sqrt
from typing import Any

from msgspec import Struct

from monitor.kept import kept
from monitor.watch.attested import hearsay
from monitor.watch.checkpoint import baseline, coordination
from monitor.watch.checkpoint.memory import Rhythm, Usual
from monitor.watch.checkpoint.remembered import micros
from monitor.watch.checkpoint.state import IncidentState, Member
from monitor.watch.ruleset import Rule, Ruleset
from monitor.watch.settings import FoldSettings

#: however small the estate, fewer people are not many
HOUSEHOLD_FLOOR = 3
DAY, MICROSECOND = timedelta(days=1), timedelta(microseconds=1)


class Surroundings(Struct, frozen=True):
    """What is known of the subject beside its mentions."""

    households: int | None = None
    kind: str = "other"
    #: ids that a rule may name it by: project, city, region, company
    levels: tuple[str, ...] = ()
    sensitive: bool = False
    rhythm: Rhythm | None = None


class Case(Struct, frozen=True, dict=True):
    """An incident before the rules at a moment."""

    incident: IncidentState
    now: datetime
    settings: FoldSettings
    rules: Ruleset
    around: Surroundings
    #: the grade is to fall: only what is still going on now counts, and a little less of it is enough to stay
    easing: bool = False
    #: also rules whose conditions fail are measured, to be explained
    telling_all: bool = False

    @kept
    def held(self) -> dict[str, Any]:
        """By rule what it comes to where it holds, None where it does not (monitor.watch.grades.grading)."""
        return {}

    @kept
    def counted(self) -> list[Member]:
        """The mentions that count: none that is refuted, and after a reopening only those published since."""
        incident = self.incident
        standing = incident.gist.standing(incident.since)
        return [each for each in standing if not hearsay.refuted(incident, each)] if incident.denied else standing

    @kept
    def whole(self) -> bool:
        """All that the incident has ever heard of counts."""
        return self.incident.since is None and len(self.counted) == len(self.incident.members)

    @kept
    def corroborated(self) -> bool:
        """Somebody bears out what is grave: a verdict, a second voice, a complaint, first-hand detail, the press."""
        if self.incident.verdict == "true":
            return True
        grave = [each for each in self.counted if each.level == 3]
        return hearsay.borne_out(grave, alike=self.incident.matter == "market")

    @kept
    def coordination(self) -> coordination.Finding:
        return self.incident.gist.coordination if self.incident.since is None else coordination.look(self.counted)

    def doubtful(self, member: Member) -> bool:
        if member.level < 3:
            return False
        return (member.unplaced and not member.complaint) or (hearsay.in_doubt(member) and not self.corroborated)

    @property
    def habit(self) -> bool:
        """Whether it is asked if what goes on is more than a habit: it has been found one, or people still speak up."""
        quiet = self.now - self.incident.touched_at >= timedelta(hours=self.settings.ease_hours)
        return self.incident.spread.habitual or (self.easing and not quiet)

    def expected(self, span: timedelta, end: datetime) -> float:
        """People who speak up in a window that ends then, as far as that is usual."""
        return self._expected(span // MICROSECOND, micros(end), self._usual)

    def usually(self, widths: Iterable[int], end: datetime) -> list[float]:
        """The same of several windows, given in microseconds, as an alert shows it."""
        # most of them begin on the same day
        last, usual = micros(end), cache(self._usual)
        return [round(self._expected(width, last, usual), 2) for width in widths]

    def _expected(self, width: int, last: int, usual: Callable[[int], Usual]) -> float:
        first = last - width
        return baseline.expected(usual(first // baseline.DAY_MICROS), self.around.rhythm, first, last)

    def _usual(self, day: int) -> Usual:
        around = self.around
        return baseline.usual(around.rhythm, self.incident.matter, around.kind, around.households, day)


# ---------------------------------------------------------------- which mentions count

#: condition → those of the mentions that it leaves
_SIEVES: dict[str, Callable[[Case, list[Member], Any], list[Member]]] = {
    "level": lambda case, members, wanted: [each for each in members if each.level >= wanted],
    "categories": lambda case, members, wanted: _of_categories(members, set(wanted)),
    "sources": lambda case, members, wanted: [each for each in members if each.source in wanted],
    "credible": lambda case, members, wanted: [each for each in members if case.doubtful(each) is not wanted],
    "credibility": lambda case, members, wanted: [each for each in members if each.credibility >= wanted],
    "hearsay": lambda case, members, wanted: [each for each in members if hearsay.in_doubt(each) is wanted],
    "first_hand": lambda case, members, wanted: [each for each in members if each.first_hand is wanted],
    "official_media": lambda case, members, wanted: [each for each in members if each.official_media is wanted],
    "government": lambda case, members, wanted: [each for each in members if each.government is wanted],
    "complaint": lambda case, members, wanted: [each for each in members if each.complaint is wanted],
    "negative": lambda case, members, wanted: [each for each in members if each.negative is wanted],
    "urgent": lambda case, members, wanted: [each for each in members if each.urgent is wanted],
    "unplaced": lambda case, members, wanted: [each for each in members if each.unplaced is wanted],
    "reach": lambda case, members, wanted: [each for each in members if each.reach >= wanted],
    "crowd": lambda case, members, wanted: [each for each in members if each.crowd >= wanted],
    "subjects_named": lambda case, members, wanted: [each for each in members if each.named >= wanted],
}


def _of_categories(members: list[Member], wanted: set[str]) -> list[Member]:
    return [each for each in members if not wanted.isdisjoint(each.categories)]


def chosen(case: Case, rule: Rule, members: list[Member]) -> list[Member]:
    """Those that count for the rule, in their order; where it asks for nothing, the very list."""
    for key, wanted in rule.mention.items():
        members = _SIEVES[key](case, members, wanted)
    return members


def alone(case: Case, key: str, wanted: Any) -> list[Member]:
    """Those that one condition leaves of all that count, whatever the rule's others say."""
    return _SIEVES[key](case, case.counted, wanted)


# ---------------------------------------------------------------- what else must be so

_INCIDENT: dict[str, Callable[[Case], Any]] = {
    "categories": lambda case: sorted(case.incident.categories),
    "matters": lambda case: [case.incident.matter],
    "projects": lambda case: list(case.around.levels),
    "kinds": lambda case: [case.around.kind],
    "sensitive": lambda case: case.around.sensitive,
    "coordinated": lambda case: case.coordination.found,
    "corroborated": lambda case: case.corroborated,
    "denied": lambda case: hearsay.denial_stands(case.incident),
    "verified": lambda case: case.incident.verdict == "true",
    "late_found": lambda case: bool(case.counted) and all(each.late for each in case.counted),
    "grade": lambda case: case.incident.grade,
}


def context(case: Case, rule: Rule) -> Iterator[tuple[str, Any, Any, bool]]:
    """(name, observed, needed, holds) of each condition on the incident."""
    for key, wanted in rule.incident.items():
        seen = _INCIDENT[key](case)
        if isinstance(wanted, list):
            yield key, seen, wanted, not set(wanted).isdisjoint(seen)
        elif isinstance(wanted, bool):
            yield key, seen, wanted, seen is wanted
        else:
            yield key, seen, wanted, seen >= wanted


# ---------------------------------------------------------------- what they amount to


#: what is said to the company alone has spread nowhere
CHANNELS = frozenset({"12345", "hotline", "app", "front_desk", "manual"})


class Gathering:
    """The mentions of a window, counted as it moves; only what the rule asks for is kept count of."""

    def __init__(self, needs: Iterable[str] = ()) -> None:
        asked = set(needs)
        self.members: deque[Member] = deque()
        self.people: dict[str, int] = {}
        self.sources: dict[str, int] = {}
        self.copies: dict[str, int] = {}
        #: content word or wording → who spoke of it, and how many these are
        self.things: dict[str, dict[str, int]] = {}
        #: what each of the members speaks of
        self._things_of: deque[dict[str, None]] = deque()
        self.loud: dict[str, int] = {}
        self._tallies: list[tuple[dict[str, int], Callable[[Member], str]]] = []
        if asked & {"people", "burst"}:
            self._tallies.append((self.people, lambda each: each.person))
        if "platforms" in asked:
            self._tallies.append((self.sources, lambda each: "" if each.source in CHANNELS else each.source))
        if "copies" in asked:
            self._tallies.append((self.copies, lambda each: each.wording))
        self._by_thing = bool(asked & {"people_on_one_thing", "households_share"})
        #: counts of the whole incident, which knows also of mentions that its bound has cost
        self.totals: dict[str, int] = {}

    def add(self, member: Member) -> None:
        self.members.append(member)
        for counts, name_of in self._tallies:
            if name := name_of(member):
                counts[name] = counts.get(name, 0) + 1
        if self._by_thing:
            things, person = member.things, member.person
            self._things_of.append(things)
            for thing in things:
                people = self.things.setdefault(thing, {})
                people[person] = people.get(person, 0) + 1
                self.loud[thing] = len(people)

    def drop_until(self, start: datetime) -> None:
        """Let go of what was published before the window."""
        while self.members and self.members[0].published <= start:
            self._drop(self.members.popleft())

    def _drop(self, member: Member) -> None:
        for counts, name_of in self._tallies:
            if name := name_of(member):
                _one_less(counts, name)
        for thing in self._things_of.popleft() if self._by_thing else ():
            people = self.things[thing]
            _one_less(people, member.person)
            if people:
                self.loud[thing] = len(people)
            else:
                del self.loud[thing]

    def loudest(self) -> tuple[int, str]:
        """The most people who spoke of one thing, and what it is: of several the one that was named first."""
        most = max(self.loud.values(), default=0)
        return most, next((thing for thing, people in self.loud.items() if people == most), "")


def _one_less(counts: dict[str, int], name: str) -> None:
    counts[name] -= 1
    if not counts[name]:
        del counts[name]


class Amount(Struct):
    """What a rule's needs come to: by name what was observed, what is needed, and whatever its text may show."""

    observed: dict[str, Any]
    needed: dict[str, Any]
    holds: bool
    shown: dict[str, Any]
    #: where the window ends
    end: datetime | None = None


def asked(case: Case, rule: Rule) -> dict[str, float]:
    """What the rule asks for here and now.

    What is to fall, and what has fallen before, is measured by what is usual there: a large estate's many small
    complaints reach any fixed number every week. In a sensitive window nothing is.
    """
    if case.around.sensitive:
        return rule.relaxed
    habitual = case.incident.spread.habitual
    if not (case.easing or habitual) or rule.span is None or not rule.needs:
        return rule.needs
    burst = rule.needs.get("burst", case.settings.usual_burst)
    # what has fallen as a habit rises by more than it fell by: else it would go up and down by the hour
    return {**rule.needs, "burst": burst / case.settings.ease_share if habitual and not case.easing else burst}


def amount(case: Case, rule: Rule, gathered: Gathering, end: datetime) -> Amount:
    needs = asked(case, rule)
    share = case.settings.ease_share if case.easing and rule.span else 1.0
    found = Amount({}, {}, True, {}, end)
    for key, wanted in needs.items():
        seen, needed = _measure(case, rule, gathered, end, key, wanted, found.shown)
        found.observed[key], found.needed[key] = seen, needed
        found.holds &= needed is not None and seen >= (needed if key == "burst" else needed * share)
    return found


def _measure(
    case: Case, rule: Rule, gathered: Gathering, end: datetime, key: str, wanted: float, shown: dict[str, Any]
) -> tuple[Any, Any]:
    """(observed, needed) in the unit that people count in."""
    match key:
        case "people_on_one_thing" | "households_share":
            seen, shown["thing"] = gathered.loudest()
            if key == "households_share":
                return seen, _of_households(case.around.households, wanted)
            return seen, wanted
        case "burst":
            people, span = len(gathered.people), rule.span or DAY
            if span > DAY and case.habit:
                # by the day: what a week of it is like is known only weeks later
                people, span = len({each.person for each in gathered.members if each.published > end - DAY}), DAY
            usual = case.expected(span, end)
            shown["baseline"] = round(usual, 1)
            return round((people - usual) / sqrt(max(usual, 1.0)), 2), wanted
        case _:
            return max(_COUNTS[key](gathered), gathered.totals.get(key, 0)), wanted


_COUNTS: dict[str, Callable[[Gathering], Any]] = {
    "mentions": lambda gathered: len(gathered.members),
    "people": lambda gathered: len(gathered.people),
    "complaints": lambda gathered: sum(each.complaint for each in gathered.members),
    "platforms": lambda gathered: len(gathered.sources),
    "reach": lambda gathered: sum(each.reach for each in gathered.members),
    "crowd": lambda gathered: max((each.crowd for each in gathered.members), default=0),
    "copies": lambda gathered: max(gathered.copies.values(), default=0),
    "independent_people": lambda gathered: hearsay.independent(gathered.members),
    "negative_share": lambda gathered: round(
        sum(each.negative for each in gathered.members) / max(1, len(gathered.members)), 3
    ),
}


#: names that a text may show and that a rule need not have asked for
COUNTED = (*_COUNTS, "people_on_one_thing", "households_share", "burst")


def _of_households(households: int | None, share: float) -> int | None:
    """People that are this share; None where nobody knows the households: then it never is."""
    return max(HOUSEHOLD_FLOOR, round(households * share)) if households else None


# ---------------------------------------------------------------- what a new mention can change

#: conditions that a mention may make true although it does not count itself
_MADE_TRUE = frozenset({"categories", "coordinated"})
_BOUNDS: dict[str, Callable[[IncidentState], float]] = {
    "mentions": lambda incident: incident.mentions,
    "people": lambda incident: incident.voices,
    "independent_people": lambda incident: incident.voices,
    "complaints": lambda incident: incident.complaints,
    "platforms": lambda incident: len(incident.platforms),
    "reach": lambda incident: incident.reach,
    "copies": lambda incident: max((each.mentions for each in incident.spread.wordings.values()), default=0),
}


def only_by_itself(rule: Rule) -> bool:
    """A new mention makes this rule true only by counting itself."""
    return _MADE_TRUE.isdisjoint(rule.incident) and not rule.incident.get("corroborated", False)


def possible(case: Case, rule: Rule, new: Member) -> bool:
    """False where a quick look shows that the rule cannot have become true by this mention."""
    if only_by_itself(rule) and not chosen(case, rule, [new]):
        return False
    needs = asked(case, rule)
    if list(needs) == ["crowd"] and only_by_itself(rule):
        return new.crowd >= needs["crowd"]
    return within_bounds(case, rule)


def within_bounds(case: Case, rule: Rule) -> bool:
    """False where none of its mentions is so grave, or its own counts, which no window exceeds, fall short already."""
    if rule.mention and rule.mention.get("level", 0) > case.incident.gist.level:
        return False
    needs = asked(case, rule)
    if not needs:
        return True
    share, incident = case.settings.ease_share if case.easing else 1.0, case.incident
    for key, wanted in needs.items():
        bound = _BOUNDS.get(key)
        if bound is not None and bound(incident) < wanted * share:
            return False
    return all(most * share <= incident.loudest for most in _voices_needed(case, needs))


#: each of these takes a mention of its own
_BY_MENTION = ("mentions", "people", "independent_people", "complaints", "platforms", "copies")


def least(case: Case, rule: Rule) -> float:
    """So many mentions at least must lie in a window in which the rule holds."""
    needs = asked(case, rule)
    return max((*(needs[key] for key in _BY_MENTION if key in needs), *_voices_needed(case, needs)), default=0)


def _voices_needed(case: Case, needs: dict[str, float]) -> Iterator[float]:
    if "people_on_one_thing" in needs:
        yield needs["people_on_one_thing"]
    if "households_share" in needs:
        yield _of_households(case.around.households, needs["households_share"]) or float("inf")
