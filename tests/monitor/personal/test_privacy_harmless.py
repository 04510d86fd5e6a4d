"""Numbers that are nobody's stay as they are: prices, dates, areas, buildings, complaint numbers, hotlines."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from monitor.personal.privacy import mask

AROUND = st.text(st.sampled_from("物业管理处电梯坏停水，。！？ "), max_size=10)
AMOUNT = st.one_of(
    st.integers(1, 99_999_999).map(str),
    st.integers(1000, 99_999_999).map("{:,}".format),
    st.decimals("0.01", "99999.99", places=2).map(str),
)


def built(pattern: str, *parts: SearchStrategy[object]) -> SearchStrategy[str]:
    return st.tuples(*parts).map(lambda found: pattern.format(*found))


DAYS = st.dates(date(2000, 1, 1), date(2035, 12, 31))
TIMES = st.times(time(0, 0), time(23, 59))
PRICES = st.one_of(
    built("{}元", AMOUNT),
    built("￥{}", AMOUNT),
    built("{}万元", st.integers(1, 9999)),
    built("{}元/月", st.integers(1, 9999)),
    built("{}元/平方米/月", st.decimals("0.10", "99.99", places=2)),
    built("从{}元涨到{}元", st.integers(100, 9999), st.integers(100, 9999)),
    built("{}块钱", st.integers(1, 99999)),
    built("{}-{}元", st.integers(100, 999), st.integers(1000, 9999)),
)
DATES = st.one_of(
    DAYS.map("{:%Y-%m-%d}".format),
    DAYS.map("{:%Y/%m/%d}".format),
    DAYS.map("{:%Y.%m.%d}".format),
    DAYS.map("{:%Y%m%d}".format),
    DAYS.map("{:%Y年%m月%d日}".format),
    DAYS.map(lambda day: f"{day.month}月{day.day}日"),
    st.dates(date(2013, 1, 1), date(2035, 12, 31)).map("{:%m-%d-%Y}".format),
    st.tuples(DAYS, TIMES).map(lambda at: f"{at[0]:%Y-%m-%d} {at[1]:%H:%M}:00"),
    built("{}年", st.integers(1990, 2035)),
    built("{:%H:%M}-{:%H:%M}", TIMES, TIMES),
)
AREAS = st.one_of(
    built("{}{}", st.integers(10, 9999), st.sampled_from(["平", "平米", "平方米", "㎡", "平方"])),
    built("{}{}", st.decimals("10.00", "999.99", places=2), st.sampled_from(["平", "平米", "㎡"])),
    built("{}-{}平", st.integers(50, 99), st.integers(100, 200)),
)
BUILDINGS = st.one_of(
    built("{}{}", st.integers(1, 99), st.sampled_from(["栋", "幢", "号楼", "#楼", "座"])),
    built("{}栋{}单元", st.integers(1, 99), st.integers(1, 9)),
    built("{}号楼{}层", st.integers(1, 99), st.integers(1, 40)),
    built("{}、{}、{}栋", st.integers(1, 30), st.integers(1, 30), st.integers(1, 30)),
    built("{}-{}号楼", st.integers(1, 30), st.integers(1, 30)),
    built("{}户", st.integers(1, 9999)),
    built("{}号院", st.integers(1, 999)),
)
DIGITS = st.text(st.sampled_from("0123456789"), min_size=6, max_size=20)
MATTERS = st.one_of(
    built(
        "{}{}{}",
        st.sampled_from(
            [
                "工单号",
                "工单编号",
                "投诉编号",
                "投诉单号",
                "受理编号",
                "受理单号",
                "诉求编号",
                "报修单号",
                "订单号",
                "快递单号",
            ]
        ),
        st.sampled_from(["", ":", "：", "是"]),
        # one that looks like a mobile number is hidden whatever stands before it
        DIGITS.filter(lambda number: not (len(number) == 11 and number.startswith("1"))),
    ),
    built("受理编号{}{:%Y%m%d}{}", st.sampled_from(["TS", "GD", "HZ", "W"]), DAYS, st.integers(100, 99999)),
)
HOTLINES = st.sampled_from(
    [
        "12345",
        "110",
        "119",
        "120",
        "12319",
        "12315",
        "96110",
        "95598",
        "10086",
        "400-820-8820",
        "4008208820",
        "800-810-0000",
    ]
)
COUNTS = st.one_of(
    built("{}人", st.integers(1, 99_999_999)),
    built("阅读{}次", st.integers(1, 99_999_999)),
    built("{}%", st.decimals("0.1", "100.0", places=1)),
    built("{}层", st.integers(1, 99)),
    built("第{}期", st.integers(1, 9999)),
)
HARMLESS = {
    "price": PRICES,
    "date": DATES,
    "area": AREAS,
    "building": BUILDINGS,
    "complaint number": MATTERS,
    "hotline": HOTLINES,
    "count": COUNTS,
}


@pytest.mark.parametrize("kind", HARMLESS)
@given(data=st.data(), before=AROUND, after=AROUND)
def test_it_stays(kind: str, data: st.DataObject, before: str, after: str) -> None:
    text = f"{before}，{data.draw(HARMLESS[kind])}。{after}"
    assert mask(text) == text


@given(st.lists(st.one_of(*HARMLESS.values()), min_size=1, max_size=5))
def test_several_of_them_stay(found: list[str]) -> None:
    text = "，".join(found)
    assert mask(text) == text
