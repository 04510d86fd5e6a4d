"""What duty staff read: headlines, changes and quotations, in Chinese and short enough for a phone at night."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from monitor.records import Assessment, Evidence, Hit, Place, Risk, Transition
from monitor.watch.checkpoint.state import IncidentState, Quote
from monitor.watch.ruleset import GRADES
from monitor.watch.words import believed, harm, signatures
from monitor.watch.words.categories import CATEGORY_NAMES, by_gravity, gravest

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
QUOTE_LENGTH = 80
#: of a quotation in a headline, and of the new words in what has changed
HEADLINE_QUOTE, CHANGE_QUOTE = 36, 40
#: so many more are read rather than the end of what is said cut off: 送到医院已经没了
_LAST_WORDS = 8
#: somebody came to harm
HARMED = 3
#: a longer text is a letter: background first, charge later
LETTER = 120
#: so many code points before a cry tell something: 急！！ tells nothing
CAUSE = 4
_END = re.compile(r"[。！!？?；;\n]")
#: in front of a flat: 9栋, 我家3号楼2单元
_ONLY_WHERE = re.compile(
    r"(?:我们?家?|咱们?家?|我是|业主|住户|家住|住在?|在|是|的|[\d一二三四五六七八九十A-Za-z]+(?:栋|幢|号楼|座|单元|区|期)|[，,：:\s*])*"
)
#: what a letter asks for
_REQUEST = re.compile(
    r"(?:现|故|特|因此|为此|我们?|本人|业主们?)*(?:强烈)?(?:请(?!假|客|教|了|来)|恳请|敬请|要求|希望|恳求|呼吁|建议|盼)"
)
#: what it charges with, beside its words of risk
_CHARGE = re.compile(
    r"伪造|冒(?:名|签|充|用)|非本人|从未|挪用|侵占|私(?:自|分|吞)|强[制行]|拒不|殴打|威胁|恐吓|虚(?:假|报|开)|造假|套取|去世|无人|失灵|失效|打不开|"
    r"放不下来|塑料袋|锁死|停[水电]|泄露|\d+(?:\.\d+)?(?:万?元|户|人|次)"
)
_CLAUSE = re.compile(r"[，,、：:；;。！？!?】\s]+")
#: what is talked of and denied, up to the end of the clause that denies it
_DENIED = re.compile(
    r"[^。！？!?；;\n]*?(?:网传|传言|传闻|谣言|辟谣)[^。！？!?；;\n]*?(?:不实|不属实|[系是为属]谣言)(?:信息|消息)?[，,]\s*"
)
#: a room, a flat or a masked name or number, as lists of signatures hold them
_LISTED = re.compile(r"\*{2,}|\d+\s*(?:栋|幢|号楼|单元|室)\s*[\u4e00-\u9fff*]{1,3}(?=[、，,；;…]|$)")


def quotation(judged: Assessment, category: str | None = None) -> str:
    """The masked sentence of text or title that says most of what is gravest; at most QUOTE_LENGTH code points.

    `category`: what it is quoted for, where that is not the gravest.
    """
    text, title = judged.mention.text, judged.mention.title or ""
    if category in (None, "casualty") and (harmed := _of_harm(judged)) is not None:
        return _sentence(text, harmed)
    hit = _gravest(judged, category)
    if hit is None:
        # no term was found: what the wording as a whole rests on, else how it begins
        told = next((part.quote for part in reversed(judged.risk.parts) if part.quote.strip()), "")
        held = next((said for said in (text, title) if told and told in said), None)
        # a word by itself (“坏”) tells nobody what is the matter
        return _sentence(text if text.strip() else title, 0) if held is None else _sentence(held, held.index(told))
    if hit.field == "title":
        return _sentence(title, hit.start)
    return _sentence(text, _behind_signatures(text, hit, judged.risk))


def _of_harm(judged: Assessment) -> int | None:
    """Where it tells of a death, before all else that it says; of who is hurt where no word of risk says so."""
    if judged.risk.level < HARMED or "casualty" not in judged.risk.categories:
        return None
    said = judged.mention.text[: believed.HEAD]
    if (death := harm.death_in(said)) is not None:
        return death
    stated = any(hit.category == "casualty" and not hit.negated for hit in judged.risk.hits)
    return None if stated else harm.injury_in(said)


def _behind_signatures(text: str, first: Hit, risk: Risk) -> int:
    """Where a joint letter that begins with who signed it says what it is about."""
    begin = signatures.opening(text[: believed.HEAD], first.start)
    if first.start >= begin:
        return first.start
    hits = [hit for hit in risk.hits if not hit.negated and hit.field != "title" and hit.start >= begin]
    ranked = [hit.start for hit in hits if hit.category == gravest(risk.categories)] or [hit.start for hit in hits]
    return min(ranked, default=first.start)


def _gravest(judged: Assessment, category: str | None = None) -> Hit | None:
    """The first hit of the gravest category that has any, rather in the text than in the title; of a long letter that
    of the sentence that charges most, and never what it asks for (请消防检查) where something is stated.

    That the press reports is said by who it is: 记者联系物业 is not what it reports.
    """
    hits, categories = [hit for hit in judged.risk.hits if not hit.negated], judged.risk.categories
    if "official_media" in judged.credibility.signs and any(hit.category != "media" for hit in hits):
        hits = [hit for hit in hits if hit.category != "media"]
        categories = [each for each in categories if each != "media"]
    wanted = [hit for hit in hits if hit.category == category]
    # where the wording as a whole gives the gravest, no word of risk is of it
    found = gravest({hit.category for hit in hits}.intersection(categories))
    first = wanted or [hit for hit in hits if hit.category == found] or hits
    text = judged.mention.text
    if len(text) <= LETTER:
        return min(first, key=lambda hit: (hit.field == "title", hit.start), default=None)
    told = first if all(_asked(text, hit) for hit in hits) else _stating(text, first) or _stating(text, hits)
    return min(told, key=lambda hit: (hit.field == "title", -_charge(text, hit, told), hit.start), default=None)


def _stating(text: str, hits: list[Hit]) -> list[Hit]:
    return [hit for hit in hits if not _asked(text, hit)]


def _asked(text: str, hit: Hit) -> bool:
    """It stands in what the letter asks an office for."""
    return hit.field != "title" and _REQUEST.match(_around(text, hit)) is not None


def _charge(text: str, hit: Hit, hits: list[Hit]) -> int:
    """How much the sentence says: its words of risk, and what it charges with."""
    if hit.field == "title":
        return 0
    said = _around(text, hit)
    return len({each.term for each in hits if each.term in said}) + 2 * len(set(_CHARGE.findall(said)))


def _around(text: str, hit: Hit) -> str:
    """The sentence that it stands in."""
    begin = max((found.end() for found in _END.finditer(text, 0, hit.start)), default=0)
    end = _END.search(text, hit.start)
    return text[begin : end.start() if end else len(text)].strip()


def _sentence(said: str, anchor: int) -> str:
    blank = False
    for found in _SENTENCE.finditer(said):
        if (blank or found.start() <= anchor) and anchor < found.end():
            if found.group().strip():
                if (both := _with_cause(said, found.start(), found.end())) is not None:
                    return both
                return _cut(found.group(), max(0, anchor - found.start()))
            blank = True
    return said.strip()[:QUOTE_LENGTH]


def _with_cause(said: str, start: int, end: int) -> str | None:
    """Of what is cried out in two short sentences both, where a headline has room: the first says what it was."""
    cried = said[:start].rstrip()
    before = cried.rstrip("！!")
    begin = max((found.end() for found in _END.finditer(before)), default=0)
    both = said[begin:end].strip()
    short = len(both) <= HEADLINE_QUOTE + _LAST_WORDS and len(before[begin:].strip()) >= CAUSE
    return both if before != cried and short and _plain(both) else None


def _plain(both: str) -> bool:
    """One line, nobody's name or number, and no plea to an office."""
    listed = "\n" in both or "*" in both or next(iter(signatures.rows(both)), None) is not None
    return not listed and _REQUEST.search(both) is None


