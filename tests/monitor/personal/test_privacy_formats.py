"""Generated identifiers in every way that people write them: all of them go, and nothing around them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from monitor.personal.privacy import mask

NUMERALS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
MOBILES = st.builds(
    lambda second, rest: f"1{second}{rest}",
    st.sampled_from("3456789"),
    st.text(st.sampled_from("0123456789"), min_size=9, max_size=9),
)
LOCALS = st.builds(
    str.__add__, st.sampled_from("2345678"), st.text(st.sampled_from("0123456789"), min_size=7, max_size=7)
)
AREAS = st.sampled_from(["010", "021", "025", "0571", "0512", "0755", "0898"])
BORN = st.dates(date(1930, 1, 1), date(2025, 12, 31))
SERIALS = st.text(st.sampled_from("0123456789"), min_size=3, max_size=3)
REGIONS = st.sampled_from(["330106", "110101", "440305", "650102", "320583", "510104"])
PROVINCES = st.sampled_from(list("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"))
LETTERS = st.sampled_from(list("ABCDEFGHJKLMNPQRSTUVWXYZ"))
SEPARATORS = st.sampled_from(["-", " ", ".", "－", "　", "·", "—"])
AROUND = st.text(st.sampled_from("小区电梯坏物业管理处，。！？ \n"), max_size=10)


def grouped(sizes: Sequence[int], separator: str, number: str) -> str:
    cuts = [sum(sizes[:index]) for index in range(len(sizes) + 1)]
    return separator.join(number[start:end] for start, end in pairwise(cuts))


def spelled(number: str, one: str) -> str:
    return "".join(one if digit == "1" else NUMERALS[digit] for digit in number)


def wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def five(letters: str) -> SearchStrategy[str]:
    return st.text(st.sampled_from("0123456789" + letters), min_size=5, max_size=5).filter(
        lambda found: sum(char.isdigit() for char in found) >= 3
    )


KINDS: dict[str, tuple[str, SearchStrategy[str]]] = {
    "mobile in groups": (
        "电话",
        st.builds(
            grouped,
            st.sampled_from([(3, 4, 4), (4, 4, 3), (3, 3, 5), (4, 3, 4), (5, 6), (3, 5, 3), (3, 2, 2, 2, 2)]),
            SEPARATORS,
            MOBILES,
        ),
    ),
    "mobile with country": (
        "打",
        st.builds(str.__add__, st.sampled_from(["+86", "+86 ", "+86-", "0086", "0086 ", "86-", "(+86)"]), MOBILES),
    ),
    "mobile in numerals": ("电话", st.builds(spelled, MOBILES, st.sampled_from("一幺"))),
    "mobile in full width": ("电话", MOBILES.map(wide)),
    "landline": (
        "座机",
        st.builds(
            lambda form, area, local: form.format(area, local),
            st.sampled_from(["{}-{}", "{} {}", "({}){}", "（{}）{}", "{}{}", "{}－{}", "+86-{}-{}"]),
            AREAS,
            LOCALS,
        ).filter(lambda found: not found.startswith("+86-0")),
    ),
    "landline in groups": (
        "座机",
        st.builds(lambda area, local: f"{area}-{local[:4]} {local[4:]}", AREAS, LOCALS),
    ),
    "landline in full width": ("座机", st.builds(lambda area, local: wide(f"{area}-{local}"), AREAS, LOCALS)),
    "extension": (
        "座机",
        st.builds(
            lambda area, local, sign, more: f"{area}-{local}{sign}{more}",
            AREAS,
            LOCALS,
            st.sampled_from(["转", "-", " 转 "]),
            st.integers(1, 9999),
        ),
    ),
    "identity": (
        "身份证",
        st.builds(
            lambda region, born, serial, check, gap: gap.join([region, f"{born:%Y%m%d}", f"{serial}{check}"]),
            REGIONS,
            BORN,
            SERIALS,
            st.sampled_from("0123456789Xx"),
            st.sampled_from(["", " ", "-"]),
        ),
    ),
    "identity in full width": (
        "身份证",
        st.builds(lambda region, born, serial: wide(f"{region}{born:%Y%m%d}{serial}X"), REGIONS, BORN, SERIALS),
    ),
    "plate": (
        "车牌",
        st.builds(
            lambda province, letter, dot, rest: province + letter + dot + rest,
            PROVINCES,
            LETTERS,
            st.sampled_from(["", "·", " ", "-", "•"]),
            five("ABCDEFGH"),
        ),
    ),
    "new-energy plate": (
        "车牌",
        st.builds(
            lambda province, letter, kind, rest: f"{province}{letter}{kind}{rest}",
            PROVINCES,
            LETTERS,
            st.sampled_from("DF"),
            st.integers(10000, 99999),
        ),
    ),
    "police plate of the armed forces": (
        "车牌",
        st.builds(lambda province, rest: f"WJ{province}{rest}A", PROVINCES, st.integers(1000, 9999)),
    ),
    "passport": (
        "护照号",
        st.builds(lambda first, rest: f"{first}{rest}", st.sampled_from("EGP"), st.integers(10**7, 10**8 - 1)),
    ),
    "card in groups": (
        "卡号",
        st.builds(
            lambda rest: grouped((4, 4, 4, 4, 3), " ", "62" + rest),
            st.text(st.sampled_from("0123456789"), min_size=17, max_size=17),
        ),
    ),
    "room behind building and unit": (
        "",
        st.builds(lambda floor, door: f"{floor}{door:02}", st.integers(1, 40), st.integers(1, 12)),
    ),
    "wechat": ("微信号：", st.from_regex(r"[a-z][a-z0-9_-]{5,18}[0-9]", fullmatch=True)),
    "qq": ("QQ号 ", st.integers(10_000_000, 9_999_999_999).map(str)),
    "e-mail": ("邮箱", st.from_regex(r"[a-z][a-z0-9._-]{0,12}@[a-z0-9]{1,8}(\.[a-z]{2,4}){1,2}", fullmatch=True)),
}


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data(), before=AROUND, after=AROUND)
def test_generated_identifiers_go(kind: str, data: st.DataObject, before: str, after: str) -> None:
    lead, identifiers = KINDS[kind]
    if kind.startswith("room"):
        lead = data.draw(st.sampled_from(["3栋1单元", "3号楼", "12幢", "A座", "3#", "3-1-", "十二栋二单元", "88弄8号"]))
    identifier = data.draw(identifiers)
    # a mark of punctuation, so that what is around does not read on as part of it
    head, tail = f"{before}，{lead}", f"。{after}"
    assert mask(head + identifier + tail) == head + "*" * len(identifier) + tail
