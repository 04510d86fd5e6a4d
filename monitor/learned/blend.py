"""The rules' verdict and the learned judge's become one: level, categories and score, with the part that each had."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence

import msgspec

from monitor.learned.model import UNIT, URGENT
from monitor.records import CATEGORIES, Label, Part, Risk, Sentiment
from monitor.risk import Verdict
from monitor.risk.grade import BANDS
from monitor.risk.verdict import Beside

#: where a quote was cut: (field, start, end) in code points of the raw text
Place = tuple[str, int, int]
#: finds the words that the learned judge raised a level for; asked only when it did
Quote = Callable[[int], tuple[Place, str] | None]

#: how the learned judge's share is called among the parts of a score
WORDING = "wording"
#: the frame of what has words of risk but is no matter, by the wording as a whole
HARMLESS = "harmless"
#: probability from which level 3 is told: when the rules say so too, when they found something, when nothing.
#: Missing one is worse than telling one in vain: held out by batch of writing, recall is well above precision
_GRAVE_BACKED, _GRAVE, _GRAVE_ALONE = 0.08, 0.20, 0.30
#: and where they found nothing in a few words, or but everyday matters: held out, of those from .3 to .45 one in five
#: was grave
_GRAVE_TERSE = 0.45
#: and where the rules hold that its words of risk stand in praise
_GRAVE_PRAISED = 0.7
#: and where it tells a film, a game, or of animals only, or sells, or says that it was not here
_GRAVE_ASIDE = 0.9
#: and where none of the kinds is likely that make a matter one of level 3; crimes against persons have none of these
_GRAVE_VAGUE, _GRAVE_STRUCK, _GRAVE_KINDS = 0.6, 0.7, frozenset({"casualty", "collective", "media", "market", "staff"})
#: and where all that is grave is that people act together: held out, of those below it one in three was
_GRAVE_TOGETHER = 0.4
#: and where all that is grave is that somebody is treated
_GRAVE_UNTOLD = 0.3
#: what makes a matter one of level 3 though nobody is hurt
_OTHERWISE_GRAVE = frozenset({"collective", "media", "market"})
#: what the rules hold to be level 1 or 2 is nothing only from this probability on; their 3 is never nothing. On 6,438
#: rows written after the fit, of the 61 that they hold to be 2 and the judge to be nothing, 56 are nothing
_NOTHING = 0.8
#: and from this one on where they found but a weak word of discontent, or that it came as a complaint
_NO_GRIEVANCE, _FAINT = 0.5, frozenset({"grievance", "request", "complaint"})
#: and their 2 is 1 only when 0 and 1 together are as likely as this
_SLIGHT = 0.6
#: the mean from which a level is 1, and 2: a matter of level 2 is missed at a higher price than one of 1 is raised
_FIRST, _SECOND = 0.5, 1.4
#: and where they found nothing that counts, what is more likely nothing than all else together stays nothing
_QUIET = 0.5
#: by so much the value of nothing leads when its share is above .7 and that of level 3 below .12
_CLEAR = 2 * UNIT
#: a category is told from this probability on, given that there is any matter at all; from the other when the rules
#: found it too
CATEGORY, _CATEGORY_BACKED = 0.40, 0.32
#: and that it is but heard of, where the text says so: of 216 own rows of level 2 and 3 with such words, 142 are
_HEARD = 0.1
#: people who gather, where no word says that they do: it comes first of what has to be done
_GATHERED = 0.5
#: of what is more likely nothing at all a category is not told for next to nothing
_LEAST = 0.5
#: what the rules find at level 3 and the learned judge never takes away: of own rows where they name the media, 154
#: of 158 do
_KEPT = frozenset({"casualty", "media"})
#: the probability from which life is in danger now: held out, with the rules' own nine of ten short messages of the
#: night that are read as urgent are found so, and of all others two in three at a precision of .6
_NOW = 0.4
#: and of a hazard that the rules found in a few words and hold to stand (井盖裂了): held out, of 163 that are urgent
#: 131 instead of 134 are found so, and 17 instead of 23 in vain
_NOW_STANDING = 0.5
#: and below which it is not, by whatever words of the rules, in a report of the press: held out, of 25 none is read
#: as urgent, where of short messages that the rules call so and the judge does not one in ten is
_NOT_NOW = 0.1
#: what is urgent by a word of the rules only, with nobody hurt, is idle talk where nothing at all is likelier than this
#: and danger less likely than that: held out, of 64 such rows 59 are below level 2 and four give thanks for a danger
#: that is over; the fifth sought a child, and whom somebody seeks or mourns is excepted (Beside.missed)
_IDLE, _NO_DANGER = 0.9, 0.05
#: what a text tells of where life can be in danger
PERILOUS = frozenset({"safety", "casualty", "staff", "collective"})
#: who is gladder than this is glad of something, whatever else he tells
_GLAD = 0.5
#: what nobody is glad of
HARM = frozenset({"casualty", "safety"})
#: what nobody is hurt by: 还在停水
_EVERYDAY = frozenset({"service", "management", "violation"})
#: nor of these: that they are positive is irony
_OFFENCE = HARM | {"staff", "violation"}
_LABELS: tuple[Label, ...] = ("negative", "neutral", "positive")


def blended(
    verdict: Verdict, levels: Sequence[int], categories: Sequence[int], quote: Quote, *, urgent: int
) -> Verdict:
    """The verdict as it goes out. `levels`: one value each; `categories`: above zero where the category is
    likelier than CATEGORY; `urgent`: the logarithm of the odds that life is in danger now.

    The mean of the levels by their probability decides, and 3 by its own. What the rules found of people harmed is
    never lowered, nor what a term of the company's own says, and what is urgent stays 2. That somebody is treated, with
    no word of what befell him, is no such finding (Beside.untold).
    """
    if _surely_nothing(verdict.risk, levels):
        return verdict
    shares = _probabilities(levels)
    idle = verdict.risk.urgent and _idle(verdict, shares, urgent)
    level = _decided(verdict, shares, idle=idle)
    told = _categories(verdict, level, levels, categories)
    if level == 3 > verdict.risk.level and _overstated(verdict.beside(), told, shares[3]):
        level = 2
        told = _categories(verdict, level, levels, categories)
    now = level > 1 and (_calls(verdict, told) or _endangers(verdict, told, urgent))
    if now and PERILOUS.isdisjoint(told):
        told = [code for code in CATEGORIES if code == "safety" or code in told]
    held = verdict.risk.urgent and level > 0
    if held and (idle or _told_of(verdict, urgent)):
        verdict, held, now = _calmed(verdict), False, False
    risk = msgspec.structs.replace(verdict.risk, level=level, categories=told, urgent=held)
    now = now and not held
    if level == verdict.risk.level and not now:
        return verdict if risk == verdict.risk else msgspec.structs.replace(verdict, risk=risk)
    return _told(verdict, risk, now, quote)


def _told(verdict: Verdict, risk: Risk, now: bool, quote: Quote) -> Verdict:
    """`risk` with the parts that the wording has in it, each with the sentence that spoke most for it."""
    parts, spans = list(risk.parts), list(verdict.spans)
    points = _target(verdict.risk, risk.level) - risk.score if risk.level != verdict.risk.level else 0
    if risk.level != verdict.risk.level:
        found = quote(risk.level) if risk.level > verdict.risk.level else None
        parts.append(Part(part=f"{WORDING}: level {risk.level}", points=points, quote=found[1] if found else ""))
        spans.append(found[0] if found else None)
    if now:
        found = quote(URGENT)
        parts.append(Part(part=f"{WORDING}: urgent", points=0, quote=found[1] if found else ""))
        spans.append(found[0] if found else None)
    risk = msgspec.structs.replace(risk, score=risk.score + points, urgent=risk.urgent or now, parts=parts)
    return msgspec.structs.replace(verdict, risk=risk, frame=_frame(verdict, risk.level), spans=spans)


def endangered(value: int) -> bool:
    """Whether life is in danger now, by the logarithm of the odds for it, counted in 1/UNIT."""
    return value > _odds(_NOW) * UNIT


def unendangered(value: int) -> bool:
    """Whether nobody is in danger now by the wording, whatever single words say; as `endangered`."""
    return value < _odds(_NOT_NOW) * UNIT


def _endangers(verdict: Verdict, told: Collection[str], value: int) -> bool:
    """Whether the wording tells that life is in danger now, which few words of a list can.

    A crowd or a blow, without a hazard or harm, is told by its level: held out, of those that seem urgent by their
    wording one in two is.
    """
    if verdict.frame not in (None, "question", HARMLESS):
        return False
    now = endangered(value) if not HARM.isdisjoint(told) else value > 0 and PERILOUS.isdisjoint(told)
    if not now:
        return False
    beside = verdict.beside()
    if beside.terse and verdict.risk.level == 2 and value < _odds(_NOW_STANDING) * UNIT:
        return False
    if beside.slight and beside.inquires:
        # 那个邻居没事吧？好像胳膊擦伤了; but 他还在追我，我手蹭破皮了
        return False
    return not beside.stands and (beside.calls or not beside.dead)


def _told_of(verdict: Verdict, value: int) -> bool:
    """Danger that is told of by those who are not in it."""
    return unendangered(value) and verdict.beside().told


def _calmed(verdict: Verdict) -> Verdict:
    """Without the rules' urgency, and saying so."""
    parts = [*verdict.risk.parts, Part(part=f"{WORDING}: not urgent", points=0, quote="")]
    risk = msgspec.structs.replace(verdict.risk, urgent=False, parts=parts)
    return msgspec.structs.replace(verdict, risk=risk, spans=[*verdict.spans, None])


