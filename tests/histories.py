"""Short ways to write a history: judged mentions, actions and ticks, folded under a small organisation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from monitor.company.organisationfile import parse_organisation
from monitor.company.playbooks import load_playbooks
from monitor.config.settings import data_path
from monitor.records import (
    Action,
    Alert,
    Assessment,
    Author,
    Credibility,
    Hit,
    Incident,
    LexiconRef,
    Mention,
    ModelRef,
    Place,
    Risk,
    Sentiment,
    Source,
    Subject,
    Tick,
    TimelineRecord,
)  # fmt: skip
from monitor.times import SHANGHAI
from monitor.watch.bundle import make_bundle
from monitor.watch.fold import Fold, Step
from monitor.watch.grades.rulefile import load_ruleset
from monitor.watch.ruleset import Ruleset
from monitor.watch.settings import FoldSettings

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=SHANGHAI)
ORGANISATION = parse_organisation(
    """
    [company]
    name = "和悦物业"
    [[project]]
    id = "hz-ygyy"
    name = "阳光雅苑"
    kind = "residential"
    city = "杭州"
    region = "华东"
    households = 1200
    [[project]]
    id = "sz-jlhy"
    name = "锦澜花园"
    kind = "residential"
    city = "苏州"
    region = "华东"
    [[person]]
    id = "zhang"
    name = "张经理"
    role = "duty"
    scope = "hz-ygyy"
    channels = ["dingtalk:hz-duty"]
    [[person]]
    id = "chen"
    name = "陈总"
    role = "leader"
    scope = "company"
    channels = ["dingtalk:leaders"]
    """,
    "organisation.toml",
)

RULESET = load_ruleset(data_path("config") / "rules.toml")


def at(hours: float) -> datetime:
    """Noon and so many hours."""
    return NOON + timedelta(hours=hours)


def judged(
    id: str = "weibo:1",
    hours: float = 0.0,
    level: int = 1,
    categories: Sequence[str] = ("service",),
    *,
    project: str | None = "hz-ygyy",
    text: str = "三号楼电梯坏了没人修",
    author: str | None = None,
    source: str = "weibo",
    kind: Any = "post",
    signs: Sequence[str] = (),
    published: float | None = None,
    offset: int = 0,
    keywords: Sequence[str] = (),
    fingerprint: str = "",
    parent: str | None = None,
    followers: int | None = None,
    credibility: float = 0.6,
    crowd: int | None = None,
    reach: int = 100,
    frame: str | None = None,
    drill: bool = False,
    urgent: bool = False,
    subject: Subject | None = None,
    relevant: bool = True,
) -> Assessment:
    """One judged mention that arrives so many hours after noon."""
    whose = subject or Subject(project=project, city="杭州", region="华东", how="named")
    mention = Mention(
        id=id, source=source, text=text, published_at=at(hours if published is None else published), kind=kind,
        author=Author(id=author or f"author of {id}", followers=followers), drill=drill, parent_id=parent,
    )  # fmt: skip
    return Assessment(
        mention=mention,
        arrived_at=at(hours),
        subject=whose,
        subjects=[whose],
        sentiment=Sentiment(label="negative", score=-0.8),
        risk=Risk(
            score=20.0 * level, level=level, categories=list(categories), urgent=urgent,
            hits=[Hit(term="电梯", category=category, start=3, end=5) for category in categories[:1]],
        ),
        credibility=Credibility(score=credibility, signs=list(signs)),
        reach=reach,
        relevant=relevant,
        place=Place(building="3号楼"),
        lexicon=LexiconRef(name="test", version="1", digest="l"),
        model=ModelRef(name="test", digest="m"),
        organisation=ORGANISATION.digest,
        source=Source(topic="posts.v1", partition=0, offset=offset),
        keywords=list(keywords),
        crowd=crowd,
        frame=frame,
        fingerprint=fingerprint,
    )  # fmt: skip


def act(type: Any, hours: float, by: str = "chen", **fields: Any) -> Action:
    """What somebody did so many hours after noon."""
    return Action(type=type, by=by, at=at(hours), arrived_at=at(hours), **fields)


def tick(hours: float, *, held: bool = False) -> Tick:
    return Tick(at=at(hours), now=at(hours), held=held)


def new_fold(ruleset: Ruleset | None = None, **settings: Any) -> Fold:
    """A fold on the records' time unless the settings say otherwise."""
    playbooks = load_playbooks(data_path("config") / "playbooks")
    bundle = make_bundle(FoldSettings(**{"clock": "records", **settings}), ORGANISATION, playbooks, ruleset or RULESET)
    fold = Fold(partition=0, partitions=12, bundles={bundle.digest: bundle})
    fold.use(bundle.digest)
    return fold


def run(history: Iterable[TimelineRecord], **settings: Any) -> Step:
    """All of a history in one step."""
    fold = new_fold(**settings)
    for offset, record in enumerate(history):
        fold.apply(record, offset)
    return fold.collect()


def told(alerts: Iterable[Alert]) -> list[tuple[str, int]]:
    """(transition, grade) of each alert that the matter itself raised; what only time did is tested apart."""
    return [(alert.transition, alert.grade) for alert in raised(alerts)]


def raised(alerts: Iterable[Alert]) -> list[Alert]:
    return [alert for alert in alerts if alert.transition not in ("overdue", "reminded")]


def timed(alerts: Iterable[Alert]) -> list[tuple[str, str | None, float]]:
    """(transition, step, hours after noon) of each alert that time raised, once for each step it tells."""
    return [
        (alert.transition, step, (alert.event_time - NOON) / timedelta(hours=1))
        for alert in alerts
        if alert.transition in ("overdue", "reminded")
        for step in alert.steps or [None]
    ]


def only(incidents: Sequence[Incident]) -> Incident:
    assert len(incidents) == 1, [incident.incident_id for incident in incidents]
    return incidents[0]
