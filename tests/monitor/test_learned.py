"""The learned judge: one text gives the same numbers in every batch, and beside the rules it may not do all."""

from __future__ import annotations

import math

import numpy as np
import pytest
from histories import NOON
from hypothesis import given
from hypothesis import strategies as st
from judges import assessor, post, raw

from monitor.errors import YuqingError
from monitor.learned import blend
from monitor.learned.evidence import NAMES, evidence
from monitor.learned.model import OUTPUTS, UNIT, VALUES, Table, cut, sentences
from monitor.learned.ngrams import Grams, character_grams, word_pairs
from monitor.learned.store import loaded, shipped, stored
from monitor.records import CATEGORIES, Assessment, Hit, Mention, Part, Risk, decode_timeline
from monitor.risk import Verdict
from monitor.scoring import Frame, score_step
from monitor.segment import Segmenter

WORDS = st.lists(st.text("电梯坏了没人修物业12 。!abc", min_size=1, max_size=3), max_size=12)
CUT = Segmenter().cut


def of(grams: Grams, text: int) -> list[int]:
    return sorted(grams.buckets[grams.owners == text].tolist())


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_a_texts_grams_do_not_depend_on_its_neighbours(texts: list[str]) -> None:
    together = character_grams(texts, 18)
    for number, text in enumerate(texts):
        assert of(together, number) == of(character_grams([text], 18), 0)


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_a_texts_pairs_do_not_depend_on_its_neighbours(batch: list[list[str]]) -> None:
    together = word_pairs(batch, 18)
    for number, words in enumerate(batch):
        assert of(together, number) == of(word_pairs([words], 18), 0)


def test_grams_are_counted_with_their_edges() -> None:
    # 物, 业; ^物, 物业, 业$; ^物业, 物业$; ^物业$
    assert len(of(character_grams(["物业"], 18), 0)) == 2 + 3 + 2 + 1
    # three words, and the pairs 1-2, 2-3, 1-3
    assert len(of(word_pairs([["没有", "坏", "过"]], 18), 0)) == 3 + 3


def test_digits_are_one_digit_and_order_matters() -> None:
    assert of(character_grams(["3栋"], 18), 0) == of(character_grams(["7栋"], 18), 0)
    assert of(word_pairs([["1200", "元"]], 18), 0) == of(word_pairs([["90", "元"]], 18), 0)
    assert of(word_pairs([["没", "坏"]], 18), 0) != of(word_pairs([["坏", "没"]], 18), 0)


def test_sums_are_over_the_length_of_the_known_features() -> None:
    weights = np.zeros((4, VALUES), np.int8)
    weights[1], weights[2] = 10, -4
    table = Table(weights, np.array([0, 9, 16, 0], np.uint8))
    grams = Grams(np.array([1, 2, 3, 1], np.uint32), np.array([0, 0, 0, 2]))
    assert table.sums(grams, 3)[:, 0].tolist() == [6 / 5, 0, 10 / 3]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["电梯", "又", "坏", "了"], [["电梯", "又", "坏", "了"]]),
        (["电梯", "又", "坏", "了", "。", "没人", "来", "修"], [["电梯", "又", "坏", "了"], ["没人", "来", "修"]]),
        (["好", "!", "!", "!"], []),
        ([], []),
    ],
)
def test_sentences(words: list[str], parts: list[list[str]]) -> None:
    assert sentences(words) == parts


def test_of_texts_with_one_sentence_the_greatest_is_its_own() -> None:
    read = shipped().read(["电梯又坏了"], [["电梯", "又", "坏", "了"]]).values
    assert (read[:, :VALUES] == read[:, VALUES:]).all()


@given(st.lists(st.text("电梯坏了没人修物业死伤谢。!？ \n", max_size=40), min_size=1, max_size=6))
def test_the_judgement_does_not_depend_on_the_batch(texts: list[str]) -> None:
    model, tokens = shipped(), [CUT(text) for text in texts]
    found = np.arange(len(texts) * len(NAMES)).reshape(len(texts), -1) % 3
    together = model.judge(model.read(texts, tokens), found)
    for number, text in enumerate(texts):
        alone = model.judge(model.read([text], [tokens[number]]), found[number : number + 1])
        for many, one in zip(together, alone, strict=True):
            assert many[number].tolist() == one[0].tolist()


