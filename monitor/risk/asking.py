"""What a question takes for granted or wonders about, and what it asks of harm that nobody is said to have met with."""

from __future__ import annotations

import re

from monitor.risk.matcher import Span

#: what came of it is asked, so that it happened: 坠楼的孩子救过来了吗, 咬伤老人的狗主人赔了没
_CAME_OF_IT = re.compile(
    "[^。!?;\n]{0,26}?(?:抓到|抓住|抓着|落网|找到了?[吗没]|救过来|救回来|抢救过来|醒了|醒过来|后来|(?<!会)怎么样了|"
    "(?<!会)怎么样[?。\n]|咋样|怎样了|出院|脱离危险|好些了|好点了|赔了|赔没|谈好|谈妥|谈拢|(?:有|给)(?:个)?(?:说法|结果|结论)了?[吗没]|"
    "处理了[吗没]|处理好|还活着|判了|判没|还在上班|开除了|放出来|查清|查到|哪个医院|赔偿款?到)"
)
#: before the harm, that one is meant, and behind it, who met with it
_THAT_ONE = re.compile("[那这][起次场个位家回]|上次|昨|前天|前几天|上周|上个?月")
_WHO = re.compile("[^。!?;\n]{0,8}?[的那这]")
#: 还记得2019年电梯死了两个人吗
_REMEMBERED = re.compile("还记得|记不记得|可记得|记得(?!保留|带|把)|有印象|没忘")
#: 你们知道昨晚3栋有人跳楼了吗, 是不是有人坠楼了
_WONDERED = re.compile("知道|看到|看见|听到|听见|听说|是不是|什么情况|怎么回事|了[吗没]|的事")
#: it is of one time or place: 昨晚, 3栋, 楼下
_ONE = re.compile(
    "昨|今早|今天|今晚|今晨|刚刚|刚才|刚有|凌晨|半夜|早上|中午|下午|晚上|夜里|[0-9]{1,2}(?:栋|幢|号楼|座|单元)|楼下|楼上|门口|那边|那个|前天|上周|群里|都炸|炸了|救护车|警车|警察|"
    "刷到|有人(?:在)?发(?![烧火疯病现货生出热脾愁呆])|(?:看到|看见)(?:有人|别人|朋友圈|网上|抖音|同城)|都在(?:说|传)"
)
#: in general, or once upon a time: 会不会有人跳楼, 死过人没有, 想租房
_ANY = re.compile(
    "会不会|能不能|可不可以|可以|应该|如果|要是|万一|怎么办|如何|流程|赔偿标准|有没有发生|发生过|[死跳坠砸伤]过|以前|曾经|历史|二手|买房|租房|凶宅|保险|"
    "理赔|演练|演习|电影|剧|游戏|防|讲座|请问|多少钱|要[不]?要赔|算谁|谁赔|谁负责|你家"
)
#: 那个受伤的姐姐出院了没，我想去看看她: it is known, and she is well
_VISITS = re.compile(
    "[^。!?;\n]{0,16}?(?:出院了?[吗没]|好些了[吗没]|好点了[吗没]|恢复得?(?:怎么样|咋样|好吗)|想去(?:看看|看望|探望))"
)
#: it is answered in the same breath: 问楼上是不是死了人，核实后为…
_ANSWERED = re.compile("核实后|经核|原来是|其实是|看了一?下|没有的事|[。，,]没有|不是[，,。]|就是(?!不)")
#: who answers for it, in general: 业主在小区摔骨折，物业有责任吗
_LIABLE = re.compile(
    "(?:物业|公司|开发商|谁|业委会|保险)?(?:公司)?(?:要|需要|应该|该|会|能|得|有|承担|负|担)[^。!?;\n]{0,8}?(?:赔|责任?|工伤|报销|理赔)[^。!?;\n]{0,3}(?:吗|嘛|\\?)"
    "|责任(?:该)?(?:怎么|如何|怎样)(?:划分|认定|分担|分配|分|算)"
)
#: somebody it befell, or a day on which it did
_SOMEBODY_S = re.compile(
    "我|咱|俺|他|她|昨|今|刚|上周|上个?月|前天|去年|那天|那个|那位|这次|这个|[0-9]{1,2}[日号栋幢]|医院|住院|手术|缝了|已经|至今|到现在|凭什么|就没|难道|不用|不需要|不该|不应该|不管|了[，,]|(?:断|裂|折|破|骨折|针|肿)了(?:[。!]|$)"
)
#: 难道要等烧死人了物业才管: what must happen first has not; “等人死了才来” tells of one
_FIRST = re.compile(
    "(?:(?:难道|是不是|莫非|非|一定|真|你们|是要|都得|必须)(?:就?要|就?得|非要|非得|想)?(?:等到?|等着|出)?|非要|非得|非等|(?:^|(?<=[,，。!?;\n等]))(?:要|得|等着|等到?|要等|得等)(?!我|他|她))"
    "[^,，。!?;\n]{0,4}?(?:死|伤|砸|摔|烧|淹|夹|撞|咬|电到|炸|出人命|出事|塌)[^,，。!?;\n]{0,6}?"
    "(?:才(?:算|肯|会|能|管|修|来修|来管|换|改|整改|处理|重视|知道重视|引起|有人|行动|给|叫|装|拆|解决)|[,，]?(?:物业|你们|公司|他们)才)"
)
#: a thing of the estate that hurt somebody, told in a clause of its own before a plain question who pays for it
_BARE = re.compile(
    "^[^,，。!?;:\n如若假要万问谁]{0,10}(?:电梯|扶梯|道闸|门禁|大门|外墙|墙皮|瓷砖|玻璃|广告牌|花盆|吊顶|护栏|井盖|水箱|雨棚|大树|树枝|路灯|泳池|滑梯)"
    "[^,，。!?;:\n会能防]{0,4}(?:伤|夹|砸|掉下来|掉下|漏电|电|撞|绊)[^,，。!?;:\n]{0,6}[,，。](?:小区)?(?:物业|公司|开发商|他们)?(?:到底)?(?:要不要|该不该|要|该|会|得|给)?赔(?:不赔|偿)?(?:吗|嘛|么|啊|呢|不)?[?。!]*$"
)


