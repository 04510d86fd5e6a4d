"""Everyday sentences in the words of a danger wake nobody; the danger itself does."""

from __future__ import annotations

import pytest
from risks import judged, level


@pytest.mark.parametrize(
    ("danger", "everyday"),
    [
        ("一辆车冲进河里了，司机还在里面", "网约车开进小区下客，孩子和老人下车"),
        ("有车开进湖里了，车里还有人", "SUV开进湖畔花园接孩子"),
        ("轿车栽进景观河，里面的人在敲窗", "货车翻进沟里，司机自己爬出来了没事"),
        ("面包车翻到沟里，司机卡在驾驶室出不来", "货车陷进坑里，司机下车推"),
        ("老人往湖边走，精神恍惚", "爷爷走到湖边唱歌，精神头十足"),
        ("我妈走到河边自言自语，神志恍惚，谁帮忙拦一下", "爷爷走到桥上遛鸟，哭笑不得"),
        ("老人往水库走，一边走一边哭", "奶奶走到江边打太极，精神很好"),
        ("老公说不出话，半边身子动不了", "笑得说不出话，瘫在沙发上"),
        ("我爸突然胸闷，脸色发白倒在地上", "听到物业费涨价我胸闷，当场瘫在沙发上"),
        ("我爸胸口疼，满头大汗，打120没人接", "跑步跑得胸口疼，满头大汗，爽"),
        ("小孩头夹在栏杆里出不来", "头发卷进吹风机里了弄不出来"),
        ("我的胳膊夹在闸机里抽不出来", "裤腿卡在自行车里扯不出来"),
        ("围巾卷进扶梯了，扯不出来勒着脖子", "衣服卡在洗衣机里拿不出来了"),
        ("自动门夹住老人的胳膊拔不出", "车位锁压住脚垫抽不出来"),
        ("奶奶找不见了，监控里出了大门", "奶奶刚才还在，一转眼没影了，原来去跳广场舞了"),
        ("老太在门口迷路了，联系不上家人", "小区太大，奶奶在门口迷路了，指示牌该换换"),
        ("湖边的衣服鞋子都在，人影都没", "衣服晒在天台，找不着人收"),
        ("狗咬住孩子的腿不松口", "我家狗咬住毛巾不松口"),
        ("师傅下到污水井里，喊不应了", "窨井里面的水上不来，下水慢"),
        ("楼上打孩子，孩子惨叫，快打死了", "隔壁天天打孩子，哭喊声吵死了"),
        ("骑手压在底下没反应，树倒了", "他在底下不动，蹲着等快递呢"),
    ],
)
def test_what_is_everyday_wakes_nobody(danger: str, everyday: str) -> None:
    assert judged(danger).risk.urgent
    assert not judged(everyday).risk.urgent


@pytest.mark.parametrize(
    ("harm", "everyday"),
    [
        ("一个女的砸在雨棚上，楼上掉下来的", "一个纸箱落在雨棚上，楼上的拿一下"),
        ("楼上掉的瓷砖划破我女儿的脸", "树枝划破孩子手，修枝时碰的，贴个创可贴"),
        ("保安夜里在值班室走了，早上换班才发现", "保安夜里走了一圈，早上换班才发现门没锁"),
        ("绳子断了，擦窗的师傅掉下来摔在地上", "吊篮松了，师傅掉下一块抹布"),
        ("物业经理趁我不备抱住亲我", "老公趁我不备亲我一口"),
        ("保安强行搂抱女业主", "婚礼上新郎强行搂抱亲吻新娘，全场欢呼"),
        ("昨晚电视节目里说的就是咱们小区电梯困人的事", "节目里说的就是咱小区的花，真美"),
        ("业主不满涨价，上百名住户将车辆停在出入口堵门", "车辆停在出入口接新娘，上百名住户围观"),
        ("听说死了一个工人，物业压着不说", "听说就死了一个花苗"),
    ],
)
def test_what_is_everyday_is_no_grave_matter(harm: str, everyday: str) -> None:
    assert level(harm) == 3
    assert level(everyday) < 3


@pytest.mark.parametrize(
    ("deed", "everyday"),
    [
        ("保安扇了业主两耳光", "保安给了小狗一拳头大的骨头"),
        ("维修师傅踹了我老公一脚", "维修工给了水泵一脚，它又转了"),
        ("保安扬手要打我妈", "物业的人抬手要打招呼"),
        ("物业经理卷着物业费跑了", "物业经理带着钱包跑了两公里追上失主还给他"),
        ("周六9点售楼部集合维权，不来的别怪开发商欺负", "长跑团早上6点大门口集合，不来的是怂货"),
        ("凭什么收我两千块押金", "凭什么让我交钱，哈哈孩子赢了我一块糖"),
        ("保安对我讲黄色笑话", "物业主管上台讲黄色笑话被全场夸，年会"),
    ],
)
def test_an_everyday_deed_is_no_offence(deed: str, everyday: str) -> None:
    assert level(deed) == 2
    assert level(everyday) < 2


def test_trees_are_felled_and_those_that_stand_in_the_light_are_cut() -> None:
    for felled in ("谁批准锯树的，香樟都秃了", "物业半夜砍树", "门口的大树被砍光了", "把十几年的香樟锯了"):
        assert level(felled) == 1
    for wanted in ("物业终于把枯树锯掉了", "物业把遮光的树锯掉了，开心", "建议物业把挡光的大树砍掉"):
        assert level(wanted) == 0


def test_a_stall_at_the_gate_is_no_crowd() -> None:
    assert "collective" not in judged("流动摊贩堵大门，保安看不见").risk.categories
    assert "collective" in judged("业主堵大门抗议摆摊").risk.categories
