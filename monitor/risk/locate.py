"""Where what was found stands in what was read: quotes are cut from raw text and title."""

from __future__ import annotations

from monitor.risk.matcher import Span
from monitor.text.normalising import Normalised


class Locator:
    """From places in the joined text to the field and raw code points they came from.

    `joined`: with the names as they were written; the rules see another in their place.
    """

    def __init__(self, text: Normalised, title: Normalised, joined: str) -> None:
        self.text, self.title, self.joined = text, title, joined
        self.shift = len(title.text) + 1 if title.text else 0

    def place(self, span: Span) -> tuple[str, int, int]:
        start, end = span
        if start >= self.shift:
            return "text", *self.text.span(start - self.shift, end - self.shift)
        return "title", *self.title.span(start, min(end, len(self.title.text)))

    def quote(self, place: tuple[str, int, int]) -> str:
        return (self.title if place[0] == "title" else self.text).raw[place[1] : place[2]]
