"""The data by which a name is judged: what the shipped file says, and mistakes refused with their line."""

from __future__ import annotations

import pytest

from monitor.errors import SettingsError
from monitor.subjects.estates import parse_estates, shipped_estates
from monitor.text.normalising import normalise

ESTATES = shipped_estates()

GOOD = """\
[continued]
counted = ["期"]
words = ["公寓"]
[prefixed]
words = ["新"]
after = ["在"]
[unknown]
suffixes = ["苑"]
before_estate = ["城"]
generic = ["小区"]
followed = ["业主"]
[common]
prefixes = ["阳光"]
suffixes = ["花园"]
words = ["未来"]
[support]
estate = ["小区"]
market = ["股价"]
[compared]
before = ["隔壁"]
after = ["对面"]
[companies]
names = ["万科物业"]
signs = "鸿泰"
coming = ["要来"]
compared = ["比"]
generic = ["我们"]
[provinces]
"浙江" = ["杭州"]
[counties]
"桐庐" = "杭州"
[districts]
"杭州" = ["萧山"]
[cities]
not_before = ["路"]
"""


@pytest.mark.parametrize("name", ["阳光花园", "幸福家园", "未来", "未来城", "和府", "soh", "城市广场"])
def test_common_names(name: str) -> None:
    assert ESTATES.common.fullmatch(name)


@pytest.mark.parametrize("name", ["阳光雅苑", "云和花府", "溪棠公馆", "锦澜花园", "青禾里", "蓉悦汇", "楚韵名邸"])
def test_uncommon_names(name: str) -> None:
    assert not ESTATES.common.fullmatch(name)


@pytest.mark.parametrize(
    "more", ["二期停水", "2期", "(二期)", "东区", "a区", "十二区", "3区", "桂苑", "一、二期", "公寓"]
)
def test_what_makes_another_name(more: str) -> None:
    assert ESTATES.continued.match(more)


@pytest.mark.parametrize(
    "more", ["小区", "园区", "社区", "的二期", "3栋", "后期物业费", "停水", "东门", "12日期间", "业主"]
)
def test_what_does_not(more: str) -> None:
    assert not ESTATES.continued.match(more)


def test_places_fit_up_and_down() -> None:
    assert ESTATES.fits("杭州市", "杭州", "华东")
    assert ESTATES.fits("浙江", "杭州市", "华东")
    assert ESTATES.fits("华东", "杭州", "华东")
    assert ESTATES.fits("昆山", "苏州", None)
    assert ESTATES.fits("江苏", "昆山", None)
    assert not ESTATES.fits("上海", "杭州", "华东")
    assert not ESTATES.fits("昆山", "无锡", None)
    assert not ESTATES.fits("", "不在表里的市", None)


def test_words_are_written_as_texts_are_after_folding() -> None:
    words = [
        *ESTATES.companies,
        *ESTATES.places(),
        *ESTATES.estate.pattern.split("|"),
        *ESTATES.market.pattern.split("|"),
    ]
    assert [word for word in words if normalise(word).text != word] == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("[compared]", "[compare]", None),
        ('words = ["未来"]', "words = 1", 15),
        ('"桐庐" = "杭州"', '"桐庐" = ["杭州"]', 31),
        ('not_before = ["路"]', 'not_before = ["路"]\nbefore = []', 36),
    ],
)
def test_mistakes_are_refused_with_their_line(old: str, new: str, line: int | None) -> None:
    assert parse_estates(GOOD, "e.toml").province_of == {"杭州": "浙江"}
    with pytest.raises(SettingsError) as caught:
        parse_estates(GOOD.replace(old, new), "e.toml")
    assert caught.value.line == line
