"""Histories that hypothesis makes up: few ids, so that versions and repetitions come by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from histories import act, at, judged, new_fold, tick
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from monitor.records import Action, Assessment, Subject, TimelineRecord
from monitor.text.likeness import fingerprint
from monitor.watch.fold import Fold

TEXTS = (
    "三号楼电梯坏了没人修",
    "听说3栋电梯掉下来了，有人受伤！物业还在隐瞒。今天业主都在群里问",
    "停水三天了，物业不管。我们要去维权",
    "电梯" * 60,
)
WORDS = ("停水", "电梯", "物业费", "维权")
MATTERS = (
    ("service",), ("service",), ("safety",), ("safety", "casualty"), ("casualty", "rumor"), ("violation",), ("staff",),
    ("collective",), ("media",), ("rumor",), ("market",), (),
)  # fmt: skip
#: matters that never join each other, and fingerprints that are far apart
PLAIN = (("service",), ("safety",), ("violation",), ("staff",))
PRINTS = tuple(
    fingerprint(text * 3)
    for text in (
        "停水通知没有贴出来大家都不知道",
        "三号电梯今天上午又困人一次",
        "物业费涨价没有公示也没开会",
        "业主们商量着明天去街道反映",
    )
)
SIGNS = ("hearsay", "first_hand", "official_media", "government", "denial")
SUBJECTS = (
    Subject(project="hz-ygyy", city="杭州", region="华东", how="named"),
    Subject(project="sz-jlhy", city="苏州", region="华东", how="alias"),
    Subject(how="company"),
    Subject(how="company", unplaced=True),
    Subject(),
)
ACTIONS = (
    "acknowledge", "assign", "verify", "verify", "respond", "close", "close", "reopen", "false_positive", "silence",
    "declare", "activate", "reveal", "relabel", "reply", "statement", "announce", "result", "callback", "arrived",
)  # fmt: skip


class Said(NamedTuple):
    """One delivery of a mention; few ids, so that versions and repetitions come by themselves."""

    mention: int
    level: int
    matter: int = 0
    subjects: tuple[int, ...] = (0,)
    text: int = 0
    author: int = 0
    source: str = "weibo"
    kind: str = "post"
    signs: tuple[str, ...] = ()
    #: hours before the arrival that it was published
    late: float = 0.0
    offset: int = 0
    words: tuple[str, ...] = ()
    crowd: int | None = None
    reach: int = 10
    denial: bool = False
    drill: bool = False


class Did(NamedTuple):
    """What somebody did about a project, a mention or (a number) the nth incident that there is."""

    type: str
    by: str
    target: str | int
    verdict: str


class Ticked(NamedTuple):
    held: bool


Event = Said | Did | Ticked
#: hours after noon, and what happened then; in the order of delivery
History = list[tuple[float, Event]]


def some(choices: Sequence[Any], most: int = 2) -> SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(choices), max_size=most, unique=True).map(tuple)


#: minutes, days, and past what is remembered
HOURS = st.one_of(st.integers(0, 90).map(lambda tenth: tenth / 10), st.integers(0, 480), st.integers(0, 2_000))
SAID = st.builds(
    Said,
    mention=st.integers(0, 9),
    level=st.integers(0, 3),
    matter=st.integers(0, len(MATTERS) - 1),
    subjects=st.sampled_from(((0,), (0,), (0,), (1,), (2,), (3,), (4,), (0, 1), (1, 0), (0, 2))),
    text=st.integers(0, len(TEXTS) - 1),
    author=st.integers(0, 7),
    source=st.sampled_from(("weibo", "douyin", "12345")),
    kind=st.sampled_from(("post", "post", "comment", "complaint")),
    signs=some(SIGNS),
    late=st.sampled_from((0.0, 0.0, 0.0, 1.0, 30.0, 120.0, 960.0)),
    offset=st.integers(0, 3),
    words=some(WORDS),
    crowd=st.sampled_from((None, None, 12, 60)),
    reach=st.sampled_from((10, 500, 60_000)),
    denial=st.booleans(),
    drill=st.sampled_from((False, False, False, False, True)),
)
DID = st.builds(
    Did,
    type=st.sampled_from(ACTIONS),
    by=st.sampled_from(("chen", "chen", "zhang", "路人")),
    target=st.one_of(st.sampled_from(("hz-ygyy", "company", "m:1", "m:2")), st.integers(0, 5)),
    verdict=st.sampled_from(("true", "false", "unclear")),
)
EVENTS = st.one_of(SAID, SAID, SAID, SAID, DID, st.builds(Ticked, st.booleans()))


def histories(most: int = 30) -> SearchStrategy[History]:
    """Events in the order of their arrival, but for a few that come late."""
    events = st.lists(st.tuples(HOURS, EVENTS), min_size=1, max_size=most)
    moves = st.lists(st.tuples(st.integers(0, most), st.integers(0, most)), max_size=2)
    return st.builds(_delivered, events, moves)


def _delivered(events: History, moves: list[tuple[int, int]]) -> History:
    history = sorted(events, key=lambda event: event[0])
    for here, there in moves:
        history.insert(there % len(history), history.pop(here % len(history)))
    return history


def records_of(history: History) -> list[TimelineRecord]:
    """The timeline of a history: a record for each subject of a mention."""
    fold, timeline = new_fold(), []
    for hours, event in history:
        match event:
            case Said():
                found: list[TimelineRecord] = [_mention(hours, event, SUBJECTS[each]) for each in event.subjects]
            case Did():
                found = [_action(hours, event, fold)]
            case Ticked():
                found = [tick(hours, held=event.held)]
        for record in found:
            fold.apply(record, len(timeline))
            timeline.append(record)
    return timeline


def _mention(hours: float, said: Said, subject: Subject) -> Assessment:
    return judged(
        f"m:{said.mention}", hours, said.level, MATTERS[said.matter] if said.level else (),
        subject=subject, text=TEXTS[said.text], author=f"author {said.author}", source=said.source, kind=said.kind,
        signs=said.signs, published=hours - said.late, offset=said.offset, keywords=said.words, crowd=said.crowd,
        reach=said.reach, frame="denial" if said.denial and not said.level else None, drill=said.drill,
        urgent=said.level == 3 and said.author % 2 == 0,
    )  # fmt: skip


def _action(hours: float, did: Did, fold: Fold) -> Action:
    fields = _said_by(did, hours)
    match did.target:
        case int(number):
            known = [name for key in sorted(fold.book.subjects) for name in sorted(fold.book.subjects[key].incidents)]
            where = {"incident_id": known[number % len(known)] if known else "hz-ygyy~unknown"}
        case str(name):
            where = {"mention" if name.startswith("m:") else "project": name}
    return act(did.type, hours, by=did.by, **where, **fields)


def _said_by(did: Did, hours: float) -> dict[str, Any]:
    """What an action of its type says beside."""
    match did.type:
        case "verify":
            return {"verdict": did.verdict}
        case "relabel":
            return {"level": ("true", "false", "unclear").index(did.verdict)}
        case "silence":
            return {"until": at(hours + 30)}
    return {}


CLOCKS: SearchStrategy[str] = st.sampled_from(("records", "wall"))
#: settings of a fold whose bounds are met by a handful of records
SMALL = {
    "max_mentions_per_subject": 3,
    "max_members_per_incident": 2,
    "max_incidents_per_subject": 2,
    "max_waiting_actions": 1,
    "evidence_per_incident": 2,
}
