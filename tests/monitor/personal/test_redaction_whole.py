"""Whatever is said and done about a matter of the site's own people, the site's version holds none of the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from histories import ORGANISATION, act, at, judged, run
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from monitor.personal.redaction import redacted_alert, redacted_incident
from monitor.records import ActionEntry, Alert, Deed, Incident, encode

OWN = {each.id for each in ORGANISATION.people_at("hz-ygyy")}
STAFF = {each.id for each in ORGANISATION.people}
#: letters that nothing of ours is written with, so that a trace is a trace
words = st.text("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥", min_size=4, max_size=40)


@dataclass
class Secrets:
    """Draws words, and knows all that it has drawn."""

    draw: Any
    drawn: list[str]

    def __call__(self) -> str:
        said: str = self.draw(words)
        self.drawn.append(said)
        return said


def deeds(say: Secrets) -> list[Any]:
    """One of each kind that says something in its own words, by somebody above the site."""
    here: dict[str, Any] = {"project": "hz-ygyy"}
    return [
        act("acknowledge", 1, note=say(), **here),
        act("assign", 2, to=say(), note=say(), **here),
        act("verify", 3, verdict="true", note=say(), **here),
        act("verify", 4, verdict="false", note=say(), **here),
        act("declare", 5, grade=4, note=say(), **here),
        act("reveal", 6, reason=say(), note=say(), **here),
        act("relabel", 7, level=0, note=say(), **here),
        act("close", 8, note=say(), **here),
        act("reopen", 9, note=say(), **here),
        act("review", 10, cause=say(), lessons=say(), measures=say(), note=say(), **here),
        act("silence", 11, until=at(40), note=say(), **here),
        act("false_positive", 12, note=say(), **here),
    ]  # fmt: skip


# a whole history each time: what fails is shown as it was found, not made smaller first
@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.data(), st.sampled_from(["staff", "violation"]), st.sampled_from([1, 2, 3]), st.sets(st.integers(0, 11)))
def test_no_word_of_who_said_it_is_left_in_any_field(data: Any, category: str, level: int, chosen: set[int]) -> None:
    say = Secrets(data.draw, [])
    said = [
        judged(f"weibo:{say()}", hours / 10, level, [category], text=say(), author=say(), fingerprint=f"{hours:016x}")
        for hours in range(3)
    ]
    acts = [each for nth, each in enumerate(deeds(say)) if nth in chosen]
    step = run([*said, *acts, judged(f"weibo:{say()}", 13, level, [category], text=say())])
    assert step.alerts
    assert step.incidents
    told = [encode(redacted_alert(each)).decode() for each in step.alerts]
    shown = [encode(redacted_incident(each, OWN, STAFF)).decode() for each in step.incidents]
    for text in (*told, *shown):
        for secret in (*say.drawn, *(each[:4] for each in say.drawn), "3号楼", "author of"):
            assert secret not in text
    # what it needs to act is there
    for alert, text in zip(step.alerts, told, strict=True):
        assert alert.number in text
        assert alert.first_step in text
        assert "阳光雅苑" in text


def test_the_sites_own_words_are_its_own_to_read() -> None:
    note = act("respond", 1, by="zhang", note="已向保安队了解", project="hz-ygyy")
    above = act("respond", 2, by="chen", note="王女士住1703", project="hz-ygyy")
    (incident,) = run([judged(level=2, categories=["staff"]), note, above]).incidents
    shown = redacted_incident(incident, OWN, STAFF)
    assert [each.note for each in shown.actions] == ["已向保安队了解", None]


#: what of each record somebody has looked at: a new field is refused here until somebody has decided about it
DECIDED = {
    Alert: {
        "withheld": {"headline", "place", "evidence", "why", "change"},
        "free of words": {
            "alert_id", "incident_id", "number", "transition", "grade", "grade_name", "colour", "disclosure", "urgent",
            "confirmed", "late_found", "subject", "categories", "first_step", "scope", "trend", "first_seen", "advice",
            "deadlines", "route", "silenced", "drill", "event_time", "ruleset", "step", "steps", "times", "statement",
            "handling", "lapsed", "basis", "related",
        },
    },
    Incident: {
        "withheld": {"headline", "place", "evidence", "why", "copies", "actions", "assigned", "review"},
        "free of words": {
            "incident_id", "number", "subject", "status", "grade", "peak_grade", "categories", "opened_at",
            "updated_at", "closed_at", "scope", "disclosure", "urgent", "confirmed", "trend", "drill", "deadlines",
            "transitions", "ruleset", "merged_into", "merged_from", "activated_at", "silence", "lesson", "related",
            "past_deadlines", "traced_to",
        },
    },
    Deed: {"withheld": set(), "free of words": {"type", "by", "at", "to"}},
    ActionEntry: {
        "withheld": {"note", "reason", "to"},
        "free of words": {
            "id", "type", "by", "at", "refused", "verdict", "sentiment", "level", "until", "categories", "done",
            "remark",
        },
    },
}  # fmt: skip


@pytest.mark.parametrize("record", DECIDED)
def test_somebody_has_decided_about_every_field(record: Any) -> None:
    withheld, free = DECIDED[record].values()
    assert set(record.__struct_fields__) == withheld | free
    assert not withheld & free
