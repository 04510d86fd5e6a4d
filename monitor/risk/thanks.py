"""Thanks and amends that name a danger or a charge which is over: what ended well, and nothing that goes on."""

from __future__ import annotations

import re

#: so long is a note of thanks; a longer one tells more than that, but a letter that only thanks
_NOTE, _LETTER = 120, 160
_THANKS = re.compile("表扬|感谢|致谢|谢谢|点赞|锦旗|嘉奖|满分|致敬|好样的|专业[!。]|服气[!。]?$")
#: who takes back what he said or how he voted
_AMENDS = re.compile(
    "改成?赞成|改投(?:赞成|续聘)|错怪|冤枉(?:了)?(?:物业|他们|你们|人家)|(?:骂|黑|反对|投诉|举报)[^。!?]{0,16}就?是我(?![们家])|欠[^,，。]{0,4}(?:对不起|道歉)|(?:向|给)[^,，。]{0,6}(?:道歉|更正)|我(?:全)?收回"
)
#: a danger that ended at once and hurt nobody
_ENDED = re.compile(
    "[0-9一二三四五六七八九十两几半]分钟[^。!?]{0,12}?(?:开门|解困|脱困|救出|放出|出来了|压下去|扑灭|拆开|取出|拆门|找到|来开门)|"
    "毫发|(?:没|没有|未)(?:伤着|伤到|受伤|破|漏水?[,，。!]|走失)|虚惊|平安(?:回家|到家|无事)|(?:接|送)回家了|安全(?:回家|到家)|[找寻]到了?(?:[,，。!]|$)"
)
#: somebody came at once; where people or gas are shut in, that alone is no end
_CAME = re.compile("[0-9一二三四五六七八九十两几半]分钟[^。!?]{0,12}?到了?(?=[,，。!])")
_PENT, _SEEN_TO = (
    re.compile("困|卡|煤气|燃气|天然气|淹|漫|漏|泄"),
    re.compile("关阀|关了阀|开门|出来|聊天|说话|修好|解困|恢复"),
)
#: a fire, a blast or a blow at the estate happened, however it ended
_BURNS = re.compile("火|烧|烟|炸|塌|打人|被打|砍|刀|踩空")
#: a charge that was looked into
_PROVED = re.compile(
    "一分(?:钱)?(?:都)?(?:没|不)[少差]|(?:账|数)[^。!?]{0,10}(?:对得上|没问题|没差)|没(?:有)?问题[,，。!]|没隐患|一切正常|[0-9一二三四五六七八九十两几半]分钟[^,，。!?]{0,4}开门|全敲掉重贴"
)
#: who fell ill, and is well again
_ILL = re.compile("晕倒|昏倒|昏迷|突发|胸[痛闷]|心[梗脏]|低血糖|噎|癫痫|中风")
_WELL = re.compile("康复|出院|转危为安|抢救过来|救过来|能下床|能走路|没事了|脱离(?:了)?危险|缓过来|平安")
_ACCIDENT = re.compile(
    "摔|砸|撞|坠|掉下|打(?!电话|了?120|来)|咬|烧|触电|漏电|夹|滑|溺|落水|中毒|煤气|跳|捅|砍|踩|工伤|施工"
)
#: it goes on, came too late, or was no thanks at all
_BUT = re.compile(
    "还在|还没|还困|还卡|还是|仍|依然|没人|没来|不来|不过|但|可是?(?![以靠爱])|可惜|却|(?<!来)又|再次|如果|越来越|很[浓重]|疏散|撤离|关不|压不|没压住|堵不|止不|"
    "死|亡|去世|离世|没救|没能|不治|走了|牺牲|遇难|没了|烧伤|烫伤|骨|断|缝|血|[iI][cC][uU]|手术|后遗|瘫|后悔|更反对|挪|查实|骗|少了|不该|[?]|难道|呵|居然|怎么|投诉无|(?:得|该|赶紧|尽快)(?:修|换|查)|等(?:着|维保|消防|厂家|救援|师傅)|正在|快来|救命|快跑|别开|不要|"
    # what would have saved him was out of order
    "(?:(?i:aed)|除颤[仪器]|氧气[瓶袋]|担架|急救箱|呼叫器)[^,，。!?]{0,6}(?:没电|没气|失灵|(?<!吓)坏|打不开|用不了|不能用|过期)"
)
#: 感谢物业，现父亲已平安出院: whoever is thanked for has come through
_GIVES_THANKS = re.compile("感谢|谢谢|致谢|表扬|锦旗|点赞")
_DISCHARGED = re.compile(
    "(?:平安|康复|痊愈|顺利|已经?|现已?)[^,，。!?;\n]{0,4}出院(?!后|前|时|小结)|脱离(?:了)?(?:生命)?危险|转危为安"
)
_NOT_ALL = re.compile(
    "没救|去世|走了|没了|死|亡|可惜|遗憾|但|可是|不过|却|赔|投诉|拖延|后遗症|瘫|截肢|还在|另[外一]|又|物业(?:不|没)|没电|失灵|(?<![吓急累忙气太])坏"
)


def ended_well(text: str) -> bool:
    """Whether a note thanks or takes back, says that a danger, an illness or a charge is over, and nothing else."""
    if len(text) > _NOTE or _BUT.search(text):
        return False
    thanks, amends = _THANKS.search(text) is not None, _AMENDS.search(text) is not None
    if _ILL.search(text):
        return thanks and recovered(text)
    if _BURNS.search(text) and "虚惊" not in text:
        return False
    return (thanks and _over(text)) or (amends and _PROVED.search(text) is not None)


def _over(text: str) -> bool:
    if _ENDED.search(text):
        return True
    return _CAME.search(text) is not None and (not _PENT.search(text) or _SEEN_TO.search(text) is not None)


def recovered(text: str) -> bool:
    """Whether who fell ill, of no accident, is well again."""
    return _ILL.search(text) is not None and _WELL.search(text) is not None and not _ACCIDENT.search(text)


def well_again(text: str) -> bool:
    """Whether it thanks for help to somebody who is out of hospital by now, and tells nothing else."""
    told = len(text) <= _LETTER and _GIVES_THANKS.search(text) and _DISCHARGED.search(text)
    return bool(told) and not _NOT_ALL.search(text)