def _calls(verdict: Verdict, told: Collection[str]) -> bool:
    """Whether the wording tells of a danger, and the words call for help: “悬在15楼外面，快叫消防”."""
    return not HARM.isdisjoint(told) and verdict.beside().calls


def sentiment(values: Sequence[int]) -> Sentiment:
    """The likeliest of negative, neutral and positive; the score is P(positive) − P(negative), to four places."""
    shares = _probabilities(values)
    return Sentiment(label=_LABELS[shares.index(max(shares))], score=round(shares[2] - shares[0], 4))


def sober(felt: Sentiment, ruled: Verdict, risk: Risk) -> Sentiment:
    """The sentiment of a matter: never positive, unless somebody is thanked or praised in it; who has but a complaint
    is dissatisfied, and who presses for a ticket is too (of 10,395 own rows of level 1, eleven are positive).
    """
    if risk.level == 1 and felt.label == "neutral" and ruled.beside().presses:
        return Sentiment(label="negative", score=felt.score)
    if felt.label != "positive" or not risk.level or ruled.frame == "praise":
        return felt
    if risk.level == 1:
        return felt if felt.score >= _GLAD else Sentiment(label="negative", score=0.0)
    if _OFFENCE.isdisjoint(risk.categories):
        return felt
    return Sentiment(label="neutral", score=0.0)


