"""Ends that are of somebody elsewhere: of another lift, or of none, and of another house."""

from __future__ import annotations

from itertools import permutations

import msgspec
import pytest
from dangers import call, ended, last, out
from histories import NOON, new_fold, only, run

from monitor.watch.joining import danger
from monitor.watch.words import perils, safe, victims


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


# ---------------------------------------------------------------- of two dangers in one incident


def _two(first, second, end):
    """The calls that stand after one end of the company, of two that name one word alike and no place."""
    one = call(first, building=None, keywords=["快来", "救人"])
    other = call(second, 0.1, "b", building=None, keywords=["快来", "救人"])
    step = run([one, other, _out_of_it(end, building=None, keywords=["快来"])])
    return only(last(step)).urgent, [each.change for each in step.alerts if each.why[0].rule == "said_over"]


@pytest.mark.parametrize(
    ("first", "second", "end"),
    [
        ("孩子掉湖里了，快来人", "老人摔倒了，头在流血", "落水儿童已送医"),
        ("孩子掉湖里了，快来人", "老人摔倒了，头在流血", "摔倒老人已送医"),
        ("老太太被车撞了，躺在地上", "有个孩子晕倒了，没反应", "被撞老人已送医"),
        ("我被困在车库里出不去，快来人", "电梯困人了，快来救", "电梯被困业主已救出"),
        ("我妈被锁在卫生间里出不来", "2号梯困人了", "电梯被困人员已全部救出"),
        ("有个女的晕倒了，快来人", "门口一个男的晕倒了，没反应", "晕倒女子已送医"),
        ("有小孩挂在窗外，快来人", "垃圾房着火了，好大烟", "明火已扑灭，无人员伤亡"),
        ("孩子锁车里了，脸都红了", "货梯困人了", "货梯被困人员已救出"),
    ],
)
def test_an_end_that_names_one_danger_leaves_the_other_and_says_so(first, second, end):
    urgent, told = _two(first, second, end)
    assert urgent
    assert "另有人求助未了" in told[-1]


@pytest.mark.parametrize(
    ("first", "second", "end"),
    [
        ("孩子掉湖里了，快来人", "老人摔倒了，头在流血", "落水儿童和摔倒老人均已送医"),
        ("孩子掉湖里了，快来人", "小孩没呼吸了，快叫救护车", "落水儿童已送医"),
        ("孩子掉湖里了，快来人", "救命啊，快来人", "落水儿童已送医"),
        ("孩子掉湖里了，快来人", "人捞上来了没呼吸，快叫救护车", "落水儿童已送医"),
        ("泳池有孩子溺水了", "小孩没心跳了，快来", "溺水儿童已送医"),
        ("有人拿刀砍人，快来", "好几个孩子被砍伤了", "持刀男子已被制服，受伤儿童已全部送医"),
        ("电梯困人了，快来救", "里面有人出不来，快来", "电梯被困业主已救出"),
        ("门口有人倒在地上", "有个老太太摔了，腿断了", "摔倒老人已送医"),
        ("大堂有人拿刀捅人", "一个女的倒在血泊里", "持刀男子已被制服，伤者已送医"),
    ],
)
def test_two_who_call_for_one_danger_are_both_meant(first, second, end):
    assert not _two(first, second, end)[0]


LIFT_AND_FALL = ("3栋电梯困人了，快来人", "3栋楼下老人摔倒了，头在流血，快来人")


def _standing(first, second, end, building=None, *, late=0.0):
    """Whose calls stand behind it: a, b. `late`: so many hours after they were made the calls are read."""
    calls = [
        call(text, late + n / 10, "ab"[n], building=building, keywords=["快来"], published=n / 10)
        for n, text in enumerate((first, second))
    ]
    over = _out_of_it(end, building=building, keywords=["快来"])
    fold = new_fold()
    for offset, each in enumerate([over, *calls] if late else [*calls, over]):
        fold.apply(each, offset)
    incidents = fold.book.subjects["hz-ygyy"].incidents.values()
    return "".join(sorted(each.person for incident in incidents for each in danger.standing(incident)))


@pytest.mark.parametrize(
    ("first", "second", "end", "building", "left"),
    [
        (*LIFT_AND_FALL, "老人已送医", None, "a"),
        (*LIFT_AND_FALL, "3栋受伤业主已送医", "3栋", "a"),
        (*LIFT_AND_FALL, "3栋被困业主已救出", "3栋", "b"),
        ("我被困在车库里出不去，快来人", "电梯困人了，快来人", "被困业主已救出", None, "ab"),
        ("我被困在车库里出不去，快来人", "电梯困人了，快来人", "两处被困业主均已救出", None, ""),
        ("电梯困人了，快来人", "有老人困在里面，出不来，快来人", "被困老人已救出", None, ""),
    ],
)
def test_an_end_that_says_no_more_than_whom_is_of_the_one_who_called_so(first, second, end, building, left):
    assert _standing(first, second, end, building) == left


