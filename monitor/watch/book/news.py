"""What one mention says that is new, although no rule gives its incident a higher grade: told at once, in its words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec
from msgspec import Struct

from monitor.company.routing import HOTLINES
from monitor.records import Assessment, Reason
from monitor.watch.attested import evidence, hearsay, toll, wording
from monitor.watch.book import allclear
from monitor.watch.book.casebook import Casebook
from monitor.watch.checkpoint import copies
from monitor.watch.checkpoint.state import Account, IncidentState, Member
from monitor.watch.joining import accounts, besides, danger, kinds, standing
from monitor.watch.owed import clocks
from monitor.watch.words import believed, footing, harm, speakers

#: the grade that two voices of hearsay give: the rules tell nothing more of who bears it out
_AS_GRAVE = 3


def _nothing_more(incident: IncidentState, at: datetime, why: Reason) -> Reason:
    return why


class News(Struct, frozen=True):
    """Of the words that are quoted: why they are told; whether the mention counts once it has joined; whether somebody
    has to confirm that as well; and what is noted of it, and said beside, when it is told."""

    reason: Callable[[str], Reason]
    counts: Callable[[Member], bool]
    confirm: bool = True
    #: what it is quoted for, where that is not the gravest that it says
    category: str | None = None
    #: what else it is told for: a paper that says more died is also the first paper
    also: tuple[Reason, ...] = ()
    note: Callable[[IncidentState, datetime, Reason], Reason] = _nothing_more


def of(incident: IncidentState, judged: Assessment) -> News | None:
    """What is told of it; asked before it joins."""
    if not incident.open or not incident.mentions or hearsay.denies(judged):
        return None
    turns = _turns(incident, judged)
    another = None if turns and turns[0] is _BY_LAW and _is_known(incident, judged) else _another(incident, judged)
    first = worse(incident, judged) or another or _harm(incident, judged) or _over(incident, judged)
    return _with_turns(first or (None if turns else _another_danger(incident, judged)), turns, incident)


def of_version(incident: IncidentState, judged: Assessment) -> News | None:
    """What a later version of one of its mentions says: more harm, or a turn; asked before it takes its place."""
    if hearsay.denies(judged):
        return None
    if not incident.open:
        return None
    first = worse(incident, judged) or _harm(incident, judged) or _over(incident, judged)
    return _with_turns(first, _turns(incident, judged), incident)


def tell(book: Casebook, incident: IncidentState, judged: Assessment, found: News) -> None:
    """No rule gives it a higher grade; that must not keep from anybody that more may have happened."""
    member, at = incident.members.get(judged.mention.id), judged.arrived_at
    if member is None or not found.counts(member):
        return
    rank = (-member.level, evidence.PLAIN, member.published, judged.mention.id)
    new = evidence.quoted(judged, rank, found.category)
    why = found.note(incident, at, found.reason(new.evidence.quote))
    if found.confirm:
        clocks.confirm_anew(incident, book.owed_from(at), book.settings)
    cause = "；".join([why.text, *(each.text for each in found.also)])
    book.tell(incident, "reminded", incident.grade, [why, *found.also, *incident.spread.why], cause, at, about=new)


def worse(incident: IncidentState, judged: Assessment) -> News | None:
    """More came to harm than was said, also by what copies it or is its own later version."""
    if not incident.open or not besides.grave(judged):
        return None
    new, known = _without_copied(incident, judged), incident.accounts
    if _bears_out(incident, judged):
        return News(lambda quote: toll.confirmed(new, quote), lambda member: toll.counts(incident, member))
    if toll.worse(known, new):
        return News(lambda quote: toll.reason(known, new, quote), lambda member: toll.counts_dead(incident, member))
    if toll.fewer(known, new, _answers(judged) and not harm.of_some(believed.head(judged))):
        return News(lambda quote: toll.lessened(known, new, quote), lambda member: toll.counts(incident, member))
    return None


def _without_copied(incident: IncidentState, judged: Assessment) -> Account:
    """Whoever passes on 又死了一个 word for word tells of the same one."""
    new = accounts.account_of(judged)
    first = (copies.origin(incident, judged.fingerprint), judged.mention.parent_id) if new.more else ()
    copied = any(each.mention in first and each.more >= new.more for each in incident.accounts)
    return msgspec.structs.replace(new, more=0) if copied else new


def _bears_out(incident: IncidentState, judged: Assessment) -> bool:
    """An office, a paper or the company states what talk alone had given its grade by."""
    if incident.grade < _AS_GRAVE or copies.repeats(incident, judged):
        return False
    return _answers(judged) and toll.borne_out(incident.accounts, accounts.account_of(judged))


def _answers(judged: Assessment) -> bool:
    return kinds.official(judged) or kinds.printed(judged) or speakers.is_company(judged)


def _another(incident: IncidentState, judged: Assessment) -> News | None:
    """It is grave and may be of another event."""
    return _beside(incident, judged) if besides.may_be_another(incident, judged) else None


def _another_danger(incident: IncidentState, judged: Assessment) -> News | None:
    """Nothing of it is a turn of what is known, and it calls for help of another kind."""
    return _beside(incident, judged) if besides.of_another_danger(incident, judged) else None


def is_beside(found: News) -> bool:
    """It is told as perhaps another event."""
    return found.note is besides.note


def with_end(found: News, head: str) -> News:
    """Beside it the danger is over by the same words."""
    return msgspec.structs.replace(found, also=(*found.also, Reason(rule=danger.RULE, text=head)))


def _beside(incident: IncidentState, judged: Assessment) -> News | None:
    if not besides.room(incident, judged.arrived_at):
        return None
    buildings = besides.buildings(incident)
    return News(
        lambda quote: besides.reason(quote, buildings),
        lambda member: besides.counts(incident, member, judged),
        note=besides.note,
    )


def _harm(incident: IncidentState, judged: Assessment) -> News | None:
    """The first word of harm to anybody."""
    harm = _harmed(incident, judged)
    if harm is None:
        return None
    return News(
        lambda quote: Reason(rule="casualty_now", text=f"{harm}：{wording.in_brief(quote)}"),
        lambda member: toll.counts_dead(incident, member),
    )


def _over(incident: IncidentState, judged: Assessment) -> News | None:
    """Anybody's word that the danger is over; he ends nothing."""
    if judged.risk.urgent or toll.harm_of(judged) == toll.MAYBE or not allclear.anybody_says(incident, judged):
        return None

    def noted(incident: IncidentState, at: datetime, why: Reason) -> Reason:
        allclear.told(incident, allclear.ANYBODY, believed.published(judged))
        return why

    who = "单位" if speakers.is_company(judged) else "有人"
    head = "，".join(filter(None, [f"{who}称险情已过", allclear.harm_in(judged)]))
    return News(
        lambda quote: Reason(rule=danger.RULE, text=f"{head}，待核实：{wording.in_brief(quote)}"),
        lambda member: toll.counts(incident, member),
        confirm=False,
        note=noted,
    )


