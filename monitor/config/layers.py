"""Settings come in layers (shell): each is read and checked alone, so that a complaint names its origin."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeGuard, TypeVar, get_args, get_origin

from pydantic import BaseModel, SecretStr, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource
from pydantic_settings import SettingsError as NotReadable

from monitor.config.toml_lines import line_of, parse_toml
from monitor.errors import SettingsError

Place = tuple[str | int, ...]
Problem = tuple[Place, str]
S = TypeVar("S", bound=BaseSettings)


@dataclass(frozen=True)
class Origin:
    """Where values come from, and how a mistake there is named."""

    name: str
    #: of a file: what it says, to find the line
    text: str = ""
    #: of the environment: what its variables start with
    prefix: str = ""

    def complaint(self, place: Place, why: str) -> SettingsError:
        field = self.prefix + "__".join(map(str, place)).upper() if self.prefix else dotted(place)
        return SettingsError(self.name, line_of(self.text, place), field, why)


@dataclass(frozen=True)
class Layer:
    """Values of one origin, paths and secret files resolved."""

    origin: Origin
    values: dict[str, Any]


def from_flags(model: type[BaseSettings], values: Mapping[str, Any]) -> Layer:
    """Relative paths are the working directory's."""
    origin = Origin("command line")
    return Layer(origin, _resolved(model, values, Path.cwd(), origin))


def from_environment(model: type[BaseSettings], prefix: str, known: Sequence[str] = ()) -> Layer:
    """Raises SettingsError for variables with the prefix that are neither settings nor `known`."""
    origin = Origin("environment", prefix=prefix)
    names = [name for name in sorted(os.environ) if name.startswith(prefix) and name not in known]
    unknown = [name for name in names if not _is_setting(model, name.removeprefix(prefix).lower())]
    if unknown:
        raise joined([SettingsError(origin.name, None, name, _no_such(model, prefix, name)) for name in unknown])
    try:
        values = EnvSettingsSource(model, env_prefix=prefix, env_nested_delimiter="__")()
    except NotReadable as error:  # a whole section as JSON, which it is not
        raise SettingsError(origin.name, None, "", f"{error}: {error.__cause__}") from None
    return Layer(origin, _resolved(model, values, Path.cwd(), origin))


