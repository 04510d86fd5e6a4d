"""What a text does not state as a fact: negated, supposed, asked, denied, or said of somewhere else."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from monitor.lexicons.lexicon import FRAMES
from monitor.risk import asking
from monitor.risk.answering import answered, smoked
from monitor.risk.cleared import cleared
from monitor.risk.correcting import acted, joked, recounted
from monitor.risk.denying import denied, explained
from monitor.risk.elsewhere import cited, elsewhere, left_behind, near_by, told_tales
from monitor.risk.feared import later, not_ours, planned, warned
from monitor.risk.holders import laid
from monitor.risk.idle import lost_things
from monitor.risk.matcher import NEGATOR, Span
from monitor.risk.rules import Finding
from monitor.risk.scanning import Scan
from monitor.risk.titles import entitles
from monitor.risk.unreal import retracted, unreal, wished
from monitor.risk.zero import zeros

#: who does not want to live fears nothing: 有人不想活跳下去了
_NOT_TO_LIVE, _NEAR = ("不想活", "不想再活", "不想做人"), 8
#: 加班加到不想活跳楼算了; but 被骂得不想活跳楼了 is meant
_WEARY = re.compile("(?<![打逼骂病痛磨负辱])(?:得|到)(?:我|人|都|快|真)*$")
#: no negator and its reach together are longer
_FARTHEST = 30
#: how far a threat reaches
_THREAT = 10
#: how a clause begins that tells what comes of the one before
_COMES_OF = ("造成", "导致", "致使", "酿成", "甚至", "以致", "进而")
#: what somebody was asked is told, not asked: 问我是不是一个人住
_REPORTED = ("问我", "问她", "问他", "问了我", "问我妈", "问我爸", "问我女儿", "问业主", "问人家", "反问我", "问老人")
#: in a longer text an injury beside a word of danger is feared, unless it is told as having happened
_HISTORY = 120
#: behind them stands what did not happen, and in these a word for water or current says what it is of
_HAPPENED = ("发生", "发生过", "出现", "造成", "引发", "导致", "发现", "接到")
_THINGS = ("电梯", "电动", "电瓶", "电器", "电缆", "电线", "水管", "水泵", "水箱")
_DAY = re.compile("[0-9]{1,2}月[0-9]{1,2}[日号]")
_DRILL = FRAMES.index("drill")


class Doubts:
    """The stretches of one text that state nothing; computed once, then asked for each finding."""

    def __init__(self, scan: Scan, named: Mapping[str, int], hearsay: int, own: Sequence[Span] = ()) -> None:
        """`own`: where the text names what is ours; “一小区” is then that, and what follows the name is at home."""
        self.scan, self.named = scan, named
        # most texts have no word for most of it, and nothing is looked for further then
        there = scan.present
        self._denied = denied(scan, named, hearsay) if there[named["denied"]] else []
        if there[named["revealed"]]:
            self._denied += explained(scan, named, hearsay)
        self._denied += (
            cleared(scan.text) + answered(scan.text) + joked(scan.text) + retracted(scan.text) + wished(scan.text)
        )
        if len(scan.text) <= _HISTORY:
            self._denied += smoked(scan.text)
        #: what holders of shares lay to rest
        self._laid = laid(scan.text)
        self._acted = unreal(scan.text) + (acted(scan.text) if scan.scores[_DRILL] or there[named["staged"]] else [])
        self._lost = lost_things(scan.text)
        away = there[named["elsewhere"]] or there[named["beside"]] or there[named["unnamed"]]
        self._elsewhere = elsewhere(scan, named, own) if away else []
        self._elsewhere += told_tales(scan, named, own) + left_behind(scan.text, own)
        self._elsewhere += not_ours(scan.text) + near_by(scan)
        self._cited = cited(scan, named, own) if there[named["cited"]] else []
        self._supposed = _supposed(scan, named) if there[named["if"]] or there[named["worry"]] else []
        self._supposed += asking.waited_for(scan.text)
        self._dreaded = warned(scan.text) + later(scan.text)
        self._planned = planned(scan.text)
        #: looked up for the first finding that harms people; most texts have none
        self._would: set[int] | None = None
        self._asked = _asked(scan, named) if there[named["ask"]] else []
        self._negators = scan.negators() if there[NEGATOR] else []
        self._blockers = scan.row(named["blocker"]) if self._negators else []
        self._recounted = recounted(scan.text) if self._negators else []
        self._zeros = zeros(scan)
        #: a question wonders whether what was heard or seen is true
        self.wondered = False

    def negated(self, start: int) -> bool:
        return self._negated(start) or _inside(self._zeros, start)

    def unmet(self, start: int) -> bool:
        """Whether those who are to gather there have not come."""
        return self.negated(start) or _inside(self._planned, start)

    def dreaded(self, findings: Sequence[Finding]) -> Finding | None:
        """Grave harm that befell others or may come, on whose grounds something is asked for."""
        return next((item for item in findings if item.doubt == "hypothetical" and self._dreads(item)), None)

    def _may_come(self, finding: Finding) -> bool:
        return self._dreads(finding) or self._only_planned(finding)

    def _dreads(self, finding: Finding) -> bool:
        return finding.entry.level > 2 and perils(finding) and _inside(self._dreaded, finding.start)

    def _only_planned(self, finding: Finding) -> bool:
        return (
            finding.entry.level > 2
            and "collective" in finding.entry.categories
            and any(_inside(self._planned, place) for place in (finding.start, *finding.inner))
        )

    def mark(self, finding: Finding) -> None:
        """Sets why the finding is no stated fact; leaves "" when it is one."""
        start = finding.start
        if "media" not in finding.entry.categories and entitles(self.scan.text, start, finding.end):
            finding.doubt = "elsewhere"
        elif (_inside(self._denied, start) and not self._forged(finding)) or self._is_laid(finding):
            finding.doubt = "denial"
        elif self._is_apart(finding):
            finding.doubt = "elsewhere"
        elif (self._negators and self._negates(finding)) or self._none_counted(finding):
            finding.doubt = "negated"
        elif _inside(self._supposed, start) or self._conditional(finding) or self._may_come(finding):
            finding.doubt = "hypothetical"
        elif _inside(self._asked, start) and not self._happened(finding):
            finding.doubt = "question"
        elif self._feared(finding):
            finding.doubt = "hypothetical"
        elif finding.entry.level > 2 and perils(finding) and self._nobodys():
            finding.doubt = "question"

    def _happened(self, finding: Finding) -> bool:
        """A question that asks what came of something grave, or whether it is true what one has heard, tells of it."""
        entry, text = finding.entry, self.scan.text
        if "bare" in entry.flags:
            # 谁有AED快: its own words say which questions it is
            return True
        if entry.level < 2 or not ("fact" in entry.flags or entry.level > 2):
            return False
        begin, stop = self.scan.sentence_span(finding.start)
        if asking.takes_for_granted(text, begin, finding.start, finding.end, stop):
            return True
        if len(text) <= _HISTORY and asking.wonders(text, begin, stop):
            self.wondered = True
            return True
        return False

    def _is_apart(self, finding: Finding) -> bool:
        """Told of somewhere else, cited as a warning, acted, or of a child's things that are lost."""
        start, end = finding.start, finding.end
        if _inside(self._elsewhere, start) or (_inside(self._cited, start) and perils(finding)):
            return True
        apart = self._acted + self._lost if {"unharmed", "urgent"} <= finding.entry.flags else self._acted
        return any(first < end and start < last for first, last in apart)

    def _nobodys(self) -> bool:
        return len(self.scan.text) <= _HISTORY and (
            asking.asks_who_pays(self.scan.text) or asking.asks_after(self.scan.text)
        )

    def _negates(self, finding: Finding) -> bool:
        start = finding.start
        if _inside(self._recounted, start):
            return False
        return self._negated(start) or any(self._negated(place, start) for place in finding.inner)

    def _none_counted(self, finding: Finding) -> bool:
        """电梯坠落0起: by its start, or by the last of its elements (坠物…伤人0起)."""
        return bool(self._zeros) and any(_inside(self._zeros, place) for place in (finding.start, *finding.inner))

    def _conditional(self, finding: Finding) -> bool:
        """What can happen to people (可以砸破头骨, 一旦…可致) did not: told by the words before its last element."""
        places = (finding.start, *finding.inner)
        if finding.entry.level > 2 and "staff" in finding.entry.categories and self._dared(places[-1]):
            return True
        if not _harms(finding):
            return False
        if self._would is None:
            self._would = _would(self.scan, self.named)
        if self._dared(finding.start):
            return True
        # 可以砸死: a rule may begin at the second syllable of its verb
        return any(place in self._would or place - 1 in self._would for place in places) or _inside(
            self._supposed, places[-1]
        )

    def _is_laid(self, finding: Finding) -> bool:
        return any(first < finding.end and finding.start < last for first, last in self._laid)

    def _forged(self, finding: Finding) -> bool:
        """“业主大会的票是假的”: the word of denial is part of what is charged."""
        if not finding.inner or {"management", "violation", "market"}.isdisjoint(finding.entry.categories):
            return False
        return any(finding.inner[-1] <= first < finding.end for first, _ in self.scan.row(self.named["denied"]))

    def _dared(self, start: int) -> bool:
        """谁敢再拍就打断谁的腿: a threat names the harm right after it."""
        dares = self.scan.row(self.named["dared"])
        if not dares:
            return False
        begin = self.scan.clause_span(start)[0]
        return any(begin <= first and start - _THREAT <= last <= start for first, last in dares)

    def _feared(self, finding: Finding) -> bool:
        if finding.entry.level < 3 or "fact" not in finding.entry.flags or len(self.scan.text) <= _HISTORY:
            return False
        sentence = self.scan.sentence_span(finding.start)
        happened = self.scan.within(self.named["happened"], *sentence) or _dated(self.scan.text, sentence[0], finding)
        return not happened and self.scan.within(self.named["modal"], *sentence)

    def _near(self, position: int) -> list[tuple[int, int, int]]:
        """The negators that could reach a place; their number does not grow with the text."""
        low = bisect_left(self._negators, (position - _FARTHEST,))
        return self._negators[low : bisect_left(self._negators, (position,))]

    def _negated(self, start: int, since: int = -1) -> bool:
        """Whether a negator after `since` reaches the place: near, in its clause, with no verb of its own between."""
        for first, last, reach in self._near(start):
            if first > since and last <= start <= last + reach and first >= self.scan.clause_span(start)[0]:
                found = ((begin, end) for begin, end in self._blockers if last - 1 <= begin and end <= start)
                return all(_of_a_thing(self.scan.text, first, begin, last) for begin, _ in found)
        return False


