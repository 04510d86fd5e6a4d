"""Words of a lexicon that can never count: shadowed by an idiom, or by a shorter word that says the same."""

from __future__ import annotations

from monitor.lexicon import Entry, Lexicon
from monitor.text import normalise


def dead_words(lexicon: Lexicon) -> list[tuple[str, str]]:
    """(where and word, why) of terms that no text can hit or that add nothing.

    A term is dead when normalising changes it (texts are matched normalised), or when it contains a shorter term of the
    same level, points, categories and conditions: the shorter one alone would say the same.
    """
    dead: list[tuple[str, str]] = []
    same: dict[object, list[str]] = {}
    for entry in lexicon.terms:
        same.setdefault(_says(entry), []).append(entry.name)
        if len(normalise(entry.name).text) != len(entry.name):
            dead.append((f"{entry.file}:{entry.line} {entry.name}", "no normalised text contains it"))
    for entry in lexicon.terms:
        if shorter := next((word for word in same[_says(entry)] if word in entry.name and word != entry.name), None):
            dead.append((f"{entry.file}:{entry.line} {entry.name}", f"shadowed by {shorter}, which says the same"))
    return dead


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
