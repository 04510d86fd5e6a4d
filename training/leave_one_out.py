"""How far the general sentiments reach: each public set left out in turn, and measured by the others (shell).

python training/leave_one_out.py CORPORA
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

sys.path.insert(0, str(Path(__file__).parents[1]))

from training import fit
from training.rows import PUBLIC, public

#: rows of each set that are measured
_MEASURED = 1500


def main() -> None:
    csv.field_size_limit(1 << 24)
    corpora = Path(sys.argv[1])
    seen = [row for row in public(corpora) if row.sentiment != 1]
    held = [row for row in public(corpora, part="dev", most=_MEASURED) if row.sentiment != 1]
    matrix = fit.texts_of([*seen, *held], len(seen))
    felt = np.array([row.sentiment == 2 for row in (*seen, *held)])
    sets = np.array([row.register for row in (*seen, *held)])
    dev = np.arange(len(sets)) >= len(seen)
    figures = [_auc(matrix, felt, dev, sets == name) for name in PUBLIC]
    print("| set left out | AUC |", "| --- | ---: |", sep="\n")
    for name, figure in zip([*PUBLIC, "mean"], [*figures, float(np.mean(figures))], strict=True):
        print(f"| {name} | {figure:.3f} |")


def _auc(matrix: fit.Matrix, felt: fit.Marks, dev: fit.Marks, left_out: fit.Marks) -> float:
    others, measured = np.flatnonzero(~dev & ~left_out), np.flatnonzero(dev & left_out)
    model = fit.regression(matrix[others], felt[others], np.ones(len(others)), fit.GENERAL_STRENGTH)
    return float(roc_auc_score(felt[measured], model.decision_function(matrix[measured])))


if __name__ == "__main__":
    main()