def _of_a_thing(text: str, negator: int, begin: int, end: int) -> bool:
    """未发生电梯伤亡事故: what did not happen is an accident of a lift, and nobody is without current."""
    return text.endswith(_HAPPENED, negator, end) and text.startswith(_THINGS, begin)


def _dated(text: str, begin: int, finding: Finding) -> bool:
    """2018年10月19日，孩子…被狗咬伤，狗主答应将狗送走: a day and who suffered it, whatever is promised behind it."""
    return _DAY.search(text, begin, finding.start) is not None and "被" in text[begin : finding.end]


def _harms(finding: Finding) -> bool:
    entry = finding.entry
    return "fact" in entry.flags and ("casualty" in entry.categories or "urgent" in entry.flags)


def perils(finding: Finding) -> bool:
    """Whether it may harm people."""
    return not {"casualty", "safety"}.isdisjoint(finding.entry.categories)


def _inside(spans: list[Span], position: int) -> bool:
    return bool(spans) and any(start <= position < end for start, end in spans)


def _supposed(scan: Scan, named: Mapping[str, int]) -> list[Span]:
    """`if` words reach to the end of the sentence, words of worry to the end of their clause and what comes of it."""
    spans = [(start, scan.sentence_span(start)[1]) for start, _ in scan.row(named["if"])]
    worries = [each for each in scan.row(named["worry"]) if not _gives_up(scan.text, each[0])]
    return spans + [(end, _outcome(scan, scan.clause_span(start)[1])) for start, end in worries]


