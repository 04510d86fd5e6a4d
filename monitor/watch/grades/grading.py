"""Which grade an incident deserves, and why: every rule says what it saw and what it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from math import ceil
from typing import Any

from msgspec import Struct

from monitor.labels import SOURCES
from monitor.records import Reason
from monitor.watch.attested import hearsay
from monitor.watch.checkpoint.state import Member
from monitor.watch.grades import facts
from monitor.watch.grades.facts import Amount, Case, Gathering
from monitor.watch.ruleset import Rule
from monitor.watch.words.categories import deciding

#: what is left when everything said is in doubt
UNCONFIRMED = Reason(rule="unconfirmed", text="仅有未经证实或已被否认的信息")


class Verdict(Struct, frozen=True):
    """What one rule makes of a case; `reason` says it whether the rule holds or not."""

    rule: Rule
    holds: bool
    reason: Reason
    #: what it was read from: how many mentions counted, what they amount to, and what else was so
    chosen: int
    found: Amount
    conditions: list[tuple[str, Any, Any, bool]]


def judge(case: Case) -> tuple[int, list[Reason]]:
    """The grade and its reasons, the deciding ones first. Never more than 3: grade 4 is a person's to declare."""
    held: list[_Weighed] = []
    for rule in case.rules.gravest_first:
        if held and rule.grade == 1 < held[0].rule.grade:
            # that somebody is displeased is no reason for more
            break
        if (weighed := _held(case, rule)) is not None:
            held.append(weighed)
    if not held:
        return 1, [UNCONFIRMED]
    return held[0].rule.grade, [_verdict(case, each).reason for each in _telling(held)]


class Decisive(Struct, frozen=True):
    """The rule that decides, and of the mentions that it counted those that make it hold."""

    grade: int
    members: list[Member]
    #: the word, or the wording, that they agree in; empty where the rule asks for none
    thing: str

    def counts(self, member: Member | None) -> bool:
        """One of these very mentions."""
        return any(each is member for each in self.members)


def decisive(case: Case) -> Decisive | None:
    """What `judge` goes by; None where no rule holds, where all counts alike, or where each is as grave by itself."""
    for rule in case.rules.gravest_first:
        if (weighed := _held(case, rule)) is not None:
            thing = weighed.found.shown.get("thing", "")
            members = [each for each in weighed.chosen if _decides(case, weighed, thing, each)]
            plain = len(members) == len(case.counted) or all(each.level >= rule.grade for each in members)
            return None if plain else Decisive(rule.grade, members, thing)
    return None


def _decides(case: Case, weighed: _Weighed, thing: str, member: Member) -> bool:
    """Inside the window, of the thing that was counted, and of a crowd as large as was asked for."""
    rule, end = weighed.rule, weighed.found.end
    if rule.needs and rule.span is not None and end is not None and not end - rule.span < member.published <= end:
        return False
    return (not thing or thing in member.things) and member.crowd >= facts.asked(case, rule).get("crowd", 0)


def _telling(held: list[_Weighed]) -> list[_Weighed]:
    """What one mention gives says nothing beside what one mention gives that is graver."""
    by_one = max((each.rule.grade for each in held if not each.rule.needs), default=0)
    return [each for each in held if each.rule.needs or each.rule.grade == by_one]


def arranged(case: Case) -> Iterator[Reason]:
    """That posts look arranged is told beside the reasons; it neither raises nor lowers."""
    found = case.coordination
    if found.found:
        text = f"疑似有组织发帖：{'；'.join(found.signs)}。不因此降级，请核实账号来源"
        observed = {"signs": list(found.signs), "posts": found.posts, "people": found.people}
        yield Reason(rule="coordinated", text=text, observed=observed, needed={"signs": 2})


def disclosed(case: Case) -> Reason | None:
    """The first rule by which the matter is 重大."""
    # asked for every alert and state, and mostly of small matters
    grave = (rule for rule in case.rules.disclosure if rule.incident.get("grade", 0) <= case.incident.grade)
    weighed = (_weigh(case, rule) for rule in grave)
    return next((_verdict(case, each).reason for each in weighed if each.holds), None)


