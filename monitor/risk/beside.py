"""What a mention says beside its level: looked up only where the learned judge would have another one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Protocol

from monitor.lexicons.lexicon import Entry
from monitor.records import Mention
from monitor.risk import asking, calm, grade, lane, mild, plain
from monitor.risk.calling import calls, dials, summons
from monitor.risk.cleared import cleared
from monitor.risk.degree import light
from monitor.risk.elsewhere import befalls_players
from monitor.risk.frames import concedes
from monitor.risk.holders import steady
from monitor.risk.rules import Finding
from monitor.risk.scanning import Scan
from monitor.risk.thanks import ended_well, well_again
from monitor.risk.unreal import retracted, unreal
from monitor.risk.verdict import Beside

#: what is told aside colours a short text as a whole
_SHORT = 120
#: code points of a text that has but a few words
_TERSE = 25
#: and of one that has room for the estate's name, the building and what befell it; of own rows of such length in which
#: the rules find one of these, none is below 2
_BARE, _EVENTS = 14, frozenset({"lift-drops", "flooded", "falls-down", "入室", "抢劫", "玻璃坠落", "塌陷"})
#: 入室保洁很满意, 抢劫价西瓜, 心态塌陷, 路面塌陷修好了: the same words of other things
_BUT_NAMED = re.compile(
    "保洁|维修|安装|收费|家政|价|式|游戏|蛋糕|心态|保险|修好|好了|满意|[?]|防|讲座|宣传|排查|演|剧|电影|坠落险"
)
#: what sells or hires in so many words tells of no harm of ours, however grave the words it sells with
_OFFERS, _PLAINLY_OFFERED = frozenset({"advert", "job_offer"}), 6
#: what needs no treatment, where nothing worse is told
_SCRATCH = re.compile("擦伤|(?:擦|蹭|磨|刮)破了?(?:点|一点|一?块)?皮|破了?点皮|淤青")
#: a limb that is blue is no lip that is, and nobody says so who cannot breathe
_BRUISE = re.compile(
    "(?:手臂|胳膊)[^,，。!?;\n]{0,2}抓痕|"
    "(?:膝盖?|胳膊肘?|手臂|手背|小腿|大腿|腿|屁股|肩膀?)(?:上|都|也|又|给|被|有点|磕|摔|撞|碰|掐|捏|拽|推|踢|得|了)*青(?:了|一[块片]|紫)"
)
_NO_BRUISE = re.compile("喘|脖|喉|窒|呼吸|抽|吐|醒|电|毒|孕|孩|娃|童|婴|宝宝|围殴|群殴|一群|几个|好几|多人")
_WORSE = re.compile(
    "缝|医院|骨|血|头|脑|脸|眼|晕|昏|(?<![绊滑摔跌])倒|躺|送|严重|大面积|动不|掉|坠|夹|卡|咬|猥|摸|刀|车"
)
#: 孩子被狗追着跑: a fright, where nothing came of it
_CHASED = re.compile("(?<!遛)[狗犬][^,，。!?\n]{0,6}?(?:追|撵)|被(?:追|撵)[^,，。!?\n]{0,4}[狗犬]")
_CAUGHT = re.compile(
    "咬(?!人)|咬人了|扑|摔|伤|血|倒|[医送]|骨|死|狂犬|破|针|撞|轧|碾|压|流产|晕|昏|不见|不到|失踪|走丢|没回|救|快来|120|警|"
    "[打砍刀]|断|掉|滚|坠|跳[下楼]|栽|跌|卡|淹|溺|心梗|心脏|犯病|发作|抽搐|[青肿痛疼扭崴瘸]|早产|保胎|缝"
)
#: classes of words for harm; a lexicon may do without
_HARM = ("injury", "hurtmarks", "bodypart", "dead")
#: and those that tell that a blow left something
_MARKS = ("injury", "hurtmarks", "dead")
#: frames in which nobody calls for help
_QUIET = frozenset({*_OFFERS, "notice", "drill", "praise", "denial", "elsewhere", "off_topic"})
#: “原来是” and what it was stand so near to each other
_EXPLAINS = 10
#: the same of whoever may be harmed
_SOMEBODY = (*_HARM, "person", "human", "victim", "owner", "staff", "child", "laidout", "persongone", "preyed")


#: of whom somebody does not know where he is, or whom he has lost
_MISSED = re.compile("找|寻|不见|走[丢失散]|失踪|失联|没影|没回|没到家|不知去向|下落|周年|悼|祭奠|遇难|走了的")
#: who reports
_PRESS = frozenset({"news", "toutiao"})


class Case(Protocol):
    """A mention that has been judged: what was found in it."""

    mention: Mention
    scan: Scan
    named: dict[str, int]
    findings: list[Finding]
    scores: dict[str, int]
    unhurt: bool
    #: ours is named
    home: bool
    own: frozenset[Entry]
    #: it befell where nothing is ours
    away: bool

    def has(self, name: str) -> bool: ...


def beside(case: Case, frame: str | None, grading: grade.Grading, stated: Sequence[Finding], urgent: bool) -> Beside:
    """All of it."""
    sure = any("sure" in item.entry.flags or item.entry in case.own for item in stated)
    preyed = case.named["preyed"] < 0 or case.has("preyed")
    presses = grading.level == 1 and _presses(case)
    stands = lane.stands(case.scan.text, stated) or plain.clogged(case.scan.text)
    return Beside(
        firm=(sure and (grading.level > 1 or (grading.level == 1 and case.home)))
        or (frame is None and grading.level > 1 and any(concedes(case.scan, item) for item in stated))
        or presses
        or (grading.level == 1 and frame is None and plain.asked(case.scan.text)),
        presses=presses,
        unhurt=case.unhurt
        or grade.unharmed(stated)
        or _waited_for(case)
        or _scratched(case)
        or _chased(case.scan.text),
        accuses=_accuses(case),
        preyed=preyed,
        struck=not preyed and _struck(case, grading, stated),
        aside=(grading.level < 2 and (_talks(case.scan.text) or steady(case.scan.text)))
        or (not (grading.level if stated else grading.level > 1) and _aside(case, frame)),
        slight=(urgent or _has_any(case, ["slighthurt"])) and not _has_any(case, _MARKS),
        planned=grading.level == 2 and any("planned" in item.entry.flags for item in stated),
        nobody=grading.level == 2 and _nobody(case),
        apart=not grading.level and _apart(case, frame),
        certain=grade.certain(grading, stated),
        untold=_untold(case, stated),
        terse=len(case.scan.text) <= _TERSE,
        bare=frame is None and _bare(case.scan.text) and any(item.entry.name in _EVENTS for item in stated),
        closed=grading.level < 2
        and (_minor(case.scan.text) or well_again(case.scan.text) or mild.waits_below(case.scan.text)),
        calls=frame not in _QUIET and calls(case.scan.text) and not stands,
        stands=stands,
        dead=grading.level == 3 and _has_any(case, ["dead"]),
        chat=mild.chats(case.scan.text),
        told=reported(case.mention.source),
        summons=frame not in _QUIET and summons(case.scan.text),
        dials=dials(case.scan.text),
        missed=_MISSED.search(case.scan.text) is not None,
        inquires=mild.inquires(case.scan.text),
    )


def _scratched(case: Case) -> bool:
    """好像胳膊擦伤了, and nothing worse."""
    text = case.scan.text
    bruised = _BRUISE.search(text) and not _NO_BRUISE.search(text)
    short = len(text) <= _SHORT and bool(bruised or _SCRATCH.search(text))
    return short and not _WORSE.search(text) and not _has_any(case, _MARKS)


def _chased(text: str) -> bool:
    """我被狗追了半条路, and nothing worse."""
    return len(text) <= _SHORT and _CHASED.search(text) is not None and _CAUGHT.search(text) is None


def reported(source: str) -> bool:
    """A report of the press. A long message is none: a call for help may stand at the end of a grievance."""
    return source in _PRESS


def _talks(text: str) -> bool:
    """A few words that ask after somebody, tell of a feast, of gnats or a thing that is stuck, or name a price."""
    if mild.trades(text) or mild.jams(text):
        return True
    return mild.asks_for_news(text) or mild.parties(text) or mild.of_gnats(text) or asking.asks_after(text)


def _bare(text: str) -> bool:
    return len(text) <= _BARE and not _BUT_NAMED.search(text)


def _presses(case: Case) -> bool:
    """“热水什么时候来啊，停一天了”; on a channel of complaints “催单” and “停水了” say it all."""
    text = case.scan.text
    return plain.waits(text) or (case.mention.kind == "complaint" and (plain.chases(text) or plain.outage(text)))


def _untold(case: Case, stated: Sequence[Finding]) -> int | None:
    if not calm.untold(case.scan, case.named, stated):
        return None
    return max((item.entry.level for item in stated if "treated" not in item.entry.flags), default=0)


def gone_away(case: Case) -> bool:
    """“好几天没看见了，说是去女儿家过年了”."""
    return case.has("whereabouts") and case.has("unseen")


def _has_any(case: Case, names: Collection[str]) -> bool:
    return any(case.scan.has(case.named.get(name, -1)) for name in names)


def _aside(case: Case, frame: str | None) -> bool:
    if case.away:
        return True
    if len(case.scan.text) > _SHORT or _has_any(case, ["laidout"]):
        return False
    if _mild(case):
        return True
    if frame == "elsewhere" and (case.has("beside") or case.has("kinplace")):
        return True
    if not case.has("child") and any(calm.animals(case.scan, case.named, item) for item in case.findings):
        return True
    if (frame in ("elsewhere", "drill") and case.has("relieved")) or _found(case) or _explains(case):
        return True
    if (case.has("pet") and not case.has("human")) or (frame == "question" and asking.asks_who_pays(case.scan.text)):
        return True
    if gone_away(case) or (frame in ("drill", "notice") and _supposes(case)):
        return True
    return (case.has("staged") or case.has("fiction")) and not (case.has("home") or befalls_players(case.scan.text))


def _waited_for(case: Case) -> bool:
    """Whether all that is grave is what must befall somebody first: 难道要等烧死人了物业才管."""
    grave = {item.doubt for item in case.findings if item.entry.level > 2}
    return "" not in grave and bool(asking.waited_for(case.scan.text))


def _mild(case: Case) -> bool:
    """Whether it only sounds grave: a quarrel, an officer's retirement, laundry that falls, “不是…，是…”."""
    text = case.scan.text
    if mild.quarrels(text) or mild.retires(text) or mild.released(text) or _soft(case):
        return True
    if mild.cites_law(text) or mild.put_out(text) or mild.slips(text) or plain.relieved(text) or ended_well(text):
        return True
    if unreal(text) or retracted(text) or cleared(text):
        return True
    if {item.doubt for item in case.findings} == {"negated"} and mild.never(text) and not _has_any(case, ["anger"]):
        return True
    grave = {item.doubt for item in case.findings if item.entry.level > 1}
    return grave == {"negated"} and mild.not_but(text)


