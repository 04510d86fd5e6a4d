"""Cuts text into words as jieba does, at rjieba's speed, with the product's own words in the dictionary.

The two agree once runs of Latin letters and digits, URLs and ideographs outside jieba's range are taken out, so
these come first, each a token of its own, and the rest is cut. White space is no token. Where rjieba has no wheel,
jieba itself does the same work, some twenty times slower.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable

_URL = r"(?:https?://|www\.)[!-~]+"
_RUN = r"[A-Za-z0-9]+(?:[._%+#&-][A-Za-z0-9]+)*%?"
#: jieba gives each of these as a token of its own, rjieba joins them
_OUTSIDE = "[\u3400-\u4dbf\u9fd6-\u9fff\U00020000-\U000323af]"
_WHITE = re.compile(r"\s").search
_HAN = re.compile("[\u4e00-\u9fd5]+")


class Segmenter:
    """A dictionary with `words` added; words have to be normalised as the texts are (monitor.text.normalising).

    An added word wins where jieba would cut it into its parts, as jieba's own add_word has it.
    """

    def __init__(self, words: Iterable[str] = (), *, pure: bool = False) -> None:
        """`pure` cuts with jieba even where rjieba is there."""
        own = sorted({word for word in words if word.strip()})
        han = [word for word in own if _HAN.fullmatch(word)]
        self._cut = _jieba(han) if pure else _rjieba(han) or _jieba(han)
        self._split = re.compile(_taken_out([word for word in own if not _HAN.fullmatch(word)])).split

    def cut(self, text: str) -> list[str]:
        """The words in their order; joined they are the text without its white space."""
        tokens: list[str] = []
        for index, piece in enumerate(self._split(text)):
            if index % 2:
                tokens.append(piece)
            elif piece:
                tokens += self._cut(piece)
        return [token for token in tokens if not token.isspace()] if _WHITE(text) else tokens


def _taken_out(mixed: list[str]) -> str:
    """Own words with Latin or digits in them (12345热线) are no words to either library: they are found first."""
    literal = [_bounded(word) for word in sorted(mixed, key=lambda word: (-len(word), word))]
    return f"({'|'.join([_URL, *literal, _RUN, _OUTSIDE])})"


def _bounded(word: str) -> str:
    """Not inside a longer run of letters and digits: 12345热线 is not in 0512345热线."""
    before = "(?<![A-Za-z0-9])" if word[0].isascii() and word[0].isalnum() else ""
    after = "(?![A-Za-z0-9])" if word[-1].isascii() and word[-1].isalnum() else ""
    return before + re.escape(word) + after


def _rjieba(words: list[str]) -> Callable[[str], list[str]] | None:
    try:
        import rjieba
    except ImportError:
        return None
    tokenizer = rjieba.Jieba()
    for word in words:
        tokenizer.add_word(word, None, None)
    cut: Callable[[str], list[str]] = tokenizer.cut
    return cut


def _jieba(words: list[str]) -> Callable[[str], list[str]]:
    with warnings.catch_warnings():
        # it predates the checks of its escape sequences, and complains on every first import
        warnings.simplefilter("ignore")
        import jieba

    jieba.setLogLevel("WARNING")
    tokenizer = jieba.Tokenizer()
    # what initialize() does, without its marshalled cache in a directory that everybody can write to
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word in words:
        tokenizer.add_word(word)
    cut: Callable[[str], list[str]] = tokenizer.lcut
    return cut
