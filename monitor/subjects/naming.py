"""Which projects and companies a text names: the longest name wins, and other places' names are not taken for ours."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.company.organisation import Organisation, Project
from monitor.records import How
from monitor.subjects.estates import Estates
from monitor.subjects.known import known_names, other_companies, short_names
from monitor.subjects.nearby import NEAR, Span, content, fine, leading, left, managed_by_another, measured, warned

#: a text that names more is a list; so that no text costs more than its length
MOST_NAMES = 100
#: the first phase was there before anybody counted: 阳光雅苑一期 is 阳光雅苑, unless a project is called so
_FIRST = re.compile(r"[\s(（【\[〔·\-—第]{0,3}(?:一|1|i|ⅰ)期")
#: names of a text that are compared one with another before a map of what is taken pays
_FEW = 8


@dataclass(frozen=True, slots=True)
class Named:
    """A name found at text[start:end]; no projects: the company's own name."""

    name: str
    how: How
    projects: tuple[Project, ...]
    start: int
    end: int
    #: only compared with: 隔壁阳光雅苑, 阳光雅苑对面的工地
    compared: bool = False
    #: another city or another company says that this is not ours
    foreign: bool = False
    #: it goes on to another estate's name: 阳光花园二期, 新阳光花园
    continued: bool = False
    #: only what people leave of a name: 自行车 for 自行车小区
    short: bool = False

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


class NameReader:
    """Reads folded texts for the names of one organisation. Linear in the text, whatever the number of names."""

    def __init__(self, organisation: Organisation, estates: Estates) -> None:
        self._estates = estates
        known = known_names(organisation)
        self._short = short_names(organisation, estates, known)
        self._known = known | self._short
        self._keys = list(self._known)
        self._names = AhoCorasick(self._keys, matchkind=MatchKind.Standard) if self._keys else None
        own = {word for project in organisation.projects for word in (project.city, project.region) if word}
        self._places = estates.places() | own | {place[:-1] for place in own if place.endswith("市")}
        self._context_words = sorted(self._places | set(other_companies(organisation, estates)))
        self._context = AhoCorasick(self._context_words, matchkind=MatchKind.LeftmostLongest)

    def read(self, text: str) -> Reading:
        found = self._names.find_matches_as_indexes(text, overlapping=True) if self._names else None
        return self._reading(text, self._longest(text, found)) if found else NOTHING

    def context(self, text: str) -> Reading:
        """Places and other companies of a text that names nothing of ours."""
        return self._reading(text, [])

    def _longest(self, text: str, found: Sequence[tuple[int, int, int]]) -> list[Span]:
        """The longest names first, the leftmost among equals; what overlaps one that is taken is out."""
        taken: list[Span] = []
        free = _free(len(text), len(found))
        for index, start, end in sorted(found, key=_by_length):
            if _whole_word(text, start, end) and free(start, end):
                taken.append(Span(self._keys[index], start, end))
        return sorted(taken, key=_by_start)[:MOST_NAMES]

    def _reading(self, text: str, spans: list[Span]) -> Reading:
        places, companies = self._surroundings(text, spans)
        own_company = any(not self._known[span.value][1] for span in spans)
        # whoever else is named beside our own company is not in charge
        others = None if own_company else companies
        names = tuple([self._judged(text, span, places, others, spans) for span in spans])
        return Reading(names, tuple(dict.fromkeys([place.value for place in places])), bool(others))

    def _surroundings(self, text: str, spans: list[Span]) -> tuple[list[Span], list[Span]]:
        places: list[Span] = []
        companies: list[Span] = []
        inside = _inside(spans)
        for index, start, end in self._context.find_matches_as_indexes(text):
            word = self._context_words[index]
            if inside(start) or inside(end - 1):
                continue
            if word in self._places:
                if not self._estates.not_a_city.match(text, end):
                    places.append(Span(word, start, end))
            elif not (
                self._estates.company_compared.search(text[max(0, start - 4) : start])
                or self._estates.company_coming.match(text, end)
            ):
                companies.append(Span(word, start, end))
        return places[:MOST_NAMES], companies[:MOST_NAMES]

    def _judged(
        self, text: str, span: Span, places: list[Span], companies: list[Span] | None, spans: list[Span]
    ) -> Named:
        how, projects = self._known[span.value]
        estates, before = self._estates, text[max(0, span.start - 7) : span.start]
        compared = bool(estates.compared.search(before)) and not self._landmarked(text, span, spans)
        longer = self._prefixed(text, span, places)
        if not projects:
            return Named(span.value, how, (), span.start, span.end, compared, continued=longer)
        begin = next((each.start for each in places if each.end == span.start), span.start)
        compared = compared or bool(estates.landmark.match(text, span.end)) or warned(text, span) or fine(text, span)
        compared = compared or content(text, span, spans) or left(text, span, spans)
        where = leading(text, places, span) if places else []
        fitting = tuple([each for each in projects if self._fit(where, each)]) if where else projects
        foreign = not fitting or (companies is not None and self._anothers(text, span, companies))
        foreign = foreign or measured(text, span, begin)
        onwards = estates.continued.match(text, span.end)
        continued = bool((onwards and not _FIRST.match(text, span.end)) or longer)
        short = span.value in self._short
        return Named(span.value, how, fitting or projects, span.start, span.end, compared, foreign, continued, short)

    def _prefixed(self, text: str, span: Span, places: list[Span]) -> bool:
        """新阳光花园, 长沙新阳光花园: a longer name, whose first character is not part of ours."""
        before = text[max(0, span.start - 7) : span.start]
        if not self._estates.prefix.search(before):
            return False
        if self._estates.prefixed.search(before):
            return True
        start = span.start - 1
        return any(each.end == start or text[each.end : start] in ("市", "区", "县") for each in places)

    def _fit(self, places: Iterable[str], project: Project) -> bool:
        return any(self._estates.fits(place, project.city, project.region) for place in places)

    def _landmarked(self, text: str, span: Span, spans: list[Span]) -> bool:
        """阳光雅苑对面的云和花府: the first says where the second is, and the second is what it is about."""
        index = bisect_right([each.start for each in spans], span.start) - 1
        return index > 0 and bool(self._estates.landmark.fullmatch(text, spans[index - 1].end, span.start))

    def _anothers(self, text: str, span: Span, companies: list[Span]) -> bool:
        """Another company is in charge: of the list, said to be, or with its name beside ours."""
        if managed_by_another(text, span, companies, self._stranger):
            return True
        estates = self._estates
        behind = estates.company_behind.match(text, span.end)
        before = estates.company_before.search(text, max(0, span.start - NEAR), span.start)
        if before and estates.company_compared.search(text[max(0, before.start() - 4) : before.start()]):
            before = None
        return any(found and f"{found['name']}物业" not in self._known for found in (behind, before))

    def _stranger(self, word: str) -> bool:
        """What stands before 物业 is the name of a company, and not ours."""
        return word not in self._known and not self._estates.generic.search(word)


