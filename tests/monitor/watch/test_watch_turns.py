"""What is new is told in its own words: the first word of harm, the gravest of what has come; no question heads it."""

from __future__ import annotations

import msgspec
import pytest
from dangers import call, ended, harmed
from histories import judged, run

from monitor.learned import blend
from monitor.records import Part
from monitor.watch.attested import toll, wording
from monitor.watch.owed import nextstep
from monitor.watch.words import footing


def worded(assessment):
    """Its level rests on the wording as a whole: no term of that level."""
    part = Part(part=f"{blend.WORDING}: level {assessment.risk.level}", points=50.0, quote=assessment.mention.text)
    return msgspec.structs.replace(assessment, risk=msgspec.structs.replace(assessment.risk, hits=[], parts=[part]))


MISSING = judged("g:1", 0, 2, ["safety"], text="3栋的外婆早上出门到现在没回来", keywords=["外婆", "走失"], urgent=True)
ASKED = worded(
    judged("g:2", 1, 3, ["safety", "legal"], text="婆婆找到没得？派出所那边监控咋说", keywords=["婆婆", "走失"])
)
BODY = judged(
    "g:3", 2, 3, ["safety", "casualty"], text="湖里浮起来一个穿红衣服的，我报警了", keywords=["走失", "红衣服"]
)


def _harm(assessment):
    return msgspec.structs.replace(
        assessment,
        risk=msgspec.structs.replace(
            assessment.risk, hits=[msgspec.structs.replace(assessment.risk.hits[0], category="casualty")]
        ),
    )


def test_the_first_word_of_harm_is_a_turn_whatever_the_grade_was():
    step = run([MISSING, ASKED, _harm(BODY)])
    found = step.alerts[-1]
    assert (found.transition, found.grade, found.why[0].rule) == ("reminded", 3, "casualty_now")
    assert "湖里浮起来" in found.headline
    assert "湖里浮起来" in found.change
    more = _harm(
        judged("g:4", 2.2, 3, ["safety", "casualty"], text="湖边围了好多人，抬上来了", keywords=["走失", "红衣服"])
    )
    later = run([MISSING, ASKED, _harm(BODY), more]).alerts
    assert [each.why[0].rule for each in later].count("casualty_now") == 1


def test_a_question_heads_no_alert_over_a_plain_statement():
    step = run([MISSING, ASKED])
    assert step.alerts[1].grade == 3
    assert "外婆" in step.alerts[1].headline
    assert "监控咋说" not in step.alerts[1].headline
    stated = worded(judged("g:2", 1, 3, ["safety"], text="派出所来人了，把池塘围起来了", keywords=["外婆", "走失"]))
    assert "池塘" in run([MISSING, stated]).alerts[1].headline


def test_what_is_said_plainly_heads_what_only_the_wording_lets_guess():
    guessed = worded(judged("g:1", 0, 3, ["safety"], text="2栋电梯卡起了，我老汉在里头", keywords=["电梯"]))
    plain = judged("g:2", 1, 3, ["safety"], text="电梯把老人手臂夹断了", keywords=["电梯"])
    assert "夹断" in run([guessed, plain]).incidents[0].headline
    assert "卡起" in run([guessed, worded(plain)]).incidents[0].headline


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("婆婆找到没得？派出所那边监控咋说", True),
        ("是不是出人命了？", True),
        ("楼下怎么这么多警车？什么情况", True),
        ("三号楼有人掉下来了，物业人呢？", False),
        ("谁家孩子掉水里了，有没有人管", False),
    ],
)
def test_who_only_asks_states_nothing(text, is_one):
    assert footing.asks(worded(judged(text=text, level=3))) is is_one


def test_a_word_of_the_judge_is_known_as_such():
    assert footing.WORDING == blend.WORDING
    assert footing.worded(worded(judged()))
    assert not footing.worded(judged())


