"""What reads grave and is not: a quarrel that is looked at, an officer who retires, laundry that falls."""

from __future__ import annotations

import re

_QUARREL = re.compile("吵(?:起来|架|嘴|了|得)|拌嘴|斗嘴|争执|争吵|对骂|骂架|骂街|口角|拉家常")
_WATCHED = re.compile("围观|围着|围了|看热闹|围成|凑热闹|围过去|围上")
#: a quarrel in which anybody was touched, or an authority came
_TOUCHED = re.compile(
    "打(?!电话|听|扫|牌|麻将|招呼|圆场|太极)|动手|动起|推搡|推了|推倒|扭|拉扯|刀|棍|砸|血|伤|救护|120|110|警|倒地|晕|死|跳|踹|扇|掐|咬|保安|物业|业主.{0,3}(?:上百|几百|几十)|横幅|堵"
)
#: officers who come and go as it was agreed
_AGREED = re.compile("到龄|到退休年龄|达到法定退休|因退休|退休原因|任期届满|任期期满|届满离任|换届|届满不再|轮值")
_OFFICE = re.compile("辞任|离任|卸任|退任|不再担任|接任|接替|聘任|委任|选举|辞去|履新|续聘|改选")
_ALLEGED = re.compile(
    "造假|调查|立案|失联|带走|挪用|侵占|违规|违约|财务问题|(?<![无何见])分歧|举报|传言|传闻|内幕|爆雷|留置|被查|罢免|突然|跌|停牌|审计师|核数师"
)
#: what may come down and hurts nobody
_SOFT = re.compile(
    "(?:桌子?|椅子?|凳子?|沙发|床|衣架)腿[^,，。!?;\n]{0,3}断|(?:被子|被单|床单|毯子|毛毯|衣服|裤子|袜子|裙子|毛巾|枕头|风筝|气球|横幅|彩旗|灯笼|机器人|窗帘|雨伞|抱枕|玩偶|晾的|纸飞机|羽毛球)"
    "[^,，。!?;\n]{0,4}(?:下来|掉|落|飞|吹|坠|飘)"
)
_HARMS = re.compile("着了|着火|烧|火|燃|电线|触电|漏电|砸|伤|裹着|孩子")
#: “不是电梯坠落，是两个小孩在里面蹦”
_NOT_BUT = re.compile(
    "不是[^,，。!?;\n]{2,12}[,，](?:其实|就|只|而)?是[^。!?\n]{0,12}?(?:(?<!还)在(?:里面|楼下|上面|那)?(?:蹦|跳|玩|修|擦|排练|搬|装|晾|拍)|演练|演习|"
    "排练|彩排|拍戏|鞭炮|放烟花|吵架|搬家|[猫狗鸟]|塑料袋|床单|衣服)"
)
#: “出来了出来了，消防撬开的”: who was shut in is out
_OUT = re.compile(
    "(?:^|[。!?，,])(?:人|都|全部?|终于|总算|已经|刚|孩子|老人|门)*"
    "(?:出来了|放出来了|救出来了|撬开了|打开了|弄出来了|拉出来了|劝下来了|救下来了)(?=[,，。!]|出来了|放出来了|$)"
)
#: 楼顶那个工人被劝下来了: who stood where one can fall is down
_EDGE = re.compile("楼顶|天台|顶楼|窗[台外]|楼边|阳台外|[护围]?栏杆?外|跳楼|轻生|想不开|外机上")
_DOWN = re.compile(
    "(?<![没未不])(?<!没有)(?:劝|拉|救|抱|拽|哄|接)(?:了)?(?:下来|回来|上来|进来|住)了?(?=[,，。!~]|$|[^,，。!?]{0,4}(?:没事|散|平安))|"
    "(?:自己|平安|安全)[^,，。!?跳摔掉]{0,6}?(?:走|爬)?下来了|下来了[,，]?(?:人)?(?:没事|平安|安全)"
)
#: 楼上别造谣，人是清醒的
_AWAKE = re.compile(
    "(?:别|不要|少)(?:再|乱|瞎)?(?:造谣|传|乱传|瞎传|瞎说).{0,30}?人(?:是|都|挺|还)*(?:清醒|醒着|没事|好好的)|"
    "人(?:是|都|挺|还)*(?:清醒|醒着|没事|好好的).{0,12}?别(?:再|乱|瞎)?(?:造谣|传)"
)
_NOT_WELL = re.compile(
    "又[上爬站跑]|伤|血|死|没气|昏|晕|医院|120|救护|抬|白布|不行|没了|骨|夹断|还有|还在|送医|中毒|烧|结果出来|通知出来|公告出来|成绩|(?<![围站看躺睡守])着了|着火|起火|失火|冒烟|燃气|煤气|炸|塌|淹"
)
#: 从来不推诿，没有一次停水: a fault that there never was
_NEVER = re.compile("从来?(?:都|也)?(?:不|没)|没有一次|没一次|一次(?:都|也)没|从未|没有一[回趟]|从不")
_BUT = re.compile("但是?|可是|可惜|不过|除了|就是(?!好)|只是|如今|现在却|今天|昨|这次")

