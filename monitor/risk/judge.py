"""The judgement of one mention: level, categories, urgency, crowd, signs and frame, each with the words it rests on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from monitor.lexicons.lexicon import FRAMES, SIGNS, Lexicon
from monitor.records import Hit, Mention, Part, Risk
from monitor.risk import calm, grade, lane, plain, telling
from monitor.risk.away import away
from monitor.risk.beside import beside, gone_away
from monitor.risk.calling import calls
from monitor.risk.cleared import cleared
from monitor.risk.correcting import unplayed
from monitor.risk.crowd import crowd_of, petitioning
from monitor.risk.doubt import Doubts, perils
from monitor.risk.earlier import is_past
from monitor.risk.elsewhere import comes_to_us
from monitor.risk.frames import FrameBook, turned, unpraised
from monitor.risk.locate import Locator
from monitor.risk.matcher import Matcher, Span
from monitor.risk.passages import passages, rehearses
from monitor.risk.rules import Finding, RuleBook
from monitor.risk.scanning import Scan, Scanner
from monitor.risk.verdict import Spoken, Verdict
from monitor.text.neutral import neutral_text
from monitor.text.normalising import Normalised

#: channels whose texts are about a listed company whether or not they say so
_INVESTOR_CHANNELS = frozenset({"guba", "xueqiu", "hkex"})
#: a longer text tells a history: a fire in it is not burning now unless it says so
_HISTORY = 120
#: hearsay colours a short text as a whole, of a long one the sentence it stands in
_SHORT = 120
#: this many people in one place are a crowd, and so many households speaking are a group
_CROWD, _VOICES = 30, 5
#: places of gathering that are looked at in one text
_LOOKED_AT = 8
_OFF_TOPIC = 4
#: from here on what a neighbour or the family tells is talk; a slighter matter that they tell is a complaint
_TALK = 3
#: weak words need at least a word for the estate beside them
_SLIGHT = 1
#: classes whose places are asked for where nothing is found, too, and only where something is: looked up for a batch
_ALWAYS = ("anger", "blocker", "fix", "grumble", "sarcasm", "settled")
_OFTEN = (
    "ask", "beside", "cited", "contrast", "denied", "elsewhere", "fact_again", "fiction", "gather", "group", "harmless",
    "here", "home", "if", "mended", "merely", "modal", "peril", "revealed", "rhetoric", "solved", "staged", "unnamed",
    "urged", "worry", "would", "would_not",
)  # fmt: skip
_SILENT = frozenset(
    {"advert", "job_offer", "notice", "drill", "praise", "question", "denial", "elsewhere", "off_topic"}
)
#: what may put a life in danger
_DANGER = frozenset({"safety", "casualty"})

#: what is said of a mention in which nothing was found
_NO_RISK = Risk(score=0)


class RiskJudge:
    """Judges mentions by one lexicon; holds no state between mentions."""

    def __init__(self, lexicon: Lexicon, fitted: Collection[int] | None = None) -> None:
        """`fitted`: the marks of the terms that the learned judge was fitted beside; others are a company's own."""
        self.lexicon = lexicon
        marks = {} if fitted is None else lexicon.marks()
        self._own = frozenset(marks[mark] for mark in marks.keys() - set(fitted or ()) if marks[mark].level > 1)
        self._matcher = Matcher(lexicon)
        self._rules = RuleBook(lexicon, self._matcher)
        self._frames = FrameBook(lexicon, self._matcher)
        self._signs = {sign: self._matcher.number(lexicon.signs[sign]) for sign in SIGNS}
        self._matcher.build()
        always = [*(self._matcher.named[name] for name in _ALWAYS), self._signs["first_hand"]]
        often = [*(self._matcher.named[name] for name in _OFTEN), self._signs["hearsay"]]
        self._scanner = Scanner(self._matcher, self._rules.machines, self._frames.cues(), len(FRAMES), always, often)

    def judge(self, mention: Mention, text: Normalised, title: Normalised, names: Sequence[str] = ()) -> Verdict:
        """The verdict on one mention; many are judged faster together."""
        return self.judge_all([Spoken(mention, text, title, names)])[0]

    def judge_all(self, batch: Sequence[Spoken]) -> list[Verdict]:
        """The verdict on each mention, whatever stands beside it in the batch. Linear in the texts' length."""
        texts = [f"{each.title.text}\n{each.text.text}" if each.title.text else each.text.text for each in batch]
        own = [_places_of(each.names, text) for each, text in zip(batch, texts, strict=True)]
        neutral = [unplayed(neutral_text(text, each.names)) for each, text in zip(batch, texts, strict=True)]
        listed = self._matcher.named["listed"]
        claims = [(listed, place) for place, each in enumerate(batch) if each.mention.source in _INVESTOR_CHANNELS]
        cases = [
            _Case(self, each.mention, scan, places)
            for each, scan, places in zip(batch, self._scanner.scan(neutral, claims), own, strict=True)
        ]
        self._look_through(cases)
        return [
            case.verdict(Locator(each.text, each.title, text))
            for case, each, text in zip(cases, batch, texts, strict=True)
        ]

    def _look_through(self, cases: Sequence[_Case]) -> None:
        """Tells each long text of the dangers that one of its passages tells of by itself."""
        parts = [(case, part) for case in cases for part in passages(case.scan.text)]
        texts = [case.scan.text[begin:end] for case, (begin, _, end) in parts]
        for (case, (begin, own, _)), scan in zip(parts, self._scanner.scan(texts) if texts else [], strict=True):
            if not any(begin <= item.start < own for item in case.alarms):
                alarming = _Case(self, case.mention, scan, []).alarming()
                case.alarms += [item.moved(begin) for item in alarming if item.start < own - begin]


