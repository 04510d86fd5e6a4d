"""The frame a text stands in (advert, notice, drill, praise …) and which stated facts outrank it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from monitor.lexicons.lexicon import FRAMES, Lexicon
from monitor.risk.matcher import Matcher
from monitor.risk.rules import Finding
from monitor.risk.scanning import Scan
from monitor.text.normalising import fold

#: how much of its cues' weight a frame needs, and how many words of anger it bears
_NEEDED = {"advert": 3, "job_offer": 3, "drill": 3, "notice": 3, "praise": 2, "official": 3}
_ANGER_BORNE = {"advert": 1, "job_offer": 1, "drill": 1, "notice": 1, "praise": 1, "official": 2}
#: a text that names more grievances than this needs as many more cues to be praise or a notice all the same
_MATTERS_BORNE = 2
#: in so long a text single cues stand by chance
_LONG = 200
#: what stands behind such a turn is told
_TURNED = re.compile("[，,](?:可(?![以能爱乐谓见靠怜贵口惜燃])|但(?!如|请|凡)|却|结果|然而|谁知|没想到)")
#: what was good, and what is not: 平时挺客气，今天…; 虽然…，但这次…
_CONCEDED = re.compile(
    "(?:整体|总体|还可以|以前|平时|平常|原来|之前|虽然|虽说|尽管|确实|说是|说好|写的是|倒是|挺好|挺客气)[^。!?\n]{0,24}?[,，](?:可(?![以能爱乐谓见靠怜贵口惜燃])|但(?!如|请|凡)|现在|如今|今天|昨天|这次|这回|结果|没想到|不过|偏偏|却|就是)"
)
#: a fire, a blast or a clash at the estate happened, however it ended
_BURNS = re.compile("火|炸|烧|冒烟|塌|打|砍|持刀")
#: 招聘可有审查, 招聘的时候怎么把关的: who asks how the company hires offers no job
_ASKS_HOW_THEY_HIRE = re.compile(
    "(?:招聘|招人|招工|录用|聘用)[^。!?\n]{0,8}(?:可有|有没有|有无|怎么|如何|到底|是否|难道|没有?|不)[^。!?\n]{0,6}(?:审查|背调|审核|把关|政审|筛|查|案底|前科|考核)"
)
#: 真让人不放心, 没法让人省心, 谈不上满意, 毫无安全感: a word of praise that is taken back praises nothing
_UNPRAISED = re.compile(
    "(?:不(?:太|怎么|够|很|是很|是太|大|能)?|没法|没办法|无法|难以|很难|怎能|怎么能|谈不上|称不上|算不上|说不上|叫人怎么|让人怎么)"
    "(?:让人|叫人|令人|使人|让业主|让住户|让大家|让我)?(?:放心|省心|安心|舒心|靠谱|(?<!不)满意|给力|负责|热情|热心|贴心|温馨|优秀|欣慰)"
    # 不满意不收钱, 哪里不满意 and 不满意工单 praise as they did
    "|(?:对[^,，。!?;\n]{1,12}|业主|多数|大家|[很极并太真都常分])(?<!满)不满意(?![不可包]|工单|[^,，。!?;\n]{0,3}[退收])|[,，]不满意[。!]?$"
    "|(?:没有?|毫无|没有一点|哪有|谈何)(?:安全感|幸福感)"
    # 说修好了，今天又剧烈晃动; 说修好就修好，又快又好 praises
    "|(?:说|刚|才|号称)(?:是|已经|又)?(?:修|换|弄)好了?[^!?\n]{0,8}?(?:又(?![快好省干]|一次|一回)|还是|照样|依旧)"
)
#: what one such word weighs
_A_WORD = 2
#: being in the news is no grievance
TOLD = ("media",)


class FrameBook:
    """The cues of each frame, and the decision which frame a text stands in."""

    def __init__(self, lexicon: Lexicon, matcher: Matcher) -> None:
        self.named = matcher.named
        self._lexicon, self._matcher = lexicon, matcher
        self._numbers = {frame: matcher.number(tuple(lexicon.frames[frame])) for frame in FRAMES}

    def cues(self) -> dict[int, dict[int, int]]:
        """Pattern number → frame, by its place in FRAMES → weight; comes after the matcher's own build."""
        cues: dict[int, dict[int, int]] = {}
        for place, frame in enumerate(FRAMES):
            number = self._numbers[frame]
            weights = {fold(cue): weight for cue, weight in self._lexicon.frames[frame].items()}
            for index in self._matcher.members[number] if number >= 0 else ():
                cues.setdefault(index, {})[place] = weights[fold(self._matcher.words[index])]
        return cues

    def frame_of(self, scan: Scan, scores: Mapping[str, int], findings: list[Finding]) -> str | None:
        """The frame that the writer's own words set; None for a plain statement."""
        if not any(scores[frame] >= needed for frame, needed in _NEEDED.items()):
            return None
        open_matters = _apart(item for item in findings if not item.doubt and item.entry.level)
        anger = len(scan.row(self.named["anger"]))
        grave = any(_befell(item) for item in findings)
        for frame, needed in _NEEDED.items():
            if frame not in ("advert", "job_offer"):
                needed += max(0, open_matters - _MATTERS_BORNE)
            elif grave:
                # “合租的男的…”, “保安加我微信半夜骚扰” have one word of an advert in the report of a deed
                needed *= 2
            if len(scan.text) > _LONG:
                needed *= 2
            if scores[frame] >= needed and anger <= _ANGER_BORNE[frame]:
                if frame == "praise" and not self._sincere(scan, findings):
                    continue
                if frame == "job_offer" and _ASKS_HOW_THEY_HIRE.search(scan.text):
                    continue
                return frame
        return None

    def _sincere(self, scan: Scan, findings: list[Finding]) -> bool:
        """Praise is sarcasm when its words say so, or when what it praises is a grievance that nobody solved."""
        if scan.has(self.named["sarcasm"]):
            return False
        open_matters = [
            item for item in findings
            if not item.doubt and item.entry.level and "fact" not in item.entry.flags and item.entry.categories != TOLD
        ]  # fmt: skip
        return not open_matters or scan.has(self.named["solved"])

    def outranks(self, frame: str, finding: Finding, scan: Scan) -> bool:
        """Whether a finding counts although its text stands in the frame: stated facts do, rehearsed ones do not."""
        if finding.doubt or frame == "advert":
            return False
        begin, stop = scan.sentence_span(finding.start)
        if frame == "job_offer":
            # who hires tells no story: “急聘护工的那家，上个月一个大爷…没救回来”
            grave = finding.entry.level >= 3 and "fact" in finding.entry.flags
            return grave and scan.within(self.named["past"], begin, stop)
        if frame == "praise" and self.after_contrast(scan, finding):
            return True
        if frame == "notice" and "fact" in finding.entry.flags and turned(scan, finding):
            return True
        if frame == "praise" and (self._tended(scan, finding) or self._found_again(scan, finding)):
            return False
        if frame == "praise" and self._averted(scan, finding):
            return False
        if "fact" not in finding.entry.flags or scan.within(self.named["simulated"], begin, stop):
            return False
        if frame == "praise" or finding.entry.level >= 3:
            return True
        if frame == "drill" and scan.within(self.named["rehearsed"], begin, stop):
            return False
        return scan.within(self.named["past"], begin, stop) or scan.within(self.named["just_now"], begin, stop)

    def _tended(self, scan: Scan, finding: Finding) -> bool:
        """Whether the harm is what somebody is thanked for easing (背骨折的老人下楼), not one told to have befallen."""
        if "casualty" not in finding.entry.categories:
            return False
        begin, stop = (0, len(scan.text)) if len(scan.text) <= _LONG else scan.sentence_span(finding.start)
        if scan.within(self.named["illness"], begin, stop) and scan.within(self.named["survived"], begin, stop):
            return True
        return scan.within(self.named["tended"], begin, stop) and not scan.within(self.named["befell"], begin, stop)

    def _averted(self, scan: Scan, finding: Finding) -> bool:
        """电梯困人后十分钟赶到，救出后还送回家: a danger without fire that is said to have ended well."""
        if finding.entry.level > 2 or _BURNS.search(scan.text):
            return False
        return scan.within(self.named["solved"], finding.end, len(scan.text))

    def _found_again(self, scan: Scan, finding: Finding) -> bool:
        """孩子走丢也帮着找回来: who was missing is not any more."""
        return "unharmed" in finding.entry.flags and scan.within(self.named["solved"], finding.end, len(scan.text))

    def after_contrast(self, scan: Scan, finding: Finding) -> bool:
        if scan.within(self.named["solved"], finding.end, len(scan.text)):
            return False
        return any(start < finding.start for start, _ in scan.row(self.named["contrast"]))


