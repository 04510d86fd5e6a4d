"""What one mention says that is new, although no rule gives its incident a higher grade: told at once, in its words."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from monitor.records import Assessment, Reason
from monitor.routing import HOTLINES
from monitor.watch import accounts, apart, besides, copies, danger, footing, hearsay, toll, wording
from monitor.watch.state import IncidentState, Member


class News(Struct, frozen=True):
    """Of the words that are quoted: why they are told; whether the mention counts once it has joined; and whether
    somebody has to confirm that as well."""

    reason: Callable[[str], Reason]
    counts: Callable[[Member], bool]
    confirm: bool = True
    #: what it is quoted for, where that is not the gravest that it says
    category: str | None = None


def of(incident: IncidentState, judged: Assessment) -> News | None:
    """What is told of it; asked before it joins."""
    if not incident.open or not incident.mentions or hearsay.denies(judged):
        return None
    return worse(incident, judged) or _another(incident, judged) or _turn(incident, judged)


def of_version(incident: IncidentState, judged: Assessment) -> News | None:
    """What a later version of one of its mentions says: more harm, or a turn; asked before it takes its place."""
    if hearsay.denies(judged):
        return None
    return worse(incident, judged) or (_turn(incident, judged) if incident.open else None)


def worse(incident: IncidentState, judged: Assessment) -> News | None:
    """More came to harm than was said, also by what copies it or is its own later version."""
    if not incident.open or not besides.grave(judged):
        return None
    new, known = accounts.account_of(judged), incident.accounts
    if not toll.worse(known, new):
        return None
    return News(lambda quote: toll.reason(known, new, quote), lambda member: toll.counts(incident, member))


def _another(incident: IncidentState, judged: Assessment) -> News | None:
    """It is grave and may be of another event."""
    if not besides.may_be_another(incident, judged):
        return None
    buildings = besides.buildings(incident)
    return News(lambda quote: besides.reason(quote, buildings), lambda member: besides.counts(incident, member, judged))


def _turn(incident: IncidentState, judged: Assessment) -> News | None:
    """The matter is what it has not been so far: a danger to life, a crowd, grave, or in the press."""
    own = _of_ourselves(judged)
    if (harm := _harmed(incident, judged)) is not None:
        return News(
            lambda quote: Reason(rule="casualty_now", text=f"{harm}：{wording.in_brief(quote)}"),
            lambda member: toll.counts(incident, member),
        )
    # 人劝下来了，警察带走了 is no news of the law, whoever says so
    good = not judged.risk.urgent and toll.harm_of(judged) == toll.NOBODY and danger.says_over(judged)
    if good and danger.lasts(incident) and "official_media" not in judged.credibility.signs:
        return News(
            lambda quote: Reason(rule=danger.RULE, text=f"有人称险情已过，待核实：{wording.in_brief(quote)}"),
            lambda member: toll.counts(incident, member),
            confirm=False,
        )
    for rule, head, turned in _TURNS:
        if (not good or rule == "press_now") and not (own and rule in _OF_OTHERS) and turned(incident, judged):
            return News(
                lambda quote, rule=rule, head=head: _reason(rule, head, quote),  # type: ignore[misc]
                lambda member: toll.counts(incident, member),
                confirm=rule not in _TOLD_ONLY,
                category=_QUOTED_FOR.get(rule),
            )
    return None


def _harmed(incident: IncidentState, judged: Assessment) -> str | None:
    """Somebody came to harm, which nobody had said or only the wording as a whole had let guess: how that is told."""
    harm = toll.harm_of(judged)
    if harm == toll.NOBODY or footing.asks(judged) or copies.repeats(incident, judged):
        return None
    known = max((each.harm for each in incident.members.values() if not hearsay.refuted(incident, each)), default=0)
    if incident.dropped and "casualty" in incident.categories:
        known = max(known, toll.HURT)
    if harm <= known:
        return None
    return ("传闻" if hearsay.told_by_others(judged) else "现称") + _HARM[harm]


def _urgent(incident: IncidentState, judged: Assessment) -> bool:
    return judged.risk.level >= 2 and judged.risk.urgent and danger.begins(incident, judged)


def _trapped(incident: IncidentState, judged: Assessment) -> bool:
    """There was danger already, and now people cannot get out of it."""
    return danger.trapped(judged) and not incident.spread.trapped


def _hotline(incident: IncidentState, judged: Assessment) -> bool:
    """Of what is small the site alone hears; a complaint to the authority or headquarters is answered for above it."""
    mention = judged.mention
    if incident.grade > 1 or mention.kind != "complaint" or mention.source not in HOTLINES:
        return False
    return HOTLINES.isdisjoint(incident.platforms)


def _collective(incident: IncidentState, judged: Assessment) -> bool:
    """People act together, and have not before, or not so gravely."""
    return footing.acts_together(judged) and _first_of("collective", incident, judged)


def _legal(incident: IncidentState, judged: Assessment) -> bool:
    """An office, the police or a court has taken it up."""
    return _first_of("legal", incident, judged)


def _first_of(category: str, incident: IncidentState, judged: Assessment) -> bool:
    risk = judged.risk
    if risk.level < 2 or category not in risk.categories or copies.repeats(incident, judged):
        return False
    before = (each.level for each in incident.members.values() if category in each.categories)
    return risk.level > max(before, default=1 if incident.dropped and category in incident.categories else 0)


def _graver(incident: IncidentState, judged: Assessment) -> bool:
    return judged.risk.level >= 3 > incident.gist.level


def _press(incident: IncidentState, judged: Assessment) -> bool:
    """It is in the papers for the first time; who complains is never the press."""
    if "official_media" not in judged.credibility.signs or judged.mention.kind == "complaint":
        return False
    return not any(each.official_media for each in incident.members.values())


def _covered(incident: IncidentState, judged: Assessment) -> bool:
    """Somebody says that it was on television or is a hot search, and nobody has said so before."""
    risk = judged.risk
    if risk.level < 3 or "media" not in risk.categories or copies.repeats(incident, judged):
        return False
    if incident.dropped and "media" in incident.categories:
        return False
    return not any(each.official_media or "media" in each.categories for each in incident.members.values())


def _market(incident: IncidentState, judged: Assessment) -> bool:
    """News of another kind: beside an inquiry a short seller's report, a resignation, a halt of the trade."""
    printed = "official_media" in judged.credibility.signs
    if incident.matter != "market" or judged.risk.level < (1 if printed else 2) or copies.repeats(incident, judged):
        return False
    return bool(apart.news_of(judged.keywords) - apart.news_of(incident.keywords))


