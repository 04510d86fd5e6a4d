"""Families of wording and their opposites: what only sounds like death, and death that sounds like nothing."""

from __future__ import annotations

import math

import pytest
from test_risk_borders import judged

from monitor.learned.blend import blended, sober
from monitor.learned.model import UNIT
from monitor.records import CATEGORIES, Sentiment


def level(text: str) -> int:
    return judged(text).risk.level


@pytest.mark.parametrize(
    ("harmless", "grave"),
    [
        ("保安大爷跳舞，全楼的人笑死在窗台上", "保安大爷巡逻，被发现时冻死在岗亭里"),
        ("停电两小时真的要热死一家老小了", "热死了两位老人，停电整整两天，物业人呢"),
        ("爬楼差点累死在楼梯上", "送水师傅爬到二十楼，累死在楼道里，家属来了"),
        ("这物业费涨得要把人绞死", "供水泵房的师傅检修时被水泵绞死了"),
        ("刚爬完十五楼，我爸说他脱离危险了哈哈", "我爸从楼梯上摔下去，还没脱离危险，在ICU"),
        ("今天的晚霞美到窒息，从楼顶看更好", "清理隔油池的工人窒息了，叫不醒"),
        ("公司组织捐血，医生量完血压摇头说我今天不能捐", "120医生看了一眼摇头，人没救了"),
        ("打疫苗发烧了，医生让住院观察一晚", "孩子被小区的流浪狗咬伤，打了疫苗还要住院观察"),
        ("老人癌症晚期住院，想问问怎么办停车月卡", "老人在大堂滑倒，住院半个月了"),
    ],
)
def test_bodies_in_words_and_in_fact(harmless: str, grave: str) -> None:
    assert level(harmless) < 3
    assert level(grave) == 3


@pytest.mark.parametrize(
    ("circumstance", "harm"),
    [
        ("同问电梯啥时候好，我妈做完手术下不了楼", "电梯坠下来把我妈的腿砸断了，刚做完手术"),
        ("我爸住院这几天，家里快递堆了一门口", "我爸被掉下来的瓷砖砸了，住院这几天没一个人来看"),
        ("老公骨折在家休养，想借物业的轮椅", "老公在坡道滑倒，骨折在家休养"),
    ],
)
def test_who_is_ill_is_harmed_by_the_estate_only_where_something_befell_him(circumstance: str, harm: str) -> None:
    assert judged(circumstance).beside().untold is not None
    assert judged(harm).beside().untold is None


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


@pytest.mark.parametrize("text", ["超市着火了，好大的烟，我们都跑出来了", "楼里着火，大家都跑出来了，消防刚到"])
def test_who_got_out_of_a_fire_does_not_put_it_out(text: str) -> None:
    assert judged(text).risk.urgent


@pytest.mark.parametrize(
    ("mourned", "befell"),
    [
        (
            "讣告：我们的老邻居张师母昨晚安详离世，追悼会周六上午在龙华殡仪馆",
            "讣告：保洁主管余同志昨日清晨作业时遭倒车碾压，不幸离世，享年五十六岁",
        ),
        ("家里老人走了，在架空层搭灵堂，物业收了三百块", "保安值夜班倒下再没醒来，灵堂设在门口，物业一分钱不赔"),
        ("沉痛悼念退休教师陈老师，因病医治无效去世，谢绝花圈", "保洁阿姨被倒下的围墙压住，在医院去世了"),
    ],
)
def test_a_death_that_is_mourned_and_one_that_befell_somebody(mourned: str, befell: str) -> None:
    assert level(mourned) < 3
    assert level(befell) == 3


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
    ("proud", "shamed"),
    [
        ("昨晚电视播了我们小区的垃圾分类，全区先进，骄傲", "昨晚电视播了我们小区的垃圾山，丢人丢到全省"),
        ("晚霞太美，小区楼顶的照片刷屏了", "我们小区停水的事刷屏了，全网都在骂物业"),
        ("本市电视台报道了阳光社区物业党支部，获评年度先进集体", "本市电视台报道了阳光社区物业挪用维修资金"),
    ],
)
def test_told_everywhere_with_pride_and_in_shame(proud: str, shamed: str) -> None:
    assert level(proud) == 0
    assert level(shamed) == 3


