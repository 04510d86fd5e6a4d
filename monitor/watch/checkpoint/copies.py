"""Near-duplicates inside an incident: copies and reposts of one wording are told as one, and all of them counted."""

from __future__ import annotations

from monitor.records import Assessment, Copies
from monitor.text.likeness import ALIKE
from monitor.watch.checkpoint.state import IncidentState, Member, Wording

#: wordings that an incident compares new ones with; of more, those that nobody copied go first
WORDINGS_KEPT = 60
#: shown of an incident, the most copied first
SHOWN = 5


def origin(incident: IncidentState, fingerprint: str) -> str | None:
    """The mention that was the first with this wording, as near as copies are."""
    if not fingerprint:
        return None
    bits, known = int(fingerprint, 16), incident.spread.bits
    if bits in known:
        return known[bits]
    # asked for every mention and wording: the loop does nothing but compare
    near = [(apart, known[each]) for each in known if (apart := (bits ^ each).bit_count()) <= ALIKE]
    return min(near)[1] if near else None


def repeats(incident: IncidentState, judged: Assessment) -> bool:
    """Whether a mention copies one of the incident, or passes on one by its id. A comment says its own."""
    passes_on = judged.mention.kind != "comment" and judged.mention.parent_id in incident.members
    return passes_on or origin(incident, judged.fingerprint) is not None


def answers(incident: IncidentState, judged: Assessment) -> bool:
    """Whether it hangs under one of the incident, or passes it on."""
    return judged.mention.parent_id in incident.members


def join(incident: IncidentState, mention_id: str, fingerprint: str, member: Member) -> str:
    """Count a new member among those of its wording; the id that the wording is known by, empty without one."""
    if not fingerprint:
        return ""
    wordings = incident.spread.wordings
    name = origin(incident, fingerprint)
    if name is None:
        name = mention_id
        wordings[name] = Wording(fingerprint, 0, member.published, member.published)
        incident.spread.bits[int(fingerprint, 16)] = name
    changed(incident)
    known = wordings[name]
    known.mentions += 1
    known.first, known.last = min(known.first, member.published), max(known.last, member.published)
    bound(incident)
    return name


def leave(incident: IncidentState, name: str) -> None:
    """One of this wording less."""
    changed(incident)
    known = incident.spread.wordings.get(name)
    if known is not None:
        known.mentions -= 1
        if known.mentions <= 0:
            del incident.spread.wordings[name]
            incident.spread.forget_bits()


def bound(incident: IncidentState) -> None:
    """The wordings that nobody copied make room, the oldest first."""
    changed(incident)
    wordings = incident.spread.wordings
    while len(wordings) > WORDINGS_KEPT:
        # the newest stays: it was only just said
        *older, _ = wordings
        del wordings[min(older, key=lambda name: (wordings[name].mentions > 1, wordings[name].last, name))]
        incident.spread.forget_bits()


def count(incident: IncidentState) -> int:
    """Mentions that only repeat another's words."""
    return incident.spread.repeats


def changed(incident: IncidentState) -> None:
    """Its wordings, or what is known of those who used them, are not what they were."""
    incident.forget_said()
    incident.spread.__dict__.pop("repeats", None)
    incident.__dict__.pop(_SHOWN, None)


#: where an incident keeps what is shown of its copies until one of them, or one of its members, changes
_SHOWN = "copies shown"


def shown(incident: IncidentState) -> list[Copies]:
    """The wordings that were copied most, with the people, platforms and reach of those still at hand."""
    known: list[Copies] | None = incident.__dict__.get(_SHOWN)
    if known is None:
        known = incident.__dict__[_SHOWN] = _shown(incident)
    return known


def _shown(incident: IncidentState) -> list[Copies]:
    copied = [(name, each) for name, each in incident.spread.wordings.items() if each.mentions > 1]
    copied.sort(key=lambda pair: (-pair[1].mentions, pair[1].first, pair[0]))
    at_hand: dict[str, list[Member]] = {name: [] for name, _ in copied[:SHOWN]}
    for member in incident.members.values() if at_hand else ():
        if member.wording in at_hand:
            at_hand[member.wording].append(member)
    return [_copies(name, each, at_hand[name]) for name, each in copied[:SHOWN]]


def _copies(name: str, known: Wording, at_hand: list[Member]) -> Copies:
    return Copies(
        mention_id=name,
        mentions=known.mentions,
        people=len({each.person for each in at_hand}),
        platforms=sorted({each.source for each in at_hand}),
        reach=sum(each.reach for each in at_hand),
        first_seen=known.first,
        last_seen=known.last,
    )
