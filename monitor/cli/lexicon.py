"""`yuqing lexicon`: check a lexicon folder, run its example sentences, publish it to running workers (shell)."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import click

from monitor.cli.cluster import cluster_options, cluster_settings, quiet, warn
from monitor.config.settings import Settings
from monitor.errors import BrokerError, SettingsError
from monitor.judging.examples import checked_examples
from monitor.judging.releases import (
    EXAMPLES,
    RefusedRelease,
    failing_examples,
    make_release,
    read_release,
    release_record,
)
from monitor.judging.releases import withdrawal as withdrawal_record
from monitor.kafka import topics
from monitor.kafka.produce import Placed, Writer
from monitor.kafka.read import Record, read_topic
from monitor.kafka.wire import Outgoing
from monitor.lexicons.lexicon import Lexicon, read_folder
from monitor.lexicons.problems import checked
from monitor.records import LexiconRelease
from monitor.risk.dead import dead_words

_FOLDER = click.Path(path_type=Path, file_okay=False)
#: in a checkout, and in an installed wheel
_HOMES = (Path(__file__).parents[2] / "lexicons", Path(__file__).parents[1] / "data" / "lexicons")
#: failing examples that a refusal names
_NAMED = 5


def default_folder() -> Path:
    """The lexicon that comes with the product."""
    return next((home / "property" for home in _HOMES if home.is_dir()), _HOMES[0] / "property")


@click.group()
def command() -> None:
    """Check a lexicon, run its own example sentences, publish it to the running workers."""


@command.command()
@click.argument("folder", type=_FOLDER, required=False)
def check(folder: Path | None) -> None:
    """Validate a lexicon folder: unknown categories, doubles, conflicts, dead words; and the form of its examples.

    Prints the number of terms and rules of each category, and every problem with its file and line. The exit code is 2
    when the lexicon cannot be used, 1 when it has dead words: terms that no text can hit, or that add nothing.
    """
    folder = (folder or default_folder()).absolute()
    lexicon = _whole(folder, read_folder(folder))
    click.echo(f"{lexicon.name} {lexicon.version} ({lexicon.title}) digest {lexicon.digest}")
    _counts(lexicon)
    dead = dead_words(lexicon)
    for word, why in dead:
        click.echo(f"{folder.parent / word}: dead: {why}", err=True)
    click.echo(f"{len(lexicon.terms)} terms, {len(lexicon.rules)} rules, {len(dead)} dead words")
    sys.exit(1 if dead else 0)


def _whole(folder: Path, files: Mapping[str, str]) -> Lexicon:
    """The lexicon; all that is wrong with it goes to stderr, and the process ends with 2."""
    lexicon, problems = checked(folder.name, files)
    if EXAMPLES in files:
        problems = [*problems, *checked_examples(f"{folder.name}/{EXAMPLES}", files[EXAMPLES])[1]]
    for each in problems:
        click.echo(f"{folder.parent / str(each)}", err=True)
    if lexicon is None or problems:
        click.echo(f"{len(problems)} problem(s): {folder} cannot be used", err=True)
        sys.exit(2)
    return lexicon


def _counts(lexicon: Lexicon) -> None:
    terms = Counter(entry.categories[0] for entry in lexicon.terms)
    rules = Counter(rule.entry.categories[0] for rule in lexicon.rules)
    for code, title in lexicon.categories.items():
        click.echo(f"  {code:<11}{terms[code]:>5} terms {rules[code]:>4} rules  {title}")


@command.command()
@click.argument("folder", type=_FOLDER, required=False)
def test(folder: Path | None) -> None:
    """Judge the lexicon's own example sentences; exits with 1 when one is judged otherwise."""
    folder = (folder or default_folder()).absolute()
    files = read_folder(folder)
    if EXAMPLES not in files:
        raise SettingsError(str(folder / EXAMPLES), None, "", "is missing; a lexicon's examples stand there")
    failing = failing_examples(_whole(folder, files), files)
    for line in failing:
        click.echo(str(folder.parent / line))
    count = len(files[EXAMPLES].splitlines()) - 1
    click.echo(f"{count - len(failing)} of {count} examples judged as they should be")
    sys.exit(1 if failing else 0)


