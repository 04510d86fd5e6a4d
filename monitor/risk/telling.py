"""Who tells it: what one was told by family, neighbours or the net is hearsay, and no detail of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from monitor.risk.matcher import Span
from monitor.risk.rules import Finding

_KIN = (
    "爸|妈|爸爸|妈妈|老爸|老妈|爸妈|爹|娘|老公|老婆|媳妇|对象|男朋友|女朋友|男友|女友|儿子|"
    "女儿|孩子|奶奶|爷爷|外婆|外公|姥姥|姥爷|公公|婆婆|岳母|岳父|丈母娘|哥|姐|弟|妹|姐姐|"
    "哥哥|弟弟|妹妹|家里人|家人|舅|姨|姑"
)
_OTHERS = (
    "邻居|同事|朋友|闺蜜|同学|室友|舍友|亲戚|表哥|表姐|表弟|表妹|客户|领导|"
    "老师|发小|战友|房东|租客|中介|合租的|楼上的?|楼下的?|对门的?|隔壁的?|楼下大妈|楼下大爷|楼下阿姨|"
    "大妈|大爷|阿姨|网友|群友|保洁阿姨|门卫大爷|小区群友"
)
_SAYS = (
    "(?:他|她)?(?:刚才|刚刚|刚|昨天|昨晚|今天|今早|早上|中午|晚上|都|也|就|又|还|打电话|打来电话|发消息|发微信|微信)?"
    "(?:跟|和|给|对|告诉)?(?:我们?|大家)?"
    "(?:说|讲|告诉我?|转述|聊起|聊到|提到|提起)"
)
#: 我妈说她被咬了: what befell the one who tells, or us, is told first hand
_OWN = r"(?![^,，。!?\n]{0,4}(?:自己|她(?!们)|他(?!们)|我(?!们)|家里|俺))"
#: 我爸说昨晚有人跳楼, 我同事讲烧死了两个人, 楼下大妈说…, 刷到说…
_TOLD = re.compile(
    rf"我(?:们|家)?(?:的)?(?:{_KIN}){_SAYS}{_OWN}|(?:我(?:们|家)?的?(?:一个|有个)?)(?:{_OTHERS}){_SAYS}"
    "|(?:楼上|楼下|对门|隔壁|小区里?|门口)的?(?:大妈|大爷|阿姨|大姐|大叔|邻居|老太太|老头|保洁|保安)(?:们)?(?:都|也|就)?"
    "(?:跟我|和我)?(?:说|讲)"
    rf"|听(?![到见我说]|医生|大夫)[^,，。!?\n]{{1,8}}?(?:说|讲)(?![得法明话]){_OWN}"
    "|(?:刷到|看到|看见|瞧见)(?:有人|别人|网上|网友|群里|同城|有帖子?|一条|个帖子|个视频|朋友圈)?(?:在)?(?:说|讲|发的?|转的?)"
    "(?!明|法|好)"
    "|(?:刷到|看到|看见)(?:网上|网友|群里|同城|朋友圈|抖音|好几个群)(?:里|上)?(?:都|有人)?(?:正?在|疯)传"
)
#: whoever works or waits about an estate
_ABOUT = (
    "老板娘?|店主|店员|摊主|司机|小哥|骑手|快递员|外卖员|理发师|保安|门卫|保洁|师傅|大家|他们|她们|人家|别人|群里|"
    "(?:卖菜|修鞋|卖早点|卖水果|开店|摆摊|遛狗|跳广场舞|带孩子|下棋|打牌|开车|送货|送水|收废品)的"
)
#: 朋友说那边有人坠楼了, 老板讲早上抬走一个: of somebody whom the one who tells does not know
_PASSED_ON = re.compile(
    rf"(?:{_KIN}|{_OTHERS}|{_ABOUT})(?:们)?(?:都|也)?(?:发我|给我)?{_SAYS}{_OWN}(?![得法明话])(?=[^,，。!?\n我咱俺]{{0,20}}?"
    "(?:有人|有(?:一|两|三|几)?[个名位]|死人|死了人|死了[个一两三几名]|人命|(?:一|两|三|几)[个名位]|[摔砸烧捅淹电]死))"
)
#: 朋友圈都说自来水有毒, 群里炸了，说有小孩掉下来: what goes round of somebody; 都说迟早要出事 is no news
_GOES_ROUND = re.compile(
    "(?:(?:朋友圈|(?:业主|邻居|微信|公司|同事|工作|家长|班级|车友|妈妈|老乡|小区)群|抖音|微博|快手|小红书|网上|小区里|整个小区|全小区|同事|街坊|好多人|很多人|不少人)(?:们|上|里|里面)?"
    "(?:现在|今天|昨天|刚刚|早上|全|到处|一直)?(?:[都也]?在|都)(?:说|讲|传)"
    "|(?:群里?|朋友圈|抖音)(?:全|都|里)?(?:炸了|炸锅了?|刷屏了?|传疯了?|传遍了?)[,，]?(?:都|全)?(?:在)?(?:说|传))"
    "(?![过明法好得话让叫要了不没再该能])(?=[^,，。!?\n我咱俺会要]{0,20}?"
    "(?:有人|有(?:个|一|两|三|几)|死|亡|跳楼|坠|毒|着火|起火|烧|炸|砍|捅|杀|没了|掉下|人命|拐|抱走|失踪|砸|塌))"
)
#: 好像出人命了, 貌似有人跳楼, 小区说是死了人: nobody who says so was there; 好像没气了 is what one sees
_UNSURE = re.compile(
    "(?:好[像象]|貌似|似乎)(?:真的?|又|是|昨晚|昨天|今天|刚刚?)?(?:有[^,，。!?\n我咱俺]{1,8}?(?:跳楼|坠楼|上吊|身亡|[被砸摔烧淹]死|死了)"
    "|(?:闹)?出了?人命|死了?[^,，。!?\n我咱俺]{0,4}人)"
    "|^[^,，。!?\n我咱俺]{0,16}?(?<![虽再就不话能听据])说是(?=[^,，。!?\n我咱俺]{0,6}?(?:有人|有(?:一|两)?个|死了?人|出了?人命))"
)
#: what only who stands there can tell
_SEEN = re.compile(
    "血|臭|味道|气味|苍蝇|蛆|呼吸|没气|白布|警戒线|救护车|120|警车|110|警察|我(?:在|们?楼下)|围(?:了|着|满)|动不了|不动了"
)
#: who has been there as well is a witness (保安说有人跳楼，我下楼一看…), and so is whose family it befell
_THERE = re.compile(
    "看到|看见|瞧见|亲眼|一看|目睹|撞见|拍到|拍了|现场|躺在|躺着|我[^,，。!?\n]{0,6}?(?:楼下|门口|窗)|血|[把被]我|"
    rf"我(?:家|们)?的?(?:{_KIN})(?!她|他|的?同|{_SAYS})"
)
#: before a word for one's own family, and behind it, when they only tell
_HEARS = ("听", "据", "问")
_TELLS = re.compile(_SAYS + _OWN)
#: right before what is heard of
_HEARD_OF = re.compile("(?:听[^,，。!?\n]{0,8}?(?:说|讲|话)|据(?:说|传|讲|闻)|传说|好像|疑似)[^,，。!?\n]{0,8}$")
#: who was there saw it; 我看到群里有人说 did not
_SAW = re.compile(
    r"亲眼|我(?:刚|也|正好|当时|下楼|路过|在现场|就在)[^,，。!?\n]{0,6}(?:看到|看见|瞧见|撞见|碰到|见到)|我(?:看到|看见)"
    "|我在现场|我就在(?:现场|旁边|边上|楼下|隔壁)|我(?:刚)?拍[的了]"
)
_AT_SECOND_HAND = re.compile(
    "[^,，。!?\n]{0,4}(?:群|朋友圈|网上|抖音|微博|快手|小红书|帖|新闻|热搜|评论|有人(?:说|讲|发|转)|别人|转发|视频)"
)


def told(text: str) -> list[Span]:
    """Where the text says that somebody else told it."""
    kinds = [_TOLD] if _THERE.search(text) else [_TOLD, _PASSED_ON, _GOES_ROUND]
    if len(kinds) > 1 and not _SEEN.search(text):
        kinds.append(_UNSURE)
    return [found.span() for kind in kinds for found in kind.finditer(text)]


def first_hand(text: str, words: Iterable[Span], hearsay: bool) -> bool:
    """Whether any of the words for one's own knowledge tells it; beside hearsay only that one saw it does."""
    if hearsay:
        return any(not _AT_SECOND_HAND.match(text, found.end()) for found in _SAW.finditer(text))
    return any(not text.startswith(_HEARS, max(0, start - 1)) and not _TELLS.match(text, end) for start, end in words)


def signs_told(signs: list[str], findings: Sequence[Finding], frame: str | None, level: int, text: str) -> list[str]:
    """The signs without hearsay and denial that what is stated has left behind, with what the frame says."""
    denied = [item.entry.categories for item in findings if item.doubt == "denial"]
    if level == 3 and any(categories != ("rumor",) for categories in denied) and not _only_heard(findings, text):
        # “网传三人遇难不实，实为一人遇难”: what was heard is denied, what is left is stated
        signs = [sign for sign in signs if sign != "hearsay"]
    if level and "denial" in signs and all(categories == ("rumor",) for categories in denied):
        # “身亡，请勿传播不实信息” denies nothing of what it states
        signs = [sign for sign in signs if sign != "denial"]
    extra = {"question": "question", "denial": "denial"}.get(frame or "")
    return signs if not extra or extra in signs else [*signs, extra]


def _only_heard(findings: Sequence[Finding], text: str) -> bool:
    """“…不实，听说只有1个死了”: what is left is heard of as well."""
    left = [item.start for item in findings if not item.doubt and item.entry.level >= 3]
    return bool(left) and all(_HEARD_OF.search(text, 0, start) for start in left)
