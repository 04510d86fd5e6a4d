"""Ends that are of somebody elsewhere: of another lift, or of none, and of another house."""

from __future__ import annotations

import pytest
from dangers import call, ended, last
from histories import only, run


def _out_of_it(text, hours=0.7, **more):
    return ended(text, harm=False, hours=hours, **more)


@pytest.mark.parametrize(
    "called", ["车库进水了，有人困在车里出不来", "孩子被锁在车里出不来，快来人", "工人掉进化粪池被困了，快救人"]
)
def test_that_somebody_is_out_of_a_lift_says_nothing_of_who_is_shut_in_elsewhere(called):
    shut = call(called, building=None, keywords=["被困"])
    lift = _out_of_it("电梯被困业主已救出", building=None, keywords=["电梯", "被困"])
    again = _out_of_it("电梯被困业主已安全救出", 0.9, building=None, keywords=["电梯", "被困"], id="g:again")
    assert only(last(run([shut, lift, again]))).urgent
    assert not only(last(run([shut, _out_of_it("被困业主已救出", building=None, keywords=["被困"])]))).urgent


@pytest.mark.parametrize("called", ["2号梯困了三个人", "货梯里困人了，快来人", "电梯困人了"])
def test_however_the_lift_is_called_it_does(called):
    lift = _out_of_it("电梯被困业主已救出", building=None, keywords=["电梯", "被困"])
    shut = call(called, building=None, keywords=["困了"])
    assert not only(last(run([shut, lift]))).urgent
    late = call(called, 0.9, published=0.0, building=None, keywords=["困了"])
    assert not any(each.urgent for each in last(run([lift, late])))


def test_who_calls_from_another_house_and_is_read_behind_the_end_of_the_first_was_not_meant():
    lift = _out_of_it("电梯被困业主已救出", building=None, keywords=["电梯", "被困"])
    late = call("9栋电梯困人了，我妈在里面", 0.9, "b", published=0.1, building="9栋")
    step = run([call("3栋电梯困人了"), lift, late])
    assert sorted(each.urgent for each in last(step)) == [False, True]
    again = call("3栋电梯里还有我妈，困住了", 0.9, "b", published=0.1)
    assert not any(each.urgent for each in last(run([call("3栋电梯困人了"), lift, again])))


def test_that_a_child_is_out_of_the_lake_says_nothing_of_who_lies_elsewhere():
    lake = call("小孩掉湖里了，快救人", building=None, keywords=["救人"])
    lies = call("3栋楼下老人摔骨折了，动不了", 0.1, "b", keywords=["救人"])
    taken = _out_of_it("落水儿童已送医", building=None, keywords=["落水"])
    assert only(last(run([lake, lies, taken]))).urgent
    assert not only(last(run([lake, taken]))).urgent
