"""Where in the estate: building, unit and lift, in one spelling, so that 三幢 and 3号楼 are the same place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.records import Place
from monitor.text.glance import EVERYTHING, STOREY
from monitor.text.normalising import fold

_CHINESE = "一二三四五六七八九十"
_NUMBER = rf"(?:\d{{1,3}}|[{_CHINESE}]{{1,3}})"
_ALONE = rf"(?<![\d.{_CHINESE}])"
#: of 3、5、7栋 and 3-5栋 the first is taken
_MORE = rf"(?:\s?(?:[、,，/~至和及]|--?)\s?{_NUMBER}){{0,6}}"

#: “14:20，2栋” and “2026-11-20，5栋” name no building 20
_DATED = r"(?<!\d[:/-])"

#: 12栋, 3、5、7号楼, B2栋, 东塔, 北座, 88弄8号
_BUILDING = re.compile(
    rf"{_DATED}{_ALONE}(?P<number>{_NUMBER}){_MORE}\s?(?:(?P<countable>[栋幢])|号楼|#楼|#(?=\s?\d)|座(?=\d|楼|大堂|大厅|电梯|单元))"
    rf"|(?<![a-z\d])(?P<letter>[a-z]\d{{0,2}})\s?(?:[栋幢]|号楼|座(?![位谈椅机]))"
    r"|(?<![a-z\d])(?P<tower>[东西南北中]|[a-z]\d{0,2})塔(?![吊机式尖利罗])"
    r"|(?<![a-z\d坐])(?P<block>[东西南北中])座(?![位谈椅机标北南])"
    # of a lane each house has a number: 88弄8号
    r"|\d弄(?P<house>\d{1,3})号"
)
#: without it there is no building; most texts end here
_BUILT = re.compile(rf"[\d{_CHINESE}a-z东西南北中]\s?(?:[栋幢#座塔弄]|号楼)").search
#: 共12栋, 有3栋, 这3栋: how many, not which
_COUNTED = re.compile(r"(?:[共有约近这那剩每盖建]|超过|合计|总计|其中|全部|另外)\s?$")
#: 3栋楼停电, 一栋别墅: how many; but 3栋楼下, 3栋楼道 is a place
_COUNTING = re.compile(
    r"\s?(?:楼(?![下道顶上梯里内外前后长管层门间])|[多几]|别墅|[大小高]楼|住宅|居民楼|建筑|房"
    r"|高层(?!的?(?:窗|阳台|外墙|玻璃|住户|业主|电梯|往下|掉|坠|扔|漏)))"
)

#: before the building where it was not; looked for right before it
_NOT_THERE = re.compile(
    rf"(?:(?:不是|并非|而非|不在|不系)(?:在|我们|咱们|咱)?|{_NUMBER}\s?(?:[栋幢座]|号楼)[是归]|(?:上午|下午|中午|早上|昨[天晚]|刚才|之前|上次)的?(?:那[个次]?)?是)\s?\Z"
)
#: 5栋是5栋，这是8栋: the other one is meant
_ITSELF = re.compile(rf"(?P<name>{_NUMBER}\s?(?:[栋幢座]|号楼))[是归](?P=name)")

#: behind the building where nothing is the matter any more, up to the end of its clause: 9号楼已做了清除, 但10号楼…
_DONE = re.compile(
    r"[^,，。;；!！?？\n]{0,24}?(?:修好|修复|清除|拆除|处理(?:好|完|了)|解决|更换|换好|换了新?|整改|恢复|装好|弄好|来[水电]|通[水电气]|好了|"
    r"没问题|没事|正常|好好的)(?![^,，。;；!！?？\n]{0,8}(?:又|不|没|再|后|还|前|吗|过程))"
)
_NOT_DONE = re.compile(
    r"[^,，。;；!！?？\n]{0,24}?(?:未|没(?!问题|事)|不|何时|什么时候|要求|请|希望|尽快|需要?|才|等|正在|承诺|答应|说)"
)

#: behind the building where nothing of the kind is: 5栋没着火，3栋着火了
_NONE_SUCH = re.compile(
    rf"{_NUMBER}\s?(?:[栋幢座]|号楼)(?:那边|那里|里面|这边)?(?:根本|并|压根|其实|就)?(?:没有?|未)(?:发生)?"
    r"(?:[着起失]火|火情|火灾|冒烟|爆炸|困人|人被?困|人(?:要)?跳|出事|塌|漏气)(?!吗|么|[?？])"
)

#: 11-2-904: building, unit and room; 11-18-2026 is a day
_DASHED = re.compile(
    r"(?<![\d./a-z-])(?P<building>\d{1,2})-(?P<unit>\d{1,2})-(?!20(?:1[3-9]|[2-9]\d)(?!\d))(?:\d{3,4}|\*{3,4})(?![\d*-])"
)
_UNIT = re.compile(rf"{_ALONE}(?P<number>{_NUMBER}|(?<![a-z])[a-z]|[东西南北中])\s?单元")

#: 3栋-1-502, 3栋1-502: the unit between building and room
_BETWEEN = re.compile(r"[栋幢楼座]\s?-?\s?(?P<number>\d{1,2})-(?:\d{3,4}|\*{3,4})(?![\d*-])")

_LIFT = re.compile(
    rf"{_ALONE}(?P<number>{_NUMBER}|(?<![a-z])[a-z])\s?[号#]\s?(?:客|货|消防|观光)?电?梯"
    r"|(?P<side>[东西][南北]|[东西南北左右])(?:手边|[侧边面首])?的?(?:那?[部台个])?(?:客|货)?电?梯(?!形|田|队|级|次|子)"
    r"|(?P<kind>货|消防|观光|手?扶)电?梯"
)
#: no building or lift is written in more characters than these before its last word
_BUILDING_REACH, _LIFT_REACH = 60, 12
_KINDS = {"货": "货梯", "消防": "消防电梯", "观光": "观光电梯", "扶": "扶梯", "手扶": "扶梯"}


def find_place(text: str) -> Place | None:
    """The first building (3栋, A座), unit (2单元) and lift (1号梯, 东侧电梯, 货梯) that the text names, else None.

    Room numbers are left alone, so that a masked text gives the same place as the raw one.
    """
    return place_in(fold(text))


def buildings_in(text: str) -> set[str]:
    """Every building that the text names: 网传3栋、8号楼有人坠楼 is of two, and so is 3、8栋."""
    folded = fold(text)
    if not _BUILT(folded):
        return set()
    rows = [found for found in _BUILDING.finditer(folded) if found["number"] and not _is_counted(folded, found)]
    listed = {f"{_arabic(each)}栋" for found in rows for each in re.findall(_NUMBER, found.group())}
    return listed.union(name for name, _ in _buildings(folded, 0))


def place_in(text: str, kinds: int = EVERYTHING) -> Place | None:
    """The same of a text that is folded already; `kinds`: what a glance at it has shown."""
    built = _BUILT(text) if kinds & STOREY else None
    building = _building(text, max(0, built.start() - _BUILDING_REACH)) if built else None
    unit = _unit(text) if "单元" in text or ("-" in text and building) else None
    lift = _lift(text) if "梯" in text else None
    if not (building or unit) and "-" in text and (dashed := _DASHED.search(text)):
        building, unit = f"{int(dashed['building'])}栋", f"{int(dashed['unit'])}单元"
    if building or unit or lift:
        return Place(building=building, unit=unit, lift=lift)
    return None


def _building(text: str, since: int) -> str | None:
    """The first building; of “着火的不是3栋，是5栋” the one where it was, of “3栋修好了，5栋又停” where it is."""
    named = _buildings(text, since)
    first = next(named, None)
    if first is None or not _not_there(text, first[1]):
        return first[0] if first else None
    other = next((name for name, start in named if not _not_there(text, start)), None)
    return other or first[0]


def _not_there(text: str, start: int) -> bool:
    """Not there, or there no more."""
    if _NOT_THERE.search(text[max(0, start - 8) : start]) is not None:
        return True
    if _NONE_SUCH.match(text, start) is not None or _ITSELF.match(text, start) is not None:
        return True
    return _DONE.match(text, start) is not None and _NOT_DONE.match(text, start) is None


def _buildings(text: str, since: int) -> Iterator[tuple[str, int]]:
    """Each building that is named, and where."""
    for found in _BUILDING.finditer(text, since):
        if block := found["block"]:
            yield f"{block}座", found.start()
        elif tower := found["tower"]:
            yield f"{tower.upper()}塔", found.start()
        elif house := found["house"]:
            yield f"{int(house)}栋", found.start()
        elif letter := found["letter"]:
            yield f"{letter.upper()}{'栋' if letter[1:] else '座'}", found.start()
        elif not _is_counted(text, found):
            yield f"{_arabic(found['number'])}栋", found.start()


def _is_counted(text: str, found: re.Match[str]) -> bool:
    return bool(found["countable"]) and _is_count(text, found)


def _is_count(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - 4) : found.start()]
    return bool(_COUNTED.search(before) or _COUNTING.match(text, found.end()))


def _unit(text: str) -> str | None:
    found = _UNIT.search(text) or _BETWEEN.search(text)
    return f"{_arabic(found['number'])}单元" if found else None


def _lift(text: str) -> str | None:
    found, last = None, text.find("梯")
    while found is None and last >= 0:
        # what begins with so much is sought where its last word is
        found = _LIFT.search(text, max(0, last - _LIFT_REACH), last + 2)
        last = text.find("梯", last + 1)
    if found is None:
        return None
    if found["number"]:
        return f"{_arabic(found['number'])}号梯"
    return f"{found['side']}侧电梯" if found["side"] else _KINDS[found["kind"]]


def _arabic(number: str) -> str:
    """三 → 3, 十二 → 12, 二十 → 20; digits lose leading zeros, letters become capitals."""
    if number.isdecimal():
        return str(int(number))
    if not set(number) <= set(_CHINESE):
        return number.upper()
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return "".join(str(_CHINESE.index(char) + 1) for char in number)
    value = 10 * (_CHINESE.index(tens[-1]) + 1 if tens else 1) + (_CHINESE.index(ones[0]) + 1 if ones else 0)
    return str(value)
