"""What the rules alone say of a text: the shipped lexicon, a post of nobody in particular."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from monitor.learned.model import UNIT
from monitor.lexicons.lexicon import load_lexicon
from monitor.records import Mention
from monitor.risk import RiskJudge, Spoken, Verdict
from monitor.text.normalising import normalise
from monitor.times import EARLIEST

#: the wording says neither that life is in danger now nor that it is not
UNSURE = -2 * UNIT

FOLDER = Path(__file__).parents[1] / "lexicons" / "property"
LEXICON = load_lexicon(FOLDER)
JUDGE = RiskJudge(LEXICON)


def spoken(text: str, *, title: str = "", names: Sequence[str] = (), **fields: Any) -> Spoken:
    """`names`: what it calls its estate; `fields`: of the mention."""
    mention = Mention(
        **{"id": "m", "source": "weibo", "text": text, "published_at": EARLIEST, "title": title or None, **fields}
    )
    return Spoken(mention, normalise(text), normalise(title), names)


def judged(text: str, **said: Any) -> Verdict:
    """`said`: as `spoken` takes it."""
    return JUDGE.judge_all([spoken(text, **said)])[0]


def level(text: str) -> int:
    return judged(text).risk.level
