"""What a call for help is about by its words, and what of it may be told of one event: a fire and who is shut in by it
are, a car in the lake and a woman on the roof are not."""

from __future__ import annotations

import re
from collections.abc import Collection

from monitor.records import Assessment
from monitor.watch.words import believed, dangers

#: what befalls people whatever brought it about: told only where nothing more definite is
_OF_ANY = {
    "shut": dangers.any_of(dangers.HELD, dangers.NOT_OUT, r"[卡锁夹埋压](?:着|进)|拔不出|抽不出"),
    "hurt": dangers.any_of(
        dangers.SENSELESS, dangers.FAINTS, dangers.WOUNDED,
        r"头晕(?:了|倒|过去)|没(?:了)?气|一动不动|动不了|不动了|(?:倒|躺|趴|瘫)(?:在|了|着|下)|"
        r"(?:全|都|满[身脸头地])是?血|[摔断][了断]腿|急救|心肺复苏|脸都?[紫青]",
    ),
    "self": dangers.any_of(dangers.DESPAIRS, r"自杀|不想活|遗书|寻短见|自尽"),
}  # fmt: skip
_SORTS = {
    "fire": dangers.any_of(
        dangers.BURNS,
        r"火情|烧(?:死|伤)|炸了|汽油|[纵放]火|烧[^，,。！!？?]{0,3}(?:柜|门|车|房|楼|屋|垃圾)|点火|点着|"
        r"烧焦|焦糊?味|糊味|冒[^，,。！!？?]{0,3}烟|灭火|[蓝明]火",
    ),
    "gas": dangers.any_of(dangers.GAS, r"液化气|沼气|瓦斯|一氧化碳|烧炭|臭鸡蛋"),
    "current": dangers.any_of(
        dangers.CURRENT,
        r"电(?:到|倒|晕|死|击)|配电|火[花星]|打火(?!机)|短路|麻(?:手|到|了?一下)|带电|"
        r"(?:电线|电缆|电箱|配电箱|插座)[^，,。！!？?]{0,8}(?:掉|断|垂|冒|火花|裸露)",
    ),
    "lift": re.compile(r"电梯|轿厢|(?<!楼)(?<!滑)梯里"),
    "ledge": dangers.any_of(
        dangers.ROOF, dangers.OUTSIDE,
        r"屋顶|顶楼|窗户外|[栏杆拦台]外|空调外机上|往下跳|要跳|跳下来|[跳翻]窗|翻(?:过|出|到)?(?:栏杆|护栏|阳台)|防盗[窗网]|"
        r"爬(?:上|到|出)[^，,。！!？?]{0,6}(?:栏杆|窗|阳台|女儿墙|塔吊)|站在[^，,。！!？?]{0,4}(?:栏杆|窗)|"
        r"(?:窗|阳台|栏杆)[^，,。！!？?]{0,8}(?:爬|翻|探|挂|吊|悬)|(?:半个?|大半)身[子体]|脚?悬空"
    ),
    "fell": dangers.any_of(
        dangers.LEAPS,
        r"[跳摔坠]下[来去楼]|跳下去|往楼下跳|楼上(?:掉|摔|坠)下来?[个一]?(?:人|孩)|坠[亡落]|"
        r"从[^，,。！!？?]{0,6}(?:楼|窗|阳台|高处|架子|脚手架)[^，,。！!？?]{0,4}(?:摔|掉|坠|跌|滚)"
    ),
    "water": re.compile(
        r"落水|溺[水亡]|淹(?!了?(?:车|水|到|进|半|家))|(?:湖|河|江|池塘?|水塘|鱼塘|喷泉)(?:里|中|面|边|上|岸|底)|"
        r"(?:掉|跳|冲|滑|开|走|栽|翻|推|沉)(?:进|到|入|下)?了?(?:人工)?(?:湖|河|江|水|泳池|池|喷泉|塘)|泳池|沉(?:下|到)|[往在]水[里中]|扑腾"
    ),
    "pit": re.compile(
        r"窨井|井(?:里|盖|口|下)|化粪池|污水池|深坑|基坑|坑里|"
        r"掉(?:进|到)[^，,。！!？?]{0,5}(?:井|坑|池|洞|沟)|下水道里"
    ),
    "violence": re.compile(
        r"打(?:人|架|起来|老婆|女|孩|老|他|她|我|死|伤|得|成|破|头|业主|保安)|(?:又|还)打|在打(?!电话|针|球|牌|麻将|游戏|字|扫)|殴|揍|被打|砍|捅|"
        r"(?<!消防)(?<!消防员)(?<!师傅)[拿持提挥举带有动][着了]?[^，,。！!？?]{0,4}(?:刀|斧|锤|枪|(?<!撬)棍|钢管)|"
        r"杀人|要杀|凶手|歹徒|抢劫|抢(?:包|孩|走|夺)|劫持|挟持|人质|绑架|掐(?:着|住|脖)|按在地|强[奸暴]|猥亵|尾随|跟着我|(?:拖|拽|抱)(?:进|走|上|到)|把[^，,。！!？?]{0,4}孩[^，,。！!？?]{0,8}(?:[拉拽拖递抢]|带走)|家暴|冲突|动手|[砸摔]东西|干起来|"
        r"(?:有人|男的|陌生人|歹徒|他|她|家伙)(?!.{0,4}消防)[^，,。！!？?]{0,8}(?:砸|踹|撬|踢|砍)[^，,。！!？?]{0,4}[门锁窗]|闯(?:进|入)|翻进|"
        r"爬进来|入室|进贼|小偷|[进有]贼|疯子|拿(?:砖|石头|酒瓶)|泼[^，,。！!？?]{0,4}酸"
    ),
    "lost": dangers.any_of(
        dangers.MISSING,
        r"失踪|(?:孩子?|娃|宝宝|儿子|女儿|老人|奶奶|爷爷|[我他她]妈|[我他她]爸|人|妈妈?|爸爸?|父亲|母亲)"
        r"(?:还|都|就|也|又|突然)?(?:不见|丢)了?|找[不唔]到|找不着|没找[到着]|唔见|没消息|寻人",
        # 看到一个小男孩吗？玩着玩着不见了
        r"(?:看到|看见|见到|见过)[^，,。！!？?；;\s]{0,14}(?:小孩|孩子|男孩|女孩|小朋友|娃|老人|老太太?|老大爷|奶奶|爷爷)(?:没有?|吗)?[？?]|"
        r"(?:玩|走|跑|逛|追|骑|转)着(?:玩|走|跑|逛|追|骑|转)着(?:人|他|她|就|突然|一下子?|忽然){0,2}(?:不见|没影|找不)",
        # 儿子刚才在花园玩不见了: where and when stand between; of 女儿书包落在大堂不见了 it is the bag
        r"(?:孩子?|娃|宝宝|儿子|女儿|孙[子女]|男童|女童|老[人伯]|奶奶|爷爷|外[婆公]|婆婆|[我他她]妈|[我他她]爸|哥哥|弟弟|姐姐|妹妹)"
        r"[^，,。！!？?；;的包机车匙证卡件鞋帽伞箱狗猫]{1,14}(?:不见(?:了|踪影|$)|走散|不知去向|没看[到见]人)",
    ),
    "illness": dangers.any_of(
        dangers.NO_PULSE, dangers.CONVULSES,
        r"心脏病?|心梗|心绞痛|胸[口痛闷]|中风|脑溢血|脑梗|猝死|抽筋|癫痫|羊癫疯|[喘透]不[上过过来]+气|喘不上|呼吸困难|噎|过敏|羊水|要生了|发病|犯病|"
        r"高烧|休克|低血糖|白沫"
    ),
    "poison": re.compile(r"农药|喝药|喝了药|安眠药|吃了[^，,。！!？?]{0,4}药|中毒|割腕|百草枯|服毒|上吊"),
    "traffic": re.compile(
        r"车祸|被[^，,。！!？?]{0,6}车[^，,。！!？?]{0,3}[撞压轧碾]|[撞轧碾](?:飞|倒|到|了|伤|死|上|人)|车(?:底|轮|压)|翻车|车撞"
    ),
    "falling": re.compile(
        r"(?:外墙|瓷砖|墙皮|玻璃|花盆|广告牌|空调|石头|砖头?|水泥|外机|雨棚|树)[^，,。！!？?]{0,8}(?:掉|砸|坠|落|脱|倒)|"
        r"(?:掉|扔|丢|砸|落)(?:下|下来|到|中)[^，,。！!？?]{0,6}"
        r"(?:花盆|砖|石|玻璃|瓶|东西|瓷砖|铁|水泥|人)|高空抛物|往下(?:掉|扔|砸)|被[^，,。！!？?]{0,3}砸"
    ),
    "collapse": re.compile(
        r"塌|坍|垮|[墙楼房屋棚][^，,。！!？?]{0,2}倒了|地陷|陷(?:下|进)|(?:吊篮|脚手架|塔吊|钢丝绳?|绳子)[^，,。！!？?]{0,5}(?:断|倒|掉|歪)"
    ),
    "animal": re.compile(r"狗[^，,。！!？?]{0,6}[咬扑追]|[咬扑](?:人|倒|住|伤|着)|马蜂|蛇|恶犬|疯狗|蜇|猴|野猪"),
    "flood": re.compile(
        r"(?:进|灌|涨|漫|淹|积|涌)(?:了|满)?水|水(?:漫|淹|涨|灌|位|已经|都)?(?:到|进|上来|没过|涨|漫)|淹(?:了?车|到|进|半)|倒灌|洪水|爆管"
    ),
}  # fmt: skip
NAMES = frozenset({*_SORTS, *_OF_ANY})
#: lifts that are called otherwise
_OTHER_LIFTS = re.compile(r"[货客]梯|[部台]梯(?!子)")
#: somebody lies there, …
_LIES = re.compile(
    r"昏|晕|不省人事|没反应|没(?:了)?(?:意识|呼吸|气)|[叫喊]不[醒应]|(?:倒|躺|趴|瘫)[在了着下]|流血|是血|吐血|心肺复苏"
)
#: … and nothing is said of a lift that fails
_LIFT_FAILS = re.compile(r"困|关[了着在]|卡|停[在了住]|坠|掉|夹|不动|打不开|开不了|出不来|故障|坏")
#: turns that a danger takes for the worse
_TURNS = {
    "affects": re.compile(
        r"吐(?!槽|司|口水|唾沫|痰|了?口|舌)|晕|恶心|头[疼痛昏]|昏|[喘透]不|胸[口闷痛疼]|呼吸困难|抽搐|脸[色都]?[^，,。！!？?]{0,3}[紫青白]|发紫|"
        r"没(?:有|了)?(?:意识|反应|呼吸)|叫不[醒应]|站不起|腿软|流血|出血|是血|烫伤|呛"
    ),
    "spreads": re.compile(
        r"烧到|窜到|蔓延|引燃|(?:烟|气|味道?|火|水)[^，,。！!？?]{0,4}(?:进(?:屋|来|我家|了我)|到[^，,。！!？?]{0,3}[\d一二三四五六七八九十]{1,4}楼|上来)|"
        r"整[栋层]|好几[层户家]|(?:[\d一二三四五六七八九十]{1,4}(?:楼|层|单元)|[我咱]们?家|[我咱]们?(?:这边?|这层|楼上|楼下)?|隔壁|楼[上下])(?:也|又)(?!没|不)|"
        r"(?:隔壁|楼[上下]|旁边)[^，,。！!？?；;\s]{0,4}(?:也|又)[^，,。！!？?；;\s没不]{0,2}(?:烧|着|冒|起火|漏|有[^，,。！!？?；;\s]{0,2}[味烟水])"
    ),
    "burns": re.compile(r"[着起](?:了|大?火|明火)|明火|烧起来|火[^，,。！!？?]{0,3}大|火[苗舌光]|爆[炸燃]|炸了"),
    "grows": re.compile(
        r"越来越|更[浓大重多猛高]|还在[涨烧漏冒]|[涨升]得|到(?:膝盖|大腿|腰|胸|脖子|车窗)|控制不住|压不住|很浓|好浓"
    ),
    "strikes": re.compile(
        r"(?:掉|摔|跌|滑|栽)(?:进|到|下|在)?了?(?:人工|观赏|景观|小区)?(?:井|坑|沟|池|洞|水(?!平)|湖|河|塘|泳池|喷泉)[里中]?|踩空|陷进|(?<!差点)(?<!险些)(?<!差点儿)(?:砸|刮|绊|电)(?:到|中|倒|伤)(?:了?人|了|个)?|触电|"
        r"(?:掉|塌|垮|倒|坠|脱落)(?:了|下来|下去)"
    ),
}
#: it is where he is as well
_HERE_TOO = re.compile(
    r"(?:也|都)(?:能|可以|开始|已经|全|满|到处)?(?:闻到|闻着|有[^，,。！!？?；;\s]{0,4}[味烟]|有(?=[，,。！!\s]|$)|是[^，,。！!？?；;\s]{0,4}[味烟]|冒烟|进烟|呛)(?![^，,。！!？?；;\s]{0,3}(?:吗|么|没有?$))(?![^，,。！!；;\s]{0,12}[?？])"
)
#: … by words of what comes through the air alone, …
_SMELLS_TOO = re.compile(
    r"也(?:能|可以|开始|已经|全|满|都)?(?:闻到|闻着|有[^，,。！!？?；;\s]{0,4}[味烟]|是[^，,。！!？?；;\s]{0,2}烟|冒烟|进烟)"
)
#: … and of a meal, paint or refuse
_MEAL = re.compile(
    r"油烟|烤肉|烧烤|炒(?:菜|辣)|[饭菜肉花]香|饭菜|香味|火锅|卤味|咖啡|抽烟|烟头|装修|油漆|垃圾|厕所|下水道"
)
_OF_GAS = dangers.any_of(dangers.GAS, "臭鸡蛋")
#: what may be told next of an event that is told as this: it is of that one, and nobody is sent elsewhere for it.
#: What asks for other help (a fire where somebody is lost, a knife where somebody lies) is told whatever it is of.
_GOES_ON_AS = {
    "fire": {"gas", "current", "lift", "ledge", "fell", "illness", "collapse", "falling"},
    "gas": {"fire", "illness", "poison"},
    "current": {"fire", "flood", "lift"},
    "lift": {"illness"},
    "ledge": {"fell", "self"},
    "fell": {"ledge", "violence", "falling"},
    "water": {"lost", "illness", "flood", "traffic", "self"},
    "pit": {"water", "gas", "collapse", "flood"},
    "violence": {"animal"},
    "illness": {"poison"},
    "poison": {"illness", "self"},
    "traffic": {"falling"},
    "falling": {"collapse", "fell"},
    "collapse": {"falling", "pit", "fell"},
    "animal": {"illness"},
    "flood": {"current", "water", "pit", "lift"},
    "self": {"ledge", "fell", "water", "poison", "gas"},
    "hurt": {"illness", "fell", "traffic", "falling", "poison", "current", "animal"},
    "shut": {"lift", "ledge", "illness", "pit", "collapse", "flood", "falling", "traffic"},
}
#: somebody is shut in or hurt by any of these
_STATES = frozenset({"shut", "hurt"})


