"""What somebody else says of people nobody knows is hearsay, whoever it is; of one's own, or seen, it is not."""

from __future__ import annotations

import pytest
from risks import judged


@pytest.mark.parametrize(
    "text",
    [
        "朋友说那边有人坠楼了",
        "同事说小区昨晚有人跳下来了",
        "邻居说8栋昨晚死人了，不知道啥情况",
        "老婆说大厦电梯摔死了人",
        "出租车司机说商场昨晚有人被捅死了",
        "刚才理发师跟我讲小区有人上吊了",
        "快递员讲11栋昨天有人坠楼",
        "朋友发我说商场有人坠楼",
        "我闺女她同学说小区有人跳楼了",
        "大家都说有人被烧死了",
        "朋友圈都说小区的自来水有毒，好几个人喝了进医院",
        "业主群都说昨晚死了人",
        "抖音上都在说商场有人坠楼",
        "群里炸了，说有小孩从楼上掉下来了",
        "小区好像出人命了，说是从22楼掉下来的",
        "小区貌似出人命了",
        "昨晚小区好像有个老人被烧死了",
        "小区似乎死了两个人",
        "小区说是有人从22楼掉下来没了",
        "小区死人了？看到朋友圈在传",
        "小区是不是出人命了，刚看到有人发",
        "刷到小区是不是有人跳楼了？",
    ],
)
def test_it_is_only_passed_on(text: str) -> None:
    assert "hearsay" in judged(text).signs


@pytest.mark.parametrize(
    "text",
    [
        "朋友在小区坠楼身亡",
        "好多人都说电梯迟早要出事，今天真的掉下来砸死了人",
        "邻居们都在说物业不好，今天我妈被电梯夹骨折了",
        "邻居被8楼掉下来的花盆砸死了",
        "保安说不赔，我妈被电梯门夹骨折了",
        "邻居说我妈摔倒的时候头撞在没盖的井口上，现在人在抢救",
        "朋友说得没错，电梯真的掉下来砸断了我的脚",
        "保安说小区有人跳楼，我下楼一看，人已经没气了",
        "保安说有人举报，收费室的人把我妈推倒骨折了",
        "13栋有人跳楼，邻居说是欠债，人就躺在我家楼下",
        "业主说电梯夹断了一个孩子的手指，物业不赔",
        "有人从22楼掉下来了，好像没气了",
        "7栋有人跳楼了，说是因为感情问题",
        "小区好像死了人，我楼下全是警车",
        "小区好像出人命了，我在楼下看到盖着白布",
        "7栋着火了，说是烧死一个",
    ],
)
def test_it_is_told_by_whom_it_befell_or_who_was_there(text: str) -> None:
    verdict = judged(text)
    assert verdict.risk.level >= 2
    assert "hearsay" not in verdict.signs