def _good(judged: Assessment) -> bool:
    """人劝下来了，警察带走了 is no news of the law, whoever says so."""
    return not judged.risk.urgent and toll.harm_of(judged) == toll.NOBODY and allclear.says_over(judged)


def _turns(incident: IncidentState, judged: Assessment) -> list[Turn]:
    """What the matter is by it that it has not been so far, the most pressing first."""
    own, good = _of_ourselves(judged), _good(judged)
    found = [
        turn
        for turn in _TURNS
        if (not good or turn.rule == "press_now")
        and not (own and turn.rule in _OF_OTHERS)
        and turn.taken(incident, judged)
    ]
    taken = any(each.rule == "legal_now" for each in found) and incident.matter != "market"
    by_law = [_BY_LAW] if taken and _of_the_law(judged) else []
    return [*by_law, *(each for each in found if not by_law or each.rule != "legal_now")]


def _of_the_law(judged: Assessment) -> bool:
    """An office says what it does, or a paper what an office does: 依法控制3人 is no danger that goes on."""
    return kinds.official(judged) or kinds.printed(judged)


def _is_known(incident: IncidentState, judged: Assessment) -> bool:
    """Whom an office arrests without naming another place or thing it arrests over what is known."""
    return not (besides.in_another_building(incident, judged) or besides.of_another_thing(incident, judged))


def _with_turns(first: News | None, turns: list[Turn], incident: IncidentState) -> News | None:
    """What is told, and beside it those turns that whoever reads it must not miss."""
    if first is None:
        if not turns:
            return None
        turn, turns = turns[0], turns[1:]
        first = News(
            lambda quote: _reason(turn.rule, turn.head, quote),
            lambda member: toll.counts(incident, member),
            confirm=turn.rule not in _TOLD_ONLY,
            category=_QUOTED_FOR.get(turn.rule),
            note=_one_more if turn.rule == "one_more_now" else _nothing_more,
        )
    also = tuple(Reason(rule=each.rule, text=each.head) for each in turns if each.rule in _BESIDE_OTHERS)
    return msgspec.structs.replace(first, also=also)


