"""What frightened people write in a few words: the danger of now, told with what was before, and its everyday twin."""

from __future__ import annotations

import pytest
from risks import judged


@pytest.mark.parametrize(
    ("danger", "everyday"),
    [
        ("两天前刚年检的电梯，坠下来了，人在里面叫不应", "门口的按钮没反应，里面的人没动静，是在午睡"),
        ("轿厢卡住了，里面的人喊不应", "上次电梯卡住，里面的人喊不应，出来才知道戴着耳机"),
        ("昨晚还好好的，今早倒在地上叫不醒", "昨晚还好好的，今早闹钟叫不醒"),
        ("昨天还一起吃饭，刚才敲门没人应，从窗户看他倒在地上", "快递敲门没人应，放门口了"),
        ("早就说会出事，孩子掉井里", "昨天孩子掉井里，已经救上来了"),
        ("我老公又打我，上次把我打住院，救命", "我老公又打游戏，上次吵到半夜，救命"),
        ("消防演练结束后车库真着火了，两人呛伤", "消防演练结束后，大家说真着火也不怕"),
        ("扶梯夹住小孩的脚，商场广播找家长", "扶梯夹住小孩脚怎么办，安全课讲了"),
        ("孩子的脚被扶梯卡住了", "上周扶梯卡住，孩子的脚没事"),
    ],
)
def test_danger_told_beside_what_was_before_is_urgent(danger: str, everyday: str) -> None:
    assert judged(danger).risk.level >= 2
    assert judged(danger).risk.urgent
    assert not judged(everyday).risk.urgent


@pytest.mark.parametrize(
    ("taken", "everyday"),
    [
        ("一个小孩被陌生人带走了", "小孩被奶奶带走了"),
        ("有个孩子被陌生男人拉着往外走", "孩子被老师拉着往外走，排队放学"),
        ("小女孩被一个不认识的叔叔牵走了，哭着喊妈妈", "狗被陌生人牵走了"),
        ("孩子被个戴口罩的抱上车了", "孩子被陌生人逗笑了"),
    ],
)
def test_a_child_led_away_is_as_grave_as_harm(taken: str, everyday: str) -> None:
    assert (judged(taken).risk.level, judged(taken).risk.urgent) == (3, True)
    assert judged(everyday).risk.level < 2


@pytest.mark.parametrize("text", ["将来有人摔死了谁负责", "这么滑的地砖，将来老人摔死了谁负责", "以后砸死了人算谁的"])
def test_who_answers_for_deaths_to_come_tells_a_hazard(text: str) -> None:
    assert (judged(text).risk.level, judged(text).risk.urgent) == (2, False)
    assert judged("昨天老人摔死了，谁负责").risk.level == 3


@pytest.mark.parametrize(
    ("fright", "harm"),
    [
        ("孩子被没拴绳的狗追着跑", "孩子被没拴绳的狗追着跑，被咬了一口去打针了"),
        ("老人被流浪狗撵了一路", "老人被流浪狗撵，摔了一跤送医院"),
        ("小孩被狗扑倒了，没受伤，吓哭", "小孩被狗扑倒了，头磕破了"),
        ("小孩被狗扑倒了，毫发无伤", "小孩被狗扑倒了，在医院缝了三针"),
    ],
)
def test_whom_a_dog_only_frightened_is_not_hurt(fright: str, harm: str) -> None:
    assert judged(fright).risk.level == 2
    assert judged(harm).risk.level == 3


def test_a_chase_alone_is_no_harm_to_the_learned_judge() -> None:
    assert judged("孩子被没拴绳的狗追着跑").beside().unhurt
    assert not judged("孩子被没拴绳的狗追着跑，撞到车上").beside().unhurt
    for worse in ("被狗追得从楼梯滚下去，腿断了", "被狗追，老人心梗了，快叫120", "被狗追着跑，卡在栏杆里"):
        assert not judged(worse).beside().unhurt
        assert judged(worse).risk.level >= 2