def test_sentences_of_a_batch_know_their_texts() -> None:
    texts = ["电梯坏了。没人来修", "很好"]
    units = cut(texts, [CUT(text) for text in texts])
    assert units.texts == [*texts, "电梯坏了", "没人来修"]
    assert units.owners == [0, 0]


def test_the_sentence_that_speaks_for_a_level() -> None:
    texts = ["今天天气不错。三楼老人摔断了腿被救护车拉走了", "三楼老人摔断了腿"]
    read = shipped().read(texts, [CUT(text) for text in texts])
    assert read.speaking(0, 3) == "三楼老人摔断了腿被救护车拉走了"
    assert read.speaking(1, 3) == texts[1]


def test_evidence_has_a_number_for_each_name() -> None:
    mention = Mention(id="a:1", source="12345", text="楼" * 200, published_at=NOON)
    risk = Risk(
        score=80, level=3, categories=["casualty"], hits=[Hit(term="x", category="media", start=0, end=1, negated=True)]
    )
    numbers = dict(zip(NAMES, evidence(mention, Verdict(risk, crowd=30, signs=["hearsay"])), strict=True))
    told = {name for name, number in numbers.items() if number}
    assert {"complaint", "long", "level 3", "long: level 3", "crowd 30", "sign hearsay", "category casualty"} <= told
    assert {"doubted media", "hits"} <= told
    assert not {"hit media", "level 2", "crowd 100", "very long"} & told


# ---------------------------------------------------------------- beside the rules


def levels(level: int) -> list[int]:
    return [8 * UNIT if each == level else 0 for each in range(4)]


def told(*codes: str) -> list[int]:
    return [1 if code in codes else -UNIT for code in CATEGORIES]


def verdict(level: int, score: float, *categories: str, urgent: bool = False, frame: str | None = None) -> Verdict:
    parts = [Part(part="rule", points=score)] if score else []
    hit = Hit(term="词", category="safety", start=0, end=1)
    risk = Risk(score=score, level=level, categories=list(categories), urgent=urgent, hits=[hit], parts=parts)
    return Verdict(risk, frame, spans=[None] * len(parts))


def unquoted(_: int) -> None:
    return None


@pytest.mark.parametrize(
    ("before", "level", "after", "score"),
    [
        (verdict(1, 20, "service"), 2, 2, 45),
        (verdict(2, 50, "safety"), 2, 2, 50),
        (verdict(2, 50, "safety"), 1, 1, 44),
        (verdict(2, 50, "safety"), 0, 1, 44),
        (verdict(1, 20, "service"), 0, 0, 0),
        (verdict(0, 0), 3, 3, 75),
        # people harmed, as the rules found it, and urgency are never lowered
        (verdict(3, 80, "casualty"), 0, 3, 80),
        (verdict(3, 80, "media"), 0, 1, 44),
        (verdict(2, 50, "safety", urgent=True), 0, 2, 50),
    ],
)
def test_the_likeliest_level_decides_within_bounds(before: Verdict, level: int, after: int, score: float) -> None:
    risk = blend.blended(before, levels(level), told("safety"), unquoted).risk
    assert (risk.level, risk.score) == (after, score)
    assert sum(part.points for part in risk.parts) == risk.score


