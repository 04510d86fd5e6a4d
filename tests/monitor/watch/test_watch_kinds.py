"""Kinds of fact: what the law does, what a paper finds out and what moves the price, each told once."""

from __future__ import annotations

import pytest
from histories import judged, run

from monitor.watch.joining import kinds


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("市政府成立事故调查组", {"law:inquiry"}),
        ("住建局已约谈物业公司负责人", {"law:inquiry"}),
        ("警方依法控制项目经理等3人", {"law:custody"}),
        ("工程主管1人已被采取刑事强制措施", {"law:custody"}),
        ("涉嫌重大责任事故罪，检察院提起公诉", {"law:charge"}),
        ("市场监管局对其作出行政处罚决定，罚款5万元", {"law:penalty"}),
        ("住建局下发整改通知书，责令限期退还", {"law:penalty"}),
        ("法院已受理业主的起诉", {"law:court"}),
        ("法院裁定冻结银行存款", {"law:court"}),
        # what is asked for, feared or has not been done is none, nor is a fire that is under control
        ("请住建局立案调查", set()),
        ("要求公安机关拘留打人的保安", set()),
        ("再不修我们就要起诉了", set()),
        ("公安机关未立案", set()),
        ("火势已得到控制", set()),
        ("大家有没有想过起诉？会不会判决退钱", set()),
    ],
)
def test_what_the_law_does(text, found):
    assert kinds.of(judged(text=text, signs=["government"]), kinds.LAW) == found


def test_a_neighbours_words_are_of_the_law_only_where_they_were_judged_so():
    assert kinds.of(judged(text="保安被抓了", categories=["staff"]), kinds.LAW) == set()
    assert kinds.of(judged(text="保安被抓了", categories=["staff", "legal"]), kinds.LAW) == {"law:custody"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("塌陷前居民曾投诉27次", {"press:warned", "press:counted"}),
        ("居民此前多次向物业反映电梯异响", {"press:warned"}),
        ("记者发现该电梯检验已超期", {"press:record"}),
        ("物业被指瞒报伤亡，拒绝接受采访", {"press:concealed"}),
        ("事发时消防泵无法启动", {"press:fault"}),
        ("今晨一小区发生火灾，1人送医", set()),
        ("消防救援人员正在现场处置", set()),
    ],
)
def test_what_a_paper_finds_out(text, found):
    assert kinds.of(judged(text=text, signs=["official_media"]), kinds.PRESS) == found
    assert kinds.of(judged(text=text), kinds.PRESS) == set()


def test_a_halt_that_people_spoke_of_is_told_when_the_press_has_it_and_once():
    guba = judged("g:1", 0, 3, ["market"], text="公司被证监会问询了，真的话要停牌", keywords=["问询"])
    said = judged("g:2", 1, 3, ["market"], text="收到问询的公司停牌了，全完了", keywords=["问询"], author="b")
    paper = judged(
        "n:1", 2, 3, ["market"], text="被问询的公司暂停买卖", keywords=["问询"], signs=["official_media"], author="c"
    )  # fmt: skip
    again = judged(
        "n:2", 3, 3, ["market"], text="公司今起停牌", keywords=["问询"], signs=["official_media"], author="d"
    )  # fmt: skip
    told = [each.why[0].rule for each in run([guba, said, paper, again]).alerts]
    rules = [[why.rule for why in each.why] for each in run([guba, said, paper, again]).alerts]
    assert told.count("market_now") == 1
    assert sum("market_now" in each for each in rules) == 2


def test_a_paper_that_tells_of_more_harm_and_is_the_first_is_told_for_both():
    known = judged("g:1", 0, 3, ["casualty"], text="3栋起火，一人受伤送医", keywords=["起火"])
    paper = judged(
        "n:1", 1, 3, ["casualty"], text="3栋起火，5人受伤送医", keywords=["起火"], signs=["official_media"]
    )  # fmt: skip
    last = run([known, paper]).alerts[-1]
    assert [each.rule for each in last.why][:2] == ["toll", "press_now"]
    assert "官方媒体首次报道" in last.change
