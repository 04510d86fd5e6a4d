"""Harm that is none of ours by its place, and danger that a long text talks away."""

from __future__ import annotations

import pytest
from risks import judged, level

from monitor.risk.passages import passages

SMALL_TALK = (
    "今天天气不错，早上去公园散步，看到很多人在跳广场舞。中午吃了红烧肉，就是有点咸。晚上看了两集电视剧，剧情有点拖沓。"
    "谢谢物业师傅上次帮我们修好水管，服务真不错。游戏里又团灭了，队友太坑。社区昨天搞消防演练，挺热闹。"
    "招聘启事贴满了，月薪五千包吃住。周末打算去爬山，希望不要下雨。快递到了三个，都放在驿站。"
)


@pytest.mark.parametrize(
    ("elsewhere", "ours"),
    [
        ("公交车上有人摔倒骨折了，司机急刹", "有人摔倒骨折了"),
        ("今早农贸市场两个摊贩互砍，一死一伤", "小区旁边的菜市场有人被捅了"),
        ("电子厂车间爆炸，死了四个工人", "爆炸了，死了三个人"),
        ("学校操场篮球架倒了砸伤学生", "学校门口，有人被车撞了，骨折"),
        ("人民路上两车相撞，两人当场死亡", "两人当场死亡"),
        ("四川地震造成12人遇难", "楼下工地塔吊倒了，砸到我们楼，死了一个人"),
        ("我们学校有人跳楼了，听说没救回来", "有人跳楼了，没救回来"),
        ("医院里医生被砍伤", "坐公交回家，刚进单元门就被狗咬了，伤口很深，打了针"),
    ],
)
def test_harm_where_nothing_is_of_an_estate_is_none_of_ours(elsewhere: str, ours: str) -> None:
    told = judged(elsewhere)
    assert (told.risk.level, told.frame, told.beside().aside) == (0, "off_topic", True)
    assert level(ours) == 3


def test_an_estate_that_is_named_or_complained_of_keeps_its_harm() -> None:
    text = "星河里人民路上两车相撞，两人当场死亡"
    assert level(text) == 0
    assert judged(text, names=["星河里"]).risk.level == 3
    assert judged("人民路上两车相撞，两人当场死亡", kind="complaint").risk.level == 3


@pytest.mark.parametrize(
    "alarm",
    [
        "刚才6栋电梯困人，两个老人还在里面。",
        "我被困在3号楼电梯里，没人来。",
        "5栋2单元燃气味特别大，不敢开灯。",
        "9栋楼顶坐着一个女的要跳。",
        "11栋着火了。里面还有人。",
        "我家孩子不见了，穿红衣服，到现在没找到。",
    ],
)
@pytest.mark.parametrize("before", [0, 1, 60])
@pytest.mark.parametrize("after", [0, 1, 60])
def test_no_talk_around_it_covers_a_danger(alarm: str, before: int, after: int) -> None:
    risk = judged(SMALL_TALK * before + alarm + SMALL_TALK * after).risk
    assert (risk.level, risk.urgent) == (2, True)


@pytest.mark.parametrize(
    "past",
    [
        "去年电梯困人，两个老人困在里面没人来。",
        "上次讲座讲到被困电梯怎么办：不要扒门，马上按铃。",
        "刚才6栋电梯困人，两个老人还在里面，物业十分钟就救出来了。",
    ],
)
def test_what_is_over_or_taught_in_a_long_text_is_not_urgent(past: str) -> None:
    assert not judged(SMALL_TALK + past + SMALL_TALK).risk.urgent


def test_a_passage_is_a_sentence_alone_and_with_the_next() -> None:
    text = "闲话" * 70 + "。着火了，快来人。里面还有人。" + "闲话" * 70
    parts = [text[begin:end] for begin, _, end in passages(text)]
    assert parts[:2] == ["着火了，快来人", "着火了，快来人。里面还有人"]
    assert list(passages("着火了，快来人。")) == []


