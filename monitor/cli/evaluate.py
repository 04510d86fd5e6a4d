"""`yuqing evaluate`: how good the judgement is on files that people labelled (shell)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.resources import files as package_files
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np

from monitor.cli.cluster import warn
from monitor.cli.options import Judging, judging_options, together
from monitor.cli.progress import Meter
from monitor.cli.showing import check_writable, show, write
from monitor.compose import build_assessor
from monitor.config.settings import Settings
from monitor.evaluation import tables
from monitor.evaluation.files import Labelled, read_labelled
from monitor.evaluation.judgement import Judgement, judgement_of
from monitor.evaluation.labelled import LabelledRow, remarks
from monitor.evaluation.measure import evaluate
from monitor.evaluation.outcome import JudgedBy, Measurement, encode_measurement
from monitor.evaluation.page import render
from monitor.evaluation.quality import Counts
from monitor.evaluation.worst import worst
from monitor.judging.arrival import Arrival, file_arrival
from monitor.judging.assess import Assessor
from monitor.records import Mention, Source

BATCH = 500
#: labelled texts are judged as if they were published now; their figures must not depend on when that is
_PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)
_OUT = click.Path(dir_okay=False, path_type=Path)


class Bootstrap(NamedTuple):
    """How the intervals are drawn."""

    resamples: int
    seed: int

    def draws(self, rows: int) -> Counts:
        """How often each resample draws each row: as many rows as there are, with replacement."""
        random = np.random.default_rng(self.seed)
        drawn = np.empty((self.resamples, rows), dtype=np.uint8)
        for line in drawn:
            line[:] = np.minimum(np.bincount(random.integers(0, rows, rows), minlength=rows), 255)
        return drawn


class Outputs(NamedTuple):
    """The files to write, of those that are asked for."""

    json_out: Path | None
    html_out: Path | None

    def check(self) -> None:
        """Raises YuqingError before any work is done for what cannot be written."""
        for out in filter(None, self):
            check_writable(out)

    def write(self, measurement: Measurement) -> None:
        if self.json_out:
            write(self.json_out, encode_measurement(measurement))
        if self.html_out:
            template = package_files("monitor").joinpath("templates", "quality.html.jinja").read_text(encoding="utf-8")
            write(self.html_out, render(measurement, template).encode())


@click.command()
@judging_options
@click.option(
    "--map",
    "mapping",
    metavar="FIELD=COLUMN,…",
    default="",
    help="Columns that are called otherwise: text=内容,sentiment=情感. Fields: id, source, title, text, sentiment (or "
    "label), level, categories, register, batch.",
)
@click.option(
    "--source", metavar="CODE", default="manual", show_default=True, help="Where rows come from that do not say it."
)
@click.option("--beside", metavar="NAME", help="Another sentiment scorer whose figures stand beside ours: snownlp, …")
@click.option(
    "--errors",
    is_flag=True,
    help="Tell the twenty gravest errors with their explanations. Whoever reads them has seen the set: measure "
    "releases without it.",
)
@click.option("--json", "json_out", type=_OUT, metavar="FILE", help="Write all figures as JSON.")
@click.option("--html", "html_out", type=_OUT, metavar="FILE", help="Write one page with charts.")
@click.option(
    "--resamples", type=click.IntRange(1, 100_000), default=1_000, show_default=True, help="Of the bootstrap."
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Of the bootstrap.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@together(outputs=Outputs, bootstrap=Bootstrap)
def command(
    judging: Judging,
    mapping: str,
    source: str,
    beside: str | None,
    errors: bool,
    outputs: Outputs,
    bootstrap: Bootstrap,
    files: tuple[str, ...],
) -> None:
    """Measure the judgement on texts that people labelled, judged as `yuqing score` judges them.

    FILEs are .tsv or .csv, each also .gz, with a header. Columns: text; sentiment (neg, neu, pos; or label: positive,
    neutral, negative, 1, 0) or level (0–3) or both; categories (codes, comma-separated); id, source, register, batch if
    there are any; others are ignored. Every figure has a 95 % bootstrap interval and stands beside what always
    answering the most frequent label reaches; docs/quality.md says how to read them.
    """
    outputs.check()
    read = read_labelled(files, mapping, source)
    for remark in remarks(read.rows):
        warn(remark)
    measurement = _measured(read, judging.settings(), beside, errors, bootstrap)
    # before it is shown: whoever reads no further (head) still has the files
    outputs.write(measurement)
    _show(measurement)


def _measured(
    read: Labelled, settings: Settings, beside: str | None, errors: bool, bootstrap: Bootstrap
) -> Measurement:
    rows = read.rows
    assessor = build_assessor(settings)
    other = build_assessor(_with_scorer(settings, beside)) if beside else None
    with Meter() as meter:
        judged = _judge(assessor, rows, meter, settings.score.sentiment, errors)
        theirs = None if other is None else _judge(other, rows, meter, beside or "", False)
    return Measurement(
        files=read.files,
        judged_by=JudgedBy(version("yuqing"), settings.score.sentiment, assessor.lexicon, beside),
        resamples=bootstrap.resamples,
        seed=bootstrap.seed,
        evaluation=evaluate(rows, judged, bootstrap.draws(len(rows)), theirs),
        errors=worst(rows, judged) if errors else None,
    )


def _with_scorer(settings: Settings, name: str) -> Settings:
    return settings.model_copy(update={"score": settings.score.model_copy(update={"sentiment": name})})


# ---------------------------------------------------------------- judging


def _judge(assessor: Assessor, rows: Sequence[LabelledRow], meter: Meter, what: str, told: bool) -> list[Judgement]:
    judged: list[Judgement] = []
    for start in range(0, len(rows), BATCH):
        results = assessor.assess([_arrival(row) for row in rows[start : start + BATCH]])
        judged += [judgement_of(result, told) for result in results]
        meter.update(f"judging ({what})", len(judged), len(rows))
    return judged


def _arrival(row: LabelledRow) -> Arrival:
    mention = Mention(
        id=row.id, source=row.source, kind=row.kind, title=row.title, text=row.text, published_at=_PUBLISHED
    )
    return Arrival(mention, file_arrival(mention), Source(topic=Path(row.file).name, partition=0, offset=row.line))


# ---------------------------------------------------------------- telling


def _show(measurement: Measurement) -> None:
    for line in measurement.heading():
        click.echo(line)
    show(tables.tables(measurement.evaluation, measurement.judged_by.beside, measurement.errors or ()))
