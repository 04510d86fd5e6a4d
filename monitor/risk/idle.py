"""Idle talk in the words of a danger: a role that is played, a lost toy, a tooth that fell out, what was long ago."""

from __future__ import annotations

import re

from monitor.risk.matcher import Span

#: longer than this nobody only chats
_CHAT = 80
#: who is in need, whatever else the same words may mean
_IN_NEED = re.compile(
    "救人|救护|快救|求救|呼救|120|119|110|报警|警察|快来|来人|快跑|叫不[应醒]|喊不[应醒]|没反应|没呼吸|没心跳|昏|抽搐|发紫|(?<![气笑]得)(?<![气笑]得我)喘|"
    "出不来|动不了|站不起|起不了身|抬不|浓烟|黑烟|惨叫|尖叫|送医|送去?医院|急诊|抢救|骨折|大出血|止不住|一地血|头破|不是(?:演|游戏|开玩笑|玩笑)|没在演|真(?:的|有|着|掉|摔|死|打|砍|跳|从|往|漏|烧|捅|被)|"
    "自首|不会动|不动了|动不得|坐不住|一直流|流不停|脖子|(?:脸|脸色|嘴唇)(?:都|已经?|全)?(?:紫|白|青|黑)了?|拽不|抢走|抢孩子"
)
#: 我儿子演被猎人打死的狼, 在天台演跳楼
_ROLE = re.compile(
    "(?<![开上主导表公排预])演(?!员|出|练|习|唱|讲|示|变|播|绎|说|职|艺|完|戏(?!里)|着)(?:的是|的|了|一?个|那个)?[^,，。!?;\n]{0,6}?"
    "(?:被[^,，。!?;\n]{0,6}?(?:打死|杀|砍|捅|推|咬|烧)|跳楼|坠楼|摔死|中枪|杀人|绑架)[^,，。!?;\n]*"
)
_IN_EARNEST = re.compile(
    "讨薪|讨债|要钱|要债|维权|逼|威胁|闹|意外|不慎|不料|结果|却|竟|失手|失足|成真|消防|可人|人真|没了|身亡|死亡"
)
#: 被我一枪打死，太爽了, of who plays
_GAMING = re.compile(
    "开黑|排位|吃鸡|三国杀|狼人杀|王者荣耀|打王者|手游|端游|上分|段位|副本|真人CS|枪战|打野|我的世界|苦力怕|桌游|steam|对局"
)
_KILLED = re.compile(
    "被我[^,，。!?;\n]{0,4}?(?:打死|爆头|砍死|杀了|秒了|炸死|毒死|反杀)|(?:把|被)(?:我|他|她|对面|队友|对手|人)(?:给|全)*(?:刀了|秒了|反杀|爆头|团灭)|"
    "打到(?:只剩)?[一两几]滴血|求桃救命"
)
_PLAYED = re.compile("(?:灭火|消防|救火|逃生|求生|枪战)小?游戏(?![机厅店城馆房])[^。!?\n]*")
_AT_HOME = re.compile(
    "把|蹦床|滑梯|压[着住]|点着|沙发|我家|家里|厨房|卧室|客厅|阳台|窗帘|楼上|楼下|隔壁|邻居|外面|门外"
)
#: NPC追着我们跑，尖叫连连
_HAUNTED = re.compile("(?=.*(?:密室|鬼屋|逃脱))(?=.*(?:NPC|npc|工作人员扮))")
_HURT = re.compile(
    "[刀砍捅打烟火塌砸倒踩压摔翻掉坠锁]|伤|血|救护|医院|120|119|110|报警|骨|昏|晕|打不开|出不[来去]|不让|真|非礼|猥|摸|不动|没气|没声"
)
#: 再买鱼竿就打死我
_SCOLDED = re.compile(
    "(?:老婆|媳妇|女朋友|我妈|老妈)[^,，。!?;\n]{0,4}?再(?:买|钓|熬夜|剁手|网购|打麻将|打游戏|下单|胖)[^,，。!?;\n]{0,6}?就?(?:要|直接)?"
    "(?:打死|掐死|弄死|砍死|打断|剁了?|手撕)(?:我|他|你)(?!们|妈|爸|家|儿|女)的?[手腿]?"
)
_BEATEN = re.compile("救|刀|棍|锤|动手|怕|家暴|昨|刚|现在|正|堵|追|孩子|哭|叫|血|伤|紫|又打|每天")
#: 作业辅导到十一点，我快要窒息了; 老板在地下室，快要窒息了 tells of somebody
_STIFLED = re.compile(
    "(?:作业|辅导|开会|周报|房贷|kpi|KPI|老板|甲方|相亲|论文|应酬|内卷|需求)(?:[^,，。!?;\n]{0,12}?|[^。!?\n]{0,14}?[,，](?:我|人|真的?|简直|感觉)+)(?:快|要|快要|都要|差点)(?:窒息|断气|猝死|没气)了?"
    "|快窒息了(?=哈哈)"
)
_STIFLING = re.compile("关|绑|挤|煤气|燃气|烟|电梯|水|捂|掐|勒|困|闷在|胸|打|炭|地下|通风|宿舍|药|车里|倒|哮喘|心脏")
#: 跑完半马，腿断了一样
_WORN_OUT = re.compile(
    "(?:跑完|半马|全马|健身|撸铁|爬山|爬楼|深蹲|军训|瑜伽|逛街|搬家)[^。!?\n]{0,12}?(?:断了|折了|废了|散架了?|瘫了)(?:一样|似的|一般)"
)
_FELL = re.compile("摔|跌|砸|撞|压|滚|医院|掉|坠|滑|踩空|骨")
#: 孩子换牙，满嘴血还笑; a tooth that is knocked out is none
_TOOTH = re.compile(
    "(?:换牙|乳牙|智齿|拔(?:了|完)?(?:一|两)?颗?牙)[^,，。!?;\n]*(?:[,，][^,，。!?;\n梯楼火砖]{0,10}(?=[,，。!?;\n]|$))?"
)
_KNOCKED_OUT = re.compile("打|撞|摔|砸|踢|磕|扇|推|拳|止不|大出血|血流|没了|死|一夜|不醒|晕|发烧|保安|物业|肿得")
#: 蒸箱里的馒头爆炸了
_BURST_FOOD = re.compile(
    "(?:馒头|鸡蛋|红薯|玉米|包子|香肠|饺子|茄子|番茄|粽子|汤圆|蛋黄|爆米花|核桃|栗子|板栗|土豆|面团|年糕|带鱼|气球|西瓜|榴莲)[^,，。!?;\n仔店铺摊厂窑炉厅行车机罐]{0,3}(?:爆炸|炸了|炸开|炸得|爆了|爆开)"
)
_SCALDED = re.compile("脸|眼|血|烫|烧|伤|火|手")
#: 蛋糕做塌了; the cake shop that comes down is none
_SUNK = re.compile(
    "(?:蛋糕|戚风|面包|舒芙蕾|馒头|发糕|泡芙|刘海|发型|头发|妆|鼻梁|发髻)(?!店|房|厂|间|柜|铺|屋|坊)[^,，。!?;\n店房厂铺]{0,4}塌(?:了|掉|下去)?"
)
_COLLAPSED = re.compile("压|砸|埋|人(?!家)|楼|墙|天花|顶|梁|架")
#: 楼上来问是不是着火了，不好意思: who burnt his chillies excuses himself
_EXCUSED = re.compile(
    "问(?:我家?|我们)?(?:是不是|是否)[^,，。!?;\n]{0,4}(?:着火|起火|爆炸|漏气|失火)了?(?=[^。!?\n]*(?:不好意思|抱歉|对不住|见谅))"
)
_ABLAZE = re.compile("火势|明火|烧着|烧到|蔓延|还在烧")
#: 孩子的小熊丢了; 孩子的奶奶走丢了 is somebody
_KIN = "(?:孩子|小孩|小朋友|娃娃?|宝宝|儿子|女儿|闺女|孙子|孙女|男孩|女孩|老人|老太太?|大爷|奶奶|爷爷|我妈|我爸)"
_LOST = "(?:弄丢了|丢了|不见了|没了|走丢了?|找不到了?|找不着了?|没影了?|失踪了?)"
_LOST_THING = re.compile(f"{_KIN}[穿戴背拿抱骑玩]?着?的(?P<what>[^,，。!?;\n的]{{1,6}}?)(?:怎么|又|也|都)?{_LOST}")
_HIS_THING = re.compile(
    f"{_KIN}的?(?:手机|钱包|老年卡|身份证|社保卡|钥匙|助听器|假牙|拐杖|眼镜|水杯|书包|校服|红领巾|作业本?)(?:又|也|都)?{_LOST}"
)
_SOMEBODY = re.compile(
    "[爸妈爹娘爷奶公婆哥姐弟妹叔姨舅姑嫂人影踪娃伴]|父|母|老伴|同学|朋友|伙伴|玩伴|老师|孩|儿子|女|双胞胎|同桌|室友|舍友|闺蜜|搭档|家属|家长|护工|司机|主|护士|阿|信号|定位|手表|手环|消息|下落|学生|邻居|队友"
)
_AND_HIM = re.compile(
    "人[也都还]?(?:不见|没|联系不|找不|不在)|[,，]人[^,，。!?\n]{0,4}?(?:不见|没|找不)|没回|没到家|湖边|池塘|走失|失联|小时|孩子(?:也|都|还)?(?:不见|没|找不)|联系不上(?!家|子女|儿|女|亲)|一个人|河|池边|天台|井|里面|坐在|躺在|回家(?!了|路)"
)
#: 压着师傅的工具, 咬掉孩子手里的包子; 铁架压住业主的花盆和两个孩子
_HIS = f"(?:{_KIN}|师傅|工人|业主|邻居|快递员|骑手|保安|阿姨|我|他|她)(?:家|手里|手上|腿上|脚上|身上|嘴里|碗里)*的?"
_NOT_ALONE = "(?![和跟与及、]|还有|连同|旁|边|下面|底下|上面)"
_ON_THINGS = re.compile(
    f"(?:压(?:住|着|到|坏|扁|在)|砸(?:坏|碎|烂|扁)|盖住)了?{_HIS}(?:工具箱?|快递|毯子|被子|花盆|花|外卖|书包|手机|衣服|菜|玩具|水果){_NOT_ALONE}(?![^。!?\n]*(?:人|孩|腿|脚|手|头|脸|背|肩|血|伤|晕|师傅|下面|底下|里面|他|她))"
)
_BITES = re.compile(
    f"咬(?:掉|穿|烂|破|坏|走)了?{_HIS}(?:包子|面包|肉包|火腿肠|手套|鞋子?|裤脚|裤子|衣服|衣角|书包|玩具|球|外卖|零食|雪糕|帽子)(?![^。!?\n]*(?:腿|屁股|手指|脚趾|肉|血|皮|洞|牙印|针|伤|脸|抓|扑|哭|吓|追|松口|撒口))"
)
#: what comes down from above might have hit somebody
_FROM_ABOVE = re.compile("[掉坠扔抛落砖]|外墙|玻璃|外机|广告牌|吊灯|天花|树|楼上")
#: 接走了，是她同学妈妈
_FETCHED = re.compile(
    "(?:接走|带走|领走)了?[,，。](?:原来)?是(?:她|他|我|咱|孩子)?(?:的|家)?(?:同学的?(?:妈妈?|爸爸?)|姥姥|外婆|外公|奶奶|爷爷|我妈|我爸|婆婆|公公|托管|晚托|小姨|姑姑|舅舅)[^,，。!?\n]{0,4}[。!~]?$"
)
#: 寻物：昨晚丢了黑色书包，里面有药
_NOTICE = re.compile("^[【\\[]?(?:寻物(?:启事)?|失物招领|招领)[】\\]]?[:：,，。!]")
_MISSING = re.compile(
    "偷|盗|撬|孩|娃|儿子|女儿|老公|老婆|老伴|老太|大爷|奶奶|爷爷|人|爸|妈|外公|外婆|婆婆|走失|没回|捅|砍|遗书"
)
#: 听说北京有个幼儿园老师虐童，我们幼儿园还好
_FAR = re.compile(
    "(?:听说|看到|刷到|新闻|热搜|视频)[^。!?\n]{0,8}?(?:北京|上海|广州|深圳|成都|重庆|武汉|杭州|南京|郑州|西安|香港|台湾|日本|韩国|美国|国外|外地|外省|外市|老家)"
    "[^。!?\n我咱]{2,30}?[,，](?:幸好|还好|好在)?(?:我们|咱们?)[^,，。!?\n]{0,6}?(?:还好|没事|没有|挺好|都好|放心)[。!~]?$"
)
#: 我小时候掉进井里，爷爷把我捞上来的: what one remembers
_YOUTH = re.compile(
    "小时候|年轻(?:的)?(?:那会儿?|时候?)|当兵|(?:爷爷|奶奶|外婆|外公|姥姥|姥爷|老人|老邻居|老保安|老业主|我[爸妈])[^,，。!?;\n]{0,3}(?:讲|说)(?:起|过|那年|当年|从前|前些年|早年)|前些年|早些年|上世纪|[0-9]0年代"
)
_RECALLED = re.compile(
    "[死着火淹吊出砸困晕掉塌炸烧]过|那场|那次|那年|才发现|讲|记得|想起|想来|回忆|后怕|难忘|往事|传说|故事|是[^,，。!?;\n]{1,8}(?:救|捞|拉|背|抱)[^,，。!?;\n]{0,4}的"
)
#: 十年前这楼着过一次火，烧死过一个人，后来才装的喷淋; that somebody died here stays said
_LONG_AGO = re.compile(
    "当年|那年|(?:[3-9三四五六七八九]|[1-9][0-9]|[一二三四五六七八九]?十[一二三四五六七八九]?|[几好]几)多?年(?:以)?前|多年前"
)
_SINCE = re.compile(
    "(?:之后|后来|从那以后|打那以后|此后)[^,，。!?;\n]{0,4}(?:才|就|都)?(?:装|有|换|改|填|建|拆|修|立|设|加)[^,，。!?;\n]*[。!~]?$"
)
#: 着过一次火: who tells what befell since it was built or mended tells of now
_ONCE = re.compile("[死着火淹吊出砸困晕掉塌炸烧伤]过")
_AND_NOW = re.compile(
    "孩子|娃|宝宝|楼上|楼下|隔壁|快|现在(?!想)|如今|今[天早晚日]|这[次回下]|轮到|昨|前天|刚|又|至今|仍|还(?:没|在|是)|一直|没人|物业|公司|开发商|赔|官司|判|隐患|再|同样|一样|听说(?!前|早|当|那)|上周|上个?月"
)
_HERE = re.compile("[0-9一二三四五六七八九十](?:栋|幢|号楼|单元)|本小区|我们楼|楼上|楼下")
#: 公司已回复交易所年报问询函，详见公告
_REPLIED = re.compile(
    "(?:已|已经|按时|如期|均已)[^,，。!?\n]{0,4}(?:回复|答复)了?[^,，。!?\n]{0,8}(?:问询函?|监管函|关注函|工作函)|"
    "(?:问询函|监管函|关注函|工作函)[^,，。!?\n]{0,3}(?:已经?|按时|如期|均已)(?:回复|答复)"
)
_CHARGED = re.compile(
    "承认|延|逾|占用|虚|造假|隐瞒|停牌|跌|掏|保留|减值|更正|立案|罚|质疑|质押|缺口|关联|违规|调查|失联|不|没|未|吗|[?]"
)


