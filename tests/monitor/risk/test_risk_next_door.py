"""What befell ours stands, whoever next door noticed it; what befell those next door is not ours."""

from __future__ import annotations

import pytest
from risks import judged

NAME = "锦屿湾"


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("锦屿湾着火了，对面的酒店都看得到浓烟", 2),
        ("锦屿湾着火了，隔壁小区的人都跑出来看", 2),
        ("锦屿湾燃气爆炸，隔壁小区都听到了", 2),
        ("锦屿湾煤气爆炸，对面的学校都疏散了", 2),
        ("锦屿湾有人跳楼，隔壁小区的人都围过来看", 3),
        ("锦屿湾电梯坠落砸死一个人，人送到旁边的医院没救回来", 3),
        ("锦屿湾有个老太太摔断腿，送到对面医院去了", 3),
        ("锦屿湾外墙掉砖砸中了隔壁学校的学生，头破了", 3),
        ("锦屿湾7栋着火，火都烧到旁边的小区了", 2),
        ("锦屿湾爆炸，炸到隔壁小区，好几个人受伤", 3),
        ("锦屿湾的电梯天天困人，旁边的小区从来没有", 2),
        ("锦屿湾有人跳楼，附近医院的救护车来了", 3),
        ("附近医院的救护车来了，锦屿湾3栋有人跳楼", 3),
        ("锦屿湾附近的小孩都来玩，泳池淹死了一个", 3),
    ],
)
def test_what_next_door_only_notices_is_ours(text: str, least: int) -> None:
    assert judged(text, names=[NAME]).risk.level >= least


@pytest.mark.parametrize(
    "text",
    [
        "锦屿湾附近的大学城昨天有人跳楼，唉",
        "锦屿湾附近的酒店昨晚着火死了三个人",
        "锦屿湾对面那个小区昨晚着火了，烧死一个人",
        "锦屿湾隔壁的酒店有人坠楼身亡",
        "锦屿湾旁边的工地塔吊倒了压死两个人",
        "锦屿湾没事，隔壁小区燃气爆炸了",
        "锦屿湾的业主别慌，着火的是隔壁小区",
        "听锦屿湾业主讲有人跳楼了，隔壁小区的",
    ],
)
def test_what_befell_those_next_door_is_not_ours(text: str) -> None:
    assert judged(text, names=[NAME]).risk.level < 2


def test_a_name_that_is_but_a_landmark() -> None:
    assert judged("锦屿湾附近的大学城昨天有人跳楼，唉").risk.level == 0
    assert judged("救护车从附近的医院来了，3栋有人跳楼").risk.level == 3
    assert judged("附近医院说人没救回来，就是3栋跳楼的那个").risk.level == 3


def test_what_comes_from_next_door_or_is_seen_there_is_ours() -> None:
    assert judged("隔壁的酒店着火，火烧到我们楼").risk.urgent
    assert judged("锦绣府着火了，对面的酒店都看得到").risk.level == 2
    assert judged("附近一家医院说我妈不行了，她被电梯砸的").risk.level == 3
    assert judged("旁边那家酒店有人掉下来砸中我孩子").risk.level == 3
    assert judged("隔壁学院的学生在我们电梯里被困").risk.urgent
    assert judged("隔壁酒店的煤气味窜到我们楼道").risk.urgent
    assert judged("附近某处工厂爆炸，窗户都震碎了").risk.urgent
    assert judged("隔壁小区电梯坠了，在我们业主群传开了").risk.level < 2
    assert judged("隔壁小区在我们对面，着火了").risk.level < 2
    assert judged("隔壁的酒店着火，烟好大").risk.level < 2
    assert judged("附近一家医院又死了人").risk.level < 2


