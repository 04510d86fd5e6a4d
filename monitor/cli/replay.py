"""`yuqing replay`: the whole pipeline over files or topics, into a directory (shell)."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import click

from monitor.cli.options import TABLE_OF_ONES_OWN, Columns, Judging, judging_options, reading_options, together
from monitor.cli.progress import Meter
from monitor.cli.replaying import fold_again, judge_events, raw_mentions
from monitor.cli.retold import mind_the_history, summary
from monitor.compose import read_organisation
from monitor.config.settings import Settings
from monitor.errors import Reason
from monitor.inputs.files import read_files
from monitor.inputs.reading import Reading
from monitor.replays.filereplay import file_events
from monitor.replays.outcome import Outcome, Window
from monitor.replays.parallel import Judges
from monitor.replays.retelling import Retelling
from monitor.times import parse_time
from monitor.watch.grades.rulefile import started_all_the_same


class Moment(click.ParamType):
    """RFC 3339, or a date or time of Asia/Shanghai."""

    name = "T"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            return parse_time(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Origin(NamedTuple):
    """Where the records come from: files, or the topics of a cluster."""

    files: tuple[str, ...]
    more: tuple[str, ...]
    bootstrap: str | None
    rescore: bool

    @property
    def paths(self) -> tuple[str, ...]:
        return (*self.files, *self.more)

    @property
    def judged(self) -> bool:
        """Whether they are judged now, by the present settings; else they are folded as they were judged."""
        return self.bootstrap is None or self.rescore


@click.command()
@click.option("--file", "files", multiple=True, metavar="EVENTS…", help="Files of mentions, complaints and actions.")
@click.option("--bootstrap", metavar="HOST:PORT", help="Read the topics of this cluster instead.")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where timeline, alerts, incidents and dead letters (.jsonl) and report.html go.",
)
@click.option("--from", "start", type=Moment(), help="Report what arrived from then on; the fold starts at the first.")
@click.option("--to", "end", type=Moment(), help="Report what arrived before.")
@click.option("--until", type=Moment(), help="Leave out, and count, what arrived later.")
@click.option("--rescore", is_flag=True, help="With --bootstrap: judge the raw topics anew, by the present settings.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that judge, and then fold, each its share of the subjects; the result is the same.",
)
@click.option(
    "--rules",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Rules of grades instead of the settings', or of those recorded in the timeline.",
)
@judging_options
@reading_options
@click.argument("more", nargs=-1, metavar="")
@together(origin=Origin, window=Window)
def command(
    origin: Origin,
    window: Window,
    out: Path,
    workers: int,
    rules: Path | None,
    judging: Judging,
    columns: Columns,
) -> None:
    """Tell again what the records of files or topics amount to: incidents, alerts, and a report.

    \b
    yuqing replay --file posts.jsonl calls.csv.gz actions.jsonl --out out/
    yuqing replay --bootstrap HOST:PORT --from 2026-11-01 --to 2026-12-01 --out out/

    Files may lie in any order: records are sorted by their arrival, then by file and line. The same input gives the
    same bytes. A file that breaks off before its end is told as far as it goes; the exit code is then 1, and so it is
    where nothing could be read, or records of no known shape and no mention. One that is empty is named on stderr and
    is no failure: 0.

    From topics, timeline.v1 is folded as it was judged, under the rules recorded in it; with --rescore the raw topics
    are judged anew, by the lexicon folder of the settings or --lexicon, not by a published release. Nothing is ever
    written to a topic. What was in DIR stays until all is done.
    """
    _check(origin, window, judging, columns)
    live = _under(judging.settings(), rules)
    if origin.judged or rules:
        # else those recorded in the timeline are in force
        for warning in started_all_the_same(live.rules_path(), read_organisation(live)):
            click.echo(f"yuqing: {warning}", err=True)
    reading, retelling = Reading(origin.paths), Retelling(out, window)
    _tell_again(origin, columns, live, reading, retelling, workers, anew=rules is not None)
    outcome = retelling.outcome
    for line in (*summary(outcome, out), *reading.lines()):
        click.echo(f"yuqing: {line}", err=True)
    if origin.bootstrap is None and columns.mapping is None and outcome.dead[Reason.UNKNOWN_SHAPE.value]:
        click.echo(f"yuqing: {TABLE_OF_ONES_OWN}", err=True)
    if reading.broken or (outcome.dead and not outcome.folded) or _foreign(outcome):
        sys.exit(1)


def _foreign(outcome: Outcome) -> bool:
    """No mention among records of no known shape: a timeline that a replay wrote, whose actions alone are read."""
    return outcome.begins is None and outcome.dead[Reason.UNKNOWN_SHAPE.value] > 0


def _tell_again(
    origin: Origin,
    columns: Columns,
    live: Settings,
    reading: Reading,
    retelling: Retelling,
    workers: int,
    *,
    anew: bool,
) -> None:
    """Judges and folds into the retelling; with `anew` other rules are in force than those of the timeline."""
    settings, meter = _on_record_time(live), Meter()
    with ExitStack() as stack:
        found = read_files(origin.paths, columns.hints(), progress=meter.reading(origin.paths))
        # before the bar, whose thread no other process may inherit
        judges = stack.enter_context(Judges(settings, workers)) if workers > 1 and origin.judged else None
        stack.enter_context(retelling)
        stack.enter_context(meter)
        if origin.bootstrap is None:
            names = judge_events(settings, retelling, meter, file_events(reading.of(found)), judges)
        elif origin.rescore:
            names = judge_events(settings, retelling, meter, raw_mentions(live, origin.bootstrap, meter), judges)
        else:
            names = fold_again(settings, origin.bootstrap, retelling, meter, anew=anew)
        mind_the_history(retelling.outcome)
        retelling.finish(names)


def _check(origin: Origin, window: Window, judging: Judging, columns: Columns) -> None:
    if bool(origin.paths) == (origin.bootstrap is not None):
        raise click.UsageError("name either --file EVENTS… or --bootstrap HOST:PORT")
    if origin.rescore and origin.bootstrap is None:
        raise click.UsageError("--rescore goes with --bootstrap: files are always judged by the present settings")
    if origin.bootstrap is not None:
        for_files = {"--map": columns.mapping, "--source": columns.source}
        for_judging = {
            "--lexicon": judging.lexicon, "--organisation": judging.organisation, "--sentiment": judging.sentiment,
        }  # fmt: skip
        useless = {**for_files, **({} if origin.rescore else for_judging)}
        if given := [name for name, value in useless.items() if value is not None]:
            way_out = "it is for files" if given[0] in for_files else "the timeline is judged already; add --rescore"
            raise click.UsageError(f"{given[0]} has no use with --bootstrap: {way_out}")
    if window.start is not None and window.end is not None and window.start >= window.end:
        raise click.UsageError("--from is not before --to: nothing lies between them")


def _on_record_time(settings: Settings) -> Settings:
    """A replay has no time of day: arrivals move the clock."""
    return settings.model_copy(update={"watch": settings.watch.model_copy(update={"clock": "records"})})


def _under(settings: Settings, rules: Path | None) -> Settings:
    """With these rules of grades, if any."""
    if rules is None:
        return settings
    return settings.model_copy(update={"paths": settings.paths.model_copy(update={"rules": str(rules.resolve())})})