def from_file(model: type[BaseSettings], file: Path) -> Layer:
    """Relative paths start at the file's directory. Raises SettingsError with the line of each problem."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(str(file), None, "", f"cannot be read: {error}") from None
    origin = Origin(str(file), text)
    values = _resolved(model, parse_toml(text, str(file)), file.parent, origin)
    problems = [problem for key, value in values.items() for problem in _check_section(model, key, value)]
    if problems:
        raise joined([origin.complaint(at, why) for at, why in problems])
    return Layer(origin, values)


def merged(model: type[S], layers: Sequence[Layer]) -> S:
    """The model of all layers, the first over the next. Raises SettingsError."""
    values: dict[str, Any] = {}
    for layer in reversed(layers):
        values = _merge(values, layer.values)
    try:
        return model(**values)
    except ValidationError as error:
        raise joined([_complaint(layers, at, why) for at, why in _problems(error, model)]) from None


def joined(errors: Sequence[SettingsError]) -> SettingsError:
    """One error that tells all: nobody likes to mend a file line by line."""
    first, *rest = errors
    problem = "\n".join([first.problem, *map(str, rest)])
    return SettingsError(first.file, first.line, first.field, problem)


def dotted(place: Sequence[str | int]) -> str:
    return ".".join(map(str, place))


def _merge(low: Mapping[str, Any], high: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(low)
    for key, value in high.items():
        below = result.get(key)
        result[key] = _merge(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return result


# ---------------------------------------------------------------- complaints


def _check_section(model: type[BaseModel], key: str, value: object) -> Iterator[Problem]:
    section: Any = _step(model, key)
    if not _is_table(section):
        yield (key,), _unknown("section", model, key)
        return
    try:
        # JSON mode is strict on types but lets a string be a path or a secret, as TOML must
        TypeAdapter(section).validate_json(json.dumps(value, default=str), strict=True)
    except ValidationError as error:
        # what speaks of a whole table may be mended by another layer, as a user name here, its password there
        yield from (((key, *at), why) for at, why in _problems(error, section) if not _model_at(section, at))


def _problems(error: ValidationError, model: object) -> list[Problem]:
    return [(item["loc"], _why(dict(item), model)) for item in error.errors(include_url=False)]


def _why(item: dict[str, Any], model: object) -> str:
    owner = _model_at(model, item["loc"][:-1])
    if item["type"] == "extra_forbidden":
        return _unknown("setting", owner, str(item["loc"][-1]))
    field = owner.model_fields.get(str(item["loc"][-1])) if owner and item["loc"] else None
    if _is_secret(field):
        return str(item["msg"])
    if item["type"] == "string_pattern_mismatch" and field is not None and field.description:
        # a regular expression tells nobody what to write
        return f"{item['input']!r} is not what stands here: {field.description}"
    if item["type"] in ("model_type", "dict_type"):
        return "this is a section: a table of settings"
    message = str(item["msg"]).removeprefix("Value error, ")
    shown = not isinstance(item["input"], Mapping)  # a table may hold secrets
    return f"{message}, not {item['input']!r}" if shown else message


def _unknown(what: str, owner: type[BaseModel] | None, key: str) -> str:
    known = list(owner.model_fields) if owner else []
    if f"{key}_env" in known:
        return f'unknown {what}: no credential stands here; write {key}_env = "VARIABLE" or {key}_file = "PATH"'
    return f"unknown {what}{_nearest(key, known)}; known here: {', '.join(known) or 'none'}"


def _nearest(key: str, known: Sequence[str]) -> str:
    return "".join(f", did you mean {each}?" for each in get_close_matches(key, known, 1))


def _no_such(model: type[BaseModel], prefix: str, variable: str) -> str:
    *sections, key = variable.removeprefix(prefix).lower().split("__")
    owner = _model_at(model, sections)
    near = _nearest(key, list(owner.model_fields)) if owner else _nearest(sections[0], list(model.model_fields))
    return f"no such setting{near}; the names are in docs/settings.md"


def _complaint(layers: Sequence[Layer], place: Place, why: str) -> SettingsError:
    """With the uppermost layer that brought the value."""
    origin = next((layer for layer in layers if _holds(layer.values, place)), None)
    return (origin or layers[-1]).origin.complaint(place, why)


def _holds(data: object, place: Place) -> bool:
    for part in place:
        if not isinstance(data, dict) or part not in data:
            return False
        data = data[part]
    return True


# ---------------------------------------------------------------- paths and secrets


def _resolved(model: object, data: Mapping[str, Any], base: Path, origin: Origin, at: Place = ()) -> dict[str, Any]:
    """`data` with relative paths based on `base`, and each `<secret>_file` replaced by what it holds."""
    result: dict[str, Any] = {}
    for key, value in data.items():
        inner = _step(model, key)
        if _is_table(inner) and isinstance(value, Mapping):
            result[key] = _resolved(inner, value, base, origin, (*at, key))
        elif isinstance(value, str) and _is_model(model) and (secret := _secret_behind(model, key)):
            result[secret] = _read_secret(base / value, origin, (*at, key))
        elif isinstance(value, str) and value and Path in _types(inner):
            result[key] = str(base / Path(value).expanduser())
        else:
            result[key] = value
    return result


def _read_secret(file: Path, origin: Origin, place: Place) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise origin.complaint(place, f"cannot be read: {error}") from None


# ---------------------------------------------------------------- the shape of a model


def _types(annotation: object) -> set[object]:
    """All types an annotation is made of."""
    if get_origin(annotation) is None:
        return {annotation}
    return {kind for part in get_args(annotation) for kind in _types(part)}


def _is_model(kind: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _is_table(kind: object) -> bool:
    """A section, or sections by names of the user's own."""
    return _is_model(kind) or (get_origin(kind) is dict and _is_model(get_args(kind)[1]))


def _step(kind: object, part: str | int) -> object:
    """The type of what a table of this type holds under this key; None where it knows none."""
    if _is_model(kind):
        field = kind.model_fields.get(str(part))
        return field.annotation if field else None
    return get_args(kind)[1] if get_origin(kind) is dict else None


def _model_at(kind: object, place: Sequence[str | int]) -> type[BaseModel] | None:
    for part in place:
        kind = _step(kind, part)
    return kind if _is_model(kind) else None


def _is_secret(field: FieldInfo | None) -> bool:
    return field is not None and SecretStr in _types(field.annotation)


def _secret_behind(model: type[BaseModel], key: str) -> str | None:
    """The secret that `<secret>_file` reads, unless the model has a field of that name itself."""
    secret = key.removesuffix("_file")
    fields = model.model_fields
    return secret if key not in fields and secret != key and _is_secret(fields.get(secret)) else None


def _is_setting(model: type[BaseModel], variable: str) -> bool:
    *sections, key = variable.split("__")
    owner = _model_at(model, sections)
    return owner is not None and (key in owner.model_fields or _secret_behind(owner, key) is not None)
