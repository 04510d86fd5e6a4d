"""Who lives there answers a rumour; and a thing that is a fake takes nothing back."""

from __future__ import annotations

import pytest

from tests.monitor.test_risk_families import level


@pytest.mark.parametrize(
    "text",
    [
        "说我们小区死人了的那位，我就住这栋，啥事没有，别乱传",
        "楼上说物业卷款跑路的，我今天还在前台交的停车费，人都在，别瞎传",
        "说我们楼有人跳楼的那个，我就住这单元，啥事没有",
        "说电梯掉下来摔死人的，我天天坐，好好的，别乱说了",
        "谁说我们小区死人了，我就住这栋，什么事都没有，别瞎传",
        "网传电梯坠落的消息是假的",
        "刚才电动车棚冒烟，是老赵在棚子后头熏腊肉",
        "管道井冒白烟，是师傅在用烟饼测漏风",
        "谁说着火了？我就在这栋，是炖肉糊锅了",
        "说楼下着火的那个，别造谣了，就是烧烤的烟",
        "保安打死人的事是假的，大家别传",
        "昨晚着火死人的消息都是假的",
    ],
)
def test_what_a_neighbour_denies(text: str) -> None:
    assert level(text) == 0


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("楼上着火了，是烧烤店的煤气罐炸了", 2),
        ("阳台冒烟，是晒的被子点着了", 2),
        ("谁说着火不要紧？我家都烧没了", 2),
        ("网上说死了三个是假的，只有一个师傅去世", 3),
        ("说没事的那位，我就住这栋，真死人了", 3),
        ("说我们小区没事的别乱传了，我亲眼看到死人了", 3),
        ("今早三栋有人跳楼身亡，请大家别乱传视频", 3),
        ("说有人跳楼的那位，我也看到了，就在三栋，人已经死了", 3),
        ("邻居说有人跳楼死了，我在家啥都没听见", 3),
        ("物业说着火了，我家啥都没有了", 2),
        ("楼道灭火器都是假的，着火了怎么办", 2),
        ("小区又着火了，灭火器全是假的，压根喷不出来", 2),
        ("电梯困人，维保记录都是假的", 2),
        ("消防栓全是假的，着火烧死了两个人", 3),
        ("电梯坠落摔死人了，年检标志是假的", 3),
    ],
)
def test_what_stands_beside_such_words(text: str, least: int) -> None:
    assert level(text) >= least
