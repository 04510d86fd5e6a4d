"""`yuqing lexicon` without a broker: what it says of a folder, and its exit codes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.cli.lexicon import command
from monitor.errors import SettingsError

SHIPPED = Path(__file__).parents[3] / "lexicons" / "property"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "property"))


def added(folder: Path, file: str, text: str) -> int:
    """Lines behind the end of a file; the number of the first."""
    before = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(before + text, encoding="utf-8")
    return len(before.splitlines()) + 1


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [*map(str, arguments)], catch_exceptions=False)


def test_the_shipped_lexicon_is_well() -> None:
    found = run("check")
    assert found.exit_code == 0
    assert "0 dead words" in found.stdout
    assert "服务不到位" in found.stdout
    assert run("publish", "--dry-run").stdout.endswith("can be published\n")


def test_every_problem_is_named_with_file_and_line(folder: Path) -> None:
    unknown = added(folder, "safety.txt", "新词一 also=weather\n")
    double = added(folder, "staff.txt", "打人\n")
    found = run("check", folder)
    assert found.exit_code == 2
    assert f"{folder}/safety.txt:{unknown}: category: unknown category 'weather'" in found.stderr
    assert f"{folder}/staff.txt:{double}: 打人: is already in line" in found.stderr
    assert "a term stands in one line; name all its conditions there (near=a|b), or" in found.stderr
    assert "2 problem(s)" in found.stderr
    assert run("publish", folder, "--dry-run").exit_code == 2


def test_dead_words_are_named_and_fail_the_check_alone(folder: Path) -> None:
    line = added(folder, "staff.txt", "[level=2 points=30]\n又打人了\n") + 1
    found = run("check", folder)
    assert found.exit_code == 1
    assert f"{folder}/staff.txt:{line} 又打人了: dead: shadowed by 打人" in found.stderr
    assert "1 dead words" in found.stdout
    published = run("publish", folder, "--dry-run")
    assert published.exit_code == 0
    assert "dead: shadowed by" in published.stderr


def test_its_examples_are_judged(folder: Path) -> None:
    assert run("test", folder).exit_code == 0
    line = added(folder, "examples.tsv", "今天天气真好\t3\tsafety\t-\t-\n")
    found = run("test", folder)
    assert found.exit_code == 1
    assert f"{folder}/examples.tsv:{line}: level 0 instead of 3" in found.stdout
    refused = run("publish", folder, "--dry-run")
    assert refused.exit_code == 1
    assert "refused: 1 of its own examples" in refused.stderr
    (folder / "examples.tsv").unlink()
    with pytest.raises(SettingsError, match="examples stand there"):
        run("test", folder)


def test_a_folder_that_is_no_lexicon(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is missing"):
        run("check", tmp_path)


def test_all_that_is_wrong_with_its_examples_is_told_at_once(folder: Path) -> None:
    line = added(folder, "examples.tsv", "一句\t9\t-\t-\t-\n二句\t1\tweather\t-\t-\n三句\t1\n")
    found = run("check", folder)
    assert found.exit_code == 2
    assert f"{folder}/examples.tsv:{line}: level: '9' is not 0, 1, 2 or 3" in found.stderr
    assert f"{folder}/examples.tsv:{line + 1}: categories: unknown category 'weather'" in found.stderr
    assert f"{folder}/examples.tsv:{line + 2}: line: has 2 fields instead of 5" in found.stderr
    assert "3 problem(s)" in found.stderr
    assert run("publish", folder, "--dry-run").exit_code == 2


def test_full_width_signs_are_no_signs(folder: Path) -> None:
    line = added(folder, "safety.txt", "新词一 ＋urgent\n")
    found = run("check", folder)
    assert found.exit_code == 2
    assert f"{folder}/safety.txt:{line}: entry: '＋urgent' has a full-width ＋; write +urgent" in found.stderr


def test_a_folder_that_was_copied_under_another_name_hides_no_other_problem(folder: Path) -> None:
    own = folder.rename(folder.parent / "ours")
    at = added(own, "service.txt", "可乐电梯 neer=@lift\n")
    found = run("check", own)
    assert found.exit_code == 2
    assert "is 'property' but the folder is 'ours'" in found.stderr
    assert f"ours/service.txt:{at}:" in found.stderr
    assert "2 problem(s)" in found.stderr


def test_the_name_alone_is_one_problem(folder: Path) -> None:
    found = run("check", folder.rename(folder.parent / "ours"))
    assert found.exit_code == 2
    assert "1 problem(s)" in found.stderr
