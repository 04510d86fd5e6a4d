"""Days before yesterday that a text speaks of: by their date, their weekday, or how long ago they were."""

from __future__ import annotations

from datetime import datetime

import pytest

from monitor.times import SHANGHAI
from monitor.watch.words import stated

#: a Wednesday
NOW = datetime(2026, 11, 25, 15, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("一周前，一名清洗工坠亡", 18),
        ("5天前有人坠楼", 20),
        ("三日之前电梯坠落", 22),
        ("11月20日，一名清洗工坠亡", 20),
        ("上周五电梯坠落", 20),
    ],
)
def test_a_day_that_lies_back(text: str, day: int) -> None:
    noon = NOW.replace(day=day, hour=12)
    assert any(begin <= noon <= end for begin, end in stated.before(text, NOW))


@pytest.mark.parametrize(
    "text",
    [
        "昨天有人坠楼",
        "今早电梯坠落",
        "一名清洗工坠亡",
        "目前已送医",
        "一年前电梯坠落",
        "三天前听说有人坠楼",
        "十五天前",
    ],
)
def test_none(text: str) -> None:
    assert not stated.before(text, NOW)
