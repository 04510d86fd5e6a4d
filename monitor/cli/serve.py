"""`yuqing serve`: actions and mentions over HTTP until it is told to stop; `serve token` makes a token (shell)."""

from __future__ import annotations

import json
import re
import secrets
from pathlib import Path
from typing import Any

import click

from monitor.cli.cluster import warn
from monitor.compose import read_organisation
from monitor.config.settings import load_settings
from monitor.config.tokens import PREFIX, hashed
from monitor.errors import SettingsError
from monitor.process.logs import configure_logs

#: a name that TOML takes without quotes
_BARE = re.compile(r"[A-Za-z0-9_-]+")


@click.group(invoke_without_command=True)
@click.option("--bootstrap", metavar="HOST:PORT", help="The cluster, instead of the settings'.")
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Settings file.  [default: config/monitor.toml]",
)
@click.option("--host", help="Address to listen on, instead of the settings'.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port, instead of the settings'; 0: any free one.")
@click.pass_context
def command(
    context: click.Context, bootstrap: str | None, config: Path | None, host: str | None, port: int | None
) -> None:
    """Answer over HTTP until Ctrl-C or SIGTERM: POST /actions, POST /mentions, GET /incidents/ID, links of messages.

    Who asks is known by a bearer token, of which the settings hold a hash ([serve.token.NAME]). It listens on
    127.0.0.1 unless it is told otherwise; put a proxy with TLS before it. docs/operations/actions.md has examples.
    """
    if context.invoked_subcommand is not None:
        return
    overrides: dict[str, Any] = {"kafka": {"bootstrap": bootstrap}} if bootstrap else {}
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    if given:
        overrides["serve"] = given
    settings = load_settings(config, overrides)
    configure_logs(settings.log.level, settings.log.format, role="serve")
    # the server and the clients of Kafka are slow to import, and --help needs neither
    from monitor.serve.process import run

    run(settings, config)


@command.command()
@click.argument("name")
@click.option("--person", metavar="PERSON", help="Whose it is: a person's id of the organisation file.")
@click.option(
    "--role",
    type=click.Choice(["person", "service", "reporter", "reader"]),
    help="person: acts as PERSON; service: names who acts; reporter: submits only; reader: reads only.",
)
@click.pass_context
def token(context: click.Context, name: str, person: str | None, role: str | None) -> None:
    """Make a bearer token. It is shown once; the settings get the lines that hold its hash.

    \b
    yuqing serve token zhang-phone --person zhang
    yuqing serve token itsm --role service
    """
    role = role or ("person" if person else None)
    if role is None or (role == "person") != bool(person):
        raise click.UsageError("say whose it is with --person, or which --role it has: service, reporter, reader")
    if person and (doubt := _unknown(person, context.parent.params["config"] if context.parent else None)):
        warn(doubt)
    made = PREFIX + secrets.token_urlsafe(32)
    click.echo(f"token (shown once, for {name}): {made}\n", err=True)
    click.echo(f'[serve.token.{_key(name)}]\nhash = "{hashed(made)}"\nrole = "{role}"')
    if person:
        click.echo(f"person = {_text(person)}")


def _key(name: str) -> str:
    """As TOML takes it for one name, whatever is in it."""
    return name if _BARE.fullmatch(name) else _text(name)


def _text(said: str) -> str:
    return json.dumps(said, ensure_ascii=False)


def _unknown(person: str, config: Path | None) -> str:
    """What to say where `serve` would refuse this person; empty where he is known, or nobody is.

    No reason to make no token: the settings that it is for may lie on another machine.
    """
    try:
        settings = load_settings(config)
        known = read_organisation(settings)
    except SettingsError as error:
        return f"whether there is a person {person!r} was not looked up: {error}"
    if settings.paths.organisation is None or known.person(person):
        return ""
    return f"there is no person {person!r} in {settings.paths.organisation}: `yuqing serve` starts with no such token"
