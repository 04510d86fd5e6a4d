"""What is said in a chat without saying what about: it answers what was said there last, and is no matter by itself."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from monitor.records import Assessment
from monitor.watch.checkpoint import copies
from monitor.watch.checkpoint.memory import Said
from monitor.watch.checkpoint.state import IncidentState, Member
from monitor.watch.checkpoint.subjects import SubjectState
from monitor.watch.joining import kinds
from monitor.watch.words import bounds

#: chats whose last word a subject remembers, the latest
KEPT = 10
#: who joins in does so within the hour, who only exclaims does so at once
JOINING, EXCLAIMING = timedelta(hours=1), timedelta(minutes=30)
#: so long people join in under a post
UNDER = timedelta(hours=72)
#: no longer than that are words that say nothing of what they are about
SHORT = 16
#: from this grade on people go on about what happened to them
GRAVE = 2

#: who is spoken of, and what is wanted of him
_SOMEBODY = re.compile(r"物业|管家|客服|保安|小区|楼|业委会|经理|师傅|保洁|工程部|服务中心")
#: how much, how long, how it feels, and that nobody sees to it: what is left over is what it is about
_UTTERED = re.compile(
    r"\[[^\]]{1,8}\]|(?:没人|没有人|有人|谁|都|也)?(?:来|去|肯|会|能)?(?:管管?|修修?|维修|理|清|问|处理|解决|回复|接|弄|搞)|没人|"
    r"垃圾(?=[了吧啊呀，,。！!]|$)|受[不得]了|睡不着|打不通|没反应|[没有]用|怎么办|咋办|忍[不无].{1,2}|"
    r"(?:气|烦|吵|臭|吓|热|冷|冻|累|笑|急|难受)(?:死|醒|坏|晕|人|疯|炸|到)*|无语|离谱|恶心|可怕|恐怖|害怕|危险|崩溃|抓狂|过分|服气?|无奈|奇葩|"
    r"投诉|报修|报警|电话|反映|举报|问题|事情|情况|声音|味道|东西|地方|时候|"
    r"(?:[一二两三四五六七八九十几多半\d]+|好几|整整|大半)个?(?:天|月|周|年|小时|分钟|次|回|遍|礼拜|星期|晚上?|夜)|"
    r"天天|每天|整天|成天|今[天晚早]|昨[天晚]|早上|中午|下午|晚上|[大]?半夜|凌晨|现在|刚才|刚刚|这两天|最近|"
    r"一直|老是|总是|经常|还是|又|还|老|总|再|真是|真的?|太|好|很|非常|特别|超级?|[这那怎]么?样?|什么|啥|咋|"
    # no matter of a house: 打车打不到, 腰疼得睡不着, 物价又涨了
    r"打不到车|打不着车|打车|网约车|滴滴|出租车|地铁|公交|堵车|航班|高铁|物价|油价|菜价|肉价|房贷|加班|上班|考试|失眠|感冒|"
    r"(?:腰|头|牙|胃|肚子|腿|背|脖子|嗓子|膝盖|颈椎|肩膀?|浑身|全身)(?:好|太|很|又|都|也|还|一直|老)*(?:疼|痛|酸)+|"
    r"我们?家?|你们?家?|他们?|她|它|大家|各位|自己|[了啊呀吧呢吗嘛哦唉哎哈的地得是在到要能会让给把被有没不过着死都也就去来坏脏乱差坑人谁]"
)
_NAMED = re.compile("[\u4e00-\u9fff]{2}")
#: [流泪] and whatever else is no word; the plus of +1 is one
_NOISE = re.compile(r"\[[^\]]{1,8}\]|[^\w+＋]")
#: +1, 我家也是, 3 李姐算我一个
_JOINS = re.compile(
    r"(?:\d{1,3}(?![\d栋幢号]))?[\u4e00-\u9fff*]{0,5}?(?:[+＋]1|加[1一]|扣?1|算(?:上)?我(?:家)?(?:一个)?|附议|同(?:意|感|上|求)?|一样的?|支持|参加|报名|顶|"
    r"我(?:们)?(?:家|这|这边|这栋|这层|楼上|楼下|单元|\d{1,2}[层楼栋])?[也都](?:是|一样|没有?|停|有|这样|要|去|参加|同意|不热|不行|断).{0,4}|"
    r"我(?:也)?去|我家[一两二三四五]个?人?)(?:不交|不同意|同意|必须的?|支持|了|的|啊|呀|哈)*"
)

#: 支持拒缴物业费, 周六集合+1: of what people are called to do together, who says that he is with them; 支持涨价 and
#: 我家也在物业门口 are with nobody
_DOES = (
    "(?:坚决|一起|集体|联合|联名|必须)*(?:拒|不[交缴给付]|停[交缴付]|罢|抵制|维权|换|炒|解聘|集合|签|接龙|投诉|反对|"
    "上访|起诉|告|要求|成立|退|报名|参加|去|来|到)"
)
_WITH_THEM = re.compile(
    rf"(?<![不别谁])(?:支持|同意)(?:大家|你们?|楼[主上]|各位|邻居们?)?(?:{_DOES}|[\s,，。!！]|$)|[+＋]1|算(?:上)?我|附议|跟上|"
    rf"我(?:们)?(?:家|栋|楼|这栋|这层|单元)?[也都](?:要|会|想|支持|同意|跟|算){{0,2}}(?:{_DOES}|$)"
)
_AGAINST = re.compile(
    r"反对|不(?:支持|赞成|参加|跟|同意(?!涨|收|加|改|换))|[?？吗]$|别(?:闹|跟|拒|去)|退出|算了|谁|"
    r"(?:按时|早就?|已经?|该|正常|继续)[交缴](?!代)|[交缴](?:了|清|过|完)|物业(?:也)?不容易"
)
#: words of every support
_BACKING = ("支持", "同意")
#: no longer than that
_SECONDED = 28
#: what goes off for all at once; who asks when it is back is without it
_OUTAGES = ("供水", "供电", "暖气", "热水", "燃气", "网络", "电梯")
_WAITS = re.compile(
    r"(?:什么时候|啥时候?|几点|何时|多久|到底)[^。！!？?]{0,8}(?:来[水电气暖]|通|恢复|修|热|供|[能会]好|能用|有[水电气暖网])|"
    r"(?:能不能|可不可以|就不能|为什么不|为啥不|怎么不)[^。！!？?]{0,4}(?:提前|早点?)|"
    r"(?:怎么|咋|为什么|为啥)[^。！!？?]{0,4}(?:又|还|老|总)[^。！!？?]{0,4}(?:停|没|断|不热|不来|坏)|"
    r"[停没断][水电气暖网]了?[?？]+$"
)
#: 5栋也停水了: one house more, unless it is asked, or of another place or time
_TOO = re.compile(r"(?:[也都]|同样|照样|一样)(?:跟着|一起)?(?:停|断|没有?(?![停断坏问事])|不热|坏)")
_NOT_TOO = re.compile(
    r"(?:隔壁|对面|别的|其他|旁边|我[爸妈姐哥婆岳]\S{0,4})(?:那?个)?小区|老家|单位|公司|学校|朋友|同事|去年|前年|上[次周个]|以前|之前|每年|"
    r"[吗嘛][?？，,。]?|没停|我家(?:还)?有[水电气暖网]"
)
#: a notice that says when it is back asks nothing
_ASKING = (None, "question", "harmless")
#: no longer is such a question, and for so long it is of what others complain of
ASKED, WAITING = 40, timedelta(hours=24)


def joins(judged: Assessment) -> bool:
    """+1, 我家也是, 3 李姐算我一个: one more person, who says nothing else."""
    return _vague(judged) and _JOINS.fullmatch(_NOISE.sub("", judged.mention.text)) is not None


def _vague(judged: Assessment) -> bool:
    """Said in a chat of the estate or under a post, in a few words that name no thing and no place."""
    mention = judged.mention
    in_chat = mention.group is not None and judged.subject.how == "group"
    if not (in_chat or (mention.kind == "comment" and _under(judged))) or mention.kind == "complaint" or mention.title:
        return False
    if judged.risk.level > 1 or judged.risk.urgent or judged.objects or judged.things or judged.place is not None:
        return False
    return len(_NOISE.sub("", mention.text)) <= SHORT


def says_nothing(judged: Assessment) -> bool:
    """太吓人了, 又坏了没人修, and nobody knows what of: it names neither a thing nor anybody; 垃圾没人清 does."""
    if not _vague(judged) or _SOMEBODY.search(judged.mention.text) is not None:
        return False
    # 股票又跌了 names a thing that is not the estate's
    elsewhere = judged.risk.categories == ["market"]
    return elsewhere or _NAMED.search(_UTTERED.sub("，", judged.mention.text)) is None


def answered(state: SubjectState, judged: Assessment, published: datetime) -> IncidentState | None:
    """The open incident that was spoken of last in that chat, where this only joins in or exclaims."""
    if waits(judged) and (incident := _waited_for(state, judged, published)) is not None:
        return incident
    if _seconds(judged) and (incident := _seconded(state, judged, published)) is not None:
        return incident
    if not _vague(judged):
        return None
    if _under(judged):
        return _joined_under(state, judged, published) if joins(judged) else None
    last = state.memory.talk.get(_chat(judged) or "")
    incident = state.incidents.get(last.incident) if last is not None and last.incident else None
    if last is None or incident is None or not incident.open or incident.drill != judged.mention.drill:
        return None
    joining = joins(judged)
    # 楼上老人下不来, while it burns: that it became worse is told, and not only counted
    if not (joining or judged.risk.level) or kinds.reaches(incident, judged):
        return None
    within = JOINING if joining else EXCLAIMING
    return incident if timedelta() <= published - last.published <= within else None


def _seconds(judged: Assessment) -> bool:
    """支持拒缴物业费: it names what it is with, and calls nobody to anything."""
    mention, said = judged.mention, judged.mention.text
    if mention.group is None or judged.subject.how != "group" or mention.kind == "complaint" or mention.title:
        return False
    if judged.risk.level > 0 or len(said) > _SECONDED:
        return False
    return _WITH_THEM.search(said) is not None and _AGAINST.search(said) is None


def _seconded(state: SubjectState, judged: Assessment, published: datetime) -> IncidentState | None:
    """The call of the last hour with a word of which it says that its author is with them."""
    near = state.incidents.open_near(published, JOINING, judged.mention.drill)
    found = [
        each
        for each in map(state.incidents.__getitem__, near)
        if "collective" in each.categories
        and any(word in each.said for word in judged.keywords if word not in _BACKING)
    ]
    return max(found, key=lambda each: (each.last_seen, each.incident_id), default=None)


def waits(judged: Assessment) -> bool:
    """什么时候来水, 停水能不能提前通知: no complaint by itself, and one more person where others complain of it."""
    said, asked = judged.mention, judged.risk.level == 0 and judged.relevant and judged.frame in _ASKING
    asked = asked and said.kind != "complaint" and len(said.text) <= ASKED and _off(judged) is not None
    too = _TOO.search(said.text) is not None and _NOT_TOO.search(said.text) is None
    return asked and (too or _WAITS.search(said.text) is not None)


def _off(judged: Assessment) -> str | None:
    return next((each for each in judged.keywords if each in _OUTAGES), None)


def _waited_for(state: SubjectState, judged: Assessment, published: datetime) -> IncidentState | None:
    """The open matter of what is off, where most speak of that."""
    near = state.incidents.open_near(published, WAITING, judged.mention.drill)
    off = _off(judged) or ""
    found = [each for each in map(state.incidents.__getitem__, near) if each.matter == "service" and not each.unplaced]
    return next((each for each in found if 2 * each.said.get(off, 0) > len(each.members)), None)


def _under(judged: Assessment) -> bool:
    return judged.mention.kind == "comment" and judged.subject.how == "parent"


def _joined_under(state: SubjectState, judged: Assessment, published: datetime) -> IncidentState | None:
    """The open incident of what it hangs under: 算我一个 under a call is one person more of it."""
    near = state.incidents.open_near(published, UNDER, judged.mention.drill)
    return next((each for each in map(state.incidents.__getitem__, near) if copies.answers(each, judged)), None)


def _chat(judged: Assessment) -> str | None:
    """Where it is said; who plays an exercise there speaks to nobody who does not."""
    mention = judged.mention
    return f"{mention.group}~drill" if mention.group is not None and mention.drill else mention.group


def note(state: SubjectState, judged: Assessment, incident: str | None, published: datetime) -> bool:
    """Remember what was spoken of last in its chat; whether there is anything new to remember."""
    group, talk = _chat(judged), state.memory.talk
    if group is None or (incident is None and group not in talk):
        return False
    if (last := talk.get(group)) is not None and last.published > published:
        return False
    if last is not None and incident is None and last.published == published:
        return False  # who is out has ended a danger; delivered once more he ends none, and spoke of it all the same
    talk.pop(group, None)
    talk[group] = Said(incident, published)
    while len(talk) > KEPT:
        del talk[min(talk, key=lambda each: (talk[each].published, each))]
    return True


def echo(incident: IncidentState, judged: Assessment, member: Member) -> Member:
    """One more person for what was said last, and no witness of it."""
    last = next(reversed(incident.members.values()), None)
    member.relayed, member.first_hand = True, False
    if not (joins(judged) or _seconds(judged)):
        return member
    member.level = 0
    if last is not None:
        member.keywords = last.keywords
        member.categories = [each for each in last.categories if each == "collective"]
    if _seconds(judged) and not joins(judged):
        member.categories = ["collective"] if "collective" in incident.categories else []
    return member


def crawled_again(incident: IncidentState, judged: Assessment, member: Member) -> Member:
    """The same few words once more are of the same: nothing else has been said by them."""
    old = incident.members.get(judged.mention.id)
    if old is None or not old.relayed or not (_vague(judged) or waits(judged) or _seconds(judged)):
        return member
    member.relayed, member.first_hand = True, False
    member.level, member.keywords, member.categories = old.level, old.keywords, old.categories
    return member


def goes_on(state: SubjectState, judged: Assessment, published: datetime, within: timedelta) -> IncidentState | None:
    """The grave matter that its author told of, where he goes on about it without naming any other thing or place."""
    mention = judged.mention
    if mention.author is None or not mention.author.id or mention.kind == "complaint" or mention.author.verified_as:
        return None
    if judged.risk.level > 2 or judged.risk.urgent or judged.objects or judged.things or judged.place is not None:
        return None
    person = bounds.person_of(judged)
    near = state.incidents.open_near(published, within, mention.drill)
    found = [
        each
        for each in map(state.incidents.__getitem__, near)
        if each.grade >= GRAVE and person in each.people and not each.unplaced and each.first_seen <= published
    ]
    return max(found, key=lambda each: (each.last_seen, each.incident_id), default=None)
