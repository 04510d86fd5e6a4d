"""How many people gather or join, where the text gives a number: 200多名业主, 三十多户, 上百人."""

from __future__ import annotations

import re

#: every quantifier is bounded, so that the time is linear whatever the text
_COUNT = re.compile(
    r"(?P<digits>\d{1,6})(?P<wan>万)?[多余来几]{0,2}号?(?:(?P<unit>[名位户个家人])|(?=业主(?!大会|委员|代表)))"
    r"|(?P<hanzi>[一二两三四五六七八九十百千万几数上近]{1,7})[多余来]?号?(?:(?P<unit2>[名位户个家人])|(?=业主(?!大会|委员|代表)))"
)
#: more characters than a number has before its last one
_NUMBER_REACH = 20
_OWNERS = re.compile(r"[老多]?(?:业主|住户|居民|邻居|车主|商户|租户|家庭|户主|群众|村民|老人|家长)")
#: without it nobody is counted who could join; most texts end here
_COUNTED = re.compile(
    r"[\d一二两三四五六七八九十百千万几数上近]万?[多余来几]{0,2}号?"
    rf"(?:[户人]|[名位个家](?:人|{_OWNERS.pattern})|业主)"
).search
#: the year of 2026业主维权 counts nobody
_YEAR = re.compile(r"(?:19|20)\d\d")
_SIZE = re.compile(r"(?:共有?|总计?|合计|小区有|入住|规划|容纳|总户数|上万|第|每|层|梯|楼|栋|栋有|单元|一栋|这栋)$")
#: whoever is in a group that is made to act together: 维权群已经一百八十多人, 罢免业委会的群都三百号人了
_BANDED = re.compile(
    "(?:维权|罢免|拒交|拒缴|不交|停缴|抗议|讨说法|要说法|退费|退房|联名|签名|接龙|起诉|上访|换物业|炒物业|自救)"
    "[^,，。!?;\n]{0,8}?群(?:里|聊)?(?:现在|目前|都|已经?|就|也|人数)*(?:有|到|拉了|进了|加了|加到|凑了|聚了|破|过|超过?)?了?$"
)
_BAND_REACH = 30
_VICTIMS = re.compile(r"^.{0,3}(?:死|伤|亡|遇难|被困|受|中毒|送医|住院|小区|楼盘|大社区|的社区|居住|次|月|年|份)")
_DIGIT = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "几": 2, "数": 2}
_PLACE = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_GREATEST = 1_000_000


def chinese_number(text: str) -> int:
    """二百三十 → 230; 几十, 数百, 上千 give the least they can mean (20, 200, 1000); 0 for no number."""
    total, digit = 0, 0
    for char in text:
        if char in _DIGIT:
            digit = _DIGIT[char]
        elif char == "万":
            total, digit = (total + digit or 1) * 10000, 0
        elif char in _PLACE:
            total, digit = total + (digit or 1) * _PLACE[char], 0
    return min(total + digit, _GREATEST)


def crowd_of(text: str, gathering: bool) -> int | None:
    """The greatest number of owners named as joining, or with `gathering` also of people; None when there is none.

    The size of an estate (共有1700户), victims (3人死亡) and ordinals are no crowd.
    """
    counted = _COUNTED(text)
    if counted is None:
        return None
    since = max(0, counted.start() - _NUMBER_REACH)
    numbers = [number for found in _COUNT.finditer(text, since) if (number := _joining(text, found, gathering)) > 1]
    return max(numbers, default=None)


def _joining(text: str, found: re.Match[str], gathering: bool) -> int:
    after = text[found.end() : found.end() + 6]
    unit = found["unit"] or found["unit2"]
    owners = unit == "户" or bool(_OWNERS.match(after))
    banded = unit in ("人", "个", "名", "位") and _BANDED.search(
        text[max(0, found.start() - _BAND_REACH) : found.start()]
    )
    if not owners and not banded and not (gathering and (unit == "人" or after.startswith("人"))):
        return 0
    if unit is None and found["digits"] and _YEAR.fullmatch(found["digits"]):
        return 0
    if _SIZE.search(text[max(0, found.start() - 4) : found.start()]) or _VICTIMS.match(after):
        return 0
    if found["digits"]:
        return min(int(found["digits"]) * (10000 if found["wan"] else 1), _GREATEST)
    return chinese_number(found["hanzi"])


#: 300多名业主去市政府上访: who goes there in such numbers is a crowd, whatever he does there
_PETITION = re.compile(
    r"(?:(?P<digits>[1-9]\d{2,4})|(?P<hanzi>[一二两三四五六七八九几数上近]?[百千]))[多余来几]{0,2}[名位户个家人]?(?:人|业主|住户|居民|邻居|购房者|购房户)[^,，。!?;\n]{0,8}?"
    r"(?:去|到|前往|赴|在|涌向|来到)[^,，。!?;\n]{0,6}?(?:政府|信访局|信访办|住建局|住建委|房管局|省委|市委|区委|县委)[^,，。!?;\n]{0,8}?(?:上访|集访|静坐|请愿|示威|抗议|集体|讨说法|讨要说法|维权|拉横幅|下跪)"
)
_NOT_YET = re.compile("计划|打算|准备|将|要去|想去|否则|再不|如果|建议|一起去|报名|号召|倡议")


def petitioning(text: str) -> tuple[int, int] | None:
    """Where a hundred or more are told to stand before an office; None where they are not, or have yet to come."""
    for found in _PETITION.finditer(text):
        if not _NOT_YET.search(text, max(0, found.start() - 8), found.end()):
            return found.span()
    return None
