"""What an incident shows for itself: the gravest and best attested of what was said, and where that puts it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from datetime import datetime, timedelta

from monitor.records import Assessment, Evidence, Place
from monitor.watch.attested import hearsay, toll, wording
from monitor.watch.checkpoint.state import Decided, IncidentState, Member, Quote
from monitor.watch.settings import FoldSettings
from monitor.watch.words import bounds, menace

Rank = tuple[int, int, datetime, str]
#: how well a mention is attested: an office or the press answers for it, who says it was there or complains, or not;
#: what no word states, but the wording as a whole, stands behind what is said plainly
OFFICE, PRESS, OWN, PLAIN, WORDED, TALK, REFUTED = range(7)
#: that somebody has died, by the word of an office or of the press, stands before what either had said earlier
_A_DEATH = 2
#: below this level nobody needs a better witness: the first who said it stands for it
WITNESSED = 2
#: first of the rank of what had been said before it was closed or quiet, once it is open or spoken of again
_OVER = 1
#: of these an incident is one event
_EVENTS = frozenset({"safety", "staff"})
#: who named the place so long before goes on about it; the state that somebody is in is of any danger
JUST_BEFORE, _STATES = timedelta(minutes=30), frozenset({"shut", "hurt"})
#: who begins so answers what has just been called
_ANSWERS = re.compile("(?:(?:我|我们)?[也都]?(?:看[到见]|瞧见|听[到见])了?(?![吗么没])|是的|对的|确实|真的(?!假的))")
#: and yet speaks of another place or day: 看到了，后面那栋也着了; 确实，我妈上周被困
_ANOTHER_PLACE = re.compile(
    "隔壁|对面|[前后旁另][面边外]?[一那]?[个栋幢座]|那[边栋幢座]|我们?(?:这|[楼栋]|单元|家)|也(?:着|有|掉|塌|漏|烧|冒|停|困|在)|"
    "上[周次回个]|去年|前[天年]|昨|以前|之前"
)
#: what copies of one sentence end with or do not
_TAIL = "。.！!？?~～… "
#: first of the rank of a denial that says nothing else: it is not counted among the mentions
NO_MEMBER = 0


def quote(incident: IncidentState, judged: Assessment, member: Member, settings: FoldSettings) -> Quote:
    """Keep the mention's sentence among the best; that sentence."""
    if incident.denied:
        # one voice that knows it for itself makes the others talk of something real again
        rank_anew(incident)
    said = quoted(judged, _rank(incident, judged.mention.id, member))
    _add(incident, said, settings)
    return said


def deny(incident: IncidentState, said: Quote, settings: FoldSettings) -> None:
    """Keep the words of an office that denies it."""
    rank_anew(incident)
    _add(incident, said, settings)


def _add(incident: IncidentState, said: Quote, settings: FoldSettings) -> None:
    others = [each for each in incident.quotes if each.evidence.mention_id != said.evidence.mention_id]
    keep(incident, [*others, said], settings)


def quoted(judged: Assessment, rank: Rank, category: str | None = None) -> Quote:
    """Its sentence, and the place that it names itself. `category`: what it is quoted for, if not the gravest."""
    mention, at = judged.mention, judged.source
    evidence = Evidence(
        mention_id=mention.id,
        url=mention.url,
        quote=wording.quotation(judged, category),
        hits=bounds.hits({hit.term for hit in judged.risk.hits if not hit.negated}),
        topic=at.topic,
        partition=at.partition,
        offset=at.offset,
    )
    return Quote(rank, evidence, _place(judged))


def keep(incident: IncidentState, quotes: Iterable[Quote], settings: FoldSettings) -> None:
    """The first few by rank; of those that deny it the first is always among them."""
    most = settings.evidence_per_incident
    ranked = _others_before_repeats(_loud_before_rare(incident, sorted(quotes, key=lambda each: each.rank), most), most)
    chosen, left = sorted(ranked[:most], key=lambda each: each.rank), ranked[most:]
    if not any(_denial(incident, each) for each in chosen):
        denial = [each for each in left if _denial(incident, each)][:1]
        chosen = [*chosen[: most - len(denial)], *denial]
    _order(incident, chosen)


def _loud_before_rare(incident: IncidentState, ranked: list[Quote], most: int) -> list[Quote]:
    """Small matters of one incident have nothing in common: beside the first, those stay that many speak of."""
    if len(ranked) <= most or ranked[most].rank[0] <= -WITNESSED or ranked[most - 1].rank[0] != ranked[most].rank[0]:
        return ranked
    alike = ranked[most].rank[0]
    first = 1 + sum(each.rank[0] < alike for each in ranked[1:])
    return [*ranked[:first], *sorted(ranked[first:], key=lambda each: (each.rank[0], -_loudness(incident, each)))]


