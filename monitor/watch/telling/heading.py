"""The line that an alert and a state open with: what must be known first, where, what, and in whose words."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from monitor.records import Place, Subject
from monitor.watch.attested import confirmation, evidence, hearsay, toll, wording
from monitor.watch.bundle import Rulebook
from monitor.watch.checkpoint.state import IncidentState, Quote
from monitor.watch.joining import correcting, danger

#: the mark of an exercise, in front of all others
DRILL = "演练"


class Aside(Struct, frozen=True):
    """What only puts something right is told behind the event that it is about: 是5栋不是3栋 says nothing of a lift."""

    event: Quote
    note: str


def subject_name(subject: Subject, book: Rulebook) -> str:
    if subject.project is None:
        return book.organisation.company.name
    return book.organisation.name_of(subject.project)


def headline(
    incident: IncidentState,
    book: Rulebook,
    lapsed: str = "",
    *,
    quotes: Sequence[Quote] | None = None,
    place: Place | None = None,
    aside: Aside | None = None,
) -> str:
    """`lapsed`: what nobody has done in time. `quotes`, `place`: of this alert, where they are not the incident's."""
    if quotes is None:
        quotes, place = incident.quotes, incident.place
    name = subject_name(incident.subject, book)
    aside = aside or _put_right(incident, quotes)
    if aside is None:
        return wording.headline(incident, name, _marks(incident, lapsed, quotes), quotes, place)
    told = wording.headline(incident, name, _marks(incident, lapsed, ()), [aside.event], place)
    return f"{told}（{aside.note}）"


def _put_right(incident: IncidentState, quotes: Sequence[Quote]) -> Aside | None:
    """Whatever is told after a correction is told of the event, too."""
    moved = incident.spread.moved
    if not moved or not quotes or evidence.tells(incident, quotes[0]):
        return None
    event = next((each for each in quotes[1:] if evidence.tells(incident, each)), None)
    wrong, right = moved[-1]
    return Aside(event, correcting.Correction("", right, wrong).said()) if event is not None else None


def _is_over(incident: IncidentState, quotes: Sequence[Quote]) -> bool:
    """The words of a danger come first that is said to be over, and of nobody whom it has harmed."""
    over = danger.last_end(incident)
    if over is None or not quotes or quotes[0].rank[2] > over:
        return False
    first = incident.members.get(quotes[0].evidence.mention_id)
    return first is not None and first.harm < toll.HURT


def _marks(incident: IncidentState, lapsed: str, quotes: Sequence[Quote]) -> list[str]:
    denied, grave = hearsay.denial_stands(incident), confirmation.to_be_verified(incident)
    # a rumour that is denied says nothing of who calls for help himself
    refuted = denied and incident.gist.solid < 3 and not danger.lasts(incident)
    debunked = hearsay.debunked(incident) and incident.verdict == "false"
    # a rating that our name had found is no estate's to claim: whether it is ours at all has to be looked up
    of_shares = incident.matter == "market"
    marks = (
        # whoever reads but two words must not take it for real
        (DRILL, incident.drill),
        (lapsed, bool(lapsed)),
        ("超时未答复", incident.course.unasked),
        ("核实不实", debunked),
        ("传闻已辟谣", incident.verdict != "false" and refuted),
        ("险情称已过", _is_over(incident, quotes)),
        ("疑似旧闻", incident.gist.old),
        ("待核实", grave or (incident.subject.unplaced and of_shares)),
        # of what is less grave nobody has to be sent to find out, but that it is talk must be seen
        ("传闻", not (grave or denied or debunked) and confirmation.confirmed(incident) == "传闻"),
        ("待认领", incident.subject.unplaced and not of_shares),
    )
    return [name for name, on in marks if on]
