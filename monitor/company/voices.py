"""Mentions that open nothing and are worth a leader's eye: praise of our people, and posts of nobody we know."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from msgspec import Struct, field

from monitor.records import Assessment

#: quotes of praise kept of each project, and of unplaced posts altogether
PRAISE_KEPT, UNPLACED_KEPT = 2, 20
#: code points of a quote
LONGEST = 160
#: how sure praise must be
_SURE = 0.6
#: from this level on it is an incident, however it is worded
_GRAVE = 2
#: somebody or something of ours must be named: neighbours thank each other as well
_OURS = (
    "物业", "保安", "安保", "管家", "保洁", "师傅", "客服", "前台", "维修", "门岗",
    "秩序", "工程部", "项目经理", "绿化", "监控室", "值班",
)  # fmt: skip


class Voice(Struct, frozen=True):
    """One mention, as it is shown."""

    mention_id: str
    source: str
    at: datetime
    project: str
    quote: str
    level: int
    score: float
    #: what it was found by: keyword or group
    found_by: str


class Voices(Struct):
    praised: Counter[str] = field(default_factory=Counter)
    praise: dict[str, list[Voice]] = field(default_factory=dict)
    unplaced: int = 0
    lost: list[Voice] = field(default_factory=list)

    def add(self, judged: Assessment) -> None:
        """Take a mention that was not seen before."""
        if is_praise(judged):
            project = judged.subject.project or ""
            self.praised[project] += 1
            kept = self.praise.setdefault(project, [])
            kept.append(_voice(judged))
            kept.sort(key=lambda each: (-each.score, each.at, each.mention_id))
            del kept[PRAISE_KEPT:]
        elif judged.subject.unplaced:
            self.unplaced += 1
            self.lost.append(_voice(judged))
            self.lost.sort(key=lambda each: (-each.level, each.at, each.mention_id))
            del self.lost[UNPLACED_KEPT:]

    def best(self, count: int) -> list[Voice]:
        """The surest praise, the projects that got most of it first."""
        ordered = sorted(self.praise, key=lambda project: (-self.praised[project], project))
        rounds = [self.praise[project][turn] for turn in range(PRAISE_KEPT) for project in ordered
                  if turn < len(self.praise[project])]  # fmt: skip
        return rounds[:count]


def is_praise(judged: Assessment) -> bool:
    """Praise of a known subject by the frame that the judgement gave it, sure enough, of somebody of ours.

    Thanks that tell of two people poisoned are no praise to a leader: they are an incident.
    """
    return (
        judged.frame == "praise"
        and judged.risk.level < _GRAVE
        and judged.relevant
        and judged.sentiment.label == "positive"
        and judged.sentiment.score >= _SURE
        and any(word in judged.mention.text for word in _OURS)
    )


def _voice(judged: Assessment) -> Voice:
    mention = judged.mention
    text = " ".join(f"{mention.title or ''} {mention.text}".split())
    return Voice(
        mention_id=mention.id,
        source=mention.source,
        at=judged.arrived_at,
        project=judged.subject.project or "",
        quote=text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…",
        level=judged.risk.level,
        score=judged.sentiment.score,
        found_by=mention.group or mention.keyword or "",
    )
