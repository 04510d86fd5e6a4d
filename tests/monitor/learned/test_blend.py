"""The learned judge beside the rules: what it decides, what it may not, and how that is told."""

from __future__ import annotations

import math
from functools import partial

import msgspec
import pytest
from histories import NOON
from risks import UNSURE

from monitor.config.settings import data_path
from monitor.learned import blend
from monitor.learned.model import UNIT, URGENT
from monitor.learned.store import shipped
from monitor.lexicons.lexicon import load_lexicon, parse_lexicon, read_folder
from monitor.records import CATEGORIES, Hit, Mention, Part, Risk
from monitor.risk import RiskJudge, Verdict
from monitor.risk.verdict import Beside
from monitor.text.normalising import normalise


def levels(level: int) -> list[int]:
    return [8 * UNIT if each == level else 0 for each in range(4)]


def told(*codes: str) -> list[int]:
    return [1 if code in codes else -UNIT for code in CATEGORIES]


def verdict(level: int, score: float, *categories: str, urgent: bool = False, frame: str | None = None) -> Verdict:
    parts = [Part(part="rule", points=score)] if score else []
    hit = Hit(term="词", category="safety", start=0, end=1)
    risk = Risk(score=score, level=level, categories=list(categories), urgent=urgent, hits=[hit], parts=parts)
    return Verdict(risk, frame, spans=[None] * len(parts))


blended = partial(blend.blended, urgent=UNSURE)


def unquoted(_: int) -> None:
    return None


@pytest.mark.parametrize(
    ("before", "level", "after", "score"),
    [
        (verdict(1, 20, "service"), 2, 2, 45),
        (verdict(2, 50, "safety"), 2, 2, 50),
        (verdict(2, 50, "safety"), 1, 1, 44),
        (verdict(2, 50, "safety"), 0, 0, 0),
        (verdict(1, 20, "service"), 0, 0, 0),
        (verdict(0, 0), 3, 3, 75),
        # people harmed, as the rules found it, and urgency are never lowered
        (verdict(3, 80, "casualty"), 0, 3, 80),
        (verdict(3, 80, "media"), 0, 1, 44),
        (verdict(2, 50, "safety", urgent=True), 0, 2, 50),
    ],
)
def test_the_likeliest_level_decides_within_bounds(before: Verdict, level: int, after: int, score: float) -> None:
    risk = blended(before, levels(level), told("safety"), unquoted).risk
    assert (risk.level, risk.score) == (after, score)
    assert sum(part.points for part in risk.parts) == risk.score


@pytest.mark.parametrize(
    ("shares", "rules", "hits", "level"),
    [
        ((0.9, 0.1, 0.0, 0.0), 0, True, 0),
        ((0.0, 0.1, 0.8, 0.1), 0, True, 2),
        # grave by its own share, whatever the mean; by less when the rules say so too, by more when they found nothing
        ((0.6, 0.0, 0.0, 0.4), 0, True, 3),
        ((0.71, 0.0, 0.0, 0.29), 0, False, 0),
        ((0.41, 0.0, 0.3, 0.29), 0, False, 2),
        ((0.7, 0.0, 0.12, 0.18), 2, True, 1),
        ((0.7, 0.0, 0.1, 0.2), 3, True, 3),
        # what the rules hold to be a grievance or a hazard is nothing only when that is likely, what is grave never
        ((0.9, 0.1, 0.0, 0.0), 1, True, 0),
        ((0.7, 0.3, 0.0, 0.0), 1, True, 1),
        ((0.95, 0.05, 0.0, 0.0), 2, True, 0),
        ((0.75, 0.25, 0.0, 0.0), 2, True, 1),
        ((0.95, 0.05, 0.0, 0.0), 3, True, 1),
        # and less than it only when that is the likelier
        ((0.4, 0.15, 0.45, 0.0), 2, True, 2),
    ],
)
def test_the_level_of_shares(shares: tuple[float, ...], rules: int, hits: bool, level: int) -> None:
    values = [round(UNIT * math.log(max(share, 1e-9))) for share in shares]
    assert blend.decided(values, rules, hits) == level


