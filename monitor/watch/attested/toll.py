"""How many came to harm by what is said, and what of it is worse than what was known: 一人骨折, then 没抢救过来."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from itertools import pairwise

from monitor.records import Assessment, Reason
from monitor.watch.attested import hearsay, wording
from monitor.watch.checkpoint.state import Account, IncidentState, Member
from monitor.watch.words import believed, harm

RULE = "toll"
#: how surely somebody came to harm, by one mention
NOBODY, MAYBE, HURT, DEAD = range(4)
#: who says within it that one more has died says it of the same one
AT_ONCE = timedelta(minutes=10)
#: … and who says it for the fifth time, within this
SAME = timedelta(hours=2)


def of(judged: Assessment) -> tuple[int, int]:
    """Those who died and those who were hurt, as far as the text says; a death without a number is one."""
    return harm.counted(believed.head(judged))


def harm_of(judged: Assessment) -> int:
    """How surely somebody came to harm: NOBODY, MAYBE (by the wording as a whole), HURT (by its words), DEAD."""
    if "casualty" not in judged.risk.categories or judged.risk.level < 3:
        return NOBODY
    dead, hurt = of(judged)
    if dead:
        return DEAD
    stated = hurt or any(hit.category == "casualty" and not hit.negated for hit in judged.risk.hits)
    return HURT if stated else MAYBE


# ---------------------------------------------------------------- what is worse than was known


def worse(accounts: Iterable[Account], new: Account) -> bool:
    """Asked before it joins: more dead than was said, or several harmed who are more than was said.

    What is only talked of is held against all that was said, what somebody states against what others state.
    """
    known = [each for each in accounts if new.talk or not each.talk]
    if not known:
        # the first who states it bears out what is talked of: the rules tell that
        return False
    dead = max(each.dead for each in known)
    harmed = max(each.dead + each.hurt for each in known)
    return new.dead > dead or (new.dead + new.hurt > max(1, harmed)) or _one_more(known, new)


def _one_more(known: Iterable[Account], new: Account) -> bool:
    """又死了一个: beside those who were known, and nobody has just said so.

    The more often it was said the longer it is said of the same one.
    """
    if not new.more:
        return False
    said = [each for each in known if each.more >= new.more]
    if any(each.mention == new.mention for each in said):
        return False
    when = sorted(each.published for each in said)
    waves = 1 + sum(later - before > AT_ONCE for before, later in pairwise(when))
    within = min(AT_ONCE * 2 ** min(waves - 1, 4), SAME)
    return all(abs(each - new.published) > within for each in when)


def fewer(accounts: Collection[Account], new: Account, answers: bool) -> bool:
    """Asked before it joins: 没有死三个，就一个, or an office, a paper or the company (`answers`) counts fewer dead.

    Once for each number.
    """
    dead = max((each.dead for each in accounts), default=0)
    if not (new.instead or answers) or new.talk or new.dead >= dead or not new.dead + new.hurt:
        return False
    since = min(each.published for each in accounts if each.dead == dead)
    return not any(each.dead == new.dead and not each.talk and each.published >= since for each in accounts)


def borne_out(accounts: Collection[Account], new: Account) -> bool:
    """Asked before it joins: somebody states what so far was only talked of, and of what number."""
    return bool(accounts) and all(each.talk for each in accounts) and not new.talk and new.dead + new.hurt > 0


def worst(first: Iterable[Account], later: Iterable[Account]) -> list[Account]:
    """Of the later ones those that speak of more dead, or of more harmed, than all before: of talk, and of the rest.

    And those that told of one more who died, or put the number right: nobody is told that again.
    """
    known, kept = list(first), []
    for each in later:
        alike = [before for before in known if before.talk == each.talk]
        dead, harmed = _most_of(alike)
        if (
            each.dead > dead
            or each.dead + each.hurt > harmed
            or _one_more(alike, each)
            or fewer(known, each, answers=True)
        ):
            kept.append(each)
            known.append(each)
    return kept


def _most_of(accounts: Iterable[Account]) -> tuple[int, int]:
    counts = [(each.dead, each.dead + each.hurt) for each in accounts]
    return max((dead for dead, _ in counts), default=0), max((harmed for _, harmed in counts), default=0)


def counts(incident: IncidentState, member: Member | None) -> bool:
    """Of now, nothing that was denied or found false, and no mere relay of others."""
    return member is not None and not member.relayed and _of_now(incident, member)


def counts_dead(incident: IncidentState, member: Member | None) -> bool:
    """Also what only passes on that somebody has died: once, as talk, and nobody has to wait for a witness of that."""
    return member is not None and (member.harm == DEAD or not member.relayed) and _of_now(incident, member)


def _of_now(incident: IncidentState, member: Member) -> bool:
    return not (member.late or hearsay.refuted(incident, member))


def reason(accounts: Iterable[Account], new: Account, quote: str) -> Reason:
    """What was known and what is said now."""
    before = [each for each in accounts if new.talk or not each.talk]
    dead, hurt = _each_most(before)
    if new.dead < dead:
        # fewer dead and more hurt is no worsening
        head = "传闻伤亡人数不一，请核实" if new.talk else "伤亡人数说法不一，请核实"
    else:
        head = "传闻伤亡加重，请立即核实" if new.talk else "伤亡加重"
    more = new.more > 0 and new.dead <= dead
    now = f"又有{new.more}人死亡" if more else _words(new.dead, new.hurt)
    text = f"{head}：此前{_words(dead, hurt)}，现称{now}{_put_right(accounts, new)}：{wording.in_brief(quote)}"
    return Reason(
        rule=RULE, text=text, observed={"dead": new.dead, "hurt": new.hurt}, needed={"dead": dead + 1, "hurt": hurt + 1}
    )


def _each_most(accounts: Collection[Account]) -> tuple[int, int]:
    return max((each.dead for each in accounts), default=0), max((each.hurt for each in accounts), default=0)


def _put_right(accounts: Iterable[Account], new: Account) -> str:
    """Whoever hears the number hears who has said that it is another."""
    said = [each for each in accounts if each.instead and not each.talk and each.dead < new.dead]
    return f"（另有人更正称{_words(said[-1].dead, said[-1].hurt)}，请核实）" if said else ""


def lessened(accounts: Collection[Account], new: Account, quote: str) -> Reason:
    """The number that was told is put right, which nobody has to believe."""
    dead, hurt = _each_most(accounts)
    text = (
        f"伤亡人数有更正，请核实：此前{_words(dead, hurt)}，现称{_words(new.dead, new.hurt)}：{wording.in_brief(quote)}"
    )
    return Reason(rule=RULE, text=text, observed={"dead": new.dead, "hurt": new.hurt})


def confirmed(new: Account, quote: str) -> Reason:
    """What holds of all that was rumoured."""
    text = f"此前的伤亡传闻已有通报：称{_words(new.dead, new.hurt)}：{wording.in_brief(quote)}"
    return Reason(rule=RULE, text=text, observed={"dead": new.dead, "hurt": new.hurt})


def _words(dead: int, hurt: int) -> str:
    parts = [f"{dead}人死亡" if dead else "", f"{hurt}人受伤" if hurt else ""]
    return "、".join(filter(None, parts)) or "未提及人数"
