"""Who asks when it is back is without it: one person more where others complain of it, and no matter by himself."""

from __future__ import annotations

import msgspec
import pytest
from histories import judged, only, run

from monitor.records import Subject
from monitor.watch.joining import replies

OFF = [
    "什么时候来水",
    "停水能不能提前通知",
    "几点来电啊",
    "到底多久能修好",
    "怎么又停电",
    "为什么老停水",
    "啥时候恢复供电",
    "停水了？",
    "还要多久来暖气",
]
ELSE = ["停水了吗", "几点开门", "谁家有桶借一下", "明天几点停水", "多久收一次水费", "来水了"]


def asked(text: str, thing: str = "供水", **fields: object) -> bool:
    fields = {"frame": "question", "keywords": [thing], **fields}
    return replies.waits(judged(level=0, categories=(), text=text, **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", OFF)
def test_who_waits_for_what_is_off_is_known_by_how_he_asks(text: str) -> None:
    assert asked(text)
    assert not asked(text, thing="停车")
    assert not asked(text, frame="notice")
    assert not asked(text, kind="complaint")


@pytest.mark.parametrize("text", ELSE)
def test_another_question_is_none(text: str) -> None:
    assert not asked(text)


def told(*questions: dict[str, object]) -> tuple[int, int]:
    """The grade and the people of what came of four complaints and these."""
    known = [judged(f"weibo:{n}", n / 10, text=f"停水{n}小时了没人管", keywords=["供水", "没人"]) for n in range(4)]
    base = {"level": 0, "categories": (), "text": "什么时候来水", "keywords": ["供水"], "frame": "question"}
    asking = [judged(f"weibo:q{n}", 1.0 + n, **{**base, **each}) for n, each in enumerate(questions)]  # type: ignore[arg-type]
    found = only(run([*known, *asking]).incidents)
    return found.grade, found.scope.people


def test_the_fifth_who_asks_makes_it_one_of_many() -> None:
    assert told() == (1, 4)
    assert told({}) == (2, 5)
    # one person asks twice, of the power, days later
    assert told({"author": "author of weibo:1"}) == (1, 4)
    assert told({"keywords": ["供电"], "text": "什么时候来电"}) == (1, 4)


def test_by_itself_it_opens_nothing() -> None:
    question = judged(level=0, categories=(), text="什么时候来水", keywords=["供水"], frame="question")
    assert run([question]).incidents == []


def nothing(text: str) -> bool:
    said = judged(categories=("management",), text=text, subject=Subject(project="hz-ygyy", how="group"))
    mention = msgspec.structs.replace(said.mention, group="雅苑业主之家")
    return replies.says_nothing(msgspec.structs.replace(said, mention=mention, place=None))


@pytest.mark.parametrize(
    ("elsewhere", "here"),
    [
        ("打车打不到", "出租车堵门口"),
        ("腰疼得睡不着", "地铁施工吵得睡不着"),
        ("物价又涨了", "车位锁坏了没人修"),
        ("牙疼死了", "油漆味熏得头疼"),
        ("公交太挤了", "公交站牌倒了没人管"),
        ("肚子一直疼", "自来水喝了肚子疼"),
    ],
)
def test_what_is_no_matter_of_a_house_opens_nothing_in_the_chat(elsewhere: str, here: str) -> None:
    assert nothing(elsewhere)
    assert not nothing(here)
