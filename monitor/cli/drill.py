"""`yuqing drill`: an exercise from a scenario, to a file or into the topics, and the report of it (shell)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from monitor.cli.cluster import quiet, warn
from monitor.cli.kept import in_file, on_topic
from monitor.cli.replay import Moment
from monitor.company.organisation import Organisation, Project
from monitor.compose import read_organisation
from monitor.config.settings import Settings, data_path, load_settings
from monitor.drills.report import MISSED, what_was_met
from monitor.drills.scenarios import Scenario, load_scenario, mentions, scenario_names
from monitor.entry.keyed import TOPICS, entering
from monitor.errors import BrokerError, YuqingError
from monitor.kafka import topics
from monitor.kafka.produce import Placed, Writer
from monitor.kafka.read import read_topic
from monitor.records import (
    Alert,
    Incident,
    Mention,
    Rules,
    Tick,
    decode_alert,
    decode_incident,
    decode_timeline,
    encode,
)
from monitor.replays.retelling import ALERTS, INCIDENTS, TIMELINE
from monitor.times import local


@click.command()
@click.argument("scenario", metavar="[SCENARIO]", required=False)
@click.option(
    "--project",
    metavar="P",
    help="Id or name of the project.  [default: the first of the organisation file; with --report all]",
)
@click.option(
    "--start", type=Moment(), help="When it begins; with --report the run that began then.  [default: now; the last]"
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the mentions there.  [default: stdout]"
)
@click.option("--bootstrap", metavar="HOST:PORT", help="Send them to this cluster; with --report read that there.")
@click.option(
    "--report",
    is_flag=False,
    flag_value="",
    metavar="[DIR]",
    help="Say what was met and missed: of a replay's directory, or of the cluster's topics.",
)
@click.option("--exit-code", "strict", is_flag=True, help="With --report: exit with 1 where something was missed.")
@click.option("--scenarios", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of scenarios.")
@click.option("--organisation", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Organisation file.")
@click.option("--config", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Settings file.")
def command(
    scenario: str | None,
    project: str | None,
    start: datetime | None,
    out: Path | None,
    bootstrap: str | None,
    report: str | None,
    strict: bool,
    scenarios: Path | None,
    organisation: Path | None,
    config: Path | None,
) -> None:
    """Exercise monitoring, judgement and disposal with a SCENARIO; without one its names are listed.

    \b
    yuqing drill lift_fall --project hz-ygyy --bootstrap HOST:PORT
    yuqing act acknowledge INCIDENT --by zhang --drill --bootstrap HOST:PORT
    yuqing drill lift_fall --bootstrap HOST:PORT --report

    \b
    yuqing drill lift_fall --out drill.jsonl && yuqing replay --file drill.jsonl actions.jsonl --out out/
    yuqing drill lift_fall --report out/

    The mentions are marked as drill: they go the way of real ones, into incidents of their own that say 演练, and
    never touch real incidents or what is usual. Sent to a cluster they arrive at once, in the order of the scenario.

    A report ends with 0 whatever was missed; with --exit-code the exit code is 1 where a line of it begins with ✗.
    """
    folder = scenarios or data_path("config") / "drills"
    if strict and report is None:
        raise click.UsageError("--exit-code goes with --report")
    if scenario is None:
        if any(each is not None for each in (project, start, out, bootstrap, report)):
            raise click.UsageError(f"name the SCENARIO first: {', '.join(scenario_names(folder)) or 'there is none'}")
        for name in scenario_names(folder):
            click.echo(f"{name}  {load_scenario(folder, name).title}")
        return
    plan = load_scenario(folder, scenario)
    settings = _settings(config, organisation, bootstrap)
    known = read_organisation(settings)
    if report is not None:
        missed = _report(plan, settings, known, report, bootstrap, start, project)
        sys.exit(1 if missed and strict else 0)
    said = list(mentions(plan, _project(known, project), start or local(datetime.now(UTC).replace(microsecond=0))))
    if bootstrap:
        _send(settings, said)
    else:
        _write(said, out)
    for task in plan.tasks:
        click.echo(f"yuqing: {task}", err=True)


def _settings(config: Path | None, organisation: Path | None, bootstrap: str | None) -> Settings:
    overrides: dict[str, Any] = {"paths": {"organisation": str(organisation)}} if organisation else {}
    if bootstrap:
        overrides["kafka"] = {"bootstrap": bootstrap}
    return load_settings(config, overrides)


def _project(organisation: Organisation, named: str | None) -> Project:
    found = organisation.lookup(named) if named else organisation.projects[:1]
    if len(found) != 1:
        why = "several projects have this name; use the id" if found else "no such project in the organisation file"
        raise click.UsageError(f"--project {named or ''}: {why}")
    return found[0]


def _write(said: list[Mention], out: Path | None) -> None:
    lines = b"".join(encode(each) + b"\n" for each in said)
    if out is None:
        sys.stdout.buffer.write(lines)
        return
    try:
        out.write_bytes(lines)
    except OSError as error:
        raise YuqingError(f"--out {out}: cannot be written: {error.strerror}") from None
    warn(f"{len(said)} mentions → {out}")


def _send(settings: Settings, said: list[Mention]) -> None:
    quiet()
    prefix = settings.kafka.topic_prefix
    names = [prefix + name for name in TOPICS]
    with Writer(settings.kafka.bootstrap, settings.kafka.security, names, on_wait=warn) as writer:
        outcomes = writer.write([entering(each, prefix) for each in said])
    if not all(isinstance(each, Placed) for each in outcomes):
        raise BrokerError("a mention of the scenario is larger than its topic takes: shorten it")
    warn(f"{len(said)} mentions sent to {settings.kafka.bootstrap}")


# ---------------------------------------------------------------- the report


def _report(
    plan: Scenario,
    settings: Settings,
    known: Organisation,
    folder: str,
    bootstrap: str | None,
    start: datetime | None,
    project: str | None,
) -> bool:
    """Whether something was missed."""
    if bool(folder) == bool(bootstrap):
        raise click.UsageError("--report takes either the directory of a replay or --bootstrap HOST:PORT")
    incidents, alerts, until = _of_folder(Path(folder)) if folder else _of_topics(settings)
    if project is not None:
        there = _project(known, project).id
        incidents = [each for each in incidents if each.subject.project == there]
    alerts, began = [each for each in alerts if each.drill], start and start.replace(microsecond=0)
    lines = list(what_was_met(plan, incidents, alerts, known, until, began))
    for line in lines:
        click.echo(line)
    return any(line.startswith(MISSED) for line in lines)


_Found = tuple[list[Incident], list[Alert], datetime | None]


def _of_folder(folder: Path) -> _Found:
    incidents = list(in_file(folder / INCIDENTS, decode_incident))
    return incidents, list(in_file(folder / ALERTS, decode_alert)), _last_arrival(folder)


def _of_topics(settings: Settings) -> _Found:
    quiet()
    until = datetime.now(UTC)
    latest = {record.key: record.value for record in _topic(settings, topics.INCIDENTS)}
    incidents = list(on_topic(latest.values(), decode_incident, topics.INCIDENTS))
    values = (record.value for record in _topic(settings, topics.ALERTS))
    return incidents, list(on_topic(values, decode_alert, topics.ALERTS)), until


def _last_arrival(folder: Path) -> datetime | None:
    """Of the timeline: what falls due later nobody can have done. None where there is none."""
    file = folder / TIMELINE
    if not file.is_file():
        return None
    arrivals = (
        each.at if isinstance(each, Tick | Rules) else each.arrived_at for each in in_file(file, decode_timeline)
    )
    return max(filter(None, arrivals), default=None)


def _topic(settings: Settings, name: str) -> Iterator[Any]:
    kafka = settings.kafka
    return read_topic(kafka.bootstrap, kafka.topic_prefix + name, kafka.security, on_wait=warn)
