"""Whole evenings of one estate: what comes hours after the first call, and what of it only echoes what is known."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest
from histories import judged, run, told

from monitor.records import Assessment, Place, Subject
from monitor.watch.attested import toll
from monitor.watch.attested.wording import quotation
from monitor.watch.joining import besides
from monitor.watch.words import harm, menace, safe

CHAT = Subject(project="hz-ygyy", city="杭州", region="华东", how="group")


def _call(id: str, hours: float, text: str, *, level: int = 2, categories: Sequence[str] = ("safety",)) -> Assessment:
    """Somebody in the owners' group, in danger now, who names no building."""
    said = judged(id, hours, level, categories, text=text, keywords=[f"words of {id}"], urgent=True, subject=CHAT)
    return msgspec.structs.replace(said, place=None, objects=["火情"])


def _rules(*said: Assessment) -> list[str]:
    return [each.why[0].rule for each in run(list(said)).alerts if each.transition != "overdue"]


SHOUTED = _call("g:1", 0, "着火啦着火啦，走了走了")


def test_who_calls_hours_after_all_others_is_told_though_the_danger_has_the_same_name():
    assert _rules(SHOUTED, _call("g:2", 3.5, "弱电间门缝在冒烟，焦糊味很重")) == ["level_2", besides.RULE]


def test_and_what_follows_upon_it_is_not():
    smoke = [_call(f"g:{n}", 3.5 + n / 60, f"弱电间冒烟了，第{n}遍") for n in (2, 3, 4)]
    assert _rules(SHOUTED, *smoke) == ["level_2", besides.RULE]


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (1.5, "弱电间门缝在冒烟，焦糊味很重"),  # within two hours it is what was called
        (3.5, "那场火的烟还没散"),  # of what is known
        (3.5, "今天中午着火的时候楼道里全是烟"),  # of then
    ],
)
def test_what_goes_on_or_tells_of_then_is_not(hours, text):
    assert _rules(SHOUTED, _call("g:2", hours, text)) == ["level_2"]


def test_nor_who_reports_it_to_strangers_or_has_heard_of_it():
    late = _call("g:2", 3.5, "弱电间门缝在冒烟，焦糊味很重")
    heard = msgspec.structs.replace(late, credibility=msgspec.structs.replace(late.credibility, signs=["hearsay"]))
    named = msgspec.structs.replace(late, subject=msgspec.structs.replace(CHAT, how="named"))
    assert _rules(SHOUTED, heard) == _rules(SHOUTED, named) == ["level_2"]


# ---------------------------------------------------------------- echoes on the next morning

SHED = judged(
    "g:1", 0, 3, ["safety", "casualty"], text="车棚着火，大爷手烧伤了", keywords=["车棚", "火情"], urgent=True
)


def _paper(hours: float, text: str, **fields) -> Assessment:
    signs = ["official_media"]
    return judged("w:9", hours, 3, ["safety", "casualty"], text=text, urgent=True, signs=signs, **fields)


def test_a_paper_that_sums_up_the_night_opens_no_second_matter():
    step = run([SHED, _paper(8, "车棚火灾致1死？", keywords=["致死"])])
    assert len(step.incidents) == 1
    assert "传闻伤亡加重" in step.alerts[-1].change


def test_a_paper_that_says_that_it_was_in_the_morning_does():
    assert len(run([SHED, _paper(20, "今天早上7点车棚起火，有人受伤", keywords=["起火"])]).incidents) == 2


def test_who_calls_in_the_morning_does():
    assert len(run([SHED, _call("g:9", 8, "车棚着火了，有人在里面，快来", level=3)]).incidents) == 2


def test_an_echo_of_a_molesting_that_was_told_without_the_word_is_of_it():
    wife = _call("g:1", 0, "我老婆在楼梯间被一个戴黑帽子的摸了一把", level=3)
    wife = msgspec.structs.replace(wife, objects=[])
    post = msgspec.structs.replace(judged("w:2", 0.5, 3, ["safety"], text="小区有变态猥亵女业主"), objects=["侵害"])
    assert told(run([wife, post]).alerts)[:1] == [("opened", 3)]
    assert len(run([wife, post]).incidents) == 1
    # nobody has spoken of a deed
    lift = _call("g:1", 0, "电梯坠了，有人骨折", level=3, categories=("safety", "casualty"))
    assert len(run([lift, post]).incidents) == 2


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("外墙瓷砖砸死人了？", True),
        ("被打的业主不治身亡？", True),
        ("抖音上说砸死人了，离谱", True),
        ("人都死了，你们还不管？", False),
        ("刚看到砸死人了，快来", False),
    ],
)
def test_whether_somebody_died_is_talk_where_it_is_only_asked_or_read(text, asked):
    hurt = judged("g:1", 0, 3, ["safety", "casualty"], text="瓷砖掉下来，1人受伤", keywords=["瓷砖"])
    last = run([hurt, judged("g:2", 0.3, 3, ["safety", "casualty"], text=text, keywords=["瓷砖"])]).alerts[-1]
    assert last.why[0].rule == toll.RULE
    assert ("传闻" in last.change) is asked


