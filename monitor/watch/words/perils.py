"""Calls for help and what ends them: who is in what kind of danger, and who has said that it is over."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from itertools import combinations

import msgspec
from msgspec import Struct, field

from monitor.records import Assessment
from monitor.subjects.place import find_place
from monitor.watch.words import believed, dangers, safe, victims, whereabouts, whose

#: kinds of danger: shut in, lost, burning, leaking (gas, current), up where one can fall, struck already; a knife that
#: has hurt nobody is none
SHUT, LOST, FIRE, LEAK, HEIGHT, STRUCK = "shut", "lost", "fire", "leak", "height", "struck"
_KINDS = {
    SHUT: dangers.any_of(
        dangers.HELD, dangers.NOT_OUT, dangers.CRIES, r"[卡锁夹埋压关]起|关(?:在|到|住)|挥手|𨋢",
    ),
    LOST: dangers.any_of(dangers.MISSING, r"丢了|不见|出走|揾唔到"),
    FIRE: dangers.any_of(dangers.BURNS, r"[在正]烧炭|烟味"),
    LEAK: dangers.any_of(dangers.GAS, dangers.CURRENT, r"电线|火花|气味|阀"),
    STRUCK: dangers.any_of(
        dangers.SENSELESS, dangers.FAINTS, dangers.NO_PULSE, dangers.CONVULSES, dangers.WOUNDED,
        r"昏厥|没有(?:反应|呼吸|意识|心跳)|没了反应|吐白沫|倒(?:地|在(?:地|血|路|水|楼))",
        r"(?<!没)(?<!无)(?<!没人)(?<!无人)(?<!没有人)(?<!人员)(?<!会)(?<!小心)(?<!以免)(?<!防止)(?<!避免)(?<!怕)(?<!怕有人)"
        r"受(?:了)?[重轻]?伤(?![吗么没])|[烧烫砸撞摔]伤|出了血|是了?血",
        r"[捅砍刺扎](?:了|伤|中|倒)|血泊|[满一](?:身|脸|地)(?:都|全)?是?血",
        r"触电(?!风险|隐患|危险)|电(?:倒|晕|到|着)(?:了|人|一|在)|被电(?!动|瓶)",
    ),
    HEIGHT: dangers.any_of(dangers.LEAPS, dangers.DESPAIRS, dangers.ROOF, dangers.OUTSIDE, r"跳(?:河|湖|桥|下)|窗台"),
}  # fmt: skip
#: by kind of place the names of those that are named
Places = dict[str, set[str]]
#: a gate or a playground, which is in no building
_OPEN = "ground"
#: these go on whoever is out of them
_GOES_ON = frozenset({FIRE, LEAK})
#: what ends each of the others
_ENDS = {
    SHUT: frozenset({safe.OUT, safe.DOWN, safe.CARE, safe.SAFE}),
    LOST: frozenset({safe.FOUND, safe.CARE, safe.SAFE}),
    HEIGHT: frozenset({safe.OUT, safe.DOWN, safe.CARE, safe.SAFE}),
    # who is out with a broken leg is not seen to yet
    STRUCK: frozenset({safe.CARE, safe.SAFE}),
}
#: which is just what it is the end of
_JUST = {SHUT: safe.OUT, LOST: safe.FOUND, FIRE: safe.FIRE, LEAK: safe.LEAK, HEIGHT: safe.DOWN, STRUCK: safe.CARE}
_OF_PERSONS = frozenset({"safety", "casualty"})
_TRAPPED = dangers.any_of(
    r"(?<!解)(?<!没有人)(?<!无人)(?<!没人)(?<!人员)被?困(?!难|扰|惑|境)", dangers.CRIES, dangers.NOT_OUT,
    r"(?:里面|屋里|车里|车内|井里|坑里)(?:还)?有(?:人|孩子|老人|小孩|孕妇)|楼上还有(?:人|孩子|老人|小孩|孕妇)",
)  # fmt: skip
#: who has fallen into something; 快救人 alone says of nobody that he is in it
_FELL = re.compile(
    r"(?:有人|孩子|小孩|娃|老人|大爷|大妈|阿姨|奶奶|爷爷|业主|邻居|工人|一个人|我[妈爸爷奶儿女]|他|她)[^，,。！!？?；;\n]{0,6}?"
    r"(?:掉|摔|跌|滑|落|栽|陷)(?:进|到|下|入|在)|落水|溺水"
)


#: what may be named several times, and how: 1号梯和2号梯, 3栋、5栋
_MANY = ("building", "lift")
_ONE_PLACE = re.compile(r"[\da-zA-Z一二三四五六七八九十]{1,3}(?:[号#]电?梯|号楼|[栋幢])")
_SEVERAL_PLACES = re.compile(rf"{_ONE_PLACE.pattern}(?:(?:的|，)?[和跟与及、]?{_ONE_PLACE.pattern}){{1,4}}")


class Peril(Struct, array_like=True, frozen=True):
    """The danger that one mention calls for help in."""

    kinds: list[str]
    #: where, as far as it says so
    building: str = ""
    #: people cannot get out, or call from where they are
    trapped: bool = False
    #: somebody has not come out yet
    left: bool = False
    #: which unit or lift, as far as it says so, and where somebody lies, as kind:name
    spots: list[str] = field(default_factory=list)
    #: for his own people or one more than is known, and for whom
    own: bool = False
    whom: list[str] = field(default_factory=list)
    #: what has befallen whom (monitor.watch.words.victims)
    about: list[str] = field(default_factory=list)


class Call(Struct, array_like=True, frozen=True):
    """A call for help, as it is held against what ends it."""

    person: str
    published: datetime
    peril: Peril
    #: somebody else is said to know it
    heard: bool = False


class End(Struct, array_like=True, frozen=True):
    """Somebody has called it over: for himself, or (without a name) for everybody, in one building if he names it."""

    person: str
    published: datetime
    kinds: list[str]
    building: str = ""
    spots: list[str] = field(default_factory=list)
    #: of whom; nobody by name: of all
    whom: list[str] = field(default_factory=list)
    #: it can mean calls as well that do not say where
    anywhere: bool = True
    #: it does not say that these are all: of people at several places it means those at one
    of_one: bool = False
    #: what has befallen whom by it; and it means none of those who say nothing of that
    about: list[str] = field(default_factory=list)
    narrow: bool = False
    #: somebody has called in the very danger that it names
    exact: bool = False

    @property
    def places(self) -> Places:
        return _places(self.building, self.spots)


class Alarm(Struct, array_like=True):
    """What an incident knows of the danger beside its members' calls (monitor.watch.joining.danger)."""

    #: the latest of each person and kind
    ends: list[End] = field(default_factory=list)
    #: of members that had to make room, the latest
    calls: list[Call] = field(default_factory=list)
    #: how sure an end was that was told, and of when
    told: list[tuple[int, datetime]] = field(default_factory=list)
    #: when it was told that one more calls for help, the latest
    more: list[datetime] = field(default_factory=list)


