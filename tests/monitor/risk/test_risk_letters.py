"""Letters of owners to offices: what is reported, followed, planned or feared, and what happened."""

from __future__ import annotations

import pytest
from risks import judged, level


@pytest.mark.parametrize(
    ("followed", "stalked"),
    [
        ("业主希望物业跟踪事情进展，尽快维修门禁", "物业的人跟踪女业主到单元门口，好害怕"),
        ("贵单位能否跟踪落实电梯维修", "晚上有人跟踪我回家，物业说没监控"),
        ("物业承诺跟踪处理漏水", "保安一路跟踪业主到车库"),
    ],
)
def test_who_follows_a_matter_stalks_nobody(followed: str, stalked: str) -> None:
    assert level(followed) <= 1
    assert level(stalked) == 2


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("外墙掉砖的事，江城时报对此进行了跟踪报道，物业照样不改", "外墙掉砖，希望时报跟踪报道，督促物业整改"),
        ("消防隐患去年已有晨报专题报道，公司仍不整改", "消防隐患请晨报专题报道，督促公司整改"),
        ("地库渗水（在3月2日的《江城晚报》上给予公开报道）至今未修", "地库渗水，想请晚报给予公开报道"),
        ("3月2日的晚间新闻中，房产局副局长表示尽快移交会所，至今没动", "看晚间新闻里说房价涨了，物业费也要涨"),
    ],
)
def test_a_paper_that_followed_a_matter_reported_it(told: str, asked: str) -> None:
    assert level(told) == 3
    assert level(asked) < 3


def test_what_is_done_in_time_is_no_paper() -> None:
    assert "media" not in judged("电梯坏了我们及时报修，报修后公开报道了维修名单").risk.categories


@pytest.mark.parametrize(
    ("figure", "blow"),
    [
        ("踩着业主的血泪赚钱的物业", "保安踩着业主的头，业主满脸是血"),
        ("物业喝业主的血汗钱，拉扯了半年", "保安拉扯业主，业主流血了"),
    ],
)
def test_tears_of_blood_are_no_wound(figure: str, blow: str) -> None:
    assert level(figure) < 3
    assert level(blow) == 3


@pytest.mark.parametrize(
    ("named", "gathered"),
    [
        ("据几百业主的调查，房子没有达到交付标准", "几百业主堵在售楼部门口要求退房"),
        ("几百业主翘首以盼，幼儿园还没开", "几百业主今天在营销中心静坐"),
        ("几百业主报名了运动会", "几百业主到现场拉横幅"),
    ],
)
def test_hundreds_of_owners_are_a_crowd_where_they_gather(named: str, gathered: str) -> None:
    assert level(named) < 3
    assert level(gathered) == 3


@pytest.mark.parametrize(
    ("grounds", "befell"),
    [
        ("全国已发生多起小孩坠亡事故，请开发商给连廊装窗", "我们小区已发生多起高空抛物砸伤人的事故，请物业重视"),
        ("近期很多小区发生数起小孩坠楼身亡的事故，希望加高护栏", "4月1日我们小区发生小孩坠亡，要求封闭外廊"),
        (
            "东湖苑、西湖苑、南湖苑，上述小区均发生小孩坠亡事故，要求封闭外廊",
            "近期我小区多次发生小孩坠楼死亡，要求装护栏",
        ),
    ],
)
def test_accidents_elsewhere_are_the_grounds_of_a_request(grounds: str, befell: str) -> None:
    assert judged(grounds).risk.level == 2
    assert "casualty" not in judged(grounds).risk.categories
    assert level(befell) == 3


@pytest.mark.parametrize(
    ("feared", "befell"),
    [
        (
            "两户的门对着开，以后住户开门撞伤邻居怎么办，不要等出事再处理",
            "两户的门对着开，昨天开门撞伤了邻居，缝了三针",
        ),
        ("今后电梯门夹伤孩子谁负责，请尽快检修", "收房以后电梯门夹伤我女儿，谁来负责，请尽快检修"),
        ("走廊没有窗，老人摔伤是迟早的事", "走廊没有窗，老人摔伤了，物业不管"),
        ("将来车位上的砖砸伤孩子谁负责", "自从那以后孩子就被砸伤过，物业不负责"),
    ],
)
def test_what_a_later_day_may_bring_has_hurt_nobody(feared: str, befell: str) -> None:
    assert judged(feared).risk.level == 2
    assert "casualty" not in judged(feared).risk.categories
    assert level(befell) == 3


