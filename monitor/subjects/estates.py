"""What tells one estate from another of the same name: common names, cities, other companies; read from a data file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from monitor.config.strict_toml import Table, read_shipped

#: 二, 12, a, 东: what numbers a phase or a quarter of an estate
_ORDINAL = r"(?:i{1,3}|iv|[一二三四五六七八九十\da-zⅠ-Ⅻⅰ-ⅻ东西南北中][一二三四五六七八九十\d东西南北、,-]{0,3})"


@dataclass(frozen=True, slots=True)
class Estates:
    """The words by which SubjectFinder judges a name; all in folded spelling (monitor.text.normalising)."""

    #: matches what makes a longer name of the name before it: 二期, 东区, 桂苑
    continued: re.Pattern[str]
    #: matches what stands before a name and makes a longer one: 新
    prefixed: re.Pattern[str]
    #: the same, whatever stands before it
    prefix: re.Pattern[str]
    #: finds the name of an estate, whosever it is
    named: re.Pattern[str]
    #: matches in its group `name` what is no name after all: 小区花园
    unnamed: re.Pattern[str]
    #: matches a whole name that many places have
    common: re.Pattern[str]
    #: finds a word that belongs to where people live or work
    estate: re.Pattern[str]
    #: finds a word of the share market
    market: re.Pattern[str]
    #: matches the end of what stands before a name when it is only compared with
    compared: re.Pattern[str]
    #: finds a word of comparison, wherever it stands
    aside: re.Pattern[str]
    #: matches what stands after a name when it only says where another place is
    landmark: re.Pattern[str]
    companies: tuple[str, ...]
    #: the same for a company's name
    company_compared: re.Pattern[str]
    #: matches, right behind a name of ours or right before it, what reads like the name of a company
    company_behind: re.Pattern[str]
    company_before: re.Pattern[str]
    #: matches behind a company's name when it is not there yet
    company_coming: re.Pattern[str]
    #: finds in the X of X物业 what makes it no company's name: 我们小区物业
    generic: re.Pattern[str]
    #: city → its province
    province_of: dict[str, str]
    #: county → its city
    city_of: dict[str, str]
    #: matches after a city's name when it is no city: 上海路
    not_a_city: re.Pattern[str]

    def fits(self, place: str, city: str, region: str | None) -> bool:
        """Whether a place that a text names can be where (city, region) is."""
        place, city = _bare(place), _bare(city)
        prefecture = self.city_of.get(city, city)
        return place in {city, region, prefecture, self.province_of.get(prefecture)} or self.city_of.get(place) == city

    def names_another(self, text: str) -> bool:
        """Whether a text without a name of ours names some estate, and not only to compare: 枫桦丽苑小区."""
        for found in self.named.finditer(text):
            ahead = text[max(0, found.start() - 4) : found.end("name")]
            if not (self.unnamed.search(found["name"]) or self.aside.search(ahead)):
                return True
        return False

    def places(self) -> frozenset[str]:
        return frozenset({*self.province_of, *self.province_of.values(), *self.city_of})


@cache
def shipped_estates() -> Estates:
    """What comes with the package: lexicons/estates.toml (shell)."""
    return parse_estates(*read_shipped("estates.toml"))


def parse_estates(text: str, file: str) -> Estates:
    """Raises SettingsError (file, line, field) for unknown keys and wrong types."""
    root = Table.parse(text, file)
    continued, common, support = root.table("continued"), root.table("common"), root.table("support")
    compared, companies, cities = root.table("compared"), root.table("companies"), root.table("cities")
    provinces, counties, districts = root.table("provinces"), root.table("counties"), root.table("districts")
    prefixed, unknown = root.table("prefixed"), root.table("unknown")
    root.done()
    generic = _alternatives(companies.texts("generic"))
    company = rf"(?P<name>[{companies.text('signs')}]{{2}})物业"
    estates = Estates(
        continued=_continued(continued.texts("counted"), continued.texts("words")),
        prefixed=_prefixed(prefixed.texts("words"), prefixed.texts("after")),
        prefix=re.compile(f"(?:{_alternatives(prefixed.texts('words'))})$"),
        named=_named(unknown.texts("suffixes"), unknown.texts("before_estate"), unknown.texts("followed")),
        unnamed=re.compile(f"(?:{_alternatives(unknown.texts('generic'))})$"),
        common=_common(common.texts("prefixes"), common.texts("suffixes"), common.texts("words")),
        estate=_any_of(support.texts("estate")),
        market=_any_of(support.texts("market")),
        compared=re.compile(f"(?:{_alternatives(compared.texts('before'))})(?:的|一下|得上)?$"),
        aside=_any_of(compared.texts("before")),
        landmark=re.compile(f"(?:小区)?的?(?:{_alternatives(compared.texts('after'))})的?"),
        companies=companies.texts("names"),
        company_compared=re.compile(f"(?:{_alternatives(companies.texts('compared'))})$"),
        company_coming=re.compile(_alternatives(companies.texts("coming"))),
        company_behind=re.compile(rf"(?:小区)?[的,， ]?[^\W\d_a-z]{{0,2}}?{company}"),
        company_before=re.compile(rf"{company}(?:公司|集团|服务)?[的,， ]?$"),
        generic=re.compile(f"^(?:{generic})|(?:{generic})$|{_alternatives(companies.texts('acts'))}"),
        province_of={city: province for province in provinces.keys() for city in provinces.texts(province)},  # noqa: SIM118
        city_of={county: counties.text(county) for county in counties.keys()}  # noqa: SIM118
        | {each: city for city in districts.keys() for each in districts.texts(city)},  # noqa: SIM118
        not_a_city=_any_of(cities.texts("not_before")),
    )
    for table in (prefixed, unknown, continued, common, support, compared, companies, cities):
        table.done()
    return estates


def _bare(place: str) -> str:
    return place[:-1] if len(place) > 2 and place[-1] in "市省" else place


def _alternatives(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_alternatives(words))


def _continued(counted: tuple[str, ...], words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"[\s(（【\[〔·\-—第]{{0,3}}{_ORDINAL}(?:{_alternatives(counted)})|{_alternatives(words)}")


def _prefixed(words: tuple[str, ...], after: tuple[str, ...]) -> re.Pattern[str]:
    """Behind another word it belongs to that: 最新, 城东."""
    return re.compile(rf"(?:^|[^\w]|{_alternatives(after)})(?:{_alternatives(words)})$")


def _named(suffixes: tuple[str, ...], before_estate: tuple[str, ...], followed: tuple[str, ...]) -> re.Pattern[str]:
    """The suffix of a name and what belongs to an estate behind it, with up to five ideographs before."""
    behind = rf"的?(?:{_alternatives(followed)})|\d{{1,3}}[栋幢期]|\d{{1,3}}号楼|[一二三四五六七八九十]{{1,2}}[期栋幢]"
    return re.compile(
        rf"(?P<name>[\u4e00-\u9fff]{{1,5}}?)(?:(?:{_alternatives(suffixes)})(?={behind})|(?:{_alternatives(before_estate)})(?=小区))"
    )


def _common(prefixes: tuple[str, ...], suffixes: tuple[str, ...], words: tuple[str, ...]) -> re.Pattern[str]:
    """Two ideographs or three letters say too little, whatever they are."""
    return re.compile(
        rf"(?:{_alternatives(prefixes)})(?:{_alternatives(suffixes)})|{_alternatives(words)}|[^\x00-\x7f]{{1,2}}|[\x00-\x7f]{{1,3}}"
    )
