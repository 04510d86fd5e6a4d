"""A danger that becomes worse is told at once, each way once; more of the same is not."""

from __future__ import annotations

import msgspec
import pytest
from dangers import call, rules
from histories import judged, run

from monitor.records import Author, Place
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


def test_what_was_read_of_it_and_not_told_keeps_nobody_from_saying_so():
    calm = _call("7栋我家也有味，熏得头晕", 1, urgent=False)
    relayed = _call("网传7栋有人头晕", 2, signs=["hearsay"])
    there = _call("7栋3楼也闻到了，想吐", 3)
    step = run([_call("7栋煤气味好重", 0), calm, relayed, there])
    assert step.alerts[-1].why[0].rule == RULE
    again = _call("7栋5楼也有味，头晕", 4)
    assert len(run([_call("7栋煤气味好重", 0), calm, relayed, there, again]).alerts) == len(step.alerts)


def test_what_was_over_before_it_is_read_is_not_told_as_worse():
    over = call("3栋电梯被困人员已救出", 0.4, "wy", level=1, urgent=False)
    author = Author(id="wy", name="海棠溪苑物业服务中心", verified=True, verified_as="organisation")
    over = msgspec.structs.replace(over, mention=msgspec.structs.replace(over.mention, author=author))
    first = call("3栋电梯困人了，快来人")
    worse = "3栋电梯困了个老人，喘不上气"
    assert RULE not in rules(run([first, over, call(worse, 0.7, "b", published=0.1)]))
    assert RULE in rules(run([first, call(worse, 0.7, "b", published=0.1)]))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("楼下车棚也烧起来了", "spreads"),
        ("隔壁单元也冒浓烟", "spreads"),
        ("楼上也有煤气味", "spreads"),
        ("有小孩掉进人工湖里了", "strikes"),
        ("老人摔进池塘了", "strikes"),
    ],
)
def test_more_words_of_what_became_worse(text, found):
    assert found in menace.turns(text)


@pytest.mark.parametrize("text", ["楼下邻居也说闻到了", "隔壁也没人管", "楼下保安也在", "那个人吐口水骂人"])
def test_and_what_only_sounds_like_it(text):
    assert not menace.turns(text)


# ---------------------------------------------------------------- it is there as well


def _mild(text, building, number=1, level=1):
    said = judged(f"g:{number}", number / 30, level, ["safety"], text=text, keywords=["气味"], urgent=False)
    return msgspec.structs.replace(said, place=Place(building=building) if building else None)


GAS = call("7栋煤气味好重", keywords=["燃气"], building="7栋")


def _told_of(*history):
    return [each.why[0].rule for each in run([GAS, *history]).alerts[1:]]


@pytest.mark.parametrize(
    ("text", "building"),
    [
        ("7栋3楼也闻到了，想吐", "7栋"),
        ("我家也有味，头晕", None),
        ("8栋也闻到了", "8栋"),
        ("8栋楼道都有味了", "8栋"),
        ("8栋也闻到了！怎么没人来？", "8栋"),
        ("8栋也全是烟", "8栋"),
    ],
)
def test_that_the_smell_is_elsewhere_and_somebody_is_ill_is_told_in_few_words(text, building):
    assert _told_of(_mild(text, building)) == [RULE]


@pytest.mark.parametrize(
    ("text", "building"),
    [
        ("7栋3楼也闻到了", "7栋"),
        ("想吐，物业真恶心", None),
        ("8栋也闻到了吗", "8栋"),
        ("8栋没闻到", "8栋"),
        ("8栋电梯也坏了", "8栋"),
    ],
)
def test_that_it_smells_there_and_what_is_asked_is_not(text, building):
    assert _told_of(_mild(text, building)) == []


def test_upstairs_it_is_no_spread_and_the_next_house_is_told():
    upstairs = call("7栋5楼也闻到了，头晕", 0.01, "u", building="7栋", keywords=["煤气"])
    next_door = _mild("8栋也闻到了", "8栋")
    assert _told_of(upstairs, next_door) == [RULE, RULE]


SHUT = call("我家阀门关了，没事了", 0.01, level=0, urgent=False, keywords=[], building=None)


@pytest.mark.parametrize("level", [0, 1])
def test_where_it_is_over_whoever_is_ill_of_it_in_another_house_is_told(level):
    ill = _in_chat(_mild("8栋也闻到了，想吐", "8栋", level=level))
    assert RULE in _told_of(SHUT, ill)
    assert _told_of(SHUT, ill, _in_chat(_mild("9栋也闻到了，想吐", "9栋", 2, level=level))).count(RULE) == 1


