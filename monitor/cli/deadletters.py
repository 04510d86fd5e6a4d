"""`yuqing deadletters`: shows what could not be read or judged, and puts it back once it can be (shell)."""

from __future__ import annotations

import heapq
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from monitor.cli.cluster import cluster_options, cluster_settings, quiet, warn
from monitor.cli.drawing import draw
from monitor.config.settings import Settings
from monitor.entry.keyed import TOPICS
from monitor.entry.redriving import Letter, Stuck, letters, marked, marker, put_back
from monitor.errors import Reason
from monitor.kafka import topics
from monitor.kafka.connect import connect
from monitor.kafka.produce import Writer, size_of
from monitor.kafka.read import read_topic
from monitor.kafka.wire import Outgoing, Raw
from monitor.personal.masking import printable, shown
from monitor.times import from_millis

#: letters that are put back in one transaction
BATCH = 200
#: of letters that stay for one reason, so many are named
_NAMED = 5
_REASON = click.option("--reason", type=click.Choice([each.value for each in Reason]), help="Only those.")


@click.group()
def command() -> None:
    """List or redrive records that could not be read."""


@command.command("list")
@cluster_options
@_REASON
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="The newest so many.")
@click.option("--raw", is_flag=True, help="Show the raw records too, with personal data hidden.")
def list_(bootstrap: str | None, config: Path | None, reason: str | None, limit: int, raw: bool) -> None:
    """Show the newest dead letters that were not redriven."""
    settings = cluster_settings(bootstrap, config)
    quiet()
    connect(settings.kafka.bootstrap, settings.kafka.security, on_wait=warn).close()
    done = marked(_records(settings))
    counts: Counter[str] = Counter()
    newest = heapq.nlargest(
        limit, _counted(letters(_records(settings), done, reason), counts),
        key=lambda each: (each.timestamp, each.partition, each.offset),
    )  # fmt: skip
    console = Console() if sys.stdout.isatty() else Console(width=240)
    if newest:
        draw(console, "", ("time", "where", "reason", "detail"), [_row(each) for each in newest])
    for each in newest if raw else ():
        console.print(Text(f"{each.origin}\n", style="bold").append(shown(each.letter.raw), style="none"))
    for line in _summary(counts, len(newest), len(done)):
        warn(line)


@command.command()
@cluster_options
@_REASON
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
def redrive(bootstrap: str | None, config: Path | None, reason: str | None, dry_run: bool) -> None:
    """Put dead letters back on the topic they came from, each once.

    What came from a file goes to the topic of what it holds; an alert that could not be delivered is sent again by
    dispatch, to the receiver that it did not reach. A letter that fails again becomes a new letter, which
    can be redriven in turn. The exit code is 1 if a letter could not be put back.
    """
    settings = cluster_settings(bootstrap, config)
    quiet()
    prefix = settings.kafka.topic_prefix
    names = [prefix + name for name in (*TOPICS, topics.NOTIFICATIONS, topics.DEADLETTERS)]
    with Writer(
        settings.kafka.bootstrap, settings.kafka.security, names, transactional_id=f"{prefix}redrive", on_wait=warn
    ) as writer:
        if not dry_run:
            # before anything is read: what another redrive has not committed by now, it never will
            writer.fence()
        waiting = letters(_records(settings), marked(_records(settings)), reason)
        redriving = Redriving(writer, prefix, dry_run)
        while batch := list(islice(waiting, BATCH)):
            redriving.run(batch)
    for line in redriving.lines():
        warn(line)
    if redriving.stuck:
        sys.exit(1)


class Redriving:
    """Puts letters back and counts."""

    def __init__(self, writer: Writer, prefix: str, dry_run: bool) -> None:
        self._writer, self._prefix, self._dry_run = writer, prefix, dry_run
        self.done: Counter[str] = Counter()
        #: why → where the letters come from that stay
        self.stuck: dict[str, list[str]] = {}

    def run(self, batch: Iterable[Letter]) -> None:
        """One transaction: the raw records and the marks that they were put back count together."""
        planned = [(letter, records) for letter in batch if (records := self._planned(letter))]
        if planned and not self._dry_run:
            with self._writer.transaction() as send:
                for letter, records in planned:
                    for record in (*records, marker(letter, self._prefix + topics.DEADLETTERS)):
                        send(record)
        for _, records in planned:
            self.done.update(record.topic for record in records)

    def _planned(self, letter: Letter) -> list[Outgoing]:
        try:
            records = put_back(letter, self._prefix)
            for record in records:
                if size_of(record) > (limit := self._writer.cluster.limits[record.topic]):
                    raise Stuck(f"{record.topic} takes no more than {limit} bytes")
        except Stuck as stuck:
            self.stuck.setdefault(str(stuck), []).append(letter.origin)
            return []
        return records

    def lines(self) -> Iterator[str]:
        """For stderr."""
        verb = "would be put back" if self._dry_run else "put back"
        where = ", ".join(f"{count} → {topic}" for topic, count in sorted(self.done.items()))
        yield f"{self.done.total()} records {verb}" + (f": {where}" if where else "")
        for why, origins in self.stuck.items():
            shown = ", ".join(origins[:_NAMED]) + (" …" if len(origins) > _NAMED else "")
            yield f"{len(origins)} stay: {why} ({shown})"


# ---------------------------------------------------------------- reading and showing


def _records(settings: Settings) -> Iterator[Raw]:
    kafka = settings.kafka
    for record in read_topic(kafka.bootstrap, kafka.topic_prefix + topics.DEADLETTERS, kafka.security, on_wait=warn):
        yield Raw(
            record.topic, record.partition, record.offset, record.timestamp, record.key, record.value, record.headers
        )


def _counted(found: Iterable[Letter], counts: Counter[str]) -> Iterator[Letter]:
    for each in found:
        counts[each.letter.reason] += 1
        yield each


def _row(found: Letter) -> tuple[str, ...]:
    at = found.letter.at or from_millis(found.timestamp)
    cells = (f"{at:%Y-%m-%d %H:%M:%S}", found.origin, found.letter.reason, found.letter.detail)
    return tuple(printable(cell) for cell in cells)


def _summary(counts: Counter[str], listed: int, redriven: int) -> Iterator[str]:
    again = f"; {redriven} were redriven" if redriven else ""
    reasons = "".join(f", {reason} {count}" for reason, count in sorted(counts.items()))
    newest = f"; the newest {listed} are shown" if listed < counts.total() else ""
    yield f"{counts.total()} dead letters{reasons}{again}{newest}"
