"""How one name of an estate is written: with and without dots, spaces and brackets, 二期 and 2期, 壹号 and 1号."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: the dot first: it is the rarest
_DOTS = re.compile(r"[·•・･‧∙⋅](?<=\w.)(?=\w)")
_IDEOGRAPH = "\u3400-\u4dbf\u4e00-\u9fff"
_SEAM = re.compile(rf"(?<=[{_IDEOGRAPH}])(?=[a-z]{{2}})|(?<=[a-z]{{2}})(?=[{_IDEOGRAPH}])")
_BRACKETS = re.compile(r"[(【\[〔]([^()【】\[\]〔〕]{1,6})[)】\]〕]$")
_NUMBERS = {word: str(number) for number, word in enumerate("一二三四五六七八九十", 1)}
_OTHER = _NUMBERS | {number: word for word, number in _NUMBERS.items()}
_TAIL = re.compile(r"(?<=\w)(?:第)?([一二三四五六七八九十]|10|[1-9]|[东西南北中a-z])(期|区)$")
_FIRST = re.compile(r"[壹一1]号")


def undotted(text: str) -> str:
    """Without the dots inside of names: 翠云·天境 is 翠云天境."""
    return _DOTS.sub("", text)


def spellings(key: str) -> list[str]:
    """The folded name and its other spellings, each once, itself first."""
    found = {key: None}
    for step in (_unbracketed, _first, _tails, _spaced):
        found |= dict.fromkeys(other for each in tuple(found) for other in step(each))
    return list(found)


def shortened(key: str, city: str) -> list[str]:
    """What people leave out of a name: its city before it, its 小区 behind it."""
    short = key.removeprefix(city.removesuffix("市"))
    return [each for each in dict.fromkeys((short, _bare(key), _bare(short))) if each != key and len(each) > 2]


def _bare(key: str) -> str:
    return key.removesuffix("小区").removesuffix("社区")


def _unbracketed(key: str) -> Iterable[str]:
    return (_BRACKETS.sub(r"\1", key),)


def _spaced(key: str) -> Iterable[str]:
    return (_SEAM.sub(" ", key),)


def _first(key: str) -> Iterable[str]:
    return (_FIRST.sub(f"{number}号", key, count=1) for number in "壹一1")


def _tails(key: str) -> Iterable[str]:
    """阳光花园二期, 阳光花园2期, 阳光花园第二期, 阳光花园(二期)."""
    found = _TAIL.search(key)
    if found is None:
        return ()
    base, number, word = key[: found.start()], found[1], found[2]
    numbers = dict.fromkeys((number, _OTHER.get(number, number)))
    forms = ("{}", "({})", "【{}】", *(("第{}",) if number in _OTHER else ()))
    return (base + form.format(f"{each}{word}") for each in numbers for form in forms)