@pytest.mark.parametrize(
    ("text", "building"),
    [("8栋也闻到了", "8栋"), ("7栋3楼也闻到了，想吐", "7栋"), ("8栋没闻到啊", "8栋"), ("8栋吃坏肚子想吐", "8栋")],
)
def test_and_who_is_well_or_there_is_not(text, building):
    assert RULE not in _told_of(SHUT, _in_chat(_mild(text, building, level=0)))


def test_where_no_air_carries_it_nobody_is_told():
    stuck = call("7栋电梯困人了", building="7栋")
    assert [each.why[0].rule for each in run([stuck, _mild("8栋也有味，想吐", "8栋")]).alerts[1:]] == []


def test_who_is_ill_in_the_next_unit_opens_no_small_matter():
    said = _mild("1单元也有，我孩子吐了", None)
    service = msgspec.structs.replace(said, risk=msgspec.structs.replace(said.risk, categories=["service"]))
    assert _told_of(service) == [RULE]
    grumble = _mild("1单元也有垃圾没人收", None)
    service = msgspec.structs.replace(grumble, risk=msgspec.structs.replace(grumble.risk, categories=["service"]))
    assert RULE not in _told_of(service)


@pytest.mark.parametrize(
    ("text", "building", "told"),
    [("3栋楼上老人下不来", "3栋", True), ("6楼孩子还没下来", None, True), ("7栋老人下不来楼，加装电梯吧", "7栋", False),
     ("3栋结果还没出来", "3栋", False), ("3栋车位还没划线", "3栋", False)],
)  # fmt: skip
def test_who_cannot_get_down_where_it_burns_is_told_in_few_words(text, building, told):
    fire = call("3栋着火了", keywords=["着火"], building="3栋")
    said = _mild(text, building)
    service = msgspec.structs.replace(said, risk=msgspec.structs.replace(said.risk, categories=["service"]))
    assert (RULE in [each.why[0].rule for each in run([fire, service]).alerts]) is told


def _in_chat(said):
    mention = msgspec.structs.replace(said.mention, group="3栋群")
    return msgspec.structs.replace(said, mention=mention, subject=msgspec.structs.replace(said.subject, how="group"))


@pytest.mark.parametrize(
    ("text", "told"), [("楼上老人下不来", True), ("我家也全是烟，喘不上气", True), ("怎么还没来", False)]
)
def test_a_few_words_in_the_chat_of_a_fire_are_told_and_not_only_counted(text, told):
    fire = _in_chat(call("3栋着火了", keywords=["着火"], building="3栋"))
    said = _mild(text, None)
    service = msgspec.structs.replace(
        said, keywords=[], risk=msgspec.structs.replace(said.risk, categories=["service"])
    )
    step = run([fire, _in_chat(service)])
    assert len({each.incident_id for each in step.incidents}) == 1
    assert (RULE in [each.why[0].rule for each in step.alerts]) is told


@pytest.mark.parametrize(("text", "number"), [("3栋18楼的老人还没下来，电梯停了", 1), ("3栋电梯停了，门开着", 2)])
def test_who_has_not_come_down_where_it_burns_is_of_the_fire(text, number):
    fire = msgspec.structs.replace(call("3栋着火了", keywords=["着火"], building="3栋"), objects=["火情"])
    said = _mild(text, "3栋", level=2)
    risk = msgspec.structs.replace(said.risk, categories=["service", "safety"])
    step = run([fire, msgspec.structs.replace(said, keywords=["电梯"], objects=["电梯"], risk=risk)])
    assert len({each.incident_id for each in step.incidents}) == number


@pytest.mark.parametrize(
    ("text", "building", "told"),
    [
        ("8栋也闻到了", "8栋", True), ("我家也闻到了，想吐", None, True), ("8栋也全是烟", "8栋", True),
        ("我家也闻到了", None, False), ("8栋也闻到了吗", "8栋", False), ("8栋也没闻到", "8栋", False),
        ("8栋也闻到饭香了", "8栋", False), ("8栋也有车位", "8栋", False), ("8栋都有", "8栋", False),
    ],
)  # fmt: skip
def test_in_the_chat_it_need_not_be_a_complaint(text, building, told):
    said = _in_chat(_mild(text, building, level=0))
    said = msgspec.structs.replace(said, keywords=[])
    step = run([_in_chat(GAS), said])
    assert (RULE in [each.why[0].rule for each in step.alerts]) is told
    assert not run([said]).alerts


@pytest.mark.parametrize(
    ("text", "told"), [("8栋也有油烟味", False), ("8栋也是烤肉味", False), ("8栋也有煤气味，别炒菜了", True)]
)
def test_a_meal_in_the_next_house_is_no_spread(text, told):
    assert (RULE in _told_of(_mild(text, "8栋"))) is told
