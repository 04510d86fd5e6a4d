"""Borders that a duty manager minds, both sides of each: thanks and lessons that name harm, threats, understatement."""

from __future__ import annotations

import re

import pytest
from risks import FOLDER, UNSURE, judged, spoken

from monitor.learned.blend import blended
from monitor.learned.model import UNIT
from monitor.lexicons.lexicon import OPTIONAL, parse_lexicon, read_folder
from monitor.records import CATEGORIES
from monitor.risk import RiskJudge


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("保安老秦天天背摔断腿的孟奶奶上下楼，孟家今天送来锦旗", 0),
        ("谢谢客服小葛，我爸骨折住院那一个月，都是她帮我们收快递浇花", 0),
        ("暖心的管家，推着刚出院的邻居去复查，必须点赞", 0),
        # what befell somebody here is told, whoever is thanked
        ("感谢保安送我爸去医院，他被楼上掉的瓷砖砸伤，肩膀骨折", 3),
        ("感谢师傅们灭火，可惜三楼的老人没救过来", 3),
        ("表扬秩序员小杨，昨晚救火双手烧伤，还在住院", 3),
        ("感谢保安救火，但电梯里还困着两个老人", 2),
        ("客服态度好，不过厨房的燃气味还在，越来越浓", 2),
    ],
)
def test_thanks_for_easing_a_harm_and_harm_that_is_told_beside_thanks(text: str, level: int) -> None:
    assert judged(text).risk.level == level


def test_danger_told_after_thanks_is_urgent() -> None:
    assert judged("感谢保安救火，但电梯里还困着两个老人").risk.urgent
    assert not judged("感谢保安救出电梯里困着的两个老人，处理得很快").risk.urgent


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("近年多起电动车火灾造成伤亡，物业昨天组织消防知识讲座，大家学到不少", 0),
        ("因楼道充电致人死亡的事故多发，本周六在中心广场举行消防演练", 0),
        ("高空坠物曾导致多人死亡，法官走进社区开展普法宣传", 0),
        ("社区请消防队来上课，讲了近几年几起起火烧死人的事", 0),
        ("近期全国燃气爆炸致人伤亡的事故频发，物业开展入户宣传活动", 0),
        ("河南一地居民楼燃气爆炸，5人遇难", 0),
        ("看到大连那个小区高空抛物砸死人的事", 0),
        # the same words about here
        ("近期我们小区多起电动车起火，已造成两人死亡，还搞什么宣传活动", 3),
        ("小区昨晚起火烧死一人，今天赶紧来搞消防宣传", 3),
        ("3栋近期多起坠物致人受伤，要求开展排查，别光发通知", 3),
        ("消防演练散场时，一位老太太从台阶上摔下来骨折", 3),
    ],
)
def test_a_cited_accident_and_one_that_happened_here(text: str, level: int) -> None:
    assert judged(text).risk.level == level


@pytest.mark.parametrize(
    "text",
    [
        "家里老人怕摔骨折？防滑垫厂家直销，今天下单立减",
        "入室杀人案给我们敲警钟，C级锁芯免费上门更换，需要的私我",
        "一年一百块的意外险，骨折住院都能赔，保险摆台在南门",
        "甲醛致白血病？除甲醛公司承接各小区，免费上门检测",
        "保险公司明天在南门摆台，讲意外伤害、骨折住院怎么赔",
    ],
)
def test_adverts_that_name_dangers_are_adverts(text: str) -> None:
    assert (judged(text).risk.level, judged(text).frame) == (0, "advert")


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("燃气管，味儿有点大，谢谢", 2),
        ("打扰了，燃气表那里有股淡淡的臭鸡蛋味", 2),
        ("您好，煤气灶附近味道有点怪，方便时来看看哈", 2),
        ("燃气灶检查过了，没有味道，谢谢师傅", 0),
        ("洗澡时花洒有点麻手，不知道正不正常", 2),
        ("充电枪外壳摸上去麻麻的，辛苦看下", 2),
        ("充电桩的登记有点麻烦，能简化吗", 0),
        ("刚坐电梯感觉往下沉了一下，也可能是我多心", 2),
        ("老人在南门滑了一跤爬不起来了，麻烦来个人", 3),
        ("三楼的大爷摔地上动弹不得，方便的话来两个人", 3),
        ("老人在南门滑了一跤，自己起来走了", 2),
        ("冬天早上谁都起不来，晨练的人少了", 0),
    ],
)
def test_polite_words_do_not_make_a_danger_small(text: str, level: int) -> None:
    assert judged(text).risk.level == level


