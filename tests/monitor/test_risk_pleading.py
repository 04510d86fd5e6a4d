"""Who calls for help now is told at once, also where only the wording finds the danger."""

from __future__ import annotations

import pytest
from risks import UNSURE, judged, level

from monitor.learned.blend import blended
from monitor.learned.model import UNIT
from monitor.records import CATEGORIES
from monitor.risk.calling import calls

#: the wording holds it to be level 2, and of safety
SECOND = [-2 * UNIT, 0, 4 * UNIT, 0]
SAFETY = [UNIT if code == "safety" else -4 * UNIT for code in CATEGORIES]


@pytest.mark.parametrize(
    ("now", "over"),
    [
        ("车里锁了个小宝宝，脸都红了，快找车主", "宝宝锁车里那次，消防十分钟就到了，谢谢"),
        ("吊篮断了一根绳，两个工人悬在15楼外面，快叫消防", "上周吊篮断绳，两个工人悬在外面，救下来了"),
        ("堡坎在往下垮石头，越垮越多，2栋底层的赶紧出来", "堡坎去年垮过石头，要求尽快加固"),
        ("电动车在屋里充电鼓包了，一直冒白烟", "昨晚电动车在屋里充电，一直冒白烟，泼水灭了"),
        ("煤气灶关不上一直在嘶嘶响，咋办", "如果煤气灶一直嘶嘶响，咋办"),
        ("有个男的翻进一楼人家院子了，屋里就一个小姑娘，快来人", "翻进院子的人抓到了，感谢保安"),
        ("有个阿婆企喺天台边度喊，话唔想做人", "阿婆企喺天台边，救咗落嚟，没事"),
    ],
)
def test_danger_with_a_call_for_help_is_urgent(now: str, over: str) -> None:
    assert blended(judged(now), SECOND, SAFETY, lambda _: None, urgent=UNSURE).risk.urgent
    assert not calls(over)


def test_a_call_is_urgent_only_beside_danger() -> None:
    service = [UNIT if code == "service" else -4 * UNIT for code in CATEGORIES]
    call = "快来人啊，我家水管一直在响"
    assert not blended(judged(call), SECOND, service, lambda _: None, urgent=UNSURE).risk.urgent
    assert not blended(judged(call), [4 * UNIT, 0, 0, -2 * UNIT], SAFETY, lambda _: None, urgent=UNSURE).risk.urgent


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
