"""As people say it: in dialect, as a rhetorical condition, by what goes on around; and the harmless beside it."""

from __future__ import annotations

import pytest
from risks import judged, level


@pytest.mark.parametrize(
    ("alarm", "harmless"),
    [
        ("2栋的电梯卡起了，我老汉在里头关到起在，打监控室电话没得人接", "搭lift唔使排队，好正"),
        ("我在3号楼电梯里，门打不开，按铃没人应", "电梯里的广告说按铃没人应就找他们"),
        ("卡在六楼和七楼之间了，按铃没人理，我一个人有点怕", "价格卡在六千和七千之间，我一个人有点怕"),
        ("送奶工关里面了，还在拍门", "猫关里面了，还在拍门"),
        ("救救我，电梯不动了，灯也灭了", "救救我的钱包，奶茶又上新了"),
        ("厢门夹着不开了，我和娃都在里头", "电梯屏太吵，当天就静音了，娃在里面睡着都没醒"),
        ("地库B区黑烟，看不清路", "演练时地库放黑烟，大家有序撤离"),
        ("不想活了，都别找我，我在A座楼顶", "楼顶的风好大，晚霞好看，别找我"),
        ("消防在楼下铺气垫，上面那个还不肯下来", "孩子在气垫滑梯上玩，不肯下来"),
        ("地下室有老人摔倒无法起身，意识模糊", "急救培训讲意识模糊怎么处理"),
        ("车库水位快速上涨，仍有车主在内挪车", "防汛演练：水位快速上涨，疏散车主"),
        ("𨋢坏咗，有个阿婆困咗入面", "lift入面好靓，新装修"),
        ("这边又有一部不动了，里面关着个初中生，在拍门", "笼子里面关着一只猫，谁家的"),
        ("金泰国际楼下铺气垫了，有女的在天台不肯下来，路都封了", "露营气垫床晒在阳台外面"),
        ("池塘两个小孩落水，快救人", "今天有个人落水，被保安救上来了，点赞"),
        ("河边有人落水，快救人", "手机落水了，快来人帮忙捞"),
        ("景观湖有孩子落水", "防止有小孩落水，建议加围栏"),
        ("3栋后面的河有个老人落水，救命", "有人落水怎么办，物业有救生圈吗"),
        ("哪家在烧东西？12楼楼道呛得睁不开眼，烟从弱电井里冒出来", "有人在机房门口抽烟，烟味飘出来"),
        ("地下车库闻到焦味，充电桩那边有噼啪声，还有火星子", "楼下充电桩旁边的烧烤摊一股焦味"),
        ("对不起大家，我在顶楼，公司的钱我填不上了，帮我跟我妈说一声", "对不起大家，天台的灯是我关的"),
        ("谁认识他？？哪个座？快报警，物业快上天台！！", "快上天台看晚霞，太美了"),
        ("独居的阿婆敲门没人应，报纸堆了三天", "隔壁老人好几天没见，原来去女儿家了"),
        ("有个疯子提着刀在小区里乱走，砸门", "厨师提着刀在电梯里，原来是上班"),
        ("突然全部拉卷帘门，保安喊我们躲到店里别出来，到底怎么了啊好怕", "猫躲到柜子里别出来，吓坏了"),
    ],
)
def test_danger_that_goes_on_is_urgent_however_it_is_said(alarm: str, harmless: str) -> None:
    risk = judged(alarm).risk
    assert (risk.level, risk.urgent) == (2, True)
    assert level(harmless) == 0


@pytest.mark.parametrize(
    ("condition", "fact"),
    [
        ("去年就报过脱落，说等维修基金，等等等，等砸到人才算数是吧", "前天砸死了人才来修，早干嘛去了"),
        ("难道要等烧死人了物业才管", "烧死两个人以后才换的充电桩"),
        ("要摔死人才肯换灯是吧", "摔死了人才装的扶手"),
        ("是要等淹死人才装护栏吗", "上个月淹死了孩子才装护栏"),
        ("是不是非要砸死人才修", "非要砸到人才修，现在好了，我妈被砸骨折了"),
    ],
)
def test_what_must_befall_somebody_first_has_not(condition: str, fact: str) -> None:
    assert level(condition) < 3
    assert judged(condition).beside().unhurt
    assert level(fact) == 3
    assert not judged(fact).beside().unhurt


