"""Different standing hazards and deeds of the staff are different matters; what one accident is told by is one."""

from __future__ import annotations

import msgspec
import pytest
from histories import act, judged, run

from monitor.records import Place

HYDRANTS = {"text": "车库消火栓全没水", "keywords": ["消防", "供水", "车库"], "objects": ["消防", "供水"]}
LIFT = {"text": "12栋电梯老是平层差一截", "keywords": ["电梯", "平层"], "objects": ["电梯"], "akin": ["供水"]}


def said(number, hours, level=2, category="safety", *, group=None, building=None, **parts):
    keywords = parts.pop("keywords")
    objects, akin = parts.pop("objects", []), parts.pop("akin", [])
    found = judged(f"p:{number}", hours, level, [category], keywords=keywords, author=f"u{number}", **parts)
    place = Place(building=building) if building else None
    mention = msgspec.structs.replace(found.mention, group=group)
    return msgspec.structs.replace(
        found, mention=mention, objects=objects, akin=akin, things=len(objects), place=place
    )  # fmt: skip


def count(*mentions):
    return len({each.incident_id for each in run(list(mentions)).alerts})


def test_another_thing_that_does_not_work_is_another_matter():
    assert count(said(1, 0, **HYDRANTS), said(2, 2, **LIFT)) == 2
    # also at once, where both are named
    assert count(said(1, 0, **HYDRANTS), said(2, 0.2, **LIFT)) == 2


def test_the_same_thing_or_a_word_of_it_is_the_same():
    again = {"text": "电梯昨晚又弹了", "keywords": ["电梯", "弹了"], "objects": ["电梯"]}
    assert count(said(1, 0, **LIFT), said(2, 20, **again)) == 1
    worded = {"text": "平层差那么多，要摔死人的", "keywords": ["平层", "摔死"]}
    assert count(said(1, 0, **LIFT), said(2, 20, **worded)) == 1


def test_what_is_less_than_level_2_opens_nothing_of_its_own():
    small = {"text": "楼道灯不亮", "keywords": ["照明", "楼道"], "objects": ["照明"], "akin": ["电梯"]}
    assert count(said(1, 0, **LIFT), said(2, 2, 1, **small)) == 1


def test_who_names_nothing_in_the_chat_goes_on_about_what_is_spoken_of():
    bricks = {"text": "东边山墙上的砖下来一大片", "keywords": ["山墙", "大片"]}
    goes_on = {"text": "去年就报过，等砸到人才算数", "keywords": ["砸伤", "报过"], "objects": ["砸伤"]}
    assert count(said(1, 0, group="群", **bricks), said(2, 0.2, group="群", **goes_on)) == 1
    assert count(said(1, 0, group="群", **bricks), said(2, 3, group="群", **goes_on)) == 2


def test_of_what_endangers_somebody_all_goes_on_within_the_hour():
    fire = {"text": "3栋着火了快跑", "keywords": ["火情"], "objects": ["火情"]}
    dry = {"text": "消火栓没水", "keywords": ["消防", "没水"], "objects": ["消防"], "akin": ["火情"]}
    assert count(said(1, 0, urgent=True, **fire), said(2, 0.3, **dry)) == 1
    harmed = said(3, 0, 3, "casualty", text="3栋着火，有人受伤", keywords=["火情"], objects=["火情"])
    assert count(harmed, said(2, 5, **dry)) == 1


@pytest.mark.parametrize(("hours", "known"), [(0.3, 1), (3, 2)])
def test_of_one_building_it_may_be_one_thing_under_two_names_within_the_hour(hours, known):
    dark = {"text": "3栋停电了", "keywords": ["供电", "全黑"], "objects": ["供电"]}
    stuck = {"text": "3栋电梯不走了", "keywords": ["电梯", "不走"], "objects": ["电梯"], "akin": ["供电"]}
    assert count(said(1, 0, building="3栋", **dark), said(2, hours, building="3栋", **stuck)) == known


def test_deeds_of_the_staff_are_apart_and_blows_go_on_from_words():
    insult = {"text": "保安骂我妈老不死的", "keywords": ["保安", "老不死"]}
    cash = {"text": "水电工收了三百块现金不给票", "keywords": ["水电工", "现金"]}
    assert count(said(1, 0, category="staff", **insult), said(2, 0.5, category="staff", **cash)) == 2
    pictures = {"text": "监控室的人把我女儿的录像发到小群", "keywords": ["监控", "录像"]}
    assert count(said(1, 0, category="staff", **insult), said(2, 0.5, 3, "staff", **pictures)) == 2
    blows = {"text": "打起来了", "keywords": ["打人", "满脸"], "objects": ["打人"]}
    assert count(said(1, 0, category="staff", **insult), said(2, 0.5, 3, "staff", **blows)) == 1


