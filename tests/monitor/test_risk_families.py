"""Families of sentences with their harmless twins: who is shut out, what is said lightly, what offices found."""

from __future__ import annotations

import pytest
from risks import judged, level


@pytest.mark.parametrize(
    ("alarm", "harmless"),
    [
        (
            "我被锁在天台上了，门从里面反锁，手机只剩一格电，谁能上来开一下",
            "钥匙锁在阳台柜子里了，有没有开锁师傅电话，不急",
        ),
        ("露台门被风吹上自己锁上了，我穿着睡衣站外面，雪下得好大，谁帮我叫下保安", "天台门怎么又锁上了，被子没法晒"),
        ("喝多了的那个男的又来砸门了，我和孩子不敢出声，保安快上来15楼", "喝多了走错门，在门口坐着等老婆"),
        ("我妈独居，两天没接电话了，打不通，我在外地急疯了", "我家老爷子耳背，敲门没反应很正常，直接打电话"),
        ("张爷爷一个人住，今天敲门没人应，牛奶三天没拿", "楼下大爷敲门没人应，原来他去女儿家了，白担心"),
        ("父亲（83岁，认知障碍）下午外出至今未归，请查监控", "父亲节蛋糕订单至今未归档，请查一下"),
        ("南区路面塌陷，一辆白色轿车坠坑，车内有人呼救，已拨119", "防汛演练：一辆轿车坠坑，车内有人呼救，救援队赶到"),
        ("孩子被果冻噎住脸都紫了，快来3栋", "被老板的话噎住，脸都紫了哈哈"),
        ("fire!! 12F fire!! 大家快跑", "这首歌太fire了，周末快跑来听"),
        ("一个五岁左右的女孩在大堂哭，说找不到妈妈，穿红裙子", "女儿上幼儿园找不到妈妈就哭，分离焦虑"),
        ("地下室的水已经没到膝盖了，还有个老头住里面没出来", "泳池的水没到膝盖，孩子在里面玩得开心"),
        ("我家娃自己在屋里，煤气灶开着，我下楼取快递门被风带上了", "娃在屋里写作业，灶上炖着汤，好香"),
        ("又困了，这次是送外卖的，里面闷得不行，物业在哪", "开会又困了，里面闷得不行"),
    ],
)
def test_who_cannot_help_himself_is_urgent(alarm: str, harmless: str) -> None:
    risk = judged(alarm).risk
    assert (risk.level, risk.urgent) == (2, True)
    assert level(harmless) < 2


@pytest.mark.parametrize(
    ("lightly", "meant"),
    [
        ("帅得我当场心梗，谁懂啊", "物业催费吵起来，我爸当场晕倒，送医院没救过来"),
        ("练琴练到我想跳楼，总算弹顺了", "被物业逼得我想跳楼，我现在就在天台"),
        ("看球看到心脏骤停，点球大战那几分钟真的", "他看球时心脏骤停，救护车拉走了"),
        ("这家麻辣烫辣得我胃出血（夸张）", "食堂的饭吃得我妈胃出血，住院了"),
        ("今天的晚霞把整个小区烧着了一样，太好看了吧", "晚霞还没散，小区车棚烧着了，快来人"),
        ("楼下放炮仗，我还以为爆炸了，原来是隔壁娶媳妇", "我以为是放鞭炮，结果是五楼厨房爆炸了"),
        ("我家狗被楼下大黄咬了一口，缝了三针，已经跟邻居说好各出一半", "被流浪猫咬了一口，缝了三针"),
        ("天冷了，用燃气热水器一定要开窗，每年都有人因一氧化碳中毒身亡", "昨晚3栋有人因一氧化碳中毒身亡，一定要开窗"),
        ("物业开展培训，讲解触电、溺水等伤亡事故的急救方法", "昨天有人触电身亡，物业才来讲解"),
        ("5栋消防门被人用铁链锁死了，往哪跑", "昨晚便利店老板被烟熏死了"),
        ("儿子把车钥匙扔下水道了，捞了一下午，钥匙阵亡", "救火的消防员牺牲了"),
        ("小区那只受伤的橘猫是保安大叔掏钱治好的", "小区那位受伤的保安是大家凑钱治好的，骨折三处"),
        ("这波反弹把我从ICU拉到KTV，牛啊", "我妈从ICU转到普通病房，楼道里触电伤的"),
        ("上周孩子手卡在门缝里，师傅拆门救出来，一点皮没破，锦旗已送", "上周孩子手卡在门缝里，骨折了，谢谢帮忙的邻居"),
        ("谢谢3栋的大哥帮我把漏电的热水器断了电，救了我们一家", "谢谢3栋的大哥，充电棚又着了，第三回了"),
        ("物业协会举办电梯困人应急救援比武，十二支队伍参赛", "电梯困人，应急救援的师傅摔下井道，骨折了"),
        ("电动车起火有多快？实验显示3分钟温度达1200度，请勿在楼道充电", "电动车起火了，楼道全是烟，请勿下楼"),
        ("挑战在小区跳楼梯，一口气上28层，腿废了", "小区有人跳楼，楼梯口封了"),
        ("看了新闻说电梯夹死人，回家看我们这电梯门也关得飞快", "我们电梯夹死人，上了新闻"),
        ("上次我妈在花园晕倒多亏夜班小周发现得早，送医院及时，给他送锦旗", "我妈在花园晕倒，没人管，送医院没救过来"),
        ("去年我爸脑梗倒在门口，是咱保安第一个冲过去打的120，谢谢", "保安第一个冲过去打我爸，我爸倒在门口"),
    ],
)
def test_what_is_said_lightly_harms_nobody(lightly: str, meant: str) -> None:
    assert level(lightly) < 2
    assert level(meant) >= 2


