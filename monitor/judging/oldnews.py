"""Whether a text passes on what was in the news long ago, however lately it was seen again."""

from __future__ import annotations

import re
from datetime import date

from monitor.judging.sources import Words
from monitor.text.dates import days_spoken_of, mentions_date

#: behind a date, where words of its background stand
_BEHIND = 6
#: without any of them there is no date, and most texts have none
_DATED = re.compile("[年月]|[0-9]{3}[-/.]").search
_LATELY = "今天|今日|今晚|今早|昨天|昨晚|刚刚|刚才|刚|现在|如今|最近|这两天|这几天|近日|近期|又|再次|再|还|依然|仍"
#: what is said of seeing it now: 今天刷到了, 又被翻出来, 现在看还是心惊; nothing of that happened now
_SEEN_AGAIN = re.compile(
    rf"(?:{_LATELY}){{1,3}}(?:有人|被人|被网友|被|在|把它?|给我?|在网上|在群里|突然|才)?"
    "(?:刷到|看到|翻到|翻出|扒出|挖出|拿出|搬出|回看|回想|想起|想到|想想|看|说起|提起|聊起|流传|热传|疯传|传|转|发出来|火了|上了?热搜|"
    "上了?热榜|推给|炒)"
    "[^,，。!！?？\n]{0,6}?(?:还是|还会|还|仍然?|依然|依旧|又)?"
    "|(?:看着|看了|看完|想着|想想|想起来)(?:都|也|真)?(?:还是|还会|还|仍然?|依然|依旧)(?=[^,，。!！?？\n]{0,3}?(?:怕|吓|慌|惊|抖|难受|心|惨|可怕))"
)
#: 去年今日, 三年前的今天
_ANNIVERSARY = re.compile(
    r"(?:大前年|前年|去年|[0-9一二两三四五六七八九十]{1,2}年前|[0-9]{4}年)的?(?:今日|今天|今晚|这一天|这天|同一天|这个时候|此时)"
)
#: 火灾一周年, 坠楼三周年了
_YEARS_ON = re.compile(
    "(?:火灾?|爆炸|爆燃|事故|坍塌|惨案|命案|[坠跳]楼|遇难|身亡|去世|离世|离开|溺亡|出事)[^,，。!！?？\n]{0,6}?"
    "[0-9一两二三四五六七八九十]{1,2}周年(?!庆|店)"
)
#: 去年那场火, 几年前那起事故
_THAT_TIME = re.compile(
    "(?:大前年|前年|去年|那年|当年|早年|[几多数]年前)的?那一?(?:场|次|起|个|件|回)(?:大)?(?:火|事|爆|坠|塌|砸|命案|凶杀|跳楼|电梯|惨|意外|车祸|案|悲剧)"
)
#: that nobody has answered for it does not make it go on: 到今天都没个说法; to whom it happened it does
_UNANSWERED = re.compile(
    "(?:到今天|到今日|直到今天|至今|到现在|直到现在|现在|如今)(?:都|也|还|仍|依然){0,2}没(?:有|个|人|一个|有个|给|见)?(?:给|个)?"
    "(?:说法|结果|结论|交代|交待|赔|道歉|下文|判|负责|担责|认|消息)"
)
#: what is wrong there today, where nobody is harmed by it: 消防通道到今天也没通, 现在楼道还堆满杂物
_TODAY = re.compile(
    "[,，。；;!！\\n][^,，。；;!！?？\\n]{0,24}?(?:通道|楼道|消防栓|消火栓|灭火器|喷淋|烟感|天台门?|电梯|梯子|杂物|救生员|监控|护栏|栏杆|围栏|水泵|路灯|"
    "门禁|井盖|扶手|保安|物业|外墙|飞线|电动车|电瓶车|私家车|地库|车库|泳池|水池|池子|装修|阳台|窗户?|高空抛物|扔东西)[^,，。；;!！?？\\n]{0,24}"
)
_WRONG = re.compile("到现在|现在|如今|至今|到今|今天|今年|还|依旧|依然|仍|照样|一样|天天|每天|一直|又|始终")
_HARMS = re.compile(
    "死|伤|亡|烧|[着起失]火|火[光苗势情]|烟(?!感)|困|救(?!生员)|血|晕|昏|倒[下地了]|跳|坠|摔|砸|炸|爆|触电|溺|淹|中毒|打|砍|捅|咬|失踪|走丢|不见|味|喊|哭|呼|掉|塌|漏|人命|出事|[站躺趴吊爬]|坐着"
)
#: something befell somebody then: what leaks for three years goes on
_EVENT = re.compile("死|烧|[着起失]火|大火|火灾|坠|摔|跳楼|淹|溺|爆炸|人命|遇难|身亡|去世|没了|走了")
#: 1998年这里还是菜地, 2012年还没交房就…: so it was then
_THEN = re.compile(
    "[0-9]{4}年[^,，。！!？?\n现今至到]{0,12}?还(?:是一?[片个块]?(?:菜地|农田|稻田|荒地|荒山|空地|工地|村子|村庄|鱼塘|厂房|老厂|毛坯)|"
    "没(?:有)?(?:交房|交付|入住|建好?|建成|开盘|封顶|完工|竣工)(?:的时候|那时候?|那会儿?|时|就|前))"
)
#: who tells of his own people: to them it is not long ago
_KIN = re.compile("我(?:家|爸|妈|爹|娘|老公|老婆|儿子|女儿|孩子|爷|奶|外公|外婆|弟|哥|姐|妹|丈夫|妻子|当时|被)|俺")
_MINE = re.compile("我(?!们|想起|还记得|记得|听|看|翻|刷|查)|俺")
#: said outright, so that a day beside it is the day of its being passed on; and taken back: 不是旧闻, 就是今天的
_SAID = re.compile("旧闻|旧视频|老视频|旧图|旧新闻|老新闻|旧照")
_TAKEN_BACK = re.compile(
    "(?:不是|并非|可不是|才不是)(?:什么)?(?:旧闻|旧视频|老视频|旧图|旧新闻|老新闻|旧照)(?!吗|嘛|吧|么|\\?|？)"
)
#: it happened now, or once more
_NOW = re.compile(
    "刚刚|刚才|今天|今早|今晚|今日|昨天|昨晚|昨夜|昨日|凌晨|正在|再次|再度|第二次|"
    "又(?:有|发生|出事|出人命|砸|死|烧|塌|着火|起火|失火|坠|跳|摔|淹|伤|炸|爆)"
)


