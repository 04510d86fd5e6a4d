"""Whether words say that a danger is over: people are out, found or safe, what burnt or leaked is out or shut."""

from __future__ import annotations

import re

#: kinds of ends: out of where one was shut in, found, the fire is out, what leaked is shut, talked down, in good hands,
#: people are well; and all of it is over
OUT, FOUND, FIRE, LEAK, DOWN, CARE, SAFE, ALL = "out", "found", "fire", "leak", "down", "care", "safe", "all"
#: who had the knife is held; what failed is mended, which tells of nobody's wound
CAUGHT, MENDED = "caught", "mended"
_HOME = "home"
#: who is out just now writes no more than that
SHORT = 80

#: 哦没事了, 门开了我出来了
_START = r"(?:^|(?<=[，,。！!；;：:、~～\s]))(?:[哦噢嗯啊呼喔唉]{1,2}|好了|门(?:自己|终于)?开了)?"
_PERSON = (
    r"(?:(?:被困|落水|受困|走失|失联)?的?(?:人员|人|者|业主|群众)|(?:被困|落水|受困|走失|失联)的?(?:儿童|[男女][子孩童]|老人|老太|乘客|工人)|大家|全家|一家(?:人|子|[三四五六七]口)|里面的?人|(?:我家?|他家?|她家?)?(?:孩子|小孩|娃儿?|宝宝|老人|老汉|老头|"
    r"老太太?|婆婆|奶奶|爷爷|外婆|外公|妈妈?|爸爸?|儿子|女儿|老公|老婆|弟弟?|妹妹?|哥哥?|姐姐?|孙[子女]|侄[子女]|媳妇|"
    r"岳[父母]|公公|舅舅|姑姑|叔叔|同事|朋友|室友|孕妇|邻居)们?|我们?|他们?|她们?|师傅|大爷|大妈|阿姨|姑娘|小伙子?|"
    r"[\da-zA-Z一二三四五六七八九十]{1,3}(?:号楼|[栋幢座]|单元|号?[电货客]?梯)的(?:人|业主|那[个位])?|"
    r"(?:[\da-zA-Z一二三四五六七八九十]{1,3}(?:号楼|[栋幢座]|单元)的)?[一两二三四五六七八九十\d]+(?:个|名|位)?(?:人|业主|乘客|孩子|老人)?)"
)
_WHO = rf"(?:{_PERSON}(?:[和跟与]{_PERSON})?)?"
_NOW = (
    # no word begins with another and few stand together: whoever repeats them must not be tried in all ways
    r"(?:都|已经?|终于|总算|全部?|全员|安全|平安|成功|顺利|自己|刚|才|现在|也|就|被|把|给|于[\d时点分:：]{2,8}|"
    r"消防员?|保安|维保|师傅|警察|民警){0,6}"
)
_DONE = r"(?:了|啦|咯|喽|咗|老|起了)"
_CLOSED = r"(?=[，,。！!；;\s]|$)"
_PIPE = r"(?:软管|胶管|阀门|接头|燃气管|气管)"
_WELL = r"(?=[，,。！!~～；;\s]|$)"
#: who takes somebody to where he is seen to
_CARRIERS = "120|救护车|急救车|急救人员|医护人员|医生"
#: the kind of end, and how it is told
_WAYS = (
    (
        OUT,
        rf"{_START}{_WHO}{_NOW}(?:救|放|弄|撬|拉|背|抱|扶|接|解救)?(?:出来|出嚟|出梯|出电梯)(?:{_DONE}|{_CLOSED})|"
        rf"{_START}{_WHO}{_NOW}(?:下来|下楼){_DONE}|"
        rf"{_NOW}(?:救|拉|背|抱|扶|劝|接)(?:了|咗)?(?:出来|出嚟|下来|上来|落嚟){_DONE}?|"
        r"(?:梯|维保|师傅|消防)[^，,。！!？?；;\s]{0,4}?已经?放人|安全(?:离开|走出|撤出)|(?:已经?|都|全部|均|成功|安全)被?(?:成功|安全)?(?:脱困|脱险|获救|得救|救出|解救|出梯|撤离|转移|疏散)|(?:脱困|脱险|获救|得救)了",
    ),
    (
        FOUND,
        rf"{_START}{_WHO}{_NOW}(?:找到|找着|寻到|揾到|揾返){_DONE}(?=[，,。！!~～；;\s]|$|找到|谢)|"
        rf"(?:平安|安全)(?:归来|到家|回家|找到|找回)|{_START}{_PERSON}?(?:已经?|终于)(?:找到|找着|找回)(?=[，,。！!~～；;\s]|$)",
    ),
    (_HOME, rf"{_START}{_WHO}{_NOW}(?:自己)?(?:回来|回家|到家|返嚟){_DONE}"),
    (
        ALL,
        r"虚惊一场|(?:险情|警报|警戒|危险)(?:已经?|都|现已|均)*(?:解除|排除|处理完|消除)|"
        rf"{_START}(?:已经?|现在|目前|暂时|而家|也|系){{0,3}}(?:没事|冇事){_DONE}?{_WELL}",
    ),
    (MENDED, r"(?:隐患|故障)(?:已经?|都|现已|均)*(?:解除|排除|处理完|消除)"),
    (
        FIRE,
        r"(?:明?火|火势|火情)(?:已经?|都|终于|总算|被|现在|基本|全部|完全)*(?:扑|浇|救|熄)?(?:灭|熄)(?:了|完|掉|咗)?(?!火)|(?:已经?|[时点分])(?:被)?(?:扑灭|熄灭|救熄)|扑灭了",
    ),
    (
        LEAK,
        r"(?:阀门?|总阀|燃气|煤气|天然气|气源|总?闸|电源|水阀)(?:已经?|都|也|我|师傅|被|给|现在)*(?:关|切断|断|拉|停)(?:好|掉|上|死|闭|断|咗)*(?:了|咗)|"
        r"(?:已经?|都)?(?:关好|关掉|关上|关闭|切断|拉掉|断)(?:了)?(?:总)?(?:阀门?|闸|电源?|气源|燃气|煤气)(?:了)?(?=[，,。！!；;、\s]|$)|"
        r"(?:阀门?|总阀|燃气|煤气|天然气|气源|总?闸|电源|电力|供电)[^，,。！!？?；;\s]{0,4}?(?:已经?|均|全部)(?:全部|紧急)?(?:关闭|切断|关停|断开)|"
        r"漏(?:气|电|水)?(?:已经?)?(?:止住|堵住|修好)了?|"
        rf"[换修拧接][好紧上完](?:{_DONE}新?的?{_PIPE}|新?的?{_PIPE}{_DONE}){_CLOSED}|"
        rf"{_PIPE}(?:已经?|都|也|给|重新)*[换修拧接][好紧上完]{_DONE}{_CLOSED}",
    ),
    (
        DOWN,
        rf"(?:已经?|终于|总算|被|给|人)?劝(?:下来|落嚟|回来|住|离|走|回去){_DONE}?|(?:成功|安全|平安|顺利|已|已经)被?(?:成功|安全)?劝(?:下|返)|"
        r"(?<![没未不能有])(?:成功|安全)(?:救下|拉回|抱下)(?![去来])",
    ),
    (
        CAUGHT,
        r"(?:警察|民警|特警|警方|公安|派出所)[^，,。！!？?；;\s]{0,6}?(?:[抓带押]走|[抓制按控]住|制服|控制住|抓获|拿下)(?:了|咗)"
        rf"{_CLOSED}",
    ),
    (
        CARE,
        r"(?:已经?|都|均|刚|全部)(?:被)?(?:送医|送往|送到|送去|送进|送至).{0,10}|送(?:医院?|去医院)了|救护车(?:已经?)?(?:接|拉|送)走了|"
        rf"(?:已经?|都|均|刚|全部)(?:由|被)(?:{_CARRIERS})(?:紧急|及时|立即)?(?:送[医往到去进至](?![吗么没]).{{0,10}}|[接拉送]走)(?![吗么])|"
        r"(?:已经?|都|均|刚|全部)(?:由|被)(?:民警|消防员|家属|家人)(?:紧急|及时|立即)?送(?:医|往医|到医|去医|至医)(?![吗么没]).{0,10}",
    ),
    (
        SAFE,
        rf"{_START}(?:{_PERSON}(?:都|已经?|现在|目前|全|暂时|也|系)*|都|全都?)(?:没事|冇事|平安|无恙|安全|没大碍){_DONE}?{_WELL}|"
        rf"{_START}(?:平安|安全|无恙|没大碍){_DONE}?{_WELL}",
    ),
)
_OVER = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _WAYS))
#: the same in a quarter of the time
_ANY = re.compile("|".join(words for _, words in _WAYS))
#: without one of these nothing is over; most texts end here. Each is what a way cannot do without: 回来 stands
#: everywhere, 回来了 does not
_NEEDED = (
    ("出", rf"(?:来|嚟|梯|电梯)(?:{_DONE}|{_CLOSED})"),
    ("下来|下楼", _DONE),
    ("救|拉|背|抱|扶|劝|接", "[了咗]?(?:出来|出嚟|下来|上来|落嚟)"),
    ("出梯|脱困|脱险|获救|得救|救出|解救|撤离|转移|疏散", ""),
    ("找到|找着|找回", rf"(?:{_DONE}|{_WELL})"),
    ("寻到|揾到|揾返|回来|回家|到家|返嚟", _DONE),
    ("平安|安全", "(?:归来|到家|回家|找到|找回)"),
    ("虚惊一场|解除|排除|处理完|消除", ""),
    ("火", "[势情]?(?:已经?|都|终于|总算|被|现在|基本|全部|完全)*[扑浇救熄]?[灭熄]"),
    ("扑灭|熄灭|救熄", ""),
    ("阀|气|源|闸", "门?(?:已经?|都|也|我|师傅|被|给|现在)*(?:关|切断|断|拉|停)[好掉上死闭断咗]*[了咗]"),
    ("关好|关掉|关上|关闭|切断|拉掉|断", "了?总?(?:阀|闸|电|气源|燃气|煤气)"),
    ("已|已经|均|全部", "(?:全部|紧急)?(?:关闭|切断|关停|断开)"),
    ("漏", "[气电水]?(?:已经?)?(?:止住|堵住|修好)"),
    ("换|修|拧|接", rf"[好紧上完]{_DONE}?新?的?{_PIPE}"),
    ("软管|胶管|阀门|接头|燃气管|气管", "(?:已经?|都|也|给|重新)*[换修拧接][好紧上完]"),
    ("劝", "(?:下来|落嚟|回来|住|离|走|回去)"),
    ("已|已经|都|均|刚|全部", "被?送[医往到去进至]"),
    ("安全离开|安全走出|安全撤出", ""),
    ("成功劝|安全劝|平安劝|顺利劝|已劝|已经劝|被劝", "[下返]"),
    ("已放人|已经放人", ""),
    ("走了|走咗|住了|住咗|制服|抓获|拿下", ""),
    ("送", "(?:医院?|去医院)了"),
    ("救护车", "(?:已经?)?[接拉送]走了"),
    (f"{_CARRIERS}|民警|消防员|家属|家人", "(?:紧急|及时|立即)?(?:送[医往到去进至]|[接拉送]走)"),
    ("成功|安全", "(?:救下|拉回|抱下)"),
    ("没事|冇事|平安|无恙|安全|没大碍", rf"{_DONE}?{_WELL}"),
)
#: alternatives that begin with a plain character, no class and no group: then the engine skips to those characters,
#: which takes a tenth of the time
_PERHAPS = re.compile("|".join(begins + rest for heads, rest in _NEEDED for begins in heads.split("|")))
#: without one of these it was not edited
_EDITED = "更新|后续|更正|编辑|补充|最新|后来"
#: without one of all these neither an author nor an edit says so; asked of every mention
FIRST_LOOK = re.compile(f"{_PERHAPS.pattern}|{_EDITED}")
#: what speaks against it, wherever it stands
_GOES_ON = re.compile(
    r"(?:救援|营救|施救|抢险|抢修|处置|扑救|灭火|排险)(?:工作|行动)?(?:正在|仍在|还在|仍|持续|继续|进行)|(?:正在|正)(?:全力|抓紧|紧张|紧急|有序|继续|组织|进行)*(?:施?救|抢|扑|营救|处置|疏散|排险|搜)|"
    r"在逃|逃(?:跑|走|窜)|追捕|抓捕|(?:嫌疑人|嫌犯|凶手|歹徒|[砍打]人的|持刀的)[^，,。！!？?；;\n]{0,4}[跑逃](?!不)|"
    r"还没|还未|尚未|仍未|没(?:有)?(?:下来|上来|声音|得|动静|反应|呼吸|醒)|冇(?:声|反应)|不(?:见|动|醒)了?|没(?:有)?(?:找到|救|出来|灭|控制|关|人来)|未(?:找到|扑灭|救出|解除|脱)|还(?:有|剩)(?:人|一|两|几|个|\d|火|老|孩|小)|"
    r"还(?:是|有)(?:一?[点股些]|有){0,2}(?:漏|味|响|叫|闻|煤气|燃气)|还[困卡关锁夹压埋]着|(?:还|仍)在(?:烧|里|漏|找|冒|困|抢救|着|响|晃|楼顶|天台)|仍(?:有|被困)|又(?:有|一|两|几|送|着|起火|烧|困|漏|冒|停|卡|掉|不见|上去|来)|复燃|"
    r"出不来|灭不了|找不到|关不(?:上|了|住)|才(?:能|会)|什么时候|啥时候|几时|怎么还|能不能|救命|里面还|另(?:一|外)(?![^，,。！!；;\s]{0,10}(?:伤|送医|医院|骨折|不适|出来了|救出|脱困|平安|安全|没事))|剩下|其余|搜救|"
    r"[出下](?:来|去)?了?(?:一|1|其中)(?:个|名|位|人)|先(?:出|下)来|"
    r"(?:一|1|有)(?:个|名|位)(?:人|老人|孩子|小孩|大人|女的|男的)?(?:先|刚|已经?|被|自己|都|是){0,2}(?:出来|[救跑抱背拉]出|下来|上来|脱困|找到)|"
    r"快(?:点|来|去|下来|上来|叫|打)|听说|据说|好像|应该|估计|可能|如果|要是|希望|但愿|等(?:着|他|她|人|消防|师傅|维保)|(?:正在|马上)(?:救|找|灭|扑|赶)|"
    r"(?:的|个)(?:书包|鞋子?|衣服|手机|帽子|外套|水壶|滑板车?|自行车|手表)|更(?:大|浓|重|严重|厉害)|[出下上]不(?:来|去)|又爬|趁|假的|骗人|不是真|没事(?:吧|找|干|儿)|(?:出来|找到|灭|下来|关)了?(?:吗|么|没有?|冇|未|吧|没得)[啊呀呢呐嘛哦哈]?(?:大家|各位)?(?=[?？，,。\s]|$)|[?？]"
)
#: nobody has done it yet: somebody is asked to, it is asked whether, it is waited for, or spoken of as to come
_TO_COME = re.compile(
    r"(?:谁|(?<!很)(?<!挺)快|赶[紧快]|抓紧|得(?!救)|要|必须|帮忙|能(?!够)|可以|会|想办法|(?:你们|大家|派人|物业|保安|有人)去)"
    r"(?:去|来|把|给|能|安全|帮忙|想办法|派人|人|他|她|那个|老人|孩子|里面的人|将|先){0,4}(?:劝|救|拉|抱|背|放|接|弄|撬|扶|抬)[下出上]来"
    r"(?!了|啦|咯|喽|咗|的)|(?:麻烦|请)(?!大家)[^，,。！!？?；;\s了]{0,8}?(?:劝|救|拉|抱|背|放|接|弄|撬|扶|抬)[下出上]来"
    r"(?!了|啦|咯|喽|咗|的)|"
    r"(?:了|[出下上回]来|[找救]到|[抓劝按控]住|救出|脱困|灭|关[好掉上])(?:没有?|冇|未|吧|没得|(?<!什)(?<!怎)么|吗)[啊呀呢呐嘛哦哈]?(?:大家|各位|现在)?(?=[?？，,。!！~～\s]|$)|"
    r"等[^，,。！!？?；;\s]{0,8}?(?:灭|出来|下来|上来|找到|没事|关[好掉上])了?(?:以后|之后|后)?(?:再|就|才|我)|"
    r"(?:灭|[出下上回]来|找到|没事|关[好掉上])了?(?:的话|以后|之后)?(?:麻烦|请|记得|千万|谁)?(?:(?:告诉|通知|喊|叫|艾特)(?:我|咱|一[声下])|[说吱][一]?声|回[一]?声)|"
    r"(?:灭|[出下上回]来|找到|关[好掉上])了(?:的话)?(?:我们?|咱们?|大家|你们)?(?:就|再|才)(?:回|走|上|下|去|睡|放心|敢|能|行|可以|通知|说|告诉|叫|喊)|"
    r"(?:打|我)?赌|我猜|(?:明天(?:又|还|再)|还)(?:得|会|要)?再?(?:上去|爬|跳)|[出下上]来(?:很|太|挺|有点)?(?:难|悬|费劲)"
)
#: who was searched for and is not found
_NOT_FOUND = re.compile(
    r"(?:下落不明|生死(?:不明|未卜))(?!的)|(?:[一二两三四五六七八九十几\d](?:名|位|个)?(?:[^，,。；;\s\d]{0,4})?)(?:仍|还|依然)?失[踪联](?!的|人员|者|老人|孩子|儿童)|"
    r"(?:未|没有?)(?:能|再)?(?:打捞|搜寻?|搜救|寻|找|发现|救)(?:到|见|着)?(?:任何)?(?!.{0,8}(?:其他|其它|其余|新的|被困|受困|受伤|滞留|伤亡|遇险|火|异常|隐患|可疑|爆|泄漏|他杀|刑|问题|危险))"
    r"(?:[^，,。；;\s]{0,4}(?:走失|失联|失踪|落水|溺水|被埋|坠[楼江河湖]))?(?:人员|人|老人|孩子|小孩|儿童|男子|女子|者|男孩|女孩|踪[迹影])|"
    r"(?:未|没有?)(?:能)?(?:打捞|搜寻|找|寻)(?:到|见|着)|未果|无果(?!断)|一无所获"
)
#: who says so of himself speaks of somebody who is not well yet, or waits
_NOT_ALL = re.compile(
    r"(?:[夹卡压埋困锁](?:在|住)|关在)(?![^。！!]{0,30}(?:出来|救|脱|开|放))|没(?:能)?跟(?:着)?(?:[出下上逃]来|上)|在里[头面](?![^。！!]{0,20}(?:出来|救|脱))|昏迷|"
    r"继续等|等待?(?:救|人来)|[梯栋幢座](?:还)?不行"
)
#: what an office reports of those whom nothing can harm any more, or how it ended; and that it has not
_ENDED = re.compile(
    r"(?P<care>身亡|死亡|不治|遇难|溺亡|坠亡|(?:无|没有|失去)生命体征|(?:打?捞|救)(?:上岸|出水)|已?(?:被)?送(?:往|至|到|进)?.{0,10}医院)|"
    r"(?P<all>排除(?:他杀|刑案|刑事)|系(?:误会|误报|虚惊|乌龙)|疏散完毕)|(?P<fire>得到控制|扑灭|(?:明?火|火势|火情)(?:已经?|现已|都|均|被|全部|基本|完全){0,3}(?:浇|救)?(?:熄灭|[熄灭](?=了|完|掉|[，,。！!；;\s]|$)))|"
    r"(?P<caught>(?:嫌疑人|嫌犯|行为人|男子|女子|肇事者|[一-龥]某(?:某)?)[^，,。；;\n]{0,8}?(?:抓获|控制|制服|归案|到案|刑事?拘|拘留))"
)
#: how it was come to: 经全力搜救 is behind us, and a brigade bears the word in its name
_SOUGHT = re.compile(
    r"经(?:过)?[^，,。；;\n]{0,12}?(?:搜救|救援|扑救|搜寻|打捞|抢救)|消防救援(?:[局站]|大队|支队|总队|人员(?=[^，,。；;]{0,6}(?:已|将其|成功)))|"
    r"(?:未|没有?)(?:再)?发现(?:(?:其他|其它|其余|另外)[^，,。；;\s]{0,8}|(?:人员|群众|有人)(?:被困|受困|受伤|伤亡|遇险)|(?:被困|受困|受伤|遇险)(?:人员|群众|者))|"
    # what goes on behind an end: who asks why, and sees to what is left
    r"(?:原因|事故|案件|善后|情况|损失|后续|身份)[^，,。；;\n]{0,10}(?:正在?|仍在?|还在)[^，,。；;\n]{0,8}(?:调查|进行|统计|核查|侦办|办理|核实|开展)(?:中|之中)?|"
    r"(?:正在?|仍在|还在)(?:进一步|抓紧|依法|全力|配合|开展|有序|做好|进行){0,3}[^，,。；;\n]{0,6}(?:调查|善后|统计|核查|侦办|核实|安抚)[^，,。；;\n]{0,6}"
)
#: whoever searched for people has ended that, and not only for tonight or at one place
_SEARCHED = re.compile(
    r"(?<!首轮)(?<!第一轮)(?<!一轮)(?<!本轮)(?<!阶段)(?<!今日)(?<!今天)(?<!水面)(?<!初步)"
    r"(?:搜救|救援|搜寻|打捞|搜索|抢险|(?:现场|应急)处置)(?:与|和|及|、|搜救|救援|善后|处置|清理){0,3}(?:工作|行动|任务|作业)?"
    r"(?:已经?|现已|均|全部|基本|于[\d时点分日月:：]{2,12}|[今当]?[日天晚]|目前|正式){0,4}(?:全部)?(?:结束|完成|完毕)(?!后将|前|时间|之前|[吗?？])"
)
_UNDER_WAY = re.compile(
    r"正在|搜救|救援|扑救|失联(?!(?:人员|者|老人|孩子|儿童|男子|女子)?(?:已|均|全部|都)+(?:被|经)?(?:找到|救出|寻回|确认))|在逃|追捕|抓捕|第[1一][名位个]|首[名位]|仍|被困(?!(?:人员|者|业主|群众|老人|乘客|工人|人)?(?:已|均|全部|都)*(?:被)?(?:找到|救出|脱困|获救))|尚未|网友|爆料|网传"
)
#: how it ended for whoever was in it
_AFTER = re.compile(
    r"(?:出来|救出|救出来|放出来|下来)(?:就|后|以后|之后|时|的时候)|救出(?!去)|脱困|获救|[送进住](?:了|进|到|往|去)?.{0,6}医院|住院|(?<![才刚])出院|送医|"
    r"生命体征|身亡|死亡|遇难|溺亡|不治|没(?:有)?死|抢救无效"
)
#: and that it goes on or befalls somebody now
_STILL = re.compile(
    r"现在|正在|此刻|还(?:在|没|有)|仍|快|救命|赶紧|急|来人|大家(?:先|别|小心|注意)|别(?:去|喝|坐|进|靠近)|随时|在线等|怎么办|"
    r"(?:要|得|需要|想)送|要跳|打不[开通]|[没无]人(?:接|应|来)|求[救助]|谁(?:有|能|认识)|[坐站趴挂骑](?:在|着)"
)
#: somebody is still in there
_LEFT = re.compile(
    r"(?<!物业)(?<!经理)(?<!领导)(?<!老板)(?<!结果)(?<!报告)(?<!通知)(?<!电梯)(?:还没|没有?|未)(?:能)?(?:[出下逃上]来)(?!过|电|回应|解释|说|道歉|管|见|处理|表态|面对)|[出下逃]不来|(?:里面|屋里|车里|车内|井里|坑里|楼上)还有(?:人|孩子|老人|小孩|孕妇|[一两几三四五\d](?:个|名|位)(?:人|孩|老|大人|工人|女|男|$|[，,。！!]))|还(?:困|关|卡)在"
)
#: somebody lies there and may be dying …
_DYING = re.compile(
    r"(?:倒|躺|摔|栽|晕)(?:了)?(?:在)?.{0,8}(?:地上|地下|路边|门口|楼道|大厅|电梯口|草地|血泊|花坛)|倒地|晕(?:倒|过去|死)|昏(?:迷|倒|过去|厥)|"
    r"(?:[喊叫唤摇推拍]|怎么[喊叫]).{0,6}(?:不应|不答应|不醒|没反应|没动静|没声|冇反应)|没(?:有|得|了)?(?:了)?(?:反应|呼吸|知觉|意识|心跳|脉搏|气息|动静)|冇(?:反应|呼吸)|"
    r"(?:呼吸|心跳|脉搏).{0,4}(?:停|没|微弱)|不省人事|失去(?:意识|知觉)|叫不醒|喊不醒|"
    r"(?:脸|嘴唇?|面|手脚|浑身|全身)(?:色|上|都|也|已经?|发|开始|变|是){0,3}(?:紫|青|乌|黑|白|冰凉|僵)|发紫|口吐白沫|翻白眼|抽搐|抽风|喘不[上过]气|"
    r"大出血|血流不止|止不住血|血止不住|吐血|不动(?:弹)?了|一动不动|快不行了|不行了"
)
#: … unless that was some time ago, ended, or befell a beast or a thing
_PAST = re.compile(
    r"昨|前[天日]|上个?(?:月|周|星期|礼拜)|上次|去年|前年|[前当那]年|当时|那[天次时]|前(?:几|两|段|阵)|以前|早就|后来|已经?(?:送|被送|出院|醒|没事|脱离)|送(?:到|去|进|往|了|医)|出院|(?<!不)(?<!没)醒(?:了|过来)|"
    r"缓过来|没事了|抢救过来|救回来|去世|死了|没了|走了|身亡|演练|培训|课|视频里|电影|电视剧|游戏|如果|要是|万一|怕|差点|险些|好在|幸好|还好|"
    r"[狗猫鸟鸡鸭鱼犬树]|(?<!救护)(?<!消防)(?<!警)车|手机|电脑|装睡|喝(?:多|醉)"
)
#: where an edited post goes on
_UPDATE = re.compile(
    r"(?:[（(【\[]|(?<=[。！!，,；;\s])|^)\s*(?:更新|后续|更正|编辑|补充|最新(?:消息|进展|情况)?|后来)[^：:，,。）)】\]]{0,6}[：:）)】\]]+",
    re.M,
)
#: nothing was the matter, in a clause of its own
_NOTHING = re.compile(
    r"(?:^|(?<=[，,。！!；;：:、\s]))(?:原来|结果|其实|后来|现在|确认|证实|查明|就|只|都|全|已经?|是|系|一场|个|场){0,4}"
    r"(?:虚惊一场|虚惊|误会|误报|乌龙|[搞弄看闻听]错了?)(?:一场)?了?(?=[，,。！!；;）)】\]、\s]|$)"
)
#: that it was not that, or hurt nobody, says nothing by itself and speaks against nothing
_WAS_NOT = re.compile(
    r"(?:不是|并非|没有?)(?:真的?)?(?:着火|起火|失火|煤气|燃气|漏气|爆炸)|[没无](?:有)?(?:人员?)?(?:受伤|伤亡|人受伤|人被困)"
)
#: it may go on: it burns, grows, somebody is in it or ill of it, nobody has come, or there is a but
_MAY_GO_ON = re.compile(
    r"火|烧|烟|燃|爆|炸|困|[卡夹压埋锁关]着?在|越来越|更(?![新正])|还|仍|没[^事错]{0,3}来|没人|不见|猛|浓|味(?!道?(?:已经?|都|也)?(?:散|没))|"
    r"晕|昏|吐|喘|救命|"
    r"快(?!递)|坠|跳|刀|血|死|伤|哭|喊|塌|抽搐|疼|难受|又|但|"
    r"可是|不过|其余|剩|另|根本|假|骗|(?:有人|物业|保安|管家|他们|人家)[^，。]{0,3}[说称讲]|怎么|谁|[?？]|吗"
)
#: an office that reports a fire put out counts whom it has got out; others say so of one of several
_PUT_OUT = re.compile("扑灭|[火情势](?:已经?|都|被|均)?(?:熄|灭)")
_ONE_IS_OUT = re.compile(
    r"(?:一|1)(?:个|名|位)(?:人|老人|孩子|小孩|大人|女子|男子|女性|男性|业主|住户|居民)?(?:先|刚|已经?|被|都|是|成功){0,2}"
    r"(?:[救跑抱背拉]出|脱困|找到|送医|获救)"
)
#: beside what is out or shut: nobody is in it any more
_NOBODY_HURT = re.compile(
    r"(?:未(?:造成|发现)|(?<!有)(?<!有无)[没无]有?)(?:任何)?人员?(?:伤亡|被困|受困)(?!.{0,20}(?:在里|没出来|还在|晕|不见|失联|困在|救命))"
)
#: beside who is out, found or down: nobody is hurt, or somebody sees to him
_UNHURT = re.compile(
    r"(?:[无没](?:有)?(?:人员?)?|未|均未|都没)受伤|[无没](?:有)?大碍|无碍|(?<!没有)(?<!没)(?<!不)(?:身体|状态|情况|体征|精神)(?:均|都|已|一切|状况){0,2}"
    r"(?:无恙|无异常|良好|正常|平稳|稳定)|安然无恙"
)
_SEEN_TO = re.compile(
    r"(?<!等)(?:120|救护车|急救|医护)(?:人员|车)?(?:已经?|都|正在?|现场)?(?:将|把|检查|接走|拉走|送|处[置理]|包扎|接手)|"
    r"(?<![等待要需备])(?<!等救护车)(?<!等120)送(?:医|往|至|到|去|进)|(?:移交|交给|交由|转交)(?:了)?(?:120|急救|医护|救护|医院)|(?:包扎|就医|(?:经|已)[^，,。；;\s]{0,6}检查)"
)
#: who does not know says nothing
_UNKNOWN = re.compile(r"不(?:知|清楚|晓得|确定)|有没有|有无|是否")
#: who came home was lost before; a neighbour who is home is not
_OF_WHOM = re.compile("孩子|小孩|娃|宝宝|老人|老汉|老头|老太|婆|妈|爸|爷|奶|外公|儿子|女儿|老公|老婆|弟|妹|哥|姐|他|她")


