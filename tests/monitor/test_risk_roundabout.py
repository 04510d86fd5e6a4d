"""Grave matters told without their usual words, each beside harmless ones that share the unusual words."""

from __future__ import annotations

import pytest
from test_risk_borders import judged


def level(text: str) -> int:
    return judged(text).risk.level


@pytest.mark.parametrize(
    "text",
    [
        "死 人 了，救护车来了",
        "快来人啊死人了，就在北门楼下",
        "俺们楼下老王头咽了气，就因为救护车让石墩子挡住了",
        "孩子从九楼飞下来，楼下一滩血，现在拉了警戒线",
        "谁家媳妇从阳台下去了，120来了又空车走的",
        "阿姨触电弹出去老远，送到医院人已经走了",
        "雨棚砸下来，早餐店老板娘没了",
        "那场火夺走了楼上母女俩的命，通道到现在还堵着",
        "抬出来的两个人都盖着，看不清是谁家的",
        "邻居破门进去，老两口人都僵了",
        "小两口煤气中毒，今早怎么叫都没醒",
        "鱼池里漂着个小孩，是谁家的啊",
        "一家老小都没跑出来",
        "电梯口门一开他就踏进去，下面没轿厢，人掉到底了",
        "电梯井里有人，已经不动了",
        "物业停电，我奶奶的呼吸机停了，她老人家没熬过那个晚上",
        "我家姑娘那天说去小区泳池游泳，再也没有回来",
    ],
)
def test_death_that_is_not_called_so(text: str) -> None:
    assert level(text) == 3


@pytest.mark.parametrize(
    "text",
    [
        "热死人了，今天40度，物业大厅有冰水喝，赞",
        "笑死人了，楼下大爷跟狗吵架",
        "外卖送到都凉透了，小哥还给我打电话说保安不让进",
        "孩子期末考没撑过数学，哈哈",
        "鱼池里漂着几只小鸭子，好可爱",
        "我家猫从三楼阳台跳下去居然没事，真有九条命",
        "我妈从12楼下来取快递，顺便给保洁阿姨送了西瓜",
        "维修师傅说去拿工具，人走了就再也没回来，水还漏着",
        "这集太刀了，男主从楼顶跳下去再也没有醒过来，看哭",
    ],
)
def test_words_of_death_where_nobody_died(text: str) -> None:
    assert level(text) < 2
