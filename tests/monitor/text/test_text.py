"""Folding keeps length, normalising keeps the way back, and neither takes more than linear work."""

from __future__ import annotations

from itertools import pairwise

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.normalising import ELISION, LIMIT, Normalised, bounded, fold, normalise
from monitor.text.traditional import SIMPLIFIED, TRADITIONAL

#: What posts are made of, the awkward parts more often than in life.
SOUP = st.text(st.sampled_from("物业業費 　\u200b\ufe0f啊啊啊，！!?AaＡ１10００😀\n\t乾𠮷〇-*") | st.characters())


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("物 业　费", "物业费"),
        ("物\u200b业\ufeff", "物业"),
        ("物̶业̶", "物业"),
        ("物業費漲價，電梯壞了", "物业费涨价，电梯坏了"),
        ("ＷＸ：Ab１２３", "wx:ab123"),
        ("气死了啊啊啊啊啊啊！！！！！", "气死了啊啊啊!!!"),
        ("涨到10000元，1111栋", "涨到10000元，1111栋"),
        ("啊 啊 啊 啊 啊", "啊啊啊"),
        ("啊\u200b啊\u200b啊\u200b啊", "啊啊啊"),
        ("聚了3，200人要来", "聚了3，200人要来"),
        ("第一段\n第二段", "第一段\n第二段"),
        ("收 3 元 wu ye", "收 3 元 wu ye"),
        ("⽔管⾖豈𝐰𝐱", "水管豆岂wx"),
        ("1️⃣电梯", "1⃣电梯"),
        ("保.安打.人，电/梯/坠/落", "保安打人，电梯坠落"),
        ("小区物·业不管，楼下有人跳.楼", "小区物业不管，楼下有人跳楼"),
        ("好.物业来了，投诉/建议，杭州-上海", "好.物业来了，投诉/建议，杭州-上海"),
        ("吓我一跳~楼上又吵，不让停.电动车也不让进", "吓我一跳~楼上又吵，不让停.电动车也不让进"),
        ("就这么坐着~火大，说没事.故意拖着，打不开.发现没人", "就这么坐着~火大，说没事.故意拖着，打不开.发现没人"),
        ("孩子在床上蹦跳.楼下投诉，跑跳/楼梯训练", "孩子在床上蹦跳.楼下投诉，跑跳/楼梯训练"),
        ("3栋着.火了，昨晚停.电，保安打.人，开.发商", "3栋着火了，昨晚停电，保安打人，开发商"),
        ("汀-北-里的保安，2栋失~火~了~~~救命", "汀北里的保安，2栋失火了~~~救命"),
        ("锦*澜*汇的地库", "锦澜汇的地库"),
        ("停水/电/燃气三样，今.明.后天", "停水/电/燃气三样，今明.后天"),
        ("感冒.烟不能抽，其中.毒蚊子最多，接触.电话联系", "感冒.烟不能抽，其中.毒蚊子最多，接触.电话联系"),
        (
            "人气火爆.炸串半价，损失~火大，好困~住楼下的吵，头好晕~倒头就睡",
            "人气火爆.炸串半价，损失~火大，好困~住楼下的吵，头好晕~倒头就睡",
        ),
        (
            "保安求救~命大，支持~刀具团购，树被砍~人家的，感染中~毒鸡汤",
            "保安求救~命大，支持~刀具团购，树被砍~人家的，感染中~毒鸡汤",
        ),
        ("煤气爆~炸，电梯困.住人，有人持.刀砍.人，晕~倒了", "煤气爆炸，电梯困住人，有人持刀砍人，晕倒了"),
        ("", ""),
    ],
)
def test_many_spellings_become_one(raw: str, text: str) -> None:
    assert normalise(raw).text == text


def test_a_span_leads_back_to_the_raw_words() -> None:
    raw = "这个物 \u200b業費　漲價了！！！！！不服"
    found = normalise(raw)
    start = found.text.index("物业费")
    first, last = found.span(start, start + 3)
    assert raw[first:last] == "物 \u200b業費"
    start = found.text.index("不服")
    assert raw[slice(*found.span(start, start + 2))] == "不服"


def test_an_empty_span_stays_empty() -> None:
    found = normalise("物 业啊啊啊啊")
    assert [found.span(at, at) for at in (0, len(found.text))] == [(0, 0), (len(found.raw),) * 2]


def test_from_clean_text_nothing_is_dropped() -> None:
    text = "电梯又坏了，没有人管。"
    assert normalise(text) == Normalised(text, text, text)


@given(SOUP)
def test_offsets_rise_and_point_at_what_was_folded(raw: str) -> None:
    found = normalise(raw)
    offsets = [found.at(position) for position in range(len(found.text) + 1)]
    assert offsets[-1] == len(raw)
    assert all(before < after for before, after in pairwise(offsets))
    assert found.text == "".join(fold(raw)[at] for at in offsets[:-1])


@given(SOUP)
def test_normalising_twice_changes_nothing_more(raw: str) -> None:
    text = normalise(raw).text
    assert normalise(text).text == text


@given(st.text())
def test_folding_keeps_every_position(raw: str) -> None:
    assert len(fold(raw)) == len(raw)
    assert fold(fold(raw)) == fold(raw)


@given(st.text(st.sampled_from("0123456789０１２３"), max_size=30))
def test_no_digit_is_ever_lost(number: str) -> None:
    assert normalise(number).text == fold(number)


@pytest.mark.parametrize("unit", [" ", "啊", "物 ", "\u200b", "ab", "！", "物　　　　"])
def test_a_megabyte_of_one_thing_is_no_trap(unit: str) -> None:
    raw = unit * (1_000_000 // len(unit))
    found = normalise(raw)
    assert found.span(0, len(found.text))[1] <= len(raw)


def test_the_table_is_openccs() -> None:
    convert = opencc.OpenCC("t2s").convert
    blocks = [chr(point) for block in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for point in range(*block)]
    simplified = {char: convert(char) for char in blocks}
    expected = {char: to for char, to in simplified.items() if to != char and len(to) == 1 and to < "\U00010000"}
    assert dict(zip(TRADITIONAL, SIMPLIFIED, strict=True)) == expected


def test_a_short_text_is_kept_whole() -> None:
    text = "物" * (LIMIT // 3)
    assert bounded(text) == (text, False)
    assert bounded("物" * (LIMIT // 4)) == ("物" * (LIMIT // 4), False)


def test_a_long_text_keeps_head_and_tail() -> None:
    text, cut = bounded("头" + "物" * LIMIT + "尾")
    assert cut
    assert text[0] + text[-1] == "头尾"
    assert ELISION in text
    assert LIMIT - 6 < len(text.encode()) <= LIMIT


@given(st.integers(0, 3), st.sampled_from(["物", "😀", "é", "a"]))
def test_no_code_point_is_cut_in_half(shift: int, char: str) -> None:
    text, _ = bounded("a" * shift + char * LIMIT + "z" * shift)
    assert set(text) <= set("az" + char + ELISION)
    assert len(text.encode()) <= LIMIT


def test_a_place_among_the_mathematical_letters_that_is_nobodys_stays() -> None:
    assert normalise("电梯\U0001d53a坏了").text == "电梯\U0001d53a坏了"


def test_what_goes_on_is_written_with_another_character() -> None:
    assert fold("三樓著火了，電梯裡困著三個人") == "三楼着火了，电梯里困着三个人"
    assert fold("著名作家的名著，效果顯著") == "著名作家的名著，效果显著"
