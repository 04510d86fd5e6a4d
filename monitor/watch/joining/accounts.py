"""Whether two accounts of harm at one estate are of one event: when it was, whom it befell and where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from monitor.records import Assessment
from monitor.watch.attested import hearsay, toll
from monitor.watch.checkpoint.state import Account, IncidentState
from monitor.watch.joining import amends
from monitor.watch.words import believed, footing, harm, stated, whereabouts

#: accounts kept of one event, the earliest ones; beside them those by which more came to harm
KEPT = 12
#: times and spots kept of one
TIMES, SPOTS = 8, 12
#: what is said to go on now and has been silent for so long is not what went on then …
OVER = timedelta(hours=6)
#: … and nobody tells as if nobody knew it what is known since yesterday
KNOWN = timedelta(hours=24)
#: who tells of somebody else so long after, and not of then, tells of another event; a part of a day is shorter
LATER, PART_OF_DAY = timedelta(hours=3), timedelta(hours=13)
#: hardly ever has one estate the next accident of a kind so soon
SOON = timedelta(hours=2)
#: 又 says so soon after it that there had been others before
AT_ONCE = timedelta(minutes=30)
#: by so many accounts it is known whom it befell
FEW = 4
#: these go on for days, or are found days later
LASTING = frozenset({"走失", "病亡"})

#: it says in so many words that it is another one
_ANOTHER = re.compile(
    r"另(?:外)?一(?:部|台|起|场|处|栋|幢|次|只|条|辆|梯|单元|号楼|架)|另有一起|(?:又|再)(?:发生)?(?:了)?[一1](?:起|例|次|场|桩)|"
    r"第(?:[二三四五六七八九十]|[2-9])(?:起|例|桩|场|次(?!报|打|手术|抢救|投诉|反映|来|去|住院|冲))|"
    r"(?:不是|并非)[^，。]{0,8}(?:同一|一)(?:起|次|场|回事|部)|两(?:码|回)事"
)
#: it tells of several at once: of the last one, where more than one are known
_SEVERAL = re.compile(
    r"(?:一天|两天|三天|当天|同一天|一周|接连|连续|短短.{1,4})(?:之?内)?(?:发生|出)?(?:了)?(?:两|二|三|2|3)(?:起|次|部|场)"
)
#: it has happened once more; what grows of itself (又有两人送医, 又死了一个) is the same
_AGAIN = re.compile(
    r"(?:又|再次|再度)(?!.{0,8}(?:送医|送走|送进|送去|抬|救|不治|去世|死了|死亡|没了|报警|打电话|来了|报修|投诉|转院|说|发帖|复查|手术|道歉))"
    r"[^，,。！!？?；;]{0,10}?(?:着火|起火|失火|坠|掉|摔|跳|砸|淹|困|咬|捅|砍|撞|打人|被打|打伤|打了|伤人|爆|触电|中毒|出事|出人命|溺|漏气|走丢|失踪|坍|塌|倒)"
)
#: whether somebody died is asked, and nothing behind it
_IS_IT_SO = re.compile(r"(?:死|死亡|身亡|遇难|去世|人命|死人|没)了?(?:吧|吗|啦|啊)?[?？]+\s*$")
_THE_NET_SAYS = re.compile(
    r"(?:抖音|微博|小红书|快手|朋友圈|视频号|贴吧|网上|外面|别的群|[一二三]群)[上里]?(?:有人|他们|都|在|还|也|全){0,2}(?:说|传|讲)"
)
#: whoever saw it, or reports it, says so himself
_OF_OTHERS = frozenset({"first_hand", "government"})
#: it was a moment ago
_JUST = re.compile(r"刚刚|刚才|刚有|刚发生")
#: it speaks of what is known already
_KNOWN = re.compile(
    r"[那这此该]一?(?:起|场|次|个|位|部|名|件|只|条|天|孩子|小孩|老人|女孩|男孩|女的|男的|人|业主|事|家|户)|"
    r"上次|之前|前几天|后续|仍在|至今|到现在|还在(?:ICU|医院|抢救|住院|重症|昏迷)|伤情|头七|善后|赔偿|调查|"
    r"(?:困人|困住|坠落|坠楼|着火|起火|火灾|出事|爆炸|塌陷|被打|打人|受伤)(?:之后|以后|后)(?:[就都也]?一直|到现在|至今|再没|没)|"
    r"的事[，,。！!？?故]|事故(?:原因|责任|处理|调查|后|的)|[几两三四五六七八九十\d]+多?天(?:了|前|过去)|"
    r"(?:死者|伤者|遇难者)|家属(?:还|仍|至今|要求|要个|索赔|讨|闹|拉|跪|等|在门口|堵|不同意|不肯)|救人|也(?:被)?.{0,2}伤|"
    r"(?:还没|还未|仍未|尚未|没有?)(?:脱险|脱离(?:生命)?危险|醒(?:过?来|$|[，。！!]))"
)

#: who only repeats that nobody has answered yet speaks of what is known, unless it befell again: 公司还是一个字不说
_STILL_SILENT = re.compile(r"(?:还是|仍然?|依旧|依然)(?:一个字|半个字|一句话)(?:都|也)?(?:不|没)(?:说|提|回)")

#: whoever was hurt so is known where somebody was …
_HURT_SO = re.compile(
    r"(?P<how>[烧烫砸摔撞打咬炸压电捅砍淹夹])(?:伤|成[^，。]{1,4}|倒|断[^，。]?)?的(?:那?[个位名])?"
    r"(?:老人|孩子|小孩|业主|邻居|人|大爷|大妈|阿姨|男子|女子|工人|保安|外卖员|快递员|小伙|姑娘|女孩|男孩)[^，。！!？?]{0,6}"
    r"(?:去世|走了|没了|死了|出院|转院|截肢|醒|病危|没救|没挺|没抢救)"
)
#: … by what leaves one hurt so
_CAUSES = {
    "烧烫炸": re.compile(r"[烧烫炸火爆燃烟]|煤气"),
    "砸压": re.compile(r"砸|压|抛|塌|倒|掉(?!下去|进)|脱落|掉落|坠物|外墙|瓷砖"),
    "摔": re.compile(r"摔|坠|跌|掉|滑|踩空|跳"),
    "撞": re.compile(r"撞|车|碾"),
    "打捅砍": re.compile(r"打(?!不|电|开)|捅|砍|刀|殴|揍"),
    "咬": re.compile(r"咬|狗|犬"),
    "电": re.compile(r"触电|漏电|电死|电伤|电倒|电击|电线"),
    "淹": re.compile(r"淹|溺|落水|泳池|湖|河|水里"),
    "夹": re.compile(r"夹|电梯|卡"),
}
#: somebody of whom all know is asked after
_ASKED = re.compile(
    r"(?:那(?:个|位|名)|被.{1,6}的|受伤的|今天的|昨天的)(?:那?(?:个|位|名))?(?:人|邻居|业主|老人|孩子|小孩|阿姨|叔叔|大爷|大妈|大姐|大哥|姑娘|小伙|女的|男的)"
    r".{0,8}(?:没事|怎么样|好点|好些|还好|要紧|脱险|醒|平安|严重[吗不]|没大碍)"
)

#: years that stand by themselves: no room, no part of a larger number
_AGE = r"(?<![\d一二三四五六七八九十])"
_PERSONS = {
    "child": re.compile(
        rf"小孩|孩子|儿童|男童|女童|小朋友|宝宝|婴儿|幼儿|小男孩|小女孩|小学生|娃|{_AGE}(?:[1-9]|1[0-3]|[一二三四五六七八九十])岁"
    ),
    "old": re.compile(
        rf"老人|大爷|大妈|老太|老头|奶奶|爷爷|老伯|阿婆|婆婆|老爷子|老年|{_AGE}(?:[6-9]\d|[六七八九]十[一二三四五六七八九]?)[多几]?岁|古稀|耄耋"
    ),
    # one of 58 is an old man to the next who tells it
    "adult": re.compile(rf"{_AGE}(?:1[89]|[2-4]\d|[二三四]十[一二三四五六七八九]?)[多几]?岁"),
    "worker": re.compile(r"外卖|骑手|快递|保洁|工人|维修工|电工|装修工|清洁工|施工人员"),
    "woman": re.compile(r"女子|女士|女业主|姑娘|孕妇|妇女|女的|女生|女租户|少妇|女性"),
    "girl": re.compile(r"(?<!小)女孩"),
    "boy": re.compile(r"(?<!小)男孩"),
    "man": re.compile(r"男子|男士|男业主|小伙|男的|男租户|男生|男性"),
}
#: nobody takes one for the other
_UNLIKE = frozenset(
    frozenset(pair.split("/"))
    for pair in (
        "child/old",
        "child/worker",
        "child/man",
        "child/woman",
        "adult/child",
        "adult/old",
        "old/worker",
        "man/woman",
        "girl/man",
        "girl/old",
        "girl/worker",
        "girl/boy",
        "boy/woman",
        "boy/old",
        "boy/worker",
    )
)
#: of one person one of these holds
_AGES = frozenset({"child", "adult", "old"})
#: kinds of spots: two of one kind are two places
_SPOTS = {
    "gate": whereabouts.GATE,
    "part": re.compile(r"[东南西北]区(?!域)|[一二三四五]期(?!间)"),
    "ground": whereabouts.GROUND,
    "spot": whereabouts.INDOORS,
}
#: those that are told by a word of their own, and lie apart
_BY_WORD = ("gate:", "ground:", "spot:")


def account_of(judged: Assessment) -> Account:
    """What it says of the event."""
    said, place = believed.head(judged), judged.place
    dead, hurt = toll.of(judged)
    there = {whereabouts.spot(kind, found) for kind, words in _SPOTS.items() for found in words.findall(said)}
    if place is not None:
        there |= {f"unit:{place.unit}"} if place.unit else set()
        there |= {f"lift:{place.lift}"} if place.lift else set()
    return Account(
        mention=judged.mention.id,
        published=believed.published(judged),
        spans=stated.event(said, judged.mention.published_at)[:TIMES],
        persons=[name for name, words in _PERSONS.items() if words.search(said)],
        spots=sorted(there)[:SPOTS],
        dead=dead,
        hurt=hurt,
        # 瓷砖砸死人了？ asks what somebody else has said
        talk=hearsay.told_by_others(judged) or hearsay.relays(judged) or asks_whether(judged),
        more=harm.more_dead(said) if dead else 0,
        instead=harm.put_right(said),
    )


def asks_whether(judged: Assessment) -> bool:
    """砸死人了？ with a mark behind the death, or 抖音说砸死人了: of somebody who saw nothing and does not complain."""
    if judged.mention.kind == "complaint" or not _OF_OTHERS.isdisjoint(judged.credibility.signs):
        return False
    said = believed.head(judged)
    return footing.asks(judged) or _IS_IT_SO.search(said) is not None or _THE_NET_SAYS.search(said) is not None


def note(incident: IncidentState, account: Account) -> None:
    """Keep it among the earliest; a newer version of a mention takes the older one's place."""
    others = [each for each in incident.accounts if each.mention != account.mention]
    incident.accounts = ordered([*others, account])


