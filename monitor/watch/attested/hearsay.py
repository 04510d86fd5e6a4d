"""Who bears out what is said: a relay repeats it, a denial speaks against it, and only voices of their own count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from monitor.records import Assessment
from monitor.watch.checkpoint.state import IncidentState, Member
from monitor.watch.words import believed, speakers

#: words of somebody who passes on what others say, and does not even claim to know it
_RELAYING = re.compile(
    r"转自|转载|转发(?:自|说)|先转(?:给(?:大家|各位|群里|你们)|了再说|再说)|(?<![求请家位望托烦以])帮(?:人|忙|朋友|邻居|业主)?转(?![出到入移])|"
    r"转(?:发)?(?:一下|一条|一个)?[：:】]|//\s*@[^：:\s]{1,40}[：:]|"
    r"网传|网上(?:都|有人)?(?:在|说|传)|群里(?:都|有人)?在?(?:传|转)|[都也还]在传|疯传|盛传|"
    r"(?:未经?|没有?|尚未|还没)(?:被|得到|官方)?证实|(?:不知道?|不确定|不晓得)(?:是)?(?:真假|是真是假)|真假(?:不知|未知|不明|难辨)|"
    r"刷到(?:了|过|的)?[，,]?(?:都|有人)?(?:在)?说|(?:朋友圈|网上|评论(?:区|里)?)(?:里|上)?(?:都|也|有人)*在?说(?!我)|是真的[吗么嘛]|真的假的|是不是真的|"
    r"求证|别的?群|另一个群|(?:建议|还是|先)等(?:待)?官方"
)
#: the company speaks for itself
_OUR_NOTICE = re.compile("我司|本公司|我公司")
#: 网传3死不实，实为1人死亡: the talk that is denied, with the word that denies it
_DENIED_TALK = re.compile(
    r"(?:网传|网上(?:都|有人)?(?:在|说|传)|群里(?:都|有人)?在?(?:传|转|说)|都在传|疯传|盛传|传言|传闻)"
    r"[^。！!？?\n；;]{0,40}?(?:不实|不属实|是谣言|系谣言|为谣言|是假的|是误传|系误传|并非事实|有误)"
)
_HEARD = re.compile(r"听[^，,。！!？?\s]{0,4}说|据(?:说|传|悉)|传说|好像|疑似")
#: it is said to have happened once more, or something else
_ANEW = re.compile(r"又|再次|再度|另外?[一有]|第[二三]|也有人|还有人")
#: words that talk has whatever it is about
_OF_ANY_TALK = frozenset(
    {
        "听说", "据说", "网传", "听闻", "转自", "转发", "求证", "真假", "朋友", "邻居", "同事",
        "群里", "有人", "真的",
        "真的假", "不知真假", "是不是", "身亡", "死亡", "去世", "出事", "可怕", "吓人", "注意安全",
    }
)  # fmt: skip
#: from its first word on it is another's text: what that one saw, and with what pictures, is not this author's
_ANOTHERS = re.compile(
    r"\s*(?:转发微博|//\s*@|【?转(?:发)?(?:自|载)?(?:[：:】]|[^，,。]{0,12}[：:]))(?!.{0,200}我(?:也|刚|亲|家|在))",
    re.S,
)
#: where a repost begins to quote, and what its author has seen himself: 我家就在那栋，刚看到人被抬上救护车//@…
_QUOTES = re.compile(r"//\s*@[^：:\s]{1,40}[：:]")
_SCENE = (
    "抬|担架|救护车|警车|警察|警戒线|消防|白布|盖着|血|躺|倒在|围[了着满]|拉走|捞|封(?:了|着|楼)|火光|浓烟|着火|冒烟|掉下|掉了|跳下|摔下|尸|"
    "人(?:没了|不行)|没(?:了)?(?:呼吸|心跳|气)|不动了|在哭|哭喊"
)
#: 刚看到，太惨了 saw the post, and 我住对面 nothing: who was there names what was to be seen
_SAW = re.compile(
    rf"(?:亲眼|刚刚?|我[^，,。！!？?\s没未不]{{0,6}})(?:看到|看见|目睹|拍[到下了])[^，,。！!？?\s]{{0,8}}?(?:{_SCENE})|"
    rf"我[^，,。！!？?\s以原曾]{{0,4}}(?:在|住)(?:现场|楼下|旁边|隔壁|[那这]栋|对面)[^。！!？?]{{0,16}}?(?:{_SCENE})"
)
_SAW_NOT = re.compile(r"没(?:有)?(?:看|见|听|发现|这)|不(?:知道|清楚|像)|[？?]")
#: by which a repost seemed to have seen it
_SEEMS = re.compile("看到|看见|亲眼|目睹|住|在现场")


def telling(words: Iterable[str]) -> set[str]:
    """Those that talk has of what it is about."""
    return set(words) - _OF_ANY_TALK


def told_by_others(judged: Assessment) -> bool:
    """Hearsay; an office that states a fact knows it, also where it mentions what is being said, and so does the
    company in a notice of its own that denies the talk."""
    signs = judged.credibility.signs
    if "hearsay" not in signs or _saw_what_it_quotes(believed.head(judged)):
        return False
    return not (judged.risk.level >= 2 and ("government" in signs or _admits(judged)))


def _admits(judged: Assessment) -> bool:
    """网传多人死亡不实，一名业主骨折，我司…: what is grave beyond the denial it says itself."""
    found = "denied_by_company" in judged.credibility.signs and judged.risk.level >= 2
    return found and _OUR_NOTICE.search(believed.head(judged)) is not None


def relays(judged: Assessment) -> bool:
    """It passes on what is said elsewhere and adds nothing seen by its author: no voice of its own.

    A complaint is somebody's own matter, unless it only asks whether the talk is true.
    """
    signs = set(judged.credibility.signs)
    if signs & {"official_media", "government"} or _admits(judged):
        return False
    asks = {"hearsay", "question"} <= signs
    if judged.mention.kind == "complaint":
        return asks
    said = believed.head(judged)
    if (quoted := _QUOTES.search(said)) is not None and _SAW_NOT.search(said, 0, quoted.start()):
        return True
    if _saw_what_it_quotes(said):
        return False
    if quoted is not None and "hearsay" in signs and _SEEMS.search(said, 0, quoted.start()):
        # 我看到标题吓一跳//@o:听说…
        return True
    if judged.risk.level >= 2 and (talk := _DENIED_TALK.search(said)) is not None:
        # what it denies is others' talk; what it states beside that is its own, unless that is heard of as well
        said = said[: talk.start()] + said[talk.end() :]
        if _HEARD.search(said):
            return True
    if "first_hand" in signs:
        return _ANOTHERS.match(said) is not None
    # that others are asked to pass it on (求转发, 紧急转给业主) is a plea of who says it
    return _RELAYING.search(said) is not None or _ANOTHERS.match(said) is not None


def _saw_what_it_quotes(said: str) -> bool:
    """Whether the author of a repost tells what he saw of it, and asks and heard of nothing."""
    quoted = _QUOTES.search(said)
    own = said[: quoted.start()] if quoted else ""
    return _SAW.search(own) is not None and not (
        _RELAYING.search(own) or _HEARD.search(own) or re.search(r"[？?]", own)
    )


def denies(judged: Assessment) -> bool:
    """It denies and states nothing grave beside that: a stated fact would outrank the denial.

    A neighbour who complains that something is denied complains; an office, the press and the company speak for it.
    """
    signs, author = judged.credibility.signs, judged.mention.author
    if "denial" not in signs or judged.risk.level > 1:
        return False
    official = author is not None and author.verified_as == "organisation"
    return not judged.risk.level or official or "government" in signs or "official_media" in signs


def in_doubt(member: Member) -> bool:
    """Somebody else is said to know it."""
    return member.hearsay or member.relayed


def deniable(member: Member) -> bool:
    """An office is believed against it: talk, and what is stated as grave by somebody who was not there and answers for
    nothing. Who saw it, complains, prints it or is an office stands against the denial."""
    return in_doubt(member) or (member.level >= 3 and not _vouches(member))


def refuted(incident: IncidentState, member: Member) -> bool:
    """It counts no more: found to be false, a denial itself, or what had been said without proof when it was denied."""
    return member.discounted or member.denial or (incident.denied and deniable(member) and _was_meant(incident, member))


def _was_meant(incident: IncidentState, member: Member) -> bool:
    """Nobody denies what is said only later: that may be another death in the same house."""
    return incident.denied_at is None or member.published <= incident.denied_at


def deny(incident: IncidentState, at: datetime) -> None:
    """What was said until then is denied."""
    incident.denied, incident.denied_at = True, max(at, incident.denied_at or at)
    incident.forget_gist()


def retells(incident: IncidentState, judged: Assessment, member: Member) -> bool:
    """It passes on once more what was denied or found false: the same wording, or hardly a word that is new."""
    if not deniable(member):
        return False
    told = [each for each in incident.members.values() if refuted(incident, each) and not each.denial]
    if not told or _ANEW.search(judged.mention.text[: believed.HEAD]):
        return False
    if names_another_building(incident, judged):
        return False
    if member.wording and any(each.wording == member.wording for each in told):
        return True
    if speakers.is_desk(judged) and not in_doubt(member):
        # a patrol that reports what it found answers for it, whatever was found false before
        return False
    words = set(member.keywords) - _OF_ANY_TALK
    denied = [said for each in told if (said := set(each.keywords) - _OF_ANY_TALK)]
    known = words.intersection(set().union(*denied))
    return 2 * len(known) > len(words) or any(each <= words for each in denied)


def names_another_building(incident: IncidentState, judged: Assessment) -> bool:
    """Than the one that the incident's headline names, where both name one."""
    here = incident.place.building if incident.place else None
    there = judged.place.building if judged.place else None
    return None not in (here, there) and here != there


