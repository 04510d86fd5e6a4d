"""What the learned model looks at, as numbers of buckets: the n-grams and pairs of words of a whole batch at once.

Both are hashed to 32 bits and cut to the model's bits (feature hashing, Weinberger et al. 2009). All is integer
arithmetic modulo 2**32, so the same text gives the same numbers on every machine and in every batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

#: n-grams have 1 … LONGEST characters; of two words that make a pair the second is at most REACH words behind
LONGEST, REACH = 4, 4
#: stands before and after each text; no normalised text holds it
_EDGE = "\x00"
_ZERO, _NINE = ord("0"), ord("9")
#: odd constants of Knuth's multiplicative hash and of Murmur3's finaliser
_STEP, _FIRST, _SECOND = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)

Numbers = NDArray[np.uint32]
Places = NDArray[np.int64]


class Grams(NamedTuple):
    """The features of a batch: those of text i are `buckets[owners == i]`, in no particular order."""

    buckets: Numbers
    #: the text that each bucket belongs to
    owners: Places


def character_grams(texts: Sequence[str], bits: int) -> Grams:
    """The n-grams of each text, its beginning and end among their characters, every digit as 0."""
    codes, owners = _characters(texts)
    found: list[Numbers] = []
    whose: list[Places] = []
    state = np.zeros(len(codes), np.uint32)
    for length in range(1, LONGEST + 1):
        # h(n) at i is made of h(n - 1) at i and of the character at i + n - 1
        state = (state[: len(codes) - length + 1] ^ codes[length - 1 :]) * _STEP
        state ^= state >> np.uint32(15)
        inside = owners[: len(state)] == owners[length - 1 :]
        if length == 1:
            # an edge alone says nothing
            inside &= codes != 0
        found.append(_finished(state[inside], length, bits))
        whose.append(owners[: len(state)][inside])
    return Grams(np.concatenate(found), np.concatenate(whose))


def word_pairs(batch: Sequence[Sequence[str]], bits: int) -> Grams:
    """Each word, and each pair of words in their order with at most REACH − 1 words between them."""
    words = np.array([_word(token) for tokens in batch for token in tokens], np.uint32)
    owners = np.repeat(np.arange(len(batch)), [len(tokens) for tokens in batch])
    found, whose = [_finished(words, 0, bits)], [owners]
    for distance in range(1, REACH + 1):
        first, second = words[:-distance], words[distance:]
        inside = owners[:-distance] == owners[distance:]
        # near and far pairs are one feature: what matters is which words, and which of them comes first
        pair = (first[inside] * _STEP + np.uint32(1)) ^ second[inside]
        found.append(_finished(pair * _FIRST, 1, bits))
        whose.append(owners[:-distance][inside])
    return Grams(np.concatenate(found), np.concatenate(whose))


@lru_cache(maxsize=1 << 17)
def _word(token: str) -> int:
    """A number for a word; remembered, since few words make most of all texts. Runs of digits are one word."""
    return crc32(b"0" if token.isdecimal() else token.encode("utf-8", "surrogatepass"))


def _characters(texts: Sequence[str]) -> tuple[Numbers, Places]:
    """All code points with an edge before and after each text, and which text each belongs to."""
    whole = "".join([f"{_EDGE}{text.replace(_EDGE, ' ')}{_EDGE}" for text in texts])
    codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), np.uint32).copy()
    codes[(codes >= _ZERO) & (codes <= _NINE)] = _ZERO
    return codes, np.repeat(np.arange(len(texts)), [len(text) + 2 for text in texts])


def _finished(state: Numbers, salt: int, bits: int) -> Numbers:
    mixed = state + np.uint32(salt * 0x27D4EB2F & 0xFFFFFFFF)
    mixed ^= mixed >> np.uint32(16)
    mixed *= _FIRST
    mixed ^= mixed >> np.uint32(13)
    mixed *= _SECOND
    mixed ^= mixed >> np.uint32(16)
    return mixed >> np.uint32(32 - bits)
