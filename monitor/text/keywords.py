"""The content words of a mention: mentions of one matter share them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import takewhile

from ahocorasick_rs import AhoCorasick, MatchKind

_CONTENT = re.compile("[\u4e00-\u9fff]{2,}").fullmatch
#: words of which is known whether they are content
_REMEMBERED = 1 << 16

#: kept per mention, in the order of first appearance
KEPT = 20


class ContentWords:
    """Tells the words that say what a text is about: Chinese, of two characters or more, and not generic."""

    def __init__(self, generic: Collection[str] = ()) -> None:
        """`generic`: what all say (物业, 小区, 我们 …)."""
        self._is_content = _Known(generic).__getitem__

    def among(self, tokens: Iterable[str]) -> list[str]:
        """Each once, at most KEPT, in the order of first appearance."""
        found: dict[str, None] = {}
        for token in filter(self._is_content, tokens):
            found[token] = None
            if len(found) == KEPT:
                break
        return list(found)


class _Known(dict[str, bool]):
    """Whether a word is content; remembered, since the same words come again in every post."""

    def __init__(self, generic: Collection[str]) -> None:
        self._generic = generic

    def __missing__(self, token: str) -> bool:
        if len(self) >= _REMEMBERED:
            self.clear()
        content = self[token] = token not in self._generic and _CONTENT(token) is not None
        return content


class Objects:
    """What people write about, whatever word they have for it: 没水, 停水 and 水龙头 are all about 供水."""

    def __init__(
        self,
        names: Mapping[str, str],
        akin: Mapping[str, Collection[str]] | None = None,
        anywhere: Collection[str] = (),
    ) -> None:
        """`names`: word → object; `akin`: object that tells matters apart → those that one event may be told by too;
        `anywhere`: those that stand about wherever anything happens."""
        self._names, self._akin, self._things = dict(names), dict(akin or {}), set(names.values()) - set(anywhere)
        self._find = AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest).find_matches_as_strings

    def name(self, text: str, words: Iterable[str]) -> list[str]:
        """The objects that a text names, then the words that name none, each once."""
        found = dict.fromkeys(self._find(text))
        if not found:
            return list(words)
        named = sorted((self._names[word] for word in found), key=lambda each: each not in self._things)
        rest = list(words)
        for each in found:
            rest = [word for word in rest if each not in word and word not in each]
        return list(dict.fromkeys([*named, *rest]))[:KEPT]

    def leading(self, keywords: Iterable[str]) -> int:
        """How many of these, the first ones, are objects that people mean one thing by."""
        return sum(1 for _ in takewhile(self._things.__contains__, keywords))

    def named(self, text: str) -> tuple[list[str], list[str]]:
        """The objects of a text that tell matters apart, and those that the same event may be told by: gas and fire."""
        named = dict.fromkeys(self._names[word] for word in self._find(text))
        found = [each for each in named if each in self._akin]
        return found, list(dict.fromkeys(other for each in found for other in self._akin[each]))


NO_OBJECTS = Objects({})


def parse_objects(content: str) -> Objects:
    """One object a line, `name: word word …`; behind ! those that tell matters apart, behind ~ one of them and others
    that may be told of the same event, behind ? those that stand about anywhere.

    Raises ValueError for a word that would name two, and for a name that no line explains.
    """
    names: dict[str, str] = {}
    akin: dict[str, dict[str, None]] = {}
    anywhere: set[str] = set()
    for line in content.splitlines():
        if line.startswith(("!", "~")):
            _relate(line, akin)
        elif line.startswith("?"):
            anywhere.update(line[1:].split())
        elif line.strip() and not line.startswith("#"):
            _name(line, names)
    if unknown := (akin.keys() | anywhere) - set(names.values()):
        raise ValueError(f"no line says by which words {min(unknown)!r} is known")
    return Objects(names, {name: list(others) for name, others in akin.items()}, anywhere)


def _name(line: str, names: dict[str, str]) -> None:
    name, colon, words = line.partition(":")
    if not colon or not words.strip():
        raise ValueError(f"{line!r} is not `name: word word …`")
    for word in words.split():
        if names.setdefault(word, name.strip()) != name.strip():
            raise ValueError(f"{word!r} would name both {names[word]} and {name.strip()}")


def _relate(line: str, akin: dict[str, dict[str, None]]) -> None:
    meant = line[1:].split()
    for name in meant:
        akin.setdefault(name, {})
    for other in meant[1:] if line[0] == "~" else ():
        akin[meant[0]][other] = akin[other][meant[0]] = None


def parse_words(content: str) -> frozenset[str]:
    """A word list: words separated by white space; a line that starts with # is a comment."""
    lines = (line for line in content.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())
