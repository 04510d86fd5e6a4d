"""Told in few words: by what was seen, by a number put right, by a farewell; and what only sounds so."""

from __future__ import annotations

import pytest
from risks import judged, level

from monitor.risk.correcting import recounted
from monitor.risk.verdict import Beside


def beside(text: str) -> Beside:
    return judged(text).beside()


@pytest.mark.parametrize(
    ("grave", "harmless"),
    [
        ("不是死了两个，是三个", "不是死了两条鱼，是三条"),
        ("不止伤了一个，有三个", "不是死了两个，是根本没死人"),
        ("死的不是一个，是两个", "不是有人跳楼，是一个工人在擦窗"),
        ("不是两人被砸伤，是三人", "游戏里不是死了两个，是三个"),
    ],
)
def test_a_number_put_right_tells_of_the_dead(grave: str, harmless: str) -> None:
    assert level(grave) == 3
    assert level(harmless) == 0


def test_of_a_negation_only_the_number_is_taken_back() -> None:
    assert recounted("不是死了两个，是三个") == [(0, 10)]
    assert recounted("不是有人跳楼，是一个工人在擦窗") == []


@pytest.mark.parametrize(
    ("grave", "harmless"),
    [
        ("网传死亡不实，目前伤者在医院治疗", "网传死亡不实，目前一切正常"),
        ("死亡不实，受伤人员已送医救治", "网传有人受伤不实，经核实没有人受伤，大家放心"),
        ("喊救命，是演练时有人真掉井里了", "喊救命，是演练时有人假装掉井里了"),
        ("消防演习假戏真做，真有人摔断腿了", "消防演练，有人“受伤”被抬出来，演得真像"),
        ("我老公被保安打进医院", "我老公被我打进医院…开玩笑的，他自己吃坏肚子"),
        ("拿业主的命开玩笑，电梯又坠了，伤了三个", "我把室友杀了……游戏里"),
        ("电梯伤人，物业要赔吗", "如果电梯伤人，物业要赔吗"),
        ("路灯倒了砸到我爸，骨折，物业要赔吗？", "电梯伤人，物业要赔吗？本期律师为你解答"),
    ],
)
def test_what_a_denial_a_drill_a_joke_and_a_question_leave_standing(grave: str, harmless: str) -> None:
    assert level(grave) == 3
    assert level(harmless) == 0


@pytest.mark.parametrize(
    ("grave", "harmless"),
    [
        ("血从电梯门缝里渗出来了，谁来看看", "恐怖片里血从电梯缝里流出来，吓得我"),
        ("电梯缝里往外流血", "密室逃脱里电梯缝往外流血，刺激"),
        ("电梯把人吃了", "游戏里电梯把人吃了，太刺激了"),
        ("扶梯把大妈卷进去了", "电梯把我快递吞了，找不到"),
        ("绳子断了，擦窗的下来了", "擦窗的活干完了，人都下来了"),
        ("安全绳断了，刷墙的师傅从十八楼下来", "绳子断了，被子掉下来了"),
        ("5栋那个卖菜的老张，一路走好", "老张退休了，一路走好"),
        ("保安老王一路走好，昨晚还跟我打招呼", "我家狗旺财一路走好"),
        ("玻璃砸了人，救护车都拉走了", "救护车拉走了产妇，母子平安"),
        ("我对门的奶奶被火带走了", "家当都被火带走了"),
        ("楼上飘下来一个人，砸在我车上", "电影里楼上飘下来一个人，特效真假"),
        ("刚看到抬下来一个，用白布裹着", "白布裹着的沙发抬下来了，搬家公司真快"),
        ("公告说一死，实际两死", "孙子中考，祝他一路走好运"),
    ],
)
def test_what_was_seen_of_it_tells_it(grave: str, harmless: str) -> None:
    assert level(grave) == 3
    assert level(harmless) < 2


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("看到我爸的请联系我，有点糊涂，出去一下午了", "看到我爸的视频请点赞"),
        ("各位邻居，谁见到我家老爷子，电话关机，找了一天", "谁看到我家小狗，出去一天没回来"),
    ],
)
def test_who_is_asked_for_is_missing(text: str, harmless: str) -> None:
    risk = judged(text).risk
    assert (risk.level, risk.urgent) == (2, True)
    assert level(harmless) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("消防栓又是干的", 2),
        ("消火栓拧开一滴水都没有", 2),
        ("消防栓擦得干干净净", 0),
        ("消防栓有水，试过了", 0),
        ("保洁阿姨进门打扫，把抽屉里现金偷走了", 2),
        ("保洁阿姨捡到现金交还失主", 0),
        ("看到电费单差点心脏骤停", 0),
        ("跑步的大叔在小区心脏骤停，没救过来", 3),
        ("橘猫被保安队长“行政拘留”，哈哈", 0),
        ("物业经理因受贿被行政拘留", 2),
        ("公司董秘到龄辞任，董事会聘任新董秘", 0),
        ("某律所：电梯夹伤、高空坠物，免费咨询", 0),
        ("去年全国共发生电动车火灾1.8万起", 0),
    ],
)
def test_figures_of_speech_and_what_they_are_taken_from(text: str, expected: int) -> None:
    assert level(text) == expected


