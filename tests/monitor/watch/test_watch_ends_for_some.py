"""Ends for some of those in danger: whoever is still shut in, struck, buried or at the other place is called for on."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from dangers import call, ended, harmed, last, office, out, rules
from histories import only, run

from monitor.records import Place
from monitor.watch.words import perils, safe, whereabouts, whose

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


# ---------------------------------------------------------------- whom it has struck already


@pytest.mark.parametrize(
    ("called", "said"),
    [
        ("大堂有人拿刀捅人，一个女的倒在血泊里", "持刀男子已被制服"),
        ("3栋楼下漏电，一个小孩触电倒在水里，没反应", "3栋电源已全部切断，正核查原因"),
        ("车库漏电，有人被电倒了，别下去", "车库电源已切断"),
        ("煤气味好大，我妈晕倒在厨房了", "燃气阀门已关闭"),
    ],
)
def test_that_it_is_off_or_held_ends_nothing_for_whom_it_has_struck(called, said):
    step = run([call(called), ended(said, harm=False, building="3栋")])
    assert only(last(step)).urgent
    step = run([call(called), ended(f"{said}，伤者已送医", harm=False, building="3栋")])
    assert not only(last(step)).urgent


@pytest.mark.parametrize(
    ("called", "said"),
    [("有人拿刀在大堂追人，快来人", "持刀男子已被警察制服"), ("车库漏电，水里冒火花，快来人", "车库电源已全部切断")],
)
def test_and_where_it_has_struck_nobody_it_is_over(called, said):
    step = run([call(called), office(said, keywords=["电梯"])])
    assert not only(last(step)).urgent


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3名被困人员已脱困", 3), ("3名被困人员已成功救出送医", 3), ("被困人员中3人已获救", 3),
        ("三名工人已救出2名", 2), ("已救出一对母子", 2), ("已转移8名老人", 8), ("2名儿童已被消防员抱出", 2),
        ("已救出3人", 3), ("两人中一人已救出", 1), ("5名被困人员全部脱困", 0), ("被困人员均已救出", 0),
        ("险情已解除", 0), ("3号楼电梯已恢复", 0), ("12日已转移办公室", 0),
    ],
)  # fmt: skip
def test_how_many_are_out_by_a_notice(text, number):
    assert whose.got_out(text) == ([f"several:{number}"] if number else [])


def test_a_part_that_is_out_ends_nothing_for_the_others():
    buried = call("塌了一块，5个工人被埋在里面，快救人")
    step = run([buried, ended("3名被困人员已脱困", harm=False, building="3栋")])
    assert only(last(step)).urgent
    step = run([buried, ended("5名被困人员已全部脱困", harm=False, building="3栋")])
    assert not only(last(step)).urgent


@pytest.mark.parametrize("text", ["3栋煤气阀门关了没有啊", "火灭了么", "人出来了吗大家", "阀门关了没呀"])
def test_who_asks_calls_nothing_over(text):
    assert not safe.says_so(text)


def test_another_one_with_a_knife_is_one_more():
    assert whose.another("又一个拿刀的从B栋出来了")
    assert not whose.another("又看到一个拿快递的")


def _read_first(end, call_):
    """The end opens the incident, and the call of before is read a minute later."""
    late = msgspec.structs.replace(call_, arrived_at=end.arrived_at + timedelta(minutes=1))
    return only(last(run([end, late])))


def test_an_end_that_is_read_first_ends_no_more_than_one_read_in_order():
    def talked_down(keywords):
        text = "经民警劝说，一名女子已被成功劝下，送医"
        return harmed(out(text, 0.7, "gov", level=3, signs=["government"], building=None, keywords=keywords))

    two = call("3栋天台有两个人要跳楼", keywords=["天台"])
    assert _read_first(talked_down(["女子"]), two).urgent
    one = call("3栋天台有个女的要跳楼", keywords=["天台"])
    assert not _read_first(talked_down(["女子", "天台"]), one).urgent
    fire = call("3栋着火了，火好大", keywords=["火好大"])
    put_out = harmed(
        out("火已经扑灭，一人送医", 0.7, "gov", level=3, signs=["government"], building=None, keywords=["扑灭"])
    )
    assert not _read_first(put_out, fire).urgent


# ---------------------------------------------------------------- that the fire is out says nothing of who is in it

IN_THE_FIRE = call("3栋着火了，火好大，我出不来，快救人", keywords=["着火"])


def of_fire(text):
    return ended(text, harm=False, building="3栋", keywords=["着火"])


@pytest.mark.parametrize("text", ["3栋明火已扑灭", "网传3栋爆炸不属实，仅为垃圾桶着火，已扑灭"])
def test_the_company_whose_fire_is_out_ends_nothing_for_whom_it_shuts_in(text):
    step = run([IN_THE_FIRE, of_fire(text)])
    assert only(last(step)).urgent
    assert "said_over" not in rules(step)


@pytest.mark.parametrize("text", ["3栋明火已扑灭，被困人员已全部救出", "3栋明火已扑灭，未造成人员伤亡"])
def test_and_with_those_in_it_out_it_does(text):
    assert not only(last(run([IN_THE_FIRE, of_fire(text)]))).urgent


def test_whoever_is_shut_in_may_say_so_of_himself_behind_the_company():
    step = run([IN_THE_FIRE, of_fire("3栋明火已扑灭"), out("我出来了，没事", 1.5)])
    assert not only(last(step)).urgent


# ---------------------------------------------------------------- several places in one call


def freed(text, hours=0.7, **more):
    return ended(text, harm=False, hours=hours, **more)


def _lift(one, name):
    return msgspec.structs.replace(one, place=Place(lift=name)) if name else one


LIFTS = _lift(call("1号梯和2号梯都困人了，快来人"), "1号梯")


def test_of_two_lifts_in_one_call_the_end_of_one_ends_nothing_of_the_other():
    first = _lift(freed("1号梯被困业主已救出"), "1号梯")
    second = _lift(freed("2号梯被困业主已救出", 1.2), "2号梯")
    step = run([LIFTS, first])
    assert only(last(step)).urgent
    assert "said_over" not in rules(step)
    assert not only(last(run([LIFTS, first, second]))).urgent


@pytest.mark.parametrize(("text", "lift"), [("1号梯和2号梯被困人员均已救出", "1号梯"), ("电梯被困人员均已救出", None)])
def test_the_end_of_both_or_of_all_ends_it(text, lift):
    assert not only(last(run([LIFTS, _lift(freed(text), lift)]))).urgent


def test_of_two_buildings_that_burn_the_end_of_one_ends_nothing_of_the_other():
    burn = call("3栋和5栋都着火了，快来人", keywords=["着火"])
    step = run([burn, of_fire("3栋明火已扑灭")])
    assert only(last(step)).urgent
    both = run([burn, of_fire("3栋明火已扑灭"), freed("5栋明火已扑灭", 1.2, building="5栋", keywords=["着火"])])
    assert rules(both)[-1] == "said_over"
    assert not only(last(both)).urgent


def test_one_lift_in_one_building_is_one_place():
    one = msgspec.structs.replace(call("3栋2号梯困人了，快来人"), place=Place(building="3栋", lift="2号梯"))
    assert not only(last(run([one, freed("3栋被困业主已救出", building="3栋")]))).urgent


# ---------------------------------------------------------------- one end for people at several places


def _lies(text, hours, author, building=None):
    return call(text, hours, author, building=building, level=3, keywords=["老人", "晕倒"])


OLD_MAN = _lies("3栋楼下有老人晕倒了，没反应", 0.0, "a", "3栋")
ANOTHER = _lies("健身区有个大爷也倒了，没呼吸", 0.1, "b")
SAME = _lies("3栋楼下老人躺着没反应，快叫120", 0.1, "b", "3栋")


def _cared(text, hours=0.7, building=None):
    return ended(text, hours=hours, building=building, keywords=["晕倒", "送医"])


def test_one_end_for_two_who_lie_apart_ends_nothing_and_is_told():
    step = run([OLD_MAN, ANOTHER, _cared("晕倒老人已送医")])
    assert only(last(step)).urgent
    assert "另有人求助未了" in step.alerts[-1].change


@pytest.mark.parametrize(
    "history",
    [
        [OLD_MAN, SAME, _cared("晕倒老人已送医")],
        [OLD_MAN, ANOTHER, _cared("两位晕倒老人均已送医")],
        [OLD_MAN, ANOTHER, _cared("晕倒老人已送医"), _cared("健身区晕倒的大爷已送医", 1.2)],
        [OLD_MAN, ANOTHER, _cared("健身区晕倒的大爷已送医"), _cared("晕倒老人已送医", 1.2)],
    ],
)
def test_of_one_person_or_of_both_it_is_the_end(history):
    assert not only(last(run(history))).urgent


def test_the_one_whose_place_is_named_is_out_and_no_other():
    step = run([OLD_MAN, ANOTHER, _cared("健身区晕倒的大爷已送医")])
    assert only(last(step)).urgent
    assert "另有人求助未了" in step.alerts[-1].change


def test_who_lies_elsewhere_and_is_read_behind_the_end_was_not_meant():
    late = msgspec.structs.replace(ANOTHER, arrived_at=ANOTHER.arrived_at + timedelta(hours=1))
    assert only(last(run([OLD_MAN, _cared("晕倒老人已送医"), late]))).urgent


def test_one_end_for_two_lifts_of_two_incidents_ends_neither():
    first = _lift(call("1号梯困人了，快来人", building=None, keywords=["困人"]), "1号梯")
    second = _lift(call("2号梯也困人了，快来人", 0.1, "b", building=None, keywords=["困人"]), "2号梯")
    step = run([first, second, freed("电梯被困业主已救出", keywords=["被困"], building=None)])
    assert all(each.urgent for each in last(step))
    assert "另有人求助未了" in step.alerts[-1].change
    step = run([first, freed("电梯被困业主已救出", keywords=["被困"], building=None)])
    assert not only(last(step)).urgent


def test_an_end_of_older_state_is_of_all():
    end = perils.End("", OLD_MAN.mention.published_at, [safe.CARE], "3栋", [], [], True, of_one=True)
    older = msgspec.json.encode(msgspec.to_builtins(end)[:7])
    assert not msgspec.json.decode(older, type=perils.End).of_one
    assert msgspec.json.decode(msgspec.json.encode(end), type=perils.End) == end


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("健身角有人晕倒", ["ground:健身区"]),
        ("东门岗亭", ["ground:东门"]),
        ("地库里", ["spot:车库"]),
        ("在东门口对面的西门", ["ground:东门", "ground:西门"]),
        ("家里", []),
    ],
)
def test_where_there_is_no_number(text, found):
    assert whereabouts.named(text) == found


# ---------------------------------------------------------------- the fire is out


@pytest.mark.parametrize(
    "called",
    ["3栋着火了，里面有人，快来人", "3栋着火了，有人被烧伤了", "3栋着火了，有人受伤，快来", "3栋着火，楼上还有老人"],
)
def test_that_the_fire_is_out_ends_nothing_for_who_is_in_it_or_hurt(called):
    fire = call(called, keywords=["着火"])
    assert only(last(run([fire, of_fire("明火已扑灭")]))).urgent
    assert not only(
        last(run([fire, of_fire("明火已扑灭"), freed("被困人员已救出送医", 1.2, keywords=["着火"])]))
    ).urgent


@pytest.mark.parametrize("called", ["3栋着火了，火好大", "3栋冒浓烟，快来人", "3栋着火了，没人受伤，快来灭火"])
def test_where_nobody_is_in_it_that_it_is_out_is_enough(called):
    assert not only(last(run([call(called, keywords=["着火"]), of_fire("明火已扑灭")]))).urgent


TWO_FIRES = [
    call(f"{name}着火了", number / 30, f"a{number}", building=name, keywords=["着火"])
    for number, name in enumerate(("3栋", "5栋"))
]


def _bare(text, **more):
    return freed(text, building=None, keywords=["明火"], **more)


def test_of_two_houses_that_burn_a_bare_end_ends_neither_and_the_end_of_both_ends_both():
    apart = [msgspec.structs.replace(each, objects=[]) for each in TWO_FIRES]
    step = run([*apart, _bare("明火已扑灭")])
    assert [each.urgent for each in last(step)] == [True, True]
    assert "另有人求助未了" in step.alerts[-1].change
    step = run([*apart, _bare("两处明火均已扑灭")])
    assert [each.urgent for each in last(step)] == [False, False]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("两部电梯被困人员均已救出", True),
        ("所有被困人员已救出", True),
        ("两处明火均已扑灭", True),
        ("被困3人全部救出", False),
        ("电梯被困业主已救出", False),
        ("12部门联动，被困人员已救出", False),
    ],
)
def test_who_speaks_of_several_places(text, found):
    assert whose.everywhere(text) is found


@pytest.mark.parametrize(("text", "kind"), [("6栋电梯已放人", safe.OUT), ("9栋轻生女子已劝下", safe.DOWN)])
def test_short_words_of_an_end(text, kind):
    assert safe.says_so(text)
    assert kind in safe.ends(text)


@pytest.mark.parametrize("text", ["电梯还没放人", "快放人", "谁去劝下来", "派出所已放人"])
def test_and_what_is_none(text):
    assert not safe.says_so(text)


def test_a_bare_end_of_two_fires_ends_nothing_that_is_read_later_of_either():
    late = call("3栋火好大", 0.9, "late", building="3栋", published=0.2, keywords=["着火"])
    step = run([*TWO_FIRES, _bare("明火已扑灭"), late])
    assert all(each.urgent for each in last(step))


def test_a_warning_is_nobody_hurt():
    leak = call("3栋电线掉地上漏电，大家小心受伤", keywords=["漏电"])
    assert not only(last(run([leak, freed("3栋电源已切断", building="3栋", keywords=["漏电"])]))).urgent
    hurt = call("3栋电线掉地上漏电，有人受伤了", keywords=["漏电"])
    assert only(last(run([hurt, freed("3栋电源已切断", building="3栋", keywords=["漏电"])]))).urgent