def test_what_has_grown_names_the_gravest_of_what_is_new():
    first = judged("a:1", 0, 3, ["market"], text="收到交易所问询函", keywords=["问询函"])
    small = judged("a:2", 4, 1, ["market"], text="问询函又来了，唉", keywords=["问询函"])
    grave = judged("a:3", 4.2, 3, ["market"], text="问询函的答复要延期，交易所又来催了", keywords=["问询函"])
    last = judged("a:4", 5, 1, ["market"], text="问询函怎么看", keywords=["问询函"])
    step = run([first, small, grave, last])
    grown = [each for each in step.alerts if each.why[0].rule == "grown"]
    assert any("：问询函" in each.change for each in grown)
    late = [each for each in step.alerts if "答复要延期" in each.change]
    assert late
    assert all("新增" in each.change for each in late)


@pytest.mark.parametrize(
    ("text", "harm"),
    [("电梯里抬出来一个，已经没有生命体征", toll.DEAD), ("头上缝了六针，住院了", toll.HURT), ("外卖放错了", toll.HURT)],
)
def test_how_surely_somebody_came_to_harm(text, harm):
    assert toll.harm_of(judged(text=text, level=3, categories=["casualty"])) == harm
    assert toll.harm_of(judged(text=text, level=2, categories=["safety"])) == toll.NOBODY


TOGETHER = [
    "业主聚集五十多人堵了物业办公室",
    "管理处门口依家企咗四五十个人，要佢饮一啖",
    "明早九点12号楼下集合，一起去住建局递材料",
    "李经理要走，被大家围住车子，僵起了",
    "模板发群里了，大家复制去投诉，一人一条",
    "咱们周六一起去售楼部讨说法，能去的接龙",
    "三十几户联名不交物业费",
    "商户拉横幅“还我电来”，保安围了一圈",
    "门口堵了两百多人，车都出不去",
    "全体业主拒交物业费，已经签名",
]
ALONE = [
    "派出所来了，人已经上车去医院了",
    "都别开门，毛巾打湿堵门缝，119我打了",
    "找到狗主人了，愿意赔，明天一起去派出所做个调解",
    "救护车到了，人抬上去了",
    "他自己去居委会谈好了，赔了两千",
    "用湿毛巾堵住口鼻，从楼梯走",
    "物业经理来看过了，说明天修",
    "民警在调监控",
]


@pytest.mark.parametrize("text", TOGETHER)
def test_what_people_do_together_is_told_as_such(text):
    known = judged("g:1", 0, 3, ["safety", "casualty"], text="12栋着火了，一人烧伤", keywords=["着火"])
    crowd = worded(judged("g:2", 0.4, 2, ["collective"], text=text, keywords=["着火"]))
    assert [each.why[0].rule for each in run([known, crowd]).alerts] == ["level_3", "collective_now"]


@pytest.mark.parametrize("text", ALONE)
def test_what_is_no_crowd_is_not_told_as_one(text):
    known = judged("g:1", 0, 3, ["safety", "casualty"], text="12栋着火了，一人烧伤", keywords=["着火"])
    alone = worded(judged("g:2", 0.4, 2, ["collective"], text=text, keywords=["着火"]))
    assert [each.why[0].rule for each in run([known, alone]).alerts] == ["level_3"]


THINGS = [
    "脸都黑了，衣服都烧没了", "门都炸没了", "电动车烧没了", "窗户玻璃全震没了", "雨棚吹没了", "家都烧没了",
    "头发烧没了，人没事", "车棚里的车都没了", "招牌被刮没了", "厨房烧没了",
]  # fmt: skip
PEOPLE = [
    "抬出来的时候人没了", "一家三口没了", "送到医院人已经没了", "老人当场没了", "人都烧没了",
    "昨晚那个师傅没了，才四十岁人就没了",
]  # fmt: skip


@pytest.mark.parametrize("text", THINGS)
def test_things_that_are_gone_are_no_dead(text):
    assert toll.of(judged(text=text))[0] == 0


@pytest.mark.parametrize("text", PEOPLE)
def test_people_who_are_gone_are(text):
    assert toll.of(judged(text=text))[0] > 0


