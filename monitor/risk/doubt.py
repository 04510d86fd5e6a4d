"""What a text does not state as a fact: negated, supposed, asked, denied, or said of somewhere else."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from monitor.lexicon import FRAMES
from monitor.risk import asking
from monitor.risk.answering import answered, smoked
from monitor.risk.correcting import acted, joked, recounted
from monitor.risk.matcher import NEGATOR, Span
from monitor.risk.rules import Finding
from monitor.risk.scanning import SENTENCE_STOPS, Scan
from monitor.risk.titles import entitles
from monitor.risk.unreal import retracted, unreal
from monitor.risk.zero import zeros

#: how far a denial looks back for what it denies
_LOOK_BACK = 120
#: “原来是” and what it was stand so near to each other
_EXPLAINS = 10
#: no negator and its reach together are longer
_FARTHEST = 30
#: how far a threat reaches
_THREAT = 10
#: “没有的事” so near to the start of its sentence answers the question before it
_ANSWERS = 3
#: how a clause begins that tells what comes of the one before
_COMES_OF = ("造成", "导致", "致使", "酿成", "甚至", "以致", "进而")
#: how the sentence begins of those who went to see
_WENT = ("经", "后经", "现场", "到场", "赶到", "跑下去", "下楼", "走近")
#: what somebody was asked is told, not asked: 问我是不是一个人住
_REPORTED = ("问我", "问她", "问他", "问了我", "问我妈", "问我爸", "问我女儿", "问业主", "问人家", "反问我", "问老人")
#: “…不实，经核实，事故造成1人死亡”: what was found is stated again behind the denial
_RESTATED = re.compile(
    "经(?:警方|公安机关|现场|初步|我司)?(?:核实|核查|调查|查实|查|了解|确认)(?:[^。!?;\n无未没系非属]{0,14}?)"
    "(?:[1-9][0-9]*|[一两二三四五六七八九十]+)(?:人|名|位)"
)
#: “经核实，1人坠亡，其余内容不实”: what was told before it stands
_THE_REST = re.compile("(?:其余|其他|其它)(?:内容|说法|传言|信息|部分|情节|细节)?[^，,。]{0,4}$")
#: a thing that is a fake takes nothing back: 消防栓全是假的
_FAKE = re.compile(
    "(?:[栓器]|烟感|喷淋|应急灯|防火门|探头|水带|水枪|的钱|现金|记录|报告|标志|合格证|资质|签名|签字|公章|印章|摄像头)"
    "(?:全部?|都|也|全都|统统|竟然?|居然)*是?$"
)
#: “我把室友杀了……游戏里”: so short a sentence speaks of the one before
_ASIDE = 6
#: in a longer text an injury beside a word of danger is feared, unless it is told as having happened; a word for
#: fiction speaks of the whole of a shorter one
_HISTORY = 120
#: where an accident of others is cited as a warning
_TEACHING = tuple(FRAMES.index(frame) for frame in ("advert", "drill", "notice", "official"))
_TAUGHT = 3
_DRILL = FRAMES.index("drill")
#: an estate's name after “隔壁”, by how such names end; a garden, a hall or a neighbour of one's own is none
_NAME = "[^\\W\\d_a-zA-Z在家的了里有爷叔婶伯婆姨奶哥姐弟妹妈爸嫂人户楼栋]"
_ESTATE = re.compile(
    "的?(?![座房单门邻商小这那])"
    f"(?:{_NAME}{{2,4}}(?:花园|公馆|山庄|豪庭|名邸|雅居|新城)|{_NAME}{{1,3}}[苑府湾]|{_NAME}{{0,2}}(?:碧桂园|万科城|恒大城))"
)
#: 还是我们星河里好，隔壁…: ours is done with
_PRAISED = re.compile("(?:好|强|靠谱|省心|放心|舒服|幸运|不错)[^,，。!?\n]{0,4}[,，。!]$")
#: behind the same words, what is no part of an estate: 隔壁的湖心公园, 对面的工地
_OTHER_PLACE = re.compile(
    "的?(?:那个|一个|这个|在建的?)?(?:[^\\W\\d_a-zA-Z在家的了里有楼栋]{0,4}?)"
    "(?:(?<!口袋)公园|工地|(?<!服务)小学|中学|高中|学校|医院|工厂|厂房|厂区|水库|地铁站|村子|加油站|批发市场|建材市场)(?!的?(?:我们|咱们))"
)


class Doubts:
    """The stretches of one text that state nothing; computed once, then asked for each finding."""

    def __init__(self, scan: Scan, named: Mapping[str, int], hearsay: int, own: Sequence[Span] = ()) -> None:
        """`own`: where the text names what is ours; “一小区” is then that, and what follows the name is at home."""
        self.scan, self.named = scan, named
        # most texts have no word for most of it, and nothing is looked for further then
        there = scan.present
        self._denied = _denied(scan, named, hearsay) if there[named["denied"]] else []
        if there[named["revealed"]]:
            self._denied += _explained(scan, named, hearsay)
        self._denied += answered(scan.text) + joked(scan.text) + retracted(scan.text)
        if len(scan.text) <= _HISTORY:
            self._denied += smoked(scan.text)
        self._acted = unreal(scan.text) + (acted(scan.text) if scan.scores[_DRILL] or there[named["staged"]] else [])
        away = there[named["elsewhere"]] or there[named["beside"]] or there[named["unnamed"]]
        self._elsewhere = _elsewhere(scan, named, own) if away else []
        self._elsewhere += _told_tales(scan, named)
        self._cited = _cited(scan, named, own) if there[named["cited"]] else []
        self._supposed = _supposed(scan, named) if there[named["if"]] or there[named["worry"]] else []
        self._supposed += asking.waited_for(scan.text)
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

    def mark(self, finding: Finding) -> None:
        """Sets why the finding is no stated fact; leaves "" when it is one."""
        start = finding.start
        if "media" not in finding.entry.categories and entitles(self.scan.text, start, finding.end):
            finding.doubt = "elsewhere"
        elif _inside(self._denied, start) and not self._forged(finding):
            finding.doubt = "denial"
        elif self._is_apart(finding):
            finding.doubt = "elsewhere"
        elif (self._negators and self._negates(finding)) or self._none_counted(finding):
            finding.doubt = "negated"
        elif _inside(self._supposed, start) or self._conditional(finding):
            finding.doubt = "hypothetical"
        elif _inside(self._asked, start) and not self._happened(finding):
            finding.doubt = "question"
        elif self._feared(finding):
            finding.doubt = "hypothetical"
        elif finding.entry.level > 2 and _perils(finding) and self._nobodys():
            finding.doubt = "question"

    def _happened(self, finding: Finding) -> bool:
        """A question that asks what came of something grave, or whether it is true what one has heard, tells of it."""
        entry, text = finding.entry, self.scan.text
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
        """Told of somewhere else, cited as a warning, or acted."""
        start, end = finding.start, finding.end
        if _inside(self._elsewhere, start) or (_inside(self._cited, start) and _perils(finding)):
            return True
        return any(first < end and start < last for first, last in self._acted)

    def _nobodys(self) -> bool:
        return len(self.scan.text) <= _HISTORY and asking.asks_who_pays(self.scan.text)

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
        happened = self.scan.within(self.named["happened"], *sentence)
        return not happened and self.scan.within(self.named["modal"], *sentence)

    def _near(self, position: int) -> list[tuple[int, int, int]]:
        """The negators that could reach a place; their number does not grow with the text."""
        low = bisect_left(self._negators, (position - _FARTHEST,))
        return self._negators[low : bisect_left(self._negators, (position,))]

    def _negated(self, start: int, since: int = -1) -> bool:
        """Whether a negator after `since` reaches the place: near, in its clause, with no verb of its own between."""
        for first, last, reach in self._near(start):
            if first > since and last <= start <= last + reach and first >= self.scan.clause_span(start)[0]:
                return not any(last - 1 <= begin and end <= start for begin, end in self._blockers)
        return False


def _harms(finding: Finding) -> bool:
    entry = finding.entry
    return "fact" in entry.flags and ("casualty" in entry.categories or "urgent" in entry.flags)


def _perils(finding: Finding) -> bool:
    return not {"casualty", "safety"}.isdisjoint(finding.entry.categories)


def _inside(spans: list[Span], position: int) -> bool:
    return bool(spans) and any(start <= position < end for start, end in spans)


def _supposed(scan: Scan, named: Mapping[str, int]) -> list[Span]:
    """`if` words reach to the end of the sentence, words of worry to the end of their clause and what comes of it."""
    spans = [(start, scan.sentence_span(start)[1]) for start, _ in scan.row(named["if"])]
    return spans + [(end, _outcome(scan, scan.clause_span(start)[1])) for start, end in scan.row(named["worry"])]


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


def _elsewhere(scan: Scan, named: Mapping[str, int], own: Sequence[Span]) -> list[Span]:
    """From a word for another place to the next word for one's own, or the end of the following sentence."""
    spans: list[Span] = []
    away = [*scan.row(named["elsewhere"]), *_neighbours(scan, named, own)]
    away = sorted(away if own else away + scan.row(named["unnamed"]))
    homes = sorted([*scan.row(named["home"]), *own]) if away else []
    for start, end in away:
        stop = scan.sentence_span(min(scan.sentence_span(start)[1] + 1, len(scan.text)))[1]
        stop = min([stop, *(first for first, _ in homes if first >= end)])
        begin = max([scan.sentence_span(start)[0], *(last for _, last in homes if last <= start)])
        spans.append((begin, stop))
    return spans


