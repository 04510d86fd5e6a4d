"""What a few plain words say: bare blows, a dark house, a ticket that is chased, what one nearly complained of."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: 热水什么时候来啊，停一天了: who asks when it ends, and says how long it has lasted, complains
_WHEN = re.compile(
    "(?:什么时候|几点钟?|啥时候|几时|何时|哪天|多久|多会儿)[^,，。!?\n]{0,4}?(?:来|好|修|热|通|恢复|有|能|亮|开|换|弄|处理)"
)
#: 停了三天, 堵了半个月, 从早上等到现在
_LASTED = re.compile(
    "(?:停|断|坏|没|冻|等|黑|堵|漏|关|拖|热|冷|爬|报修?)[^,，。!?\n]{0,4}?(?:[0-9一二两三四五六七八九十半好几多]{1,3}(?:多个|个多|个|多|整)?(?:天|小时|钟头|星期|礼拜|周|晚上?|夜|年)|(?:[0-9一二两三四五六七八九十半好几多]{1,3}个|整)月|一?[整大]天|一上午|一下午|一晚上)了?"
    "|从[^,，。!?\n]{1,6}(?:停|坏|等|断|漏|没)?[^,，。!?\n]{0,2}到(?:现在|今天|这会儿)"
)
#: 能不能把广告声音关小, 请把楼道的杂物清一下: who asks for what troubles him to be put right complains of it
_ASKED = re.compile(
    "(?:(?:能|可)不(?:能|可以)|可以|可否|请|麻烦|希望|建议|拜托|(?:什么时候|啥时候|几时|何时)(?:才)?能?)(?:物业|管家|师傅|保洁|保安|你们|派个?人|叫个?人|安排个?人|赶紧|尽快|快点|帮忙)*把[^,，。!?\n]{1,12}?"
    "(?:清(?:一下|理|走|掉|了)|挪(?:走|开|远|一下)|搬走|移走|修(?:一下|好|了)|换(?:一下|掉|了)|关(?:小|掉|了)|调(?:小|低)|抽(?:掉|干|走)|剪(?:一下|掉|了)|扫(?:一下|掉|了)|拖(?:一下|干净)|拆(?:掉|了)|补(?:上|好)|疏?通(?:一下|了)|收拾(?:一下)?|冲(?:一下|干净)|擦(?:一下|干净))"
)
#: … of the house and its grounds, and not of somebody's parcel, car or picture
_OF_THE_HOUSE = re.compile(
    "楼道|楼梯|大堂|大厅|走廊|过道|电梯|地库|车库|门口|单元|[门灯墙窗]|路|草|树|绿化|花坛|垃圾|杂物|积水|水管|下水|井盖|石墩|地砖|广告|音响|喇叭|音乐|声音|噪音|油烟|充电桩|道闸|门禁|消防|监控|滑梯|健身|椅|泳池|喷泉|天台|屋顶|雨棚|栏杆|护栏"
)
_OF_SOMEBODY = re.compile(
    "快递|外卖|车(?!库|位|棚|道)|作业|照片|头像|昵称|群|微信|电视|手机|作文|衣服|被子|孩子|团购|链接|视频|我家(?!门口|楼)"
)
#: who writes so of his ticket is not satisfied
_CHASES = re.compile(
    "催(?:单|办|一?下)|不同意(?:结案|结单|办结)|还(?:要|得)等多久|要等多久|(?:怎么|为什么)(?:还|一直)(?:没|不)|差评|不满意|返工|糊弄|敷衍|没人(?:联系|来|管|理|回)|"
    "(?:根本|压根|完全|还是|依然|仍然?)(?:就)?没(?:动|修|来|好|人|处理|解决)|没(?:修好|处理好|解决)|重新(?:处理|办理|维修|派)|"
    "(?:不|没)(?:该|应该|能)结单|(?:怎么|就|给我?|擅自|直接)(?:就)?(?:结单|办结|关单)"
)
#: … and here he is, or the matter is settled
_AT_REST = re.compile(
    "谢|好评|过关|不用|实在|五星|改口|已经?(?:修好|解决|处理好|来过|恢复)|撤销|撤诉|取消|结单吧|可以结单|满意[,，。!]?$(?<!不满意)|不用来|协商解决|没事了"
)
_FEW = 40
#: 经核查, but not 已经修
_DONE_BY = re.compile("(?<!已)经$")

#: a blow that left no mark that is told: 挨了两拳, 扇了一巴掌
_BLOW = re.compile(
    "(?:挨|吃|给|扇|甩|踹|踢|捶|打|推|抡|揍|呼)(?:了)?[^,，。!?\n]{0,5}?[一两二三几][^,，。!?\n]{0,2}?(?:拳|脚|巴掌|耳光|下|嘴巴|掌|肘)|推了?一把|(?:抽|扇|打)(?:了)?[^,，。!?\n]{0,3}?(?:耳光|巴掌|嘴巴)"
)
_LEFT = re.compile(
    "血|伤|肿|青|紫|骨|断|裂|缝|医|诊|救护|120|昏|晕|倒地|不起|掉了?[一两几]?颗|牙|住院|脑震|破|疼|痛|淤|聋|瞎|死|没气|不动|吐"
)
#: 我们7栋黑了: a few words say where water or light is out, and nothing else
_OUTAGE = re.compile(
    "(?:(?:我们?|咱们?)(?:家|这边?|小区|单元|这栋|楼)?|[0-9一二三四五六七八九十]{1,3}(?![0-9一二三四五六七八九十](?!片))(?:栋|幢|号楼|单元|座)?|[a-z](?:栋|座)|整栋|整个小区|全小区|家里|楼道里?|(?<![我们咱])这边|[,，])*"
    "(?:也|都|又|全|是|还是|怎么|突然|现在)*"
    "(?:(?:没|停|断)(?:了|有)?(?:电|水|气|暖|网|热水|暖气|天然气)|(?:电|水|网|暖气|热水|煤气)(?:又|也|都|全|还)?(?:停|断|没)|黑的|黑漆漆的?|黑灯瞎火的?|一片黑|黑)(?:了|啊|呀|呢)?"
    "(?:[,，?。!~…](?:(?:你们|别人家|大家|其他楼|隔壁)(?:呢|家?有吗|那边呢|停了吗|有没有)|有(?:同款|一样的|停的)吗?|怎么回事|啥情况|什么情况|是跳闸了吗)?)*"
)
_BRIEF = 30
#: a card that opens or pays nothing is a nuisance of its holder
_CARD = re.compile(
    "(?:门禁|电梯|梯|水|电|燃气|停车|饭|出入|一卡通|洗车|充电)卡[^,，。!?\n]{0,10}?(?:充不|无法充值|充值不|不能充|刷不|消磁|失灵|没反应|不好使|用不了|读不出|坏了)"
)
_FORCED = re.compile("逼|欠|不交|没交|物业费|强制|停用|停了|锁|被停|注销|故意|消防|困|业主们|大家|一起|全体|几百|上百")
#: 门没锁，我给锁了: a neighbour has seen to it
_SAW_TO = re.compile(
    "(?:没|忘了?|未)(?:锁|关|拔|收|盖)[^,，。!?\n]{0,4}[,，。][^,，。!?\n]{0,6}?我(?:已经?)?(?:就|给|帮|替|顺手|随手)+[^,，。!?\n]{0,6}?(?:锁|关|拔|收|盖|带)"
)
#: 本来想投诉…，下楼一看保安已经在搬了
_MEANT_TO = re.compile(
    "(?:本来|原本|原来|正|刚|还|都)(?:想|要|打算|准备)(?:着|去|要|给)*[^,，。!?\n]{0,6}?(?:投诉|骂|吐槽|报修|找物业|打电话|发飙|理论|反映|说)[^。!?\n]{0,24}?[,，](?:[^。!?\n]{0,6}[,，])?"
    "[^。!?\n]{0,6}?(?:一看|没想到|结果|发现|谁知|谁知道|人家|居然|竟然)[^。!?\n]{0,12}?(?:已经|早就|都|正|主动|自己)[^。!?\n]{0,4}?(?:在|修|搬|弄|收|清|处理|扫|换|解决|安排|摆|打扫|擦|拖|来了|办)"
)
_NOT_SO = re.compile("但|可是|可惜|不过|却|还是(?:没|不)|又|跑了|下班|锁门")
#: 老家的碧桂苑保安打人，还好我们这没有
_NOT_HERE = re.compile(
    "(?:老家|那边|别的|别人|人家|隔壁|朋友|同事|亲戚|他们|网上|新闻|视频|外地|对面)[^。!?\n]{2,30}?"
    "(?:还好|幸好|好在|幸亏)(?:我们|咱们?)(?:这|小区|这边|这里|家)?(?:里|儿|边)?(?:的?(?:物业|保安))?"
    "(?:没有?(?:[,，。!]|$|这|那|出|碰|遇|摊|发生)|不(?:这样|会)|倒?没事|都(?:没事|好|挺好|正常))"
)
#: 感谢物业，那天厨房着火要不是保安来得快就完了
_ONCE = re.compile("那[天次回晚]|上[次回]|当时|去年|前[年阵]|有[一次回]+")
_THANKED = re.compile("谢|多亏|幸亏|感激|救命之恩|锦旗|点赞|表扬|好样")
_AVERTED = re.compile(
    "要不是[^。!?\n]{2,24}?(?:完了|没了|危险|惨了|出大事|不敢想|后果|烧光|烧没)|(?:多亏|幸亏|好在|幸好)[^。!?\n]{2,20}?(?:及时|来得快|赶到|发现|扑灭|拎着灭火器|灭了|拦住|关了阀|背|救)"
)
_HARMED = re.compile("死|伤|没了人|遇难|骨折|烧没|昏|icu|ICU|手术|住院|但|可是|现在又|今天又|没处理|没人管")
#: 马桶堵了水往外冒，求师傅快来
_CLOGGED = re.compile(
    "(?:马桶|下水道?|地漏|水池|洗手池|洗菜池|厕所|厨房水槽?)[^,，。!?\n]{0,6}?(?:堵|返水|反水|冒水|溢)"
)
_WORSE_THAN_WET = re.compile("电|插座|孩|娃|老人|奶奶|爷爷|孕|晕|气味|沼|淹|滑倒|摔|塌|困|人(?!家)|井|楼下|天花板")
#: 17楼阳台又往下滴水，被子全湿了
_DRIPS = re.compile("(?:阳台|空调|晾|花盆|拖把|雨棚|楼上)[^,，。!?\n]{0,8}?滴水")
_NO_DRIP = re.compile("电|梯|墙皮|天花板|塌|孩子|娃|老人|奶奶|人|烟|味|烫|结冰|滑|冰|线|灯")
_ENDANGERED_US = re.compile("我们(?:这|小区)?(?:也|的保安也|又)|我家|[0-9]栋")


def waits(text: str) -> bool:
    """Whether a few words ask when something will be in order again, and say how long it has not been."""
    return len(text) <= _FEW and _WHEN.search(text) is not None and _LASTED.search(text) is not None


def asked(text: str) -> bool:
    """Whether a few words ask that something of the house be put right."""
    if len(text) > _FEW or _AT_REST.search(text):
        return False
    return any(
        _OF_THE_HOUSE.search(found.group()) and not _OF_SOMEBODY.search(found.group())
        for found in _ASKED.finditer(text)
    )


def pressing(text: str, found: bool) -> str | None:
    """What a few words press for by which nothing is called wrong: a reason of level 1. `found`: other words are."""
    return "waiting" if waits(text) else "request" if not found and asked(text) else None


def chases(text: str) -> bool:
    """Whether a few words on a channel of complaints press for a ticket, or dispute what was done."""
    return len(text) <= _FEW and _CHASES.search(text) is not None and not _AT_REST.search(text)


def bare_blow(text: str) -> bool:
    """Whether somebody was struck, and no word tells of a mark or a doctor."""
    return _BLOW.search(text) is not None and not _LEFT.search(text)


def outage(text: str) -> bool:
    """Whether a few words only say where water, light or heat is out."""
    return len(text) <= _BRIEF and any(word in text for word in "电水气暖网黑") and _OUTAGE.fullmatch(text) is not None


def dead_card(text: str) -> bool:
    """Whether a card cannot be charged or read, and nobody is forced by it."""
    return len(text) <= _FEW and _CARD.search(text) is not None and not _FORCED.search(text)


def drips(text: str) -> bool:
    """Whether a few words only say that water drips from a balcony."""
    return len(text) <= _FEW and _DRIPS.search(text) is not None and not _NO_DRIP.search(text)


def clogged(text: str) -> bool:
    """Whether a few words only say that a drain is blocked: who calls a plumber at once calls for no help."""
    return len(text) <= _FEW and _CLOGGED.search(text) is not None and not _WORSE_THAN_WET.search(text)


def relieved(text: str) -> bool:
    """Whether what would be a grievance is put right in the same breath, was long ago warded off, or is not here."""
    if len(text) > _FEW:
        return False
    if _SAW_TO.search(text):
        return True
    if _MEANT_TO.search(text) and not _NOT_SO.search(text):
        return True
    if _ONCE.search(text) and _THANKED.search(text) and _AVERTED.search(text):
        return not _HARMED.search(text)
    return _NOT_HERE.search(text) is not None and not _ENDANGERED_US.search(text)


def wanted(text: str, fixes: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those words for what is to be done that ask for it; 经核查 says that it was done."""
    return [each for each in fixes if not _DONE_BY.search(text, max(0, each[0] - 2), each[0])]


#: whose doing it is where no company of the estate is named; what is under warranty is asked of him as a service
_DEVELOPER = re.compile("开发商|置业|地产|购房|售楼")
_COMPANY_S = re.compile("物业|管家|客服|前台|保安|保洁|管理处|报修|保修|维保|维修|质保")


def whose(categories: list[str], kind: str, text: str) -> list[str]:
    """The categories; what a letter calls service is the developer's act where it names him and nobody who serves."""
    if kind != "complaint" or categories != ["service"] or not _DEVELOPER.search(text) or _COMPANY_S.search(text):
        return categories
    return ["violation"]
