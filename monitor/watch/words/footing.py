"""What a mention's level rests on: words that state it, or the wording as a whole; and whether it states or asks."""

from __future__ import annotations

import re

from monitor.records import Assessment
from monitor.watch.words import believed

#: how the learned judge's share is called among the parts of a score (monitor.learned.blend)
WORDING = "wording"
_CLAUSE = re.compile(r"[^，,。！!？?；;\n]+[，,。！!？?；;]*")
#: how people ask, with a mark and without
_ASKING = re.compile(r"[?？]|咋|怎么|什么|啥|谁|哪|吗|没得|有没有|是不是|真的假的|系咪|有冇|点解|呢$")
#: what has happened: 谁家孩子掉水里了
_TOLD = re.compile(r"(?<!怎么)(?<!咋)(?<!怎么样)了[，,。！!\s]*$")
#: who acts together, and what they do …
_TOGETHER = re.compile(
    r"大家|业主们|全体|咱们|各位|街坊|商户|住户们|[几数]十[个多号来]*人|(?:[二三四五六七八九十百]{2,}|\d{2,}|[好几数两]百)[多余几来]*(?:个|号|名|位|户|家|人)|"
    r"围[住堵着观]|围了|聚[集众了]|集合|集结|接龙|联名|签名|拉(?:起|了|出)?横幅|维权|抗议|拒[交缴]|不交|上访|罢|一人一条|堵(?:了|住|着|在|大?门|路|车|物业)(?!缝)|一起去|一起来|去闹|讨说法"
)
#: … and what ends a quarrel, or what one does by oneself in a danger
_NOT_TOGETHER = re.compile(r"堵(?:住)?门缝|堵住?口鼻|调解|和解|愿意赔|赔了|协商好|谈好了|谈拢")


def acts_together(judged: Assessment) -> bool:
    """Its words tell of what people do together: the police at the door, wet towels or a settlement are none of it."""
    said = believed.head(judged)
    if judged.crowd:
        return True
    stated = [hit for hit in judged.risk.hits if hit.category == "collective" and not hit.negated]
    if _NOT_TOGETHER.search(said) is not None:
        # what stands beside it has to say it by itself
        return len({hit.term for hit in stated}) > 2 and _TOGETHER.search(_NOT_TOGETHER.sub("", said)) is not None
    return bool(stated) or _TOGETHER.search(said) is not None


def worded(judged: Assessment) -> bool:
    """No words of its own give it its level, but the wording as a whole."""
    return any(part.part.startswith(WORDING) for part in judged.risk.parts)


def asks(judged: Assessment) -> bool:
    """All that it says are questions (婆婆找到没得？派出所那边监控咋说), and no words of its own state what is grave.

    Who complains states something whatever he asks.
    """
    if judged.mention.kind == "complaint" or not (worded(judged) or "question" in judged.credibility.signs):
        return False
    said = [each for each in _CLAUSE.findall(believed.head(judged)) if each.strip()]
    return bool(said) and all(_ASKING.search(each) and not _TOLD.search(each) for each in said)
