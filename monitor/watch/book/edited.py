"""A call for help that its author edits: over where he says so, and still a call where he only takes it out."""

from __future__ import annotations

import re

import msgspec
from msgspec import Struct

from monitor.records import Assessment
from monitor.subjects.place import buildings_in, find_place
from monitor.times import SHANGHAI
from monitor.watch.attested import evidence, toll, wording
from monitor.watch.book import allclear, news, placing
from monitor.watch.book.casebook import Casebook
from monitor.watch.book.news import News
from monitor.watch.checkpoint.state import IncidentState, Member, Quote
from monitor.watch.grades import easing
from monitor.watch.joining import members, replies
from monitor.watch.joining.correcting import Correction
from monitor.watch.settings import FoldSettings
from monitor.watch.words import believed, perils, safe, speakers, whose

#: so much of what was quoted tells whether it still stands there
_BEGINS = 10
#: behind it stands where it was, and not what else there is
_PUTS_RIGHT = re.compile(r"(?:[更纠改]正|更新)[^，,。]{0,6}?[：:]\s?(?:应该|其实)?(?:不?是|在)(?![^。！!]{0,20}也)")
#: people are sent from this grade on
_SENT_OUT = 2


class Edit(Struct, frozen=True):
    """A later version of a mention: whether a call for help is over by it, how that is told and whose danger it was;
    what else it says that is new; and how much had been told when it came."""

    over: bool
    told: allclear.Ended | None = None
    news: News | None = None
    before: int = 0
    #: somebody is hurt: where that raises the grade it is told
    harmed: bool = False
    #: his call is of another building by it
    moved: Correction | None = None


def put_in(incident: IncidentState, judged: Assessment, reach: int, settings: FoldSettings, *, graver: bool) -> Edit:
    """The new version in the place of the one that the incident holds, and what there is to tell of it.

    `reach`: the greatest of all versions; `graver`: it is judged so.
    """
    edit = _over(incident, judged)
    if not edit.over:
        edit = msgspec.structs.replace(edit, news=news.of_version(incident, judged))
    edit = msgspec.structs.replace(edit, before=incident.told, moved=None if edit.over else _moved(incident, judged))
    member = _withdrawn(incident, judged, members.member_of(judged, reach, settings), over=edit.over)
    member = replies.crawled_again(incident, judged, member)
    called = _taken_out(incident, judged, member)
    members.replace(incident, judged, member, settings, graver=graver)
    if called is not None:
        evidence.restore(incident, called, settings)
    return edit


def _moved(incident: IncidentState, judged: Assessment) -> Correction | None:
    """8栋 where 3栋 stood, or 更正：是8栋 behind it: people are on the way to the wrong house."""
    old, quote = incident.members.get(judged.mention.id), evidence.of_mention(incident, judged.mention.id)
    called = old is not None and old.peril is not None and (old.urgent or incident.grade >= _SENT_OUT)
    if not (called and judged.risk.level and incident.open) or quote is None or quote.place is None:
        return None
    said = believed.head(judged)
    behind = safe.update(said) if _PUTS_RIGHT.search(said) else None
    place, wrong = judged.place if behind is None else find_place(behind), quote.place.building
    right = place.building if place is not None else None
    stays = behind is None and wrong in buildings_in(said)
    return Correction("building", right, wrong) if right and wrong and right != wrong and not stays else None


def _over(incident: IncidentState, judged: Assessment) -> Edit:
    """Asked before the new version takes the place of the call; it is over from when the edit was read."""
    old = incident.members.get(judged.mention.id)
    if old is None or old.peril is None or not allclear.says_over(judged):
        return Edit(False)
    said, new = believed.head(judged), perils.of(judged)
    behind = safe.update(said)
    kinds, whom = allclear.ends(said), whose.safe(said if behind is None else behind)
    if new is not None and not (safe.takes_back(said) and perils.ended(new.kinds, kinds)):
        return Edit(False)
    if not speakers.is_office(judged) and not _of_all(old.peril, kinds, whom):
        return Edit(False)
    clear = msgspec.structs.replace(
        allclear.clear_of(judged), published=judged.arrived_at, spots=[], building="", whom=whom
    )
    found = allclear.noted(incident, clear, judged.arrived_at)
    harmed = max(old.harm, toll.harm_of(judged)) > toll.NOBODY
    if found is not None and harmed:
        # who is hurt is not told as well
        head = f"发布者本人{judged.arrived_at.astimezone(SHANGHAI):%H:%M}更新，待核实"
        found = msgspec.structs.replace(found, head=head)
    return Edit(True, found, harmed=harmed)


def _of_all(peril: perils.Peril, kinds: list[str], whom: list[str]) -> bool:
    """Everybody for whom he called is out by name, or all are; that the fire is out says nothing of who is in it."""
    if (peril.trapped or peril.whom) and {safe.FIRE, safe.LEAK}.issuperset(kinds):
        return False
    return not whom or (bool(peril.whom) and whose.covers(whom, peril.whom))


def _withdrawn(incident: IncidentState, judged: Assessment, member: Member, *, over: bool) -> Member:
    """The new version as it counts: where its author has only taken out the words in which he called for help, or has
    said of a part that it is over, he is in danger still. What stands there as before is as it is judged now.

    `over`: all of it is, by his words.
    """
    old = incident.members.get(judged.mention.id)
    if over and old is not None and not member.level:
        # what it was that is over, and whom it hurt, is still to be read
        return msgspec.structs.replace(member, categories=old.categories, harm=old.harm)
    if over or old is None or old.peril is None or not old.urgent or member.urgent:
        return member
    quote = evidence.of_mention(incident, judged.mention.id)
    stands = quote is None or _stands_there(quote, judged)
    if stands and safe.update(believed.head(judged)) is None:
        return member
    kept = {"level": max(member.level, old.level), "categories": old.categories, "peril": old.peril, "urgent": True}
    return msgspec.structs.replace(member, **kept)


def _taken_out(incident: IncidentState, judged: Assessment, member: Member) -> Quote | None:
    """The call as it is quoted from now on, where it counts and its author has taken it out: whoever looks at it must
    read who was in danger where. `member`: the new version as it counts."""
    quote = evidence.of_mention(incident, judged.mention.id)
    kept = member.urgent and member.peril is not None and not judged.risk.urgent
    if quote is None or not kept or _stands_there(quote, judged):
        return None
    now = wording.in_brief(wording.quotation(judged))
    return msgspec.structs.replace(quote, evidence=msgspec.structs.replace(quote.evidence, edited=now))


def _stands_there(quote: Quote, judged: Assessment) -> bool:
    begins = quote.evidence.quote[:_BEGINS].rstrip("。！!，,…")
    return not begins or begins in believed.head(judged)


def tell(book: Casebook, incident: IncidentState, judged: Assessment, edit: Edit) -> None:
    """Asked when the new version is in. A grade falls by quiet or by what somebody does, never by an author's word."""
    if edit.moved is not None:
        placing.correct_alone(book, incident, edit.moved, judged)
    if not (edit.harmed and incident.told > edit.before):
        allclear.tell(book, incident, judged, edit.told, _stays(incident, book.settings))


def _stays(incident: IncidentState, settings: FoldSettings) -> str:
    """Whoever reads that it was nothing must not wonder why the grade is what it was."""
    if easing.taken_back(incident):
        return f"。等级未降：请到现场核实，核实不实即可下调；{settings.ease_hours}小时内无新信息自动下调"
    return "。等级未降：请核实伤亡后再下调" if incident.gist.level < 3 == incident.grade else ""
