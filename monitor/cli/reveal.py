"""`yuqing reveal`: a mention's raw record for those with the right to it, with a trace of who asked why (shell)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from monitor.cli.cluster import cluster_options, cluster_settings, quiet, warn
from monitor.compose import build_assessor, read_organisation
from monitor.config.settings import Settings
from monitor.entry.keyed import entering
from monitor.errors import BrokerError, Unreadable
from monitor.events.answers import submitted
from monitor.judging.arrival import Arrival
from monitor.kafka import topics
from monitor.kafka.produce import Placed, Writer
from monitor.kafka.read import read_topic
from monitor.kafka.wire import Raw
from monitor.personal.masking import printable
from monitor.personal.revealing import may_hold, mentions_in, refusal
from monitor.records import Action, Assessment, Mention, Source, encode
from monitor.steps.scoring import Frame, arrived
from monitor.times import from_millis, local

Found = tuple[Raw, Mention]


@click.command()
@click.argument("mention")
@click.option("--by", required=True, metavar="PERSON", help="Who asks: a person's id of the organisation.")
@click.option("--reason", required=True, help="Why the raw record is needed; it stays in the incident.")
@click.option("--all", "every", is_flag=True, help="Every version that is left, not only the newest.")
@click.option("--raw", is_flag=True, help="The records as they came, instead of the mention in them.")
@cluster_options
def command(
    mention: str, by: str, reason: str, every: bool, raw: bool, bootstrap: str | None, config: Path | None
) -> None:
    """Show the raw record of a MENTION, personal data included, and leave an action `reveal`.

    For persons with one of the roles of `privacy.reveal_roles` whose scope covers the matter; where it is about the
    site's own staff or charges, for those above the site only. The action is written before anything is shown.
    The exit code is 1 when the right is missing, or the record: raw records are kept for a month by default.

    \b
    yuqing reveal weibo:5283100628546361 --by li --reason 联系当事人核实伤情
    """
    if not reason.strip():
        raise click.UsageError("the reason is empty")
    settings = cluster_settings(bootstrap, config)
    quiet()
    found = _found(settings, mention)
    if not found:
        warn(f"no raw record of {mention} is left on {topics.POSTS} or {topics.COMPLAINTS}")
        sys.exit(1)
    refused = refusal(by, _judged(settings, found), read_organisation(settings), settings.privacy.reveal_roles)
    if refused:
        warn(f"refused: {refused}")
        sys.exit(1)
    warn(f"recorded as action {_record(settings, mention, by, reason)}: {by} reads {mention}")
    for each in found if every else found[-1:]:
        _show(each, raw)


def _found(settings: Settings, mention_id: str) -> list[Found]:
    """The mention's versions in the order that Kafka saw them; looks into every record only where no id tells."""
    likely = [each for raw in _raws(settings) if may_hold(raw, mention_id) for each in _read(raw, mention_id)]
    found = likely or [each for raw in _raws(settings) for each in _read(raw, mention_id)]
    return sorted(found, key=lambda each: (each[0].timestamp, each[0].partition, each[0].offset))


def _raws(settings: Settings) -> Iterator[Raw]:
    kafka = settings.kafka
    for name in (topics.COMPLAINTS, topics.POSTS):
        for one in read_topic(kafka.bootstrap, kafka.topic_prefix + name, kafka.security, on_wait=warn):
            yield Raw(one.topic, one.partition, one.offset, one.timestamp, one.key, one.value, one.headers)


def _read(raw: Raw, mention_id: str) -> Iterator[Found]:
    return ((raw, mention) for mention in mentions_in(raw, mention_id))


def _judged(settings: Settings, found: list[Found]) -> list[Assessment]:
    """All versions as the score role judges them: whose matter, and of what kind."""
    frame = Frame(partitions=topics.TIMELINE_PARTITIONS, by_records=settings.watch.clock == "records")
    arrivals = [
        Arrival(
            mention, arrived(mention, raw, frame), Source(topic=raw.topic, partition=raw.partition, offset=raw.offset)
        )
        for raw, mention in found
    ]
    results = build_assessor(settings).assess(arrivals)
    return [each for result in results if not isinstance(result, Unreadable) for each in result]


def _record(settings: Settings, mention: str, by: str, reason: str) -> str:
    """Writes the action; its id. Raises BrokerError: then nothing may be shown."""
    at = local(datetime.now(UTC)).isoformat()
    try:
        # as a note too: that is what an incident's history shows
        said = {"by": by, "at": at, "reason": reason, "note": reason}
        action: Action = submitted({"type": "reveal", "mention": mention, **said})
    except Unreadable as unreadable:
        raise click.UsageError(unreadable.detail) from None
    kafka = settings.kafka
    with Writer(kafka.bootstrap, kafka.security, [kafka.topic_prefix + topics.ACTIONS], on_wait=warn) as writer:
        (outcome,) = writer.write([entering(action, kafka.topic_prefix)])
    if not isinstance(outcome, Placed):
        raise BrokerError(f"the action has {outcome.size} bytes, {topics.ACTIONS} takes {outcome.limit}: shorten it")
    return str(action.id)


def _show(found: Found, raw: bool) -> None:
    record, mention = found
    warn(f"{record.topic}/{record.partition}/{record.offset}, {local(from_millis(record.timestamp)):%Y-%m-%d %H:%M:%S}")
    text = (record.value or b"") if raw else msgspec.json.format(encode(mention), indent=2)
    click.echo("\n".join(printable(line) for line in text.decode("utf-8", "replace").splitlines()))
