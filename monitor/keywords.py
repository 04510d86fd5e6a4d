"""The content words of a mention: mentions of one matter share them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

#: kept per mention, in the order of first appearance
KEPT = 20


def keywords(tokens: Iterable[str], generic: Collection[str]) -> list[str]:
    """Chinese words of two characters or more that are not generic (物业, 小区, 我们 …), each once."""
    found = dict.fromkeys(token for token in tokens if _content(token) and token not in generic)
    return list(found)[:KEPT]


def _content(token: str) -> bool:
    return len(token) > 1 and all("一" <= char <= "鿿" for char in token)


def parse_words(content: str) -> frozenset[str]:
    """A word list: words separated by white space; a line that starts with # is a comment."""
    lines = (line for line in content.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())
