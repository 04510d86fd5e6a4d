"""Who is out and wounded is in danger until somebody says that he is seen to, or that nobody is hurt."""

from __future__ import annotations

import pytest
from dangers import call, ended, last, out
from histories import only, run

from monitor.watch.words import safe

WOUNDED = "3栋电梯困人了，里面有人腿夹伤流血，快来人"


@pytest.mark.parametrize("called", [WOUNDED, "3栋电梯困人了，老人晕倒在里面，快来"])
@pytest.mark.parametrize(
    "said", ["3栋电梯被困业主已救出", "3栋电梯被困业主已救出，正等救护车送医", "3栋电梯被困业主全部脱困"]
)
def test_that_he_is_out_says_nothing_of_his_wound(called, said):
    step = run([call(called), ended(said, harm=False, building="3栋")])
    assert only(last(step)).urgent


@pytest.mark.parametrize(
    "said",
    [
        "3栋电梯被困业主已救出，无人受伤",
        "3栋电梯被困业主已救出，身体状况良好",
        "3栋电梯被困业主已救出送医",
        "3栋电梯被困业主已救出，已移交120",
        "3栋电梯被困人员均已脱困，伤者已送往医院",
        "3栋电梯被困业主已救出，医护人员已检查，无大碍",
    ],
)
def test_who_is_seen_to_or_unhurt_is_out_of_danger(said):
    assert not only(last(run([call(WOUNDED), ended(said, harm=False, building="3栋")]))).urgent


def test_and_who_was_only_shut_in_when_he_is_out():
    shut = call("3栋电梯困人了，老人在里面，快来人")
    assert not only(last(run([shut, ended("3栋电梯被困业主已救出", harm=False, building="3栋")]))).urgent


def test_the_caller_may_say_so_himself():
    assert only(last(run([call(WOUNDED), out("人出来了", 0.5)]))).urgent
    assert not only(last(run([call(WOUNDED), out("人出来了，120接走了", 0.5)]))).urgent
    assert not only(last(run([call(WOUNDED), out("出来了，没事了", 0.5)]))).urgent


@pytest.mark.parametrize(
    "said", ["电梯困人，无人受伤，正在救援", "电梯困人，身体状况良好，等救援", "120送来的人没受伤"]
)
def test_nobody_hurt_is_no_end_by_itself(said):
    assert not safe.says_so(said)


@pytest.mark.parametrize(
    "said", ["被困人员已救出，不知道有没有受伤", "被困人员已救出，等120送医", "已救出，状态不稳定"]
)
def test_who_does_not_know_or_waits_sees_to_nobody(said):
    assert {safe.SAFE, safe.CARE}.isdisjoint(safe.ends(said))