def _cut(sentence: str, anchor: int) -> str:
    start, end = next(iter(sorted(signatures.rows(sentence))), (0, 0))
    if end and (end <= anchor or (_ONLY_WHERE.fullmatch(sentence[:start]) and len(sentence) - end >= CAUSE)):
        # whoever complains gives name, flat and number first: what is the matter comes behind them
        begin = _behind_masks(sentence, end, anchor)
        sentence, anchor = sentence[begin:], max(0, anchor - begin)
    elif start > 0:
        # who signed is nobody's to read in an alert
        sentence, anchor = sentence[:start], min(anchor, start - 1)
    if len(sentence) <= QUOTE_LENGTH:
        return sentence.strip()
    start = max(0, min(anchor - QUOTE_LENGTH // 4, len(sentence) - QUOTE_LENGTH))
    return sentence[start : start + QUOTE_LENGTH].strip().lstrip("，、：；,:;。")


def _behind_masks(sentence: str, listed: int, anchor: int) -> int:
    """Where the first clause begins that holds nothing masked, before the anchor."""
    masked = max(listed, sentence.rfind("*", 0, anchor) + 1)
    if _CLAUSE.fullmatch(sentence[masked - 1]):
        return masked
    clause = _CLAUSE.search(sentence, masked, anchor)
    return clause.end() if clause is not None else masked


def in_brief(quote: str) -> str:
    """The new words, behind what has changed."""
    return quote.rstrip("。！!；;，,") if len(quote) <= CHANGE_QUOTE else f"{quote[:CHANGE_QUOTE]}…"


def place_name(place: Place | None) -> str:
    if place is None:
        return ""
    return "".join(part for part in (place.building, place.unit, place.lift) if part)


def top_categories(incident: IncidentState) -> list[str]:
    """The categories of the incident's mentions, the gravest first, then the most frequent."""
    if len(incident.categories) < 2:
        return list(incident.categories)
    return by_gravity(incident.categories)


def headline(
    incident: IncidentState, subject_name: str, marks: Iterable[str], quotes: Sequence[Quote], place: Place | None
) -> str:
    """Place and what happened, in one line; in front what must be known first: 演练, 待核实, 待认领, …"""
    head = "".join(f"【{mark}】" for mark in marks)
    names = "、".join(CATEGORY_NAMES.get(name, name) for name in top_categories(incident)[:2]) or "舆情"
    what = _gist(quotes[0].evidence) if quotes else ""
    return f"{head}{subject_name}{place_name(place)}：{names}——{what}"


def _gist(evidence: Evidence) -> str:
    """The clauses of the quotation that say most of what makes it grave, and no rooms, names or numbers in rows."""
    quote = _stated(evidence)
    if len(quote) <= HEADLINE_QUOTE + _LAST_WORDS:
        return quote
    starts = [0, *(found.end() for found in _CLAUSE.finditer(quote) if found.end() < len(quote))]
    start = max(starts, key=lambda at: (_weight(quote[at : at + HEADLINE_QUOTE], evidence.hits), -at))
    what = quote[start : start + HEADLINE_QUOTE]
    return what + "…" if start + HEADLINE_QUOTE < len(quote) else what


def _stated(evidence: Evidence) -> str:
    """Behind what an office denies, what it states itself: who reads only the beginning must not read of a death."""
    denied = _DENIED.match(evidence.quote)
    stated = evidence.quote[denied.end() :] if denied is not None else ""
    return stated if any(term in stated for term in evidence.hits) else evidence.quote


def _weight(said: str, hits: Iterable[str]) -> int:
    return sum(term in said for term in hits) - len(_LISTED.findall(said))


def change(
    transition: Transition, incident: IncidentState, before: int, grade: int, cause: str, *, by_somebody: bool = False
) -> str:
    """What is new since the last alert. `by_somebody`: the cause is that somebody did just this."""
    people, mentions = incident.voices, incident.mentions
    now = f"累计{mentions}条、{people}人"
    if transition == "opened":
        return f"首次发现；{now}"
    turn = f"由{GRADES[before][0]}{'升' if grade > before else '降'}为{GRADES[grade][0]}"
    if transition in ("escalated", "deescalated"):
        return f"{turn}：{cause}；{now}"
    if transition == "closed":
        return f"{cause}；{now}" if by_somebody else f"已关闭：{cause}；{now}"
    if transition == "reopened":
        again = "" if by_somebody else "关闭后再次出现："
        return f"{again}{f'{turn}，' if grade != before else ''}{cause}；{now}"
    return f"{cause}；{now}"
