"""Danger that ends is told once, by whoever may say so; what goes on is never taken for over."""

from __future__ import annotations

import msgspec
import pytest
from histories import act, at, judged, new_fold, run, tick
from hypothesis import given, strategies

from monitor.watch.checkpoint.subjects import Resting, Shelf
from monitor.watch.joining import danger
from monitor.watch.words import safe

STUCK = judged(
    "g:1", 0, 2, ["safety"], text="3栋电梯困人了，我妈在里面", author="son", source="owners_group", urgent=True
)


def _call(text):
    return msgspec.structs.replace(STUCK, mention=msgspec.structs.replace(STUCK.mention, text=text))


LOST, GAS, SPARKS = _call("我家孩子不见了，六岁"), _call("厨房煤气味很大，关不掉"), _call("充电的地方电线冒火花")


def _said(text, hours=0.4, author="son", level=0, **more):
    return judged("g:2", hours, level, [], text=text, author=author, source="owners_group", **more)


OVER = [
    "出来了出来了，消防来撬开的",
    "人出来了，谢谢大家",
    "找到了找到了，跑同学家去了，虚惊一场",
    "看过了，是后厨忘关阀门，关了，没事了",
    "火已经扑灭了，人都没事",
    "火灭了，消防员把我妈背下来的，都平安",
    "劝下来了，警察陪着",
    "维保到了，人救出来了",
    "被困的人已经脱困，没有受伤",
    "我出来了，关了二十分钟",
    "已送医，家属跟着去了",
    "煤气总阀关了，现在没事了",
    "险情已经排除，大家放心",
]
GOES_ON = [
    "还没出来，急死人了",
    "出来了吗？",
    "找到了没得？",
    "火灭了又着了",
    "出来一个，里面还有两个",
    "听说人出来了",
    "还没找到，监控看到他往后门走了",
    "消防正在救，应该快出来了",
    "水都漫出来了",
    "黑烟从三楼冒出来了",
    "孩子爬到阳台外面下来了一半，快来人",
    "找到他的书包了，人没见",
    "阀门关不上，味道越来越大",
    "劝了半天也不肯下来",
    "什么时候能出来",
    "有没有没事的人来帮把手，他在里面",
    "救出来了，人没了",
    "没事吧你们",
]


OF_ITS_KIND = [
    (LOST, "孩子已经平安到家，谢谢邻居们"),
    (LOST, "揾返咗，喺同学屋企"),
    (LOST, "孩子回来了，自己走回来的"),
    (GAS, "阀门已经关好了，正在通风"),
    (SPARKS, "师傅来断了电，车没事"),
]


@pytest.mark.parametrize(("call", "text"), [*((STUCK, each) for each in OVER), *OF_ITS_KIND])
def test_who_raised_it_says_that_it_is_over(call, text):
    step = run([call, _said(text)])
    found = step.alerts[-1]
    assert (found.transition, found.grade, found.urgent) == ("reminded", 2, False)
    assert found.why[0].rule == danger.RULE
    assert "待核实" in found.change
    assert text[:10] in found.change
    assert [each.status for each in step.incidents] == ["open"]


@pytest.mark.parametrize("text", GOES_ON)
def test_what_goes_on_is_not_over(text):
    step = run([STUCK, _said(text)])
    assert len(step.alerts) == 1
    assert step.incidents[0].urgent


def test_somebody_else_cannot_say_so_but_an_office_can():
    stranger = run([STUCK, _said("人出来了", author="neighbour")])
    assert len(stranger.alerts) == 1
    assert stranger.incidents[0].urgent
    office = run([STUCK, _said("被困人员已经救出", author="fire brigade", signs=["government"])])
    assert office.alerts[-1].why[0].rule == danger.RULE
    assert not office.incidents[0].urgent
    assert "待核实" not in office.alerts[-1].change


