"""What to do first and then: advice by category and grade, from files that the company can rewrite."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from monitor.config.strict_toml import Mistakes, Table, read_written
from monitor.errors import SettingsError
from monitor.records import CATEGORIES, Record

#: what stands for categories and grades without a page of their own
DEFAULT = "default"
#: a first step is read on a lock screen at night, with grade, place and matter before it
FIRST_STEP_LENGTH = 36
#: between who, when and what; the half-width one is what a Western keyboard gives
_OF_THE_PAGE = frozenset({"category", "aside", "sensitive"})
_BAR = re.compile(r"[｜|]")
_BREAK = re.compile(r"[\r\n\x85\u2028\u2029]")

#: what may endanger people, as monitor.watch.words.menace tells it; a page may say what comes first of each
DANGERS = (
    "fire", "gas", "current", "lift", "ledge", "fell", "water", "pit", "violence", "lost", "illness", "poison",
    "traffic", "falling", "collapse", "animal", "flood", "shut", "hurt", "self",
)  # fmt: skip

#: what a statement's parts may be filled with; never a building or flat, which would say who complained
FILLED = ("subject", "time", "matter")


class Playbook(Record, frozen=True, kw_only=True):
    first_step: str
    advice: tuple[str, ...] = ()
    #: what comes first instead where life is in danger by it; of several the first that is written
    danger: dict[str, str] = msgspec.field(default_factory=dict)

    def beginning(self, dangers: Collection[str]) -> str:
        """The first step where life is in danger by these."""
        return next((step for danger, step in self.danger.items() if danger in dangers), self.first_step)


class Draft(Record, frozen=True, kw_only=True):
    """A first statement in four parts; each may hold {subject}, {time} and {matter}."""

    facts: str
    measures: str
    progress: str
    position: str

    def filled(self, **values: str) -> Draft:
        return Draft(**{part: getattr(self, part).format(**values) for part in self.__struct_fields__})


class Page(Record, frozen=True, kw_only=True):
    """The playbook of one category: by grade, and the steps it adds to another category's."""

    grades: dict[int, Playbook]
    aside: tuple[str, ...] = ()
    statement: Draft | None = None


