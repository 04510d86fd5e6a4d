"""Ends that leave somebody hurt, or somebody behind: what is told of them, and which end nothing."""

from __future__ import annotations

import msgspec
import pytest
from histories import only, run
from test_watch_edited import harmed
from test_watch_perils import STUCK, call, last, out, rules

from monitor.records import Author
from monitor.watch.words import safe

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


# ---------------------------------------------------------------- an office that has ended the search

DROWNS = call("池塘有人落水了，快救人", building=None, keywords=["池塘", "落水"])


def police(text, hours=2.0):
    one = out(text, hours, "gov", level=3, keywords=["池塘", "落水"], signs=["government"])
    return harmed(one)


@pytest.mark.parametrize(
    "text",
    [
        "警情通报：池塘落水者经搜救已打捞上岸，确认死亡，搜救工作结束。",
        "目前现场搜救工作已全部结束，事故造成1人死亡，原因正在调查。",
        "经连夜搜寻，落水者遗体已找到，排除他杀。",
        "消防救援大队到场处置，现场搜救已完成，1人遇难，善后工作正在进行",
        "昨日10时许，一人落水，今晨打捞上岸，已无生命体征",
    ],
)
def test_an_office_whose_search_has_ended_ends_the_urgency_and_not_the_grade(text):
    found = police(text, 20.0 if "昨日" in text else 2.0)
    assert safe.reports_so(text)
    step = run([DROWNS, found])
    one = only(last(step))
    assert (one.urgent, one.grade) == (False, 3)
    assert [each.transition for each in step.alerts if each.transition != "overdue"] == ["opened", "escalated"]


@pytest.mark.parametrize(
    "text",
    [
        "池塘有1人死亡，搜救仍在进行",
        "今日搜救工作结束，明早继续，已造成1人死亡",
        "现场搜救已结束，仍有1人失联，1人死亡",
        "已救出2人，其中1人死亡，搜救工作尚未结束",
        "第一轮搜救结束，未发现失联人员，1人死亡",
        "已致1人死亡，救援力量正赶赴现场",
        "搜救工作结束前请勿靠近，已有1人死亡",
        "经搜救已找到1人，确认死亡，另一人失联",
        "前天一人落水，已打捞上岸，确认死亡",
    ],
)
def test_an_office_that_searches_still_ends_nothing(text):
    one = only(last(run([DROWNS, police(text)])))
    assert (one.urgent, one.grade) == (True, 3)


def test_of_yesterday_an_office_ends_what_was_yesterday():
    text = "昨日一人落水，已打捞上岸，确认死亡"
    assert only(last(run([DROWNS, police(text)]))).urgent


def test_only_an_office_ends_it_by_the_search():
    neighbour = harmed(out("搜救结束了，一人死亡", 2.0, "b", level=3, keywords=["池塘", "落水"]))
    assert only(last(run([DROWNS, neighbour]))).urgent


# ---------------------------------------------------------------- one of several is out


CHILDREN = "我家两个孩子困在电梯里，快来人"
PEOPLE = "3栋电梯里困着好几个人，快来人"
WE = "我和两个孩子困在电梯里，快来人"
FAMILY = "一家四口困在12楼下不来"


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        (CHILDREN, ["儿子出来了"]),
        (CHILDREN, ["老大出来了"]),
        (CHILDREN, ["大的出来了，没事"]),
        (CHILDREN, ["我出来了"]),
        (PEOPLE, ["我妈出来了，没事"]),
        (PEOPLE, ["我出来了"]),
        (PEOPLE, ["两个人出来了"]),
        (WE, ["两个孩子出来了"]),
        (WE, ["我出来了"]),
        (FAMILY, ["我和我妈下来了"]),
        ("母子俩困在电梯里", ["儿子出来了"]),
        ("三个老人困在2号梯里", ["我妈和我爸出来了"]),
    ],
)
def test_one_of_several_who_is_out_ends_nothing(said, ends):
    step = run([call(said), *(out(text, 0.3 + n / 10) for n, text in enumerate(ends))])
    assert only(last(step)).urgent
    assert "said_over" not in rules(step)


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        (CHILDREN, ["两个都出来了"]),
        (CHILDREN, ["两个孩子出来了"]),
        (CHILDREN, ["孩子出来了，谢谢大家"]),
        (CHILDREN, ["儿子和女儿出来了"]),
        (CHILDREN, ["儿子出来了", "女儿也出来了"]),
        (CHILDREN, ["出来了"]),
        (PEOPLE, ["人都出来了，没事了"]),
        (WE, ["我和两个孩子出来了"]),
        (WE, ["我们出来了"]),
        (FAMILY, ["四个人下来了"]),
        (FAMILY, ["全家都下来了"]),
        ("我妈和女儿困在电梯里", ["我妈出来了", "女儿出来了"]),
        ("我妈困在电梯里，外面好几个人在看", ["我妈出来了"]),
        ("困了两个小时了，我妈在电梯里出不来", ["我妈出来了"]),
        ("2号电梯困人，第三次了，我女儿在里面", ["女儿出来了"]),
    ],
)
def test_all_of_several_who_are_out_end_it(said, ends):
    assert not only(last(run([call(said), *(out(text, 0.3 + n / 10) for n, text in enumerate(ends))]))).urgent