def of(judged: Assessment) -> Peril | None:
    """What it calls for help in; None where it does not, or tells in the same breath how it ended."""
    risk = judged.risk
    if not (risk.urgent or (risk.level >= 2 and not _OF_PERSONS.isdisjoint(risk.categories))):
        return None
    said = believed.head(judged)
    if _at_work(judged) and safe.says_so(said):
        return None
    kinds = [name for name, words in _KINDS.items() if words.search(said)]
    left = safe.leaves_behind(said)
    fell = risk.urgent and _FELL.search(said) is not None
    caught = (left or fell or _TRAPPED.search(said) is not None) and not safe.says_so(said)
    if not (risk.urgent or caught) or (safe.tells_the_end(said) and _GOES_ON.isdisjoint(kinds) and kinds):
        return None
    if caught and FIRE in kinds and SHUT not in kinds:
        kinds.append(SHUT)  # 着火了，里面有人: that it is out says nothing of him
    about = victims.about(said)
    if not kinds and "how:lost" in about:
        kinds.append(LOST)  # 孩子找不到了: it is over when he is found
    building = (judged.place.building if judged.place else None) or ""
    own = whose.own(said) or whose.another(said)
    spots = [*spots_of(judged), *(lies_at(said) if STRUCK in kinds else [])]
    return Peril(kinds, building, caught, caught and left, spots, own, whose.in_danger(said), about)


def _at_work(judged: Assessment) -> bool:
    """A company or an office that tells how a danger ended is in none, whatever else it names."""
    author = judged.mention.author
    verified = author is not None and author.verified_as in ("organisation", "government")
    return verified or "government" in judged.credibility.signs


def spots_of(judged: Assessment) -> list[str]:
    """The unit and the lift that it names; all lifts and buildings where it names several in one breath."""
    place = judged.place
    named = {"unit": place.unit, "lift": place.lift} if place is not None else {}
    first = [f"{kind}:{name}" for kind, name in named.items() if name]
    return list(dict.fromkeys([*first, *_beside(believed.head(judged))]))


def lies(said: str) -> bool:
    """Somebody lies there and nobody has got to him by these words."""
    return (safe.is_dying(said) or _KINDS[STRUCK].search(said) is not None) and not safe.says_so(said)


def lies_at(said: str) -> list[str]:
    """健身区, 东门: where somebody lies, who goes nowhere by himself; of several such words none tells."""
    found = whereabouts.named(said)
    return found if len(found) == 1 else []


