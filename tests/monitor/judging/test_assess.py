"""Mentions into assessments: each its own judgement or failure, nothing personal, times that are believed."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import pytest
from histories import NOON
from hypothesis import given
from hypothesis import strategies as st
from judges import KEY, POISON, assessor

from monitor.company.organisationfile import parse_organisation
from monitor.errors import Reason, Unreadable
from monitor.judging.arrival import Arrival, arrival, file_arrival
from monitor.judging.assess import TOGETHER
from monitor.personal.privacy import author_key
from monitor.records import Assessment, Author, Mention, Source
from monitor.text.normalising import LIMIT
from monitor.times import to_millis

GRAVE = "阳光雅苑3号楼电梯突然坠落，两人受伤被送往医院"


def mention(text: str = GRAVE, **fields: Any) -> Mention:
    return Mention(**{"id": "weibo:1", "source": "weibo", "text": text, "published_at": NOON, **fields})


def judge(*mentions: Mention) -> list[list[Assessment] | Unreadable]:
    source = Source(topic="posts.v1", partition=2, offset=7)
    return assessor().assess([Arrival(each, NOON, source) for each in mentions])


def one(text: str = GRAVE, **fields: Any) -> Assessment:
    [result] = judge(mention(text, **fields))
    assert not isinstance(result, Unreadable)
    return result[0]


def test_long_mentions_are_judged_in_parts_of_the_batch_and_in_order() -> None:
    long = "今天电梯很好。" * (TOGETHER // 20)
    texts = [GRAVE, long, long, long, GRAVE, long, ""]
    together = judge(*(mention(text, id=f"weibo:{number}") for number, text in enumerate(texts)))
    alone = [result for number, text in enumerate(texts) for result in judge(mention(text, id=f"weibo:{number}"))]
    assert together == alone


# ---------------------------------------------------------------- failures


def test_one_poisonous_record_costs_one_failure_and_not_its_batch() -> None:
    texts = [f"阳光雅苑电梯坏了{number}" for number in range(20)]
    texts[7] = f"阳光雅苑{POISON}"
    results = judge(*(mention(text, id=f"weibo:{number}") for number, text in enumerate(texts)))
    failed = [number for number, result in enumerate(results) if isinstance(result, Unreadable)]
    assert failed == [7]
    bad = results[7]
    assert isinstance(bad, Unreadable)
    assert (bad.reason, bad.detail) == (Reason.JUDGEMENT_FAILED, "ZeroDivisionError: poisoned")
    assert [result[0].mention.id for result in results if not isinstance(result, Unreadable)] == [
        f"weibo:{number}" for number in range(20) if number != 7
    ]


def test_a_batch_judges_each_as_it_would_alone() -> None:
    texts = [GRAVE, "今天天气真好", "阳光雅苑保安态度恶劣", "", "😀😀😀"]
    together = judge(*(mention(text) for text in texts))
    assert together == [judge(mention(text))[0] for text in texts]


def test_an_empty_batch_is_empty() -> None:
    assert judge() == []


HARD = {
    "empty": "",
    "blank": " \n\t　",
    "emoji": "😀👨‍👩‍👧‍👦🏠" * 30,
    "digits": "1" * 5_000,
    "english": "The lift of Sunshine is broken",
    "japanese": "エレベーターが故障しました",
    "korean": "엘리베이터가 고장났어요",
    "arabic": "المصعد معطل",
    "zalgo": "电\u0301\u0302梯\u0303" * 200,
    "one character": "啊" * 20_000,
    "brackets": "【《（" * 3_000,
    "marks": "！？。，" * 5_000,
    "a million": "电梯坏了。" * 70_000,
    "mixed": "阳光雅苑lift坏了!!! 3号楼\x0b\x1f",
    "private use": "\ue000\uf8ff\U000f0000" * 50,
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
@pytest.mark.parametrize("place", ["text", "title"])
def test_no_text_is_too_strange(text: str, place: str) -> None:
    judged = one(text) if place == "text" else one("阳光雅苑", title=text[:2_000])
    assert 0 <= judged.risk.level <= 3


@given(st.text(), st.none() | st.text(max_size=30), st.sampled_from(["post", "comment", "complaint"]))
def test_any_text_is_judged(text: str, title: str | None, kind: Any) -> None:
    judged = one(text, title=title, kind=kind)
    assert len(judged.mention.text) == len(text)
    assert judged.subjects[0] == judged.subject


# ---------------------------------------------------------------- what leaves

PERSONAL = "我叫王小明，电话13812345678，住阳光雅苑3号楼1703室，电梯坏了没人修，求王小明的邻居帮忙"


def test_nothing_personal_leaves_but_what_is_said_stays_in_place() -> None:
    judged = one(
        PERSONAL, author=Author(id="5551234567", name="西湖的鱼"), contact="13900001111", location="3号楼1703室",
        url="https://example.com/?phone=13812345678",
    )  # fmt: skip
    shown = repr(judged)
    for secret in ("13812345678", "13900001111", "1703", "5551234567", "西湖的鱼", "我叫王小明"):
        assert secret not in shown
    assert judged.mention.author == Author(id=author_key("weibo:5551234567", KEY))
    assert len(judged.mention.text) == len(PERSONAL)


@pytest.mark.parametrize("text", [PERSONAL, GRAVE, f"　　{PERSONAL}！！！！！！{GRAVE}", f"1703室{GRAVE}1703室"])
def test_hits_and_quotes_hold_in_the_masked_text(text: str) -> None:
    judged = one(text, title="1703室求助：电梯坏了")
    fields = {"text": judged.mention.text, "title": judged.mention.title or ""}
    assert judged.risk.hits
    for hit in judged.risk.hits:
        assert 0 <= hit.start < hit.end <= len(fields[hit.field])
    for part in judged.risk.parts:
        assert part.quote in fields["text"] or part.quote in fields["title"]


def test_a_hit_is_where_it_says() -> None:
    judged = one("电话13812345678。电  梯坏了，電梯壞了")
    found = [judged.mention.text[hit.start : hit.end] for hit in judged.risk.hits]
    assert found
    assert all("梯" in words or "坏" in words or "壞" in words for words in found)


def test_of_a_long_text_head_and_tail_are_kept_and_marked() -> None:
    long = "今天天气好。" * 20_000 + GRAVE
    judged = one(long)
    assert judged.truncated
    assert len(judged.mention.text.encode()) <= LIMIT
    assert judged.risk.level == 3
    assert not one(GRAVE).truncated


def test_a_number_at_the_cut_of_a_long_text_is_hidden() -> None:
    for shift in range(12):
        text = "x" * (LIMIT // 2 - 9 - shift) + " 13812345678 " + "好" * LIMIT
        assert "1381" not in one(text).mention.text


# ---------------------------------------------------------------- whose it is


def test_what_concerns_somebody_we_know_is_relevant() -> None:
    assert one(GRAVE).relevant
    assert one(GRAVE).subject.project == "hz-ygyy"
    stranger = one("天津某小区电梯坏了")
    assert not stranger.relevant
    assert stranger.subject.project is None


def test_an_advert_about_our_estate_is_not_relevant() -> None:
    judged = one("阳光雅苑三室两厅精装修，南北通透，业主急售，看房随时联系，中介勿扰，首付低至三成")
    assert judged.frame == "advert"
    assert not judged.relevant


def test_each_subject_has_its_own_assessment_the_primary_first() -> None:
    [result] = judge(mention("杭州阳光雅苑和苏州锦澜花园的电梯都坏了，同一家物业"))
    assert not isinstance(result, Unreadable)
    assert [each.subject.project for each in result] == ["hz-ygyy", "sz-jlhy"]
    assert all(each.subjects == [result[0].subject, result[1].subject] for each in result)


# ---------------------------------------------------------------- when it arrived


@pytest.mark.parametrize(
    ("collected", "expected"),
    [(None, 0), (-3_600, -3_600), (-86_400 * 400, -86_400 * 400), (60, 60), (300, 300), (301, 300), (86_400, 300)],
)
def test_a_crawlers_clock_is_believed_as_far_as_the_brokers_bears_it_out(collected: int | None, expected: int) -> None:
    moment = None if collected is None else (NOON + timedelta(seconds=collected)).astimezone(UTC)
    found = arrival(mention(collected_at=moment, published_at=min(NOON, moment or NOON)), to_millis(NOON))
    assert found == NOON + timedelta(seconds=expected)
    assert found.utcoffset() == timedelta(hours=8)


def test_in_a_file_there_is_no_other_witness_than_the_record() -> None:
    later = NOON + timedelta(days=1)
    assert file_arrival(mention(collected_at=later.astimezone(UTC))) == later
    assert file_arrival(mention()) == NOON


def test_a_crawlers_clock_that_was_never_set_moves_nothing() -> None:
    unset = mention(collected_at=NOON - timedelta(days=3653))
    assert file_arrival(unset) == NOON
    assert arrival(unset, to_millis(NOON + timedelta(hours=1))) == NOON + timedelta(hours=1)
    # where the broker says that what is dated in years to come is here already, it is the publication that is wrong
    foretold = mention(collected_at=NOON, published_at=NOON + timedelta(days=800))
    assert arrival(foretold, to_millis(NOON)) == NOON
    # and so it is in a file, where the crawler's clock had been set
    assert file_arrival(foretold) == NOON
    # a platform's clock that runs ahead leaves the crawler's word
    assert file_arrival(mention(collected_at=NOON, published_at=NOON + timedelta(days=2))) == NOON


def test_the_number_in_an_estates_name_is_no_building() -> None:
    named = "[[project]]\nid = 'p'\nname = '江心一号'\ncity = '宁波'\n"
    known = parse_organisation(f"[company]\nname = '和悦物业'\n{named}", "organisation.toml")
    texts = ("江心一号楼道灯坏了没人修", "江心1号楼下垃圾没人收", "江心一号3号楼电梯困人", "江心一号，一号楼电梯困人")
    arrivals = [Arrival(mention(text), NOON, Source(topic="posts.v1", partition=2, offset=7)) for text in texts]
    found = [each[0].place for each in assessor(known).assess(arrivals) if isinstance(each, list)]
    assert [place and place.building for place in found] == [None, None, "3栋", "1栋"]


def test_times_leave_in_one_offset_and_no_collection_is_after_its_arrival() -> None:
    ahead = (NOON + timedelta(hours=2)).astimezone(UTC)
    judged = one(published_at=(NOON - timedelta(hours=1)).astimezone(UTC), collected_at=ahead)
    assert judged.mention.collected_at == NOON
    assert judged.mention.published_at.isoformat() == "2026-11-18T11:00:00+08:00"
