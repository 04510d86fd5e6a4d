"""What presses now, told without the usual word for it; answers and bare questions that do not."""

from __future__ import annotations

import pytest
from risks import UNSURE, judged, level

from monitor.learned.blend import blended
from monitor.learned.model import UNIT
from monitor.records import CATEGORIES
from monitor.risk.mild import closes
from monitor.risk.unreal import wished


@pytest.mark.parametrize(
    ("pressing", "idle"),
    [
        ("11栋又有一部不动了，里面关着个初中生，在拍门", "笼子里面关着个兔子，小朋友都来看"),
        ("有人在里面拍门喊救命，电梯停在五楼半", "隔壁装修，工人在里面砸墙"),
        ("东座同西座部𨋢都停咗，东座入面有人嗌救命，快啲叫人撬门", "部𨋢今日检修，行楼梯先"),
        ("监控看到婆婆进了后门那个人工湖旁边就没出来了", "球滚到河边就不见人影了，谁捡到了"),
        ("负一楼又有煤气味了，昨天不是说换了管子吗", "煤气味没有了，是楼下的榴莲"),
        ("12楼楼道呛得睁不开眼，烟从弱电井里冒出来", "烟雾测试，烟从电井里冒出来属正常"),
        ("地下车库闻到焦味，充电桩那边有噼啪声，还有火星子", "锅里噼里啪啦一股焦味，晚饭又糊了"),
        ("整栋楼晃了一下，我以为地震，7栋的快跑", "跑步团的快跑起来，冬天太冷了"),
        ("打起来咯，拿铁锹的都有，就在我家窗户底下", "游戏里两队打起来，我拿着铁锹冲上去"),
    ],
)
def test_what_presses_is_urgent(pressing: str, idle: str) -> None:
    assert (judged(pressing).risk.level, judged(pressing).risk.urgent) == (2, True)
    assert level(idle) < 2


@pytest.mark.parametrize(
    ("grave", "harmless"),
    [
        ("东座楼下躺着一个人，地上好多血，保安用伞挡着", "长椅上躺着个人，打着伞挡太阳睡得真香"),
        ("外婆走了。湖边护栏烂了也没人修，我报了三次", "外婆走了，家里就剩我，楼道灯坏了也懒得报"),
        ("【澜庭服务盘中跌超12%】旗下项目接连发生安全事故，公司未回应", "物业股跟着大盘跌超3%，没啥消息"),
    ],
)
def test_harm_told_without_its_word(grave: str, harmless: str) -> None:
    assert level(grave) == 3
    assert level(harmless) < 2


@pytest.mark.parametrize(
    ("danger", "harmless"),
    [
        ("白沙天地这破扶梯，上个月夹了小孩，今天又逆行", "熊孩子在扶梯逆行，家长也不管"),
        ("装修工私改燃气管，物业巡查天天来盖章", "燃气公司来改燃气管，物业全程陪同"),
        ("带着八个月的娃被物业停水，良心不会痛吗", "昨天管网检修停水，晚上才来"),
        ("就因为欠费把水表锁了，哪有这样的", "把水表拍照发给管家就能缴费"),
    ],
)
def test_danger_and_what_the_company_cuts_off(danger: str, harmless: str) -> None:
    assert level(danger) == 2
    assert level(harmless) < 2


def test_what_the_company_cuts_off_is_its_breach() -> None:
    assert "violation" in judged("带着八个月的娃被物业停水").risk.categories


def test_what_an_authority_is_asked_to_do_it_has_not_done() -> None:
    asked = "物业乱收停车费，请物价部门调查，责令退还多收的费用"
    assert "legal" not in judged(asked).risk.categories
    assert wished(asked) == [(16, 18)]
    assert "legal" in judged("住建局已约谈物业，责令限期退费").risk.categories
    assert wished("住建局已约谈物业，责令限期退费") == []


def test_a_gamblers_own_loss_is_none_of_the_company() -> None:
    assert judged("爆仓了，心态炸裂，老婆要跟我离婚", source="guba").risk.level == 0
    assert judged("大股东质押爆仓，公司还不公告", source="guba").risk.level == 3


def test_burnt_paper_is_no_funeral() -> None:
    assert level("小区垃圾桶旁天天有人烧纸钱，火星飘到电动车上，幸亏路过的人踩灭") < 3


GRAVE = [-2 * UNIT, 0, UNIT, 4 * UNIT]


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("婆婆找到没得？派出所那边监控咋说", 1),
        ("各位业主，7栋电梯已停用，维保部门正在检测，给大家带来不便深表歉意", 1),
        ("【网民留言答复】您反映的电梯问题已责令整改并重新检验合格，感谢您的监督。", 1),
        ("婆婆找到没得？派出所那边说人没了", 3),
        ("各位业主，昨日3号梯突然下坠，一人受伤送医，深表歉意", 3),
    ],
)
def test_no_wording_raises_an_answer_that_takes_leave_or_a_bare_question(text: str, most: int) -> None:
    casualty = [UNIT if code == "casualty" else -4 * UNIT for code in CATEGORIES]
    assert blended(judged(text), GRAVE, casualty, lambda _: None, urgent=UNSURE).risk.level == most
    assert closes(text) == (most == 1)


def test_what_is_but_heard_of_is_a_rumour_when_its_wording_does_not_speak_against_it() -> None:
    def told(text: str, rumor: int) -> list[str]:
        values = [UNIT if code == "casualty" else rumor if code == "rumor" else -4 * UNIT for code in CATEGORIES]
        return blended(judged(text), GRAVE, values, lambda _: None, urgent=UNSURE).risk.categories

    assert "rumor" in told("网传西座煤气爆炸致两人死亡", -UNIT)
    assert "rumor" not in told("网传西座煤气爆炸致两人死亡", -4 * UNIT)
    assert "rumor" not in told("西座煤气爆炸致两人死亡", -UNIT)
