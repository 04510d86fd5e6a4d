"""How sure it is: 已证实, 一手未证实 or 传闻, and on whose word that rests."""

from __future__ import annotations

from typing import Literal

from monitor.watch.attested import hearsay
from monitor.watch.checkpoint.gist import OFFICE, PASSES_ON, PRESS, STATES, WITNESS, Attested, kind_of
from monitor.watch.checkpoint.state import IncidentState, Member

Confirmed = Literal["已证实", "一手未证实", "传闻"]

#: whose word it is, and how many they are, by the best that each has to say for it
_SAID = {
    OFFICE: "{}个政府部门发布",
    PRESS: "{}家媒体报道",
    WITNESS: "{}人亲历、亲见或投诉",
    STATES: "{}人直接说（未称亲见）",
    PASSES_ON: "{}人只是听说或转述",
}
#: of one alone
_ITSELF = {
    OFFICE: "政府部门发布",
    PRESS: "媒体报道",
    WITNESS: "发布者亲历、亲见或投诉",
    STATES: "发布者直接说（未称亲见）",
    PASSES_ON: "发布者只是听说或转述",
}
#: so many people are told apart; more are only counted
_LOOKED_AT = 500


def confirmed(incident: IncidentState) -> Confirmed:
    gist, denied = incident.gist, hearsay.denial_stands(incident)
    # an authority that denies it confirms nothing
    # that an office has a word to say about something smaller does not confirm what is grave
    stated = gist.level > 0 and (gist.government >= 2 or gist.government >= gist.level)
    if incident.verdict == "true" or (stated and not denied):
        return "已证实"
    if not gist.vouched or (denied and gist.solid < 3):
        return "传闻"
    if gist.grave and not gist.vouched_grave and not denied:
        # somebody vouches for something that makes it no less grave, and nobody for what does
        return "传闻"
    return "一手未证实"


def to_be_verified(incident: IncidentState) -> bool:
    """Grave talk that nobody has seen for himself, and nobody has denied."""
    return confirmed(incident) == "传闻" and incident.gist.grave and not hearsay.denial_stands(incident)


def of(member: Member) -> Confirmed:
    """How sure one statement is by itself: that the accident was verified says nothing of a death told of later."""
    if member.government and not member.denial:
        return "已证实"
    return "传闻" if hearsay.in_doubt(member) else "一手未证实"


def basis_of(member: Member) -> str:
    return f"新信息：{_ITSELF[kind_of(member)]}{'' if of(member) == '已证实' else '，尚未证实'}；此前："


def basis(incident: IncidentState) -> str:
    """Whose word it is, in a line: how many of each kind, and who has confirmed or denied it."""
    attested = _attested(incident)
    told = [said.format(count) for kind, said in _SAID.items() if (count := attested.people[kind])]
    return "、".join(told) + ("；" if told else "") + _outside(incident, attested)


def _attested(incident: IncidentState) -> Attested:
    gist = incident.gist
    if not incident.denied and len(gist.ordered) <= _LOOKED_AT:
        return gist.attested
    return Attested([each for each in gist.ordered if not hearsay.refuted(incident, each)][:_LOOKED_AT])


def _outside(incident: IncidentState, attested: Attested) -> str:
    if incident.verdict == "true":
        return "人工核实属实"
    if incident.verdict == "false":
        return "官方已通报，此前人工核实不实" if confirmed(incident) == "已证实" else "人工核实不实"
    if hearsay.denial_stands(incident):
        return "官方已辟谣"
    if confirmed(incident) == "已证实":
        return "官方已通报"
    return "官方尚未通报，也无人工核实" if attested.people[PRESS] else "尚无官方通报或人工核实"