@pytest.mark.parametrize(
    "text",
    [
        "谁再投诉就让谁家没好日子过，物业经理在群里说的",
        "保安说见我一次打一次",
        "物业的人说了，再闹让你们在这住不下去",
        "队长放话，谁敢再拍就打断谁的腿",
    ],
)
def test_threats_of_staff(text: str) -> None:
    risk = judged(text).risk
    assert risk.level == 2
    assert "staff" in risk.categories


@pytest.mark.parametrize(
    ("text", "level", "urgent"),
    [
        ("再不解决我就从楼上跳下去", 2, True),
        ("不退钱我就抱着煤气罐去，大不了同归于尽", 2, True),
        ("再不修我就去12345投诉", 1, False),
        ("明天一起去堵门，都来", 2, False),
        ("孩子说从最后一级台阶跳下去像飞一样", 0, False),
    ],
)
def test_threats_of_owners(text: str, level: int, urgent: bool) -> None:
    risk = judged(text).risk
    assert (risk.level, risk.urgent) == (level, urgent)


@pytest.mark.parametrize(
    "text",
    [
        "笑死，我家猫在楼道里打滚",
        "搬家累死了，真要命",
        "打雷吓死我了",
        "楼下超市跳楼价清仓",
        "装修就是烧钱，谁装谁知道",
        "咱们小区的桂花视频火了，点赞爆了",
        "打死也不去那家店了",
    ],
)
def test_idioms_are_no_matter(text: str) -> None:
    assert judged(text).risk.level == 0


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("顶楼没空调，热死了一个独居老太", 3),
        ("保安连着上了十六个钟头，活活累死了", 3),
        ("为了一个车位命都没了", 3),
        ("热水器炸了，碎片崩到走廊", 2),
        ("有人烧纸钱把绿化带点着了", 2),
        ("电瓶爆了，楼道全是烟", 2),
        ("住户群转爆了，那条视频上了热搜", 3),
    ],
)
def test_the_idioms_words_when_they_are_meant(text: str, level: int) -> None:
    assert judged(text).risk.level == level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("来电人的岳父被电梯门挤住左臂，已做复位固定", 3),
        ("泳池里捞上来的时候孩子已经没有了意识", 3),
        ("自行车棚塌了，底下压着两个换电瓶的工人", 3),
        ("车库拐角，奔驰把下班的小王卷到轮子底下了", 3),
        ("保洁老张倒在雪地里没再起来，今天出殡", 3),
        ("楼上的老太太误服灭鼠药，送去洗胃", 3),
        ("二次供水被污染，四十多户腹泻就诊", 3),
        ("五百多户业主坐在区政府门口不走", 3),
        ("自行车棚塌了，底下压着二十几辆车", 2),
        ("弟弟掉进泳池，救生员马上拉上来了，人没事", 2),
        ("弟弟掉进泳池，在抢救", 3),
        ("花盆砸在阿姨脚边，差点砸到人", 2),
        ("花盆砸在阿姨头上", 3),
        ("几十名居民下跪在信访局门口", 3),
        ("三名居民确诊登革热，已住院隔离", 3),
        ("登革热高发季，防蚊防叮咬，预防为主", 0),
        ("灌开水的师傅半拉身子的皮都没了", 3),
        ("业主把环城大道堵死了，交警劝不开", 3),
        ("电梯往下掉了半层，冇人受伤", 2),
        ("司机卡在驾驶室，消防剪开车门时已经晚了", 3),
        ("签到的就有二百六十个业主，大门两边全站满了", 3),
        ("全小区九百六十户在反对书上签了字，没有上街，也没有堵门", 2),
        ("说完就把孩子的书包压在箱子底下", 0),
    ],
)
def test_harm_in_other_words(text: str, level: int) -> None:
    assert judged(text).risk.level == level


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("消防通道停满车，救护车进不来", "电梯里的人被救护车拉走了"),
        ("楼下奶奶刚做完手术，上下楼要人扶", "楼下奶奶被道闸砸了，正在手术室"),
        ("表决票上有去世三年的老人，他也同意了", "3栋的老人昨晚在电梯里去世"),
        ("光缆又被老鼠咬了，断网三天", "他被流浪狗咬了，在打针"),
        ("淋浴房的玻璃划伤了，要求更换", "玻璃掉下来，把孩子的脸划伤"),
        ("师傅捅了半天马桶才通", "两个人吵起来，一个把另一个捅了"),
        ("阀门被人拧死了，全楼没暖气", "他被歹徒掐死了"),
        ("孩子把钥匙掉进电梯井", "孩子掉进电梯井"),
        ("建殡仪馆服务点要不要业主同意", "人已经送去殡仪馆了"),
        ("隔断间里有人烧炭取暖，早晚出事", "隔断间里有人烧炭，两个人叫不醒了"),
    ],
)
def test_words_of_harm_that_are_none_here_and_that_are(text: str, other: str) -> None:
    assert judged(text).risk.level < 3
    assert judged(other).risk.level == 3