def decided(values: Sequence[int], rules: int, hits: bool) -> int:
    """The level of four values beside the rules' level; `hits`: they found some word."""
    return _of_shares(_probabilities(values), rules, hits)


def likely(levels: Sequence[int], categories: Sequence[int], found: Collection[str]) -> set[str]:
    """The categories that are likely enough, given that there is any matter at all; `found`: those of the rules."""
    some = max(1 - _probabilities(levels)[0], _LEAST)
    usual, backed = (round(UNIT * (_odds(share * some) - _odds(CATEGORY))) for share in (CATEGORY, _CATEGORY_BACKED))
    cuts = dict.fromkeys(CATEGORIES, usual)
    cuts["collective"] = round(UNIT * (_odds(_GATHERED * some) - _odds(CATEGORY)))
    told = zip(CATEGORIES, categories, strict=True)
    return {code for code, value in told if value > (backed if code in found else cuts[code])}


def _likelier(values: Sequence[int], code: str, share: float) -> bool:
    return values[CATEGORIES.index(code)] > UNIT * (_odds(share) - _odds(CATEGORY))


def _odds(share: float) -> float:
    return math.log(share / (1 - share))


def _everyday(risk: Risk) -> bool:
    """What the rules found, if anything, is of categories that nobody is hurt by."""
    return _EVERYDAY.issuperset(risk.categories) and all(hit.category in _EVERYDAY for hit in risk.hits)


