"""Everything that is wrong with a lexicon, not only the first of it: nobody likes to mend a file line by line."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.errors import SettingsError
from monitor.lexicons.lexicon import Lexicon, parse_lexicon
from monitor.lexicons.manifest import CLASSES, MANIFEST, NEEDED, file_problems, manifest_problems, stand_in

#: what has more is no lexicon
MOST = 100


def checked(name: str, files: Mapping[str, str]) -> tuple[Lexicon | None, list[SettingsError]]:
    """The lexicon, or None and its problems in the order they were met.

    A line that is wrong is taken out and the rest is looked at again, so a problem hides no other; nor does a manifest
    that is wrong, or a file too much or too few. A wrong section header ends the search: what follows it would be
    called wrong for its sake, and so would all that names a class where the list of classes is missing.
    """
    problems = [*manifest_problems(name, files), *file_problems(name, files)][:MOST]
    if problems:
        there = {file for file in NEEDED if file in files or file != CLASSES}
        files = {file: files.get(file, "") for file in there} | {MANIFEST: stand_in(name)}
    left = dict(files)
    while len(problems) < MOST and CLASSES in left:
        try:
            lexicon = parse_lexicon(name, left)
        except SettingsError as error:
            problems.append(error)
            if not _take_out(left, error):
                break
        else:
            return (lexicon if not problems else None), problems
    return None, problems


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