# ---------------------------------------------------------------- one rule


class _Weighed(Struct, frozen=True):
    """A rule held against a case, before it is put into words."""

    rule: Rule
    chosen: list[Member]
    found: Amount
    conditions: list[tuple[str, Any, Any, bool]]

    @property
    def holds(self) -> bool:
        return bool(self.chosen) and self.found.holds and all(each[3] for each in self.conditions)


def evaluate(case: Case, rule: Rule) -> Verdict:
    """What the rule makes of the case, in words, whether it holds or not."""
    return _verdict(case, _weigh(case, rule))


def _verdict(case: Case, weighed: _Weighed) -> Verdict:
    rule, chosen, found, conditions = weighed.rule, weighed.chosen, weighed.found, weighed.conditions
    baseline = _baseline(case, rule, found)
    observed = {**_of_mentions(rule, chosen), **found.observed, **{each[0]: each[1] for each in conditions}}
    needed = {**rule.mention, **(found.needed or {"mentions": 1}), **{each[0]: each[2] for each in conditions}}
    if not rule.needs:
        observed["mentions"] = len(chosen)
    reason = Reason(
        rule=rule.name,
        text=_text(case, rule, chosen, found, baseline),
        observed=observed,
        needed=needed,
        baseline=baseline,
    )
    return Verdict(rule, weighed.holds, reason, len(chosen), found, conditions)


#: of a rule that asks for no number
_NOTHING = Amount({}, {}, True, {})
#: of one that no window has mentions enough for
_TOO_FEW = Amount({}, {}, False, {})


def _weigh(case: Case, rule: Rule, new: Member | None = None) -> _Weighed:
    """`new`: only what this mention can have changed is looked at, which is enough when all else was seen before."""
    conditions = list(facts.context(case, rule))
    if not all(each[3] for each in conditions) and not case.telling_all:
        return _Weighed(rule, [], _NOTHING, conditions)
    members = case.counted
    if new is not None and rule.span is not None:
        span = rule.span
        members = [each for each in members if abs(each.published - new.published) < span]
    chosen = facts.chosen(case, rule, members)
    if not rule.needs:
        return _Weighed(rule, chosen, _NOTHING, conditions)
    found = _whole(case, rule, chosen) if rule.span is None else _windows(case, rule, chosen, new)
    return _Weighed(rule, chosen, found, conditions)


def _held(case: Case, rule: Rule) -> _Weighed | None:
    """The rule where it holds of all that counts: the grade and what heads its evidence ask for the same."""
    known: dict[str, _Weighed | None] = case.held
    if rule.name not in known:
        weighed = _weigh(case, rule) if facts.within_bounds(case, rule) else None
        known[rule.name] = weighed if weighed is not None and weighed.holds else None
    return known[rule.name]


def _of_mentions(rule: Rule, chosen: list[Member]) -> dict[str, Any]:
    """The greatest level among the mentions that count, where the rule asks for one."""
    return {"level": max((each.level for each in chosen), default=0)} if "level" in rule.mention else {}


def _whole(case: Case, rule: Rule, chosen: list[Member]) -> Amount:
    incident, gathered = case.incident, _gathered(case, rule, chosen)
    if not rule.mention and case.whole:
        gathered.totals = {
            "mentions": incident.mentions,
            "people": incident.voices,
            "complaints": incident.complaints,
            "platforms": len(incident.platforms.keys() - facts.CHANNELS),
            "reach": incident.reach,
        }
    return facts.amount(case, rule, gathered, incident.last_seen)


def _gathered(case: Case, rule: Rule, members: Iterable[Member]) -> Gathering:
    gathered = Gathering(facts.asked(case, rule))
    for each in members:
        gathered.add(each)
    return gathered


