"""The content words of a mention: mentions of one matter share them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

_CONTENT = re.compile("[\u4e00-\u9fff]{2,}").fullmatch

#: kept per mention, in the order of first appearance
KEPT = 20


def keywords(tokens: Iterable[str], generic: Collection[str]) -> list[str]:
    """Chinese words of two characters or more that are not generic (物业, 小区, 我们 …), each once."""
    return [token for token in dict.fromkeys(tokens) if token not in generic and _is_content(token)][:KEPT]


@lru_cache(maxsize=1 << 16)
def _is_content(token: str) -> bool:
    """Remembered: the same words come again in every post."""
    return _CONTENT(token) is not None


def parse_words(content: str) -> frozenset[str]:
    """A word list: words separated by white space; a line that starts with # is a comment."""
    lines = (line for line in content.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())
