"""`yuqing evaluate`: how good the judgement is on files that people labelled (shell)."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files as package_files
from pathlib import Path

import click
import numpy as np

from monitor.arrival import Arrival, file_arrival
from monitor.assess import Assessor
from monitor.cli.cluster import warn
from monitor.cli.options import judging_options, judging_settings
from monitor.cli.progress import Meter
from monitor.cli.showing import check_writable, show, write
from monitor.compose import build_assessor
from monitor.errors import YuqingError
from monitor.evaluation import tables
from monitor.evaluation.judgement import Judgement, judgement_of
from monitor.evaluation.labelled import LabelledRow, parse_labelled, parse_labelled_map, remarks
from monitor.evaluation.measure import evaluate
from monitor.evaluation.outcome import JudgedBy, MeasuredFile, Measurement, encode_measurement
from monitor.evaluation.page import render
from monitor.evaluation.worst import worst
from monitor.files import misnamed
from monitor.quality import Counts
from monitor.records import Mention, Source
from monitor.settings import Settings

BATCH = 500
#: labelled texts are judged as if they were published now; their figures must not depend on when that is
_PUBLISHED = datetime(2026, 1, 1, tzinfo=UTC)
_OUT = click.Path(dir_okay=False, path_type=Path)


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
def command(
    config: Path | None,
    lexicon: Path | None,
    organisation: Path | None,
    sentiment: str | None,
    mapping: str,
    source: str,
    beside: str | None,
    errors: bool,
    json_out: Path | None,
    html_out: Path | None,
    resamples: int,
    seed: int,
    files: tuple[str, ...],
) -> None:
    """Measure the judgement on texts that people labelled, judged as `yuqing score` judges them.

    FILEs are .tsv or .csv, each also .gz, with a header. Columns: text; sentiment (neg, neu, pos; or label: positive,
    neutral, negative, 1, 0) or level (0–3) or both; categories (codes, comma-separated); id, source, register, batch if
    there are any; others are ignored. Every figure has a 95 % bootstrap interval and stands beside what always
    answering the most frequent label reaches; docs/quality.md says how to read them.
    """
    for out in filter(None, (json_out, html_out)):
        check_writable(out)
    read = [_read(file) for file in files]
    _each_once(files, [digest for digest, _ in read])
    columns = parse_labelled_map(mapping)
    rows = [
        row
        for file, (_, content) in zip(files, read, strict=True)
        for row in parse_labelled(file, content, columns, source)
    ]
    for remark in remarks(rows):
        warn(remark)
    settings = judging_settings(config, lexicon, organisation, sentiment)
    assessor = build_assessor(settings)
    other = build_assessor(_with_scorer(settings, beside)) if beside else None
    with Meter() as meter:
        judged = _judge(assessor, rows, meter, settings.score.sentiment, errors)
        theirs = None if other is None else _judge(other, rows, meter, beside or "", False)
    measurement = Measurement(
        files=[
            MeasuredFile(file, digest, sum(row.file == file for row in rows))
            for file, (digest, _) in zip(files, read, strict=True)
        ],
        judged_by=JudgedBy(version("yuqing"), settings.score.sentiment, assessor.lexicon, beside),
        resamples=resamples,
        seed=seed,
        evaluation=evaluate(rows, judged, _draws(len(rows), resamples, seed), theirs),
        errors=worst(rows, judged) if errors else None,
    )
    _show(measurement)
    if json_out:
        write(json_out, encode_measurement(measurement))
    if html_out:
        template = package_files("monitor").joinpath("templates", "quality.html.jinja").read_text(encoding="utf-8")
        write(html_out, render(measurement, template).encode())


def _with_scorer(settings: Settings, name: str) -> Settings:
    return settings.model_copy(update={"score": settings.score.model_copy(update={"sentiment": name})})


# ---------------------------------------------------------------- reading and judging


def _read(file: str) -> tuple[str, str]:
    """Digest and text of a file. Raises YuqingError."""
    try:
        raw = Path(file).read_bytes()
        if why := misnamed(file, raw):
            raise YuqingError(f"{file}: cannot be read: it {why}")
        content = gzip.decompress(raw) if file.endswith(".gz") else raw
    except OSError as error:
        raise YuqingError(f"{file}: cannot be read: {error.strerror or error}") from None
    except (EOFError, zlib.error) as error:
        raise YuqingError(f"{file}: cannot be unpacked: {error}") from None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise YuqingError(f"{file}: UTF-16; save it as UTF-8")
    return sha256(raw).hexdigest(), _decoded(file, content)


def _each_once(files: Sequence[str], digests: Sequence[str]) -> None:
    """Raises YuqingError where rows would count twice."""
    seen: dict[str, str] = {}
    for file, digest in zip(files, digests, strict=True):
        if digest in seen:
            first = seen[digest]
            same = "is given twice" if first == file else f"holds the same as {first}"
            raise YuqingError(f"{file}: {same}; its rows would count twice")
        seen[digest] = file


def _decoded(file: str, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as broken:
        try:
            return content.decode("gb18030")
        except UnicodeDecodeError:
            line = content.count(b"\n", 0, broken.start) + 1
            raise YuqingError(f"{file}:{line}: neither UTF-8 nor GB18030; save it as UTF-8") from None


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


def _draws(rows: int, resamples: int, seed: int) -> Counts:
    """How often each resample draws each row: as many rows as there are, with replacement."""
    random = np.random.default_rng(seed)
    drawn = np.empty((resamples, rows), dtype=np.uint8)
    for line in drawn:
        line[:] = np.minimum(np.bincount(random.integers(0, rows, rows), minlength=rows), 255)
    return drawn


# ---------------------------------------------------------------- telling


def _show(measurement: Measurement) -> None:
    for line in measurement.heading():
        click.echo(line)
    show(tables.tables(measurement.evaluation, measurement.judged_by.beside, measurement.errors or ()))
