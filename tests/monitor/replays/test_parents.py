"""What a comment hangs under tells whose it is, wherever it stood in the files, and leaves the raw topic nowhere."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from monitor.company.organisationfile import load_organisation
from monitor.inputs.files import read_files
from monitor.personal.privacy import mask_mention
from monitor.records import Mention, Parent, Source
from monitor.replays.parents import HEAD, Parents, contents_first
from monitor.replays.replay import Placed, packed, unpacked
from monitor.subjects.subject import SubjectFinder
from monitor.text.normalising import normalise
from monitor.times import SHANGHAI

AT = datetime(2026, 11, 18, 12, 0, tzinfo=SHANGHAI)
FINDER = SubjectFinder(load_organisation(Path(__file__).parents[3] / "config" / "organisation.toml"))
VIDEO = Mention(id="douyin:1", source="douyin", kind="video", text="杭州阳光雅苑电梯出事了", published_at=AT)


def comment(text, parent=None, **parts):
    return Mention(
        id="douyin:comment:2", source="douyin", kind=parts.pop("kind", "comment"), text=text, published_at=AT,
        parent_id="douyin:1", parent=parent, **parts,
    )  # fmt: skip


def subjects(mention, level=2):
    title = normalise(mention.title or "")
    found = FINDER.find(mention, normalise(mention.text), title, ["safety"], level)
    return [(each.project, each.how) for each in found]


def parents(*known):
    found = Parents()
    for each in known:
        found.note(each)
    return found


NAME = next(each for each in FINDER._organisation.projects if each.kind == "residential")
ABOVE = Parent(text=f"{NAME.city}{NAME.name}电梯出事了")


@pytest.mark.parametrize(
    "text", ["第二个是个小孩，已经不动了", "明天去物业拉横幅", "+1", "垃圾物业滚出去", "听说人已经没了"]
)
def test_who_names_nobody_speaks_of_what_it_hangs_under(text):
    assert subjects(comment(text, ABOVE)) == [(NAME.id, "parent")]
    assert subjects(comment(text)) == [(None, "none")]


@pytest.mark.parametrize(
    "text", ["我们锦绣华庭小区也这样", "万科物业也一样烂", "坐标乌鲁木齐，也这样", "我们小区也是这样", "成都的更烂"]
)
def test_who_names_another_place_does_not(text):
    assert (NAME.id, "parent") not in subjects(comment(text, ABOVE))


def test_only_comments_and_only_under_one_estate():
    assert subjects(comment("第二个是个小孩", ABOVE, kind="post")) == [(None, "none")]
    assert subjects(comment("第二个是个小孩", Parent(text="今天天气真好"))) == [(None, "none")]


def test_a_comment_is_told_what_was_read_whatever_the_order():
    known = parents(VIDEO)
    told = known.told(comment("抬出来两个"))
    assert told.parent is not None
    assert told.parent.text == VIDEO.text
    own = Parent(text="别的")
    assert known.told(comment("抬出来两个", own)).parent == own
    assert Parents().told(comment("抬出来两个")).parent is None
    # a complaint and a comment have no comments
    assert parents(comment("x")).told(comment("y")).parent is None


def test_what_a_replay_has_sorted_is_filled_in():
    values = [
        packed(Placed(each, AT, Source(topic="f", partition=0, offset=0))) for each in (comment("抬出来两个"), VIDEO)
    ]
    first, second = map(unpacked, parents(VIDEO).filled(values))
    assert first.event.parent.text == VIDEO.text
    assert second.event == VIDEO


def test_files_give_their_comments_what_they_hang_under(tmp_path):
    rows = [
        {"id": "douyin:1", "source": "douyin", "kind": "video", "text": "字" * 900, "published_at": AT.isoformat()},
        {"id": "douyin:2", "source": "douyin", "kind": "comment", "text": "啊", "published_at": AT.isoformat(),
         "parent_id": "douyin:1"},
    ]  # fmt: skip
    file = tmp_path / "both.jsonl"
    file.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in rows), encoding="utf-8")
    _, record = Parents().attached(read_files([str(file)]))
    assert len(record.events[0].parent.text) == HEAD


def test_comments_are_sent_behind_their_contents():
    paths = ["a/search_comments_1.jsonl", "a/search_contents_1.jsonl", "posts.csv"]
    assert [paths[place] for place in contents_first(paths)] == [paths[1], paths[2], paths[0]]


def test_it_never_leaves_the_raw_topic():
    assert mask_mention(comment("啊", ABOVE), b"key").parent is None