def _others_before_repeats(ranked: list[Quote], most: int) -> list[Quote]:
    """Five times the same sentence says no more than once: what was copied makes way for what else was said."""
    if len(ranked) <= most:
        return ranked
    first: dict[str, Quote] = {}
    for each in ranked:
        first.setdefault(each.evidence.quote.rstrip(_TAIL), each)
    others = {id(each) for each in first.values()}
    return sorted(ranked, key=lambda each: id(each) not in others)


def _loudness(incident: IncidentState, quote: Quote) -> int:
    """How many mentions speak of what most of them do, of all that this one speaks of."""
    member = incident.members.get(quote.evidence.mention_id)
    return max((incident.said.get(thing, 0) for thing in member.things), default=0) if member is not None else 0


def decide(incident: IncidentState, found: Decided | None) -> None:
    """What was counted for its grade is graver than what was not."""
    if incident.spread.decided != found:
        incident.spread.decided = found
        rank_anew(incident)


def rank_anew(incident: IncidentState) -> None:
    """Some of its mentions count for more, or for less, than they did."""
    for each in incident.quotes:
        member = incident.members.get(each.evidence.mention_id)
        if member is not None:
            each.rank = _rank(incident, each.evidence.mention_id, member)
    _order(incident, sorted(incident.quotes, key=lambda each: each.rank))


def _order(incident: IncidentState, quotes: list[Quote]) -> None:
    """By rank, but what denies it stands behind the first that it denies: that is what is read."""
    denied = hearsay.denial_stands(incident)
    denial = next((each for each in quotes if denied and _denial(incident, each)), None)
    if denial is not None:
        others = [each for each in quotes if each is not denial]
        quotes = [*others[:1], denial, *others[1:]]
    incident.quotes = quotes
    incident.place = _where(incident)


def put_right(incident: IncidentState, right: Iterable[Quote], wrong: Collection[str], settings: FoldSettings) -> None:
    """No quote sends people to the wrong place any more, if any names the right one or none."""
    known = {each.evidence.mention_id: each for each in [*map(copy, right), *incident.quotes]}
    left = [each for name, each in known.items() if name not in wrong]
    if left:
        keep(incident, left, settings)


def quotes(incident: IncidentState, name: str) -> bool:
    """Whether this mention is among the evidence."""
    return any(each.evidence.mention_id == name for each in incident.quotes)


def buildings(quotes: Iterable[Quote]) -> set[str]:
    """Those that they name."""
    return {each.place.building for each in quotes if each.place is not None and each.place.building}


def of_mention(incident: IncidentState, name: str) -> Quote | None:
    """Its words among the evidence."""
    return next((each for each in incident.quotes if each.evidence.mention_id == name), None)


def heads_other(incident: IncidentState, name: str) -> bool:
    """What is told of it is headed by the words of another mention."""
    return bool(incident.quotes) and incident.quotes[0].evidence.mention_id != name


def restore(incident: IncidentState, said: Quote, settings: FoldSettings) -> None:
    """Quote the mention with these words, at the rank of its present version."""
    now = of_mention(incident, said.evidence.mention_id)
    _add(incident, Quote((now or said).rank, said.evidence, said.place), settings)


def beside(incident: IncidentState, last: Quote, settings: FoldSettings) -> None:
    """What several people say otherwise is read last, so that it is told once."""
    others = [each for each in incident.quotes if each.evidence.mention_id != last.evidence.mention_id]
    _order(incident, [*others[: max(1, settings.evidence_per_incident - 1)], last])


def corrected(incident: IncidentState, first: Quote, wrong: Collection[str], settings: FoldSettings) -> None:
    """Where it was is read first; where nothing else says what happened, what said so stays, wherever it put that."""
    others = [each for each in incident.quotes if each.evidence.mention_id != first.evidence.mention_id]
    right = [each for each in others if each.evidence.mention_id not in wrong]
    told = any(tells(incident, each) for each in (first, *right))
    left = right if told else [*right, *[each for each in others if tells(incident, each)][:1]]
    _order(incident, [first, *left][: max(2, settings.evidence_per_incident)])


def tells(incident: IncidentState, quote: Quote) -> bool:
    """It says what is grave about the event, and not only where that was."""
    member = incident.members.get(quote.evidence.mention_id)
    return member is not None and member.level >= incident.gist.level


def take_out(incident: IncidentState, name: str) -> None:
    """The last one stays, as the evidence of what was closed."""
    left = [each for each in incident.quotes if each.evidence.mention_id != name]
    incident.quotes = left or incident.quotes
    incident.place = _where(incident)


def _denial(incident: IncidentState, quote: Quote) -> bool:
    member = incident.members.get(quote.evidence.mention_id)
    if member is None:
        return quote.rank[0] == NO_MEMBER
    return member.denial and (member.government or member.official_media)


