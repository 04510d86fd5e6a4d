"""Who bears out what is said: a relay repeats it, a denial speaks against it, and only voices of their own count."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.records import Assessment
from monitor.watch.state import IncidentState, Member

#: of a longer text the head says where it comes from
HEAD = 2_000
#: words of somebody who passes on what others say, and does not even claim to know it
_RELAYING = re.compile(
    r"转自|转载|(?:先|帮|紧急)转|速转|转给|转[：:]|网传|网上(?:都|有人)?(?:在|说|传)|群里(?:都|有人)?在?(?:传|转)|都在传|疯传|盛传|"
    r"(?:未经?|没有?|尚未|还没)(?:被|得到|官方)?证实|(?:不知道?|不确定|不晓得)(?:是)?(?:真假|是真是假)|真假(?:不知|未知|不明|难辨)|"
    r"求证|别的?群|另一个群"
)


def told_by_others(judged: Assessment) -> bool:
    """Hearsay; an office that states a fact knows it, also where it mentions what is being said."""
    signs = judged.credibility.signs
    return "hearsay" in signs and not ("government" in signs and judged.risk.level >= 2)


def relays(judged: Assessment) -> bool:
    """It passes on what is said elsewhere and adds nothing seen by its author: no voice of its own.

    A complaint is somebody's own matter, unless it only asks whether the talk is true.
    """
    signs = set(judged.credibility.signs)
    if signs & {"first_hand", "official_media", "government"}:
        return False
    asks = {"hearsay", "question"} <= signs
    if judged.mention.kind == "complaint":
        return asks
    said = f"{judged.mention.title or ''}\n{judged.mention.text[:HEAD]}"
    return "repost" in signs or bool(_RELAYING.search(said))


def denies(judged: Assessment) -> bool:
    """It denies and states nothing grave beside that: a stated fact would outrank the denial.

    A neighbour who complains that something is denied complains; an office, the press and the company speak for it.
    """
    signs, author = judged.credibility.signs, judged.mention.author
    if "denial" not in signs or judged.risk.level > 1:
        return False
    official = author is not None and author.verified_as == "organisation"
    return not judged.risk.level or official or "government" in signs or "official_media" in signs


def in_doubt(member: Member) -> bool:
    """Somebody else is said to know it."""
    return member.hearsay or member.relayed


def refuted(incident: IncidentState, member: Member) -> bool:
    """It counts no more: found to be false, a denial itself, or talk that the authorities deny."""
    return member.discounted or member.denial or (incident.denied and in_doubt(member))


def borne_out(grave: Iterable[Member]) -> bool:
    """Of what counts and is grave: a complaint, first-hand detail, press or office, or a second voice of its own."""
    own = [each for each in grave if not each.relayed]
    vouched = any(each.complaint or each.first_hand or each.official_media or each.government for each in own)
    return vouched or independent(own) > 1


def independent(members: Iterable[Member]) -> int:
    """People who said it in words of their own: of copies of one wording only whoever published first."""
    first: dict[str, Member] = {}
    own: set[str] = set()
    for each in members:
        if not each.wording:
            own.add(each.person)
        elif each.wording not in first or _sooner(each, first[each.wording]):
            first[each.wording] = each
    return len(own | {each.person for each in first.values()})


def _sooner(one: Member, other: Member) -> bool:
    return (one.published, one.person) < (other.published, other.person)


def debunked(incident: IncidentState) -> bool:
    """What it was told for is denied, and nobody who knows it for himself has said anything as grave since."""
    return incident.denied and incident.gist.solid < (2 if incident.peak_grade >= 2 else 1)
