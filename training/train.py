"""Fits the learned judge, writes its file and the report of what it can do; the same inputs give the same file (shell).

    python training/train.py CORPORA [--quick] [--check] [--report docs/training.md] [--out monitor/learned/judge.npz]

CORPORA is the folder of the public sets and of the citizens' messages that training/citizen_labels.tsv labels.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import cohen_kappa_score, f1_score
from threadpoolctl import threadpool_limits

sys.path.insert(0, str(Path(__file__).parents[1]))

from monitor.learned.blend import HARM, PERILOUS, decided, endangered, likely, unendangered
from monitor.learned.evidence import NAMES
from monitor.learned.model import CATEGORY, OUTPUTS, UNIT, URGENT
from monitor.learned.store import FILE, stored
from monitor.lexicons.lexicon import load_lexicon
from monitor.records import CATEGORIES
from monitor.risk import RiskJudge
from monitor.risk.beside import reported
from training import fit
from training.rows import DOMAIN, MESSAGES, SECOND, Row, citizens, corpus, elsewhere, near_duplicates, own, public

ROOT = Path(__file__).parents[1]
#: resamples behind each interval
_RESAMPLES = 500
#: what stands in the report from this line on is written by hand, and stays
_BY_HAND = "## Labels that were corrected"


def main() -> None:
    csv.field_size_limit(1 << 24)
    asked = _arguments()
    # sums in one order, and threads that wait for each other cost more than they bring
    with threadpool_limits(1):
        _fit(asked)


def _fit(asked: argparse.Namespace) -> None:
    rows = gathered(asked.corpora)
    mine = np.flatnonzero([row.level >= 0 and row.sentiment >= 0 for row in rows])
    judge = RiskJudge(load_lexicon(ROOT / "lexicons" / "property"))
    data = fit.features(rows, len(mine), judge)
    first = fit.first_stage(rows, data.whole, mine, beside := fit.general(rows, data.whole))
    noise = fit.noise(rows)
    quiet, found = fit.read(first, data, noise), fit.findings([rows[number] for number in noise], judge)
    lines = [*_told(rows, mine)]
    ways = {"batch of writing": [row.batch for row in rows], "register": [row.register for row in rows]}
    if asked.quick:
        del ways["register"]
    for name, groups in ways.items():
        values = fit.held_out(rows, data, mine, beside, groups)
        places = fit.bends(values[mine])
        inputs = np.hstack([fit.bent(values[mine], places), data.findings])
        calm = np.hstack([fit.bent(quiet, places), found])
        if name.startswith("batch"):
            second = fit.second_stage(rows, inputs, mine, calm)
            content = stored(fit.quantised(first, second, places, data, judge.lexicon.marks()))
            if asked.check:
                _held_against(asked.out, content)
                return
            asked.out.write_bytes(content)
        judged = cross_judged(rows, inputs, mine, groups, calm)
        lines += _figures(f"Cross-validated by {name}", [rows[number] for number in mine], judged, data.findings)
    print(*lines, f"\n{asked.out}: {len(content):,} bytes", sep="\n")
    if asked.report:
        asked.report.write_text("\n".join([*lines, *_by_hand(asked.report)]) + "\n", encoding="utf-8")


def _by_hand(report: Path) -> list[str]:
    """The end of the report that is there."""
    lines = report.read_text(encoding="utf-8").splitlines() if report.exists() else []
    return ["", *lines[lines.index(_BY_HAND) :]] if _BY_HAND in lines else []


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--quick", action="store_true", help="the figures by batch of writing alone")
    parser.add_argument("--check", action="store_true", help="write nothing: exit with 1 unless the file is this one")
    parser.add_argument("--out", type=Path, default=ROOT / "monitor" / "learned" / FILE)
    asked = parser.parse_args()
    if not (asked.corpora / f"{MESSAGES}.csv.gz").is_file():
        parser.error(f"{asked.corpora} does not hold {MESSAGES}.csv.gz and the public sets; see training/README.md")
    return asked


def _held_against(file: Path, content: bytes) -> None:
    """Tells both digests. Raises SystemExit when the file is another."""
    digests = [hashlib.sha256(each).hexdigest() for each in (file.read_bytes(), content)]
    print(f"sha256 {digests[0]} {file}", f"sha256 {digests[1]} fitted now", sep="\n")
    if digests[0] != digests[1]:
        raise SystemExit(1)


def gathered(corpora: Path) -> list[Row]:
    """Own rows first. Rows too near to a text of the corpora or of the second writer are refused by name."""
    mine = own(DOMAIN)
    foreign = [each["text"] for each in corpus(corpora, MESSAGES)] + [row.text for row in own(SECOND)]
    doubles = list(near_duplicates(mine, foreign))
    for name, text in doubles:
        print(f"left out: {name} is nearly {text[:40]!r}", file=sys.stderr)
    left = {name for name, _ in doubles}
    kept = [row for row in mine if row.id not in left]
    return [*kept, *citizens(corpora), *public(corpora), *elsewhere(corpora)]


def cross_judged(
    rows: Sequence[Row], inputs: fit.Floats, mine: fit.Indices, groups: Sequence[str], quiet: fit.Floats
) -> fit.Floats:
    """The second stage's values of each own row, by a model that has seen nothing of its group."""
    values = np.zeros((len(mine), OUTPUTS))
    names = np.array(groups)[mine]
    for seen, unseen in fit.GroupKFold(5).split(mine, None, names):
        picked = [rows[number] for number in mine]
        values[unseen] = fit.second_stage(picked, inputs, seen, quiet).values(inputs[unseen])
    return values


