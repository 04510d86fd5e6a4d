"""Which building it was: 是3栋不是5栋 makes one incident of what two posters told of two buildings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from msgspec import Struct

from monitor.records import Assessment, Place, Reason
from monitor.subjects.place import find_place
from monitor.watch.attested import hearsay, wording
from monitor.watch.checkpoint.state import IncidentState, Quote
from monitor.watch.joining import accounts, danger, kinds
from monitor.watch.words import believed, bounds, menace, perils, whose

RULE = "corrected"
#: the place that follows is where it was not …
_NOT = re.compile(
    r"(?:不是|不在|并非|而非|误(?:传|写|报|说|认)(?:[为成是在])?|[说写传当看听记讲](?:错)?[成为](?:了|是)?)(?:发生)?(?:在|什么)?\s?"
)
#: … and so is the one before
_WRONG = re.compile(r"(?:那?(?:是|系|为|的说法|的消息)?)(?:误传|误报|谣传|口误|笔误|不实|[说写传搞弄听记打]错)")
#: 5栋没着火，3栋着火了: nothing of the kind is where the building stands that it says it of
_NOT_SO = re.compile(
    r"(?:那边|那里|里面|这边)?(?:根本|并|压根|其实|就)?(?:没有?|未)(?:发生)?(?:着|起|失)?(?:火(?!气|灾险)|冒烟|爆炸|困人|人被?困|人(?:要)?跳|出事|塌|漏气)"
)
#: 5栋没事，是3栋着火了, minutes after the call from there
_WELL_THERE = re.compile(
    r"(?:那边|那里|这边)?(?:没事|好好的|正常)(?:的|啊|呀)?(?=[，,。！!\s]{1,2}(?:[着起失冒][火烟]的)?(?:其实|应该)?(?:是|在)\s?[\dA-Za-z一二三四五六七八九十])"
)
#: who does not know it tells another account
_GUESSES = re.compile(r"我(?:看|觉得|感觉|猜)|好像|可能|估计|大概|似乎|貌似|也许|说不定|感觉|吧(?=[，,。！!～~\s]|$)")
#: behind the place that it names, a guess of so few characters is of the place: 是3栋，好像吧
_SHORT_GUESS = 4
#: what somebody wrote himself was wrong: where he says now that it is, not where he had said
_SLIP = re.compile(
    r"(?:我|刚才|刚刚|上面|上条|前面|之前)[^，,。！!？?；;\s]{0,4}[说写打发讲记报]错|(?:^|[，,。！!？?；;\s])[说写打发讲记报]错了?(?=[，,。！!？?；;\s]|$|应?该?是)|"
    r"(?:^|[，,。！!？?；;\s])(?:更正|纠正|改正|口误|手误|错了错了|不对不对)"
)
#: a clause that says where it was, and nothing else
_ONLY_WHERE = re.compile(
    r"(?:^|[，,。！!？?；;\s]|[说写打发讲记报]错了)(?:更正|纠正|改正)?(?:一下)?[：:]?(?:应该|其实)?(?:是|在|为|改成|改为)?\s?"
    r"[\dA-Za-z一二三四五六七八九十]{1,4}(?:栋|幢|座|号楼|单元)(?=[，,。！!？?；;\s]|$)"
)
#: the one and the other
_ALSO = re.compile(r"[栋幢座楼元]也|有人(?:说|写|发|传)错|(?:没有?|未)(?:受|被|烧|影响|事)|安全的")
#: 不是5栋那起, 不是5栋的那位 tells two apart; so does whoever says in so many words that it is another
_TOLD_APART = re.compile(
    r"(?:不是|并非|而非)[^，,。！!？?；;]{0,9}?[栋幢座楼元区期]的?(?:那|这|上)[一起次部位个户家场回件名条]"
    r"|[这那][次回一](?:起|次|回)?(?:可|并|又)?(?:不是|不在|并非)"
)
#: who says nothing grave corrects where it was only when he speaks of an event, or of what was said wrongly
_OF_AN_EVENT = re.compile(
    r"出事|事发|事故|[的那这]事|发生|误(?:传|写|报|说|认)|谣传|口误|笔误|手误|不实|更正|[说写传搞弄听记打]错|错了错了"
)
#: … or names the danger itself
_DANGER = re.compile(
    r"火情|火警|火灾|[着起失]火|冒烟|险情|警情|[被受]困|困(?:了|着|住)?人|困住|漏气|泄漏|[跳坠]楼|轻生|落水|晕倒|被[砸压撞]|"
    r"(?:故障|停运|出问题|坏)的?(?:是)?(?:那[部台])?电梯|电梯是(?=[\da-zA-Z一二三四五六七八九十])"
)
#: … or nothing but where it is, so soon after a call
_BUILDING = r"[\da-zA-Z一二三四五六七八九十]{1,3}(?:栋|幢|座|号楼)(?:[\d一二三四五六]{1,2}单元)?"
_BARE = re.compile(
    r"[，,。！!：:、\s]*(?:(?:不对|错了|[看说搞弄写]错了?|更正|纠正|各位|大家|注意|师傅|保安|快去?)[，,。！!：:、\s]*){0,4}"
    rf"(?:(?:应该|其实|快)?(?:不是|不在|是|在|而是|去)?{_BUILDING}(?:的|那边|这边|那里|这里|啊|呀|啦|哦|才对)*[，,。！!、\s]*){{2}}"
)
_JUST_CALLED = timedelta(minutes=10)
#: who asks tells nobody where it is
_ASKS = re.compile(r"[?？]|吗|还是|是不是|有没有")
_WHICH = re.compile(r"还是[^，,。！!？?]{0,10}[?？]|不是[^，,。！!？?]{0,10}[吧吗][?？]")
#: one more beside it
_ONE_MORE = re.compile(r"也(?:有|[着起]了?火|在?烧|被|困|冒)|又有|另有|还有(?:个|一|人)")
#: whoever called from there stands by it
_INSISTS = re.compile(
    r"还|明明|就是|真的|也(?:有|在|[砸掉着烧困冒跳])|没人(?:来|管)|人呢|快来|怎么(?:没|都)|一直|这[个里边儿]|确实"
)
_STRUCK_TOO = re.compile(r"也[砸撞咬]了?[一两几]?个|也有(?:一个|个?人)(?=[，,。！!\s在]|$)")
_AGREES = re.compile(r"没有?(?:的|这回?)?事|没有(?:啊|的|人(?![来管]))|虚惊|不是|不在|已经?|[出下]来了|送医|接走|拉走")
#: nothing happened anywhere: that denies it, and moves nothing
_NOTHING = re.compile(
    r"没有人(?!管)|没人(?!管)|无人|没有?(?:的|这回|那回)?事|没有?(?:发生)?(?:火情|火灾|[着起失]火|险情|冒烟)|虚惊|假的"
)
#: what is corrected is read so long after at most
_READ_LATE = timedelta(hours=1)
#: no building and unit are written in more characters
_REACH = 9
#: people are sent to see to events, from this grade on
_EVENTS, _SENT_OUT = frozenset({"safety", "staff"}), 2
#: kinds of places that posters confuse
_KINDS = ("building", "unit")


class Correction(Struct, frozen=True):
    kind: str
    right: str
    wrong: str

    def said(self, *, doubted: bool = False) -> str:
        head = "位置有不同说法：有人称是" if doubted else "位置更正：是"
        return f"{head}{self.right}，不是{self.wrong}"

    def of(self, quote: Quote) -> Quote:
        """The words that say so, with the place that they put right, whichever they name first."""
        place = quote.place or Place()
        if _part(place, self.kind) == self.right:
            return quote
        return Quote(quote.rank, quote.evidence, Place(**{self.kind: self.right}))


def corrections(judged: Assessment) -> Iterator[Correction]:
    """By building and by unit: where it was, and where it was not."""
    yield from _corrections_in(believed.head(judged))


def _corrections_in(said: str) -> Iterator[Correction]:
    spans = [*_after(said), *_before(said)]
    if not spans:
        return
    rest = said
    for start, end in spans:
        rest = rest[:start] + "，" * (end - start) + rest[end:]
    right = find_place(rest)
    for start, end in spans:
        wrong = find_place(said[start:end])
        for kind in _KINDS:
            here, there = _part(right, kind), _part(wrong, kind)
            if here is not None and there is not None and here != there:
                yield Correction(kind, here, there)


def _after(said: str) -> Iterator[tuple[int, int]]:
    """What follows the word, up to the end of its clause."""
    for found in _NOT.finditer(said):
        clause = re.match(r"[^，,。！!？?；;、是]*", said[found.end() : found.end() + _REACH])
        if clause is not None and clause.group():
            yield found.end(), found.end() + clause.end()


def _before(said: str) -> Iterator[tuple[int, int]]:
    for found in (*_WRONG.finditer(said), *_NOT_SO.finditer(said), *_WELL_THERE.finditer(said)):
        clause = re.search(r"[^，,。！!？?；;、]*$", said[max(0, found.start() - _REACH) : found.start()])
        if clause is not None and clause.group():
            yield found.start() - len(clause.group()), found.start()


def _part(place: Place | None, kind: str) -> str | None:
    found: str | None = getattr(place, kind) if place is not None else None
    return found


def _corrects(judged: Assessment) -> Iterator[Correction]:
    """What it says of one event; who only heard that corrects nothing."""
    if judged.place is None or hearsay.told_by_others(judged) or hearsay.relays(judged):
        return
    said = believed.head(judged)
    if _TOLD_APART.search(said) or _ONE_MORE.search(said) or _WHICH.search(said) or accounts.of_another(said):
        return
    if judged.risk.level or _speaks_of_it(said):
        yield from corrections(judged)


def _speaks_of_it(said: str) -> bool:
    """Who says nothing grave by the rules speaks of the event all the same."""
    if _NOTHING.search(said):
        return False
    return bool(
        _OF_AN_EVENT.search(said) or (not _ASKS.search(said) and (_DANGER.search(said) or _BARE.fullmatch(said)))
    )


def _only_says_where(judged: Assessment) -> bool:
    """Of one event that is enough; of two it tells not that they are one."""
    said = believed.head(judged)
    spoken = judged.risk.level or _OF_AN_EVENT.search(said) or _DANGER.search(said) or _SLIP.search(said)
    return not spoken


def _of_this_danger(incident: IncidentState, judged: Assessment) -> bool:
    """What it says to be there is no danger of another kind; who names but the place says it right after a call."""
    said = said_there = believed.head(judged)
    for start, end in [*_after(said), *_before(said)]:
        said = said[:start] + "，" * (end - start) + said[end:]
    if menace.another(kinds.dangers(incident), menace.sorts(said)):
        return False
    soon = abs(believed.published(judged) - incident.last_seen) <= _JUST_CALLED
    if _WELL_THERE.search(said_there) is not None:
        # of a fire that is out it would be the next one
        return soon and danger.lasts(incident)
    if not _only_says_where(judged):
        return True
    return judged.mention.group is not None and soon


def _insists(incident: IncidentState, judged: Assessment) -> Iterator[Correction]:
    """Whoever had called from where it was said not to be names that place again; so does who names the danger."""
    building = _part(judged.place, "building")
    moved = [each for each in incident.spread.moved if each[0] == building]
    said = believed.head(judged)
    if not moved or _INSISTS.search(said) is None or _AGREES.search(said) or moved[-1][1] in said:
        return
    person, first = bounds.person_of(judged), next(iter(incident.members.values()), None)
    called = first is not None and first.person == person
    if building is not None and (called or _is_there(incident, judged)):
        yield Correction("building", building, moved[-1][1])


def _is_there(incident: IncidentState, judged: Assessment) -> bool:
    """He speaks of what endangers people there, too mildly to be told for himself, and has not only heard of it."""
    if (
        judged.risk.level > 1
        or hearsay.told_by_others(judged)
        or hearsay.relays(judged)
        or _ASKS.search(believed.head(judged))
    ):
        return False
    found = menace.of(judged)
    return bool(found or _STRUCK_TOO.search(believed.head(judged))) and not menace.another(
        kinds.dangers(incident), found
    )


def _slips(incident: IncidentState, judged: Assessment) -> Iterator[Correction]:
    """写错了，是3栋: not where its author had said, who named one place and speaks of nothing else."""
    said = believed.head(judged)
    if _SLIP.search(said) is None or _ALSO.search(said) or _of_something_else(incident, judged):
        return
    if not judged.risk.level and _ONLY_WHERE.search(said) is None:
        return
    person = bounds.person_of(judged)
    named = (each for each in incident.quotes if _says(incident, each, person))
    places = [each.place for each in named if each.evidence.mention_id != judged.mention.id]
    for kind in _KINDS:
        right, wrong = _part(judged.place, kind), {found for each in places if (found := _part(each, kind)) is not None}
        if right is not None and len(wrong) == 1 and right not in wrong:
            yield Correction(kind, right, *wrong)


def _of_something_else(incident: IncidentState, judged: Assessment) -> bool:
    """It tells it apart, or names a thing that is none of what was spoken of."""
    things = judged.keywords[: judged.things]
    return accounts.of_another(believed.head(judged)) or (bool(things) and incident.keywords.keys().isdisjoint(things))


def _says(incident: IncidentState, quote: Quote, person: str) -> bool:
    member = incident.members.get(quote.evidence.mention_id)
    return member is not None and member.person == person


def may_correct(judged: Assessment) -> bool:
    """Whether it puts anything right at all, asked before any incident is looked at."""
    return judged.place is not None and (_SLIP.search(believed.head(judged)) is not None or any(corrections(judged)))


def may_insist(judged: Assessment) -> bool:
    """Whether it may stand by a place that was put right, asked before any incident is looked at."""
    return judged.place is not None and _INSISTS.search(believed.head(judged)) is not None


def makes_one(one: IncidentState, other: IncidentState, judged: Assessment) -> Correction | None:
    """One of them is told of the right place and the other of the wrong one."""
    said = believed.head(judged)
    # people are sent to both: by a guess, or a word that it is well at one of them, neither is given up
    if judged.place is None or _only_says_where(judged) or _guesses(said) or _WELL_THERE.search(said):
        return None
    here, there = _places(one, judged), _places(other, judged)
    for each in [*_corrects(judged)] or [*_slips(one, judged), *_slips(other, judged)]:
        if (each.right in here and each.wrong in there) or (each.right in there and each.wrong in here):
            return each if _of_this_danger(one, judged) and _of_this_danger(other, judged) else None
    return None


def puts_right(incident: IncidentState, judged: Assessment) -> Correction | None:
    """All that is known of this event is that it was where it was not."""
    if judged.place is None or incident.grade < _SENT_OUT or incident.matter not in _EVENTS or not incident.open:
        return None
    if judged.risk.level and accounts.at_another_time(incident, judged):
        return None
    here, found = _places(incident, judged), [*_corrects(judged)] or [*_slips(incident, judged)]
    stands_by = not found
    found = found or [*_insists(incident, judged)]
    put = next((each for each in found if each.wrong in here and each.right not in here), None)
    if put is None or (_WELL_THERE.search(believed.head(judged)) and _another_calls(incident, put.wrong, judged)):
        return None
    return put if stands_by or _of_this_danger(incident, judged) else None


def is_told_of(incident: IncidentState, judged: Assessment) -> bool:
    """5栋没事，是3栋着火了, where it is known that it burns at 3栋: that it burns at 5栋 as well nobody takes back."""
    if _WELL_THERE.search(believed.head(judged)) is None:
        return False
    return not _places(incident, judged).isdisjoint(each.right for each in corrections(judged))


def put_right_before(incident: IncidentState, judged: Assessment) -> Correction | None:
    """着火的是14栋，不是4栋 was read first, and now the call that it corrects, which was published before."""
    building, when = _part(judged.place, "building"), believed.published(judged)
    if building is None or not judged.risk.urgent or incident.grade < _SENT_OUT or not incident.open:
        return None
    if building in _places(incident, judged) or menace.another(kinds.dangers(incident), menace.of(judged)):
        return None
    said = [quote for quote in incident.quotes if _read_before(incident, quote, when)]
    found = (each for quote in said for each in _stated_in(quote) if each.wrong == building)
    put = next(found, None)
    # of a second who calls from there nobody knows that he means the same
    return put if put is not None and (put.wrong, put.right) not in incident.spread.moved else None


def _read_before(incident: IncidentState, quote: Quote, when: datetime) -> bool:
    """Somebody who knows it said it after then, and not long after."""
    member = incident.members.get(quote.evidence.mention_id)
    return member is not None and not hearsay.in_doubt(member) and timedelta(0) <= member.published - when <= _READ_LATE


def _stated_in(quote: Quote) -> Iterator[Correction]:
    said = quote.evidence.quote
    if not (
        _guesses(said)
        or _TOLD_APART.search(said)
        or _ONE_MORE.search(said)
        or _WHICH.search(said)
        or accounts.of_another(said)
    ):
        yield from (each for each in _corrections_in(said) if each.right == _part(quote.place, each.kind))


def doubted(incident: IncidentState, found: Correction, judged: Assessment) -> bool:
    """Several people, an office or a paper had told it of the other place: one voice does not settle which it was, nor
    does whoever guesses, nor a neighbour of whoever is there himself."""
    if not kinds.official(judged) and (
        _guesses(believed.head(judged)) or _another_calls(incident, found.wrong, judged)
    ):
        return True
    wrong = of_the_wrong_place(incident.quotes, found)
    named = [incident.members.get(name) for name in wrong if name != judged.mention.id]
    known = [each for each in named if each is not None]
    return len({each.person for each in known}) > 1 or any(each.government or each.official_media for each in known)


def _guesses(said: str) -> bool:
    """He does not know where it is; 不是5栋，是3栋，可能有人被困 is sure of that."""
    named = [each.end() for each in re.finditer(_BUILDING, said)]
    clauses = re.split(r"[，,。！!？?；;\s]", said[named[-1] :]) if named else []
    if not clauses:
        return _GUESSES.search(said) is not None
    known = said[: named[-1]] + clauses[0]
    return any(_GUESSES.search(each) for each in (known, *(each for each in clauses[1:] if len(each) <= _SHORT_GUESS)))


def _another_calls(incident: IncidentState, building: str, judged: Assessment) -> bool:
    """我和孩子困在5栋502: who is there himself, or has his people there, knows it."""
    others = [each for each in danger.standing(incident) if each.person != bounds.person_of(judged)]
    own = (each.peril for each in others if each.peril.own or whose.SELF in each.peril.whom)
    return any(building in perils.buildings(each) for each in own)


def _places(incident: IncidentState, judged: Assessment) -> set[str]:
    """Those that its evidence names, but for this very mention."""
    quotes = (each for each in incident.quotes if each.evidence.mention_id != judged.mention.id)
    return {found for each in quotes for kind in _KINDS if (found := _part(each.place, kind)) is not None}


def of_the_wrong_place(quotes: Iterable[Quote], found: Correction) -> list[str]:
    """Mentions whose quotes would send people there."""
    named = ((each.evidence.mention_id, [_part(each.place, kind) for kind in _KINDS]) for each in quotes)
    return [name for name, parts in named if found.wrong in parts and found.right not in parts]


def alone(found: Correction, quote: str, *, doubted: bool) -> Reason:
    """Of one incident of which nobody had named the other place."""
    text = f"{found.said(doubted=doubted)}，请先核实：{wording.in_brief(quote)}"
    return Reason(rule=RULE, text=text, observed={"place": found.right}, needed={"not": found.wrong})


def reason(found: Correction, quote: str, number: str) -> Reason:
    text = f"{found.said()}，与事件 {number} 系同一起，已并案：{wording.in_brief(quote)}"
    return Reason(rule=RULE, text=text, observed={"place": found.right}, needed={"not": found.wrong})
