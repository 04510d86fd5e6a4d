"""Harm in a bus, a market, a factory, a school or on a city's road, with no word of an estate: none of ours."""

from __future__ import annotations

import re

#: where nobody of an estate's staff has anything to do
_AWAY = re.compile(
    "公交车|公交上|在公交|坐公交|坐大巴|大巴|[^\\W\\d_]路公交|公交撞|大客车|长途客车|地铁|高铁|火车|列车|飞机|航班|高速(?!电?梯|发展|增长|运转|旋转|下[坠滑]|坠)|国道|省道|高架|立交|隧道|大桥|环线|服务区|收费站|"
    "菜市场|菜场|农贸市场|批发市场|夜市|集市|赶集|工厂|化工厂|厂里|厂区|厂子|厂房|车间|流水线|煤矿|矿井|矿难|矿山|学校|我们厂|我厂|中学(?!生)|小学(?!生)|大学(?!生)|高中(?!生)|"
    "校园|校车上|校车侧翻|教室|课堂|操场|学校食堂|中学食堂|小学食堂|水库|景区|景点|游乐园|动物园|机场|火车站|汽车站|码头|渔船|轮船|村里|村头|村口|村民|村委|镇上|乡下|田里|地震|泥石流|雪崩|龙舟|加油站|"
    "马拉松|球场上|演唱会|(?:医生|护士|司机)(?:被|遭)(?!困|业主|保安)"
)
#: a road that has a name, and what happens on roads
_ROAD = re.compile(
    "(?<![到去往走回])[^\\W\\d_a-zA-Z,，在的了从和与]{2,5}(?:路|大道|大街|街)(?:上|口|段|路口|与|和|交叉|附近的?工地|(?:地铁)?工地|[,，发]|两车|有)"
)
_ON_ROADS = re.compile(
    "相撞|追尾|侧翻|翻车|车祸|交通事故|肇事|闯红灯|两车|三车|货车|卡车|渣土车|泥头车|公交|酒驾|醉驾|工地|爆胎|逆行"
)
_HARM = re.compile(
    "死|亡|伤|遇难|撞|砸|摔|爆炸|中毒|骨折|断|捅|砍|淹|溺|烧|塌|埋|送医|急诊|晕倒|昏迷|抢救|倒地|没了|救护车|着火|起火|失联|侧翻|跳楼|跳轨|坠|没救|住院|吃坏|拖了|打人|打架|被打|殴"
)
#: words of an estate, of one's own, or of a place that may be ours
_OURS = re.compile(
    "小区|物业|业主|住户|楼|[0-9一二三四五六七八九十][栋幢座号]|单元|电梯|扶梯|保安|保洁|门口|门前|大门|[东西南北前后正侧]门|旁|边上|附近|隔壁|对面|对过|我们|我家|家里|咱|俺|阿拉|我哋|"
    "这里|这边|这儿|这附近|地库|车库|地下室|外墙|阳台|天台|门卫|门岗|岗亭|社区|(?<![政台])[苑府湾]|花园|公寓|院子|(?<!医)院里|底商|商铺|商场|广场|写字|大厦|房东|邻居|街坊|租客|租户|出租屋|租房|出租房|管家|门禁|车位|"
    "道闸|绿化|楼道|走廊|消防通道|围墙|井盖|幼儿园|公司|收费|缴费|主管|经理"
)
#: 教学楼 is no building of an estate, and 我们学校 is no estate
_NOT_OURS = re.compile(
    "我旁边|旁边(?:的)?(?:大爷|大妈|乘客|座位|那人|小伙)|跳楼|食堂|教学楼|宿舍楼|办公楼|门诊楼|住院楼|实验楼|酒楼|城楼|钟楼|(?:我们|我|咱们?|俺们?)(?:学校|厂|村|班|市|县|省|镇|医院|科室|这条街)|[0-9一二三四五六七八九十]号线"
)
#: 从云溪府出来打车，路上…: whoever has left it tells of what he met elsewhere
_SET_OUT = re.compile("从[^,，。!！?？;；\\s]{2,12}?(?:出来|出门|出发)")


def away(text: str, named: bool) -> bool:
    """Whether it happened in a place that is no part of an estate. `named`: the text names what is ours."""
    if named:
        text, left = _SET_OUT.subn("", text, count=1)
        if not left:
            return False
    if not _HARM.search(text) or not (_AWAY.search(text) or (_ROAD.search(text) and _ON_ROADS.search(text))):
        return False
    return not _OURS.search(_NOT_OURS.sub("", text))
