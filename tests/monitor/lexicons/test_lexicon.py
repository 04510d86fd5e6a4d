"""The lexicon: what is refused, with file, line and field, and what the digest covers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import SettingsError
from monitor.lexicons.lexicon import digest_of, load_lexicon, parse_lexicon
from monitor.records import CATEGORIES, Mention
from monitor.risk import RiskJudge
from monitor.risk.dead import dead_words
from monitor.text.normalising import normalise

FOLDER = Path(__file__).parents[3] / "lexicons" / "property"
FILES = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.iterdir() if file.suffix != ".tsv"}


def changed(file: str, extra: str) -> dict[str, str]:
    return FILES | {file: FILES[file] + extra}


def refused(files: dict[str, str], name: str = "property") -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        parse_lexicon(name, files)
    return caught.value


def test_the_shipped_lexicon_is_whole() -> None:
    lexicon = load_lexicon(FOLDER)
    counts = {code: sum(entry.categories[0] == code for entry in lexicon.terms) for code in CATEGORIES}
    assert sum(counts.values()) >= 1500
    assert min(counts.values()) >= 30
    assert dead_words(lexicon) == []
    assert lexicon.version


def test_digest_covers_content_and_not_the_order_of_files() -> None:
    assert digest_of(FILES) == digest_of(dict(reversed(FILES.items())))
    assert digest_of(FILES) == digest_of({name: text.replace("\n", "\r\n") for name, text in FILES.items()})
    assert digest_of(FILES) != digest_of(changed("idioms.txt", "无害\n"))


@pytest.mark.parametrize(
    ("file", "extra", "field", "says"),
    [
        ("staff.txt", "打人\n", "打人", "already in line"),
        ("safety.txt", "新词一 level=5 points=3\n", "level", "whole number from 0 to 3"),
        ("safety.txt", "新词一 also=weather\n", "category", "unknown category 'weather'"),
        ("safety.txt", "新词一 also=safety\n", "also", "twice"),
        ("safety.txt", "新词一 colour=red\n", "colour", "unknown or empty option"),
        ("safety.txt", "新词一 +loud\n", "condition", "unknown condition +loud"),
        ("safety.txt", "新词一 near=@nobody\n", "near", "unknown class '@nobody'"),
        ("safety.txt", "新词一 near=水|火 unless=火\n", "unless", "asked for and forbidden"),
        ("safety.txt", "新词一 with=水|火 without=火\n", "unless", "asked for and forbidden"),
        ("safety.txt", "新词一 not=别的\n", "not", "does not contain the term"),
        ("safety.txt", "新词一 near=水||火\n", "near", "empty alternative"),
        ("safety.txt", "新词 两个\n", "entry", "exactly 1 word"),
        ("safety.txt", "[level=2\n", "section", "closing bracket"),
        ("rules.txt", "alone 水\n", "elements", "at least two elements"),
        ("rules.txt", "[level=1 points=1]\nnameless 水 火\n", "category", "is missing"),
        ("rules.txt", "both 水 火 +text +sentence\n", "condition", "contradict"),
        ("classes.txt", "[]\n孤儿\n", "section", "under a [class]"),
        ("frames.txt", "[opera weight=1]\n咏叹\n", "section", "unknown frame"),
        ("signs.txt", "[omen]\n乌鸦\n", "section", "unknown sign"),
        ("negation.txt", "[reach=99]\n非也\n", "reach", "from 0 to 20"),
        ("variants.txt", "物业\n", "entry", "another spelling"),
    ],
)
def test_a_wrong_line_is_named(file: str, extra: str, field: str, says: str) -> None:
    error = refused(changed(file, extra))
    assert error.field == field
    assert says in error.problem
    assert error.file == f"property/{file}"
    assert error.line is not None
    assert error.line >= len(FILES[file].splitlines())


def test_a_harmless_phrase_is_no_term() -> None:
    error = refused(changed("idioms.txt", "打人\n"))
    assert (error.file, error.field) == ("property/staff.txt", "打人")
    assert "term and a harmless phrase" in error.problem


def test_files_and_manifest_are_checked() -> None:
    assert "is missing" in refused({name: text for name, text in FILES.items() if name != "rumor.txt"}).problem
    assert "no known file" in refused(FILES | {"weather.txt": ""}).problem
    assert "make them equal" in refused(FILES, name="office").problem
    assert refused(changed("lexicon.toml", 'weather = "雨"\n')).field == "categories.weather"
    assert refused(FILES | {"lexicon.toml": "name = 3\n"}).field == "name"
    assert refused(FILES | {"lexicon.toml": "name = \n"}).line == 1
    assert refused(FILES | {"classes.txt": "[wy]\n物业\n"}).file == "property/classes.txt"


def test_a_folder_without_manifest_or_with_foreign_bytes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is missing"):
        load_lexicon(tmp_path)
    (tmp_path / "lexicon.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="not UTF-8"):
        load_lexicon(tmp_path)


def test_dead_words_are_found() -> None:
    lexicon = parse_lexicon("property", changed("staff.txt", "[level=2 points=30]\n又打人了\n"))
    assert any("又打人了" in word and "打人" in why for word, why in dead_words(lexicon))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("打保洁员的人 unless=保洁", "contains 保洁, which cancels it"),
        ("打保洁员的人 without=保洁", "contains 保洁, which cancels it"),
        ("打\u200b人", "no normalised text contains it"),
        ("掌摑業主", "in another spelling"),
    ],
)
def test_a_word_that_can_never_count_is_dead(line: str, why: str) -> None:
    extra = "[level=2 points=30]\n掌掴业主\n" if "spelling" in why else "[level=2 points=30]\n"
    word = line.split()[0]
    lexicon = parse_lexicon("property", changed("staff.txt", f"{extra}{line}\n"))
    assert any(where.endswith(f" {word}") and why in reason for where, reason in dead_words(lexicon))


@pytest.mark.parametrize("spelling", ["手机", "手機"])
def test_what_cancels_a_rule_does_so_whatever_other_spelling_of_it_stands_elsewhere(spelling: str) -> None:
    """The shipped lists have 手机 in many conditions and 手機 in one."""
    judge = RiskJudge(parse_lexicon("property", FILES))

    def level(text: str) -> int:
        mention = Mention(id="x:1", source="weibo", text=text, published_at=datetime(2026, 11, 1, tzinfo=UTC))
        return judge.judge(mention, normalise(text), normalise("")).risk.level

    assert level(f"{spelling}掉进电梯井里了") < level("师傅掉进电梯井里了") == 3
