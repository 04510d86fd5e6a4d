"""What stands and what goes on now: blocked fire lanes, fires of last year, less dead than was said, people in need."""

from __future__ import annotations

from datetime import datetime

import pytest
from risks import judged, level

from monitor.judging.credibility import credibility
from monitor.records import Mention
from monitor.risk import calling, lane
from monitor.times import SHANGHAI


@pytest.mark.parametrize(
    ("standing", "now"),
    [
        ("消防通道被私家车堵死了，消防车根本进不来", "着火了！消防车被堵在南门口，那辆白色宝马车主快下来挪车"),
        ("消防通道又停满了车，真着火消防车开不进去的", "消防车在北门进不来，5栋厨房烧起来了，保安快开门"),
        ("这要是着火了消防车都进不来", "7栋冒黑烟，通道被堵，消防车绕不进来"),
        ("消防通道又被堵了，消防车都进不来，麻烦车主赶紧挪车", "消防车被乱停的车堵住进不来，哪些是你们的车赶紧挪"),
        (
            "上次着火消防车就是被堵在门口进不来的，到现在通道还停满车",
            "消防车来了进不来，通道上的车快点挪，15楼火还在烧",
        ),
        ("消防通道装了石墩，救护车消防车都开不进", "救护车被堵在地库口，我爸心梗，求车主挪车"),
    ],
)
def test_a_blocked_lane_is_urgent_where_it_burns(standing: str, now: str) -> None:
    assert not judged(standing).risk.urgent
    assert judged(now).risk.urgent
    assert lane.stands(standing)
    assert not lane.stands(now)


@pytest.mark.parametrize(
    ("heard", "none"),
    [
        ("网传小区死了3人不实，听说只有1个死了", "网传小区死了3人不实，一个都没死"),
        ("死三个是造谣，不过听保安说确实没了一个", "死三个是造谣，听保安说就是擦伤"),
        ("网上说死了三个是假的，听邻居讲就走了一个老太太", "网上说死了三个是假的，都没这回事"),
        ("网传5人遇难不实，实际听说2人遇难", "网传5人遇难不实，听说没人遇难"),
    ],
)
def test_less_that_is_heard_of_is_heard_of(heard: str, none: str) -> None:
    found = judged(heard)
    assert found.risk.level == 3
    assert "hearsay" in found.signs
    assert level(none) == 0


def test_what_is_stated_beside_what_is_denied_stands() -> None:
    assert level("网传3死不实，实为1人死亡") == 3


def _old(text: str) -> bool:
    said = Mention(id="w:1", source="weibo", text=text, published_at=datetime(2026, 11, 18, 12, tzinfo=SHANGHAI))
    return "old_news" in credibility(said, []).signs


@pytest.mark.parametrize(
    ("then", "today"),
    [
        ("去年这个时候3号楼那场火烧死两个人，还后怕，消防通道到今天也没通", "去年也是着火死了人，现在6楼又冒浓烟了"),
        ("前年3栋失火烧死一家人，物业到现在也没换过灭火器", "前年着火烧死过人，今天5栋又烧起来了"),
        ("五年前那场大火烧死三个人，现在楼道还堆满杂物", "五年前着过火，今天消防通道里躺着个人不动"),
        ("三年前跳楼的那个姑娘就是这栋的，现在天台门还是不锁", "三年前跳楼的那个姑娘就是这栋的，现在天台上又站着一个"),
        ("去年夏天泳池淹死过小孩，今年救生员还是不到位", "去年我爸在这电梯里摔死，物业到现在一分钱没赔"),
    ],
)  # fmt: skip
def test_what_is_wrong_today_makes_no_fire_of_last_year_one_of_today(then: str, today: str) -> None:
    assert _old(then)
    assert not _old(today)


@pytest.mark.parametrize(
    ("now", "harmless"),
    [
        ("有辆出租车栽进工地的基坑了，司机还在驾驶室里拍玻璃", "昨天那辆掉进坑里的出租车已经吊上来了"),
        ("我闺女把手指卡进洗衣机排水口拔不出来了", "孩子手指伸进缝隙一度拔不出，用肥皂水取下"),
        ("业主来电：孩子（4岁）在小区玩耍时不见踪影，已找半小时", "业主来电：孩子（4岁）想报名夏令营"),
        ("快递小哥被狗扑倒咬住腿不松口", "小狗咬住骨头不松口"),
        ("隔壁传来打老婆的声音，女的喊要出人命了", "隔壁装修打墙的声音吵死人了"),
        ("在花园晒太阳时突然捂胸倒下", "父亲心脏支架术后，想申请停车位"),
        ("树倒了砸中一个骑电动车的，人在树底下不动", "树倒了没砸到人，就是把路堵了"),
        ("老人在3单元楼道跌倒，自己站不起来", "怕老人在楼道跌倒，请装扶手"),
        ("清洁阿姨下到集水井里清淤，叫了几声没动静了", "集水井清淤要收业主钱吗"),
        ("一名老人走进来说找不到家，问什么都答不上来", "一名老人走进来问老年大学在哪里"),
    ],
)
def test_who_is_in_need_now(now: str, harmless: str) -> None:
    assert judged(now).risk.urgent
    assert not judged(harmless).risk.urgent


@pytest.mark.parametrize(
    ("dying", "tended"),
    [
        ("护工说老太太噎住了，脸都憋紫了", "孩子吞了硬币，脸都紫了，拍出来又红回来"),
        ("师傅从梯子上栽下来，眼睛翻白", "师傅从梯子上栽下来，抬上救护车时眼睛翻白"),
        ("安全绳断了，人吊在外墙上晃", "人吊在外墙上晃了一小时，放下来了"),
        ("门口有人抽搐，谁是医生", "我家狗抽搐了一夜"),
    ],
)
def test_who_may_be_dying_calls_for_help(dying: str, tended: str) -> None:
    assert calling.calls(dying)
    assert not calling.calls(tended)