@pytest.mark.parametrize(
    ("share", "codes", "preyed", "level"),
    [
        (0.6, ("safety", "casualty"), True, 2),
        (0.6, ("safety", "casualty"), False, 2),
        (0.8, ("safety", "casualty"), True, 3),
        # what is grave though nobody is hurt, and a crime against a person
        (0.6, ("media",), True, 3),
        (0.6, ("media",), False, 3),
        (0.6, ("staff",), True, 3),
        (0.6, ("staff",), False, 2),
    ],
)
def test_a_scratch_is_made_no_casualty_by_what_such_accounts_sound_like(
    share: float, codes: tuple[str, ...], preyed: bool, level: int
) -> None:
    scratch = msgspec.structs.replace(verdict(2, 45, "safety"), beside=lambda: Beside(slight=True, preyed=preyed))
    values = [round(UNIT * math.log(each)) for each in (0.05, 0.05, 0.9 - share, share)]
    assert blended(scratch, values, told(*codes), unquoted).risk.level == level


@pytest.mark.parametrize(
    ("bound", "share", "codes", "level"),
    [
        # 健身器材生锈断了: things only
        ("nobody", 0.4, ("safety", "casualty"), 2),
        ("nobody", 0.7, ("safety", "casualty"), 3),
        ("nobody", 0.4, ("media",), 3),
        # 周六上午售楼处见: called for, and not yet there
        ("planned", 0.4, ("collective",), 2),
        ("planned", 0.8, ("collective",), 3),
        ("planned", 0.4, ("collective", "casualty"), 3),
    ],
)
def test_what_has_harmed_nobody_or_is_only_called_for_is_raised_on_surer_grounds(
    bound: str, share: float, codes: tuple[str, ...], level: int
) -> None:
    ruled = msgspec.structs.replace(verdict(2, 45, "safety"), beside=lambda: Beside(**{bound: True}))
    values = [round(UNIT * math.log(each)) for each in (0.05, 0.05, 0.9 - share, share)]
    assert blended(ruled, values, told(*codes), unquoted).risk.level == level


@pytest.mark.parametrize(("likely", "rest", "level"), [(3, 0, 3), (1, 0, 1), (0, 0, 0), (0, 2, 0), (1, 2, 1)])
def test_of_who_is_treated_for_no_told_reason_the_wording_decides(likely: int, rest: int, level: int) -> None:
    untold = msgspec.structs.replace(verdict(3, 80, "casualty", "service"), beside=lambda: Beside(untold=rest))
    risk = blended(untold, levels(likely), told("casualty", "service"), unquoted).risk
    assert risk.level == level
    assert ("casualty" in risk.categories) == (level == 3)
    alone = msgspec.structs.replace(verdict(3, 80, "casualty"), beside=lambda: Beside(untold=rest))
    assert ("casualty" in blended(alone, levels(likely), told("casualty"), unquoted).risk.categories) == (level == 3)


@pytest.mark.parametrize(("terse", "level"), [(False, 3), (True, 1)])
def test_a_few_words_that_hold_none_of_risk_are_made_grave_on_surer_grounds(terse: bool, level: int) -> None:
    quiet = Verdict(Risk(score=0, level=0), beside=lambda: Beside(terse=terse, preyed=False))
    values = [round(math.log(share) * UNIT) for share in (0.4, 0.15, 0.1, 0.35)]
    assert blended(quiet, values, told("casualty"), unquoted).risk.level == level


@pytest.mark.parametrize(("category", "grave"), [("service", False), ("safety", True)])
def test_a_few_words_of_an_everyday_matter_are_made_grave_on_surer_grounds(category: str, grave: bool) -> None:
    ruled = verdict(1, 20, category)
    hits = [msgspec.structs.replace(hit, category=category) for hit in ruled.risk.hits]
    risk = msgspec.structs.replace(ruled.risk, hits=hits)
    small = msgspec.structs.replace(ruled, risk=risk, beside=lambda: Beside(terse=True, preyed=False))
    values = [round(math.log(share) * UNIT) for share in (0.3, 0.25, 0.1, 0.35)]
    assert (blended(small, values, told("casualty"), unquoted).risk.level == 3) == grave


