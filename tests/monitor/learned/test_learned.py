"""The learned judge: one text gives the same numbers in every batch, and beside the rules it may not do all."""

from __future__ import annotations

import random

import numpy as np
import pytest
from histories import NOON
from hypothesis import given
from hypothesis import strategies as st
from judges import assessor, post, raw

from monitor.errors import YuqingError
from monitor.learned.evidence import NAMES, evidence
from monitor.learned.model import OUTPUTS, VALUES, Table
from monitor.learned.ngrams import Grams, character_grams, word_pairs
from monitor.learned.said import NONE, Said, said
from monitor.learned.store import loaded, shipped, stored
from monitor.records import Assessment, Hit, Mention, Risk, decode_timeline
from monitor.risk import Verdict
from monitor.steps.scoring import Frame, score_step
from monitor.text.segment import Segmenter

WORDS = st.lists(st.text("电梯坏了没人修物业12 。!abc", min_size=1, max_size=3), max_size=12)
CUT = Segmenter().cut


def of(grams: Grams, said_: Said, unit: int) -> list[int]:
    """The features of a text, or of a sentence behind the texts."""
    buckets, owners = grams.of_units(said_.texts)
    return sorted(buckets[owners == unit].tolist())


def characters(*texts: str) -> list[int]:
    """The n-grams of the first of the texts, each one word."""
    words = said([[text] if text else [] for text in texts])
    return of(character_grams(words, 18), words, 0)


def pairs(words: list[str]) -> list[int]:
    alone = said([words])
    return of(word_pairs(alone, 18), alone, 0)


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_a_texts_features_do_not_depend_on_its_neighbours(batch: list[list[str]]) -> None:
    together = said(batch)
    first = 0
    for number, words in enumerate(batch):
        alone = said([words])
        for kind in (character_grams, word_pairs):
            many, one = kind(together, 18), kind(alone, 18)
            assert of(many, together, number) == of(one, alone, 0)
            for sentence in range(len(alone.owners)):
                behind = together.texts + first + sentence
                assert of(many, together, behind) == of(one, alone, 1 + sentence)
        first += len(alone.owners)


@given(WORDS)
def test_a_sentence_has_the_features_that_it_has_as_a_text(words: list[str]) -> None:
    whole = said([words])
    parts = [part for part in sentences(words) if len("".join(part)) >= 4]
    assert len(whole.owners) == (len(parts) if len(parts) > 1 else 0)
    for number, part in enumerate(parts if len(parts) > 1 else []):
        alone = said([part])
        for kind in (character_grams, word_pairs):
            assert of(kind(whole, 18), whole, 1 + number) == of(kind(alone, 18), alone, 0)


