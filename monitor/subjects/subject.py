"""Whose matter a mention is: the project it was given, names or was found by, the company, or nobody we know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from monitor.company.organisation import COMPANY, Organisation, Project
from monitor.personal.privacy import PUBLIC
from monitor.records import How, Mention, Parent, Subject
from monitor.subjects.estates import Estates, shipped_estates
from monitor.subjects.naming import NOTHING, Named, NameReader, Reading
from monitor.text.normalising import Normalised, normalise
from monitor.text.spelling import undotted
from monitor.times import EARLIEST

NOBODY = Subject()
UNPLACED = Subject(unplaced=True)
THE_COMPANY = Subject(how="company")
UNPLACED_COMPANY = Subject(how="company", unplaced=True)

#: matters that concern the company wherever they happen
COMPANY_MATTERS = frozenset({"market", "media"})
#: where a name in the title of a group or in a short text speaks of shares
MARKET_SOURCES = frozenset({"guba", "xueqiu", "hkex"})
#: a text that lists more projects than this is about the company's estates in general, not about each of them
MOST_PROJECTS = 16
#: a short alias of the company is a word of its own beside one of these
_SPOKEN_OF = "投诉|举报|曝光|抵制|的|是|被|找|给|跟|和|让|在|对|问|买|卖|持有|做空"
_SPEAKS = "物业|服务|集团|公司|股|的|这|太|真|又|不|也|都|就|怎么|为什么|能不能|跌|涨|发布|回应|上市"
#: code points of what a comment hangs under that say whose it is
PARENT_HEAD = 2_000
#: who comments on his own estate beside the one that is shown
_OF_ANOTHER = re.compile(
    r"坐标|我们?(?:家|们)?(?:这|那)?(?:个|边|里|儿)?(?:的)?小区[^。！!？?]{0,8}也|(?:别|其他|另一?个)的?小区"
)
#: an account that speaks of its own city
_AUTHORITY = re.compile("警方|公安|交警|网警|消防|应急|检察|法院|政府|发布|住建|城管|卫健|市场监管|街道|派出所")
#: behind a city, what befell people there: 广州那个小区, 杭州电梯坠亡
_BEFELL = re.compile(
    "市?(?:[那这][个起次场件]?|有个?|某|一个?|的|昨[天晚]|今[天早]|前几?天|刚刚?)*"
    "(?:小区|楼盘|(?:电梯|燃气|煤气)(?!公司|集团|厂|厂家|牌|品牌|维保|师傅|的人|说|来人)|高空|跳楼|坠|着火|起火|火灾|大火|爆炸|砸死|坍塌|塌|杀|砍|捅|"
    "伤人|溺|触电|中毒)"
)
#: who speaks of us, of a house or of help beside that may tell what befell us
_OURS = re.compile(
    "[我咱俺]|[本这]小区|[0-9一二三四五六七八九十]{1,3}(?:栋|幢|号楼|单元|楼|层)|楼[上下里]|隔壁|对门|业主|住户|租客|物业|"
    "地库|车库|门口|快[来跑叫打救]|救[命人]|119|120|现在也|[困卡关][在着了]?[^,，。！!？?]{0,3}(?:里面|里头)|人(?:还)?在里面|"
    "也(?:坠|着|冒|塌|漏|停|掉|出事)|又(?:坠|掉|着|塌|漏|冒|停|炸|困)"
)
#: an unplaced post of this level is told nevertheless
GRAVE = 3


def subject_key(subject: Subject) -> str:
    """The timeline key: the project's id, "company", or "none" for nobody we know."""
    if subject.project is not None:
        return subject.project
    return COMPANY if subject.how == "company" else "none"


class _Clues(Struct, frozen=True):
    """What a mention says about its own whereabouts, apart from its text."""

    text: str
    reading: Reading
    group: Reading
    group_projects: tuple[Project, ...]
    keyword: Reading
    location: Reading
    #: the name of an account that the platform vouches for: 合肥警方
    author: Reading
    #: … which is an authority's, who speaks of its own city
    authority: bool


