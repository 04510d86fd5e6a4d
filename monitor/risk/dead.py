"""Words of a lexicon that never count: shadowed by a shorter one that says the same, or cancelled by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.lexicons.lexicon import Entry, Lexicon
from monitor.text.normalising import fold, normalise


def dead_words(lexicon: Lexicon) -> list[tuple[str, str]]:
    """(where and word, why) of terms that no text can hit or that add nothing.

    A term is dead when normalising changes its length (texts are matched normalised), when another term is the same in
    another spelling, when it contains a word that cancels it, or when it contains a shorter term of the same level,
    points, categories and conditions: the shorter one alone would say the same.
    """
    return [(f"{entry.file}:{entry.line} {entry.name}", why) for entry, why in _dead(lexicon)]


def _dead(lexicon: Lexicon) -> Iterator[tuple[Entry, str]]:
    same: dict[object, list[str]] = {}
    for entry in lexicon.terms:
        same.setdefault(_says(entry), []).append(entry.name)
    spelled: dict[str, Entry] = {}
    for entry in lexicon.terms:
        if len(normalise(entry.name).text) != len(entry.name):
            yield entry, "no normalised text contains it"
        if (first := spelled.setdefault(fold(entry.name), entry)) is not entry:
            yield entry, f"is {first.name} of {first.file}:{first.line} in another spelling"
        if inner := next((word for word in (*entry.unless, *entry.without) if word in entry.name), None):
            yield entry, f"contains {inner}, which cancels it"
        if shorter := next((word for word in same[_says(entry)] if word in entry.name and word != entry.name), None):
            yield entry, f"shadowed by {shorter}, which says the same"


def _says(entry: Entry) -> tuple[object, ...]:
    return (
        entry.level,
        entry.points,
        entry.categories,
        entry.near,
        entry.with_,
        entry.unless,
        entry.without,
        entry.flags,
    )
