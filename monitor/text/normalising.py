"""One spelling for what people write in many: text for matching, with the way back to the raw code points."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct

from monitor.text.traditional import SIMPLIFIED, TRADITIONAL

#: Of a longer text (UTF-8 bytes) only head and tail are judged.
LIMIT = 64 * 1024

#: Stands between the head and the tail of a bounded text.
ELISION = "\n…\n"

_IDEOGRAPH = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af〇"
_SPACES = "\t\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\u3164\uffa0\u2800"
#: Invisible, or drawn over the character before: no reader sees them, filters trip over them.
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u0300-\u036f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u20d0-\u20dc\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
)
#: Look-alikes whose compatibility form is one character: full width, radicals, mathematical letters.
_COMPATIBLE = (
    (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6), (0x2E80, 0x2FD5), (0xF900, 0xFAFF), (0x1D400, 0x1D7FF),
)  # fmt: skip
#: A full-width comma parts numbers (3,200 people are not 3，200), so it is the one that stays.
_KEPT = "，"
_ZERO_WIDTH = "\u200b"
#: What is put between the characters of a word, so that a filter does not know it: 保.安, 物·业, 电/梯.
_SPLITTERS = ".·•*_|~/^+-"
#: The words that are split so in a longer text; elsewhere a point between two characters may end a sentence.
_SPLIT_WORDS = (
    "物业 保安 业主 电梯 小区 开发 发商 业委 委会 维权 横幅 打人 打伤 "
    "骂人 杀人 死人 死了 死亡 坠楼 跳楼 坠落 坠亡 着火 起火 火灾 燃气 "
    "煤气 停电 停水 投诉 曝光 媒体 记者 警察 公安 上访 收费 涨价 骗子 "
    "骗钱 垃圾 猥亵 强奸 偷拍 骚扰 自杀 尸体 事故 政府 法院 聚集 堵门 "
    "贪污 黑心 流氓 毒品 失火 救命 晕倒 被困 困住 爆炸 中毒 持刀 砍人 触电 冒烟"
)
#: What stands before or behind those characters where one clause ends with the first and the next begins with the
#: other: 吓我一跳~楼上又在吵, 不让停.电动车.
_BY_CHANCE = {
    "跳楼": ("一心", "上下梯道顶"), "停电": ("不别让没难准乱能好方处位", "动瓶梯"),
    "停水": ("不别让没难准乱能好方处位", "管"),
    "着火": ("坐站等看听忍憋躺蹲堵忙急拖晾干守排跟", "大气速锅箭车"), "起火": ("一", "锅"), "打人": ("方想能", ""),
    "死人": ("烦热冷累急笑困饿臭吵挤", ""), "死了": ("烦热冷累急笑困饿臭吵挤黑", "解"), "事故": ("", "意"),
    "开发": ("", "现"), "收费": ("没", ""), "物业": ("货动宠购植礼药食财", ""), "业主": ("物", ""),
    "保安": ("担环医社", ""), "毒品": ("消", "牌"), "冒烟": ("感流", "花酒"), "爆炸": ("火", "鸡串酱排薯"),
    "触电": ("接", "梯动话脑视池瓶力费影台商"), "中毒": ("其当空家之年月心手集途", "鸡舌品辣"),
    "失火": ("消损丢流得遗迷", "锅大车腿龙"), "困住": ("好很太真贫解犯", "宅房户得院楼建"), "砍人": ("", "人家民"),
    "晕倒": ("好很太真", "头立霉是计"), "被困": ("厚薄棉盖", "意难得"), "救命": ("求补急抢", "大运令名"),
    "持刀": ("支坚保维主把", ""),
}  # fmt: skip


class Drop(NamedTuple):
    """What one step left out: from `starts[i]` of its result on, so many code points more stood before: `shifts[i]`."""

    starts: list[int]
    shifts: list[int]


#: 三樓著火了, 困著三個人: written so where the traditional characters are; 著名 and 顯著 are another word
_ASPECT = re.compile("(?<![名显原编土论巨专译拙遗昭卓])著(?![名作称述书录者])")


class Normalised(Struct, frozen=True):
    """`text` is what rules look at; `folded` is the raw text code point for code point (`fold`).

    `drops` lead from one to the other; there are none where position i is position i.
    """

    raw: str
    text: str
    folded: str
    drops: tuple[Drop, ...] = ()

    def at(self, position: int) -> int:
        """The raw position of `text[position]`; that of the end for the end."""
        for starts, shifts in reversed(self.drops):
            position += shifts[bisect_right(starts, position) - 1]
        return position

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw code points that `text[start:end]` was made of, without what was dropped at its ends."""
        if not self.drops:
            return start, end
        first = self.at(start)
        return first, self.at(end - 1) + 1 if end > start else first


def normalise(raw: str) -> Normalised:
    """Folds, drops what is invisible, spaces between ideographs and what splits words, squeezes repetitions to three.

    Digits are never squeezed: 10000 stays ten thousand. Linear in the length.
    """
    text = folded = fold(raw)
    drops: list[Drop] = []
    if _ZERO_WIDTH in text:
        text = _without(_DROP_INVISIBLE, text, drops)
    if " " in text:
        text = _without(_DROP_SPACE, text, drops)
    if _SPLIT(text):
        text = _without(_DROP_SPLITTER, text, drops)
    if _REPEATED(text):
        text = _without(_DROP_REPEATED, text, drops)
    return Normalised(raw, text, folded, tuple(drops))


