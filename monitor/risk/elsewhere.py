"""What is told of somewhere else, of others as a warning, or of a film: nothing that happened here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from monitor.lexicons.lexicon import FRAMES
from monitor.risk import behind
from monitor.risk.calling import NOT_NOW
from monitor.risk.correcting import reached_us
from monitor.risk.matcher import Span
from monitor.risk.scanning import SENTENCE_STOPS, Scan
from monitor.risk.unreal import around_us
from monitor.subjects.nearby import FINE

#: “我把室友杀了……游戏里”: so short a sentence speaks of the one before
_ASIDE = 6
#: a word for fiction speaks of the whole of a text that is no longer, and in it fewer words are a lesson
_SHORT = 120
#: where an accident of others is cited as a warning
_TEACHING = tuple(FRAMES.index(frame) for frame in ("advert", "drill", "notice", "official"))
_TAUGHT = 3
#: an estate's name after “隔壁”, by how such names end; a garden, a hall or a neighbour of one's own is none
_NAME = "[^\\W\\d_a-zA-Z在家的了里有爷叔婶伯婆姨奶哥姐弟妹妈爸嫂人户楼栋]"
_ESTATE = re.compile(
    "的?(?![座房单门邻商小这那])"
    f"(?:{_NAME}{{2,4}}(?:花园|公馆|山庄|豪庭|名邸|雅居|新城)|{_NAME}{{1,3}}[苑府湾]|{_NAME}{{0,2}}(?:碧桂园|万科城|恒大城)|"
    f"(?:万科|保利|龙湖|绿城|融创|华润|中海|金地|恒大)(?!业主|邻居|居民|住户|那边){_NAME}{{1,2}})"
)
#: 还是我们星河里好，隔壁…: ours is done with
_PRAISED = re.compile("(?:好|强|靠谱|省心|放心|舒服|幸运|不错)[^,，。!?\n]{0,4}[,，。!]$")
#: behind the same words, what is no part of an estate: 隔壁的湖心公园, 对面的工地
_OTHER_PLACE = re.compile(
    "的?(?:那个|一个|这个|那家|一家|在建的?)?(?:[^\\W\\d_a-zA-Z在家的了里有楼栋]{0,4}?)"
    "(?:(?<!口袋)公园|工地|(?<!服务)小学|中学|高中|大学城?|学院|学校|医院|酒店(?!式)|宾馆|工厂|厂房|厂区|水库|地铁站|村子|加油站|批发市场|建材市场)(?!的?(?:我们|咱们))"
)
#: 附近一家家具厂: one of many near us, and its clauses are its own; 5栋附近的工地 may be ours
_NEAR_BY = re.compile(
    "(?:附近|周边|不远处)的?[一那某][家所个处座][^，,。！!？?；;\\n]{0,6}?"
    "(?:[具工装织品刷料金子材鞋]厂|工厂|厂房|加油站|(?<!服务)小学|中学|学校|医院|批发市场|建材市场)[^。！!？?；;\\n]*"
)
#: … unless it comes to us
_AT_OURS = re.compile(
    "我[们家妈爸儿女老孩丈妻媳哥姐弟妹]|咱|小区|业主|电梯|[飘烧窜炸砸倒塌](?:到|向|往|进)|震[碎坏裂]|快[跑撤救]|救人|睁不开"
)

#: “别的小区才400”, “隔壁都不收”: others are what ours is measured by, and only their clause is theirs
_COMPARED = re.compile(
    "的?(?:物业)?(?:费)?(?:也|一般|普遍)?(?:才(?:[0-9一二两三四五六七八九十几收要]|不到)|只要|只收|都(?:不|是|有|能|装|免费|没)|不收|怎么就|为什么|为啥|早就)"
)

#: what is but like a film, or is none, or burns in a shop for games
_NO_TALE = re.compile("(?:像|学|模仿|照着|跟|和|如同|似|比|不是|没有?|没在|以为(?:是|在)*)[^,，。!?\n]{0,3}$")
_A_SHOP_S = re.compile(
    "[^,，。!?\n]{0,2}(?:一样|似的|一般|那样)|(?:车|单车)|杀?(?:的)?(?:店|馆|影院|院(?!线)|厅|城)(?!里?(?:看|玩))"
)

#: 海月府着火了，对面的酒店都看得到: what befell ours stands, whoever next door noticed; but 着火的是隔壁小区
_NEXT_DOOR = ("隔壁", "对面", "旁边", "相邻", "邻近", "附近", "邻小区")
#: 竹影里附近的大学城: only right behind our name, and only its clause; the ambulance of a hospital nearby comes to us
_ABOUT_US = "附近"
#: 和上次某地电梯坠亡一样: what stands before it is not of there
_SOMEWHERE = "某地"
_LANDMARK = re.compile("(?:^|[,，。!?;…~\\s])[^\\W\\d_]{2,6}$")
_OF_OURS = re.compile("(?:小区|社区|的|这边|这里|马路|一路之隔|我们|,|，| )*")
#: 隔壁酒店的人都看见了: whatever it is called, ours is what they see
_NOTICES = re.compile(
    "的?(?:人|业主|住户|客人|老师|学生|家长|们)*(?:都|也|全|远远)+(?:看得?[到见]|听得?[到见]|闻得?到|疏散|围过来|跑出来看|拍到)"
)
_SAID_TO_BE = re.compile("(?:是|系|在|于|属于|说的?|指的?)[^,，。!?;\\n]{0,4}$")
_REACHES = re.compile("(?:[到中向往及得给]|[到中]了)$")
_ALONE = re.compile(
    "(?:小区|那边|那里|那儿|那个?|[0-9一二三四五六七八九十]{1,3}(?:栋|幢|期|号楼?))*(?:的|吧|啊|哦|呢|好像)*(?=[,，。!?;~…\\n]|$)"
)
_ITS_OWN = re.compile(
    "[^,，。!?;\n]*?(?:着火|起火|失火|火灾|大火|烧|炸[了死伤]|爆炸|跳楼|坠|死|伤|塌|砍|捅|困|没了|出事|出的事|发生|掉下)"
)


#: whose accident is passed on, shuddered at or made a lesson of: without that, an estate that a report does not name
#: may be ours
_PASSED_ON = re.compile(
    "[那有]个?(?:小区|物业)|[某一]地|看到|看了|看见|看完|刷到|刷了|热搜|新闻|视频|听说|转[:：发]|提醒|警示|以案|为戒|教训|借鉴|(?:自查|各|开展|专项|本公司|我司|我们也?)排查|排查类似|全[省市县区]|[我本外邻][省市县司]|"
    "各项目|点蜡|可怕|吓人|心慌|太惨|后怕|外媒|当年|那年"
)


#: who calls for help next door, or what falls into our estate, is ours: 隔壁宾馆着火，快救人; 学院学生坠楼，落在小区里
_HELP = re.compile(
    "救人|喊救命|快救|快来个?人|来人啊|快叫(?:救护|消防|人|保安|物业)|快(?:打|拨)(?:119|120|110)|快报警|(?:大家|赶紧|赶快|都)快?跑|[,，。!]快跑|快跑(?:[,，。!]|$)|快撤|(?:谁|有人)会急救"
)
_COMES_TO_US = re.compile(
    "(?:[砸掉落坠摔跌倒飘烧窜冲闯逃跑涌灌滚飞漏]|蔓延)(?:了)?(?:过来了?(?=[,，。!?~…\n]|$)|[到在进向往](?:了)?(?:我们|咱们?|我家|本|俺们)?的?"
    "(?:小区|楼[上道里下]|院[里子内]|[0-9一二三四五六七八九十]+(?:栋|幢|号楼|单元)|我[们家]|咱)(?!学校|公司|单位|厂|[旁附外边前后对]))"
    "|(?:来|闯|冲|跑|追|窜|翻)(?:进|到)?(?:我们|咱们?)?(?:小区|楼里|院子?里?)[^,，。!?;\n]{0,6}(?:打(?!听|扫|电话|卡|球|招呼)|砍|捅|杀|砸|放火)"
    "|(?:烟|火|味|气|水)[^,，。!?;\n]{0,6}得?(?:我们|我家|咱们?|整个小区|全小区)[^,，。!?;\n]{0,4}(?:睁不开|喘不|呛|咳|吐)"
)


#: 在学校摔: who breaks a bone out there asks for a lift; who does not wake is in need wherever it was
_FELL_OUT = re.compile("(?:在|上班|爬山|滑雪|自己|出差|旅游)[^,，。!?;\n]{1,6}摔")
_UNAWAKE = re.compile("昏迷|昏过去|不醒|没反应|没呼吸|没心跳|叫不|喊不|快来|快叫|抽搐")


#: 去同学家找了也没有: where somebody is looked for and is not
_LOOKED_FOR = re.compile(
    "(?<=家)(?:[、和,，]?(?:朋友|亲戚|同事|老师|邻居|同学)家)*(?:里|那边)?(?:都|也|全|挨个)*(?:找|问|没有?人?|打听|不在|不见)"
)


#: 外地车, 英国斗牛犬, 美国籍的业主: where somebody or something comes from is no place where it befell
_FAR_OFF = re.compile(
    "外[地省市县区国]|别处|国外|海外|英国|美国|日本|韩国|泰国|越南|印度|巴西|俄罗斯|土耳其|埃及|菲律宾|印尼|巴基斯坦|孟加拉|老家|(?:隔壁|邻|临)(?:村|镇|县|市|省)"
)
_THINGS = re.compile("的?(?:车(?!祸|站|展)|搬来的|牌照?|斗牛|恶霸|犬|狗|菜(?![市场价])|料理|飞饼|口音)")
_PEOPLE = re.compile("的?(?:人(?!家)|籍|来的?|回来|回国|搬来|打工|租客|业主|住户|工人|师傅|民工)")
_AT_HOME = re.compile(
    "(?<![的个某一别])小区(?!群)|[0-9]{1,2}(?:栋|幢|号楼|单元)|我们|咱|楼[上下]|电梯|车库|地库|门口|阳台|天台|物业|业主|租客|住户|对门|[在从][0-9]{1,2}楼"
)
#: 闺蜜住8栋, 我朋友家着火了，就在3栋; but 闺蜜住的小区
_KIN_S = re.compile(
    "我?(?:朋友|同事|同学|亲戚|闺蜜|发小|姐妹|舍友|[表堂][哥姐弟妹]|姑|舅|姨|大姨|小姨|叔|伯|嫂|老同学|哥们|战友|老乡)"
)
_LIVES_HERE = re.compile(
    "(?:住|家|在)(?:在|着)?(?:我们?|咱们?)?(?:[0-9一二三四五六七八九十]{1,3}(?:栋|幢|号楼|单元|座)|楼[上下]|隔壁(?:楼|栋|单元)|对门|我(?:们|家)(?:小区|楼|单元|栋))"
)
#: 我妈他们小区: another estate, unless the text names ours, or a complaint, or what befell that mother, is told
_KIN_ESTATE = re.compile("(?:我(?:爸妈|公婆|奶奶|婆婆|岳母|[妈爸姐哥妹弟])(?:住的|他们)?|娘家|婆家)(?:那个)?小区")
_KIN_HARMED = re.compile(
    "我(?:爸妈|爷爷|奶奶|公公|婆婆|岳[父母]|[妈爸姐哥妹弟])(?:(?!小区)[^,，。!?\n]){0,8}?(?:伤|困|摔|砸|没出来|出不来|送|医|晕|倒|死|烧|没了|没气|卡|夹|咬|打)"
    "|请(?:你们|尽快|贵司)?(?:处理|核实|派人|回复|解决|查)|投诉|(?:是|在|住)(?:我们|咱们?)(?:小区|这|[0-9])|快来|救命"
)
#: 看到视频里3栋着火了，是我们小区
_IS_OURS = re.compile("(?<![不为要果若万])(?:就|正|居然|竟然?)?是在?(?:我们|咱们?)(?:小区|楼|栋|单元)(?![群对隔旁附])")
#: 不是我们这栋，是5栋着火; 不在我们小区正门，在后门
_NOT_THIS_HOUSE = re.compile(
    "(?:[里儿边]?[栋楼单元幢]{0,2}[,，、。]?(?:着火的|出事的)?(?:是|在)(?:[0-9一二三四五六七八九十]{1,3}(?:栋|幢|号楼|单元)|隔壁(?:楼|栋|单元)|[前后]面(?:那?栋|楼)|楼[上下]|对面(?:楼|栋))|[正后东南西北侧大]门)"
)
#: 小时候住一起的邻居
_WHOM_ONE_KNEW = re.compile("[^,，。!?;\n]{0,4}的(?:邻居|同学|朋友|伙伴|老[张李王刘陈])")


def _here_all_the_same(scan: Scan, start: int, end: int, named_ours: bool) -> bool:
    """Whether the word for another place only tells whence somebody is, or our own place stands beside it."""
    text, word = scan.text, scan.text[start:end]
    stop = scan.sentence_span(start)[1]
    if len(text) > _SHORT:
        return False
    if _FAR_OFF.fullmatch(word):
        return bool(_THINGS.match(text, end) or (_PEOPLE.match(text, end) and _AT_HOME.search(text, end, stop)))
    if _KIN_ESTATE.fullmatch(word):
        return named_ours or _KIN_HARMED.search(text) is not None
    if _KIN_S.match(word):
        return _LIVES_HERE.search(text, start, stop) is not None
    if word.startswith(("不是", "不在")):
        return _NOT_THIS_HOUSE.match(text, end) is not None
    if word == "小时候住":
        return _WHOM_ONE_KNEW.match(text, end) is not None
    return _IS_OURS.search(text, end) is not None and not NOT_NOW.search(text.replace(word, ""))


def comes_to_us(text: str) -> bool:
    """Whether a short text calls for help, or what it tells of reaches us: it is ours, wherever it began."""
    if len(text) > _SHORT or not (_HELP.search(text) or _COMES_TO_US.search(text)):
        return False
    return not NOT_NOW.search(text)


def elsewhere(scan: Scan, named: Mapping[str, int], own: Sequence[Span]) -> list[Span]:
    """From a word for another place to the next word for one's own, or the end of the following sentence."""
    spans: list[Span] = []
    away = [*scan.row(named["elsewhere"]), *_neighbours(scan, named, own)]
    if away and len(scan.text) <= _SHORT and _UNAWAKE.search(scan.text) and not NOT_NOW.search(scan.text):
        away = [each for each in away if not _FELL_OUT.fullmatch(scan.text, *each)]
    if away and comes_to_us(scan.text):
        away = [each for each in away if not scan.text.startswith(_NEXT_DOOR, each[0])]
    away = sorted(away if own else away + _unnamed(scan, named))
    reached = reached_us(scan.text) if away else []
    homes = sorted([*scan.row(named["home"]), *own, *_clauses(scan, reached)]) if away else []
    for start, end in away:
        if _LOOKED_FOR.match(scan.text, end) or _here_all_the_same(scan, start, end, bool(own)):
            continue
        if _COMPARED.match(scan.text, end) or FINE.match(scan.text, end):
            spans.append(scan.clause_span(start))
            continue
        if any(end <= first < scan.clause_span(start)[1] for first, _ in reached):
            continue
        if scan.text.startswith(_ABOUT_US, start):
            spans.append((start, scan.clause_span(start)[1]))
            continue
        if behind.taught(scan, start, end, own):
            spans.append(scan.clause_span(start))
            continue
        stop = scan.sentence_span(min(scan.sentence_span(start)[1] + 1, len(scan.text)))[1]
        stop = min([stop, *(first for first, _ in homes if first >= end)])
        if scan.text.startswith(_SOMEWHERE, start) and behind.reaches_us(scan.text, end):
            continue
        if scan.text.startswith(_SOMEWHERE, start):
            spans.append((start, stop))
            continue
        begin = max([scan.sentence_span(start)[0], *(last for _, last in homes if last <= start)])
        begin = max(begin, behind.told_of_us(scan, start, own))
        spans.append((start if _noticed(scan.text, begin, start, end, homes) else begin, stop))
    return spans