# ---------------------------------------------------------------- the report


def _told(rows: Sequence[Row], mine: fit.Indices) -> list[str]:
    chosen = [rows[number] for number in mine]
    count = Counter(row.level for row in chosen)
    feeling = Counter(row.sentiment for row in chosen)
    return [
        f"{len(chosen)} labelled rows: level 0–3 {[count[level] for level in range(4)]}, "
        f"negative, neutral, positive {[feeling[each] for each in range(3)]}; {len(rows) - len(mine)} others.",
    ]


def _figures(title: str, rows: Sequence[Row], values: fit.Floats, findings: fit.Floats) -> list[str]:
    head = (
        "rows", "n", "sentiment macro-F1", "level κ", "level 3 recall", "precision", "categories F1", "urgent recall",
        "precision",
    )  # fmt: skip
    lines = ["", f"## {title}", "", f"| {' | '.join(head)} |", f"| --- | ---: |{' --- |' * 7}"]
    registers = np.array([row.register for row in rows])
    kinds = {"all": np.ones(len(rows), bool)} | {name: registers == name for name in sorted(set(registers))}
    for name, chosen in kinds.items():
        picked = [rows[number] for number in np.flatnonzero(chosen)]
        lines.append(f"| {name} | {len(picked)} | {' | '.join(measured(picked, values[chosen], findings[chosen]))} |")
    return lines


def measured(rows: Sequence[Row], values: fit.Floats, findings: fit.Floats) -> list[str]:
    level, feeling = np.array([row.level for row in rows]), np.array([row.sentiment for row in rows])
    units = np.rint(values[:, : fit.LEVELS] * UNIT).astype(int).tolist()
    rules = sum(step * findings[:, NAMES.index(f"level {step}")] for step in (1, 2, 3)).astype(int)
    hits = findings[:, NAMES.index("hits")] > 0
    judged = np.array([decided(row, *by) for row, *by in zip(units, rules.tolist(), hits.tolist(), strict=True)])
    felt = values[:, fit.LEVELS : fit.LEVELS + fit.SENTIMENTS].argmax(1)
    said = np.array([[code in row.categories for code in CATEGORIES] for row in rows])
    found = _named(units, values[:, CATEGORY], findings)
    urgent, ruled = np.array([row.urgent for row in rows]), findings[:, NAMES.index("urgent")] > 0
    alarms = (judged > 1) & _alarms(rows, values[:, URGENT], ruled, found)
    return [
        _interval(len(rows), lambda at: f1_score(feeling[at], felt[at], average="macro", zero_division=0)),
        _interval(len(rows), lambda at: cohen_kappa_score(level[at], judged[at], weights="quadratic", labels=range(4))),
        _interval(len(rows), lambda at: _share(judged[at][level[at] == 3] == 3)),
        _interval(len(rows), lambda at: _share(level[at][judged[at] == 3] == 3)),
        _interval(len(rows), lambda at: _micro(said[at][level[at] > 0], found[at][level[at] > 0])),
        _interval(len(rows), lambda at: _share(alarms[at][urgent[at] == 1])),
        _interval(len(rows), lambda at: _share(urgent[at][alarms[at] & (urgent[at] >= 0)] == 1)),
    ]


def _named(levels: Sequence[Sequence[int]], values: fit.Floats, findings: fit.Floats) -> fit.Marks:
    """The categories as they are told where there is a matter."""
    above = np.rint((values - fit.threshold()) * UNIT).astype(int).tolist()
    ruled = findings[:, [NAMES.index(f"category {code}") for code in CATEGORIES]] > 0
    told = [
        likely(row, categories, {code for code, found in zip(CATEGORIES, by, strict=True) if found})
        for row, categories, by in zip(levels, above, ruled.tolist(), strict=True)
    ]
    return np.array([[code in codes for code in CATEGORIES] for codes in told])


def _alarms(rows: Sequence[Row], values: fit.Floats, ruled: fit.Marks, found: fit.Marks) -> fit.Marks:
    """What is told as urgent where the level bears it."""
    harm, perilous = (found[:, [CATEGORIES.index(code) for code in codes]].any(1) for codes in (HARM, PERILOUS))
    units = np.rint(values * UNIT).astype(int).tolist()
    now, calm = (np.array([ask(value) for value in units]) for ask in (endangered, unendangered))
    told = np.array([reported(row.source) for row in rows])
    return (ruled & ~(calm & told)) | (now & harm) | ((values > 0) & ~perilous)


def _share(hits: fit.Floats) -> float:
    return float(hits.mean()) if len(hits) else float("nan")


def _micro(said: fit.Floats, found: fit.Floats) -> float:
    both = (said & found).sum()
    return float(2 * both / max(1, said.sum() + found.sum()))


def _interval(size: int, measure) -> str:  # type: ignore[no-untyped-def]
    """The figure and the middle 95 % of resamples (percentile bootstrap, seeded)."""
    draw = np.random.default_rng(0)
    again = [measure(draw.integers(0, size, size)) for _ in range(_RESAMPLES)] if size < 3000 else []
    figure = measure(np.arange(size))
    if np.isnan(figure):
        return "–"
    low, high = np.nanpercentile(again, [2.5, 97.5]) if again else (np.nan, np.nan)
    return f"{figure:.3f}" + (f" ({low:.2f}–{high:.2f})" if again else "")


if __name__ == "__main__":
    main()
