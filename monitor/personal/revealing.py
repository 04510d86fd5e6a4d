"""Who may read a raw record, and which of the raw records are a mention's: what `yuqing reveal` decides by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from monitor.company.organisation import COMPANY, Organisation
from monitor.errors import Unreadable
from monitor.events.decode import decode_event
from monitor.kafka import topics
from monitor.kafka.wire import Raw
from monitor.records import Assessment, Kind, Mention, Subject

#: matters of the site's own people and charges: the site is told of them without author, quote or room
ABOUT_THE_SITE = frozenset({"staff", "violation"})


def refusal(by: str, judged: Iterable[Assessment], organisation: Organisation, roles: Collection[str]) -> str | None:
    """Why this person may not read the raw record of what was judged so; None when they may.

    A person with one of the roles may, whose scope covers a subject of the mention. Whose scope is the project itself
    may not where the matter is about its own staff or charges: nobody is to find out who complained about them.
    """
    person = organisation.person(by)
    if person is None:
        return f"{by!r} is no person of the organisation file"
    if person.role not in roles:
        return f"{by} is {person.role}; this needs one of {', '.join(sorted(roles))}"
    judged = list(judged)
    covered = [each for each in judged if person.scope in scopes(each.subject, organisation)]
    if not covered:
        return f"the matter is outside of {by}'s scope, {person.scope}"
    own_site = all(each.subject.project == person.scope for each in covered)
    if own_site and any(ABOUT_THE_SITE & set(each.risk.categories) for each in judged):
        return "the matter is about the site's own staff or charges: somebody above the site has to ask"
    return None


def scopes(subject: Subject, organisation: Organisation) -> tuple[str, ...]:
    """The scopes that a subject lies in; matters of nobody we know are the company's to look at."""
    return organisation.levels(subject.project) if subject.project else (COMPANY,)


def may_hold(raw: Raw, mention_id: str) -> bool:
    """Whether a record may be the mention's, seen without decoding it: platforms' own ids stand in their records."""
    own = mention_id.partition(":")[2] or mention_id
    return raw.key == mention_id.encode() or own.encode() in (raw.value or b"")


def mentions_in(raw: Raw, mention_id: str) -> Iterator[Mention]:
    """The mention as the raw record holds it, nothing hidden; a record of another shape or mention holds none."""
    kind: Kind = "complaint" if raw.topic.endswith(topics.COMPLAINTS) else "post"
    try:
        events = decode_event(raw.value, default_kind=kind)
    except Unreadable:
        return
    yield from (each for each in events if isinstance(each, Mention) and each.id == mention_id)
