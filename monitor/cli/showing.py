"""Puts tables on the screen and results into files, for the commands that measure (shell)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console

from monitor.cli.drawing import draw
from monitor.errors import YuqingError
from monitor.evaluation.tables import Table, aligned, is_figures


def show(tables: Iterable[Table]) -> None:
    """Drawn at a terminal, as aligned lines elsewhere."""
    if sys.stdout.isatty():
        console = Console()
        for table in tables:
            _drawn(console, table)
        return
    for table in tables:
        click.echo()
        for line in aligned(table):
            click.echo(line)


def _drawn(console: Console, table: Table) -> None:
    right = {name for at, name in enumerate(table.header) if is_figures(table, at)}
    draw(console, table.title, table.header, table.rows, right)


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
