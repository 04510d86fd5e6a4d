"""What only says how much: dying of laughter, a heart that stops at a match, a mortgage that crushes."""

from __future__ import annotations

import re

from monitor.risk.matcher import Span

#: 呛死了: a degree, where nobody is named whom it befell
_DEGREE = re.compile(
    "(?:呛|闷|憋|熏)死(?:我|人|个人|俺|老子|宝宝|爹|了|啦|咯|咧|嘞|哒)(?!在|[一两俩三四五六七八九十几好0-9])"
)
_BURDEN = re.compile(
    "(?:房贷|车贷|贷款|债|kpi|KPI|工作|作业|考试|生活|物价|房租|论文|业绩|焦虑)[^,，。!?\n死]{0,4}(?:压|卷|拖|累|饿)死(?!人|在|过)"
)
_SOMEBODY = re.compile("人(?!家)|娃|孩|童|汉|婆|爷|[工员]|师傅|租客|学生|女|男|被|活活|狗|猫|他|她|谁(?!家|在)")
_SERIOUS = re.compile(
    "警|救护|120|119|医|抬|尸|封锁|当场|抢救|中毒|烧炭|火灾|大火|没救|遗体|家属|殡|遇难|身亡|昏|塌|窖|窨井|化粪池|沼气|下井"
)
#: what nobody means who says how moved, tired or amused he is
_HARM = (
    "心脏骤停|心脏病|心肌梗|心梗|脑梗|脑溢血|脑出血|吐血|胃出血|内出血|内伤|骨折|跳楼|窒息|休克|猝死|断气|没气|去世|升天|离世|阵亡|送命|丧命|没命|"
    "瘫痪|残废|失聪|失明|爆炸|昏迷|昏死|晕死|去死|想死|死掉|死过去"
)
#: 练琴练到我想跳楼; what people are beaten, burnt or cheated into is meant, and what befell my mother
_MARKS = "(?:当场|直接|都|快|差点|想|要|可以|几乎|原地|已经)*"
_MOVED = re.compile(
    "(?<![打撞砸摔踢踹咬烫炸压夹推捅烧电熏呛毒逼害骗欠拖冻饿跌滑绊碾拽扯坠刺割划病磕扭崴绞轧拧])(?:得|到|出)(?:我(?![妈爸们家老儿女公婆奶爷姐哥弟妹外孩媳对])|本人|老夫)"
    f"{_MARKS}(?:{_HARM})"
    f"|(?:帅|美|萌|笑|酷|尬|贵|甜|辣|香|好吃|好看|好听|可爱|土|丑|离谱|困|馋|刺激|激动)(?:得|到|出){_MARKS}(?:{_HARM})"
)
#: 哭到断气, 夸到升天; but who is tired or drinks himself to death is meant, and so is an infant or an old man
_OVERDONE = re.compile(f"(?:哭|虐|唱|聊|写|背|夸|吵)(?:得|到){_MARKS}(?:断气|窒息|没气|升天|去世|阵亡|心脏骤停)")
_FRAIL = re.compile(
    "孩|娃|宝宝|婴|儿子|女儿|老人|老太|大爷|大妈|奶奶|爷爷|阿姨|叔|[我他她]?[爸妈]|嘴唇|[青紫]|倒|急救|怎么办|怎么拍|怎么叫|不动"
)
#: 看球看到心脏骤停
_WATCHING = re.compile(
    "球赛|看球|点球|绝杀|决赛|世界杯|欧洲杯|奥运|比分|追剧|剧情|大结局|过山车|跳楼机|蹦极|鬼屋|密室|恐怖片|涨停|跌停|大盘|K线|账户|高考分|查分|账单|余额|盲盒|演唱会|抢票"
)
_IN_EXCITEMENT = re.compile(
    "(?:看到|看得|激动得|激动到|差点|快要|都要|直接)(?:我|都|当场)*(?:心脏骤停|心梗|心脏病|猝死|窒息|脑溢血|去世|跳楼|阵亡|昏迷|休克|吐血)"
)
#: what only a story, a game, a kitchen or an exchange makes harmless: (what is said, what must stand beside it, what
#: shows that it is meant)
_IN_COMPANY = (
    (
        "末日[^,，。!?;\n]{0,3}?(?:着火|起火|爆炸)|主角[^,，。!?;\n]{0,4}?(?:中毒|昏迷|受伤|坠楼|跳楼|溺水|去世)+",
        "剧(?![组院场团烈毒痛])|电影(?!院)|小说|动漫|番|漫画|片(?!区)|第.{1,3}[集章]|集|结局|更新|追|看完|弃|书|游戏|弹幕|作者|编剧|题材",
        "台上|后台|现场|120|救|抬|报警|我们|小区|楼[上下道里顶]|栋|演员|婚",
    ),
    (
        "水晶(?:爆炸|炸了|被炸)|血流成河|尸横遍野",
        "手游|端游|游戏(?![厅机])|我方|敌方|推塔|五排|排位|开黑|王者|LOL|lol|团战|副本|股|大盘|基金|跌|账户|A股|行情|评论区|直播间|打折|砍价|钱包|历史|战场|打仗|蛋糕|番茄|颜料|丝绒|姨妈|经期",
        "店|厂|栋|小区|楼下|隔壁|救|报警|捅|砍人|地上",
    ),
    (
        "厨房大?爆炸(?:现场|了)?",
        "第一次|做饭|下厨|学做|做蛋糕|烘焙|黑暗料理|翻车",
        "火(?!候|锅)|烟|[煤燃]气|罐|锅炸|高压|伤|血|脸|里面|在里|消防|玻璃|快|120|119|报警|救|楼|倒|响",
    ),
    (
        "割肉[^,，。!?;\n]{0,6}动脉|(?:跌停|涨停)板?上吊着?|吊在(?:跌停|涨停)板?|(?:主力|庄家|机构|空头|狗庄|量化)[^,，。!?;\n]{0,2}杀(?:人|疯|猪|红眼)|高位站岗|山顶站岗",
        "",
        "刀|警|楼|天台|救护|120|医院|保安",
    ),
    ("一锅尸体|满锅尸体", "煮|炖|炒|虾|蟹|鱼|汤|饺|馄饨|粽|泥鳅|菜|露馅|破皮", "床|地下|楼|报警|警察|挖|发现|闻|臭"),
    (
        # what is said to burn of heat; 3栋好像着火了 is told on a hot day as well
        "(?:我|(?<![个有工老女男两三俩些])人|手机|(?<![动瓶货])车|轮胎|空调|皮肤|头[皮发]|脸|脚底?|鞋底?|地面|马路|柏油路?|空气)"
        "(?:里|上)?(?:[都也真]|真的|感觉|好像|简直|整个人)*(?:[要快像]|感觉)+(?:烧起来|自燃|着火|起火)了?",
        "(?:^|[,，。!?;\n])(?:今天|今儿|这|外面|最近|真的?|好|太|简直)*热(?![水带心点])|热(?:炸|疯|化)|天气?(?:太|好|真|这么)?热|晒|高温|三伏|大暑|太阳|秋老虎|40度|四十度",
        "烟|火花|火苗|[焦糊胶]|味|线|闸|插|表|配电|电箱|机房|变压|充电|电瓶|电池|锅|灶|油|炉|电热|取暖|外机|烫手|滋滋|噼|响|报警|119|消防|断电|快来|快[去叫]|拔|有人|没人|物业|投诉|反映|报修|救|孩|娃|老人|[锁困]|[火红]光",
    ),
    (
        "后院起火",
        "老婆|媳妇|情人|小三|离婚|内部|内讧|高管|董事|股东|主力|两头|集团|舆论|家庭|婆媳|明星|球队",
        "烟|快|烧|树|柴|蔓延|119|消防|隔壁",
    ),
    ("[我人你]?的?尸体都(?:要|该|快)?凉", "等|再|才|票|股|套|埋", "发现|抬|法医|警|臭|床|屋|租"),
    (
        "(?:触|过)了?电了?(?:一样|似的|般|一般|的感觉|感)|像(?:是|被)?触了?电",
        "",
        "水|浴|插座|电器|麻得|洗|梯|扶手|把手|栏杆|灯|充电|花洒|金属|碰|摸到|冰箱|井盖|漏",
    ),
    (
        "(?:估计|[输亏跌套]了?得?|都|真|也)想跳楼",
        "我|股|盘|板块|割肉|跌|亏|输|班|作业|论文|考|题|贵|热|冷|堵|写|背|加班|开会|早起|数学|英语",
        "楼顶|天台|顶楼|窗|栏|站|坐|爬|劝|边上|赌|欠|债|那人|有人|他|她|孩子|儿子|女儿|妈|爸|老[公婆人]|业主|不想活",
    ),
)
_COMPANIED = [tuple(re.compile(each) for each in row) for row in _IN_COMPANY]
#: the sky, or leaves, look like a fire
_AGLOW = re.compile("晚霞|夕阳|火烧云|朝霞|日落|红叶|枫叶|黄昏")
#: 嗓子冒烟, 屁股着了火一样
_BURNING = re.compile(
    "(?:嗓子|喉咙|屁股|脚底板?|耳朵|胃里?|心里|头发|嘴巴?|舌头)[^,，。!?\n]{0,4}(?:着了?火|冒烟|冒火|烧起来|喷火)"
)
_LIKE = re.compile("一样|似的|一般|仿佛|像|美|好看|漂亮|绝了|壮观")
_FIERY = re.compile("烧着了?|着了?火|起火|燃烧|烧起来|火光|点燃")
#: 要了我的命, 气到吐血三升
_IDIOM = re.compile(
    "要了?(?:我|老)?(?:的)?(?:老|半条|小)?命(?!案)|半条命(?:都)?(?:没了|快没|搭进)|命都没了半条|吐血三升|魂都(?:没了|飞了|跑没|吓没)|笑得满地找头|(?:撑|笑|辣|馋|酸|甜)(?:得|到)(?:我|人)?(?:快|要|差点|都要)*(?:送急诊|进急诊|进icu|进ICU|叫救护车)了?(?=哈哈|[,，]哈哈|笑死)|死去活来|原地(?:去世|爆炸|升天)|当场去世|萌到去世|血洗全场|"
    "(?:把我|我被|给我)(?:们)?(?:给|都|直接)?(?:淹|埋|笑|烦|美|馋|急|吓|香|吵|气|忙|愁|难|甜|卷|尬|困|闷|热|冷|冻|辣|酸)死"
)
#: 5栋急死了: a building's people in a degree of what they feel or smell; 闷死, 饿死 and 冻死 befall people
_LIGHT = re.compile(
    "(?:气|笑)得我?(?:都|快)?喘不[上过]气|[看卖追买]?着?火爆(?:单品|款|剧|新品|产品)|"
    "(?:[0-9]{1,2}(?:栋|幢|号楼|单元|楼|层|座)|电梯|楼道|地库|车库|小区|门口|群里)(?:里|这边|那边|的?人|我们|都|真|也|太|快|实在|简直|要)*"
    "(?:急|难闻|臭|吵|热|冷|烦|气|脏|堵|挤|慢|黑|难受|恶心|贵|丑|乱|笑|忙|晒|潮|愁)死(?:了|啦|咯|我了?)(?=[,，。!?~…\\s]|$|快|赶紧|啊|呀)"
)
_FEW = 16
_CALLED_FOR = re.compile(
    "[刀打抓偷抢]|[一两三四五六七八九十0-9俩仨]个|保安|师傅|快[来去叫]|救|120|119|110|报警|倒[在地下了]|昏|晕|不醒|没气|不动|煤气|燃气|(?<!着)火(?!爆)|[烟血]|困|[楼墙板架顶房地路棚][^,，。!?;\n]{0,3}塌|[摔坠跳砸]|人没|死人|尸|腐|味(?:道)?好?(?:几天|怪)|孩|老人|我[爸妈]|爷爷|奶奶"
)
#: 老婆气爆炸了, 运气爆炸, 品种大爆炸; 燃气爆炸 and 厨房大爆炸 are meant
_BURSTS_WITH = re.compile(
    "(?:^|[脾语口怒运名福帅士香元财喜勇傲霸阳生你他她妈爸婆公]|领导|物业|肚子|真是|[真快要都把给接被])气(?:得|到)?(?:快|要)*爆炸|"
    "(?:品种|惊喜|词汇|降价|优惠|福利|颜值|头发|发型|灵感|创意|寒武纪|宇宙|信息|知识|生活|折扣|味觉|色彩|人口|数据|流量|幸福)大爆炸"
    "|(?:(?<![池炉罐器瓶箱])热|气|撑|忙|火|多|爽|开心|热闹|香|辣|甜|酷|炫|好[吃看喝玩听用]|可爱|无聊|便宜|丰富|堵|挤|满|燃|困)(?:得|到)(?:要|快|想)*爆炸"
)
#: 打游戏被炸死三次: nobody dies twice
_AGAIN_AND_AGAIN = re.compile(
    "被?[^\\W\\d_]{0,4}?(?:炸|杀|砍|打|秒|爆头|毒|摔|淹|烧|刺|坑|撞)[死杀]了?"
    "(?:[0-9]+|[两二三四五六七八九十几好]+|无数)(?:多)?(?:次|回|遍|把)"
)
_AT_PLAY = re.compile(
    "游戏|开黑|吃鸡|排位|上分|副本|打怪|boss|BOSS|通关|队友|玩家|手游|端游|网速|王者|密室|剧本杀|狼人杀"
)
#: a game that is won, a contest with prizes
_GAMES = re.compile("拔河|运动会|接力赛|趣味赛|篮球赛|足球赛|羽毛球赛|乒乓球赛|友谊赛|电竞|桌游|王者|麻将|斗地主|比赛")
_SCORED = re.compile("赢|输|打爆|血洗|完虐|冠军|亚军|奖|晋级|名次|加油|比分|决赛|淘汰|对面|队友|MVP|开黑|干翻")
#: 鞭炮炸得我以为爆炸了
_TAKEN_FOR = re.compile(
    "以为(?:是|又|要|哪里|哪儿|谁家|家里|小区|楼下|楼上|地)*(?:爆炸|炸了|着火|起火|地震|塌|打架|出事|枪|出人命|有人跳|煤气|打仗)[^,，。!?\n]{0,4}"
)
_WAS_BUT = re.compile(
    "鞭炮|烟花|放炮|喜事|结婚|接亲|打雷|雷声|搬家|装修|演练|原来|虚惊|结果是|其实是|恭喜|哈哈|笑死|无人机|表演|快递|外卖|猫|狗|孩子们?(?:在|玩|跑)"
)
_HURT = re.compile(
    "伤|救护|120|119|医院|骨折|报警|警察|抢救|踩踏|真(?:炸|着|塌|有|出)|住院|没想到|居然|叫不|喊不|发紫|昏|喘|抽搐|头破|流血"
)


