"""`yuqing compare`: what two replays told, set against each other (shell)."""

from __future__ import annotations

from importlib.resources import files as package_files
from pathlib import Path

import click
import msgspec

from monitor.backtest import tables
from monitor.backtest.comparison import Comparison, compare
from monitor.backtest.page import render
from monitor.backtest.reading import read_side
from monitor.cli.progress import Meter
from monitor.cli.showing import check_writable, show, write
from monitor.company.organisation import organisation_from_dict
from monitor.errors import YuqingError
from monitor.records import RuleBundle
from monitor.replays.outcome import Names, names_of
from monitor.replays.retelling import RULESETS

_OUT = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
_DIR = click.Path(path_type=Path)


@click.command()
@click.option("--json", "json_out", type=_OUT, metavar="FILE", help="Write all of it as JSON; - is stdout, alone.")
@click.option("--html", "html_out", type=_OUT, metavar="FILE", help="Write one page (Chinese) with charts and quotes.")
@click.argument("dir_a", type=_DIR, metavar="DIR_A")
@click.argument("dir_b", type=_DIR, metavar="DIR_B")
def command(json_out: Path | None, html_out: Path | None, dir_a: Path, dir_b: Path) -> None:
    """What replay B tells that replay A does not: alerts gained, lost, re-graded, minutes of lead won or lost.

    \b
    yuqing replay --bootstrap HOST:PORT --from 2026-11-01 --to 2026-12-01 --out was/
    yuqing replay --bootstrap HOST:PORT --from 2026-11-01 --to 2026-12-01 --rescore --config new.toml --out would/
    yuqing compare was/ would/ --html backtest.html

    Incidents are the same when they have one id, or quote a mention in common at one project. Lead is the time by
    which B first told the highest grade that both reached earlier (+) or later (-) than A.
    """
    for out in filter(None, (json_out, html_out)):
        check_writable(out)
    with Meter() as meter:
        (a, first), (b, second) = (read_side(each, meter.update) for each in (dir_a, dir_b))
    found = compare(a, b, first, second)
    names = _names(dir_b)
    if json_out:
        write(json_out, msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    if html_out:
        template = package_files("monitor").joinpath("templates", "compare.html.jinja").read_text(encoding="utf-8")
        write(html_out, render(found, names, template).encode())
    # last: whoever reads no further (head) still has the files
    if str(json_out) != "-" and str(html_out) != "-":
        _show(found, names.projects)


def _show(found: Comparison, names: dict[str, str]) -> None:
    for line in tables.headings(found):
        click.echo(line)
    show(tables.tables(found, names))


def _names(directory: Path) -> Names:
    """Of the company and its projects by the organisation that came into force last."""
    try:
        lines = (directory / RULESETS).read_bytes().splitlines()
    except OSError as error:
        raise YuqingError(f"{directory / RULESETS}: cannot be read: {error.strerror}") from None
    if not lines:
        return Names("", {}, {})
    return names_of(organisation_from_dict(msgspec.json.decode(lines[-1], type=RuleBundle).organisation))
