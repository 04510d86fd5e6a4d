"""Messages from templates, which are data: escaped by default, cut at byte limits with the end (number, links) kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from jinja2 import DictLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec import Struct

from monitor.errors import YuqingError
from monitor.notify.escape import bare, cut_bytes, link, markdown
from monitor.notify.wording import Links, Names, brief, digest_title, facts, line, title
from monitor.records import Alert, Form

Markup = Literal["md", "txt"]
#: The templates' names: what is told, and in which markup.
TEMPLATES = ("alert.md", "alert.txt", "digest.md", "digest.txt")
SUFFIX = ".jinja"
#: Bytes of a digest that are kept for the names of those who are called.
_FRAME = 400
_CUT = "……（内容过长，已截断）"
_BLOCKS = ("head", "body", "tail")


class _Sound(str):
    """Needs no escaping: a checked address, or our own markup."""

    __slots__ = ()


class Page(Struct, frozen=True):
    """A message as lines, escaped: the head is read first, the tail is never cut."""

    #: for notifications and subjects, without markup
    title: str
    #: the same for where little fits: grade and place
    brief: str
    head: list[str]
    body: list[str]
    tail: list[str]

    def text(self, limit: int, between: str = "\n") -> str:
        """All of it in at most so many bytes; what is too much of the body is cut, at a line's or character's end."""
        whole = between.join([*self.head, *self.body, *self.tail])
        if len(whole.encode()) <= limit:
            return whole
        frame = between.join([*self.head, "", *self.tail])
        room = limit - len(frame.encode()) - len((between + _CUT).encode())
        if room < 0:
            tail = between.join(["", *self.tail])
            return cut_bytes(between.join(self.head), limit - len(tail.encode())) + tail
        return between.join([*self.head, _shortened(self.body, room, between) + _CUT, *self.tail])


def _shortened(lines: Sequence[str], room: int, between: str) -> str:
    """Whole lines as far as they fit, and of the next what fits unless a link would be cut."""
    kept = ""
    for each in lines:
        longer = kept + each + between
        if len(longer.encode()) > room:
            return kept if "](" in each or "://" in each else kept + cut_bytes(each, room - len(kept.encode()))
        kept = longer
    return kept


class Renderer:
    """Renders deliveries; `templates` by name (TEMPLATES) are the sources."""

    def __init__(self, templates: Mapping[str, str], names: Names, links: Links) -> None:
        """Raises YuqingError for a template that is none."""
        self._names, self._links = names, links
        self._environments = {
            markup: _environment(templates, escape) for markup, escape in (("md", markdown), ("txt", bare))
        }
        for name in TEMPLATES:
            self._blocks(name)

    def page(
        self, alerts: Sequence[Alert], form: Form, message_id: str, markup: Markup, *, calls: str = "",
        test: bool = False, people: Sequence[str] = (),
    ) -> Page:  # fmt: skip
        """One alert in full, or a digest of several; `calls`: our own markup that calls people by name."""
        known: dict[str, Any] = {"message_id": message_id, "calls": calls}
        if form == "alert":
            known |= facts(alerts[0], self._names, self._links, people)
            known["title"] = title(alerts[0], self._names, test=test)
            short = brief(alerts[0], self._names, test=test)
        else:
            short = ("【测试】" if test else "") + f"【汇总】{len(alerts)}条预警"
            known["title"] = ("【测试】" if test else "") + digest_title(alerts, form)
            known["lines"] = [line(alert, self._names) for alert in alerts]
        blocks = self._render(f"{'alert' if form == 'alert' else 'digest'}.{markup}", known)
        return Page(known["title"], short, *blocks)

    def capacity(self, alerts: Sequence[Alert], markup: Markup, limit: int, between: str = "\n") -> int:
        """How many of these alerts, from the first, one digest of at most `limit` bytes can name."""
        room, count = limit - _FRAME, 0
        while count < len(alerts) and room > 0:
            room -= sum(3 * len(part) for part in line(alerts[count], self._names).values()) // 2
            count += 1
        # the estimate is generous; what is written is what counts
        while count > 1 and not self._fits(alerts[:count], markup, limit, between):
            count = count * 7 // 8
        return count

    def _fits(self, alerts: Sequence[Alert], markup: Markup, limit: int, between: str) -> bool:
        page = self.page(alerts, "storm", "0" * 16, markup)
        whole = between.join([*page.head, *page.body, *page.tail])
        return len(whole.encode()) <= limit - _FRAME

    def _render(self, name: str, known: Mapping[str, Any]) -> list[list[str]]:
        environment = self._environments[name.rpartition(".")[2]]
        template = environment.get_template(name + SUFFIX)
        context = template.new_context(dict(known))
        try:
            return [_lines("".join(template.blocks[block](context))) for block in _BLOCKS]
        except TemplateError as error:
            raise YuqingError(f"template {name}{SUFFIX}: {error}") from error

    def _blocks(self, name: str) -> None:
        try:
            blocks = self._environments[name.rpartition(".")[2]].get_template(name + SUFFIX).blocks
        except TemplateError as error:
            raise YuqingError(f"template {name}{SUFFIX}: line {getattr(error, 'lineno', '?')}: {error}") from None
        if missing := [block for block in _BLOCKS if block not in blocks]:
            raise YuqingError(f"template {name}{SUFFIX}: lacks the block {missing[0]}")


def _environment(templates: Mapping[str, str], escape: Callable[[str], str]) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=DictLoader({name + SUFFIX: source for name, source in templates.items()}),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        finalize=lambda value: value if isinstance(value, _Sound) else escape(str(value)),
    )  # fmt: skip
    environment.filters["safe_url"] = lambda url: _Sound(link(url) or "")
    environment.filters["raw"] = _Sound
    return environment


def _lines(text: str) -> list[str]:
    return [each for each in text.splitlines() if each.strip()]