#: what befalls those who play, or comes of it
_BEFELL = re.compile(
    "没心跳|没呼吸|没气|倒地|不动|猝死|着火|起火|点火|放火|塌|[刀捅砍溺淹]|断了?(?:[手脚腿]|指)|(?:手|脚|腿|指)断|(?:从|往)[^,，。!?;\n]{0,5}(?:楼|阳台|窗|天台)[^,，。!?;\n]{0,3}跳|踩踏|压[着住]"
)


def exaggerated(text: str) -> list[Span]:
    """呛死了, 帅得我当场心梗: what only says how much, in a text that names nobody whom it befell."""
    spans = _in_company(text) + ([] if _HURT.search(text) else _said_lightly(text))
    if "死" not in text or _SERIOUS.search(text):
        return spans
    if _AT_PLAY.search(text):
        spans += [found.span() for found in _AGAIN_AND_AGAIN.finditer(text)]
    burdens = [found.span() for found in _BURDEN.finditer(text)]
    return (
        spans
        + burdens
        + [
            found.span()
            for found in _DEGREE.finditer(text)
            if not _SOMEBODY.search(text, _clause(text, found), found.start())
        ]
    )


def light(text: str) -> bool:
    """Whether a few words only say how much somebody minds something: 5栋急死了, 12栋难闻死了."""
    return len(text) <= _FEW and _LIGHT.search(text) is not None and not _CALLED_FOR.search(text)


