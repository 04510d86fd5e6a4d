"""A scenario of an exercise as data, and the mentions that it makes of a project."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from monitor.company.organisation import Project
from monitor.config.strict_toml import Table, read_written
from monitor.errors import SettingsError
from monitor.records import CATEGORIES, Author, Mention, Record
from monitor.times import SHANGHAI, local

_MINUTE = timedelta(minutes=1)
#: when a run began, in the ids of its mentions
_STAMP = "%Y%m%d%H%M%S"


class Said(Record, frozen=True, kw_only=True):
    """One mention of a scenario; its words may hold {project} and {city}."""

    after: int
    source: str
    kind: str
    text: str
    author: str


class Scenario(Record, frozen=True, kw_only=True):
    """What is posted and called in, and what the exercise asks for."""

    name: str
    title: str
    mentions: tuple[Said, ...]
    #: the grade that must be reached, within so many minutes of the first mention
    grade: int
    within: int
    categories: tuple[str, ...] = ()
    #: who is to do what, for those who take part
    tasks: tuple[str, ...] = ()


def scenario_names(folder: Path) -> list[str]:
    """The scenarios that there are (shell)."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def load_scenario(folder: Path, name: str) -> Scenario:
    """Reads a scenario (shell). Raises SettingsError with file, line and field."""
    path = folder / f"{name}.toml"
    if name not in scenario_names(folder):
        known = ", ".join(scenario_names(folder)) or "none"
        raise SettingsError(str(path), None, "", f"there is no such scenario; there are: {known}")
    return parse_scenario(read_written(path), str(path), name)


def parse_scenario(text: str, file: str, name: str) -> Scenario:
    table = Table.parse(text, file)
    expected = table.table("expect")
    scenario = Scenario(
        name=name,
        title=table.text("title"),
        tasks=table.texts("tasks"),
        mentions=tuple(_said(each) for each in table.tables("mention")),
        grade=expected.count("grade"),
        within=expected.count("within_minutes"),
        categories=expected.texts("categories"),
    )
    if unknown := [each for each in scenario.categories if each not in CATEGORIES]:
        raise expected.error("categories", f"{unknown[0]!r} is no category")
    expected.done()
    table.done()
    if not scenario.mentions:
        raise table.error("mention", "a scenario needs at least one")
    return scenario


#: what the words of a mention may name, by any value
_FILLED = {"project": "", "city": ""}


def _words(table: Table) -> str:
    text = table.text("text")
    try:
        text.format(**_FILLED)
    except (ValueError, LookupError, AttributeError):
        raise table.error("text", "its braces may hold project or city, nothing else; { itself is written {{") from None
    return text


def _said(table: Table) -> Said:
    said = Said(
        after=table.count("after_minutes", low=0),
        source=table.text("source"),
        kind=table.choice("kind", ("post", "comment", "article", "video", "complaint"), "post"),
        text=_words(table),
        author=table.text("author"),
    )
    table.done()
    return said


def mentions(scenario: Scenario, project: Project, start: datetime) -> Iterator[Mention]:
    """The mentions of an exercise that begins then; its id is in theirs, so that each run is one of its own."""
    run = f"drill-{scenario.name}-{local(start):{_STAMP}}"
    for number, said in enumerate(scenario.mentions, 1):
        at = start + said.after * _MINUTE
        yield Mention(
            id=f"{said.source}:{run}-{number}",
            kind=said.kind,  # type: ignore[arg-type]
            source=said.source,
            text=said.text.format(project=project.name, city=project.city),
            published_at=at,
            collected_at=at,
            author=Author(id=f"{run}-{said.author}"),
            project=project.id,
            drill=True,
        )


def run_of(scenario: Scenario, mention_id: str) -> datetime | None:
    """When the run of this scenario began that the mention is of; None where it is of none."""
    _, mark, rest = mention_id.partition(f":drill-{scenario.name}-")
    try:
        return datetime.strptime(rest.partition("-")[0], _STAMP).replace(tzinfo=SHANGHAI) if mark else None
    except ValueError:
        return None
