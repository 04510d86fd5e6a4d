"""What counts as personal data: patterns over folded text (monitor.text.normalising), each linear in the text's length.

The group `secret` is what gets hidden; what stands around it tells identifiers from prices, dates, floor areas,
hotlines and complaint numbers, which stay. In doubt about a person, hide; in doubt about a count of people, keep it.
A pattern starts with its rarest characters and looks behind after them, where that can be: the search is faster so.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from monitor.text import glance as has
from monitor.text.surnames import COMPOUND, NOT_NAMES, SINGLE


class Pattern(NamedTuple):
    """What fits, and what a text must have for it: kinds of characters (monitor.text.glance), and a place for the gate.

    No gate where the search for it would take as long as that for the pattern.
    """

    needs: int
    fits: re.Pattern[str]
    gate: re.Pattern[str] | None


class Family(NamedTuple):
    """Patterns that are tried one after the other, and what a text must have for any of them to fit."""

    needs: int
    gate: re.Pattern[str] | None
    patterns: tuple[Pattern, ...]


def _family(needs: int, gate: str | None, *patterns: str | tuple[int, str] | tuple[int, str, str]) -> Family:
    own = tuple(_pattern(*((0, each) if isinstance(each, str) else each)) for each in patterns)
    return Family(needs, None if gate is None else re.compile(gate), own)


def _pattern(needs: int, fits: str, gate: str | None = None) -> Pattern:
    return Pattern(needs, re.compile(fits), None if gate is None else re.compile(gate))


_DASH = "[-‐-―−]"
#: between the groups of one number
_GAP = "[ \u200b.·‐-―−-]{0,3}"
_CJK = "[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]"
#: after a label and before its value
_IS = "(?:号码|[:=是为 \u200b]){0,4}"

# ---------------------------------------------------------------- numbers and addresses of the wires

_PLUS_86 = rf"(?:\(?\+?(?:00)?86\)?{_GAP}|0)?"
_MOBILE = "|".join(
    [
        rf"1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}",
        rf"1[3-9]\d{_GAP}\d{{3}}{_GAP}\d{{5}}",
        rf"1[3-9]\d\d{_GAP}\d{{3}}{_GAP}\d{{4}}",
        rf"1[3-9]\d{{3}}{_GAP}\d{{6}}",
        rf"1[3-9]{_GAP}\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}}",
        rf"1[3-9]\d(?:{_GAP}\d\d){{4}}",
        rf"1[3-9]\d{_GAP}\d{{5}}{_GAP}\d{{3}}",
        rf"1[3-9]\d\d{_GAP}\d{{4}}{_GAP}\d{{3}}",
        r"1(?P<between>[ .·_\u200b-])[3-9](?:(?P=between)\d){9}",
    ]
)
#: behind what is no digit, or behind 86 or 0
_MOBILE_BEGINS = "1(?:(?<![0-9].)|(?<=0.)(?<![0-9]0.)|(?<=86.)(?:(?<![0-9]86.)|(?<=0086.)))[ .·_\u200b-]?[3-9]"
_NUMERAL = "[零〇一幺二三四五六七八九]"
_AREA = r"(?:\(0(?:10|2\d|[3-9]\d\d)\)|0(?:10|2\d|[3-9]\d\d))"
_AREA_BEGINS = r"0(?<![0-9].)(?:10|2\d|[3-9]\d)"
_EXTENSION = rf"(?:(?: ?转 ?| ?ext\.? ?|{_DASH})\d{{1,6}})?"
#: 8876 5432, and by twos: 88 76 54 32, 887 65 43
_BY_TWOS = r"[1-9]\d(?P<four>[ .·-])\d\d(?P=four)\d\d(?P=four)\d\d|[1-9]\d\d(?P<three>[ .·-])\d\d(?P=three)\d\d"
_LOCAL = rf"(?:[1-9]\d{{2,3}}{_GAP}\d{{4}}|{_BY_TWOS})"
_PHONE_LABEL = rf"(?:电话|座机|手机|致电|联系方式|传真|tel\.?|phone){_IS}"

_PROVINCE = (
    "[1-8](?<![0-9].)(?:(?<=1)[1-5]|(?<=2)[1-3]|(?<=3)[1-7]|(?<=4)[1-6]|(?<=5)[0-4]|(?<=6)[1-5]|(?<=7)1|(?<=8)[1-3])"
)
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"

#: 12345, carriers, banks: numbers of five and six digits that everybody may know
_HOTLINE = r"(?:12345|1[0-2]\d{3}|9[56]\d{3,4})(?!\d)"
_COUNTED = "[元块人名次条个户万多余]"
_MESSENGER = (
    "(?:[微威薇维徽v扣企]|[wvq](?<![a-z0-9].)|[加+➕] ?[微薇扣vq])"
    "(?:(?<=[微威薇维徽v])信|(?<=扣)扣|(?<=企)鹅号?|(?:(?<=[wv])x|(?<=w)echat|(?<=w)eixin|(?<=q)q)(?![a-z.])"
    "|(?<=[加+➕ ][微薇扣])|(?<=[加+➕ ][vq])(?![a-z])|(?<=[vq]) ?:)"
)
_MESSENGER_IS = "(?:号码|[账帐]号|群号?|同?号|联系|客服|[搜加是为我:= \u200b·>-]|id(?![a-z])){0,5}"
_NO_ACCOUNT = "(?!(?:wechat|weixin|android|iphone|huawei|xiaomi|windows|alipay|https?|www)(?![a-z0-9]))"

# ---------------------------------------------------------------- rooms

_ROOM = "[a-z]?[0-9]{3,4}[a-z]?"
_ROOMS = f"{_ROOM}(?:[、,，和跟与及/ -]{_ROOM}){{0,20}}"
#: floor, then a door from 01 to 12: what a bare number must look like to be a room
_ROOMY = "[1-9][0-9]?(?:0[1-9]|1[0-2])"
_END = f"(?![0-9a-z]|[.:/%]?[0-9]|{_DASH}[0-9])"
_NOT_COUNTED = "(?![户人元块万亿平米名个位家辆部台天次条件度年月日点分秒多余来几岁种份层期%㎡mk]|号楼|[栋幢])"
_BUILDING = (
    "(?:单元|[0-9a-z一二三四五六七八九十甲乙丙丁东南西北中](?:号楼|#楼?|号门|[栋幢座梯楼层门])|弄[0-9]{1,3}号)"
    f"[ \u200b]?{_DASH}?"
)
_NEIGHBOUR = "(?:楼上|楼下|隔壁|对门|邻居|我家|我住|家住|住在|我是)"
_RESIDENT = "(?:业主|住户|房主|租客|租户|邻居|这家|那家|家里|家的)"
_RESCUE = "(?:110|119|12[02])(?:[来到都]|出警|报警|电话|民警|消防)"
_LAYOUT = "(?![0-9一二两三]厅)"
_PROPERTY_TRADE = "(?![屋产价租源款东贷子型改地间])"

# ---------------------------------------------------------------- names

_LABEL = "姓 {0,4}名|联系人|称呼"
#: these also stand before companies and offices
_PARTY = "投诉人|反映人|报修人|举报人|名字(?=:)"
_I_AM = "我叫|我名叫|我的?名字叫?"
_NEXT_LABEL = "电话|手机|性别|年龄|身份|住|地址|联系|微信|房|来电|投诉|反映"
_NOBODY = "(?!物业|客服|前台|同上|匿名|保密|不详|未知|无|业主)"
_LETTER = f"(?:(?!{_NEXT_LABEL}){_CJK})"
_FREE_NAME = f"{_LETTER}{{1,10}}·{_LETTER}{{1,10}}|{_LETTER}(?: ?{_LETTER}){{1,3}}|[a-z]{{2,20}}(?: [a-z]{{2,20}})?"
#: words that go on after a name of two characters
_AFTER_NAME = "[是在住的了来自有和跟与及同我你他她电手身性男女家被想要求也就都因为今昨已向对从这那投反举报说称年]"
_SURE_NAME = (
    f"(?!{NOT_NAMES})(?:(?:{COMPOUND}){_CJK}(?:(?!{_AFTER_NAME}){_CJK})?|[{SINGLE}]{_CJK}(?:(?!{_AFTER_NAME}){_CJK})?)"
)

#: who has a post or is but addressed politely is no name to hide
_TITLED = "(?!.(?:经理|主任|师傅|先生|女士|小姐|队长|主管|管家|客服|阿姨|大爷|大姐|老师|书记|总|工))"
#: the words that lead to a number that is hidden already
_THEIR_NUMBER = r"(?:我的)?(?:联系)?(?:电话|手机|方式|号码)?(?:号码?)?[是为]?[: ]{0,2}\*{7}"
_STOP = r"[,，.。;；、:!！?？~() \n]|$|电话|手机|联系|微信|身份证"

#: Numbers that name a matter, not a person; a mobile number is one whatever stands before it.
MATTERS = re.compile(
    rf"(?:工单|投诉|受理|诉求|报修|订单|快递|流水|案件|派单|回执)(?:编号|单号|号码|单|号){_IS}"
    rf"(?!1[3-9]\d{{9}}(?!\d))(?P<secret>[a-z]{{0,6}}[0-9-]{{6,30}})"
)

#: seven digits in a row, whatever parts them
_LONG_NUMBER = "[0-9](?:[ \u200b.·()‐-―−_-]{0,4}[0-9]){6}"

FAMILIES = (
    _family(has.AT, "@", r"(?<![a-z0-9._%+-])(?P<secret>[a-z0-9._%+-]++@(?:[a-z0-9-]++\.)+[a-z]{2,})"),
    _family(
        has.MESSENGER | has.LATINS,
        "[a-z0-9][a-z0-9_-]{4}",
        rf"{_MESSENGER}{_MESSENGER_IS}(?P<secret>{_NO_ACCOUNT}[a-z][a-z0-9_-]{{5,}}+"
        rf"|(?!{_HOTLINE})[1-9]\d{{4,11}}(?!\d|{_COUNTED}))",
        r"(?P<secret>wxid_[a-z0-9]+)",
    ),
    _family(
        has.SEVEN,
        _LONG_NUMBER,
        rf"(?P<secret>{_PROVINCE}\d{{4}}{_GAP}(?:18|19|20)\d\d{_DAY}{_GAP}\d{{3}}[\dx])(?![0-9])",
        rf"(?P<secret>{_PROVINCE}\d{{4}}{_GAP}\d\d{_DAY}{_GAP}\d{{3}})(?![0-9])",
        (has.PAPER, rf"身份证{_IS}(?P<secret>\d(?:[ -]?\d){{13,16}}[\dx]?)(?![0-9])"),
        (0, rf"(?<![0-9])(?<![0-9]\.)(?P<secret>{_PLUS_86}(?:{_MOBILE}))(?![0-9])", _MOBILE_BEGINS),
        (has.PLUS, r"(?P<secret>\+\d{1,3}(?:[ -]?\d){7,12})(?![0-9])"),
        (0, rf"(?<![0-9])(?P<secret>{_AREA}{_GAP}{_LOCAL}{_EXTENSION})(?![0-9])", _AREA_BEGINS),
        (has.PHONE, rf"{_PHONE_LABEL}(?P<secret>(?![48]00){_LOCAL}{_EXTENSION})(?!{_COUNTED}|{_DASH}?[0-9])"),
        (has.BANK, rf"(?:银行卡|卡号|[账帐][号户]){_IS}(?P<secret>\d(?:[ -]?\d){{11,18}})(?![0-9])"),
    ),
    _family(
        has.PLATE | has.LETTER | has.DIGIT,
        None,
        r"(?P<secret>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][ \u200b]?[a-z]"
        r"[ ·.•・‧∙●\u200b-]{0,2}(?=(?:[a-z]*[0-9]){2})[a-z0-9]{4}(?:[a-z0-9]{1,2}|[挂学警港澳领]))(?![a-z0-9])",
    ),
    _family(
        has.PAPER | has.SIX,
        None,
        rf"(?:护照|通行证|军官证|驾驶证)(?:编号|号)?{_IS}(?P<secret>[a-z]{{0,2}}[0-9]{{6,12}})(?![0-9])",
    ),
    _family(
        has.LETTER | has.DIGITS,
        "wj",
        r"(?<![a-z0-9])(?P<secret>wj[ ·.•-]?[\u4e00-\u9fff][ ·.•-]?[0-9]{4}[0-9a-z])(?![a-z0-9])",
    ),
    _family(
        has.NUMERALS,
        f"[一幺][三四五六七八九]{_NUMERAL}{{9}}",
        rf"(?<!{_NUMERAL})(?P<secret>[一幺][三四五六七八九]{_NUMERAL}{{9}})(?!{_NUMERAL})",
    ),
    _family(
        has.ROOM,
        "[0-9a-z零〇一二三四五六七八九][ \u200b]?号?[室房]|房号|房间|室号",
        rf"(?<![0-9.])(?P<secret>{_ROOM}(?:{_DASH}[0-9]{{1,2}})?(?:[、,，和跟与及/ ]{_ROOM}){{0,20}}|[0-9]{{5}}"
        rf"|[零〇一二三四五六七八九]{{3,5}})(?=[ \u200b]?(?:室|号房|房间|房{_PROPERTY_TRADE}))",
        rf"{_BUILDING}(?P<secret>[0-9]{{1,2}})(?=室{_LAYOUT})",
        rf"(?:房号|房间号?|室号){_IS}(?P<secret>[a-z]?[0-9]{{3,5}}[a-z]?)(?![0-9])",
    ),
    _family(
        has.BUILT | has.DIGITS,
        # a building's last character, and the first three digits of a room
        f"[元楼#门栋幢座梯层号][ \u200b]?{_DASH}?[a-z]?[0-9]{{3}}",
        rf"{_BUILDING}(?!{_RESCUE}|[48]00{_DASH}[0-9])(?P<secret>{_ROOMS}){_END}{_NOT_COUNTED}",
        rf"{_BUILDING}(?P<secret>[1-9][0-9](?:0[1-9]|1[0-2]))(?=户)",
    ),
    _family(has.NEAR | has.DIGITS, _NEIGHBOUR, rf"{_NEIGHBOUR}(?:是|在|的)? ?(?P<secret>{_ROOMY}){_END}{_NOT_COUNTED}"),
    _family(
        has.RESIDENT | has.DIGITS,
        "[0-9] ?的?[业住房租邻这那家]",
        rf"(?<![0-9.:/共有约近超达过第-])(?P<secret>{_ROOMY})(?= ?的?{_RESIDENT})",
    ),
    _family(
        has.DOOR | has.DIGITS,
        "门牌",
        rf"门牌号?{_IS}(?P<secret>[a-z]?[0-9]{{3,5}}[a-z]?)(?![0-9])",
    ),
    _family(
        has.DASH | has.DIGITS,
        f"(?:{_DASH}|/) ?[0-9]{{3}}",
        rf"(?<![0-9a-z./_-])(?:(?:[a-z]?[0-9]{{1,3}}|[a-z]) ?{_DASH} ?)(?:[0-9]{{1,2}} ?{_DASH} ?){{1,2}}"
        # 11-18-2026 is a day: no house has a nineteenth door on its twentieth floor
        rf"(?!20(?:1[3-9]|[2-9][0-9])(?![0-9]))(?P<secret>[0-9]{{3,4}}){_END}(?![元块万平米年月%㎡])",
        rf"(?<![0-9./_-])[0-9]{{1,2}}/[0-9]{{1,2}}/(?!19|20)(?P<secret>[0-9]{{3,4}}){_END}",
        rf"(?<![0-9a-z./_-])[0-9]{{1,2}} ?{_DASH} ?(?P<secret>{_ROOMY}){_END}{_NOT_COUNTED}",
    ),
    _family(
        has.NAMED,
        f"{_I_AM}|{_LABEL}|{_PARTY}",
        rf"(?:{_LABEL})(?:姓名)?[ \u200b]*: ?{_NOBODY}(?P<secret>(?:{_FREE_NAME})(?:[、,，/和]{_SURE_NAME}){{0,9}})",
        rf"(?:{_I_AM}|{_LABEL}|{_PARTY})[:是为叫]?[ \u200b]?(?P<secret>{_SURE_NAME})",
        rf"(?:{_I_AM}) ?(?P<secret>[a-z]{{2,20}})(?![a-z])",
    ),
    _family(
        0,
        # after what is hidden by now: a room, a number
        r"\*",
        rf"(?:我是|本人是|本人系)[^,，.。;；!！?？\n]{{0,16}}[*栋幢座室楼元户]的?(?:业主|住户|租户|租客|房主)?的?"
        rf"(?P<secret>{_SURE_NAME})(?={_STOP})",
        rf"\*(?:室|房)?的?(?:业主|住户|租户|租客|房主):?(?P<secret>{_TITLED}{_SURE_NAME})(?={_STOP})",
        rf"\*{{7}}[,，、 ]{{0,2}}(?:我是|本人是?)(?P<secret>{_TITLED}{_SURE_NAME})(?={_STOP})",
        # with a word before it that says that somebody follows a comma may part them
        rf"(?<=[是的主户客系找叫人])(?P<secret>{_TITLED}{_SURE_NAME})(?=[,，、: ]{{0,2}}{_THEIR_NUMBER})",
        rf"(?<![^,，.。;；:!！?？* \n])(?P<secret>{_TITLED}{_SURE_NAME})(?=[: ]{{0,2}}{_THEIR_NUMBER})",
    ),
)

#: A bank card as it is printed; a check of its digits has to follow.
CARD = re.compile(
    r"(?P<secret>\d(?<![0-9a-z/=_*].)(?:\d{15,18}|\d{3}(?:[ \u200b-]{1,2}\d{4}){3}(?:[ \u200b-]{1,2}\d{1,3})?"
    r"|\d{5}[ -]\d{10,13}))(?![0-9x])"
)


def is_card(number: str) -> bool:
    """UnionPay's prefix, or another scheme's with a right check digit (ISO/IEC 7812-1, Luhn)."""
    digits = [int(char) for char in number if char.isdigit()]
    doubled = [
        digit if index % 2 else sum(divmod(2 * digit, 10)) for index, digit in enumerate(digits, len(digits) % 2)
    ]
    return digits[:2] == [6, 2] or (digits[0] in (3, 4, 5, 6, 9) and sum(doubled) % 10 == 0)
