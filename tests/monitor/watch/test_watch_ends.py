"""Ends that leave somebody hurt, or somebody behind: what is told of them, and which end nothing."""

from __future__ import annotations

import pytest
from dangers import STUCK, call, ended, harmed, last, office, out, rules
from histories import only, run

from monitor.watch.words import safe

HURT = harmed(call("3栋电梯坠落，一人受伤还困在里面，快来人", level=3))


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


# ---------------------------------------------------------------- what the company and offices report


FIVE = call("3栋电梯困了5个人，快来人")


KNIFE = call("3栋有人拿刀砍人，快报警", keywords=["砍人"])


LEAK = call("3栋煤气泄漏，头晕，快来人", keywords=["煤气"])


LEAP = call("3栋楼顶有人要跳，快来人", keywords=["楼顶"])


@pytest.mark.parametrize(
    ("first", "end"),
    [
        (FIVE, ended("3栋电梯困人，已救出3人", harm=False, building="3栋")),
        (FIVE, ended("3栋电梯困人，已救出5人，救援进行中", harm=False, building="3栋")),
        (FIVE, office("3栋电梯已救出2名被困人员", keywords=["电梯"])),
        (KNIFE, office("3栋持刀伤人嫌疑人在逃，两名伤者已送医院", keywords=["砍人"])),
        (KNIFE, office("正在抓捕嫌疑人，一名同伙已被控制", keywords=["砍人"])),
        (LEAK, ended("3栋煤气泄漏，阀门已关闭，正在抢修", harm=False, building="3栋", keywords=["煤气"])),
    ],
)
def test_what_is_reported_of_a_part_ends_nothing(first, end):
    step = run([first, end])
    assert only(last(step)).urgent
    assert "said_over" not in rules(step)


@pytest.mark.parametrize(
    ("first", "end"),
    [
        (FIVE, ended("3栋电梯困人，5名被困人员全部救出", harm=False, building="3栋")),
        (FIVE, ended("3栋电梯已救出5人，恢复运行", harm=False, building="3栋")),
        (FIVE, ended("3栋电梯已恢复运行，乘客已安全离开", harm=False, building="3栋")),
        (KNIFE, office("3栋持刀伤人嫌疑人已被抓获，案件正在侦办", keywords=["砍人"])),
        (LEAK, ended("3栋阀门已关闭，两名居民不适", harm=False, building="3栋", keywords=["煤气"])),
        (LEAP, office("3栋轻生女子已被成功劝下", keywords=["楼顶"])),
        (LEAP, ended("一人坠亡，险情解除", building="3栋", keywords=["楼顶"])),
    ],
)
def test_what_is_reported_of_all_ends_it(first, end):
    assert not only(last(run([first, end]))).urgent


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("持刀的被警察抓走了", True),
        ("警察把人制服了", True),
        ("保安控制住了我", False),
        ("警察抓住了吗", False),
        ("警察来了又走了", False),
        ("孩子们也下来了，谢谢消防", True),
        ("他已离开小区", False),
        ("瓷砖都下来了", False),
    ],
)
def test_more_words_of_an_end(text, over):
    assert safe.says_so(text) is over


def test_an_edit_by_which_somebody_is_hurt_is_told_once():
    text = "3栋电梯困人了，我妈在里面。更新：人救出来了，一人骨折，送医院了"
    hurt = harmed(call(text, 0.7, id="w:1", level=3, urgent=False, published=0.0))
    step = run([call("3栋电梯困人了，我妈在里面", id="w:1"), hurt])
    assert [each.transition for each in step.alerts if each.transition != "overdue"] == ["opened", "escalated"]
    assert not only(last(step)).urgent


# ---------------------------------------------------------------- an office says of a fire that it is out

BURNS = call("地下车库着火了，浓烟滚滚，快来人", building=None, keywords=["车库", "浓烟"])


@pytest.mark.parametrize("text", ["阳光雅苑的火已经灭了，没有人员伤亡", "火势已熄", "阳光雅苑明火已全部熄灭"])
def test_whose_fire_is_out_need_name_nothing_but_the_fire(text):
    step = run([BURNS, out(text, 1.5, "gov", level=0, keywords=[], signs=["government"], building=None)])
    assert rules(step)[-1] == "said_over"
    assert not only(last(step)).urgent