def _by_length(match: tuple[int, int, int]) -> tuple[int, int]:
    return match[1] - match[2], match[1]


def _by_start(span: Span) -> int:
    return span.start


def _free(length: int, count: int) -> Callable[[int, int], bool]:
    """Says whether a stretch is free, and takes it; a map of the text only where many have to be told apart."""
    if count > _FEW:
        covered = bytearray(length)

        def free(start: int, end: int) -> bool:
            if any(covered[start:end]):
                return False
            covered[start:end] = b"\1" * (end - start)
            return True
    else:
        taken: list[tuple[int, int]] = []

        def free(start: int, end: int) -> bool:
            for first, last in taken:
                if start < last and first < end:
                    return False
            taken.append((start, end))
            return True

    return free


def _inside(spans: Sequence[Span]) -> Callable[[int], bool]:
    """Whether a position lies in one of the spans, which are in order."""
    starts = [span.start for span in spans]

    def inside(position: int) -> bool:
        index = bisect_right(starts, position)
        return index > 0 and position < spans[index - 1].end

    return inside


def _whole_word(text: str, start: int, end: int) -> bool:
    """A name in Latin letters or digits does not count inside a longer run of them."""
    return not (_joined(text, start - 1, start) or _joined(text, end - 1, end))


def _joined(text: str, left: int, right: int) -> bool:
    if left < 0 or right >= len(text):
        return False
    one, other = text[left], text[right]
    return one.isascii() and other.isascii() and one.isalnum() and other.isalnum()
