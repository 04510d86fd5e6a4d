"""When, whom, where and how many: what a text says of an event, and whether two texts can be of one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from histories import at, judged, new_fold, run
from msgspec.structs import replace

from monitor.records import Assessment
from monitor.times import SHANGHAI
from monitor.watch.attested import toll
from monitor.watch.checkpoint.state import Account
from monitor.watch.joining import accounts
from monitor.watch.words import stated

#: a Wednesday evening
EVENING = datetime(2026, 11, 18, 21, tzinfo=SHANGHAI)


def said(text: str) -> Assessment:
    return judged("a:1", 0, 3, ("casualty",), text=text)


def spans(text: str) -> list[tuple[str, str]]:
    return [(f"{begin:%d %H:%M}", f"{end:%d %H:%M}") for begin, end in stated.event(text, EVENING)]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("上午一老人被困在电梯里", ("18 05:00", "18 12:00")),
        ("晚上另一部电梯坠落", ("18 18:00", "18 21:00")),
        ("今天又坠落了", ("18 00:00", "18 21:00")),
        ("昨天下午有人坠楼", ("17 12:00", "17 18:30")),
        ("昨晚着火", ("17 18:00", "18 06:00")),
        ("11月15日晚上电梯坠落", ("15 18:00", "16 06:00")),
        ("周一早上电梯坠落", ("16 05:00", "16 11:00")),
        ("上周五有人被狗咬", ("13 00:00", "14 00:00")),
        ("凌晨三点着火", ("18 00:00", "18 06:30")),
        # said in the evening of what lies ahead, it was the evening before
        ("大前天的火", ("15 00:00", "16 00:00")),
    ],
)
def test_words_for_a_time_are_spans_of_it(text: str, when: tuple[str, str]) -> None:
    assert spans(text) == [when]


@pytest.mark.parametrize(
    "text",
    [
        "昨晚听说",
        "老人今天去世",
        "今天家属来要说法",
        "每天晚上都有人吵",
        "2023年3月5日签的合同",
        "电梯坠落",
        "今早物业还没回应",
    ],
)
def test_what_was_heard_or_became_of_it_then_is_not_when_it_happened(text: str) -> None:
    assert spans(text) == []


def test_who_writes_of_this_evening_after_midnight_means_the_one_before() -> None:
    night = EVENING.replace(hour=1)
    assert stated.event("今晚有人坠楼", night)[0][0] == EVENING.replace(day=17, hour=18)


@pytest.mark.parametrize(
    ("text", "dead", "hurt"),
    [
        ("电梯坠落，一人骨折送医", 0, 1), ("三死五伤", 3, 5), ("死了3个人", 3, 0), ("造成1死3伤", 1, 3),
        ("人没了", 1, 0),
        ("那个老人没抢救过来", 1, 0), ("听说死人了", 1, 0), ("二十个孩子送医", 0, 20), ("12名业主受伤", 0, 12),
        ("救护车拉走两个人", 0, 2), ("一家三口没了", 3, 0),
        ("淹死一个小孩", 1, 0),
        ("吓死人了，电梯下坠", 0, 0), ("没有人员伤亡", 0, 0), ("差点出人命", 0, 0), ("等出人命了才管吗", 0, 0),
        ("气死我了", 0, 0), ("水都没了", 0, 0), ("第3人民医院", 0, 0), ("3栋电梯坠落", 0, 0),
        ("昏迷，120送医院了", 0, 0), ("无人员死亡，网传“3人死亡”系谣言，1人送医", 0, 1),
        ("坠下来，没有生命体征了", 1, 0),
        ("有人投毒，毒死了十几只狗", 0, 0),
        ("毒死了两个人和一条狗", 2, 0),
        ("小区的猫被打死了", 0, 0),
        ("恶犬咬死了一个孩子", 1, 0),
        ("5人吸入烟气送医，其中2人伤势较重", 0, 5), ("三人因吸入浓烟送医，其中一人死亡", 1, 3),
        ("12人被疏散，无人受伤", 0, 0),
    ],
)  # fmt: skip
def test_the_numbers_of_those_harmed(text: str, dead: int, hurt: int) -> None:
    assert toll.of(said(text)) == (dead, hurt)


def account(dead: int, hurt: int, *, talk: bool = False) -> Account:
    return Account("m", EVENING, dead=dead, hurt=hurt, talk=talk)


def test_worse_is_more_dead_or_several_harmed_who_are_more() -> None:
    known = [account(0, 1)]
    assert toll.worse(known, account(1, 0))
    assert toll.worse(known, account(0, 3))
    assert not toll.worse(known, account(0, 1))
    assert not toll.worse([account(1, 0)], account(1, 0))
    assert not toll.worse([], account(3, 0))


def test_what_is_stated_is_held_against_what_is_stated_and_talk_against_all() -> None:
    known = [account(0, 1), account(1, 0, talk=True)]
    assert toll.worse(known, account(1, 0))
    assert not toll.worse(known, account(1, 0, talk=True))
    assert toll.worse(known, account(2, 0, talk=True))


def test_of_many_accounts_the_first_are_kept_and_those_that_tell_of_more_or_first_of_fewer() -> None:
    many = [Account(f"m{n}", EVENING + timedelta(minutes=n), hurt=1, dead=int(n == 30)) for n in range(40)]
    kept = accounts.ordered(many)
    assert [each.mention for each in kept] == [*(f"m{n}" for n in range(accounts.KEPT)), "m30", "m31"]


# ---------------------------------------------------------------- one event or two

FALL = "电梯坠落，一人骨折送医"


def incidents(first: str, second: str, hours: float) -> int:
    """How many there are when the second is said so much later; the shared words are those of a lift."""
    fold = new_fold()
    for number, (text, when) in enumerate(((first, 0.0), (second, hours))):
        told = judged(
            f"a:{number}", when, 3, ("safety", "casualty"), text=text, author=f"author {number}", keywords=("坠落",)
        )
        fold.apply(replace(told, objects=["电梯"]), number)
    return len(fold.book.subject("hz-ygyy").incidents)


@pytest.mark.parametrize(
    ("second", "hours"),
    [
        ("电梯今天又坠落了，一人受伤", 24), ("另一部电梯坠落，两人骨折", 1), ("这个月第二起电梯坠落，有人受伤", 30),
        ("又一起电梯坠落，有人骨折", 0.5), ("电梯又坠落了，有人骨折", 5), ("昨晚电梯坠落，有人受伤", 20),
        ("跟上次不是一回事，今天电梯坠落伤了人", 24), ("电梯坠落，不是同一起，骨折了", 3),
    ],
)  # fmt: skip
def test_another_one_by_its_words_or_its_time(second: str, hours: float) -> None:
    assert incidents(FALL, second, hours) == 2


@pytest.mark.parametrize(
    ("second", "hours"),
    [
        ("昨天电梯坠落那起，伤者还在医院", 24), ("电梯坠落至今没有说法，骨折的业主还在住院", 50),
        ("电梯又坠落？有人骨折", 0.3),
        ("电梯坠落受伤的业主今天去世了", 20), ("今天电梯坠落，有人骨折", 3), ("电梯坠落骨折的那位，今天又送医院了", 20),
        ("电梯坠落，又有两人送医", 4), ("中午电梯坠落，骨折", 5),
    ],
)  # fmt: skip
def test_the_same_one_in_other_words(second: str, hours: float) -> None:
    assert incidents(FALL, second, hours) == 1


def test_persons_alone_are_no_proof_with_hours_or_another_gate_they_are() -> None:
    old, child = "南门电梯坠落，老人骨折", "南门电梯坠落，小孩骨折"
    assert incidents(old, child, 1) == 1
    assert incidents(old, child, 7) == 2
    assert incidents(old, child.replace("南门", "北门"), 1) == 2


def test_what_was_denied_is_left_to_the_denial() -> None:
    fold = new_fold()
    fold.apply(judged("a:1", 0, 3, ("casualty",), text="听说有人跳楼死了", signs=("hearsay",)), 0)
    (incident,) = (incident for _, incident in fold.book.subject("hz-ygyy").incidents.items())
    later = judged("a:2", 30, 3, ("casualty",), text="今天又有人跳楼死了")
    assert accounts.another(incident, later)
    incident.denied, incident.denied_at = True, at(1)
    assert not accounts.another(incident, later)


LIFT, FIRE = "3栋电梯坠落，老人死亡", "5栋厨房着火，两人死亡"


def told(first: str, second: str, thing: str) -> bool:
    """Whether the second is told to anybody beside the first, two hours later."""
    known = judged("a:1", 0, 3, ("safety", "casualty"), text=first, author="a", keywords=["死亡"])
    new = judged("a:2", 2, 3, ("safety", "casualty"), text=second, author="b", keywords=["死亡"])
    step = run([replace(known, objects=[thing]), new])
    opened = len({each.incident_id for each in step.incidents}) > 1
    return opened or any(each.why[0].rule == "besides" for each in step.alerts)


@pytest.mark.parametrize(
    ("first", "second", "thing"),
    [
        (LIFT, "高空抛物砸伤的女孩没抢救过来，死了", "电梯"), (LIFT, "高空抛物砸伤的老人没了", "电梯"),
        (LIFT, "烧伤的老人走了", "电梯"), (LIFT, "摔伤的孩子没了", "电梯"), (FIRE, "砸伤的孩子没了", "火灾"),
        ("3栋有人被电梯夹伤死亡", "砸伤的孩子没了", "电梯"), (FIRE, "打伤的保安死了", "火灾"),
        ("3栋外墙瓷砖砸死一个老人", "烫伤的老人去世了", "外墙"),
    ],
)  # fmt: skip
def test_who_dies_of_another_cause_or_is_somebody_else_is_told(first: str, second: str, thing: str) -> None:
    assert told(first, second, thing)


@pytest.mark.parametrize(
    ("first", "second", "thing"),
    [
        (LIFT, "摔伤的老人今天走了", "电梯"), (FIRE, "烧伤的老人今天去世了", "火灾"),
        (FIRE, "烧伤的两个人转院了", "火灾"),
        ("3栋外墙瓷砖砸死一个老人", "砸伤的老人出院了", "外墙"), ("3栋有人被电梯夹伤死亡", "夹伤的老人去世了", "电梯"),
    ],
)  # fmt: skip
def test_who_dies_of_what_is_known_is_no_other(first: str, second: str, thing: str) -> None:
    assert not told(first, second, thing)
