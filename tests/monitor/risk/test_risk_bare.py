"""A few words that say what befalls somebody, and the same words of a play, of yesterday, of nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from risks import judged

from monitor.risk import bare


@pytest.mark.parametrize(
    "text",
    [
        "老公喝醉掐我",
        "他扬言要烧死我",
        "让我下去 司机不停",
        "广场两伙人打架",
        "学校门口有人拿砍刀",
        "陌生男的拧我门把手",
        "有人抢老太太项链抢包",
        "人质还在里面 歹徒有枪",
        "舍友要上吊",
        "我哥留了遗书",
        "公交车失控",
        "小孩卷进车底",
        "充电宝炸了",
        "浓烟飘进来了",
        "十楼掉玻璃了",
        "孙女走失了",
        "谁见到我爷爷了",
        "外公敲门不应",
        "奶奶中风了",
        "枣核卡喉咙",
        "热油溅到脸",
        "藏獒咬孩子",
        "娃误食老鼠药",
        "保洁被电倒",
        "房东摸我",
        "老师针扎孩子",
        "有大夫吗快来人",
        "借AED快",
        "我媳妇羊水破了",
        "他被围殴了",
        "姑姑服毒",
        "顾客被砸伤",
        "女生遭性侵",
        "货车碾到人",
        "三楼有人跳窗坠楼",
        "业主被砍",
        "姥爷吐血了",
        "大娘滑倒骨折",
        "我爸又打我妈了",
        "继父掐我脖子",
        "他说要砍死我妈",
        "前男友扬言杀我全家",
        "有人要捅人",
        "让我们出去 门锁死了",
        "放我下车救命",
        "三楼两家打起来了",
        "保安跟外卖员互殴",
        "车库有人持刀",
        "一男的提着菜刀上楼",
        "小偷还在我家",
        "家里进贼了快来",
        "有人抢我手机",
        "劫匪绑了店员",
        "绑匪要赎金救我儿子",
        "我弟进传销窝里了",
        "室友割腕了",
        "同学要跳河",
        "一女的站天台",
        "他留了遗书",
        "别跳啊快下来",
    ],
)
def test_a_few_words_of_danger_are_told_at_once_by_rule(text: str) -> None:
    risk = judged(text).risk
    assert risk.level >= 2
    assert risk.urgent


@pytest.mark.parametrize(
    "text",
    [
        "老公喝醉打呼噜",
        "继母打孩子电话",
        "他扬言要减肥",
        "让我下去买包盐",
        "广场两伙人打太极",
        "学校门口有人拿快递",
        "陌生男的帮我拎包",
        "有人抢老太太座位",
        "游戏里人质还在里面",
        "舍友要上课",
        "我哥留了一份饭",
        "公交车失约晚点",
        "小孩卷进被子里笑",
        "充电宝没电了",
        "饭香飘进来了",
        "十楼安玻璃了",
        "孙女走路了",
        "谁见到我快递了",
        "外公敲门送鸡蛋",
        "工友栽树去了",
        "奶奶打中风疫苗吗",
        "枣核吐碗里",
        "热油爆香葱花",
        "藏獒几岁换牙",
        "娃爱吃蘑菇",
        "保洁拖电梯",
        "房东摸黑来收租",
        "老师教孩子扎染",
        "有大夫吗想挂号",
        "借个梯子快",
        "我媳妇生日快乐",
        "他被表扬了",
        "姑姑服老",
        "顾客砸金蛋",
        "女生宿舍关门",
        "货车卸货",
        "三楼有人跳绳",
        "业主砍价",
        "姥爷吐槽了",
        "大娘滑冰真溜",
        "去年有人跳楼了",
        "强奸犯被判十年",
        "这集他要杀我",
        "小说里有人自杀",
        "昨天打起来了",
        "我妈骨折出院了",
        "溺水演练明天办",
        "屋内发现一具遗体",
        "死亡证明在哪开",
        "炸了炸了哥哥官宣",
        "烟好大啊这烤串",
        "放我出去玩",
        "一老人倒地铁",
        "老公打我电话",
        "联系不上快递",
        "我爸又打我妈电话查岗",
        "媳妇揍得面团真筋道",
        "他掐我人中逗我",
        "蚊子要杀我",
        "砍我一刀拼多多",
        "他要砍人头赚点券",
        "放我们出去春游吧",
        "放学让我下车买糖",
        "三楼两家一起包饺子",
        "保安跟外卖员互相打招呼",
        "车库有人搬刀架",
        "厨师提着菜刀上班",
        "那男的拿着枪打气球",
        "小偷抓到了",
        "家里进贼太好防了装门锁",
        "有人抢我快递柜格口",
        "绑了个辫子",
        "道德绑架",
        "弟弟做传销讲座",
        "割腕表带好看",
    ],
)
def test_the_same_words_of_nothing_wake_nobody(text: str) -> None:
    assert not judged(text).risk.urgent


def test_what_a_longer_text_says_in_passing_is_no_bare_call() -> None:
    assert judged("老公打我").risk.urgent
    assert not judged("群里有人说起她老公打我这种话题的电视节目，讨论得挺热闹").risk.urgent


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("有人跳楼了", "前天有人跳楼了"),
        ("我妈滑倒骨折了", "我妈骨折出院了"),
        ("婴儿窒息", "窒息式育儿"),
        ("业主被砍伤", "业主被砍伤案宣判"),
        ("邻居家狗咬我脸", "我家狗抽搐了一夜"),
        ("工人被砸晕", "工地发现一具遗体"),
    ],
)
def test_bare_harm_happens_while_it_is_written(now: str, then: str) -> None:
    assert bare.happens(now)
    assert not bare.happens(then)


@pytest.mark.parametrize(
    "text",
    [
        "俺娘说再不结婚就打断俺的腿",
        "内场第三排 我直接晕过去",
        "楼道堆的鞋柜熏得我快窒息",
        "后卫这防守等于自杀",
        "我爸切洋葱哭得像家里出事了",
        "娃半天没动静 一看在墙上画了条龙",
    ],
)
def test_a_joke_of_a_few_words_more_is_no_bare_call(text: str) -> None:
    assert not judged(text).risk.urgent
    assert not bare.happens(text)


@pytest.mark.parametrize(
    ("danger", "everyday"),
    [
        ("谁家黑烟好大", "谁家烟好大"),
        ("有护士吗快来", "有护士吗帮打针"),
        ("有医生吗快下来", "有护士吗帮忙打个针"),
        ("联系不上我家孩子了", "联系不上家教孩子"),
        ("联系不上家教，孩子也没回来", "联系不上家教老师"),
        ("让我出去", "让我出去跑个步"),
    ],
)
def test_cooking_a_syringe_a_tutor_and_a_run_are_no_call(danger: str, everyday: str) -> None:
    assert judged(danger).risk.level == 2
    assert judged(everyday).risk.level == 0


def test_a_check_that_found_no_leak_is_none() -> None:
    assert judged("燃气检查查出漏点").risk.level == 2
    assert judged("燃气检查没查出漏点").risk.level == 0


@pytest.mark.parametrize("file", sorted(Path("lexicons/property").glob("*.txt")), ids=lambda file: file.name)
def test_a_word_put_at_the_end_of_a_file_holds_in_texts_of_any_length(file: Path) -> None:
    heads = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("[")]
    assert not heads or "+bare" not in heads[-1]
