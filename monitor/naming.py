"""Which projects and companies a text names: the longest name wins, and other places' names are not taken for ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.estates import Estates
from monitor.organisation import Organisation, Project, name_key
from monitor.records import How

#: a text that names more is a list; so that no text costs more than its length
MOST_NAMES = 100
#: how far from a name, in code points, another company's name still speaks of it
NEAR = 20
#: between a city and the estate's name: 上海市浦东新区某某路88号的阳光雅苑
_LED = re.compile(
    r"(?:市|省)?(?:[^\W\d_]{1,5}?(?:新区|区|县|镇|街道))?(?:[^\W\d_]{1,5}?(?:路|街|大道))?(?:\d{1,4}号)?[\s·的\-—】\])）]{0,2}"
)
#: 由金盛物业管理, 物业是金盛物业; 金盛物业管理的…; …（金盛物业）
_MANAGED_BY = tuple(
    re.compile(pattern.replace("X", r"([^\W\d_a-z]{2,4})"))
    for pattern in (
        "由X物业(?:公司|集团)?(?:管理|服务|负责|接管)",
        "物业(?:公司)?(?:是|叫|为|换成了?)X物业",
        "X物业(?:公司|集团)?(?:管理|服务|负责)的$",
        "^[(（]X物业",
    )
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name found at text[start:end]; no projects: the company's own name."""

    name: str
    how: How
    projects: tuple[Project, ...]
    start: int
    end: int
    #: only compared with: 隔壁阳光雅苑
    compared: bool = False
    #: another city or another company says that this is not ours
    foreign: bool = False
    #: it goes on to another estate's name: 阳光花园二期
    continued: bool = False

    @property
    def ours(self) -> bool:
        return not (self.foreign or self.continued)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text names: our projects and company, and the places (cities, provinces, regions) outside of names."""

    names: tuple[Named, ...] = ()
    places: tuple[str, ...] = ()
    #: another property company is named, and not only to compare
    other_company: bool = False


NOTHING = Reading()


@dataclass(frozen=True, slots=True)
class _Span:
    value: str
    start: int
    end: int


class NameReader:
    """Reads folded texts for the names of one organisation. Linear in the text, whatever the number of names."""

    def __init__(self, organisation: Organisation, estates: Estates) -> None:
        self._estates = estates
        self._named = _names(organisation)
        self._keys = list(self._named)
        self._names = AhoCorasick(self._keys, matchkind=MatchKind.Standard) if self._keys else None
        own = {word for project in organisation.projects for word in (project.city, project.region) if word}
        self._places = estates.places() | own | {place[:-1] for place in own if place.endswith("市")}
        self._context_words = sorted(self._places | set(_others(organisation, estates)))
        self._context = AhoCorasick(self._context_words, matchkind=MatchKind.LeftmostLongest)

    def read(self, text: str) -> Reading:
        found = self._names.find_matches_as_indexes(text, overlapping=True) if self._names else []
        return self._reading(text, self._longest(text, found)) if found else NOTHING

    def context(self, text: str) -> Reading:
        """Places and other companies of a text that names nothing of ours."""
        return self._reading(text, [])

    def _longest(self, text: str, found: Sequence[tuple[int, int, int]]) -> list[_Span]:
        """The longest names first, the leftmost among equals; what overlaps one that is taken is out."""
        taken: list[_Span] = []
        covered = bytearray(len(text))
        for index, start, end in sorted(found, key=lambda each: (each[1] - each[2], each[1])):
            if _whole_word(text, start, end) and not any(covered[start:end]):
                covered[start:end] = b"\1" * (end - start)
                taken.append(_Span(self._keys[index], start, end))
        return sorted(taken, key=lambda span: span.start)[:MOST_NAMES]

    def _reading(self, text: str, spans: list[_Span]) -> Reading:
        places, companies = self._surroundings(text, spans)
        own_company = any(not self._named[span.value][1] for span in spans)
        # whoever else is named beside our own company is not in charge
        others = None if own_company else companies
        names = tuple(self._judged(text, span, places, others) for span in spans)
        return Reading(names, tuple(dict.fromkeys(place.value for place in places)), bool(others))

    def _surroundings(self, text: str, spans: list[_Span]) -> tuple[list[_Span], list[_Span]]:
        places: list[_Span] = []
        companies: list[_Span] = []
        covered = {position for span in spans for position in range(span.start, span.end)}
        for index, start, end in self._context.find_matches_as_indexes(text):
            word = self._context_words[index]
            if start in covered or end - 1 in covered:
                continue
            if word in self._places:
                if not self._estates.not_a_city.match(text, end):
                    places.append(_Span(word, start, end))
            elif not self._estates.company_compared.search(text[max(0, start - 4) : start]):
                companies.append(_Span(word, start, end))
        return places[:MOST_NAMES], companies[:MOST_NAMES]

    def _judged(self, text: str, span: _Span, places: list[_Span], companies: list[_Span] | None) -> Named:
        how, projects = self._named[span.value]
        compared = bool(self._estates.compared.search(text[max(0, span.start - 7) : span.start]))
        if not projects:
            return Named(span.value, how, (), span.start, span.end, compared)
        leading = _leading(text, places, span)
        fitting = tuple(each for each in projects if self._fit(leading, each)) if leading else projects
        foreign = not fitting or (companies is not None and self._managed_by_another(text, span, companies))
        continued = bool(self._estates.continued.match(text, span.end))
        return Named(span.value, how, fitting or projects, span.start, span.end, compared, foreign, continued)

    def _fit(self, places: Iterable[str], project: Project) -> bool:
        return any(self._estates.fits(place, project.city, project.region) for place in places)

    def _managed_by_another(self, text: str, span: _Span, companies: list[_Span]) -> bool:
        if any(_distance(span, company) <= NEAR for company in companies):
            return True
        before, after = text[max(0, span.start - NEAR) : span.start], text[span.end : span.end + NEAR]
        return any(self._company_in(part) for part in (before, after))

    def _company_in(self, part: str) -> bool:
        if "物业" not in part:
            return False
        words = (found[1] for pattern in _MANAGED_BY if (found := pattern.search(part)))
        return any(word not in self._named and not self._estates.generic.search(word) for word in words)


def _names(organisation: Organisation) -> dict[str, tuple[How, tuple[Project, ...]]]:
    """Folded name → how it names, and the projects that have it (none: the company)."""
    found: dict[str, tuple[How, tuple[Project, ...]]] = {}
    how: How
    for project in organisation.projects:
        for name in (project.name, *project.aliases):
            how = "named" if name == project.name else "alias"
            first, others = found.get(name_key(name), (how, ()))
            found[name_key(name)] = (how if not others else first, (*others, project))
    company = organisation.company
    codes = _codes(company.stock_code) if company.stock_code else []
    for name in (company.name, *company.aliases, *codes):
        found.setdefault(name_key(name), ("company", ()))
    return found


def _codes(stock_code: str) -> list[str]:
    """06666.HK is also written HK06666, 6666.HK and $06666$."""
    digits, _, market = stock_code.partition(".")
    if not market:
        return [stock_code]
    return list(dict.fromkeys([stock_code, f"{market}{digits}", f"{digits.lstrip('0')}.{market}", f"${digits}$"]))


def _others(organisation: Organisation, estates: Estates) -> list[str]:
    """Companies other than ours, who may be one of the list."""
    company = organisation.company
    own = {name_key(name) for name in (company.name, *company.aliases)}
    return [name for name in estates.companies if name not in own]


def _whole_word(text: str, start: int, end: int) -> bool:
    """A name in Latin letters or digits does not count inside a longer run of them."""
    return not (_joined(text, start - 1, start) or _joined(text, end - 1, end))


def _joined(text: str, left: int, right: int) -> bool:
    if left < 0 or right >= len(text):
        return False
    pair = text[left] + text[right]
    return pair.isascii() and pair.isalnum()


def _leading(text: str, places: list[_Span], name: _Span) -> list[str]:
    """The places that say where the name is; 苏州和武汉的锦澜花园 is in both."""
    leading: list[_Span] = []
    for place in reversed(places):
        joined = leading and text[place.end : leading[-1].start] in {"和", "、", "与", "及", ""}
        if joined or _leads(text, place, name):
            leading.append(place)
    return [place.value for place in leading]


def _leads(text: str, place: _Span, name: _Span) -> bool:
    """上海阳光雅苑, 上海市浦东新区阳光雅苑, 阳光雅苑（上海）, 【上海】…: the place says where the name is."""
    before, after = text[place.start - 1 : place.start], text[place.end : place.end + 1]
    bracketed = before in set("【[#(（") and after in set("】]#)）市") and before != ""
    if place.end <= name.start:
        between = text[place.end : name.start]
        return (len(between) <= NEAR and bool(_LED.fullmatch(between))) or (bracketed and before in "【[#")
    return bracketed and place.start - name.end == 1


def _distance(one: _Span, other: _Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