# ---------------------------------------------------------------- what is read of it


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("扶梯吃人！小孩整只手没了", 0),
        ("被夹得手指都没了", 0),
        ("左眼没了", 0),
        ("孩子没了", 1),
        ("那个歌手没了", 1),
        ("手断了，送到医院人没了", 1),
    ],
)
def test_who_lost_a_limb_is_not_dead(text, dead):
    assert harm.counted(text)[0] == dead


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("有没有人看到一个穿黄色羽绒服的小男孩？在儿童乐园玩着玩着不见了", {"lost"}),
        ("一回头玩着玩着就不见了", {"lost"}),
        ("有没有人看到楼下的快递车？", set()),
        ("刚才在滑梯那里看到孩子的书包", set()),
    ],
)
def test_a_child_that_is_asked_for_is_lost(text, found):
    assert menace.sorts(text) == found


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("9栋**** 燃气报警器一直在叫，我关了阀门还叫", "燃气报警器一直在叫，我关了阀门还叫"),
        ("电梯困人了，联系人***", "电梯困人了，联系人"),
    ],
)
def test_where_he_lives_is_not_all_that_is_quoted(text, quote):
    said = judged(text=text)
    assert quotation(msgspec.structs.replace(said, risk=msgspec.structs.replace(said.risk, hits=[]))) == quote


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("弟弟出来了，谢谢", True),
        ("孕妇也出来了", True),
        ("换好软管了，抢修说没问题了", True),
        ("阀门修好了", True),
        ("弟弟还没出来", False),
        ("叔叔出来了，婶婶还困着", False),
        ("邻居出来了吗", False),
        ("让师傅换好软管", False),
        ("软管换好了，还有点味", False),
        ("阀门修好了还是漏", False),
    ],
)
def test_kin_who_are_out_and_pipes_that_are_mended_end_a_danger(text, over):
    assert safe.says_so(text) is over


# ---------------------------------------------------------------- where, and how many matters


def _by(author: str, id: str, hours: float, text: str, building: str | None = None, **fields) -> Assessment:
    said = judged(id, hours, text=text, author=author, subject=CHAT, keywords=["电梯"], **fields)
    return msgspec.structs.replace(said, place=Place(building=building) if building else None, objects=["电梯"])


@pytest.mark.parametrize(
    ("author", "minutes", "text", "place"),
    [
        ("a", 1, "这次我在里面，卡住了出不来", "3栋"),  # he goes on about where he was
        ("b", 1, "我困在电梯里了", None),  # another is wherever he is
        ("a", 90, "我困在电梯里了", None),  # so much later he may be anywhere
        ("a", 1, "有人要跳楼，站在天台边上", None),  # another danger is where it is
    ],
)
def test_who_names_no_place_is_where_he_said_that_he_was(author, minutes, text, place):
    first = _by("a", "g:1", 0, "3栋电梯又停了", "3栋", level=2, categories=["safety"])
    call = _by(author, "g:2", minutes / 60, text, level=2, categories=["safety"], urgent=True)
    alerts = [each for each in run([first, call]).alerts if each.transition == "reminded"]
    assert [each.place.building if each.place else None for each in alerts[:1]] == [place]


def _charge(id: str, hours: float, text: str, group: str | None = "雅苑业主之家", objects: Sequence[str] = ()):
    said = judged(id, hours, 2, ["violation"], text=text, keywords=[f"{id} one", f"{id} two"], source="owners_group")
    mention = msgspec.structs.replace(said.mention, group=group)
    return msgspec.structs.replace(said, mention=mention, objects=list(objects), place=None)


def test_a_charge_that_the_chat_speaks_of_is_one_in_whatever_words():
    first = _charge("g:1", 0, "没公示没表决，乱收费", objects=["物业费"])
    assert len(run([first, _charge("g:2", 0.2, "巧立名目收能耗公摊费，我不交")]).incidents) == 1


@pytest.mark.parametrize(
    ("hours", "group", "objects"), [(3, "雅苑业主之家", ()), (0.2, None, ()), (0.2, "雅苑业主之家", ("维修基金",))]
)
def test_but_not_hours_later_elsewhere_or_of_another_thing(hours, group, objects):
    first = _charge("g:1", 0, "没公示没表决，乱收费", objects=["物业费"])
    other = _charge("g:2", hours, "私自动用我们的钱，一分没公开", group, objects)
    assert len(run([first, other]).incidents) == 2