def forget(incident: IncidentState, mention: str) -> None:
    """It says nothing of it any more."""
    if any(each.mention == mention for each in incident.accounts):
        incident.accounts = [each for each in incident.accounts if each.mention != mention]


def ordered(accounts: list[Account]) -> list[Account]:
    """In the order they were published; of many the first, and whichever speak of most."""
    known = sorted(accounts, key=lambda each: (each.published, each.mention))
    return known if len(known) <= KEPT else [*known[:KEPT], *toll.worst(known[:KEPT], known[KEPT:])]


# ---------------------------------------------------------------- of one event or of two


def another(incident: IncidentState, judged: Assessment) -> bool:
    """It is of another event than this open one: by its words, its time, or whom it befell and where together.

    A denial is followed by talk of its own (monitor.watch.joining.lately).
    """
    if not incident.accounts or incident.denied or not incident.open:
        return False
    new, said = account_of(judged), judged.mention.text[: believed.HEAD]
    if _is_of(incident, new):
        return False
    first, known = incident.accounts[0], _is_known(incident, new, said) or _amends(judged)
    apart = abs(new.published - first.published)
    if _is_the_other(incident, new):
        return _other_time(incident, new) and not known
    if _ANOTHER.search(said) or (_SEVERAL.search(said) and not incident.related):
        return True
    if _other_time(incident, new) and (not known or _AGAIN.search(said)):
        return True
    if known:
        return False
    if _AGAIN.search(said) and apart >= SOON:
        return True
    if _still_now(judged) and _silence(incident, new) >= OVER and not (_tells_of(new, first) or _sums_up(judged)):
        return True
    unlike, elsewhere = _unlike(incident, new), _elsewhere(incident, new)
    if elsewhere and (unlike or apart >= SOON or _sure(elsewhere)):
        return True
    # in a large event there are rescuers and bystanders too, and talk has ages wrong
    sure = unlike and not _only_talk(incident, new)
    return sure and apart >= LATER and len(incident.accounts) <= FEW and not _tells_of(new, first)


