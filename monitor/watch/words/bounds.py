"""What keeps every record of a step below its topic's size, whatever was posted: one too large would end its owner.

Counts alone do not: an id may have 256 characters, a link a megabyte. The topics take 4 MiB (monitor.kafka.topics);
the sum of the bounds below stays under that for each checkpoint, head, incident and alert, with room to spare.
"""

from __future__ import annotations

import msgspec

from monitor.ids import digest
from monitor.records import Action, Assessment

#: bytes of an id or name that is kept as it is; a longer one is known by its hash
LONGEST_NAME = 64
#: code points of a source's code
LONGEST_SOURCE = 64
#: code points of a link that an alert shows; half a link leads nowhere, so a longer one is left out
LONGEST_LINK = 2_048
#: terms that a quote shows as hit, and code points of each
HITS_KEPT, LONGEST_HIT = 50, 200
#: bytes that the actions of a partition that wait for their mentions may take in its head
WAITING_BYTES = 2 * 1024 * 1024
#: authors that an incident tells apart; more are counted, and one of the earliest who writes again counts anew
PEOPLE_KEPT = 10_000
#: sources that an incident tells apart
PLATFORMS_KEPT = 100
#: things that an incident's mentions name, of those that the lexicons know
OBJECTS_KEPT = 50

encode = msgspec.json.Encoder().encode


def name(said: str) -> str:
    """The id itself, or a hash where it is too long to be kept by the thousand."""
    if len(said) <= LONGEST_NAME and said.isascii() and said.isprintable():
        return said
    return said if len(said.encode()) <= LONGEST_NAME and said.isprintable() else digest(said, size=16)


def person_of(judged: Assessment) -> str:
    """Who wrote it; a mention whose author is unknown counts as one person of its own."""
    author = judged.mention.author
    return name(author.id) if author is not None and author.id else f"?{judged.mention.id}"


def bounded(judged: Assessment) -> Assessment:
    """The assessment with what the state keeps of it by name and link no longer than the state can hold."""
    mention = judged.mention
    known, link = mention.id, mention.url
    if not (len(known) <= LONGEST_NAME and known.isascii() and known.isprintable()):
        known = name(known)
    if link is not None and len(link) > LONGEST_LINK:
        link = None
    if known == mention.id and link is mention.url and len(mention.source) <= LONGEST_SOURCE:
        return judged
    short = msgspec.structs.replace(mention, id=known, url=link, source=mention.source[:LONGEST_SOURCE])
    return msgspec.structs.replace(judged, mention=short)


def bounded_action(action: Action) -> Action:
    """The action with its mention's id as the state knows it."""
    if action.mention is None or (known := name(action.mention)) == action.mention:
        return action
    return msgspec.structs.replace(action, mention=known)


def hits(terms: set[str]) -> list[str]:
    """The terms of a quote, in order."""
    return [term[:LONGEST_HIT] for term in sorted(terms)[:HITS_KEPT]]
