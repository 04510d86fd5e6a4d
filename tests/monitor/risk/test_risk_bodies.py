"""What only sounds like death and injury, and death and injury that sound like nothing."""

from __future__ import annotations

import math

import pytest
from risks import UNSURE, judged, level

from monitor.learned.blend import blended
from monitor.learned.model import UNIT
from monitor.records import CATEGORIES


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
    ("harmless", "grave"),
    [
        ("老人没等到维修师傅就走了，下午再约", "老人没等到救护车就走了，门口的道闸一直不开"),
        ("挡土墙倒了，一对夫妻在旁边看热闹", "挡土墙倒了，一对夫妻被掩埋，挖出时均无生命体征"),
        ("充电桩差点烧到人", "电瓶车炸了，烧到人了"),
        ("水质检测合格，没人拉肚子", "二次供水查出大肠杆菌，已经有四十多户拉肚子"),
        ("高层往下扔东西，一个孩子差点被砸中", "高层往下扔了个哑铃，婴儿车里的娃被砸中，不知道能不能挺过来"),
        ("管管高空抛物，别等孩子被砸中才重视", "晾衣杆掉下来，行人被砸到了"),
        ("花盆掉下来，孩子被砸中书包，没受伤", "花盆掉下来，一个老人被砸中了，倒在地上"),
        ("花枝插进手边的花瓶，插花课真有意思", "晾衣杆扎穿了她的肩，还没推出手术室"),
        ("师傅下井清淤，半小时就通了", "昨天下井清淤没上来，徒弟去拉也晕底下了"),
        ("扶梯口贴着：小心孩子手脚", "小孩手卡扶梯里了，保安找不到急停在哪"),
        ("冰箱坏了三天才被闻到臭味", "老夫妻一氧化碳，隔了三天才被闻到"),
        ("老家那边电梯坠了，死了俩", "老家还有两个孩子，师傅从吊篮上掉下来没抢救过来"),
        ("大树压死人？编也编得像点，门口没有那棵树", "门口大树压死人了，编也编不出来"),
        ("4栋有人跳了一晚上舞", "4栋有人tiao了，si了，别带娃从那边过"),
        ("跑步跑得脸发紫，人还挺精神", "大门口推起来了，老陈倒地上脸色发紫"),
        ("父亲被电梯门挡了一下", "父亲被电梯门夹住拖行半层，右臂离断"),
        ("他喝多了倒那儿了，保安给盖上大衣", "有个送奶的倒那儿了，身上盖的是雨布"),
        ("衣服袖子被甩干机绞断了，赔了一件", "小外甥把胳膊伸进甩干机里，整条绞下来了"),
        ("业主心梗倒在快递柜前，物业用AED救回来了", "业主心梗倒在快递柜前，AED没电"),
        ("我妈在菜场摔骨折了，想问物业有没有轮椅借", "我妈在花坛边绊倒，骨折了，现在医院"),
    ],
)
def test_accidents_and_what_only_has_their_words(harmless: str, grave: str) -> None:
    assert level(harmless) < 3
    assert level(grave) == 3


@pytest.mark.parametrize(
    ("harmless", "matter", "grade"),
    [
        ("保安照着墙上的急救图处理得特别专业，人没事，太想夸了", "保安被砸伤，急救车拉走的", 3),
        ("这是消防员训练塔，人家索降呢，评论别喊跳楼了", "消防员都来了，有人从塔楼跳楼，人没了", 3),
        ("景观湖里捞上来一个手机，谁掉的来领", "景观湖捞上来一个大爷，已经没了", 3),
        ("行李箱被拖了几米，轮子坏了", "在地库被一个蹲守的男的拖行了十几米", 3),
        ("修电梯的师傅按时来保养，对重也查了", "修电梯的师傅被对重压住了腿，医生说保不住膝盖以下", 3),
    ],
)
def test_rescue_water_and_weights_and_who_is_dragged(harmless: str, matter: str, grade: int) -> None:
    assert level(harmless) < 2
    assert level(matter) == grade


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
    ("passed", "stays"),
    [
        ("便利店大爷中午晕倒，幸好只是低血糖，坐会儿就好了", "便利店大爷中午晕倒，救护车来了还没醒"),
        ("扶梯咬住了小女孩的鞋，脚抽出来了", "大黑狗咬住了小女孩的腿，打了五针"),
        ("我们全家都死了算了，天天停水", "楼上着火，一家三口都死了"),
        ("医生说再晚两分钟人就没了，多亏保安", "救护车晚了两分钟，人就没了"),
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
        ("楼上掉砖砸死了我家的猫", "楼上掉砖砸死了猫的主人，猫还活着"),
        ("三只狗一只猫吐了白沫没救回来", "打药的师傅吐了白沫没救回来"),
        ("楼下两口子吵架，狗死了", "楼上着火，老两口都死了"),
        ("保安大哥徒手接住坠楼猫咪，太帅了", "孩子坠楼，猫咪还在窗台上叫"),
        ("前台姐姐记得我家狗狗去世的日子，还给了我一束花", "前台姐姐说狗主人去世了，就是被花盆砸的那位"),
    ],
)
def test_harm_of_an_animal_and_of_a_person(animal: str, person: str) -> None:
    assert level(animal) < 3
    assert level(person) == 3


@pytest.mark.parametrize(
    ("harmless", "grave"),
    [
        ("楼道里一滩血，问了是杀鸡的大爷", "楼道里一滩血，问了是8楼的大爷磕破了头"),
        ("狗咬了我的裤脚，狗主人赔了条裤子", "狗咬了我的小腿，狗主人跑了"),
        ("水池臭了，蚊子多得要命，孩子被咬一身包", "水池臭了，蚊子多得要命，孩子被狗咬一口，起了个包"),
        ("乘凉的时候被咬得满腿红疙瘩", "孩子被咬得满脸包扎着纱布"),
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
    assert blended(judged(text), values, kinds, lambda _: None, urgent=UNSURE).risk.level == level


def test_who_sleeps_like_the_dead_is_not_dead() -> None:
    assert level("昨晚烟从我家门缝冒，我两口子睡死了不知道") < 3


@pytest.mark.parametrize(
    ("harmless", "grave"),
    [
        ("我家的仙人掌死了两盆", "人掌心全是血，老人死了"),
        ("大堂空调冷得像太平间", "有人被送进太平间了"),
        ("地下室阴森森的，跟太平间一样", "保洁被抬进太平间，家属在闹"),
    ],
)
def test_a_cactus_and_a_cold_hall(harmless: str, grave: str) -> None:
    assert level(harmless) < 2
    assert level(grave) == 3


@pytest.mark.parametrize(
    "text", ["家里的水洗澡洗出一身红疹", "自来水洗脸，孩子起疹子了", "这水洗完澡全身痒，二次供水多久没洗"]
)
def test_water_that_makes_the_skin_itch_is_a_hazard(text: str) -> None:
    assert level(text) == 2


@pytest.mark.parametrize(
    "text", ["换了滤芯，自来水洗脸再也不过敏了", "海鲜过敏起疹子，用自来水冲了冲", "洗澡水忽冷忽热"]
)
def test_an_itch_of_another_cause_is_none(text: str) -> None:
    assert level(text) < 2