def doubtful(incident: IncidentState, judged: Assessment) -> bool:
    """It may be another event, and too little says so: told, and left with the incident."""
    if not incident.accounts:
        return False
    new, said = account_of(judged), judged.mention.text[: believed.HEAD]
    if _is_of(incident, new):
        return False
    if not _is_the_other(incident, new):
        if _ANOTHER.search(said):
            return True
        if _AGAIN.search(said):
            return abs(new.published - incident.accounts[0].published) >= AT_ONCE
    if _is_known(incident, new, said):
        return False
    if _HURT_SO.search(said):
        return True
    long_after = new.published - incident.accounts[-1].published >= KNOWN and not new.spans
    return long_after or _unlike(incident, new) or bool(_elsewhere(incident, new))


def of_what_is_known(incident: IncidentState, judged: Assessment) -> bool:
    """那个被困的老人: it takes for granted that people know of it, and says of no other one."""
    said = judged.mention.text[: believed.HEAD]
    return _is_known(incident, account_of(judged), said) and not (_AGAIN.search(said) or _ANOTHER.search(said))


def _is_known(incident: IncidentState, new: Account, said: str) -> bool:
    """砸伤的孩子 is known where something fell on somebody, and not on an old man alone."""
    if _KNOWN.search(said) or (_STILL_SILENT.search(said) and not _AGAIN.search(said)):
        return True
    found = _HURT_SO.search(said)
    if found is None or _unlike(incident, new):
        return False
    cause = next(words for how, words in _CAUSES.items() if found["how"] in how)
    told = (*incident.objects, *(each.evidence.quote for each in incident.quotes))
    return any(cause.search(each) for each in told)


