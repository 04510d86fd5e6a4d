"""Danger that goes on, hazards and people who are looked for, and what only sounds like them."""

from __future__ import annotations

import pytest
from risks import judged, level

from monitor.learned.blend import sober
from monitor.records import Sentiment


@pytest.mark.parametrize("text", ["超市着火了，好大的烟，我们都跑出来了", "楼里着火，大家都跑出来了，消防刚到"])
def test_who_got_out_of_a_fire_does_not_put_it_out(text: str) -> None:
    assert judged(text).risk.urgent


@pytest.mark.parametrize(
    ("hazard", "slight"),
    [
        ("楼道里有股臭鸡蛋味道，谁来看看", "下水道返上来一股臭鸡蛋味，臭了一个星期物业不管"),
        ("道闸坏了，救护车进不来，病人抬出去的", "道闸坏了，外卖车进不来，饭都凉了"),
        ("男孩6岁，放学到现在没回家，谁看到过", "儿子6岁，放学了没回家，在楼下玩沙子呢"),
        ("管家半夜给我发消息说想我，我一个人住，害怕", "管家半夜给我发消息说水管修好了，真负责"),
        ("楼上掉下来一块砖，幸好没人", "楼上掉下来一片树叶，保洁扫走了"),
        ("业主大会的票是假的，我根本没投", "说业主大会造假是假的，别信"),
    ],
)
def test_hazards_and_what_only_sounds_like_one(hazard: str, slight: str) -> None:
    assert level(hazard) == 2
    assert level(slight) < 2


@pytest.mark.parametrize(
    ("calm", "hazard"),
    [
        ("【寒潮预警】老人减少外出，谨防跌倒", "寒潮天老人在大堂跌倒了，地上全是冰"),
        ("家里老人摔倒没人知道？一键呼叫手环，物业合作价199", "老人在单元门口摔倒了，地砖翘着没人修"),
        ("社区登记问我是不是一个人住，说可以申请手环", "检修的小哥问我是不是一个人住，晚上在我门口来回走"),
        ("煤气表间钥匙找到了，抄表正常", "煤气表间锁了一年，里面堆满纸板和油漆桶"),
        ("水箱今天清洗，水质合格", "水箱盖子掀开，里面漂着一只死鸽子"),
        ("关于高空抛物零容忍宣传周的倡议，从我家做起", "高空抛物零容忍喊了一年，今天又从楼上扔下来一把刀"),
        ("独居女生必备阻门器，陌生人撬锁也进不来，链接在评论区", "独居，半夜有陌生人撬锁，物业没人来"),
        ("昨天焊接师傅干活火花四溅，围挡拉得很好", "踩到一根裸着的线，鞋底冒了个火星"),
        ("那场震惊全国的高层火灾之后，高层消防有了哪些变化", "高层火灾之后，这栋楼的烟道还在冒烟"),
        ("逾期将按合同约定计收违约金，请于月底前缴纳", "物业违约在先，合同里的保洁频次一次没做到"),
        ("保安怕我黑，打着手电跟在后面护送我到单元门", "保安连着三天跟在我后面，我换了路线他也换"),
        ("电箱旁边的师傅在烧水泡面", "楼下配电箱在烧，灭火器是空的"),
    ],
)
def test_hazards_told_in_other_words(calm: str, hazard: str) -> None:
    assert level(calm) < 2
    assert level(hazard) == 2


def test_a_hazard_that_was_dealt_with_is_no_accident() -> None:
    assert level("2025年3月，外墙脱落隐患整治完成") < 3
    assert level("外墙保温层又翻起来了，啪啪打窗") == 2


def test_danger_of_gas_and_a_child_that_did_not_come_home_are_urgent() -> None:
    assert judged("楼道里有股臭鸡蛋味道，谁来看看").risk.urgent
    assert judged("男孩6岁，放学到现在没回家，谁看到过").risk.urgent


def test_what_is_over_is_not_urgent_and_a_plea_is() -> None:
    assert not judged("市场监管局组织电梯安全进社区活动，居民现场体验困人救援").risk.urgent
    assert not judged("换了物业之后再也没有电梯困人，这钱交得不冤").risk.urgent
    assert judged("3栋电梯里困了两个人，请物业立即派人").risk.urgent


@pytest.mark.parametrize(
    ("calm", "danger"),
    [
        ("阳台上的花架随时会塌，麻烦师傅来加固", "8栋楼板裂了，专家说随时会塌，居民连夜搬出去睡体育馆"),
        ("消防演习，楼顶铺好气垫", "有人站在楼顶边沿，消防气垫都铺好了，还没劝下来"),
        ("大爷下棋输了，气得要跳楼，逗得大家直乐", "有人站在楼顶要跳楼，围观的还直乐"),
        ("夏日炸鸡节，口感爆炸，百人大胃王现场", "炸鸡店煤气罐爆炸，上百人跑出来"),
        ("今天组织电梯困人救援培训，师傅讲得很细", "今天电梯又困人了，两个老人还在里面"),
        ("昨天困人了，今天手机还在里面没捡", "昨天刚培训完，今天电梯又困人了，老人还在里面"),
        ("小区围墙要重刷了，居民投票", "小区围墙要塌了，居民连夜转移"),
        ("业主扬言要起诉物业", "业主扬言要点燃煤气罐"),
        ("火已经灭了，没人受伤", "火还没灭，楼上有人"),
        ("泼汽油的事已解决，人被抓了", "有人在楼道泼汽油，扬言要跟物业同归于尽"),
    ],
)
def test_what_only_sounds_like_danger_and_danger_that_goes_on(calm: str, danger: str) -> None:
    assert not judged(calm).risk.urgent
    assert level(calm) < 3
    assert judged(danger).risk.urgent


