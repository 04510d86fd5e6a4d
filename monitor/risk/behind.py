"""What is told right behind our name befell us: a lesson, another town or a play in the next clause takes nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.risk.matcher import Span
from monitor.risk.scanning import Scan

#: 3栋着火了，上次的教训还不吸取: a lesson from ours; a notice takes one from others
_TEACHES = frozenset({"引以为戒", "以案为鉴", "事故教训", "汲取", "吸取", "深刻教训"})
_OF_OUR_HOUSE = re.compile("[0-9]{1,2}(?:栋|幢|号楼|单元|座)|(?:我们|咱们?)(?:小区|这|楼)|楼下|我家")
_OF_OTHERS = re.compile("[:：某]|近[日期来]|日前|提醒|提示|通知|公告|各项目|外地|全国|案例")
#: 阳光雅苑3栋着火死了人，看到视频了: what is told behind our name befell us, wherever else the next clause looks, …
_ONLY_TALKS = re.compile(
    "视频|转发|转了|[在都疯]传|群里|群聊|朋友圈|新闻|热搜|[问聊讲]|说起|提到|帖|学习|培训|演练|案例|排查|检查|宣传|通报|提醒|吸取|观看|警示|"
    "住(?![院户民])|搬|如果|要是|会不会|[吗?？]|比|不像|没有|那[集段部幕]|剧[情里组]|电影"
)
_BEFELL_THERE = re.compile("(?:是|系|属于|说的?|指的?|发生在|出在)[^,，。!?;\\n]{0,4}$")
#: … unless that takes it back
_TAKES_BACK = re.compile(
    "旧闻|不是|不在|[跟和与][^,，。!?;\n]{0,6}(?:没关系|无关)|视频是|判例|[^,，]{0,2}年前的今天|周年|在[^,，]{1,3}摔|上班|爬山|滑雪|自己骑车|出差|旅游|"
    "隔壁|对面|旁边|邻|我?小时候"
)
#: 某地燃气爆炸，我们这也闻到味了: whatever it is, it reaches the house of who writes; but 我们这满地烟头, 我家没闻到
_REACHES_US = re.compile(
    "[^。!?;\n]{0,12}[,，\\s](?:现在|刚才?|今天|怎么|好像)?(?:我们|我家|咱|俺|小区|楼[上下道里])"
    "(?:(?![没不,，。!?;\n]|未闻|抽烟|装修|如果|要是|一旦|万一|通知|提醒|提示|业主|张贴|烧烤|做饭|群).){0,7}?"
    "(?:闻(?:得)?到|有(?:股|一股|点|很大的?)?(?:怪|焦|[糊臭燃煤]|燃气|煤气|刺鼻|烧焦的?)?味|(?:都|全|满|好多|很多|好大的?)是?(?:黑|浓|白)?烟(?![头花民酒蒂灰味])|"
    "(?:飘|窜|进|冒)[^,，。!?;\n]{0,3}?烟(?![头花]))"
    "(?![^,，。!?;\n]{0,4}(?:了?(?:吗|么|没有?)(?:[,，。!?]|$)|要(?:报修|关|及时|联系|注意)|请|应|及时|如何|怎么处理))"
)
_SPREADS = re.compile("火|烧|烟|炸|[燃煤]气|泄漏|毒")
_HOUSE = re.compile("[0-9]{1,2}(?:栋|幢|号楼|单元)")
#: 3栋有人跳楼，我当时在追剧: what its author did, or dreams of since
_MEANWHILE = re.compile(
    "(?:我|他|她|孩子|老公|老婆|[爸妈])[^,，。!?;\n]{0,6}?(?:在|正)(?:家)?(?:追剧|打游戏|玩(?:这个?)?游戏)|队友[^,，。!?;\n]{0,4}?(?:听|看|问|吓)|"
    "(?:晚上|夜里|半夜|天天|一直|老是?|吓得?)[^,，。!?;\n]{0,6}?做(?:噩)?梦"
)


def taught(scan: Scan, start: int, end: int, own: Sequence[Span]) -> bool:
    """Whether text[start:end] takes a lesson from what is told before it of a house of ours."""
    if scan.text[start:end] not in _TEACHES:
        return False
    begin = scan.sentence_span(start)[0]
    found = _OF_OUR_HOUSE.search(scan.text, begin, start)
    ours = [last for _, last in own if begin < last <= start] + ([found.end()] if found else [])
    return bool(ours) and not _OF_OTHERS.search(scan.text, begin, start)


def reaches_us(text: str, end: int) -> bool:
    """Whether who tells of another place up to text[:end] smells it too, or has its smoke."""
    found = _REACHES_US.match(text, end)
    return found is not None and _SPREADS.search(text, max(end - 6, 0), found.end()) is not None


def told_of_us(scan: Scan, start: int, own: Sequence[Span]) -> int:
    """Where the clause ends that tells, behind our name, what befell us; 0 where there is none before that word."""
    text, begin = scan.text, scan.sentence_span(start)[0]
    if _TAKES_BACK.match(text, start) or _BEFELL_THERE.search(text, begin, start):
        return 0
    named = [last for _, last in own if begin < last < start]
    named += [found.end() for found in _HOUSE.finditer(text, begin, start)]
    clauses = [(last, scan.clause_span(last - 1)[1]) for last in named]
    return max([stop for last, stop in clauses if stop < start and not _ONLY_TALKS.search(text, last, stop)], default=0)


def meanwhile(scan: Scan, start: int, own: Sequence[Span]) -> bool:
    """Whether the word for a play only says what its author did when that befell us which stands before it."""
    begin = scan.clause_span(start)[0]
    found = _MEANWHILE.search(scan.text, begin)
    return bool(found and found.start() <= start < found.end() + 4) and told_of_us(scan, start, own) > 0
