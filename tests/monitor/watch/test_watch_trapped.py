"""Who cannot get out, is left behind or cries for help beside what is known is told, and told once."""

from __future__ import annotations

import msgspec
import pytest
from dangers import FIRE, STUCK, TRAPPED, call, last, out, rules
from histories import act, only, run


def test_who_is_trapped_in_the_next_fire_is_told_again():
    first = call("3栋着火了，我在楼道里下不去", 0.0, keywords=["着火"])
    over = [out("火灭了，我下来了", 0.3)]
    again = call("3栋又着火了，浓烟", 0.7, "b", keywords=["着火"])
    step = run([first, *over, again, call(f"3栋着火，{TRAPPED}", 0.75, "c", keywords=["着火"])])
    assert TRAPPED[:8] in step.alerts[-1].headline
    assert step.alerts[-1].why[0].rule == "trapped_now"


def test_after_it_was_opened_again_too():
    closed = act("close", 1, project="hz-ygyy", note="已扑灭")
    again = [
        call("3栋又着火了，浓烟", 2, "b", keywords=["着火"]),
        call(f"3栋着火，{TRAPPED}", 2.1, "c", keywords=["着火"]),
    ]
    first = call(f"3栋着火，{TRAPPED}", 0, keywords=["着火"])
    assert "trapped_now" in rules(run([first, closed, *again]))


def test_what_is_only_heard_or_passed_on_spends_nothing():
    heard = call("听说楼上困了人", 0.05, "h", signs=["hearsay"], keywords=["着火"])
    passed = call("转自业主群：楼上困了人", 0.06, "p", keywords=["着火"])
    witness = call("我在18楼下不来，救命", 0.1, "c", keywords=["着火"])
    assert rules(run([FIRE, heard, passed, witness]))[-1] == "trapped_now"
    # nor is it told again and again
    more = [call(f"听说{n}楼困了人", 0.05 + n / 100, f"h{n}", signs=["hearsay"], keywords=["着火"]) for n in range(3)]
    assert rules(run([FIRE, *more])).count("trapped_now") == 1


@pytest.mark.parametrize("text", ["我家娃没出来", "里面还有两个", "我妈还困在18楼"])
def test_who_is_left_behind_is_in_danger_however_calmly_it_is_said(text):
    calm = call(f"3栋电梯，{text}", 0.4, "b", urgent=False)
    step = run([STUCK, out("我出来了", 0.3), calm])
    assert only(last(step)).urgent
    assert step.alerts[-1].urgent
    assert "trapped_now" in rules(step)


@pytest.mark.parametrize("text", ["物业经理没出来解释", "昨天里面还有两个", "检测结果没出来", "里面还有两个灭火器过期"])
def test_what_only_sounds_like_it_is_none(text):
    calm = call(f"3栋电梯，{text}", 0.4, "b", urgent=False)
    assert not only(last(run([STUCK, out("我出来了", 0.3), calm]))).urgent


def test_who_is_crawled_again_is_not_trapped_anew():
    grave = call("3栋着火，里面还有人没出来", level=3, keywords=["着火"])
    again = msgspec.structs.replace(grave, source=msgspec.structs.replace(grave.source, offset=7))
    assert len(run([grave, again]).alerts) == 1


@pytest.mark.parametrize("cry", ["3栋着火了，快救人", "3栋着火了，救人啊", "5栋煤气爆炸了，快来救人"])
@pytest.mark.parametrize("text", ["我妈困在3栋8楼", "3栋8楼有人困住", "我爸在里面没出来"])
def test_who_is_trapped_is_told_though_somebody_had_cried_for_rescue(cry, text):
    step = run(
        [
            call(cry, keywords=["着火"], building=None),
            call(text, 0.02, "b", urgent=False, building=None, keywords=["着火"]),
        ]
    )
    assert rules(step)[-1] == "trapped_now"


@pytest.mark.parametrize("first", ["3栋着火了，有人困在里面，快救人", "3栋着火了，有孩子掉进去了，快救人"])
def test_who_is_known_to_be_trapped_is_not_told_again(first):
    step = run([call(first), call("3栋8楼有人困住", 0.02, "b", urgent=False)])
    assert "trapped_now" not in rules(step)


BURNING = call("3栋着火了，我妈困在12楼", keywords=["着火"])


OUT = call("3栋的火灭了", 0.15, "b", level=1, urgent=False, keywords=["着火"])


def cry(text, author="c"):
    return call(text, 0.2, author, keywords=["着火"])


@pytest.mark.parametrize("text", ["我还在3栋12楼，全是烟，救命", "3栋9楼还有烟，救命啊", "救救我，烟好大"])
def test_who_cries_for_help_behind_words_that_it_is_over_is_told(text):
    step = run([BURNING, OUT, cry(text)])
    assert step.alerts[-1].why[0].rule == "one_more_now"


@pytest.mark.parametrize(
    ("text", "author"),
    [("3栋12楼刚才有人喊救命，全是烟", "c"), ("3栋12楼全是烟，救命", "a"), ("3栋着火那会儿她喊着救命跑下来", "c")],
)
def test_who_tells_of_a_cry_or_has_called_already_is_no_second_one(text, author):
    step = run([BURNING, OUT, cry(text, author)])
    assert step.alerts[-1].why[0].rule != "one_more_now"


def test_a_cry_while_nobody_has_said_that_it_is_over_is_of_the_known_fire():
    step = run([BURNING, cry("3栋着火了，救命")])
    assert [each.why[0].rule for each in step.alerts] == ["level_2"]
