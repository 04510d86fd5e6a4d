"""A phrase that only says how much must not hide a danger that is spelt alike, nor a play wake anybody."""

from __future__ import annotations

import pytest
from risks import judged, level


@pytest.mark.parametrize(
    "text",
    ["5栋燃气爆炸", "楼下煤气爆炸了", "污水井沼气爆炸", "小区刚才发生大爆炸", "地下室暖气爆炸，热水喷了一屋"],
)
def test_an_explosion_is_one(text: str) -> None:
    assert level(text) >= 2


@pytest.mark.parametrize(
    "text",
    [
        "小区市集人气爆炸，好热闹",
        "双十一福利大爆炸，业主速来",
        "信息大爆炸的时代，谁还看公告栏",
        "打游戏被炸死三次，小区的网速居然还行",
        "吃鸡被手雷炸死好几回，宽带不给力",
    ],
)
def test_what_only_sounds_like_it_wakes_nobody(text: str) -> None:
    assert level(text) < 2


def test_who_was_playing_may_hear_of_a_death() -> None:
    assert level("昨晚打游戏的时候听到一声响，6栋有人跳楼了") == 3
    assert level("打完游戏下楼，看到煤气罐炸死三个人") == 3


@pytest.mark.parametrize(
    "text", ["物业真让人不放心，夜里门岗睡大觉", "单元门一直开着，没法让人放心", "这物业谈不上靠谱，毫无安全感"]
)
def test_praise_that_is_taken_back_is_none(text: str) -> None:
    assert judged(text).risk.level >= 1 or judged(text).frame != "praise"


@pytest.mark.parametrize("text", ["物业真让人放心，夜里门岗一直在巡逻", "管家不但热情，办事也靠谱，必须点赞"])
def test_praise_stays_praise(text: str) -> None:
    assert judged(text).frame == "praise"


@pytest.mark.parametrize("text", ["3栋电梯坠落", "电梯坠落了", "5栋空调外机坠落", "昨晚入室抢劫"])
def test_an_accident_in_a_few_words_is_bare(text: str) -> None:
    assert judged(text).beside().bare


@pytest.mark.parametrize(
    "text", ["电梯坠落演练", "瓷砖脱落以后可以用维修资金应急，业委会盖章就行", "高空抛物入刑好几年了"]
)
def test_what_is_none_or_is_told_at_length_is_not(text: str) -> None:
    assert not judged(text).beside().bare


@pytest.mark.parametrize("text", ["5栋燃气闪爆", "楼下有人放火", "有人纵火，快报警"])
def test_a_flash_and_arson_are_dangers(text: str) -> None:
    assert level(text) == 2


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("电工侵犯了女业主，人已经被带走", 3),
        ("扶梯逆行，好多人摔倒", 2),
        ("有个流浪汉昨夜冻死在凉亭", 3),
    ],
)
def test_words_for_rights_breach_and_cold_hide_no_harm(text: str, least: int) -> None:
    assert level(text) >= least


@pytest.mark.parametrize(
    "text",
    [
        "物业公布电话，侵犯了女业主的隐私权",
        "侵犯了女业主的知情权，要求公示账目",
        "扶梯上请勿逆行，小心摔倒",
        "给楼下流浪猫搭了窝，冻死了可怎么办",
        "天太冷，怕流浪汉冻死，物业开了大堂给他住",
    ],
)
def test_and_their_harmless_twins_are_none(text: str) -> None:
    assert level(text) < 2


@pytest.mark.parametrize(
    ("discontent", "content"),
    [
        ("业主不满意也换不掉", "整理完不满意不收钱"),
        ("我对物业的工作并不满意", "管家上门问我哪里不满意，逐条改了"),
    ],
)
def test_who_is_discontent_and_who_promises_content(discontent: str, content: str) -> None:
    assert judged(discontent).risk.level == 1
    assert judged(content).risk.level == 0


@pytest.mark.parametrize(
    ("danger", "everyday"),
    [
        ("厨房爆炸，老公在里面", "厨房大爆炸，老公第一次做饭"),
        ("蛋糕店塌了，压着人", "蛋糕做塌了气得我喘不上气"),
        ("隔壁着火爆炸了", "隔壁着火爆单品"),
        ("吊在楼板上吊死了", "跌停板上吊着"),
        ("手腕割到动脉", "割肉割到大动脉"),
        ("有人拿刀杀人了", "主力杀人了"),
    ],
)
def test_a_kitchen_a_cake_and_a_market_are_no_danger(danger: str, everyday: str) -> None:
    assert judged(danger).risk.level >= 2
    assert level(everyday) < 2


def test_a_building_in_a_degree_is_told_as_what_it_is() -> None:
    assert judged("12栋难闻死了").risk.level == 1
    for said in ("12栋难闻死了", "5栋急死了", "电梯臭死了", "隔壁着火爆单品"):
        assert judged(said).beside().closed
    for meant in (
        "5栋急死了，我爸倒地上了",
        "12栋难闻死了，好像煤气",
        "7栋闷死了两个",
        "5栋热死了俩保安",
        "7栋急死了，他拿刀来了",
        "2号楼热死了一个老人",
    ):
        assert not judged(meant).beside().closed


@pytest.mark.parametrize(
    "text",
    ["给物业点赞，昨晚暴雨车库进水，师傅们一夜没睡把水抽干了", "车库昨晚进水，物业师傅忙了一夜抽干了，为他们点赞"],
)
def test_thanks_for_water_that_was_pumped_out_are_thanks(text: str) -> None:
    assert judged(text).risk.level == 0


@pytest.mark.parametrize(
    "text",
    [
        "给物业点赞，车库进水抽了一夜才抽干，我的车报废了",
        "车库进水三天了还没抽干，真给物业点赞",
        "给物业点赞，车库进水师傅们把水抽干了，一个师傅触电送医院了",
    ],
)
def test_praise_of_water_that_did_harm_is_none(text: str) -> None:
    assert judged(text).risk.level >= 1


@pytest.mark.parametrize(
    ("danger", "weather"),
    [
        ("天太热，草坪着火了", "天太热了，轮胎都快自燃"),
        ("高温天，隔壁阳台的纸箱快烧起来了，物业快来", "今天热炸了，家里空调都快烧起来了哈哈"),
        ("配电房热得快着火了", "热得手机都快烧起来了"),
        ("电饭煲热得快起火了", "晒得我感觉整个人要着火了"),
        ("热死了，外机快烧起来了，冒烟", "外面40度，车都快自燃了"),
        ("今天好热，3栋好像着火了", "今天好热，人好像着火了"),
        ("天气热，地下室的电动车好像自燃了", "高温40度，马路感觉要着火了"),
        ("热死了，楼下草坪快烧起来了", "热死了，脚底都快烧起来了"),
        ("大太阳，垃圾房感觉要着火了", "三伏天，头皮都快烧起来了"),
        ("大太阳，孩子锁车里，车都快自燃了", "大太阳，车里都快自燃了"),
    ],
)
def test_heat_that_nearly_sets_things_alight_does_not(danger: str, weather: str) -> None:
    assert level(danger) == 2
    assert level(weather) == 0
