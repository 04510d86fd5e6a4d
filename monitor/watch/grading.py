"""Which grade an incident deserves, and why: every rule says what it saw and what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from monitor.records import Reason
from monitor.watch.settings import FoldSettings
from monitor.watch.state import IncidentState, Member

#: grade → (name, colour) of the emergency plans
GRADES = {0: ("无", "无"), 1: ("一般", "蓝"), 2: ("较重", "黄"), 3: ("严重", "橙"), 4: ("特别严重", "红")}


class Case(Struct, frozen=True):
    """What the rules look at: the incident, the moment, the numbers, and the subject's households if known."""

    incident: IncidentState
    now: datetime
    settings: FoldSettings
    households: int | None

    def members(self) -> Iterator[Member]:
        """The mentions that count, as they count: after a reopening only those published since the closing."""
        since = self.incident.since
        for each in self.incident.members.values():
            if since is None or each.published > since:
                yield _discounted(each) if each.discounted else each

    def spread(self) -> tuple[int, int]:
        """(platforms, reach) of the mentions that count, those beyond the state's bound included where it can be."""
        if self.incident.since is None:
            return len(self.incident.platforms), self.incident.reach
        members = list(self.members())
        return len({each.source for each in members}), sum(each.reach for each in members)

    def people_on_one_matter(self, span: timedelta, needed: int, words: Collection[str] | None) -> tuple[int, str]:
        """The most distinct people within the last span of event time who share a content word, and that word.

        A base matter holds all the small things of an estate; only those who speak of the same thing are many.
        Fewer than `needed` may count as none; `words`: only these.
        """
        said, since = self.incident.said, self.incident.since
        start = self.incident.last_seen - span
        start = start if since is None else max(start, since)
        counts = [
            (len({each.person for each in said[word].values() if each.published > start}), word)
            for word in (said if words is None else words)
            if len(said.get(word, ())) >= needed
        ]
        return max(counts, default=(0, ""))

    def needed_households(self) -> int | None:
        """People on one matter that are the share of the households which makes grade 2."""
        if not self.households:
            return None
        return max(HOUSEHOLD_FLOOR, round(self.households * self.settings.household_share))


def _discounted(member: Member) -> Member:
    return msgspec.structs.replace(
        member, level=min(member.level, 1), hearsay=True, crowd=0, official_media=False, urgent=False
    )


#: however small the estate, fewer people are not many
HOUSEHOLD_FLOOR = 3


class Finding(Struct, frozen=True):
    grade: int
    reason: Reason


Rule = Callable[[Case], Finding | None]

#: what is left when everything said is in doubt
_UNCONFIRMED = Finding(1, Reason(rule="unconfirmed", text="仅有未经证实或已被否认的信息"))


def judge(case: Case) -> tuple[int, list[Reason]]:
    """The grade and its reasons, the deciding ones first. Never more than 3: grade 4 is a person's to declare."""
    findings = [found for rule in RULES if (found := rule(case)) is not None] or [_UNCONFIRMED]
    grade = max(each.grade for each in findings)
    findings.sort(key=lambda each: -each.grade)
    return grade, [each.reason for each in findings if each.grade == grade or each.grade > 1]


def may_rise(case: Case, new: Member) -> bool:
    """Whether one mention, new or in a new version, can have raised the grade: a look at it instead of at all.

    The rules themselves decide; what raises without being looked at here would be missed until the next full look.
    """
    grade, settings = case.incident.grade, case.settings
    if grade >= 3:
        return False
    counted = _discounted(new) if new.discounted else new
    if counted.level > grade or (counted.official_media and counted.level >= 1):
        return True
    if counted.crowd >= settings.crowd_for_grade3 or _spread(case) is not None:
        return True
    return grade < 2 and (_people(case, new.keywords) or _households(case, new.keywords)) is not None


def _mention_level(case: Case) -> Finding | None:
    """One credible mention of level 1, 2 or 3 is enough for that grade."""
    credible = [each for each in case.members() if not (each.level == 3 and _doubtful(case, each))]
    level = max((each.level for each in credible), default=0)
    if level == 0:
        return None
    count = sum(1 for each in credible if each.level == level)
    observed = {"level": level, "mentions": count}
    return Finding(level, Reason(rule="mention_level", text=_LEVELS[level], observed=observed, needed={"level": level}))