def _values(level: int) -> list[int]:
    """What the learned judge says who is sure of a level."""
    return [8 * UNIT if each == level else 0 for each in range(4)]


def _told(text: str, level: int, *codes: str) -> tuple[int, list[str]]:
    values = [UNIT if code in codes else -UNIT for code in CATEGORIES]
    risk = blended(judged(text), _values(level), values, lambda _: None, urgent=UNSURE).risk
    return risk.level, risk.categories


def test_wording_alone_harms_nobody_of_whom_the_text_says_that_he_is_not_hurt() -> None:
    assert _told("石膏板整块拍下来，人往后闪了一下没碰着", 3, "safety", "casualty")[0] == 2
    assert _told("石膏板整块拍下来，拍在人身上", 3, "safety", "casualty")[0] == 3


def test_wording_alone_accuses_staff_of_nothing() -> None:
    assert _told("愿意作证的把报修截图发给三栋小鱼", 2, "staff", "service") == (2, ["service"])
    assert _told("愿意作证的来，门卫骂了我爸半个钟头", 2, "staff") == (2, ["staff"])


def test_a_lexicon_of_an_earlier_release_is_good_without_the_later_classes() -> None:
    files = read_folder(FOLDER)
    kept = [part for part in re.split(r"\n(?=\[)", files["classes.txt"]) if part[1:].split("]")[0] not in OPTIONAL]
    earlier = parse_lexicon("property", {**files, "classes.txt": "\n".join(kept)})
    assert {earlier.classes[name] for name in OPTIONAL} == {()}
    verdict = RiskJudge(earlier).judge_all([spoken("保安打人了")])[0]
    assert verdict.beside().accuses
    assert not verdict.beside().unhurt


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("洗澡时水龙头有点麻手，不知道正不正常", 2),
        ("刚坐电梯感觉往下沉了一下，也可能是我多心", 2),
        ("经理说了，再闹就让我们家以后不得安宁", 2),
        ("水龙头有点滴水，不知道正不正常", 1),
        ("刚坐电梯感觉灯有点暗，也可能是我多心", 0),
    ],
)
def test_what_is_sure_is_not_made_small_by_friendly_words(text: str, level: int) -> None:
    assert _told(text, min(level, 1), "service")[0] == level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("今晚在楼下玩狼人杀，第一晚我就被杀了", 0),
        ("狼人杀馆着火，烧死一个人", 3),
        ("小区的蚊子毒死人不偿命", 1),
        ("小区里有人投毒，毒死一个人", 3),
        ("大堂的咖啡好喝到跳楼", 0),
        ("他被逼到跳楼，人没了", 3),
        ("提示：一枚鸡蛋从18楼落下足以致人死亡", 0),
        ("一枚鸡蛋从18楼落下，砸中老人头部致其死亡", 3),
        ("小区老人去世，邻里自发帮忙料理后事", 0),
        ("小区老人被车撞去世，邻里自发悼念", 3),
        ("隔壁的湖心公园今天淹死了一个游泳的人", 0),
        ("对面的工地今天塔吊倒了，压伤三个工人", 0),
        ("隔壁工地的塔吊倒下来，砸到我们小区，压伤三个人", 3),
        ("对面的楼有人跳楼，当场死亡", 3),
    ],
)
def test_games_hyperbole_warnings_mourning_and_other_places_beside_harm_here(text: str, level: int) -> None:
    assert judged(text).risk.level == level


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("那家煤气没关，整个楼道都是味", True),
        ("出门记得检查煤气没关", False),
        ("老人在电梯里关了半小时", True),
        ("老人在电梯里关了半小时，后来放出来了", False),
        ("电梯里关了半小时音乐", False),
        ("小区门口高压线断了掉在路上还冒火花", True),
        ("小区旁边的高压线太近了", False),
    ],
)
def test_danger_that_is_going_on_without_its_usual_words(text: str, urgent: bool) -> None:
    assert judged(text).risk.urgent is urgent