@pytest.mark.parametrize(
    ("shares", "rules", "hits", "level"),
    [
        ((0.9, 0.1, 0.0, 0.0), 0, True, 0),
        ((0.0, 0.1, 0.8, 0.1), 0, True, 2),
        # grave by its own share, whatever the mean; by less when the rules say so too, by more when they found nothing
        ((0.6, 0.0, 0.0, 0.4), 0, True, 3),
        ((0.6, 0.0, 0.0, 0.4), 0, False, 0),
        ((0.4, 0.0, 0.2, 0.4), 0, False, 2),
        ((0.7, 0.0, 0.1, 0.2), 2, True, 1),
        ((0.7, 0.0, 0.1, 0.2), 3, True, 3),
        # what the rules hold to be a grievance is nothing only when that is likely, a hazard never
        ((0.9, 0.1, 0.0, 0.0), 1, True, 0),
        ((0.7, 0.3, 0.0, 0.0), 1, True, 1),
        ((0.95, 0.05, 0.0, 0.0), 2, True, 1),
    ],
)
def test_the_level_of_shares(shares: tuple[float, ...], rules: int, hits: bool, level: int) -> None:
    values = [round(UNIT * math.log(max(share, 1e-9))) for share in shares]
    assert blend.decided(values, rules, hits) == level


def test_what_raised_a_level_is_quoted() -> None:
    place = ("text", 2, 6)
    after = blend.blended(verdict(0, 0), levels(2), told("safety"), lambda level: (place, "烧起来了"))
    assert after.risk.parts[-1] == Part(part="wording: level 2", points=45, quote="烧起来了")
    assert after.spans[-1] == place


def test_a_level_has_categories_and_none_has_none() -> None:
    assert blend.blended(verdict(0, 0), levels(1), told(), unquoted).risk.categories == ["service"]
    assert blend.blended(verdict(1, 20, "service"), levels(0), told("service"), unquoted).risk.categories == []
    # what the rules found too needs less
    near = [-UNIT // 2] * len(CATEGORIES)
    assert blend.blended(verdict(1, 20, "staff"), levels(1), near, unquoted).risk.categories == ["staff"]
    harmed = blend.blended(verdict(3, 80, "casualty"), levels(3), told("safety"), unquoted)
    assert harmed.risk.categories == ["safety", "casualty"]


def test_what_is_no_matter_says_why() -> None:
    assert blend.blended(verdict(1, 20, "service"), levels(0), told(), unquoted).frame == blend.HARMLESS
    assert blend.blended(verdict(0, 0, frame="advert"), levels(0), told(), unquoted).frame == "advert"
    assert blend.blended(verdict(0, 0, frame="praise"), levels(2), told(), unquoted).frame is None
    assert blend.blended(verdict(0, 0, frame="elsewhere"), levels(3), told(), unquoted).frame == "elsewhere"


def test_sentiment_of_values() -> None:
    felt = blend.sentiment([0, 0, UNIT])
    assert felt.label == "positive"
    assert felt.score == pytest.approx(0.3642, abs=1e-4)
    assert blend.sentiment([5 * UNIT, 0, 0]).label == "negative"


# ---------------------------------------------------------------- its file


def test_the_file_says_what_it_is() -> None:
    model = shipped()
    again = loaded(stored(model))
    assert len(stored(model)) <= 8_000_000
    assert (again.characters.weights == model.characters.weights).all()
    assert model.weights.shape == (2 * VALUES + len(NAMES), OUTPUTS)


def test_a_damaged_file_is_refused() -> None:
    with pytest.raises(YuqingError, match="is no model"):
        loaded(b"PK no archive")


def test_quotes_of_a_score_are_the_texts_own_words() -> None:
    text = "今天天气不错。三号楼有个老人从楼上下来了，救护车拉走的！电话13800138000。大家注意安全"
    [out] = score_step([raw(post(text=text))], assessor(), Frame(partitions=12))
    judged = decode_timeline(out.value or b"")
    assert isinstance(judged, Assessment)
    assert sum(part.points for part in judged.risk.parts) == judged.risk.score
    assert all(part.quote in judged.mention.text for part in judged.risk.parts)


@pytest.mark.parametrize("text", ["", " ", "。。。", "\x00", "😀😀", "a" * 5000])
def test_any_text_is_judged(text: str) -> None:
    read = shipped().read([text], [CUT(text)])
    assert read.values.shape == (1, 2 * VALUES)