def _amends(judged: Assessment) -> bool:
    """It answers for what is known; what happened only today is known where that is of today too."""
    return amends.makes(judged) and not amends.tells_of_today(judged)


def at_another_time(incident: IncidentState, judged: Assessment) -> bool:
    """It says that it happened once more, or when it can be none of what was told."""
    if not incident.accounts:
        return False
    new, said = account_of(judged), believed.head(judged)
    if _JUST.search(said) and abs(new.published - incident.accounts[0].published) >= SOON:
        return True
    return _AGAIN.search(said) is not None or _other_time(incident, new)


def of_another(said: str) -> bool:
    """It says in so many words that it is another one: 另外一起, 第二部, 不是同一起."""
    return _ANOTHER.search(said) is not None


def asks_after(judged: Assessment) -> bool:
    """被推的那个邻居没事吧: it asks after somebody of whom all know."""
    return _ASKED.search(judged.mention.text[: believed.HEAD]) is not None


def fits(incident: IncidentState, judged: Assessment) -> int:
    """How well it agrees with what is known of the event: of two of a kind it is of the one it fits better."""
    if not incident.accounts:
        return 0
    new = account_of(judged)
    spans = [span for each in incident.accounts for span in each.spans]
    in_time = bool(new.spans) and any(_meet(one, other) for one in new.spans for other in spans)
    within = any(begin <= each.published <= end for begin, end in new.spans for each in incident.accounts[:1])
    persons = {person for each in incident.accounts for person in each.persons}
    spots = {spot for each in incident.accounts for spot in each.spots}
    return 2 * (in_time or within) + (not persons.isdisjoint(new.persons)) + (not spots.isdisjoint(new.spots))


