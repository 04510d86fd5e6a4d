"""What a patrol or the front desk hears, as a mention: the same words at the same time are one, whoever sends them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from monitor.adapters import canonical
from monitor.adapters.values import blank
from monitor.company.organisation import COMPANY, Organisation, Project
from monitor.errors import Reason, Unreadable
from monitor.ids import digest
from monitor.records import Mention

#: where people, not crawlers, hear things: only these are believed when a person submits
SOURCES = ("manual", "front_desk")
#: what may be said of it; whatever crawlers alone know is refused
FIELDS = frozenset(
    {
        "id", "source", "kind", "title", "text", "url", "author", "published_at", "location", "group", "project",
        "channel", "contact", "status", "drill",
    }
)  # fmt: skip

#: projects that are named where what was said is only a part of their names
_ALIKE = 5


def submitted_mention(fields: Mapping[str, object], organisation: Organisation) -> Mention:
    """The mention with a stable id and, where one is named, the project's id. Raises Unreadable that names the field.

    `published_at` is when it was heard. Personal data stay as they are: the score role masks them, and `contact`
    never leaves the raw topic.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    if strange := sorted(given.keys() - FIELDS):
        raise Unreadable(Reason.WRONG_TYPE, f"{strange[0]}: is none of {', '.join(sorted(FIELDS))}")
    source = given.setdefault("source", "manual")
    if source not in SOURCES:
        raise Unreadable(Reason.WRONG_TYPE, f"source: {str(source)[:40]!r} is none of {', '.join(SOURCES)}")
    if blank(given.get("text")):
        raise Unreadable(Reason.MISSING_FIELD, "text: required: what was seen or heard")
    own = given.pop("id", None)
    mention = canonical.read({**given, "id": f"{source}:"})
    placed = replace(mention, project=_project(mention.project, organisation))
    return replace(placed, id=_identity(own, placed))


def _identity(own: object, mention: Mention) -> str:
    """`<source>:<the sender's id>`, else a hash of all that tells two reports apart."""
    if own is None or blank(own):
        author = mention.author.id or mention.author.name if mention.author else None
        said = (mention.source, author, mention.contact, mention.published_at.isoformat(), mention.project,
                mention.title, mention.text)  # fmt: skip
        return f"{mention.source}:h{digest(*said)}"
    if not isinstance(own, str) or len(own) > 200 or any(char.isspace() for char in own):
        raise Unreadable(Reason.WRONG_TYPE, "id: a text without spaces, of at most 200 characters")
    return own if own.startswith(f"{mention.source}:") else f"{mention.source}:{own}"


def _project(reference: str | None, organisation: Organisation) -> str | None:
    """The id of the one project that is meant. A slip of the pen must not make it a matter of nobody."""
    if reference is None or not organisation.projects:
        return reference
    if reference == COMPANY:
        return None
    found = organisation.lookup(reference)
    if len(found) == 1:
        return found[0].id
    if not found and organisation.is_company(reference):
        return None
    if found:
        raise Unreadable(Reason.WRONG_TYPE, f"project: several are called {reference[:40]!r}: {_named(found)}")
    alike = [each for each in organisation.projects if any(reference in name for name in (each.name, *each.aliases))]
    perhaps = f"; perhaps {_named(alike[:_ALIKE])}" if alike else ""
    raise Unreadable(Reason.WRONG_TYPE, f"project: there is no project {reference[:40]!r}{perhaps}")


def _named(projects: Sequence[Project]) -> str:
    return "、".join(f"{each.name}（{each.id}）" for each in projects)
