"""Calls for help of another kind that join an incident of danger are told; the same danger in other words is not."""

from __future__ import annotations

import msgspec
import pytest
from histories import judged, run

from monitor.watch.joining import besides
from monitor.watch.words import menace

DIFFERENT = [
    ("车掉进湖里，司机喊救命", "有个女的爬上天台栏杆在哭，谁认识她", "楼上男的在打老婆，女的喊救命"),
    ("有个男的往天台走，神志不清", "湖边有一双鞋，人不见了"),
    ("电梯困了人，在拍门", "湖里有小孩在扑腾，快来人"),
    ("我听到有女的一直喊救命，被人拖进车里了", "着火了，有人趴在窗口"),
    ("围墙倒了压住一个人", "有个疯子拿着锤子在砸人"),
    ("配电箱一直冒火花，旁边有孩子", "有人往楼下跳了，在草坪上"),
    ("有个小孩头卡在栏杆里", "有个男的持刀进了幼儿园"),
    ("大树倒了压到人", "楼上有火光，有人在里面"),
    ("有条大狗在追着咬人", "谁在楼顶喊不想活了"),
    ("有人喝农药了", "门口有人被车压在下面"),
]
SAME = [
    ("着火了，快救人", "好大的烟，楼上有人在窗口喊", "有人从窗户往外爬"),
    ("车掉进湖里，司机喊救命", "有辆车冲到湖里去了，里面还有人", "快沉了，人没出来"),
    ("天台有个女的要跳", "楼顶有人站在外面，快报警", "人跳下来了，躺在草坪上"),
    ("楼上男的在打老婆，女的喊救命", "楼上动刀了", "女的满脸血，快叫救护车"),
    ("电梯困了人，在拍门", "里面那个老人喘不上气了", "人还在里面，快晕了"),
    ("煤气味好重，快来人", "有人晕倒了", "炸了，窗户都飞了"),
    ("有孩子掉进窨井里了", "孩子在井里，水在涨", "井里的孩子没声音了"),
    ("大树倒了压到人", "树砸的那个人满脸血", "人被压着动不了"),
    ("有人喝农药了", "口吐白沫的那个人没脉搏了"),
    ("水箱里的师傅没动静了", "我在大堂，保安拿撬棍在撬门，说里面的阿姨还有气"),
]


def _told(texts, words=lambda number: (f"word {number}",)):
    """The rules of the alerts that each call raised."""
    calls = []
    for number, text in enumerate(texts):
        call = judged(f"g:{number}", number / 20, 2, ["safety"], text=text, keywords=words(number), urgent=True)
        calls.append(msgspec.structs.replace(call, place=None))
    return [each.why[0].rule for each in run(calls).alerts]


@pytest.mark.parametrize("texts", DIFFERENT)
def test_another_danger_is_told_though_nothing_says_where(texts):
    assert _told(texts) == ["level_2", *[besides.RULE] * (len(texts) - 1)]


@pytest.mark.parametrize("texts", SAME)
def test_the_same_danger_in_other_words_is_not(texts):
    assert besides.RULE not in _told(texts)


def test_what_has_been_told_beside_is_known():
    again = (*DIFFERENT[0], "天台上那个女的坐下来了", "湖里的车沉下去了", "楼上还在打")
    assert _told(again).count(besides.RULE) == 2


def test_whoever_tells_it_in_the_same_words_tells_of_the_same():
    assert _told(DIFFERENT[1], lambda number: ("神志不清", "睡衣")) == ["level_2"]


def test_in_one_building_there_may_be_two_dangers():
    calls = [
        judged(f"g:{n}", n / 20, 2, ["safety"], text=text, keywords=[f"word {n}"], urgent=True)
        for n, text in enumerate(("3栋电梯困了人", "3栋有人在楼道里拿刀砍人", "3栋楼道里那人倒下了"))
    ]
    assert [each.why[0].rule for each in run(calls).alerts] == ["level_2", besides.RULE]


def test_rumours_of_another_danger_are_told_by_what_they_name():
    lake = judged("g:0", 0, 2, ["safety"], text="车掉进湖里，司机喊救命", urgent=True)
    for text, told in (("听说有人在天台上要跳", 2), ("听说出事了，人很危险", 1)):
        heard = judged("g:1", 0.1, 2, ["safety"], text=text, urgent=True, signs=["hearsay"])
        calls = [msgspec.structs.replace(each, place=None) for each in (lake, heard)]
        assert len(run(calls).alerts) == told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("有人被困在里面", {"shut"}),
        ("电梯里困了人", {"lift"}),
        ("有人在打电话叫救护车", set()),
        ("隔壁又打孩子了", {"violence"}),
        ("消防员拿斧头破门", set()),
        ("谁有打火机", set()),
        ("有人在车里烧炭", {"gas"}),
        ("双胞胎里的哥哥在游乐场不见了", {"lost"}),
        ("孩子的自行车在楼下不见了", set()),
        ("女儿书包落在大堂不见了", set()),
    ],
)
def test_what_endangers_people_is_read_from_the_words(text, found):
    assert menace.sorts(text) == found


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("东门岗亭有人被车撞了，腿断了", "地库里有个被车压住了", True),
        ("地库有人被车压住了", "西门有个老人被车撞飞了", True),
        ("泳池边有人晕倒，没呼吸", "东门有一个也倒在地上", True),
        ("东门岗亭有人被车撞了，腿断了", "东门有个人被车撞了，快来", False),
        ("地库有人被车压住了", "车库里有个人被车压着，快救人", False),
        ("东门岗亭有人被车撞了，腿断了", "有个人被车压住了，快来", False),
        ("东门岗亭有人被车撞了，腿断了", "撞人的车停在地库了，腿断的那位还躺着", False),
        ("东门岗亭着火了，里面有人", "地库里有人，烟进来了，火好大", False),
    ],
)
def test_somebody_who_is_struck_at_another_spot_is_told(first, second, told):
    assert (besides.RULE in _told((first, second))) is told