def _one_more(incident: IncidentState, at: datetime, why: Reason) -> Reason:
    """Of many who call for help the last one that is told says so."""
    if not danger.told_more(incident, at):
        return why
    return msgspec.structs.replace(why, text=why.text + danger.LAST)


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
    return danger.newly_trapped(incident, judged)


def _hotline(incident: IncidentState, judged: Assessment) -> bool:
    """Of what is small the site alone hears; a complaint to the authority or headquarters is answered for above it."""
    mention = judged.mention
    if incident.grade > 1 or mention.kind != "complaint" or mention.source not in HOTLINES:
        return False
    return HOTLINES.isdisjoint(incident.platforms)


def _collective(incident: IncidentState, judged: Assessment) -> bool:
    """People act together and have not before, not so gravely, or otherwise: from the office to the government."""
    if not footing.acts_together(judged):
        return False
    if _first_of("collective", incident, judged):
        return True
    # what a paper writes of them was done before; that it writes is told as that
    if "official_media" in judged.credibility.signs:
        return False
    anew = judged.risk.level >= 2 and not copies.repeats(incident, judged) and not hearsay.relays(judged)
    return anew and bool(kinds.news(incident, judged, kinds.CROWD))


def _legal(incident: IncidentState, judged: Assessment) -> bool:
    """An office, the police or a court has taken it up, or does now what it had not done: after an inquiry arrests."""
    if _first_of("legal", incident, judged):
        return True
    risk = judged.risk
    if risk.level < 2 or copies.repeats(incident, judged):
        return False
    return bool(kinds.news(incident, judged, kinds.LAW))


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
    return kinds.printed(judged) and not any(each.official_media for each in incident.members.values())


def _press_again(incident: IncidentState, judged: Assessment) -> bool:
    """Another paper has found out something else: that people had complained before, or that it was concealed."""
    if not kinds.printed(judged) or _press(incident, judged) or copies.repeats(incident, judged):
        return False
    return judged.risk.level >= 2 and bool(kinds.news(incident, judged, kinds.PRESS))


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
    least = 1 if kinds.printed(judged) else 2
    if incident.matter != "market" or judged.risk.level < least or copies.repeats(incident, judged):
        return False
    return bool(kinds.news(incident, judged, kinds.MARKET))


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
#: those that are told beside what is told first
_BESIDE_OTHERS = frozenset({"press_now", "legal_now", "collective_now", "market_now"})


class Turn(Struct, frozen=True):
    """The reason's rule, how it is told, and whether the matter takes that turn by a mention."""

    rule: str
    head: str
    taken: Callable[[IncidentState, Assessment], bool]


_BY_LAW = Turn("legal_now", "出现法律或监管动向", _legal)
_TURNS = (
    Turn("urgent_now", "现称有人身危险正在发生，请立即处置", _urgent),
    Turn("trapped_now", "现称有人被困或呼救，请立即处置", _trapped),
    Turn("one_more_now", "又有人求助，请一并处置", danger.one_more),
    Turn("collective_now", "出现群体性行动", _collective),
    Turn("graver_now", "出现严重信息", _graver),
    Turn("press_now", "官方媒体首次报道", _press),
    Turn("press_now", "官方媒体又报道新情况", _press_again),
    Turn("coverage_now", "称已被媒体报道或上热搜", _covered),
    Turn("legal_now", "出现法律或监管动向", _legal),
    Turn("market_now", "出现新的市场动向", _market),
    Turn("still_now", "隐患仍在或已发生，请到场排除", standing.still),
    Turn("still_now", "险情加重或波及他处，请立即处置", kinds.worsens),
    Turn("hotline_now", "收到12345或热线投诉", _hotline),
)
#: what others do: that the company speaks of police, people or papers is none of these
_OF_OTHERS = frozenset({"collective_now", "press_now", "coverage_now", "legal_now"})


def _of_ourselves(judged: Assessment) -> bool:
    author = judged.mention.author
    return author is not None and author.verified_as == "organisation" and "government" not in judged.credibility.signs


def _reason(rule: str, head: str, quote: str) -> Reason:
    return Reason(rule=rule, text=f"{head}：{wording.in_brief(quote)}")