def idle(text: str) -> list[Span]:
    """The stretches of a short text that only sound like a danger; none where somebody is in need."""
    if len(text) <= _CHAT and _HAUNTED.match(text) and not _HURT.search(text):
        return [(0, len(text))]
    if len(text) > _CHAT or _IN_NEED.search(text):
        return []
    if _as_a_whole(text):
        return [(0, len(text))]
    return _roles(text) + _said(text) + _things(text)


def _as_a_whole(text: str) -> bool:
    if (
        (_FAR.search(text) and not _HERE.search(text))
        or _long_ago(text)
        or (_REPLIED.search(text) and not _CHARGED.search(text))
    ):
        return True
    return _NOTICE.match(text) is not None and not _MISSING.search(text)


def _long_ago(text: str) -> bool:
    """Whether it is remembered from years ago, and nothing is told of now."""
    if _AND_NOW.search(text):
        return False
    return bool(_YOUTH.search(text) and _RECALLED.search(text)) or bool(
        _LONG_AGO.search(text) and _SINCE.search(text) and _ONCE.search(text)
    )


def _roles(text: str) -> list[Span]:
    """What is played on a stage or in a game."""
    spans = [] if _IN_EARNEST.search(text) else [found.span() for found in _ROLE.finditer(text)]
    if _GAMING.search(text):
        spans += [found.span() for found in _KILLED.finditer(text)]
    return spans + [found.span() for found in _PLAYED.finditer(text) if not _AT_HOME.search(found[0])]