#: 婆婆找到没得？派出所那边咋说
_NEWS = re.compile("(?:找到|找着|有消息|有信|有下落|回来|到家)(?:没得?|没有|了没|了吗|吗|咩|未)[?,，。呀啊]?")
_TOLD = re.compile("死|伤|血|尸|没了|捞|掉|坠|跳|被|打|救护|120|医院|报警|求|快|拜托|转发|岁|穿")
#: a question for news is short
_ASKED = 40
#: who comes in numbers to eat, to dance or to sell is no crowd
_CAME = re.compile(
    "(?:[一二三四五六七八九两几]?[十百]多?|[0-9]{2,3}多?)(?:户|个|人|家)[^,，。!?;\n]{0,3}(?:报名|参加)|(?:来了|到了|聚了)[^,，。!?;\n]{0,4}?(?:几十|上百|[一二三四五六七八九两几]{1,2}[十百]|[0-9]{2,3})"
)
#: so short is what only says so
_BRIEF = 60
_PARTY = re.compile(
    "邻里节|百家宴|游园会|厨艺|运动会|志愿者|烤全羊|派对|[业主户]趴|传单|地推|聚餐|抽奖|晚会|领鸡蛋|团购|联欢|演出|跳舞|围炉|包饺子|亲子|摆摊|义诊|相亲"
)
_QUARREL_TOO = re.compile("打|骂|堵|围|闹|维权|退|说法|伤|警|横幅|吵|抗议|赶")


_FARES = re.compile("(?:没事|还好|(?<!不)要紧|不要紧|没大碍)(?:吧|吗|么|不)")
#: 收的，五毛一个: what a thing costs, and nothing that is charged by the house
_PRICED = re.compile(
    "^(?:有|收|卖|要|出)的?[,，。!！ ][^。!?\n]{0,8}?[0-9一二两三四五六七八九十几]+(?:毛|块|元)(?:钱)?"
    "一?(?:个|斤|只|张|箱|台|袋|本|件|把|盒)"
)
_CHARGED = re.compile("费|罚|保安|物业|停车|乱收|电梯|打|伤|死|抢|骗|偷|救|毒|血")
#: 手机卡机器里了, and not 手卡机器里了
_JAMMED = re.compile(
    "(?:我的?|刚才?|又|的)*(?:手机|银行卡|饭卡|门禁卡|[一-龥]卡|卡|钱|硬币|纸币|饮料|快递|钥匙|充值卡|衣服)(?:被|又)?卡(?:在)?"
    "(?:了)?[^,，。!?手脚头人孩]{1,6}?(?:里|里面|里头|缝里|中间)(?:面|头)?(?:了|去了|出不来了?|拿不出来|啊|呀|[,，。!])*"
)
_GNATS = re.compile(r"(?:蚊子|蚊虫|小咬|花蚊)[^,，。!?;\n]{0,8}?[咬叮吃抬]")
_HURT_TOO = re.compile("喘|肿|不醒|登革|休克|住院|医院|昏|晕|抽搐|发烧|发热|救|蛇|狗|马蜂|感染|过敏")


def never(text: str) -> bool:
    """Whether it says that there never was a fault, and nothing against it."""
    return _NEVER.search(text) is not None and not _BUT.search(text)


#: 有谁等到2栋电梯了吗，我在楼下站半天了: who waits below is in no danger
_WAITED = re.compile(
    "(?:有谁|谁|有没有人|有人)[^,，。!?;\n]{0,4}(?:等到|等来|坐上|坐到)[^,，。!?;\n]{0,6}(?:电梯|梯子)"
)
_IN_IT = re.compile(
    "困|关[在了着]|里面|里头|坠|掉|落|黑|灭|味|烟|哭|喊|叫|救|怕|慌|吓|闷|晕|伤|血|夹|120|119|冲顶|蹲底|响|抖|晃"
)


def waits_below(text: str) -> bool:
    """Whether a few words ask who got the lift, and tell of nobody in it."""
    return len(text) <= _ASKED and _WAITED.search(text) is not None and not _IN_IT.search(text)


def parties(text: str) -> bool:
    """Whether many people come together for pleasure or to sell."""
    told = len(text) <= _BRIEF and _CAME.search(text) and _PARTY.search(text)
    return bool(told) and not _QUARREL_TOO.search(text)