def unpraised(text: str) -> int:
    """The weight of the words of praise that the text itself takes back."""
    if not any(word in text for word in "不没难无谈算称修换弄"):
        return 0
    return _A_WORD * len({found[0] for found in _UNPRAISED.finditer(text)})


def turned(scan: Scan, finding: Finding) -> bool:
    """Whether the sentence turns against what it said before: “物业说是例行检修，可电梯里还关着人呢”."""
    return _TURNED.search(scan.text, scan.sentence_span(finding.start)[0], finding.start) is not None


def _befell(item: Finding) -> bool:
    entry = item.entry
    gathers = entry.level >= 2 and "collective" in entry.categories
    return not item.doubt and (gathers or ("fact" in entry.flags and (entry.level >= 3 or "staff" in entry.categories)))


def _apart(findings: Iterable[Finding]) -> int:
    """How many findings do not overlap: several words for one thing are one matter."""
    count, reached = 0, -1
    for item in findings:
        if item.start >= reached:
            count += 1
        reached = max(reached, item.end)
    return count


def concedes(scan: Scan, finding: Finding) -> bool:
    """Whether a matter of level 2 or more stands behind the good half of its sentence."""
    if finding.entry.level < 2:
        return False
    return _CONCEDED.search(scan.text, scan.sentence_span(finding.start)[0], finding.start) is not None
