"""What is played, taught or shown: an exercise's scenario, tips, titles, old footage; what only sounds deadly."""

from __future__ import annotations

import re

from monitor.risk.degree import contests, exaggerated
from monitor.risk.idle import idle
from monitor.risk.matcher import Span

#: 演练背景:B座12层突发火情，1人受伤: the scenario reaches to the end of its sentence, the subject of a lesson to that
#: of its clause
_SCENARIO = re.compile(
    "(?:(?:演练|演习|推演|拉练|模拟)[^,，。!?;:\n]{0,8}?(?:背景|场景|情景|情境|想定|设定|脚本|剧本)|(?:假想|预设|模拟|假设)(?:场景|情景|情境|背景|事故|险情|火情))"
    "(?:设定|设置|设|内容)?(?:为|是|如下|[一二三四1-4])?[:,，为是]?[^。!?;\n]*"
)
_SUBJECT = re.compile(
    "(?:讲解|传授|演示|教授|普及|讲授|介绍)了?[^。!?;\n]{0,40}(?:方法|知识|技能|技巧|要领|步骤|常识|措施)|"
    "(?:演练|演习|训练|培训|推演)(?:科目|内容|项目|主题)(?:为|是|有|包括)?[:]?[^,，。!?;\n]*"
)
#: 拍跳楼戏, 火灾的那场戏, 剧里那场坠楼: a scene is named by what it plays
_SCENE = re.compile(
    "拍(?![到下])(?:摄|了|着|个|一场|一段|的是)?[^,，。!?;\n看当像跟如]{1,8}?(?:戏|剧情|桥段)(?!剧|院|台)|"
    "(?<![像跟和同如])(?:剧|戏|影片|电影|片子|小说)里(?:的|面|头)?(?!才|都没|都不敢)(?:那|这)?(?![^,，。!?;\n]{0,10}(?:一样|似的|一般))[^,，。!?;\n]{0,10}"
)
#: what happened while it was played
_IN_EARNEST = re.compile(
    "真(?:的|掉|摔|有|被|伤|烧|着|出|受|晕)|意外|不慎|不料|结果|却|竟|事故原因|家属|骨折|昏迷|抢救|住院|成真|变成"
)
#: who teaches what to do
_TEACHES = re.compile(
    "专家(?:提醒|提示|建议)|(?:用电|用气|取暖|防火|消防|安全|出行|乘梯|冬季|夏季|春季|秋季|假期|节日|雨季|汛期|独居老人)[^,，。!?:\n]{0,6}(?:提醒|提示)[:：]|温馨提[示醒]|小贴士|(?:学习|培训|上课|听课)笔记|科普|(?:安全|消防|急救|用气|用电|自救)(?:小?知识|常识|指南|手册|提示|须知|课)|"
    "只需(?:要)?[0-9一二两三四五六七八九十]{1,2}(?:分钟|秒)|实验(?:显示|表明|证明)|有多(?:快|可怕|危险|猛)[?？]|自救|口诀|重在预防|预防为主|记住这|牢记|收藏备用|划重点|干货|攻略|教你|必看|一图(?:读|看)懂|如何(?:正确|安全|预防|避免|防范)|正确做法|怎么预防|"
    "转给(?:家里|老人|爸妈|身边)|管好自[家己]|会死人的|要坐牢|发现有人(?:触电|溺水|晕倒|中毒)|万一(?:下坠|坠落|着火|被困|触电)"
)
_DONT = re.compile(
    "看好(?:自[家己])?(?:的)?孩子|务必|记得|切记|千万|(?<![区分个类级特离告识性])别(?!墅|人|的|处|家|说|提)|切勿|请勿|勿|不要|先关|先开|立即|第一时间|按(?:下)?(?:紧急|呼叫|警铃)|保持|重在预防|谨防|严防|预防|防范|应(?:当|该)?|正确|一定要|先断电|背贴墙|管好自|背靠墙"
)
#: 消防安全小知识:电动自行车一旦起火，3分钟浓烟就能封死通道
_LABELLED = re.compile("^【?[^。!?:,，\n]{0,10}(?:小知识|小常识|科普|小课堂|小贴士|安全知识|安全常识)】?[:：]")
#: 每年都有人因一氧化碳中毒身亡: what befalls people in general, beside advice
_GENERALLY = re.compile(
    "[^,，。!?;:\n]{0,8}(?:每年|年年|每到冬天|每个冬天|每年冬天|曾经?|以前|经常|总)(?:都|就|也)?(?:会)?有(?:不少|多少|很多|好多|老|一些)?(?:人|老人|孩子|小孩|儿童|家庭|市民|居民|业主|学生)[^。!?\n]{0,20}(?:死|亡|中毒|伤|出事|溺|触电|着火)"
)
_HERE = re.compile("我们|咱|本小区|这个?小区|小区里|我家|[0-9](?:栋|号楼|幢|单元)|楼下|昨|今[天早]|刚")
#: 看了新闻说电梯夹死人，回家看我们这电梯…
_IN_THE_NEWS = re.compile(
    "(?:看了?|刷到|看到|听)(?:个|条|一条|一个|今天的?|昨天的?)?(?:新闻|抖音|短视频|视频|报道|公众号|热搜)(?:上|里)?(?:说|讲|里|上|报)[,，:]?([^,，。!?\n]{2,24})[,，。](?:我?(?:回家|再看|想想|吓得|赶紧|以后(?:都|再|可)?(?:不|要|得|走|绕|只)|现在(?:坐|看|进|一|都?不敢|都?怕)|都?(?:不敢|怕|害怕|吓得))|看看?(?:我们|咱)|我们这|咱们?这|咱小区)"
)
#: told of one time, place or person
_ONE = re.compile(
    "刚刚?(?!需|好|性|才艺)|昨|今[天早晚日晨]|现在|目前(?!已进入)|正在|我[家妈爸老儿女孩们]|咱们?(?:楼|栋|家|小区)|[0-9]+(?:栋|幢|号楼|单元|楼|座)|"
    "已经|了[，。!,]|物业(?:不|没|说|人)|没人(?:管|接|来)|昏|送医|救出|抬|死了|名(?:老|男|女|业|孩|工|住|居)|那家|笔录|回都"
)
#: a programme of the press is no fiction
_PRESS = re.compile("记者|本台|栏目|曝光|采访|报道|电视台|新闻|走访|我们小区|我家|我的邻居|道歉|现实中|承重|质押")
#: names of what is read or watched; a notice in such brackets is none
_TITLE = re.compile(
    "《[^》]{1,20}(?<!通报)(?<!公告)(?<!通知)(?<!说明)(?<!告知书)(?<!条例)(?<!办法)(?<!规定)(?<!报告)(?<!合同)(?<!协议)(?<!函)(?<!书)(?<!法)(?<!声明)》"
)
_SERIES = re.compile(
    "全集|大结局|第[0-9一二三四五六七八九十]+[集季话章]|影视|解说|主页|更新|追剧|追更|弹幕|女主|男主|编剧|导演|主演|反派|剧情|结局|番外|上线|开机|定档|书荒|小说|爽文|凶宅|悬疑|恐怖"
)
_FOOTAGE = re.compile(
    "(?<![0-9])(?:19[0-9]{2}|200[0-9])年?(?:的)?(?:纪实|实录|老?录像|影像|老新闻|旧闻|纪录片|老照片)|(?i:[48]k)修复(?!店|公司)|(?:高清|影像)修复|修复版|老录像带?|"
    "[(][^()]{0,14}(?:外省|外地|外市|网图|资料图)[^()]{0,8}[)]"
)
#: 我们 of a whole trade
_TRADE = re.compile(
    "(?:做|干|从事|入行)了?[^,，。!?]{0,4}年(?:的)?(?:物业|保安|管家|客服)|物业人|(?:我们)?(?:做|干)物业(?:的|这行)"
)
_BLAMED = re.compile("(?:骂|怪|怨|喷|找)我们[^。!?\n]{1,60}?(?:骂|怪|怨|喷|找)我们")
#: an exercise that somebody watches
_PLAYED = re.compile(
    "(?<!以为是)(?<!不是)假人|烟雾弹(?:也|都|真|太|放得|味)|(?:演|扮)得(?:也|真|太|好|挺|还挺|跟)|装(?:成|作)?(?:伤员|伤者|晕倒)|(?:假装|扮演?|假扮)(?:成)?(?:受伤|伤员|伤者|被困|晕|昏|溺水|落水|触电|中毒)|群演"
)
_MEANT = re.compile(
    "真人|真的(?!假)|真(?:出|有|着|伤|摔|晕|死|溺|触|落)|不动|没上来|没浮|没反应|沉下去|没起来|醒不|砸|用上|不是演|没演|假人(?:掉|坠|落)|不是假人|救护车|120|送医|意识|跌落|流血不止"
)
#: a party's numbers
_PARTY = re.compile(
    "(?:年会|联欢会?|晚会|文艺汇演|迎新会|团建|运动会|才艺)[^。!?\n]{0,20}?(?:节目|报名|表演|彩排|抽奖|小品|合唱|比赛|搞笑|好看|精彩|海报)"
)
_HURT = re.compile(
    "伤|血|救护|医院|骨折|报警|死|晕|昏|抢救|踩踏|性骚扰|猥亵|摸|塌|(?<![撂笑迷绊])倒[了在地]|砸[到中在]|压[着住到]|着火|起火|炸|[触漏]电|[摔掉跌](?:下|进|河|湖|水里|井)|溺|不动|没气|没心跳|没呼吸|持[枪刀]|捅|砍|救人|快来"
)
#: a gambler's own loss on the exchange: 爆仓了，老婆要跟我离婚
_LOSS = re.compile("死(?:了)?(?:都|也)不卖|爆仓|割肉|亏麻|亏惨|套牢|被埋|深套|吃面|销户|回本")
_LOSER = re.compile(
    "起飞|抄底|不卖|心态|老婆|离婚|媳妇|本金|天台|首付|学费|彩礼|人生|割在|躺平|回本|补仓|满仓|融资盘没|我(?!们公司|司)"
)
#: a gambler that stands on a roof, and who lies under earth, have lost no money
_MEANT_IT = re.compile(
    "要跳|往下跳|跳下|站[在上]|那个?人|有人|窗|拦|劝|烧炭|喝药|割腕|刀|个人|名|里面|挖|塌|土|救人|快来"
)
_COMPANY_S = re.compile("质押|大股东|实控人|控股|公司|董事|集团|高管|CFO|cfo|审计|造假|调查|传|听说|跳楼|跳了")
#: 独居老人去世多日才被发现，社区养老该怎么补位？
_ESSAY = re.compile(
    "民法典[^。!?\n]{0,12}(?:解读|规定|怎么说)|第?[0-9]{3,4}条(?:解读|规定)|一文(?:读懂|看懂|讲清)|如何看待|怎么看待|怎样看待|该(?:怎么|如何|怎样)(?:补位|破解|应对|看待|防范|规避|破局)|谁来(?:补位|守护)|(?:深度|观察|评论|时评|社论)[丨|:：]|聊一?聊|谈一?谈|浅谈"
)
#: what befell others is passed on as a warning
_PASSED_ON = re.compile(
    "^(?:【?转(?:发|载)?】?[^。!?\n]{0,16}?[:】]|【?转(?:发|载)?】|转发)[^。!?\n]*?(?:一(?:男子|女子|老人|小区|住户)|某(?:小区|地|市)|时有发生|频发|屡见不鲜)"
)
_OURS = re.compile("我们(?:小区|楼|这)|咱们?(?:小区|楼|这里)|本小区|[0-9]+(?:栋|幢|号楼)|昨[天晚夜]|今[天早晨]|刚刚")
#: 十年前这栋楼烧死过一家人，所以房价便宜
_ONCE_DIED = re.compile(
    "(?:[0-9一二三四五六七八九十几好多两]+年(?:以)?前|以前|从前|当年|早年|曾经|老早)[^。!?\n]{0,16}?(?:死|吊|跳楼|烧|杀|自杀)[^。!?\n,，]{0,3}过"
)
_LORE = re.compile("房价|便宜|凶宅|晦气|租|买房|卖不|传说|闹鬼|风水|瘆|膈应|降价|低价|捡漏|好奇")
_NOW = re.compile("有人说|听说|昨|今[天早晚]|刚|又|现在还|至今|物业")
#: 昨晚看《…》看到起火那段
_WATCHES = re.compile(
    "(?:看|追|刷|读|翻|补)(?:了|完|着|到)?(?:电影|电视剧|小说|剧)?《[^》]{1,20}》(?:的)?(?:里|中|时)?(?:面)?[^,，。!?\n]{0,6}?"
    "(?:看到|看见|那段|那集|那一段|这集|那幕|一幕|剧情|情节|大结局|结局|镜头|演|里的?|第[0-9一二三四五六七八九十]+集)"
)
#: a short text is what it is as a whole
_SHORT = 160
#: what an authority is asked to do it has not done: 请物价部门调查，责令退还
_WISHED = re.compile(
    "(?:(?<![申邀])请|恳请|希望|盼|望|要求|建议|呼吁|恳求)[^。!?;\n]{0,24}?(?:部门|局|政府|领导|街道|办事处|12345|你们|住建|城管)[^。!?;\n]{0,24}?"
    "(责令|立案|约谈|查处|处罚|吊销|监管)"
)
#: a wish names one act after the other
_WISHES_ON = 40
_ACTS = re.compile("责令|立案|约谈|查处|处罚|罚款|吊销|监管|整改通知|查封|罚单")
_DONE = re.compile("已|于[0-9]|下达|我局|我委|被")
#: “之前都说是中毒，其实是孩子在学校吃坏了”
_RETRACTED = re.compile(
    "(?:之前|先前|原先|起初|一开始|开始|刚才|早上|昨[天晚]|前[天晚]|头先|寻日)[^,，。!?;\n]{0,8}?(?:话|说|讲|传|以为|怀疑|担心)[^。!?;\n]{1,30}?"
    "[,，。;](?:[^,，。!?]{0,10}[,，])?(?:后来|结果|现在|而家|今天|最后)?(?:发现|查明|搞清楚?|先知|才知道?|查出来)?(?:其实|原来|实际上?|结果)(?:都)?(?:系|是)"
)
_STILL_GRAVE = re.compile(
    "死|亡|伤|没了|炸|烧|杀|跳|坠|毒|遇难|血|打|推|撞|压|夹|淹|害|瞒|骗|偷|物业|保安|公司|开发商|小区|[栋幢座]|号楼|单元|水箱|水池|管道|漏|故意|不止|不是|真"
)


