"""The risk judge: levels and frames by pairs of nearly equal sentences, and what must hold for any text."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from risks import FOLDER, JUDGE, LEXICON, judged

from monitor.judging.examples import judge_sentence
from monitor.lexicons.lexicon import load_lexicon
from monitor.records import CATEGORIES
from monitor.risk import RiskJudge, Verdict
from monitor.risk.crowd import chinese_number, crowd_of
from monitor.risk.grade import BANDS
from monitor.text.normalising import normalise

PAIRS = [
    ("小区里有人坠楼身亡", 3, "小区里没有人坠楼身亡，大家放心", 0),
    ("保安把我推倒在地，尾椎骨折", 3, "保安没有推我，是我自己没站稳", 0),
    ("没有人管，垃圾堆了一个月", 1, "从来没有垃圾堆积，很干净", 0),
    ("天然气泄漏了，快来人", 2, "燃气公司上门安检，不存在泄漏", 0),
    ("电瓶车在楼道里自燃了", 2, "消防提示：电瓶车自燃的自救方法", 0),
    ("业主拉横幅堵门", 2, "三百多名业主拉横幅堵门，和保安发生冲突", 3),
    ("再不修我就找电视台", 1, "电视台记者昨天来小区采访报道了", 3),
    ("孩子在水池边摔了一跤，擦破点皮", 2, "孩子掉进水池溺水昏迷，送医抢救", 3),
    ("死角没人打扫", 1, "地下室发现有人死亡", 3),
]


@pytest.mark.parametrize(("one", "level", "other", "other_level"), PAIRS)
def test_contrast_pairs(one: str, level: int, other: str, other_level: int) -> None:
    assert judged(one).risk.level == level
    assert judged(other).risk.level == other_level


@pytest.mark.parametrize(
    "text",
    [
        "通报：今晨小区一名女童高坠身亡，排除刑事案件，请广大网民勿传播不实信息",
        "二号楼有位老人跌落身亡，家属已到场，各位别再传谣言了",
        "车库里确有一名工人触电身亡，请停止转发不实消息",
        "刚才有人从十六楼坠下身亡，详情以官方通报为准",
        "大家别信客服那套，我爸就是在电梯里摔断了腿",
        "澄清一下，昨晚被玻璃砸伤送医的是我舅舅",
        "有人溺水身亡是真的，别再说是谣言了",
        "网传死了五个不实，实为一人死亡，请不要传播谣言",
        "小区昨夜爆燃，一死两伤，群里传的“有人点火”是谣言",
    ],
)
def test_asking_people_not_to_spread_rumours_takes_back_nothing_that_is_stated(text: str) -> None:
    assert judged(text).risk.level == 3


@pytest.mark.parametrize(
    "text",
    [
        "网传我们小区淹死了孩子，请勿相信谣言",
        "群里说五号楼有人跳楼，大家别信",
        "小区死人的传言是假的",
        "关于小区有人触电身亡的消息系谣言，请勿传播",
        "民警：网传“多名孩子中毒”不属实，请不要信谣传谣",
    ],
)
def test_what_is_heard_is_taken_back_by_whoever_asks_not_to_believe_it(text: str) -> None:
    verdict = judged(text)
    assert (verdict.risk.level, verdict.frame) == (0, "denial")
    assert "denial" in verdict.signs


def test_a_report_that_denies_nothing_of_its_own_is_no_denial() -> None:
    assert "denial" not in judged("通报：一名女童高坠身亡，请勿传播不实信息").signs
    assert "denial" in judged("车库爆燃致2人受伤送医，网传“多人遇难”为谣言").signs


@pytest.mark.parametrize(
    ("next_door", "ours"),
    [
        ("隔壁翡翠湾有人坠楼身亡", "隔壁单元有人坠楼身亡"),
        ("对面的碧桂园昨晚煤气中毒，两人送医", "对面那栋昨晚煤气中毒，两人送医"),
        ("旁边锦绣花园的电梯掉下去伤了三个", "旁边小花园的亭子塌了，砸伤了三个"),
    ],
)
def test_an_estate_next_door_is_another_and_the_house_next_door_is_ours(next_door: str, ours: str) -> None:
    assert judged(next_door).risk.level < 3
    assert judged(ours).risk.level == 3


@pytest.mark.parametrize(
    ("grave", "harmless"),
    [
        ("小区昨夜爆燃，一死两伤", "小区昨夜办灯会，一家四口都来了"),
        ("脚手架垮了，造成三伤", "脚手架拆了，一了百了"),
        ("电动车起火，已致2死1伤", "真是九死一生才抢到车位"),
        ("三号楼火灾已致1死，请勿围观", "发生火灾时请勿乘坐电梯"),
    ],
)
def test_how_reports_count_the_dead_and_the_hurt(grave: str, harmless: str) -> None:
    assert judged(grave).risk.level == 3
    assert judged(harmless).risk.level < 2


def test_a_fire_is_one_although_it_warns() -> None:
    assert judged("三号楼着火了，请大家切勿乘坐电梯").risk.level == 2
    assert judged("消防提示：着火时切勿乘坐电梯").risk.level == 0


def test_a_poisoned_dog_is_no_casualty_and_harassment_is_a_crime() -> None:
    assert judged("我家狗在草丛里吃了老鼠药，死了，投药也不立个牌子").risk.level < 3
    assert judged("三楼的阿婆喝了老鼠药，死了").risk.level == 3
    assert judged("项目经理长期骚扰女员工，已经有人报警").risk.level == 3
    assert judged("中介打电话骚扰业主，没完没了").risk.level < 3


def test_a_halt_of_trading_is_told_although_it_is_a_notice() -> None:
    assert judged("某服务(09999.HK)公告：应监管要求停牌，待发布内幕消息", source="news").risk.level == 3
    assert judged("公司股份自今日上午九时起短暂停止买卖", source="news").risk.level == 3
    assert judged("股份将于明日上午九时恢复买卖，解除停牌", source="news").risk.level < 2
    assert judged("停车场月卡暂停买卖").risk.level < 2


def test_the_one_who_was_hardly_hurt_takes_back_nothing_of_the_other() -> None:
    assert judged("保洁大姐被车撞了，当场死亡，另一个只是擦破皮").risk.level == 3
    assert judged("电梯坠了，两人骨折，我就是崴了脚").risk.level == 3
    assert judged("孩子在滑梯上擦破点皮，没去医院").risk.level == 2
    assert judged("昨晚的烟花真好看").risk.level == 0


@pytest.mark.parametrize(
    ("grave", "harmless"),
    [
        ("停暖那夜冻死了独居的老人", "暖气不热，冻死了两天了"),
        ("停电热死了两名工人", "空调坏了，热死了两天没人修"),
        ("孩子掉进化粪池，施救的人没受伤，孩子没救上来", "花都死了，月季也全都死了"),
        ("物业声称坠楼是谣言，死者是我丈夫", "物业说明：坠楼是谣言"),
        ("各位业主：近期发生一起电梯坠落事故，造成1人死亡，请勿自行扒门", "晚霞像着火了一样"),
    ],
)
def test_words_of_death_with_and_without_a_person(grave: str, harmless: str) -> None:
    assert judged(grave).risk.level == 3
    assert judged(harmless).risk.level < 2


@pytest.mark.parametrize(
    "text", ["隔壁大爷在小区里触电死了", "旁边保姆在小区被人捅死", "浓烟飘到对面融创楼上，火场里死了人"]
)
def test_a_neighbour_is_no_estate(text: str) -> None:
    assert judged(text).risk.level == 3


def test_what_is_left_of_a_denied_rumour_is_no_hearsay() -> None:
    verdict = judged("网传三人遇难不实，实为一人遇难、两人轻伤，善后正在进行")
    assert verdict.risk.level == 3
    assert "hearsay" not in verdict.signs
    assert judged("车库里有个男的跟着我，从后面抱住我乱摸").risk.level == 3


def test_a_lift_that_shuts_people_in() -> None:
    verdict = judged("电梯里面关了三个人，快来")
    assert (verdict.risk.level, verdict.risk.urgent) == (2, True)
    assert judged("电梯里面关了灯，黑漆漆的").risk.level < 2


def test_a_complaint_is_at_least_one_but_an_enquiry_is_not() -> None:
    assert judged("三号楼大堂的事情还是那样", kind="complaint", source="12345").risk.level == 1
    assert judged("请问装修登记需要带什么材料", kind="complaint", source="hotline").risk.level == 0
    assert judged("感谢管家帮我找到钥匙，服务非常好", kind="complaint", source="12345").risk.level == 0


def test_the_title_counts_and_its_hits_are_marked() -> None:
    verdict = judged("详情见图", title="3栋电梯困人")
    assert verdict.risk.level == 2
    assert {hit.field for hit in verdict.risk.hits} == {"title"}
    assert verdict.risk.parts[0].quote == "电梯困人"


@pytest.mark.parametrize(
    ("text", "names", "level"),
    [
        ("南京一小区电梯坠落致一人重伤，记者在柳岸雅居看到电梯已封存", ["柳岸雅居"], 3),
        ("南京一小区电梯坠落致一人重伤，记者在现场看到电梯已封存", [], 0),
        ("我同事说柳岸雅居有人跳楼", ["柳岸雅居"], 3),
        ("柳岸雅居的群里都在传，外地有个楼盘电梯坠落死了两个人", ["柳岸雅居"], 0),
        ("昨晚梦见柳岸雅居着火，还好是梦", ["柳岸雅居"], 0),
    ],
)
def test_what_names_ours_is_not_elsewhere(text: str, names: list[str], level: int) -> None:
    assert judged(text, names=names).risk.level == level


def test_offsets_are_of_the_raw_text() -> None:
    raw = "物 业 乱\u200b收 費！！"
    verdict = judged(raw)
    hit = next(hit for hit in verdict.risk.hits if hit.category == "violation")
    assert raw[hit.start : hit.end] == "乱\u200b收"
    assert hit.term == "乱收"


def test_an_investors_channel_says_what_the_words_leave_out() -> None:
    assert judged("雷了，赶紧跑", source="guba").risk.level == 3
    assert judged("雷了，赶紧跑").risk.level == 0


def test_a_frame_takes_back_exactly_what_the_words_gave() -> None:
    risk = judged("消防演练模拟3楼起火，人员有序疏散").risk
    assert risk.score == 0
    assert risk.parts[-1].part == "drill"
    assert risk.parts[-1].points == -sum(part.points for part in risk.parts[:-1])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("二百三十", 230),
        ("十", 10),
        ("三十", 30),
        ("几十", 20),
        ("数百", 100 * 2),
        ("上千", 1000),
        ("两万", 20000),
        ("", 0),
    ],
)
def test_chinese_number(text: str, number: int) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    ("text", "gathering", "crowd"),
    [
        ("200多名业主围堵售楼部", True, 200),
        ("三十多户拒交物业费", False, 30),
        ("现场上百人聚集", True, 100),
        ("上百人住在这里", False, None),
        ("小区有1700多户", False, None),
        ("造成3人死亡", True, None),
        ("1.5万户业主", False, 50000),
        ("第3户业主", False, None),
        ("没有数字", True, None),
        ("六十多业主堵门", True, 60),
        ("300业主签字", False, 300),
        ("2026业主维权大事记", True, None),
        ("召开第三届业主大会", True, None),
    ],
)
def test_crowd(text: str, gathering: bool, crowd: int | None) -> None:
    assert crowd_of(text, gathering) == crowd


def well_formed(verdict: Verdict, text: str, title: str) -> None:
    risk = verdict.risk
    assert 0 <= risk.score <= 100
    assert sum(part.points for part in risk.parts) == risk.score
    assert BANDS[risk.level][0] <= risk.score <= BANDS[risk.level][1]
    assert risk.level > 0 or (risk.categories == [] and not risk.urgent)
    assert set(risk.categories) <= set(CATEGORIES)
    for hit in risk.hits:
        whole = title if hit.field == "title" else text
        assert normalise(whole[hit.start : hit.end]).text == hit.term
    for part, place in zip(risk.parts, verdict.spans, strict=True):
        whole = "" if place is None else title if place[0] == "title" else text
        assert part.quote == ("" if place is None else whole[place[1] : place[2]])


WORDS = sorted(
    {entry.name for entry in LEXICON.terms[::17]}
    | {word for words in LEXICON.classes.values() for word in words[::9]}
    | set("，。！？不没有了吗的 \n12三百名户3栋\u200b電梯Ａ🔥")
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=25).map("".join),
    st.one_of(st.just(""), st.lists(st.sampled_from(WORDS), max_size=4).map("".join)),
    st.sampled_from(["post", "complaint"]),
)
def test_any_text_gets_a_well_formed_verdict(text: str, title: str, kind: str) -> None:
    well_formed(judged(text, title=title, kind=kind), text, title)


@pytest.mark.parametrize(
    "bait", ["收费", "不", "万一", "没有", "1", "三", "，", "乱收费。", "电梯坏了，", "听说不实但", "(a+)+$", "😀"]
)
def test_repetition_is_judged_in_bounded_work(bait: str) -> None:
    assert 0 <= judged(bait * (16000 // len(bait))).risk.score <= 100


def test_the_same_text_has_the_same_verdict() -> None:
    sentence = "三十多户业主联名，电梯坏了没人修"
    one, other = (judge_sentence(each, sentence) for each in (JUDGE, RiskJudge(load_lexicon(FOLDER))))
    assert msgspec.structs.asdict(one) | {"beside": one.beside()} == msgspec.structs.asdict(other) | {
        "beside": other.beside()
    }