def _cited(scan: Scan, named: Mapping[str, int], own: Sequence[Span]) -> list[Span]:
    """What befell others (近年多起…造成伤亡), in a text that teaches, warns or sells: up to a word for here."""
    needed = _TAUGHT if len(scan.text) <= _HISTORY else 2 * _TAUGHT
    if not scan.has(named["cited"]) or max(scan.scores[place] for place in _TEACHING) < needed:
        return []
    here = [first for first, _ in (*scan.row(named["here"]), *scan.row(named["home"]), *own)]
    spans = sorted({scan.sentence_span(start) for start, _ in scan.row(named["cited"])})
    return [(begin, min([stop, *(first for first in here if first >= begin)])) for begin, stop in spans]


def _neighbours(scan: Scan, named: Mapping[str, int], own: Sequence[Span]) -> list[Span]:
    """“隔壁翡翠湾”: beside us stands an estate of another name; “隔壁栋”, and what follows our own name, is ours."""
    beside = scan.row(named["beside"])
    places = [(start, match.end()) for start, end in beside if (match := _OTHER_PLACE.match(scan.text, end))]
    found = [(start, match) for start, end in beside if (match := _ESTATE.match(scan.text, end))]
    return places + [
        (start, match.end()) for start, match in found
        if not any(
            scan.sentence_span(start)[0] <= first < match.end() and not _PRAISED.search(scan.text, last, start)
            for first, last in own
        )
    ]  # fmt: skip


