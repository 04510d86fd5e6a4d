"""All problems of a lexicon are told at once."""

from __future__ import annotations

from pathlib import Path

from monitor.lexicons.lexicon import read_folder
from monitor.lexicons.problems import MOST, checked

FILES = read_folder(Path(__file__).parents[3] / "lexicons" / "property")


def changed(file: str, extra: str) -> dict[str, str]:
    return FILES | {file: FILES[file] + extra}


def test_a_whole_lexicon_has_none() -> None:
    lexicon, problems = checked("property", FILES)
    assert lexicon is not None
    assert problems == []


def test_one_problem_hides_no_other() -> None:
    last = len(FILES["safety.txt"].splitlines())
    wrong = "新词一 also=weather\n新词二 level=9\n新词三 near=@nobody\n"
    lexicon, problems = checked(
        "property", changed("safety.txt", wrong) | {"signs.txt": FILES["signs.txt"] + "[omen]\n乌鸦\n"}
    )
    assert lexicon is None
    found = {(each.file, each.line, each.field) for each in problems}
    assert {("property/safety.txt", last + 1, "category"), ("property/safety.txt", last + 2, "level")} <= found
    assert {
        ("property/safety.txt", last + 3, "near"),
        ("property/signs.txt", len(FILES["signs.txt"].splitlines()) + 2, "section"),
    } <= found
    assert len(found) == len(problems) == 4


def test_a_manifest_that_is_wrong_hides_nothing_and_all_of_it_is_told() -> None:
    manifest = 'name = "mine"\nversion = 3\ntitel = "x"\n[categories]\nservice = "服务"\nweather = "雨"\n'
    _, problems = checked("property", changed("safety.txt", "新词一 also=weather\n") | {"lexicon.toml": manifest})
    found = {(each.file.rpartition("/")[2], each.line, each.field) for each in problems}
    told = {
        ("name", 1),
        ("version", 2),
        ("title", None),
        ("titel", 3),
        ("categories.weather", 6),
        ("categories.legal", 4),
    }
    assert {("lexicon.toml", line, field) for field, line in told} <= found
    assert ("safety.txt", len(FILES["safety.txt"].splitlines()) + 1, "category") in found


def test_what_is_no_toml_hides_nothing_of_the_lists() -> None:
    wrong = changed("safety.txt", "新词一 also=weather\n") | {"lexicon.toml": "name = \n"}
    assert [each.field for each in checked("property", wrong)[1]] == ["", "category"]


def test_a_file_too_much_or_too_few_hides_nothing() -> None:
    wrong = changed("safety.txt", "新词一 near=@nobody\n") | {"notes.txt": "x\n"}
    del wrong["market.txt"]
    assert [each.problem.split(";")[0] for each in checked("property", wrong)[1]] == [
        "is missing", "is no known file", "unknown class '@nobody'",
    ]  # fmt: skip
    del wrong["classes.txt"]
    assert "property/classes.txt: is missing" in map(str, checked("property", wrong)[1])
    assert len(checked("property", wrong)[1]) == 3


def test_the_search_ends() -> None:
    assert [each.field for each in checked("property", changed("lexicon.toml", 'weather = "雨"\n'))[1]] == [
        "categories.weather"
    ]
    assert len(checked("property", changed("safety.txt", "[level=2\n词 also=weather\n"))[1]) == 1
    many = "".join(f"新词{number} also=weather\n" for number in range(MOST + 5))
    assert len(checked("property", changed("safety.txt", many))[1]) == MOST
