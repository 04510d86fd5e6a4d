"""A lexicon's own example sentences: what each must be judged as, and where a judge differs."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.errors import SettingsError
from monitor.records import CATEGORIES, Mention
from monitor.risk import RiskJudge, Verdict
from monitor.text.normalising import normalise
from monitor.times import EARLIEST

HEADER = ("sentence", "level", "categories", "frame", "urgent")
#: stands for "whatever it is"; `-` for none
ANY, NONE = "*", "-"
#: so many codes beyond the expected ones are borne: the borders between categories are soft
_EXTRA = 2


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with its level, the categories it must have (None: any) and its frame (`*`: any, `-`: none)."""

    sentence: str
    level: int
    categories: frozenset[str] | None
    frame: str
    urgent: bool
    line: int


def parse_examples(file: str, content: str) -> list[Example]:
    """The examples of an examples.tsv. Raises SettingsError with file, line and field."""
    found, problems = checked_examples(file, content)
    if problems:
        raise problems[0]
    return found


def checked_examples(file: str, content: str) -> tuple[list[Example], list[SettingsError]]:
    """Those that can be read, and all that is wrong with the others."""
    lines = content.splitlines()
    if not lines or tuple(lines[0].split("\t")) != HEADER:
        return [], [SettingsError(file, 1, "header", f"must be {', '.join(HEADER)}, separated by tabs")]
    found: dict[str, Example] = {}
    problems = []
    for number, line in enumerate(lines[1:], 2):
        try:
            example = _example(file, number, line)
        except SettingsError as error:
            problems.append(error)
            continue
        if (first := found.setdefault(example.sentence, example)) is not example:
            problems.append(SettingsError(file, number, "sentence", f"is already in line {first.line}"))
    return list(found.values()), problems


def _example(file: str, number: int, line: str) -> Example:
    fields = line.split("\t")
    if len(fields) != len(HEADER):
        raise SettingsError(file, number, "line", f"has {len(fields)} fields instead of {len(HEADER)}")
    sentence, level, codes, frame, urgent = fields
    if level not in {"0", "1", "2", "3"}:
        raise SettingsError(file, number, "level", f"{level!r} is not 0, 1, 2 or 3")
    categories = None if codes == ANY else frozenset() if codes == NONE else frozenset(codes.split(","))
    if unknown := (categories or frozenset()) - set(CATEGORIES):
        raise SettingsError(file, number, "categories", f"unknown category {min(unknown)!r}")
    if urgent not in {"urgent", NONE}:
        raise SettingsError(file, number, "urgent", f"{urgent!r} is neither 'urgent' nor '-'")
    return Example(sentence, int(level), categories, frame, urgent == "urgent", number)


def judge_sentence(judge: RiskJudge, sentence: str, source: str = "weibo") -> Verdict:
    """The verdict on a bare sentence, as a post without author or place."""
    mention = Mention(id="example", source=source, text=sentence, published_at=EARLIEST)
    return judge.judge(mention, normalise(sentence), normalise(""))


def difference(example: Example, verdict: Verdict) -> str:
    """What the verdict has otherwise than the example; empty when they agree."""
    risk = verdict.risk
    problems = []
    if risk.level != example.level:
        problems.append(f"level {risk.level} instead of {example.level}")
    if example.categories is not None and example.level:
        if missing := example.categories - set(risk.categories):
            problems.append(f"lacks {', '.join(sorted(missing))}")
        if len(extra := set(risk.categories) - example.categories) > _EXTRA:
            problems.append(f"has besides {', '.join(sorted(extra))}")
    if not example.level and example.frame != ANY and (verdict.frame or NONE) != example.frame:
        problems.append(f"frame {verdict.frame} instead of {example.frame}")
    if risk.urgent != example.urgent:
        problems.append("is urgent" if risk.urgent else "is not urgent")
    return "; ".join(problems)
