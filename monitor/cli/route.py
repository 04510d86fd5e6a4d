"""`yuqing route`: says who would be told of what, and why; nothing is sent (shell)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from monitor.company.explaining import Circumstances, explained
from monitor.company.organisation import COMPANY, Organisation
from monitor.compose import read_organisation
from monitor.config.settings import load_settings
from monitor.errors import YuqingError
from monitor.records import CATEGORIES
from monitor.times import local, parse_time


@click.group()
def command() -> None:
    """Explain who would be told of what, and why."""


@command.command()
@click.option("--project", metavar="P", help="A project's id, name or alias.  [default: company]")
@click.option("--grade", type=click.IntRange(1, 4), default=1, show_default=True)
@click.option("--category", "categories", multiple=True, type=click.Choice(CATEGORIES), help="May be given again.")
@click.option(
    "--source", "sources", multiple=True, metavar="CODE", help="Where it comes from: 12345, hotline, weibo, …"
)
@click.option("--urgent", is_flag=True, help="Life is in danger now.")
@click.option("--sensitive", is_flag=True, help="As in a sensitive window; without it the organisation file's count.")
@click.option("--disclosure", type=click.Choice(["一般", "重大"]), default="一般", show_default=True)
@click.option(
    "--overdue",
    type=click.IntRange(0, 9),
    default=0,
    metavar="N",
    help="Overdue, told for the N-th time: climbs N levels.",
)
@click.option("--at", metavar="T", help="The moment, for duty roster, absences and windows.  [default: now]")
@click.option("--organisation", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Organisation file.")
@click.option("--config", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Settings file.")
def explain(
    project: str | None, grade: int, categories: tuple[str, ...], sources: tuple[str, ...], urgent: bool,
    sensitive: bool, disclosure: str, overdue: int, at: str | None, organisation: Path | None, config: Path | None,
) -> None:  # fmt: skip
    """Say in Chinese and English who would be told, why, and through which channels. Nothing is sent.

    \b
    yuqing route explain --project hz-ygyy --grade 2 --category staff
    yuqing route explain --project 阳光雅苑 --grade 3 --at "2026-11-21 23:00"
    """
    settings = load_settings(config, {"paths": {"organisation": str(organisation)}} if organisation else {})
    known = read_organisation(settings)
    asked = Circumstances(
        grade=grade, at=_moment(at), categories=categories, sources=sources, urgent=urgent, sensitive=sensitive,
        disclosure=disclosure, overdue=overdue,
    )  # fmt: skip
    for line in explained(known, _project(known, project), asked, dict(settings.channel.named())):
        click.echo(line)


def _moment(text: str | None) -> datetime:
    if text is None:
        return local(datetime.now(UTC))
    try:
        return parse_time(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--at") from None


def _project(organisation: Organisation, reference: str | None) -> str | None:
    """The id; None for the company."""
    if reference in (None, COMPANY):
        return None
    found = organisation.lookup(reference or "")
    if len(found) == 1:
        return found[0].id
    known = ", ".join(each.id for each in found or organisation.projects) or "the organisation file has none"
    raise YuqingError(f"{'several projects are' if found else 'no project is'} called {reference!r}: {known}")
