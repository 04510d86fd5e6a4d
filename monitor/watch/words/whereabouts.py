"""Where in the estate something happens that has no number: a gate, the garage, the playground."""

from __future__ import annotations

import re

GATE = re.compile(r"[东南西北](?:大|侧|小)?门")
#: in a building, or below several
INDOORS = re.compile(r"车库|地库|楼道|厨房|天台|楼顶|泳池|人工湖|大堂|配电房|垃圾房")
#: in the open, so that it is in none
GROUND = re.compile(r"健身(?:区|角|器材)|游乐[场区园]|儿童乐园|沙坑|(?:篮|足|网|羽毛)?球场|中[心央](?:广场|花园)|凉亭")
#: two words for one spot
_ALSO_CALLED = {"地库": "车库", "楼顶": "天台", "健身角": "健身区", "健身器材": "健身区"}
_KINDS = (("ground", GATE), ("ground", GROUND), ("spot", INDOORS))


def spot(kind: str, name: str) -> str:
    """As it is told apart from others: kind:name."""
    return f"{kind}:{_ALSO_CALLED.get(name, name)}"


def named(said: str) -> list[str]:
    """All that it names, each once."""
    return sorted({spot(kind, name) for kind, words in _KINDS for name in words.findall(said)})
