"""What is made of an object once: made when it is asked for, kept with it, and made anew once it is let go of."""

from __future__ import annotations

from msgspec import Struct

from monitor.kept import kept


class _Text(Struct, frozen=True, dict=True):
    said: str

    @kept
    def words(self) -> list[str]:
        """Its words."""
        return self.said.split()


def test_it_is_made_once_for_each() -> None:
    one, other = _Text("a b"), _Text("c")
    assert one.words is one.words
    assert (one.words, other.words) == (["a", "b"], ["c"])
    assert _Text.words.__doc__ == "Its words."


def test_it_is_made_anew_once_it_is_let_go_of() -> None:
    one = _Text("a b")
    before = one.words
    del one.__dict__["words"]
    assert one.words == before
    assert one.words is not before
    # as of two that are equal: what is kept is no part of them
    assert one == _Text("a b")