def _clauses(scan: Scan, reached: Sequence[Span]) -> list[Span]:
    """Where it reaches us, and the clause that tells it from its beginning."""
    return [*reached, *((scan.clause_span(start)[0], end) for start, end in reached)]


def _noticed(text: str, begin: int, start: int, end: int, homes: Sequence[Span]) -> bool:
    """Whether next door people only notice what befell ours, or are reached by it: it is told before their place."""
    if not text.startswith(_NEXT_DOOR, start):
        return False
    if begin < start and not homes and _NOTICES.match(text, end):
        return True
    if all(last != begin for _, last in homes):
        return False
    if _OF_OURS.fullmatch(text, begin, start):
        return False
    if _REACHES.search(text, begin, start):
        return True
    return not (_SAID_TO_BE.search(text, begin, start) or _ALONE.match(text, end) or _ITS_OWN.match(text, end))


#: 从恒达公馆搬来…真是对了，那边电梯天天困人: what is left behind is told of, up to a word for here
_MOVED = re.compile("(?:从|离开|告别)[^,，。!?;\n]{2,12}?(?:搬[来到进去]|搬过来|搬家到|换[到来]|住[到进])了?$")
_THERE = re.compile(
    "(?:那边|那里|那儿|那个?小区|(?:以前|之前|原来|原先|老)的?(?:那个|那边)?(?:小区|物业|房子|地方))[^。!?;\n]*?"
    "(?=这边|这里|这儿|现在|如今|可是?|但是?|不过|[。!?;\n]|$)"
)


