"""Where it was, put right by whoever joins: one event goes on at the right place, and what is another stays apart."""

from __future__ import annotations

import msgspec
import pytest
from histories import at, judged, run

from monitor.records import Place
from monitor.watch.joining import correcting


def _said(text, number, building, *, author="son", level=2, urgent=True, **more):
    found = judged(
        f"g:{number}", number / 20, level, ["safety"] if level else [], text=text, author=author, urgent=urgent, **more
    )
    return msgspec.structs.replace(found, place=Place(building=building), objects=more.pop("objects", []))


FIRE = msgspec.structs.replace(_said("5栋着火了，有孩子在里面", 0, "5栋", keywords=["火情"]), objects=["火情"])


def _in_chat(found):
    return msgspec.structs.replace(found, mention=msgspec.structs.replace(found.mention, group="群"))


def _of(second):
    """How many incidents there are, the rules that were told, and the place of the first."""
    step = run([FIRE, second])
    first = step.incidents[0]
    return len(step.incidents), [each.why[0].rule for each in step.alerts[1:]], first.place.building


@pytest.mark.parametrize(
    ("text", "author", "level"),
    [
        ("说错了，是3栋不是5栋，孩子还在里面", "son", 3),
        ("是3栋不是5栋，孩子还在里面", "neighbour", 2),
        ("是3栋着火，刚才写错了", "son", 2),
        ("打错了，3栋，不是5栋", "son", 0),
        ("更正，是3栋，快去3栋", "son", 0),
        ("更正一下是3栋，味道越来越大", "son", 0),
        ("错了错了是3栋不是5栋，孩子还没下来", "neighbour", 0),
    ],
)
def test_what_puts_the_place_right_is_of_the_event(text, author, level):
    incidents, rules, place = _of(_said(text, 1, "3栋", author=author, level=level, urgent=level == 2))
    assert (incidents, place) == (1, "3栋")
    assert correcting.RULE in rules
    assert run([FIRE, _said(text, 1, "3栋", author=author, level=level)]).incidents[0].urgent


@pytest.mark.parametrize(
    ("text", "author", "level"),
    [
        ("3栋也着火了，不是5栋那起", "neighbour", 2),
        ("我说错了，3栋也着火了", "son", 2),
        ("3栋有人拿刀砍人，不是5栋", "neighbour", 2),
        ("是3栋着火，刚才写错了", "neighbour", 2),
        ("3栋是安全的，5栋的火没有烧过去，刚才有人说错了", "son", 2),
    ],
)
def test_what_is_of_another_event_or_of_another_author_moves_nothing(text, author, level):
    incidents, rules, _ = _of(_said(text, 1, "3栋", author=author, level=level))
    assert incidents == 2
    assert correcting.RULE not in rules


@pytest.mark.parametrize("text", ["刚才写错了，快递放在3栋", "账单写错了，我住3栋"])
def test_a_slip_in_something_else_moves_nothing(text):
    incidents, rules, place = _of(_said(text, 1, "3栋", level=0, urgent=False))
    assert (incidents, rules, place) == (1, [], "5栋")


def test_another_thing_at_another_place_is_not_put_right():
    lift = msgspec.structs.replace(
        _said("8栋电梯困人了，不是5栋，我妈在里面", 1, "8栋", author="neighbour"), objects=["电梯"]
    )
    assert _of(lift)[0] == 2


NOT_AT_FIVE = [
    ("火情在3栋，不是5栋", 0),
    ("着火的是3栋，不是5栋", 2),
    ("不是5栋，是3栋", 0),
    ("快去3栋，不是5栋", 0),
    ("5栋没着火，3栋着火了", 2),
    ("警情位置为3栋，不是5栋", 0),
]


@pytest.mark.parametrize(("text", "level"), NOT_AT_FIVE)
def test_who_says_in_few_words_where_it_is_is_heard(text, level):
    incidents, rules, place = _of(_in_chat(_said(text, 1, "3栋", author="neighbour", level=level, urgent=level == 2)))
    assert (incidents, rules, place) == (1, [correcting.RULE], "3栋")


@pytest.mark.parametrize(
    "text",
    [
        "3栋没有火情，不是5栋着火",
        "是3栋不是5栋？",
        "起火的是3栋还是5栋？不是5栋吧？",
        "快递柜坏的是3栋，不是5栋",
        "3栋也没着火，5栋没着火",
        "落水的在3栋，不是5栋",
    ],
)
def test_who_asks_or_speaks_of_something_else_moves_nothing(text):
    incidents, rules, place = _of(_in_chat(_said(text, 1, "3栋", author="neighbour", level=0, urgent=False)))
    assert (incidents, rules, place) == (1, [], "5栋")


