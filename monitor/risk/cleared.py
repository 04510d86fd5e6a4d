"""What was looked into and turned out to be nothing: “网传…，经勘查，无人员伤亡” denies without saying so."""

from __future__ import annotations

import re

from monitor.risk.matcher import Span

#: of a longer text the head is looked at
_HEAD = 800
#: how what is looked into is brought up
_TALK = (
    "(?:网传|网上(?:有人)?(?:说|传|流传|传言)的?|流传|传言|传闻|疯传|谣传|热传|"
    "(?:网友|网民|群众|市民|有人)[^。!?;\n]{0,12}?(?:称|说|发布|发帖|散布|爆料|反映|转发))"
)
#: who went to see says that he did
_LOOKED = (
    "(?:(?<!已)经[^。!?;\n]{0,16}?(?:查|核实|了解|走访|勘察|检测|检验|比对|调取|排查|确认|查看|看过)|"
    "(?:核实|核查|查证|调查|排查|勘察|勘查|检测|检查|走访)(?:后|发现|得知|清楚|确认))"
)
#: what was found: nobody hurt, nothing there, somewhere else, something else
_NOTHING = (
    "(?:(?:没有|未有|并无|无|未见|未造成)(?:任何|其他)?(?:人员|人|乘客|住户|居民|群众)(?:员)?(?:被困|受困|失踪|坠楼)?(?:伤亡|受伤|死亡|被困|受困)|"
    "(?:并未|未|没有|均未|无人)(?:住院|送医|就医|受伤|骨折)|(?:无|没有|未有|未发生)(?:任何)?肢体(?:接触|冲突)|"
    "(?:并未|未|没有|没)(?:发现|发生|接到|出现|收到)[^。!?;\n]{0,14}?(?:情况|警情|事件|情形|行为|异常|问题|火警|案件|报警|现象|迹象|物品|爆炸物|人员|痕迹|线索)|"
    "(?:并未|从未|未|没有)发生(?:过|任何|网传的?|所谓的?|上述|此类|类似)*[^,，。!?;\n]{0,4}?(?:火灾|火情|火警|起火|爆炸|闪爆|燃爆|坠落|坠楼|坠亡|高坠|跳楼|溺水|触电|"
    "中毒|坍塌|倒塌|冲顶|困人|泄漏|泄露|拐卖|抢劫|斗殴|殴打|砍人|伤人|死亡|事故)|"
    "(?:并无|并不存在|不存在)[^。!?;\n]{0,10}?(?:行为|情况|情形|此事|其事|现象|问题|事实)|"
    "(?:引发|引起|造成|产生|纯属|实属|实为|系|属|是)[^。!?;\n]{0,6}?(?:误会|误解|误传|误报|误认|误读)|"
    "(?:各项)?指标(?:均|全部|都)?(?:合格|正常|符合|达标)|"
    "(?:平安|安全)(?:回家|到家|返家|找到|接回|离开|无恙))"
)
_ELSEWHERE = (
    "(?:拍摄于|拍自|来自|发生在|发生于|出自|是|系|为)(?:外省|外地|外市|外县|境外|国外|异地|别的|其他|其它|某地)"
    "[^。!?;\n]{0,16}?(?:视频|旧闻|旧事|事件|画面|片段|图片|影像|城市|小区|某地|某市)|"
    "与(?:我市|我区|我县|我镇|我辖区|本市|本区|本地|本小区|该小区|我小区)(?:及)?[^。!?;\n]{0,6}?无(?:关|涉)"
)
#: 关于…的传言, 针对网传…: what is spoken of stands before the word for talk
_ABOUT = "(?:(?:关于|针对|有关|对于?)[^。!?;\n]{0,40}?)?"
_CLEARED = re.compile(
    rf"{_ABOUT}{_TALK}(?P<said>[^。!?\n]{{2,70}}?)(?:{_LOOKED}(?P<found>[^!?\n]{{0,60}}?){_NOTHING}|(?:{_LOOKED}[^!?\n]{{0,30}}?)?(?:{_ELSEWHERE}))"
)
#: “关于“…致两人死亡”的网络信息，经核查…”: talk is quoted before its name
_QUOTED = re.compile(
    "(?:关于|针对|有关|就|对于?)[^。!?;\n“”]{0,8}“(?P<said>[^“”\n]{4,40})”(?:的|等|一事|这一){0,2}"
    "(?:网络|相关|不实|网上)?(?:信息|传言|传闻|说法|消息|视频|帖文|帖子|网帖|爆料|舆情)"
    rf"[^。!?;\n]{{0,12}}?{_LOOKED}(?P<found>[^!?\n]{{0,60}}?){_NOTHING}"
)
#: somebody came to harm all the same: 经核实1人受伤送医，无人员死亡
_HARMED = re.compile(
    "(?:致|造成|导致|有)?(?:[1-9][0-9]*|[一两二三四五六七八九十]+)(?:人|名|位|死|伤)[^。!?;\n]{0,8}?"
    "(?:死|亡|伤|送医|就医|住院|昏迷|烧|抢救|遇难)|(?:死者|伤者|死亡|身亡|送医|骨折)|"
    "一(?:名|位)?(?:男|女|老|儿|住|业|工|租)[^,，。!?;\n未没无非]{0,6}?(?:坠楼|跳楼|坠落|坠亡|溺水|触电)"
)
#: it befell all the same, or goes on: 经核实情况属实, 火势很大, 还在打捞, 可里面还在喊
_BEFELL = re.compile(
    "属实|确有|确已|确实(?!不|没|无)|扑灭|火势|在烧|打捞|还在|仍在|仍有|喊|塌陷|(?<!不)可(?![能以])|但(?!是?(?:请|望|希望|提醒))|却|结果(?!合格|正常|均|显示|为)|正在"
)
#: who is complained of is no judge of it: 物业检查后说没有发现问题
_ACCUSED = re.compile("(?:物业|维保|开发商|保安|经理|管家)(?:公司|单位|人员|方|师傅)?[^,，。!?]{0,6}$")
#: somebody's own harm is no talk: 多人腹泻住院, 我妈摔断了腿
_OWN = re.compile("我(?:[妈爸家们的儿女]|老[公婆]|孩子)")
_TREATED = re.compile("住院|送医|夹断|摔断|骨折")
#: … unless a statement quotes it to say what was found: 情况说明：网传业主被打住院，经调取监控，未发现该情况
_STATES = re.compile(
    "^[【\\[]?(?:情况|严正)?(?:说明|声明|通报|公告|澄清|辟谣)[^。!?,，\n]{0,6}[:】\\]]|的(?:情况)?(?:说明|声明|通报|公告|澄清|回应)[:】]"
)
#: good water says nothing of who is ill
_SAMPLED = re.compile("(?:合格|正常|符合|达标)$")
#: that nobody was hurt says of talk of harm that it is wrong, and of a fire or a lift nothing
_UNHURT, _SAID_HURT = re.compile("(?:伤亡|受伤|死亡)$"), re.compile("死|亡|伤|遇难|丧生|跳楼|坠楼|轻生")
#: and that another thing did not befall says nothing of it: 网传3栋着火，经核实，未发生爆炸
_NOT_THIS = (
    (re.compile("(?:火灾|火情|火警|起火)$"), re.compile("火|烧|烟|燃|炸|爆")),
    (re.compile("(?:爆炸|闪爆|燃爆)$"), re.compile("炸|爆")),
    (re.compile("(?:坠落|坠楼|坠亡|高坠|跳楼|冲顶)$"), re.compile("坠|跳|摔|掉|轻生|顶|梯")),
    (re.compile("(?:溺水|触电|中毒)$"), re.compile("溺|淹|水|电|毒|吐|泻|味")),
    (re.compile("(?:坍塌|倒塌)$"), re.compile("塌|倒|垮")),
)
#: so far before and behind what was found it is looked for
_BEFORE, _BEHIND = 12, 24


def cleared(text: str) -> list[Span]:
    """Where talk is told with what it turned out to be; what was found to have befallen stands."""
    head = text[:_HEAD]
    talk = [found for pattern in (_CLEARED, _QUOTED) for found in pattern.finditer(head)]
    return [found.span() for found in talk if not _stands(text, found)]


def _stands(text: str, found: re.Match[str]) -> bool:
    """Whether it befell all the same, is somebody's own harm, or was looked at by whoever is complained of."""
    said, seen = found["said"], found["found"] or ""
    told = seen + found[0][-_BEHIND:] + text[found.end() : found.end() + _BEHIND]
    looked = said[-_BEFORE:] if found["found"] is not None else ""
    if _UNHURT.search(found[0]) and not _SAID_HURT.search(said):
        return True
    if any(kind.search(found[0]) and not same.search(said) for kind, same in _NOT_THIS):
        return True
    if _TREATED.search(said) and (not _STATES.search(text[:_HEAD]) or _SAMPLED.search(found[0])):
        return True
    return any((_HARMED.search(seen), _BEFELL.search(told), _OWN.search(said), _ACCUSED.search(looked)))