def left_behind(text: str, own: Sequence[Span]) -> list[Span]:
    """What is told of where one lived before, by whoever has moved to one of ours."""
    if "搬" not in text and "换" not in text and "住" not in text:
        return []
    return [
        found.span() for first, last in own if _MOVED.search(text, 0, first) for found in _THERE.finditer(text, last)
    ]


def near_by(scan: Scan) -> list[Span]:
    """What befell one of the works and schools around us, in a sentence that says nothing of ours."""
    found = [match.span() for match in _NEAR_BY.finditer(scan.text)]
    return [each for each in found if not _AT_OURS.search(scan.text, *each)]


def _unnamed(scan: Scan, named: Mapping[str, int]) -> list[Span]:
    """“合肥某小区”, where the text shows that it is not ours: it speaks of ours too, or passes it on."""
    found = scan.row(named["unnamed"])
    return found if found and (scan.has(named["home"]) or _PASSED_ON.search(scan.text)) else []


def _neighbours(scan: Scan, named: Mapping[str, int], own: Sequence[Span]) -> list[Span]:
    """“隔壁翡翠湾”: beside us stands an estate of another name; “隔壁栋”, and what follows our own name, is ours."""
    beside = [
        each
        for each in scan.row(named["beside"])
        if not scan.text.startswith(_ABOUT_US, each[0]) or _by_us(scan.text, each[0], own)
    ]
    places = [(start, match.end()) for start, end in beside if (match := _OTHER_PLACE.match(scan.text, end))]
    found = [(start, match) for start, end in beside if (match := _ESTATE.match(scan.text, end))]
    return places + [
        (start, match.end()) for start, match in found
        if not any(
            scan.sentence_span(start)[0] <= first < match.end() and not _PRAISED.search(scan.text, last, start)
            for first, last in own
        )
    ]  # fmt: skip