def test_where_alone_says_nothing_long_after_the_call_or_elsewhere():
    bare = "不是5栋，是3栋"
    late = _said(bare, 20, "3栋", author="neighbour", level=0, urgent=False)
    assert _of(_in_chat(late))[1] == []
    assert _of(_said(bare, 1, "3栋", author="neighbour", level=0, urgent=False))[1] == []


def test_a_danger_of_another_kind_puts_no_place_right():
    lift = _said("5栋电梯里困了个老人，喘不上气", 0, "5栋", keywords=["电梯"])
    fire = _said("不是5栋的电梯，3栋地下车库着火了", 1, "3栋", author="neighbour", keywords=["车库"])
    same = _said("不是5栋的电梯，是3栋电梯困人", 1, "3栋", author="neighbour", keywords=["电梯"])
    assert len(run([lift, fire]).incidents) == 2
    assert [each.why[0].rule for each in run([lift, same]).alerts[1:]] == [correcting.RULE]


def test_one_more_at_another_building_puts_no_place_right():
    assert _of(_said("不是5栋，3栋也有个孩子困在里面", 1, "3栋", author="neighbour", level=2))[0] == 2


MOVED = _said("不是5栋，3栋着火了，孩子困在里面", 1, "3栋", author="neighbour", keywords=["火情"])


def _again(text, author, level=1):
    found = _said(text, 2, "5栋", author=author, level=level, urgent=False)
    return [each.why[0].text for each in run([FIRE, MOVED, found]).alerts[2:] if each.why[0].rule == correcting.RULE]


@pytest.mark.parametrize(("text", "level"), [("5栋这里还烧着呢，没人来", 1), ("就是5栋，快来", 0), ("明明是5栋啊", 0)])
def test_whoever_called_and_stands_by_his_place_is_heard(text, level):
    (told,) = _again(text, "son", level)
    assert "有不同说法：有人称是5栋" in told


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("5栋没有的事，确实是3栋", "son"),
        ("5栋快递怎么还没人送", "somebody"),
        ("我住5栋，已经下楼了", "son"),
    ],
)
def test_who_agrees_or_never_called_takes_nothing_back(text, author):
    assert _again(text, author) == []


def test_where_alone_makes_two_calls_no_one():
    other = _said("3栋也着火了，老人没下来", 0.5, "3栋", author="neighbour", keywords=["火情"])
    bare = _in_chat(_said("不是5栋，是3栋", 1, "3栋", author="third", level=0, urgent=False))
    step = run([FIRE, other, bare])
    assert len({each.incident_id for each in step.incidents if each.merged_into is None}) == 2
    told = _in_chat(_said("着火的不是5栋，是3栋", 1, "3栋", author="third", level=2))
    assert any(each.merged_into for each in run([FIRE, other, told]).incidents)


PUT_RIGHT = _said("着火的是3栋，不是5栋", 1, "3栋", author="neighbour", keywords=["火情"])


def _read_late(text, *, published=0.0, by="son", number=2):
    found = _said(text, number, "5栋", author=by, keywords=["火情"])
    mention = msgspec.structs.replace(found.mention, published_at=at(published))
    return msgspec.structs.replace(found, mention=mention)


def test_a_correction_that_is_read_before_the_call_moves_it():
    step = run([PUT_RIGHT, _read_late("5栋着火了，有孩子在里面")])
    last = step.incidents[-1]
    assert (len({each.incident_id for each in step.incidents}), last.place.building) == (1, "3栋")
    assert step.alerts[-1].why[0].rule == correcting.RULE


@pytest.mark.parametrize(
    ("text", "published"),
    [("5栋着火了，有孩子在里面", 0.08), ("5栋有人落水了，快来人", 0.0), ("5栋着火了，有孩子在里面", -3)],
)
def test_a_later_call_or_another_danger_is_no_part_of_it(text, published):
    step = run([PUT_RIGHT, _read_late(text, published=published)])
    assert len({each.incident_id for each in step.incidents}) == 2


def test_a_second_who_called_from_there_is_told_for_himself():
    calls = [_read_late("5栋着火了，有孩子在里面"), _read_late("5栋火好大，快来", by="aunt", number=3)]
    assert [each.transition for each in run([PUT_RIGHT, *calls]).alerts][-1] == "opened"


def test_whoever_is_there_is_heard_though_he_had_not_called():
    (told,) = _again("5栋这里还烧着呢，没人来", "aunt")
    assert "有不同说法：有人称是5栋" in told
    assert _again("5栋楼道灯还坏着，一直没人来修", "aunt") == []


# ---------------------------------------------------------------- who guesses, and who says that it is well there


