"""The learned judge as a sentiment scorer: by the words alone here, in the pipeline also by what the rules found."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.learned.blend import sentiment
from monitor.learned.model import GENERAL, GRAIN, SENTIMENT, Model
from monitor.records import Sentiment

#: what the sentiments of people at large count beside those of this field, in a text that no rule has looked at
_GENERAL, _OWN = 0.5, 0.5


class Linear:
    """Fitted on posts of this field and on public sets (training/README.md)."""

    name = "linear"

    def __init__(self, model: Model) -> None:
        self.model, self.digest = model, model.digest

    def score(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> list[Sentiment]:
        values = self.model.read(tokens).units[: len(texts)]
        mixed = (values[:, SENTIMENT] * _OWN + values[:, GENERAL] * _GENERAL) * GRAIN
        return [sentiment([round(value) for value in row]) for row in mixed.tolist()]