def test_of_what_stands_aside_the_level_of_the_rules_is_kept() -> None:
    aside = msgspec.structs.replace(verdict(1, 20, "service"), beside=lambda: Beside(aside=True))
    values = [round(UNIT * math.log(each)) for each in (0.2, 0.1, 0.1, 0.6)]
    assert blended(aside, values, told("casualty"), unquoted).risk.level == 1


@pytest.mark.parametrize(("part", "level"), [("grievance", 0), ("complaint", 0), ("dissatisfaction", 1), ("rule", 1)])
def test_a_weak_word_of_discontent_is_nothing_where_that_is_likelier(part: str, level: int) -> None:
    ruled = verdict(1, 20, "service")
    parts = [msgspec.structs.replace(ruled.risk.parts[0], part=part), *ruled.risk.parts[1:]]
    faint = msgspec.structs.replace(ruled, risk=msgspec.structs.replace(ruled.risk, parts=parts))
    values = [round(UNIT * math.log(each)) for each in (0.6, 0.3, 0.08, 0.02)]
    assert blended(faint, values, told("service"), unquoted).risk.level == level


@pytest.mark.parametrize(("share", "level"), [(0.6, 0), (0.95, 3)])
def test_what_sells_or_was_not_here_is_made_grave_by_hardly_any_wording(share: float, level: int) -> None:
    apart = msgspec.structs.replace(verdict(0, 0), beside=lambda: Beside(apart=True))
    values = [round(UNIT * math.log(each)) for each in (0.03, 0.01, 0.96 - share, share)]
    assert blended(apart, values, told("casualty"), unquoted).risk.level == level


def test_a_companys_own_term_is_not_lowered() -> None:
    firm = msgspec.structs.replace(verdict(2, 45, "safety"), beside=lambda: Beside(firm=True))
    assert blended(firm, levels(0), told(), unquoted).risk.level == 2
    assert blended(verdict(2, 45, "safety"), levels(0), told(), unquoted).risk.level == 0
    assert blended(firm, levels(3), told(), unquoted).risk.level == 3


def test_a_term_is_the_companys_own_when_the_judge_was_not_fitted_beside_it() -> None:
    folder = data_path("lexicons") / "property"
    lexicon = load_lexicon(folder)
    # a term that came since the last `make train` is held as firm as a company's own; most are older
    assert len(lexicon.marks().keys() - shipped().terms) < len(lexicon.marks()) // 10
    files = read_folder(folder)
    files["safety.txt"] += "\n[level=2 points=32]\n三号楼怪味\n\n[level=1 points=20]\n四号楼怪味\n"
    judge = RiskJudge(parse_lexicon("property", files), shipped().terms)
    ours = {text: judge.judge(of_text(text), normalise(text), normalise("")).beside().firm for text in SMELLS}
    assert list(ours.values()) == [True, False, False]


SMELLS = ("今天三号楼怪味又来了", "今天四号楼怪味又来了", "电梯坠落了")


def of_text(text: str) -> Mention:
    return Mention(id="weibo:1", source="weibo", text=text, published_at=NOON)


def test_what_raised_a_level_is_quoted() -> None:
    place = ("text", 2, 6)
    after = blended(verdict(0, 0), levels(2), told("safety"), lambda level: (place, "烧起来了"))
    assert after.risk.parts[-1] == Part(part="wording: level 2", points=45, quote="烧起来了")
    assert after.spans[-1] == place