def trades(text: str) -> bool:
    """收的，五毛一个: whether a few words only offer, ask for or price a thing."""
    return len(text) <= _ASKED and _PRICED.search(text) is not None and not _CHARGED.search(text)


def jams(text: str) -> bool:
    """手机卡机器里了: whether a few words tell of a thing that is stuck, and of nobody."""
    return len(text) <= _ASKED and _JAMMED.fullmatch(text) is not None


def inquires(text: str) -> bool:
    """被推的那个邻居没事吧: whether it asks how somebody fares, of whom it tells no more."""
    return _FARES.search(text) is not None


def of_gnats(text: str) -> bool:
    """蚊子要把人咬死了: whether a few words tell of nothing worse than gnats."""
    return len(text) <= _BRIEF and _GNATS.search(text) is not None and not _HURT_TOO.search(text)


def asks_for_news(text: str) -> bool:
    """Whether a few words only ask whether somebody was found, and tell nothing."""
    return len(text) <= _ASKED and _NEWS.search(text) is not None and not _TOLD.search(text)


def released(text: str) -> bool:
    """Whether those who were shut in are out, and nobody is told to be hurt."""
    out = _OUT.search(text) or _AWAKE.search(text) or (_EDGE.search(text) and _DOWN.search(text))
    return bool(out) and not _NOT_WELL.search(text)


#: an office or the company answers and takes leave: 您反映的…感谢您的监督, 各位业主…带来不便深表歉意
_TAKES_LEAVE = re.compile(
    "(?:带来|造成)(?:了|的)?(?:诸多)?(?:不便|困扰)[^。!?]{0,12}(?:歉|谅解|理解|包涵)|(?:深表|致以)歉意|"
    "感谢(?:您|你|大家|业主|各位)[^。]{0,6}(?:监督|理解|支持|配合|关注|反映)[^。]{0,6}[。!]?$"
)
_ANSWERS = re.compile(
    "^(?:【[^】]{0,12}(?:答复|回复|通知|公告|说明|致歉)[^】]{0,4}】|.{0,6}(?:您|你)(?:好[,，!。])?(?:所)?反映|"
    "尊敬的(?:各位)?(?:业主|住户|客户|租户|商户|家长)|各位(?:业主|住户|邻居|商户|租户|家长|客户)|致歉信|网民|亲爱的)"
)
#: what such an answer may not tell in passing
_WEIGHTY = re.compile(
    "伤|送医|医院|坠|死|亡|昏|中毒|涨价|调整为|上调|违约金|停水停电|限期|逾期|不予|罚|取消资格|维权|集合|被困|爆炸|起火|火灾"
)
#: what came of it is asked, and nothing is told: 婆婆找到没得？派出所那边咋说
_FOLLOWS_UP = re.compile(
    "(?:找到(?:没|了没|了吗|了嘛|冇|未)|有(?:消息|下落|进展|结果)(?:没|了没|吗|了吗)|后来(?:呢|怎么样|咋样)|咋说|怎么说|点讲|(?:怎么|咋)样了|情况如何)"
    "[^,，。!?]{0,3}[?。~…]*$"
)
_HARM_TOLD = re.compile(
    "伤|死|亡|血|命|救|跳|坠|炸|火|烧|毒|打|砸|摔|咬|医|压|夹|困|刀|鬼|赔|维权|聚|猥|摸|偷|没了|不行了|不见|失踪|走丢"
)
_FEW = 40


def closes(text: str) -> bool:
    """Whether an office or the company answers and takes leave, or somebody only asks what came of it."""
    if _TAKES_LEAVE.search(text) and _ANSWERS.search(text):
        return not _WEIGHTY.search(text)
    return len(text) <= _FEW and _FOLLOWS_UP.search(text) is not None and not _HARM_TOLD.search(text)


#: 再不修我就打12345: so far one person's dissatisfaction
_OR_ELSE = re.compile(
    "(?:再不|要是不|如果不|还不|不给)[^,，。!?\n]{1,12}[,，]?(?:我|咱|俺)?(?:们)?(?:可)?就?(?:要|去|真|直接|只能|准备|打算)*(?:打|找|给|向|拨|去|上|发|投诉|举报|曝光|起诉|告)|(?:再|还)(?:涨|这样|这么|停|不)[^,，。!?\n]{0,8}[,，]?我(?!们)(?:可|下个?月|明年|以后)?就(?:再也|坚决|直接)?不(?:交|缴)"
)
_WORSE = re.compile(
    "死|伤|命|跳|火|炸|砍|杀|弄|砸|堵|横幅|围|集体|大家|一起|联名|拒|停水|停电|断|困|塌|漏电|煤气|燃气|坠|违|强制|扣|威胁|打人|骂|户|欠|罢|群"
)
#: a law says what is forbidden and what it costs
_LAW_SAYS = re.compile(
    "(?:新规|条例|办法|规定|法规|新法)[^。!?\n]{0,40}?(?:最高可?罚|可处|处以|将被?罚|罚款|起施行|实施|明确|禁止|不得|严禁)"
)
_OF_OURS = re.compile("我们|咱|我家|本小区|被罚了|罚了|已经|拒不|仍|依然|违反|不执行|无视|明知")


