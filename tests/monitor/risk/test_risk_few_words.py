"""A jump told without the word for it, who lies on the ground, gnats that eat people alive, and the works next door."""

from __future__ import annotations

import pytest
from risks import judged, level


@pytest.mark.parametrize(
    ("jumped", "everyday"),
    [
        ("群里在传5号楼有人跳了？求证，别吓我", "10号楼楼上有人跳绳，震得灯晃"),
        ("12栋今早跳了一个，唉", "12栋的水表又跳了一个字"),
        ("9幢跳了个人", "2栋楼上有人跳了一晚上操"),
        ("听说6栋又跳了一个", "6栋的房价又跳了一个台阶"),
        ("15栋二单元有人跳了", "7栋电梯又跳了一层没停"),
    ],
)
def test_who_jumped_is_told_by_the_house(jumped: str, everyday: str) -> None:
    assert level(jumped) == 3
    assert level(everyday) < 2


@pytest.mark.parametrize(
    ("lies", "everyday"),
    [
        ("5栋附近有人倒在地上", "有人把垃圾倒在地上"),
        ("南门一个大爷倒在地上", "大妈把洗菜水倒在地上"),
        ("有个骑手瘫倒在门口", "单车倒在地上没人扶"),
        ("刚看到一个老人倒在路边", "一个醉汉倒在路边睡着了"),
        ("车库有个女的倒在地上，旁边没人", "小孩倒在地上打滚要买玩具"),
    ],
)
def test_who_lies_on_the_ground_is_in_danger(lies: str, everyday: str) -> None:
    assert level(lies) >= 2
    assert judged(lies).risk.urgent
    assert level(everyday) < 2


@pytest.mark.parametrize(
    ("bitten", "idiom"),
    [
        ("小区的狗把人咬死了", "小区的蚊子要把人咬死了，求物业打药"),
        ("煤气把人熏死了", "垃圾味把人熏死了，物业快清"),
    ],
)
def test_gnats_and_smells_kill_nobody(bitten: str, idiom: str) -> None:
    assert level(bitten) == 3
    assert level(idiom) < 2


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("附近一家服装厂着火，浓烟往小区飘", "今早附近一家家具厂仓库起火，消防已到场，无人员伤亡"),
        ("5栋附近的仓库着火了", "附近一所小学食堂食物中毒"),
        ("附近一家化工厂爆炸，我家窗户全碎了，有人受伤", "周边那家加油站着火了，烟好大"),
    ],
)
def test_what_burns_at_the_works_next_door_is_theirs(ours: str, theirs: str) -> None:
    assert level(ours) >= 2
    assert level(theirs) < 2


@pytest.mark.parametrize(
    ("danger", "everyday"),
    [
        ("充电棚噼里啪啦炸了一排", "电动车炸街太吵，半夜没法睡"),
        ("车棚里电瓶炸开了，火星子到处飞", "车棚边的炸串摊炸了一锅"),
        ("楼下有个小婴儿被丢在纸箱里", "有人把婴儿床扔在垃圾桶旁边，谁要"),
        ("2单元门口捡到一个婴儿，裹着毯子，没大人", "婴儿奶瓶丢在花坛边，失主来领"),
        ("垃圾桶旁边有人扔了个刚出生的娃", "楼道里放着个婴儿车挡路"),
        ("12栋整栋楼都在晃，大家都跑下来了", "灯光晃得厉害，广场舞能不能关了"),
        ("只听轰的一声，5栋的人都跑下来了", "楼下卖的炸鸡好吃，爆炸推荐"),
    ],
)
def test_what_bursts_sways_or_is_left_behind_is_a_danger_now(danger: str, everyday: str) -> None:
    assert level(danger) >= 2
    assert judged(danger).risk.urgent
    assert level(everyday) < 2


@pytest.mark.parametrize(
    ("danger", "everyday"),
    [
        ("停车场里一辆车自己着起来了", "楼下烧烤摊的炭着起来了，香"),
        ("3楼阳台着起来了", "我脸烧起来了，那个小哥好帅"),
        ("游泳池救生员呢？一个小孩半天没浮上来", "鱼池的鱼半天没浮上来"),
        ("有孩子在泳池里没冒头", "孩子在泳池练憋气，一分钟没冒头"),
        ("快递员中暑晕在2栋楼下", "快递员把西瓜放在2栋楼下"),
        ("1栋住户把煤气罐搬到楼道，说拆迁不给钱就点了", "汽油又涨价了，外卖也点了"),
    ],
)
def test_what_takes_fire_and_who_does_not_come_up_are_dangers_now(danger: str, everyday: str) -> None:
    assert level(danger) >= 2
    assert judged(danger).risk.urgent
    assert level(everyday) < 2