@pytest.mark.parametrize(
    ("met_elsewhere", "at_ours"),
    [
        ("从云溪府出来打车，路上看到高速追尾，三车相撞，人都没了", "从云溪府出来，门口有人被车撞飞，人没了"),
        ("早上从云溪府出门上班，高架上追尾死了人", "从云溪府出来，地库出口有人倒在地上没呼吸"),
        ("从云溪府出发去单位，解放路口两车相撞有人受伤", "云溪府的人从高架桥上摔下来，死了"),
    ],
)
def test_who_has_left_his_estate_tells_of_what_he_met_elsewhere(met_elsewhere: str, at_ours: str) -> None:
    assert judged(met_elsewhere, names=["云溪府"]).risk.level == 0
    assert judged(at_ours, names=["云溪府"]).risk.level == 3


def test_a_lift_is_drawn_as_well() -> None:
    assert judged("🛗困住两个孩子").risk.urgent
    assert level("🛗里遇到一只小狗好可爱") == 0


@pytest.mark.parametrize(
    ("hurt", "tired"),
    [
        ("电梯从18楼一路掉到3楼，里面两个人腿动不了了", "电梯坏了爬到20楼，人腿动不了"),
        ("广告牌砸下来，老人腿动不了", "跳完广场舞，老人腿动不了"),
    ],
)
def test_whose_legs_do_not_move_after_a_fall_is_hurt(hurt: str, tired: str) -> None:
    assert level(hurt) == 3
    assert level(tired) < 3


@pytest.mark.parametrize(
    ("nothing", "something"),
    [
        ("经核查，该小区近期未发生电梯伤亡事故", "未发生电梯坠落，但有一人受伤送医"),
        ("没发生电动车起火", "没有电梯，老人摔下楼送医"),
        ("我妈住的那个小区今天电梯掉了", "我妈住的3栋今天电梯掉了"),
        ("游乐场的跳楼机坏了", "有人从跳楼机上摔下来了"),
    ],
)
def test_what_did_not_happen_or_not_here(nothing: str, something: str) -> None:
    assert level(nothing) < 2
    assert level(something) >= 2


@pytest.mark.parametrize(
    ("grave", "harmless", "least"),
    [
        ("这小区昨晚死了个快递员", "手机又死了个彻底", 3),
        ("电梯真刺激，从12楼直接蹦到5楼，免费跳楼机", "电梯装好了，房价直接飞到3万", 2),
        ("物业门口几十个民工讨工资", "招聘：不拖欠工资，小区门口面试", 2),
        ("保安把业主打到gu折", "保安把箱子搬到3栋", 3),
    ],
)
def test_told_in_other_words(grave: str, harmless: str, least: int) -> None:
    assert level(grave) >= least
    assert level(harmless) < 2


def test_what_a_driver_and_a_colleagues_group_say_is_hearsay() -> None:
    for said in ("出租车司机说这小区昨晚死了个快递员", "我们公司群也在传这小区电梯夹死人"):
        assert "hearsay" in judged(said).signs
    assert "hearsay" not in judged("今早楼下死了个快递员，我看到的").signs


def test_thanks_for_help_to_who_is_well_again_end_what_they_tell() -> None:
    thanks = "感谢信：我父亲突发心梗倒地，小李立即做心肺复苏，为抢救赢得时间，现父亲已平安出院"
    assert judged(thanks).beside().closed
    for other in ("，可惜我妈没救回来", "，但电梯还困着人", "，物业不赔"):
        assert not judged(thanks + other).beside().closed
    assert not judged("我父亲突发心梗倒地，已平安出院").beside().closed


def test_who_waits_for_the_lift_below_is_in_no_danger() -> None:
    assert judged("有谁等到2栋电梯了吗 我在楼下站半天了").beside().closed
    for said in ("有谁坐上3栋电梯了吗 我妈还在里面没出来", "有人坐到电梯了吗 刚才咣当响一声停了"):
        assert not judged(said).beside().closed
