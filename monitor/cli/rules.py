"""`yuqing rules`: check a file of rules, and retell why an alert was raised (shell)."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import click
import msgspec

from monitor.cli.cluster import warn
from monitor.cli.kept import in_file, on_topic
from monitor.cli.options import CONFIG, organisation_settings
from monitor.cli.progress import Meter
from monitor.compose import build_bundle, read_organisation
from monitor.config.settings import Settings
from monitor.errors import SettingsError, YuqingError
from monitor.kafka import topics
from monitor.kafka.read import read_topic
from monitor.records import Incident, RuleBundle, decode_alert, decode_incident
from monitor.replays.outcome import Window
from monitor.replays.retelling import ALERTS, INCIDENTS, RULESETS, TIMELINE, Retelling
from monitor.replays.topicreplay import TimelineReplay
from monitor.steps.commit import read_bundle
from monitor.steps.timeline import apply
from monitor.watch.bundle import renewed
from monitor.watch.fold import Fold
from monitor.watch.grades.explaining import Explanation, Witness, afterwards, lines, resolve
from monitor.watch.grades.rulefile import load_ruleset
from monitor.watch.ruleset import Rule

T = TypeVar("T")


@click.group()
def command() -> None:
    """Check the rules of grades and disclosure, and retell a decision."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--organisation",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Also check that the projects, cities and regions that rules name exist there.  [default: the settings']",
)
@CONFIG
def check(file: Path | None, organisation: Path | None, config: Path | None) -> None:
    """Validate a file of rules: unknown words, contradictions, rules that never decide.

    FILE is the settings' when it is left out. Prints the rules; exits with 2 when the file is wrong. What is more often
    a slip than meant, such as a source that no adapter brings, is a warning.
    """
    settings = organisation_settings(config, organisation)
    path = file or settings.rules_path()
    doubtful: list[SettingsError] = []
    try:
        ruleset = load_ruleset(path, read_organisation(settings), doubtful)
    finally:
        # also beside what is refused
        for each in doubtful:
            click.echo(f"warning: {each}", err=True)
    for rule in sorted(ruleset.rules, key=lambda each: -each.grade):
        click.echo(f"{rule.grade}  {_shown(rule)}")
    for rule in ruleset.disclosure:
        click.echo(f"重大  {_shown(rule)}")
    click.echo(f"{path}: {len(ruleset.rules)} rules of grades, {len(ruleset.disclosure)} of disclosure")


def _shown(rule: Rule) -> str:
    parts = {"mention": rule.mention, "needs": rule.needs, "incident": rule.incident, "sensitive": rule.sensitive}
    said = [f"{name} {_words(part)}" for name, part in parts.items() if part]
    return "  ".join([f"{rule.name:<20}", *([f"within {rule.within}"] if rule.within else []), *said])


def _words(part: dict[str, object]) -> str:
    return " ".join(f"{key}={msgspec.json.encode(value).decode()}" for key, value in part.items())


# ---------------------------------------------------------------- explain


@command.command()
@click.argument("alert", metavar="ALERT")
@click.option(
    "--dir",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The directory that `yuqing replay --out` wrote.",
)
@click.option("--bootstrap", metavar="HOST:PORT", help="Look the decision up on the topics of this cluster instead.")
@click.option("--rule", metavar="NAME", help="Retell this rule alone.")
@CONFIG
def explain(alert: str, folder: Path | None, bootstrap: str | None, rule: str | None, config: Path | None) -> None:
    """Retell why an alert was raised: each rule, what it saw, what it asks for.

    ALERT is its alert_id or the beginning of it, or the number that is said on the phone, or an incident_id: of
    these the last alert that decided a grade.

    The timeline is folded again up to the alert, under the rules that were in force; nothing is written. What came to
    the incident after it is counted below, with the alerts that show it.
    """
    if (folder is None) == (bootstrap is None):
        raise click.UsageError("name either --dir DIR or --bootstrap HOST:PORT")
    settings = organisation_settings(config)
    told = list(
        _kept(folder, ALERTS, decode_alert) if folder else _on(settings, bootstrap, topics.ALERTS, decode_alert)
    )
    alert_id = resolve(alert, told)
    found = _from_folder(alert_id, folder) if folder else _from_topics(alert_id, settings, bootstrap or "")
    for line in lines(found, rule):
        click.echo(line)
    states: Iterator[Incident] = (
        _kept(folder, INCIDENTS, decode_incident)
        if folder
        else _on(settings, bootstrap, topics.INCIDENTS, decode_incident)
    )
    for line in afterwards(found.alert, told, {each.incident_id: each for each in states}.values()):
        click.echo(line)


def _from_folder(alert_id: str, folder: Path) -> Explanation:
    timeline, rulesets = folder / TIMELINE, folder / RULESETS
    for file in (timeline, rulesets):
        if not file.is_file():
            raise YuqingError(f"{file} is not there: name the directory that `yuqing replay --out` wrote")
    bundles = {bundle.digest: bundle for bundle in in_file(rulesets, read_bundle)}
    witness = Witness(alert_id)
    fold = Fold(partition=0, partitions=1, bundles=bundles)
    fold.book.witness = witness
    with timeline.open("rb") as values:
        for offset, value in enumerate(values):
            failed = apply(fold, value, offset)
            if failed is not None and b'"kind":"rules"' in value:
                # nothing can be folded without them, and every later error would be about something else
                raise YuqingError(f"{timeline}:{offset + 1}: {failed.detail}, nor in {rulesets}")
            if witness.found is not None:
                return witness.found
            if offset % 1_000 == 0:
                fold.collect()
    raise _unknown(alert_id, f"the timeline of {folder}")


def _kept(folder: Path, name: str, decode: Callable[[bytes], T]) -> Iterator[T]:
    """Nothing where the file is not there: a complete id needs none."""
    file = folder / name
    return in_file(file, decode) if file.is_file() else iter(())


def _on(settings: Settings, bootstrap: str | None, topic: str, decode: Callable[[bytes], T]) -> Iterator[T]:
    """Of an incident each state, the last one last."""
    records = read_topic(bootstrap or "", settings.kafka.topic_prefix + topic, settings.kafka.security, on_wait=warn)
    return on_topic((record.value for record in records), decode, topic)


def _from_topics(alert_id: str, settings: Settings, bootstrap: str) -> Explanation:
    prefix, security = settings.kafka.topic_prefix, settings.kafka.security
    present, witness = build_bundle(settings), Witness(alert_id)
    bundles: dict[str, RuleBundle] = {}
    rulesets = read_topic(bootstrap, prefix + topics.RULESETS, security, on_wait=warn)
    for each in on_topic((record.value for record in rulesets), read_bundle, topics.RULESETS):
        bundle = renewed(each, present)
        bundles[bundle.digest] = bundle
    with tempfile.TemporaryDirectory() as scratch, Retelling(Path(scratch) / "out", Window()) as retelling:
        replay = TimelineReplay(retelling, bundles, present, witness=witness)
        with Meter() as meter:
            records = read_topic(bootstrap, prefix + topics.TIMELINE, security)
            replay.run(records, lambda done: meter.update("folding", done, 0))
    if witness.found is None:
        raise _unknown(alert_id, f"timeline.v1 at {bootstrap}")
    return witness.found


def _unknown(alert_id: str, where: str) -> YuqingError:
    return YuqingError(f"alert {alert_id} is not told by {where}: take the id or number of an alert of that very run")
