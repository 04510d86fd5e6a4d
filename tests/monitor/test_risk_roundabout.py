"""Grave matters told without their usual words, each beside harmless ones that share the unusual words."""

from __future__ import annotations

import pytest
from test_risk_borders import judged


def level(text: str) -> int:
    return judged(text).risk.level


@pytest.mark.parametrize(
    "text",
    [
        "死 人 了，救护车来了",
        "快来人啊死人了，就在北门楼下",
        "俺们楼下老王头咽了气，就因为救护车让石墩子挡住了",
        "孩子从九楼飞下来，楼下一滩血，现在拉了警戒线",
        "谁家媳妇从阳台下去了，120来了又空车走的",
        "阿姨触电弹出去老远，送到医院人已经走了",
        "雨棚砸下来，早餐店老板娘没了",
        "那场火夺走了楼上母女俩的命，通道到现在还堵着",
        "抬出来的两个人都盖着，看不清是谁家的",
        "邻居破门进去，老两口人都僵了",
        "小两口煤气中毒，今早怎么叫都没醒",
        "鱼池里漂着个小孩，是谁家的啊",
        "一家老小都没跑出来",
        "电梯口门一开他就踏进去，下面没轿厢，人掉到底了",
        "电梯井里有人，已经不动了",
        "物业停电，我奶奶的呼吸机停了，她老人家没熬过那个晚上",
        "我家姑娘那天说去小区泳池游泳，再也没有回来",
    ],
)
def test_death_that_is_not_called_so(text: str) -> None:
    assert level(text) == 3


@pytest.mark.parametrize(
    "text",
    [
        "热死人了，今天40度，物业大厅有冰水喝，赞",
        "笑死人了，楼下大爷跟狗吵架",
        "外卖送到都凉透了，小哥还给我打电话说保安不让进",
        "孩子期末考没撑过数学，哈哈",
        "鱼池里漂着几只小鸭子，好可爱",
        "我家猫从三楼阳台跳下去居然没事，真有九条命",
        "我妈从12楼下来取快递，顺便给保洁阿姨送了西瓜",
        "维修师傅说去拿工具，人走了就再也没回来，水还漏着",
        "这集太刀了，男主从楼顶跳下去再也没有醒过来，看哭",
    ],
)
def test_words_of_death_where_nobody_died(text: str) -> None:
    assert level(text) < 2


@pytest.mark.parametrize(
    "text",
    [
        "旋转门把我儿子的手绞了一下，手术做了三个多小时",
        "老父亲下台阶踩到青苔滑倒，到现在下不了床",
        "门禁杆落下来打到骑车的大叔，血顺着脖子流",
        "我爸从消防楼梯滚下去，现在半边身子没知觉",
        "剪树的师傅从梯子上栽下来，脑袋着地",
        "隔壁那条罗威纳把遛弯的奶奶大腿撕下一块肉",
        "充电桩打火，烧得我老公两只手没一块好皮",
        "雨棚下面压着个小哥，腿怕是保不住了，刚做完手术",
        "围墙倒了，两个孩子送儿童医院",
        "我们这栋拉肚子的发烧的一共去了医院三十几号人",
    ],
)
def test_harm_that_is_not_called_an_injury(text: str) -> None:
    assert level(text) == 3


@pytest.mark.parametrize(
    "text",
    [
        "拔牙拔得一嘴是血，医生还夸我勇敢，哈哈",
        "楼下推拿馆：腰椎间盘突出、骨折术后康复，第一次体验九块九",
        "正骨、跌打、扭伤，祖传手法，业主凭门禁卡半价",
        "谁捡到一只翅膀受伤的珠颈斑鸠？应该是撞玻璃了",
        "捡到一只腿受伤的流浪猫，已经送宠物医院做手术了，求领养",
        "小麻雀从窝里掉下来摔伤了，保洁阿姨给它搭了个小房子",
    ],
)
def test_harm_to_nobody_here(text: str) -> None:
    assert level(text) < 3


@pytest.mark.parametrize(
    "text",
    [
        "小狗受惊把牵着它的我妈拽倒，摔伤了腿",
        "流浪猫窜出来，骑车的大爷摔断了胳膊",
        "物业清理鸽子笼，工人从楼顶摔下来骨折了",
    ],
)
def test_an_animal_beside_a_person_who_is_hurt(text: str) -> None:
    assert level(text) == 3