@pytest.mark.parametrize(
    ("harmless", "grave"),
    [
        ("游泳教练抱住我女儿纠正打腿动作，很耐心", "游泳教练抱住我女儿不放，手伸进泳衣里"),
        ("保安抱住走丢的孩子送回家，孩子哭着喊妈妈", "保安抱住我女儿亲了一口，孩子吓哭了"),
        ("电影散场几百人堵住电梯厅，等了三趟", "几百名业主堵住售楼处大门，要求退房"),
        ("谢谢两位保安背骨折的老人下楼，一口水都不肯喝", "感谢保安背我妈下楼，她在大堂踩到水滑倒骨折了"),
        (
            "高空坠物受伤、小区摔倒骨折，赔偿怎么算？律师团队免费咨询，微信同号",
            "我被坠物砸伤骨折，已经委托律师起诉物业，赔偿怎么算",
        ),
        ("楼上掉砖砸死了我家的猫", "楼上掉砖砸死了猫的主人，猫还活着"),
        ("昨晚小区发生入室盗窃，衣服捆成一团扔了一地", "昨晚小区发生入室抢劫，女业主被捆在椅子上"),
        ("老人没等到维修师傅就走了，下午再约", "老人没等到救护车就走了，门口的道闸一直不开"),
    ],
)
def test_contact_crowds_thanks_adverts_and_pets(harmless: str, grave: str) -> None:
    assert level(harmless) < 3
    assert level(grave) == 3


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


def test_danger_of_gas_and_a_child_that_did_not_come_home_are_urgent() -> None:
    assert judged("楼道里有股臭鸡蛋味道，谁来看看").risk.urgent
    assert judged("男孩6岁，放学到现在没回家，谁看到过").risk.urgent


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


def test_what_is_over_is_not_urgent_and_a_plea_is() -> None:
    assert not judged("市场监管局组织电梯安全进社区活动，居民现场体验困人救援").risk.urgent
    assert not judged("换了物业之后再也没有电梯困人，这钱交得不冤").risk.urgent
    assert judged("3栋电梯里困了两个人，请物业立即派人").risk.urgent


@pytest.mark.parametrize(
    ("text", "grave", "level"),
    [
        # a blow of which no word says that it hurt is level 2, unless the wording is sure
        ("来电人称被物业保安殴打，已报警，要求物业道歉", 0.3, 2),
        ("来电人称被物业保安殴打，已报警，要求物业道歉", 0.9, 3),
        ("来电人称被物业保安殴打，经医院诊断为轻微伤", 0.3, 3),
        # and so is a hazard that reads like an accident
        ("消防通道被占满，道闸不抬，病人由家属抬到门口", 0.4, 2),
        # those whom crimes are done to are told by the wording alone
        ("反锁门的那个师傅还在上班，姑娘已经搬走了", 0.4, 3),
    ],
)
def test_wording_alone_makes_no_blow_and_no_hazard_an_injury(text: str, grave: float, level: int) -> None:
    values = [round(math.log(share) * UNIT) for share in (0.01, 0.01, 0.98 - grave, grave)]
    kinds = [UNIT if code in ("staff", "safety") else -9 * UNIT for code in CATEGORIES]
    if "通道" in text:
        kinds = [UNIT if code == "safety" else -9 * UNIT for code in CATEGORIES]
    assert blended(judged(text), values, kinds, lambda _: None).risk.level == level


@pytest.mark.parametrize(
    ("passed", "stays"),
    [
        ("便利店大爷中午晕倒，幸好只是低血糖，坐会儿就好了", "便利店大爷中午晕倒，救护车来了还没醒"),
        ("扶梯咬住了小女孩的鞋，脚抽出来了", "大黑狗咬住了小女孩的腿，打了五针"),
        ("三只狗一只猫吐了白沫没救回来", "打药的师傅吐了白沫没救回来"),
        ("楼下两口子吵架，狗死了", "楼上着火，老两口都死了"),
        ("我们全家都死了算了，天天停水", "楼上着火，一家三口都死了"),
        ("保安推搡工人，放话“再进来打断你腿”", "保安推搡工人，打断了他的腿"),
        ("刷到长春一个小区高空坠物砸死人的新闻，太吓人了", "楼下高空坠物砸死人了，太吓人了"),
        ("医生说再晚两分钟人就没了，多亏保安", "救护车晚了两分钟，人就没了"),
        ("周六会所办防溺水课，溺水自救是第一课", "周六会所泳池有孩子溺水，救护车来了"),
    ],
)
def test_what_passed_and_what_stays(passed: str, stays: str) -> None:
    assert level(passed) < 3
    assert level(stays) == 3