def _by_us(text: str, start: int, own: Sequence[Span]) -> bool:
    """Whether our name stands right before; a name that is but a landmark is not given, and opens its clause."""
    if not own:
        return _LANDMARK.search(text, 0, start) is not None
    return any(last <= start and _OF_OURS.fullmatch(text, last, start) for _, last in own)


def cited(scan: Scan, named: Mapping[str, int], own: Sequence[Span]) -> list[Span]:
    """What befell others (近年多起…造成伤亡), in a text that teaches, warns or sells: up to a word for here."""
    needed = _TAUGHT if len(scan.text) <= _SHORT else 2 * _TAUGHT
    if not scan.has(named["cited"]) or max(scan.scores[place] for place in _TEACHING) < needed:
        return []
    here = [first for first, _ in (*scan.row(named["here"]), *scan.row(named["home"]), *own)]
    spans = sorted({scan.sentence_span(start) for start, _ in scan.row(named["cited"])})
    return [(begin, min([stop, *(first for first in here if first >= begin)])) for begin, stop in spans]


#: what befalls those who play is no play: 拍戏的灯架倒下来砸伤一名群众演员，送医院了
_ON_THE_SET = re.compile(
    "(?:断了|断裂|倒下来?|倒了|倒塌|塌了|砸下来|砸到|失控|漏电|脱落|爆了|意外|不慎|失手)[^。!?\n]{0,24}?"
    "(?:送医|送到?医院|送去医院|进了?医院|骨折|120|救护车|昏迷|抢救|砸伤|摔伤|烧伤|死了|身亡)"
)
#: where people play, and who does: somebody may fall or burn there as anywhere
_PLAYERS = re.compile(
    "密室|取景|鬼屋|剧本杀|影院|剧组|拍戏|拍电影|拍电视剧|拍视频|群演|群众演员|扮(?:鬼|僵尸|尸体)|台词|舞台剧|话剧|杀人游戏|狼人杀"
)
#: what befalls them
_BEFALLS = re.compile(
    "着火|起火|冒烟|浓烟|[好是多有]烟|[塌炸]了|坍塌|漏电|漏气|踩空|(?:绳|丝|架|威亚|保险)[^,，。!?\n]{0,3}断|[摔掉跌滚翻栽][了下]|掉进|砸[到中在]|压[住着到了]|倒了|倒在?地|晕倒|昏倒|晕过去|"
    "没[呼气心]|没反应|(?<![走跑])[不没]会?动|叫不|喊不|抽搐|吐白沫|出不[来去]|打不开|非礼|猥亵|被摸|乱摸|捅|砍|打起来|踩踏|被车|炸伤|爆炸|快来|救人|120|119|救护车"
)
#: … unless it belongs to the show, or to what is told of it
_SHOWN = re.compile(
    "道具|剧情|逼真|好看|刺激|吓[得死人我哭一]|演得|演技|镜头|导演|特效|假|梦|场务|偶遇|凶手|死者|推理|还原|(?:杀|密室|鬼屋)里我|下次还|精彩|好玩|推荐|沉浸|体验|哈哈|笑|那段|那场|看[到得完着过]|片(?![区场])|电影(?!院)|剧(?!组|本杀|院|场|烈|痛)|首映|上映|票房|"
    "第.{1,2}集|女主|男主|结局|桥段|打卡|原来|是在|在拍|他们拍|(?<!群)演(?!员|出|到一半)|戏(?!服|台|院)[里份]|拍[^,，。!?\n]{0,6}戏(?![,，的时]|服|院)|[被局第][^,，。!?\n]{0,4}狼人|投票|天亮|法官|平民|女巫|昨晚被杀"
)


