"""Words of who came to harm: how many died or were hurt by a text, and where it says so."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: more than that is no number of those harmed
MOST = 200

_NUMBERS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
#: 120送医 is who carried them off
_MANY = rf"(?<![第\d])(?!1(?:20|19|10)(?!\d))(\d{{1,3}}|[{''.join(_NUMBERS)}]{{1,3}})[几余多来]?"
_WHO = (
    r"(?:名|个|位|口子?)?(?:(?:被困|被埋|失联|失踪|受伤|落水|遇险)的?)?(?:人员|人|业主|居民|住户|老人|孩子|小孩|儿童|工人|乘客|女子|男子|"
    r"女孩|男孩|学生|保安|伤者|群众|村民|员工|租客|消防员)?"
    r"(?:都|均|已经|已|当场|也|不幸|全部|全|双双|先后|相继|最终|中毒|溺水|坠楼|触电|窒息|送医后|送医途中|(?:送医)?经(?:医院)?(?:全力|紧急)?抢救(?:无效)?(?:后)?){0,6}"
)
_END = r"(?=[，,。！!？?；;、\s]|$)"
_DIED = (
    rf"(?:死亡|身亡|遇难|罹难|去世|离世|过世|丧生|丧命|人(?:都|全|也|给|被|就)*(?:烧|炸|冲|埋|压|淹)?没了|(?:当场|口|就)没了|(?<![水电气网]都)(?<![水电气网钱号烧炸冲吹砸掀拆卖撞偷])没了{_END}|死了|"
    r"(?:没有?|无|失去)(?:了)?生命体征|没(?:能)?(?:抢)?救(?:过来|回来|活)|(?<![棚架墙树梁板绳桥顶杆门窗柱索台])没(?:有|能)?(?:挺|撑|熬|扛)(?:过来|过去|住)(?![笑哭气])|抢救无效|不治|断气|没气了|坠亡|溺亡|猝死)"
)
_HURT = (
    r"(?:受(?:了)?(?:重|轻)?伤|重伤|轻伤|骨折|送医(?!(?:后|途中)?(?:不幸)?(?:不治|死亡|身亡|去世|离世|(?:经)?抢救无效|经抢救))|送(?:进|到|往|去)?(?:了)?医院|住院|昏迷|烧伤|砸伤|摔伤|中毒(?!身亡|死亡|去世|后?不治)|"
    r"伤(?!心|害))"
)
#: 死亡人数升至3人, 遇难者增至4人, 死亡人数从2人升至3人
_RISES = r"(?:[从由][^，,。！!？?；;\s]{1,4})?(?:上升|增加|累计|升|增|涨|达|变)(?:到|至|为|成|达)?"
_TOLL = (
    rf"(?:者|人员|总?人数|者人数|人员总数)?(?:已经?|现|目前|进一步|又|再){{0,4}}"
    rf"(?:{_RISES}|为|是|共)?{_MANY}(?:名|位|人|个(?=人|[，,。！!；;\s]|$))"
)
_DEAD = (
    re.compile(rf"{_MANY}{_WHO}{_DIED}"),
    re.compile(rf"(?<![吓累气热冷急笑困饿])死(?:了|亡)?(?:一家)?(?:老小)?{_MANY}(?:名|个|位|口|人)"),
    re.compile(rf"{_MANY}死"),
    re.compile(rf"{_MANY}{_WHO}(?:被|给)[^，,。！!？?；;\s]{{0,4}}?[烧淹砸电打捅砍撞摔毒压闷呛]死(?!我)"),
    re.compile(rf"(?:死亡|遇难|罹难|身亡|丧生){_TOLL}"),
    re.compile(rf"(?:已经?|又|丢了|搭[上进]了?|死了|没了|(?:带|夺)走了?)(?:有|添了?|是)?{_MANY}条人命"),
    re.compile(rf"死者(?:人数)?(?:已|现|又)?{_RISES}{_MANY}(?:名|个|位|人)"),
)
_INJURED = (
    re.compile(
        # 3栋烧伤的老人 is one
        rf"{_MANY}(?![栋幢座号楼单层室期区月日点时分岁#]){_WHO}(?:[^死\d一两二三四五六七八九十]{{0,2}}|"
        rf"(?:因|被|遭|吸入|随即|紧急)[^死\d一两二三四五六七八九十，,。；;！!？?\s]{{0,6}}){_HURT}"
    ),
    re.compile(rf"(?:伤(?:了|及)?|(?:拉|抬|送)(?:走|出来?|医)(?:了)?){_MANY}(?:名|个|位|人)"),
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
    r"(?:没有?|无|未(?:造成)?|并无)(?:人|任何人|人员)?(?:死亡|伤亡|死人|身亡|生命危险|出人命)|没(?:有)?死人|没人死|(?:死亡|遇难)(?:者|人数){0,2}(?:为|是|仍为|还是)?(?:0|零)(?!\d)[人名例]?|差点.{0,8}|险些.{0,8}|"
    r"[网谣流]传[^。！!；;\n]{1,30}?(?:谣言|不实|不属实|虚假)|"
    r"(?:衣服|裤子|鞋子?|头发|眉毛|门|窗户?|玻璃|墙|屋顶|顶棚|雨棚|车子?|电动车|电瓶车|家具|沙发|床|房子|屋子|厨房|(?<!一)家里?|树|货|"
    r"东西|行李|被子|手机|电脑|账本|材料|存款|快递|招牌|栏杆|井盖)(?:都|也|全|就|给|被|让火|直接|基本)*"
    r"(?:烧|炸|冲|吹|砸|震|撞|刮|偷|拆|搬|泡|淹)?(?:得|掉)?没了|"
    # 整只手没了: he has lost it, and lives
    r"(?<![选歌对水助凶杀打推鼓射枪骑舵棋副老新高好帮])(?:手[臂掌腕]?|脚[掌趾]?|[大小]?腿|胳膊|手?指头?|[食中拇]指|脚趾|[左右双]?眼睛?|耳朵|门?牙齿?)"
    r"(?:都|也|全|就|直接|基本|已经?|快)*(?:[被给让][^，,。！!？?；;\s]{0,3})?[烧炸夹压绞砸轧咬]?没了|"
    # 呛死人了, 热死我了: so it is said of what one cannot bear, and of nobody who is named
    r"(?<![人孩娃个位名妈爸奶爷婆公工友被])(?:[呛臭熏热冷急烦吵挤饿闷愁笑困渴晒冻](?:都|快|要)?死(?:个)?[人我](?!被|送)|(?:(?<![^，,。！!？?；;\s])|(?<=[我真都快得里]))[呛臭熏热冷急烦吵挤饿愁笑困渴晒冻]死(?:了|啦|咯|喽)(?=[，,。！!～~\s啊呀哦]|$))|"
    r"(?:会|要|想|等|非得|才)(?:不会|是不是)?(?:要)?(?:出|死)人(?:命|了)?|死人了(?:才|谁)|"
    # 死亡率为零, 死亡赔偿金怎么算: a figure, and what is asked in general
    r"死亡(?:率|概率|几率|风险|威胁|保险|赔偿金?(?:的)?(?:怎么|如何|标准|是?多少|计算|算))"
)
#: 没有传的死三个那么多，就一个: not the number that it names first, but the one behind it, if that is all it says of it
_BUT = r"[，,、；;：:\s]{0,2}(?:其实|实际上?|真的?|确切|应该)?(?:就|只有?|才|仅|是)"
_INSTEAD = re.compile(
    r"(?:没有?|不是|并非|哪(?:里|儿)?(?:有|来的?)?)(?:像|如)?(?:网上|群里|外面|他们|你们|大家|有人)?(?:传|说|讲)?的?(?:那样|那么)?"
    rf"(?P<verb>[烧砸摔淹撞炸]?死|伤)?(?:了|亡)?{_MANY}(?:名|个|位|口)?人?(?:死|伤)?(?:[那这]么多|之多)?(?:"
    rf"{_BUT}(?P<late>死|伤)?了?(?P<many>\d{{1,3}}|[{''.join(_NUMBERS)}]{{1,3}})(?:名|个|位|口|人)人?{_END}|(?={_BUT})|(?<=么多))"
)
_ALSO = r"(?:又|再|另外?|也|还)(?:有|添|增加?|多)?了?"
#: so gas, light and a cat are gone, too: only of people it is said that they died
_GONE = r"(?:没了|没气了?|断气)"
_OF_KIN = (
    r"(?:人|孩子?|娃|老(?:人|太太?|头|伴|公|婆)|外[公婆]|[妈爸奶爷哥姐弟妹叔姨]|公公|婆婆|儿子|女儿|[男女]孩|伤者|"
    r"[那这一两二三\d][个位名])"
)
#: beside those who were known to have died: 又死了一个, 另一个也没救过来, 又抬出一具遗体; 再死一个 has still to come
_MORE_DEAD = (
    re.compile(
        rf"(?!再(?:[烧砸摔淹撞炸抬]?死|走|没)(?!了)){_ALSO}"
        rf"(?:[烧砸摔淹撞炸抬]?死|走|没)了?{_MANY}(?:名|个|位|口|人)"
    ),
    re.compile(rf"{_ALSO}(?!(?:都|全)?{_GONE})(?:{_MANY})?{_WHO}{_DIED}"),
    re.compile(rf"{_OF_KIN}也(?:都|就)?(){_GONE}"),
    re.compile(rf"(?:又|再)[^，,。！!？?；;\s]{{0,2}}{_MANY}[^，,。！!？?；;\s]{{0,8}}{_DIED}"),
    re.compile(rf"(?:又|再)[^，,。！!？?；;\s]{{0,6}}?{_MANY}(?:具(?:尸体|遗体)|条人命)"),
)
#: nobody says that it is so
_UNREAL = re.compile(
    r"(?:(?:没有?|并?未)人?|(?:不是|谁说|哪有|不能|不要|不想|别|避免|防止)(?:要|让)?|"
    r"(?:万一|如果|要是|假如|难道|会不会)[^，,。！!？?；;\s]{0,4})(?=[又再也还另])[^，,。！!？?；;\s]{0,20}"
)
#: of one of those who died, or of the dead of another day or estate: no number of all of these
_OF_SOME = re.compile(
    rf"{_MANY}(?:名|位|个)[^，,。；;\s]{{0,8}}家属|(?:遇难|死亡|去世|身亡)者?的[^，,。；;\s]{{0,8}}家属|(?:遇难|死)者?(?:人员)?(?:中|之一)|"
    r"身份(?:已经?|得到|均)?(?:确认|查明|核实)|头七|追悼|火化|去年|前年|上个?月|(?:另|其他|别的|隔壁)一?个?小区"
)
#: two people by one word: 夫妻都没了, 母女遇难; a brother alone is called 兄弟 too
_PAIR = re.compile(
    r"(?:(?<=夫)[妻妇]|(?<=父)母|(?<=母)[女子]|(?<=父)[女子]|(?<=祖)孙|(?<=婆)媳|(?<=情)侣|(?<=姐)[妹弟](?=双双|都|均|全)|(?<=兄)[弟妹](?=双双|都|均|全))"
    r"(?=(?:双双|都|均|全|一起|当场|不幸|被|给|先后|相继|已|遇难|身亡|死(?!了?[一1])|没了|没救|抢救|溺亡|坠亡))"
)
#: a part of those who were counted already: 5人送医，其中2人伤势较重
_PART = re.compile(r"(?:其中|包括|含)(?:有)?(?:\d{1,3}|[一两二三四五六七八九十]{1,3})")


def counted(said: str) -> tuple[int, int]:
    """Those who died and those who were hurt, as far as the text says; a death without a number is one."""
    said = _NO_DEATH.sub("", _instead(_pairs(said)))
    dead = _most(_DEAD, said) or bool(_A_DEATH.search(said))
    return int(dead), _most(_INJURED, _PART.sub("其中", said))


def more_dead(said: str) -> int:
    """How many have died by it beside those who were known; 又死人了 is said of any year."""
    said = _UNREAL.sub("", _NO_DEATH.sub("", _instead(_pairs(said))))
    found = (each for pattern in _MORE_DEAD for each in pattern.finditer(said))
    return max((_number(many) if (many := each[1]) else 1 for each in found), default=0)


def put_right(said: str) -> bool:
    """没有死三个，就一个: it is not the number that is told."""
    return any(_in_its_room(each) != each.group() and each["many"] for each in _INSTEAD.finditer(_pairs(said)))


def of_some(said: str) -> bool:
    """遇难的一名业主家属: it counts one of them, or those of another day."""
    return _OF_SOME.search(said) is not None


def death_in(said: str) -> int | None:
    """Where the first death is told; None where nobody died by it."""
    return _first((*_DEAD, _A_DEATH), said)


def injury_in(said: str) -> int | None:
    """Where it is told first that so many were hurt."""
    return _first(_INJURED, said)


def _pairs(said: str) -> str:
    """夫妻俩双双遇难 are two: with the number in the room of the word's last character."""
    return _PAIR.sub("两", said.replace("俩", "两").replace("仨", "三"))


def _instead(said: str) -> str:
    """With the number that holds in the room of the one that does not."""
    return _INSTEAD.sub(_in_its_room, said)


def _in_its_room(found: re.Match[str]) -> str:
    verb = found["late"] or found["verb"]
    if verb is None:
        return found.group()
    return (f"{verb}{found['many']}个人" if found["many"] else "").ljust(len(found.group()))


def _first(patterns: Iterable[re.Pattern[str]], said: str) -> int | None:
    # what nobody died of keeps its room, so that what is found stands where it stood
    said = _NO_DEATH.sub(lambda found: " " * len(found.group()), _instead(_pairs(said)))
    return min((found.start() for each in patterns if (found := each.search(said))), default=None)


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