@pytest.mark.parametrize("text", ["阳光雅苑的火还没灭", "火灭不了", "火已灭后复燃，正在扑救"])
def test_whose_fire_is_not_out_ends_nothing(text):
    step = run([BURNS, out(text, 1.5, "gov", level=0, keywords=[], signs=["government"], building=None)])
    assert only(last(step)).urgent


def test_a_fire_that_is_out_ends_no_other_danger():
    stuck = call("电梯困人了，快来人", building=None, keywords=["电梯"])
    step = run([stuck, out("火已经灭了", 1.5, "gov", level=0, keywords=[], signs=["government"], building=None)])
    assert only(last(step)).urgent


# ---------------------------------------------------------------- who was searched for and is not found


@pytest.mark.parametrize(
    "text",
    [
        "现场搜救结束，救出4人，2人下落不明",
        "池塘打捞工作结束，未打捞到人员",
        "搜救工作结束，未发现落水老人",
        "搜救行动结束，未找到落水者",
        "打捞工作结束，未果",
        "搜救工作结束，2名工人失踪",
        "搜寻工作结束，没有发现孩子踪迹",
        "搜救工作已完成，一无所获",
        "搜救结束，3人生死不明",
    ],
)
def test_a_search_that_found_nobody_ends_nothing(text):
    assert only(last(run([DROWNS, police(text)]))).urgent


@pytest.mark.parametrize(
    "text",
    [
        "搜救工作结束，1人死亡",
        "搜救工作结束，6人全部救出，未发现其他被困人员",
        "现场搜救结束，未发现其他人员被困",
        "搜救工作已结束，失联人员已找到，身体无碍",
        "搜救工作结束，失踪人员遗体已打捞上岸",
        "现场救援结束，未发现人员伤亡",
    ],
)
def test_a_search_behind_which_nobody_is_missing_ends_it(text):
    assert not only(last(run([DROWNS, police(text)]))).urgent


# ---------------------------------------------------------------- nobody has done it yet


@pytest.mark.parametrize(
    "text",
    [
        "楼顶的人，谁去劝下来", "楼顶那个劝下来没有啊", "楼顶那个劝下来了么", "楼顶那位今天劝下来明天还得上去",
        "楼顶那个我赌十块能劝下来", "楼顶那个得劝下来", "楼顶那个劝了半天劝下来难", "风越来越大，快劝下来",
        "火灭了告诉我", "火灭了我就回去", "等火灭了再上去", "麻烦物业派人救出来", "你们去把孩子抱出来",
        "孩子找到了没", "人救出来了吧", "孩子出来了说一声", "赶紧把人救出来",
    ],
)  # fmt: skip
def test_what_is_asked_waited_for_or_still_to_come_is_no_end(text):
    assert not safe.says_so(text)


@pytest.mark.parametrize(
    "text",
    [
        "楼顶那个工人劝下来了", "人被劝下来了，虚惊一场", "火灭了，大家放心", "老人得救了", "终于劝下来了",
        "门开了，人出来了，告诉大家一声", "没什么，人出来了", "孩子回来了，一点事没有", "请大家放心，孩子找到了",
        "好不容易劝下来了，没事了", "里面的人都出来了，没有人受伤", "阀门关好了，没味了",
        "人出来了，还要去医院检查", "人出来了，明天再找物业算账", "消防很快把人救出来，没事了",
        "明火已扑灭，未发现人员被困",
    ],
)  # fmt: skip
def test_what_is_done_is_one(text):
    assert safe.says_so(text)


@pytest.mark.parametrize(
    ("text", "safely"),
    [
        ("火灭了，不知道有没有人员被困", False),
        ("火已扑灭，有没有人员伤亡", False),
        ("火已经灭了，没人员伤亡，孩子在里面", False),
        ("火已扑灭，无人员伤亡", True),
    ],
)
def test_who_does_not_know_says_of_nobody_that_he_is_out(text: str, safely: bool) -> None:
    assert (safe.SAFE in safe.ends(text)) is safely