def urgent(text: str) -> bool:
    return judged(text).risk.urgent


@pytest.mark.parametrize(
    "text",
    [
        "我跟孩子关在3号梯里半个钟头了，里面没信号，求大家帮忙喊保安",
        "电梯停在四楼五楼中间，门扒开一条缝看见墙，里头还有个阿婆",
        "有人吗，2单元的梯子不走了，我在里面，灯也灭了",
        "7栋电梯里有人拍门喊救命，保安还不过来",
        "13楼窗户冒火了，救火的车还没到，大家快下楼",
        "配电间噼里啪啦响，往外冒火星子和黑烟",
        "我家妞妞六岁，穿粉裙子，放学到现在没见着人，群里帮忙看看",
        "爷爷八十二，有点糊涂，早上七点出门遛弯到这会儿还没回，谁看见了",
        "有个女的翻到阳台栏杆外面了，谁认识她家里人",
        "一个小不点挂在五楼防盗网上，下面人都急疯了",
        "宝宝被锁在车里了，太阳底下，谁会开锁",
        "楼上吵起来动刀了，听见女的喊救命，保安快上来",
        "水快漫到车库二层了，里面还有人在挪车",
        "脚手架晃得厉害，上面还有两个工人下不来",
    ],
)
def test_danger_to_life_that_is_going_on(text: str) -> None:
    assert level(text) >= 2
    assert urgent(text)


@pytest.mark.parametrize(
    "text",
    [
        "电梯停在五楼没动，后来才知道是搬家的按着，没事了",
        "孩子找不到作业本，问一下有没有同学拍照发我",
        "我家猫挂在纱窗上下不来，笑死",
        "小伙坐在天台边上的椅子看日落，真惬意，推荐大家傍晚去",
        "谁家孩子丢了一只粉色雨鞋，放门岗了",
        "路边烧烤摊冒烟，香得很",
        "气得我头顶冒烟，快递又放错柜子",
    ],
)
def test_what_only_sounds_like_danger(text: str) -> None:
    assert level(text) < 2
    assert not urgent(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我洗澡的时候修水管的推门进来对我动手动脚", 3),
        ("门卫老头把我闺女叫到岗亭里亲她脸，还说别告诉妈妈", 3),
        ("收费的那个男的把我堵在楼梯间强行要抱我", 3),
        ("保安队四五个人把我儿子架到监控室轮流扇嘴巴，耳朵都听不见了", 3),
        ("两个保安按着业主打，旁边的人拦都拦不住", 2),
        ("秩序部那几个围着一个老头推来推去，骂得很难听", 2),
        ("保安抄起橡皮棍就往业主身上抡，被路人拦住了", 2),
        ("催费的往我家门锁里灌胶水，还在门上泼油漆", 2),
        ("保安打着伞把孕妇送上车，谢谢", 0),
        ("保安打电话催我挪车，态度挺好", 0),
        ("游泳教练托着我儿子的肚子练打腿，进步很大", 0),
    ],
)
def test_violence_by_staff_however_it_is_put(text: str, expected: int) -> None:
    assert level(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新老物业交接打起来了，两边几十个人抄着家伙，业主不敢下楼", 3),
        ("今天我们小区几百户一起走到区政府门口，要个说法", 3),
        ("物业门口现在聚了得有一百多个业主，喊着让经理出来", 3),
        ("业主代表带着一百五十来户去市里递材料，被堵在大巴上不让走", 3),
        ("我们几户在物业门口举了个牌子，站了半小时", 2),
        ("小区门口围了上百人，原来是新开的超市发鸡蛋", 0),
        ("业主委员会换届选举今日举行，广场挂起横幅，欢迎广大业主前来投票", 1),
        ("广场舞决赛要来了，拉横幅给三号楼的阿姨们加油", 0),
        ("我们这破事上了民生频道，记者在物业门口蹲了一下午", 3),
        ("我们小区合唱队上电视啦，恭喜阿姨们", 0),
    ],
)
def test_crowds_and_cameras(text: str, expected: int) -> None:
    assert level(text) <= expected if expected < 2 else level(text) == expected


