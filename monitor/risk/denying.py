"""What a denial takes back, and what it leaves standing: whoever denies one thing may state another."""

from __future__ import annotations

import re
from collections.abc import Mapping

from monitor.risk.matcher import Span
from monitor.risk.scanning import Scan

#: how far a denial looks back for what it denies
_LOOK_BACK = 120
#: “原来是” and what it was stand so near to each other
_EXPLAINS = 10
#: “没有的事” so near to the start of its sentence answers the question before it
_ANSWERS = 3
#: how the sentence begins of those who went to see
_WENT = ("经", "后经", "现场", "到场", "赶到", "跑下去", "下楼", "走近")
#: “…不实，经核实，事故造成1人死亡”: what was found is stated again behind the denial
_RESTATED = re.compile(
    "经(?:警方|公安机关|现场|初步|我司)?(?:核实|核查|调查|查实|查|了解|确认)(?:[^。!?;\n无未没系非属]{0,14}?)"
    "(?:[1-9][0-9]*|[一两二三四五六七八九十]+)(?:人|名|位)"
)
#: “…不实，听说只有1个死了”: less is heard of all the same
_STILL_HEARD = re.compile(
    "(?:但是?|不过|可是?|其实|实际上?|而是|倒是|只|确实)?[^,，。!?;\n]{0,3}(?:听|据|问了)[^,，。!?;\n]{0,8}?(?:说|讲|话|称|传|闻)"
    "(?![^。!?;\n]{0,12}(?:没(?:有)?[人一什啥这那死伤]|都没|无人|无一|谁也没|假的|擦伤|轻伤|皮外))[^。!?;\n]{0,8}?"
    "(?:(?:[1-9][0-9]*|[一两二三四五六七八九十]+)(?:个|位|名|人)?[^。!?;\n]{0,5}(?:死|亡|没了|走了|遇难|伤|昏|抢救|icu|重症)|"
    "(?:死|走|没|伤|亡)(?:了|的是)(?:[1-9]|[一两二三四五六七八九十])|死者|遇难)"
)
#: “经核实，1人坠亡，其余内容不实”: what was told before it stands
_THE_REST = re.compile("(?:其余|其他|其它)(?:内容|说法|传言|信息|部分|情节|细节)?[^，,。]{0,4}$")
#: “关于网传…的说明：…造成一名业主骨折。网传“多人死亡”不实”: between its heading and the talk the notice states harm
_NOTICE = re.compile(
    "[^。!?;:\n]{0,40}?(?:说明|声明|通报|公告|回应|情况)[:】]"
    "(?=[^“”]{0,80}?(?:造成|导致|致)[^,，。!?;\n“”]{0,6}(?:[1-9][0-9]*|[一两二三四五六七八九十]+)(?:人|名|位)[^,，。!?;\n“”]{0,8}?(?:伤|骨折|死|亡|送医|住院))"
)
#: a thing that is a fake takes nothing back: 消防栓全是假的
_FAKE = re.compile(
    "(?:[栓器证]|验收|年检|检验|检测|维保|保养|合格|备案|承诺|按钮|烟感|喷淋|应急灯|防火门|探头|水带|水枪|的钱|现金|记录|报告|标志|合格证|资质|签名|签字|公章|印章|摄像头)"
    "(?:全部?|都|也|统统|竟然?|居然)*是?$"
)
#: 淹死人了，物业说没有这回事: the company denies what somebody states, and neither has only heard of it
_COMPANY_DENIES = re.compile(
    "(?:物业|管家|客服|经理|保安|开发商|他们)[^,，。!?;\n]{0,6}?(?:说|称|讲|回应|回复|解释|咬定)[^,，。!?;\n]{0,4}$"
)
#: so near before the word of denial stands the thing that is a fake
_BEFORE = 10