#: who watches a film lives in a house: 追剧时听到楼上爆炸
_AROUND_US = re.compile(
    "(?:听[到见]|闻到|发现|突然|结果|[,，])[^,，。!?;\n]{0,4}?(?:楼[上下道]|厨房|我家|我们楼|隔壁家?|对门|窗外|门外|[0-9]{1,2}(?:栋|号楼|单元))[^,，。!?;\n]{0,4}?"
    "(?:着火|起火|着了|爆炸|炸了|冒烟|浓烟|漏气|煤气|塌|喊救命|叫救命|呼救|惨叫救命|砍人|捅人|杀人了)(?!那|的(?:那|镜头|戏|场)|戏)|"
    "闻到[^,，。!?;\n]{0,4}(?:煤气|燃气|天然气|液化气)(?!罐)"
)


_IN_THE_STORY = re.compile(
    "原来(?:是|在)*(?:他们|楼上|人家|在)*(?:看|放|追)(?!炮|火)|女主|男主|主角|反派|[剧片影戏说书漫]里|剧情|镜头|特效|导演|演员|那[段集场幕]"
)


def around_us(text: str) -> bool:
    """Whether something is told of the house in which the teller watches or reads."""
    return _AROUND_US.search(text) is not None and not _IN_THE_STORY.search(text)


