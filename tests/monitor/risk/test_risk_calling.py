"""A danger for which somebody calls is urgent, whatever it is; what it is likened to, or compared with, is not it."""

from __future__ import annotations

import pytest
from risks import UNSURE, judged, level

from monitor.learned.blend import blended
from monitor.learned.model import UNIT
from monitor.records import CATEGORIES
from monitor.risk import Verdict
from monitor.risk.calling import calls


def told(text: str, likely: int, category: str = "safety") -> Verdict:
    """The verdict where the wording has this level."""
    levels = [6 * UNIT if each == likely else 0 for each in range(4)]
    values = [UNIT if code == category else -6 * UNIT for code in CATEGORIES]
    return blended(judged(text), levels, values, lambda level: None, urgent=UNSURE)


@pytest.mark.parametrize(
    "text",
    [
        "缆车断了一根绳，两个工人悬在15楼外面，快叫消防",
        "货车的斗篷底下有人在敲，快找车主",
        "煤气灶关不上一直在嘶嘶响，家里就我和奶奶，咋办",
        "堡坎在往下垮石头，越垮越多，2栋底层的赶紧出来",
        "孩子被果冻堵了嗓子眼，谁会海姆立克快来3栋",
    ],
)
def test_a_danger_that_only_the_wording_tells_is_urgent_where_somebody_calls(text: str) -> None:
    assert told(text, 2).risk.urgent
    assert not told(text, 1).risk.urgent


@pytest.mark.parametrize(
    "text",
    [
        "上次着火多亏小谭喊快叫119",
        "如果有人悬在外面，应当快叫消防",
        "救命，楼下的猫太可爱了，快来人摸",
        "昨天两个工人悬在15楼外面，已经救下来了",
    ],
)
def test_what_is_past_taught_or_a_joke_calls_nobody(text: str) -> None:
    assert not judged(text).beside().calls or level(text) == 0


def test_a_danger_that_the_rules_tell_is_urgent_where_somebody_calls() -> None:
    risk = judged("消防车被门口乱停的车堵住进不来，哪些是你们的车赶紧挪").risk
    assert (risk.level, risk.urgent) == (2, True)
    assert not judged("上周消防车被乱停的车堵住进不来").risk.urgent


@pytest.mark.parametrize(
    ("real", "played"),
    [
        ("像看恐怖片一样，电梯唰地掉下去，我同事腿断了", "游戏里电梯掉下去，我队友腿断了"),
        ("跟电影里一样，他直接从窗户跳下去了，地上全是血", "剧里他从窗户跳下去了，地上全是血"),
        ("不是拍戏，真有人从楼上跳下来了", "群演在楼下拍戏，有人从楼上跳下来"),
    ],
)
def test_what_is_like_a_play_or_said_to_be_none_is_real(real: str, played: str) -> None:
    assert level(real) == 3
    assert level(played) == 0


def test_a_shop_for_games_burns_as_any_other() -> None:
    risk = judged("剧本杀店着火了，就在商铺二楼，人还没全出来").risk
    assert (risk.level, risk.urgent) == (2, True)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("对面小区的吊车倒了，砸到我们3栋，二楼有人受伤", "对面小区的吊车倒了，砸死一个人"),
        ("隔壁小区着火，火星飘过来把我们6栋的棚子点着了", "隔壁小区着火，棚子点着了"),
        ("物业强制收装修垃圾清运费1200元，不交不给开工许可，别的小区才400", "别的小区物业强制收装修垃圾清运费"),
        ("我在别的小区住过，从没见过保安这样骂业主的", "我朋友小区保安骂业主，还好我们物业不这样"),
    ],
)
def test_what_reaches_us_or_is_compared_with_us_is_ours(ours: str, theirs: str) -> None:
    assert level(ours) >= 2
    assert level(theirs) == 0


def test_praise_of_others_is_none_of_us() -> None:
    assert judged("电梯天天坏，别的小区物业早修好了").frame is None
    assert judged("电梯坏了物业早修好了，点赞").frame == "praise"


def test_what_is_complained_of_to_us_is_not_told_of_elsewhere() -> None:
    text = "隔壁小区电梯掉下来了，我们没事"
    assert judged(text).frame == "elsewhere"
    assert judged(text, kind="complaint").frame != "elsewhere"


def test_what_stands_behind_the_turn_is_told() -> None:
    risk = judged("物业说是例行检修，可电梯里还关着人呢").risk
    assert (risk.level, risk.urgent) == (2, True)
    assert level("物业说是例行检修，电梯停用两小时") == 0


def test_who_thanks_for_a_rescue_tells_of_no_harm_of_today() -> None:
    assert level("谢谢救命的保安师傅，昨天我妈晕倒多亏他") == 0
    assert level("我妈晕倒在大堂，物业没人管") == 3


@pytest.mark.parametrize(
    ("now", "over"),
    [
        ("电动车在屋里充电鼓包了，一直冒白烟", "昨晚电动车在屋里充电，一直冒白烟，泼水灭了"),
        ("煤气灶关不上一直在嘶嘶响，咋办", "如果煤气灶一直嘶嘶响，咋办"),
        ("有个男的翻进一楼人家院子了，屋里就一个小姑娘，快来人", "翻进院子的人抓到了，感谢保安"),
        ("有个阿婆企喺天台边度喊，话唔想做人", "阿婆企喺天台边，救咗落嚟，没事"),
        ("车里锁了个小宝宝，脸都红了，快找车主", "宝宝锁车里那次，消防十分钟就到了，谢谢"),
        ("缆车断了一根绳，两个工人悬在15楼外面，快叫消防", "上周吊篮断绳，两个工人悬在外面，救下来了"),
        ("堡坎在往下垮石头，越垮越多，2栋底层的赶紧出来", "堡坎去年垮过石头，要求尽快加固"),
    ],
)
def test_who_calls_now_and_who_called_then(now: str, over: str) -> None:
    assert told(now, 2).risk.urgent
    assert not calls(over)


def test_a_call_is_urgent_only_beside_danger() -> None:
    assert not told("快来人啊，我家水管一直在响", 2, "service").risk.urgent


@pytest.mark.parametrize(
    ("grave", "harmless"),
    [
        ("生蚝有怪味，我和闺蜜拉到虚脱，去医院查是诺如", "昨晚海鲜自助吃到撑，差点走不动"),
        ("有人被货架压死了", "被房贷压死的日子也要笑着过"),
        ("昨晚我们小区有人被狗咬，狂犬病发作身亡", "【转】一男子在小区被狗咬伤三个月后狂犬病发作身亡，养狗的看看"),
    ],
)  # fmt: skip
def test_harm_and_what_is_passed_on_or_only_a_burden(grave: str, harmless: str) -> None:
    assert level(grave) == 3
    assert level(harmless) == 0


def test_an_engine_that_cannot_get_in_and_a_near_miss() -> None:
    blocked = judged("消防车被门口乱停的车堵住进不来，哪些是你们的车赶紧挪").risk
    assert (blocked.level, blocked.urgent) == (2, True)
    assert not judged("消防通道划线了，消防车演练进去很顺").risk.urgent
    assert level("门口大榕树冧咗落嚟，压住两部车，差少少砸到人") < 3
    assert level("儿子数学考了个核爆炸分数") == 0


def test_others_that_ours_is_measured_by_make_nothing_theirs() -> None:
    dear = judged("物业强制收装修垃圾清运费1200元，不交不给开工许可，别的小区才400")
    assert (dear.risk.level, dear.frame) == (2, None)
    assert judged("别的小区电梯坠落死了人，吓得我不敢坐").frame == "elsewhere"