def _told_tales(scan: Scan, named: Mapping[str, int]) -> list[Span]:
    """The sentence that speaks of a film, a game or a dream, and the next; all of a short text that names no home."""
    spans: list[Span] = []
    for start, _ in scan.row(named["fiction"]):
        begin, end = scan.sentence_span(start)
        since = scan.sentence_span(_before(scan.text, begin))[0] if end - begin <= _ASIDE else begin
        spans.append((since, scan.sentence_span(min(end + 1, len(scan.text)))[1]))
    for start, _ in scan.row(named["staged"]):
        apart = len(scan.text) > _HISTORY or scan.has(named["home"])
        spans.append(scan.sentence_span(start) if apart else (0, len(scan.text)))
    return spans


def _before(text: str, begin: int) -> int:
    """The last place of the sentence before, whatever stops stand between."""
    return max(len(text[:begin].rstrip(SENTENCE_STOPS)) - 1, 0)


def _explained(scan: Scan, named: Mapping[str, int], hearsay: int) -> list[Span]:
    """What is said before “原来是接产妇”: something harmless was taken for it.

    “只是” and “就是” alone take back what was heard, not what the text states: “一人当场死亡，另一个只是擦破皮”.
    """
    spans: list[Span] = []
    harmless = scan.row(named["harmless"])
    merely = {start for start, _ in scan.row(named["merely"])} if harmless else set()
    for start, end in scan.row(named["revealed"]) if harmless else ():
        if any(end <= first <= end + _EXPLAINS and not _dates(scan.text, last) for first, last in harmless):
            known = start not in merely or _heard(scan, hearsay, start)
            begin = _heard_before(scan, hearsay, start) if known else scan.clause_span(start)[0]
            spans.append((_found_before(scan, begin), start))
    return spans


