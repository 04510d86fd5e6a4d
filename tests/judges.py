"""The assessor that the tests of the judging steps share: the shipped lexicon, a small organisation, a plain scorer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from histories import NOON, ORGANISATION

from monitor.company.organisation import Organisation
from monitor.config.settings import data_path
from monitor.judging.assess import Assessor
from monitor.judging.sources import shipped_sources
from monitor.kafka.wire import Raw
from monitor.learned.store import shipped
from monitor.lexicons.lexicon import load_lexicon
from monitor.records import Assessment, Sentiment, decode_timeline
from monitor.steps.scoring import Frame, score_step
from monitor.subjects.estates import shipped_estates
from monitor.text.keywords import parse_words
from monitor.times import to_millis

POISON = "毒药"
KEY = b"a key of the tests"


class PlainScorer:
    """Neutral about everything, and helpless before one word."""

    name = "plain"
    digest = "p"

    def score(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> list[Sentiment]:
        if any(POISON in text for text in texts):
            raise ZeroDivisionError("poisoned")
        return [Sentiment(label="neutral", score=0.0) for _ in texts]


@cache
def assessor(organisation: Organisation = ORGANISATION) -> Assessor:
    words = (data_path("lexicons") / "generic_words.txt").read_text(encoding="utf-8")
    return Assessor(
        load_lexicon(data_path("lexicons") / "property"), organisation, PlainScorer(), KEY, model=shipped(),
        estates=shipped_estates(), sources=shipped_sources(), generic_words=parse_words(words),
    )  # fmt: skip


def post(id: str = "weibo:1", text: str = "杭州阳光雅苑3号楼电梯坏了没人修", **fields: Any) -> dict[str, Any]:
    """A raw post in the canonical shape."""
    return {"id": id, "source": "weibo", "text": text, "published_at": NOON.isoformat(), **fields}


def of_the_chat(text: str) -> Assessment:
    """What the score step writes of a line of an owners' group."""
    said = post(id="owners_group:1", source="owners_group", text=text)
    [out] = score_step([raw(said)], assessor(), Frame(partitions=12))
    found = decode_timeline(out.value or b"")
    assert isinstance(found, Assessment)
    return found


def raw(value: object, offset: int = 0, *, topic: str = "posts.v1", at: datetime = NOON) -> Raw:
    """A record of a raw topic; anything but bytes and None is written as JSON."""
    content = value if isinstance(value, bytes) or value is None else json.dumps(value, ensure_ascii=False).encode()
    return Raw(topic, 2, offset, to_millis(at), b"key", content)
