"""The table of all settings for the documentation (shell: writes it), made from the models, so that it cannot lie."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Union, get_args, get_origin

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from monitor.config.settings import PREFIX, Settings

START, END = "<!-- settings: written by make docs -->", "<!-- end of settings -->"


def settings_table() -> str:
    """Markdown: for each section a heading and a table of key, variable, default and meaning."""
    return "\n".join(_section(name, model, about) for name, model, about in _sections(Settings))


def with_table(document: str) -> str:
    """The document with what is between the marks written anew. Raises ValueError when the marks are missing."""
    before, start, rest = document.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(f"{START} and {END} are not both in the document")
    return f"{before}{START}\n\n{settings_table()}\n{END}{after}"


def _sections(model: type[BaseModel], above: str = "") -> Iterator[tuple[str, type[BaseModel], str]]:
    for key, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield above + key, kind, field.description or ""
            yield from _sections(kind, f"{above}{key}.")
        elif get_origin(kind) is dict:
            yield f"{above}{key}.NAME", get_args(kind)[1], field.description or ""


def _section(name: str, model: type[BaseModel], about: str) -> str:
    rows = [_row(name, key, field) for key, field in model.model_fields.items() if not _is_table(field)]
    head = "| key | type | default | meaning |\n| --- | --- | --- | --- |\n" if rows else ""
    variable = PREFIX + name.upper().replace(".", "__") + "__…"
    return f"## [{name}]\n\n{about[:1].upper()}{about[1:]}. Variables: `{variable}`\n\n{head}{''.join(rows)}"


def _row(section: str, key: str, field: FieldInfo) -> str:
    name = f"`{key}` or `{key}_file`" if field.annotation is SecretStr else f"`{key}`"
    return f"| {name} | {_kind(field)} | {_default(field)} | {_escape(field.description or '')} |\n"


def _default(field: FieldInfo) -> str:
    value = field.default
    if value is PydanticUndefined:
        raise TypeError("every setting has a default")
    if isinstance(value, SecretStr) and value.get_secret_value():
        return "(development key)"
    plain = "" if value is None or isinstance(value, SecretStr) else value
    return f"`{json.dumps(plain, ensure_ascii=False)}`"


def _kind(field: FieldInfo) -> str:
    """The type in the words of TOML."""
    kind = field.annotation
    if get_origin(kind) is Literal:
        return " \\| ".join(f"`{choice}`" for choice in get_args(kind))
    if get_origin(kind) is tuple:
        return "list of whole numbers" if "int" in str(get_args(kind)) else "list of texts"
    kinds = set(get_args(kind)) if get_origin(kind) in (Union, type(int | str)) else {kind}
    if Path in kinds:
        return "path"
    names = {bool: "true or false", int: "whole number", float: "number", str: "text", SecretStr: "secret"}
    return next(name for one, name in names.items() if one in kinds)


def _is_table(field: FieldInfo) -> bool:
    kind = field.annotation
    return get_origin(kind) is dict or (isinstance(kind, type) and issubclass(kind, BaseModel))


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        file = Path(name)
        file.write_text(with_table(file.read_text(encoding="utf-8")), encoding="utf-8")
