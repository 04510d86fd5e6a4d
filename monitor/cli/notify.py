"""`yuqing notify`: shows a message as a channel gets it, or sends one that is marked as a test (shell)."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from monitor.cli.cluster import cluster_options, cluster_settings, quiet, warn
from monitor.compose import read_organisation
from monitor.config.channels import Channel
from monitor.config.settings import Settings
from monitor.errors import SettingsError, YuqingError
from monitor.notify.answer import Answer
from monitor.notify.example import example_alert
from monitor.notify.outbox import Delivery
from monitor.records import Alert, decode_alert


@click.group()
def command() -> None:
    """Show a message as a channel gets it, or send a test."""


@command.command()
@click.argument("alert")
@click.option("--channel", required=True, metavar="KIND:NAME", help="A channel of the settings, or a kind alone.")
@click.option("--raw", is_flag=True, help="The body that is sent, as JSON, instead of the text.")
@cluster_options
def preview(alert: str, channel: str, raw: bool, bootstrap: str | None, config: Path | None) -> None:
    """Show what a channel would get. Nothing is sent, and no credential is needed.

    ALERT is an alert's id, looked for on alerts.v1; or a file of alerts (alerts.jsonl of a replay: its last; FILE:ID
    for one of them); or `example`.
    """
    from monitor.notify.previewing import preview_of

    settings = cluster_settings(bootstrap, config)
    click.echo(preview_of(settings, _find(alert, settings), channel, raw=raw))


@command.command()
@click.argument("channel", metavar="KIND:NAME")
@cluster_options
def test(channel: str, bootstrap: str | None, config: Path | None) -> None:
    """Send one message that is marked as a test, and say what the channel answered.

    The exit code is 1 when it was not accepted.
    """
    settings = cluster_settings(bootstrap, config)
    answer = asyncio.run(_send(settings, config, channel))
    if answer.verdict == "accepted":
        click.echo(f"{channel}: accepted ({answer.detail})")
        return
    warn(f"{channel}: not accepted: {answer.detail}")
    sys.exit(1)


async def _send(settings: Settings, config: Path | None, name: str) -> Answer:
    from monitor.notify.setup import make_timing, open_sender, read_words
    from monitor.notify.timing import plan

    channel = _channel(settings, name)
    sender = open_sender(settings, config, name, channel, read_words(settings, read_organisation(settings)))
    now = time.time()
    alert = example_alert(datetime.now(UTC))
    item = plan(alert, 0, name, (), now, now, make_timing(settings.dispatch), grouping=False)
    async with sender:
        return await sender.send(Delivery(alert.alert_id, name, "alert", (item,)), now, test=True)


def _channel(settings: Settings, name: str) -> Channel:
    channels = dict(settings.channel.named())
    if name not in channels:
        known = ", ".join(channels) or "none"
        raise SettingsError("settings", None, f"channel.{name.replace(':', '.')}", f"no such channel; known: {known}")
    return channels[name]


def _find(wanted: str, settings: Settings) -> Alert:
    if wanted == "example":
        return example_alert(datetime.now(UTC))
    path, _, identity = wanted.partition(":")
    if Path(path).is_file():
        return _in_file(Path(path), identity)
    if "/" in path or path.endswith((".json", ".jsonl")):
        raise YuqingError(f"{path}: there is no such file")
    return _on_topic(wanted, settings)


def _in_file(file: Path, identity: str) -> Alert:
    try:
        text = file.read_text(encoding="utf-8")
        values = text.splitlines() if "\n{" in text.strip() else [text]
        alerts = [decode_alert(value) for value in values if value.strip()]
    except (OSError, UnicodeDecodeError, msgspec.DecodeError, json.JSONDecodeError) as error:
        raise YuqingError(f"{file}: holds no alerts: {error}") from None
    found = [alert for alert in alerts if identity in ("", alert.alert_id)]
    if not found:
        raise YuqingError(f"{file}: there is no alert {identity}")
    return found[-1]


def _on_topic(identity: str, settings: Settings) -> Alert:
    from monitor.kafka import topics
    from monitor.kafka.read import read_topic

    quiet()
    kafka = settings.kafka
    for record in read_topic(kafka.bootstrap, kafka.topic_prefix + topics.ALERTS, kafka.security, on_wait=warn):
        if record.value and identity.encode() in record.value:
            alert = decode_alert(record.value)
            if alert.alert_id == identity:
                return alert
    raise YuqingError(f"there is no alert {identity} on {kafka.topic_prefix}{topics.ALERTS}, and no such file")
