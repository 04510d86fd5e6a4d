"""What comes first: for whoever was wronged the police, for what is days old no ambulance, for gossip the records."""

from __future__ import annotations

import msgspec
import pytest
from histories import act, judged, run

from monitor.records import Subject
from monitor.watch.owed import nextstep, pages


def first_step(assessment):
    return run([assessment]).alerts[0].first_step


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("那个老头把五楼的丫头骗到地下室摸人家", ["safety"]),
        ("会所女更衣室的烟雾报警器里发现摄像头", ["safety", "staff"]),
        ("监控室的人把我女儿的录像发到他们群里", ["staff"]),
        ("夜班保安在电梯里摸我腰", ["safety", "staff"]),
        ("有人在女厕偷拍", ["safety"]),
    ],
)
def test_who_was_wronged_is_for_the_police_and_the_company(text, categories):
    told = run([judged(text=text, level=3, categories=categories)]).alerts[0]
    assert told.first_step == (pages.STAFF_CRIME_STEP if "staff" in categories else pages.CRIME_STEP)
    assert not any("疏散" in each for each in told.advice)
    assert any("当事员工" in each for each in told.advice) is ("staff" in categories)


@pytest.mark.parametrize(
    "text", ["大堂摄像头坏了三个月", "外墙砖掉下来了", "摸黑走楼梯", "把停水通知发到群里了", "厕所灯坏了"]
)
def test_other_hazards_keep_their_page(text):
    assert first_step(judged(text=text, level=3, categories=["safety"])) not in (
        pages.CRIME_STEP,
        pages.STAFF_CRIME_STEP,
    )


def test_what_is_dated_days_ago_or_treated_since_needs_no_ambulance():
    old = judged(text="11月10日我母亲在大堂滑倒，股骨骨折住院", level=3, categories=["casualty"], kind="complaint")
    assert first_step(old) == nextstep.PAST
    treated = judged(text="被保安打伤，法医鉴定为轻伤二级", level=3, categories=["casualty"], kind="complaint")
    assert first_step(treated) == nextstep.PAST
    now = judged(text="我母亲刚在大堂滑倒，站不起来，骨折了", level=3, categories=["casualty"], kind="complaint")
    assert first_step(now) != nextstep.PAST
    yesterday = judged(text="昨晚我母亲在大堂滑倒骨折", level=3, categories=["casualty"], kind="complaint")
    assert first_step(yesterday) != nextstep.PAST


def test_gossip_that_harms_nobody_is_looked_up_and_of_the_injured_the_site_is_asked():
    gossip = judged(text="听说上一批里有个是偷东西被开的", level=2, categories=["rumor"], signs=["hearsay"])
    assert first_step(gossip) == pages.HEARSAY_STEP
    hurt = judged(text="听说摔死人了", level=3, categories=["rumor", "casualty"], signs=["hearsay"])
    assert first_step(hurt) != pages.HEARSAY_STEP


def _of_the_company(assessment):
    subject = Subject(how="company")
    return msgspec.structs.replace(assessment, subject=subject, subjects=[subject])


def test_talk_at_the_share_board_sends_nobody_to_a_site():
    talk = judged(
        text="出人命了，央视点名，等着跌停吧", level=3, categories=["casualty", "market"], source="guba"
    )  # fmt: skip
    assert "董事会秘书" in first_step(_of_the_company(talk))
    paper = judged(text="一电梯坠落，一人死亡", level=3, categories=["casualty"], source="news")
    assert first_step(_of_the_company(paper)) == nextstep.WHERE


def test_a_camera_that_saw_an_accident_makes_no_crime_of_it():
    hurt = "浴室漏电，有人触电倒地没反应，摄像头都看得到"
    assert pages._AGAINST_A_PERSON.search(hurt) is None
    assert pages._AGAINST_A_PERSON.search("更衣室墙上发现一个摄像头") is not None


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("货梯停在12楼不动了，里头关了三个人", "维保"),
        ("一楼煤气味呛人，楼上还有人在家", "燃气公司"),
        ("有个男的拿菜刀追人，大家快跑", "110"),
        ("电梯口有个人倒在地上了，叫不醒", "120"),
        ("有人坐在窗台外面，腿都悬空了", "清场"),
        ("工人掉进化粪池了，没动静", "不贸然下井"),
        ("老人走丢了，穿灰色棉袄", "查监控"),
        ("我家5岁儿子刚才在小区花园玩不见了", "查监控"),
        ("爷爷下楼丢垃圾后不知去向", "查监控"),
    ],
)
def test_where_life_is_in_danger_the_first_step_is_of_that_danger(text, step):
    assert step in first_step(judged(text=text, level=2, categories=["safety"], urgent=True))
    # the same words of what endangers nobody now
    quiet = first_step(judged(text=text, level=2, categories=["safety"]))
    assert quiet == "30分钟内到场查看、隔离排险；有人遇险先拨119/110/120"


def test_who_calls_for_help_is_helped_before_anybody_confirms_it():
    first = judged("g:1", 0, 3, ["safety", "casualty"], text="3栋着火了，一人烧伤", keywords=["着火"], urgent=True)
    more = judged("g:2", 0.1, 3, ["safety"], text="3栋着火了，18楼有人下不来", keywords=["着火"], urgent=True)
    called = run([first, more]).alerts[-1]
    assert (called.why[0].rule, called.first_step) == ("trapped_now", "立即拨打120/119/110，负责人赶赴现场")
    # that it is in the papers calls nobody out: first of all somebody has to take it up
    paper = judged(
        "n:1", 0.1, 3, ["safety", "casualty"], text="一小区着火，一人烧伤", signs=["official_media"], keywords=["着火"],
        source="news",
    )  # fmt: skip
    told = run([first, paper]).alerts[-1]
    assert (told.why[0].rule, told.first_step) == ("press_now", nextstep.NOBODY)


