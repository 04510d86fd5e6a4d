"""Where it was, put right by whoever joins: one event goes on at the right place, and what is another stays apart."""

from __future__ import annotations

import msgspec
import pytest
from histories import judged, run

from monitor.records import Place
from monitor.watch.joining import correcting


def _said(text, number, building, *, author="son", level=2, urgent=True, **more):
    found = judged(
        f"g:{number}", number / 20, level, ["safety"] if level else [], text=text, author=author, urgent=urgent, **more
    )
    return msgspec.structs.replace(found, place=Place(building=building), objects=more.pop("objects", []))


FIRE = msgspec.structs.replace(_said("5栋着火了，有孩子在里面", 0, "5栋", keywords=["火情"]), objects=["火情"])


def _of(second):
    """How many incidents there are, the rules that were told, and the place of the first."""
    step = run([FIRE, second])
    first = step.incidents[0]
    return len(step.incidents), [each.why[0].rule for each in step.alerts[1:]], first.place.building


@pytest.mark.parametrize(
    ("text", "author", "level"),
    [
        ("说错了，是3栋不是5栋，孩子还在里面", "son", 3),
        ("是3栋不是5栋，孩子还在里面", "neighbour", 2),
        ("是3栋着火，刚才写错了", "son", 2),
        ("打错了，3栋，不是5栋", "son", 0),
        ("更正，是3栋，快去3栋", "son", 0),
        ("更正一下是3栋，味道越来越大", "son", 0),
        ("错了错了是3栋不是5栋，孩子还没下来", "neighbour", 0),
    ],
)
def test_what_puts_the_place_right_is_of_the_event(text, author, level):
    incidents, rules, place = _of(_said(text, 1, "3栋", author=author, level=level, urgent=level == 2))
    assert (incidents, place) == (1, "3栋")
    assert correcting.RULE in rules
    assert run([FIRE, _said(text, 1, "3栋", author=author, level=level)]).incidents[0].urgent


@pytest.mark.parametrize(
    ("text", "author", "level"),
    [
        ("3栋也着火了，不是5栋那起", "neighbour", 2),
        ("我说错了，3栋也着火了", "son", 2),
        ("3栋有人拿刀砍人，不是5栋", "neighbour", 2),
        ("是3栋着火，刚才写错了", "neighbour", 2),
        ("3栋是安全的，5栋的火没有烧过去，刚才有人说错了", "son", 2),
    ],
)
def test_what_is_of_another_event_or_of_another_author_moves_nothing(text, author, level):
    incidents, rules, _ = _of(_said(text, 1, "3栋", author=author, level=level))
    assert incidents == 2
    assert correcting.RULE not in rules


@pytest.mark.parametrize("text", ["刚才写错了，快递放在3栋", "账单写错了，我住3栋"])
def test_a_slip_in_something_else_moves_nothing(text):
    incidents, rules, place = _of(_said(text, 1, "3栋", level=0, urgent=False))
    assert (incidents, rules, place) == (1, [], "5栋")


def test_another_thing_at_another_place_is_not_put_right():
    lift = msgspec.structs.replace(
        _said("8栋电梯困人了，不是5栋，我妈在里面", 1, "8栋", author="neighbour"), objects=["电梯"]
    )
    assert _of(lift)[0] == 2