@pytest.mark.parametrize(
    ("text", "grave"),
    [
        ("出来了出来了，消防来撬开的。物业的人到现在影子都没看到一个", "出来了，抬出来的，盖着白布"),
        ("婆婆找到没得？派出所那边监控咋说", "婆婆找到没得？湖边捞上来一个"),
    ],
)
def test_who_is_out_and_who_only_asks_for_news_is_made_grave_by_no_wording(text: str, grave: str) -> None:
    assert judged(text).beside().aside
    assert not judged(grave).beside().aside


@pytest.mark.parametrize(
    ("text", "expected", "category"),
    [
        ("来了七八十个人了，物业李经理不敢签字", 3, "collective"),
        ("现在聚了百把号人，都在物业要说法", 3, "collective"),
        ("带咗个细嘅去睇医生，话系急性肠胃炎，要吊针。同层仲有两户都系咁", 3, "casualty"),
        ("没死，腿断了，在湘雅", 3, "casualty"),
        ("第二个是个小孩，已经不动了", 3, "casualty"),
        ("3栋有人入室盗窃并持刀伤人，嫌疑人仍在小区内，已报警", 3, "casualty"),
        ("避雷白沙天地4F海鲜自助！生蚝有怪味，我和闺蜜拉到虚脱，去医院查是诺如", 3, "casualty"),
        ("到了三十几个了，再来点人，人多才有用", 3, "collective"),
        ("上头还翘着好几块呢，娃娃上学都从那过，麻烦物业先拉个线啊", 2, "safety"),
        ("物业夜班保安老盯着女孩子看", 2, "staff"),
        ("昨天打人的那三个，今天我看到有一个又在东门站岗，不是说停职了吗", 2, "staff"),
    ],
)
def test_what_was_no_word_of_the_lexicon(text: str, expected: int, category: str) -> None:
    risk = judged(text).risk
    assert risk.level == expected
    assert category in risk.categories


@pytest.mark.parametrize(
    "text",
    [
        "天冷了用炭火取暖一定要开窗，一氧化碳中毒会死人的，转给家里老人",
        "高空抛物致人死亡要坐牢，管好自家孩子",
        "门口嗰棵大榕树冧咗落嚟，压住两部车，差少少砸到人",
        "水逆结束啦，被房贷压死的日子也要笑着过",
        "万圣节大堂挂个“吊死鬼”，孩子笑翻了",
        "业主趴来了两百多人，物业还准备了烤全羊",
    ],
)
def test_what_harmed_nobody_is_no_casualty(text: str) -> None:
    assert level(text) < 3


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("来了七八十个人领鸡蛋，物业门口排队", "collective"),
        ("找到狗主人了，愿意赔，明天一起去派出所做个调解", "collective"),
        ("都别开门，毛巾打湿堵门缝", "collective"),
        ("打客服电话一打就转接到断", "staff"),
        ("今天又卷到东西，急停按钮都找不到人按，孩子好怕", "legal"),
    ],
)
def test_what_only_has_such_words(text: str, category: str) -> None:
    assert category not in judged(text).risk.categories


def test_who_asks_for_somebody_on_the_spot_was_not_there() -> None:
    signs = judged("听朋友讲白沙天地扶梯夹到小娃儿了？有没有在现场的").signs
    assert "hearsay" in signs
    assert "first_hand" not in signs
    assert "first_hand" in judged("我在现场，扶梯夹到小娃儿了").signs


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("2号楼那三个小孩叫不醒啊房东快来烧炭取暖的门一开一股味道呛人我打了120了", True),
        ("有人在泳池溺水了，谁会急救快来", True),
        ("上周急救课，学了溺水没反应怎么办，快打120", False),
        ("3栋爆炸了，玻璃都震碎了", True),
        ("我儿子数学又考了个核爆炸分数，血压上来了", False),
    ],
)
def test_who_calls_for_help_does_so_now(text: str, urgent: bool) -> None:
    assert judged(text).risk.urgent == urgent
