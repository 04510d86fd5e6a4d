"""What is kept of an incident's mentions as they come is what would be found of all of them anew."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.times import EARLIEST
from monitor.watch.checkpoint.gist import Gist
from monitor.watch.checkpoint.state import Member
from monitor.watch.grades import trending

SPANS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6))


@st.composite
def members(draw: st.DrawFn) -> Member:
    minutes, level, person = draw(st.integers(0, 600)), draw(st.integers(1, 3)), draw(st.sampled_from("abcdefgh"))
    marks = st.booleans()
    return Member(
        published=EARLIEST + timedelta(minutes=minutes), level=level, categories=["service"], person=person,
        source="weibo", reach=0, crowd=0, complaint=draw(marks), negative=True, hearsay=draw(marks), first_hand=False,
        official_media=draw(marks), government=draw(marks), urgent=draw(marks), late=draw(marks), unplaced=False,
        keywords=[], discounted=draw(marks), wording=draw(st.sampled_from(["", "x", "y"])), relayed=draw(marks),
        denial=draw(marks), old=draw(marks),
    )  # fmt: skip


@given(st.lists(members(), max_size=30), st.integers(0, 30), st.none() | st.integers(0, 600))
def test_coming_one_by_one_changes_nothing_of_it(given: list[Member], before: int, minute: int | None) -> None:
    since = None if minute is None else EARLIEST + timedelta(minutes=minute)
    kept, anew = Gist(given[:before]), Gist(given)
    for each in given[before:]:
        # asked between two of them, so that what is kept must follow
        _all(kept, since)
        kept.add(each)
    assert _all(kept, since) == _all(anew, since)


@given(st.lists(members(), min_size=1, max_size=30), st.data())
def test_going_one_by_one_changes_nothing_of_the_others(given: list[Member], data: st.DataObject) -> None:
    kept, left = Gist(given), list(given)
    while left:
        since = data.draw(st.none() | st.integers(0, 600).map(lambda minute: EARLIEST + timedelta(minutes=minute)))
        _all(kept, since)
        each = left.pop(data.draw(st.sampled_from([0, len(left) - 1])))
        kept.leave(each)
        assert _all(kept, since) == _all(Gist(left), since)


def _all(gist: Gist, since: datetime | None) -> tuple[object, ...]:
    return (
        gist.ordered, gist.times, gist.level, gist.government, gist.urgent, gist.grave, gist.vouched, gist.solid,
        gist.late, gist.coordination, gist.standing(since), [gist.peak(span) for span in SPANS],
        gist.attested.people, gist.old, trending.moves(gist, EARLIEST + timedelta(minutes=300)),
    )  # fmt: skip


def test_nothing_that_is_told_is_no_old_news() -> None:
    """A mention relabelled to nothing says nothing of when it was."""
    at = EARLIEST
    about = {"categories": ["service"], "source": "weibo", "reach": 0, "crowd": 0, "complaint": False, "negative": True}
    about |= dict.fromkeys(
        ("hearsay", "first_hand", "official_media", "government", "urgent", "late", "unplaced"), False
    )
    about |= {"keywords": [], "discounted": False}
    mentions = [Member(published=at, level=level, person=f"p{level}", old=level == 2, **about) for level in (0, 2, 1)]
    assert [Gist(mentions[:number]).old for number in range(4)] == [False, False, True, False]
