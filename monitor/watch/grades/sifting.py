"""How far a rule's conditions on mentions reach: what there was to each of them, and how many mentions met it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from monitor.watch.checkpoint.state import Member
from monitor.watch.grades.facts import Case, alone
from monitor.watch.ruleset import Rule

#: what is seen of the mentions: the greatest number, or all names; of yes and no the count says it
_SEEN: dict[str, Callable[[list[Member]], Any]] = {
    "level": lambda members: max((each.level for each in members), default=0),
    "categories": lambda members: sorted({name for each in members for name in each.categories}),
    "sources": lambda members: sorted({each.source for each in members}),
    "credibility": lambda members: max((each.credibility for each in members), default=0),
    "reach": lambda members: max((each.reach for each in members), default=0),
    "crowd": lambda members: max((each.crowd for each in members), default=0),
    "subjects_named": lambda members: max((each.named for each in members), default=0),
}


class Sifted(Struct, frozen=True):
    """One condition on mentions, by itself."""

    key: str
    wanted: Any
    seen: Any
    #: how many mentions there were, and how many of them it leaves
    of: int
    left: int


def sifted(case: Case, rule: Rule) -> list[Sifted]:
    """Each condition, held against all mentions that count at all."""
    members = case.counted
    return [
        Sifted(key, wanted, _SEEN[key](members) if key in _SEEN else None, len(members), len(alone(case, key, wanted)))
        for key, wanted in rule.mention.items()
    ]
