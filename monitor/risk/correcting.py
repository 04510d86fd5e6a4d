"""What is corrected stands: a number put right tells of the dead all the same, and a joke takes itself back."""

from __future__ import annotations

import re

from monitor.risk.matcher import Span

_COUNT = "(?:[0-9]{1,3}|[一二两三四五六七八九十俩仨几]{1,3})"
_BEFELL = "死|亡|伤|遇难|没了|被困|困了?|摔|跳|坠|烧|电|淹|砸|夹|送医|昏|骨折|抬走|拉走|走了|溺|中毒|晕|掉|咬|捅"
#: 不是死了两个，是三个; but “是两条鱼”, “是一个工人在擦窗” put something else right
_RECOUNTED = re.compile(
    f"不(?:是|止|只|仅)(?:只|就|仅)?[^,，。!?;\n]{{0,12}}?(?:{_BEFELL})[^,，。!?;\n]{{0,6}}{_COUNT}(?:个|人|名|位|口)"
    "[^,，。!?;\n]{0,4}"
    f"[,，。;、]?(?:而|应该|应当|其实|实际上?|准确说|明明|听说|起码|至少|说)?(?:是|有|死了|伤了|没了|一共){_COUNT}"
    f"(?:(?:个|人|名|位|口)人?(?=都?(?:{_BEFELL})|[,，。!?;~…\n]|$)|(?=[,，。!?;~…\n]|$))"
)
#: “…打进医院…开玩笑的”; “拿命开玩笑”, “不是开玩笑” are meant
_JOKES = re.compile(
    "(?:^|(?<=[。!?…~,，;\n .]))(?:哈+|嘿+|我?(?:跟|和)?(?:你们|大家)?)[,，]?"
    "(?:开个?玩笑(?:的|啦|哈|呢|而已)?|逗你们?玩?(?:的|呢)|骗你们?(?:的|呢)|皮一下)(?=[,，。!?~…\n]|$)"
)
#: no joke reaches farther back
_TOLD_BEFORE = 60
#: a blow with words for acting in quotation marks is acted, where the text rehearses: 有人“受伤”被抬出来
_QUOTED = re.compile(
    "[“\"「『‘'](?:受|轻|重|烧|摔|烫|中|昏|晕|遇|被|溺|骨|死|触|窒|休|心)[^”\"」』’'。,，]{0,4}[”\"」』’']"
)


def recounted(text: str) -> list[Span]:
    """Where a negation takes back but the number."""
    return [found.span() for found in _RECOUNTED.finditer(text)] if "不" in text else []


def joked(text: str) -> list[Span]:
    """What the writer told just before and calls a joke."""
    if not any(word in text for word in ("玩笑", "逗你", "骗你", "皮一下")):
        return []
    return [(max(0, found.start() - _TOLD_BEFORE), found.end()) for found in _JOKES.finditer(text)]


def acted(text: str) -> list[Span]:
    """Harm in quotation marks, which a text that rehearses plays."""
    return [found.span() for found in _QUOTED.finditer(text)]
