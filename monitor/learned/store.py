"""The model's file (shell): written by training/, read once by each process that judges."""

from __future__ import annotations

import hashlib
import io
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from monitor.errors import YuqingError
from monitor.learned.evidence import NAMES
from monitor.learned.linear import Linear
from monitor.learned.model import OUTPUTS, VALUES, Model, Table

FILE = "judge.npz"
#: changes with what the arrays mean
FORMAT = 4


@cache
def shipped() -> Model:
    """The model that comes with the package. Raises YuqingError when its file is damaged or of another release."""
    return loaded(files("monitor.learned").joinpath(FILE).read_bytes())


def scorer() -> Linear:
    """The shipped model as a sentiment scorer. Raises as `shipped` does."""
    return Linear(shipped())


def loaded(content: bytes) -> Model:
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            values = {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError) as error:
        raise YuqingError(f"{FILE} is no model: {error}") from None
    if int(values.get("format", -1)) != FORMAT or values["weights"].shape != _shape(values["bends"]):
        raise YuqingError(f"{FILE} was made for another release; `make train` writes one for this")
    return Model(
        digest=hashlib.sha256(content).hexdigest()[:16],
        characters=_table(values["characters"], values["character_norms"], values["character_checks"]),
        words=_table(values["words"], values["word_norms"], values["word_checks"]),
        scales=values["scales"],
        biases=values["biases"],
        bends=values["bends"],
        weights=values["weights"],
        starts=values["starts"],
        thresholds=values["thresholds"],
        terms=frozenset(values["terms"].tolist()),
    )


def _shape(bends: NDArray[np.int64]) -> tuple[int, int]:
    return (1 + len(bends)) * 2 * VALUES + len(NAMES), OUTPUTS


def _table(weights: NDArray[np.int8], norms: NDArray[np.uint8], checks: NDArray[np.uint8]) -> Table:
    # a bucket's weights have to lie together: taking them by column is ten times slower
    return Table(np.ascontiguousarray(weights), norms, checks)


def stored(model: Model) -> bytes:
    """The file's content; the same model gives the same bytes."""
    target = io.BytesIO()
    np.savez_compressed(
        target,
        format=np.int64(FORMAT),
        characters=model.characters.weights,
        character_norms=model.characters.norms,
        character_checks=model.characters.checks,
        words=model.words.weights,
        word_norms=model.words.norms,
        word_checks=model.words.checks,
        scales=model.scales,
        biases=model.biases,
        bends=model.bends,
        weights=model.weights,
        starts=model.starts,
        thresholds=model.thresholds,
        terms=np.array(sorted(model.terms), np.uint32),
    )
    return target.getvalue()