def _surely_nothing(risk: Risk, levels: Sequence[int]) -> bool:
    """Whether neither rules nor judge find anything, which is so of most mentions: nothing has to be weighed then."""
    return not (risk.level or risk.categories) and levels[0] - max(levels[1:]) > _CLEAR


def _idle(verdict: Verdict, shares: Sequence[float], urgent: int) -> bool:
    """Words of a danger in a joke, a game, a dish: 火锅烧起来啦就等你们来了.

    Never of who is hurt, calls, or is missed, nor where words that only together tell of a danger do so: 持刀砍人.
    """
    if shares[0] < _IDLE or urgent >= _odds(_NO_DANGER) * UNIT or "casualty" in verdict.risk.categories:
        return False
    if any(_joined(each.part) for each in verdict.risk.parts[:1]):
        return False
    beside = verdict.beside()
    return not (beside.calls or beside.firm or beside.missed)


def _joined(part: str) -> bool:
    """Whether a rule of several words found it, by its name (`safety: knife-attack`); a single word is its own name."""
    return ": " in part and part.isascii()


def _decided(verdict: Verdict, shares: Sequence[float], *, idle: bool) -> int:
    risk = verdict.risk
    if risk.level == 3 and "casualty" in risk.categories:
        untold = verdict.beside().untold
        return 3 if untold is None else _untold(shares, untold)
    level = _of_shares(shares, risk.level, bool(risk.hits))
    if level == risk.level == 1 and risk.parts[0].part in _FAINT and shares[0] > _NO_GRIEVANCE:
        level = 0
    if level == risk.level and not risk.urgent:
        return level
    beside = verdict.beside()
    if beside.summons:
        # 快打119: numbers are no words to the learned judge, and nobody says that anybody is hurt
        return 2
    if beside.dials:
        return risk.level
    if level == 3 and not risk.hits and shares[3] < _GRAVE_ASIDE and beside.chat:
        level = _short_of_grave(shares, risk.level)
    if level == 3 and beside.terse and _everyday(risk) and not beside.preyed and shares[3] <= _GRAVE_TERSE:
        level = _short_of_grave(shares, risk.level)
    if beside.unhurt:
        # “…掉下来，没砸到人” has the words of what it says did not happen
        level = min(level, max(risk.level, 2))
    needed = _GRAVE_ASIDE if beside.apart else _GRAVE_PRAISED if verdict.frame == "praise" else 0
    if level == 3 > risk.level and shares[3] < needed:
        level = 0
    next_door = verdict.frame in ("elsewhere", "off_topic")
    if beside.aside and (next_door or shares[3] < _GRAVE_ASIDE):
        # a film's death, a cat's fall and what befell next door read like those of people here
        level = min(level, risk.level)
    if beside.closed:
        # of 10 own rows that answer so, 9 are 1 at most
        level = min(level, 1)
    if beside.firm or (beside.bare and risk.level == 2):
        return max(level, risk.level)
    return max(level, 2) if risk.urgent and not idle else level


def _of_shares(shares: Sequence[float], rules: int, hits: bool) -> int:
    grave = shares[3] > (_GRAVE_BACKED if rules == 3 else _GRAVE if hits else _GRAVE_ALONE)
    return 3 if grave else _short_of_grave(shares, rules)


