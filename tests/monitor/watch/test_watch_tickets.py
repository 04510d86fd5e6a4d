"""An overdue reply says which complaints it is about, and one by 12345 lapses at its own time."""

from __future__ import annotations

from histories import act, judged, run, tick

from monitor.personal.redaction import redacted_alert


def ticket(number, hours, text, source="app"):
    return judged(
        f"{source}:{number}", hours, 1, ["service"], text=text, source=source, kind="complaint", keywords=["水龙头"],
        author=f"u{number}",
    )  # fmt: skip


LAMP = ticket(1, 0, "5楼走廊灯不亮，水龙头也滴水，晚上看不见路摔了一跤怎么办")
PARCEL = ticket(2, 1, "水龙头坏了没人修")
CITY = ticket(3, 3, "反映水龙头漏水多日物业不处理", source="12345")
LAST = ticket(4, 5, "水龙头下水堵了")


def overdue(*records):
    alerts = run([*records, tick(48)]).alerts
    return [each for each in alerts if each.transition == "overdue" and "reply" in each.steps]


def test_it_names_them_by_number_id_and_first_words():
    first = overdue(LAMP, PARCEL)[0]
    [why] = [each for each in first.why if each.rule == "owed"]
    assert why.text.startswith("1件投诉未答复：app:1“5楼走廊灯不亮")
    assert "一跤怎么办" not in why.text
    assert "app:1" in first.change


def test_one_by_12345_is_told_at_its_own_time_and_another_is_not():
    told = overdue(LAMP, PARCEL, CITY, LAST)
    assert [each.event_time.hour for each in told] == [12, 15]
    last = next(each for each in told[-1].why if each.rule == "owed")
    assert last.text.startswith("3件投诉未答复")
    assert "12345:3" in last.text
    assert len(overdue(LAMP, PARCEL, LAST)) == 1


def test_what_is_answered_lapses_no_more():
    answered = act("reply", 4, mention="12345:3")
    assert [each.event_time.hour for each in overdue(LAMP, PARCEL, CITY, answered)] == [12]
    assert overdue(LAMP, CITY, act("reply", 4, project="hz-ygyy")) == []


def test_one_that_comes_when_another_is_overdue_is_told_too():
    late = ticket(5, 30, "反映水龙头漏水物业不处理", source="hotline")
    told = [each.event_time for each in run([LAMP, late, tick(80)]).alerts if "reply" in each.steps]
    assert len(told) == 2


def test_it_heads_the_alert():
    told = overdue(PARCEL, act("reply", 2, mention="app:2"), CITY)[0]
    assert "12345:3" in told.change
    assert told.evidence[0].mention_id == "12345:3"


def test_the_site_is_not_told_whose_words_they_are():
    first = redacted_alert(overdue(LAMP, PARCEL)[0])
    assert "走廊灯" not in str(first)