IN_ONE = {
    "孩子掉湖里了，快来人": "落水儿童已被救出送医",
    "孩子被锁在车里了，快来人": "车内被困儿童已救出",
    "电梯困人了，快来人": "电梯被困业主已救出",
    "我妈被锁在卫生间里出不来": "卫生间被困老人已救出",
    "老人摔倒了，头在流血": "摔倒老人已送医",
    "有个女的在楼顶要跳楼，快来人": "轻生女子已被劝下",
    "煤气味好大，快来人": "燃气泄漏险情已排除",
    "老太太心脏病犯了，喘不上气": "突发心脏病老人已送医",
    "瓷砖掉下来砸到人了，满头是血": "被砸伤业主已送医",
    "着火了，好大的烟，快来人": "火已扑灭，无人受伤",
    "一个老太太被车撞了，躺在地上不动": "被撞老人已送医",
    "墙塌了，有工人被埋在里面，快救人": "被埋工人已救出送医",
}


@pytest.mark.parametrize(("mine", "theirs"), list(permutations(IN_ONE, 2)))
def test_each_end_is_of_its_own_danger(mine, theirs):
    assert "b" in _standing(mine, theirs, IN_ONE[mine])
    assert "a" in _standing(theirs, mine, IN_ONE[mine])
    assert "b" in _standing(mine, theirs, IN_ONE[mine], late=0.8)


@pytest.mark.parametrize("called", IN_ONE)
def test_and_ends_that(called):
    assert _standing(called, called, IN_ONE[called]) == ""
    assert _standing(called, called, IN_ONE[called], late=0.8) == ""


def test_who_does_not_say_in_which_of_two_dangers_he_is_was_not_meant():
    calls = [
        call("孩子掉湖里了，快来人", building=None, keywords=["快来"]),
        call("救命啊，快来人", 0.05, "c", building=None, keywords=["快来"]),
        call("老人摔倒了，头在流血", 0.1, "b", building=None, keywords=["快来"]),
    ]
    ends = [
        _out_of_it(text, 0.7 + n / 5, building=None, keywords=["快来"], id=f"g:end{n}")
        for n, text in enumerate(("落水儿童已送医", "摔倒老人已送医"))
    ]
    assert only(last(run([*calls, *ends]))).urgent


@pytest.mark.parametrize(
    ("called", "ended_", "another", "vague"),
    [
        ("孩子掉湖里了", "落水儿童已送医", False, False),
        ("有人掉湖里了", "落水儿童已送医", False, False),
        ("大爷晕倒了", "落水儿童已送医", True, False),
        ("有人晕倒了", "落水儿童已送医", True, False),
        ("我儿子被困了", "被困男子已救出", False, False),
        ("两个老人困在3号梯", "电梯被困业主已救出", False, False),
        ("电梯停在地库，人出不来", "电梯被困业主已救出", False, False),
        ("地库里有人出不来", "车库被困业主已救出", False, False),
        ("有个女的要跳楼", "轻生男子已劝下", True, False),
        ("一个老头在楼顶外面", "轻生男子已劝下", False, False),
        ("大爷在健身区摔了一跤", "晕倒老人已送医", False, False),
        ("楼道有烟，出不去", "被困人员已救出", False, False),
        ("快来人啊", "电梯被困业主已救出", False, True),
        ("孩子噎住了，脸发紫", "落水儿童已送医", True, False),
        ("有人被车撞了，躺着不动", "车库被困业主已救出", True, False),
        ("瓷砖砸到人了", "车库被困业主已救出", True, False),
        ("有人困在车库出不来", "被砸伤业主已送医", True, True),
    ],
)
def test_what_has_befallen_whom(called, ended_, another, vague):
    said, end = victims.about(called), victims.of_end(ended_)
    assert (victims.another(end, said), victims.vague(end, said)) == (another, vague)


def test_state_of_before_names_nobody():
    peril, end = perils.Peril(["shut"], about=["how:lift"]), perils.End("", NOON, ["out"], about=["how:lift"])
    for each, since in ((peril, 1), (end, 3)):
        older = msgspec.json.encode(msgspec.to_builtins(each)[:-since])
        assert msgspec.json.decode(older, type=type(each)).about == []
        assert msgspec.json.decode(msgspec.json.encode(each), type=type(each)) == each


def test_of_two_houses_in_one_incident_only_the_one_that_is_named_is_out():
    both = [call("2栋电梯困人了", building="2栋"), call("3栋电梯也困人了", 0.1, "b", building="3栋")]
    first, second = (
        _out_of_it(f"{house}的出来了", 0.5 + n / 5, building=house, id=f"g:e{n}")
        for n, house in enumerate(("3栋", "2栋"))
    )
    assert [each.urgent for each in last(run([*both, first]))].count(True) == 1
    assert not any(each.urgent for each in last(run([*both, first, second])))