@pytest.mark.parametrize(
    ("wronged", "everyday"),
    [
        ("有孩子被家长打得浑身是伤", "孩子打球摔得青一块紫一块，球场地不平"),
        ("8栋女童被后妈掐得青一块紫一块", "娃被蚊子咬得一身伤"),
        ("有人拖着行李箱在滴血，好怕", "编织袋里的大葱漏了一地，电梯弄脏了抱歉"),
    ],
)
def test_who_is_beaten_and_what_bleeds_is_looked_into(wronged: str, everyday: str) -> None:
    assert level(wronged) >= 2
    assert level(everyday) < 2


@pytest.mark.parametrize(
    ("danger", "everyday"),
    [
        ("保安说7栋有人跳了", "1号楼的空开又跳了一个"),
        ("听说12栋有人跳了落在绿化带里", "楼上又跳了一个多小时，地板咚咚"),
        ("送快件的骑手倒在路边", "快递员倒在路上的快件散了"),
        ("大爷倒在草坪上一动不动", "老太太倒在草坪上做瑜伽"),
        ("刚收到消息，充电棚炸了", "充电桩建设消息炸开了，业主群热闹"),
        ("纸箱里放着个刚出生的孩子，没人管", "新生儿礼物放在门口了，多谢"),
        ("弃婴放在长椅上，旁边有衣服和奶粉", "婴儿餐具丢在门口箱子里"),
        ("自动门夹住个孩子，物业的人会不会来", "自动门夹着我的手提包，尴尬"),
        ("扶梯夹住小孩的脚，快过来人", "电梯门老是夹住我的脚跟"),
        ("我家孩子被陌生男的抱上车了", "孩子不认识的字都圈出来带走问老师"),
        ("孩子放学被陌生人领走了", "孩子对陌生环境不适应，奶奶先领走了"),
        ("孩子被陌生叔叔接走了", "陌生小狗跟着孩子，被我带走了"),
        ("孩子被不认识的快递员拉走", "孩子被不认识的同学拉走踢球"),
        ("孙女被一个女的领走，奶奶说不认识", "孩子被不认识的小朋友拉走去滑滑梯了"),
        ("大爷掉下水道了，就剩一只手在外面", "老公掉坑里买了期房"),
        ("孩子在泳池漂着不动了，他刚学会憋气", "孩子在泳池漂着，终于学会仰漂了"),
        ("厕所反锁，里面的人叫不应，怕是晕了", "视频会议卡住了，里面的人没声音"),
        ("吊篮砸下来，里面的人喊不应", "售楼部里面有人不吭声，烟头一地"),
        ("电梯停在半空，里面的人叫了没动静", "停车费涨价，岗亭里面的人怎么喊都不理"),
        ("校车翻了，孩子们还在里面", "校车翻了个新，孩子们喊好看"),
        ("阳台外机着起来了", "屋里的气氛燃起来了，大家喊"),
        ("有个孩子没浮上来，在人工湖", "孩子半天没上来吃饭，在湖边玩"),
        ("物业经理侵犯了女孩", "侵犯了女孩肖像的广告"),
        ("楼在晃，邻居都跑下来了", "重低音楼在晃，邻居都跑下来理论"),
        ("火苗蹿起一人高，从窗户往外冒", "烤串摊的火苗窜起来老高"),
        ("半夜有人放火烧车", "有人放火龙果在门口"),
        ("厨房燃气闪爆，窗户飞了", "闪爆价99元，团长来了"),
        ("物业食堂液化气爆炸", "今天真是气爆炸了，业主被物业气爆炸"),
        ("小区发生大爆炸", "新店品种大爆炸，福气爆炸"),
        ("水没到脖子，我们困在车里", "水上乐园的水到脖子，孩子都在里面笑"),
    ],
)
def test_the_words_of_a_danger_that_name_something_else(danger: str, everyday: str) -> None:
    assert level(danger) >= 2
    assert level(everyday) < 2 or not judged(everyday).risk.urgent


@pytest.mark.parametrize(
    ("accident", "everyday"),
    [
        ("3栋电梯坠落", "电梯坠落保险"),
        ("昨晚入室抢劫", "入室保洁很满意"),
        ("2号门抢劫", "抢劫价西瓜"),
        ("5栋地面塌陷", "路面塌陷修好了"),
        ("3栋地库成河了", "地库进水修好了"),
    ],
)
def test_a_bare_accident_and_the_same_word_of_something_else(accident: str, everyday: str) -> None:
    assert judged(accident).beside().bare
    assert not judged(everyday).beside().bare


def test_a_hall_is_no_possibility() -> None:
    assert level("会场着火了") == 2
    assert level("乱充电会着火") < 2


def test_a_pipe_that_bursts_at_ours_says_it_all() -> None:
    assert judged("海棠府爆管了", names=["海棠府"]).beside().firm
    assert level("【通知】海棠府爆管抢修，预计18点恢复供水") == 0
