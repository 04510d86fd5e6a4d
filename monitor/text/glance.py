"""What kinds of characters each text of a batch holds, at one glance: a pattern is tried only where it could fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

#: kinds of characters, each a bit; a text has those of all of its characters
(
    DIGIT, NUMERAL, LATIN, LETTER, AT, STAR, PLUS, DASH, ROOM, BUILT, NEAR, RESIDENT, DOOR, MATTER, NAMED, MESSENGER,
    PLATE, PAPER, PHONE, BANK, STOREY,
) = (1 << place for place in range(21))  # fmt: skip
#: three characters of a kind in a row; five Latin letters, digits and what joins them
DIGITS, NUMERALS, LATINS = (1 << place for place in range(21, 24))
#: so many digits and hyphens in all
SIX, SEVEN, SIXTEEN = (1 << place for place in range(24, 27))
#: of a text that nobody has looked at
EVERYTHING = (1 << 27) - 1

_MEMBERS = {
    AT: "@",
    STAR: "*",
    LETTER: "abcdefghijklmnopqrstuvwxyz",
    PLUS: "+",
    DASH: "-‐‑‒–—―−/",
    NUMERAL: "零〇一幺二三四五六七八九",
    LATIN: "abcdefghijklmnopqrstuvwxyz0123456789_-",
    ROOM: "室房",
    BUILT: "元楼#门栋幢座梯层号",
    NEAR: "楼隔对邻我家住",
    RESIDENT: "业住房租邻这那家",
    DOOR: "牌",
    MATTER: "单号",
    NAMED: "叫名呼系诉映修举",
    MESSENGER: "微威薇维徽v扣企wq加+➕",
    PLATE: "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼",
    PAPER: "照证",
    PHONE: "话机电式真lh",
    BANK: "卡账帐",
    STOREY: "栋幢#座塔弄号",
}
_COUNTED, _IN_ROWS = DIGIT | DASH, DIGIT | NUMERAL | LATIN
#: from the bit of a kind to that of its row
_AS_ROW = np.uint32(21)
#: between texts, and behind the last one; of no kind
_BETWEEN = "\0"


def glance(texts: Sequence[str]) -> list[int]:
    """For each folded text (monitor.text.normalising.fold) the kinds that it has."""
    begins = np.cumsum([0, *(len(text) + 1 for text in texts)])[:-1]
    if not len(begins):
        return []
    codes = np.frombuffer((_BETWEEN.join(texts) + _BETWEEN).encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _KINDS.take(codes)
    counted = np.add.reduceat(kinds & _COUNTED != 0, begins, dtype=np.int32)
    seen = np.bitwise_or.reduceat(kinds | _rows(kinds), begins)
    for least, bit in ((6, SIX), (7, SEVEN), (16, SIXTEEN)):
        seen[counted >= least] |= bit
    found: list[int] = seen.tolist()
    return found


def _rows(kinds: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """DIGITS, NUMERALS and LATINS where such a row begins."""
    rows = np.zeros(len(kinds), np.uint32)
    three = kinds[:-2] & kinds[1:-1] & kinds[2:] & _IN_ROWS
    rows[: len(three)] = three
    # a row of five is one of three that another one goes on
    five = three[:-2] & three[2:] & LATIN
    rows &= DIGIT | NUMERAL
    rows[: len(five)] |= five
    return rows << _AS_ROW


def _kinds() -> NDArray[np.uint32]:
    kinds = np.zeros(0x110000, np.uint32)
    for kind, members in _MEMBERS.items():
        _mark(kinds, kind, members)
    _mark(kinds, DIGIT, filter(str.isdecimal, map(chr, range(0x110000))))
    return kinds


def _mark(kinds: NDArray[np.uint32], kind: int, members: Iterable[str]) -> None:
    kinds[list(map(ord, members))] |= np.uint32(kind)


_KINDS = _kinds()
