"""What is told, sold, taught, denied or thanked for, and what happened here."""

from __future__ import annotations

import pytest
from risks import judged, level


@pytest.mark.parametrize(
    ("text", "grave"),
    [
        ("【公安通报】网传电梯坠落致人死亡为不实信息。昨晚该小区发生电梯困人，3人被困，全部救出，无人员伤亡。", False),
        ("火灾造成两人死亡，其余住户无人员伤亡", True),
        ("电梯坠落，一人骨折，其他乘客均未受伤", True),
    ],
)
def test_an_office_that_says_that_nobody_was_hurt_tells_no_casualty(text: str, grave: bool) -> None:
    ruled = judged(text)
    assert ruled.beside().unhurt or grave
    assert (ruled.risk.level == 3) == grave


@pytest.mark.parametrize(
    ("denied", "stands"),
    [
        ("保洁骚扰女业主？没有的事，监控都看了", "保洁骚扰女业主，物业说没有的事，监控都拍到了"),
        ("听说昨晚死人了，就是接产妇，别乱传", "听说昨晚死人了，就是接产妇那天坏的电梯"),
        (
            "关于住户坠楼事件的情况说明：该业主因病医治无效离世，警方排除刑事案件",
            "情况说明：今日上午我小区发生一起坠楼事件，一名女性当场死亡，警方正在调查",
        ),
        (
            "有群众报称翡翠公馆有人员坠楼。经现场查看，系住户晾晒的玩偶被风吹落",
            "有群众报称翡翠公馆有人员坠楼。经现场查看，系一名租户，已送医",
        ),
        ("电影《坠楼》今日上映，讲述一名保安的故事", "看完电影回来，小区里有人坠楼了，警戒线都拉起来了"),
    ],
)
def test_what_is_denied_and_what_a_denial_cannot_take_back(denied: str, stands: str) -> None:
    assert level(denied) == 0
    assert level(stands) == 3


@pytest.mark.parametrize(
    ("untrue", "restated"),
    [
        ("网传阳光里3人遇难不实，经核实，无人员伤亡", "网传阳光里3人遇难不实，经核实，火灾造成1人死亡、1人轻伤"),
        ("网传多人坠亡系谣言，经警方调查，系两名住户争吵", "网传8死不实，经调查，2人死亡，3人受伤"),
        ("关于多人坠亡的说法均为谣言", "关于网传多人坠亡的说明：经核实，1人坠亡，其余内容为谣言"),
    ],
)
def test_a_denial_that_states_what_was_found(untrue: str, restated: str) -> None:
    assert level(untrue) == 0
    assert level(restated) == 3


@pytest.mark.parametrize(
    ("told", "happened"),
    [
        ("看完《无声告白》出来腿都软了，那个坠楼的镜头太真", "看完夜班回来，楼下有人坠楼，盖着白布"),
        ("小时候住的筒子楼着过火，烧死过人，现在都拆了", "昨晚三号楼着火，烧死一个老人"),
        ("家有白事？一条龙服务，灵堂搭建、殡仪车，24小时电话", "殡仪车停在3栋楼下，坠楼的那家在哭"),
        ("工伤认定找律师，机器绞伤、触电，免费评估", "水泵房师傅被机器绞伤，物业不给办工伤认定"),
        ("洗澡的时候玻璃门自己裂了，贴了胶带", "洗澡时玻璃门爆了，手腕割到动脉，差点没命"),
    ],
)
def test_told_sold_and_happened(told: str, happened: str) -> None:
    assert level(told) < 3
    assert level(happened) == 3


