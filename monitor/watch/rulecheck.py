"""Rules that make no sense: names given twice, conditions that exclude each other, rules that never decide anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from monitor.errors import SettingsError
from monitor.strict_toml import Table
from monitor.watch.ruleset import Rule

#: needs that a mention's own number already decides
_ALSO_OF_A_MENTION = ("crowd", "reach")


def check(rules: Sequence[Rule], tables: Sequence[Table]) -> None:
    """Raises SettingsError for the first rule that is wrong, with its line."""
    names: set[str] = set()
    for rule, table in zip(rules, tables, strict=True):
        if rule.name in names:
            raise table.error("name", f"{rule.name!r} is there twice; explanations name rules, so each has its own")
        names.add(rule.name)
        for key, problem in _contradictions(rule):
            raise _at(table, key, problem)
    for rule, table in zip(rules, tables, strict=True):
        if stronger := next((each for each in rules if each is not rule and _covers(each, rule, rules)), None):
            raise table.error(
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
    yield from _of_the_mention(rule)
    yield from _of_the_numbers(rule)
    yield from _of_the_sensitive(rule)
    if rule.incident.get("corroborated") is False and rule.mention.get("level", 0) == 3:
        for sign in ("first_hand", "official_media", "complaint"):
            if rule.mention.get(sign):
                yield (
                    f"mention.{sign}",
                    "contradicts incident.corroborated = false: it bears the matter out",
                )


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


def _of_the_numbers(rule: Rule) -> Iterator[tuple[str, str]]:
    sources = rule.mention.get("sources")
    if sources and rule.needs.get("platforms", 0) > len(sources):
        yield "needs.platforms", f"{rule.needs['platforms']} can never come of {len(sources)} sources"
    if "burst" in rule.relaxed and rule.within is None:
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
