"""Ends that leave somebody hurt, or somebody behind: what is told of them, and which end nothing."""

from __future__ import annotations

import msgspec
from histories import only, run
from test_watch_edited import harmed
from test_watch_perils import STUCK, call, last, out, rules

from monitor.records import Author

HURT = harmed(call("3栋电梯坠落，一人受伤还困在里面，快来人", level=3))


def company(one):
    author = Author(id="wy", name="海棠溪苑物业服务中心", verified=True, verified_as="organisation")
    return msgspec.structs.replace(one, mention=msgspec.structs.replace(one.mention, author=author))


def ended(text, *, harm=True, hours=0.7, **more):
    more.setdefault("keywords", ["电梯"])
    found = company(out(text, hours, "wy", level=3 if harm else 2, **more))
    return harmed(found) if harm else found


# ---------------------------------------------------------------- it is over, and somebody is hurt


def test_the_company_that_calls_it_over_and_names_who_was_hurt_is_heard():
    step = run([HURT, ended("3栋电梯险情已解除，一名老人骨折送医", building="3栋")])
    assert rules(step) == ["level_3", "said_over"]
    assert "单位12:42称险情已过，有人受伤或送医，待核实" in step.alerts[-1].change
    assert not only(last(step)).urgent


def test_where_nobody_was_hurt_nothing_is_said_of_it():
    step = run([HURT, ended("3栋电梯险情已解除，被困老人已救出，无人受伤", harm=False, building="3栋")])
    assert rules(step)[-1] == "said_over"
    assert "受伤或送医" not in step.alerts[-1].change


def test_who_is_hurt_first_by_the_end_raises_the_grade():
    step = run([STUCK, ended("3栋电梯险情解除，一名老人骨折送医", building="3栋")])
    assert [each.transition for each in step.alerts] == ["opened", "escalated"]
    one = only(last(step))
    assert (one.urgent, one.grade) == (False, 3)


def test_of_what_it_is_over_it_need_not_say():
    step = run([HURT, ended("险情解除，一人骨折送医", keywords=["伤者"])])
    assert "单位称险情已过，有人受伤或送医" in step.alerts[-1].change
    assert only(last(step)).urgent
