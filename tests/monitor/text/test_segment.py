"""The fast segmenter cuts as jieba does, knows our own words, and loses nothing but white space."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from corpora import needs_corpora, rows
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.normalising import normalise
from monitor.text.segment import Segmenter

OWN = ["阳光雅苑", "物业费", "业委会", "飞线充电", "勿业", "12345热线", "b1层", "wu ye"]

SENTENCES = [
    "阳光雅苑3栋的电梯又坏了，业委会和物业费的事没人管！",
    "今天凌晨两点，2号楼有人飞线充电引起火灾，消防车进不来。",
    "他来到了网易杭研大厦，小明硕士毕业于中国科学院计算所",
    "拨打12345热线投诉，工作人员说物业费每平米2.8元合法？",
    "http://weibo.com/u/1234567?from=feed 转发微博//@业主:太过分了😡😡",
    "勿业不作为，b1层车位卖8万还不让装充电桩（已拍照），业主群里都在说。",
    "“和悦服务”回应：网传3死不实，实为1人受轻伤……——来源 新华网",
    "保安打人!保洁阿姨偷懒;维修基金被挪用,公共收益不公示。",
    "𠮷野家门口㐂字招牌掉落　砸坏车辆\n\n求曝光",
    "",
]


@pytest.fixture(scope="module")
def fast() -> Segmenter:
    return Segmenter(OWN)


@pytest.fixture(scope="module")
def pure() -> Segmenter:
    return Segmenter(OWN, pure=True)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_both_cut_alike(fast: Segmenter, pure: Segmenter, sentence: str) -> None:
    for text in (sentence, normalise(sentence).text):
        assert fast.cut(text) == pure.cut(text)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("业委会 不管 物业费", ["业委会", "不管", "物业费"]),
        ("飞线充电", ["飞线充电"]),
        ("勿业收12345热线的钱", ["勿业", "收", "12345热线", "的", "钱"]),
        ("电话0512345热线", ["电话", "0512345", "热线"]),
        ("wu ye太贵", ["wu ye", "太贵"]),
        ("iphone13涨5.5%", ["iphone13", "涨", "5.5%"]),
        ("看https://t.cn/A6x?b=1，转发", ["看", "https://t.cn/A6x?b=1", "，", "转发"]),
        ("  \n", []),
    ],
)
def test_own_words_and_runs_are_tokens(fast: Segmenter, text: str, tokens: list[str]) -> None:
    assert fast.cut(text) == tokens


def test_without_own_words_it_is_plain_jieba() -> None:
    assert Segmenter().cut("飞线充电") == ["飞线", "充电"]


@given(st.text(st.sampled_from("物业费电梯坏了 \n　a1.%-+😀。！𠮷㐂") | st.characters(exclude_categories=["Cs"])))
def test_nothing_is_lost(text: str) -> None:
    joined = "".join(SHARED.cut(text))
    assert "".join(joined.split()) == "".join(text.split())


SHARED = Segmenter(OWN)


def test_the_fallback_writes_neither_to_stderr_nor_to_the_temporary_directory(tmp_path: Path) -> None:
    code = "from monitor.text.segment import Segmenter; print(Segmenter(pure=True).cut('电梯坏了'))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={"TMPDIR": str(tmp_path), "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert (done.stdout.strip(), done.stderr, list(tmp_path.iterdir())) == ("['电梯', '坏', '了']", "", [])


@needs_corpora
@pytest.mark.corpora
@pytest.mark.parametrize(
    "corpus", ["htl.dev", "waimai.dev", "nlpcc14.dev", "gov_tag.dev", "citizen_messages_2019h1", "covid_weibo_stream"]
)
def test_both_cut_alike_on_what_people_wrote(fast: Segmenter, pure: Segmenter, corpus: str) -> None:
    """But for ties of equal probability in runs of one character (哈哈哈哈哈), which sums of logarithms decide."""
    texts = [text for row in rows(corpus, 1000) for text in (row["text"], normalise(row["text"]).text)]
    different = [text for text in texts if fast.cut(text) != pure.cut(text)]
    assert len(different) <= 0.005 * len(texts)
    assert all(len(fast.cut(text)) == len(pure.cut(text)) for text in different)
