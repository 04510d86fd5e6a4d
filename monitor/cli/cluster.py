"""What the commands that talk to Kafka share: --bootstrap and --config, and how they speak on stderr (shell)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from monitor.cli.options import CONFIG
from monitor.config.settings import Settings, load_settings

F = TypeVar("F", bound=Callable[..., Any])


def cluster_options(function: F) -> F:
    """--bootstrap and --config, for `cluster_settings`."""
    bootstrap = click.option("--bootstrap", metavar="HOST:PORT", help="The cluster, instead of the settings'.")
    return bootstrap(CONFIG(function))


def cluster_settings(bootstrap: str | None, config: Path | None) -> Settings:
    """The settings with this cluster. Raises SettingsError."""
    overrides: dict[str, Any] = {"kafka": {"bootstrap": bootstrap}} if bootstrap else {}
    return load_settings(config, overrides)


def in_options(detail: str, options: Mapping[str, str]) -> str:
    """What is wrong with a field of a record, in the words of the command line: `published_at: …` is about --at."""
    field, colon, why = detail.partition(": ")
    if not colon or field not in options:
        return detail
    form = "; write it as 2026-01-31T18:30" if why == "not a time" else ""
    return f"{options[field]}: {why}{form}"


def quiet() -> None:
    """The client library warns of each retry; what matters comes as our own errors."""
    logging.getLogger("kafka").setLevel(logging.CRITICAL)


def warn(message: str) -> None:
    click.echo(f"yuqing: {message}", err=True)
