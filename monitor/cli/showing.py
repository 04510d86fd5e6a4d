"""Puts tables on the screen and results into files, for the commands that measure (shell)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from monitor.errors import YuqingError
from monitor.evaluation.tables import Table, aligned, is_figures


def show(tables: Iterable[Table]) -> None:
    """Drawn at a terminal, as aligned lines elsewhere."""
    if sys.stdout.isatty():
        console = Console()
        for table in tables:
            console.print(_rich(table))
        return
    for table in tables:
        click.echo()
        for line in aligned(table):
            click.echo(line)


def _rich(table: Table) -> RichTable:
    shown = RichTable(title=table.title, title_justify="left", title_style="bold")
    for at, name in enumerate(table.header):
        shown.add_column(name, justify="right" if is_figures(table, at) else "left")
    for row in table.rows:
        # Text: a post may hold what rich takes for markup
        shown.add_row(*(Text(cell) for cell in row))
    return shown


def check_writable(file: Path) -> None:
    """Raises YuqingError, before the work is done, for what `write` could not put there."""
    if str(file) == "-":
        return
    folder = file.parent
    if not folder.is_dir():
        raise YuqingError(f"{file}: cannot be written: there is no directory {folder}")
    if file.is_dir():
        raise YuqingError(f"{file}: cannot be written: it is a directory")
    if not os.access(file if file.exists() else folder, os.W_OK):
        raise YuqingError(f"{file}: cannot be written: Permission denied")


def write(file: Path, content: bytes) -> None:
    """Raises YuqingError; `-` is stdout."""
    if str(file) == "-":
        click.get_binary_stream("stdout").write(content)
        return
    try:
        file.write_bytes(content)
    except OSError as error:
        raise YuqingError(f"{file}: cannot be written: {error.strerror}") from None
