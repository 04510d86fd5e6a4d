"""`yuqing lexicon`: check a lexicon folder and run its example sentences (shell)."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from monitor.errors import SettingsError
from monitor.examples import difference, judge_sentence, parse_examples
from monitor.lexicon import Lexicon, load_lexicon
from monitor.risk import RiskJudge
from monitor.risk.dead import dead_words

_FOLDER = click.Path(path_type=Path, file_okay=False)
#: in a checkout, and in an installed wheel
_HOMES = (Path(__file__).parents[2] / "lexicons", Path(__file__).parents[1] / "data" / "lexicons")


def default_folder() -> Path:
    """The lexicon that comes with the product."""
    return next((home / "property" for home in _HOMES if home.is_dir()), _HOMES[0] / "property")


@click.group()
def command() -> None:
    """Check a lexicon and run its own example sentences."""


@command.command()
@click.argument("folder", type=_FOLDER, required=False)
def check(folder: Path | None) -> None:
    """Validate a lexicon folder: unknown categories, doubles, conflicts, dead words.

    Prints the number of terms and rules of each category. Exits with 2 when the lexicon is wrong.
    """
    lexicon = load_lexicon(folder or default_folder())
    click.echo(f"{lexicon.name} {lexicon.version} ({lexicon.title}) digest {lexicon.digest}")
    _counts(lexicon)
    dead = dead_words(lexicon)
    for word, why in dead:
        click.echo(f"dead: {word}: {why}", err=True)
    click.echo(f"{len(lexicon.terms)} terms, {len(lexicon.rules)} rules, {len(dead)} dead words")


def _counts(lexicon: Lexicon) -> None:
    terms = Counter(entry.categories[0] for entry in lexicon.terms)
    rules = Counter(rule.entry.categories[0] for rule in lexicon.rules)
    for code, title in lexicon.categories.items():
        click.echo(f"  {code:<11}{terms[code]:>5} terms {rules[code]:>4} rules  {title}")


@command.command()
@click.argument("folder", type=_FOLDER, required=False)
def test(folder: Path | None) -> None:
    """Judge the lexicon's own example sentences; exits with 1 when one is judged otherwise."""
    folder = folder or default_folder()
    file = folder / "examples.tsv"
    if not file.is_file():
        raise SettingsError(str(file), None, "", "is missing; a lexicon's examples stand there")
    judge = RiskJudge(load_lexicon(folder))
    examples = parse_examples(str(file), file.read_text(encoding="utf-8"))
    wrong = 0
    for example in examples:
        if problem := difference(example, judge_sentence(judge, example.sentence)):
            wrong += 1
            click.echo(f"{file}:{example.line}: {problem}: {example.sentence}")
    click.echo(f"{len(examples) - wrong} of {len(examples)} examples judged as they should be")
    sys.exit(1 if wrong else 0)