def test_what_is_broken_at_an_estate_of_ours_is_a_matter_however_short_it_is_told() -> None:
    named = judged("橘洲雅园路灯不亮", names=("橘洲雅园",))
    unnamed = judged("路灯不亮")
    assert (named.risk.level, named.beside().firm, unnamed.beside().firm) == (1, True, False)


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("9栋独居的大爷好几天没看见了，听保洁说去女儿家过年了", True),
        ("9栋独居的大爷好几天没看见了，敲门没人应", False),
        ("喊她回老家，给了五千块", False),
        ("普法小课堂｜孩子在小区游乐设施上摔骨折，责任谁来担？", True),
        ("以案说法？我儿子就在小区滑梯上摔骨折了", False),
    ],
)
def test_who_went_away_and_what_is_only_supposed_stand_aside(text: str, aside: bool) -> None:
    assert judged(text).beside().aside is aside


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("健身器材生锈断了，太差了", True),
        ("健身器材生锈断了，孩子摔下来了", False),
        ("健身器材生锈断了，胳膊划开一道", False),
    ],
)
def test_a_hazard_of_things_only(text: str, nobody: bool) -> None:
    assert judged(text).beside().nobody is nobody


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        ("周六上午售楼处见，白T恤，标语我来印", True),
        ("昨天上午三百人堵在售楼处，跟保安打起来了，今晚八点门口集合", False),
        ("明晚八点东门集合，夜跑团首跑", False),
    ],
)
def test_a_gathering_that_is_only_called_for(text: str, planned: bool) -> None:
    assert judged(text).beside().planned is planned


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("殡葬一条龙，寿衣、灵堂布置、火化手续代办，24小时上门", True),
        ("意外险每天一毛钱，摔伤骨折、猫抓狗咬都赔，点击投保", True),
        ("朋友圈那个电梯夹死人的视频是外地的，不是我们这", True),
        # an advert of a neighbour is told beside what befell here, and who did it is not ours
        ("装防护网的广告还贴着，孩子就从窗户掉下去了，没救回来", False),
        ("不是我们小区的人把保安队长打断了肋骨", False),
    ],
)
def test_what_sells_or_was_not_here_stands_apart(text: str, apart: bool) -> None:
    assert judged(text).beside().apart is apart


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("昨晚电梯困人，现在还没出来，孩子在哭", True),
        ("昨晚电梯困人，今早才来道歉", False),
        ("这不是演练，电梯真困人了，快来人", True),
        ("今天开展电梯困人救援演练", False),
    ],
)
def test_what_goes_on_and_what_is_no_drill_is_urgent(text: str, urgent: bool) -> None:
    assert judged(text).risk.urgent is urgent
