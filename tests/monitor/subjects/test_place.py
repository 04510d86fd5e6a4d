"""Buildings, units and lifts as owners write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.records import Place
from monitor.subjects.place import find_place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("3栋电梯坏了", Place(building="3栋")),
        ("3号楼电梯坏了", Place(building="3栋")),
        ("三幢停水", Place(building="3栋")),
        ("今天14:20，2栋1单元门口", Place(building="2栋", unit="1单元")),
        ("2026-11-20，5栋停水", Place(building="5栋")),
        ("地点:7栋", Place(building="7栋")),
        ("十二栋2单元停水", Place(building="12栋", unit="2单元")),
        ("二十一栋停水", Place(building="21栋")),
        ("03栋停水", Place(building="3栋")),
        ("３＃楼停水", Place(building="3栋")),
        ("Ａ座大堂漏水", Place(building="A座")),
        ("b1栋漏水", Place(building="B1栋")),
        ("云禾中心2座大堂", Place(building="2栋")),
        ("3、5、7栋都停了", Place(building="3栋")),
        ("5-8号楼停水", Place(building="5栋")),
        ("17栋高层窗户整扇砸下来", Place(building="17栋")),
        ("着火的不是3栋，是5栋，刚扑灭", Place(building="5栋")),
        ("不是3栋", Place(building="3栋")),
        ("物业上周已对9号楼外墙做了清除，但10号楼同样位置仍有空鼓脱落", Place(building="10栋")),
        ("3栋好好的，5栋停电", Place(building="5栋")),
        ("2栋来电了，6栋还黑着", Place(building="6栋")),
        ("3栋修好了又坏了，5栋也坏了", Place(building="3栋")),
        ("3栋没修好，5栋又坏了", Place(building="3栋")),
        ("2栋要求恢复供水，6栋也停水", Place(building="2栋")),
        ("3栋的问题解决了", Place(building="3栋")),
        ("第3栋着火", Place(building="3栋")),
        ("3栋楼下着火", Place(building="3栋")),
        ("3栋楼道堆满杂物", Place(building="3栋")),
        ("住3栋二单元****，1号梯困人", Place(building="3栋", unit="2单元", lift="1号梯")),
        ("住3栋二单元1703，1号梯困人", Place(building="3栋", unit="2单元", lift="1号梯")),
        ("2号电梯又困人", Place(lift="2号梯")),
        ("2#电梯又困人", Place(lift="2号梯")),
        ("东侧电梯困人", Place(lift="东侧电梯")),
        ("左手边那部电梯困人", Place(lift="左侧电梯")),
        ("货梯门坏了", Place(lift="货梯")),
        ("商场手扶梯夹人", Place(lift="扶梯")),
        ("5#1单元着火", Place(building="5栋", unit="1单元")),
        ("5#1701漏水", Place(building="5栋")),
        ("东塔电梯困人", Place(building="东塔")),
        ("T1塔停电", Place(building="T1塔")),
        ("88弄8号502室漏水", Place(building="8栋")),
        ("3栋-1-502漏水", Place(building="3栋", unit="1单元")),
        ("3栋1-***漏水", Place(building="3栋", unit="1单元")),
        ("东单元停电", Place(unit="东单元")),
        ("11-2-904漏水", Place(building="11栋", unit="2单元")),
        ("11-2-***漏水", Place(building="11栋", unit="2单元")),
        ("我家３－１－１２０２的门", Place(building="3栋", unit="1单元")),
    ],
)
def test_a_place_has_one_spelling(text: str, place: Place) -> None:
    assert find_place(text) == place


@pytest.mark.parametrize(
    "text",
    [
        "小区共12栋，有3栋楼停电",
        "买了一栋别墅",
        "整栋楼都停水",
        "几栋都停了，20多栋全黑",
        "这3栋都停了",
        "请各位A座位就坐",
        "三座大桥",
        "11月5日停水，5号恢复",
        "两部电梯都坏了",
        "电梯坏了",
        "1703室漏水",
        "T恤和K歌",
        "2023栋",
        "11-18-2026停水",
        "2026-11-18停水",
        "138-0013-8000",
        "工地的东塔吊",
        "100#汽油",
        "5#着火",
        "",
    ],
)
def test_counts_dates_and_rooms_are_no_place(text: str) -> None:
    assert find_place(text) is None


@given(st.text(alphabet="一二三十0123aA栋幢号楼座单元#梯电东侧的、-*，楼下 ", max_size=40))
def test_it_reads_anything(text: str) -> None:
    place = find_place(text)
    assert place is None or place.building or place.unit or place.lift


@pytest.mark.parametrize(
    ("text", "building"),
    [
        ("5栋没着火，3栋着火了", "3栋"),
        ("5栋没有人被困，是8栋有人被困", "8栋"),
        ("5栋着火了，3栋没着火", "5栋"),
        ("5栋没着火吗，3栋的人说的", "5栋"),
        ("5栋没着火", "5栋"),
        ("5栋是5栋，这是8栋！人关里面了", "8栋"),
        ("下午是2栋，我这是9栋，软管被咬了", "9栋"),
        ("8栋是8栋", "8栋"),
        ("昨天是3栋电梯困人", "3栋"),
    ],
)
def test_where_nothing_of_the_kind_is_is_not_where_it_is(text, building):
    assert find_place(text).building == building
