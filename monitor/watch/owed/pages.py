"""Which page of the playbooks an alert opens, and what comes first of it."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.company.playbooks import Draft, Playbook
from monitor.records import Reason
from monitor.subjects.subject import MARKET_SOURCES
from monitor.watch.attested import confirmation, hearsay, wording
from monitor.watch.bundle import Rulebook
from monitor.watch.checkpoint.state import IncidentState
from monitor.watch.joining import besides
from monitor.watch.owed import steps
from monitor.watch.words import dangers, menace

#: what is left to do about what has turned out to be false
RUMOR = "rumor"
STAFF = "staff"
#: where life is in danger these come before what the papers say
PEOPLE_FIRST = frozenset({"casualty", "safety"})
#: talk of these is looked into on site, where somebody may lie hurt
ON_SITE = PEOPLE_FIRST | {"collective"}
DEBUNKED_STEP = "已证不实：统一口径澄清，留意有无新的实情"
DEBUNKED_ADVICE = (
    "信息发布组：在业主群和公告栏引用核实结论或官方通报澄清，不点名指责",
    "项目值班：保全截图、链接和核实记录，传播仍广的向平台投诉",
    "监测组：出现新的第一手信息时系统会重新升级，按新情况处置",
)
#: of a rumour that says of nobody that he came to harm
HEARSAY_STEP = "先向当事岗位和记录核实传闻，未核实前不对外评论"
#: somebody was wronged: nobody has to be evacuated, and whose colleague did it must not look into it
CRIME_STEP = "立即报警，保护当事人和隐私，保全监控，由公司接管核查"
STAFF_CRIME_STEP = "报警，停岗控制当事员工，保护当事人和隐私，由公司接管"
#: … and nothing has been taken out of use for it
CRIME_DRAFT = Draft(
    facts="{time}，有人反映在{subject}遭受侵害，我们已报警并配合公安机关，事实以警方通报为准。",
    measures="已安排专人关心保护当事人及家属，封存监控和记录；涉及工作人员的，先行停止其工作。",
    progress="调查由公安机关进行，我们不推测、不评论细节，可公布的进展将及时通报。",
    position="对侵害他人的行为绝不姑息，依法配合追究；请勿传播当事人信息和影像。",
)
#: somebody is in danger by himself or by another, and not by what is broken
RESCUE_DRAFT = Draft(
    facts="{time}，{subject}有人遇到危险，我们接报后已派人到场并报警求助，具体情况以有关部门通报为准。",
    measures="现场人员正在配合公安、消防和医护人员救助，维持秩序，保护当事人及家属的隐私。",
    progress="救助和核实正在进行，可公布的进展将及时通报。",
    position="生命安全高于一切；请勿围观、拍摄和传播当事人影像，感谢大家的理解和配合。",
)
_BY_PEOPLE = frozenset({"violence", "ledge", "lost", "self", "illness"})
HARMED = 3
#: people act together now, and the page for that
ACTS_TOGETHER, COLLECTIVE = "collective_now", "collective"
#: whoever goes to look whether it is gas switches on no lamp
_CARE = frozenset({"gas"})
#: what is done to a person, by the words for it
_AGAINST_A_PERSON = dangers.any_of(
    dangers.MOLESTS,
    r"性骚扰|强奸|偷拍|偷窥|针孔|裸照|尾随|"
    r"摸(?:了|我|她|他|人家|女儿|孩子|丫头|别人|女生|女的)*(?:腰|胸|屁股|大腿|下体|身子|人家)|"
    r"(?:更衣|厕所|卫生间|洗手间|浴室|淋浴|卧室|试衣|女厕|母婴室)[^。！!？?；;，,\n]{0,20}摄像头|"
    r"摄像头[^。！!？?；;，,\n]{0,12}(?:更衣|厕所|卫生间|洗手间|浴室|淋浴|卧室|女厕)|"
    r"(?:录像|视频|照片|截图)[^。！!？?；;\n]{0,12}(?:传到|发到|传给|流出|外泄)[^。！!？?；;\n]{0,8}群",
)


def page(incident: IncidentState, book: Rulebook, *, urgent: bool, sensitive: bool) -> Playbook:
    """Of the gravest category; talk and old news are verified first, and what is false is cleared up.

    At grade 3 a second voice bears it out: then people come first, and the reminder that it is unconfirmed last.
    Talk of the share price or of a fee is nothing to look for the injured on site: its own page says who looks into it.
    """
    categories = wording.top_categories(incident)
    if hearsay.debunked(incident):
        found = book.playbooks.find([RUMOR], incident.grade, sensitive=sensitive)
        return Playbook(first_step=DEBUNKED_STEP, advice=(*DEBUNKED_ADVICE, *found.advice[-1:]))
    if incident.grade >= 2 and against_a_person(incident):
        return _crime(book.playbooks.find([STAFF], incident.grade, sensitive=sensitive), STAFF in categories)
    others = [each for each in categories if each != RUMOR]
    if of_shares(incident) and not urgent:
        return book.playbooks.find(["market"], incident.grade, sensitive=sensitive)
    on_site = urgent or not ON_SITE.isdisjoint(others)
    if not others and not urgent and incident.gist.level < HARMED:
        found = book.playbooks.find([RUMOR], incident.grade, sensitive=sensitive)
        return Playbook(first_step=HEARSAY_STEP, advice=found.advice)
    if not others:
        on_site = True
    if incident.subject.project is None and PEOPLE_FIRST.isdisjoint(others):
        # there is no site to look for the injured at
        on_site = False
    if confirmation.to_be_verified(incident):
        categories = [RUMOR, *others] if incident.grade < 3 and on_site else [*others, RUMOR]
    elif incident.gist.old and on_site:
        categories = [RUMOR]
    elif urgent or steps.AUTHORITY in incident.course.clocks:
        # whatever the papers say of it: people first
        categories = sorted(categories, key=lambda each: each not in PEOPLE_FIRST)
    dangers = _dangers(incident) if urgent else ()
    return book.playbooks.find(categories, incident.grade, sensitive=sensitive, dangers=dangers)


def draft(incident: IncidentState, book: Rulebook, categories: Sequence[str], *, urgent: bool) -> Draft | None:
    """The first statement; what is not known to have happened is not stated as if it had."""
    if confirmation.to_be_verified(incident) or incident.gist.old:
        return book.playbooks.draft([RUMOR, *categories])
    if incident.grade >= 2 and against_a_person(incident):
        return CRIME_DRAFT
    dangers = _dangers(incident) if urgent and "casualty" not in categories else set()
    if not dangers or not dangers <= _BY_PEOPLE:
        return book.playbooks.draft(categories)
    return book.playbooks.draft([STAFF]) if STAFF in categories else RESCUE_DRAFT


def opening(incident: IncidentState, book: Rulebook, found: Playbook, why: Sequence[Reason]) -> str:
    """The first step of `found`; of people who begin to act together, what is done about that."""
    if why and why[0].rule == ACTS_TOGETHER and not hearsay.debunked(incident):
        return book.playbooks.find([COLLECTIVE], incident.grade).first_step
    return found.first_step


def _dangers(incident: IncidentState) -> set[str]:
    """What endangers people by what heads the alert; of what is only heard of, what calls for care."""
    found = {each for quote in incident.quotes[:1] for each in menace.of_any(quote.evidence.quote)}
    return found if confirmation.confirmed(incident) != "传闻" else found & _CARE


def against_a_person(incident: IncidentState) -> bool:
    """Somebody was molested, filmed or followed, by what heads the alert."""
    if not besides.ASSAULT.isdisjoint(incident.objects):
        return True
    return any(_AGAINST_A_PERSON.search(each.evidence.quote) for each in incident.quotes[:1])


def _crime(found: Playbook, by_staff: bool) -> Playbook:
    """For the police; nobody of the staff stops working for what a neighbour did."""
    advice = found.advice if by_staff else tuple(each for each in found.advice if "当事员工" not in each)
    return Playbook(first_step=STAFF_CRIME_STEP if by_staff else CRIME_STEP, advice=advice)


def of_shares(incident: IncidentState) -> bool:
    """Talk of the company where shares are talked of: whom it names is known where it happened."""
    if incident.subject.project is not None or not incident.platforms:
        return False
    return "market" in incident.categories and MARKET_SOURCES.issuperset(incident.platforms)
