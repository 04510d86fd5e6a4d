"""What the authorities deny: the talk that it is about, also where that is read only after the denial."""

from __future__ import annotations

import re
from datetime import datetime

from monitor.records import Assessment, Place, Reason
from monitor.subjects.place import buildings_in
from monitor.watch.attested import evidence, hearsay, wording
from monitor.watch.book.casebook import Casebook
from monitor.watch.checkpoint.memory import Denial
from monitor.watch.checkpoint.state import IncidentState, Quote
from monitor.watch.checkpoint.subjects import SubjectState
from monitor.watch.joining import besides, danger, members
from monitor.watch.joining.matter import shared_words
from monitor.watch.telling import heading
from monitor.watch.words import believed

#: denials that a subject remembers, the latest
KEPT = 20
#: why it is told that a witness stands against a denial, and from which grade on
RULE = "disputed"
GRAVE = 3
#: 网传“3死”不实, 关于…的消息系谣言
_SAID_TO_BE = re.compile(
    r"[“\"「『]([^”\"」』\n]{2,30})[”\"」』][^。！!；;\n]{0,12}?(?:不实|不属实|谣言|虚假|不存在)|"
    r"(?:网传|流传|传言|所谓|称)的?([^，,。！!；;“”\n]{2,30}?)(?:的?(?:消息|信息|说法|传言|视频|内容|情况|一事))?"
    r"(?:均|皆|纯)?(?:系|为|属|是)?(?:不实|不属实|谣言|虚假|不存在)"
)
OTHERWISE = "官方称不实，与亲历、亲见或投诉者的说法不一，请现场核实"
#: what is denied is another thing than what somebody calls for help in
STILL = "官方辟谣，但有人求助未了，险情未解除"
#: what is less than that needs no office to deny it
DENIED = 2


def take(book: Casebook, subject: SubjectState, judged: Assessment) -> None:
    """Only the authorities' denial counts against hearsay; everybody else's is one more voice."""
    if "government" not in judged.credibility.signs:
        return
    when = believed.published(judged)
    open_to_it = subject.incidents.open_near(when, book.settings.join, judged.mention.drill)
    talk = [each for each in map(subject.incidents.__getitem__, open_to_it) if _talk(each)]
    meant = _meant(talk, judged)
    _remember(book, subject, judged, max((_in_common(each, judged) for each in meant), default=0))
    _dispute(book, subject, judged, open_to_it)
    for incident in meant:
        told, known = incident.told, _is_known(incident)
        _deny(book, incident, subject.memory.denials, judged.mention.id)
        book.regrade(incident, judged.arrived_at, "官方已辟谣", may_fall=True)
        if incident.told == told and not known and danger.lasts(incident):
            calls = _calls_for_help(incident)
            _tell(book, incident, judged, STILL, heading.Aside(calls, STILL) if calls is not None else None)


def _dispute(book: Casebook, subject: SubjectState, judged: Assessment, near: list[str]) -> None:
    """A witness stands against it: nothing falls, and whoever is at work on it hears what the office says, once."""
    for incident in map(subject.incidents.__getitem__, near):
        grave = incident.grade >= GRAVE or danger.endangers(incident)
        if not grave or _talk(incident) or hearsay.denial_stands(incident) or _is_known(incident):
            continue
        if not _in_common(incident, judged) or _elsewhere(incident, believed.head(judged), judged.place):
            continue
        stands = next((each for each in incident.quotes if not _of_an_office(incident, each)), None)
        if stands is not None:
            new = evidence.quoted(judged, _rank(believed.published(judged), judged.mention.id))
            evidence.beside(incident, new, book.settings)
            _tell(book, incident, judged, OTHERWISE, heading.Aside(stands, _what_is_denied(judged)))


def _is_known(incident: IncidentState) -> bool:
    """That an office denies something of it."""
    return any(each.rank[0] == evidence.NO_MEMBER for each in incident.quotes)


def _calls_for_help(incident: IncidentState) -> Quote | None:
    callers = {each.person for each in danger.standing(incident)}
    for each in incident.quotes:
        member = incident.members.get(each.evidence.mention_id)
        if member is not None and member.peril is not None and member.person in callers:
            return each
    return None