def is_old(text: str, published: date, words: Words) -> bool:
    """A date that lies `words.old_days` back, an anniversary or 去年那场火, and no word that it goes on."""
    if not _DATED(text):
        return False
    that_time = _ANNIVERSARY.search(text) or _THAT_TIME.search(text) or _YEARS_ON.search(text)
    if not (that_time or mentions_date(text)):
        return False
    # 2016年那起事故 tells an event, 2016年起 a beginning
    text = text.replace("那起", "那件").replace("那一起", "那一件")
    rest = _THEN.sub("", _of_then(_SEEN_AGAIN.sub("", _ANNIVERSARY.sub("", text))))
    if not _MINE.search(text):
        rest = _UNANSWERED.sub("", rest)
    if words.still.search(rest):
        return False
    if that_time:
        return True
    days = [
        day for day, end in days_spoken_of(text, published) if not words.background.search(text, end, end + _BEHIND)
    ]
    return bool(days) and (published - max(days)).days >= words.old_days


def stays_old(text: str) -> bool:
    """Whether words like 多年前 or 旧视频 mean what the text tells: not where it tells that it happened now."""
    if _TAKEN_BACK.search(text):
        return False
    return bool(_SAID.search(text)) or not _NOW.search(_of_then(_SEEN_AGAIN.sub("", _ANNIVERSARY.sub("", text))))


def _of_then(text: str) -> str:
    """Without what is only wrong there today."""
    if _KIN.search(text) or not _EVENT.search(text):
        return text
    return _TODAY.sub(lambda found: "" if _WRONG.search(found[0]) and not _HARMS.search(found[0]) else found[0], text)
