"""Everything that is wrong with a lexicon, not only the first of it: nobody likes to mend a file line by line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from monitor.errors import SettingsError
from monitor.lexicons.lexicon import MANIFEST, Lexicon, parse_lexicon

#: what has more is no lexicon
MOST = 100
_NAME = re.compile(r"^(name[ \t]*=[ \t]*)\S.*$", re.MULTILINE)


def checked(name: str, files: Mapping[str, str]) -> tuple[Lexicon | None, list[SettingsError]]:
    """The lexicon, or None and its problems in the order they were met.

    A line that is wrong is taken out and the rest is looked at again, so a problem hides no other; nor does the name of
    a folder that was copied under another. A wrong section header, or anything else in the manifest, ends the search:
    what follows it would be called wrong for its sake.
    """
    left = dict(files)
    problems: list[SettingsError] = []
    while len(problems) < MOST:
        try:
            lexicon = parse_lexicon(name, left)
        except SettingsError as error:
            problems.append(error)
            if not (_take_out(left, error) or _renamed(left, error, name)):
                break
        else:
            return (lexicon if not problems else None), problems
    return None, problems


def _renamed(files: dict[str, str], error: SettingsError, name: str) -> bool:
    """Gives the manifest the folder's name, where it has another; whether it had."""
    before = files.get(MANIFEST, "")
    if error.field != "name":
        return False
    files[MANIFEST] = _NAME.sub(lambda found: found[1] + json.dumps(name, ensure_ascii=False), before)
    return files[MANIFEST] != before


def _take_out(files: dict[str, str], error: SettingsError) -> bool:
    """Empties the line that the error names; whether the search may go on."""
    file = error.file.rpartition("/")[2]
    lines = files.get(file, "").splitlines()
    if not file.endswith(".txt") or not error.line or error.line > len(lines):
        return False
    wrong = lines[error.line - 1].strip()
    lines[error.line - 1] = ""
    files[file] = "\n".join(lines)
    return bool(wrong) and not wrong.startswith("[")