def _said(text: str) -> list[Span]:
    """What is said of how tired or how scolded somebody is, of teeth and of eggs that burst."""
    kinds = (
        (_SCOLDED, _BEATEN),
        (_STIFLED, _STIFLING),
        (_WORN_OUT, _FELL),
        (_TOOTH, _KNOCKED_OUT),
        (_BURST_FOOD, _SCALDED),
        (_SUNK, _COLLAPSED),
        (_EXCUSED, _ABLAZE),
    )
    return [found.span() for kind, meant in kinds if not meant.search(text) for found in kind.finditer(text)]


def _things(text: str) -> list[Span]:
    """What befalls somebody's things, or a child that is fetched by its own."""
    kinds = (_BITES, _FETCHED) if _FROM_ABOVE.search(text) else (_ON_THINGS, _BITES, _FETCHED)
    return [found.span() for kind in kinds for found in kind.finditer(text)]


def lost_things(text: str) -> list[Span]:
    """Where a child's or an old person's things are lost, and nobody is: stolen they may be all the same."""
    if len(text) > _CHAT or _IN_NEED.search(text) or _AND_HIM.search(text):
        return []
    lost = [found.span() for found in _LOST_THING.finditer(text) if not _SOMEBODY.search(found["what"])]
    return lost + [found.span() for found in _HIS_THING.finditer(text)]
