"""A mention made ready to be judged: cut to the length that is judged, normalised, in words."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from monitor.learned.evidence import speaks_as
from monitor.personal import privacy
from monitor.records import Mention
from monitor.text.glance import glance
from monitor.text.normalising import Normalised, bounded, normalise
from monitor.text.segment import Segmenter


class Prepared(Struct, frozen=True):
    """A mention made ready: `spoken` is title and text as they are judged, `tokens` its words."""

    mention: Mention
    truncated: bool
    title: Normalised
    text: Normalised
    spoken: str
    tokens: list[str]


def prepare(mention: Mention, segmenter: Segmenter) -> Prepared:
    text, truncated = bounded(mention.text)
    if truncated:
        # masked before it is cut: an identifier that the cut halves would not be known for one any more
        text, truncated = bounded(privacy.mask(mention.text))
    mention = msgspec.structs.replace(mention, text=text) if truncated else mention
    title, body = normalise(mention.title or ""), normalise(text)
    # the title's words belong to what is said; segmenting them with the text keeps the scorer's view whole
    spoken = _spoken(title, body)
    return Prepared(mention, truncated, title, body, spoken, segmenter.cut(spoken))


def _spoken(title: Normalised, body: Normalised) -> str:
    """Title and text; a head that is the text's own beginning is not said twice."""
    return f"{title.text}。{body.text}" if title.text and not body.text.startswith(title.text) else body.text


def said_by(mention: Mention) -> tuple[str, str | None, bool, tuple[bool, bool, bool], bool]:
    """What the judgement of a text rests on; of its source only this, since a repost has mostly another one."""
    return mention.text, mention.title, mention.kind == "complaint", speaks_as(mention.source), mention.drill


def kinds_of(prepared: Sequence[Prepared]) -> list[int]:
    """What kinds of characters each title and text have (monitor.text.glance)."""
    return glance(
        [
            each.text.folded if each.mention.title is None else f"{each.title.folded}\n{each.text.folded}"
            for each in prepared
        ]
    )
