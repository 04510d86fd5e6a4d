"""What ends which danger: of its kind, of who calls, in whatever order it is read; and who else is in danger."""

from __future__ import annotations

import msgspec
import pytest
from dangers import FIRE, HERS, STUCK, TRAPPED, call, last, out, rules
from histories import act, new_fold, only, run
from restarts import told

from monitor.records import Part

# ---------------------------------------------------------------- of several who call


def test_who_is_out_ends_his_own_danger_and_nobody_elses():
    step = run([STUCK, HERS, out("我出来了，消防撬开的", 0.3)])
    assert only(last(step)).urgent
    assert "另有人求助未了" in step.alerts[-1].change
    assert "关在里面" in step.alerts[-1].headline
    both = run([STUCK, HERS, out("我出来了", 0.3), out("我妈出来了", 0.5, "b")])
    assert not only(last(both)).urgent


def test_who_is_out_joins_though_it_is_judged_grave():
    step = run([STUCK, HERS, out("我出来了，消防撬开的", 0.3, level=2, keywords=["消防"])])
    assert len(last(step)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "3栋另一个电梯我妈也被关在电梯里出不来，快救人",
        "我女儿也在电梯里，快来人",
        "我爸在里面出不来",
        "还有两个孩子困在里面",
        "我在电梯里出不来，快来人",
        "我们在18楼下不来",
    ],
)
def test_one_more_who_calls_is_told_at_once(text):
    step = run([STUCK, call(text, 0.08, "b")])
    assert len(step.alerts) == 2
    assert text[:8] in step.alerts[-1].headline


def test_one_more_is_told_once_however_often_it_is_crawled():
    again = msgspec.structs.replace(HERS, arrived_at=call("", 0.2).arrived_at)
    assert len(run([STUCK, HERS, again]).alerts) == 2


@pytest.mark.parametrize(
    "text",
    [
        "3栋电梯困人了，快来人", "电梯里困着人，物业呢", "快叫消防，电梯困人",
        "我在一楼大堂，保安拿撬棍在撬门，说里面的阿姨还有气", "我在楼下看着呢，电梯里的人还没出来",
    ],
)  # fmt: skip
def test_who_tells_of_the_same_is_no_news(text):
    assert len(run([STUCK, call(text, 0.08, "b")]).alerts) == 1


def test_a_storm_of_calls_is_told_four_times():
    calls = [call(f"我妈在{n}楼出不来，快来人", 0.01 * n, f"n{n}") for n in range(1, 9)]
    found = [each for each in run([STUCK, *calls]).alerts if each.transition == "reminded"]
    assert len(found) == 4
    assert "不再逐条提醒" in found[-1].change
    assert "不再逐条提醒" not in found[-2].change


# ---------------------------------------------------------------- told once


def test_neighbours_who_say_so_are_told_once_and_an_office_again():
    said = [
        call(f"3栋的火灭了{'啊' * n}", 0.1 + 0.02 * n, f"n{n}", level=1, urgent=False, keywords=["着火"])
        for n in range(5)
    ]
    assert rules(run([FIRE, *said])).count("said_over") == 1
    office = call("3栋明火已扑灭", 0.3, "fire", level=1, urgent=False, keywords=["着火"], signs=["government"])
    step = run([FIRE, *said, office])
    assert rules(step).count("said_over") == 2
    assert not only(last(step)).urgent


def test_after_the_next_danger_it_is_told_again():
    second = call("3栋又着火了，我妈下不来", 0.6, "b", keywords=["着火"])
    step = run([FIRE, out("火灭了", 0.3), second, out("火灭了，我妈下来了", 0.8, "b")])
    assert rules(step).count("said_over") == 2


# ---------------------------------------------------------------- in whatever order it is read


def test_an_end_before_the_second_danger_ends_nothing_of_it():
    second = call("3栋电梯困人，里面还有两个孩子", 0.8, "b")
    late = out("我出来了", 0.9, published=0.3)
    again = msgspec.structs.replace(late, arrived_at=second.arrived_at.replace(minute=59), mention=late.mention)
    in_order = run([STUCK, out("我出来了", 0.3), second])
    read_late = run([STUCK, second, late, again])
    assert only(last(in_order)).urgent
    assert only(last(read_late)).urgent
    assert rules(read_late).count("said_over") == 1
    assert "另有人求助未了" in read_late.alerts[-1].change


