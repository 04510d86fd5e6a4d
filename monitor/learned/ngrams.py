"""What the learned model looks at, as numbers of buckets: the n-grams and pairs of words of a whole batch at once.

Both are hashed to 32 bits and cut to the model's bits (feature hashing, Weinberger et al. 2009). All is integer
arithmetic modulo 2**32, so the same text gives the same numbers on every machine and in every batch. What lies within
a sentence is a feature of the sentence and of its text, and is looked up once for both.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from monitor.learned.said import NONE, Numbers, Places, Said

#: n-grams have 1 … LONGEST characters; of two words that make a pair the second is at most REACH words behind
LONGEST, REACH = 4, 4
#: stands before and after each text and sentence; no text holds it
_EDGE = np.uint32(0)
#: odd constants of Knuth's multiplicative hash and of Murmur3's finaliser
_STEP, _FIRST, _SECOND = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)


class Grams(NamedTuple):
    """The features of a batch, in no particular order: feature i is of text `texts[i]` and of sentence `sentences[i]`.

    Either may be NONE: what reaches over a sentence's end is the text's alone, its edges are the sentence's alone.
    """

    buckets: Numbers
    texts: Places
    sentences: Places

    def of_units(self, texts: int) -> tuple[Numbers, Places]:
        """The features of texts, then those of sentences, and whose each is: sentences are counted behind the texts."""
        whole, part = self.texts != NONE, self.sentences != NONE
        owners = np.concatenate([self.texts[whole], self.sentences[part] + texts])
        return np.concatenate([self.buckets[whole], self.buckets[part]]), owners


def character_grams(said: Said, bits: int) -> Grams:
    """The n-grams of each text and sentence, its beginning and end among their characters, every digit as 0."""
    codes, texts, sentences = said.codes, said.code_texts, said.code_sentences
    found = [_edges(said, bits)]
    state = np.zeros(len(codes), np.uint32)
    for length in range(1, LONGEST + 1):
        # h(n) at i is made of h(n - 1) at i and of the character at i + n - 1
        state = _rolled(state[: len(codes) - length + 1], codes[length - 1 :])
        found.append(_within(_finished(state, length, bits), texts, sentences, length - 1))
    return _together(found)


def word_pairs(said: Said, bits: int) -> Grams:
    """Each word, and each pair of words in their order with at most REACH − 1 words between them."""
    words, texts, sentences = said.words, said.word_texts, said.word_sentences
    found = [Grams(_finished(words, 0, bits), texts, sentences)]
    for distance in range(1, REACH + 1):
        # near and far pairs are one feature: what matters is which words, and which of them comes first
        pairs = (words[:-distance] * _STEP + np.uint32(1)) ^ words[distance:]
        found.append(_within(_finished(pairs * _FIRST, 1, bits), texts, sentences, distance))
    return _together(found)


def _within(buckets: Numbers, texts: Places, sentences: Places, reach: int) -> Grams:
    """The features that begin at each place and end `reach` places further, in the same text."""
    first, last = slice(0, len(buckets)), slice(reach, reach + len(buckets))
    inside = texts[first] == texts[last]
    begins, ends = sentences[first][inside], sentences[last][inside]
    return Grams(buckets[inside], texts[first][inside], np.where(begins == ends, begins, np.int32(NONE)))


def _edges(said: Said, bits: int) -> Grams:
    """The n-grams with an edge: of two characters or more, at a beginning, at an end, and over all of a short text."""
    sizes = said.ends - said.begins
    # room to look behind the last text; what is looked up outside of one's own is left out below
    codes = np.append(said.codes, np.zeros(LONGEST, np.uint32))
    found: list[Numbers] = []
    there: list[NDArray[np.bool_]] = []
    for length in range(2, LONGEST + 1):
        head: list[Numbers | np.uint32] = [codes[said.begins + place] for place in range(length - 1)]
        tail: list[Numbers | np.uint32] = [codes[said.ends - place] for place in range(length - 1, 0, -1)]
        for characters in ([_EDGE, *head], [*tail, _EDGE], [_EDGE, *head[:-1], _EDGE]):
            found.append(_finished(_hashed(characters, len(sizes)), length, bits))
        there += [sizes >= length - 1, sizes >= length - 1, sizes == length - 2]
    chosen = np.stack(there, axis=1)
    owners = np.repeat(np.arange(len(sizes), dtype=np.int32), chosen.sum(axis=1))
    whole = owners < said.texts
    texts, sentences = np.where(whole, owners, np.int32(NONE)), np.where(whole, np.int32(NONE), owners - said.texts)
    return Grams(np.stack(found, axis=1)[chosen], texts, sentences.astype(np.int32))


def _hashed(characters: Iterable[Numbers | np.uint32], count: int) -> Numbers:
    state = np.zeros(count, np.uint32)
    for each in characters:
        state = _rolled(state, each)
    return state


def _rolled(state: Numbers, character: Numbers | np.uint32) -> Numbers:
    state = (state ^ character) * _STEP
    state ^= state >> np.uint32(15)
    return state


def _finished(state: Numbers, salt: int, bits: int) -> Numbers:
    mixed = state + np.uint32(salt * 0x27D4EB2F & 0xFFFFFFFF)
    mixed ^= mixed >> np.uint32(16)
    mixed *= _FIRST
    mixed ^= mixed >> np.uint32(13)
    mixed *= _SECOND
    mixed ^= mixed >> np.uint32(16)
    return mixed >> np.uint32(32 - bits)


def _together(found: list[Grams]) -> Grams:
    return Grams(*(np.concatenate(each) for each in zip(*found, strict=True)))