def sorts(said: str) -> set[str]:
    """What endangers people by it; the state that they are in only where nothing says what brought it about."""
    found = {name for name, words in _SORTS.items() if words.search(said)}
    return found or {name for name, words in _OF_ANY.items() if words.search(said)}


def of_any(said: str) -> set[str]:
    """All that endangers people by it and the state that they are in; who lies in front of a lift is in none."""
    found = {name for kinds in (_SORTS, _OF_ANY) for name, words in kinds.items() if words.search(said)}
    found |= {"lift"} if _OTHER_LIFTS.search(said) else set()
    return found - {"lift"} if _LIES.search(said) and not _LIFT_FAILS.search(said) else found


def turns(said: str) -> set[str]:
    """How a danger has become worse by it: it makes somebody ill, reaches others, burns, grows, or has struck."""
    return {name for name, words in _TURNS.items() if words.search(said)}


def here_too(said: str) -> bool:
    """8栋也闻到了: the smell or the smoke is there as well, and is of no meal."""
    return _HERE_TOO.search(said) is not None and (_MEAL.search(said) is None or _OF_GAS.search(said) is not None)


def smells_too(said: str) -> bool:
    """8栋也闻到了, in words that say nothing bad by themselves."""
    return _SMELLS_TOO.search(said) is not None and here_too(said)


def another(known: Collection[str], new: Collection[str]) -> bool:
    """Nothing of it can be what goes on there; who says nothing that can be read speaks of what is known."""
    if not new or (known and not _STATES.isdisjoint(new)):
        return False
    return all(each not in known and not any(each in _GOES_ON_AS.get(one, ()) for one in known) for each in new)


def of(judged: Assessment) -> set[str]:
    return sorts(believed.head(judged))
