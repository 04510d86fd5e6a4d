"""docs/lexicon.md alone is enough to add a word: its options are all there are, and what it says to do works."""

from __future__ import annotations

import re
from pathlib import Path

from monitor.judging.releases import failing_examples
from monitor.lexicons.lexicon import parse_lexicon, read_folder
from monitor.lexicons.wordlists import FLAGS, VALUED

CHECKOUT = Path(__file__).parents[2]
PAGE = (CHECKOUT / "docs/lexicon.md").read_text(encoding="utf-8")


def additions() -> dict[str, str]:
    """File → what the page says to append to it."""
    found = re.findall(r"ppend to `([\w.]+)`[^\n]*:\n\n```text\n(.*?)```", PAGE, re.DOTALL)
    return dict(found)


def test_every_option_and_flag_is_described() -> None:
    assert set(re.findall(r"^\| `([a-z]+)=", PAGE, re.MULTILINE)) == VALUED
    assert set(re.findall(r"^\| `\+([a-z]+)`", PAGE, re.MULTILINE)) == FLAGS


def test_every_file_of_the_folder_is_described() -> None:
    for name in read_folder(CHECKOUT / "lexicons/property"):
        assert f"`{name}`" in PAGE or f"`{name.removesuffix('.txt')}`" in PAGE, name


def test_the_five_steps_add_a_term_and_a_rule() -> None:
    added = additions()
    assert set(added) == {"examples.tsv", "safety.txt", "rules.txt"}
    files = read_folder(CHECKOUT / "lexicons/property")
    files["lexicon.toml"] = re.sub(r"(?m)^name = .*$", 'name = "heyue"', files["lexicon.toml"])
    files["examples.tsv"] += added["examples.tsv"]
    before = failing_examples(parse_lexicon("heyue", files), files)
    assert sum("蹦极" in line or "云闸" in line for line in before) == 2
    for name in ("safety.txt", "rules.txt"):
        files[name] += f"\n{added[name]}"
    assert failing_examples(parse_lexicon("heyue", files), files) == []