def test_who_sums_up_what_is_wrong_makes_hazards_no_one_matter():
    letter = said(
        3, 4, text="电梯平层差，消火栓没水", keywords=["电梯", "平层", "消防", "供水"], objects=["电梯", "消防", "供水"]
    )  # fmt: skip
    step = run([said(1, 0, **HYDRANTS), said(2, 2, **LIFT), letter])
    assert not [each for each in step.alerts if each.transition == "closed"]


LANE = {"text": "3栋消防通道被车堵死", "keywords": ["消防通道", "堵死"], "objects": ["消防"]}
WALL = {"text": "3栋外墙瓷砖掉下来", "keywords": ["外墙", "瓷砖"], "objects": ["外墙"]}


@pytest.mark.parametrize(
    ("first", "again", "incidents"),
    [
        (LANE, {"text": "消防通道又被堵了", "keywords": ["消防通道"]}, 1),
        (WALL, {"text": "3栋外墙又掉瓷砖了", "keywords": ["瓷砖"], "building": "3栋"}, 1),
        # another building, another hazard, somebody hurt, danger now, what befalls anew each time
        (LANE, {"text": "5栋消防通道又被堵了", "keywords": ["过道"], "building": "5栋"}, 2),
        (LANE, {"text": "3栋外墙又掉瓷砖了", "keywords": ["瓷砖"], "building": "3栋"}, 2),
        (WALL, {"text": "3栋外墙又掉瓷砖，砸伤老人", "keywords": ["砸伤"], "building": "3栋", "level": 3}, 2),
        (WALL, {"text": "3栋外墙又在掉瓷砖，快来人", "keywords": ["快来"], "building": "3栋", "urgent": True}, 2),
        (LIFT, {"text": "12栋电梯又坠了", "keywords": ["下坠"], "building": "12栋"}, 2),
    ],
)
def test_a_hazard_that_is_back_after_days_of_silence_is_the_one_that_is_open(first, again, incidents):
    assert count(said(1, 0, building=first["text"].split("栋")[0] + "栋", **first), said(2, 90, **again)) == incidents


def test_a_hazard_that_is_back_wakes_nobody_for_a_call_of_days_ago():
    blocked = {"text": "2栋消防通道被堵，救护车进不来", "keywords": ["消防通道"], "building": "2栋", "urgent": True}
    again = {"text": "2栋消防通道又被堵了", "keywords": ["消防通道"], "building": "2栋"}
    history = [said(1, 0, **blocked), said(2, 90, **again), said(3, 180, **again)]
    step = run(history)
    told = [each for each in step.alerts if each.transition != "overdue" and each.event_time > history[0].arrived_at]
    assert told
    assert not any(each.urgent for each in told)
    assert count(*history) == 2


FELL = {
    "text": "3栋电梯坠落，一名业主骨折送医",
    "keywords": ["电梯", "坠落", "骨折", "送医"],
    "objects": ["电梯"],
    "akin": ["砸伤"],
}


def closed_and_then(before, after, category="safety"):
    first = said(1, 0, 3 if before is FELL else 2, category, **before)
    over = act("close", 48, incident_id=run([first]).alerts[0].incident_id)
    return count(first, over, said(2, 190, 2, category, **after))


def test_what_was_closed_does_not_come_back_with_another_hazard_or_deed():
    assert closed_and_then(FELL, {"text": "玻璃幕墙掉下来砸了车", "keywords": ["玻璃幕墙", "掉下来"]}) == 2
    assert closed_and_then(FELL, {"text": "配电箱门敞着，伸手摸得到", "keywords": ["配电箱", "敞着"]}) == 2
    beaten = {"text": "保安队长殴打业主", "keywords": ["打人", "保安"], "objects": ["打人"]}
    assert closed_and_then(beaten, {"text": "维修工偷了金项链", "keywords": ["维修工", "金项链"]}, "staff") == 2


def test_what_was_closed_comes_back_with_what_is_of_it():
    assert closed_and_then(FELL, {"text": "电梯昨晚又弹了", "keywords": ["电梯", "弹了"], "objects": ["电梯"]}) == 1
    # it may go on about what is known, or says too little to be of something else
    smelt = {"text": "6栋一股煤气味", "keywords": ["燃气", "气味"], "objects": ["燃气"]}
    assert closed_and_then(smelt, {"text": "又有臭鸡蛋味了，没修好", "keywords": ["鸡蛋", "修好"]}) == 1
    assert closed_and_then(FELL, {"text": "太危险了，要出人命", "keywords": ["危险"]}) == 1


def test_the_event_that_was_closed_is_recalled_also_as_bad_service():
    recalled = {"text": "上次电梯摔人的事，至今没给说法", "keywords": ["电梯", "摔人", "说法"], "objects": ["电梯"]}
    first = said(1, 0, 3, "safety", **FELL)
    over = act("close", 48, incident_id=run([first]).alerts[0].incident_id)
    assert count(first, over, said(2, 190, 1, "service", **recalled)) == 1
    # a lift that is late is none of that
    late = {"text": "电梯等了十分钟没人管", "keywords": ["电梯"], "objects": ["电梯"]}
    assert count(first, over, said(2, 190, 1, "service", **late)) == 2