def fold(raw: str) -> str:
    """Code point for code point: half width, lower-case Latin, simplified, one kind of space and of zero width."""
    folded = _FOLDABLE.sub(_folded, raw)
    if folded.isascii():
        return folded
    folded = _ASTRAL.sub(_folded, folded)
    return _ASPECT.sub("着", folded) if "著" in folded else folded


def _folded(found: re.Match[str]) -> str:
    # some places among the mathematical letters are nobody's
    return _TABLE.get(found[0], found[0])


def bounded(text: str) -> tuple[str, bool]:
    """The text, or the head and tail of one over LIMIT, and whether anything was left out.

    What is masked must be masked before: a cut could leave half an identifier unrecognisable.
    """
    if len(text) * 4 <= LIMIT:
        return text, False
    data = text.encode("utf-8", "surrogatepass")
    if len(data) <= LIMIT:
        return text, False
    half = (LIMIT - len(ELISION.encode())) // 2
    head, tail = data[:half].decode("utf-8", "ignore"), data[-half:].decode("utf-8", "ignore")
    return head + ELISION + tail, True


def _without(dropped: re.Pattern[str], text: str, drops: list[Drop]) -> str:
    """`text` less the last group of each match; what was left out joins `drops`."""
    kept, starts, shifts, last, gone = [], [0], [0], 0, 0
    for found in dropped.finditer(text):
        start, end = found.span(dropped.groups)
        kept.append(text[last:start])
        gone += end - start
        starts.append(end - gone)
        shifts.append(gone)
        last = end
    if not gone:
        return text
    kept.append(text[last:])
    drops.append(Drop(starts, shifts))
    return "".join(kept)


def _members(ranges: str) -> Iterable[str]:
    """The characters of a regular expression's class."""
    for found in re.finditer("(.)(?:-(.))?", ranges, re.DOTALL):
        first, last = found[1], found[2] or found[1]
        yield from map(chr, range(ord(first), ord(last) + 1))


def _compatible() -> Iterable[tuple[str, str]]:
    for first, last in _COMPATIBLE:
        for char in map(chr, range(first, last + 1)):
            plain = unicodedata.normalize("NFKC", char).lower()
            if len(plain) == 1 and plain != char and char not in _KEPT:
                yield char, plain


def _table() -> dict[str, str]:
    simplified = dict(zip(TRADITIONAL, SIMPLIFIED, strict=True))
    table = {char: char.lower() for char in map(chr, range(ord("A"), ord("Z") + 1))} | simplified
    table |= {char: simplified.get(plain, plain) for char, plain in _compatible()}
    table |= dict.fromkeys(_members(_SPACES), " ") | dict.fromkeys(_members(_INVISIBLE), _ZERO_WIDTH)
    del table[_ZERO_WIDTH]
    return table


_TABLE = _table()
#: Apart from the rest: a class within the basic plane is one look-up, a class beyond it a walk.
_ASTRAL = re.compile("[\U0001d400-\U0001d7ff\U000e0000-\U000e0fff]")
_FOLDABLE = re.compile(f"[{''.join(re.escape(char) for char in _TABLE if char < chr(0x10000))}]")
_DROP_INVISIBLE = re.compile(f"({_ZERO_WIDTH}+)")
#: starts with what it drops, and looks behind after it: the search is faster so
_DROP_SPACE = re.compile(f"( (?<=[{_IDEOGRAPH}] ) *+)(?=[{_IDEOGRAPH}])")
_SPLITTER = f"[{re.escape(_SPLITTERS)}]"
_SPLIT = re.compile(f"{_SPLITTER}(?<=[{_IDEOGRAPH}].)(?=[{_IDEOGRAPH}])").search


def _split(word: str) -> str:
    """Matches between the characters of one of those words."""
    before, behind = _BY_CHANCE.get(word, ("", ""))
    kept = (f"(?<![{before}]{word[0]}.)" if before else "") + (f"(?!{word[1]}[{behind}])" if behind else "")
    return f"(?<={word[0]}.)(?={word[1]}){kept}"


#: behind one character by itself, which the same splits off before: 汀-北-里的物业; a point or a stroke parts a list
_ROW = "|".join(rf"(?<={re.escape(each)}[{_IDEOGRAPH}]{re.escape(each)})" for each in _SPLITTERS if each not in "./+")
#: between two single characters (电.梯.坠.落), in such a row, or inside one of those words
_DROP_SPLITTER = re.compile(
    f"({_SPLITTER})(?<=[{_IDEOGRAPH}].)(?:(?<![{_IDEOGRAPH}][{_IDEOGRAPH}].)(?=[{_IDEOGRAPH}](?![{_IDEOGRAPH}]))"
    f"|(?:{_ROW})(?<![一二三四五六七八九十].)(?=[{_IDEOGRAPH}])"
    f"|{'|'.join(map(_split, _SPLIT_WORDS.split()))})"
)
_DROP_REPEATED = re.compile(r"([^0-9])\1\1(\1++)", re.DOTALL)
_REPEATED = re.compile(r"(.)\1\1\1(?<![0-9])", re.DOTALL).search
