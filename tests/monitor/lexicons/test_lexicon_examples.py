"""The lexicon's own example sentences, each judged as its line says."""

from __future__ import annotations

import pytest
from risks import FOLDER, JUDGE

from monitor.errors import SettingsError
from monitor.judging.examples import HEADER, Example, difference, judge_sentence, parse_examples
from monitor.records import CATEGORIES

EXAMPLES = parse_examples("examples.tsv", (FOLDER / "examples.tsv").read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.sentence[:16] for example in EXAMPLES])
def test_example(example: Example) -> None:
    assert difference(example, judge_sentence(JUDGE, example.sentence)) == ""


def test_the_examples_cover_levels_and_categories() -> None:
    assert len(EXAMPLES) >= 120
    assert {example.level for example in EXAMPLES} == {0, 1, 2, 3}
    assert set().union(*(example.categories or () for example in EXAMPLES)) == set(CATEGORIES)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("漏水\t1\tservice\t-", "line"),
        ("漏水\t7\tservice\t-\t-", "level"),
        ("漏水\t1\tweather\t-\t-", "categories"),
        ("漏水\t1\tservice\t-\tsoon", "urgent"),
    ],
)
def test_a_wrong_example_is_named(line: str, field: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_examples("examples.tsv", "\t".join(HEADER) + "\n" + line)
    assert (caught.value.field, caught.value.line) == (field, 2)