def _beside(said: str) -> Iterator[str]:
    """1号梯和2号梯: each of them."""
    for found in _SEVERAL_PLACES.finditer(said):
        places = [place for each in _ONE_PLACE.findall(found.group()) if (place := find_place(each)) is not None]
        for kind in _MANY:
            names = {name: None for each in places if (name := getattr(each, kind))}
            yield from (f"{kind}:{name}" for name in names if len(names) > 1)


def _places(building: str, spots: Iterable[str]) -> Places:
    """What it names of each kind of place."""
    found: Places = {"building": {building}} if building else {}
    for kind, name in (each.split(":", 1) for each in spots):
        found.setdefault(kind, set()).add(name)
    return found


def places(peril: Peril) -> Places:
    return _places(peril.building, peril.spots)


def apart(one: Places, other: Places) -> bool:
    """Nobody takes the one for the other: two buildings or lifts, gate and playground, a building and either."""
    if both := one.keys() & other.keys():
        return any(one[kind].isdisjoint(other[kind]) for kind in both)
    return any("building" in here and _OPEN in there for here, there in ((one, other), (other, one)))


def of_one_of(end: End, known: Collection[Places]) -> End:
    """摔倒老人已送医, where one lies at 3栋 and one on the playground: of neither is known that it is he.

    `known`: where those are of whom it can be said. What it names itself parts it from others only where somebody was
    known to be there.
    """
    if end.places:
        there = any(not end.places.keys().isdisjoint(each) and not apart(end.places, each) for each in known)
        return end if there else msgspec.structs.replace(end, of_one=False)
    return msgspec.structs.replace(end, anywhere=not any(apart(*pair) for pair in combinations(known, 2)))


def of_whom(end: End, open_: Collection[Call]) -> End:
    """老人已送医 is of the old man who fell, where somebody else is shut in: how it was, who called for him has said.

    `open_`: the calls that it may be of. It is of those whom it names so, or whose very end it is; where they are in
    several dangers, nobody knows of which.
    """
    if victims.says_how(end.about):
        return end
    open_ = [each for each in open_ if not apart(end.places, places(each.peril))]
    named = [each for each in open_ if victims.names(end.about, each.peril.about)]
    mine = named or [each for each in open_ if fits(each.peril.kinds, end.kinds)] or list(open_)
    said = [each.peril.about for each in mine]
    if not end.places and any(victims.another(one, other) for one, other in combinations(said, 2)):
        return msgspec.structs.replace(end, anywhere=False)
    hows = {how for each in said for how in victims.hows(each)}
    return msgspec.structs.replace(end, about=sorted({*end.about, *hows})) if len(mine) < len(open_) else end


def frees(end: End, call: Call) -> bool:
    """It tells how people fare, and not what burns or leaks, after they called."""
    return _meant(end, call) and _GOES_ON.isdisjoint(call.peril.kinds) and ended(call.peril.kinds, end.kinds)


def _meant(end: End, call: Call) -> bool:
    if end.person not in ("", call.person) or call.published > end.published:
        return False
    return not (_of_another(end, call.peril) or (end.narrow and victims.vague(end.about, call.peril.about)))


def _of_another(end: End, peril: Peril) -> bool:
    return victims.another(end.about, peril.about, exact=end.exact)


def narrowed(end: End, known: Iterable[Call], *, late: bool) -> End:
    """Where somebody has called for help in another danger as well, it means none of those who do not say in which.

    `late`: it is held against a call that is read behind it, of which it means the very danger.
    """
    mine = [each for each in known if end.person in ("", each.person) and each.published <= end.published]
    exact = any(victims.very(end.about, each.peril.about) and not _of_another(end, each.peril) for each in mine)
    end = msgspec.structs.replace(end, exact=exact or late)
    narrow = bool(end.about) and any(_of_another(end, each.peril) for each in mine)
    return msgspec.structs.replace(end, narrow=narrow)


def buildings(peril: Peril) -> set[str]:
    """All that it calls from."""
    return _places(peril.building, peril.spots).get("building", set())


def _everywhere(ends: Iterable[End], peril: Peril) -> bool:
    """Who calls from several places at once is out of danger when it is over at each, or nobody says where."""
    called = _places(peril.building, peril.spots)
    several = {kind: names for kind, names in called.items() if len(names) > 1}
    if not several:
        return True
    there = [_places(each.building, each.spots) for each in ends]
    return all(
        any(kind not in each for each in there) or names <= {name for each in there for name in each[kind]}
        for kind, names in several.items()
    )


