"""A text as it would be about any estate: how an estate is called says nothing of what happened there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

#: a name among words, and, by the length of the name, in a text whose places stay what they are
ANY_ESTATE = "康宁花园"
_AS_LONG = ("", "苑", "宁苑", "康宁苑", ANY_ESTATE, "康宁新花园", "康宁花园新苑")
_LONGEST = len(_AS_LONG) - 1


def neutral_text(text: str, names: Sequence[str]) -> str:
    """The text with another name, as long, in each name's place."""
    for name in names:
        length = len(name)
        text = text.replace(name, _AS_LONG[min(length, _LONGEST)] + "苑" * (length - _LONGEST))
    return text


def cut_at_names(words: list[str], names: Sequence[str]) -> list[str]:
    """The words of a text, cut so that each name is one word; joined they are the same text."""
    if not names:
        return words
    text, cut, ends = "".join(words), list(words), [0, *accumulate(map(len, words))]
    for name in names:
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            first, last = bisect_right(ends, start) - 1, bisect_left(ends, end)
            before, after = text[ends[first] : start], text[end : ends[last]]
            cut[first:last] = [piece for piece in (before, name, after) if piece]
            ends[first + 1 : last] = [*([start] if before else []), *([end] if after else [])]
            start = text.find(name, end)
    return cut


def neutral_words(words: list[str], names: Sequence[str]) -> list[str]:
    """The words of a text with one word, always the same, for each name."""
    return [ANY_ESTATE if word in names else word for word in cut_at_names(words, names)] if names else words


def named_again(words: list[str], names: Sequence[str], begin: int, end: int) -> str:
    """What the text itself has where its neutral words, joined, have [begin, end)."""
    own, neutral = cut_at_names(words, names), neutral_words(words, names)
    ends = [0, *accumulate(map(len, neutral))]
    return "".join(own[ends.index(begin) : ends.index(end)])