def denial_stands(incident: IncidentState) -> bool:
    """It is denied, and since then nobody spoke of anything as grave that it was not about, nor did an office."""
    return incident.denied and not any(
        each.level >= 3 and (deniable(each) or _stated_since(incident, each)) and not refuted(incident, each)
        for each in incident.members.values()
    )


def _stated_since(incident: IncidentState, member: Member) -> bool:
    """The police report what somebody had found to be false: what they say later is what holds."""
    return member.government and not _was_meant(incident, member)


def borne_out(grave: Iterable[Member], *, alike: bool = False) -> bool:
    """Of what counts and is grave: a complaint, first-hand detail, press or office, or a second voice of its own.

    Who says that he heard it bears out nothing of it by himself, whatever he saw of it besides. `alike`: of the market
    there is talk of many things at once; only a voice that shares a word with another bears that out.
    """
    own = [each for each in grave if not each.relayed]
    if alike:
        own = [each for each in own if _vouches(each) or any(_of_one_thing(each, other) for other in own)]
    return any(map(_vouches, own)) or independent(own) > 1


def _of_one_thing(one: Member, other: Member) -> bool:
    return one is not other and not (set(one.keywords) - _OF_ANY_TALK).isdisjoint(other.keywords)


def _vouches(member: Member) -> bool:
    saw = member.first_hand and not member.hearsay
    return saw or member.complaint or member.official_media or member.government


def independent(members: Iterable[Member]) -> int:
    """People who said it in words of their own: of copies of one wording only whoever published first."""
    first: dict[str, Member] = {}
    own: set[str] = set()
    for each in members:
        if not each.wording:
            own.add(each.person)
        elif each.wording not in first or _sooner(each, first[each.wording]):
            first[each.wording] = each
    return len(own | {each.person for each in first.values()})


def _sooner(one: Member, other: Member) -> bool:
    return (one.published, one.person) < (other.published, other.person)


def debunked(incident: IncidentState) -> bool:
    """What it was told for is denied, and nobody who knows it for himself has said anything as grave since."""
    return denial_stands(incident) and incident.gist.solid < (2 if incident.peak_grade >= 2 else 1)
