"""The sample day of the demonstration: it reads, it is in order, and what is expected of it names what is there."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from monitor.company.organisationfile import load_organisation
from monitor.compose import build_assessor, build_bundle
from monitor.config.settings import data_path, load_settings
from monitor.demo.sample import Planned, arrival_of, read_sample
from monitor.errors import Unreadable
from monitor.events.decode import decode_event, parse_json
from monitor.judging.arrival import Arrival
from monitor.kafka.topics import ACTIONS, COMPLAINTS, POSTS, TIMELINE
from monitor.kafka.wire import Raw
from monitor.records import Action, Alert, Assessment, Mention, Source
from monitor.steps.acts import actions_step
from monitor.steps.scoring import Frame, score_step
from monitor.steps.timeline import read_record
from monitor.times import SHANGHAI, local, to_millis
from monitor.watch.fold import Fold

FOLDER = data_path("config") / "demo"
LINES = (FOLDER / "stream.jsonl").read_bytes().splitlines()
MALFORMED = (FOLDER / "malformed.jsonl").read_bytes().splitlines()
EXPECTED: dict[str, Any] = tomllib.loads((FOLDER / "expectations.toml").read_text(encoding="utf-8"))
ORGANISATION = load_organisation(data_path("config") / "organisation.toml")
DAY = datetime(2026, 11, 18, tzinfo=SHANGHAI).date()

EVENTS: list[Mention | Action] = [event for line in LINES for event in decode_event(line)]
MENTIONS = [event for event in EVENTS if isinstance(event, Mention)]
ACTS = [event for event in EVENTS if isinstance(event, Action)]
NIGHT = datetime(2026, 11, 18, 23, 59, tzinfo=SHANGHAI)
#: projects of which the day holds everyday noise alone
QUIET = {"hz-xtgg", "cd-qhl", "cd-ryh"}
NOISE: list[str] = EXPECTED["noise"]["ids"]
STEPS = [(story["project"], step) for story in EXPECTED["story"] for step in story["step"]]


def played() -> list[Planned]:
    return read_sample(LINES, MALFORMED)


def test_there_is_enough_of_everything() -> None:
    kinds = Counter(mention.kind for mention in MENTIONS)
    assert len(MENTIONS) >= 420
    assert kinds["complaint"] >= 60
    assert min(kinds[kind] for kind in ("article", "video", "comment")) >= 5
    assert len({mention.source for mention in MENTIONS}) >= 15
    assert len(ACTS) >= 20


def test_forty_and_more_come_in_the_crawlers_own_shapes() -> None:
    assert sum(1 for line in LINES if b'"published_at"' not in line and b'"action"' not in line) >= 40


def test_it_is_one_day_in_its_order() -> None:
    arrivals = [arrival_of(event) if isinstance(event, Mention) else event.at for event in EVENTS]
    assert arrivals == sorted(arrivals)
    assert {local(mention.published_at).date() for mention in MENTIONS} == {DAY}
    assert all(mention.published_at <= arrival_of(mention) for mention in MENTIONS)
    # a broker's clock behind the day would turn all arrivals into its own
    assert max(arrivals) < datetime.now(UTC)


def test_an_id_comes_twice_only_when_the_same_thing_was_crawled_again() -> None:
    again = {key for key, times in Counter(mention.id for mention in MENTIONS).items() if times > 1}
    assert len(again) >= 8
    for key in again:
        assert len({mention.text for mention in MENTIONS if mention.id == key}) == 1
    seen = [mention.engagement for mention in MENTIONS if mention.id == STEPS[0][1]["by"]]
    likes = [engagement.likes or 0 for engagement in seen if engagement]
    assert likes == sorted(likes)
    assert likes[-1] > likes[0]


def test_people_and_projects_are_the_organisations() -> None:
    assert all(ORGANISATION.person(action.by) for action in ACTS)
    assert all(ORGANISATION.project(action.project) for action in ACTS if action.mention is None)
    assert {action.mention for action in ACTS if action.mention} <= {mention.id for mention in MENTIONS}
    assert all(ORGANISATION.lookup(mention.project) for mention in MENTIONS if mention.project)
    grouped = {project.id for mention in MENTIONS for project in ORGANISATION.in_group(mention.group or "")}
    given = {project.id for mention in MENTIONS for project in ORGANISATION.lookup(mention.project or "")}
    assert len(grouped | given) >= 6


def test_each_record_goes_to_its_topic() -> None:
    topics = Counter(record.topic for record in played())
    assert topics[ACTIONS] == len(ACTS)
    assert topics[COMPLAINTS] == sum(1 for mention in MENTIONS if mention.kind == "complaint")
    assert sum(topics.values()) == len(LINES) + len(MALFORMED)
    assert topics[POSTS] > topics[COMPLAINTS]


@pytest.mark.parametrize("nth", range(len(MALFORMED)))
def test_a_malformed_line_is_refused(nth: int) -> None:
    with pytest.raises(Unreadable):
        decode_event(MALFORMED[nth])


def test_the_malformed_lines_are_malformed_in_different_ways() -> None:
    reasons = set()
    for line in MALFORMED:
        with pytest.raises(Unreadable) as caught:
            decode_event(line)
        reasons.add(caught.value.reason)
    assert len(reasons) == len(MALFORMED) >= 3


def test_the_malformed_lines_are_spread_over_the_day() -> None:
    places = [nth for nth, record in enumerate(played()) if record.arrival is None]
    assert len(places) == len(MALFORMED)
    assert min(b - a for a, b in zip([0, *places], [*places, len(LINES)], strict=True)) > len(LINES) // 10


def test_expectations_name_what_is_there() -> None:
    known = {mention.id for mention in MENTIONS}
    steps = {step["by"] for _, step in STEPS}
    assert set(NOISE) <= known
    assert steps <= known
    assert not steps & set(NOISE)
    assert len(NOISE) == len(set(NOISE)) >= 250
    assert all(ORGANISATION.project(project) for project, _ in STEPS)


def test_numbers_of_phones_are_nobodys() -> None:
    numbers = set(re.findall(rb"(?<!\d)1[3-9]\d{9}(?!\d)", b"".join(line for line in LINES if b"published_at" in line)))
    assert all(number.startswith((b"1380000", b"1390000")) for number in numbers)


# ---------------------------------------------------------------- as it is judged


@cache
def judged() -> dict[str, Assessment]:
    """The first judgement of each mention, by its id."""
    config = data_path("config") / "monitor.toml"
    assessor = build_assessor(load_settings(config))
    somewhere = Source(topic=POSTS, partition=0, offset=0)
    batch = [Arrival(each, arrival_of(each), somewhere) for each in MENTIONS]
    results: dict[str, Assessment] = {}
    for mention, result in zip(MENTIONS, assessor.assess(batch), strict=True):
        assert not isinstance(result, Unreadable)
        results.setdefault(mention.id, result[0])
    return results


def test_the_accident_is_grave_at_its_first_post() -> None:
    first = judged()[STEPS[0][1]["by"]]
    assert first.risk.level == 3
    assert "casualty" in first.risk.categories
    assert first.subject.project == STEPS[0][0]
    assert first.mention.id == next(each.id for each in MENTIONS if judged()[each.id].subject.project == STEPS[0][0]
                                    and judged()[each.id].risk.level >= 2)  # fmt: skip


def test_no_everyday_noise_deserves_more_than_grade_1() -> None:
    # what is told of another place opens nothing, however grave it is
    heard = {key: judged()[key].risk.level for key in NOISE if judged()[key].relevant}
    loud = {key: level for key, level in heard.items() if level > EXPECTED["noise"]["most"]}
    texts = {mention.id: mention.text for mention in MENTIONS}
    assert {texts[key]: level for key, level in loud.items()} == {}


@pytest.mark.parametrize(("project", "step"), STEPS)
def test_a_storys_steps_are_about_its_project(project: str, step: dict[str, Any]) -> None:
    assert judged()[step["by"]].subject.project == project
    assert judged()[step["by"]].risk.level >= step["grade"]


# ---------------------------------------------------------------- as it is told


@cache
def told() -> list[Alert]:
    """The alerts of the day, in the steps and the fold that the workers run."""
    settings = load_settings(data_path("config") / "monitor.toml", {"watch": {"clock": "records"}})
    assessor, bundle, frame = build_assessor(settings), build_bundle(settings), Frame(partitions=1, by_records=True)
    fold = Fold(0, 1, {bundle.digest: bundle})
    fold.use(bundle.digest)
    for offset, line in enumerate(played()):
        raw = Raw(line.topic, 0, offset, to_millis(line.arrival or NIGHT), line.key, line.value)
        acted = line.topic == ACTIONS
        step = actions_step([raw], ORGANISATION, frame) if acted else score_step([raw], assessor, frame)
        for place, record in enumerate(record for record in step if record.topic == TIMELINE):
            fold.apply(read_record(record.value), 10 * offset + place)
    return fold.collect().alerts


@pytest.mark.parametrize(("project", "step"), STEPS)
def test_a_story_is_told_at_the_latest_by_its_mention(project: str, step: dict[str, Any]) -> None:
    by = min(arrival_of(each) for each in MENTIONS if each.id == step["by"])
    grades = [each.grade for each in told() if each.subject.project == project and each.event_time <= by]
    assert max(grades, default=0) >= step["grade"]


def test_where_nothing_happens_nothing_above_grade_1_is_told() -> None:
    loud = {each.headline: each.grade for each in told() if each.subject.project in QUIET and each.grade > 1}
    assert loud == {}


def test_what_is_done_too_late_is_told_and_it_is_what_was_meant_to_be() -> None:
    late = [(alert.subject.project, alert.step) for alert in told() if alert.transition == "overdue"]
    assert late == [(each["project"], each["step"]) for each in EXPECTED["overdue"]]


def test_a_rumour_that_was_denied_falls_wakes_nobody_any_more_and_is_closed_by_a_leader() -> None:
    rumour = next(each for each in told() if each.subject.project == "hz-yhhf" and "投毒" in each.headline).incident_id
    ours = [each for each in told() if each.incident_id == rumour]
    assert [(each.transition, each.grade) for each in ours] == [
        ("opened", 2), ("escalated", 3), ("deescalated", 1), ("closed", 1),
    ]  # fmt: skip
    assert "【待核实】" in ours[0].headline
    assert [each.headline[:7] for each in ours[2:]] == ["【传闻已辟谣】", "【核实不实】云"]
    assert {each.person for each in ours[1].route} == {each.person for each in ours[2].route}


def test_what_is_done_about_one_matter_touches_no_other() -> None:
    closed = [each for each in told() if each.transition == "closed" and each.why[0].rule == "action"]
    assert ["投毒" in each.headline for each in closed] == [True]


def test_one_event_is_told_once_at_its_estate() -> None:
    grave = [each for each in told() if each.transition == "opened" and each.grade == 3]
    # also what is said on the share board without an estate's name is of it
    assert [each.subject.project for each in grave] == ["hz-ygyy"]
    assert all(each.place is None and "栋" not in each.headline for each in told() if each.subject.project is None)


def test_headlines_name_no_rooms_or_signatures() -> None:
    assert not [each.headline for each in told() if re.search(r"栋[李陈毛]|\*\*|1[3-9]\d{9}", each.headline)]
    crowd = next(each for each in told() if each.subject.project == "wh-cymd" and each.grade == 3)
    assert crowd.place is None
    assert "横幅" in crowd.headline


def test_what_was_planned_is_read_as_it_was_written() -> None:
    assert all(parse_json(record.value) for record in played() if record.arrival is not None)