@pytest.mark.parametrize(
    ("mild", "grave"),
    [
        ("楼下两个老太太吵起来了，好多人围观", "楼下吵起来打起来了，一个大爷倒地不起，好多人围观"),
        ("公司董秘张某到龄辞任，董事会聘任李某为董秘", "董秘到龄辞任，市场传闻其因财务造假被调查"),
        ("绳子断了，被子掉下来了", "楼上晾的被子掉下来盖住了二楼的燃气外机，着了一角"),
        ("住了五年，没有一次停水，没有一次电梯故障", "电梯从来没修过，今天掉下去摔死一个"),
        ("不是电梯坠落，是两个小孩在里面蹦", "不是电梯困人，是电梯坠下来，人没了"),
    ],
)
def test_what_only_reads_grave_is_made_grave_by_no_wording(mild: str, grave: str) -> None:
    assert beside(mild).aside
    assert not beside(grave).aside


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("十几个业主在门口聚集拉横幅，没吵没闹", 2),
        ("二十个业主拉横幅要求退费", 2),
        ("三十多个业主在门口聚集拉横幅", 3),
        ("十几个业主拉横幅和保安打起来了", 3),
    ],
)
def test_thirty_people_are_a_mass_event_or_a_clash(text: str, expected: int) -> None:
    assert level(text) == expected


def test_a_thief_among_the_staff_is_told_whatever_the_wording_is_like() -> None:
    assert "staff" in beside("保洁偷走现金").certain
    assert beside("保洁捡到现金交还失主").certain == ()


@pytest.mark.parametrize(
    "said",
    [
        "电梯运行时剧烈晃动",
        "电梯平层不准，落差十几公分",
        "货梯一直在抖",
        "电梯停层不平，报修没人理",
        "电梯说修好了，今天又剧烈晃动",
        "电梯才修好了一天，又抖得厉害",
        "电梯已经修了五次，还是平层不准",
    ],
)
def test_a_lift_that_jolts_or_stops_askew_is_a_hazard(said: str) -> None:
    assert (level(said), judged(said).risk.categories[0]) == (2, "safety")


@pytest.mark.parametrize("said", ["电梯里看视频手抖", "电梯一直抖已经修好了，谢谢物业", "电梯广告屏放的抖音左右晃眼"])
def test_what_only_sounds_like_a_lift_that_jolts(said: str) -> None:
    assert "lift-jolts" not in {each.part for each in judged(said).risk.parts}
    assert level(said) < 2


def test_who_was_not_got_out_of_a_fire_is_harmed_and_what_was_not_is_lost() -> None:
    assert level("7栋着火消防车进不来，一个老太太没救出来") == 3
    assert level("仓库起火，两名工人没能救出来") == 3
    for said in ("着火了，照片都没救出来", "着火，猫没救出来", "起火了，老太太还没救出来，快来人"):
        assert level(said) == 2


def test_a_telephone_that_fell_into_water_died_no_death() -> None:
    assert level("手机掉水里没救回来") == level("我家花没救回来，枯了") == 0
    assert level("他手机还在响，人没救回来") == 3


@pytest.mark.parametrize("said", ["拒缴物业费，报名加一", "抵制涨价，第7个报名", "停车费涨价拒交，接龙：1张 2李"])
def test_who_joins_a_list_of_those_who_do_not_pay_acts_with_others(said: str) -> None:
    assert "collective" in judged(said).risk.categories
    assert level(said) == 2


@pytest.mark.parametrize(
    "said", ["春季运动会报名，不交报名费", "报名志愿者，抵制不文明养犬", "团购车厘子接龙，不交定金"]
)
def test_a_list_of_something_else_is_none(said: str) -> None:
    assert level(said) == 0


@pytest.mark.parametrize(
    ("slight", "worse"),
    [
        ("保安把业主打了，胳膊都青了", "保安把业主打了，嘴唇都青了"),
        ("门口台阶绊倒，膝盖磕青了", "门口台阶绊倒，膝盖磕青了，送医院拍片"),
        ("在物业前台被推搡，胳膊掐青了", "被保安掐脖子，胳膊青了，喘不上气"),
        ("保安推搡，业主手臂抓痕", "孩子被保安拽，胳膊都青了"),
        ("在大堂滑倒，手肘擦伤", "摔倒擦伤，倒在地上起不来"),
        ("被门禁闸机撞了一下，大腿青一块", "一群保安打一个业主，胳膊都青了"),
    ],
)
def test_a_bruised_limb_is_a_scratch_and_no_more(slight: str, worse: str) -> None:
    assert beside(slight).unhurt
    assert not beside(worse).unhurt


@pytest.mark.parametrize(
    ("complains", "asks"),
    [
        ("能不能把电梯间广告声音关小", "能不能帮我把电视声音关小"),
        ("能不能派人把楼道的杂物清一下", "请各位业主把楼道的杂物清一下，消防检查。物业宣"),
        ("请把垃圾桶挪远点，太味了", "谁能把我快递从门口挪走"),
        ("什么时候能把地库的水抽掉", "能不能组织个亲子活动"),
        ("拜托把2号电梯里的广告关了", "已经把门口的灯换了，谢谢物业"),
    ],
)
def test_who_asks_politely_that_the_house_be_put_right_complains(complains: str, asks: str) -> None:
    assert level(complains) == 1
    assert level(asks) == 0


@pytest.mark.parametrize(
    ("hazard", "harmless"),
    [
        ("燃气公司来查说管道微漏，已经关阀", "燃气公司上门安检，一切正常"),
        ("燃气公司检测出漏气，关了阀门，等维修", "燃气公司排查是否漏气，下周上门"),
        ("燃气表接口有点漏，师傅说先别用", "轮胎微漏，补了下"),
        ("大堂吊灯晃得厉害，螺丝松了", "大堂吊灯真好看"),
        ("商场门口的招牌松动，风一吹就响", "大堂吊灯松了已经加固好了，谢谢"),
    ],
)
def test_a_small_leak_of_gas_and_a_lamp_that_hangs_loose_are_hazards(hazard: str, harmless: str) -> None:
    found = judged(hazard).risk
    assert (found.level, "safety" in found.categories, found.urgent) == (2, True, False)
    assert level(harmless) < 2
