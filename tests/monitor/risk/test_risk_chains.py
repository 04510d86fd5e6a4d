"""Rules that are tried on arrays for a whole batch: none that holds is passed over, and few others are tried."""

from __future__ import annotations

from risks import FOLDER, JUDGE

from monitor.judging.examples import parse_examples
from monitor.risk.rules import RuleBook
from monitor.risk.scanning import Scan
from monitor.text.normalising import normalise

EXAMPLES = parse_examples("examples.tsv", (FOLDER / "examples.tsv").read_text(encoding="utf-8"))
Place = tuple[str, int, int, tuple[int, ...]]


def places(book: RuleBook, scan: Scan) -> list[Place]:
    return [(item.entry.name, item.start, item.end, item.inner) for item in book.findings(scan)]


def all_at_hand(book: RuleBook, scan: Scan) -> list[int]:
    """The rules whose elements all occur, wherever they do."""
    return [
        number
        for number, each in enumerate(book.machines)
        if all(scan.has(element) for element in each.elements)
        and (each.probe.with_ < 0 or scan.has(each.probe.with_))
        and not scan.has(each.probe.without)
    ]


def test_no_rule_that_holds_is_passed_over() -> None:
    sentences = [normalise(each.sentence).text for each in EXAMPLES]
    # one by one, and ten together, so that elements stand far apart and beyond stops, too
    texts = [*sentences, *("。".join(sentences[first : first + 10]) for first in range(0, len(sentences), 10)), ""]
    book, tried, at_hand = JUDGE._rules, 0, 0
    for scan in JUDGE._scanner.scan(texts):
        found, rules = places(book, scan), scan.rules
        scan.rules = all_at_hand(book, scan)
        assert places(book, scan) == found
        tried, at_hand = tried + len(rules), at_hand + len(scan.rules)
    assert 0 < tried < at_hand
