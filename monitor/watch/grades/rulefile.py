"""The file of rules, read strictly: every word has its reader, and what nobody knows is refused with its line.

docs/rules.md tells what each word means; what makes no sense together is in monitor.watch.grades.rulecheck.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from monitor.company.organisation import Organisation
from monitor.config.strict_toml import Mistakes, Table, read_written
from monitor.errors import SettingsError, SettingsErrors
from monitor.records import CATEGORIES
from monitor.watch.grades.rulecheck import doubts, named_twice, problems, problems_of_part, unguarded
from monitor.watch.grades.shown import ALWAYS, BESIDE, listed, placeholders
from monitor.watch.ruleset import WITHIN, Rule, Ruleset, span_of

#: a window is no longer than the members of an incident are kept for sure, and no shorter than crawlers take to notice
LONGEST_WINDOW, SHORTEST_WINDOW = timedelta(days=7), timedelta(minutes=15)
MATTERS = ("safety", "staff", "violation", "market", "service", "collective", "media", "legal", "rumor")
KINDS = ("residential", "office", "mall", "other", "company")

# ---------------------------------------------------------------- the words of a rule

Reader = Callable[[Table, str], Any]


def _flag(table: Table, key: str) -> bool:
    return table.switch(key)


def _count(table: Table, key: str) -> int:
    return table.count(key)


def _share(table: Table, key: str) -> float:
    value = table.share(key)
    if value == 0:
        raise table.error(key, "0 is always reached; write a share above 0, or leave it out")
    return value


def _deviations(table: Table, key: str) -> float:
    value = table.number(key)
    if not 0 < value <= 20:
        raise table.error(key, f"{value} is not between 0 and 20 standard deviations")
    return value


def _level(table: Table, key: str) -> int:
    value = table.count(key)
    if value > 3:
        raise table.error(key, f"{value} is above 3, the gravest level of a mention")
    return value


def _grade(table: Table, key: str) -> int:
    value = table.count(key)
    if value > 4:
        raise table.error(key, f"{value} is above 4")
    return value


def _names(table: Table, key: str) -> list[str]:
    values = table.texts(key)
    if not values:
        raise table.error(key, "is an empty list: nothing is ever in it")
    return list(values)


def _among(options: tuple[str, ...]) -> Reader:
    def read(table: Table, key: str) -> list[str]:
        values = _names(table, key)
        if unknown := next((each for each in values if each not in options), None):
            raise table.error(key, f"{unknown!r} is none of {', '.join(options)}")
        return values

    return read


#: a mention counts when all of these hold of it; numbers: at least, lists: one of
MENTION: dict[str, Reader] = {
    "level": _level,
    "categories": _among(CATEGORIES),
    "sources": _names,
    "credible": _flag,
    "credibility": _share,
    "hearsay": _flag,
    "first_hand": _flag,
    "official_media": _flag,
    "government": _flag,
    "complaint": _flag,
    "negative": _flag,
    "urgent": _flag,
    "unplaced": _flag,
    "reach": _count,
    "crowd": _count,
    "subjects_named": _count,
}
#: what the mentions that count must amount to
NEEDS: dict[str, Reader] = {
    "mentions": _count,
    "people": _count,
    "complaints": _count,
    "platforms": _count,
    "reach": _count,
    "crowd": _count,
    "copies": _count,
    "independent_people": _count,
    "people_on_one_thing": _count,
    "households_share": _share,
    "negative_share": _share,
    "burst": _deviations,
}
#: what else must be so
INCIDENT: dict[str, Reader] = {
    "categories": _among(CATEGORIES),
    "matters": _among(MATTERS),
    "projects": _names,
    "kinds": _among(KINDS),
    "sensitive": _flag,
    "coordinated": _flag,
    "corroborated": _flag,
    "denied": _flag,
    "verified": _flag,
    "late_found": _flag,
}
#: names that the text of some rule may hold in braces
SHOWN = frozenset({*NEEDS, *ALWAYS, *(name for names in BESIDE.values() for name in names)})
# ---------------------------------------------------------------- reading


def load_ruleset(
    path: Path | str, organisation: Organisation | None = None, doubtful: list[SettingsError] | None = None
) -> Ruleset:
    """Reads the file of rules (shell). Raises SettingsError with file, line and field.

    `doubtful` gets what is more often a slip than meant.
    """
    return parse_ruleset(read_written(path), str(path), organisation, doubtful)


def started_all_the_same(path: Path, organisation: Organisation) -> list[str]:
    """What rules ask for and the organisation does not know, so that they never hold, and grave news that no rule is
    there for (shell).

    Raises SettingsError for rules that cannot be used.
    """
    missed = unguarded(load_ruleset(path).rules)
    found = [] if missed is None else [str(SettingsError(str(path), None, "rule", missed))]
    try:
        load_ruleset(path, organisation)
    except SettingsErrors as errors:
        found += [f"{each}: the rule never holds" for each in errors.errors]
    except SettingsError as error:
        found.append(f"{error}: the rule never holds")
    return found


def parse_ruleset(
    text: str, file: str, organisation: Organisation | None = None, doubtful: list[SettingsError] | None = None
) -> Ruleset:
    """From TOML. Raises SettingsError (file, line, field), SettingsErrors where more than one thing is wrong.

    Also for rules that contradict themselves or never decide, and with an organisation for what it does not know.
    """
    root = Table.parse(text, file)
    tables, disclosure = root.tables("rule"), root.tables("disclosure")
    wrong = Mistakes()
    wrong.found += root.unknown()
    read = [
        [(*_rule(table, wrong, graded=given is tables), table) for table in given] for given in (tables, disclosure)
    ]
    if not tables:
        wrong.found.append(SettingsError(file, None, "rule", "holds no [[rule]]: nothing would ever have a grade"))
    for found in read:
        whole = [(rule, table) for rule, fine, table in found if fine]
        wrong.found += problems(whole, organisation)
        for rule, fine, table in found:
            wrong.found += [] if fine else problems_of_part(rule, table, organisation)
        known = [(rule, table) for rule, _, table in found]
        wrong.found += named_twice(known)
        if doubtful is not None:
            doubtful += doubts(known, organisation)
    rules, shown = (tuple(rule for rule, _, _ in found) for found in read)
    if doubtful is not None and not wrong.found and (missed := unguarded(rules)) is not None:
        doubtful.append(SettingsError(file, None, "rule", missed))
    wrong.tell()
    return Ruleset(rules=rules, disclosure=shown)


def _rule(table: Table, wrong: Mistakes, *, graded: bool) -> tuple[Rule, bool]:
    """The rule as far as it can be read, and whether it is whole; all that is wrong with it is added to `wrong`."""
    before = len(wrong.found)
    incident = INCIDENT if graded else {**INCIDENT, "grade": _grade}
    words = {"mention": MENTION, "needs": NEEDS, "incident": incident, "sensitive": NEEDS}
    rule = Rule(
        name=wrong.tried(lambda: table.text("name"), ""),
        grade=wrong.tried(lambda: _rule_grade(table), 0) if graded else 0,
        text=wrong.tried(lambda: _text(table), ""),
        within=wrong.tried(lambda: _within(table), None),
        **{part: _words(table, part, known, wrong) for part, known in words.items()},
    )
    if not graded:
        wrong.tried(lambda: _no_burst(table), None)
    wrong.found += table.unknown()
    return rule, len(wrong.found) == before


def _no_burst(table: Table) -> None:
    needs = table.optional_table("needs")
    if needs is not None and needs.has("burst"):
        raise needs.error("burst", "is for grades only: what is 重大 must not change with what is usual")


def _rule_grade(table: Table) -> int:
    grade = table.count("grade")
    if grade > 3:
        raise table.error("grade", f"{grade} is above 3: grade 4 is declared by a leader, never by a rule")
    return grade


def _text(table: Table) -> str:
    text = table.text("text")
    try:
        asked = placeholders(text)
    except ValueError as error:
        raise table.error("text", str(error)) from None
    unknown = next((name for name in asked if name not in SHOWN), None)
    if unknown is not None:
        raise table.error("text", f"{{{unknown}}} is nothing that can be shown; known: {listed(SHOWN)}")
    return text


def _within(table: Table) -> str | None:
    within = table.optional_text("within")
    if within is None:
        return None
    if not WITHIN.fullmatch(within) or not SHORTEST_WINDOW <= span_of(within) <= LONGEST_WINDOW:
        raise table.error(
            "within", f"{within!r} is no length of a window: 15m, 1h, 6h, 24h, 7d (15m at least, 7d at most)"
        )
    return within


def _words(table: Table, part: str, known: Mapping[str, Reader], wrong: Mistakes) -> dict[str, Any]:
    inner = wrong.tried(partial(table.optional_table, part), None)
    if inner is None:
        return {}
    asked = {key: wrong.tried(partial(read, inner, key), None) for key, read in known.items() if inner.has(key)}
    wrong.found += inner.unknown()
    return {key: value for key, value in asked.items() if value is not None}
