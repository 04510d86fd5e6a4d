"""SnowNLP's shipped model as a sentiment scorer (shell: reads the installed package's data files).

Twice: fed with the product's own words, which is fast, and as the library does it, which is the baseline that
others are compared with. SnowNLP knows two classes; the thresholds of the third were fitted on the dev parts of three
public Weibo sets with neutral posts (training/thresholds.py): the best mean macro-F1, .42 over negative, neutral and
positive, lies at log-odds 0 and 3 … 4, a plateau. That is modest, but all that this model's scale gives.
"""

from __future__ import annotations

import gzip
import hashlib
import marshal
import warnings
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from monitor.records import Sentiment
from monitor.sentiment.bayes import Counts, LogOdds, Thresholds, sentiment

THRESHOLDS = Thresholds(negative=0.5, positive=0.97)

_MODEL = Path("sentiment/sentiment.marshal.3")
_STOP_WORDS = Path("normal/stopwords.txt")


class OurWords:
    """SnowNLP's model and stop words over the tokens it is given."""

    name = "snownlp-jieba"

    def __init__(self, odds: LogOdds, digest: str) -> None:
        self.odds, self.digest = odds, digest

    def score(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> list[Sentiment]:
        return [sentiment(self.odds.probability(words), THRESHOLDS) for words in tokens]


class AsShipped:
    """`SnowNLP(text).sentiments`, own segmentation and all: some hundred texts a second."""

    name = "snownlp"

    def __init__(self, classify: Callable[[str], float], digest: str) -> None:
        self.classify, self.digest = classify, digest

    def score(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> list[Sentiment]:
        return [sentiment(self.classify(text), THRESHOLDS) for text in texts]


def with_our_words() -> OurWords:
    """Raises OSError where the installed SnowNLP lacks its data."""
    package = _package()
    return OurWords(load_odds(package), _digest(package, [_MODEL, _STOP_WORDS]))


def as_shipped() -> AsShipped:
    """Takes seconds: the library loads all its models at import."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from snownlp import sentiment as shipped
    package = _package()
    return AsShipped(shipped.classify, _digest(package, [_MODEL, _STOP_WORDS, Path("seg/seg.marshal.3")]))


def load_odds(package: Path) -> LogOdds:
    """The log-odds of SnowNLP's files: a gzipped marshal of word counts, and one stop word a line."""
    classes = marshal.loads(gzip.decompress((package / _MODEL).read_bytes()))["d"]
    stop_words = (line.strip() for line in (package / _STOP_WORDS).read_text(encoding="utf-8").splitlines())
    return LogOdds(_counts(classes["pos"]), _counts(classes["neg"]), stop_words)


def _counts(stored: dict[str, Any]) -> Counts:
    return Counts(stored["d"], stored["total"], stored["none"])


def _package() -> Path:
    """Where SnowNLP is installed, found without importing it."""
    found = find_spec("snownlp")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("snownlp is not installed")
    return Path(found.origin).parent


def _digest(package: Path, files: Iterable[Path]) -> str:
    """Of everything that a judgement rests on: the files and the thresholds."""
    digest = hashlib.sha256(repr(tuple(THRESHOLDS)).encode())
    for file in files:
        digest.update((package / file).read_bytes())
    return digest.hexdigest()[:16]
