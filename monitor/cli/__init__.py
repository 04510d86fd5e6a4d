"""The command line `yuqing` (shell): sub-commands are imported when they are called, so that `--help` is quick."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from monitor.errors import YuqingError

#: sub-command → (module under monitor.cli, help line); a sub-command's module defines `command`
COMMANDS = {
    "demo": ("demo", "Embedded Kafka, workers and a paced sample stream; shows the alerts as they come."),
    "score": ("score", "Judge mentions from files or stdin: one assessment a line."),
    "evaluate": ("evaluate", "Measure the judgement on labelled files: figures, intervals, a page."),
    "replay": ("replay", "The whole pipeline over files: timeline, incidents, alerts, report."),
    "compare": ("compare", "Back-test: what one replay tells that another does not."),
    "ingest": ("ingest", "Crawler files → posts.v1 and complaints.v1, resumable."),
    "worker": ("worker", "Run the score, actions and watch workers."),
    "dispatch": ("dispatch", "Send alerts to DingTalk, WeCom, Feishu, webhooks, Alertmanager and mail."),
    "notify": ("notify", "Show a message as a channel gets it, or send a test."),
    "route": ("route", "Explain who would be told of what, and why."),
    "act": ("act", "Record what a person did about an incident."),
    "drill": ("drill", "An exercise from a scenario, and what was met and missed in it."),
    "reveal": ("reveal", "Show a mention's raw record to those with the right, and leave a trace."),
    "submit": ("submit", "Report what a patrol or the front desk hears."),
    "serve": ("serve", "Actions and reports over HTTP; the links of messages."),
    "broker": ("broker", "A local Apache Kafka in the foreground."),
    "topics": ("topics", "Create or describe the topics."),
    "deadletters": ("deadletters", "List or redrive records that could not be read."),
    "rules": ("rules", "Check the rules of grades, and retell a decision."),
    "playbooks": ("playbooks", "Check the playbooks: what to do first and then, by category and grade."),
    "lexicon": ("lexicon", "Check a lexicon, run its examples, publish it to running workers."),
}

#: what shells expect after SIGINT
_INTERRUPTED = 130


class LazyGroup(click.Group):
    """A group that imports a sub-command only when it is asked for."""

    def invoke(self, ctx: click.Context) -> Any:
        """Ctrl-C has a code of its own: 1 says what a command has found out."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("\nyuqing: interrupted", err=True)
            ctx.exit(_INTERRUPTED)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        found = import_module(f"monitor.cli.{COMMANDS[name][0]}").command
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="yuqing")
def yuqing() -> None:
    """Public-opinion monitoring and graded early warning for property-management companies."""


def main() -> None:
    try:
        yuqing(prog_name="yuqing")
    except YuqingError as error:
        click.echo(f"yuqing: {error}", err=True)
        sys.exit(2)