@command.command()
@click.argument("folder", type=_FOLDER, required=False)
@click.option("--dry-run", is_flag=True, help="Only check whether it could be published.")
@cluster_options
def publish(folder: Path | None, dry_run: bool, bootstrap: str | None, config: Path | None) -> None:
    """Put a lexicon on lexicons.v1: running score workers switch to it within seconds, between two batches.

    Refused with exit code 2 when it cannot be used, and with 1 when it judges one of its own examples otherwise. A
    worker takes the release that has the name of its settings' lexicon, now and whenever it starts; `lexicon withdraw`
    takes it back.
    """
    folder = (folder or default_folder()).absolute()
    files = read_folder(folder)
    lexicon = _whole(folder, files)
    for word, why in dead_words(lexicon):
        warn(f"{folder.parent / word}: dead: {why}")
    if failing := failing_examples(lexicon, files):
        for line in failing[:_NAMED]:
            warn(str(folder.parent / line))
        warn(f"refused: {len(failing)} of its own examples are judged otherwise (`yuqing lexicon test` shows all)")
        sys.exit(1)
    release = make_release(folder.name, files)
    if dry_run:
        click.echo(f"{_named(release)} can be published")
        return
    settings = cluster_settings(bootstrap, config)
    quiet()
    if (before := _published(settings).get(release.name)) is not None:
        if before.digest == release.digest:
            click.echo(f"{_named(release)} is published already")
            return
        if before.version == release.version:
            warn(f"version {release.version} was published with other content; raise it in {folder.name}/lexicon.toml")
    place = _write(settings, release_record(release, settings.kafka.topic_prefix + topics.LEXICONS))
    click.echo(f"published {_named(release)} at {topics.LEXICONS}/{place.partition}/{place.offset}")


@command.command()
@click.argument("name")
@cluster_options
def withdraw(name: str, bootstrap: str | None, config: Path | None) -> None:
    """Take back what was published under NAME: workers return to the lexicon of their settings."""
    settings = cluster_settings(bootstrap, config)
    quiet()
    if name.encode() not in _latest(settings):
        raise BrokerError(f"there is no release of {name!r}; `yuqing lexicon releases` lists what is there")
    place = _write(settings, withdrawal_record(name, settings.kafka.topic_prefix + topics.LEXICONS))
    click.echo(f"withdrawn {name} at {topics.LEXICONS}/{place.partition}/{place.offset}")


@command.command()
@cluster_options
def releases(bootstrap: str | None, config: Path | None) -> None:
    """List what is published: name, version, digest."""
    settings = cluster_settings(bootstrap, config)
    quiet()
    for release in _published(settings).values():
        click.echo(_named(release))


def _named(release: LexiconRelease | Lexicon) -> str:
    return f"{release.name} {release.version} digest {release.digest}"


def _latest(settings: Settings) -> dict[bytes, Record]:
    """The last record by key, without what was withdrawn."""
    kafka = settings.kafka
    found: dict[bytes, Record] = {}
    for record in read_topic(kafka.bootstrap, kafka.topic_prefix + topics.LEXICONS, kafka.security, on_wait=warn):
        found[record.key or b""] = record
    return {key: record for key, record in found.items() if record.value is not None}


def _published(settings: Settings) -> dict[str, Lexicon]:
    """The newest releases by name; those that workers refuse are told."""
    found: dict[str, Lexicon] = {}
    for record in _latest(settings).values():
        try:
            lexicon = read_release(record.key, record.value or b"")
        except RefusedRelease as refused:
            warn(f"{record.topic}/{record.partition}/{record.offset} is refused by workers: {refused}")
            continue
        found[lexicon.name] = lexicon
    return found


def _write(settings: Settings, record: Outgoing) -> Placed:
    kafka = settings.kafka
    with Writer(kafka.bootstrap, kafka.security, [record.topic], on_wait=warn) as writer:
        (outcome,) = writer.write([record])
    if not isinstance(outcome, Placed):
        raise BrokerError(f"the release has {outcome.size} bytes, {record.topic} takes {outcome.limit}: shorten it")
    return outcome
