"""A count of zero behind its noun (死亡0人, 电梯坠落0起): how statistics say that nothing happened."""

from __future__ import annotations

import re

from monitor.risk.matcher import Span
from monitor.risk.scanning import Scan

#: a count and what it counts stand no farther apart
_NEAR = 16
#: no part of another number
_NUMBER = "[0-9.:/#第年月日零一二三四五六七八九十百千万-]"
_ALONE = f"(?<!{_NUMBER})"
#: a zero by itself, or behind a colon: most texts have none
_ZERO = re.compile(f"[0零](?:(?<!{_NUMBER}.)|(?<=[:=].))").search
_UNIT = "(?:起|例|宗|件|人次|次|人|名|位|户|台)"
#: help that never came is no count of harm: 0人管, 0次回应
_NO_HELP = "(?![次步]?[管理问来去过救回响关负道处赔维修检保巡看出说知在报])"
#: zero and what it counts, or that it was none; alone it ends its clause, so that no hour is one (0点)
_BEHIND = re.compile(f"{_ALONE}(?:[:=] ?)?[0零](?:{_UNIT}{_NO_HELP}|发生|发案|(?= *(?:[，,。!?;\n…~、)]|$)))")
#: right before its noun: 0伤亡, 0起火灾
_BEFORE = re.compile(f"{_ALONE}[0零](?!起火(?![灾情]))(?={_UNIT}?([^\\W\\d_]))")
#: an earlier count in the clause counts what stands before it
_COUNTED = re.compile("[0-9](?!号|栋|幢|座|楼|单元|期|年|月|日)|[一二两三四五六七八九十][人名起例次位件宗死伤]")
#: what was zero is then the help or a figure, not the harm
_OTHER = re.compile("救出|回应|响应|答复|处理|赔|退|维修|道歉|作为|进展|结果|评分|得分|打分|温度|归|剩|余额")


def zeros(scan: Scan) -> list[Span]:
    """The stretches of a text that a count of zero says did not happen."""
    text = scan.text
    if not _ZERO(text):
        return []
    behind = [(_begin(scan, found.start()), found.start()) for found in _BEHIND.finditer(text)]
    before = [(found.end(), found.end(1)) for found in _BEFORE.finditer(text)]
    return [(begin, end) for begin, end in behind if not _OTHER.search(text, begin, end)] + before


def _begin(scan: Scan, zero: int) -> int:
    # a colon before the zero ends the clause of the noun
    begin = max(scan.clause_span(max(zero - 1, 0))[0], zero - _NEAR)
    return max((found.end() for found in _COUNTED.finditer(scan.text, begin, zero)), default=begin)
