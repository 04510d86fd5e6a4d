"""What is played, taught, watched or exaggerated is no event; the same words about somebody are."""

from __future__ import annotations

import pytest
from risks import judged, level

from monitor.risk.unreal import exaggerated, retracted, unreal


@pytest.mark.parametrize(
    ("grave", "harmless"),
    [
        ("化粪池里呛死了，人拉上来就不行了", "谁家炒辣椒，呛死了，咳得我肺都要出来了"),
        ("租客在屋里烧炭闷死了", "健身房没窗户，闷死个人，教练还让我多练"),
        (
            "消防演练中一名保安从云梯上摔下来，骨折送医",
            "灭火演练，演练背景：12层突发火情，3名员工被困、1人受伤，请勿惊慌",
        ),
        (
            "演练背景是火灾，结果真有人摔伤了，腿断了送医院",
            "桌面推演想定：暴雨致地库进水，1名保安触电身亡。各岗位按预案处置",
        ),
        (
            "以为是假人，走近一看是真人，楼上坠下来的，地上全是血",
            "有人躺地上浑身是血，走近一看保安演得真像，抬的还是假人",
        ),
        (
            "《关于3栋坠楼事件的情况通报》看完了，人死了就这么一句话？",
            "《云溪凶宅》一家四口离奇死亡，看完不敢坐电梯！全集在主页",
        ),
        ("昨夜大火，一名消防员牺牲了", "【1998纪实】大火中的小区，那一夜消防员牺牲了……4K修复"),
        ("之前都说是摔的，其实是被保安推下去的，人已经没了", "之前个个话中毒，其实系班细路喺学校食错嘢，冤枉咗条水"),
        (
            "12栋昨晚一氧化碳中毒，两人送医，温馨提示大家切勿室内烧炭",
            "专家提醒：闻到煤气味先关阀开窗，一氧化碳中毒重在预防",
        ),
        ("一名员工坠楼身亡，做物业的谁不骂我们", "做了十年物业：停水骂我们，高空抛物砸死人骂我们，欢迎理性讨论"),
    ],
)
def test_what_is_played_taught_or_watched_befell_nobody(grave: str, harmless: str) -> None:
    assert level(grave) == 3
    assert level(harmless) == 0


@pytest.mark.parametrize(
    ("here", "taught"),
    [
        ("3栋2单元电梯困了个老人，大家别按外呼，维保正在来", "被困电梯别扒门，按紧急呼叫，保持体力——物业培训笔记分享"),
        ("12楼着火了！请勿乘电梯，湿毛巾捂口鼻往下跑", "专家建议：高层着火不要乘电梯，湿毛巾捂口鼻"),
    ],
)
def test_tips_have_no_hurry(here: str, taught: str) -> None:
    assert judged(here).risk.urgent
    assert judged(taught).risk.level == 0


@pytest.mark.parametrize(
    "text",
    [
        "年会节目报名啦，去年保安队的擒拿太帅，把老板都撂倒了",
        "保安偷拍女业主被判刑(案例发生于2023年，外省)",
        "追更《云溪府谜案》，女主在电梯里被杀",
    ],
)
def test_no_wording_makes_it_grave(text: str) -> None:
    assert judged(text).beside().aside


def test_a_degree_and_a_retraction_are_found_where_they_stand() -> None:
    assert exaggerated("楼道里抽烟，呛死我了") == [(6, 9)]
    assert exaggerated("一个工人下井被呛死了") == []
    assert exaggerated("地下室闷死了两个人") == []
    assert retracted("昨晚群里说有人跳楼，其实是有人在修天线")
    assert not retracted("一开始说中暑，其实是煤气中毒")
    assert unreal("昨天演练，烟雾弹把一个老太太呛晕了，送医院抢救") == []
    assert unreal("温馨提示贴了三张，花盆昨天还是掉下来了，物业没人管，不要再拖") == []


@pytest.mark.parametrize(
    ("danger", "told"),
    [
        ("密室逃脱的门打不开，着火了", "密室第二关门打不开，提示了三次"),
        ("楼下鬼屋塌了，压了人", "鬼屋里上吊的道具好逼真"),
        ("拍戏的威亚断了，演员摔下来", "楼下拍戏演员被捅了一刀，吓我一跳"),
        ("群演从楼上摔下来不动", "群演今天演尸体躺了一天，盒饭不错"),
        ("影院里有人晕倒，没呼吸", "影院看灾难片，地震塌了一整座城"),
        ("剧本杀打起来捅了一个", "剧本杀里我演凶手，捅了三个人"),
        ("话剧主角昏迷在台上", "小说主角昏迷三天，作者你要干嘛"),
        ("玩狼人杀的朋友突然倒地抽搐", "狼人杀里女巫把我毒死了，投票输了"),
        ("末日着火一样的烟，快救人，3栋着火", "电影里末日着火那段特效真好"),
        ("地下室挖出一锅尸体", "煮饺子煮成一锅尸体"),
        ("楼下砍人血流成河", "今天大盘血流成河"),
        ("隔壁后院起火了", "他后院起火，老婆要离婚"),
        ("尸体都凉了才发现", "等你们来修，我尸体都凉了"),
        ("扶手像触电一样麻", "跟你对视像触电一样"),
        ("他赌输了想跳楼，在天台", "彩票输了想跳楼，我太难了"),
        ("孩子中了毒", "像中了毒一样想吃螺蛳粉"),
        ("他们害死我妈", "物业害死人，电话打不通"),
        ("充电棚烧到爆炸", "群里热闹到爆炸"),
        ("孩子学游戏里从楼上跳，摔断腿", "游戏里从楼上跳，摔断腿，重开"),
        ("他们把我爸活活害死了", "这天气要把我害死了"),
    ],
)
def test_words_of_a_show_silence_only_beside_the_show(danger: str, told: str) -> None:
    assert judged(danger).risk.level >= 2
    assert judged(told).risk.level < 2


