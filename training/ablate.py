"""What each part of the learned judge is worth: left out, the rest is fitted anew and held out by batch (shell).

python training/ablate.py CORPORA

Prints a table for all own rows and one for the citizens' messages among them. Takes some twenty minutes on one core.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from threadpoolctl import threadpool_limits

sys.path.insert(0, str(Path(__file__).parents[1]))

from monitor.learned.model import SENTIMENTS
from monitor.lexicons.lexicon import Lexicon, load_lexicon
from monitor.risk import RiskJudge
from training import fit, train
from training.rows import Row

HEAD = ("left out", "sentiment macro-F1", "level κ", "level 3 recall", "precision", "categories F1")
#: what is left out is compared with the same few folds, so all figures are somewhat below those of `train.py`
_FOLDS = 3
#: from this column on the first stage's matrix holds words and their pairs
_WORDS = 1 << fit.BITS


@dataclass(frozen=True)
class Case:
    """All that a second stage is fitted on: held-out values and findings of own rows, and of posts at large."""

    rows: list[Row]
    values: fit.Floats
    findings: fit.Floats
    quiet: fit.Floats
    noise: fit.Floats
    #: what the rules say when levels are decided
    rules: fit.Floats
    bends: bool = True

    def judged(self) -> fit.Floats:
        own = np.arange(len(self.rows))
        places = fit.bends(self.values) if self.bends else np.zeros((0, self.values.shape[1]))
        inputs = np.hstack([fit.bent(self.values, places), self.findings])
        calm = np.hstack([fit.bent(self.quiet, places), self.noise])
        return train.cross_judged(self.rows, inputs, own, [row.batch for row in self.rows], calm)


class Bench:
    """The rows and features, made once."""

    def __init__(self, corpora: Path) -> None:
        self.lexicon = load_lexicon(train.ROOT / "lexicons" / "property")
        self.rows = train.gathered(corpora)
        self.own = np.flatnonzero([row.level >= 0 and row.sentiment >= 0 for row in self.rows])
        self.noise = fit.noise(self.rows)
        self.data = fit.features(self.rows, len(self.own), RiskJudge(self.lexicon))
        self.general = fit.general(self.rows, self.data.whole)

    def found(self, lexicon: Lexicon) -> tuple[fit.Floats, fit.Floats]:
        """What the rules of a lexicon find in own rows, and in posts at large."""
        judge = RiskJudge(lexicon)
        quiet = [self.rows[number] for number in self.noise]
        return fit.findings(self.rows[: len(self.own)], judge), fit.findings(quiet, judge)

    def case(self, data: fit.Features, general: fit.First, own: fit.Indices, rows: list[Row]) -> Case:
        """Fits the first stage; `rows` are all rows, of which those that are not to be seen have another level."""
        groups = [row.batch for row in rows]
        values = fit.held_out(rows, data, own, general, groups, _FOLDS)[own]
        quiet = fit.read(fit.first_stage(rows, data.whole, own, general), data, self.noise)
        noise = fit.findings([self.rows[number] for number in self.noise], RiskJudge(self.lexicon))
        findings = self.data.findings[own]
        return Case([rows[number] for number in own], values, findings, quiet, noise, findings)

    def without_columns(self, chosen: slice) -> Case:
        width = self.data.whole.shape[1]
        kept = np.ones(width)
        kept[chosen] = 0
        keep = sparse.diags(kept)
        data = replace(self.data, whole=(self.data.whole @ keep).tocsr(), parts=(self.data.parts @ keep).tocsr())
        return self.case(data, fit.general(self.rows, data.whole), self.own, self.rows)


def cases(bench: Bench) -> Iterator[tuple[str, Case]]:
    everything = bench.case(bench.data, bench.general, bench.own, bench.rows)
    yield "nothing", everything
    nothing = np.zeros_like(everything.findings)
    bare = replace(everything, findings=nothing, noise=np.zeros_like(everything.noise))
    yield "rules altogether", replace(bare, rules=nothing)
    yield "rules as evidence (they still bound the level)", bare
    found, noise = bench.found(replace(bench.lexicon, terms=()))
    yield "the lexicon's single terms", replace(everything, findings=found, noise=noise, rules=found)
    found, noise = bench.found(replace(bench.lexicon, rules=()))
    yield "the lexicon's rules of several words", replace(everything, findings=found, noise=noise, rules=found)
    half = everything.values.shape[1] // 2
    yield "sentences", replace(everything, values=everything.values[:, :half], quiet=everything.quiet[:, :half])
    yield "bends", replace(everything, bends=False)
    yield "character n-grams", bench.without_columns(slice(0, _WORDS))
    yield "words and their pairs", bench.without_columns(slice(_WORDS, None))
    yield "public sets", _without_public(bench)
    yield "citizens' messages", _without_citizens(bench, everything)


def _without_public(bench: Bench) -> Case:
    """Neither general sentiments nor posts at large, for either stage."""
    kept = [number for number, row in enumerate(bench.rows) if row.level >= 0]
    rows = [bench.rows[number] for number in kept]
    places = {number: place for place, number in enumerate(kept)}
    owners = np.array([places.get(owner, -1) for owner in bench.data.owners.tolist()])
    parts, there = bench.data.parts[owners >= 0], owners[owners >= 0]
    data = replace(bench.data, whole=bench.data.whole[kept], parts=parts, owners=there)
    size = bench.data.whole.shape[1]
    blank = fit.First(np.zeros((SENTIMENTS, size)), np.zeros(SENTIMENTS))
    values = fit.held_out(rows, data, bench.own, blank, [row.batch for row in rows], _FOLDS)[bench.own]
    findings = bench.data.findings
    none = np.zeros((0, values.shape[1])), np.zeros((0, findings.shape[1]))
    return Case(rows[: len(bench.own)], values, findings, *none, findings)


def _without_citizens(bench: Bench, everything: Case) -> Case:
    """Citizens' messages are judged by what was fitted on our own writing alone."""
    groups = ["citizens" if row.register == "citizen" else row.batch for row in everything.rows]
    rows = [row._replace(batch=group) for row, group in zip(everything.rows, groups, strict=True)]
    every = [*rows, *bench.rows[len(rows) :]]
    return bench.case(bench.data, bench.general, bench.own, every)


def main() -> None:
    csv.field_size_limit(1 << 24)
    with threadpool_limits(1):
        bench = Bench(Path(sys.argv[1]))
        figures = [(name, case, case.judged()) for name, case in cases(bench)]
    _table("All own rows", figures, lambda row: True)
    _table("Citizens' messages", figures, lambda row: row.register == "citizen")


def _table(title: str, figures: list[tuple[str, Case, fit.Floats]], wanted: Callable[[Row], bool]) -> None:
    print(f"\n{title}\n\n| {' | '.join(HEAD)} |", f"|{' --- |' * len(HEAD)}", sep="\n")
    for name, case, values in figures:
        chosen = np.array([wanted(row) for row in case.rows])
        rows = [case.rows[number] for number in np.flatnonzero(chosen)]
        print(f"| {name} | {' | '.join(train.measured(rows, values[chosen], case.rules[chosen]))} |")


if __name__ == "__main__":
    main()
