"""What we said about one labelled row, as far as it is measured."""

from __future__ import annotations

from msgspec import Struct

from monitor.errors import Unreadable
from monitor.records import Assessment, Label


class Judgement(Struct, frozen=True):
    sentiment: Label
    #: −1 … 1
    score: float
    level: int
    categories: tuple[str, ...]
    #: judging it failed; what stands above is what such a mention comes to: nothing
    failed: bool = False
    #: the whole of it, where its explanation is asked for
    told: Assessment | None = None


def judgement_of(result: list[Assessment] | Unreadable, told: bool = False) -> Judgement:
    """Of the assessor's result for one mention."""
    if isinstance(result, Unreadable):
        return Judgement("neutral", 0.0, 0, (), failed=True)
    first = result[0]
    sentiment, risk = first.sentiment, first.risk
    return Judgement(sentiment.label, sentiment.score, risk.level, tuple(risk.categories), told=first if told else None)
