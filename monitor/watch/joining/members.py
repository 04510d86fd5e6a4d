"""A mention inside an incident: what is kept of it, and how the incident's counts follow it."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from sys import intern

import msgspec

from monitor.records import Assessment
from monitor.watch.attested import evidence, hearsay, toll
from monitor.watch.checkpoint import coordination, copies, parts
from monitor.watch.checkpoint.state import IncidentState, Member
from monitor.watch.joining import accounts, besides, danger, kinds, lately, reminders
from monitor.watch.settings import FoldSettings
from monitor.watch.words import believed, bounds, footing, oldtales, perils

#: content words kept per incident, the most shared ones, and per mention
KEYWORDS_KEPT = 60
WORDS_PER_MEMBER = 12


def member_of(judged: Assessment, reach: int, settings: FoldSettings) -> Member:
    """`reach`: the greatest of all its versions."""
    signs = set(judged.credibility.signs)
    mention, risk = judged.mention, judged.risk
    return Member(
        published=believed.published(judged),
        level=risk.level,
        categories=[intern(each) for each in risk.categories],
        person=bounds.person_of(judged),
        source=intern(mention.source),
        reach=reach,
        crowd=judged.crowd or 0,
        complaint=mention.kind == "complaint",
        negative=judged.sentiment.label == "negative",
        hearsay=hearsay.told_by_others(judged),
        first_hand="first_hand" in signs,
        # who complains is never the press
        official_media="official_media" in signs and mention.kind != "complaint",
        government="government" in signs,
        urgent=risk.urgent,
        late=judged.arrived_at - mention.published_at > settings.late_found,
        unplaced=judged.subject.unplaced,
        keywords=[intern(word) for word in judged.keywords[:WORDS_PER_MEMBER]],
        credibility=judged.credibility.score,
        named=len(judged.subjects),
        followers=mention.author.followers if mention.author else None,
        promotional=coordination.PROMOTIONAL.search(mention.text) is not None,
        relayed=hearsay.relays(judged),
        denial=hearsay.denies(judged),
        old=oldtales.is_old(judged),
        harm=toll.harm_of(judged),
        worded=footing.worded(judged),
        asks=footing.asks(judged),
        peril=perils.of(judged),
    )


def add(incident: IncidentState, judged: Assessment, member: Member, settings: FoldSettings) -> int:
    """Count a new mention in; how many older ones went to make room."""
    before = incident.dropped
    member.wording = copies.join(incident, judged.mention.id, judged.fingerprint, member)
    retold = _found_false(incident, member) or hearsay.retells(incident, judged, member)
    member.discounted = retold and not lately.after_denial(incident, judged)
    _put(incident, judged.mention.id, member)
    incident.mentions += 1
    _count(incident, member, 1)
    _note(incident, judged, member, settings, judged.keywords, news=True)
    incident.touched_at = max(incident.touched_at, judged.arrived_at)
    _make_room(incident, settings)
    return incident.dropped - before


def _found_false(incident: IncidentState, member: Member) -> bool:
    """Whether it repeats, no graver, what was verified as false: passing that on makes nothing new of it.

    Whoever complains, saw it, prints it or is an office says it anew: a verdict can be wrong.
    """
    if member.complaint or member.first_hand or member.official_media or member.government:
        return False
    said = incident.members.get(member.wording)
    return incident.verdict == "false" and said is not None and said.discounted and member.level <= said.level


def replace(
    incident: IncidentState, judged: Assessment, member: Member, settings: FoldSettings, *, graver: bool
) -> None:
    """Put a newer version in an older one's place; the first author stays one person.

    What was verified as false stays so when it is merely crawled again; `graver`: it says more than ever before.
    """
    old = incident.members.get(judged.mention.id)
    if old is None:
        return
    member.late, member.wording = old.late, old.wording
    member.discounted = old.discounted and not graver
    _count(incident, old, -1)
    _count(incident, member, 1)
    _put(incident, judged.mention.id, member)
    if graver:
        incident.touched_at = max(incident.touched_at, judged.arrived_at)
    # seen again is no activity: a matter does not stay open by it, nor do its words weigh more or are news again
    more = [word for word in judged.keywords if word not in incident.keywords]
    _note(incident, judged, member, settings, more, news=graver)


def take_over(first: IncidentState, second: IncidentState, settings: FoldSettings) -> int:
    """Put the members of one incident into another, in the order they were published; how many made room for it.

    The counts are the caller's to add. What was merged keeps its members too, so that its last state stays true.
    """
    for name, member in second.members.items():
        _put(first, name, copy(member))
    ordered = sorted(first.members.items(), key=lambda item: (item[1].published, item[0]))
    first.members = dict(ordered)
    first.accounts = accounts.ordered([*first.accounts, *second.accounts])
    parts.arranged(first)
    first.forget_gist()
    copies.changed(first)
    before = first.dropped
    _make_room(first, settings)
    return first.dropped - before


def _make_room(incident: IncidentState, settings: FoldSettings) -> None:
    while len(incident.members) > settings.max_members_per_incident:
        # the oldest goes, but stays counted; the incident's counts never shrink by it
        name, oldest = next(iter(incident.members.items()))
        over = incident.since is not None and oldest.published <= incident.since
        if not over and not hearsay.refuted(incident, oldest):
            incident.spread.let_go = max(incident.spread.let_go, oldest.level)
            danger.let_go(incident, name, oldest)
        _take(incident, name)
        incident.dropped += 1


def _put(incident: IncidentState, name: str, member: Member) -> None:
    """Into the members and under its words; a newer version keeps the place of the older one."""
    if (old := incident.members.get(name)) is not None:
        if old == member:
            # crawled again word for word: what is known of all of them stays, but for who spoke last
            incident.forget_said()
            return
        _unsay(incident, old)
    said = incident.said
    incident.members[name] = member
    copies.changed(incident)
    if old is None:
        incident.add_to_gist(member)
        parts.added(incident)
    else:
        incident.forget_gist()
        parts.changed(incident, name)
    loudest = incident.loudest
    for thing in member.things:
        speakers = said[thing] = said.get(thing, 0) + 1
        if speakers > loudest:
            loudest = speakers
    incident.loudest = loudest


def _take(incident: IncidentState, name: str) -> None:
    incident.take_from_gist(incident.members[name])
    copies.changed(incident)
    _unsay(incident, incident.members[name])
    parts.leaving(incident, name)
    del incident.members[name]


def _unsay(incident: IncidentState, member: Member) -> None:
    said = incident.said
    for thing in member.things:
        said[thing] -= 1
        if not said[thing]:
            del said[thing]


def withdraw(incident: IncidentState, name: str) -> None:
    """It is not of this matter after all: it counts no more. The last one stays, as the evidence of what was closed."""
    member = incident.members.get(name)
    if member is None or len(incident.members) == 1:
        return
    _take(incident, name)
    incident.mentions -= 1
    _count(incident, member, -1)
    accounts.forget(incident, name)
    copies.leave(incident, member.wording)
    evidence.take_out(incident, name)
    reminders.withdraw(incident, name)


def relabel(incident: IncidentState, name: str, level: int | None, sentiment: str | None) -> None:
    """It says something graver or milder than was thought."""
    old = incident.members.get(name)
    if old is None:
        return
    grade = old.level if level is None else level
    negative = old.negative if sentiment is None else sentiment == "negative"
    member = msgspec.structs.replace(
        old,
        level=grade,
        negative=negative,
        urgent=old.urgent and grade >= 2,
        discounted=False,
        denial=old.denial and grade <= 1,
    )
    _count(incident, old, -1)
    _count(incident, member, 1)
    _put(incident, name, member)
    evidence.rank_anew(incident)


def discount_talk(incident: IncidentState) -> None:
    """What the authorities deny stays denied, wherever it goes."""
    for member in incident.members.values():
        member.discounted = member.discounted or (hearsay.deniable(member) and hearsay.refuted(incident, member))
    parts.all_changed(incident)
    incident.forget_gist()


def discount_stated(incident: IncidentState) -> None:
    """What somebody stated without having seen it is found false by who denies it; a verdict may say otherwise."""
    for member in incident.members.values():
        if not hearsay.in_doubt(member) and hearsay.refuted(incident, member):
            member.discounted = True
    parts.all_changed(incident)
    incident.forget_gist()


def discount(incident: IncidentState, *, false: bool) -> None:
    """What was said until now is found to be false, or no longer."""
    if false:
        # also of those that nobody remembers singly
        incident.spread.let_go, incident.spread.alarm.calls = 0, []
    for member in incident.members.values():
        member.discounted = false
    parts.all_changed(incident)
    incident.forget_gist()
    evidence.rank_anew(incident)


def raise_reach(incident: IncidentState, mention_id: str, reach: int) -> bool:
    """Engagement takes maxima, also from versions that are not the current one. True when it grew."""
    member = incident.members.get(mention_id)
    if member is None or reach <= member.reach:
        return False
    incident.reach += reach - member.reach
    member.reach = reach
    parts.changed(incident, mention_id)
    copies.changed(incident)
    return True


def _count(incident: IncidentState, member: Member, by: int) -> None:
    incident.complaints += by * member.complaint
    incident.negatives += by * member.negative
    incident.reach += by * member.reach
    if by < 0 or member.source in incident.platforms or len(incident.platforms) < bounds.PLATFORMS_KEPT:
        _tally(incident.platforms, [member.source], by)
    _tally(incident.people, [member.person], by)
    if len(incident.people) > bounds.PEOPLE_KEPT:
        del incident.people[next(iter(incident.people))]
        incident.more_people += 1
    _tally(incident.categories, member.shown, by)


def _tally(counts: dict[str, int], names: Iterable[str], by: int) -> None:
    for name in names:
        counts[name] = counts.get(name, 0) + by
        if counts[name] <= 0:
            del counts[name]


def _note(
    incident: IncidentState,
    judged: Assessment,
    member: Member,
    settings: FoldSettings,
    words: Iterable[str],
    *,
    news: bool,
) -> None:
    """`news`: it is no later version of one that is known, or a graver one."""
    incident.first_seen = min(incident.first_seen, member.published)
    incident.last_seen = max(incident.last_seen, member.published)
    incident.updated_at = max(incident.updated_at, judged.arrived_at)
    _tally(incident.keywords, words, 1)
    incident.objects = list(dict.fromkeys([*incident.objects, *judged.objects]))[: bounds.OBJECTS_KEPT]
    if len(incident.keywords) > 2 * KEYWORDS_KEPT:
        ranked = sorted(incident.keywords.items(), key=lambda item: (-item[1], item[0]))
        incident.keywords = dict(ranked[:KEYWORDS_KEPT])
    kinds.note(incident, judged)
    if not member.level:
        # who only joins in says nothing that could be read
        return
    said = evidence.quote(incident, judged, member, settings)
    if not (member.late or hearsay.refuted(incident, member)) and member.wording in ("", judged.mention.id):
        reminders.hear(incident, copy(said), new=news)
    if besides.grave(judged) and not member.denial:
        accounts.note(incident, accounts.account_of(judged))
    elif incident.accounts:
        accounts.forget(incident, judged.mention.id)
