"""Rules that make no sense: names given twice, conditions that exclude each other, rules that never decide anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from monitor.adapters.values import COMPLAINT_SOURCES
from monitor.company.organisation import COMPANY, Organisation
from monitor.config.strict_toml import Table
from monitor.errors import SettingsError
from monitor.watch.grades.facts import CHANNELS
from monitor.watch.grades.shown import listed, showable, unshown, way_out
from monitor.watch.ruleset import Rule

#: sources whose contents are posted: complaints only where their records say so
POSTED = frozenset(
    {
        "weibo", "wechat", "douyin", "kuaishou", "xiaohongshu", "bilibili", "tieba", "zhihu", "toutiao", "news",
        "forum", "owners_group", "guba", "xueqiu", "hkex",
    }
)  # fmt: skip
#: codes that records come with (docs/records.md); a crawler of one's own may bring others
KNOWN_SOURCES = POSTED | set(COMPLAINT_SOURCES) | {"manual"}
#: needs that a mention's own number already decides
_ALSO_OF_A_MENTION = ("crowd", "reach")


def problems(rules: Sequence[tuple[Rule, Table]], organisation: Organisation | None = None) -> Iterator[SettingsError]:
    """All that is wrong with whole rules but their names, each with its line. `organisation`: also what that does not
    know."""
    for rule, table in rules:
        wrong = [*_contradictions(rule), *(_of_the_organisation(rule, organisation) if organisation else ())]
        yield from (_at(table, key, problem) for key, problem in wrong)
    yield from _never_deciding(rules)


def named_twice(rules: Sequence[tuple[Rule, Table]]) -> Iterator[SettingsError]:
    """Whether they can be read whole or not."""
    names: set[str] = set()
    for rule, table in rules:
        if rule.name in names:
            yield table.error("name", f"{rule.name!r} is there twice; explanations name rules, so each has its own")
        if rule.name:
            names.add(rule.name)


def doubts(rules: Sequence[tuple[Rule, Table]], organisation: Organisation | None = None) -> Iterator[SettingsError]:
    """What may be meant, and more often is a slip: told by the check, refused by nobody."""
    for rule, table in rules:
        for source in rule.mention.get("sources", ()):
            if source not in KNOWN_SOURCES:
                known = ", ".join(sorted(KNOWN_SOURCES))
                yield _at(table, "mention.sources", f"{source!r} comes of a crawler of your own only; known: {known}")
        if "projects" in rule.incident and not (organisation and organisation.projects):
            yield _at(table, "incident.projects", "is not checked: without --organisation FILE no project is known")
        yield from (_at(table, key, doubt) for key, doubt in _seldom_complaints(rule))


#: what must never stay small: one person whose estate is known says that somebody died
GRAVE = Rule(name="", text="", mention={"level": 3, "credible": True, "hearsay": False})


def unguarded(rules: Sequence[Rule]) -> str | None:
    """Where one grave mention would not make grade 3: a file replaces the rules of the package as a whole, and who
    writes but his own into it has lost theirs."""
    if any(rule.grade >= 3 and _implied(rule, GRAVE) for rule in rules):
        return None
    return (
        "no rule gives grade 3 to a single mention of level 3 (a fatal accident that one person tells of); this file "
        "replaces the rules that come along as a whole: begin with a copy of config/rules.toml and add yours"
    )


def _seldom_complaints(rule: Rule) -> Iterator[tuple[str, str]]:
    """Posts are complaints where their records say so (docs/records.md), which crawlers seldom do."""
    sources, wanted = set(rule.mention.get("sources", ())), _complaints_wanted(rule)
    if not wanted:
        return
    if sources and sources <= POSTED:
        yield (
            "mention.sources",
            f"{wanted}: of {_or(sources)} only what comes as a complaint (its kind) counts",
        )
    if not sources and rule.mention.get("complaint") and "platforms" in rule.needs:
        calls = _or(set(COMPLAINT_SOURCES))
        yield "needs.platforms", f"complaint = true: {calls} are no platforms, so only posts that are complaints count"


def _complaints_wanted(rule: Rule) -> str:
    """The condition that asks for complaints; empty: none does."""
    return "complaint = true" if rule.mention.get("complaint") else "needs.complaints" * ("complaints" in rule.needs)


def _never_deciding(rules: Sequence[tuple[Rule, Table]]) -> Iterator[SettingsError]:
    known = [rule for rule, _ in rules]
    for rule, table in rules:
        if stronger := next((each for each in known if each is not rule and _covers(each, rule, known)), None):
            yield table.error(
                "name",
                f"{rule.name!r} never decides: whenever it holds, {stronger.name!r} holds too, with grade "
                f"{stronger.grade}; make it stricter, give it a higher grade, or take it out",
            )


def _at(table: Table, key: str, problem: str) -> SettingsError:
    """`key` is "needs.people": the line of the key, inside its table."""
    part, _, inner = key.partition(".")
    where = table.optional_table(part) if inner else None
    return where.error(inner, problem) if where else table.error(part, problem)


def _contradictions(rule: Rule) -> Iterator[tuple[str, str]]:
    yield from _of_the_text(rule)
    yield from _of_the_mention(rule)
    yield from _of_the_sources(rule)
    yield from _of_what_bears_it_out(rule)
    yield from _of_the_subject(rule)
    yield from _of_the_numbers(rule)
    yield from _of_the_sensitive(rule)


def _of_the_text(rule: Rule) -> Iterator[tuple[str, str]]:
    for name in unshown(rule):
        known = listed(showable(rule))
        yield "text", f"{{{name}}} is nothing that this rule counts: it may show {known}; to show it {way_out(name)}"


def problems_of_part(rule: Rule, table: Table, organisation: Organisation | None = None) -> Iterator[SettingsError]:
    """Of a rule that cannot be read whole: what its text shows and nothing in it would count, and unknown scopes."""
    given = {part: dict.fromkeys(_keys(table, part), 1) for part in ("needs", "sensitive")}
    meant = msgspec.structs.replace(rule, within=rule.within or ("1h" if table.has("within") else None), **given)
    wrong = [*_of_the_text(meant), *(_of_the_organisation(rule, organisation) if organisation else ())]
    yield from (_at(table, key, problem) for key, problem in wrong)


def _keys(table: Table, part: str) -> list[str]:
    """Those that the part has, whatever they say."""
    try:
        inner = table.optional_table(part)
    except SettingsError:
        return []
    return [] if inner is None else list(inner.keys())


def _of_what_bears_it_out(rule: Rule) -> Iterator[tuple[str, str]]:
    mention, incident = rule.mention, rule.incident
    corroborated, grave = incident.get("corroborated"), mention.get("level", 0) == 3
    if corroborated is False and grave:
        for sign in ("first_hand", "official_media", "complaint"):
            if mention.get(sign):
                yield f"mention.{sign}", "contradicts incident.corroborated = false: it bears the matter out"
    if corroborated is False and incident.get("verified"):
        yield "incident.verified", "contradicts corroborated = false: a verdict bears the matter out"
    if corroborated is False and grave and mention.get("hearsay") and mention.get("credible"):
        yield "mention.credible", "contradicts hearsay = true: nobody bears it out by incident.corroborated = false"
    if mention.get("hearsay") and mention.get("government") and mention.get("level", 0) >= 2:
        yield "mention.government", "contradicts hearsay = true: an office that states something grave knows it"
    placed = mention.get("unplaced") is False or mention.get("complaint") is True
    vouched = mention.get("hearsay") is False or corroborated is True
    if mention.get("credible") is False and placed and vouched:
        yield "mention.credible", "is never false: only grave hearsay that nobody bears out, or of no known estate, is"


def _of_the_sources(rule: Rule) -> Iterator[tuple[str, str]]:
    """What comes by telephone or over a counter is a complaint; a post may be one."""
    sources, mention = set(rule.mention.get("sources", ())), rule.mention
    if not sources:
        return
    calls = sources <= set(COMPLAINT_SOURCES)
    if calls and mention.get("complaint") is False:
        yield "mention.sources", f"contradicts complaint = false: what comes from {_or(sources)} is a complaint"
    if calls and mention.get("official_media"):
        yield "mention.sources", f"contradicts official_media = true: {_or(sources)} is never the press"


def _or(names: set[str]) -> str:
    return " or ".join(sorted(names))


def _of_the_subject(rule: Rule) -> Iterator[tuple[str, str]]:
    kinds, projects = set(rule.incident.get("kinds", ())), set(rule.incident.get("projects", ()))
    if rule.mention.get("unplaced") and kinds and "company" not in kinds:
        yield "incident.kinds", "contradicts mention.unplaced = true: what is unplaced is the company's"
    if kinds == {"company"} and "households_share" in rule.needs:
        yield "needs.households_share", 'contradicts incident.kinds = ["company"]: the company has no households'
    if kinds == {"company"} and projects and "company" not in projects:
        yield (
            "incident.projects",
            'contradicts kinds = ["company"]: they are projects, and no matter of the company is one',
        )


def _of_the_organisation(rule: Rule, organisation: Organisation) -> Iterator[tuple[str, str]]:
    """Scopes that it does not know, and kinds that none of them is of."""
    named, kinds = rule.incident.get("projects", ()), set(rule.incident.get("kinds", ()))
    if not organisation.projects:
        return
    known = {level for project in organisation.projects for level in project.levels} | {COMPANY}
    for each in named:
        if each not in known:
            yield "incident.projects", f"{each!r} is no project id, city or region of the organisation file"
    meant = [each for each in organisation.projects if not set(each.levels).isdisjoint(named)]
    found = {project.kind for project in (meant if named else organisation.projects)} | {"company"}
    if named and COMPANY not in named:
        found.discard("company")
    if kinds and found and kinds.isdisjoint(found):
        where = f"of {_or(set(named))}" if named else "of the organisation file"
        yield "incident.kinds", f"no project {where} is {_or(kinds)}; there are: {', '.join(sorted(found))}"


def _of_the_mention(rule: Rule) -> Iterator[tuple[str, str]]:
    mention = rule.mention
    if mention.get("complaint") and mention.get("official_media"):
        yield "mention.official_media", "contradicts complaint = true: a complaint is never the press"
    if mention.get("complaint") is False and "complaints" in rule.needs:
        yield "needs.complaints", "contradicts mention.complaint = false: no complaint would count"
    grave = mention.get("level", 0) == 3 and not mention.get("complaint")
    if grave and mention.get("unplaced") and mention.get("credible"):
        yield "mention.credible", "contradicts unplaced = true: a grave post whose estate nobody knows is in doubt"
    if mention.get("unplaced") and "projects" in rule.incident:
        yield "incident.projects", "contradicts mention.unplaced = true: what is unplaced has no project"
    if mention.get("negative") is False and "negative_share" in rule.needs:
        yield "needs.negative_share", "contradicts mention.negative = false: the share would always be 0"
    if mention.get("negative") and "negative_share" in rule.needs:
        yield "needs.negative_share", "is always reached: mention.negative = true counts no others"


def _of_the_numbers(rule: Rule) -> Iterator[tuple[str, str]]:
    sources = set(rule.mention.get("sources", ()))
    if sources and rule.needs.get("platforms", 0) > len(sources - CHANNELS):
        none, left = sources & CHANNELS, len(sources - CHANNELS)
        why = f": {_or(none)} is none" if none else ""
        yield "needs.platforms", f"{rule.needs['platforms']} can never come of {left} platforms{why}"
    if "burst" in rule.needs and rule.within is None:
        yield "needs.burst", 'a burst is one of a window; add within, such as within = "24h"'
    for key in _ALSO_OF_A_MENTION:
        if rule.mention.get(key, 0) >= rule.needs.get(key, float("inf")):
            yield f"needs.{key}", f"is always reached: mention.{key} asks for {rule.mention[key]} already"


def _of_the_sensitive(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.sensitive and "sensitive" in rule.incident:
        yield "sensitive", "has no use: incident.sensitive says already when the rule holds"
    for key, value in rule.sensitive.items():
        if key not in rule.needs:
            yield f"sensitive.{key}", f"a window makes rules stricter, not other ones: name {key} in needs too"
        elif value > rule.needs[key]:
            yield f"sensitive.{key}", f"{value} is laxer than needs.{key} = {rule.needs[key]}; a window is stricter"


# ---------------------------------------------------------------- what never decides


def _covers(one: Rule, other: Rule, rules: Sequence[Rule]) -> bool:
    """Whenever `other` holds, `one` holds too and gives as much; of two equal rules the later is the superfluous."""
    if one.grade < other.grade or not _implied(one, other):
        return False
    alike = one.grade == other.grade and _implied(other, one)
    return not alike or rules.index(one) < rules.index(other)


def _implied(one: Rule, by: Rule) -> bool:
    return (
        all(_weaker(value, by.mention.get(key)) for key, value in one.mention.items())
        and all(_weaker(value, by.incident.get(key)) for key, value in one.incident.items())
        and _numbers_implied(one, by)
    )


def _numbers_implied(one: Rule, by: Rule) -> bool:
    if not _reached(one.needs, by.needs) or not _reached(one.relaxed, by.relaxed):
        return False
    if one.span is None or not one.needs:
        return True
    return by.span is not None and by.span <= one.span


def _reached(needed: dict[str, float], given: dict[str, float]) -> bool:
    """What `needed` asks for is there whenever `given` is; a single mention or person always is."""
    return all(value <= given.get(key, 1 if key in {"mentions", "people"} else 0) for key, value in needed.items())


def _weaker(value: Any, given: Any) -> bool:
    """A condition on one thing that another condition on it brings with it."""
    if given is None:
        return False
    if isinstance(value, bool):
        return value is given
    if isinstance(value, list):
        return set(given) <= set(value)
    return bool(value <= given)
