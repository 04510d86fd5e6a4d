"""Which sentiment a text has is decided by a scorer, chosen by name; other packages may bring their own.

A package offers one under the entry-point group `yuqing.sentiment`: its name, and a callable without arguments that
returns a SentimentScorer. The built-in names cannot be taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol

from monitor.errors import SettingsError
from monitor.records import Sentiment

GROUP = "yuqing.sentiment"
DEFAULT = "linear"


class SentimentScorer(Protocol):
    """Judges whole batches: `tokens[i]` are the words of the normalised `texts[i]` (monitor.text.segment)."""

    #: as it is selected, and stands in each assessment's `model`
    name: str
    #: changes whenever the same text could be judged otherwise
    digest: str

    def score(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> list[Sentiment]:
        """One sentiment a text, in their order; each depends on its own text alone."""
        ...


Load = Callable[[], SentimentScorer]


def load_scorer(name: str = DEFAULT) -> SentimentScorer:
    """Raises SettingsError for a name that nobody offers, with those that are there."""
    load = _BUILT_IN.get(name) or _offered().get(name)
    if load is None:
        known = ", ".join(sorted({*_BUILT_IN, *_offered()}))
        raise SettingsError(
            "settings", None, "score.sentiment, --sentiment", f"no scorer is called {name!r}; there are: {known}"
        )
    return load()


def _offered() -> Mapping[str, Load]:
    return {found.name: partial(_load, found) for found in entry_points(group=GROUP)}


def _load(found: EntryPoint) -> SentimentScorer:
    try:
        scorer: SentimentScorer = found.load()()
    except Exception as error:
        why = f"{found.name!r} ({found.value}) cannot be loaded: {type(error).__name__}: {error}"
        raise SettingsError("settings", None, "score.sentiment, --sentiment", why) from error
    return scorer


def _built_in(module: str, function: str) -> Load:
    """Imported when it is asked for: one of them takes seconds."""
    return lambda: getattr(import_module(module), function)()


_BUILT_IN: Mapping[str, Load] = {
    "linear": _built_in("monitor.learned.store", "scorer"),
    "snownlp-jieba": _built_in("monitor.sentiment.snownlp", "with_our_words"),
    "snownlp": _built_in("monitor.sentiment.snownlp", "as_shipped"),
}