def _tell(book: Casebook, incident: IncidentState, judged: Assessment, head: str, aside: heading.Aside | None) -> None:
    """The office's words, behind those that stand against it."""
    new = evidence.quoted(judged, _rank(believed.published(judged), judged.mention.id))
    text = f"{head}：{wording.in_brief(new.evidence.quote)}"
    about = Quote(new.rank, new.evidence, incident.place if aside is None else aside.event.place)
    reasons = [Reason(rule=RULE, text=text), *incident.spread.why]
    book.tell(incident, "reminded", incident.grade, reasons, text, judged.arrived_at, about=about, aside=aside)


def _what_is_denied(judged: Assessment) -> str:
    """官方称“死亡7人”不实: whoever reads it beside the words of a witness must not take those for what is denied."""
    found = _SAID_TO_BE.search(believed.head(judged))
    said = next((each.strip("‘’' ") for each in found.groups() if each), "") if found else ""
    return f"官方称“{said}”不实" if said else "官方称不实"


def _of_an_office(incident: IncidentState, quote: Quote) -> bool:
    member = incident.members.get(quote.evidence.mention_id)
    return member is None or member.government


def heard_before(book: Casebook, subject: SubjectState, incident: IncidentState, judged: Assessment) -> None:
    """Talk that is read after its denial and was published before it wakes nobody either."""
    known, when = subject.memory.denials, believed.published(judged)
    for each in known:
        near = each.drill == incident.drill and when <= each.published <= incident.last_seen + book.settings.join
        if near and _talk(incident) and _is_about(each, incident):
            _deny(book, incident, known, each.mention)


def _remember(book: Casebook, subject: SubjectState, judged: Assessment, shared: int) -> None:
    quote = evidence.quoted(judged, _rank(judged.mention.published_at, judged.mention.id))
    new = Denial(
        judged.mention.id,
        believed.published(judged),
        judged.mention.drill,
        judged.keywords,
        judged.objects,
        quote.evidence,
        quote.place,
        shared,
    )
    others = [each for each in subject.memory.denials if each.mention != new.mention]
    subject.memory.denials = sorted([*others, new], key=lambda each: (each.published, each.mention))[-KEPT:]
    book.touch(subject.subject)


def _deny(book: Casebook, incident: IncidentState, known: list[Denial], mention: str) -> None:
    for each in known:
        if each.mention == mention:
            hearsay.deny(incident, each.published)
            members.discount_stated(incident)
            quote = Quote(_rank(each.published, each.mention), each.evidence, each.place)
            evidence.deny(incident, quote, book.settings)


def _rank(published: datetime, mention: str) -> evidence.Rank:
    return evidence.NO_MEMBER, evidence.REFUTED, published, mention


def _talk(incident: IncidentState) -> bool:
    """Of all that is grave about it and not denied yet nobody was a witness."""
    standing = [each for each in incident.members.values() if not hearsay.refuted(incident, each)]
    most = max((each.level for each in standing), default=0)
    grave = [each for each in standing if each.level == most >= DENIED]
    return bool(grave) and all(hearsay.deniable(each) for each in grave)


def _in_common(incident: IncidentState, denial: Assessment | Denial) -> int:
    """Words, and things under whatever word: 儿童坠楼 denies that 小孩从楼上掉下来."""
    return shared_words(incident, denial.keywords) + len({*incident.objects} & {*denial.objects})


def _meant(talk: list[IncidentState], judged: Assessment) -> list[IncidentState]:
    """Those that the denial speaks of: one that shares no word with a rumour, such as of a fee, denies none, and one
    of building 3 nothing that is said of building 8 alone."""
    near = [each for each in talk if not _elsewhere(each, believed.head(judged), judged.place)]
    shared = [(_in_common(each, judged), each) for each in near]
    if len(shared) < 2:
        return [each for count, each in shared if count or not (judged.keywords and hearsay.telling(each.keywords))]
    most = max(count for count, _ in shared)
    return [each for count, each in shared if count == most > 0]


def _elsewhere(incident: IncidentState, said: str, place: Place | None) -> bool:
    """Both name buildings, and not the same: 3栋 is denied, and talk of 8栋 is of something else."""
    talked_of = besides.buildings(incident)
    denied = buildings_in(said).union([place.building] if place and place.building else [])
    return bool(talked_of and denied) and talked_of.isdisjoint(denied)


def _is_about(denial: Denial, incident: IncidentState) -> bool:
    """As much as whatever it was found to be about when it was read."""
    if _elsewhere(incident, denial.evidence.quote, denial.place):
        return False
    if not (denial.keywords and incident.keywords):
        return not denial.shared
    return _in_common(incident, denial) >= max(1, denial.shared)
