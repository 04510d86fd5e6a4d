"""When a process counts as stalled, and when it may be asked for work."""

from __future__ import annotations

import asyncio

from faust.types import TP

from agents.watchdog import WAITING, Progress, State, Watchdog, judge, readiness

TP0, TP1 = TP("t", 0), TP("t", 1)


def after(*measured: dict[TP, Progress] | None, elapsed: float = 5.0) -> State:
    state = State()
    for each in measured:
        state = judge(state, each, elapsed)
    return state


def test_lag_without_a_commit_is_counted() -> None:
    stuck = {TP0: Progress(7, 9)}
    assert after(stuck).longest == 0
    assert after(stuck, stuck, stuck).frozen == {TP0: 10.0}


def test_every_commit_starts_the_count_anew() -> None:
    assert after({TP0: Progress(7, 9)}, {TP0: Progress(7, 9)}, {TP0: Progress(8, 20)}).longest == 0


def test_no_lag_is_no_stall() -> None:
    idle = {TP0: Progress(9, 9)}
    assert after(idle, idle, idle).longest == 0
    # the first record after an idle night has not waited yet
    assert after(idle, idle, {TP0: Progress(9, 10)}).longest == 0


def test_a_partition_given_away_and_taken_again_starts_anew() -> None:
    stuck = {TP0: Progress(7, 9)}
    assert after(stuck, stuck, {}, stuck).longest == 0


def test_one_partition_stalls_while_another_works() -> None:
    first = {TP0: Progress(7, 9), TP1: Progress(1, 9)}
    state = after(first, {TP0: Progress(7, 9), TP1: Progress(5, 9)})
    assert state.frozen == {TP0: 5.0}


def test_a_broker_that_is_away_is_waited_for() -> None:
    stuck = {TP0: Progress(7, 9)}
    state = after(stuck, stuck, None, None)
    assert (state.longest, state.blind) == (5.0, 10.0)
    assert after(stuck, stuck, None, stuck).longest == 10.0


def test_a_log_that_was_cut_has_no_negative_lag() -> None:
    assert Progress(9, 7).lag == 0


def test_an_assignment_that_is_never_read_is_a_stall() -> None:
    assert after({TP0: WAITING}, {TP0: WAITING}).longest == 5.0
    assert after({TP0: WAITING}, {TP0: WAITING}, {TP0: Progress(0, 9)}).longest == 0


def test_readiness() -> None:
    stuck = {TP0: Progress(7, 9)}
    assert readiness(State(), held=None, tolerance=30) == (False, "not measured yet")
    assert readiness(after(stuck), held="reading checkpoints", tolerance=30) == (False, "reading checkpoints")
    assert readiness(after(stuck), held=None, tolerance=30) == (True, "ok")
    assert readiness(after(stuck, stuck, elapsed=31), held=None, tolerance=30) == (False, "stalled for 31 s: t-0")
    assert readiness(after(stuck, None, elapsed=31), held=None, tolerance=30) == (False, "broker silent for 31 s")


def test_reading_a_long_state_back_is_no_stall() -> None:
    async def measure() -> dict[TP, Progress]:
        return {TP0: Progress(7, 9)}

    async def rounds() -> State:
        watchdog = Watchdog(measure, interval=1.0, patience=3.0, busy=lambda: True)
        watchdog._held = None
        for _ in range(10):
            await watchdog._check()
        return watchdog.state

    state = asyncio.run(rounds())
    assert (state.longest, state.measured) == (0.0, {TP0: Progress(7, 9)})