@pytest.mark.parametrize(
    ("danger", "harmless"),
    [
        ("年会节目彩排，舞台塌了压着人", "年会节目彩排，笑倒一片"),
        ("晚会节目喷火，幕布着火了", "晚会节目好看，气氛燃爆了"),
        ("篮球比赛赢了，回来路上有人倒地没心跳", "篮球比赛赢了，对面被打爆"),
        ("王者打输了，儿子从阳台跳下去了", "王者打输了，被对面血洗"),
        ("看完《繁花》大结局，楼下着火了", "看完《繁花》大结局，着火那段好看"),
        ("追剧时听到楼上爆炸", "追剧看到爆炸那段吓一跳"),
        ("我家追剧，厨房着火了", "我家追剧，厨房都没人收拾"),
        ("看电视呢，厨房着火了", "追剧，剧里女主逃命，楼上着火，男主来救"),
        ("爆仓的那个人在天台要跳", "爆仓了，天台排队，本金没了"),
        ("被埋了三个人，我老公在里面", "满仓被埋，老婆要离婚"),
        ("以为演练，真着火了，有人困在里面", "以为着火，原来是演练"),
    ],
)
def test_a_party_a_match_and_a_series_silence_no_danger(danger: str, harmless: str) -> None:
    assert level(danger) >= 2
    assert level(harmless) < 2


@pytest.mark.parametrize(
    ("danger", "harmless"),
    [
        ("追剧的时候闻到煤气味，头晕站不起来", "追剧看到女主闻到煤气味那段急死我"),
        ("打游戏听见隔壁惨叫救命", "游戏里听见隔壁惨叫救命，原来是放剧"),
        ("拍戏用的炸药把工人炸伤了", "电影里拍戏用的炸药把工人炸伤那段"),
        ("万圣节僵尸妆的人真的拿刀捅人", "僵尸片里的人真的拿刀砍人，好看"),
        ("扮僵尸的人真的被砍了", "演员真的像在砍人，演得太好"),
        ("以为是恶作剧，结果真有人被绑了", "以为有人喊救命，原来是看电视"),
        ("以为是玩偶，原来是孩子漂在水面上", "以为孩子漂在水面上，原来是玩偶漂着"),
        ("以为邻居在剁饺子馅，结果是在砍人", "以为他胆大，结果过山车上喊救命"),
        ("以为烤肉糊了，出门一看楼道全是火", "以为楼道全是火，原来是红灯笼"),
        ("还当是演出，结果真着火了", "以为着火了，结果是晚霞"),
        ("以为吵架呢，结果有人喊救命", "以为打折没人，结果全是火锅店排队"),
    ],
)
def test_who_took_it_for_play_tells_what_it_was(danger: str, harmless: str) -> None:
    assert level(danger) >= 2
    assert level(harmless) < 2


def test_an_old_man_who_looks_for_his_glasses_is_not_missing() -> None:
    assert level("外公找不到老花镜急得团团转") < 2
    assert level("外公出去配眼镜到现在没回来，手机关机") >= 2


@pytest.mark.parametrize(
    ("danger", "harmless"),
    [
        ("楼下有人跳了", "楼下有人跳了槽，去隔壁物业了"),
        ("不是段子，我家楼下真有人跳了", "楼下有人跳了好久的绳，咚咚响"),
        ("3号楼楼下有人跳了，好多血", "楼下有人跳了一段舞，拍视频"),
        ("别闹了，楼下有人跳了，快来", "楼下有人跳了会舞就散了"),
    ],
)
def test_who_says_that_it_is_no_joke_tells_who_has_jumped(danger: str, harmless: str) -> None:
    assert level(danger) >= 2
    assert level(harmless) < 2


def test_a_pram_in_a_puddle_hurts_nobody() -> None:
    assert judged("婴儿车掉进水坑里溅一身泥").risk.level < 3
    assert judged("孩子连婴儿车掉进深坑里了").risk.level == 3


@pytest.mark.parametrize(
    ("danger", "harmless"),
    [
        ("吃鸡吃到一半听到楼上有人喊救命", "吃鸡听到队友喊救命"),
        ("排位呢，听见楼下有人叫救命，谁去看看", "排位呢，队友说我是救命恩人"),
    ],
)
def test_who_plays_hears_the_house(danger: str, harmless: str) -> None:
    assert judged(danger).risk.urgent
    assert not judged(harmless).risk.urgent
