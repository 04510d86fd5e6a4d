"""A call for help, or a danger that grows while it is written: what makes a hazard urgent, whatever it is."""

from __future__ import annotations

import re

from monitor.risk import bare
from monitor.risk.earlier import now_of

#: who wants somebody to come, to leave or to bring something now, or tells that it grows while he writes
_CALLS = re.compile(
    "快[来去]个?人(?!焊|修|看|管|收|弄|摸)|来人啊|快叫(?:消防|救护|人|保安|物业|医生|120|119)|快点?打(?:119|120|110)|快啲(?:打|叫|嚟)|快报警|快断电|(?:谁|有人|有没有人)(?:会|懂)(?:急救|海姆|心肺|抢救|人工呼吸|按压|接生|除颤|止血)|(?:谁家?|哪家)有(?:氧气|救心丸|硝酸甘油|止血带|胰岛素|哮喘药|担架|制氧机|除颤仪)|(?:救护车|120)(?:怎么)?(?:还没[到来]|快点|还要多久)|没(?:脉搏|呼吸|心跳)了?(?:[,，。!]|$)|救命|救救|嗌救命|快跑|"
    "(?:赶紧|赶快|快点?)(?:出来|下楼|撤|往外跑)|不敢出去|叫消防|打119|打120|(?:119|120)我打了|报火警|冇(?:咗)?(?:反应|呼吸)|快找车主|"
    "要跳|唔想做人|不想活|悬在[^,，。]{0,5}(?:外面|半空|空中|楼外)|趴在窗|还在(?:烧|冒|漏|往外|往下|喊救|淌)|越来越(?:浓|呛)|越垮越多|一直(?:在)?(?:嘶嘶|冒|漏气|喷)|往外(?:冒|喷|涌)|冒(?:白|黑|浓)烟|"
    "(?:系|是|全是|都是)(?:白|黑|浓)?烟(?!花|头|民|味|感|囱|酒|草|雾)|开始出烟|快挪|赶紧挪|(?:赶紧|快|马上)(?:封路|封起来|拉警戒|拉线|围起来)|求上门|正在做心肺|(?:带|拿|送|取|有)(?:个)?AED|(?:带|拿|送|取|有)(?:个)?aed|破窗锤|喊着要杀|发黑了?[，,]快|还在哭|人叠人|踩踏了|挤倒|"
    "叫不醒|喊不应|(?:关|锁|困)在?(?:了|着)?(?:里面|里头|车里|梯里)|车里锁|手里有刀|上了一辆|翻进|被扔在|咋个?办|快(?:关阀|找|上|救|拉住)|趴在(?:空调|护栏|阳台|外)|不敢(?:开门|下楼)|堵[南北东西]门"
)
#: it is over, long ago, taught, rehearsed or told of others
NOT_NOW = re.compile(
    "昨[天晚日夜]|前[天晚年]|上周|上个?月|去年|当[时天]|那[次天时]|上次|以前|后来|之前|天前|年前|月前|[0-9一二三四五六七八九十]月|"
    "才有人|烟排完|人都出来了|没救|当场没|晚了|人没了|万幸|还好|已停岗|已收缴|救回|救出|救下|脱困|扑灭|[火已被]灭了|没事了|平安|出院|送医|送到医院|劝下|已控制|制服|关了?阀|排除了|处置完|恢复正常|"
    "如果|假如|万一|要是|遇到|切勿|应(?:当|该)|提醒|科普|培训|讲座|演练|演习|急救课|学会|教你|防止|预防|记者|通报|据悉|获悉|转发|新闻|视频里|"
    "谢|多亏|幸亏|好在|锦旗|点赞|表扬|虚惊|游戏|电影|电视剧|股[票价市东]|竞价|跌停|炒股|基金|哈哈|笑死|每天|天天|每次|总是|经常|半个?月|好几天|几个月"
)
#: somebody may be dying, or cannot get away …
_DYING = re.compile(
    "(?:脸|嘴唇?|面)(?:色|都|憋得?|涨得?|已经?|发|变|有点?)*(?:紫|青|乌)(?!春|梅|菜|云|砖)|吐白沫|眼睛?都?翻白|翻白眼|噎[住着]|速效救心|(?<![气笑]得)(?<![气笑]得我)喘不[上过]气|不省人事|抽搐|叫不应|"
    "(?:谁|哪位)是?(?:医生|护士)|(?:没有?|不会|不懂)(?:人会)?急救|"
    "(?:人|师傅|工人|孩子|小孩|他|她)[^,，。]{0,6}(?:吊|挂|悬)在[^,，。]{0,6}(?:外墙|半空|空中|墙外|窗外|楼外|墙上|绳)|"
    "还(?:压|夹|埋|卷)(?:着|在)|(?:把|人|他|她)[^,，。]{0,6}(?:埋|压|卷)(?:在)?(?:里面|里头|底下|下面|轮|车)|(?:手|人|脚)[^,，。]{0,3}粘[在住]"
)
#: … and is tended or beyond help by now, or is a beast
_TENDED = re.compile(
    "急诊|(?i:icu|ccu)|插(?:着)?管|接走|拉走|抬上|刚走|抢救|缓过|红回来|洗胃|放下来|拉上来|捞[上起]|背[上下]|抬出|取下|取出|拍出|宣告|摇头|白布|诊断|住院|"
    "医生说|脑外科|骨科|不治|走了|没了[,，。!]|当[晚天夜]|那天|一度|签了?字|昨|赔|狗|猫|伤了$"
)
#: a longer text tells a history
_SHORT = 120
#: characters of a call that says nothing else
_FEW = 32

