"""A fire lane that is blocked while nothing burns is a hazard that stands, in however many words it is told."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.risk.rules import Finding

_LANE = re.compile(
    "消防(?:通道|车道|登高|扑救面)|登高(?:面|场地)|生命通道|消防车[^。!?！？]{0,8}(?:进不|开不|过不|无法|不能|没法|难以|堵|挡|拦)"
)
#: 要是着火, 上次失火: no fire of now
_NOT_NOW = re.compile(
    "(?:要是|万一|一旦|如果|假如|若|真要的?|真(?=(?:着火|起火|失火|出事)了?(?:消防|救护|谁|怎么|往哪))|哪天|将来|到时候?|平时|上次|上回|那次|去年|前年|上个?月|之前|以前|曾经?|演习|演练|"
    "防止?|怕|担心|容易|引发|为了)[^,，。!?！？]{0,8}?(?:着了?火|起火|失火|火灾|火情|烧[^,，。!?！？]{0,3}|出事|出人命)"
)
#: it burns, or somebody is in need of help
_NOW = re.compile(
    "着了?火|起火|失火|烧|火(?:势|光|苗|情|还|已|都|很|越|大)|大火|救火|灭火呢|冒[^,，。]{0,2}烟|[浓黑白]烟|烟(?:味|很|好|太|越)|爆炸|被?困(?!难|扰|惑|境)|救命|"
    "晕|昏|扑腾|溺水|落水|触电|心脏病|发作|犯病|撑不住|坚持不住|心梗|中风|病人|伤者|受伤|流血|要生|羊水|倒地|倒在|抢救|送医|送[^,，。]{0,4}医院|燃气|煤气|漏气|跳楼|没(?:了)?(?:反应|呼吸|意识)|喘不|"
    "消防车[^。!?！？]{0,12}(?:[堵挡拦卡](?:住|在)|被[堵挡拦])[^。!?！？]{0,24}(?:挪|快点|赶紧)"
)
#: it comes where somebody is ill
_AMBULANCE = re.compile("(?:救护|急救)车[^,，。]{0,6}(?:进不|开不|过不|被?堵|被?挡|出不)")


def stands(text: str, stated: Iterable[Finding] = ()) -> bool:
    """消防通道被私家车堵死了，消防车根本进不来: nobody is in danger now. `stated`: all that the text states.

    What presses beside the lane presses, whatever words tell of it: 消防通道被堵，天台有人要往下跳.
    """
    if any(item.urges and not _LANE.search(text, item.start, item.end) for item in stated):
        return False
    if _LANE.search(text) is None or (_AMBULANCE.search(text) and "消防车" not in text):
        return False
    return _NOW.search(_NOT_NOW.sub("", text)) is None
