"""What a text itself lays to rest: matters put right, deaths that are mourned, an estate told of with pride."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from monitor.risk import plain, thanks
from monitor.risk.frames import TOLD
from monitor.risk.rules import Finding
from monitor.risk.scanning import Scan

#: what can be put right so that nothing remains; a gathering or a threat that ended has happened all the same
_MENDS = frozenset({"safety", "management", "service"})
#: where nobody is found who is well, unless it is said
_DEEP = re.compile("(?:池|河|湖|塘|沟|井|坑)(?:子)?(?:里|中|底)")
_SAFE = re.compile("平安|没事|安全|好好的|毫发|虚惊|无恙")
#: 被流浪猫咬了一口: the animal does the harm
_BY_IT = re.compile("(?:被|遭|让|给|叫)[^,，。!?\n]{0,6}$")
#: what may stand between a harm and the animal that it tells of
_WHICH = ("的", "的小", "的那只", "的流浪")
#: what may stand between an animal and its harm
_OF_IT = ("", "被", "已经", "刚", "刚刚", "都", "要")


def at_rest(scan: Scan, named: Mapping[str, int], frame: str | None, stated: Sequence[Finding]) -> bool:
    """Whether what it tells is put right by what it goes on to say, or nothing to complain of."""
    if frame not in (None, "praise"):
        return False
    if (stated or scan.has(named["grumble"])) and (plain.relieved(scan.text) or _thanked(scan.text, stated)):
        return True
    return frame is None and (settled(scan, named, stated) or acclaimed(scan, named, stated))


def _thanked(text: str, stated: Sequence[Finding]) -> bool:
    """Whether a note of thanks or amends says that it ended well; harm only where it was an illness."""
    harmed = any(item.entry.level > 2 for item in stated)
    return thanks.ended_well(text) and (not harmed or thanks.recovered(text))


def settled(scan: Scan, named: Mapping[str, int], stated: Sequence[Finding]) -> bool:
    """Whether the writer tells small matters or hazards that were put right, and nothing that came after."""
    grave = [item.entry for item in stated if item.entry.level > 1]
    if any(entry.level > 2 or "fact" in entry.flags or not _MENDS.issuperset(entry.categories) for entry in grave):
        return False
    places = scan.row(named["mended" if grave else "settled"])
    if not places or scan.has(named["anger"]):
        return False
    since = places[0][1]
    later = any(scan.within(named[name], since, len(scan.text)) for name in ("contrast", "grumble"))
    # 电梯说修好了，今天又剧烈晃动: a hazard that is told to its end behind it has come back
    return not later and not any((item.end if item.entry.level > 1 else item.start) > since for item in stated)


def mourns(scan: Scan, named: Mapping[str, int], stated: Sequence[Finding]) -> bool:
    """Whether the dead are mourned who died of age or illness, and nothing is told that befell them."""
    if not scan.has(named["mourned"]) or scan.has(named["accident"]):
        return False
    return any("grief" in item.entry.flags for item in stated)


def untold(scan: Scan, named: Mapping[str, int], stated: Sequence[Finding]) -> bool:
    """Whether all that is grave is that somebody is treated (住院, 手术), and nothing tells what befell him."""
    grave = [item for item in stated if item.entry.level > 2]
    if not grave or not all("treated" in item.entry.flags for item in grave):
        return False
    return not scan.has(named["befell"])


def animals(scan: Scan, named: Mapping[str, int], finding: Finding) -> bool:
    """Whether the harm is an animal's: its sentence names one and the text no person, or its clause no person."""
    if "creature" not in finding.entry.flags or not scan.has(named["pet"]) or _by_animals(scan, named):
        return False
    if _of_the_pet(scan, named, finding.start) or _qualifies_it(scan, named, finding.end):
        return True
    begin, stop = scan.sentence_span(finding.start)
    if scan.within(named["pet"], begin, finding.start) and not scan.within(named["human"], begin, finding.end):
        return True
    if scan.has(named["human"]):
        begin, stop = scan.clause_span(finding.start)
    alone = not scan.has(named["human"]) or not scan.within(named["human"], begin, stop)
    return alone and scan.within(named["pet"], begin, stop)


def acclaimed(scan: Scan, named: Mapping[str, int], stated: Sequence[Finding]) -> bool:
    """Whether the estate is but told of everywhere for what it may be proud of, and nobody grumbles."""
    if not stated or any(item.entry.categories != TOLD for item in stated if item.entry.level):
        return False
    grumbles = any(scan.has(named[name]) for name in ("anger", "grumble", "sarcasm"))
    return scan.has(named["acclaim"]) and not grumbles


def found(scan: Scan, named: Mapping[str, int], finding: Finding) -> bool:
    """Whether who was missing is found by what the text goes on to say, and nobody is looked for still."""
    if not {"unharmed", "urgent"} <= finding.entry.flags or scan.has(named["unfound"]):
        return False
    if _DEEP.search(scan.text, finding.start) and not _SAFE.search(scan.text, finding.start):
        return False
    return scan.within(named["found"], finding.start, len(scan.text))


def _of_the_pet(scan: Scan, named: Mapping[str, int], start: int) -> bool:
    """我家狗狗去世: the animal stands right before the harm, whoever else is named; 狗主人去世 is a person's."""
    return any(scan.text[end:start] in _OF_IT and end <= start for _, end in scan.row(named["pet"]))


def _by_animals(scan: Scan, named: Mapping[str, int]) -> bool:
    """Whether each animal that is named is one that bites or scratches somebody."""
    return all(_BY_IT.search(scan.text, max(0, start - 8), start) for start, _ in scan.row(named["pet"]))


def _qualifies_it(scan: Scan, named: Mapping[str, int], end: int) -> bool:
    """受伤的橘猫: the harm stands right before the animal."""
    return any(scan.text[end:start] in _WHICH and end <= start for start, _ in scan.row(named["pet"]))