@pytest.mark.parametrize(
    ("animal", "person"),
    [
        ("小区里有人下毒，我家狗被毒死了", "小区里有人下毒，我家狗被毒死了，孩子也中毒住院"),
        ("我家猫吃了草坪上撒的药，没救回来", "牵着我家猫的主人被花盆砸中，没救回来"),
        ("我家猫掉进景观池淹死了", "下楼被一条金毛扑倒，骨折了，狗主人跑了"),
    ],
)
def test_harm_of_an_animal_and_of_a_person(animal: str, person: str) -> None:
    assert level(animal) < 3
    assert level(person) == 3


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
        (
            "我爸突发脑梗，值班保安一边打120一边清出消防通道，抢下来了，谢谢你们",
            "我爸突发脑梗，感谢保安打120，可救护车被堵在门口，没抢救过来",
        ),
        ("专家提醒：充电勿过夜，去年全国因此引发的火灾造成多人伤亡", "昨夜充电棚火灾造成多人伤亡，专家都来了"),
        ("交通事故、工伤死亡赔偿少拿一半？关注我，资深律师教你算清", "保安工伤死亡，物业只肯赔一半，家属请了律师"),
        ("物业小哥跳科目三的视频爆了，点赞三十万，骄傲", "物业打人的视频爆了，点赞三十万，全网都在骂"),
        ("挡土墙倒了，一对夫妻在旁边看热闹", "挡土墙倒了，一对夫妻被掩埋，挖出时均无生命体征"),
        ("家里进人了，金器全没了", "家里进人了，我爸妈被人用刀逼着，手脚都给胶带缠着"),
        ("充电桩差点烧到人", "电瓶车炸了，烧到人了"),
    ],
)
def test_illness_lessons_services_fame_and_force(thanked: str, harmed: str) -> None:
    assert level(thanked) < 3
    assert level(harmed) == 3


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


def test_an_old_woman_who_did_not_come_home_is_urgent() -> None:
    assert judged("谁看见一个戴红帽子的老太太？我奶奶有老年痴呆，早上出去买菜到现在没影").risk.urgent
    assert judged("奶奶早上去跳舞还没回来，先替她收个快递").risk.level == 0


@pytest.mark.parametrize(
    ("harmless", "grave"),
    [
        ("保安大叔真是救命恩人，我妈晕倒他第一时间叫120，人已经没事了，送锦旗", "我妈晕倒了，等救护车来人已经没了"),
        ("保安大哥徒手接住坠楼猫咪，太帅了", "孩子坠楼，猫咪还在窗台上叫"),
        ("三栋的装修噪音吵得我想杀人", "楼上吵架，男的喊着要杀人，刀都拿出来了"),
        ("水质检测合格，没人拉肚子", "二次供水查出大肠杆菌，已经有四十多户拉肚子"),
        ("新华社发稿点赞我们小区志愿者，骄傲", "小区的事新华社发稿了，全国都知道了"),
        ("男子把购物车拖到楼下，真热心", "有变态尾随女业主进楼道，把人捂住嘴拖到消防通道，幸好邻居听到"),
        ("听说开发商暴雷，楼市还能买吗", "物业暴雷了，业主几千万预存费没了，老板跑路"),
        ("高层往下扔东西，一个孩子差点被砸中", "高层往下扔了个哑铃，婴儿车里的娃被砸中，不知道能不能挺过来"),
        ("管管高空抛物，别等孩子被砸中才重视", "晾衣杆掉下来，行人被砸到了"),
        ("花盆掉下来，孩子被砸中书包，没受伤", "花盆掉下来，一个老人被砸中了，倒在地上"),
        ("我看新闻说外地一小区电梯坠落摔死人", "蓉悦汇被央视曝光了，大家看新闻"),
    ],
)
def test_thanks_pets_temper_and_news_and_the_real_thing(harmless: str, grave: str) -> None:
    assert level(harmless) < 3
    assert level(grave) == 3


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