#: 快打119！, 谁帮忙叫下救护车: a call and no word of what for
_SUMMONS = re.compile(
    "(?:(?:求|麻烦|拜托|请|有人|谁|大家|哪位|你们|物业|管家|保安)*(?:帮忙|帮|去|来)?)?"
    "(?:快|赶紧|赶快|马上|立刻|快点|快些|速|帮忙)+(?:的|去|来|帮忙|帮|给)*(?:点|一?下|个)?"
    "(?:打|拨|拨打|叫|喊|报|呼叫)(?:一?下|个|了?电话)?(?:119|120|110|999|火警|消防队?|消防车|救护车?|急救|警察?)(?:啊|呀|吧|哇|呐|哪|电话|来|了){0,3}"
)
#: 哪里有AED快, 硝酸甘油有没有急, 谁有速效救心丸: what somebody would die without
_WANTS = re.compile(
    "(?:快|急|谁家?|哪里|哪家?|楼里|群里|附近|有没有|求|急求|急需|找|有)*"
    "(?:(?:AED|aed|除颤[仪器]|(?:速效)?救心丸|硝酸甘油|氧气[瓶袋]|沙丁胺醇(?:喷雾)?|肾上腺素笔?|止血带)(?:在哪里?|有没有|有吗|有)?(?:快|急|救命|救人|[0-9]+(?:栋|号楼|单元))+|"
    "(?:医生|护士|大夫)(?:在不在|在吗|在|吗|么|没有|没)?(?:快点?|急|救命|救人)(?:下楼|上来|下来|来|救人|救命|看看)?|"
    "(?<=[有求需找])(?:速效救心丸|硝酸甘油|沙丁胺醇(?:喷雾)?|除颤[仪器])(?:吗)?)(?:啊|呀|来|下来|送来|拿来){0,2}"
)
_PUNCTUATION = re.compile("[^\\w]+")


def summons(text: str) -> bool:
    """Whether it only calls for the fire brigade, an ambulance, the police or a remedy, and says not what happened."""
    said = _PUNCTUATION.sub("", text) if len(text) <= _FEW else ""
    return (_SUMMONS.fullmatch(said) or _WANTS.fullmatch(said)) is not None


#: 大家快打12345: a line for complaints is dialled, and nobody is beaten
_DIALS = re.compile(
    "(?:大家|都|一起|快点?|赶紧|赶快|麻烦|那就|只能|去|来|给我|我们?|咱们?|邻居们?|各位|你们?|直接)*"
    "打(?:一?下|一?个|爆|通|给)?(?:市长|市民|政府|政务|投诉|服务|物业|客服)*"
    "(?:12345|12319|12315|12369|12329|12358|96[0-9]{3,4}|400[0-9]{7}|热线|电话|物业)(?:电话|投诉|举报|反映|去|啊|吧|呀|了){0,3}"
)

#: 快打110，楼下吵死了
_FOR_NOISE = re.compile(
    "(?:大家|快点?|赶紧|赶快|谁|帮忙|麻烦|来?个?人|物业)*(?:打|拨|叫)(?:一?下|个)?110(?:吧|啊|呀|了)?(?:那?[楼隔][上下壁][^打砸摔哭喊叫刀血救杀]{0,6}|广场舞)?[^打砸摔哭喊叫刀血救杀死]{0,4}(?:吵死(?:人|我)?了|太吵了?|好吵|吵得?(?:睡不着|不行)|噪音太?大?)(?:啊|呀|吧)?"
)


def dials(text: str) -> bool:
    """Whether it only says that a line for complaints is to be dialled, or the police for noise."""
    said = _PUNCTUATION.sub("", text) if len(text) <= _FEW else ""
    return _DIALS.fullmatch(said) is not None or _FOR_NOISE.fullmatch(said) is not None


def calls(text: str) -> bool:
    """Whether a short text calls for help, or tells of what goes on now."""
    if bare.happens(text):
        return True
    if len(text) > _SHORT or not (_CALLS.search(text) or _DYING.search(text)):
        return False
    now = now_of(text)
    return (_CALLS.search(now) is not None or _dies(now)) and not NOT_NOW.search(now)


def _dies(text: str) -> bool:
    return _DYING.search(text) is not None and not _TENDED.search(text)
