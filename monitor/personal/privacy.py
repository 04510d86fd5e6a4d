"""Takes personal data out of what leaves the score role, and leaves every other code point where it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from msgspec.structs import replace

from monitor.personal.identifiers import CARD, FAMILIES, MATTERS, is_card
from monitor.records import Author, Mention
from monitor.text.glance import EVERYTHING, MATTER, SIX, SIXTEEN, glance
from monitor.text.normalising import fold

#: Authors of these kinds speak in public, under a name that is no person's.
PUBLIC = frozenset({"organisation", "media", "government"})

#: Without any of these a text holds nothing to hide; most posts end here.
_SUSPECT = re.compile(
    "[0-9０-９@＠\U0001d7ce-\U0001d7ff我名姓联聯诉訴映修称稱微威薇維维徽vVｖＶ扣企wWｗＷqQｑＱ加+＋➕零〇一幺二三四五六七八九]"
    "(?:(?<=[0-9０-９@＠\U0001d7ce-\U0001d7ff])|(?<=[我名])叫|(?<=名)字|(?<=姓) {0,4}　?名|(?<=[联聯])[系繫]人"
    "|(?<=[诉訴映修])人|(?<=[称稱])呼|(?<=[微威薇維维徽vVｖＶ])信|(?<=扣)扣|(?<=企)[鹅鵝]|(?<=[wWｗＷ])[xXｘＸeEｅＥ]"
    "|(?<=[vVｖＶ])[xXｘＸ:：]|(?<=[qQｑＱ])[qQｑＱ:：]|(?<=[加+＋➕])|(?<=[零〇一幺二三四五六七八九])[零〇一幺二三四五六七八九]{2})"
).search
#: The families, looked up once.
_STEPS = [
    (
        family.needs,
        family.gate.search if family.gate else None,
        [(each.needs, each.gate.search if each.gate else None, each.fits.sub) for each in family.patterns],
    )
    for family in FAMILIES
]
#: A number that names a matter has these.
_NUMBERED = MATTER | SIX
#: Stands in for the numbers that stay while the others are looked for.
_SPARED = "\ue000"


def mask(text: str, folded: str | None = None, kinds: int = EVERYTHING) -> str:
    """The text with personal data as asterisks, one for each code point: offsets hold in both.

    Hidden are phones (not hotlines), identity numbers, plates, e-mail addresses, WeChat and QQ accounts, bank cards,
    room numbers (building and 单元 stay), and names after 我叫, 姓名, 联系人 and their like or beside a hidden room or
    number.
    `folded`: the text the text as it is matched, where somebody has it; `kinds`: what a glance at it has shown.
    """
    if kinds == EVERYTHING and not _SUSPECT(text):
        return text
    before = fold(text) if folded is None else folded
    after = _hidden(before, kinds)
    return text if after == before or not _SUSPECT(text) else _starred(text, before, after)


def mask_all(texts: Sequence[str | None]) -> list[str | None]:
    """Each masked; many short ones together cost less than one by one."""
    folded = ["" if text is None else fold(text) for text in texts]
    return [
        None if text is None else mask(text, each, kinds)
        for text, each, kinds in zip(texts, folded, glance(folded), strict=True)
    ]


def author_key(author_id: str, key: bytes) -> str:
    """16 hexadecimal digits that are one author's under this key, and nobody's without it (keyed BLAKE2b).

    Raises ValueError for an empty key: ids could then be found by trying.
    """
    if not key:
        raise ValueError("the author key is empty")
    keyed = _keyed(key).copy()
    keyed.update(author_id.encode("utf-8", "surrogatepass"))
    return keyed.hexdigest()


@lru_cache(maxsize=8)
def _keyed(key: bytes) -> blake2b:
    """What all hashes under a key begin with."""
    secret = key if len(key) <= blake2b.MAX_KEY_SIZE else blake2b(key).digest()
    return blake2b(key=secret, digest_size=8)


def mask_mention(
    mention: Mention, key: bytes, text: str | None = None, title: str | None = None, url: str | None = None
) -> Mention:
    """The mention as it may leave the score role: texts masked, author hashed, contact and parent dropped.

    `text` and `title`, and `url`: those of the mention, masked already, where somebody has them.
    The hash is of source and id, so that one id on two platforms is two people. Without an id the name serves, and
    for a complaint without an author its contact: people are to be counted, not known.
    """
    return replace(
        mention,
        text=mask(mention.text) if text is None else text,
        title=_masked(mention.title) if text is None else title,
        location=_masked(mention.location),
        url=_masked(mention.url) if url is None else url,
        author=_hashed(mention, key),
        contact=None,
        parent=None,
    )


def _masked(text: str | None) -> str | None:
    return None if text is None else mask(text)


def _hashed(mention: Mention, key: bytes) -> Author | None:
    author = mention.author or Author()
    who = _identity(mention, author)
    if who is None:
        return mention.author
    name = author.name if author.verified_as in PUBLIC else None
    return replace(author, id=author_key(f"{mention.source}:{who}", key), name=name)


def _identity(mention: Mention, author: Author) -> str | None:
    if author.id:
        return author.id
    if author.name:
        return f"name:{author.name}"
    return f"contact:{''.join(fold(mention.contact).split())}" if mention.contact else None


def _hidden(text: str, kinds: int) -> str:
    """Folded text with asterisks; each pattern sees what those before it have left."""
    if kinds & _NUMBERED == _NUMBERED:
        text = MATTERS.sub(_spare, text)
    if kinds & SIXTEEN:
        text = CARD.sub(_card, text)
    for needs, gate, patterns in _STEPS:
        if kinds & needs == needs and (gate is None or gate(text)):
            for wanted, begins, sub in patterns:
                if kinds & wanted == wanted and (begins is None or begins(text)):
                    text = sub(_star, text)
    return text


def _fill(found: re.Match[str], filler: str) -> str:
    start, end = found.span("secret")
    whole, base = found[0], found.start()
    return whole[: start - base] + filler * (end - start) + whole[end - base :]


def _star(found: re.Match[str]) -> str:
    return _fill(found, "*")


def _spare(found: re.Match[str]) -> str:
    return _fill(found, _SPARED)


def _card(found: re.Match[str]) -> str:
    return _star(found) if is_card(found["secret"]) else found[0]


def _starred(text: str, before: str, after: str) -> str:
    signs = zip(text, before, after, strict=True)
    return "".join(["*" if new == "*" != old else char for char, old, new in signs])