def _gives_up(text: str, start: int) -> bool:
    return text.startswith(_NOT_TO_LIVE, start) and not _WEARY.search(text, max(0, start - _NEAR), start)


def _outcome(scan: Scan, stop: int) -> int:
    """“极易短路，造成人员伤亡”: the next clause, when it tells what would come of the one that ends here."""
    return scan.clause_span(stop + 1)[1] if scan.text.startswith(_COMES_OF, stop + 1) else stop


def _asked(scan: Scan, named: Mapping[str, int]) -> list[Span]:
    """Clauses that ask, unless the sentence is a rhetorical question."""
    asks = [start for start, _ in scan.row(named["ask"]) if not scan.text.endswith(_REPORTED, 0, start)]
    clauses = [scan.clause_span(start) for start in asks]
    rhetoric = scan.row(named["rhetoric"]) if clauses else []
    if rhetoric:
        sentences = [scan.sentence_span(start) for start, _ in rhetoric]
        clauses = [clause for clause in clauses if not any(a <= clause[0] <= b for a, b in sentences)]
    return clauses


def _would(scan: Scan, named: Mapping[str, int]) -> set[int]:
    """Where words of possibility end that are no part of another word (机会, 业委会)."""
    words = scan.row(named["would"])
    if not words:
        return set()
    others = scan.row(named["would_not"])
    return {end for start, end in words if not any(first <= start and end <= last for first, last in others)}