def test_it_is_told_once_and_again_only_after_somebody_said_that_it_goes_on():
    over = [_said("人出来了"), judged("g:3", 0.5, 0, [], text="都出来了，没事了", author="son")]
    assert [each.transition for each in run([STUCK, *over]).alerts] == ["opened", "reminded"]
    again = judged("g:4", 0.6, 2, ["safety"], text="里面还困着一个，3栋电梯", author="daughter", urgent=True)
    step = run([STUCK, _said("人出来了"), again])
    assert [each.why[0].rule for each in step.alerts[1:]] == [danger.RULE, "urgent_now"]
    assert step.incidents[0].urgent


def test_steps_that_lapse_later_wake_nobody_as_if_life_were_in_danger():
    with_end, without = run([STUCK, _said("人出来了"), tick(3)]), run([STUCK, tick(3)])
    late = [[each for each in step.alerts if each.transition == "overdue"] for step in (with_end, without)]
    assert late[0]
    assert not any(each.urgent for each in late[0])
    assert "险情称已过" in late[0][0].headline
    assert late[1]
    assert all(each.urgent for each in late[1])


def test_what_is_urgent_is_never_told_as_a_small_matter():
    again = judged("g:2", 30, 1, ["safety"], text="3栋电梯又有异响", keywords=["电梯"])
    closed = run([STUCK, act("close", 1, project="hz-ygyy", note="人已救出"), again])
    assert (closed.alerts[-1].transition, closed.alerts[-1].urgent) == ("reopened", False)


def test_an_alarm_does_not_end_itself():
    alarm = judged("g:1", 0, 2, ["safety"], text="有住户喝了水送医院了，大家先别喝", urgent=True, author="son")
    later = msgspec.structs.replace(alarm, arrived_at=at(0.1))
    assert [each.transition for each in run([alarm, later]).alerts] == ["opened"]


def test_a_death_that_an_office_reports_is_told_as_a_death():
    found = judged(
        "w:1",
        0.5,
        3,
        ["casualty"],
        text="湖内发现一名老人，已无生命体征，排除刑事案件",
        signs=["government"],
        keywords=["老人"],
    )
    missing = msgspec.structs.replace(STUCK, keywords=["老人"])
    last = run([missing, found]).alerts[-1]
    assert "险情已过" not in last.change
    assert "无生命体征" in last.headline
    assert not last.urgent


def test_who_tells_of_then_makes_it_no_danger_of_now():
    stuck = judged("g:1", -10, 2, ["safety"], text="3栋电梯困人了", author="son", keywords=["电梯"], urgent=True)
    over = judged("g:2", -9.6, 0, [], text="人出来了", author="son")
    then = judged("x:1", 1, 2, ["safety"], text="今天凌晨3栋电梯困人半小时", keywords=["电梯"], urgent=True)
    now = judged("x:1", 1, 2, ["safety"], text="3栋电梯困着人，快来", keywords=["电梯"], urgent=True)
    assert not run([stuck, over, then]).incidents[0].urgent
    assert any(each.urgent for each in run([stuck, over, now]).incidents)


def test_what_somebody_else_says_of_the_end_is_told_as_that_and_ends_nothing():
    led = judged("x:1", 0.5, 2, ["safety", "legal"], text="人劝下来了，警察带走做工作了", keywords=["电梯"])
    step = run([msgspec.structs.replace(STUCK, keywords=["电梯"]), led])
    assert step.alerts[-1].why[0].rule == danger.RULE
    assert "有人称险情已过，待核实" in step.alerts[-1].change
    assert step.incidents[0].urgent


def test_the_papers_that_report_it_later_raise_no_alarm():
    stuck = msgspec.structs.replace(STUCK, keywords=["电梯"])
    paper = judged(
        "n:1", 2, 2, ["safety"], text="一小区电梯困人，已获关注", source="news", signs=["official_media"],
        keywords=["电梯"], urgent=True,
    )  # fmt: skip
    step = run([stuck, _said("人出来了"), paper])
    assert [each.transition for each in step.alerts][-2:] == ["overdue", "escalated"]
    assert not step.alerts[-1].urgent


