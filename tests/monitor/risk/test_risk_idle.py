"""Idle talk in the words of a danger wakes nobody: a role, a game, a lost toy, a milk tooth, an old story."""

from __future__ import annotations

import pytest
from risks import judged

from monitor.risk.idle import idle, lost_things


@pytest.mark.parametrize(
    ("danger", "everyday"),
    [
        ("工人在楼顶演跳楼讨薪，站在边上", "拍短视频的在天台演跳楼，物业赶走了"),
        ("演员被人打死了，就在后台", "幼儿园演小红帽，我儿子演被猎人打死的狼"),
        ("开黑网吧的小伙被人砍了，一地血", "昨晚开黑，三楼那个人被我一枪打死，太爽了"),
        ("三国杀桌游店里打起来，捅死一个", "三国杀被人打到一滴血，求桃救命"),
        ("孩子玩灭火游戏，把窗帘点着了，烧起来了", "孩子在平板上玩灭火游戏，大楼烧起来他喊救命"),
        ("密室逃脱店着火了，NPC和客人都困里面", "密室逃脱店里被困了一小时，NPC追着我们跑，尖叫连连"),
        ("老婆说再买东西就打死我，手里拿着刀，救命", "老婆说再买鱼竿就打死我"),
        ("孩子作业没写完被他爸掐脖子，快要窒息了", "孩子作业辅导到十一点，我快要窒息了"),
        ("孩子掉了两颗牙，满嘴血，昏过去了", "孩子换牙掉了颗牙，满嘴血还笑"),
        ("馒头店煤气罐爆炸了", "蒸箱里的馒头爆炸了，一锅面糊"),
        ("孩子哭到断气一样，脸发紫，叫不应", "昨晚剧太虐，我和室友哭到断气"),
        ("女儿的手表定位没了，人也联系不上", "孩子的水枪丢了，蓝色的"),
        ("孩子的奶奶走丢了，到处找", "孩子的滑板车不见了，找了一下午，监控也没看到"),
        ("老人手机丢了，人也没回来，找了一夜，走失了", "老人手机丢了，联系不上家里，现在已经借我手机打通了"),
        ("货架塌了压着师傅的工具，师傅也在下面", "货架塌了压着师傅的工具"),
        ("狗咬穿了快递员的裤子，腿上两个洞", "狗咬穿了快递员手套"),
        ("十年前着过火，今天又着了，烧死一个", "十年前这楼着过一次火，烧死过一个人，后来才装的喷淋"),
        ("年轻时候当兵的老张刚刚从楼上跳下来了", "爷爷讲他当兵时被炮弹炸断了手指"),
        ("听说北京也有，我们小区3栋也有人跳楼了", "听说北京有个幼儿园老师虐童被抓了，我们幼儿园还好"),
        ("公司回复问询函承认资金被占用", "公司已回复交易所年报问询函，详见公告"),
        ("几百业主堵在售楼部门口讨说法", "几百业主坐在一起看露天电影"),
        ("陌生人抱走小孩的面包车往北开了", "有人抱走小孩的自行车"),
        ("孩子站在护栏外，下面是草地", "孩子站在护栏外等校车"),
        ("我被困在三楼的火里，走不开", "我被困在8楼的瑜伽课上出不来了，老师太能聊"),
        ("有人要跳江，站在桥栏杆外面", "下班路上堵得我想弃车跳河"),
        ("女的在河边哭着要跳河，劝不住", "大爷冬泳要跳河，站在岸边热身"),
        ("地库进水，我们出不来，水到脖子", "泡温泉水到脖子，我们舒服死了"),
        ("半夜有人撞我家门，拿着锤子", "快递员撞我家门，拿着快递"),
        ("我想从十八楼跳下去，不想活了", "老妈催婚催得我想从十八楼飘下去"),
        ("校车翻了，孩子们在里面哭", "孩子的玩具校车翻了，在里面哭"),
        ("水晶店爆炸了，玻璃飞了一地", "手游里我方水晶爆炸，输了"),
        ("锅烧糊了，满屋烟，老人在里面", "红烧肉烧糊了，锅报废"),
        ("楼下来问是不是着火了，全是浓烟", "炒辣椒呛得全家咳嗽，楼上来问是不是着火了，不好意思"),
        ("他假装溺水，结果真溺水了，捞上来没气", "救生员考核在泳池进行，会有人假装溺水"),
    ],
)
def test_idle_talk_wakes_nobody_and_the_danger_does(danger: str, everyday: str) -> None:
    assert _wakes(danger)
    assert not _wakes(everyday)


def test_a_stolen_thing_stays_a_matter():
    assert judged("孩子的自行车在车棚丢了，监控是黑的").risk.level == 2


@pytest.mark.parametrize("what", ["奶奶", "同桌", "定位", "人影", "双胞胎弟弟"])
def test_who_belongs_to_a_child_is_no_thing(what: str) -> None:
    assert not lost_things(f"孩子的{what}不见了")
    assert lost_things("孩子的小熊不见了")


@pytest.mark.parametrize("need", ["快来人", "叫不应", "不是演戏", "出不来", "报警了"])
def test_nothing_is_idle_beside_a_cry_for_help(need: str) -> None:
    assert idle("老婆说再买鱼竿就打死我")
    assert not idle(f"老婆说再买鱼竿就打死我，{need}")


def test_who_calls_a_plumber_at_once_calls_for_no_help():
    assert judged("马桶堵了水往外冒，求师傅快来").beside().stands
    assert not judged("马桶堵了水漫到插座，漏电了快来人").beside().stands
    assert not judged("下水道堵了，工人下去没上来，快来人").beside().stands


def _wakes(text: str) -> bool:
    risk = judged(text).risk
    return risk.level == 3 or risk.urgent


@pytest.mark.parametrize(
    ("danger", "everyday"),
    [
        ("孩子演戏从台上摔死了", "校庆我演被狼咬死的羊"),
        ("老板在地下室，快要窒息了，通风没开", "老板半夜又改需求，我快要窒息了"),
        ("写论文的学生在宿舍快没气了，炭火盆还在", "论文写得快要断气了"),
        ("搬家师傅从楼上掉下来，腿断了一样", "搬家搬得腰断了一样"),
        ("老人的拐杖丢了，人在湖边没影了", "老人的拐杖丢了，黑色的"),
        ("我妈讲过电梯那次，这回她自己困里面了", "我妈讲过她那年困在电梯里，记得是老师傅救的"),
        ("三年前的充电棚，后来改装过，烧死两个人", "三年前这车棚烧死过人，后来才装的喷淋"),
        ("孩子哭得没气了怎么办，嘴唇都青了", "这电影虐得我哭到没气"),
        ("老人吵得心脏骤停，倒下了", "副歌高得唱到心脏骤停"),
        ("孩子假装溺水，现在不动了", "教练假装溺水，让大家练救援"),
    ],
)
def test_who_comes_to_harm_while_others_chat(danger: str, everyday: str) -> None:
    assert judged(danger).risk.level >= 2
    assert judged(everyday).risk.level < 2
