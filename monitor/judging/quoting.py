"""What an assessment repeats of a text, without personal data: the text itself, quotes, terms and words."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from monitor.judging.prepared import Prepared
from monitor.learned.blend import Place
from monitor.learned.model import Read
from monitor.personal import privacy
from monitor.records import Hit, Mention, Risk
from monitor.risk import Verdict
from monitor.text.neutral import named_again
from monitor.text.normalising import normalise

#: text and title without personal data
Masked = tuple[str, str | None]


def masked_text(each: Prepared, kinds: int) -> Masked:
    """`kinds`: of characters (monitor.text.glance)."""
    mention = each.mention
    return (
        privacy.mask(mention.text, each.text.folded, kinds),
        None if mention.title is None else privacy.mask(mention.title, each.title.folded, kinds),
    )


def quote(each: Prepared, names: Sequence[str], read: Read, number: int, level: int) -> tuple[Place, str] | None:
    """The sentence that speaks most for a level, where it stands in the raw text; None when it is not in one piece.

    `number`: which text of those that the learned judge has read; `names`: what it calls its estate.
    """
    said = named_again(each.tokens, names, *read.speaking(number, level))
    start = each.text.text.find(said)
    if start < 0:
        return None
    begin, end = each.text.span(start, start + len(said))
    return ("text", begin, end), each.text.raw[begin:end]


def masked_risk(verdict: Verdict, masked: Masked, raw: Mention) -> Risk:
    """Quotes and terms as they stand in the masked mention; masking keeps lengths, so they are cut, not re-masked."""
    risk = verdict.risk
    if masked == (raw.text, raw.title):
        return risk
    parts = [
        msgspec.structs.replace(part, quote=_cut(masked, span))
        for part, span in zip(risk.parts, verdict.spans, strict=True)
    ]
    return msgspec.structs.replace(risk, parts=parts, hits=[_masked_hit(hit, masked, raw) for hit in risk.hits])


def _cut(masked: Masked, span: Place | None) -> str:
    if span is None:
        return ""
    field, start, end = span
    return ((masked[1] or "") if field == "title" else masked[0])[start:end]


def _masked_hit(hit: Hit, masked: Masked, raw: Mention) -> Hit:
    """A term may be a stretch of the text, with a room in the middle of it."""
    before, after = (raw.title or "", masked[1] or "") if hit.field == "title" else (raw.text, masked[0])
    shown = after[hit.start : hit.end]
    return hit if shown == before[hit.start : hit.end] else msgspec.structs.replace(hit, term=shown)


def still_said(words: list[str], masked: Masked, raw: Mention) -> list[str]:
    """The words that masking has left: a name is a word too."""
    text, title = masked
    if masked == (raw.text, raw.title):
        return words
    said = f"{normalise(title or '').text} {normalise(text).text}"
    return [word for word in words if word in said]
