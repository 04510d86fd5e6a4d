"""The options that `score`, `replay` and `ingest` share: what to judge by, and how to read files (shell)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from monitor.adapters import Hints
from monitor.adapters.columns import parse_map
from monitor.config.settings import Settings, load_settings

F = TypeVar("F", bound=Callable[..., Any])
Command = Callable[..., None]

#: for a command that only reads settings
CONFIG = click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Settings file.  [default: config/monitor.toml, if there is one]",
)
_LEXICON = click.option(
    "--lexicon",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the lexicon.  [default: the settings', else the one that comes along]",
)
_ORGANISATION = click.option(
    "--organisation",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Organisation file: company, projects, persons.  [default: the settings']",
)
_SENTIMENT = click.option(
    "--sentiment", metavar="NAME", help="Sentiment scorer: linear, snownlp-jieba, snownlp, …  [default: the settings']"
)
_MAP = click.option(
    "--map",
    "mapping",
    metavar="FIELD=COLUMN,…",
    help="Columns of a table of one's own: id=编号,text=内容,published_at=时间. Known crawlers' files need none.",
)
_SOURCE = click.option(
    "--source",
    metavar="CODE",
    help="Where records come from that do not say it: 12345, hotline, app, front_desk, weibo, …",
)
#: what to do where records were of unknown shape and there was no --map
TABLE_OF_ONES_OWN = (
    "unknown_shape: no known crawler's keys; name the columns of a table of your own with --map and --source. "
    "What score and replay have written (assessments, alerts, timelines) is not read again"
)
_FILES = click.argument("files", nargs=-1, metavar="[FILE]...")


class Judging(NamedTuple):
    """By what to judge."""

    config: Path | None
    lexicon: Path | None
    organisation: Path | None
    sentiment: str | None

    def settings(self) -> Settings:
        """The settings with these options over them; tells on stderr what should not stay as it is.

        Raises SettingsError.
        """
        overrides = _paths(lexicon=self.lexicon, organisation=self.organisation)
        if self.sentiment is not None:
            overrides["score"] = {"sentiment": self.sentiment}
        settings = load_settings(self.config, overrides)
        for warning in [*settings.warnings(), *([] if settings.paths.organisation else [NOBODY_KNOWN])]:
            click.echo(f"yuqing: {warning}", err=True)
        return settings


class Columns(NamedTuple):
    """How to read a table of one's own."""

    mapping: str | None
    source: str | None

    def hints(self) -> Hints:
        """Raises YuqingError for a mapping that cannot be meant."""
        mapping = None if self.mapping is None else parse_map(self.mapping, self.source)
        return Hints(source=self.source, mapping=mapping)


def together(**kinds: Any) -> Callable[[Command], Command]:
    """Hands a command options that belong together as one value: argument → what is made of them."""

    def decorated(function: Command) -> Command:
        @wraps(function)
        def command(**options: Any) -> None:
            for name, kind in kinds.items():
                options[name] = kind(**{field: options.pop(field) for field in signature(kind).parameters})
            function(**options)

        return command

    return decorated


def judging_options(function: Command) -> Command:
    """--config --lexicon --organisation --sentiment, as `judging`: Judging."""
    return CONFIG(_LEXICON(_ORGANISATION(_SENTIMENT(together(judging=Judging)(function)))))


def reading_options(function: Command) -> Command:
    """--map --source, as `columns`: Columns."""
    return _MAP(_SOURCE(together(columns=Columns)(function)))


def files_argument(function: F) -> F:
    """FILE…, any number of them, as `files`."""
    return _FILES(function)


NOBODY_KNOWN = (
    "there is no organisation file: no project is known, so no mention is about one. Name it with --organisation FILE "
    "or as paths.organisation of the settings."
)


def organisation_settings(config: Path | None, organisation: Path | None = None) -> Settings:
    """The settings of what judges nothing. Raises SettingsError."""
    return load_settings(config, _paths(organisation=organisation))


def _paths(**paths: Path | None) -> dict[str, Any]:
    return {"paths": {name: str(path) for name, path in paths.items() if path is not None}}