def unreal(text: str) -> list[Span]:
    """The stretches that tell what is played, taught, watched, said of a trade, or only how much."""
    spans = [
        found.span()
        for kind in (_SCENARIO, _SUBJECT)
        for found in kind.finditer(text)
        if not _IN_EARNEST.search(found[0])
    ]
    if _DONT.search(text):
        spans += [found.span() for found in _GENERALLY.finditer(text) if not _HERE.search(found[0])]
    spans += [found.span(1) for found in _IN_THE_NEWS.finditer(text) if not _HERE.search(found[0])]
    spans += [found.span() for found in _SCENE.finditer(text)]
    return [(0, len(text))] if len(text) <= _SHORT and _as_a_whole(text) else spans + exaggerated(text) + idle(text)


def _as_a_whole(text: str) -> bool:
    if (_LABELLED.match(text) or (_TEACHES.search(text) and _DONT.search(text))) and not _ONE.search(text):
        return True
    if around_us(text):
        return False
    if (_TITLE.search(text) and _SERIES.search(text) and not _PRESS.search(text)) or _FOOTAGE.search(text):
        return True
    if _WATCHES.search(text) and not (_PRESS.search(text) or _HERE.search(text.split("》", 1)[1])):
        return True
    if _ONCE_DIED.search(text) and _LORE.search(text) and not _NOW.search(text):
        return True
    if _ESSAY.search(text) and not (_ONE.search(text) or _HERE.search(text)):
        return True
    if _PASSED_ON.search(text) and not _OURS.search(text):
        return True
    if _TRADE.search(text) and _BLAMED.search(text):
        return True
    if _PLAYED.search(text) and not _MEANT.search(text):
        return True
    if _LOSS.search(text) and _LOSER.search(text) and not (_COMPANY_S.search(text) or _MEANT_IT.search(text)):
        return True
    if contests(text):
        return True
    return _PARTY.search(text) is not None and not _HURT.search(text)


def wished(text: str) -> list[Span]:
    """Acts of an authority that are asked for."""
    if not _ACTS.search(text):
        return []
    return [
        act.span()
        for found in _WISHED.finditer(text)
        if not _DONE.search(found[0])
        for act in _ACTS.finditer(text, found.start(), _wish_ends(text, found.end()))
    ]


def retracted(text: str) -> list[Span]:
    """What was said or feared at first, before “其实是” and something that harms nobody."""
    if "其实" not in text and "原来" not in text and "实际" not in text and "结果" not in text:
        return []
    return [found.span() for found in _RETRACTED.finditer(text) if not _STILL_GRAVE.search(text, found.end())]


def _wish_ends(text: str, start: int) -> int:
    end = min(start + _WISHES_ON, len(text))
    return min([place for mark in "。!?;\n" if (place := text.find(mark, start, end)) >= 0], default=end)
