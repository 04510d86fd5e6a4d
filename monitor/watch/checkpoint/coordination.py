"""Whether posts are arranged: two independent signs of it, shown as evidence; it never makes a matter smaller.

What nobody knows (followers, mostly) is no sign. Neighbours who copy a joint letter are many people, not one behind
many: for them the common wording says nothing. Nor do neighbours who talk in their chat arrange anything: there
messages come by the second, and nobody has followers. The press prints one agency's text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import pairwise
from statistics import mean, pstdev
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from monitor.watch.checkpoint.state import Member

#: copies, and the accounts behind them, that are compared at all
LEAST_POSTS, LEAST_PEOPLE = 4, 4
#: so few may be neighbours of one mind: they show one sign more
FEW_POSTS = 4
#: the same words over weeks are neighbours with the same trouble; a campaign has its day
CAMPAIGN = timedelta(hours=24)
#: different words within so short a time are compared when they are so many
DENSE_POSTS, DENSE = 10, timedelta(minutes=5)
#: so many posts within so short a time are nobody's habit
AT_ONCE_POSTS, AT_ONCE = 5, timedelta(minutes=3)
#: gaps between posts that are this even are a timer's
EVEN_POSTS, EVENNESS = 6, 0.1
#: estates that one post about one estate's matter has no reason to name
UNRELATED = 3
#: an account with fewer followers is fresh or made for this
FEW_FOLLOWERS = 10
#: share of a group that must show a sign
MOSTLY = 0.6

#: where people talk to each other
TALK = frozenset({"owners_group", "forum"})

PROMOTIONAL = re.compile(
    r"加\s*(?:我|V|v|微|薇|卫星|企鹅)|扫码|私信(?:我)?(?:领|进|了解|咨询)|代(?:理)?(?:维权|投诉|退费)|专业(?:维权|退费)|"
    r"(?:接|代)单|推广|优惠|咨询热线|点击(?:链接|主页)|带话题|转发(?:有奖|抽奖)|关注并转发"
)


class Finding(Struct, frozen=True):
    """`signs`: what gives it away, in words; too few are shown to nobody."""

    signs: tuple[str, ...] = ()
    posts: int = 0
    people: int = 0

    @property
    def found(self) -> bool:
        return len(self.signs) >= (3 if self.posts <= FEW_POSTS else 2)


NOTHING = Finding()


def look(members: Sequence[Member]) -> Finding:
    """The group of posts that shows the most signs."""
    posts = [each for each in members if not (each.complaint or each.official_media or each.government)]
    if len(posts) < LEAST_POSTS:
        return NOTHING
    groups = [*_copies(posts), *_dense(posts)]
    return max((_finding(each) for each in groups), key=lambda each: (len(each.signs), each.posts), default=NOTHING)


def _copies(posts: Sequence[Member]) -> list[list[Member]]:
    groups: dict[str, list[Member]] = {}
    for each in posts:
        if each.wording:
            groups.setdefault(each.wording, []).append(each)
    large = [group for group in groups.values() if len(group) >= LEAST_POSTS and _people(group) >= LEAST_PEOPLE]
    bursts = [_densest(group, CAMPAIGN) for group in large]
    return [group for group in bursts if len(group) >= LEAST_POSTS and _people(group) >= LEAST_PEOPLE]


def _dense(posts: Sequence[Member]) -> list[list[Member]]:
    """The most posts that lie within a few minutes, whatever their words."""
    posts = _published(posts)
    times = sorted([each.published for each in posts])
    # hardly ever: so many lie nowhere
    if all(last - first > DENSE for first, last in zip(times, times[DENSE_POSTS - 1 :], strict=False)):
        return []
    run = _densest(posts, DENSE)
    return [run] if len(run) >= DENSE_POSTS and _people(run) >= LEAST_PEOPLE else []


def _finding(group: list[Member]) -> Finding:
    signs = tuple(text for sign in _SIGNS if (text := sign(group)) is not None)
    return Finding(signs, len(group), _people(group))


# ---------------------------------------------------------------- the signs


def _same_wording(group: list[Member]) -> str | None:
    copies = len(group) if len({each.wording for each in group}) == 1 else 0
    if not copies or (_share(group, lambda each: "collective" in each.categories) >= MOSTLY and not _promoted(group)):
        return None
    return f"{_people(group)}个账号发布{copies}条雷同文本"


def _timing(group: list[Member]) -> str | None:
    run = _densest(_published(group), AT_ONCE)
    if len(run) >= min(AT_ONCE_POSTS, len(group)) and _people(run) >= LEAST_PEOPLE:
        return f"{AT_ONCE.seconds // 60}分钟内集中发布{len(run)}条"
    times = sorted(each.published for each in group)
    gaps = [(later - sooner).total_seconds() for sooner, later in pairwise(times)]
    if len(gaps) + 1 >= EVEN_POSTS and min(gaps) > 0 and pstdev(gaps) <= EVENNESS * mean(gaps):
        return f"{len(times)}条的发布间隔几乎相同（约{mean(gaps) / 60:.0f}分钟）"
    return None


def _unrelated(group: list[Member]) -> str | None:
    if _share(group, lambda each: each.named >= UNRELATED) < MOSTLY:
        return None
    return f"同一文本涉及{max(each.named for each in group)}个互不相关的项目"


def _promotional(group: list[Member]) -> str | None:
    return "文本带有推广、引流用语" if _promoted(group) else None


def _fresh(group: list[Member]) -> str | None:
    known = [each for each in {each.person: each for each in _published(group)}.values() if each.followers is not None]
    few = [each for each in known if (each.followers or 0) < FEW_FOLLOWERS]
    if len(known) < LEAST_PEOPLE or len(few) < 0.8 * len(known):
        return None
    return f"已知粉丝数的{len(known)}个账号中{len(few)}个粉丝不足{FEW_FOLLOWERS}"


_SIGNS: tuple[Callable[[list[Member]], str | None], ...] = (_same_wording, _timing, _unrelated, _promotional, _fresh)


def _published(posts: Sequence[Member]) -> list[Member]:
    return [each for each in posts if each.source not in TALK]


def _promoted(group: list[Member]) -> bool:
    return _share(group, lambda each: each.promotional) >= MOSTLY


def _people(group: Sequence[Member]) -> int:
    return len({each.person for each in group})


def _share(group: Sequence[Member], shows: Callable[[Member], bool]) -> float:
    return sum(1 for each in group if shows(each)) / len(group)


def _densest(posts: Sequence[Member], span: timedelta) -> list[Member]:
    ordered = sorted(posts, key=lambda each: (each.published, each.person))
    best, start = (0, 0), 0
    for end, each in enumerate(ordered, 1):
        while ordered[start].published < each.published - span:
            start += 1
        best = max(best, (end - start, -start))
    length, first = best[0], -best[1]
    return ordered[first : first + length]