def test_a_crowd_is_told_to_the_police_also_where_somebody_is_there():
    there = [judged("g:1", 0, 2, ["violation"], text="物业费没开会就涨了"), act("arrived", 0.2, project="hz-ygyy")]
    crowd = judged("g:2", 0.5, 3, ["collective", "violation"], text="六十多个业主堵门，和保安推搡起来了")
    told = run([*there, crowd]).alerts[-1]
    assert (told.transition, told.first_step) == ("escalated", "负责人到场安抚，报公安、街道和公司领导")
    # whoever is at the lift already is not sent there
    lift = judged("g:1", 0, 2, ["safety"], text="三号楼电梯困人了", keywords=["电梯"])
    hurt = judged("g:2", 0.5, 3, ["casualty"], text="三号楼电梯里的人骨折了", keywords=["电梯"])
    told = run([lift, there[1], hurt]).alerts[-1]
    assert (told.transition, told.first_step) == ("escalated", "13:00前确认收到并指定责任人")


def test_what_is_small_is_to_be_taken_up_in_time_and_not_at_once():
    first = judged("g:1", 0, 1, ["service"], text="楼道灯坏了")
    call = judged("12345:1", 2, 1, ["service"], text="市民反映楼道灯坏了", source="12345", kind="complaint")
    told = run([first, call]).alerts[-1]
    assert (told.why[0].rule, told.first_step) == ("hotline_now", "11月19日12:00前确认收到并指定责任人")


def test_people_who_begin_to_act_together_are_met_before_it_is_confirmed():
    known = judged("g:1", 0, 2, ["violation"], text="物业费没开会就涨了", keywords=["物业费"])
    crowd = judged("g:2", 0.5, 2, ["collective", "violation"], text="全体业主拒交物业费，已经签名", keywords=["物业费"])
    assert run([known, crowd]).alerts[-1].first_step == "约见业主代表，项目负责人当面沟通"
    assert (
        run([known, act("acknowledge", 0.2, project="hz-ygyy"), crowd]).alerts[-1].first_step
        == "约见业主代表，项目负责人当面沟通"
    )
    there = run([known, act("arrived", 0.2, project="hz-ygyy"), crowd]).alerts[-1]
    assert there.why[0].rule == "collective_now"
    assert "确认收到" in there.first_step
    hurt = judged("g:1", 0, 3, ["casualty"], text="电梯坠落，一人重伤", keywords=["电梯"])
    around = judged("g:2", 0.2, 3, ["collective", "casualty"], text="业主都围在楼下要说法", keywords=["电梯"])
    told = run([hurt, around]).alerts[-1]
    assert (told.why[0].rule, told.first_step) == ("collective_now", nextstep.NOBODY)


def test_what_is_only_heard_of_is_stated_as_talk_and_an_accident_as_one():
    heard = judged("g:1", 0, 3, ["casualty"], text="听说水箱被人投毒了，两个人送医院了", signs=["hearsay"])
    told = run([heard]).alerts[0].statement
    assert told is not None
    assert "传闻" in told.facts
    assert "痛心" not in told.facts
    seen = judged("g:1", 0, 3, ["casualty"], text="电梯掉下来了，我看着抬出来两个人", signs=["first_hand"])
    told = run([seen]).alerts[0].statement
    assert told is not None
    assert "痛心" in told.facts


@pytest.mark.parametrize(
    ("text", "level", "categories", "urgent", "said"),
    [
        ("保安在楼道里猥亵女孩，家长报警了", 3, ["safety", "staff"], False, "事实以警方通报为准"),
        ("健身房更衣室墙上发现一个摄像头", 2, ["safety"], False, "事实以警方通报为准"),
        ("我家5岁儿子刚才在小区花园玩不见了", 2, ["safety"], True, "请勿围观、拍摄"),
        ("天台有个女的坐在边上要跳", 2, ["safety"], True, "请勿围观、拍摄"),
        # what burns, leaks or is stuck is taken out of use
        ("三楼起火了，楼上还有老人", 2, ["safety"], True, "停用、隔离"),
        ("电梯停在半空，里面关着三个人", 2, ["safety"], True, "停用、隔离"),
        ("保安拿棍子追着业主打", 2, ["staff", "safety"], True, "当事员工已暂停"),
        ("老人在大堂被打得头破血流", 3, ["casualty", "safety"], True, "痛心"),
    ],
)
def test_where_somebody_is_wronged_or_lost_the_draft_speaks_of_no_repairs(text, level, categories, urgent, said):
    seen = judged(text=text, level=level, categories=categories, urgent=urgent, signs=["first_hand"])
    told = run([seen]).alerts[0].statement
    assert told is not None
    assert said in "".join((told.facts, told.measures, told.progress, told.position))


@pytest.mark.parametrize(
    ("categories", "facts"),
    [
        (["collective", "violation"], "部分业主就收费或资金使用事项在阳光雅苑集中反映诉求"),
        (["collective"], "部分业主就相关事项在阳光雅苑集中反映诉求"),
    ],
)
def test_what_the_company_states_names_what_owners_ask_for_and_not_what_we_call_it(categories, facts):
    told = run([judged("g:1", 0, 3, categories, text="几十个业主堵在南门拉横幅，要求退费")]).alerts[0].statement
    assert told is not None
    assert facts in told.facts


def test_what_is_only_heard_of_is_looked_into_and_gas_with_care():
    heard = {"level": 2, "categories": ["safety"], "urgent": True, "signs": ["hearsay"]}
    assert "30分钟内到场查看" in first_step(judged(text="听说下午有人贩子拿刀抢小孩", **heard))
    assert "禁明火" in first_step(judged(text="听说3栋煤气漏了", **heard))
