"""`yuqing score`: files or stdin → one assessment a line (shell)."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import click
from msgspec import Struct, field

from monitor.cli.options import (
    TABLE_OF_ONES_OWN,
    Columns,
    Judging,
    files_argument,
    judging_options,
    reading_options,
)
from monitor.compose import build_assessor
from monitor.errors import Reason, Unreadable, YuqingError
from monitor.events.deadletters import make_dead_letter
from monitor.inputs.files import STDIN, FileRecord, read_files
from monitor.inputs.reading import Reading
from monitor.judging.arrival import Arrival, file_arrival
from monitor.judging.assess import Assessor
from monitor.records import Mention, Source, encode
from monitor.replays.parents import Parents

BATCH = 500


@click.command()
@judging_options
@reading_options
@click.option(
    "--dead-letters",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to put what cannot be read, one JSON record a line with reason and raw bytes.",
)
@files_argument
def command(judging: Judging, columns: Columns, dead_letters: Path | None, files: tuple[str, ...]) -> None:
    """Judge mentions: one assessment a line on stdout, in the order of the input.

    FILEs are .jsonl (.ndjson), .json, .csv or .tsv, each also .gz; without any, and for -, stdin is read as JSON lines.
    Known by their keys: our own records, MediaCrawler, weibo-crawler and weibo-search; --map reads any other table.
    What cannot be read is counted on stderr by its reason. The exit code is 1 only if nothing at all could be read, or
    a file breaks off before its end; input that is empty is named on stderr and is no failure: 0.
    """
    paths = files or (STDIN,)
    reading = Reading(paths)
    records = Parents().attached(reading.of(read_files(paths, columns.hints())))
    assessor = build_assessor(judging.settings())
    with ExitStack() as stack:
        letters = stack.enter_context(_opened(dead_letters)) if dead_letters else None
        scoring = Scoring(assessor, click.get_binary_stream("stdout"), letters)
        try:
            scoring.run(records)
        except BrokenPipeError:
            # the reader (head, less) has seen enough; nothing may be flushed to it at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
    told = scoring.tally.lines(kept=dead_letters is not None, mapped=columns.mapping is not None)
    for line in (*told, *reading.lines()):
        click.echo(f"yuqing: {line}", err=True)
    if scoring.tally.nothing_read() or reading.broken:
        sys.exit(1)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("wb")
    except OSError as error:
        raise YuqingError(f"--dead-letters {path}: cannot be written: {error.strerror}") from None


class Tally(Struct):
    """What became of the records."""

    assessed: int = 0
    actions: int = 0
    dead: Counter[str] = field(default_factory=Counter)
    #: reason → the first record of it: FILE:LINE and what is wrong
    first: dict[str, str] = field(default_factory=dict)

    def buried(self, record: FileRecord, why: Unreadable) -> None:
        self.dead[why.reason.value] += 1
        self.first.setdefault(why.reason.value, f"{record.name}:{record.line}: {why.detail}")

    def nothing_read(self) -> bool:
        return bool(self.dead) and not self.assessed and not self.actions

    def lines(self, kept: bool, mapped: bool) -> Iterator[str]:
        """For stderr: nothing while all is well."""
        if self.dead:
            reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(self.dead.items()))
            advice = "" if kept else "; --dead-letters FILE keeps them"
            yield f"{self.dead.total()} of {self.dead.total() + self.assessed} records not assessed: {reasons}{advice}"
            yield from (f"first {reason}: {place}" for reason, place in sorted(self.first.items()))
        if self.dead[Reason.UNKNOWN_SHAPE.value] and not mapped:
            yield TABLE_OF_ONES_OWN
        if self.actions:
            yield f"{self.actions} actions skipped: they are for `yuqing replay` and `yuqing ingest`"


class Scoring:
    """Judges records batch by batch; `tally` counts."""

    def __init__(self, assessor: Assessor, out: BinaryIO, letters: BinaryIO | None) -> None:
        self._assessor, self._out, self._letters = assessor, out, letters
        self._files: dict[str, int] = {}
        self._waiting: list[tuple[FileRecord, Arrival]] = []
        self.tally = Tally()

    def run(self, records: Iterable[FileRecord]) -> None:
        """Raises BrokenPipeError when nobody reads the output any more."""
        for record in records:
            self._take(record)
            if len(self._waiting) >= BATCH:
                self._judge()
        self._judge()
        self._out.flush()

    def _take(self, record: FileRecord) -> None:
        source = self._source(record)
        if isinstance(record.events, Unreadable):
            self._dead(record, record.events)
            return
        for event in record.events:
            if isinstance(event, Mention):
                self._waiting.append((record, Arrival(event, file_arrival(event), source)))
            else:
                self.tally.actions += 1

    def _source(self, record: FileRecord) -> Source:
        number = self._files.setdefault(record.file, len(self._files))
        return Source(topic=record.name, partition=number, offset=record.line)

    def _judge(self) -> None:
        results = self._assessor.assess([arrival for _, arrival in self._waiting])
        for (record, _), result in zip(self._waiting, results, strict=True):
            if isinstance(result, Unreadable):
                self._dead(record, result)
                continue
            self.tally.assessed += 1
            self._out.write(encode(result[0]) + b"\n")
        self._waiting.clear()

    def _dead(self, record: FileRecord, why: Unreadable) -> None:
        self.tally.buried(record, why)
        if self._letters is not None:
            source = self._source(record)
            letter = make_dead_letter(
                record.raw, source.topic, source.partition, source.offset, why, None,
                digest=record.digest, length=record.length,
            )  # fmt: skip
            self._letters.write(encode(letter) + b"\n")
