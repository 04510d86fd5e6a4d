"""The content words of a mention: mentions of one matter share them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from itertools import filterfalse, islice

from ahocorasick_rs import AhoCorasick, MatchKind

_CONTENT = re.compile("[\u4e00-\u9fff]{2,}").fullmatch

#: kept per mention, in the order of first appearance
KEPT = 20


def keywords(tokens: Iterable[str], generic: Collection[str]) -> list[str]:
    """Chinese words of two characters or more that are not generic (物业, 小区, 我们 …), each once."""
    said = filterfalse(generic.__contains__, dict.fromkeys(tokens))
    return list(islice(filter(_is_content, said), KEPT))


@lru_cache(maxsize=1 << 16)
def _is_content(token: str) -> bool:
    """Remembered: the same words come again in every post."""
    return _CONTENT(token) is not None


class Objects:
    """What people write about, whatever word they have for it: 没水, 停水 and 水龙头 are all about 供水."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """`names`: word → object."""
        self._names = dict(names)
        self._find = AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest).find_matches_as_strings

    def name(self, text: str, words: Iterable[str]) -> list[str]:
        """The objects that a text names, then the words that name none, each once."""
        found = dict.fromkeys(self._find(text))
        if not found:
            return list(words)
        named = [self._names[word] for word in found]
        rest = list(words)
        for each in found:
            rest = [word for word in rest if each not in word and word not in each]
        return list(dict.fromkeys([*named, *rest]))[:KEPT]


NO_OBJECTS = Objects({})


def parse_objects(content: str) -> Objects:
    """One object a line, `name: word word …`. Raises ValueError for a word that would name two."""
    names: dict[str, str] = {}
    for line in content.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, words = line.partition(":")
        if not colon or not words.strip():
            raise ValueError(f"{line!r} is not `name: word word …`")
        for word in words.split():
            if names.setdefault(word, name.strip()) != name.strip():
                raise ValueError(f"{word!r} would name both {names[word]} and {name.strip()}")
    return Objects(names)


def parse_words(content: str) -> frozenset[str]:
    """A word list: words separated by white space; a line that starts with # is a comment."""
    lines = (line for line in content.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())