def says_so(said: str) -> bool:
    """By anybody's words."""
    if _PERHAPS.search(said) is None or _GOES_ON.search(said) is not None or _NOT_ALL.search(said) is not None:
        return False
    return _ANY.search(said) is not None and _TO_COME.search(said) is None and _NOT_FOUND.search(said) is None


def update(said: str) -> str | None:
    """What an edited post says behind 更新：; None where it has no such part."""
    parts = _UPDATE.split(said)
    return parts[-1] if len(parts) > 1 else None


def takes_back(said: str) -> bool:
    """更新：燃气公司查过，已散，虚惊一场: its author has edited it, and it is over. What stands behind 更新 says so in
    a clause of its own and nothing that may go on; that it was not this (不是煤气) says nothing."""
    behind = update(said)
    if behind is None or leaves_behind(behind) or not (says_so(behind) or _NOTHING.search(behind)):
        return False
    return _MAY_GO_ON.search(_WAS_NOT.sub("", _ANY.sub("", behind))) is None


def ends(said: str) -> list[str]:
    """The kinds of ends that it tells of; it is taken for granted that it says so."""
    found = {each.lastgroup or ALL for each in _OVER.finditer(said)}
    if not found.isdisjoint((FIRE, LEAK)) and _NOBODY_HURT.search(said) and not _UNKNOWN.search(said):
        found.add(SAFE)
    if not found.isdisjoint((OUT, DOWN, FOUND)) and not _UNKNOWN.search(said):
        found |= {kind for kind, words in ((SAFE, _UNHURT), (CARE, _SEEN_TO)) if words.search(said)}
    if _HOME in found:
        found.discard(_HOME)
        if _OF_WHOM.search(said) or "我" not in said:
            found.add(FOUND)
    return sorted(found)