@pytest.mark.parametrize("level", [0, 2])
def test_an_end_that_is_read_before_its_call_ends_it(level):
    end = out("我出来了，消防撬开的", 0.35, published=0.3, level=level, keywords=["电梯"])
    late = call("3栋电梯困人了，我被关在里面", 0.5, published=0.0)
    step = run([end, late])
    assert not any(each.urgent for each in last(step))
    assert not any(each.urgent for each in step.alerts)
    # of another person, and of a call that came after it, it is no end
    assert any(each.urgent for each in last(run([end, call("3栋电梯困人了，我被关在里面", 0.5, "b", published=0.0)])))
    assert any(each.urgent for each in last(run([end, call("3栋电梯困人了，我被关在里面", 0.5)])))


def test_an_office_that_is_read_before_the_call_ends_it():
    office = out("3栋电梯被困人员已救出", 0.3, "fire", signs=["government"], keywords=["电梯"], building="3栋")
    late = call("3栋电梯困人了，我被关在里面", 0.5, published=0.0)
    assert not any(each.urgent for each in last(run([office, late])))
    elsewhere = call("5栋电梯困人了，我被关在里面", 0.5, published=0.0, building="5栋")
    assert any(each.urgent for each in last(run([office, elsewhere])))


# ---------------------------------------------------------------- which danger


def test_who_is_out_ends_the_danger_that_he_was_in():
    fire = call("5栋楼道里浓烟滚滚，着火了快跑", 0.1, keywords=["着火"], building="5栋")
    step = run([STUCK, fire, out("出来了，谢谢大家", 0.2)])
    found = {each.headline: each.urgent for each in last(step)}
    assert len(found) == 2
    assert [urgent for head, urgent in found.items() if "5栋" in head] == [True]
    assert [urgent for head, urgent in found.items() if "3栋" in head] == [False]


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("3栋着火了，我和我妈困在楼道里", "我出来了"),
        ("煤气漏了，我妈在屋里", "我妈出来了"),
        ("我家孩子不见了，六岁", "我出来了，在门口找"),
        ("我被反锁在阳台上了", "找到了，谢谢"),
        ("3栋着火了", "人都没事"),
        ("孩子卡在栏杆里", "阀门关了"),
        ("两个孩子困在屋里", "救出来一个了"),
        ("两个老人困在电梯里", "一个出来了"),
        ("两个老人困在电梯里", "有个先下来了"),
    ],
)
def test_the_end_of_something_else_ends_nothing(said, end):
    assert only(last(run([call(said), out(end, 0.3)]))).urgent


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("3栋着火了，我和我妈困在楼道里", "火灭了，我们下来了"),
        ("煤气漏了，我妈在屋里", "阀门关好了，我妈出来了"),
        ("我家孩子不见了，六岁", "找到了，谢谢"),
        ("我被反锁在阳台上了", "开锁师傅来了，出来了"),
        ("3栋着火了", "火扑灭了"),
        ("孩子卡在栏杆里", "消防来了，弄出来了"),
        ("有人站在天台边上要跳", "劝下来了"),
        ("有人拿着刀在楼道里", "警察来了，没事了"),
    ],
)
def test_the_end_of_its_kind_ends_it(said, end):
    assert not only(last(run([call(said), out(end, 0.3)]))).urgent


# ---------------------------------------------------------------- what is closed, let go, merged


def test_what_is_closed_endangers_nobody_in_its_record():
    step = run([STUCK, act("close", 1, project="hz-ygyy", note="处理完")])
    assert not only(last(step)).urgent
    assert {each.person for each in step.alerts[-1].route} == {each.person for each in step.alerts[0].route}


def test_who_called_and_had_to_make_room_is_in_danger_still():
    chat = [call(f"三号楼电梯怎么了{n}", 0.05 * n, f"n{n}", level=1, urgent=False) for n in range(1, 6)]
    assert only(last(run([STUCK, *chat], max_members_per_incident=3))).urgent
    over = run([STUCK, *chat, out("我出来了", 0.5)], max_members_per_incident=3)
    assert not only(last(over)).urgent


def test_no_mark_of_an_end_stays_when_the_next_danger_begins():
    second = call("3栋电梯困人，里面还有两个孩子", 0.8, "b")
    assert "险情称已过" in only(last(run([STUCK, out("我出来了", 0.3)]))).headline
    assert "险情称已过" not in only(last(run([STUCK, out("我出来了", 0.3), second]))).headline


# ---------------------------------------------------------------- an office denies something beside it

RUMOUR = call("听说3栋电梯摔死了人", 0.1, "h", level=3, urgent=False, signs=["hearsay"], keywords=["电梯"])


def _denied(text="3栋电梯摔死人系谣言"):
    signs = ["denial", "denied_by_government", "government"]
    return call(text, 0.3, "police", level=0, urgent=False, signs=signs, keywords=["电梯"])


