"""Whether somebody is in danger now: until an office, the company or whoever called for help says that it is over."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.records import Assessment, Reason
from monitor.times import SHANGHAI
from monitor.watch import believed, evidence, heading, hearsay, members, wording
from monitor.watch.state import IncidentState, Member
from monitor.watch.subjects import SubjectState

if TYPE_CHECKING:
    from monitor.watch.casebook import Casebook

RULE = "said_over"
#: nobody calls it over later than that; by then it is another day
WITHIN = timedelta(hours=24)
_OVER = re.compile(
    r"找(?:到|着|回)了|(?:平安|安全)(?:归来|回家|到家|回来|获救|出来|出梯|撤离|疏散)|已?(?:被)?(?:救|放|抬|接|扶|背|拉|弄|撬)(?:了)?(?:出|下)来了?|"
    r"(?<![不没掉喊叫说挤])出来了|脱(?:困|险)了?|已(?:经)?(?:全部|成功|被)*(?:救出|获救|扑灭|控制住?|送医|疏散|解除|排除|抢修好|恢复|出梯)|扑灭了?|"
    r"火(?:已经?|都)?(?:灭|扑灭)了|明火已|没(?:什么)?事(?:儿|情)?(?:了|啦)|虚惊|解除(?:险情|警报)|劝(?:下|回|住|走)(?:来)?了|抱(?:下|回)来了|"
    r"险情(?:已)?(?:解除|排除)|关(?:好|上|掉)?(?:了)?阀|阀门?(?:已|都)?关"
)
#: what an office reports of those whom nothing can harm any more
_ENDED = re.compile(r"身亡|死亡|不治|无生命体征|排除(?:他杀|刑案)|系(?:误会|误报|虚惊|乌龙)")
_TRAPPED = re.compile(
    r"(?<!解)(?<!没有人)(?<!无人)(?<!没人)(?<!人员)被?困(?!难|扰|惑|境)|呼救|救命|(?:还|都)?(?:没|没有|未|出不|下不|逃不)(?:能)?(?:来|出来|下来|逃出来)|"
    r"(?:里面|楼上|屋里|车里|车内|井里|坑里)(?:还)?有(?:人|孩子|老人|小孩|孕妇)"
)
_NOT_YET = re.compile(
    r"(?:没有?|未|还没|还未|尚未|不能?|才能|怎么|何时|什么时候|能不能|快|赶紧|希望|祈祷|求)[^，,。！!？?；;]{0,6}?(?:出来|找到|救|扑灭|脱困|脱险|下来|没事)|"
    r"[吗么？?]|仍(?:有|在|被|未)|还有|还在|另有|正在|搜救|救援中|又|再次"
)


def trapped(judged: Assessment) -> bool:
    """People call from the windows or cannot get out, as far as it is said of now."""
    if not (judged.risk.urgent or (judged.risk.level >= 2 and "safety" in judged.risk.categories)):
        return False
    return not says_over(judged) and _TRAPPED.search(believed.head(judged)) is not None


def lasts(incident: IncidentState) -> bool:
    """Somebody is in danger, and neither is all of it denied nor has anybody called it over since."""
    gist = incident.gist
    if not gist.urgent or (hearsay.denial_stands(incident) and gist.solid < 3):
        return False
    # what was closed, or is said to be over, endangers nobody by what was said before
    over = max((each for each in (incident.spread.safe_at, incident.since) if each is not None), default=None)
    return over is None or any(_urgent(each) and each.published > over for each in incident.members.values())


def _urgent(member: Member) -> bool:
    return member.urgent and not (member.discounted or member.late)


def called_over(subject: SubjectState, judged: Assessment, within: timedelta = WITHIN) -> IncidentState | None:
    """The incident whose danger is over by what is said here; None where nothing of the kind is said."""
    # asked for every mention: most subjects have nothing open
    if not subject.incidents or judged.risk.urgent or not says_over(judged):
        return None
    when = believed.published(judged)
    near = subject.incidents.open_near(when, within, judged.mention.drill)
    found = [each for each in map(subject.incidents.__getitem__, near) if lasts(each) and _may(each, judged, when)]
    return max(
        found, key=lambda each: (_raised(each, judged) is not None, each.last_seen, each.incident_id), default=None
    )


def says_over(judged: Assessment) -> bool:
    said = believed.head(judged)
    if _NOT_YET.search(said):
        return False
    return _OVER.search(said) is not None or (_office(judged) and _ENDED.search(said) is not None)


def _may(incident: IncidentState, judged: Assessment, when: datetime) -> bool:
    """Who called for help; or an office or the company, of a thing or a building that was told of."""
    raised = _raised(incident, judged)
    if raised is not None:
        return raised <= when
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
    author = judged.mention.author
    return author is not None and author.verified_as == "organisation"


def settle(book: Casebook, incident: IncidentState, judged: Assessment) -> None:
    """Nobody is called out for a danger that is over; whoever is at work on it hears who says so."""
    who = "发布者本人" if _raised(incident, judged) is not None else "官方" if _office(judged) else "单位"
    when = believed.published(judged)
    incident.spread.safe_at = max(when, incident.spread.safe_at or when)
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
