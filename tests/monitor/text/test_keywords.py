"""What mentions of one matter share: content words, and the objects that go by many words."""

from __future__ import annotations

import pytest

from monitor.config.settings import data_path
from monitor.text.keywords import KEPT, NO_OBJECTS, ContentWords, parse_objects

SHIPPED = parse_objects((data_path("lexicons") / "objects.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", ["又停水了", "家里断水两小时", "水龙头一滴水都没有", "自来水停了", "没水做饭"])
def test_one_object_goes_by_many_words(text: str) -> None:
    assert SHIPPED.name(text, [])[0] == "供水"


def test_the_longest_word_names_the_object_and_replaces_its_words() -> None:
    assert SHIPPED.name("停车费又涨了", ["停车费", "又涨"]) == ["停车费", "又涨"]
    assert SHIPPED.name("楼道灯坏了", ["楼道", "灯坏"]) == ["照明", "灯坏"]
    assert SHIPPED.name("今天真好", ["今天"]) == ["今天"]
    assert NO_OBJECTS.name("停水", ["停水"]) == ["停水"]


def test_no_more_words_are_kept_than_before() -> None:
    words = ContentWords().among([f"词{chr(0x4E00 + n)}" for n in range(40)])
    assert len(words) == KEPT
    assert len(SHIPPED.name("停水", words)) == KEPT


@pytest.mark.parametrize("line", ["供水 停水", "供水:", "供水: 停水\n供电: 停水"])
def test_a_wrong_line_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"is not|both"):
        parse_objects(line)


def test_what_stands_about_anywhere_comes_behind_what_people_mean_one_thing_by() -> None:
    objects = parse_objects("车: 停车\n盖: 井盖 窨井\n? 车\n")
    named = objects.name("停车位旁边的窨井", ["旁边"])
    assert named == ["盖", "车", "旁边"]
    assert objects.leading(named) == 1
    assert objects.leading(["车", "盖"]) == objects.leading([]) == 0
    with pytest.raises(ValueError, match="灯"):
        parse_objects("车: 停车\n? 灯\n")


def test_some_objects_tell_matters_apart_and_some_are_told_of_one_event() -> None:
    named, akin = SHIPPED.named("煤气爆炸，保安和救护车都来了")
    assert named == ["燃气", "爆炸"]
    assert "火情" in akin
    assert not {"触电", "坠楼"} & set(akin)
    assert SHIPPED.named("有个孩子从阳台掉下去了")[0] == ["坠楼"]
    assert SHIPPED.named("保安把业主打得颅骨骨折")[0] == ["打人"]
    assert SHIPPED.named("5栋消防栓没水")[0] == ["消防", "供水"]
    assert "燃气" in SHIPPED.named("浓烟滚滚，消防车来了")[1]
    for incidental in ("摔在绿化带上", "保安也吓傻了", "车库门口停着救护车", "靠消防门那边咚的一声"):
        assert SHIPPED.named(incidental) == ([], [])


def test_what_one_event_is_told_by_is_so_both_ways() -> None:
    objects = parse_objects("火: 着火\n气: 煤气\n水: 停水\n! 水\n~ 火 气\n")
    assert objects.named("煤气") == (["气"], ["火"])
    assert objects.named("着火") == (["火"], ["气"])
    assert objects.named("停水") == (["水"], [])
    with pytest.raises(ValueError, match="灯"):
        parse_objects("火: 着火\n~ 火 灯\n")
    with pytest.raises(ValueError, match="灯"):
        parse_objects("火: 着火\n! 灯\n")


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("小路黑漆漆，灯坏了", "照明"),
        ("车闸又故障", "道闸"),
        ("卫生间没人打扫", "厕所"),
        ("洗手间的味道", "厕所"),
        ("家里只有冷水澡", "热水"),
        ("厨房地漏冒粪水", "下水道"),
        ("楼道里全是小强", "虫鼠"),
        ("物业热线一直忙音", "物业电话"),
        ("这栋楼没电梯", "电梯"),
        ("保安没水平", "保安"),
        ("热水器打不着火", "热水"),
        ("顶楼私搭阳光房", "违建"),
        ("一到下雨大堂就漏", "漏水"),
        ("西门锁着，绕一圈", "封门"),
        ("楼道放广告机的钱去哪了", "公共收益"),
        ("半夜把大树砍光了", "砍树"),
        ("门口那个坑没人填", "路坑"),
        ("电梯广告机循环播放", "电梯广告屏"),
        ("消防警报响个不停", "警报"),
        ("又是误报", "警报"),
        ("外墙保温层大片脱落", "高空抛物"),
    ],
)
def test_everyday_things_go_by_many_words_too(text: str, thing: str) -> None:
    assert SHIPPED.name(text, [])[0] == thing


def test_a_word_that_only_begins_alike_names_nothing_of_it() -> None:
    assert "供水" not in SHIPPED.name("保安没水平", [])
    assert "供电" not in SHIPPED.name("老楼没有电梯", [])
    assert "保洁" not in SHIPPED.name("卫生间漏水", [])


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("大堂吊顶塌了，压到两个人", ["塌落"]),
        ("煤气罐炸了", ["燃气", "爆炸"]),
        ("把我爸打到眼眶骨折", ["打人"]),
        ("一个三岁娃掉进喷水池", ["泳池"]),
        ("喝了自来水上吐下泻", ["供水", "肠胃病"]),
        ("四岁女孩找不到了", ["走失"]),
        ("天台坐着一个小伙子", ["坠楼"]),
        ("被电梯夹了手", ["电梯"]),
        ("保安对我动手动脚", ["侵害"]),
    ],
)
def test_what_befell_people_goes_by_many_words(text: str, things: list[str]) -> None:
    assert SHIPPED.named(text)[0] == things


def test_whom_one_talks_to_at_the_counter_comes_behind_what_it_is_about() -> None:
    named = SHIPPED.name("前台不给开发票", [])
    assert named == ["发票", "前台"]
    assert SHIPPED.leading(named) == 1
    assert "警报" not in SHIPPED.name("暴雨红色预警，警报解除", [])