@pytest.mark.parametrize(
    ("planned", "gathered"),
    [
        ("不得已我们几百户业主计划组织聚众示威", "昨天几百户业主聚众示威"),
        ("再不退钱几百业主就去堵路", "不退钱，几百业主已经堵路了"),
    ],
)
def test_a_gathering_that_is_planned_is_no_crowd(planned: str, gathered: str) -> None:
    assert judged(planned).risk.level == 2
    assert level(gathered) == 3


@pytest.mark.parametrize(
    ("office", "few"),
    [
        ("我们300多名业主代表去市政府上访", "有3名业主去市政府上访"),
        ("昨天两百多户业主到区住建局集体讨说法", "两百多户业主的诉求，请区住建局讨论答复"),
        ("500名业主前往信访局静坐", "我们500名业主打算去信访局静坐"),
    ],
)
def test_hundreds_before_an_office_are_a_crowd(office: str, few: str) -> None:
    assert level(office) == 3
    assert level(few) < 3


def test_a_sit_in_that_is_answered_with_fists() -> None:
    assert level("业主在营销中心静坐维权，工作人员竟挥起拳脚打向老人") == 3
    assert level("跆拳道班的孩子挥起拳脚，老人看得直乐") < 3


def test_the_police_come_to_a_clash_a_clause_later() -> None:
    assert level("因业委会投票，双方发生激烈冲突，当晚派出所派了5、6台警车") == 3
    assert level("警车来小区门口做反诈宣传") < 3


def test_who_is_ill_or_drunk_or_was_lost_long_ago_befell_nothing_here() -> None:
    assert level("父亲每天吃饭，住院日常开支很大，停车费还要涨") < 3
    assert level("父亲在大堂摔倒住院，物业不管") == 3
    assert level("我从小父亲就去世，一个人还贷，开发商至今不交房") < 3
    assert level("这是逃生楼梯还是奔向死亡的楼梯") < 3
    assert level("有酒客呕吐在电梯里，物业不清理") < 3
    assert level("多名业主饮用水箱的水后呕吐住院") == 3


@pytest.mark.parametrize(
    ("others", "ours"),
    [
        (
            "连廊的隐患各类新闻媒体相继报道，部分楼盘已解决，我们还没动",
            "我们小区连廊的隐患新闻媒体相继报道，开发商还没动",
        ),
        ("白蚁成灾，业主向经视打电话报道后才有人来", "白蚁成灾，经视报道后才有人来"),
    ],
)
def test_coverage_of_others_and_calls_to_the_press(others: str, ours: str) -> None:
    assert level(others) < 3
    assert level(ours) == 3


def test_a_day_and_who_suffered_it_are_no_fear() -> None:
    told = "2024年10月19日，我家孩子在楼下玩耍时被门面老板养的狗咬伤，当时老板答应将狗送走，但一直拖着，"
    rest = (
        "我们打过几次热线，社区也来协调过，他每次都说马上办，可是到今天狗还是天天放在外面乱跑，"
        "邻居们都提心吊胆，老人出门都绕道，请有关部门依法处理，还大家一个安心的环境。"
    )
    assert level(told + rest) == 3
    assert level(told.replace("被门面老板养的狗咬伤，当时", "怕被狗咬伤，") + rest) < 3


@pytest.mark.parametrize(
    ("beside", "alone"),
    [
        ("电梯里有人被困半小时，报警后民警到场", "物业殴打业主的事，警方已立案调查"),
        ("高空抛物砸坏了车，警车来看了一眼", "开发商被住建局处罚，法院判决退款"),
        ("消防通道被堵，派出所来了也没人管，请查处", "物业因乱收费被市场监管局处罚"),
    ],
)
def test_police_that_came_are_no_case_of_law_beside_a_hazard(beside: str, alone: str) -> None:
    assert judged(beside).risk.level >= 2
    assert "legal" not in judged(beside).risk.categories
    assert "legal" in judged(alone).risk.categories


def test_who_calls_the_police_over_a_trifle_names_no_law() -> None:
    assert judged("楼上半夜跳绳，报警也没用，物业不管").risk.categories == ["service"]


def test_officials_that_only_shout_slogans_protest_against_nothing() -> None:
    assert "collective" not in judged("整改走过场，只会喊口号，绿化带还是荒着").risk.categories
    assert "collective" in judged("业主在售楼部门口喊口号").risk.categories


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("开发商答应的阅览室到现在没有回复，请领导过问", "violation"),
        ("开发商留下的物业公司到现在没有回复，请领导过问", "service"),
        ("开发商留下的门锁坏了，报修没有回复", "service"),
    ],
)
def test_whose_doing_it_is_that_a_letter_complains_of(text: str, category: str) -> None:
    assert judged(text, kind="complaint").risk.categories == [category]
    assert judged(text).risk.categories == ["service"]