def _places_of(names: Sequence[str], text: str) -> list[Span]:
    """Where each name first stands: what follows it is told of ours."""
    return [(start, start + len(name)) for name in dict.fromkeys(names) if (start := text.find(name)) >= 0]


class _Case:
    """One mention being judged."""

    def __init__(self, judge: RiskJudge, mention: Mention, scan: Scan, own: Sequence[Span]) -> None:
        self.mention, self.scan, self._there = mention, scan, scan.present
        self.named, self.frames = judge._matcher.named, judge._frames
        self.findings, self.own, self.home = judge._rules.findings(scan), judge._own, bool(own)
        self.signs = [sign for sign, number in judge._signs.items() if scan.present[number]]
        if "denial" not in self.signs and cleared(scan.text):
            self.signs.append("denial")
        self.hearsay, self.first_hand = judge._signs["hearsay"], judge._signs["first_hand"]
        self.doubts = Doubts(scan, self.named, self.hearsay, own) if self.findings else None
        if self.doubts:
            for finding in self.findings:
                self.doubts.mark(finding)
                if finding.doubt == "question" and scan.has(self.hearsay):
                    finding.doubt = ""
        #: it befell where nothing is ours; who complains of an estate to us has said whose it is
        self.ours = bool(mention.project) or mention.kind == "complaint"
        self.away = not (self.ours or mention.source in _INVESTOR_CHANNELS) and away(scan.text, self.home)
        #: of a long text, the dangers of its passages
        self.alarms: list[Finding] = []
        self.scores = dict(zip(FRAMES, scan.scores, strict=True))
        self.scores["praise"] = max(0, self.scores["praise"] - unpraised(scan.text))
        self.unhurt = len(scan.text) <= _SHORT and self.has("unhurt") and not self.has("unsaved")
        if mention.drill or self.has("earnest"):
            # an exercise is judged as what it rehearses; that it is one is marked already. 不是演习
            self.scores["drill"] = 0

    def has(self, name: str) -> bool:
        return self._there[self.named[name]] == 1

    # ------------------------------------------------------------ what counts

    def alarming(self) -> list[Finding]:
        """What tells that life is in danger now; nothing where the text as a whole tells of none."""
        frame, grading, stated, _ = self._graded()
        return [item for item in stated if item.urges] if grading.level > 1 and self._urgent(stated, frame) else []

    def verdict(self, locator: Locator) -> Verdict:
        frame, grading, stated, crowd = self._graded()
        return self._write(locator, frame, grading, stated, crowd)

    def _graded(self) -> tuple[str | None, grade.Grading, list[Finding], int | None]:
        """The frame, the grading, what is stated, and how many people there are."""
        frame = self.frames.frame_of(self.scan, self.scores, self.findings)
        stated = [item for item in self.findings if not item.doubt and not calm.animals(self.scan, self.named, item)]
        if frame and frame != "official":
            stated = [item for item in stated if self.frames.outranks(frame, item, self.scan)]
        if frame == "notice" and any(item.urges and turned(self.scan, item) for item in stated):
            frame = None
        stated = [item for item in stated if not calm.found(self.scan, self.named, item)]
        if frame in ("notice", "official") or (self.alarms and rehearses(self.scan.text)):
            self.alarms = []
        stated += self.alarms
        crowd = crowd_of(self.scan.text, self.has("gather")) if self.findings else None
        if stated and calm.mourns(self.scan, self.named, stated):
            stated = [item for item in stated if "grief" not in item.entry.flags]
        implied: list[Finding] = []
        if self.unhurt:
            implied = [item for item in stated if "implied" in item.entry.flags]
            stated = [item for item in stated if item not in implied]
        grading = grade.states(stated)
        for item in implied:
            grading.lift(2, f"near miss: {item.entry.name}", (item.start, item.end), "safety")
        if not self.alarms and calm.at_rest(self.scan, self.named, frame, stated):
            frame, stated, grading = "praise", [], grade.Grading()
        elif frame is None:
            self._raise(grading, stated, crowd)
        if frame == "official" and grading.level < 3:
            grading = self._at_most_one(stated)
        if not self.alarms and self._off_topic():
            frame, grading = "off_topic", grade.Grading()
        elif not grading.level:
            frame = frame if frame not in (None, "official") else self._why_nothing()
        if frame == "official":
            frame = "notice"
        return frame, grading, stated, crowd

    def _at_most_one(self, stated: list[Finding]) -> grade.Grading:
        """An authority's answer or minutes: what it deals with is known and in hand."""
        grading = grade.Grading()
        for item in stated:
            grading.add(item.entry.categories, item.entry.points)
        if stated:
            first = max(stated, key=lambda item: item.entry.points)
            grading.lift(1, f"{first.entry.categories[0]}: {first.entry.name}", (first.start, first.end))
        return grading

    def _off_topic(self) -> bool:
        """Whether it is about roads, schools or villages; a text that names nothing is judged as if it were ours."""
        if self.away or comes_to_us(self.scan.text):
            return self.away
        off, topic = self.scores["off_topic"], self.scores["topic"]
        graves = [item for item in self.findings if not item.doubt and (item.entry.level >= 3 or item.urges)]
        if any("bare" in item.entry.flags or (topic and "collective" in item.entry.categories) for item in graves):
            # owners that block a road are no matter of roads, and 有医生吗快下来 none of hospitals
            return False
        return off >= (2 * _OFF_TOPIC if graves else _OFF_TOPIC) and off > topic

    def _why_nothing(self) -> str | None:
        doubts = {item.doubt for item in self.findings if item.entry.level}
        for frame in ("denial", "elsewhere", "question"):
            # what is complained of to us is of ours, whatever else it names
            if frame in doubts and not (frame == "elsewhere" and self.ours):
                return frame
        if (self.has("denied") or "denial" in self.signs) and not doubts - {"negated"}:
            return "denial"
        return "question" if self.has("ask") else None

    # ------------------------------------------------------------ what raises

    def _raise(self, grading: grade.Grading, stated: list[Finding], crowd: int | None) -> None:
        if self.doubts and (harm := self.doubts.dreaded(self.findings)):
            grading.lift(2, f"feared: {harm.entry.name}", (harm.start, harm.end), "safety")
        self._dissatisfied(grading, stated)
        if not grading.level:
            return
        supposed = (item for item in self.findings if item.doubt == "hypothetical" and item.entry.level > 1)
        feared = next(filter(perils, supposed), None)
        if feared and any("nuisance" not in item.entry.flags for item in stated):
            grading.lift(2, f"feared: {feared.entry.name}", (feared.start, feared.end), "safety")
        elif self.has("peril") and not self._idle_peril():
            grading.lift(2, "hazard", self.scan.row(self.named["peril"])[0], "safety")
        self._voices(grading, stated, crowd)
        self._hearsay(grading, stated)

    def _idle_peril(self) -> bool:
        doubts = Doubts(self.scan, self.named, self.hearsay)
        return all(doubts.negated(start) for start, _ in self.scan.row(self.named["peril"]))

    def _dissatisfied(self, grading: grade.Grading, stated: list[Finding]) -> None:
        """A complaint, a request for repair, sarcasm or plain anger about the estate is at least level 1."""
        if grading.level:
            return
        asks = not stated and self._only_doubted() and self.has("ask") and not self.has("rhetoric")
        if not stated and (pressing := plain.pressing(self.scan.text, bool(self.findings))) is not None:
            grading.lift(1, pressing, None, "service")
            return
        for name, part in (("sarcasm", "sarcasm"), ("anger", "dissatisfaction")):
            if self.has(name) and (stated or name == "sarcasm" or (self.scores["topic"] and not asks)):
                grading.lift(1, part, self.scan.row(self.named[name])[0], "service")
                return
        if self.has("grumble") and self.scores["topic"] > _SLIGHT and not self._lenient():
            grading.lift(1, "grievance", self.scan.row(self.named["grumble"])[0], "service")
            return
        if self.has("please") and (wanted := plain.wanted(self.scan.text, self.scan.row(self.named["fix"]))):
            grading.lift(1, "request", wanted[0], "service")
        elif self.mention.kind == "complaint" and not (self.has("ask") or self._only_doubted()):
            grading.lift(1, "complaint", None, "service")

    def _lenient(self) -> bool:
        """Whether weak words of discontent do not count: praise, a plain question, what the text itself denies."""
        if self.scores["praise"] or self.scores["notice"] or self.scores["drill"] or self.scores["off_topic"]:
            return True
        if (self.has("ask") and not self.has("rhetoric")) or gone_away(self):
            return True
        doubts = Doubts(self.scan, self.named, self.hearsay)
        return self._only_doubted() or all(doubts.negated(start) for start, _ in self.scan.row(self.named["grumble"]))

    def _only_doubted(self) -> bool:
        return bool(self.findings) and all(item.doubt for item in self.findings)

    def _voices(self, grading: grade.Grading, stated: list[Finding], crowd: int | None) -> None:
        """A group's voice about something substantial is 2; a crowd in one place is 3."""
        gather = [place for place in self.scan.row(self.named["gather"]) if crowd and self._happens(place[0])]
        if gather and crowd and any("collective" in item.entry.categories for item in stated):
            size, place = max((self._crowd_at(start, crowd), (start, end)) for start, end in gather[:_LOOKED_AT])
            if size >= _CROWD:
                grading.lift(3, f"crowd of {size}", place, "collective")
        if crowd and (petition := petitioning(self.scan.text)):
            grading.lift(3, "a crowd petitions", petition, "collective")
        substantial = any("nuisance" not in item.entry.flags for item in stated)
        group = self.scan.row(self.named["group"])
        if substantial and (group or (crowd or 0) >= _VOICES):
            grading.lift(2, "a group speaks", group[0] if group else None)

    def _happens(self, start: int) -> bool:
        """接龙，凑满30户一起递材料: so many are wanted, and nobody has come."""
        if self.doubts and self.doubts.unmet(start):
            return False
        return not self.scan.within(self.named["calledfor"], *self.scan.sentence_span(start))

    def _crowd_at(self, start: int, crowd: int) -> int:
        """How many gather there; a long text names numbers elsewhere, so the sentence must."""
        if len(self.scan.text) <= _SHORT:
            return crowd
        begin, stop = self.scan.sentence_span(start)
        return crowd_of(self.scan.text[begin:stop], True) or 0

    def _hearsay(self, grading: grade.Grading, stated: list[Finding]) -> None:
        if not stated:
            return
        heard = self.scan.row(self.hearsay)
        if self.doubts and self.doubts.wondered and not heard:
            heard = [(stated[0].start, stated[0].end)]
        if grading.level >= _TALK:
            heard = heard + telling.told(self.scan.text)
        for start, end in heard:
            begin, stop = self.scan.sentence_span(start)
            if len(self.scan.text) <= _SHORT or any(
                begin <= item.start < stop and item.entry.level >= 2 for item in stated
            ):
                grading.lift(2, "hearsay", (start, end), None)
                grading.sure.add("rumor")
                if "hearsay" not in self.signs:
                    self.signs.append("hearsay")
                return

    def _urgent(self, stated: list[Finding], frame: str | None) -> bool:
        if self.alarms:
            return True
        alarms = [item for item in stated if item.urges]
        if frame == "praise" and any(self.frames.after_contrast(self.scan, item) for item in alarms):
            # 感谢保安救火，但电梯里还困着两个老人
            return True
        if not alarms or frame in _SILENT or self._over() or lane.stands(self.scan.text, stated):
            return False
        if len(self.scan.text) > _HISTORY and not self.has("emergency"):
            return False
        # who was lost yesterday is lost still
        return any("unharmed" in item.entry.flags or not self._long_past(item) for item in alarms)

    def _calls(self, grading: grade.Grading, stated: list[Finding], frame: str | None) -> bool:
        """“悬在15楼外面，快叫消防”: of what danger there is, it goes on."""
        if grading.level < 2 or frame in _SILENT or _DANGER.isdisjoint(grading.categories):
            return False
        return not lane.stands(self.scan.text, stated) and calls(self.scan.text)

    def _long_past(self, item: Finding) -> bool:
        begin, stop = self.scan.sentence_span(item.start)
        if self.scan.within(self.named["ongoing"], begin, stop):
            return False
        times = [place for place in self.scan.row(self.named["past"]) if begin <= place[0] < stop]
        return is_past(self.scan.text, (item.start, item.end), times)

    def _over(self) -> bool:
        """An earlier lexicon knows only what is solved, with every word of haste."""
        return self.has("over" if self.named["over"] >= 0 else "solved") and not self.has("unsaved")

    # ------------------------------------------------------------ how it is told

    def _write(
        self, locator: Locator, frame: str | None, grading: grade.Grading, stated: list[Finding], crowd: int | None
    ) -> Verdict:
        if not (grading.level or self.findings):
            asked = partial(beside, self, frame, grading, stated, False)
            return Verdict(_NO_RISK, frame, crowd, self._told_signs(frame, 0), [], asked)
        if grading.level:
            addends = grade.addends(grading, stated)
        else:
            addends = grade.cancelled(frame or "", [item for item in self.findings if item.doubt != "negated"])
        places = [locator.place(item.span) if item.span else None for item in addends]
        parts = [
            Part(part=item.part, points=float(item.points), quote=locator.quote(place) if place else "")
            for item, place in zip(addends, places, strict=True)
        ]
        counted = {id(item) for item in stated} if grading.level else set()
        risk = Risk(
            score=sum(part.points for part in parts),
            level=grading.level,
            categories=plain.whose(grade.categories(grading, stated), self.mention.kind, self.scan.text),
            urgent=bool(grading.level) and (self._urgent(stated, frame) or self._calls(grading, stated, frame)),
            hits=[_hit(item, locator, id(item) in counted) for item in self.findings],
            parts=parts,
        )
        signs = self._told_signs(frame, grading.level)
        asked = partial(beside, self, frame, grading, stated, risk.urgent)
        return Verdict(risk, frame, crowd, signs, places, asked)

    def _told_signs(self, frame: str | None, level: int) -> list[str]:
        signs = self.signs
        if "first_hand" in signs and not telling.first_hand(
            self.scan.text, self.scan.row(self.first_hand), "hearsay" in signs
        ):
            signs = [sign for sign in signs if sign != "first_hand"]
        return telling.signs_told(signs, self.findings, frame, level, self.scan.text)


def _hit(item: Finding, locator: Locator, counted: bool) -> Hit:
    where, start, end = locator.place((item.start, item.end))
    return Hit(
        term=locator.joined[item.start : item.end], category=item.entry.categories[0], start=start, end=end,
        negated=not counted, field="title" if where == "title" else "text",
    )  # fmt: skip
