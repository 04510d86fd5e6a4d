"""Whether somebody is in danger now: until an office, the company or whoever called for help says that it is over."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.records import Assessment, Reason
from monitor.times import SHANGHAI
from monitor.watch import accounts, believed, evidence, heading, hearsay, members, safe, toll, wording
from monitor.watch.state import Account, IncidentState, Member
from monitor.watch.subjects import SubjectState

if TYPE_CHECKING:
    from monitor.watch.casebook import Casebook

RULE = "said_over"
#: nobody calls it over later than that; by then it is another day
WITHIN = timedelta(hours=24)
#: so long before it was told a part of a day had ended
BY_THEN = timedelta(hours=1)
#: calls that the company's own people write down
_OWN_DESKS = frozenset({"hotline", "front_desk", "manual"})
_TRAPPED = re.compile(
    r"(?<!解)(?<!没有人)(?<!无人)(?<!没人)(?<!人员)被?困(?!难|扰|惑|境)|呼救|救命|(?:没|没有|未)(?:能)?(?:出|下|逃)来|[出下逃]不(?:来|去)|"
    r"(?:里面|屋里|车里|车内|井里|坑里)(?:还)?有(?:人|孩子|老人|小孩|孕妇)|楼上还有(?:人|孩子|老人|小孩|孕妇)"
)
#: who of the verified organisations is at work on it
_OURS = re.compile("物业|服务中心|管理处|管家|生活服务|消防|燃气|供电|电力|水务|供热|电梯")
#: what is rehearsed, and what is told of another day, ends nothing of today
_NOT_NOW = re.compile(r"演练|演习|(?:上个?|前)(?:月|周|星期|礼拜)|昨[天日晚夜]|前天|去年|那[天次]|当时|上次")


def trapped(judged: Assessment) -> bool:
    """People call from the windows or cannot get out, as far as it is said of now."""
    if not (judged.risk.urgent or (judged.risk.level >= 2 and "safety" in judged.risk.categories)):
        return False
    return not says_over(judged) and _TRAPPED.search(believed.head(judged)) is not None


def lasts(incident: IncidentState) -> bool:
    """Somebody is in danger, and neither is all of it denied nor has anybody called or closed it since.

    An office that denies a death heard of says nothing of who is shut in himself.
    """
    if not incident.gist.urgent:
        return False
    calls = [each for each in incident.members.values() if _urgent(each)]
    if hearsay.denial_stands(incident) and all(hearsay.refuted(incident, each) for each in calls):
        return False
    known = [each for each in (incident.spread.safe_at, incident.since) if each is not None]
    if not known:
        return True
    over, past = max(known), _of_then(incident)
    return any(
        _urgent(each) and each.published > over and not each.official_media and name not in past
        for name, each in incident.members.items()
    )


def begins(incident: IncidentState, judged: Assessment) -> bool:
    """That somebody is in danger is new by it, or goes on after all."""
    if lasts(incident):
        return False
    known = [each for each in (incident.spread.safe_at, incident.since) if each is not None]
    if not known:
        return True
    now = believed.published(judged) > max(known) and "official_media" not in judged.credibility.signs
    return now and not _then(accounts.account_of(judged))


def _of_then(incident: IncidentState) -> set[str]:
    return {each.mention for each in incident.accounts if _then(each)}


def _then(account: Account) -> bool:
    """It tells of a part of a day that had gone by: 凌晨困了半小时, told in the afternoon."""
    by = account.published - BY_THEN
    return any(end < by and end - begin <= accounts.PART_OF_DAY for begin, end in account.spans)


def _urgent(member: Member) -> bool:
    return member.urgent and not (member.discounted or member.late)


def called_over(subject: SubjectState, judged: Assessment, within: timedelta = WITHIN) -> IncidentState | None:
    """The incident whose danger is over by what is said here; None where nothing of the kind is said."""
    # asked for every mention: at most estates nobody is in danger
    if judged.risk.urgent:
        return None
    when = believed.published(judged)
    near = subject.incidents.endangered_near(when, within, judged.mention.drill)
    if not near or not says_over(judged):
        return None
    endangered = [each for each in map(subject.incidents.__getitem__, near) if lasts(each)]
    found = [each for each in endangered if _may(each, judged, when)]
    return max(
        found, key=lambda each: (_raised(each, judged) is not None, each.last_seen, each.incident_id), default=None
    )


def says_over(judged: Assessment) -> bool:
    """人没了 is no good end, whoever was got out; how an accident ended is an office's to say."""
    said = believed.head(judged)
    if _NOT_NOW.search(said):
        return False
    if _office(judged) and safe.reports_so(said):
        return True
    return safe.says_so(said) and (_office(judged) or not toll.of(judged)[0])


def _may(incident: IncidentState, judged: Assessment, when: datetime) -> bool:
    """Who alone called for help; or an office or the company, of a thing or a building that was told of.

    Where others called too, one who is out says nothing of them.
    """
    raised = _raised(incident, judged)
    if raised is not None:
        person = members.person_of(judged)
        if safe.is_home(believed.head(judged), [each.evidence.quote for each in incident.quotes]):
            return False
        return raised <= when and all(each.person == person for each in incident.members.values() if _urgent(each))
    if not (_office(judged) or _company(judged)):
        return False
    last = max((each.published for each in incident.members.values() if _urgent(each)), default=when)
    if last > when:
        return False
    building = judged.place.building if judged.place else None
    here = {each.place.building for each in incident.quotes if each.place is not None and each.place.building}
    if building is not None and here:
        return building in here
    return bool({*judged.objects, *judged.keywords} & {*incident.objects, *incident.keywords})


def _raised(incident: IncidentState, judged: Assessment) -> datetime | None:
    """When the author last called for help here."""
    person = members.person_of(judged)
    return max(
        (each.published for each in incident.members.values() if _urgent(each) and each.person == person), default=None
    )


def _office(judged: Assessment) -> bool:
    return "government" in judged.credibility.signs


def _company(judged: Assessment) -> bool:
    author, mention = judged.mention.author, judged.mention
    if author is not None and author.verified_as == "organisation":
        # a shop next door is verified too
        return _OURS.search(author.name or "") is not None
    # what a citizen tells a desk is the citizen's word
    return mention.source in _OWN_DESKS and mention.kind != "complaint"


def note(incident: IncidentState, judged: Assessment) -> None:
    """It is over since then."""
    when = believed.published(judged)
    incident.spread.safe_at = max(when, incident.spread.safe_at or when)


def settle(book: Casebook, incident: IncidentState, judged: Assessment) -> None:
    """Nobody is called out for a danger that is over; whoever is at work on it hears who says so."""
    who = "发布者本人" if _raised(incident, judged) is not None else "官方" if _office(judged) else "单位"
    when = believed.published(judged)
    note(incident, judged)
    member = incident.members.get(judged.mention.id)
    rank = (-(member.level if member else 0), evidence.PLAIN, when, judged.mention.id)
    new = evidence.quoted(judged, rank)
    doubt = "" if who == "官方" else "，待核实"
    head = f"{who}{when.astimezone(SHANGHAI):%H:%M}称险情已过{doubt}"
    why = Reason(rule=RULE, text=f"{head}：{wording.in_brief(new.evidence.quote)}")
    event = next((each for each in incident.quotes if each.evidence.mention_id != judged.mention.id), new)
    aside = heading.Aside(event, head)
    reasons = [why, *incident.spread.why]
    new.place = event.place
    book.tell(incident, "reminded", incident.grade, reasons, why.text, judged.arrived_at, about=new, aside=aside)