#: so few words ask after somebody
_AFTER = 40
#: after whom one asks who is known to be hurt: 那个受伤的姐姐出院了没, 上次被砸的大爷现在怎么样了
_KNOWN = re.compile(
    "(?:那个|那位|上次|上回|之前|前阵子)[^,，。!?\n]{0,6}?(?:伤|坠楼|触电|砸|摔|撞|咬|烧|烫|夹|骨折|住院|晕倒|跳楼|中毒|溺水)[^,，。!?\n]{0,3}?的"
    "[^,，。!?\n]{1,8}?(?:(?:出院|好[些点]?|恢复得?(?:好)?|醒)了?(?:没|吗|么)|叫(?:什么|啥)|是谁家|怎么样|咋样|(?:在|住|送)?(?:哪个|哪家)医院|"
    "(?:现在|情况)(?:怎么样|如何|咋样|好[些点]?了?(?:没|吗)|在哪)|有人去看|还好(?:吗|么|吧))"
)
_FRESH = re.compile(
    "刚|今[天早晚]|昨|血|急|截|重症|icu|躺|唇|紫|不应|不行|不能|不会|快[来去叫]|现场|救护|120|凌晨|没气|死|没了|走了|真的|是不是|赔|物业(?:不|没)|凭什么"
)


def asks_after(text: str) -> bool:
    """Whether a few words ask after somebody who is known to be hurt, and tell nothing new."""
    return len(text) <= _AFTER and _KNOWN.search(text) is not None and not _FRESH.search(text)


def takes_for_granted(text: str, begin: int, start: int, end: int, stop: int) -> bool:
    """Whether the question of text[begin:stop] asks what came of the harm at text[start:end], or who remembers it."""
    if _REMEMBERED.search(text, begin, start):
        return True
    if _VISITS.match(text, end):
        return False
    one = _THAT_ONE.search(text, begin, start) or _WHO.match(text, end)
    return bool(one and _CAME_OF_IT.match(text[end : stop + 1])) and not _ANY.search(text, begin, stop)


def wonders(text: str, begin: int, stop: int) -> bool:
    """Whether text[begin:stop] asks of one event whether it happened: the writer has heard or seen something."""
    said = text[begin:stop]
    asks = _WONDERED.search(said) and _ONE.search(said) and not _ANY.search(said)
    return bool(asks) and not _ANSWERED.search(text, begin)


def asks_who_pays(text: str) -> bool:
    """Whether a short text asks who would answer for harm, and names nobody whom it befell.

    “电梯伤人，物业要赔吗”, and no more, is asked by who was there.
    """
    return _LIABLE.search(text) is not None and not (_SOMEBODY_S.search(text) or _BARE.match(text))


def waited_for(text: str) -> list[Span]:
    """The harm that a writer asks whether it must befall somebody first."""
    return [found.span() for found in _FIRST.finditer(text)] if "才" in text else []