def sentences(words: list[str]) -> list[list[str]]:
    """What the stops leave, by the simplest way."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word[0] in "。!?;\n…~":
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def test_grams_are_counted_with_their_edges() -> None:
    # 物, 业; ^物, 物业, 业$; ^物业, 物业$; ^物业$
    assert len(characters("物业")) == 2 + 3 + 2 + 1
    assert [len(characters(text)) for text in ("", "物", "物业费", "物业费涨")] == [1, 4, 12, 16]
    # three words, and the pairs 1-2, 2-3, 1-3
    assert len(pairs(["没有", "坏", "过"])) == 3 + 3


def test_digits_are_one_digit_and_order_matters() -> None:
    assert characters("3栋") == characters("7栋")
    assert pairs(["1200", "元"]) == pairs(["90", "元"])
    assert pairs(["没", "坏"]) != pairs(["坏", "没"])


def test_sums_are_over_the_length_of_the_known_features() -> None:
    weights = np.zeros((4, VALUES), np.int8)
    weights[1], weights[2] = 10, -4
    table = Table(weights, np.array([0, 9, 16, 0], np.uint8), np.array([0, 7, 200, 0], np.uint8))
    texts, nothing = np.array([0, 0, 0, 0, 0, 2], np.int32), np.full(6, NONE, np.int32)
    # a feature is its bucket and the eight bits behind it: the second and the fourth are others than the known ones
    features = [1 << 8 | 7, 1 << 8 | 8, 2 << 8 | 200, 2 << 8 | 7, 3 << 8 | 1, 1 << 8 | 7]
    grams = Grams(np.array(features, np.uint32), texts, nothing)
    assert table.sums(grams, 3, 0)[:, 0].tolist() == [6 / 5, 0, 10 / 3]


@given(st.lists(st.tuples(st.integers(0, 63), st.integers(0, 2), st.integers(-1, 1)), max_size=1200), st.randoms())
def test_sums_are_those_of_plain_addition(features: list[tuple[int, int, int]], chance: random.Random) -> None:
    weights = np.array([[chance.randint(-128, 127) for _ in range(VALUES)] for _ in range(64)], np.int8)
    norms = np.array([chance.randint(0, 255) for _ in range(64)], np.uint8)
    buckets, texts, parts = np.array(features, np.int64).reshape(-1, 3).T
    # sentence 0 is of text 0, sentence 1 of text 1; their edges are of no text
    texts = np.where(parts == NONE, texts, np.where(texts == 2, NONE, parts))
    checks = np.array([chance.randint(0, 255) for _ in range(64)], np.uint8)
    known = (buckets.astype(np.uint32) << 8) + checks[buckets]
    sums = Table(weights, norms, checks).sums(Grams(known, texts, parts), 3, 2)
    for unit, mine in enumerate([*(texts == text for text in range(3)), *(parts == part for part in range(2))]):
        length = np.sqrt(max(1, int(norms[buckets[mine]].sum(dtype=np.int64))))
        assert sums[unit] == pytest.approx(weights[buckets[mine]].sum(axis=0, dtype=np.int64) / length)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["电梯", "又", "坏", "了"], []),
        (["电梯", "又", "坏", "了", "。", "没人", "来", "修"], ["电梯又坏了", "没人来修"]),
        (["电梯", "又", "坏", "了", "。", "没", "修", "。", "没人", "来", "修"], ["电梯又坏了", "没人来修"]),
        (["电梯", "又", "坏", "了", "。", "没", "修"], []),
        (["好", "!", "!", "!"], []),
        ([], []),
    ],
)
def test_sentences(words: list[str], parts: list[str]) -> None:
    cut = said([["前", "文"], words])
    assert [cut.joined[begin:end] for begin, end in zip(cut.begins[2:], cut.ends[2:], strict=True)] == parts
    assert cut.owners.tolist() == [1] * len(parts)


def test_of_texts_with_one_sentence_the_greatest_is_its_own() -> None:
    read = shipped().read([["电梯", "又", "坏", "了"]]).values
    assert (read[:, :VALUES] == read[:, VALUES:]).all()


@given(st.lists(st.text("电梯坏了没人修物业死伤谢。!？ \n", max_size=40), min_size=1, max_size=6))
def test_the_judgement_does_not_depend_on_the_batch(texts: list[str]) -> None:
    model, tokens = shipped(), [CUT(text) for text in texts]
    found = np.arange(len(texts) * len(NAMES)).reshape(len(texts), -1) % 3
    together = model.judge(model.read(tokens), found)
    for number, words in enumerate(tokens):
        alone = model.judge(model.read([words]), found[number : number + 1])
        for many, one in zip(together, alone, strict=True):
            assert many[number].tolist() == one[0].tolist()


def test_the_sentence_that_speaks_for_a_level() -> None:
    texts = ["今天天气不错。三楼老人摔断了腿被救护车拉走了", "三楼老人摔断了腿"]
    read = shipped().read([CUT(text) for text in texts])
    assert texts[0][slice(*read.speaking(0, 3))] == "三楼老人摔断了腿被救护车拉走了"
    assert read.speaking(1, 3) == (0, len(texts[1]))


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


# ---------------------------------------------------------------- its file


def test_the_file_says_what_it_is() -> None:
    model = shipped()
    again = loaded(stored(model))
    assert len(stored(model)) <= 8_000_000
    assert (again.characters.weights == model.characters.weights).all()
    assert model.weights.shape == ((1 + len(model.bends)) * 2 * VALUES + len(NAMES), OUTPUTS)


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
    read = shipped().read([CUT(text)])
    assert read.values.shape == (1, 2 * VALUES)


@pytest.mark.parametrize("source", ["12345", "owners_group", "weibo"])
def test_a_call_for_help_behind_a_long_grievance_stays_one(source: str) -> None:
    grievance = "自入住以来服务一直存在诸多问题，物业费年年上涨，多次反映未果，业委会也未给出说法。" * 3
    text = grievance + "目前我母亲被困在电梯内已四十分钟，无人救援，请尽快处理。"
    [out] = score_step([raw(post(id=f"{source}:1", source=source, text=text))], assessor(), Frame(partitions=12))
    judged = decode_timeline(out.value or b"")
    assert isinstance(judged, Assessment)
    assert judged.risk.urgent
