"""A batch of segmented texts as arrays: characters, words, and which text and sentence each of them belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]
Places = NDArray[np.int32]

#: words that begin with one of these end a sentence
_STOPS = np.array([ord(stop) for stop in "。!?;\n…~"], np.uint32)
#: a sentence of fewer characters says nothing by itself
_LEAST = 4
_ZERO, _NINE, _SPACE = ord("0"), ord("9"), ord(" ")
NONE = -1
#: where a word's length stands beside its number
_LENGTH = np.uint64(32)
#: words whose number is kept: about twenty megabytes
_REMEMBERED = 1 << 17


class Said(NamedTuple):
    """Texts as their words are joined, and the sentences of those texts that have several.

    Of characters and words `…_texts[i]` is the number of the text that holds it, `…_sentences[i]` that of the sentence
    or NONE: a stop, a sentence too short to say anything, a text of one sentence. `owners[s]` is the text of sentence
    s; `begins` and `ends` are where the texts, then the sentences, lie among the characters.
    """

    joined: str
    #: code points, every digit as 0; none of them is 0 itself
    codes: Numbers
    code_texts: Places
    code_sentences: Places
    words: Numbers
    word_texts: Places
    word_sentences: Places
    owners: Places
    begins: Places
    ends: Places

    @property
    def texts(self) -> int:
        return len(self.begins) - len(self.owners)


def said(batch: Sequence[Sequence[str]]) -> Said:
    """The texts of a batch, each as its words."""
    words = list(chain.from_iterable(batch))
    known = np.fromiter(map(_known, words), np.uint64, len(words))
    numbers, lengths = known.astype(np.uint32), (known >> _LENGTH).astype(np.int32)
    counts = np.fromiter(map(len, batch), np.int32, len(batch))
    word_texts = np.repeat(np.arange(len(batch), dtype=np.int32), counts)
    word_begins = _begins(lengths)
    joined = "".join(words)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).copy()
    stops = np.isin(codes[word_begins], _STOPS)
    word_sentences, owners, begins, sizes = _sentences(word_texts, lengths, word_begins, stops, len(batch))
    text_sizes = np.bincount(word_texts, lengths, len(batch)).astype(np.int32)
    codes[(codes >= _ZERO) & (codes <= _NINE)] = _ZERO
    codes[codes == 0] = _SPACE
    begins, sizes = np.concatenate([_begins(text_sizes), begins]), np.concatenate([text_sizes, sizes])
    return Said(
        joined, codes, np.repeat(word_texts, lengths), np.repeat(word_sentences, lengths),
        numbers, word_texts, word_sentences, owners, begins, begins + sizes,
    )  # fmt: skip


def _sentences(
    texts: Places, lengths: Places, begins: Places, stops: NDArray[np.bool_], count: int
) -> tuple[Places, Places, Places, Places]:
    """The sentence of each word; then of each sentence its text, its first character and its length."""
    if not len(texts):
        return (np.zeros(0, np.int32),) * 4
    opens = np.append(True, stops[:-1] | (texts[1:] != texts[:-1]))
    pieces, firsts = np.cumsum(opens) - 1, np.flatnonzero(opens)
    sizes = np.bincount(pieces, np.where(stops, 0, lengths)).astype(np.int32)
    owners = texts[firsts]
    long = sizes >= _LEAST
    long &= np.bincount(owners[long], minlength=count)[owners] > 1
    numbers = np.where(long, np.cumsum(long, dtype=np.int32) - 1, NONE).astype(np.int32)
    return np.where(stops, NONE, numbers[pieces]).astype(np.int32), owners[long], begins[firsts][long], sizes[long]


def _begins(lengths: Places) -> Places:
    return (np.cumsum(lengths, dtype=np.int32) - lengths).astype(np.int32)


class _Words(dict[str, int]):
    """A number for each word, and above its 32 bits the word's length. Runs of digits are one word.

    Remembered, since few words make most of all texts.
    """

    def __missing__(self, word: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        number = crc32(b"0" if word.isdecimal() else word.encode("utf-8", "surrogatepass"))
        known = self[word] = len(word) << int(_LENGTH) | number
        return known


_known = _Words().__getitem__