@pytest.mark.parametrize(
    ("danger", "theirs"),
    [
        ("隔壁宾馆着火，快救人", "听说隔壁宾馆着火了，我们这没事"),
        ("学院学生坠楼，落在小区里", "隔壁学院学生坠楼，新闻都报了"),
        ("旁边学校的学生跳楼，掉在我们小区里", "旁边大学的学生跳楼，唉"),
        ("隔壁工地塌了，埋了人快救人", "隔壁工地塌了，说是上个月的事"),
        ("对面酒店有人跳楼，掉在我们车棚上", "对面酒店有人跳楼，听说赔了一百万"),
        ("旁边工地塔吊倒了，砸到楼上", "旁边工地塔吊倒了，砸到他们自己板房"),
        ("隔壁小区着火，烧过来了", "隔壁小区着火了，我们物业也要查查消防"),
        ("对面工厂着火，烟大得我们喘不上气", "对面工厂着火，网上都有视频"),
    ],
)
def test_who_calls_for_help_next_door_or_what_falls_into_ours_is_ours(danger: str, theirs: str) -> None:
    assert judged(danger).risk.level >= 2
    assert judged(theirs).risk.level < 2


@pytest.mark.parametrize(
    ("danger", "theirs"),
    [
        ("外地车在小区门口撞死人了", "外地车占了我车位"),
        ("外地人在小区里打死人了", "外地工厂打死人了"),
        ("美国籍的业主从12楼跳下来了", "美国高层着火，好可怕"),
        ("英国斗牛犬咬掉孩子耳朵", "英国火车站有人被砍"),
        ("海外回来的业主在家烧炭了", "海外留学生烧炭的新闻"),
        ("外地打工的儿子回来把妈杀了，6栋", "外地一个儿子把妈杀了"),
        ("闺蜜住8栋，她家着火了", "闺蜜住的小区昨晚着火了"),
        ("我朋友家着火了，就在3栋", "我朋友家着火了，在河南"),
        ("老同学住隔壁楼，刚跳楼了", "表弟家小区有人跳楼"),
        ("看到视频里3栋着火了，是我们小区", "看到视频里外地小区着火，幸好不是我们小区"),
        ("不是我们这栋，是5栋着火", "不是我们小区，是隔壁小区着火"),
        ("不在我们小区正门，在后门砍人了", "不在我们小区，视频是外地砍人的"),
        ("旁边小区的人被砍，倒在我们门口", "旁边小区的人被砍，网上都是视频"),
        ("隔壁村的人来小区打人，头打破了", "隔壁村的人打人，头打破了"),
        ("本人前日本人触电倒地", "日本人触电倒地的新闻"),
    ],
)
def test_whence_somebody_is_is_no_place_where_it_befell(danger: str, theirs: str) -> None:
    assert judged(danger).risk.level >= 2
    assert judged(theirs).risk.level < 2


@pytest.mark.parametrize(
    ("danger", "theirs"),
    [
        ("昨日本小区3栋着火", "昨天日本小区着火的视频"),
        ("近日本楼电梯坠落伤人", "近日日本电梯坠落伤人"),
        ("窗外地上躺着一个人，跳楼的", "外地有人跳楼"),
        ("户外地下车库着火", "外地下暴雨，地库淹死人"),
        ("相邻区域着火，烧到车棚", "邻区一小区着火"),
        ("隔壁区域电梯坠落，有人受伤", "隔壁区有人受伤"),
        ("这一片中间那栋着火了", "片中那栋楼着火了"),
    ],
)
def test_a_place_that_two_words_only_spell(danger: str, theirs: str) -> None:
    assert judged(danger).risk.level >= 2
    assert judged(theirs).risk.level < 2


def test_a_builders_estate_next_door_is_none_of_ours() -> None:
    for said in ("隔壁的万科金域，电梯掉下来摔伤三人", "对面保利香槟着火了", "旁边龙湖天街有人跳楼"):
        assert judged(said).risk.level < 2
    for said in ("隔壁的万科业主说我们小区有人跳楼", "隔壁万科的业主说我们电梯掉下来摔伤三人"):
        assert judged(said).risk.level >= 2
    assert judged("松园着火了，隔壁万科金域都看见了", names=["松园"]).risk.level == 2