def test_banners_of_an_election_and_of_a_protest() -> None:
    assert level("业委会选举横幅拉起来了，大红灯笼挂起来，好喜庆") == 0
    assert level("业委会选举造假，业主拉横幅抗议") == 2


def test_danger_pleases_nobody_and_thanks_stay_thanks() -> None:
    glad = Sentiment(label="positive", score=0.7)
    danger, thanks = judged("有人站在楼顶边沿，还没劝下来"), judged("表扬秩序员小杨，昨晚救火双手烧伤，还在住院")
    assert sober(glad, danger, danger.risk).label == "neutral"
    assert thanks.risk.level == 3
    assert sober(glad, thanks, thanks.risk) is glad
    nothing = judged("花开了，真好看")
    assert sober(glad, nothing, nothing.risk) is glad


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
    ("harmless", "meant"),
    [
        ("案例分析题：业主甲被楼上坠落的花盆砸死，物业应否担责？", "业主被楼上坠落的花盆砸死，人已经没了"),
        ("以案说法：住户从窗口丢下酒瓶致路人重伤，被判赔六十万", "住户从窗口丢下酒瓶，致我爸重伤，现在还在医院"),
        ("昨天业主去区政府领奖，几十人合影", "昨天几十名业主去了区政府门口，要求退房"),
        ("我们三个业主代表去住建局递了材料", "去住建局的业主有一百三十多人，坐在台阶上不走"),
    ],
)
def test_lessons_and_visits_and_the_real_thing(harmless: str, meant: str) -> None:
    assert level(harmless) < 3
    assert level(meant) == 3


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


@pytest.mark.parametrize(
    ("harmless", "grave"),
    [
        ("审计出具了标准无保留意见，公司年报如期披露", "核数师辞任，未能就公司的预付款取得充分资料"),
        ("公司主体信用评级维持AAA，展望稳定", "评级机构将该公司主体信用等级由AA下调至A+"),
        ("恭喜公司通过聆讯，下月挂牌", "都排队等聆讯了，前员工实名举报公司少缴社保"),
        ("公司担保余额为零，美元债去年已还清", "母公司美元债过不了年关，账上现金早被划走了"),
        ("公司主席出席慈善晚会", "公司主席因涉嫌单位行贿罪被采取强制措施"),
        ("国外做空机构很多，我们住得踏实", "海外做空机构发报告，说在管面积虚增三成"),
        ("保安把淋雨的孩子带到岗亭喝水，等家长来接", "把二年级小姑娘哄进值班室，拉上帘子，孩子妈去派出所了"),
        ("爸爸把女儿抱到腿上讲故事，真温馨", "收费处那个男的把小姑娘搂到腿上，手伸进校服里"),
        ("娃睡着了，物业小哥拍照发群里", "管家用备用卡进屋，趁我睡着拍视频，警察从他手机里翻出一堆"),
        ("周末集市上百号人，门口挤不进，热闹", "三四百号人把路口堵死，售楼部砸了"),
        ("几十号穿黑衣的伴郎在小区门口拍照", "物业找来四五十号穿黑T恤的，跟老业主推搡，棍子都亮出来了"),
        ("《物业风云》今晚播出大结局", "本台《民情热线》昨晚播出《消失的车位》后，物业连夜整改"),
        ("电台念了我们小区的名字，夸银杏大道最美", "早高峰广播念了我们小区的名字，说外墙掉砖"),
        ("花枝插进手边的花瓶，插花课真有意思", "晾衣杆扎穿了她的肩，还没推出手术室"),
        ("师傅下井清淤，半小时就通了", "昨天下井清淤没上来，徒弟去拉也晕底下了"),
        ("扶梯口贴着：小心孩子手脚", "小孩手卡扶梯里了，保安找不到急停在哪"),
        ("冰箱坏了三天才被闻到臭味", "老夫妻一氧化碳，隔了三天才被闻到"),
        ("老家那边电梯坠了，死了俩", "老家还有两个孩子，师傅从吊篮上掉下来没抢救过来"),
        ("大树压死人？编也编得像点，门口没有那棵树", "门口大树压死人了，编也编不出来"),
        ("4栋有人跳了一晚上舞", "4栋有人tiao了，si了，别带娃从那边过"),
    ],
)
def test_market_minors_crowds_press_and_injury_told_in_other_words(harmless: str, grave: str) -> None:
    assert level(harmless) < 3
    assert level(grave) == 3


