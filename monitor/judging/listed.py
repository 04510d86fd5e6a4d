"""A text that lists estates, each with its own line: what befell one of them is not told of the next."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from monitor.subjects.naming import Named

#: where a line of a list ends …
_ENDS = re.compile("[;；\n]")
#: … or the next one begins by its number: 一、…；2.…
_NUMBERED = re.compile("(?<=[:：。;；\n ])(?:[一二三四五六七八九十]{1,3}、|[(（]?[0-9]{1,2}(?:[、)）]|[.．](?![0-9])))")
#: what stands before the name that a line is about: its number, a mark, the city
_HEAD = re.compile(
    "[\\s【\\[#·•*—-]*(?:(?:[一二三四五六七八九十]{1,3}|[(（]?[0-9]{1,2})[、.．)）:：]\\s*)?[【\\[#]*(?:[^\\W\\d_]{2,3}市?)?"
)
#: lines that speak of one another are no list: 芷兰居也是, 以上小区均停水, 两个小区同样
_TOGETHER = re.compile(
    "也|同样|同上|同理|一样|(?<![^\\W\\d_])都|(?:小区|项目|楼盘|两边|几家|业主|大家)都|均(?!价|衡|匀|摊)|皆|全部|以上|上述|分别|其中|该|"
    "[几两二三四五六七八九十0-9]个(?:小区|项目|楼盘)"
)
#: what may be going on where the line alone is judged to be nothing: 门口好多警车, 水黄
_STIRS = re.compile(
    "警车|警察|民警|公安|救护|消防车|1[12][09]|围|哭|喊|叫|烟|火|味|水[很又都也还有]?[黄浑臭]|停(?!车)|断|坏|漏|裂|掉|塌|响|打|"
    "血|不见|没[水电气暖人了]|不[亮通动热]"
)
#: longer texts tell a story
_LONGEST = 2_000


class Line(Struct, frozen=True):
    """What a list says of the projects that its head names."""

    projects: frozenset[str]
    text: str


def lines(text: str, names: Sequence[Named]) -> tuple[str, list[Line]] | None:
    """What stands over a list, and its lines; None where it is none, or one line speaks of what another names."""
    ours = [each for each in names if each.projects and each.ours]
    if len({each.projects for each in ours}) < 2 or len(text) > _LONGEST:
        return None
    begins = _begins(text, ours)
    heads = [(begin, name) for begin in begins if (name := _heading(text, begin, ours))]
    if len({name.projects for _, name in heads}) < 2 or _TOGETHER.search(text, heads[0][1].end):
        return None
    ends = [*(begin for begin, _ in heads[1:]), len(text)]
    if any(not _of_its_line(each, heads, ends) for each in ours):
        return None
    found = [
        Line(frozenset(each.id for each in name.projects), text[begin:end])
        for (begin, name), end in zip(heads, ends, strict=True)
    ]
    return text[: heads[0][0]], found


def _begins(text: str, ours: Sequence[Named]) -> list[int]:
    """Where lines may begin; the first behind the colon over them."""
    over = max(text.rfind(colon, 0, ours[0].start) for colon in ":：") + 1
    ends = (found.end() for found in _ENDS.finditer(text))
    return sorted({over, *ends, *(found.start() for found in _NUMBERED.finditer(text))})


def _heading(text: str, begin: int, ours: Sequence[Named]) -> Named | None:
    return next((each for each in ours if each.start >= begin and _HEAD.fullmatch(text, begin, each.start)), None)


def _of_its_line(name: Named, heads: Sequence[tuple[int, Named]], ends: Sequence[int]) -> bool:
    return any(
        begin <= name.start < end and name.projects == head.projects
        for (begin, head), end in zip(heads, ends, strict=True)
    )


def idle(over: int, levels: Sequence[int], found: Sequence[Line]) -> frozenset[str]:
    """The projects of whose lines none is a matter, where another's is; `over`, `levels`: how what stands over the
    list and each of its lines are judged alone."""
    if over or not any(levels):
        return frozenset()
    told = [line.projects for line, level in zip(found, levels, strict=True) if level or _STIRS.search(line.text)]
    return frozenset().union(*(line.projects for line in found)).difference(*told)
