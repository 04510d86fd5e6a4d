"""`yuqing submit`: what a patrol or the front desk hears, put on the raw topics (shell)."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from monitor.cli.cluster import cluster_options, cluster_settings, in_options, quiet, warn
from monitor.compose import read_organisation
from monitor.config.settings import Settings
from monitor.entry.keyed import entering
from monitor.entry.submitting import SOURCES, submitted_mention
from monitor.errors import BrokerError, Unreadable
from monitor.kafka.produce import Placed, Writer
from monitor.records import Mention
from monitor.times import local

#: what fields of a mention are called here
_OPTIONS = {"text": "TEXT", "published_at": "--at"} | {
    name: f"--{name}" for name in ("project", "source", "kind", "title", "location", "contact", "channel", "id")
}


@click.command()
@click.argument("text")
@click.option("--project", metavar="P", help="A project's id, name or alias.")
@click.option("--source", type=click.Choice(SOURCES), default="manual", show_default=True,
              help="manual: patrols and others; front_desk: a complaint made there.")  # fmt: skip
@click.option(
    "--kind", type=click.Choice(["post", "complaint"]), help="[default: complaint of the front desk, else post]"
)
@click.option("--title", help="In a few words.")
@click.option("--at", metavar="T", help="When it was seen or heard.  [default: now]")
@click.option("--by", metavar="PERSON", help="Who reports it; noted beside the raw record only.")
@click.option("--location", help="Where, in words.")
@click.option("--contact", help="How to reach who complained; never leaves the raw topic.")
@click.option("--channel", help="How it came in: 巡查, 来访, 电话, …")
@click.option("--id", "own_id", metavar="ID", help="The ticket's number.  [default: made of what is said]")
@click.option("--drill", is_flag=True, help="Part of an exercise.")
@cluster_options
def command(
    text: str, by: str | None, at: str | None, own_id: str | None, bootstrap: str | None, config: Path | None,
    **fields: Any,
) -> None:  # fmt: skip
    """Report TEXT (- reads it from stdin): what was seen or heard, and prints the mention's id.

    The same words at the same time are one report, however often they are sent: give --at or --id when you may repeat
    yourself. Names, numbers and rooms in it are masked before anybody reads them.

    \b
    yuqing submit "3栋电梯关不上门，有老人差点摔倒" --project hz-ygyy --channel 巡查
    yuqing submit "业主来访投诉：地下车库积水三天没人管" --project 阳光雅苑 --source front_desk --contact 13800000000
    """
    settings = cluster_settings(bootstrap, config)
    quiet()
    if text == "-":
        text = sys.stdin.read().strip()
    heard = at or local(datetime.now(UTC)).isoformat(timespec="seconds")
    try:
        mention = submitted_mention(
            {**fields, "text": text, "published_at": heard, "id": own_id}, read_organisation(settings)
        )
    except Unreadable as unreadable:
        raise click.UsageError(in_options(unreadable.detail, _OPTIONS)) from None
    topic = _send(settings, mention, by)
    click.echo(f"submitted {mention.id} to {topic}" + (f" about {mention.project}" if mention.project else ""))


def _send(settings: Settings, mention: Mention, by: str | None) -> str:
    record = entering(mention, settings.kafka.topic_prefix)
    if by:
        record = replace(record, headers=(*record.headers, ("submitted-by", by.encode())))
    with Writer(settings.kafka.bootstrap, settings.kafka.security, [record.topic], on_wait=warn) as writer:
        (outcome,) = writer.write([record])
    if not isinstance(outcome, Placed):
        raise BrokerError(f"the report has {outcome.size} bytes, {record.topic} takes {outcome.limit}: shorten it")
    return record.topic
