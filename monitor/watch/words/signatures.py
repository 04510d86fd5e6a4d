"""Who signed a joint letter: rows of flats and names, which no alert quotes instead of the matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.text.surnames import SINGLE

_BETWEEN = r"[、，,；;\s]+"
_FLAT_OF = r"(?:[（(][\d*栋幢号楼单元室－—-]{1,12}[）)])?"
_ENDS = r"(?=[、，,；;\s（(：:等。…]|$)"
_HOUSE = r"(?:\d{1,4}\s?(?:栋|幢|号楼|号|座|单元|室|楼|层|#|-|－)\s?){0,4}\d{0,4}"
#: a masked flat, name or number, with what stands about the mask; and a flat with a name
_MASKED = rf"{_HOUSE}[\u4e00-\u9fff]{{0,2}}\*+(?:室|号)?[\u4e00-\u9fff]{{0,3}}{_FLAT_OF}{_ENDS}"
#: 3栋着火了，5栋困人了: what is the matter there, and nobody's name
_BEFALLS = r"[\u4e00-\u9fff]{0,2}(?:[着了没吧漏困烧冒塌晕跳灭]|停[电水]|[起失]火|电梯|有人|进水)"
_FLAT = rf"\d{{1,4}}\s*(?:栋|幢|号楼|单元|室)\s*(?!{_BEFALLS})[\u4e00-\u9fff*]{{1,3}}{_ENDS}"
_NAME = rf"(?:[{SINGLE}][\u4e00-\u9fff]{{1,2}}|\d{{3,4}}室?)"
_ROWS = re.compile(rf"(?:(?:\*{{2,}}|{_MASKED}|{_FLAT})(?:{_BETWEEN})?){{2,}}")
_FLATS = ("栋", "幢", "号楼", "单元", "室")
#: no flat and name are written in more characters
_NEAR = 30
#: names that nothing masks are names only behind a word for who signs
_NAMES = re.compile(
    r"(?:业主|签名|签字|联名|署名|联署|具名)(?:人|业主|者)?(?:名单|如下)?[：:]\s*"
    rf"(?:{_NAME}{_BETWEEN}){{2,}}(?:{_NAME}?(?=联名|签|[等共（(，,。：:；;\s]))?"
)
#: how many they are, behind their names
_MANY = re.compile(
    r"\s*(?:[（(][^）)]{1,12}[）)]\s*)?(?:等|共计?|以上)?[^，,。：:；;\s]{0,10}?(?:户|名|人|位|家|业主)[^，,。：:；;\s]{0,4}[，,：:。]\s*"
)
#: what a letter calls itself says nothing of its matter
HEADING = re.compile(
    r"\s*[【\[]?(?:业主|全体业主)?(?:联名信|公开信|倡议书|请愿书|呼吁书|求助信|举报信|投诉信|情况反映)[】\]]?[：:。！!]?\s*"
)
#: a matter that stands before those who signed takes so many characters
_MATTER = 20


def rows(said: str) -> Iterator[tuple[int, int]]:
    """Where they stand, with how many they are."""
    for found in (*_rows(said), *_names(said)):
        many = _MANY.match(said, found.end())
        yield found.start(), many.end() if many is not None else found.end()


def _rows(said: str) -> Iterator[re.Match[str]]:
    # asked of every quotation: what has no mask is looked through only where it names several flats
    if any(said.count(each) > 1 for each in _FLATS):
        return _ROWS.finditer(said)
    first = said.find("*")
    return iter(()) if first < 0 else _ROWS.finditer(said, max(0, first - _NEAR), said.rfind("*") + _NEAR)


def _names(said: str) -> Iterator[re.Match[str]]:
    return _NAMES.finditer(said) if "：" in said or ":" in said else iter(())


def opening(said: str, anchor: int) -> int:
    """Where the matter begins behind those who sign first; 0 where nobody does, or all of them before `anchor`."""
    heading = HEADING.match(said)
    end = heading.end() if heading is not None else 0
    if not any(each in said[anchor:] for each in "*：:") and not any(said.count(each) > 1 for each in _FLATS):
        return end
    for start, stop in sorted(rows(said)):
        if start - end < _MATTER:
            end = max(end, stop)
    return end