#: 僵尸妆的人真的拿刀捅人: whose part it is to frighten does it in earnest
_DOES_IT = re.compile(
    "(?:人|员|男的|女的|孩子|学生|主播|僵尸)[^,，。!?;\n]{0,4}?真(?:的|是)?(?:[拿持提掏]着?[菜砍尖]?刀[^,，。!?;\n]{0,2})?(?:捅|砍|炸伤|打伤|烧伤|摔伤|被[捅砍烧压])"
)
_PRETENDED = re.compile(
    "[剧片影书漫说](?:里|中)|剧情|游戏里|梦|女主|男主|第.{1,2}[集章]|大结局|桥段|像真|演得|特效|逼真|那[段集场幕]|道具"
)
#: what is used to play hurts who works with it: 拍戏用的炸药把工人炸伤了
_USED = re.compile(
    "(?:拍戏|拍电影|剧组)[^,，。!?;\n]{0,8}?把[^,，。!?;\n]{0,6}?(?:工人|师傅|保安|孩子|老人|业主|住户|路人|群演)[^,，。!?;\n]{0,4}?(?:[炸烧砸烫撞压]伤|炸了|砸了|烧了)"
)


def befalls_players(text: str) -> bool:
    """Whether those who play, or watch a play, come to harm themselves."""
    if _ON_THE_SET.search(text) or around_us(text):
        return True
    if (_DOES_IT.search(text) or _USED.search(text)) and not _PRETENDED.search(text):
        return True
    return bool(_PLAYERS.search(text) and _BEFALLS.search(text)) and not _SHOWN.search(text)