def _windows(case: Case, rule: Rule, chosen: list[Member], new: Member | None) -> Amount:
    """The window in which the rule's needs are best met, wherever it lies: late mentions fill their own."""
    span = rule.span or timedelta()
    if case.easing:
        still = [each for each in chosen if case.now - span < each.published <= case.now]
        return facts.amount(case, rule, _gathered(case, rule, still), case.now)
    if not case.telling_all and not _crowded(chosen, facts.least(case, rule), span):
        return _TOO_FEW
    after = case.incident.spread.eased_at
    best: Amount | None = None
    gathered = Gathering(facts.asked(case, rule))
    for each in sorted(chosen, key=lambda each: (each.published, each.person)):
        gathered.add(each)
        gathered.drop_until(each.published - span)
        if (after is not None and each.published <= after) or (new is not None and not _holds_new(each, new, span)):
            continue
        found = facts.amount(case, rule, gathered, each.published)
        if best is None or _better(found, best):
            best = found
        if new is not None and found.holds:
            break
    return best or facts.amount(case, rule, Gathering(), case.now)


def _crowded(chosen: list[Member], least: float, span: timedelta) -> bool:
    """Whether so many of them lie in any window: else it is not looked at who they are, which costs far more."""
    if least > len(chosen):
        return False
    times = sorted([each.published for each in chosen])
    return any(last - first < span for first, last in zip(times, times[max(0, ceil(least) - 1) :], strict=False))


def _holds_new(last: Member, new: Member, span: timedelta) -> bool:
    return new.published <= last.published < new.published + span


def _better(one: Amount, other: Amount) -> bool:
    return (one.holds, *_values(one)) > (other.holds, *_values(other))


def _values(found: Amount) -> list[float]:
    return [value for value in found.observed.values() if value is not None]


def _baseline(case: Case, rule: Rule, found: Amount) -> float | None:
    """What is usual there: as a burst was measured, else where the text shows it though none was asked for."""
    if "baseline" in found.shown:
        return float(found.shown["baseline"])
    if rule.span is None or found.end is None or "{baseline}" not in rule.text:
        return None
    return round(case.expected(rule.span, found.end), 1)


def _text(case: Case, rule: Rule, chosen: list[Member], found: Amount, baseline: float | None) -> str:
    if "{" not in rule.text:
        return rule.text
    thing = found.shown.get("thing", "")
    shown = {
        **dict.fromkeys(facts.COUNTED, "—"),
        **({} if rule.needs else {"mentions": len(chosen)}),
        **found.observed,
        **found.shown,
        "baseline": "—" if baseline is None else baseline,
        "within": rule.within_words,
        "thing": "雷同文本" if thing.startswith("=") else thing,
        "households": case.around.households or "—",
        "sources": "、".join(SOURCES.get(each, each) for each in sorted({each.source for each in chosen})),
        "category": _category(chosen),
    }
    share = (rule.relaxed if case.around.sensitive else rule.needs).get("households_share")
    if share is not None:
        shown["households_share"] = f"{100 * share:g}%"
        shown["people_on_one_thing"] = found.observed["households_share"]
    return rule.text.format_map(shown)


def _category(chosen: list[Member]) -> str:
    """Of the gravest of the mentions, the first of them, what makes it grave."""
    gravest = min(chosen, key=lambda each: (-each.level, each.published, each.person), default=None)
    return (deciding(gravest.categories) if gravest else "") or "—"


# ---------------------------------------------------------------- a look at one mention instead of all


def may_rise(case: Case, new: Member) -> bool:
    """Whether one mention, new or in a new version, can have raised the grade.

    The rules themselves decide; what raises without being looked at here would be missed until the next full look.
    """
    if case.incident.grade >= 3:
        return False
    if hearsay.refuted(case.incident, new):
        return False
    return any(rule.grade > case.incident.grade and _can_hold(case, rule, new) for rule in case.rules.rules)


def _can_hold(case: Case, rule: Rule, new: Member) -> bool:
    """Cheap doubts first; what is left is looked at in full, around the new mention only."""
    if not facts.possible(case, rule, new):
        return False
    return _weigh(case, rule, new if facts.only_by_itself(rule) else None).holds
