"""Whose matter a mention is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whose import SAMPLE, TRICKY, find, keys

from monitor.company.organisation import NO_ORGANISATION, Organisation
from monitor.company.organisationfile import parse_organisation
from monitor.records import CATEGORIES, Author, Mention, Subject
from monitor.subjects.subject import SubjectFinder, subject_key
from monitor.text.normalising import normalise
from monitor.times import SHANGHAI


def one(text: str, organisation: Organisation = SAMPLE, **more: Any) -> tuple[str, str, bool]:
    (subject,) = find(text, organisation, **more)
    return subject_key(subject), subject.how, subject.unplaced


def test_a_named_project_comes_with_its_city_and_region() -> None:
    expected = Subject(project="hz-ygyy", city="杭州", region="华东", how="named")
    assert find("阳光雅苑3栋电梯困人") == [expected]


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("阳光雅苑停水", "named"),
        ("陽光雅苑停水", "named"),
        ("阳 光 雅 苑停水", "named"),
        ("阳光雅苑小区停水", "alias"),
        ("杭州阳光雅苑停水", "named"),
        ("杭州市拱墅区阳光雅苑停水", "named"),
        ("浙江杭州的阳光雅苑停水", "named"),
        ("我从上海来，住在阳光雅苑，停水", "named"),
        ("杭州上海路阳光雅苑停水", "named"),
        ("阳光雅苑的物业比万科物业差远了", "named"),
        ("阳光雅苑业主：隔壁万科物业就不这样", "named"),
        ("和悦物业管的阳光雅苑，前身是万科物业在管", "named"),
        ("阳光雅苑园区路灯坏了", "named"),
        ("阳光雅苑后期物业费", "named"),
    ],
)
def test_names_that_are_ours(text: str, how: str) -> None:
    assert one(text) == ("hz-ygyy", how, False)


@pytest.mark.parametrize(
    "text",
    [
        "上海阳光雅苑停水",
        "上海市浦东新区阳光雅苑停水",
        "上海的阳光雅苑停水",
        "【上海】阳光雅苑小区停水",
        "阳光雅苑（上海）停水",
        "广东阳光雅苑停水",
        "阳光雅苑 万科物业真差",
        "碧桂园服务的阳光雅苑停水",
        "阳光雅苑的物业是金盛物业，停水三天",
        "由金盛物业管理的阳光雅苑停水",
        "阳光雅苑（金盛物业）停水",
    ],
)
def test_names_that_another_city_or_company_has(text: str) -> None:
    assert one(text) == ("none", "none", False)
    assert one(text, keyword="阳光雅苑", level=3) == ("none", "none", False)


ACTS = [
    "催缴",
    "催收",
    "收取",
    "多收",
    "逼交",
    "追缴",
    "追讨",
    "强收",
    "抬高",
    "赚取",
    "拿到",
    "争取",
    "骗取",
    "规避",
    "截留",
    "涨",
    "降低",
    "减免",
    "清缴",
    "代收",
]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "told", ["物业为{}物业费把业主的水停了", "的物业为了{}物业管理费停水", "物业叫保安{}物业费，不交就停水"]
)
def test_what_the_company_does_for_its_fees_is_nobodys_name(act: str, told: str) -> None:
    assert one("阳光雅苑" + told.format(act)) == ("hz-ygyy", "named", False)


@pytest.mark.parametrize(
    "text",
    [
        "阳光雅苑物业叫我去找物业经理，停水没人管",
        "阳光雅苑由于拖欠物业管理费被停水",
        "阳光雅苑（拖欠物业费被断水）",
        "阳光雅苑物业为做好物业服务工作，今起检修水管",
        "阳光雅苑物业是收物业费的时候才出现",
        "阳光雅苑选聘新物业，万科物业来抢盘，两边保安打起来三人受伤",
    ],
)
def test_words_about_a_company_are_not_its_name(text: str) -> None:
    assert one(text) == ("hz-ygyy", "named", False)


@pytest.mark.parametrize("company", ["金盛", "中交", "佳美", "南都", "银河湾"])
@pytest.mark.parametrize(
    "told",
    [
        "阳光雅苑物业叫{}物业，停水了",
        "阳光雅苑的物业换成{}物业以后天天停水",
        "由{}物业管理的阳光雅苑停水",
        "阳光雅苑物业为{}物业服务有限公司，停水",
    ],
)
def test_another_company_that_is_in_charge_is_known_by_its_place(company: str, told: str) -> None:
    assert one(told.format(company)) == ("none", "none", False)


def test_another_citys_estate_is_not_taken_for_what_the_crawler_searched_for() -> None:
    assert one("上海浦东我们小区停水", keyword="阳光雅苑") == ("none", "none", True)
    assert one("我们小区万科物业真差", keyword="阳光雅苑") == ("none", "none", True)


@pytest.mark.parametrize("more", ["二期", "2期", "（二期）", "东区", "A区", "桂苑", "御苑", "一、二期", "公寓"])
def test_a_name_that_goes_on_is_another_estate(more: str) -> None:
    assert one(f"阳光雅苑{more}停水，物业不管") == ("none", "none", True)
    assert one(f"阳光雅苑{more}停水，物业不管", keyword="阳光雅苑") == ("none", "none", True)


@pytest.mark.parametrize("more", ["一期", "1期", "（一期）"])
def test_the_first_phase_is_the_estate_itself(more: str) -> None:
    assert one(f"阳光雅苑{more}停水，物业不管") == ("hz-ygyy", "named", False)


def test_the_longest_name_wins() -> None:
    assert keys("阳光花园二期物业太差", TRICKY) == ["yghy2"]
    assert keys("阳光花园三期物业太差", TRICKY) == ["none"]
    assert keys("阳光花园物业太差，阳光花园二期也是", TRICKY) == ["yghy", "yghy2"]


def test_a_name_in_latin_letters_is_a_whole_word() -> None:
    assert keys("棠SOHO停水", TRICKY) == ["soho"]
    assert keys("棠sohoxyz停水", TRICKY) == ["none"]
    assert keys("苏州棠SOHO停水", TRICKY) == ["soho"]


@pytest.mark.parametrize(
    "support",
    [
        {"text": "杭州阳光花园真美"},
        {"text": "阳光花园的电梯又坏了"},
        {"text": "和悦物业，阳光花园真美"},
        {"text": "阳光花园真美", "group": "阳光花园一家亲"},
        {"text": "阳光花园真美", "keyword": "阳光花园"},
        {"text": "阳光花园真美", "keyword": "杭州 停水"},
        {"text": "阳光花园真美", "location": "浙江"},
    ],
)
def test_a_common_name_with_support_is_ours(support: dict[str, str]) -> None:
    assert keys(**support, organisation=TRICKY) == ["yghy"]


def test_a_common_name_without_support_is_unplaced() -> None:
    assert one("在阳光花园散步", TRICKY) == ("none", "none", True)
    assert one("阳光花园的物业太差", TRICKY, location="广东") == ("none", "none", True)
    assert one("在阳光花园散步", TRICKY, kind="complaint") == ("company", "company", True)


def test_one_name_in_two_cities_is_told_apart() -> None:
    assert keys("苏州锦澜花园停水") == ["sz-jlhy"]
    assert keys("锦澜花园停水，武汉这天气") == ["wh-jlhy"]
    assert keys("华中的锦澜花园停水") == ["wh-jlhy"]
    assert keys("苏州和武汉的锦澜花园都停水") == ["sz-jlhy", "wh-jlhy"]
    assert keys("锦澜花园停水", location="江苏") == ["sz-jlhy"]
    assert keys("锦澜花园停水", keyword="武汉锦澜花园") == ["wh-jlhy"]
    assert keys("锦澜花园停水", group="武汉锦澜花园业主群") == ["wh-jlhy"]
    assert keys("昆山锦澜花园停水") == ["sz-jlhy"]
    assert one("锦澜花园停水") == ("none", "none", True)
    assert one("锦澜花园停水", keyword="锦澜花园") == ("none", "none", True)
    assert one("宁波锦澜花园停水") == ("none", "none", False)


@pytest.mark.parametrize(
    ("author", "whose"),
    [
        (Author(id="1", name="武汉公安", verified=True), ["wh-jlhy"]),
        (Author(id="1", name="苏州广电", verified_as="media"), ["sz-jlhy"]),
        (Author(id="1", name="武汉公安"), ["none"]),
        (Author(id="1", name="中国消防", verified=True), ["none"]),
        (Author(id="1", name="郑州警方", verified=True), ["none"]),
    ],
)
def test_an_account_that_is_vouched_for_says_in_which_city(author: Author, whose: list[str]) -> None:
    assert keys("锦澜花园小区发生一起持刀伤人案件", author=author) == whose


def test_an_authority_speaks_of_its_own_city_and_a_neighbour_of_any() -> None:
    said = "阳光花园的电梯坠落"
    assert keys(said, TRICKY, author=Author(id="1", name="杭州应急", verified=True)) == ["yghy"]
    assert keys(said, TRICKY, author=Author(id="1", name="郑州应急", verified=True)) == ["none"]
    assert keys(said, TRICKY, author=Author(id="1", name="郑州阿强", verified=True)) == ["yghy"]


def test_a_city_before_the_name_outweighs_the_group() -> None:
    assert keys("武汉那个锦澜花园昨天着火了", group="苏州锦澜花园业主群") == ["wh-jlhy"]
    assert keys("锦澜花园昨天着火了", group="苏州锦澜花园业主群") == ["sz-jlhy"]


def test_an_office_building_is_called_so_and_an_estate_is_not() -> None:
    offices = parse_organisation(
        """