def contests(text: str) -> bool:
    """Whether a game is won or lost in it, and nobody hurt."""
    return bool(_GAMES.search(text) and _SCORED.search(text)) and not (_HURT.search(text) or _BEFELL.search(text))


def _in_company(text: str) -> list[Span]:
    """What sounds deadly beside words of a story, a game, a kitchen or an exchange, and is not meant."""
    spans: list[Span] = []
    for kind, beside, meant in _COMPANIED:
        found = [each.span() for each in kind.finditer(text)]
        if found and not meant.search(text) and beside.search(kind.sub("\n", text)):
            spans += found
    return spans


def _said_lightly(text: str) -> list[Span]:
    spans = [found.span() for kind in (_MOVED, _IDIOM, _BURNING, _BURSTS_WITH) for found in kind.finditer(text)]
    if not _FRAIL.search(text):
        spans += [found.span() for found in _OVERDONE.finditer(text)]
    if _WATCHING.search(text):
        spans += [found.span() for found in _IN_EXCITEMENT.finditer(text)]
    if _AGLOW.search(text) and _LIKE.search(text):
        spans += [found.span() for found in _FIERY.finditer(text)]
    if "以为" in text and _WAS_BUT.search(text):
        spans += [found.span() for found in _TAKEN_FOR.finditer(text)]
    return spans


def _clause(text: str, found: re.Match[str]) -> int:
    return max(text.rfind(mark, 0, found.start()) for mark in ",，。!?;\n") + 1
