"""What a rule's text may show in braces: nothing that the rule does not count, so that no alert ever says 有—人."""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import Formatter

from monitor.watch.ruleset import Rule

#: shown whatever the rule asks for
ALWAYS = ("within", "sources", "category")
#: shown beside what is counted by them
BESIDE = {
    "people_on_one_thing": ("thing",),
    "households_share": ("thing", "people_on_one_thing", "households"),
    "within": ("baseline",),
}
_FULL_WIDTH = re.compile(r"[｛｝]")
_FULL_WIDTH_NAME = re.compile(r"[｛{]\s*(\w+)\s*[｝}]")


def placeholders(text: str) -> list[str]:
    """The names in braces, in their order. Raises ValueError that says what is wrong with them and the way out."""
    if _FULL_WIDTH.search(text):
        named = _FULL_WIDTH_NAME.search(text)
        raise ValueError(f"full-width braces ｛｝ show nothing; write {{{named[1] if named else 'people'}}}")
    try:
        found = [each for each in Formatter().parse(text) if each[1] is not None]
    except ValueError as error:
        raise ValueError(f"{error}; write a brace twice to show it") from None
    for _, name, form, conversion in found:
        if form or conversion:
            raise ValueError(f"{{{name}}} is shown as it is: write the name alone in braces")
    return [name or "" for _, name, _, _ in found]


def unshown(rule: Rule) -> list[str]:
    """What its text would show as a dash, because nothing in the rule counts it."""
    return [name for name in dict.fromkeys(placeholders(rule.text)) if name not in showable(rule)]


def showable(rule: Rule) -> set[str]:
    """Names that its text may show."""
    asked = {*rule.needs, *rule.sensitive, *(["within"] if rule.within else []), *([] if rule.needs else ["mentions"])}
    return {*ALWAYS, *asked, *(name for key in asked for name in BESIDE.get(key, ()))}


def way_out(name: str) -> str:
    """What the rule would have to ask for to show it."""
    if name == "baseline":
        return 'add within, such as within = "24h"'
    by = [key for key, beside in BESIDE.items() if name in beside]
    return f"name {' or '.join(by or [name])} in [needs]"


def listed(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