def test_who_does_not_breathe_is_grave_and_urgent() -> None:
    risk = judged("客户在大堂突然倒地无意识无呼吸，正在做心肺复苏，请带AED到1号门").risk
    assert (risk.level, risk.urgent) == (3, True)
    assert level("明天在广场教心肺复苏，假人都搬来了，倒地没呼吸怎么做") == 0


def test_a_knife_in_the_kitchen_frightens_nobody() -> None:
    assert level("拿着菜刀在楼道里追鸡的是我家老爷子，大家别怕，今晚喝鸡汤") == 0
    assert judged("有人拿着菜刀在楼道里转，还敲门").risk.urgent


@pytest.mark.parametrize(
    ("text", "code", "harmless"),
    [
        ("物价局的来了，查出多收了我们三年电费", "legal", "希望物价局来查一下停车收费标准"),
        ("市监局已认定该小区电梯超期未检并下达整改指令", "legal", "希望住建局能约谈一下物业，责令其整改绿化问题"),
        ("法院判了，物业退我们两年的停车费", "legal", "律师提醒：法院判物业退停车费的三种情形"),
        ("拖欠两个月，物业直接把水阀锁了，贴条说结清才开", "violation", "电费没交自己停了，充了五十块马上来电"),
        ("欠费就把水表给你拆了", "violation", "话费欠费，宽带停了"),
        ("停车费从三百块涨到五百，没有公示没有表决", "violation", "我工资从三千块涨到五千，没想到"),
        ("审计师对公司持续经营能力有重大疑虑", "market", "公司续聘安永为核数师，续聘决议获通过"),
        ("总部裁员的事基本坐实了，整个部门被裁，补偿谈不拢", "market", "我老公公司裁员，他第一个被裁，还好有补偿"),
        ("【小莉帮忙】业主家天花板漏水两年，物业称找不到原因", "media", "《都市现场》里那个厨师教的红烧肉真好吃"),
        ("周六上午十点去物业拉横幅，去的接龙，我先来", "collective", "周六上午挂横幅喜迎新春，缺两个帮手"),
        ("联名信我打印好了放门卫，要签字的这两天来签", "collective", "感谢信我打印好了，要签字的来签"),
        ("电梯下降时猛地一沉，孩子吓得直哭，到一楼还不平层", "safety", "飞机猛地一沉，孩子吓得直哭"),
        (
            "我刚交房就接到骚扰电话，连我知道我们几栋几号，是不是物业卖了信息",
            "management",
            "反诈民警提醒：接到骚扰电话报出您房号的，别信",
        ),
        ("长沙幸福里一天烧两回，早上2栋晚上6栋，是有人放火吧", "safety", "一天烧两回开水"),
        ("收停车费那个把七岁的孩子关在岗亭里半个小时", "staff", "孩子关在家里写作业，岗亭大叔夸他乖"),
        ("电梯门夹到小孩胳膊，皮都翻开了", "casualty", "沙发被猫抓得皮都翻起来了，有人会修吗"),
    ],
)
def test_what_is_charged_and_what_only_sounds_so(text: str, code: str, harmless: str) -> None:
    risk = judged(text).risk
    assert risk.level >= 2
    assert code in risk.categories
    assert code not in judged(harmless).risk.categories
    assert level(harmless) < 2


@pytest.mark.parametrize(
    ("conceded", "praised"),
    [
        ("物业确实比以前好，可是今天保安还是把快递员打了", "物业确实比以前好，今天保安还帮快递员打伞"),
        ("平时保安是挺客气的，今天那个新来的还骂脏话", "以前的保安骂脏话，现在的客气多了"),
        ("以前保安都会帮忙，现在的保安直接骂人推人", "虽然物业费涨了五毛，但是电梯换新了，灯也亮了，值"),
    ],
)
def test_what_stands_behind_a_concession_is_lowered_by_no_wording(conceded: str, praised: str) -> None:
    assert judged(conceded).beside().firm
    assert not judged(praised).beside().firm


@pytest.mark.parametrize(
    ("slight", "grave"),
    [
        ("再不修我就打12345让他们管管", "再不修我们就集体堵门"),
        ("业绩虽然增长，股价该跌还是跌，物业股没救了", "股价跌得没救了，听说大股东质押爆仓"),
    ],
)
def test_a_threat_of_one_and_a_lament_are_slight(slight: str, grave: str) -> None:
    assert judged(slight).beside().closed
    assert not judged(grave).beside().closed
    assert judged("灭了灭了，烧了两辆，没伤人").beside().aside
    assert not judged("灭了灭了，烧死一个").beside().aside