def _minor(text: str) -> bool:
    if light(text) or mild.closes(text) or mild.threatens(text) or mild.grumbles_of_price(text):
        return True
    return plain.outage(text) or plain.dead_card(text) or plain.drips(text)


def _soft(case: Case) -> bool:
    return mild.soft(case.scan.text) and not _has_any(case, _SOMEBODY)


def _apart(case: Case, frame: str | None) -> bool:
    """Whether it sells or hires in so many words, or says that it was not here."""
    if frame == "elsewhere":
        return case.has("disowned")
    return frame in _OFFERS and case.scores[frame] >= _PLAINLY_OFFERED


def _explains(case: Case) -> bool:
    """救护车停在3栋，是接产妇的: it says what it was, and that harms nobody."""
    places = case.scan.row(case.named["harmless"])
    shown = set(case.scan.row(case.named["revealed"])) - set(case.scan.row(case.named["merely"])) if places else ()
    return any(end <= first <= end + _EXPLAINS for _, end in shown for first, _ in places)


def _found(case: Case) -> bool:
    return any(calm.found(case.scan, case.named, item) for item in case.findings)


def _supposes(case: Case) -> bool:
    """Whether what would be grave is only supposed: 一图看懂：滑倒受伤，物业要不要赔？"""
    grave = {item.doubt for item in case.findings if item.entry.level > 2}
    return "hypothetical" in grave and grave <= {"hypothetical", "elsewhere", "question", "negated"}


def _nobody(case: Case) -> bool:
    """Whether a short text names but things: no person, and nothing that befalls one."""
    return len(case.scan.text) <= _SHORT and not _has_any(case, _SOMEBODY)


def _struck(case: Case, grading: grade.Grading, stated: Sequence[Finding]) -> bool:
    rude = grading.level == 2 and any("staff" in item.entry.categories and item.entry.level == 2 for item in stated)
    return rude and (not _has_any(case, _HARM) or (plain.bare_blow(case.scan.text) and not _has_any(case, _MARKS)))


def _accuses(case: Case) -> bool:
    if case.named["conduct"] < 0 or (case.has("accused") and case.has("conduct")):
        return True
    return any("staff" in item.entry.categories and not item.doubt for item in case.findings)