def test_fewer_dead_and_more_hurt_is_no_worsening():
    one = judged("g:1", 0, 3, ["casualty"], text="3号楼爆炸，一人死亡", keywords=["爆炸"])
    two = judged("g:2", 0.2, 3, ["casualty"], text="3号楼爆炸，两个师傅烧伤，送医院的两人受伤", keywords=["爆炸"])
    change = run([one, two]).alerts[-1].change
    assert "说法不一" in change
    assert "加重" not in change
    three = judged("g:2", 0.2, 3, ["casualty"], text="3号楼爆炸，两人死亡", keywords=["爆炸"])
    assert "伤亡加重" in run([one, three]).alerts[-1].change


def test_the_press_that_only_heard_of_it_makes_no_talk_of_what_is_known():
    known = judged(
        "g:1", 0, 3, ["casualty"], text="7栋电梯滑下来，我老婆头破了", signs=["first_hand"], keywords=["电梯"]
    )
    paper = judged(
        "n:1", 0.5, 3, ["safety", "casualty"], text="网友爆料一电梯下滑，一人受伤", signs=["official_media", "hearsay"],
        keywords=["电梯"], source="news",
    )  # fmt: skip
    told = run([known, paper]).alerts[-1]
    assert (told.why[0].rule, told.confirmed) == ("press_now", "一手未证实")


def test_what_one_person_only_lets_guess_is_verified_first():
    one = worded(judged("g:1", 0, 3, ["casualty"], text="二楼那家好安静，灯亮了三天，门口有味道"))
    assert run([one]).alerts[0].first_step.startswith("先核实")
    for plain in (
        judged("g:1", 0, 3, ["casualty"], text="二楼那家的老人去世了"),
        msgspec.structs.replace(one, credibility=msgspec.structs.replace(one.credibility, signs=["first_hand"])),
        msgspec.structs.replace(one, mention=msgspec.structs.replace(one.mention, kind="complaint")),
    ):
        assert not run([plain]).alerts[0].first_step.startswith("先核实")


LETTER = (
    "锦澜花园小区2009年交付，归集住宅专项维修资金约612万元。业主委员会2016年成立，共有业主七百余户，长期由物业公司代为管理各项事务。"
    "公示照片中的签名经业主辨认，至少有31户非本人所签，属于伪造签名，其中两户户主早已去世。"
    "请主管部门彻查维修资金的使用，责令退还，追究伪造签名人员的责任。"
)


def _hits(text, *terms):
    one = judged(level=2, categories=["violation"], text=text)
    found = [
        msgspec.structs.replace(one.risk.hits[0], term=term, category="violation", start=at, end=at + len(term))
        for term in terms
        for at in range(len(text))
        if text.startswith(term, at)
    ]
    return msgspec.structs.replace(one, risk=msgspec.structs.replace(one.risk, hits=found))


def test_a_letter_is_quoted_with_what_it_charges_and_never_with_what_it_asks_for():
    quote = wording.quotation(_hits(LETTER, "维修资金", "伪造签名"))
    assert quote.startswith("公示照片中的签名")
    background = LETTER.replace("，属于伪造签名，其中两户户主早已去世", "").replace("伪造签名", "签名")
    assert wording.quotation(_hits(background, "维修资金")).startswith("锦澜花园小区2009年交付")
    short = "维修资金去哪了？请退还维修资金"
    assert wording.quotation(_hits(short, "维修资金")) == "维修资金去哪了？"