def _short_of_grave(shares: Sequence[float], rules: int) -> int:
    if rules == 0 and shares[0] > _QUIET:
        return 0
    mean = math.fsum(level * share for level, share in enumerate(shares))
    level = 2 if mean > _SECOND else int(mean > _FIRST)
    if rules < 3 and shares[0] >= _NOTHING:
        return level
    if rules >= 2:
        return max(level, 1 if shares[0] + shares[1] > _SLIGHT else 2)
    return max(level, rules)


def _untold(shares: Sequence[float], rest: int) -> int:
    """Who is in hospital may be there for anything: harm of ours only where the wording says so."""
    if shares[3] > _GRAVE_UNTOLD:
        return 3
    return min(_of_shares(shares, rest, hits=False), 2)


def _overstated(beside: Beside, told: Collection[str], grave: float) -> bool:
    """Whether a hazard, a scratch, or a blow of which no word says that it hurt, reads like the accounts of harm.

    Who is shut in a lift and not known to be hurt is told at once at level 2 too: it is urgent.
    """
    if beside.slight and grave < _GRAVE_STRUCK:
        return _OTHERWISE_GRAVE.isdisjoint(told) and not (beside.preyed and "staff" in told)
    if beside.nobody and grave < _GRAVE_VAGUE:
        return _OTHERWISE_GRAVE.isdisjoint(told)
    if beside.planned and grave < _GRAVE_STRUCK:
        return {"casualty", "media", "market"}.isdisjoint(told)
    if beside.preyed:
        return False
    if grave < _GRAVE_TOGETHER and _GRAVE_KINDS & set(told) == {"collective"}:
        return True
    if beside.struck and grave < _GRAVE_STRUCK:
        return _OTHERWISE_GRAVE.isdisjoint(told)
    return grave < _GRAVE_VAGUE and _GRAVE_KINDS.isdisjoint(told)


def _probabilities(values: Sequence[int]) -> list[float]:
    """The softmax of values counted in 1/UNIT."""
    highest = max(values)
    weights = [math.exp((value - highest) / UNIT) for value in values]
    total = math.fsum(weights)
    return [weight / total for weight in weights]


def _categories(verdict: Verdict, level: int, levels: Sequence[int], values: Sequence[int]) -> list[str]:
    """In the checklist's order: those above their threshold and _KEPT by the rules, else the nearest,
    of the rules' own where they have any.

    At level 2 staff are accused only where a text does so: people are suspended for it.
    """
    risk = verdict.risk
    if not level:
        return []
    beside = verdict.beside() if level > 1 or "casualty" in risk.categories else Beside()
    if level == 2 and not beside.accuses:
        values = [min(values) if code == "staff" else value for code, value in zip(CATEGORIES, values, strict=True)]
    if level == 2 and beside.unhurt and "casualty" not in risk.categories:
        values = [min(values) if code == "casualty" else value for code, value in zip(CATEGORIES, values, strict=True)]
    told = likely(levels, values, risk.categories)
    if level > 1 and "hearsay" in verdict.signs and _likelier(values, "rumor", _HEARD):
        told.add("rumor")
    told |= {code for code in beside.certain if code != "casualty" or level > 2}
    if level == 3 and risk.level == 3:
        told |= _KEPT & set(risk.categories)
    if level < 3:
        # people harmed are level 3: below it none are named but those of the rules
        told -= {"casualty"} - (set(risk.categories) if beside.untold is None else set())
    if not told:
        near = dict(zip(CATEGORIES, values, strict=True))
        open_to = [code for code in CATEGORIES if level > 2 or code != "casualty"]
        ours = [code for code in risk.categories if code in open_to or beside.untold is None]
        told = {max(ours or open_to, key=lambda code: near[code])}
    return [code for code in CATEGORIES if code in told]


def _target(risk: Risk, level: int) -> float:
    """The nearest score of the level's band to that of the rules."""
    low, high = BANDS[level]
    return min(max(risk.score, low), high) if level else 0


def _frame(verdict: Verdict, level: int) -> str | None:
    if level:
        # told of another place: grave, but nothing of ours
        return verdict.frame if verdict.frame == "elsewhere" else None
    return verdict.frame or (HARMLESS if verdict.risk.hits else None)