@pytest.mark.parametrize(
    ("harmless", "grave"),
    [
        ("前台姐姐记得我家狗狗去世的日子，还给了我一束花", "前台姐姐说狗主人去世了，就是被花盆砸的那位"),
        ("孩子发烧打不到车，巡逻的小吴开自己车送我们去的儿童医院，退烧了，真的谢谢", "孩子被保安打得送进儿童医院"),
        ("接龙：愿意作证物业停电逼缴的，凑满30户一起递材料", "三十户业主今天堵在物业门口递材料，讨要说法"),
        ("物业公司未能按期支付保洁工资", "本公司未能按期偿付到期之优先票据，已触发交叉违约"),
        ("教练手很规矩，女儿学得开心", "教练对着我女儿“指导动作”，手就没离开过不该放的地方"),
        ("跑步跑得脸发紫，人还挺精神", "大门口推起来了，老陈倒地上脸色发紫"),
        ("小区运动会感谢超市赞助", "本报独家：一纸“赞助费”通知卡住一栋楼的装修，记者暗访全程录音"),
        ("父亲被电梯门挡了一下", "父亲被电梯门夹住拖行半层，右臂离断"),
        ("招股书写得很清楚，在管面积稳步增长", "招股书里写的在管面积和备案差了四百万方"),
    ],
)
def test_pets_illness_calls_and_defaults(harmless: str, grave: str) -> None:
    assert level(harmless) < 3
    assert level(grave) == 3


@pytest.mark.parametrize(
    ("calm", "hazard"),
    [
        ("【寒潮预警】老人减少外出，谨防跌倒", "寒潮天老人在大堂跌倒了，地上全是冰"),
        ("家里老人摔倒没人知道？一键呼叫手环，物业合作价199", "老人在单元门口摔倒了，地砖翘着没人修"),
        ("社区登记问我是不是一个人住，说可以申请手环", "检修的小哥问我是不是一个人住，晚上在我门口来回走"),
        ("煤气表间钥匙找到了，抄表正常", "煤气表间锁了一年，里面堆满纸板和油漆桶"),
        ("水箱今天清洗，水质合格", "水箱盖子掀开，里面漂着一只死鸽子"),
    ],
)
def test_warnings_adverts_and_what_somebody_was_asked(calm: str, hazard: str) -> None:
    assert level(calm) < 2
    assert level(hazard) == 2


@pytest.mark.parametrize(
    ("harmless", "matter", "grade"),
    [
        ("保安照着墙上的急救图处理得特别专业，人没事，太想夸了", "保安被砸伤，急救车拉走的", 3),
        ("这是消防员训练塔，人家索降呢，评论别喊跳楼了", "消防员都来了，有人从塔楼跳楼，人没了", 3),
        ("景观湖里捞上来一个手机，谁掉的来领", "景观湖捞上来一个大爷，已经没了", 3),
        ("行李箱被拖了几米，轮子坏了", "在地库被一个蹲守的男的拖行了十几米", 3),
        ("修电梯的师傅按时来保养，对重也查了", "修电梯的师傅被对重压住了腿，医生说保不住膝盖以下", 3),
        ("关于高空抛物零容忍宣传周的倡议，从我家做起", "高空抛物零容忍喊了一年，今天又从楼上扔下来一把刀", 2),
        ("独居女生必备阻门器，陌生人撬锁也进不来，链接在评论区", "独居，半夜有陌生人撬锁，物业没人来", 2),
        ("昨天焊接师傅干活火花四溅，围挡拉得很好", "踩到一根裸着的线，鞋底冒了个火星", 2),
        ("那场震惊全国的高层火灾之后，高层消防有了哪些变化", "高层火灾之后，这栋楼的烟道还在冒烟", 2),
    ],
)
def test_words_of_rescue_water_wires_and_lessons(harmless: str, matter: str, grade: int) -> None:
    assert level(harmless) < 2
    assert level(matter) == grade


