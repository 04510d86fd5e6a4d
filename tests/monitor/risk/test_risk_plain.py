"""A few plain words: bare blows, a dark house, a ticket that is chased, what one nearly said, whom one asks after."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from risks import UNSURE, judged, level

from monitor.learned.blend import blended, sober
from monitor.learned.model import UNIT
from monitor.records import CATEGORIES, Sentiment
from monitor.risk import Verdict, plain
from monitor.risk.calling import dials, summons
from monitor.risk.degree import exaggerated

#: the categories that the wording holds for likely: none by itself
NONE_LIKELY = [-6 * UNIT] * len(CATEGORIES)


def worded(verdict: Verdict, *levels: int) -> Verdict:
    """The verdict beside a wording that weighs the four levels so, in natural logarithms."""
    return blended(verdict, [value * UNIT for value in levels], NONE_LIKELY, lambda _: None, urgent=UNSURE)


@pytest.mark.parametrize(
    ("blow", "harm"),
    [
        ("碧桂园的保安把送外卖的打了，脸上挨了两拳，视频我拍下来了", "保安把外卖小哥打了，脸上挨了两拳，眼眶骨折"),
        ("柳云台保安动手打了我老公，脸上挨了两拳", "柳云台保安动手打了我老公，脸被打出血缝了四针"),
        ("因为停车的事，保安给了隔壁老周一拳", "保安给了老周一拳，鼻梁骨断了"),
    ],
)
def test_a_blow_that_left_nothing_is_two(blow: str, harm: str) -> None:
    assert worded(judged(blow), -9, -9, 0, 0).risk.level == 2
    assert worded(judged(harm), -9, -9, 0, 0).risk.level == 3


@pytest.mark.parametrize("text", ["你们的维修工推了我一把，态度极其恶劣", "物业主管甩了我妈一个耳光，围观的人都看见了"])
def test_blows_of_staff_are_never_lowered(text: str) -> None:
    assert worded(judged(text), 2, 0, -4, -9).risk.level == 2


@pytest.mark.parametrize("text", ["管家给了我一把伞", "秩序员推着我的轮椅，给了门卫一把钥匙"])
def test_no_blows_of_staff(text: str) -> None:
    assert "staff" not in judged(text).risk.categories


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        (
            "5栋掉下来一块瓷砖，擦着我女儿的脸过去，划了一道口子，才四岁",
            "5栋掉下来一块瓷砖，擦着我女儿的脸过去，吓哭了",
        ),
        ("2栋楼下掉玻璃，把遛弯的小姑娘手背划开了", "2栋楼下掉玻璃，车漆划了一道"),
        ("人还活着，就是下半身没知觉了", "久坐一天，下半身没知觉了"),
        ("没有传的死三个那么多，就一个，是我们楼的大爷", "没有传的那么多，就一只，是我们楼的猫"),
        ("商场扶梯绞了脚，能找物业赔吗，孩子脚趾断了", "商场扶梯绞伤脚，业主要不要自己承担责任？"),
    ],
)
def test_harm_told_in_few_words(cut: str, whole: str) -> None:
    assert level(cut) == 3
    assert level(whole) < 3


def test_limbs_break_of_tiredness_only_in_talk() -> None:
    assert level("我累得腿都要断了") < 2
    assert level("没死，腿断了，在湘雅") == 3
    assert level("笑得我肚子疼，断气了") < 2


@pytest.mark.parametrize(
    ("complaint", "question"),
    [
        ("热水什么时候来啊，停一天了", "热水什么时候来呀，通知上说几点"),
        ("到底几点来水啊，停了一整天了", "泳池什么时候开放啊，去年是六月一号"),
        ("空调啥时候开，办公室热一个礼拜了", "这个票什么时候调入港股通？是不是要等到三月份"),
    ],
)
def test_who_waits_and_says_how_long_complains(complaint: str, question: str) -> None:
    assert worded(judged(complaint), 4, 0, -9, -9).risk.level == 1
    assert worded(judged(question), 4, 0, -9, -9).risk.level == 0


@pytest.mark.parametrize("text", ["催单", "还要等多久", "差评!!!!!!", "我不同意结案", "工单显示已关闭，问题根本没解决"])
def test_a_ticket_that_is_chased(text: str) -> None:
    verdict = judged(text, source="app", kind="complaint")
    told = worded(verdict, 4, 0, -9, -9)
    assert told.risk.level == 1
    assert sober(Sentiment(label="neutral", score=0.0), verdict, told.risk).label == "negative"


@pytest.mark.parametrize("text", ["麻烦取消工单，我自己弄好了", "维修质量过关，不用返工", "差评改好评"])
def test_a_ticket_at_rest(text: str) -> None:
    assert not plain.chases(text)


@pytest.mark.parametrize(
    ("dark", "more"),
    [
        ("我们7栋黑了", "我们7栋黑了，电梯里还关着人"),
        ("我们5栋也没电了", "我们5栋也没电了，我爸的呼吸机怎么办"),
        ("12栋停水了，有同款吗", "没暖气 我奶自己生的炉子 早上没醒"),
    ],
)
def test_a_dark_house_is_no_crowd(dark: str, more: str) -> None:
    assert worded(judged(dark), -9, 0, 2, -9).risk.level == 1
    assert worded(judged(more), -9, 0, 2, -9).risk.level == 2


def test_a_card_that_opens_nothing() -> None:
    assert worded(judged("电梯卡还是充不了，我妈八十了走上五楼，谁来管管啊"), -9, 0, 1, -9).risk.level == 1
    assert not plain.dead_card("没交车位管理费，电梯卡用不了了")


@pytest.mark.parametrize(
    ("relief", "matter"),
    [
        ("本来想投诉快递堆门口，下楼一看保安已经在搬了", "本来想投诉快递堆门口，下楼一看保安已经下班锁门了"),
        ("B座3楼的门没锁，我给锁了，丢东西别赖我", "B座3楼的门没锁，谁都能进，丢东西算谁的"),
        ("感谢物业，那天厨房着火要不是保安来得快就完了", "感谢邻居喊我，厨房着火了，物业的灭火器全是空的"),
        ("看了新闻说电梯夹死人，我以后都走楼梯", "我们小区电梯夹死人了，我以后都走楼梯"),
    ],
)
def test_what_was_put_right_or_is_not_here(relief: str, matter: str) -> None:
    assert worded(judged(relief), -1, 0, 1, -9).risk.level == 0
    assert worded(judged(matter), -1, 0, 1, -9).risk.level > 0


@pytest.mark.parametrize(
    ("known", "new"),
    [
        ("7栋那个受伤的姐姐出院了没，我想去看看她", "7栋有个姐姐受伤了，救护车刚走"),
        ("有人知道3栋那个坠楼的女孩叫什么吗", "3栋有女孩坠楼了，有人知道叫什么吗"),
        ("上次被砸的那个大爷现在怎么样了", "刚才被砸的那个大爷送医院了吗，头上全是血"),
    ],
)
def test_who_asks_after_the_hurt_tells_nothing_new(known: str, new: str) -> None:
    assert worded(judged(known), -9, -9, 0, 2).risk.level < 2
    assert worded(judged(new), -9, -9, 0, 2).risk.level == 3


def test_a_law_of_small_things() -> None:
    assert level("湖水也该换了嘛，绿得跟菠菜汤一样") == 1
    assert level("我也该换个大房子了") == 0


def test_who_only_complains_is_not_glad() -> None:
    verdict = judged("保洁阿姨三天才来一回，楼道灯坏了没人修", kind="complaint")
    assert verdict.risk.level == 1
    assert sober(Sentiment(label="positive", score=0.2), verdict, verdict.risk).label == "negative"
    glad = Sentiment(label="positive", score=0.9)
    assert sober(glad, verdict, verdict.risk) is glad


@pytest.mark.parametrize(
    ("matter", "talk"),
    [
        ("刚才一声巨响，三单元的墙裂了条大缝", "墙裂推荐这家早点，老板大方"),
        ("电梯里的紧急按钮是假的，按下去没有任何人回应", "电梯演练时测试紧急按钮，按下去没反应，当场换了"),
        ("听说物业经理卷着电费跑了，大家先别充值", "物业经理卷着袖子跑了一圈，费了好大劲"),
        ("凭什么搬家要收我两百块电梯使用费？", "凭什么快递要收我两百块运费"),
        ("明晚七点，1号门集合，不来的别说自己是业主", "明晚七点，广场舞比赛，1号门集合，不来的别怪我没叫"),
    ],
)
def test_matters_of_level_two(matter: str, talk: str) -> None:
    assert level(matter) == 2
    assert level(talk) < 2


@pytest.mark.parametrize(
    ("talk", "grave"),
    [
        ("昨晚看《长安十二时辰》看到起火那段，心都揪起来了", "昨晚看《长安十二时辰》，楼下起火了，我们栋全跑下来了"),
        ("十年前这栋楼烧死过一家人，所以房价便宜", "十年前就说要换的线，昨晚烧死了一家人"),
        ("那个说泳池淹死孩子的，麻烦拿证据，我天天在泳池上班", "说泳池淹死孩子的没造谣，我亲眼看见抬出来的"),
    ],
)
def test_what_is_watched_lore_or_answered(talk: str, grave: str) -> None:
    assert level(talk) == 0
    assert level(grave) >= 2


def test_who_laughs_at_his_fall_is_not_hurt() -> None:
    assert worded(judged("健身房跑步机上摔了个屁股墩，丢死人了"), -2, -2, -2, 0).risk.level == 0
    assert worded(judged("大堂地上湿滑，老人摔了个屁股墩，站不起来"), -2, -2, -2, 0).risk.level == 3


def test_one_who_will_not_pay_is_one() -> None:
    assert worded(judged("再涨价我就不交了，谁爱交谁交"), -9, -4, 0, -9).risk.level == 1
    assert worded(judged("再涨价我们就集体不交，已经有两百多户响应了"), -9, -4, 0, -9).risk.level == 2


def test_one_word_in_two_scripts_is_of_the_classes_of_both() -> None:
    assert level("物业费凭什么") == level("物业费凭啥") == level("物業費憑什麼") == 2


@pytest.mark.parametrize(
    ("deed", "none"),
    [
        ("拍他们的收费表，客服冲出来夺走我的手机删照片", "保安追出来，把我摔了的手机送来了"),
        ("前台把我的号码给了装修公司，一天接八个电话", "我把电话给了物业，快递到了他们会打给我"),
    ],
)
def test_deeds_of_staff(deed: str, none: str) -> None:
    assert level(deed) == 2
    assert level(none) < 2


@pytest.mark.parametrize(
    ("grave", "none"),
    [
        ("在小区健身房被教练强行搂抱亲吻，物业说私了吧", "教练强行给小狗洗澡，亲我一脸口水"),
        ("值班的老李昨晚在岗亭走了，早上换班才发现", "电瓶车昨晚在车棚没了，早上才发现"),
        ("救了一个多小时，还是没回来，他家娃才两岁", "救了一个多小时的小猫活过来了"),
        ("现场我拍的不敢发，太惨了，整个人摔在雨棚上", "花盆掉在一楼雨棚上了，谁家的"),
        ("小区大门倒了，压住一个门卫，腿断了", "小区大门倒了，压住一个门框，里面没人"),
    ],
)
def test_harm_told_roundabout(grave: str, none: str) -> None:
    assert level(grave) == 3
    assert level(none) < 3


def test_an_answer_is_at_most_one() -> None:
    assert level("【答复】经核查，该小区电梯故障已于10日修复，并责令物业加强维保。") == 1
    assert level("经核查，该小区电梯故障已于10日修复，并责令物业限期整改。") == 2


def test_water_from_a_balcony_is_a_nuisance() -> None:
    assert worded(judged("17楼阳台又往下滴水，被子全湿了"), -9, 0, 2, -9).risk.level == 1
    assert worded(judged("17楼阳台又往下滴水，滴在电线上冒火花"), -9, 0, 2, -9).risk.level == 2


@pytest.mark.parametrize(
    ("told", "grade", "none"),
    [
        ("物业擦玻璃的绳子断了，人直接拍在我家露台上", 3, "物业擦玻璃的绳子断了，水桶掉在我家露台上"),
        ("今晚焦点栏目，说的就是咱们小区的烂账，大家记得看", 3, "今晚焦点栏目，说的就是咱们小区的最美楼长"),
        ("维修工上门抽烟，说他两句就要动手", 2, "维修工上门，让我自己动手关阀"),
    ],
)
def test_told_by_few_words(told: str, grade: int, none: str) -> None:
    assert level(told) == grade
    assert level(none) < 2


def test_many_who_enrol_for_a_feast_are_no_crowd() -> None:
    assert worded(judged("已经有六十多户报名邻里节，还差志愿者"), -9, -9, 2, -9).risk.level < 2
    assert worded(judged("已经有六十多户报名起诉物业，还差十户"), -9, -9, 2, -9).risk.level == 2


def test_lewd_words_of_staff() -> None:
    assert level("保安看我穿裙子吹口哨，说些下流话") == 2
    assert level("保安吹口哨指挥倒车，动作标准") < 2


def test_abandoned_cars_are_no_film() -> None:
    assert judged("消防通道那几辆僵尸车还停着呢，物业是瞎了吗").risk.level > 0
    assert level("昨晚看僵尸片，消防通道里全是僵尸，一个个咬人") == 0


def test_a_labelled_tip_teaches() -> None:
    assert (
        worded(
            judged("消防安全小知识：电动自行车在楼道充电一旦起火，3分钟浓烟就能封死逃生通道"), 0, -9, 1, -9
        ).risk.level
        == 0
    )
    assert level("楼道起火了，浓烟封死通道，我们3栋的快跑") >= 2


@pytest.mark.parametrize(
    "said",
    [
        "1" * 27 + "电",
        "三一五八二七三六一五四八二七三六四五一八二七三六四五电",
        "停电" + "!" * 26 + "甲",
        "我们这边" * 6 + "电甲",
    ],
)
def test_an_outage_is_looked_for_in_no_time(said: str) -> None:
    begun = time.perf_counter()
    assert not plain.outage(said)
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(
    "said", ["3栋1单元停电了", "我们这边又停电了！！！", "12栋一片黑", "我们这停水了，你们呢", "三栋黑了…怎么回事"]
)
def test_a_few_words_say_where_it_is_dark(said: str) -> None:
    assert plain.outage(said.replace("！", "!"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (summons, "快" * 32),
        (summons, "帮忙" * 16),
        (dials, "大家快" * 10),
        (exaggerated, "主角中毒昏迷" * 4000),
        (exaggerated, "都想跳楼" * 6000),
    ],
)
def test_a_word_shouted_over_and_over_takes_no_time(asked: Callable[[str], object], said: str) -> None:
    begun = time.perf_counter()
    assert not asked(said)
    assert time.perf_counter() - begun < 0.5
