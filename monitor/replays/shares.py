"""Which of several folds has which subject of a replay, so that whatever one record can reach lies in one of them."""

from __future__ import annotations

from zlib import crc32

from monitor import ids
from monitor.records import Action, Assessment, TimelineRecord, encode
from monitor.subjects.subject import subject_key
from monitor.watch.checkpoint.remembered import key_of
from monitor.watch.settings import FoldSettings
from monitor.watch.words import bounds

#: subjects are shared out by this many heaps: enough to be even, few enough to be counted
HEAPS = 4_096
#: in place of a heap: rules and ticks are everybody's
EVERYWHERE = 2**32 - 1
#: what folding a mention that complains costs, in mentions that do not
WORTH = 10
#: bytes that an action's own id and the bounds of its words may add to what it was read as
_SLACK = 256


class Shares:
    """Heaps of subjects, and the mentions that actions name: where such a mention lies, those actions are folded.

    An action by mention is the one record that reaches several subjects. `named` comes first, for every such action;
    then `heap_of` for every record in its order; then `deal`.
    """

    def __init__(self, settings: FoldSettings) -> None:
        self._settings = settings
        #: whoever has the same chief is folded together: heaps first, then what actions name
        self._chiefs = list(range(HEAPS))
        self._weights = [0] * HEAPS
        #: mentions by their key and actions by their id → place behind the heaps
        self._named: dict[bytes | str, int] = {}
        self._waiting = self._bytes = 0
        #: so many actions by mention, or such long ones, that the bounds of what waits for its mention may be met,
        #: which are those of all together
        self.one = False

    def named(self, action: Action) -> None:
        """An action that names a mention will come."""
        if self.one or action.mention is None:
            return
        self._waiting += 1
        self._bytes += len(encode(action)) + _SLACK
        # sent twice it is done once, whatever it names
        self._join(self._place(key_of(bounds.name(action.mention))), self._place(ids.action_id(action)))
        self.one = self._waiting >= self._settings.max_waiting_actions or self._bytes > bounds.WAITING_BYTES

    def heap_of(self, record: TimelineRecord) -> int:
        """Where it is folded; EVERYWHERE: by all."""
        if isinstance(record, Assessment):
            return self._of_mention(record)
        if not isinstance(record, Action):
            return EVERYWHERE
        if record.mention is not None:
            return self._named.get(key_of(bounds.name(record.mention)), 0)
        subject = ids.subject_of(record.incident_id) if record.incident_id is not None else record.project or ""
        return _heap(subject)

    def deal(self, count: int) -> list[bytes]:
        """For each of so many folds which heaps it has: a byte each, by their numbers."""
        weights: dict[int, int] = {}
        for heap in range(len(self._chiefs)):
            chief = 0 if self.one else self._chief(heap)
            weights[chief] = weights.get(chief, 0) + (self._weights[heap] if heap < HEAPS else 0)
        loads, owner = [0] * count, {}
        for chief in sorted(weights, key=lambda each: (-weights[each], each)):
            owner[chief] = least = min(range(count), key=loads.__getitem__)
            loads[least] += weights[chief]
        owners = [owner[0 if self.one else self._chief(heap)] for heap in range(len(self._chiefs))]
        return [bytes(each == number for each in owners) for number in range(count)]

    def _of_mention(self, judged: Assessment) -> int:
        heap = _heap(subject_key(judged.subject))
        self._weights[heap] += WORTH if judged.risk.level else 1
        if self._named and (named := self._named.get(key_of(bounds.name(judged.mention.id)))) is not None:
            self._join(named, heap)
        return heap

    def _place(self, name: bytes | str) -> int:
        place = self._named.get(name)
        if place is None:
            place = self._named[name] = len(self._chiefs)
            self._chiefs.append(place)
        return place

    def _chief(self, heap: int) -> int:
        while (above := self._chiefs[heap]) != heap:
            self._chiefs[heap] = heap = self._chiefs[above]
        return heap

    def _join(self, one: int, other: int) -> None:
        first, second = sorted((self._chief(one), self._chief(other)))
        self._chiefs[second] = first


def _heap(subject: str) -> int:
    return crc32(subject.encode()) % HEAPS
