"""A holder of shares who refutes, weighs or outlives a charge makes none; one that is new stands beside all calm."""

from __future__ import annotations

import pytest
from risks import judged, level

from monitor.learned.blend import blended
from monitor.learned.model import UNIT
from monitor.records import CATEGORIES


@pytest.mark.parametrize(
    "text",
    [
        "做空报告我逐条对了一遍，没看到新东西，今天又加了两手，感谢送筹码",
        "看多的说现金奶牛，看空的说应收暴雷，两边的帖子我都读了，仓位三成，睡得着",
        "摘牌、私有化、溢价18%，条款没坑小股东，下月股东会我去投票",
        "停牌一天是为了发收购公告，明早复牌",
        "问询函的回复我看了三遍，客户名单、账龄、坏账准备都有，疑点消了",
        "清盘呈请已经撤回，债务和解了，最坏的时候过去了",
        "公告看完：商誉减值2.1亿，不影响现金流和派息，高开低开都不动",
        "业绩预亏公告出了，股价不跌反涨，利空出尽，今天站上年线",
        "有人发帖说退市，我查了，财务指标全合格，喊退市的歇歇吧",
    ],
)
def test_a_charge_that_is_laid_to_rest_is_none(text: str) -> None:
    assert level(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "做空报告我逐条对了一遍，关联交易那几条全是真的，账上现金对不上，快跑",
        "看多看空都别吵了，虚增利润三个亿，公告出来了",
        "私有化价格比净资产还低四成，大股东明抢，股东会我去投票反对",
        "停牌核查，说是收入造假，我满仓被关里面了",
        "问询函的回复我看了，漏洞百出，应收账款十五亿去向不明",
        "清盘呈请下周开庭，债权人不肯撤，股价今天又崩了20%",
        "商誉减值一次性提完？又爆出大股东占用资金8亿",
        "我加仓了，当天晚上公告实控人被采取强制措施",
        "利空出尽？刚爆出虚增收入，明天继续跌停",
        "债务重组通过了，条件是物业公司账上18亿现金划走给母公司",
    ],
)
def test_a_charge_that_is_new_stands(text: str) -> None:
    assert level(text) == 3


def _worded(text: str) -> int:
    """The level where the wording is sure of a grave one by eight in ten."""
    levels = [0, -2 * UNIT, -2 * UNIT, 2 * UNIT]
    return blended(judged(text), levels, [0] * len(CATEGORIES), lambda _: None, urgent=-9 * UNIT).risk.level


def test_the_wording_alone_makes_no_grave_matter_of_it() -> None:
    assert _worded("评级没动，还是BBB-，展望由正面改稳定，别只看标题吓自己") == 0
    assert _worded("评级下去两级，展望也改了，别只看标题") == 3
