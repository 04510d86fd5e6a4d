"""What goes into the judgement of one mention, and what comes out: text and title, and the words they rest on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec import Struct, field

from monitor.records import Mention, Risk
from monitor.text.normalising import Normalised


class Beside(Struct, frozen=True):
    """What a mention says beside its level, for the learned judge when it would have another one.

    `firm`: the level rests on a term that the learned judge was not fitted beside, or that is sure, so it may not
    lower it. `unhurt`: a short text says that nobody was, or nobody is known to be, or but scratched. `accuses`: it
    names somebody who works there and what he does. `preyed`: it has a word for those whom crimes are done to, or for
    such a crime. `struck`: staff lay hands on somebody, and no word says that it hurt him. `aside`: a short text
    tells a film or a game, of animals and nobody, of a place beside ours, or that whoever is not seen has gone away.
    `slight`: it tells a scratch, or a danger that goes on, and no graver harm. `planned`: people are called to
    gather, and have not yet. `nobody`: a short text tells of a hazard, and of things only. `apart`: it sells or hires
    in so many words, or says that it was not here. `certain`: the categories of terms that are sure. `untold`: harm
    that is 3 by words of treatment alone, and nothing tells what befell anybody: the level without these words;
    None where it is otherwise. `terse`: the text has but a few words. `bare`: and tells of an accident in them,
    with no more words to be weighed (3栋电梯坠落). `closed`: an office's or the company's answer that takes leave, a
    bare question what came of a matter, or thanks for help to who is out of hospital. `calls`: it calls for help,
    or tells of what goes on now. `told`: a report of the press: who writes one is in no danger while he writes.
    `presses`: a few words ask when something will be in order again, or press for a ticket or dispute it. `stands`:
    a blocked fire lane while nothing burns, or a blocked drain. `dead`: its level is for somebody who has died.
    `chat`: Cantonese as it is spoken, with no word for harm, danger or anger: the learned judge has read little of
    it. `missed`: somebody may be missing, or is mourned. `summons`: a call for the fire brigade, an ambulance or
    the police, and nothing else. `dials`: that a line for complaints is to be dialled, or the police for noise, and
    nothing else. `inquires`: it asks how somebody fares.
    """

    firm: bool = False
    unhurt: bool = False
    accuses: bool = True
    preyed: bool = True
    struck: bool = False
    aside: bool = False
    slight: bool = False
    planned: bool = False
    nobody: bool = False
    apart: bool = False
    certain: tuple[str, ...] = ()
    untold: int | None = None
    terse: bool = False
    bare: bool = False
    closed: bool = False
    calls: bool = False
    chat: bool = False
    told: bool = False
    presses: bool = False
    stands: bool = False
    dead: bool = False
    summons: bool = False
    dials: bool = False
    missed: bool = False
    inquires: bool = False


class Verdict(Struct, frozen=True):
    """What the words of a mention say.

    `spans[i]` is where the quote of `risk.parts[i]` was cut: (field, start, end) in code points of the raw text or
    title, None for a part without a quote; a masked quote is cut from the masked text at the same place. `beside` is
    looked up where it is asked for: of most mentions nobody asks.
    """

    risk: Risk
    frame: str | None = None
    crowd: int | None = None
    signs: list[str] = field(default_factory=list)
    spans: list[tuple[str, int, int] | None] = field(default_factory=list)
    beside: Callable[[], Beside] = Beside


class Spoken(NamedTuple):
    """A mention with its own text and title, normalised.

    `names`: how the text names what is ours (folded); “杭州一小区…” and our name is about us.
    """

    mention: Mention
    text: Normalised
    title: Normalised
    names: Sequence[str] = ()