def _places(second):
    """The incidents that are open, and what was told of places."""
    step = run([FIRE, second])
    told = [each.why[0].text for each in step.alerts if each.why[0].rule == correcting.RULE]
    return len({each.incident_id for each in step.incidents}), told


@pytest.mark.parametrize("text", ["我看是3栋吧，不是5栋，着火了", "好像是3栋着火，不是5栋", "不是5栋吧，3栋着火了"])
def test_who_guesses_is_told_as_another_account(text):
    incidents, (told,) = _places(_said(text, 1, "3栋", author="neighbour", level=2, keywords=["火情"]))
    assert incidents == 1
    assert "位置有不同说法：有人称是3栋" in told


def test_a_guess_makes_two_fires_no_one():
    other = _said("3栋也着火了，老人没下来", 0.5, "3栋", author="neighbour", keywords=["火情"])
    for text in ("着火的好像不是5栋，是3栋", "5栋没事，是3栋着火了"):
        step = run([FIRE, other, _said(text, 1, "3栋", author="third", level=2, keywords=["火情"])])
        assert not any(each.merged_into for each in step.incidents)


@pytest.mark.parametrize("text", ["5栋没事，是3栋着火了", "5栋好好的，着火的是3栋", "5栋没着火，3栋着火了"])
def test_who_says_minutes_later_that_it_is_well_there_puts_the_place_right(text):
    incidents, (told,) = _places(_said(text, 1, "3栋", author="neighbour", keywords=["火情"]))
    assert incidents == 1
    assert told.startswith("位置更正：是3栋，不是5栋")


@pytest.mark.parametrize(
    ("text", "number"), [("5栋没事，3栋着火了", 1), ("5栋没事了，3栋又着火了", 1), ("5栋没事，是3栋着火了", 60)]
)
def test_of_another_fire_or_of_a_later_one_it_is_none(text, number):
    assert _places(_said(text, number, "3栋", author="neighbour", keywords=["火情"])) == (2, [])


def test_a_slip_without_a_comma_moves_it_and_another_slip_does_not():
    assert _of(_said("写错了是3栋", 1, "3栋", level=0))[2] == "3栋"
    assert _of(_said("说错了是要3栋的人先下来", 1, "3栋", level=0))[2] == "5栋"


@pytest.mark.parametrize("text", ["5栋也有一个，快来", "5栋这边也砸了一个"])
def test_one_more_at_the_place_that_was_put_right_is_told(text):
    assert "有不同说法：有人称是5栋" in _again(text, "aunt", 0)[0]


@pytest.mark.parametrize("text", ["5栋也有一个快递没人拿", "5栋也有人说过", "5栋也停水了"])
def test_what_else_there_is_at_that_place_is_not(text):
    assert _again(text, "aunt", 0) == []


@pytest.mark.parametrize("text", ["不是5栋，是3栋着火了，可能有人困在里面", "是3栋着火，不是5栋，估计要烧到4楼了"])
def test_who_guesses_something_else_knows_where_it_is(text):
    incidents, (told,) = _places(_said(text, 1, "3栋", author="neighbour", keywords=["火情"]))
    assert incidents == 1
    assert told.startswith("位置更正：是3栋，不是5栋")


def test_an_office_guesses_nothing():
    said = _said("火情可能在3栋，不是5栋", 1, "3栋", author="119", signs=["government"], keywords=["火情"])
    assert _places(said)[1][0].startswith("位置更正：是3栋，不是5栋")


MINE = msgspec.structs.replace(_said("5栋着火了，我和孩子困在502", 0, "5栋", keywords=["火情"]), objects=["火情"])


def test_who_is_there_himself_is_given_up_for_no_neighbour():
    other = _said("不是5栋，是3栋着火了", 1, "3栋", author="neighbour", keywords=["火情"])
    assert "位置有不同说法" in run([MINE, other]).alerts[-1].why[0].text
    well = _said("5栋没事，是3栋着火了", 1, "3栋", author="neighbour", keywords=["火情"])
    assert len({each.incident_id for each in run([MINE, well]).incidents}) == 2
    own = _said("说错了，不是5栋，是3栋", 1, "3栋", keywords=["火情"])
    assert run([MINE, own]).alerts[-1].why[0].text.startswith("位置更正")


def test_where_both_burn_a_word_that_it_is_well_at_one_moves_neither():
    other = _said("3栋也着火了，老人没下来", 0.5, "3栋", author="neighbour", keywords=["火情"])
    step = run([FIRE, other, _said("5栋没事，是3栋着火了", 1, "3栋", author="third", keywords=["火情"])])
    assert correcting.RULE not in [each.why[0].rule for each in step.alerts]