def reports_so(said: str) -> bool:
    """By an office's, which tells of the sad ends, too, and that nobody is searched for any more."""
    searched, said = _SEARCHED.search(said), _SOUGHT.sub("", _SEARCHED.sub("", said))
    if (searched is None and _ENDED.search(said) is None) or _UNDER_WAY.search(said) is not None:
        return False
    if _NOT_FOUND.search(said) is not None:
        return False
    return _GOES_ON.search(_ONE_IS_OUT.sub("", said) if _PUT_OUT.search(said) else said) is None


def reported(said: str) -> list[str]:
    """The kinds of ends that an office reports: whose fire is out leaves nobody in it of whom it says nothing, but
    where it says that one was got out it says nothing of others."""
    found = {*ends(said), *(each.lastgroup or ALL for each in _ENDED.finditer(said))}
    if _SEARCHED.search(said) is not None:
        return sorted({*found, ALL})
    if FIRE in found:
        found = found - {OUT, CARE, SAFE} if _ONE_IS_OUT.search(said) else found | {OUT}
    return sorted(found)


def leaves_nobody(said: str) -> bool:
    """The fire is put out, the search has ended, or all of it is over."""
    return (
        _PUT_OUT.search(said) is not None
        or _SEARCHED.search(said) is not None
        or not {ALL, MENDED}.isdisjoint(ends(said))
    )


def leaves_behind(said: str) -> bool:
    """我家娃没出来: somebody is where others have come out of, now and not another day."""
    return _LEFT.search(said) is not None and _PAST.search(said) is None and _AFTER.search(said) is None


def is_dying(said: str) -> bool:
    """Somebody lies there who may be dying now: 喊他不答应，脸都紫了."""
    return _DYING.search(said) is not None and _PAST.search(said) is None


def tells_the_end(said: str) -> bool:
    """It tells what befell somebody, and how it ended: 困了半小时，出来就进了医院."""
    return _AFTER.search(said) is not None and _GOES_ON.search(said) is None and _STILL.search(said) is None
