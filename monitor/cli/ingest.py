"""`yuqing ingest`: crawler files and own files → the raw topics (shell)."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from monitor.cli.cluster import cluster_options, cluster_settings, quiet, warn
from monitor.cli.options import TABLE_OF_ONES_OWN, Columns, files_argument, reading_options
from monitor.cli.progress import Meter
from monitor.entry.ingest import Ingest, Sent
from monitor.entry.keyed import TOPICS
from monitor.errors import BrokerError, Reason
from monitor.inputs.files import STDIN, read_files
from monitor.inputs.reading import NOTHING_READ, breaks_off
from monitor.kafka import topics
from monitor.kafka.produce import Writer
from monitor.replays.parents import contents_first


@click.command()
@cluster_options
@reading_options
@click.option(
    "--speed",
    type=click.FloatRange(0, min_open=True),
    metavar="N",
    help="Times real time, by the records' arrivals: 3600 is an hour a second.  [default: as fast as it goes]",
)
@click.option("--restart", is_flag=True, help="Send all again, also what was sent before.")
@files_argument
def command(
    bootstrap: str | None,
    config: Path | None,
    columns: Columns,
    speed: float | None,
    restart: bool,
    files: tuple[str, ...],
) -> None:
    """Send mentions, complaints and actions from FILEs to posts.v1, complaints.v1 and actions.v1.

    FILEs are read as `yuqing score` reads them. An id is the record's own or made of its content, so that the same
    record has the same id whenever it is sent. What cannot be read goes to deadletters.v1, with file and line. The
    exit code is 1 if nothing could be read, or a file breaks off before its end; a file that is empty is named: 0.

    An interrupted run goes on where the broker's word ends: call the same command again. A file that has grown is
    sent from where it ended; how far it was sent is remembered in $XDG_STATE_HOME/yuqing.
    """
    settings = cluster_settings(bootstrap, config)
    hints, prefix = columns.hints(), settings.kafka.topic_prefix
    paths = files or (STDIN,)
    # says what is wrong with a name before anything is sent
    read_files(paths, hints)
    quiet()
    names = [prefix + name for name in (*TOPICS, topics.DEADLETTERS)]
    all_sent = [Sent(path) for path in paths]
    with Writer(settings.kafka.bootstrap, settings.kafka.security, names, on_wait=warn) as writer, Meter() as meter:
        ingest = Ingest(writer, prefix, hints, speed, restart)
        reading = meter.reading(paths, "sending")
        try:
            for number in contents_first(paths):
                ingest.send(paths[number], number, all_sent[number], reading)
        except (KeyboardInterrupt, BrokerError) as error:
            _interrupted(all_sent, error)
    _report(all_sent)
    if columns.mapping is None and any(sent.dead[Reason.UNKNOWN_SHAPE.value] for sent in all_sent):
        warn(TABLE_OF_ONES_OWN)
    none = any(sent.dead for sent in all_sent) and not any(sent.written or sent.before for sent in all_sent)
    if none or any(sent.broken for sent in all_sent):
        sys.exit(1)


def _interrupted(all_sent: Sequence[Sent], error: BaseException) -> None:
    _report([sent for sent in all_sent if sent.records])
    if isinstance(error, BrokerError):
        raise BrokerError(f"{error}. The same command goes on where it stopped") from error
    warn("interrupted; the same command goes on where it stopped")
    sys.exit(130)


def _report(all_sent: Sequence[Sent]) -> None:
    for sent in all_sent:
        for line in summary(sent):
            warn(line)


def summary(sent: Sent) -> Iterator[str]:
    """What became of a file, for stderr."""
    yield from _sending(sent)
    if sent.broken:
        yield breaks_off(sent.broken)


def _sending(sent: Sent) -> Iterator[str]:
    if sent.changed:
        yield f"{sent.file}: has changed since it was sent, so it was sent from its beginning; ids stay the same"
    if sent.before and not sent.records:
        yield f"{sent.file}: all {sent.before} records were sent before; --restart sends them again"
        return
    if sent.before:
        yield f"{sent.file}: went on after line {sent.after_line}; {sent.before} records were sent before"
    written = ", ".join(f"{count} → {name}" for name, count in sorted(sent.written.items()))
    yield f"{sent.file}: {written or ('nothing to send' if sent.records else NOTHING_READ)}"
    if sent.dead:
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(sent.dead.items()))
        yield f"{sent.file}: {sent.dead.total()} → {topics.DEADLETTERS}: {reasons}"