@pytest.mark.parametrize("history", [[STUCK], [STUCK, RUMOUR]])
def test_a_denial_beside_who_calls_for_help_is_told_and_ends_nothing(history):
    step = run(
        [*history, _denied(), msgspec.structs.replace(_denied("网传3栋电梯摔死人系谣言"), arrived_at=STUCK.arrived_at)]
    )
    found = [each for each in step.alerts if each.why[0].rule == "disputed"]
    assert len(found) == 1
    assert "关在里面" in found[0].headline
    assert found[0].urgent
    assert "辟谣" not in only(last(step)).headline
    assert "引用官方通报澄清" not in found[0].first_step


def test_a_denial_of_what_is_only_talked_of_is_no_dispute():
    assert "disputed" not in rules(run([RUMOUR, _denied()]))


# ---------------------------------------------------------------- somebody may be dying


def _guessed(text, signs=()):
    one = call(text, level=3, urgent=False, keywords=[], signs=signs)
    part = Part(part="wording: level 3", points=60, quote=text)
    risk = msgspec.structs.replace(one.risk, categories=["casualty"], hits=[], parts=[part])
    return msgspec.structs.replace(one, risk=risk)


@pytest.mark.parametrize(
    "text",
    ["大爷倒地上了，喊他不答应，脸都紫了", "门口躺着个人一动不动", "我老公叫不醒了，手脚冰凉", "阿姨昏迷了，谁会急救"],
)
def test_who_may_be_dying_is_not_verified_first(text):
    assert "120" in run([_guessed(text)]).alerts[0].first_step[:10]
    assert "先核实" not in run([_guessed(text)]).alerts[0].first_step
    # what is only heard of is
    assert "核实" in run([_guessed(f"听说{text}", ["hearsay"])]).alerts[0].first_step


@pytest.mark.parametrize(
    "text", ["上个月大爷倒地上了，喊他不答应", "大爷晕倒了，送到医院醒过来了", "我家狗倒地不动了，口吐白沫"]
)
def test_what_is_past_or_befell_a_beast_is(text):
    assert run([_guessed(text)]).alerts[0].first_step.startswith("先核实")


def test_what_is_over_of_one_is_not_over_of_what_it_is_merged_with():
    hers = call("5栋电梯里有人困住了，我妈出不来，快救人", 0.08, "b", building="5栋", fingerprint="1" * 32)
    put = call("电梯困人的不是5栋，是3栋", 0.5, "b", urgent=False, keywords=["电梯"])
    step = run([STUCK, hers, out("我出来了", 0.3), put])
    one = [each for each in last(step) if each.merged_into is None]
    assert only(one).urgent
    assert not any(each.urgent for each in last(step) if each.status == "closed")
    # nor of a call that he made in the other
    his = msgspec.structs.replace(hers, mention=msgspec.structs.replace(hers.mention, author=STUCK.mention.author))
    assert any(each.urgent for each in last(run([STUCK, his, out("3栋我出来了", 0.3, building="3栋"), put])))


def test_a_call_that_was_over_before_it_is_read_is_no_turn():
    end = out("3栋电梯，我出来了，消防撬开的", 0.35, published=0.3, level=2, keywords=["电梯"])
    late = call("3栋电梯困人了，我被关在里面", 0.5, published=0.0)
    assert [each.transition for each in run([end, late]).alerts] == ["opened"]


def test_what_is_known_of_a_danger_outlives_every_restart():
    chat = [call(f"三号楼电梯怎么了{n}", 0.2 + n / 100, f"n{n}", level=1, urgent=False) for n in range(4)]
    late = call("5栋电梯困人了，我被关在里面", 0.7, "c", published=0.3, building="5栋")
    history = [
        STUCK, HERS, *chat, out("我出来了", 0.3), out("出来了", 0.5, "c"), late,
        call(f"3栋着火，{TRAPPED}", 0.8, "d", keywords=["着火"]),
        out("我妈出来了", 0.9, "b"), act("close", 30, project="hz-ygyy"),
    ]  # fmt: skip
    small = {"max_members_per_incident": 3}
    plain = told(new_fold(**small), history, 1)
    assert told(new_fold(**small), history, 1, restart=True, **small) == plain


def test_an_end_of_another_day_is_forgotten():
    fold = new_fold()
    fold.apply(out("我出来了", 0.3), 0)
    assert fold.book.subject("hz-ygyy").memory.clears
    fold.apply(out("早上好", 30, "z"), 1)
    assert not fold.book.subject("hz-ygyy").memory.clears
