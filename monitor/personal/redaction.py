"""What a site hears of a matter about its own people: that it happened and what to do, not who said it or where."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from monitor.records import ActionEntry, Alert, Incident, Place, Reason, Review, Scope

#: what stands where the quotes were
WITHHELD = "涉及项目自身人员、收费或热线投诉，投诉人、原文和房号不下发，不得打听；如需了解请联系上级"
#: reasons that repeat what a person wrote about it
_BY_PEOPLE = frozenset(
    {
        "action", "besides", "corrected", "declared", "denied", "disputed", "false_positive", "related", "grown",
        "relabel", "said_over", "toll",
        "urgent_now", "collective_now", "graver_now", "press_now", "coverage_now", "legal_now",
        "market_now", "trapped_now", "one_more_now", "still_now", "hotline_now", "owed",
    }
)  # fmt: skip
#: whom something can be filed to or handed to, beside people of the organisation
_OFFICES = frozenset({"company", "authority"})
#: between what happened and the words it was told in (monitor.watch.attested.wording.headline)
_QUOTED = "——"


def redacted_alert(alert: Alert) -> Alert:
    """Without evidence, links, place, the quoting half of the headline, and what people wrote."""
    return replace(
        alert,
        headline=_headline(alert.headline, alert.place),
        place=None,
        evidence=[],
        why=_why(alert.why),
        change=_change(alert.change, alert.scope),
    )


def redacted_incident(incident: Incident, own: Collection[str], staff: Collection[str]) -> Incident:
    """The same of an incident. `own`: ids of the site's people, whose notes it may read; `staff`: everybody's."""
    review, known = incident.review, {*staff, *_OFFICES}
    return replace(
        incident,
        headline=_headline(incident.headline, incident.place),
        place=None,
        evidence=[],
        copies=[],
        why=_why(incident.why),
        actions=[_entry(each, own, known) for each in incident.actions],
        assigned=incident.assigned if incident.assigned in known else None,
        review=review if review is None or review.by in own else Review(by=review.by, at=review.at),
    )


def _headline(headline: str, place: Place | None) -> str:
    spot = "".join(filter(None, (place.building, place.unit, place.lift))) if place else ""
    told = headline.partition(_QUOTED)[0]
    return told.replace(spot, "", 1) if spot else told


def _why(reasons: Sequence[Reason]) -> list[Reason]:
    return [
        Reason(rule=each.rule, text=each.text.partition("：")[0] if each.rule in _BY_PEOPLE else each.text)
        for each in reasons
    ]


def _change(change: str, scope: Scope) -> str:
    told, quoted, _ = change.partition("：")
    return f"{told}；累计{scope.mentions}条、{scope.people}人" if quoted else change


def _entry(entry: ActionEntry, own: Collection[str], known: Collection[str]) -> ActionEntry:
    """Who did what when; in whose words only where they are the site's own."""
    if entry.by in own:
        return entry
    return replace(entry, note=None, reason=None, to=entry.to if entry.to in known else None)
