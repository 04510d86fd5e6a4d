"""Our form of SnowNLP's classifier says what SnowNLP says, and scorers are found by name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from corpora import needs_corpora, rows
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import SettingsError
from monitor.sentiment import SentimentScorer, load_scorer
from monitor.sentiment.bayes import Counts, LogOdds, Thresholds, sentiment
from monitor.sentiment.snownlp import THRESHOLDS, OurWords, with_our_words
from monitor.text.normalising import normalise
from monitor.text.segment import Segmenter

TEXTS = [
    "电梯又坏了，没人修，太差了！",
    "环境优美，设施完善，温馨舒适，喜欢，感谢，好吃，推荐",
    "请问物业费几号交",
    "",
    "，。！",
    "qwxzj 12345 😀",
    "差" * 3000,
    "好 " * 3000,
]

OURS = with_our_words()
WORDS = sorted(OURS.odds)[::50]


@pytest.fixture(scope="module")
def snownlp() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import snownlp
    return snownlp


def probability(snownlp: Any, tokens: list[str]) -> float:
    """What SnowNLP's own classify makes of these tokens."""
    label, value = snownlp.sentiment.classifier.classifier.classify(snownlp.normal.filter_stop(tokens))
    return float(value if label == "pos" else 1 - value)


@pytest.mark.parametrize("text", TEXTS)
def test_the_probability_is_snownlps(snownlp: Any, text: str) -> None:
    tokens = Segmenter().cut(text)
    assert OURS.odds.probability(tokens) == pytest.approx(probability(snownlp, tokens), abs=1e-9)


@given(tokens=st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=60))
def test_the_probability_is_snownlps_for_any_tokens(snownlp: Any, tokens: list[str]) -> None:
    assert OURS.odds.probability(tokens) == pytest.approx(probability(snownlp, tokens), abs=1e-9)


@needs_corpora
@pytest.mark.corpora
@pytest.mark.parametrize("corpus", ["smp_usual.dev", "htl.dev", "citizen_messages_2019h1"])
def test_the_probability_is_snownlps_on_what_people_wrote(snownlp: Any, corpus: str) -> None:
    segmenter = Segmenter()
    for row in rows(corpus, 300):
        tokens = segmenter.cut(normalise(row["text"]).text)
        assert OURS.odds.probability(tokens) == pytest.approx(probability(snownlp, tokens), abs=1e-9)


def test_the_baseline_is_the_library_as_shipped(snownlp: Any) -> None:
    scorer, texts = load_scorer("snownlp"), TEXTS[:3]
    scores = [found.score for found in scorer.score(texts, [[]] * len(texts))]
    assert scores == pytest.approx([2 * snownlp.SnowNLP(text).sentiments - 1 for text in texts], abs=1e-4)


def test_a_batch_is_judged_in_order_and_text_by_text() -> None:
    scorer: SentimentScorer = load_scorer("snownlp-jieba")
    tokens = [Segmenter().cut(text) for text in TEXTS]
    together = scorer.score(TEXTS, tokens)
    assert together == [scorer.score([text], [words])[0] for text, words in zip(TEXTS, tokens, strict=True)]
    assert [found.label for found in together[:2]] == ["negative", "positive"]


@pytest.mark.parametrize(
    ("chance", "label", "score"),
    [
        (0.0, "negative", -1),
        (0.2999, "negative", -0.4002),
        (0.3, "neutral", -0.4),
        (0.8, "positive", 0.6),
        (1, "positive", 1),
    ],
)
def test_three_classes_by_two_thresholds(chance: float, label: str, score: float) -> None:
    found = sentiment(chance, Thresholds(0.3, 0.8))
    assert (found.label, found.score) == (label, score)


def test_stop_words_count_for_nothing_and_unseen_words_alike() -> None:
    odds = LogOdds(Counts({"好": 9, "的": 5}, 20.0), Counts({"差": 9, "的": 2}, 20.0), ["的"])
    assert odds.probability(["的", "的"]) == odds.probability([]) == 0.5
    assert odds.probability(["好"]) == pytest.approx(0.9)
    assert odds.probability(["好", "差"]) == odds.probability(["没见过"]) == pytest.approx(0.5)
    assert (odds.probability(["好"] * 9999), odds.probability(["差"] * 9999)) == (1.0, 0.0)


def test_the_thresholds_leave_room_for_neutral() -> None:
    assert 0 < THRESHOLDS.negative < THRESHOLDS.positive < 1


def test_the_digest_stays_and_tells_models_apart() -> None:
    assert isinstance(OURS, OurWords)
    assert OURS.digest == with_our_words().digest
    assert OURS.digest != load_scorer("snownlp").digest
    assert len(OURS.digest) == 16


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match="no scorer is called 'magic'; there are: linear, snownlp, snownlp-jieba"):
        load_scorer("magic")


def installed(folder: Path, body: str) -> Path:
    """A distribution in a folder as an installer leaves it there: module, metadata, entry point."""
    info = folder / "gloomy-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: gloomy\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[yuqing.sentiment]\ngloomy = gloomy_scorer:Gloomy\n")
    (folder / "gloomy_scorer.py").write_text(body)
    return folder


GLOOMY = (
    "from monitor.records import Sentiment\n"
    "class Gloomy:\n"
    "    name, digest = 'gloomy', '0'\n"
    "    def score(self, texts, tokens):\n"
    "        return [Sentiment(label='negative', score=-len(each) / 100) for each in tokens]\n"
)


def test_another_package_brings_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(installed(tmp_path, GLOOMY))
    monkeypatch.delitem(sys.modules, "gloomy_scorer", raising=False)
    assert [found.score for found in load_scorer("gloomy").score(["好", "很好"], [["好"], ["很", "好"]])] == [
        -0.01,
        -0.02,
    ]


def test_another_packages_scorer_judges_what_is_scored(tmp_path: Path) -> None:
    """From the command line, in a process of its own that finds it as it finds any installed package."""
    post = {"id": "weibo:1", "source": "weibo", "text": "非常满意!", "published_at": "2026-05-01T08:00:00+08:00"}
    ran = subprocess.run(
        [sys.executable, "-m", "monitor", "score", "--sentiment", "gloomy"],
        input=json.dumps(post), capture_output=True, text=True, check=True,
        env=os.environ | {"PYTHONPATH": str(installed(tmp_path, GLOOMY)), "YUQING_SCORE__AUTHOR_KEY": "tests' key"},
    )  # fmt: skip
    judged = json.loads(ran.stdout)
    assert (judged["sentiment"]["label"], judged["model"]["name"]) == ("negative", "gloomy")
    assert judged["sentiment"]["score"] == -0.03


@pytest.mark.parametrize(
    ("body", "why"), [("import nowhere_to_be_found\n", "ModuleNotFoundError"), ("Gloomy = None\n", "TypeError")]
)
def test_a_package_that_cannot_be_loaded_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, why: str
) -> None:
    monkeypatch.syspath_prepend(installed(tmp_path, body))
    monkeypatch.delitem(sys.modules, "gloomy_scorer", raising=False)
    with pytest.raises(SettingsError, match=f"'gloomy' .gloomy_scorer:Gloomy. cannot be loaded: {why}"):
        load_scorer("gloomy")