@pytest.mark.parametrize("said", ["3栋的出来了", "2号梯的人出来了", "5号楼的那个下来了"])
def test_who_is_out_may_be_told_by_his_house(said):
    assert safe.says_so(said)
    assert not safe.says_so(f"{said}吗")


LAKE = call("2栋边上的湖里有个小孩掉水里了，快救人", keywords=["落水"], building="2栋")
LEDGE = call("5栋楼顶有个女的要跳楼，快报警", 0.1, "b", building="5栋", keywords=["轻生"])


@pytest.mark.parametrize(
    ("said", "lake", "ledge"),
    [
        ("落水男孩已救上岸，送医检查；轻生女子已被成功劝下", False, False),
        ("轻生女子已被成功劝下，落水男孩已救上岸并送医", False, False),
        ("落水男孩已救上岸送医，跳楼女子情绪激动", False, True),
        ("落水男孩已救上岸，送医检查", False, True),
        ("轻生女子已被成功劝下", True, False),
    ],
)
def test_what_one_clause_calls_over_is_not_what_another_one_names(said, lake, ledge):
    told = out(said, 0.5, "gov", level=2, signs=["government"], keywords=["落水", "轻生"])
    found = {each.place.building: each.urgent for each in last(run([LAKE, LEDGE, told]))}
    assert found == {"2栋": lake, "5栋": ledge}


@pytest.mark.parametrize(
    ("said", "hows"),
    [
        ("落水男孩已救上岸，跳楼女子情绪激动", ["how:water"]),
        ("楼顶有女子要跳楼，民警到场后女子已安全返回", ["how:ledge"]),
        ("5栋起火，被困老人已救出", ["how:fire"]),
    ],
)
def test_a_clause_that_names_how_it_was_and_no_end_counts_where_no_other_does(said, hows):
    assert sorted(victims.hows(victims.over(said, safe.reported))) == hows


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("7栋摔倒老人已由120送医", safe.CARE),
        ("电梯内受伤业主已由救护车接走，电梯停用", safe.CARE),
        ("伤者均由120送往医院救治", safe.CARE),
        ("老人已由家属送医", safe.CARE),
        ("天台女子已被民警安全救下", safe.DOWN),
        ("男子已被消防成功救下", safe.DOWN),
        ("8栋的三个人都出来了", safe.OUT),
    ],
)
def test_who_took_him_there_stands_between(said, end):
    assert safe.says_so(said)
    assert end in safe.ends(said)


@pytest.mark.parametrize(
    "said",
    ["老人已由120送医吗", "没能成功救下", "未能安全救下", "谁能把他安全救下来", "还没被120送走，快来", "等120送医",
     "孩子已被家人接走了", "电瓶车已由物业送去维修", "已由家属送回家", "8栋的三个人都出来了吗"],
)  # fmt: skip
def test_and_who_is_still_to_be_taken_there_is_not_seen_to(said):
    assert not safe.says_so(said)


@pytest.mark.parametrize(
    ("said", "over"),
    [
        ("孩子找到了，谢谢大家", True),
        ("人已经劝下来了", False),
        ("出来了", False),
        ("鞋子找到了，在湖边", False),
    ],
)
@pytest.mark.parametrize("called", ["孩子找不到了，男孩7岁，最后在南门", "儿子刚才在花园玩，一转眼找不着了"])
def test_who_cannot_be_found_is_lost_until_he_is(called, said, over):
    assert only(last(run([call(called, keywords=["走失"]), out(said, 0.5)]))).urgent is not over


def test_who_is_shut_in_and_finds_nobody_is_not_lost():
    stuck = call("孩子困在电梯里，物业的人找不到了", keywords=["电梯"])
    assert only(last(run([stuck, out("人找到了", 0.5)]))).urgent
    assert not only(last(run([stuck, out("孩子出来了", 0.5)]))).urgent


BURNS = call("9栋着火了，好大的烟，我家老人下不来", 0.0, "f", building="9栋", keywords=["着火"])


@pytest.mark.parametrize(
    ("other", "two"),
    [
        (LEDGE, True),
        (call("10栋也有烟，浓烟滚滚", 0.1, "g", building="10栋", keywords=["浓烟"]), False),
        (call("楼顶有个女的要跳楼", 0.1, "g", building=None, keywords=["轻生"]), False),
        (call("快来人啊，救命", 0.1, "g", building="10栋", keywords=[]), False),
    ],
)
def test_two_dangers_in_two_houses_are_two(other, two):
    folds = (new_fold(), new_fold())
    for fold, said in zip(folds, (BURNS, other), strict=True):
        fold.apply(said, 0)
    ours, theirs = (next(iter(fold.book.subject("hz-ygyy").incidents.values())) for fold in folds)
    assert danger.are_two(ours, theirs) is two