@pytest.mark.parametrize(
    ("harmless", "grave"),
    [
        (
            "高空坠物受伤、小区摔倒骨折，赔偿怎么算？律师团队免费咨询，微信同号",
            "我被坠物砸伤骨折，已经委托律师起诉物业，赔偿怎么算",
        ),
        ("刷到长春一个小区高空坠物砸死人的新闻，太吓人了", "楼下高空坠物砸死人了，太吓人了"),
        ("周六会所办防溺水课，溺水自救是第一课", "周六会所泳池有孩子溺水，救护车来了"),
        ("专家提醒：充电勿过夜，去年全国因此引发的火灾造成多人伤亡", "昨夜充电棚火灾造成多人伤亡，专家都来了"),
        ("交通事故、工伤死亡赔偿少拿一半？关注我，资深律师教你算清", "保安工伤死亡，物业只肯赔一半，家属请了律师"),
        ("我看新闻说外地一小区电梯坠落摔死人", "蓉悦汇被央视曝光了，大家看新闻"),
        ("案例分析题：业主甲被楼上坠落的花盆砸死，物业应否担责？", "业主被楼上坠落的花盆砸死，人已经没了"),
        ("合肥某小区电梯坠落致三人受伤，我市即日起排查", "合肥某小区电梯坠落致三人受伤，市场监管部门已到场"),
        ("河南一居民楼外墙脱落砸死人，咱们小区也该查查", "河南一居民楼外墙脱落砸死一名过路女子，现场已拉警戒线"),
        ("看到青岛一高层起火烧死人，点蜡", "青岛一高层今晨起火，两人被烧伤送医"),
        ("以案说法：住户从窗口丢下酒瓶致路人重伤，被判赔六十万", "住户从窗口丢下酒瓶，致我爸重伤，现在还在医院"),
    ],
)
def test_lessons_adverts_and_news_of_elsewhere_and_the_real_thing(harmless: str, grave: str) -> None:
    assert level(harmless) < 3
    assert level(grave) == 3


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("物业24小时电话根本没人接，打了一晚上", None),
        ("我们请了律师团队起诉物业，维修资金的账必须查", None),
        ("请领导关注我们小区，消防水泵坏了两年", None),
        ("专业律师一对一咨询，不成功不收费，微信同号", "advert"),
    ],
)
def test_words_of_adverts_in_complaints_make_no_advert(text: str, frame: str | None) -> None:
    assert judged(text).frame == frame


@pytest.mark.parametrize(
    ("thanks", "harm"),
    [
        ("感谢信：为了我们休息好，保安牺牲了周末", "感谢信：昨夜大火中牺牲的保安小王，大家记得你"),
        ("谢谢两位保安送我妈去医院复查", "谢谢两位保安送我妈去医院，她是被楼上掉的砖砸的"),
    ],
)
def test_thanks_that_name_harm_and_thanks_alone(thanks: str, harm: str) -> None:
    assert level(thanks) == 0
    assert level(harm) == 3


@pytest.mark.parametrize(
    ("thanked", "harmed"),
    [
        ("谢谢两位保安背骨折的老人下楼，一口水都不肯喝", "感谢保安背我妈下楼，她在大堂踩到水滑倒骨折了"),
        (
            "我爸突发脑梗，值班保安一边打120一边清出消防通道，抢下来了，谢谢你们",
            "我爸突发脑梗，感谢保安打120，可救护车被堵在门口，没抢救过来",
        ),
        ("保安大叔真是救命恩人，我妈晕倒他第一时间叫120，人已经没事了，送锦旗", "我妈晕倒了，等救护车来人已经没了"),
        ("孩子发烧打不到车，巡逻的小吴开自己车送我们去的儿童医院，退烧了，真的谢谢", "孩子被保安打得送进儿童医院"),
        ("我爸摔断腿那半年，保安小马天天背上背下，结婚第一杯酒先敬他", "我爸在大堂摔断腿，物业没一个人来"),
    ],
)
def test_who_is_thanked_and_who_was_harmed(thanked: str, harmed: str) -> None:
    assert level(thanked) < 3
    assert level(harmed) == 3


@pytest.mark.parametrize(
    ("letter", "title"),
    [
        ("致物业《关于电梯坠落伤人的公开信》已有两百户签名", "昨晚看了《电梯坠落》，没睡着"),
        ("《电梯坠落伤人情况通报》贴在大堂了", "《电梯坠落》今晚上映"),
    ],
)
def test_the_title_of_a_letter_means_what_it_says(letter: str, title: str) -> None:
    assert level(letter) == 3
    assert level(title) == 0


def test_a_friend_may_be_hurt_at_home_and_tell_of_his_own_place() -> None:
    assert level("我朋友靠了一下，连人带栏杆从三楼翻下去，骨折") == 3
    assert level("我朋友小区有人靠了一下，连人带栏杆从三楼翻下去，骨折") == 0