#: the first word of harm to a person, by how surely it is one
_HARM = {
    toll.MAYBE: "可能有人伤亡，请立即核实",
    toll.HURT: "有人受伤或送医，请立即核实救治",
    toll.DEAD: "有人死亡，请立即核实",
}
#: whoever reads of a crowd reads its words
_QUOTED_FOR = {"collective_now": "collective", "legal_now": "legal", "coverage_now": "media"}
#: nobody has to confirm these anew: whoever is at work on it goes on
_TOLD_ONLY = frozenset({"press_now", "legal_now", "market_now", "hotline_now"})
#: the reason's rule → how it is told, and whether the matter takes that turn
_TURNS: tuple[tuple[str, str, Callable[[IncidentState, Assessment], bool]], ...] = (
    ("urgent_now", "现称有人身危险正在发生，请立即处置", _urgent),
    ("trapped_now", "现称有人被困或呼救，请立即处置", _trapped),
    ("collective_now", "出现群体性行动", _collective),
    ("graver_now", "出现严重信息", _graver),
    ("press_now", "官方媒体首次报道", _press),
    ("coverage_now", "称已被媒体报道或上热搜", _covered),
    ("legal_now", "出现法律或监管动向", _legal),
    ("market_now", "出现新的市场动向", _market),
    ("hotline_now", "收到12345或热线投诉", _hotline),
)


#: what others do: that the company speaks of police, people or papers is none of these
_OF_OTHERS = frozenset({"collective_now", "press_now", "coverage_now", "legal_now"})


def _of_ourselves(judged: Assessment) -> bool:
    author = judged.mention.author
    return author is not None and author.verified_as == "organisation" and "government" not in judged.credibility.signs


def _reason(rule: str, head: str, quote: str) -> Reason:
    return Reason(rule=rule, text=f"{head}：{wording.in_brief(quote)}")