def _found_before(scan: Scan, begin: int) -> int:
    """“…有人坠楼。经现场查看，系玩偶”: who went to see explains the sentence before, too."""
    return scan.sentence_span(max(begin - 2, 0))[0] if scan.text.startswith(_WENT, begin) else begin


def _dates(text: str, end: int) -> bool:
    """“就是接产妇那天”, “…的时候”: it tells when or which one, and explains nothing."""
    return text.startswith(("那", "的时候", "时", "的那", "的电梯", "这"), end)


def _heard_before(scan: Scan, hearsay: int, position: int) -> int:
    """Where what a denial at this place takes back begins: at the hearsay before it, else with its sentence."""
    heard = _heard(scan, hearsay, position)
    return min(heard) if heard else scan.sentence_span(position)[0]


def _heard(scan: Scan, hearsay: int, position: int) -> list[int]:
    return [first for first, _ in scan.row(hearsay) if position - _LOOK_BACK <= first <= position]


def _denied(scan: Scan, named: Mapping[str, int], hearsay: int) -> list[Span]:
    """What denials take back: from the hearsay before them (else their sentence's start) to the next stated fact.

    Where people are only asked not to believe or spread (请勿传播不实信息, 以官方通报为准), what the text states itself
    stands: reports of a death end so. And all stands that “谁说是谣言” speaks of.
    """
    spans: list[Span] = []
    denials = scan.row(named["denied"])
    again = scan.row(named["fact_again"]) if denials else []
    for start, end in denials:
        clause = scan.clause_span(start)
        if scan.within(named["undenied"], clause[0], start + 1) or _belied(scan, named, end):
            continue
        if scan.text.startswith(("假的", "是假的"), start) and _FAKE.search(scan.text, max(0, start - _THREAT), start):
            continue
        if scan.within(named["urged"], clause[0], start + 1):
            since = max((last for _, last in again if last <= start), default=-1)
            heard = [first for first in _heard(scan, hearsay, start) if first >= since]
            spans.append((min([clause[0], *heard]), clause[1]))
            continue
        if _THE_REST.search(scan.text, clause[0], start):
            spans.append(clause)
            continue
        begin = _named_before(scan, named, _heard_before(scan, hearsay, start))
        begin = _question_before(scan, begin, start)
        stop = scan.sentence_span(start)[1]
        found = _RESTATED.search(scan.text, end, stop)
        stop = found.start() if found else stop
        spans.append((begin, min([stop, *(first for first, _ in again if first >= end)])))
    return spans


def _belied(scan: Scan, named: Mapping[str, int], end: int) -> bool:
    """“物业说没有的事，监控都拍到了”: what follows the denial says that it is a lie."""
    return scan.within(named["belied"], end, scan.sentence_span(min(scan.sentence_span(end)[1] + 1, len(scan.text)))[1])


def _question_before(scan: Scan, begin: int, start: int) -> int:
    """“保洁骚扰女业主？没有的事”: a denial that opens its sentence answers the question before it."""
    first = scan.sentence_span(start)[0]
    if begin < first or start - first > _ANSWERS or not first or scan.text[first - 1] != "?":
        return begin
    return scan.sentence_span(max(first - 2, 0))[0]


def _named_before(scan: Scan, named: Mapping[str, int], begin: int) -> int:
    """“…死人的传言是假的”: a noun for hearsay stands behind what was heard."""
    if any(first == begin for first, _ in scan.row(named["tale"])):
        return scan.clause_span(begin)[0]
    return begin