def threatens(text: str) -> bool:
    """Whether one writer says what he will do if nothing is done."""
    return len(text) <= _FEW and _OR_ELSE.search(text) is not None and not _WORSE.search(text)


def cites_law(text: str) -> bool:
    """Whether it only tells what a law forbids."""
    return _LAW_SAYS.search(text) is not None and not _OF_OURS.search(text)


#: holders of shares complain of their price
_SHARES = re.compile("股价|物业股|这股|这票|板块|大盘|K线|散户|庄家|主力|套牢|加仓|减仓|满仓")
_PRICE = re.compile("该跌|还是跌|跌跌|阴跌|没救|躺平|不涨|横盘|装死|绿|扶不起|套着|回本|割肉|熬|拉升|砸盘|洗盘|抄底")
_CLAIMS = re.compile(
    "造假|调查|立案|失联|带走|挪用|侵占|违规|违约|财务|举报|传言|传闻|内幕|爆雷|暴雷|留置|查|停牌|审计|核数|质押|占用|关联|跑路|收购|卖|裁员|欠|清盘|破产|起诉|死|伤|火|做空|沽空|闪崩|腰斩|[0-9]{2}%"
)


def grumbles_of_price(text: str) -> bool:
    """Whether a few words only lament a price, and say nothing of the company."""
    return len(text) <= _BRIEF and bool(_SHARES.search(text) and _PRICE.search(text)) and not _CLAIMS.search(text)


#: 灭了灭了，烧了两辆，没伤人
_PUT_OUT = re.compile("^(?:火?(?:已经?)?(?:灭了|扑灭了?|被扑灭)[,，。!]?){1,3}")
_NONE_HURT = re.compile("没伤人|没伤到人|没人受?伤|无人(?:受伤|伤亡)|人都?没事|没人在")


def put_out(text: str) -> bool:
    """Whether a few words only say that a fire is out and nobody hurt."""
    return len(text) <= _FEW and _PUT_OUT.search(text) is not None and _NONE_HURT.search(text) is not None


#: 摔了个屁股墩，丢死人了: only the pride is hurt
_SLIP = re.compile("屁股墩|屁股蹲|屁蹲|狗啃[泥屎]|四脚朝天|四仰八叉")
_PAIN = re.compile(
    "骨|伤|血|医|120|孕|怀|站不|起不来|动不了|裂|肿|老人|奶奶|爷爷|大爷|大妈|阿姨|晕|昏|赔|结冰|湿|滑的|没人管|没放"
)


def slips(text: str) -> bool:
    """Whether somebody fell and laughs at it."""
    return _SLIP.search(text) is not None and not _PAIN.search(text)


_CANTONESE = re.compile("[喺咗佢嘅唔冇啲嗰俾哋嚟咁]")
_DANGER = re.compile(
    "[死伤血火烟炸跳坠困救刀打医毒警撬砸跌夹嗌冧屙呕针痛压撞咬淹漏断爆臭鬼骂怒]|煤气|晕|昏|摸|抢|偷|告|罢|聚|围|堵|横幅|记者|电视|偷|赔|骗|股|天台|楼顶|顶楼|窗|喊|唔想|唔见|见唔到|失踪|走失|漆黑|危险|惊"
)


def chats(text: str) -> bool:
    """Whether it is spoken Cantonese with no word for harm, danger or anger."""
    return _CANTONESE.search(text) is not None and not _DANGER.search(text)


def quarrels(text: str) -> bool:
    """Whether people only quarrel and others look on."""
    return bool(_QUARREL.search(text) and _WATCHED.search(text)) and not _TOUCHED.search(text)


def retires(text: str) -> bool:
    """Whether an officer of a company leaves by age or at the end of a term, and nobody is blamed."""
    return bool(_AGREED.search(text) and _OFFICE.search(text)) and not _ALLEGED.search(text)


def soft(text: str) -> bool:
    """Whether what falls is laundry, a kite or a cleaning robot, and sets nothing alight."""
    return _SOFT.search(text) is not None and not _HARMS.search(text)


def not_but(text: str) -> bool:
    """Whether it says what was not, and what it was."""
    return _NOT_BUT.search(text) is not None
