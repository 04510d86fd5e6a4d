"""The work that the pipeline benchmark puts between reading and writing: ours, and what a first attempt does."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

from agents.run import spare_collector
from monitor.compose import build_assessor
from monitor.config.settings import load_settings
from monitor.kafka.wire import Outgoing, Raw
from monitor.steps.scoring import Frame, score_step

Step = Callable[[Sequence[Raw]], list[Outgoing]]
ROOT = Path(__file__).parents[1]


def ours(target: str) -> Step:
    """The score role's step: decode, normalise, segment, sentiment, risk, subject, credibility, mask, encode."""
    os.environ.setdefault("YUQING_SCORE__AUTHOR_KEY", "benchmark key")
    settings = load_settings(None, {"paths": {"organisation": str(ROOT / "config" / "organisation.toml")}})
    assessor = build_assessor(settings)
    # as the worker does
    spare_collector()
    # all into one topic, dead letters too: what is measured is the work, not where it goes
    frame = Frame(partitions=4)

    def step(records: Sequence[Raw]) -> list[Outgoing]:
        return [Outgoing(target, out.key, out.value) for out in score_step(records, assessor, frame)]

    return step


def naive(target: str) -> Step:
    """What a tutorial would write: jieba for the words, SnowNLP for the sentiment, JSON in and out."""
    import jieba
    from snownlp import SnowNLP

    jieba.initialize()

    def step(records: Sequence[Raw]) -> list[Outgoing]:
        return [Outgoing(target, record.key, _judge(record.value or b"")) for record in records]

    def _judge(value: bytes) -> bytes:
        post = json.loads(value)
        words = list(jieba.cut(post["text"]))
        return json.dumps({"id": post["id"], "words": words, "sentiment": SnowNLP(post["text"]).sentiments}).encode()

    return step


#: the mix that crawlers bring: of five posts one is long (characters), of twenty one is about something that happened
SHORT, LONG = range(30, 60), 280
EVENTFUL = 20
#: the length of a Weibo post as it used to be at most
MIDDLE = 139


def posts(records: int, length: str) -> list[bytes]:
    """Canonical mentions made of the sample day's texts, under ids of their own, and no text twice.

    `length`: `mix` (four of about 44 characters, then one of 280) or `139` (all of 139).
    """
    noise, eventful = _day()
    made = (_post(number, eventful if number % EVENTFUL == 0 else noise, length) for number in range(records))
    return [
        json.dumps({**record, "id": f"bench:{number:07d}"}, ensure_ascii=False).encode()
        for number, record in enumerate(made)
    ]


def _day() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The day's mentions that are everyday noise, and the others."""
    folder = ROOT / "config" / "demo"
    quiet = set(tomllib.loads((folder / "expectations.toml").read_text(encoding="utf-8"))["noise"]["ids"])
    lines = (folder / "stream.jsonl").read_text(encoding="utf-8").splitlines()
    day = [record for record in map(json.loads, lines) if "published_at" in record and record.get("text")]
    return [each for each in day if each["id"] in quiet], [each for each in day if each["id"] not in quiet]


def _post(number: int, day: Sequence[dict[str, str]], length: str) -> dict[str, str]:
    if length == "139":
        return _joined(number, day, MIDDLE)
    if number % 5 == 4:
        return _joined(number, day, LONG)
    short = [record for record in day if len(record["text"]) in SHORT]
    post = short[number % len(short)]
    return {**post, "text": _own(post["text"], number)}


def _joined(number: int, day: Sequence[dict[str, str]], length: int) -> dict[str, str]:
    """Texts of the day one after the other, cut to the length."""
    texts = (day[(number + step) % len(day)]["text"] for step in range(length // 8))
    return {**day[number % len(day)], "text": _own("".join(texts)[:length], number)}


def _own(text: str, number: int) -> str:
    """As long a text that nobody else has said: what is remembered of texts must not answer."""
    tail = f" 第{number}条"
    return text[: len(text) - len(tail)] + tail