def _rank(incident: IncidentState, name: str, member: Member) -> Rank:
    attested = _attested(incident, member)
    if _is_over(incident, member):
        return (_OVER, attested, member.published, name)
    level = min(member.level, 1) if attested == REFUTED and not hearsay.debunked(incident) else member.level
    if member.asks:
        # a question heads nothing that somebody states
        level = min(level, 1)
    if attested != REFUTED and (decided := incident.spread.decided) is not None and _counted(decided, name, member):
        level = max(level, decided.grade)
    if member.harm == toll.DEAD and attested in (OFFICE, PRESS):
        attested -= _A_DEATH
    return (-level, attested, member.published, name)


def _is_over(incident: IncidentState, member: Member) -> bool:
    """Said before it was closed, or one of the many small voices before quiet had lowered the grade."""
    if incident.since is not None and member.published <= incident.since:
        return True
    eased = incident.spread.eased_at
    return eased is not None and member.level < WITNESSED and member.published <= eased


def _counted(decided: Decided, name: str, member: Member) -> bool:
    return name in decided.mentions or (decided.thing != "" and decided.thing in member.things)


def _attested(incident: IncidentState, member: Member) -> int:
    if hearsay.refuted(incident, member):
        return REFUTED
    if hearsay.in_doubt(member) and not member.official_media:
        return TALK
    if member.level < WITNESSED:
        return PLAIN
    if member.government or member.official_media:
        return OFFICE if member.government else PRESS
    if member.complaint or member.first_hand:
        return OWN
    return WORDED if member.worded else PLAIN


def denied_by_office(incident: IncidentState) -> datetime | None:
    """When the last office denied it whose words are kept."""
    return max((each.rank[2] for each in incident.quotes if _denial(incident, each)), default=None)


# ---------------------------------------------------------------- where


def _place(judged: Assessment) -> Place | None:
    """The place that it names, if that is known to lie in the subject: of several subjects it is in the first."""
    if judged.subject.project is None or judged.subject.project != judged.subjects[0].project:
        return None
    return judged.place


def _where(incident: IncidentState) -> Place | None:
    """The place that the first of the evidence names: any other would put the headline's words elsewhere. But an office
    or a paper that names none speaks of the one event that others told of, where they name one building.

    A crowd has none: what it names is where a letter lies, or who comes from where. What harmed somebody keeps its own,
    whoever gathers for it.
    """
    if not incident.quotes:
        return None
    first, *others = incident.quotes
    event = incident.matter in _EVENTS
    if _of_a_crowd(incident, first) if event else "collective" in incident.categories:
        return None
    if first.place is not None or not event or not _answers_for_it(incident, first):
        return said_at(incident, first) if event else first.place
    named = [each.place for each in others if each.place is not None and not _of_a_crowd(incident, each)]
    return named[0] if named and len({each.building for each in named}) == 1 else None


def said_at(incident: IncidentState, quote: Quote) -> Place | None:
    """The place that it names; where it names none, that which its author named just before: 3栋电梯又停了, and then
    这次我在里面. Not for another danger, nor where he has named two. Who answers a neighbour (看到了, 确实)
    speaks of the neighbour's place.
    """
    if quote.place is not None or incident.matter not in _EVENTS or incident.spread.moved:
        return quote.place
    author = incident.members.get(quote.evidence.mention_id)
    if author is None or not author.person:
        return None
    new, own, others, unlike = menace.sorts(quote.evidence.quote), [], [], False
    for each in incident.quotes:
        member = incident.members.get(each.evidence.mention_id)
        if each.place is None or member is None or not _just_before(member, author):
            continue
        if member.person != author.person:
            others.append(each)
            unlike = unlike or menace.another(menace.sorts(each.evidence.quote), new)
        elif new - _STATES and (new - _STATES).isdisjoint(menace.sorts(each.evidence.quote)):
            return None
        else:
            own.append(each)
    return _one_place(own or ([] if unlike or not _answers(quote.evidence.quote) else others))


def _answers(text: str) -> bool:
    begins = _ANSWERS.match(text)
    return begins is not None and _ANOTHER_PLACE.search(text, begins.end()) is None


def _just_before(earlier: Member, later: Member) -> bool:
    return timedelta() <= later.published - earlier.published <= JUST_BEFORE


def _one_place(named: Sequence[Quote]) -> Place | None:
    places = [each.place for each in named if each.place is not None]
    return places[0] if places and len({(each.building, each.unit) for each in places}) == 1 else None


def _of_a_crowd(incident: IncidentState, quote: Quote) -> bool:
    member = incident.members.get(quote.evidence.mention_id)
    return "collective" in (incident.categories if member is None else member.categories)


def _answers_for_it(incident: IncidentState, quote: Quote) -> bool:
    member = incident.members.get(quote.evidence.mention_id)
    return _denial(incident, quote) or (member is not None and (member.government or member.official_media))
