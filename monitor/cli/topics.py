"""`yuqing topics`: makes the topics as they are declared, and shows them as they are (shell)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from monitor.cli.drawing import draw
from monitor.config.settings import Settings, load_settings
from monitor.kafka.admin import Creation, State, connect, create_topics, describe_topics
from monitor.kafka.topics import Topic, declare

Command = Callable[..., None]

_HEADER = (
    "topic", "key", "cleanup", "retention", "partitions", "copies", "record ≤", "records", "on disk", "behind",
)  # fmt: skip
_RIGHT = ("partitions", "copies", "record ≤", "records", "on disk")
#: what goes first where a terminal is narrow; last stay the topic, its records and how far behind its readers are
_SPARE = ("key", "cleanup", "record ≤", "copies", "retention", "partitions", "on disk")


def cluster_options(function: Command) -> Command:
    """--bootstrap and --config."""
    function = click.option("--bootstrap", metavar="HOST:PORT", help="The cluster, instead of the settings'.")(function)
    return click.option(
        "--config",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Settings file.  [default: config/monitor.toml]",
    )(function)


@click.group()
def command() -> None:
    """Create or describe the topics."""


@command.command()
@cluster_options
def create(bootstrap: str | None, config: Path | None) -> None:
    """Create the topics that are missing, and compare the others with their declaration.

    Replication is 3, or as many brokers as there are (kafka.replication overrides it). Nothing is ever changed or
    deleted; a timeline.v1 with another number of partitions is an error.
    """
    settings = _settings(bootstrap, config)
    with connect(settings.kafka.bootstrap, settings.kafka.security, on_wait=_warn) as admin:
        done = create_topics(admin, _topics(settings), settings.kafka.replication)
    _show_creation(done)


@command.command()
@cluster_options
def describe(bootstrap: str | None, config: Path | None) -> None:
    """Show partitions, retention, sizes, and how far behind the consumer groups are."""
    settings = _settings(bootstrap, config)
    with connect(settings.kafka.bootstrap, settings.kafka.security, on_wait=_warn) as admin:
        states = describe_topics(admin, _topics(settings))
    console = Console()
    if not console.is_terminal:
        # a pipe has no width: nothing is to be cut for it
        console = Console(width=240)
    draw(console, f"Topics at {settings.kafka.bootstrap}", _HEADER, [_row(state) for state in states], _RIGHT, _SPARE)
    for state in states:
        for remark in state.remarks:
            _warn(remark.message)


def _settings(bootstrap: str | None, config: Path | None) -> Settings:
    overrides: dict[str, Any] = {"kafka": {"bootstrap": bootstrap}} if bootstrap else {}
    return load_settings(config, overrides)


def _topics(settings: Settings) -> tuple[Topic, ...]:
    return declare(settings.kafka.topic_prefix, settings.kafka.retention_days.model_dump())


def _warn(message: str) -> None:
    click.echo(f"yuqing: {message}", err=True)


def _show_creation(done: Creation) -> None:
    for name in done.created:
        click.echo(f"created  {name}")
    for name in done.existing:
        click.echo(f"exists   {name}")
    for warning in done.warnings:
        _warn(warning)


def _row(state: State) -> tuple[str | Text, ...]:
    topic, found = state.topic, state.found
    if found is None:
        missing = Text("missing: yuqing topics create", style="red")
        return (topic.name, topic.key, "", "", "", "", "", "", "", missing)
    configs = {**topic.configs(), **found.configs}
    return (
        topic.name,
        topic.key,
        configs["cleanup.policy"],
        _retention(configs["cleanup.policy"], configs.get("retention.ms")),
        str(found.partitions),
        str(found.replication),
        _bytes(int(configs["max.message.bytes"])),
        f"{state.records:,}",
        "?" if state.size is None else _bytes(state.size),
        ", ".join(f"{group} {records:,}" for group, records in sorted(state.behind.items())),
    )


def _retention(cleanup: str, millis: str | None) -> str:
    if "delete" not in cleanup or millis is None or int(millis) < 0:
        return "for ever"
    return f"{int(millis) / 86_400_000:g} days"


def _bytes(count: int) -> str:
    for unit, size in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if count >= size:
            return f"{count / size:.1f} {unit}".replace(".0 ", " ")
    return f"{count} B"