@pytest.mark.parametrize(
    ("harmless", "grave"),
    [
        ("楼道里一滩血，问了是杀鸡的大爷", "楼道里一滩血，问了是8楼的大爷磕破了头"),
        ("狗咬了我的裤脚，狗主人赔了条裤子", "狗咬了我的小腿，狗主人跑了"),
        ("全小区都炸了，群里刷屏，原来是停电提前来了", "全网刷屏，就是我们小区停电逼费那段"),
        ("小区又上热搜了，这次因为红叶", "小区又上热搜了，这次因为停电逼费"),
        ("吃了物业发的粽子，撑到进医院（夸张）", "吃了物业发的粽子，一家三口进了医院"),
        ("我爸住院回来，物业帮忙把轮椅抬上楼", "我爸摔在大堂，现在还在住院"),
        ("救护车停在3栋，是来接产妇的，母子平安", "救护车停在3栋，抬下来一个，已经没气了"),
    ],
)
def test_what_turned_out_to_be_nothing(harmless: str, grave: str) -> None:
    assert level(harmless) < 3
    assert level(grave) == 3


def test_what_turned_out_to_be_nothing_is_made_grave_by_no_wording() -> None:
    assert judged("救护车停在3栋，是来接产妇的，母子平安").beside().aside
    assert not judged("救护车停在3栋，只是低血糖，担架绕了八百米").beside().aside


@pytest.mark.parametrize(
    ("harmless", "matter", "grade"),
    [
        ("我爸摔断腿那半年，保安小马天天背上背下，结婚第一杯酒先敬他", "我爸在大堂摔断腿，物业没一个人来", 3),
        ("逾期将按合同约定计收违约金，请于月底前缴纳", "物业违约在先，合同里的保洁频次一次没做到", 2),
        ("保安怕我黑，打着手电跟在后面护送我到单元门", "保安连着三天跟在我后面，我换了路线他也换", 2),
        ("2025年3月，外墙脱落隐患整治完成", "外墙保温层又翻起来了，啪啪打窗", 2),
        ("电箱旁边的师傅在烧水泡面", "楼下配电箱在烧，灭火器是空的", 2),
        ("他喝多了倒那儿了，保安给盖上大衣", "有个送奶的倒那儿了，身上盖的是雨布", 3),
        ("衣服袖子被甩干机绞断了，赔了一件", "小外甥把胳膊伸进甩干机里，整条绞下来了", 3),
        ("看完澄清公告，传闻可以翻篇了", "澄清公告：针对虚增收入之指控，本公司股份继续停牌", 3),
    ],
)
def test_carrying_following_and_what_is_covered(harmless: str, matter: str, grade: int) -> None:
    assert level(harmless) < 3
    assert level(matter) == grade


@pytest.mark.parametrize(
    ("harmless", "grave"),
    [
        ("业主心梗倒在快递柜前，物业用AED救回来了", "业主心梗倒在快递柜前，AED没电"),
        ("我妈在菜场摔骨折了，想问物业有没有轮椅借", "我妈在花坛边绊倒，骨折了，现在医院"),
        ("三十多个业主坐在会所看球赛", "三十多个业主坐在物业大厅讨要说法，从上午到现在"),
    ],
)
def test_what_befell_elsewhere_and_who_waits_in_the_hall(harmless: str, grave: str) -> None:
    assert level(harmless) < 3
    assert level(grave) == 3


def test_what_is_thrown_down_is_a_hazard_and_a_notice_against_it_is_none() -> None:
    assert level("谁在23楼往下扔啤酒瓶？碎片溅到滑梯上，还有没有王法") == 2
    assert level("请勿往楼下扔玻璃瓶，违者追责") == 0
    assert level("冰箱里的饺子拿出来抬下来时已经硬了") < 3


def test_who_is_found_in_water_is_not_found_well() -> None:
    assert level("孩子走丢找到了，在池塘里找到的") == 2
    assert level("孩子走丢找到了，在楼下玩滑梯") < 2
    assert level("孩子走丢找到了，在池塘里玩水，平安") < 2


def test_who_sleeps_like_the_dead_is_not_dead() -> None:
    assert level("昨晚烟从我家门缝冒，我两口子睡死了不知道") < 3
