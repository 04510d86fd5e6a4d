"""What stands around a name: places that say where it lies, companies that say who is in charge."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

#: how far from a name, in code points, what is said still speaks of it
NEAR = 20
#: between a city and the estate's name: 上海市浦东新区某某路88号的阳光雅苑, 上海分公司阳光雅苑
_LED = re.compile(
    r"(?:市|省)?(?:这边|那边|本地|当地)?的?[那这]?个?(?:也?有个?(?:叫)?)?(?:[^\W\d_]{0,5}?(?:新区|区|县|镇|街道)){0,3}"
    r"(?:[^\W\d_]{1,5}?(?:路|街|大道))?(?:\d{1,4}号)?"
    r"(?:(?:城市)?(?:分公司|公司)(?:管理|负责|在管)?)?[\s·的\-—】\])）]{0,2}"
)
#: between a name and the city it lies in, said afterwards
_LIES_IN = re.compile(r"(?:小区)?(?:位于|坐落[于在]|地处|属于)")
#: before a city that the whole text is about
_WHERE = re.compile(r"(?:坐标|定位|所在地|所在城市)[:是在]? ?$")
#: behind a city at the head of a text, and behind one in a headline: 上海：…, 上海一小区…
_HEADED = re.compile(r"市?[:|丨/]")
#: of a news agency: 本报上海讯, 新华社上海11月5日电
_DATELINE = re.compile(r"(?:\d{1,2}月\d{1,2}日)?(?:讯(?!息)|电(?=[ ，,:)）]|$))")
_HEADLINE = re.compile(r"市?[^\W\d_]{0,4}?[一某](?:小区|高层|居民楼|住宅|楼盘|商场|写字楼|大厦|公寓)")
#: who says so speaks of the estate he lives in, wherever the headline was
_OURS = re.compile(r"(?:我们|咱们|咱|我家|本)$")

#: behind the name, what only warns those who live there of what befell others: …的业主也该小心了, 引以为戒
_WARNED = re.compile(
    "(?:小区)?的?(?:业主|邻居|住户|居民|朋友|物业)?们?(?:也|都|更)?(?:该|要|得|可得|可要|应该|应当|需要)?"
    "(?:小心|当心|注意了|警惕|引以为戒|自查|看看吧|会不会也|会不会哪天|什么时候轮到|怕不怕|抓紧查|赶紧查)"
)
#: 我们云溪府的物业比星河里还差: it is told of whatever stands before; 没有比星河里更差的物业了 is told of 星河里
_THAN = re.compile(r"..(?<!没有)(?<!还有)(?<!哪有)(?<!没)(?<!有)比起?$", re.S)
_LESS = re.compile(
    "(?:小区)?的?(?:物业|服务|管理|保安|电梯)?费?的?(?:还要?|更|都|要|贵|高|差|烂|惨|坑|黑|强|好|便宜|低|过分|离谱)"
    "(?![^,，。!?\n]{0,5}的(?:物业|小区|楼盘|地方|服务|了|没|吗))"
)
#: 我们小区跟星河里一样烂
_LIKE = re.compile("(?:我们|咱们|咱|我住的|我家|这边|本小区)[^,，。!?\n]{0,8}?[跟和同像与]$")
_ALIKE = re.compile("(?:小区)?的?(?:物业)?(?:一样|似的|一个德行|差不多|有得一拼|一个样)")

#: 锦园府北苑的邻居说他们那边好好的: by it ours is measured, and there nothing is the matter
FINE = re.compile(
    "(?:小区)?(?:那边|那里|那儿|隔壁)?的?(?:业主|邻居|住户|居民|朋友|同事|亲戚|物业|人)?们?(?:都|也)?(?:说|讲|告诉我|跟我说|回)?[,，:：]?"
    "(?:他们|人家|我们|咱们)?(?:那边|那里|那儿|这边|小区|家)?的?(?:物业|电梯|水|电|暖气?|燃气|门禁|车库|房子|外墙|都|也|就|却是?|倒是?|可|一直|全|什么|啥){0,8}"
    "(?:好好的|好得很|好着呢|挺好|很好|好多了|好太多|好几倍|没事|没问题|没有?这(?:种|个|回)?(?:事|问题|情况|毛病)|正常(?:得很|着呢)?|"
    "不(?:这样|收|停|涨|漏|坏)|没(?:停|坏|涨|漏|断|出过?事|收)过?(?:[水电梯暖气费钱])?|有[水电暖]|"
    "早就?(?:修|换|通|来|装|退)(?:好|电|水)?了?|免费)"
    "(?:的|了|啊|呀|呢|呗|嘛|哦|哈)*(?=[,，。!！?？;；:：~～\\s]|$)"
)

#: 碧云苑住得挺好, 还是碧云苑的物业靠谱, 碧云苑倒是挺平静: whoever lives there is content
_CONTENT = re.compile(
    "(?:小区)?(?:那边|那里|那儿|这边)?[,，]?的?(?:业主|邻居|住户|朋友|同事|亲戚)?们?(?:(?:他|她|人家|我妈|父母)们?)?"
    "(?:[的在]|一直|都|也|就|倒是?|却|反而|真的?|确实|至少|起码|还|算是?|是|这几年|这些年|现在|目前|今年){0,4}"
    "(?:"
    "(?:住[得着]?|过得|用[得着]|看着)?(?:一直|都|也|就|还|真的?|很|挺|蛮|非常|特别|比较|相当|算|更|最|可|太|多么?|实在|倒是?|要?){0,3}"
    "(?:舒服|舒心|省心|安心|放心|惬意|平静|太平|安稳|安静|消停|和谐|平安无事|相安无事|风平浪静|风景这边独好)"
    "|(?<=[就却还要是])(?:好|强)(?:得多|很多|多了|太多)"
    "|住[得着]?(?:一直|都|也|就|还|真的?|很|挺|蛮|非常|特别|比较|相当|算){0,3}(?:可以|不错|好)"
    "|(?:物业|服务|管理|管家|保安|保洁|绿化|环境|卫生|安保|电梯|口碑|态度|[的和、]){1,6}"
    "(?:一直|都|也|就|倒是?|却|真的?|确实|还|算是?|是|做得|搞得|弄得|很|挺|蛮|非常|特别|比较|相当|更|最|太|多么?|要){0,5}"
    "(?:不错|好得?多|好很多|好评|到位|给力|靠谱|贴心|负责|省心|满意|没得说|没话说|没毛病|一流|顶级|称职|点赞|舒心|干净|强得?多|强|好|棒|赞)"
    "|(?:绿化|环境|院子)?(?:打理|收拾|维护|维持|修剪?|弄|搞|管理?|干净|漂亮)得?(?:就|都)?[像跟和如]个?(?:大)?(?:公园|花园|景区|五星级?酒店)(?:一样|似的|一般)?"
    ")(?:的|了|啊|呀|呢|呗|嘛|哦|哈|吧|很|多)*(?=[,，。!！?？;；:：~～\\s]|$)"
)
_STOPS = " ,，。.!！?？;；:：~～…\n"
#: 从碧云苑搬到…: where one lived before
_LEFT, _FOR = (
    re.compile("(?:从|离开了?|告别)$"),
    re.compile("(?:小区|那边)?(?:搬(?:家|走|出|离)?|换)(?:[到来至进去]|到了|来了|进了)"),
)
#: between that and the estate which the rest is about: ，反观, ；我这
_TURNS = re.compile(r"[ ，,。.!！?？;；:：~～…\n]+[^，,。.!！?？;；:：\n]{0,8}")

#: behind the 物业 of what a company does or asks for: 物业为催缴物业费…, 物业是物业用房的…, 物业为做好物业服务工作…
_MATTER = (
    "(?!(?:管理|服务)?(?:费|用房|工作|质量|水平|品质)|欠费|缴费|收费|收入|纠纷|矛盾|合同|项目|账|经理|人员|员工|保安)"
)
#: 由金盛物业管理, 物业是金盛物业; 金盛物业管理的…; …（金盛物业）; 金盛物业服务有限公司
_MANAGED_BY = tuple(
    re.compile(pattern.replace("X物业", rf"([^\W\d_a-z]{{2,4}})物业{_MATTER}"))
    for pattern in (
        "由(?!于)X物业(?:公司|集团)?(?:管理|服务|负责|接管)",
        "物业(?:公司)?(?:是|叫|为(?!了)|换成了?)X物业",
        "X物业(?:公司|集团)?(?:管理|服务|负责)的$",
        "^[(（]X物业",
        "X物业(?:服务|管理)?(?:集团)?(?:股份)?有限(?:责任)?公司",
    )
)
#: 金盛物业阳光雅苑项目部
_BEFORE = re.compile(r"(?:^|[^\w])([^\W\d_a-z]{2,4})物业(?:公司|集团|服务)?$")
_ITS_SITE = re.compile("(?:小区)?(?:项目|服务中心|管理处|客服中心|物业服务中心|物业部)")


@dataclass(frozen=True, slots=True)
class Span:
    """A word at text[start:end]."""

    value: str
    start: int
    end: int


def leading(text: str, places: Sequence[Span], name: Span) -> list[str]:
    """The places that say where the name is; 苏州和武汉的锦澜花园 is in both."""
    found: list[Span] = []
    for place in reversed(places):
        joined = found and text[place.end : found[-1].start] in {"和", "、", "与", "及", ""}
        if joined or _leads(text, place, name):
            found.append(place)
    return [place.value for place in found]


def _leads(text: str, place: Span, name: Span) -> bool:
    """上海阳光雅苑, 阳光雅苑（上海）, 【上海】…, 坐标上海…: the place says where the name is."""
    before, after = text[place.start - 1 : place.start], text[place.end : place.end + 1]
    bracketed = before in set("【[#(（") and after in set("】]#)）市") and before != ""
    if place.end <= name.start:
        if place.end + NEAR >= name.start and _LED.fullmatch(text, place.end, name.start):
            return True
        return (bracketed and before in "【[#") or _heads(text, place, name)
    between = place.start - name.end
    return (bracketed and between == 1) or (
        0 < between <= NEAR and bool(_LIES_IN.fullmatch(text, name.end, place.start))
    )


def _heads(text: str, place: Span, name: Span) -> bool:
    """The place stands over the text as a whole."""
    if _OURS.search(text[max(0, name.start - 3) : name.start]):
        return False
    at_head = place.start == 0 or text[place.start - 1] == "\n"
    return (
        bool(at_head and _HEADED.match(text, place.end))
        or bool(_HEADLINE.match(text, place.end) or _DATELINE.match(text, place.end))
        or bool(_WHERE.search(text[max(0, place.start - 6) : place.start]))
    )


def warned(text: str, name: Span) -> bool:
    """Those who live there are but warned of what befell others."""
    return _WARNED.match(text, name.end) is not None


def fine(text: str, name: Span) -> bool:
    """Nothing is the matter there: by it another estate is measured."""
    return FINE.match(text, name.end) is not None


def left(text: str, name: Span, names: Sequence[Span]) -> bool:
    """Somebody has moved from there to another of ours, of which he tells."""
    if not _LEFT.search(text, max(0, name.start - 4), name.start) or not (found := _FOR.match(text, name.end)):
        return False
    return any(found.end() <= each.start <= found.end() + NEAR for each in names)


def content(text: str, name: Span, names: Sequence[Span]) -> bool:
    """Whoever lives there is content, and another estate's name opens what follows, or stands before it at the end.

    Praise alone sets nothing aside: 碧云苑物业真不错，昨天电梯坠落 is told of 碧云苑 by whoever mocks it.
    """
    if len(names) < 2 or not (found := _CONTENT.match(text, name.end)):
        return False
    onwards = [each.start for each in names if each.start >= found.end()]
    if onwards:
        return _TURNS.fullmatch(text, found.end(), onwards[0]) is not None
    return names[0].start < name.start and len(text[found.end() :].strip(_STOPS)) == 0


def measured(text: str, name: Span, start: int) -> bool:
    """Another estate is measured against this one, whose name with its place begins at `start`."""
    before = text[max(0, start - NEAR) : start]
    if before.endswith(("比", "比起")):
        return bool(_THAN.search(before) and _LESS.match(text, name.end))
    return bool(_LIKE.search(before) and _ALIKE.match(text, name.end))


def managed_by_another(text: str, name: Span, companies: Sequence[Span], stranger: Callable[[str], bool]) -> bool:
    """Another company is named near the name, or said to be in charge; `stranger`: a word before 物业 is its name."""
    if any(_distance(name, company) <= NEAR for company in companies):
        return True
    if "物业" not in text:
        return False
    before, after = text[max(0, name.start - NEAR) : name.start], text[name.end : name.end + NEAR]
    if (found := _BEFORE.search(before)) and _ITS_SITE.match(after) and stranger(found[1]):
        return True
    words = (
        found[1] for part in (before, after) if "物业" in part for each in _MANAGED_BY if (found := each.search(part))
    )
    return any(map(stranger, words))


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
