"""What was looked into and turned out to be nothing is denied; what was found to have happened is stated."""

from __future__ import annotations

import pytest
from risks import judged


@pytest.mark.parametrize(
    "text",
    [
        "关于3栋有人贩子抢小孩的传言，我局高度重视，经调取监控、走访住户，系家庭成员带离引发误会。",
        "昨晚朋友圈流传小区跳楼视频，经核实，该视频拍摄于外省某地，与我市无关。",
        "有网友称电梯坠落致2死，经现场勘查，电梯因断电停梯，乘客已安全离开，无人员伤亡。",
        "网上说的煤气爆炸是别的城市去年的旧闻，大家不要再转了",
        "有网友爆料小区泳池溺亡一名儿童，经属地派出所调取监控，未发现此类情况。",
        "近日流传“楼顶有人要跳楼”的视频，经民警核实，系工人检修太阳能，引发误会。",
        "【辟谣】网传“小区有人抢小孩”系谣言，经核查，该小区未发生此类警情，请广大市民不信谣不传谣。",
        "对群众反映的8栋燃气泄漏一事，燃气公司到场检测后确认为下水道异味，未发现燃气泄漏情况。",
    ],
)
def test_it_turned_out_to_be_nothing(text: str) -> None:
    verdict = judged(text)
    assert verdict.risk.level < 2
    assert "denial" in verdict.signs


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("网传火灾烧死5人，经核实，火灾致1人死亡，2人送医，无其他人员伤亡。", 3),
        ("有网友称小区有人坠楼，经警方核实，坠楼者系一名租户，已死亡，排除他杀。", 3),
        ("有市民反映3栋电梯困人，经消防救援，4名乘客安全离开电梯，其中1人受伤送医。", 3),
        ("网上传电梯出事，物业说经检查没有发现异常情况，今天电梯又坠了，我妈骨折送医", 3),
        ("有群众反映小区二次供水异味，经检测，余氯指标不合格，已责令停用清洗。", 2),
        ("听说有人跳楼，经过3栋的时候看到拉了警戒线，人已经没了", 3),
        ("有人反映电梯困人，经物业查看，没有发现人员，可里面还在喊救命", 2),
        ("群众反映5栋着火，经查看，火势很大，没有人员被困", 2),
        ("网传3栋有人跳楼，经了解情况属实，未造成其他人员伤亡", 3),
        ("群里有人说物业不管。孩子被电梯夹断了手指，物业调查后说没有发现异常", 3),
        ("有人反映电梯老抖，昨天我妈摔断了腿，物业检查后说没有发现问题", 3),
        ("市民反映小区水有异味，多人腹泻住院，经检测指标均合格", 3),
        ("有人说孩子掉进池塘，经过搜查没有发现人员，还在打捞", 2),
        ("有人爆料小区电梯坠落4人被困，经核实，无人员伤亡", 1),
        ("小区门禁已经修了三次还是坏，请物业处理", 1),
        ("请物业核查一下9栋漏水的事", 1),
    ],
)
def test_what_was_found_stands(text: str, least: int) -> None:
    assert judged(text).risk.level >= least


def test_a_notice_that_names_the_talk_in_its_heading_states_what_it_says_itself() -> None:
    heading = "关于网传云栖台电梯事故的说明："
    denial = "网传“多人死亡”不实，我司将依法追责"
    assert judged(f"{heading}昨日电梯发生故障，造成一名业主骨折，已送医治疗。{denial}").risk.level == 3
    assert judged(f"{heading}昨日电梯例行维保，停用两小时。{denial}").risk.level < 2
    assert judged("关于网传3栋电梯坠落致3人死亡的说明：经核实不实，请勿传播").risk.level < 2