@pytest.mark.parametrize(
    ("aside", "real"),
    [
        ("玩这个游戏玩到凌晨，队友被砍死三次，心态炸了", "打排位打到凌晨那小伙，今早被发现死在出租屋里，就我们三楼"),
        ("拔智齿拔得我半条命没了", "电动车起火，楼上租客命没了"),
        ("以案释法：违规充电引发火灾致人死亡的，将以失火罪追究刑事责任", "昨晚违规充电引发火灾致两人死亡，我们单元"),
        ("物业组织急救培训，教大家怎么给溺水昏迷的人做心肺复苏", "泳池有孩子溺水昏迷，救生员不会做心肺复苏"),
        ("我家狗误吃了巧克力，上吐下泻，在宠物医院输液", "我家孩子喝了直饮水，上吐下泻，在医院输液"),
        ("烫头烫得像触电了一样，老公说像狮子王", "老公碰到灯杆触电了，人在医院抢救"),
        ("阳台那盆茉莉没救活，可惜了", "掉进水池的男孩没救活"),
    ],
)
def test_what_is_told_aside_and_what_befell(aside: str, real: str) -> None:
    assert level(aside) < 3
    assert level(real) == 3


def test_wording_alone_makes_no_casualty_of_a_film_or_a_cat() -> None:
    assert judged("追的剧大结局，男主从天台掉下去了").beside().aside
    assert judged("橘猫从飘窗掉下来，一瘸一拐的").beside().aside
    assert not judged("我们小区天台有人掉下去了，和追的剧一样").beside().aside
    assert not judged("猫掉下来砸到孩子了").beside().aside


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电梯把人给夹了，半截身子在外头半截在里头，消防切了一个多钟头", 3),
        ("货梯钢丝绳断了，里面的工友从十楼一直砸到底坑，两个都没了动静", 3),
        ("扶梯突然倒着跑，人全滚下去了，七八个躺地上起不来", 3),
        ("有人按了电梯，把井道里的师傅挤住了，抬出来的时候已经不行", 3),
        ("电梯没停稳就开门，老太太一脚踏出去人就掉进去了", 3),
        ("坐电梯坐出人命来了，12栋那个", 3),
        ("跳蝼了，就在我们这栋后面", 3),
        ("电梯像坐过山车一样忽上忽下，吓得我们几个抱成一团", 2),
        ("电梯开着门就往上走，幸亏我缩回来快", 2),
        ("新装的电梯又快又稳，孕妇老人都夸", 0),
        ("电梯维保师傅讲解：钢丝绳断了电梯会不会掉下去？放心，还有安全钳", 0),
    ],
)
def test_lifts(text: str, expected: int) -> None:
    assert level(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("死人了", 3),
        ("死人了！", 3),
        ("这道题难死人了", 0),
        ("老保安坐在岗亭椅子上，同事怎么喊都没反应", 3),
        ("怎么推这个购物车都不动，原来是没投币", 0),
        ("检修的电工趴在配电柜上不动，闻到一股焦味", 3),
        ("洗澡房的通风口里藏了个针孔摄像头，正对着女更衣室", 3),
        ("独居的刘奶奶好几天没露面，民警破门，一股臭味", 3),
        ("保安大叔一把接住了从二楼掉下来的孩子，孩子毫发无伤", 2),
        ("孩子从窗户掉下去，楼下大叔没接住，送医院了", 3),
        ("业委会选举日，楼里挂满横幅，保安维持秩序", 1),
        ("康复理疗师上门：骨折、中风偏瘫、肩颈腰腿痛，业主优惠", 0),
        ("物业帮忙把沙发抬上来了，省了我三百块搬运费", 0),
    ],
)
def test_borders(text: str, expected: int) -> None:
    assert level(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "我婆婆一个人在电梯里面，对讲没人应，她有高血压",
        "烧烤店门口的钢瓶呲呲往外冒气，谁打个电话",
        "我爸早上出门买菜到现在手机关机，家里翻遍了，求大家留意",
        "负一层水已经齐腰，看车的大爷还没出来",
    ],
)
def test_calls_for_help(text: str) -> None:
    assert urgent(text)
