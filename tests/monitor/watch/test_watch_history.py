"""What is encoded once reads as what is encoded anew each time, wherever the lists grow, lose their oldest, or mix."""

from __future__ import annotations

from histories import act, judged, new_fold
from hypothesis import given
from hypothesis import strategies as st

from monitor.records import TransitionEntry, encode
from monitor.times import EARLIEST
from monitor.watch.checkpoint import state
from monitor.watch.checkpoint.history import SHORT, Encoded


def entry(number: int) -> TransitionEntry:
    return TransitionEntry(transition="reminded", grade=number % 4, at=EARLIEST, alert_id=f"“{number}”")


@given(
    st.lists(st.sampled_from(["grow", "grow", "grow", "cut", "mix", "clear", "drop", "twin"]), max_size=40),
    st.integers(1, 6),
)
def test_a_list_is_written_as_it_is(changes: list[str], most: int) -> None:
    encoded, entries = Encoded(), list[TransitionEntry]()
    for number, change in enumerate(changes):
        match change:
            case "grow":
                entries = [*entries, entry(number)][-most:]
            case "cut":
                entries = entries[number % 3 :]
            case "mix":
                entries = sorted([*entries, entry(number)], key=lambda each: each.alert_id)
            case "clear":
                entries = []
            case "drop":
                entries = [*entries[:1], *entries[2:]]
            case "twin":
                # as after a rest: equal, and other objects
                entries = [entry(number) for _ in entries]
        assert bytes(encoded.of(entries)) == encode(entries)
        assert bytes(encoded.of(entries)) == encode(entries)


def test_states_and_checkpoints_of_a_long_history_are_written_whole() -> None:
    fold, long = new_fold(), 0
    for number in range(60):
        fold.apply(judged(f"weibo:{number}", number), 2 * number)
        type_ = "close" if number % 3 == 2 else "respond"
        fold.apply(act(type_, number + 0.5, project="hz-ygyy", note=f"第{number}次"), 2 * number + 1)
        step = fold.collect()
        for each in step.incidents:
            assert step.written(each) == encode(each)
            long += len(each.actions) > SHORT
            (checkpoint,) = [kept for kept in step.checkpoints if kept.incident_id and kept.part is None]
            read = state.decode_incident(checkpoint.state)
            assert (read.actions, read.transitions) == (each.actions, each.transitions)
    assert long > 20