class SubjectFinder:
    """Finds whose matter a mention is, for one organisation."""

    def __init__(self, organisation: Organisation, estates: Estates | None = None) -> None:
        """`estates`: what tells one estate from another; by default the data file that comes with the package."""
        self._organisation = organisation
        self._estates = estates or shipped_estates()
        self._reader = NameReader(organisation, self._estates)
        self._code = _bare_code(organisation.company.stock_code)
        # crawlers repeat the same few keywords, groups and locations
        self._aside = lru_cache(maxsize=4096)(self._read_aside)
        # and hundreds of comments hang under one video
        self._above = lru_cache(maxsize=1024)(self._read_parent)

    def read(self, text: Normalised, title: Normalised) -> Reading:
        """What title and text name of ours."""
        return self._reader.read(_spoken(text, title))

    def find(
        self, mention: Mention, text: Normalised, title: Normalised, categories: Sequence[str], level: int,
        reading: Reading | None = None,
    ) -> list[Subject]:  # fmt: skip
        """The subjects, the primary first; never empty: `Subject()` (how none) when it is nobody's we know.

        `categories` and `level` are the risk judgement's: market and media matters concern the company as well, and
        a grave post that we were led to is told to the company even when its estate cannot be told. `reading` is that
        of `read`, when it is at hand.
        """
        reading = self.read(text, title) if reading is None else reading
        complaint = mention.kind == "complaint"
        led = mention.project or mention.group or mention.keyword or mention.location or mention.parent
        if not (reading.names or complaint or led or mention.source in MARKET_SOURCES):
            return [NOBODY]
        clues = self._clues(mention, _spoken(text, title), reading)
        subjects = self._projects(mention, clues) or [self._without_project(mention, clues, complaint, level)]
        if COMPANY_MATTERS & set(categories) and subjects[0] not in (NOBODY, UNPLACED):
            subjects = [*subjects, *([] if any(each.project is None for each in subjects) else [THE_COMPANY])]
        return subjects

    def _clues(self, mention: Mention, spoken: str, reading: Reading) -> _Clues:
        return _Clues(
            text=spoken,
            reading=reading,
            group=self._aside(mention.group),
            group_projects=self._organisation.in_group(mention.group) if mention.group else (),
            keyword=self._aside(mention.keyword),
            location=self._aside(mention.location),
            author=self._aside(_vouched(mention)),
            authority=_AUTHORITY.search(_vouched(mention)) is not None,
        )

    def _read_aside(self, value: str | None) -> Reading:
        if not value:
            return NOTHING
        text = undotted(normalise(value).text)
        reading = self._reader.read(text)
        return reading if reading.names else self._reader.context(text)

    # ------------------------------------------------------------ projects

    def _projects(self, mention: Mention, clues: _Clues) -> list[Subject]:
        given = self._given(mention, clues)
        named = [(each, project) for each in clues.reading.names for project in self._resolved(each, clues)]
        plain = [_subject(project, each.how) for each, project in named if not each.compared]
        own = given or plain or self._under(mention, clues) or self._led_to(clues)
        found = [*own, *plain] if own else [_subject(project, each.how) for each, project in named]
        first = {subject.project: subject for subject in reversed(found)}
        return [first[project] for project in dict.fromkeys(each.project for each in found)][:MOST_PROJECTS]

    def _given(self, mention: Mention, clues: _Clues) -> list[Subject]:
        if not mention.project:
            return []
        # a ticket system may write more than the name: 杭州阳光雅苑3栋
        projects = self._organisation.lookup(mention.project) or self._one(self._aside(mention.project), clues)
        projects = projects if len(projects) < 2 else self._told_apart(projects, clues)
        return [_subject(projects[0], "given")] if len(projects) == 1 else []

    def _under(self, mention: Mention, clues: _Clues) -> list[Subject]:
        """A comment that names nobody else is of the estate of what it hangs under, where that is of one."""
        if mention.parent is None or mention.kind != "comment" or clues.reading.names:
            return []
        said = self._reader.context(clues.text) if clues.reading is NOTHING else clues.reading
        if said.other_company or self._estates.names_another(clues.text) or _OF_ANOTHER.search(clues.text):
            return []
        projects = self._above(mention.parent, mention.source)
        if len(projects) != 1 or (said.places and not self._fits(said.places, projects[0])):
            return []
        return [_subject(projects[0], "parent")]

    def _read_parent(self, parent: Parent, source: str) -> tuple[Project, ...]:
        """The projects that it is of."""
        text, title = normalise(parent.text[:PARENT_HEAD]), normalise((parent.title or "")[:PARENT_HEAD])
        stands_for = Mention(
            id="parent", source=source, text=parent.text[:PARENT_HEAD], published_at=EARLIEST, keyword=parent.keyword,
            group=parent.group, location=parent.location, project=parent.project,
        )  # fmt: skip
        clues = self._clues(stands_for, _spoken(text, title), self.read(text, title))
        found = (self._organisation.project(each.project) for each in self._projects(stands_for, clues))
        return tuple(each for each in found if each is not None)

    def _led_to(self, clues: _Clues) -> list[Subject]:
        """For “我们小区”: the group, then the keyword, then the location decide."""
        group = clues.group_projects or self._one(clues.group, clues)
        if group:
            return [] if self._of_another_city(clues, group[0]) else [_subject(group[0], "group")]
        continued = any(each.continued for each in clues.reading.names)
        if continued or not self._estates.estate.search(clues.text) or self._elsewhere(clues):
            return []
        if self._estates.names_another(clues.text):
            return []
        how: How
        for how, reading in (("keyword", clues.keyword), ("location", clues.location)):
            if projects := self._one(reading, clues):
                return [_subject(projects[0], how)]
        return []

    def _one(self, reading: Reading, clues: _Clues) -> tuple[Project, ...]:
        """The project that a group, keyword or location names, when it is exactly one."""
        named = [each.projects for each in reading.names if each.projects and each.ours]
        if len(named) != 1:
            return ()
        projects = named[0] if len(named[0]) == 1 else self._told_apart(named[0], clues)
        return projects if len(projects) == 1 else ()

    def _elsewhere(self, clues: _Clues) -> bool:
        """The text speaks of our name in another city, of another company, or of places where what led to it is not."""
        reading = self._reader.context(clues.text) if clues.reading is NOTHING else clues.reading
        if reading.other_company or any(each.foreign for each in reading.names):
            return True
        if any(self._of_another_city(clues, each) for each in clues.group_projects or self._one(clues.group, clues)):
            return True
        led = [project for each in (*clues.keyword.names, *clues.location.names) for project in each.projects]
        return bool(reading.places and led) and not any(self._fits(reading.places, each) for each in led)

    def _of_another_city(self, clues: _Clues, project: Project) -> bool:
        """Our chats talk of what befell people elsewhere (广州电梯坠亡太惨了), and say nothing of us with it."""
        if clues.reading.names or _OURS.search(clues.text):
            return False
        places = self._reader.context(clues.text).places
        if not places or self._fits(places, project):
            return False
        return any(
            _BEFELL.match(clues.text, found.end())
            for each in places
            for found in re.finditer(re.escape(each), clues.text)
        )

    # ------------------------------------------------------------ names

    def _resolved(self, named: Named, clues: _Clues) -> tuple[Project, ...]:
        """The projects that a name in the text means: none when it is common, foreign or cannot be told apart."""
        if not (named.ours and named.projects):
            return ()
        projects = named.projects if len(named.projects) == 1 else self._told_apart(named.projects, clues)
        if (named.short or self._estates.common.fullmatch(named.name)) and not self._supported(named, projects, clues):
            return ()
        return projects

    def _told_apart(self, projects: tuple[Project, ...], clues: _Clues) -> tuple[Project, ...]:
        """Of several with one name: those in the places of the text, else of the group, keyword, location or author."""
        grouped = tuple(each for each in projects if each in clues.group_projects)
        if grouped:
            return grouped
        for reading in (clues.reading, clues.group, clues.keyword, clues.location, clues.author):
            if fitting := tuple(each for each in projects if self._fits(reading.places, each)):
                several = len(fitting) > 1 and reading is not clues.reading
                return () if several else fitting
        return ()

    def _supported(self, named: Named, projects: Sequence[Project], clues: _Clues) -> bool:
        """Something beside a common name says that it is ours."""
        places = (*clues.reading.places, *clues.group.places, *clues.keyword.places)
        if any(self._fits(places, each) or each in clues.group_projects for each in projects):
            return True
        if any(not each.projects for each in clues.reading.names):
            return True
        searched = any(each.name == named.name for each in (*clues.keyword.names, *clues.group.names))
        here = any(self._fits((*clues.location.places, *clues.author.places), each) for each in projects)
        if (clues.location.places or (clues.authority and clues.author.places)) and not here:
            return False
        if here or searched:
            return True
        # the rest of a name may be what the text is about: 自行车 in a text about the estate's bicycles
        return not named.short and bool(self._estates.estate.search(_without(clues.text, named.name)))

    def _fits(self, places: Iterable[str], project: Project) -> bool:
        return any(self._estates.fits(place, project.city, project.region) for place in places)

    # ------------------------------------------------------------ no project

    def _without_project(self, mention: Mention, clues: _Clues, complaint: bool, level: int) -> Subject:
        if complaint:
            return UNPLACED_COMPANY
        if self._company_named(mention, clues):
            return THE_COMPANY
        names = clues.reading.names
        if any(each.foreign for each in names) and all(each.foreign for each in names):
            return NOBODY
        led = any(not each.foreign for each in (*clues.keyword.names, *clues.group.names))
        if level >= GRAVE and led and not self._elsewhere(clues):
            return UNPLACED_COMPANY
        return UNPLACED if names or (led and self._estates.estate.search(clues.text)) else NOBODY

    def _company_named(self, mention: Mention, clues: _Clues) -> bool:
        """The company's own name, in the text or over the group; a short alias needs words that speak of us."""
        named = [each.name for each in clues.reading.names if not each.projects and each.ours and not each.compared]
        if mention.source in MARKET_SOURCES:
            named += [each.name for each in (*clues.group.names, *clues.keyword.names) if not each.projects]
            if self._code and self._code.search(f"{clues.text} {mention.group or ''} {mention.keyword or ''}"):
                return True
        return any(self._tells_company(name, clues.text) for name in named)

    def _tells_company(self, name: str, text: str) -> bool:
        if not self._estates.common.fullmatch(name):
            return True
        if not re.search(rf"(?:^|[^\w]|{_SPOKEN_OF}){re.escape(name)}|{re.escape(name)}(?:$|[^\w]|{_SPEAKS})", text):
            return False
        rest = _without(text, name)
        return bool(self._estates.estate.search(rest) or self._estates.market.search(rest))


def own_names(reading: Reading) -> list[str]:
    """The names of our projects in a text, where neither place nor company says that another one is meant."""
    return [each.name for each in reading.names if each.projects and each.ours and not each.compared]


def _vouched(mention: Mention) -> str:
    """The author's name, where the platform vouches for it: 合肥警方 says whose 清漱园 it is."""
    author = mention.author
    return (author.name or "") if author is not None and (author.verified or author.verified_as in PUBLIC) else ""


def _spoken(text: Normalised, title: Normalised) -> str:
    whole = f"{title.text}\n{text.text}" if title.text and not text.text.startswith(title.text) else text.text
    return undotted(whole)


def _bare_code(stock_code: str | None) -> re.Pattern[str] | None:
    """The digits alone, which mean the company where people talk of shares."""
    digits = (stock_code or "").partition(".")[0]
    return re.compile(rf"(?<![0-9a-z.]){digits}(?![0-9])") if digits.isdecimal() else None


def _subject(project: Project, how: How) -> Subject:
    return Subject(project=project.id, city=project.city, region=project.region, how=how)


def _without(text: str, name: str) -> str:
    """The text without the name, whose own words support nothing."""
    return text.replace(name, " ")
