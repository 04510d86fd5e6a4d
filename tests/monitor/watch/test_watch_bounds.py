"""Whatever was posted, no record of a step exceeds its topic: one that did would end every owner of its partition."""

from __future__ import annotations

import msgspec
from histories import act, judged, new_fold

from monitor.kafka.topics import LARGE_BYTES
from monitor.records import Action, Assessment
from monitor.steps.commit import step_records
from monitor.steps.scoring import Frame
from monitor.watch.checkpoint import state
from monitor.watch.fold import Fold, Step
from monitor.watch.words import bounds

LONG = "长" * 250


def posted(number: int, hours: float = 0.0, *, url: str | None = None, id: str | None = None, **more) -> Assessment:
    record = judged(id or f"weibo:{number:018d}", hours, **more)
    return msgspec.structs.replace(record, mention=msgspec.structs.replace(record.mention, url=url))


def largest(step: Step) -> int:
    return max(len(record.value or b"") for record in step_records(step, 0, Frame(12)))


def fold_of(history: list[Assessment | Action], **settings) -> Fold:
    fold = new_fold(**settings)
    for offset, record in enumerate(history):
        fold.apply(record, offset)
    return fold


def test_links_of_a_megabyte_leave_alert_incident_and_checkpoint_small():
    step = fold_of([posted(number, url="https://x.example/" + "a" * 900_000) for number in range(6)]).collect()
    assert largest(step) < LARGE_BYTES / 10
    assert all(evidence.url is None for alert in step.alerts for evidence in alert.evidence)


def test_long_ids_and_sources_are_known_by_a_short_name_and_still_known_again():
    history = [posted(number, id=f"{LONG}{number:06d}", source=f"{LONG}{number}") for number in range(1_000)]
    fold = fold_of([*history, *history[-10:]])
    step = fold.collect()
    assert largest(step) < LARGE_BYTES / 4
    assert [incident.scope.mentions for incident in step.incidents] == [1_000]


def test_an_action_finds_the_mention_with_the_long_id():
    early = act("acknowledge", 0, mention=LONG)
    late = act("acknowledge", 1, by="zhang", mention=LONG)
    step = fold_of([early, posted(1, 0.5, id=LONG), late]).collect()
    assert [entry.by for entry in step.incidents[0].actions] == ["chen", "zhang"]
    assert step.unmatched == []


def test_actions_that_wait_fit_into_the_head_however_much_they_say():
    words = dict.fromkeys(("note", "to", "cause", "lessons", "measures", "reason"), "字" * 2_000)
    history = [act("acknowledge", number / 1_000, mention=f"m:{number}", **words) for number in range(1_000)]
    step = fold_of(history).collect()
    assert largest(step) < LARGE_BYTES * 3 / 4
    assert step.unmatched
    assert step.unmatched[0][1] == "too many actions wait for their mentions"


def test_an_incident_of_very_many_people_counts_them_all_and_stays_small(monkeypatch):
    monkeypatch.setattr(bounds, "PEOPLE_KEPT", 50)
    history = [posted(number, number / 100, author=f"author {number}") for number in range(200)]
    step = fold_of(history).collect()
    incident = state.decode_incident(next(each.state for each in step.checkpoints if each.incident_id))
    assert step.incidents[0].scope.people == 200
    assert len(incident.people) == 50


def test_what_a_step_writes_of_a_loud_estates_memory_does_not_grow_with_it():
    fold = fold_of([posted(0, number / 100, id=f"weibo:{number}", level=0) for number in range(2_000)])
    everything = fold.collect()
    fold.apply(posted(0, 21, id="weibo:new", level=0), 2_000)
    fold.apply(posted(0, 21, id="weibo:700", level=0), 2_001)
    step = fold.collect()
    assert sum(len(each.state) for each in everything.checkpoints) > 120_000
    # the parts that the new one went to and that the old one left; of the memory beside nothing has changed
    assert [each.part for each in step.checkpoints] == ["mentions.10", "mentions.31"]
    assert sum(len(each.state) for each in step.checkpoints) < 12_000
