"""An apology, or word of who was dismissed for it, is of what is known already and no matter of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.records import Assessment
from monitor.watch.checkpoint.state import IncidentState
from monitor.watch.words import believed

#: what harms somebody, and of whom it is said
_MATTERS, _CATEGORIES = frozenset({"safety", "staff"}), frozenset({"casualty", "safety", "staff"})

_WHO = r"(?:保安|员工|人员|经理|管家|队长|主管|秩序维护员|师傅|工作人员|物业人员|客服)"
#: somebody says that he is sorry, visits who was hurt, or has sent away who did it
_MADE = re.compile(
    r"致歉|道歉(?:信|声明|函|公告|视频|了)|道了歉|歉意|赔礼道歉|赔了?不是|"
    r"(?:上门|登门|当面|鞠躬|公开|书面|正式|已经?|今天|刚刚?|出面|出来|终于|去医院|向.{1,10})[^，,。！!？?；;]{0,8}?(?:道歉|赔礼|慰问|赔罪)|"
    r"的道歉|承认(?:了)?[^，,。！!？?；;]{0,6}(?:打人|动手|错误|有错|不对|失职)|"
    rf"(?:涉事|当事|打人|动手|肇事|该名?|那个|那名)的?{_WHO}[^。！!？?；;]{{0,10}}(?:停职|辞退|开除|免职|撤职|撤换|解聘|处分|调离)|"
    r"(?:停职|辞退|开除|免职|撤职)(?:处理|处分|涉事|打人)"
)
_SIGNS = ("歉", "赔", "停职", "辞退", "开除", "免职", "撤", "慰问", "承认", "解聘", "处分", "调离")
#: it is wanted, or nobody has made any
_MISSING = re.compile(
    r"(?:不|没|未|拒|毫无|无人|从不|连[句个声]|要求|必须|应该|应当|需要|希望|请|何时|什么时候|凭什么|等着?|让)"
    r"[^，,。！!？?；;]{0,10}?(?:道歉|道个歉|致歉|歉意|赔礼|停职|辞退|开除|说法)"
)
#: and it has happened once more
_ANEW = re.compile(r"(?:又|再次|再度)(?![^，,。！!？?；;]{0,4}(?:道歉|致歉|赔礼|慰问))|另一[起个名位]|第二[次起个]")


#: what happened only now, told before what was done about it
_NOW = re.compile(r"今天|今日|今早|今晨|今晚|今儿|刚刚|刚才")


def makes(judged: Assessment) -> bool:
    """Somebody apologises or has been made to answer for it."""
    said = believed.head(judged)
    # asked of every mention: hardly any has one of these
    if not any(each in said for each in _SIGNS):
        return False
    return _MADE.search(said) is not None and _MISSING.search(said) is None and _ANEW.search(said) is None


def tells_of_today(judged: Assessment) -> bool:
    """保安今天中午把外卖员打成骨折，涉事保安已停职: a clause that makes no amends says that it happened only now."""
    clauses = re.split(r"[，,。！!？?；;\n]", believed.head(judged))
    return any(_NOW.search(each) and not any(sign in each for sign in _SIGNS) for each in clauses)


def amended(near: Iterable[IncidentState], judged: Assessment, grave: int) -> list[IncidentState]:
    """What is apologised for: of the open matters of this grade the one that it shares most with, if there is one."""
    spoken_of = _CATEGORIES.intersection(judged.risk.categories)
    named = {*judged.objects, *judged.akin, *judged.keywords}
    shared = [
        (len(named.intersection([*each.objects, *each.keywords])), each)
        for each in near
        if each.open
        and each.grade >= grave
        and each.matter in _MATTERS
        and not spoken_of.isdisjoint(each.categories)
        and not _of_another_thing(each, judged)
    ]
    most = max((count for count, _ in shared), default=0)
    found = [each for count, each in shared if count == most and not each.unplaced]
    return found if len(found) == 1 else []


def _of_another_thing(incident: IncidentState, judged: Assessment) -> bool:
    named = {*judged.objects, *judged.akin}
    return bool(judged.objects and incident.objects) and named.isdisjoint(incident.objects)