_LEVELS = {
    1: "有业主表达不满",
    2: "单条信息即达较重：涉及隐患、违规、冲突、组织维权或监管介入",
    3: "单条可信信息即达严重：涉及伤亡、群体事件、媒体曝光或资本市场",
}


def _doubtful(case: Case, member: Member) -> bool:
    return (member.unplaced and not member.complaint) or (member.hearsay and not _corroborated(case))


def _hearsay(case: Case) -> Finding | None:
    """Hearsay alone of a level-3 matter wakes people at once, but as grade 2, to be verified."""
    grave = [each for each in case.members() if each.level == 3]
    if not grave or case.incident.denied or _corroborated(case) or not all(each.hearsay for each in grave):
        return None
    reason = Reason(
        rule="hearsay",
        text="仅有传闻，尚无第一手信息，先按较重预警并核实",
        observed={"people": len({each.person for each in grave})},
        needed={"grade3": "第二名独立发布者、投诉、第一手细节或媒体报道"},
    )
    return Finding(2, reason)


def _corroborated(case: Case) -> bool:
    if case.incident.verdict == "true":
        return True
    if case.incident.denied:
        return False
    grave = [each for each in case.members() if each.level == 3]
    people = {each.person for each in grave}
    return len(people) > 1 or any(each.complaint or each.first_hand or each.official_media for each in grave)


def _unclaimed(case: Case) -> Finding | None:
    """A grave post found by our keyword or in our group whose estate nobody knows."""
    if not any(each.unplaced and each.level == 3 and not each.complaint for each in case.members()):
        return None
    text = "严重信息未能对应到项目，待认领"
    return Finding(2, Reason(rule="unclaimed", text=text, observed={"unplaced": True}, needed={"project": "认领"}))


def _people(case: Case, words: Collection[str] | None = None) -> Finding | None:
    hours, needed = case.settings.people_window_hours, case.settings.people_for_grade2
    seen, word = case.people_on_one_matter(timedelta(hours=hours), needed, words)
    if seen < needed:
        return None
    text = f"{hours}小时内有{seen}人反映同一事项（{word}）"
    return Finding(2, Reason(rule="people", text=text, observed=seen, needed=needed, baseline=1))


def _households(case: Case, words: Collection[str] | None = None) -> Finding | None:
    needed, days = case.needed_households(), case.settings.household_window_days
    if needed is None:
        return None
    seen, word = case.people_on_one_matter(timedelta(days=days), needed, words)
    if seen < needed:
        return None
    share = f"{case.settings.household_share:.0%}"
    text = f"{days}天内有{seen}人反映同一事项（{word}），达到总户数{case.households}户的{share}"
    return Finding(2, Reason(rule="households", text=text, observed=seen, needed=needed))


def _official_media(case: Case) -> Finding | None:
    media = sorted({each.source for each in case.members() if each.official_media and each.level >= 1})
    if not media:
        return None
    return Finding(3, Reason(rule="official_media", text="官方媒体已报道", observed=media, needed=1))


def _crowd(case: Case) -> Finding | None:
    needed = case.settings.crowd_for_grade3
    crowd = max((each.crowd for each in case.members() if "collective" in each.categories), default=0)
    if crowd < needed:
        return None
    return Finding(3, Reason(rule="crowd", text=f"群体性事件，涉及约{crowd}人（户）", observed=crowd, needed=needed))


def _spread(case: Case) -> Finding | None:
    platforms, reach = case.spread()
    settings = case.settings
    if platforms < settings.platforms_for_grade3 or reach < settings.reach_for_grade3:
        return None
    return Finding(
        3,
        Reason(
            rule="spread",
            text=f"已扩散至{platforms}个平台，估计触达{reach}人",
            observed={"platforms": platforms, "reach": reach},
            needed={"platforms": settings.platforms_for_grade3, "reach": settings.reach_for_grade3},
        ),
    )


RULES: tuple[Rule, ...] = (
    _mention_level, _hearsay, _unclaimed, _official_media, _crowd, _spread, _people, _households,
)  # fmt: skip