@pytest.mark.parametrize(
    "said",
    [
        "我出来了，我妈没下来",
        "弟弟救出来了，姐姐没得声音",
        "找到了，他的书包在河边",
        "火灭了，烟太大我们下不去",
        "阀门关了，味道更大了",
    ],
)
def test_who_is_left_behind_is_in_danger_still(said: str) -> None:
    assert not safe.says_so(said)


def test_a_neighbour_who_is_home_ends_no_danger() -> None:
    heard = _call("3栋电梯里有人喊救命")
    assert run([heard, _said("我到家了，回来了")]).incidents[0].urgent
    assert not run([LOST, _said("孩子自己回来了")]).incidents[0].urgent


@pytest.mark.parametrize("way", [words for _, words in safe._WAYS], ids=[kind for kind, _ in safe._WAYS])
@given(data=strategies.data())
def test_no_way_of_saying_that_it_is_over_ends_at_the_first_look(way: str, data: strategies.DataObject) -> None:
    said = data.draw(strategies.from_regex(way))
    assert safe._ANY.search(said) is None or safe._PERHAPS.search(said) is not None


@pytest.mark.parametrize(
    "said", ["我下班回来就看见", "快递送到门口", "找到物业办公室", "注意用电安全意识", "电梯停运三天"]
)
def test_words_that_stand_in_any_text_end_at_the_first_look(said: str) -> None:
    assert safe._PERHAPS.search(said) is None


@pytest.mark.parametrize("bait", ["刚", "被成功", "已", "全部", "都", "火都", "气被", "闸断好"])
def test_repeated_words_are_read_at_once(bait: str) -> None:
    # tried in every way of splitting them, forty would not end today
    assert not safe.says_so("阳光雅苑，" + bait * 4000 + "到")


def test_one_of_several_who_called_ends_nothing():
    other = judged("g:3", 0.2, 2, ["safety"], text="另一个电梯我妈也出不来", author="daughter", urgent=True)
    assert run([STUCK, other, _said("我出来了")]).incidents[0].urgent


@pytest.mark.parametrize(
    "said",
    [
        {
            "source": "hotline",
            "kind": "complaint",
            "text": "3栋电梯上个月困人，人出来了，没有一句道歉",
            "author": "citizen",
        },
        {"source": "hotline", "kind": "complaint", "text": "3栋电梯的人出来了", "author": "citizen"},
        {"text": "3栋电梯困人演练圆满结束，被困人员已救出", "author": "son"},
        {"text": "昨天3栋电梯的人出来了", "author": "son"},
    ],
)
def test_a_call_to_a_desk_a_drill_and_another_day_end_nothing(said):
    stuck = msgspec.structs.replace(STUCK, keywords=["电梯"])
    assert run([stuck, judged("h:1", 0.4, 0, [], keywords=["电梯"], **said)]).incidents[0].urgent


def test_a_denial_of_what_was_heard_ends_no_danger_that_somebody_is_in():
    stuck = msgspec.structs.replace(STUCK, keywords=["电梯"])
    heard = judged(
        "w:1", 0.1, 3, ["casualty", "rumor"], text="听说3栋电梯摔死了人", signs=["hearsay"], keywords=["电梯"]
    )
    denied = judged(
        "w:2", 0.3, 0, [], text="3栋电梯摔死人系谣言", signs=["denial", "denied_by_government", "government"],
        keywords=["电梯"],
    )  # fmt: skip
    step = run([stuck, heard, denied])
    [mine] = [each for each in step.incidents if "g:1" in {quoted.mention_id for quoted in each.evidence}]
    assert mine.urgent


def test_a_danger_whose_incident_rests_is_ended_too():
    fold = new_fold()
    fold.book.shelf = Shelf(warm=-1, looked_at=0)
    fold.apply(STUCK, 0)
    fold.book.shelf.tidy()
    assert {type(each) for state in fold.book.subjects.values() for _, each in state.incidents.outlines()} == {Resting}
    fold.apply(_said("人出来了，谢谢大家"), 1)
    assert fold.collect().alerts[-1].why[0].rule == danger.RULE