def test_danger_pleases_nobody_and_thanks_stay_thanks() -> None:
    glad = Sentiment(label="positive", score=0.7)
    danger, thanks = judged("有人站在楼顶边沿，还没劝下来"), judged("表扬秩序员小杨，昨晚救火双手烧伤，还在住院")
    assert sober(glad, danger, danger.risk).label == "neutral"
    assert thanks.risk.level == 3
    assert sober(glad, thanks, thanks.risk) is glad
    nothing = judged("花开了，真好看")
    assert sober(glad, nothing, nothing.risk) is glad


def test_an_old_woman_who_did_not_come_home_is_urgent() -> None:
    assert judged("谁看见一个戴红帽子的老太太？我奶奶有老年痴呆，早上出去买菜到现在没影").risk.urgent
    assert judged("奶奶早上去跳舞还没回来，先替她收个快递").risk.level == 0


@pytest.mark.parametrize(
    ("found", "lost"),
    [
        ("孩子走丢了，后来保安在超市门口找到了，谢谢", "孩子还没找到，谢谢大家帮忙转发"),
        ("一转身娃没影了，监控室大哥两分钟就在滑梯底下找着了", "感谢物业帮忙调监控，可孩子现在还是没影，求扩散"),
        ("我妈走失一下午，傍晚在菜场寻到她，送到家还给热了粥", "弟弟走失两天了，家里人找遍了也没找到"),
        ("老爷子走失四小时后平安归家，家属送来锦旗", "老爷子还没有下落，民警带着搜救犬在后山找"),
        ("孩子的书包还没找到，谁捡到了", "手机找到了，孩子还没找到"),
        ("家里猫走丢三天了还没找到", "婆婆早上出去买菜到现在没消息，家里都急哭了"),
        ("女孩走失，终于找到了，睡在表姐家", "女孩走失，谁找到了请打电话，必有重谢"),
    ],
)
def test_who_is_found_and_who_is_looked_for_still(found: str, lost: str) -> None:
    assert level(found) < 2
    assert (level(lost), judged(lost).risk.urgent or judged(lost).frame == "praise") == (2, True)


def test_who_is_found_in_water_is_not_found_well() -> None:
    assert level("孩子走丢找到了，在池塘里找到的") == 2
    assert level("孩子走丢找到了，在楼下玩滑梯") < 2
    assert level("孩子走丢找到了，在池塘里玩水，平安") < 2


def test_what_is_thrown_down_is_a_hazard_and_a_notice_against_it_is_none() -> None:
    assert level("谁在23楼往下扔啤酒瓶？碎片溅到滑梯上，还有没有王法") == 2
    assert level("请勿往楼下扔玻璃瓶，违者追责") == 0
    assert level("冰箱里的饺子拿出来抬下来时已经硬了") < 3


@pytest.mark.parametrize(
    ("calm", "matter"),
    [
        ("说点体会：第一年物业见面会敬礼，第二年见面会点头", "明天三点物业见，把账问清楚"),
        ("不是维权，是大闸蟹，下午三点大门口集合拿货", "下午三点大门口集合，找物业要说法"),
        ("舅舅住的那个盘着火了，我们这儿好歹每月有检", "我们这儿着火了，烟往楼上灌"),
        ("发小住城西，上礼拜他们那边着火了，还是咱这儿安稳", "上礼拜我们这边着火了，吓死"),
        ("都说品牌物业保安打人，至少我们小区没有，住了六年没红过脸", "我们小区保安打人了，住了六年头一回"),
        ("师傅骑在护栏上装彩灯，楼下的人都在喊好看", "有人骑在护栏上说活不下去了，民警在劝"),
        ("晾的衣服被烟头点着，烧成灰了", "从窗户甩下来几根插线板给电动车充电"),
        ("保洁帮我把两箱水果搬走放前台，监控里看到很感动", "监控看得真真的，保洁把我家门口的两箱水果推走了"),
        ("小猫掉下去卡在空调架上，师傅绑着绳子给抱回来了", "孩子掉下去卡在空调架上，师傅绑着绳子给抱回来了"),
        ("法院：业主以房屋漏水为由拒交物业费，理由不成立", "倡议：即日起全体业主停交物业费，直到电梯修好"),
        ("倡议居民文明养犬，出门牵绳", "大家商量商量，下季度物业费先缓交，等账公开了再说"),
        ("师傅一早出去买配件，还没回来", "阿姨早上说去打太极，天黑了还没人影，电话在家，谁碰到过"),
        ("阳台上挂满红底白字的福字，像过年", "大门上头白布黑字挂着三条，“还我绿地”"),
    ],
)
def test_small_talk_and_small_words_of_real_matters(calm: str, matter: str) -> None:
    assert level(calm) < 2
    assert level(matter) == 2
