"""What a run of `yuqing evaluate` hands on: the figures, and on what and by what they were measured."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from monitor.evaluation.columns import LABELS, LEVELS
from monitor.evaluation.measure import Evaluation
from monitor.evaluation.worst import Error
from monitor.records import LexiconRef


class MeasuredFile(Struct, frozen=True):
    file: str
    #: SHA-256 of its bytes
    sha256: str
    rows: int


class JudgedBy(Struct, frozen=True):
    yuqing: str
    sentiment: str
    lexicon: LexiconRef
    #: the other scorer
    beside: str | None = None


class Measurement(Struct, frozen=True):
    files: list[MeasuredFile]
    judged_by: JudgedBy
    resamples: int
    seed: int
    evaluation: Evaluation
    #: only where they were asked for
    errors: list[Error] | None = None

    def heading(self) -> Iterator[str]:
        by = self.judged_by
        for each in self.files:
            yield f"{each.file}: {each.rows:,} rows, sha256 {each.sha256[:16]}"
        yield (
            f"judged by yuqing {by.yuqing}, sentiment {by.sentiment}, "
            f"lexicon {by.lexicon.name} {by.lexicon.version} ({by.lexicon.digest})"
        )
        yield f"95 % intervals from {self.resamples:,} resamples, seed {self.seed}"
        if self.evaluation.unjudged:
            yield f"{self.evaluation.unjudged:,} rows could not be judged and count as neutral, level 0"


def encode_measurement(measurement: Measurement) -> bytes:
    """JSON, the same bytes for the same figures."""
    flat = msgspec.to_builtins(measurement)
    flat |= flat.pop("evaluation")
    flat["classes"] = {"sentiment": list(LABELS), "level": list(LEVELS)}
    return msgspec.json.format(msgspec.json.encode(flat), indent=1) + b"\n"