def _tells_of(new: Account, first: Account) -> bool:
    """It says by a part of a day that it was then: 今早 of what was told in the morning."""
    parts = [span for span in new.spans if span[1] - span[0] <= PART_OF_DAY]
    then = [*first.spans, (first.published - AT_ONCE, first.published + AT_ONCE)]
    return any(_meet(span, each) for span in parts for each in then)


def _is_the_other(incident: IncidentState, new: Account) -> bool:
    """It was itself told apart from an earlier one lately: 又 and 另一部 are said of it by everybody."""
    return incident.told_apart and abs(new.published - incident.accounts[0].published) < KNOWN


def _is_of(incident: IncidentState, new: Account) -> bool:
    return any(each.mention == new.mention for each in incident.accounts)


def _other_time(incident: IncidentState, new: Account) -> bool:
    """By no word that says when can it be what was told first, or what was told with a time."""
    first, *later = incident.accounts
    return all(_disjoint(each, new) for each in (first, *(each for each in later if each.spans)))


def _disjoint(one: Account, other: Account) -> bool:
    if one.spans and other.spans:
        return not any(_meet(here, there) for here in one.spans for there in other.spans)
    return _after(one, other) or _after(other, one)


def _after(one: Account, other: Account) -> bool:
    """What was told before it can have happened is not it."""
    return bool(other.spans) and not one.spans and all(begin >= one.published for begin, _ in other.spans)


def _meet(one: stated.Span, other: stated.Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _still_now(judged: Assessment) -> bool:
    return judged.risk.urgent and LASTING.isdisjoint(judged.objects)


def _sums_up(judged: Assessment) -> bool:
    """A paper, or who asks whether somebody died, speaks in the morning of what happened at night, unless it says when
    it was."""
    return "official_media" in judged.credibility.signs or _IS_IT_SO.search(believed.head(judged)) is not None


def _silence(incident: IncidentState, new: Account) -> timedelta:
    """How long nobody had spoken of it when this was said."""
    last = max(each.published for each in incident.accounts)
    return new.published - max(last, min(incident.last_seen, new.published))


def _unlike(incident: IncidentState, new: Account) -> bool:
    """Everybody whom it names is somebody else than everybody who was named, or of another age than the only one."""
    known = {person for each in incident.accounts for person in each.persons}
    ages, age = _AGES.intersection(known), _AGES.intersection(new.persons)
    if len(ages) == len(age) == 1 and ages | age in _UNLIKE:
        return True
    pairs = [frozenset((here, there)) for here in known for there in new.persons]
    return bool(pairs) and all(pair in _UNLIKE for pair in pairs)


def _only_talk(incident: IncidentState, new: Account) -> bool:
    """Either of the persons is only heard of."""
    return new.talk or all(each.talk for each in incident.accounts if each.persons)


def _elsewhere(incident: IncidentState, new: Account) -> set[str]:
    """The kinds of spots of which both name some, and none alike."""
    known = _by_kind(spot for each in incident.accounts for spot in each.spots)
    here = _by_kind(new.spots)
    return {kind for kind in known.keys() & here.keys() if known[kind].isdisjoint(here[kind])}


def at_another_spot(incident: IncidentState, judged: Assessment) -> bool:
    """At a gate, and now in the garage: places of two kinds, none of which had been named."""
    new = {each for each in account_of(judged).spots if each.startswith(_BY_WORD)}
    known = {spot for each in incident.accounts for spot in each.spots if spot.startswith(_BY_WORD)}
    return bool(new) and bool(known) and new.isdisjoint(known)


def _sure(kinds: set[str]) -> bool:
    """A unit or a lift is told as a building is."""
    return not kinds.isdisjoint(("unit", "lift"))


def _by_kind(spots: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for spot in spots:
        kind, _, name = spot.partition(":")
        found.setdefault(kind, set()).add(name)
    return found
