"""Who lives there answers talk: what was said is denied, or explained by the smoke of a grill."""

from __future__ import annotations

import re

from monitor.risk.matcher import Span

#: “说我们小区死人了的那位，我就住这栋，啥事没有，别乱传”: a neighbour answers who said it
_ANSWERED = re.compile(
    "(?:谁(?:在)?(?=说)|(?:^|[。!?;\n，,])(?:(?:楼上|哪个|那个|上面|上头)(?:的|那位|那个|在)?(?=说)|(?=说[^。!?;\n，,]{2,30}?的(?:那位|那个|朋友|人|邻居)?[，,])))"
    "(说[^。!?;\n，,]{2,30}?)(?:的(?:那位|那个|朋友|人|邻居)?|了|啦)?[，,?!](?:[^。!?;\n，,]{0,12}[，,?!])?("
    "我(?!也看|亲眼|看到|看见)[^。!?;\n]{2,40}?(?:啥事(?:都)?没有(?!才怪)|啥都没有(?!了)|什么事都没有|好好的(?=[，,。!]|$)|别(?:再)?[乱瞎][传说]|别造谣)"
    "|(?:麻烦|请|先|倒是)?(?:拿|给|出|上|拿出|出示)(?:点|个)?证据|(?:有|你的)证据(?:吗|呢|没)"
    "|(?:[^。!?;\n]{0,20}?(?:别(?:再)?[乱瞎][传说]|别造谣)[^。!?;\n]{0,4}[，,。])?[^。!?;\n]{0,20}?(?:就是|不过是|只是|是)[^。!?;\n，,]{0,8}"
    "(?:烧烤|糊锅|糊了|烧糊|炖|做饭|炒菜|油烟|水蒸气|水汽|演练|演习|拍视频|拍短视频|拍戏|放烟花|烧纸|熏腊肉|消杀|雾炮|灰尘|装修))"
)
_CONFIRMED = re.compile("真|确实|死|亲眼|出事|没了")
#: “车棚冒烟，是老赵在后头熏腊肉”; but “着火了，是烧烤店的煤气罐炸了”
_SMOKE = re.compile(
    "([^。!?;\n]{0,24}(?:烟|味|糊|着火|起火|喊救命)[^。!?;\n]{0,6}?)(?<!不)是[^，,。!?]{0,10}?"
    "(?:腊肉|烟饼|榴莲|糊锅|干锅|烤鸭炉|鹦鹉|壁炉|换罐|水蒸气|雾炮|烧艾|艾草|熏香|烟雾测试|测漏风|捉迷藏)(?![^。!?\n]{0,8}(?:炸|引|燃|爆|伤|死|没关|点着|倒了|没拧)|[^。!?\n]{0,20}(?:烧到|烧了|烧起|烧着|窜|蔓延|全没了|都没了))"
)


def answered(text: str) -> list[Span]:
    """What somebody else said, which who lives there answers by “啥事没有”."""
    if "说" not in text:
        return []
    return [(found.start(), found.end(1)) for found in _ANSWERED.finditer(text) if not _CONFIRMED.search(found[2])]


def smoked(text: str) -> list[Span]:
    """Smoke, a smell or a cry before “是” and what makes such without harm."""
    return [found.span(1) for found in _SMOKE.finditer(text)] if "是" in text else []
