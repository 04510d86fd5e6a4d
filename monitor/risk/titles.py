"""Words of a title say nothing of what happened, unless it is that of a letter or a notice."""

from __future__ import annotations

import re

#: no title of a film or a book is longer
_LONGEST = 16
#: 《关于消防系统瘫痪的紧急函》: how letters, notices and reports are called
_LETTER, _ABOUT = re.compile("(?:[函信书单]|通知|通报|公告|公示|报告|诉求|申请)$"), ("关于", "致")


def entitles(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is but a word of a film's or a book's title: 《坠楼》."""
    opens = text.rfind("《", max(0, start - _LONGEST), start)
    closes = text.find("》", end, end + _LONGEST)
    if opens < 0 or closes < 0 or text.find("》", opens, end) >= 0:
        return False
    return not (text.startswith(_ABOUT, opens + 1) or _LETTER.search(text, opens + 1, closes))