def test_a_level_has_categories_and_none_has_none() -> None:
    assert blended(verdict(0, 0), levels(1), told(), unquoted).risk.categories == ["service"]
    assert blended(verdict(1, 20, "service"), levels(0), told("service"), unquoted).risk.categories == []
    # what the rules found too needs less
    near = [-UNIT // 4] * len(CATEGORIES)
    assert blended(verdict(1, 20, "staff"), levels(1), near, unquoted).risk.categories == ["staff"]
    harmed = blended(verdict(3, 80, "casualty"), levels(3), told("safety"), unquoted)
    assert harmed.risk.categories == ["safety", "casualty"]


def test_a_category_is_held_against_the_chance_of_any_matter_at_all() -> None:
    # as likely nothing as a slight matter: half of the usual probability is enough
    halved, near = [0, 0, -9 * UNIT, -9 * UNIT], [-UNIT * 9 // 10] * len(CATEGORIES)
    assert blend.likely(levels(1), near, ()) == set()
    assert blend.likely(halved, [-9 * UNIT, *near[1:]], ("collective",)) == set(CATEGORIES[1:])
    # people who gather, where the rules found none, have to be likelier
    assert blend.likely(halved, near, ()) == set(CATEGORIES) - {"collective"}
    # but not next to nothing, however unlikely the matter
    assert blend.likely([20 * UNIT, 0, 0, 0], [-4 * UNIT] * len(CATEGORIES), ()) == set()


def test_what_is_no_matter_says_why() -> None:
    assert blended(verdict(1, 20, "service"), levels(0), told(), unquoted).frame == blend.HARMLESS
    assert blended(verdict(0, 0, frame="advert"), levels(0), told(), unquoted).frame == "advert"
    assert blended(verdict(0, 0, frame="praise"), levels(2), told(), unquoted).frame is None
    assert blended(verdict(0, 0, frame="elsewhere"), levels(3), told(), unquoted).frame == "elsewhere"


def test_sentiment_of_values() -> None:
    felt = blend.sentiment([0, 0, UNIT])
    assert felt.label == "positive"
    assert felt.score == pytest.approx(0.3642, abs=1e-4)
    assert blend.sentiment([5 * UNIT, 0, 0]).label == "negative"


@pytest.mark.parametrize(
    ("ruled", "level", "codes", "urgent"),
    [
        (verdict(2, 50, "safety"), 2, ["safety"], True),
        (verdict(0, 0), 2, ["safety"], True),
        (verdict(0, 0), 3, ["casualty"], True),
        # nothing slight wakes anybody, nor what is of charges
        (verdict(1, 20, "safety"), 1, ["safety"], False),
        (verdict(2, 50, "violation"), 2, ["violation"], False),
        # and what was not here
        (verdict(0, 0, frame="elsewhere"), 3, ["casualty"], False),
    ],
)
def test_the_wording_may_tell_that_life_is_in_danger_now(
    ruled: Verdict, level: int, codes: list[str], urgent: bool
) -> None:
    after = blend.blended(ruled, levels(level), told(*codes), lambda _: (("text", 0, 2), "火势"), urgent=-UNIT // 4)
    assert after.risk.urgent is urgent
    assert (Part(part="wording: urgent", points=0, quote="火势") in after.risk.parts) is urgent
    assert len(after.risk.parts) == len(after.spans)
    assert not blended(ruled, levels(level), told(*codes), unquoted).risk.urgent


@pytest.mark.parametrize("wording", [UNIT, UNSURE, -8 * UNIT])
def test_what_the_rules_hold_to_be_urgent_stays_so_and_is_told_once(wording: int) -> None:
    ruled = verdict(2, 50, "safety", urgent=True)
    after = blend.blended(ruled, levels(2), told("safety"), unquoted, urgent=wording)
    assert after.risk.urgent
    assert after.risk.parts == ruled.risk.parts


@pytest.mark.parametrize(
    ("told_of", "wording", "urgent"),
    [(True, -8 * UNIT, False), (True, -UNIT, True), (False, -8 * UNIT, True)],
)
def test_a_report_calls_nobody_out_where_the_wording_tells_of_no_danger(
    told_of: bool, wording: int, urgent: bool
) -> None:
    ruled = msgspec.structs.replace(verdict(2, 50, "safety", urgent=True), beside=lambda: Beside(told=told_of))
    after = blend.blended(ruled, levels(2), told("safety"), unquoted, urgent=wording)
    assert (after.risk.level, after.risk.urgent) == (2, urgent)
    assert ("wording: not urgent" in [part.part for part in after.risk.parts]) is not urgent
    assert len(after.risk.parts) == len(after.spans)


@pytest.mark.parametrize(
    ("ruled", "told_of", "wording", "level"),
    [
        (verdict(2, 50, "safety", urgent=True), Beside(), -8 * UNIT, 0),
        # danger is not that unlikely; somebody calls, is missed, or the term is sure; somebody is hurt
        (verdict(2, 50, "safety", urgent=True), Beside(), -2 * UNIT, 2),
        (verdict(2, 50, "safety", urgent=True), Beside(calls=True), -8 * UNIT, 2),
        (verdict(2, 50, "safety", urgent=True), Beside(missed=True), -8 * UNIT, 2),
        (verdict(2, 50, "safety", urgent=True), Beside(firm=True), -8 * UNIT, 2),
        (verdict(3, 80, "casualty", urgent=True), Beside(), -8 * UNIT, 3),
    ],
)
def test_idle_talk_in_the_words_of_a_danger_wakes_nobody(
    ruled: Verdict, told_of: Beside, wording: int, level: int
) -> None:
    ruled = msgspec.structs.replace(ruled, beside=lambda: told_of)
    after = blend.blended(ruled, levels(0), told(), unquoted, urgent=wording)
    assert (after.risk.level, after.risk.urgent) == (level, level > 0)
    assert math.fsum(part.points for part in after.risk.parts) == after.risk.score


@pytest.mark.parametrize(
    ("part", "level"),
    [("safety: 持刀", 0), ("safety: knife-attack", 2), ("safety: 着火", 0), ("safety: set-alight", 2)],
)
def test_words_that_only_together_tell_of_a_danger_are_no_idle_talk(part: str, level: int) -> None:
    ruled = verdict(2, 50, "safety", urgent=True)
    parts = [msgspec.structs.replace(ruled.risk.parts[0], part=part), *ruled.risk.parts[1:]]
    ruled = msgspec.structs.replace(ruled, risk=msgspec.structs.replace(ruled.risk, parts=parts))
    after = blend.blended(ruled, levels(0), told(), unquoted, urgent=-8 * UNIT)
    assert (after.risk.level, after.risk.urgent) == (level, level > 0)


@pytest.mark.parametrize(("level", "terse", "urgent"), [(2, True, False), (2, False, True), (1, True, True)])
def test_a_hazard_that_the_rules_hold_to_stand_is_urgent_only_where_that_is_likelier(
    level: int, terse: bool, urgent: bool
) -> None:
    ruled = msgspec.structs.replace(verdict(level, 50, "safety"), beside=lambda: Beside(terse=terse))
    after = blend.blended(ruled, levels(2), told("safety"), unquoted, urgent=round(-UNIT / 4))
    assert after.risk.urgent is urgent


def test_what_is_surely_dangerous_is_a_matter_of_safety() -> None:
    after = blend.blended(verdict(1, 20, "service"), levels(2), told("service"), unquoted, urgent=UNIT)
    assert after.risk.categories == ["service", "safety"]
    assert after.risk.urgent


def test_the_sentence_that_speaks_most_for_danger_is_quoted() -> None:
    asked: list[int] = []
    blend.blended(verdict(2, 50, "safety"), levels(2), told("safety"), asked.append, urgent=UNIT)
    assert asked == [URGENT]


def test_a_few_words_that_tell_of_an_accident_stand() -> None:
    told_of = verdict(2, 50, "safety")
    bare = msgspec.structs.replace(told_of, beside=lambda: Beside(terse=True, bare=True))
    assert blended(bare, levels(0), told("safety"), unquoted).risk.level == 2
    terse = msgspec.structs.replace(told_of, beside=lambda: Beside(terse=True))
    assert blended(terse, levels(0), told("safety"), unquoted).risk.level == 0
