"""How many came to harm by what is said, and what of it is worse than what was known: 一人骨折, then 没抢救过来."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.records import Assessment, Reason
from monitor.watch import believed, hearsay, wording
from monitor.watch.state import Account, IncidentState, Member

RULE = "toll"
#: how surely somebody came to harm, by one mention
NOBODY, MAYBE, HURT, DEAD = range(4)
#: more than that is no number of those harmed
MOST = 200

_NUMBERS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
#: 120送医 is who carried them off
_MANY = rf"(?<![第\d])(?!1(?:20|19|10)(?!\d))(\d{{1,3}}|[{''.join(_NUMBERS)}]{{1,3}})"
_WHO = (
    r"(?:名|个|位|口)?(?:人|业主|居民|住户|老人|孩子|小孩|儿童|工人|乘客|女子|男子|女孩|男孩|学生|保安|伤者)?"
    r"(?:都|均|已经|已|当场|也|不幸|全)*"
)
_END = r"(?=[，,。！!？?；;、\s]|$)"
_DIED = (
    rf"(?:死亡|身亡|遇难|去世|离世|过世|丧生|丧命|人(?:都|全|也|给|被|就)*(?:烧|炸|冲|埋|压|淹)?没了|(?:当场|口|就)没了|(?<![水电气网]都)(?<![水电气网钱号烧炸冲吹砸掀拆卖撞偷])没了{_END}|死了|"
    r"(?:没有?|无|失去)(?:了)?生命体征|没(?:能)?(?:抢)?救(?:过来|回来|活)|抢救无效|不治|断气|没气了|坠亡|溺亡|猝死)"
)
_HURT = (
    r"(?:受(?:了)?(?:重|轻)?伤|重伤|轻伤|骨折|送医|送(?:进|到|往|去)?(?:了)?医院|住院|昏迷|烧伤|砸伤|摔伤|中毒|"
    r"伤(?!心|害))"
)
_DEAD = (
    re.compile(rf"{_MANY}{_WHO}{_DIED}"),
    re.compile(rf"(?<![吓累气热冷急笑困饿])死(?:了|亡)?{_MANY}(?:名|个|位|口|人)"),
    re.compile(rf"{_MANY}死"),
)
_INJURED = (
    re.compile(rf"{_MANY}{_WHO}[^死\d一两二三四五六七八九十]{{0,2}}{_HURT}"),
    re.compile(rf"(?:伤(?:了|及)?|(?:拉|抬|送)(?:走|出|医)(?:了)?){_MANY}(?:名|个|位|人)"),
)
_A_DEATH = re.compile(
    rf"(?<!吓)(?<!累)(?<!气)(?:{_DIED}|[淹砸烧电打捅砍撞摔毒压勒闷]死(?!我)|死(?:了)?人|出(?:了)?人命|"
    r"殡仪馆|尸体|遗体)"
)
_BEASTS = "(?:狗|犬|猫|鱼|鸟|鸡|鸭|鹅|锦鲤|宠物)"
#: a death that nobody died
_NO_DEATH = re.compile(
    rf"死(?:了|掉了?)?[^，,。！!？?；;\s人名个位]{{0,5}}?[只条头尾窝][^，,。！!？?；;\s]{{0,4}}?{_BEASTS}|"
    rf"{_BEASTS}(?:都|全|也|就|已经|当场|被人?|给|让人)*[毒打砸摔淹撞轧碾]?死(?:了|掉)?|"
    r"(?:没有?|无|未(?:造成)?|并无)(?:人|任何人|人员)?(?:死亡|伤亡|死人|身亡|生命危险|出人命)|没(?:有)?死人|没人死|差点.{0,8}|险些.{0,8}|"
    r"[网谣流]传[^。！!；;\n]{1,30}?(?:谣言|不实|不属实|虚假)|"
    r"(?:衣服|裤子|鞋子?|头发|眉毛|门|窗户?|玻璃|墙|屋顶|顶棚|雨棚|车子?|电动车|电瓶车|家具|沙发|床|房子|屋子|厨房|(?<!一)家里?|树|货|"
    r"东西|行李|被子|手机|电脑|账本|材料|存款|快递|招牌|栏杆|井盖)(?:都|也|全|就|给|被|让火|直接|基本)*"
    r"(?:烧|炸|冲|吹|砸|震|撞|刮|偷|拆|搬|泡|淹)?(?:得|掉)?没了|"
    r"(?:会|要|想|等|非得|才)(?:不会|是不是)?(?:要)?(?:出|死)人(?:命|了)?|死人了(?:才|谁)"
)


def of(judged: Assessment) -> tuple[int, int]:
    """Those who died and those who were hurt, as far as the text says; a death without a number is one."""
    said = _NO_DEATH.sub("", believed.head(judged))
    dead = _most(_DEAD, said) or bool(_A_DEATH.search(said))
    return int(dead), _most(_INJURED, said)


def harm_of(judged: Assessment) -> int:
    """How surely somebody came to harm: NOBODY, MAYBE (by the wording as a whole), HURT (by its words), DEAD."""
    if "casualty" not in judged.risk.categories or judged.risk.level < 3:
        return NOBODY
    dead, hurt = of(judged)
    if dead:
        return DEAD
    stated = hurt or any(hit.category == "casualty" and not hit.negated for hit in judged.risk.hits)
    return HURT if stated else MAYBE


def _most(patterns: Iterable[re.Pattern[str]], said: str) -> int:
    found = (each for pattern in patterns for each in pattern.findall(said))
    return max((count for each in found if (count := _number(each)) <= MOST), default=0)


def _number(said: str) -> int:
    if said.isdigit():
        return int(said)
    tens, ten, ones = said.rpartition("十")
    if not ten:
        return _NUMBERS[said[-1]]
    return 10 * _NUMBERS.get(tens[-1:], 1) + _NUMBERS.get(ones, 0)


# ---------------------------------------------------------------- what is worse than was known


def worse(accounts: Iterable[Account], new: Account) -> bool:
    """Asked before it joins: more dead than was said, or several harmed who are more than was said.

    What is only talked of is held against all that was said, what somebody states against what others state.
    """
    known = [each for each in accounts if new.talk or not each.talk]
    if not known:
        # the first who states it bears out what is talked of: the rules tell that
        return False
    dead = max(each.dead for each in known)
    harmed = max(each.dead + each.hurt for each in known)
    return new.dead > dead or (new.dead + new.hurt > max(1, harmed))


def worst(first: Iterable[Account], later: Iterable[Account]) -> list[Account]:
    """Of the later ones those that speak of more dead, or of more harmed, than all before: of talk, and of the rest."""
    known, kept = list(first), []
    for each in later:
        alike = [before for before in known if before.talk == each.talk]
        dead, harmed = _most_of(alike)
        if each.dead > dead or each.dead + each.hurt > harmed:
            kept.append(each)
            known.append(each)
    return kept


def _most_of(accounts: Iterable[Account]) -> tuple[int, int]:
    counts = [(each.dead, each.dead + each.hurt) for each in accounts]
    return max((dead for dead, _ in counts), default=0), max((harmed for _, harmed in counts), default=0)


def counts(incident: IncidentState, member: Member | None) -> bool:
    """Of now, and nothing that was denied or found false."""
    return not (member is None or member.late or member.relayed or hearsay.refuted(incident, member))


def reason(accounts: Iterable[Account], new: Account, quote: str) -> Reason:
    """What was known and what is said now."""
    before = [each for each in accounts if new.talk or not each.talk]
    dead, hurt = (max((getattr(each, name) for each in before), default=0) for name in ("dead", "hurt"))
    if new.dead < dead:
        # fewer dead and more hurt is no worsening
        head = "传闻伤亡人数不一，请核实" if new.talk else "伤亡人数说法不一，请核实"
    else:
        head = "传闻伤亡加重，请立即核实" if new.talk else "伤亡加重"
    text = f"{head}：此前{_words(dead, hurt)}，现称{_words(new.dead, new.hurt)}：{wording.in_brief(quote)}"
    return Reason(
        rule=RULE, text=text, observed={"dead": new.dead, "hurt": new.hurt}, needed={"dead": dead + 1, "hurt": hurt + 1}
    )


def _words(dead: int, hurt: int) -> str:
    parts = [f"{dead}人死亡" if dead else "", f"{hurt}人受伤" if hurt else ""]
    return "、".join(filter(None, parts)) or "未提及人数"
