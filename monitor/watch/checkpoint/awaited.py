"""Actions that name a mention nobody has read yet: how much of them is kept, and what is asked of them all the time."""

from __future__ import annotations

import msgspec

from monitor import ids
from monitor.records import Action
from monitor.watch.words import bounds

#: code points of an action's words that are kept and told; the timeline has them whole
NOTE_LENGTH = 500
_WORDS = ("by", "note", "to", "cause", "lessons", "measures", "reason")


class Awaited:
    """Sizes and mentions of the partition's waiting actions, found once for each list of them.

    Whoever takes actions out makes another list; here they are added, and the oldest let go of.
    """

    def __init__(self) -> None:
        self._of: list[Action] | None = None
        self._sizes: list[int] = []
        self._mentions: set[str | None] = set()

    def names(self, waiting: list[Action], mention_id: str) -> bool:
        """Whether an action may wait for this mention."""
        self._look_at(waiting)
        return mention_id in self._mentions

    def add(self, waiting: list[Action], action: Action, most: int) -> list[Action]:
        """Put it behind the others; those that had to make room for it."""
        self._look_at(waiting)
        waiting.append(action)
        self._sizes.append(len(bounds.encode(action)))
        self._mentions.add(action.mention)
        gone, size = [], sum(self._sizes)
        while len(waiting) > most or size > bounds.WAITING_BYTES:
            size -= self._sizes.pop(0)
            gone.append(waiting.pop(0))
        return gone

    def _look_at(self, waiting: list[Action]) -> None:
        if self._of is not waiting:
            self._of = waiting
            self._sizes = [len(bounds.encode(each)) for each in waiting]
            self._mentions = {each.mention for each in waiting}


def brief(action: Action) -> Action:
    """With so much of its words as an incident would keep: the head holds all that wait."""
    return msgspec.structs.replace(
        action,
        id=ids.action_id(action),
        **{name: text[:NOTE_LENGTH] for name in _WORDS if (text := getattr(action, name)) is not None},
    )
