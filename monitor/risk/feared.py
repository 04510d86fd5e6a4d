"""What has not happened here: harm that only may come, a gathering that is planned, what befell others or long ago."""

from __future__ import annotations

import re

from monitor.risk.matcher import Span

#: 全国已发生多起坠亡, 近年来各地: many, and of no place of ours
_MANY = re.compile(
    "(?:全国|国内|各地|多地|全省|全市|许多城市|很多城市|不少城市|(?:其他|其它|别的|很多|不少|许多|多个|好多)(?:的)?(?:小区|楼盘|城市|地方)|"
    "近(?:几|两|些|三)?年来?|这(?:几|两|些)年|近期|新闻里?|网上)"
    "[^。!?;\n]{0,24}?(?:已|曾|先后|陆续|相继|频频|经常|都|屡屡)?(?:有|发生|出现|报道)(?:了|过)?[^。!?;\n]{0,8}?(?:多起|数起|几起|好几起|多例|数例|不少|很多|多次|此类|类似|这类)"
    "[^。!?;\n]*|(?:上述|以上|这些|等(?:多个|几个|数个)?)(?:小区|楼盘)(?:均|都|先后|相继|已|曾)+[^。!?;\n]{0,4}?发生[^。!?;\n]*"
)
#: what is asked for on these grounds
_GROUNDS = re.compile(
    "请|要求|希望|建议|恳请|为此|鉴此|鉴于|因此|未雨绸缪|封闭|加装|安装|装(?:窗|网|护栏)|加高|整改|排查|重视|避免|防止|杜绝"
)
_OURS = re.compile(
    "我们|咱|本小区|我小区|该小区|这个?小区|我家|楼上|楼下|[0-9]+(?:栋|幢|号楼|座|单元)|昨|今[天早晨]|刚刚|我[父母妈爸儿女孩]"
)
#: 以后住户开门撞伤邻居怎么办: what a later day may bring
_LATER = re.compile(
    "(?:^|(?<=[,，。!?;\n]))(?:如果|那么?|我们|万一)?(?:以后|今后|日后|往后|将来|后期|后续|未来)(?![^。!?;\n]{0,3}(?:才|发现))[^。!?;\n]*"
)
_FEARS = re.compile(
    "怎么办|咋办|怎么得了|谁(?:来)?(?:负责|担责|承担)|算(?:在)?谁|(?:不要|别|莫|难道要?|非要)等|出[了]?(?:事|人命)|后果|避免|防止|隐患|难免|会不会|肯定会|必然|必将|势必"
)
#: it has happened to somebody, whatever else is feared
_BEFELL = re.compile(
    "我[父母妈爸儿女孩家老]|受伤后|不管|已经|已有|昨|前天|上周|去年|上个?月|当时|当场|送[医往到去]|住院|缝|骨折|抢救|[0-9]{1,2}[日号](?![户楼栋门房线])|今[天早晨]|(?:伤|死|亡|倒|断|落|坠|烧)(?:了|过)(?!人?[,，]?(?:这|那|该|又)?(?:谁|算谁|怎么办|咋办|怎么得了|责任|找谁|哪个|物业(?:负责|赔|担)))"
)
#: 摔死人是迟早的事
_SOONER = re.compile("[^,，。!?;\n]{0,40}(?:只)?是(?:迟早|早晚|时间)的(?:事|问题)")
#: how far behind the harm its fear may be told
_BEYOND = 110
#: 我从小父亲就去世: a death of long ago, told of oneself
_LONG_DEAD = re.compile(
    "(?:我|本人|他|她)?(?:从小|自幼|很小(?:的时候)?|小时候|年幼时?|早年)[^,，。!?;\n]{0,8}?(?:去世|过世|离世|病逝|病故|走了|没了|双亡)|"
    "(?:我|本人|他|她)?的?(?:父亲|母亲|父母|爸爸|妈妈|丈夫|老伴|老公|爱人)(?:很早|早就|早已|早年|多年前)(?:就|便|已经?)?(?:去世|过世|离世|病逝|病故|走了|没了|双亡)"
)
#: 各类媒体相继报道，部分楼盘已解决: the coverage of a kind of matter, by which others were helped
_OF_OTHERS = re.compile(
    "(?:各类|各大|各地|全国|众多|多家)?(?:新闻)?媒体[^。!?;\n]{0,12}?报道[^,，。!?;\n]{0,4}[,，](?:部分|有些|有的|别的|其他|其它|不少|很多|许多)(?:的)?(?:楼盘|小区)"
)
#: 不得已计划组织聚众示威, 否则将堵路: so far nobody has come
_PLANNED = re.compile(
    "(?:计划|打算|扬言|不得已(?:只能|只好|要|将|会)?|迫不得已|逼(?:得|着)?(?:我们|业主)|否则|不然|再不[^。!?;\n]{1,12}?就|若[^。!?;\n]{1,20}?|如果[^。!?;\n]{1,20}?|不排除|考虑)"
    "[^。!?;\n]{0,30}?(?:聚众|示威|游行|静坐|堵路|堵门|围堵|拉横幅|上访|上街|集体|聚集)[^。!?;\n]{0,12}"
)
_CAME = re.compile("已经|昨|前天|上周|上个?月|当天|[0-9]{1,2}[日号]|现场|正在|今[天早晨]|现在|目前")


def warned(text: str) -> list[Span]:
    """What befell others, many and of no place of ours, where something is asked for on these grounds."""
    return [
        found.span()
        for found in _MANY.finditer(text)
        if not _OURS.search(found[0]) and _GROUNDS.search(text, found.start())
    ]


def later(text: str) -> list[Span]:
    """What a later day may bring, told with the fear of it and nothing that has happened."""
    return [
        found.span()
        for found in _LATER.finditer(text)
        if not _BEFELL.search(found[0]) and _FEARS.search(text, found.start(), found.end() + _BEYOND)
    ] + (_sooner(text) if "迟早" in text or "早晚" in text or "时间的" in text else [])


def _sooner(text: str) -> list[Span]:
    return [found.span() for found in _SOONER.finditer(text) if not _BEFELL.search(found[0])]


def not_ours(text: str) -> list[Span]:
    """A death of long ago in one's own family, and what the press told of others."""
    return [found.span() for kind in (_LONG_DEAD, _OF_OTHERS) for found in kind.finditer(text)]


def planned(text: str) -> list[Span]:
    """A gathering that is planned or threatened."""
    return [found.span() for found in _PLANNED.finditer(text) if not _CAME.search(found[0])]