@pytest.mark.parametrize(
    ("text", "term", "quote"),
    [
        ("7栋炸了！！窗户都飞出来了，三楼在冒火", "冒火", "7栋炸了！！窗户都飞出来了，三楼在冒火"),
        (
            "井盖是塑料的，小孩一踩翻下去了！救上来了，呛了水",
            "呛了水",
            "井盖是塑料的，小孩一踩翻下去了！救上来了，呛了水",
        ),
        ("急！！下午四点在小区里玩不见的", "不见", "下午四点在小区里玩不见的"),
        ("电梯又坏了，报修没人理。刚才坠到底，一位大姐死了", "坠到底", "刚才坠到底，一位大姐死了"),
        ("天哪天哪！" + "这个楼道里一直有股味道我跟物业反映过好几次了都没有人来看过" * 2, "味道", None),
    ],
)
def test_of_what_is_cried_out_the_cause_is_quoted_too(text, term, quote):
    found = wording.quotation(_hits(text, term))
    assert found == quote if quote else found.startswith("这个楼道")


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("我妈没了，才五十八岁。消防泵是坏的，你们每年收的维保钱呢", "我妈没了"),
        ("电梯维保记录是假的。昨天掉下去的师傅今天走了，抢救无效。", "抢救无效"),
        ("消防通道被堵死。五个人因吸入浓烟送医。", "五个人"),
        # a death that nobody died is none, and what only might hurt is quoted with its charge
        ("消防泵是坏的，差点死人。你们每年收的维保钱呢", "消防泵"),
    ],
)
def test_the_harm_for_which_it_is_told_is_quoted(text, quoted):
    found = judged(text=text, level=3, categories=["safety", "casualty"])
    start = text.index("消防") if "消防" in text else 0
    hits = [msgspec.structs.replace(found.risk.hits[0], category="safety", start=start, end=start + 2)]
    found = msgspec.structs.replace(found, risk=msgspec.structs.replace(found.risk, hits=hits))
    assert quoted in wording.quotation(found)


def test_the_word_of_an_office_on_a_death_heads_what_it_had_said_before():
    early = judged(
        "g:1", 0, 3, ["casualty"], text="塌陷事故已救出1人送医，1人搜救中", keywords=["塌陷"], signs=["government"]
    )  # fmt: skip
    dead = judged(
        "g:2", 2, 3, ["casualty"], text="塌陷事故第2人已找到，无生命体征", keywords=["塌陷"], signs=["government"]
    )  # fmt: skip
    later = judged("g:3", 9, 3, ["casualty"], text="塌陷事故附近道路封闭", keywords=["塌陷"])
    step = run([early, dead, later])
    assert "无生命体征" in step.incidents[-1].headline
    assert "救出1人" in run([early, later]).incidents[-1].headline


def test_where_the_wording_gives_the_harm_the_gravest_word_of_risk_is_quoted():
    text = "这边停梯第一天，邻居还没脱险。希望以后报修有人管。"
    found = judged(text=text, level=3, categories=["service", "safety", "casualty"])
    start = text.index("希望以后报修")
    hit = msgspec.structs.replace(
        found.risk.hits[0], term="希望以后报修", category="service", start=start, end=start + 6
    )
    title = msgspec.structs.replace(hit, term="电梯事故", category="safety", field="title", start=2, end=6)
    named = msgspec.structs.replace(found.mention, title="因为电梯事故，我爬了二十六层")
    both = msgspec.structs.replace(found, mention=named, risk=msgspec.structs.replace(found.risk, hits=[title, hit]))
    assert wording.quotation(both) == "因为电梯事故，我爬了二十六层"
    # of one category the text goes before the title
    alike = msgspec.structs.replace(hit, category="safety")
    assert wording.quotation(
        msgspec.structs.replace(both, risk=msgspec.structs.replace(found.risk, hits=[title, alike]))
    ).startswith("希望以后报修")


def test_nobody_calls_an_ambulance_for_whom_the_same_words_say_to_be_in_hospital():
    lies = call("3栋大堂那个人没反应", level=3)
    told = run([lies, _harm(ended("3栋大堂醉酒男子已送医", building="3栋"))]).alerts[-1]
    assert (told.why[0].rule, told.urgent, told.first_step) == ("casualty_now", False, nextstep.NOBODY)
    hurt = _harm(harmed(call("3栋电梯里的人骨折了，快来", 0.2, "b", level=3)))
    told = run([lies, hurt]).alerts[-1]
    assert (told.why[0].rule, told.first_step) == ("casualty_now", "立即拨打120/119/110，负责人赶赴现场")
