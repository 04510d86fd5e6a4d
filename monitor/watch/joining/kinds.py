"""Kinds of fact, of which each is told once though the matter is one: after an inquiry arrests, after a loss a halt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

import msgspec

from monitor.records import Assessment, Risk
from monitor.watch.attested import evidence, hearsay
from monitor.watch.checkpoint import copies
from monitor.watch.checkpoint.state import IncidentState
from monitor.watch.joining import apart, danger
from monitor.watch.words import believed, menace, safe, whose

LAW, PRESS, MARKET, CROWD = "law", "press", "market", "crowd"
#: what an office, the police or a court does
_LAW = {
    "inquiry": re.compile(
        r"立案|调查组|(?:介入|开展|展开|启动|接受|进驻|被|提级|立即)调查|调查(?:取证|核实|处理)中|约谈|挂牌督办|彻查|突击检查"
    ),
    "custody": re.compile(
        r"(?:依法|已被?|被警方|被公安|被)控制|控制[^，。；;\s]{0,12}(?:负责人|责任人|经理|人员|嫌疑人|涉事|\d+人|[一二两三四五六七八九十]人)|"
        r"带走|传唤|拘留|刑拘|逮捕|批捕|留置|羁押|抓获|归案|到案|被抓|强制措施"
    ),
    "charge": re.compile(r"涉嫌[^，。；;\s]{1,14}罪|(?:提起|移送)公诉|"
        r"追究[^，。；;\s]{0,12}刑事责任|移送司法|移交(?:纪委|司法|检察)"),
    "penalty": re.compile(
        r"行政处罚|处罚(?:决定|告知)|罚款\d|(?:被|处以?)罚[款没]?|罚没|吊销|责令|停业整[顿改]|"
        r"通报批评|黑名单|整改通知|查封|约束?性?扣分|信用扣分"
    ),
    "court": re.compile(r"起诉|应诉|开庭|判决|裁定|[一二终]审|胜诉|败诉|判令|强制执行|失信被执行|冻结|"
        r"法院(?:已经?)?(?:受理|立案)"),
}  # fmt: skip
#: what a paper finds out beside what happened
_PRESS = {
    "warned": re.compile(
        r"(?:曾|此前|之前|多次|屡次|屡屡|早在|[近半一两几]+个?[月年周]来?内?|连续)[^。！!？?；;\n]{0,24}"
        r"(?:投诉|反映|举报|报修|上报|提醒|求助)"
    ),
    "counted": re.compile(
        r"(?:投诉|反映|举报|报修)[^。！!？?；;，,\n]{0,9}(?:\d+|[两二三四五六七八九十百]+|[数多])余?[次起件条]"
    ),
    "record": re.compile(
        r"(?:曾|此前|多次|年内)[^。！!？?；;\n]{0,20}(?:被罚|处罚|通报|被执行|起火|坠落|事故)|未(?:按规定|按期|经)?(?:年检|检验|维保|验收)|"
        r"(?:检验|年检|维保)[^。，,；;\n]{0,6}(?:过期|超期|到期)|无(?:资质|证照?上岗)"
    ),
    "concealed": re.compile(
        r"瞒报|迟报|隐瞒|删(?:帖|评|视频)|封口|阻挠|阻拦|抢(?:夺|走)?[^。，,；;\n]{0,6}(?:手机|相机|设备)|拒绝(?:采访|回应|透露|提供)|裁剪|"
        r"监控[^。，,；;\n]{0,6}(?:损坏|缺失|丢失|坏了|被删|看不到)"
    ),
    "fault": re.compile(
        r"(?:无法|不能|未能?)(?:正常)?(?:启动|开启|使用|报警|打开)|失灵|失效|带病运行|形同虚设|没有?水|锁闭|被锁|被?堵(?:塞|死|住)|擅自|违规|无人(?:值守|值班|巡查)|"
        r"未(?:设置?|安装|配备)"
    ),
}  # fmt: skip
#: of a listed company
_MARKET = {
    **apart.MARKET_NEWS,
    "short": re.compile(r"沽空|做空|浑水|看空"),
    "trade": re.compile(r"停牌|复牌|暂停买卖|急跌|暴跌|大跌|跌停|闪崩|腰斩|急挫"),
    "leaving": re.compile(r"辞任|离任|辞职|辞去|免职|出走|换帅"),
    "stake": re.compile(r"质押|冻结|减持|套现|抛售|清仓|拍卖"),
    "inquiry": re.compile(r"问询|监管函|警示函|立案|调查|稽查|关注函|证监|港交所|联交所"),
    "rating": re.compile(r"(?:下|上)调[^。，,；;]{0,12}评级|评级[^。，,；;]{0,16}(?:下|上)调|垃圾级|负面展望|展望负面"),
    "default": re.compile(r"违约|逾期(?:未|兑付)|无法兑付|展期|破产|清盘|重整"),
}  # fmt: skip
_CLAUSE = re.compile(r"[^，,。！!？?；;\n]+[，,。！!？?；;]?")
#: what people do together: after a banner at the office they go to the government
_CROWD = {
    "petition": re.compile(
        r"上访|信访|请愿|(?:去|到|找|往|在|堵)[^，,。！!？?；;\s]{0,6}(?:街道办?|政府|住建局|信访局|区里|市里|纪委|住建委)"
    ),
    "block": re.compile(r"围堵|堵(?:了|住|着|在|死)?(?:大?门|路|车|出?入?口|售楼|物业)|围(?:住|了|着)|扣(?:住|下)"),
    "banner": re.compile(r"横幅|标语|喊口号"),
    "refuse": re.compile(r"(?:集体|一起|全部|大家|都)[^，,。！!？?；;]{0,6}(?:不|拒|停)[交缴]|拒[交缴]"),
    "strike": re.compile(r"罢工|罢市|罢运|停业抗议|集体(?:闭店|关店|停工)"),
    "press": re.compile(r"(?:找|联系|请|叫)[^，,。！!？?；;]{0,4}(?:记者|电视台|媒体)"),
}
#: what is asked for, threatened or only might be: 请住建局立案, 再不修就起诉, 真的话要停牌
_NOT_DONE = re.compile(
    r"恳?请(?!假|客|了)|要求|希望|建议|呼吁|应当|应该|为什么不|怎么(?:还)?不|能不能|可以|准备(?!金)|打算|考虑|想要|将要|就要|再不|如果|要是|真的话|否则|小心|迟早|"
    r"必须|强烈|什么时候|会不会|是不是|要不要|怕是|等着|撤销|有没有|[吗呢么]$|[？?]$|"
    r"该(?:抓|查|罚|立案|起诉|拘)|(?:未|没有?|不予|并非|无需|不会)(?:被|依法|正式|予以|对其)*"
    r"(?:立案|处罚|调查|起诉|受理|拘留|逮捕|采取|控制|停牌|冻结|判决|开庭|约谈|违约)"
)
#: and what is that all the same
_DONE = re.compile(r"已经?|正式|依法|受理|目前|现已")
#: first of the name of a fact that neither the press nor an office has stated
_SAID = "?"
#: and of one that says what endangers people (monitor.watch.words.menace), from this level on, on which they are sent
_DANGER, _SENT_OUT = "danger:", 2
#: what comes through doors and shafts
_FIRE = "fire"
_IN_THE_AIR = frozenset({"gas", _FIRE})
#: so long after it was called over what is in the air in the next house may be of it
_LATELY = timedelta(hours=6)
_MILD = Risk(score=20.0, level=1, categories=["service"])
#: and of one that says how it became worse
_TURN = "turn:"


def news(incident: IncidentState, judged: Assessment, family: str) -> set[str]:
    """The facts of this family that it states and the incident does not know; asked before it joins.

    What people say spends no fact: the press or an office that states it is told as well.
    """
    known, attested = set(incident.spread.facts), _attested(judged)
    return {each for each in of(judged, family) if each not in known and (attested or _SAID + each not in known)}


def note(incident: IncidentState, judged: Assessment) -> None:
    """What it states is known."""
    if hearsay.denies(judged):
        return
    found = {each for family in (LAW, PRESS, MARKET, CROWD) for each in of(judged, family)}
    named = found if _attested(judged) else {_SAID + each for each in found}
    if judged.risk.level >= _SENT_OUT:
        named |= {_DANGER + each for each in menace.of(judged)}
        if _may_be_told(judged) or incident.mentions <= 1:
            named |= _turns(incident, judged)
    if reaches(incident, judged):
        named |= _turns(incident, judged)
    if not named <= set(incident.spread.facts):
        incident.spread.facts = sorted({*incident.spread.facts, *named})


def dangers(incident: IncidentState) -> set[str]:
    """What it was told to endanger people; of one that was folded before that was noted, what its quotes say."""
    facts = {each.removeprefix(_DANGER) for each in incident.spread.facts if each.startswith(_DANGER)}
    return facts or {each for quote in incident.quotes for each in menace.sorts(quote.evidence.quote)}


def of_another_danger(incident: IncidentState, judged: Assessment) -> bool:
    """It names a danger, and that is none of what is known there nor comes of it."""
    return menace.another(dangers(incident), menace.of(judged))


def worsens(incident: IncidentState, judged: Assessment) -> bool:
    """The danger that people were sent to makes somebody ill, reaches others, grows or has struck, and had not yet."""
    if reaches(incident, judged):
        return not _turns(incident, judged) <= set(incident.spread.facts)
    if min(judged.risk.level, incident.grade) < _SENT_OUT or not _may_be_told(judged):
        return False
    call = danger.new_call(judged)
    if call is None or not danger.stands(incident, call):
        return False  # it is read only after it was called over
    if copies.repeats(incident, judged) or of_another_danger(incident, judged):
        return False
    return not _turns(incident, judged) <= set(incident.spread.facts)


def reaches(incident: IncidentState, judged: Assessment) -> bool:
    """7栋3楼也闻到了，想吐: in few words, it is there too and makes somebody ill, or it is in another building."""
    said = believed.head(judged)
    left = _FIRE in dangers(incident) and _holds(said)
    if (
        not (judged.risk.level and (left or menace.here_too(said)))
        or incident.grade < _SENT_OUT
        or hearsay.relays(judged)
    ):
        return False
    if _IN_THE_AIR.isdisjoint(dangers(incident)) or copies.repeats(incident, judged):
        return False
    if not danger.lasts(incident):
        return _after_the_end(incident, judged)
    if left:
        return not _elsewhere(incident, judged)  # 楼上老人下不来, while it burns there
    return _elsewhere(incident, judged) or "affects" in menace.turns(said)


def _after_the_end(incident: IncidentState, judged: Assessment) -> bool:
    """阀门已关闭, and then somebody is ill of it in another building, to which nobody has been sent."""
    over, said = danger.last_end(incident), believed.head(judged)
    if over is None or not timedelta() <= believed.published(judged) - over < _LATELY:
        return False
    return menace.here_too(said) and _elsewhere(incident, judged) and "affects" in menace.turns(said)


def beside_danger(near: Iterable[IncidentState], judged: Assessment) -> Assessment:
    """8栋也闻到了 says nothing bad by itself; said in the chat while gas or smoke endangers people it does.

    `near`: the incidents in which somebody is in danger.
    """
    if judged.risk.level or judged.mention.group is None or not menace.smells_too(believed.head(judged)):
        return judged
    found = msgspec.structs.replace(judged, risk=_MILD)
    return found if any(reaches(each, found) for each in near) else judged


def _elsewhere(incident: IncidentState, judged: Assessment) -> bool:
    building, known = judged.place.building if judged.place else None, evidence.buildings(incident.quotes)
    return bool(known) and building is not None and building not in known


def _holds(said: str) -> bool:
    """Somebody has not come down, and no result of a meeting has not come out."""
    return safe.leaves_behind(said) and (bool(whose.in_danger(said)) or "有人" in said)


def _may_be_told(judged: Assessment) -> bool:
    """What is relayed, or calls for no help, is not told as worse, and keeps nobody who was there from saying so."""
    return judged.risk.urgent and not hearsay.relays(judged)


def _turns(incident: IncidentState, judged: Assessment) -> set[str]:
    said = believed.head(judged)
    more = {"holds"} if _holds(said) else set()
    # 7栋5楼也闻到了 is told as a spread, and 8栋也闻到了 has still to be told
    more |= {"next door"} if menace.here_too(said) and _elsewhere(incident, judged) else set()
    more |= {"after the end"} if _after_the_end(incident, judged) else set()
    return {_TURN + each for each in menace.turns(said) | more}


def printed(judged: Assessment) -> bool:
    """The press says it; who complains is never the press."""
    return "official_media" in judged.credibility.signs and judged.mention.kind != "complaint"


def official(judged: Assessment) -> bool:
    return "government" in judged.credibility.signs


def _attested(judged: Assessment) -> bool:
    return printed(judged) or official(judged)


def of(judged: Assessment, family: str) -> set[str]:
    """The facts of this family that it states as done."""
    said = believed.head(judged)
    if family == PRESS:
        return {f"{PRESS}:{name}" for name, found in _PRESS.items() if found.search(said)} if printed(judged) else set()
    if family == MARKET:
        spoken = _done(said) if "market" in judged.risk.categories else ""
        return {f"{MARKET}:{name}" for name, found in _MARKET.items() if found.search(spoken)}
    if family == CROWD:
        if "collective" not in judged.risk.categories:
            return set()
        return {f"{CROWD}:{name}" for name, found in _CROWD.items() if found.search(said)}
    if "legal" not in judged.risk.categories and not _attested(judged):
        return set()
    done = _done(said)
    return {f"{LAW}:{name}" for name, found in _LAW.items() if found.search(done)}


def _done(said: str) -> str:
    """The clauses that tell what is, and not what somebody asks for or fears."""
    clauses = _CLAUSE.findall(said)
    return "".join(each for each in clauses if _DONE.search(each) or not _NOT_DONE.search(each))