def over(call: Call, ends: Iterable[End]) -> bool:
    """Whether what was called over since then is what it calls for help in; who names one of his people after the
    other names them all in the end."""
    mine = [each for each in ends if _of(each, call)]
    if not _everywhere(mine, call.peril):
        return False
    named = {name for each in mine for name in each.whom}
    all_named = whose.covers(named, call.peril.whom)
    said = {kind for each in mine if all_named or not each.whom for kind in each.kinds}
    return bool(said) and ended(call.peril.kinds, said)


def _of(end: End, call: Call) -> bool:
    """Whoever of those in it he says it of."""
    if not _meant(end, call) or _elsewhere(end, call.peril) or (end.of_one and _of_whom_else(end, call.peril)):
        return False
    return end.anywhere or not _vague(end, call.peril)


def _of_whom_else(end: End, peril: Peril) -> bool:
    """It may be said of somebody else: it means one of several, and is not known to mean this one."""
    return apart(end.places, places(peril)) if end.places else not end.anywhere


def of_a_part(end: End, call: Call) -> bool:
    """Of the places that he names it says of some that it is over there; or that the fire is out, and nothing of who is
    in it."""
    if not _of(end, call) or over(call, [end]):
        return False
    return ended(call.peril.kinds, end.kinds) or any(
        _JUST[each] in end.kinds for each in _GOES_ON & {*call.peril.kinds}
    )


def _elsewhere(end: End, peril: Peril) -> bool:
    """Both say where, and it is not the same place."""
    there = _places(peril.building, peril.spots)
    return any(there.get(kind, names).isdisjoint(names) for kind, names in _places(end.building, end.spots).items())


def _vague(end: End, peril: Peril) -> bool:
    """The end says more closely where than the call."""
    named = {each.split(":", 1)[0] for each in peril.spots}
    return bool(end.building and not peril.building) or any(each.split(":", 1)[0] not in named for each in end.spots)


def means_anywhere(end: End, known: Iterable[Call], standing: Iterable[Call]) -> bool:
    """Whether an end that says where can mean calls that do not: where there is but one danger of that kind.

    `known`: all calls, those that are over as well; `standing`: those that are not. Who calls for his own people, or
    for one more, is in another danger than the one whose place is named; who only tells that somebody is, is not,
    nor is whoever calls in a fire or a leak: there is one of it.
    """
    mine = [each for each in known if end.person in ("", each.person) and each.published <= end.published]
    there = {each.person for each in mine if not (_elsewhere(end, each.peril) or _vague(end, each.peril))}
    open_ = [each for each in standing if end.person in ("", each.person) and ended(each.peril.kinds, end.kinds)]
    own = (each for each in open_ if each.peril.own and _GOES_ON.isdisjoint(each.peril.kinds))
    others = {each.person for each in own if _vague(end, each.peril)} - there
    return not any(_elsewhere(end, each.peril) for each in open_) and bool(there) + len(others) <= 1


def tied(call: Call, end: End) -> bool:
    """Which of them came first cannot be told by when they were published: they share a moment, or the minute of a
    source that knows no seconds."""
    minute = call.published.replace(second=0, microsecond=0)
    coarse = call.published == minute == end.published.replace(second=0, microsecond=0)
    return call.published == end.published or coarse


def ended(kinds: Collection[str], said: Collection[str]) -> bool:
    """Who is out says nothing of what burns, who is found was never shut in, and that the current is off or the man
    with the knife held says nothing of whom it has struck."""
    if safe.ALL in said or (safe.MENDED in said and STRUCK not in kinds):
        return True
    if STRUCK in kinds and _ENDS[STRUCK].isdisjoint(said):
        return False
    lasting = _GOES_ON.intersection(kinds)
    if lasting:
        # that the fire is out says nothing of who is shut in by it
        shut_in = SHUT in kinds and _ENDS[SHUT].isdisjoint(said)
        return not shut_in and all(_JUST[each] in said for each in lasting)
    if not kinds:
        return not {safe.FOUND}.issuperset(said)
    return any(not _ENDS[each].isdisjoint(said) for each in kinds)


def has_its_own_clause(
    said: str, ends: Callable[[str], list[str]], here: Collection[Call], there: Collection[Call]
) -> bool:
    """落水男孩已救上岸；轻生女子已劝下: what is called for `here` is over by words that are not of what is called for
    `there`."""
    for part in victims.clauses(said):
        about, over_by = victims.of_end(part), ends(part)
        if any(victims.very(about, each.peril.about) for each in there):
            continue
        if over_by and any(victims.very(about, each.peril.about) and ended(each.peril.kinds, over_by) for each in here):
            return True
    return False


def fits(kinds: Iterable[str], said: Collection[str]) -> bool:
    """It is the very end of that danger."""
    return any(_JUST[each] in said for each in kinds)
