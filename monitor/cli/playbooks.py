"""`yuqing playbooks`: check a folder of playbooks before a watch starts with it (shell)."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.options import CONFIG, organisation_settings
from monitor.company.playbooks import DEFAULT, Page, Playbooks, load_playbooks


@click.group()
def command() -> None:
    """Check the playbooks: what to do first and then, by category and grade."""


@command.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@CONFIG
def check(folder: Path | None, config: Path | None) -> None:
    """Validate a folder of playbooks as the watch reads it: one page a category, a default page for all grades.

    FOLDER is the settings' when it is left out. Prints each page with its first steps; exits with 2, file, line
    and field when the folder cannot be used.
    """
    path = folder or organisation_settings(config).playbooks_path()
    books = load_playbooks(path)
    for name in sorted(books.pages, key=lambda each: (each != DEFAULT, each)):
        _show(name, books.pages[name])
    click.echo(f"{path}: {len(books.pages)} pages, {_steps(books)} steps, {len(books.sensitive)} for sensitive windows")


def _show(name: str, page: Page) -> None:
    said = [f"{len(page.aside)} beside a graver category"] if page.aside else []
    said += ["a first statement"] if page.statement else []
    click.echo("  ".join([name, *said]))
    for grade, book in sorted(page.grades.items()):
        click.echo(f"  {grade}  {book.first_step}  (+{len(book.advice)})")


def _steps(books: Playbooks) -> int:
    return sum(1 + len(book.advice) for page in books.pages.values() for book in page.grades.values())