def told_tales(scan: Scan, named: Mapping[str, int], own: Sequence[Span] = ()) -> list[Span]:
    """The sentence that speaks of a film, a game or a dream, and the next; all of a short text that names no home."""
    if befalls_players(scan.text):
        return []
    spans: list[Span] = []
    for start, _ in _tales(scan, named["fiction"], own):
        begin, end = scan.sentence_span(start)
        since = scan.sentence_span(_before(scan.text, begin))[0] if end - begin <= _ASIDE else begin
        spans.append((since, scan.sentence_span(min(end + 1, len(scan.text)))[1]))
    for start, _ in _tales(scan, named["staged"], own):
        apart = len(scan.text) > _SHORT or scan.has(named["home"])
        spans.append(scan.sentence_span(start) if apart else (0, len(scan.text)))
    return spans


def _tales(scan: Scan, words: int, own: Sequence[Span]) -> list[Span]:
    text = scan.text
    return [
        (start, end)
        for start, end in scan.row(words)
        if not (_NO_TALE.search(text, max(0, start - 6), start) or _A_SHOP_S.match(text, end))
        and not behind.meanwhile(scan, start, own)
    ]


def _before(text: str, begin: int) -> int:
    """The last place of the sentence before, whatever stops stand between."""
    return max(len(text[:begin].rstrip(SENTENCE_STOPS)) - 1, 0)
