"""Which real-world matter a mention is about: its base matter, and the incidents that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from monitor.records import Assessment
from monitor.watch.attested import hearsay, toll
from monitor.watch.checkpoint import copies
from monitor.watch.checkpoint.state import IncidentState
from monitor.watch.checkpoint.subjects import Outline, SubjectState
from monitor.watch.joining import accounts, amends, apart, besides, correcting, crowds, danger, days, kinds, standing
from monitor.watch.joining.asked import (
    ASPECTS,
    BASE,
    Asked,
    ask,
    base_matter,
    both_touch,
    is_near,
    is_recalled,
    is_spoken_of,
    lives,
    perhaps_repeated,
)
from monitor.watch.settings import FoldSettings
from monitor.watch.words import believed, menace, safe

#: so many shared content words make mentions one matter whose estate nobody knows, or two matters one
SHARED_WORDS = 2
#: a thing that does not work is told as bad service by one and as a hazard by the next
_OF_ONE_THING = frozenset({"service", "safety"})
_GRUMBLED_AT = (_OF_ONE_THING, frozenset({"service", "violation"}))
#: what happens somewhere, and people are sent there
_EVENTS = frozenset({"safety", "staff"})
#: what is owed to the owners is told as confusion by one and as a breach by the next
_CLAIMS = frozenset({"业主大会", "公共收益", "维修基金", "物业费", "停车费", "个人信息", "欠薪", "发票"})


def shared_words(incident: IncidentState, keywords: Iterable[str]) -> int:
    return sum(1 for word in keywords if word in incident.keywords)


def find_incident(
    state: SubjectState, judged: Assessment, published: datetime, settings: FoldSettings
) -> IncidentState | None:
    """The incident that a mention joins: an open one within its time, else a closed one that it reopens.

    A near-duplicate joins the incident whose words it repeats, however long ago those were said.
    """
    asked = ask(judged, published, settings)
    alive = [(name, each) for name, each in state.incidents.outlines() if lives(each, asked)]
    # what rests is not woken for less than a likeness
    likely = [name for name, each in alive if perhaps_repeated(each, asked)]
    ours = [
        each
        for each in map(state.incidents.__getitem__, likely)
        if _belongs(each, judged) and not (_told_anew(each, judged) or standing.elsewhere(each, judged))
    ]
    ours = ours or _put_right(state, alive, judged, asked) or _going_on(state, alive, judged, asked)
    if not ours:
        ours = _of_the_matter(state, dict(alive), judged, asked)
    return max(ours, key=lambda each: _closeness(each, judged), default=None)


def _belongs(incident: IncidentState, judged: Assessment) -> bool:
    """By its wording, or by what it hangs under, unless it names another building."""
    if copies.repeats(incident, judged):
        return True
    return copies.answers(incident, judged) and not besides.in_another_building(incident, judged)


def _put_right(
    state: SubjectState, alive: list[tuple[str, Outline]], judged: Assessment, asked: Asked
) -> list[IncidentState]:
    """The one event that it says was elsewhere, and of whose thing and danger it speaks, if of any."""
    if judged.subject.unplaced:
        return []
    near = [name for name, each in alive if each.matter in _EVENTS and not each.unplaced and is_near(each, asked)]
    if judged.risk.urgent and judged.place is not None:
        before = [each for each in map(state.incidents.__getitem__, near) if correcting.put_right_before(each, judged)]
        if before:
            return before if len(before) == 1 else []
    if not (correcting.may_correct(judged) or correcting.may_insist(judged)):
        return []
    known = [state.incidents[name] for name in near]
    if any(each.open and correcting.is_told_of(each, judged) for each in known):
        return []
    found = [each for each in known if correcting.puts_right(each, judged) is not None]
    found = [
        each for each in found if not (besides.of_another_thing(each, judged) or kinds.of_another_danger(each, judged))
    ]
    return found if len(found) == 1 else []


def _going_on(
    state: SubjectState, alive: list[tuple[str, Outline]], judged: Assessment, asked: Asked
) -> list[IncidentState]:
    """The hazard that it says goes on, whatever has been judged of it this time; after a silence what it speaks of as
    known."""
    if judged.subject.unplaced:
        return []
    near = [name for name, each in alive if each.matter in _OF_ONE_THING and not each.unplaced and is_near(each, asked)]
    near = near if asked.matter in _OF_ONE_THING else []
    found = [each for each in map(state.incidents.__getitem__, near) if standing.goes_on(each, judged)]
    found = found or _reached(state, alive, judged, asked)
    speaks = standing.speaks_of_the_known(judged) or standing.recurs(judged) or standing.tells_the_day(judged)
    if found or not speaks:
        return found
    small = judged.risk.level == 1 and judged.place is not None and judged.place.building is not None
    over = standing.recalls(judged)
    known = [
        name
        for name, each in alive
        if _of_one(each, asked) and (is_spoken_of(each, asked, lately=small) or (over and is_recalled(each, asked)))
    ]
    ours = [each for each in map(state.incidents.__getitem__, known) if _follows(each, judged)]
    return [each for each in ours if not _apart(each, judged)]


def _reached(
    state: SubjectState, alive: list[tuple[str, Outline]], judged: Assessment, asked: Asked
) -> list[IncidentState]:
    """What makes somebody ill in the next flat is no small matter of its own (1单元也有，我孩子吐了), nor is who cannot
    get down where it burns."""
    said = believed.head(judged)
    left, mild = safe.leaves_behind(said), judged.risk.level == 1
    if not (mild and menace.here_too(said)) and not (left and (mild or judged.risk.level == 2)):
        return []
    near = [name for name, each in alive if each.matter == "safety" and not each.unplaced and is_near(each, asked)]
    return [each for each in map(state.incidents.__getitem__, near) if kinds.reaches(each, judged)]


def _follows(incident: IncidentState, judged: Assessment) -> bool:
    known = standing.speaks_of_the_known(judged) or standing.of_that_day(incident, judged)
    if known and standing.follows_up(incident, judged):
        return True
    # beside a call that nobody has ended it would wake people as if somebody were in danger by it
    return standing.is_back(incident, judged) and not danger.lasts(incident)


def _of_one(incident: Outline, asked: Asked) -> bool:
    """They touch one matter, or the small word is of what is known as a hazard: 石材的事物业说要等维修基金."""
    return both_touch(incident, asked) or (incident.matter == "safety" and asked.matter == "service")


def others(
    state: SubjectState, joined: IncidentState, judged: Assessment, published: datetime, settings: FoldSettings
) -> list[IncidentState]:
    """Open incidents that this mention shows to be the same matter as the one it has joined."""
    asked = ask(judged, published, settings)
    known = sorted(name for name, each in state.incidents.outlines() if _perhaps_one(each, asked, joined))
    found = (state.incidents[name] for name in known if name != joined.incident_id)
    return [each for each in found if _same_after_all(each, judged, joined, asked)]


def _perhaps_one(incident: Outline, asked: Asked, joined: IncidentState) -> bool:
    """Whether it is open, of the same time, and its words or its matter could make it one event with the other."""
    # asked of every incident for every mention: what tells most of them apart comes first
    if incident.closed_at is not None or incident.last_seen < asked.earliest or incident.first_seen > asked.latest:
        return False
    if not lives(incident, asked) or incident.unplaced != joined.unplaced:
        return False
    return incident.matter in ASPECTS or both_touch(incident, asked) or perhaps_repeated(incident, asked)


def _of_the_matter(
    state: SubjectState, alive: dict[str, Outline], judged: Assessment, asked: Asked
) -> list[IncidentState]:
    matter = asked.matter
    names = [name for name, each in alive.items() if is_near(each, asked)]
    if _harms(judged):
        names = [name for name in names if not _another_event(state.incidents[name], judged)]
    names = [name for name in names if not _apart(state.incidents[name], judged)]
    if amends.makes(judged) and (
        found := amends.amended([state.incidents[name] for name in names], judged, crowds.HEATED)
    ):
        return found
    likely = [name for name in names if _perhaps_same(alive[name], matter, judged)]
    ours = [each for each in map(state.incidents.__getitem__, likely) if _same_matter(each, asked, judged)]
    if judged.subject.unplaced or any(shared_words(each, judged.keywords) for each in ours):
        return ours
    near = [state.incidents[name] for name in names]
    if ours:
        # of the same kind and not a word in common: rather what it does speak of
        kin = [each for each in near if _kindred(each, judged, asked) and _about(each, judged)]
        return kin or crowds.crowd(near, judged, asked.published) or ours
    if matter in ASPECTS or (accounts.asks_after(judged) and not _harms(judged)):
        beside = [each for each in near if not apart.of_its_own_beside(each, judged)]
        return crowds.spoken_of([each for each in beside if not apart.of_other_news(each, judged)], asked.published)
    kin = [each for each in near if _kindred(each, judged, asked)]
    return kin or crowds.crowd(near, judged, asked.published)


def _perhaps_same(incident: Outline, matter: str, judged: Assessment) -> bool:
    if incident.unplaced or judged.subject.unplaced:
        return incident.unplaced and judged.subject.unplaced
    return incident.matter == matter or matter in ASPECTS or incident.matter in ASPECTS


def _same_matter(incident: IncidentState, asked: Asked, judged: Assessment) -> bool:
    if incident.subject.unplaced or judged.subject.unplaced:
        # nobody knows yet whose these are: only like wording makes them one
        return _both_unplaced(incident, judged) and shared_words(incident, judged.keywords) >= SHARED_WORDS
    matter, shared = asked.matter, shared_words(incident, judged.keywords)
    if incident.matter == matter:
        return not (
            _elsewhere(incident, judged)
            or _of_other_things(incident, judged)
            or (not shared and apart.of_other_news(incident, judged))
            or apart.of_another_week(incident, judged, asked.begun, asked.earliest)
            or apart.another_deed(incident, judged, shared)
            or apart.another_hazard(incident, judged, shared)
            or (shared == 0 and apart.dealt_with(incident, judged, asked.published))
            or (shared == 0 and apart.of_another_thing_since(incident, judged, asked.published))
            or _for_another_cause(incident, judged, shared)
        )
    if shared == 0 or _for_another_cause(incident, judged, shared):
        return False
    return matter in ASPECTS or incident.matter in ASPECTS


def _for_another_cause(incident: IncidentState, judged: Assessment, shared: int) -> bool:
    """大门, 警察 and 横幅 are words of any crowd."""
    if shared >= SHARED_WORDS or "collective" not in judged.risk.categories:
        return False
    return base_matter(judged.risk.categories) in ASPECTS and apart.for_something_else(incident, judged)


def _elsewhere(incident: IncidentState, judged: Assessment) -> bool:
    """A fire in building 7 is not the lift of building 3: another building and not a word in common, and grave."""
    if incident.matter != "safety" or judged.risk.level < 2:
        return False
    return hearsay.names_another_building(incident, judged) and not shared_words(incident, judged.keywords)


def _of_other_things(incident: IncidentState, judged: Assessment) -> bool:
    """A dry hydrant is not the one who was stabbed: both name what it is about, and it is nothing that one event has.

    The small complaints of every day stay one matter, whatever they name.
    """
    if incident.matter == "service" or not incident.objects or not judged.objects:
        return False
    if apart.escapes(incident, judged):
        return False
    if not apart.told_of(incident, judged).isdisjoint(incident.objects):
        return False
    # 医院 or 受伤 alone is said of any accident
    return shared_words(incident, judged.keywords) < SHARED_WORDS


def _harms(judged: Assessment) -> bool:
    """Of an event that harmed somebody or is about to; what a crowd names is where it stands."""
    return besides.grave(judged) and "collective" not in judged.risk.categories and not judged.subject.unplaced


def _another_event(incident: IncidentState, judged: Assessment) -> bool:
    """Two deaths of one estate are two events where they name two buildings, or things that no one event has.

    What has befallen people is told by a few words (当场, 孩子, 没救过来): sharing those makes nothing one.
    """
    if incident.matter not in ("safety", "staff") or correcting.puts_right(incident, judged) is not None:
        return False
    if accounts.another(incident, judged) or besides.another_crime(incident, judged) or days.another(incident, judged):
        return True
    here, there = besides.buildings(incident), judged.place.building if judged.place else None
    if here and there is not None and there not in here:
        return True
    if not incident.objects or not judged.objects or (there is not None and there in here):
        return False
    if besides.ASSAULT & set(judged.objects) and besides.AKIN_TO_ASSAULT.isdisjoint(incident.objects):
        return True  # wherever it was done, that place was not what harmed
    words = len(besides.telling_words(judged.keywords) & incident.keywords.keys())
    if besides.ASSAULT & set(incident.objects) and besides.AKIN_TO_ASSAULT.isdisjoint(judged.objects):
        return words < SHARED_WORDS  # nor is who is stuck in the lift where it was done
    # a hazard that only stands is one with what it was named by; an accident is told by what it touched
    named = set(judged.objects) if apart.stands(incident) else {*judged.objects, *judged.akin}
    return named.isdisjoint(incident.objects) and words < SHARED_WORDS


def _apart(incident: IncidentState, judged: Assessment) -> bool:
    """A hazard that is known of another building, or what is serious among small matters or in a quarrel over fees."""
    return standing.elsewhere(incident, judged) or apart.buried(incident, judged) or apart.coerces(incident, judged)


def _told_anew(incident: IncidentState, judged: Assessment) -> bool:
    """Worded like what is known, but not the very words, and of another event by them: 今天又坠落, 另一部."""
    if not _harms(judged) or judged.mention.parent_id in incident.members:
        return False
    if int(judged.fingerprint or "0", 16) in incident.spread.bits:
        return False
    return accounts.another(incident, judged) and not standing.goes_on(incident, judged)


def _both_unplaced(incident: IncidentState, judged: Assessment) -> bool:
    return incident.subject.unplaced and judged.subject.unplaced


def _kin(incident: IncidentState, judged: Assessment, asked: Asked) -> bool:
    """保安打人 is staff and 被打住院 is casualty: what touches both matters and shares its words is one event."""
    if incident.subject.unplaced or not both_touch(incident, asked):
        return False
    return shared_words(incident, judged.keywords) >= SHARED_WORDS


def _kindred(incident: IncidentState, judged: Assessment, asked: Asked) -> bool:
    """Of one matter by its words, or by the one thing that both are about: the power is off, says one, and another that
    it is dark on the stairs and nobody comes."""
    if _kin(incident, judged, asked):
        return True
    if incident.grade >= 3 or incident.subject.unplaced or _harms(judged) or not _told_alike(incident, judged, asked):
        return False
    things = judged.keywords[: judged.things]
    if set(judged.objects).isdisjoint(incident.objects) and not _mostly(incident, things):
        return False
    return _about(incident, judged)


def _told_alike(incident: IncidentState, judged: Assessment, asked: Asked) -> bool:
    """One thing may be told as both matters; what is only grumbled at is bad service or too dear."""
    claimed = _CLAIMS.intersection(judged.objects, incident.objects)
    pairs = _GRUMBLED_AT if judged.risk.level == 1 or claimed else (_OF_ONE_THING,)
    known = {incident.matter, *(BASE.get(each, incident.matter) for each in incident.categories)}
    return both_touch(incident, asked) or any(frozenset((each, asked.matter)) in pairs for each in known)


def _same_after_all(incident: IncidentState, judged: Assessment, joined: IncidentState, asked: Asked) -> bool:
    if incident.incident_id in joined.related or joined.incident_id in incident.related:
        # told apart by the building that somebody named: one only where it is said which it was
        return correcting.makes_one(incident, joined, judged) is not None
    if copies.repeats(incident, judged):
        return not standing.elsewhere(incident, judged)
    if judged.mention.kind == "comment":
        return False  # what is said in passing makes two matters no one
    if incident.matter in ASPECTS:
        shared = shared_words(incident, judged.keywords)
        return shared >= SHARED_WORDS or (shared > 0 and incident.matter in judged.risk.categories)
    if (_harms(judged) and _another_event(incident, judged)) or _apart(incident, judged):
        return False
    if danger.are_two(incident, joined):
        return False
    if judged.subject.unplaced or not _kindred(incident, judged, asked) or apart.two_matters(incident, joined, judged):
        return False
    return _about(incident, judged) and _about(joined, judged, without=1)


def _about(incident: IncidentState, judged: Assessment, without: int = 0) -> bool:
    """Whether one thing that the mention speaks of is what most of the incident speaks of: many small complaints that
    lie in one incident are not one event with whatever one of them mentions. `without`: so many are the mention."""
    return _mostly(incident, judged.keywords, without) or len(incident.members) == without


def _mostly(incident: IncidentState, words: Iterable[str], without: int = 0) -> bool:
    """Whether most of its mentions speak of one of these words."""
    said = max((incident.said.get(word, 0) for word in words), default=0) - without
    return 2 * said > len(incident.members) - without


def kin(
    state: SubjectState, opened: IncidentState, judged: Assessment, published: datetime, settings: FoldSettings
) -> list[IncidentState]:
    """Open incidents of harm of the same kind that a new one may be taken for, the latest first."""
    if not _harms(judged):
        return []
    asked = ask(judged, published, settings)
    near = [
        name
        for name, each in state.incidents.outlines()
        if each.open
        and name != opened.incident_id
        and not each.unplaced
        and each.matter in ("safety", "staff")
        and lives(each, asked)
        and is_near(each, asked)
    ]
    found = [each for each in map(state.incidents.__getitem__, sorted(near)) if each.accounts and _alike(each, judged)]
    return sorted(found, key=lambda each: (each.last_seen, each.incident_id), reverse=True)


def _alike(incident: IncidentState, judged: Assessment) -> bool:
    named = {*judged.objects, *judged.akin}
    if named and incident.objects:
        return not named.isdisjoint(incident.objects)
    return bool(besides.telling_words(judged.keywords) & incident.keywords.keys())


def _closeness(incident: IncidentState, judged: Assessment) -> tuple[bool, bool, int, bool, int, bool, datetime, str]:
    matter = base_matter(judged.risk.categories)
    words = shared_words(incident, judged.keywords)
    fits = accounts.fits(incident, judged) if _harms(judged) else 0
    # of two lifts of one evening 昨晚两部电梯困人，一名老人送医 is of the one out of which somebody went to hospital
    hurts = incident.told_apart and toll.harm_of(judged) >= toll.HURT
    harmed = hurts and any(each.harm >= toll.HURT for each in incident.members.values())
    # a small thing that is named lies with the small ones
    small = not words and judged.things > 0 and incident.grade <= judged.risk.level == 1
    ours = incident.matter == matter
    return (incident.open, ours, fits, harmed, words, small, incident.last_seen, incident.incident_id)