class Playbooks(Record, frozen=True, kw_only=True):
    """Category (or "default") → page. The default page has every grade from 1 to 4."""

    pages: dict[str, Page]
    #: added in a sensitive window
    sensitive: tuple[str, ...] = ()

    def find(
        self, categories: Sequence[str], grade: int, *, sensitive: bool = False, dangers: Collection[str] = ()
    ) -> Playbook:
        """The playbook for a matter; `categories` with the gravest first, any may be unknown.

        The first category with a page gives the steps: those of the grade, else of the nearest lower one, else the
        default's. The other categories add their asides; grade 4 puts the default's steps of grade 4 in front. Where
        life is in danger now, `dangers` may have a first step of their own.
        """
        known = [category for category in categories if category in self.pages] or [DEFAULT]
        main = self._page(known[0], grade)
        default = self.pages[DEFAULT].grades
        advice = [*main.advice, *(step for other in known[1:] for step in self.pages[other].aside)]
        if grade >= 4:
            advice = [*default[4].advice, *advice]
        if sensitive:
            advice = [*self.sensitive, *advice]
        return Playbook(first_step=main.beginning(dangers), advice=tuple(dict.fromkeys(advice)))

    def draft(self, categories: Sequence[str]) -> Draft | None:
        """The first statement for a matter: of its gravest category that has one, else the default's."""
        drafts = (self.pages[name].statement for name in (*categories, DEFAULT) if name in self.pages)
        return next((each for each in drafts if each is not None), None)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values; `playbooks_from_dict` reads them back."""
        values: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return values

    def _page(self, category: str, grade: int) -> Playbook:
        grades = self.pages[category].grades
        lower = [each for each in grades if each <= max(1, grade)]
        return grades[max(lower)] if lower else self.pages[DEFAULT].grades[min(4, max(1, grade))]


def playbooks_from_dict(values: dict[str, Any]) -> Playbooks:
    """From `as_dict`. Raises msgspec.ValidationError for another shape."""
    return msgspec.convert(values, Playbooks, strict=False)


def load_playbooks(path: Path) -> Playbooks:
    """Reads a folder of playbooks (shell). Raises SettingsError with file, line and field: of all that is wrong."""
    if not path.is_dir():
        raise SettingsError(str(path), None, "", "is no folder; playbooks are a folder of *.toml files, one a category")
    wrong, files = Mistakes(), {}
    for file in sorted(path.glob("*.toml")):
        text = wrong.tried(partial(read_written, file), None)
        if text is not None:
            files[str(file)] = text
    if not files and not wrong.found:
        raise SettingsError(str(path), None, "", f"holds no playbooks: *.toml files, the {DEFAULT!r} page among them")
    return parse_playbooks(files, wrong)


def parse_playbooks(files: Mapping[str, str], wrong: Mistakes | None = None) -> Playbooks:
    """From file name → TOML text, one category a file. Raises SettingsError (file, line, field), SettingsErrors of more
    than one; `wrong`: what was wrong before."""
    wrong = wrong or Mistakes()
    tables = [wrong.tried(partial(Table.parse, text, file), None) for file, text in files.items()]
    nameless = bool(wrong.found)
    pages: dict[str, Page] = {}
    default: Table | None = None
    sensitive: tuple[str, ...] = ()
    for table in filter(None, tables):
        category = wrong.tried(partial(_category, table, pages), "")
        nameless |= not category
        page = _page(table, wrong)
        if category in ("", DEFAULT):
            sensitive = _steps(table, "sensitive", wrong)
        if category == DEFAULT:
            default = table
        if category:
            pages[category] = page
        wrong.found += table.unknown()
    if default is not None or not nameless:
        # a file whose category nobody can read may be the default page
        wrong.tried(partial(_complete, next(iter(files), "playbooks"), default, pages), None)
    wrong.tell()
    return Playbooks(pages=pages, sensitive=sensitive)


def _category(table: Table, pages: Collection[str]) -> str:
    category = table.choice("category", (DEFAULT, *CATEGORIES))
    if category in pages:
        raise table.error("category", f"another file has {category!r} already")
    return category


def _page(table: Table, wrong: Mistakes) -> Page:
    return Page(
        aside=_steps(table, "aside", wrong),
        grades=_grades(wrong.tried(partial(table.tables, "grade"), []), wrong),
        statement=_statement(wrong.tried(partial(table.optional_table, "statement"), None), wrong),
    )


def _grades(tables: Collection[Table], wrong: Mistakes) -> dict[int, Playbook]:
    grades: dict[int, Playbook] = {}
    for table in tables:
        grade = wrong.tried(partial(_grade, table, grades), 0)
        step = wrong.tried(partial(_first_step, table), "")
        danger = _of_dangers(wrong.tried(partial(table.optional_table, "danger"), None), wrong)
        book = Playbook(first_step=step, advice=_steps(table, "advice", wrong), danger=danger)
        if grade:
            grades[grade] = book
        wrong.found += [_above(table, each) for each in table.unknown()]
    return grades


def _above(table: Table, unknown: SettingsError) -> SettingsError:
    """What is the page's and stands below a [[grade]], which TOML takes for the grade's."""
    key = unknown.field.rpartition(".")[2]
    ours = key in _OF_THE_PAGE
    return table.error(key, "is the whole page's: put it above the first [[grade]]") if ours else unknown


def _grade(table: Table, grades: Collection[int]) -> int:
    grade = table.count("grade")
    if grade > 4 or grade in grades:
        raise table.error("grade", f"{grade} is there twice" if grade in grades else f"{grade} is above 4")
    return grade


def _of_dangers(table: Table | None, wrong: Mistakes) -> dict[str, str]:
    if table is None:
        return {}
    written = [each for each in table.keys() if each in DANGERS]  # noqa: SIM118
    steps = {each: wrong.tried(partial(_first_step, table, each), "") for each in written}
    wrong.found += table.unknown()
    return steps


def _first_step(table: Table, key: str = "first_step") -> str:
    step = table.text(key)
    if _BREAK.search(step):
        raise table.error(key, "holds a line break; it is one line, what follows belongs into advice")
    if len(step) > FIRST_STEP_LENGTH:
        raise table.error(key, f"is longer than {FIRST_STEP_LENGTH} characters ({len(step)})")
    return step


def _steps(table: Table, key: str, wrong: Mistakes) -> tuple[str, ...]:
    none: tuple[str, ...] = ()
    written = wrong.tried(partial(table.texts, key), none)
    return tuple(wrong.tried(partial(_step, table, key, each), "") for each in written)


def _step(table: Table, key: str, written: str) -> str:
    """谁｜何时｜做什么, as people read it; a step without bars is for everybody."""
    if _BREAK.search(written):
        raise table.error(key, f"{written!r}: holds a line break; write each step as an entry of its own")
    parts = [part.strip() for part in _BAR.split(written)]
    if len(parts) == 1:
        return written
    if len(parts) != 3 or not all(parts):
        raise table.error(key, f"{written!r}: write it as who｜by when｜what, or without bars")
    who, when, what = parts
    return f"{who}（{when}）：{what}"


def _statement(table: Table | None, wrong: Mistakes) -> Draft | None:
    if table is None:
        return None
    parts = {part: wrong.tried(partial(_part, table, part), "") for part in Draft.__struct_fields__}
    wrong.found += table.unknown()
    return Draft(**parts)


def _part(table: Table, part: str) -> str:
    written = table.text(part)
    if "｛" in written or "｝" in written:
        raise table.error(part, "holds full-width braces ｛｝, which are filled with nothing; write {subject}")
    try:
        written.format(**dict.fromkeys(FILLED, ""))
    except (LookupError, ValueError):
        known = ", ".join(f"{{{name}}}" for name in FILLED)
        raise table.error(part, f"holds a placeholder that there is not; there are {known}") from None
    return written


def _complete(file: str, default: Table | None, pages: Mapping[str, Page]) -> None:
    """The default page stands in for whatever has none of its own. `file`: any of them, to name their folder."""
    if default is None:
        folder = file.rpartition("/")[0] or "."
        problem = f"no file has category = {DEFAULT!r}: that page, grades 1 to 4, stands in for whatever has none"
        raise SettingsError(folder, None, "category", problem)
    if missing := {1, 2, 3, 4} - set(pages[DEFAULT].grades):
        lacks = ", ".join(map(str, sorted(missing)))
        raise default.error("grade", f"the {DEFAULT!r} page lacks grade {lacks}; it has all from 1 to 4")