[company]
name = "和悦物业"
[[project]]
id = "yt"
name = "云栖天际"
kind = "office"
city = "杭州"
[[project]]
id = "jt"
name = "金棠雅苑"
city = "杭州"
""",
        "offices.toml",
    )
    finder = SubjectFinder(offices)

    def whose(text: str) -> str:
        mention = Mention(id="w:1", source="weibo", text=text, published_at=datetime(2026, 11, 1, tzinfo=SHANGHAI))
        return subject_key(finder.find(mention, normalise(text), normalise(""), (), 0)[0])

    assert whose("云栖天际大厦着火") == "yt"
    assert whose("金棠雅苑大厦着火") == "none"


def test_neighbours_talk_of_what_befell_others_in_another_city() -> None:
    group = "雅苑业主之家"
    for said in ("深圳那个高空抛物砸死人的新闻看了吗", "成都那起跳楼的案子判了"):
        assert keys(said, group=group, level=3) == ["none"]
    for said in (
        "广州的电梯厂家走了，电梯又坠了，有人受伤",
        "深圳电梯公司的电梯坠了",
        "成都燃气公司说漏气了",
        "上海昨天着火死了人，电梯里也冒烟了",
    ):
        assert keys(said, group=group, level=3) == ["hz-ygyy"]
    for said in ("杭州那个高空抛物砸死人的新闻看了吗", "我们那个砸死人的新闻看了吗", "深圳来的那个租客跳楼了"):
        assert keys(said, group=group, level=3) == ["hz-ygyy"]


def test_who_lives_in_a_block_of_ours_is_found_by_the_keyword() -> None:
    assert keys("我们楼里有人打架", keyword="阳光雅苑") == ["hz-ygyy"]
    assert keys("医院大楼里有人打架", keyword="阳光雅苑") == ["none"]


def test_what_is_given_comes_first() -> None:
    assert one("我们小区停水", project="hz-ygyy") == ("hz-ygyy", "given", False)
    assert one("我们小区停水", project="阳光雅苑小区") == ("hz-ygyy", "given", False)
    assert one("停水", project="锦澜花园", location="湖北武汉") == ("wh-jlhy", "given", False)
    assert keys("云和花府也停水", project="阳光雅苑") == ["hz-ygyy", "hz-yhhf"]
    assert keys("隔壁云和花府没停水", project="阳光雅苑") == ["hz-ygyy"]
    assert one("云和花府停水", project="不认识的小区") == ("hz-yhhf", "named", False)
    assert one("停水", project="不认识的小区", kind="complaint") == ("company", "company", True)


def test_a_retired_project_stays_known() -> None:
    assert keys("柳前馨城停水") == ["hz-lqxc"]


def test_our_estate_is_the_groups_then_the_keywords_then_the_locations() -> None:
    hints = {"group": "雅苑业主之家", "keyword": "云和花府", "location": "杭州·溪棠公馆"}
    assert one("我们小区停水", **hints) == ("hz-ygyy", "group", False)
    assert one("我们小区停水", **hints | {"group": "杭州吃喝玩乐"}) == ("hz-yhhf", "keyword", False)
    assert one("我们小区停水", location=hints["location"]) == ("hz-xtgg", "location", False)
    assert one("隔壁云和花府就不停水", group="雅苑业主之家") == ("hz-ygyy", "group", False)
    assert one("我们小区停水", location="杭州") == ("none", "none", False)


def test_a_keyword_alone_says_nothing() -> None:
    assert one("今天天气真好", keyword="阳光雅苑") == ("none", "none", False)
    assert one("今天天气真好", group="雅苑业主之家") == ("hz-ygyy", "group", False)


def test_a_title_counts() -> None:
    assert keys("又停水了", title="阳光雅苑") == ["hz-ygyy"]
    assert keys("云和花府也是", title="阳光雅苑停水") == ["hz-ygyy", "hz-yhhf"]


def test_a_comparison_is_nobodys_matter_unless_it_is_all_there_is() -> None:
    assert keys("云和花府停水，隔壁阳光雅苑没停") == ["hz-yhhf"]
    assert keys("隔壁阳光雅苑没停水") == ["hz-ygyy"]


def test_the_company_is_meant_when_only_it_is_named() -> None:
    assert one("和悦物业服务真差") == ("company", "company", False)
    assert keys("和悦物业阳光雅苑项目停水") == ["hz-ygyy"]
    assert one("06666.HK大跌") == ("company", "company", False)
    assert one("$06666$ 要完", source="xueqiu") == ("company", "company", False)
    assert one("这票要跌", source="guba", group="和悦服务吧") == ("company", "company", False)
    assert one("祥和悦耳的歌声", TRICKY) == ("none", "none", True)
    assert one("和悦股价又跌了", TRICKY) == ("company", "company", False)


def test_a_complaint_always_concerns_somebody() -> None:
    assert one("电梯坏了", kind="complaint") == ("company", "company", True)
    assert one("电梯坏了", NO_ORGANISATION, kind="complaint") == ("company", "company", True)
    assert one("上海阳光雅苑电梯坏了", kind="complaint") == ("company", "company", True)
    assert one("阳光雅苑电梯坏了", kind="complaint") == ("hz-ygyy", "named", False)


def test_a_grave_unplaced_post_that_we_were_led_to_goes_to_the_company() -> None:
    assert one("锦澜花园有人坠楼", keyword="锦澜花园", level=3) == ("company", "company", True)
    assert one("阳光雅苑二期有人坠楼", keyword="阳光雅苑", level=3) == ("company", "company", True)
    assert one("锦澜花园有人坠楼", level=3) == ("none", "none", True)
    assert one("有人坠楼", level=3) == ("none", "none", False)
    assert one("小区有人坠楼", keyword="和悦物业", level=3) == ("company", "company", True)


def test_market_and_media_concern_the_company_as_well() -> None:
    assert keys("阳光雅苑上热搜", categories=("media",)) == ["hz-ygyy", "company"]
    assert keys("和悦物业上热搜", categories=("media", "market")) == ["company"]
    assert keys("别家上热搜", categories=("media",)) == ["none"]
    assert keys("锦澜花园上热搜", categories=("media",)) == ["none"]


def test_a_long_list_of_projects_is_cut() -> None:
    many = "\n".join(f'[[project]]\nid = "p{n}"\nname = "棠字第{n}号院落"\ncity = "杭州"' for n in range(40))
    organisation = parse_organisation(f'[company]\nname = "和悦物业"\n{many}', "many.toml")
    text = normalise("、".join(project.name for project in organisation.projects))
    mention = Mention(id="a", source="weibo", text=text.raw, published_at=datetime(2026, 1, 1, tzinfo=SHANGHAI))
    assert len(SubjectFinder(organisation).find(mention, text, normalise(""), (), 0)) == 16


def test_keys_are_the_timelines() -> None:
    assert subject_key(Subject()) == "none"
    assert subject_key(Subject(unplaced=True)) == "none"
    assert subject_key(Subject(how="company", unplaced=True)) == "company"
    assert subject_key(Subject(project="hz-ygyy", how="given")) == "hz-ygyy"


WORDS = [
    "阳光雅苑",
    "阳光花园",
    "锦澜花园",
    "二期",
    "上海",
    "苏州",
    "武汉",
    "的",
    "万科物业",
    "和悦物业",
    "小区",
    "隔壁",
    "06666",
    "（",
    "）",
    "\x00",
]


TEXT = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=12).map("".join)


MAYBE = st.none() | TEXT


@given(
    st.sampled_from([SAMPLE, TRICKY, NO_ORGANISATION]), TEXT, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE,
    st.sampled_from(["post", "complaint", "comment"]), st.lists(st.sampled_from(CATEGORIES)), st.integers(0, 3),
)  # fmt: skip
def test_it_never_fails_and_never_finds_nothing(
    organisation: Organisation, text: str, title: str | None, project: str | None, group: str | None,
    keyword: str | None, location: str | None, kind: str, categories: list[str], level: int,
) -> None:  # fmt: skip
    found = find(
        text, organisation, title=title, project=project, group=group, keyword=keyword, location=location,
        kind=kind, categories=tuple(categories), level=level,
    )  # fmt: skip
    assert found
    assert len({subject_key(subject) for subject in found}) == len(found)
    assert kind != "complaint" or all(subject_key(subject) != "none" for subject in found)
    assert all(subject.project is None or organisation.project(subject.project) for subject in found)


def test_a_text_made_of_names_costs_no_more_than_its_length() -> None:
    assert keys("上海阳光花园万科物业" * 6000 + "阳光雅苑") == ["hz-ygyy"]
    assert keys("阳光雅苑" * 16000) == ["hz-ygyy"]
