"""What is remembered of texts: the latest, bounded by their length, and nothing but what would be found anew."""

from __future__ import annotations

import copy
from typing import Any

from histories import NOON
from hypothesis import given, settings
from hypothesis import strategies as st
from judges import assessor

from monitor.judging.arrival import Arrival
from monitor.records import Author, Mention, Source
from monitor.text.memo import LONGEST, ONCE, Memo

TEXTS = (
    "阳光雅苑3号楼电梯突然坠落，两人受伤被送往医院",
    "我叫张三，住在3栋1703室，电话13800138000，电梯坏了没人修",
    "网传电梯掉下来了，是谣言，已辟谣",
    "物业真好，保安师傅帮忙抬东西",
    "",
)


def test_those_asked_for_longest_ago_make_room() -> None:
    memo: Memo[int] = Memo(room=3 * 150)
    for number in (0, 1, 2) * 2:
        memo.put(number, 100, number)
    assert memo.get(0) == 0
    for _ in range(2):
        memo.put(3, 100, 3)
    assert [memo.get(number) for number in range(4)] == [0, None, 2, 3]
    assert len(memo) == 3


def test_of_what_came_once_nothing_is_kept() -> None:
    memo: Memo[int] = Memo()
    memo.put("said", 10, 1)
    assert (memo.get("said"), len(memo)) == (None, 0)
    memo.put("said", 10, 2)
    assert memo.get("said") == 2


def test_what_came_once_is_forgotten_in_time() -> None:
    memo: Memo[int] = Memo()
    for number in range(2 * ONCE + 1):
        memo.put(number, 10, number)
    memo.put(0, 10, 0)
    assert memo.get(0) is None
    memo.put(2 * ONCE, 10, 1)
    assert memo.get(2 * ONCE) == 1


def test_what_is_very_long_is_not_kept() -> None:
    memo: Memo[int] = Memo()
    for _ in range(2):
        memo.put("long", LONGEST + 1, 1)
    assert memo.get("long") is None


SAID = st.fixed_dictionaries(
    {
        "text": st.sampled_from(TEXTS),
        "title": st.sampled_from((None, "", "阳光雅苑", TEXTS[1])),
        "kind": st.sampled_from(("post", "comment", "article", "complaint")),
        "source": st.sampled_from(("weibo", "douyin", "guba", "hkex", "12345", "news", "toutiao")),
        "project": st.sampled_from((None, None, "hz-ygyy", "sz-jlhy")),
        "group": st.sampled_from((None, "雅苑业主之家")),
        "author": st.sampled_from(
            (None, Author(id="1"), Author(name="人民日报", verified_as="media", followers=10**7))
        ),
    }
)


@given(st.lists(SAID, min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_a_text_that_was_judged_before_is_judged_as_if_it_never_was(said: list[dict[str, Any]]) -> None:
    warm = assessor()
    cold = copy.copy(warm)
    cold._memo = Memo(room=0)
    arrivals = [
        Arrival(
            Mention(id=f"x:{number}", published_at=NOON, **fields), NOON, Source(topic="t", partition=0, offset=number)
        )
        for number, fields in enumerate(said)
    ]
    alone = [result for each in arrivals for result in cold.assess([each])]
    assert warm.assess(arrivals) == alone
    assert warm.assess(arrivals) == alone
    assert warm.assess(arrivals[::-1]) == alone[::-1]
