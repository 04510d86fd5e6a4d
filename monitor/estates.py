"""What tells one estate from another of the same name: common names, cities, other companies; read from a data file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from monitor.strict_toml import Table, read_shipped

#: 二, 12, a, 东: what numbers a phase or a quarter of an estate
_ORDINAL = r"[一二三四五六七八九十\da-z东西南北中][一二三四五六七八九十\d东西南北、,-]{0,3}"


@dataclass(frozen=True, slots=True)
class Estates:
    """The words by which SubjectFinder judges a name; all in folded spelling (monitor.text)."""

    #: matches what makes a longer name of the name before it: 二期, 东区, 桂苑
    continued: re.Pattern[str]
    #: matches a whole name that many places have
    common: re.Pattern[str]
    #: finds a word that belongs to where people live or work
    estate: re.Pattern[str]
    #: finds a word of the share market
    market: re.Pattern[str]
    #: matches the end of what stands before a name when it is only compared with
    compared: re.Pattern[str]
    companies: tuple[str, ...]
    #: the same for a company's name
    company_compared: re.Pattern[str]
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
    provinces, counties = root.table("provinces"), root.table("counties")
    root.done()
    generic = _alternatives(companies.texts("generic"))
    estates = Estates(
        continued=_continued(continued.texts("counted"), continued.texts("words")),
        common=_common(common.texts("prefixes"), common.texts("suffixes"), common.texts("words")),
        estate=_any_of(support.texts("estate")),
        market=_any_of(support.texts("market")),
        compared=re.compile(f"(?:{_alternatives(compared.texts('before'))})(?:的|一下|得上)?$"),
        companies=companies.texts("names"),
        company_compared=re.compile(f"(?:{_alternatives(companies.texts('compared'))})$"),
        generic=re.compile(f"^(?:{generic})|(?:{generic})$"),
        province_of={city: province for province in provinces.keys() for city in provinces.texts(province)},  # noqa: SIM118
        city_of={county: counties.text(county) for county in counties.keys()},  # noqa: SIM118
        not_a_city=_any_of(cities.texts("not_before")),
    )
    for table in (continued, common, support, compared, companies, cities):
        table.done()
    return estates


def _bare(place: str) -> str:
    return place[:-1] if len(place) > 2 and place[-1] in "市省" else place


def _alternatives(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_alternatives(words))


def _continued(counted: tuple[str, ...], words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"[\s(（·\-—]{{0,2}}{_ORDINAL}(?:{_alternatives(counted)})|{_alternatives(words)}")


def _common(prefixes: tuple[str, ...], suffixes: tuple[str, ...], words: tuple[str, ...]) -> re.Pattern[str]:
    """Two ideographs or three letters say too little, whatever they are."""
    return re.compile(
        rf"(?:{_alternatives(prefixes)})(?:{_alternatives(suffixes)})|{_alternatives(words)}|[^\x00-\x7f]{{1,2}}|[\x00-\x7f]{{1,3}}"
    )
