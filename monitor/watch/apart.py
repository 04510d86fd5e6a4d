"""What does not join though it is of the same matter: a crowd with its own cause, small things of another week."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from monitor.records import Assessment
from monitor.watch.state import IncidentState

#: what people come together for, where no object of the lexicons is named
_CAUSES = {
    "sale": re.compile(
        r"售楼|开发商|交房|交付|收房|房产证|烂尾|退房|退款|降价|定金|首付|精装|货不对板|规划|配套|学区|学位"
    ),
    "neighbours": re.compile(r"基站|变电站|垃圾站|中转站|殡仪|养老院|精神|戒毒|化工|高架|烟囱|夜市|烧烤|广场舞|幼儿园"),
    "fees": re.compile(r"物业费|停车费|收费|涨价|公共收益|维修基金|乱收费|水电费|电梯费"),
    "election": re.compile(r"业委会|选举|换届|投票|选票|换物业|解聘|业主大会"),
    "work": re.compile(r"工资|欠薪|工钱|血汗钱|讨薪|农民工|包工头"),
}


def causes(words: Iterable[str], objects: Iterable[str]) -> set[str]:
    """What it is about, as far as it names it."""
    said = " ".join(words)
    return {*objects, *(name for name, found in _CAUSES.items() if found.search(said))}


def of_its_own(incident: IncidentState, judged: Assessment) -> bool:
    """It names what it is about, and that is nothing the incident speaks of: 堵了售楼部 beside a fire."""
    named = causes(judged.keywords, judged.objects)
    if not named:
        return False
    known = causes(incident.keywords, incident.objects)
    return named.isdisjoint(known) and known.isdisjoint(judged.akin)


def for_something_else(incident: IncidentState, judged: Assessment) -> bool:
    """Both name what they are about, and these are two things."""
    return bool(causes(incident.keywords, incident.objects)) and of_its_own(incident, judged)


def of_another_week(incident: IncidentState, judged: Assessment, begun: datetime, lately: datetime) -> bool:
    """Small matters lie together for a while; then only what people speak of since `lately` belongs to those of old.

    `begun`: what began later takes in all.
    """
    if incident.matter != "service" or not incident.open or incident.first_seen > begun:
        return False
    words = judged.keywords
    if not words:
        return False
    if incident.said.keys().isdisjoint(words):
        return True
    gist = incident.gist
    return all(set(each.keywords).isdisjoint(words) for each in gist.ordered[gist.until(lately) :])