def denied(scan: Scan, named: Mapping[str, int], hearsay: int) -> list[Span]:
    """What denials take back: from the hearsay before them (else their sentence's start) to the next stated fact.

    Where people are only asked not to believe or spread (请勿传播不实信息, 以官方通报为准), what the text states itself
    stands: reports of a death end so. And all stands that “谁说是谣言” speaks of.
    """
    spans: list[Span] = []
    denials = scan.row(named["denied"])
    again = scan.row(named["fact_again"]) if denials else []
    for start, end in denials:
        clause = scan.clause_span(start)
        if scan.within(named["undenied"], clause[0], start + 1) or _belied(scan, named, end):
            continue
        if scan.text.startswith(("假的", "是假的"), start) and _FAKE.search(scan.text, max(0, start - _BEFORE), start):
            continue
        if scan.within(named["urged"], clause[0], start + 1):
            since = max((last for _, last in again if last <= start), default=-1)
            heard = [first for first in _heard(scan, hearsay, start) if first >= since]
            spans.append((min([clause[0], *heard]), clause[1]))
            continue
        if _THE_REST.search(scan.text, clause[0], start):
            spans.append(clause)
            continue
        if _only_the_company_s(scan, hearsay, start):
            spans.append(clause)
            continue
        begin = _named_before(scan, named, _heard_before(scan, hearsay, start))
        begin = _question_before(scan, begin, start)
        notice = _NOTICE.match(scan.text, begin, start)
        if notice and (heard := [first for first in _heard(scan, hearsay, start) if first >= notice.end()]):
            spans.append(notice.span())
            begin = min(heard)
        stop = scan.sentence_span(start)[1]
        found = _RESTATED.search(scan.text, end, stop)
        stop = found.start() if found else stop
        heard_of = _STILL_HEARD.search(scan.text, end, stop)
        stop = heard_of.start() if heard_of else stop
        spans.append((begin, min([stop, *(first for first, _ in again if first >= end)])))
    return spans


def _only_the_company_s(scan: Scan, hearsay: int, start: int) -> bool:
    clause, sentence = scan.clause_span(start)[0], scan.sentence_span(start)[0]
    if clause <= sentence + 1 or _heard(scan, hearsay, start):
        return False
    return _COMPANY_DENIES.search(scan.text, clause, start) is not None


def _belied(scan: Scan, named: Mapping[str, int], end: int) -> bool:
    """“物业说没有的事，监控都拍到了”: what follows the denial says that it is a lie."""
    return scan.within(named["belied"], end, scan.sentence_span(min(scan.sentence_span(end)[1] + 1, len(scan.text)))[1])


def _question_before(scan: Scan, begin: int, start: int) -> int:
    """“保洁骚扰女业主？没有的事”: a denial that opens its sentence answers the question before it."""
    first = scan.sentence_span(start)[0]
    if begin < first or start - first > _ANSWERS or not first or scan.text[first - 1] != "?":
        return begin
    return scan.sentence_span(max(first - 2, 0))[0]


def _named_before(scan: Scan, named: Mapping[str, int], begin: int) -> int:
    """“…死人的传言是假的”: a noun for hearsay stands behind what was heard."""
    if any(first == begin for first, _ in scan.row(named["tale"])):
        return scan.clause_span(begin)[0]
    return begin


def explained(scan: Scan, named: Mapping[str, int], hearsay: int) -> list[Span]:
    """What is said before “原来是接产妇”: something harmless was taken for it.

    “只是” and “就是” alone take back what was heard, not what the text states: “一人当场死亡，另一个只是擦破皮”.
    """
    spans: list[Span] = []
    harmless = scan.row(named["harmless"])
    merely = {start for start, _ in scan.row(named["merely"])} if harmless else set()
    for start, end in scan.row(named["revealed"]) if harmless else ():
        if any(end <= first <= end + _EXPLAINS and not _dates(scan.text, last) for first, last in harmless):
            known = start not in merely or _heard(scan, hearsay, start)
            begin = _heard_before(scan, hearsay, start) if known else scan.clause_span(start)[0]
            spans.append((_found_before(scan, begin), start))
    return spans


def _found_before(scan: Scan, begin: int) -> int:
    """“…有人坠楼。经现场查看，系玩偶”: who went to see explains the sentence before, too."""
    return scan.sentence_span(max(begin - 2, 0))[0] if scan.text.startswith(_WENT, begin) else begin


def _dates(text: str, end: int) -> bool:
    """“就是接产妇那天”, “…的时候”: it tells when or which one, and explains nothing."""
    return text.startswith(("那", "的时候", "时", "的那", "的电梯", "这"), end)


def _heard_before(scan: Scan, hearsay: int, position: int) -> int:
    """Where what a denial at this place takes back begins: at the hearsay before it, else with its sentence."""
    heard = _heard(scan, hearsay, position)
    return min(heard) if heard else scan.sentence_span(position)[0]


def _heard(scan: Scan, hearsay: int, position: int) -> list[int]:
    return [first for first, _ in scan.row(hearsay) if position - _LOOK_BACK <= first <= position]
