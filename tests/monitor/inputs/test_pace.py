"""The pace of a file that is played back."""

from __future__ import annotations

from histories import at

from monitor.inputs.pace import Pace


def test_without_a_speed_everything_is_due_at_once() -> None:
    assert [Pace(None).wait(at(hours), 5.0) for hours in (0, 1000, -3)] == [0.0, 0.0, 0.0]


def test_an_hour_a_second() -> None:
    pace = Pace(3600)
    assert pace.wait(at(0), now=100.0) == 0.0
    assert pace.wait(at(2), now=100.5) == 1.5
    assert pace.wait(at(2), now=103.0) == -1.0


def test_what_comes_out_of_order_comes_at_once() -> None:
    pace = Pace(60)
    pace.wait(at(0), now=0.0)
    assert pace.wait(at(-1), now=0.0) < 0
