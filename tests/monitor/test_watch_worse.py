"""A danger that becomes worse is told at once, each way once; more of the same is not."""

from __future__ import annotations

import msgspec
import pytest
from histories import judged, run

from monitor.watch.words import menace

RULE = "still_now"


def _call(text, number, *, urgent=True, **more):
    said = judged(f"g:{number}", number / 30, 2, ["safety"], text=text, keywords=["燃气"], urgent=urgent, **more)
    return msgspec.structs.replace(said, place=None)


def _told(*texts):
    return [each.why[0].rule for each in run([_call(text, number) for number, text in enumerate(texts)]).alerts[1:]]


WORSE = [
    ("3栋楼道煤气味很大，快来人", "5楼孩子吐了，煤气味"),
    ("3栋有煤气味", "8楼也有煤气味"),
    ("3栋有煤气味", "煤气味越来越浓了"),
    ("3栋电梯困人，一个老人", "电梯里老人胸口疼，喘不上气"),
    ("3栋配电箱冒烟", "配电箱着了，火很大"),
    ("3栋着火了", "火烧到10楼了"),
    ("井盖没了，快来人围一下", "有人掉井里了"),
    ("地库进水了，车里有人", "水已经到膝盖了，还在涨"),
]


@pytest.mark.parametrize(("first", "then"), WORSE)
def test_the_first_word_that_it_became_worse_is_told(first, then):
    assert _told(first, then) == [RULE]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("3栋楼道煤气味很大，快来人", "3栋楼道煤气味好大啊"),
        ("3栋电梯困人，一个老人", "电梯里还关着那个老人，快来人"),
        ("3栋着火了", "起火了，快叫消防"),
        ("井盖没了，快来人围一下", "井盖还没盖，差点摔了"),
        ("外墙一直在掉瓷砖", "又掉了一块，差点砸到人"),
    ],
)
def test_more_of_the_same_is_not(first, then):
    assert RULE not in _told(first, then)


def test_each_way_is_told_once():
    assert _told("3栋有煤气味", "我家也有煤气味", "6楼也有煤气味", "隔壁也有，孩子吐了", "孩子晕了") == [RULE] * 2


def test_who_only_repeats_or_is_not_in_danger_is_not_heard():
    calm = _call("5楼孩子吐了，煤气味", 1, urgent=False)
    assert len(run([_call("3栋楼道煤气味很大", 0), calm]).alerts) == 1
    relayed = _call("网传5楼孩子吐了，煤气味", 1, signs=["hearsay"])
    assert len(run([_call("3栋楼道煤气味很大", 0), relayed]).alerts) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("物业群里都在吐槽", set()),
        ("煤气味还在", set()),
        ("我家也没闻到", set()),
        ("孩子吐了两次", {"affects"}),
        ("烟进屋了", {"spreads"}),
        ("火势控制不住", {"grows"}),
    ],
)
def test_what_became_worse_is_read_from_the_words(text, found):
    assert menace.turns(text) == found
