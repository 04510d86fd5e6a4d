from __future__ import annotations

import pytest
from histories import act, judged, only, run, told


def grave(id="a:1", hours=0.0):
    return judged(id, hours, level=3, categories=["casualty"])


def test_an_acknowledgement_by_anybody_is_noted_and_changes_no_grade():
    step = run([judged(), act("acknowledge", 1, by="夜班保安", project="hz-ygyy")])
    incident = only(step.incidents)
    assert incident.status == "acknowledged"
    assert incident.actions[0].by == "夜班保安"
    assert told(step.alerts) == [("opened", 1)]


def test_closing_grade_three_needs_a_leader():
    refused = only(run([grave(), act("close", 1, by="zhang", project="hz-ygyy")]).incidents)
    closed = only(run([grave(), act("close", 1, by="chen", project="hz-ygyy")]).incidents)
    assert refused.status == "open"
    assert "领导" in (refused.actions[0].refused or "")
    assert closed.status == "closed"


def test_the_site_may_close_its_own_small_matters():
    step = run([judged(), act("close", 1, by="zhang", project="hz-ygyy", note="已修好")])
    assert told(step.alerts) == [("opened", 1), ("closed", 1)]
    assert "已修好" in step.alerts[1].change


@pytest.mark.parametrize(("by", "grade"), [("zhang", 3), ("chen", 4), ("somebody", 3)])
def test_grade_four_is_a_leaders_to_declare(by, grade):
    step = run([grave(), act("declare", 1, by=by, project="hz-ygyy", grade=4)])
    assert only(step.incidents).grade == grade


def test_the_same_act_sent_twice_is_done_once():
    close = act("close", 1, project="hz-ygyy")
    step = run([judged(), close, judged("a:2", 2), close])
    assert told(step.alerts) == [("opened", 1), ("closed", 1), ("reopened", 1)]


def test_an_action_by_mention_waits_for_its_mention():
    step = run([act("close", 0, mention="a:1"), judged("a:1", 1)])
    assert told(step.alerts) == [("opened", 1), ("closed", 1)]


def test_an_action_whose_mention_never_comes_is_reported_and_harms_nothing():
    step = run([act("close", 0, mention="a:1"), judged("a:2", 30)])
    assert told(step.alerts) == [("opened", 1)]
    assert [reason for _, reason in step.unmatched] == ["the mention was not seen in time"]


def test_an_action_on_an_unknown_incident_is_reported():
    step = run([judged(), act("close", 1, incident_id="hz-ygyy~0000")])
    assert len(step.unmatched) == 1


def test_verified_true_lets_hearsay_count():
    rumour = judged(level=3, categories=["casualty"], signs=["hearsay"])
    step = run([rumour, act("verify", 1, by="zhang", project="hz-ygyy", verdict="true")])
    assert told(step.alerts) == [("opened", 2), ("escalated", 3)]
    assert step.alerts[1].confirmed == "已证实"


def test_verified_false_lowers_and_something_new_raises_again():
    false = act("verify", 1, by="zhang", project="hz-ygyy", verdict="false")
    step = run([grave(), false, grave("a:2", 2)])
    assert told(step.alerts) == [("opened", 3), ("deescalated", 1), ("escalated", 3)]


def test_what_this_version_cannot_do_is_refused_not_half_done():
    step = run([judged(), act("silence", 1, project="hz-ygyy")])
    assert only(step.incidents).actions[0].refused


def test_reopening_by_hand():
    step = run([judged(), act("close", 1, project="hz-ygyy"), act("reopen", 2, by="zhang", incident_id=opened_id())])
    assert told(step.alerts)[-1] == ("reopened", 1)


def opened_id() -> str:
    return run([judged()]).alerts[0].incident_id


# ---------------------------------------------------------------- of a project that has several matters


LAMP = judged("a:1", keywords=["路灯"])
RUMOUR = judged("a:2", 0.5, level=3, categories=["casualty"], signs=["hearsay"], keywords=["坠楼"])


def by_matter(step):
    return {each.categories[0]: each for each in step.incidents}


def test_a_verdict_by_project_is_about_what_is_in_doubt_there():
    found = by_matter(run([LAMP, RUMOUR, act("verify", 1, by="zhang", project="hz-ygyy", verdict="false")]))
    assert (found["casualty"].grade, found["casualty"].status) == (1, "acknowledged")
    assert (found["service"].actions, found["service"].confirmed) == ([], "一手未证实")


def test_what_is_declared_by_project_is_the_gravest():
    found = by_matter(run([LAMP, RUMOUR, act("declare", 1, by="chen", project="hz-ygyy", grade=4)]))
    assert (found["casualty"].grade, found["service"].grade) == (4, 1)
    assert found["service"].actions == []


def test_what_could_mean_one_of_several_is_refused_with_their_numbers():
    found = by_matter(run([LAMP, RUMOUR, act("false_positive", 1, by="chen", project="hz-ygyy")]))
    for each in found.values():
        assert each.status == "open"
        assert all(other.number in (each.actions[0].refused or "") for other in found.values())
    alone = run([LAMP, act("false_positive", 1, by="chen", project="hz-ygyy")])
    assert [each.status for each in alone.incidents] == ["closed"]
