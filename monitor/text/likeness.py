"""A text's fingerprint: near-duplicates differ in few of its bits, so copies and reposts are known at a glance.

One-bit MinHash (Li & König, "b-bit minwise hashing", 2010) over character trigrams: two texts that share the part J of
their trigrams agree in (1 + J) / 2 of the bits on average.
"""

from __future__ import annotations

import re

import numpy as np
from rensa import RMinHash

BITS = 128
#: fixed for ever: fingerprints lie on the timeline
_SEED = 42
_SHINGLE = 3
#: fewer trigrams say too little: 物业太差了 is nobody's invention
LEAST_SHINGLES = 12
#: differing bits of near-duplicates: half of the trigrams are shared, with three standard deviations to chance
ALIKE = 30

#: a repost carries what it passes on behind the last of these
_PASSED_ON = re.compile(r"/{2,}\s*@[^:：\s]{1,40}[:：]")
#: without one of these nothing but digits, masks and punctuation is left out
_ADDRESSED = ("@", "#", "http", "转")
_LETTERS = re.compile("[\u3400-\u9fffA-Za-z]+").findall
#: what differs between copies without making them others: links, addressees, topics, digits, masks, punctuation
_NOISE = re.compile(
    r"https?://[!-~]+|@[^\s:：,，。]{1,30}|#[^#\s]{1,40}#|转发微博|【?转(?:发)?[】:：]|[^\u3400-\u9fffA-Za-z]+"
)


def fingerprint(text: str) -> str:
    """32 hex digits of a normalised text; empty for one too short to be compared."""
    said = _substance(text)
    # one that comes twice changes no minimum
    shingles = [said[start : start + _SHINGLE] for start in range(len(said) - _SHINGLE + 1)]
    if not _enough(shingles):
        return ""
    sketch = RMinHash(num_perm=BITS, seed=_SEED)
    sketch.update(shingles)
    lowest = np.fromiter(sketch.digest(), np.uint32, BITS) & 1
    return np.packbits(lowest).tobytes().hex()


def _enough(shingles: list[str]) -> bool:
    """Whether there are LEAST_SHINGLES different ones; most texts show it in their beginning."""
    beginning = len(set(shingles[: 2 * LEAST_SHINGLES]))
    return beginning >= LEAST_SHINGLES or len(set(shingles)) >= LEAST_SHINGLES


def differing(one: int, other: int) -> int:
    """Bits in which two fingerprints differ."""
    return (one ^ other).bit_count()


def _substance(text: str) -> str:
    """What was said first, without what varies between copies of it."""
    if not any(sign in text for sign in _ADDRESSED):
        return "".join(_LETTERS(text))
    parts = _PASSED_ON.split(text)
    passed_on = _NOISE.sub("", parts[-1])
    return passed_on if len(parts) > 1 and len(passed_on) >= LEAST_SHINGLES else _NOISE.sub("", text)
