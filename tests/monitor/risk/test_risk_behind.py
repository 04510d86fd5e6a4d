"""What stands right behind our name befell us, whatever the next clause speaks of; slight harm by what is ours."""

from __future__ import annotations

import pytest
from risks import judged


@pytest.mark.parametrize(
    ("ours", "others"),
    [
        ("阳光雅苑3栋又着火了，为什么不吸取教训", "阳光雅苑物业提示：近日电动车起火致3人死亡，请业主引以为戒"),
        ("阳光雅苑着火死了人，大家引以为戒", "阳光雅苑物业吸取电梯坠落事故教训，组织培训"),
        ("阳光雅苑外墙掉砖砸死人了，什么时候才能吸取教训", "近期多地发生高空坠物砸死人，阳光雅苑业主请引以为戒"),
        ("阳光雅苑电梯坠亡，和上次某地电梯坠亡一样", "某地小区着火死了三个，阳光雅苑的消防也该查查"),
        ("某地产公司在阳光雅苑的售楼部着火了，烧伤两人", "看了新闻，某地电梯坠亡，希望我们阳光雅苑的电梯一直平安"),
    ],
)
def test_a_lesson_from_our_accident_is_not_one_from_others(ours: str, others: str) -> None:
    told, aside = judged(ours, names=["阳光雅苑"]), judged(others, names=["阳光雅苑"])
    assert (told.risk.level >= 2, told.frame) == (True, None)
    assert aside.risk.level <= 1


@pytest.mark.parametrize(
    ("nicked", "everyday"),
    [
        ("快递柜门弹开刮到手背，破了点皮", "快递柜里的手套破了"),
        ("电梯关门撞到我肩膀，有点疼", "搬家自己撞到肩膀，有点疼"),
        ("花坛边的铁丝划破了手，贴了创可贴", "做饭切到手，贴了创可贴"),
        ("单元门夹到手，红了一片，没大碍", "单元门修好了，再也不会夹到手"),
        ("健身器材夹到手指，肿了一点", "安全课：健身器材夹到手怎么办"),
    ],
)
def test_whom_a_thing_of_the_estate_hurts_slightly_is_grade_2(nicked: str, everyday: str) -> None:
    assert judged(nicked).risk.level == 2
    assert judged(everyday).risk.level < 2


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("阳光雅苑3栋着火死了人，看到视频太惨了", "阳光雅苑业主转的跳楼视频，朋友小区的"),
        ("阳光雅苑电梯困人，孩子在同学家等妈妈", "我住阳光雅苑，昨晚着火死了三个人，表姐家小区"),
        ("阳光雅苑燃气泄漏，我在外地，家里只有老人，谁去看看", "阳光雅苑业主群，朋友小区有人跳楼死了"),
        ("阳光雅苑5栋燃气爆炸炸死两个人，我看新闻才知道", "阳光雅苑物业学习电梯坠亡事故，典型案例通报"),
        ("阳光雅苑外墙砖掉下来砸破头了，人家小区早修了", "阳光雅苑没出过事，外省那个小区电梯夹死了孩子"),
        ("阳光雅苑3栋有人跳楼，我当时在追剧", "阳光雅苑坠楼那集，我在追剧"),
        ("阳光雅苑有人坠楼，吓得我做梦都是那个画面", "阳光雅苑3栋着火死了人，昨晚做梦梦见的"),
        ("阳光雅苑3栋着火了，我队友都听到消防车", "阳光雅苑着火死了人，我在追剧，剧里的"),
        ("阳光雅苑泳池淹死一个孩子，据报道是七岁男孩", "阳光雅苑最近组织防火宣传，多地发生火灾致人死亡"),
    ],
)
def test_what_is_told_behind_our_name_befell_us_wherever_the_next_clause_looks(ours: str, theirs: str) -> None:
    told, aside = judged(ours, names=["阳光雅苑"]), judged(theirs, names=["阳光雅苑"])
    assert (told.risk.level >= 2, told.frame) == (True, None)
    assert aside.risk.level < 2


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("3栋着火死了人，看到视频太惨了", "表姐家小区3栋着火死了人"),
        ("3栋有人跳楼，刷到一个视频", "2栋昨晚死人那个，是老家那边的"),
    ],
)
def test_a_house_by_its_number_is_ours_unless_it_is_said_whose(ours: str, theirs: str) -> None:
    assert judged(ours).risk.level >= 2
    assert judged(theirs).risk.level < 2


@pytest.mark.parametrize(
    ("reaches", "talk"),
    [
        ("某地燃气爆炸，我们这也闻到味了", "某地燃气爆炸，我们这闻到味要及时报修"),
        ("某地燃气爆炸，我们这也闻到味了怎么办", "某地爆炸，我们小区没闻到味"),
        ("某地着火，我们这都是烟", "某地火灾，我们小区楼道都是烟头"),
        ("某地火灾，楼下全是烟", "某地着火，我们小区闻到烧焦味了吗"),
        ("某地爆炸，我家也有味", "某地燃气爆炸，我们小区要重视"),
        ("某地化工厂爆炸，我们这边有股怪味", "某地电梯坠落，我们小区电梯也有味"),
    ],
)
def test_what_befell_somewhere_is_told_where_we_smell_it_too(reaches: str, talk: str) -> None:
    told = judged(reaches)
    assert (told.risk.level, told.frame, told.risk.urgent) == (2, None, True)
    assert judged(talk).risk.level < 2
