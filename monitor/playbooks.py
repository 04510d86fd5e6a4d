"""What to do first and then: advice by category and grade, from files that the company can rewrite."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from monitor.errors import SettingsError
from monitor.records import CATEGORIES, Record
from monitor.strict_toml import Table

#: what stands for categories and grades without a page of their own
DEFAULT = "default"
#: a first step is read on a lock screen at night, with grade, place and matter before it
FIRST_STEP_LENGTH = 36


#: what a statement's parts may be filled with; never a building or flat, which would say who complained
FILLED = ("subject", "time", "matter")


class Playbook(Record, frozen=True, kw_only=True):
    first_step: str
    advice: tuple[str, ...] = ()


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

    def find(self, categories: Sequence[str], grade: int, *, sensitive: bool = False) -> Playbook:
        """The playbook for a matter; `categories` with the gravest first, any may be unknown.

        The first category with a page gives the steps: those of the grade, else of the nearest lower one, else the
        default's. The other categories add their asides; grade 4 puts the default's steps of grade 4 in front.
        """
        known = [category for category in categories if category in self.pages] or [DEFAULT]
        main = self._page(known[0], grade)
        default = self.pages[DEFAULT].grades
        advice = [*main.advice, *(step for other in known[1:] for step in self.pages[other].aside)]
        if grade >= 4:
            advice = [*default[4].advice, *advice]
        if sensitive:
            advice = [*self.sensitive, *advice]
        return Playbook(first_step=main.first_step, advice=tuple(dict.fromkeys(advice)))

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
    """Reads a folder of playbooks (shell). Raises SettingsError with file, line and field."""
    try:
        files = {str(file): file.read_text(encoding="utf-8") for file in sorted(path.glob("*.toml"))}
    except UnicodeDecodeError as error:
        raise SettingsError(str(path), None, "", f"holds a file that is not UTF-8 ({error.reason})") from None
    if not files:
        raise SettingsError(str(path), None, "", "holds no playbooks (*.toml)")
    return parse_playbooks(files)


def parse_playbooks(files: Mapping[str, str]) -> Playbooks:
    """From file name → TOML text, one category a file. Raises SettingsError (file, line, field)."""
    pages: dict[str, Page] = {}
    sensitive: tuple[str, ...] = ()
    for file, text in files.items():
        table = Table.parse(text, file)
        category = table.choice("category", (DEFAULT, *CATEGORIES))
        if category in pages:
            raise table.error("category", f"another file has {category!r} already")
        pages[category] = Page(
            aside=table.texts("aside"),
            grades=_grades(table.tables("grade")),
            statement=_statement(table.optional_table("statement")),
        )
        if category == DEFAULT:
            sensitive = table.texts("sensitive")
        table.done()
    _complete(next(iter(files), "playbooks"), pages)
    return Playbooks(pages=pages, sensitive=sensitive)


def _grades(tables: Collection[Table]) -> dict[int, Playbook]:
    grades: dict[int, Playbook] = {}
    for table in tables:
        grade = table.count("grade")
        if grade > 4 or grade in grades:
            raise table.error("grade", f"{grade} is there twice" if grade in grades else f"{grade} is above 4")
        advice = tuple(_step(table, each) for each in table.texts("advice"))
        grades[grade] = Playbook(first_step=table.text("first_step"), advice=advice)
        if len(grades[grade].first_step) > FIRST_STEP_LENGTH:
            raise table.error("first_step", f"is longer than {FIRST_STEP_LENGTH} characters")
        table.done()
    return grades


def _step(table: Table, written: str) -> str:
    """谁｜何时｜做什么, as people read it; a step without bars is for everybody."""
    parts = [part.strip() for part in written.split("｜")]
    if len(parts) == 1:
        return written
    if len(parts) != 3 or not all(parts):
        raise table.error("advice", f"{written!r}: write it as who｜by when｜what, or without bars")
    who, when, what = parts
    return f"{who}（{when}）：{what}"


def _statement(table: Table | None) -> Draft | None:
    if table is None:
        return None
    parts = {part: table.text(part) for part in Draft.__struct_fields__}
    table.done()
    for part, written in parts.items():
        try:
            written.format(**dict.fromkeys(FILLED, ""))
        except (LookupError, ValueError):
            known = ", ".join(f"{{{name}}}" for name in FILLED)
            raise table.error(part, f"holds a placeholder that there is not; there are {known}") from None
    return Draft(**parts)


def _complete(file: str, pages: Mapping[str, Page]) -> None:
    grades = pages[DEFAULT].grades if DEFAULT in pages else {}
    if missing := {1, 2, 3, 4} - set(grades):
        folder = file.rpartition("/")[0] or "."
        raise SettingsError(
            f"{folder}/{DEFAULT}.toml", None, "grade", f"the {DEFAULT!r} page lacks grade {min(missing)}"
        )
