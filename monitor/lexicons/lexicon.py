"""A lexicon as a checked, frozen value: terms, word classes, rules and cues, read from a folder of word lists."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from monitor.errors import SettingsError
from monitor.lexicons.manifest import MANIFEST, file_problems, read_manifest
from monitor.lexicons.wordlists import Line, read_lines, unique
from monitor.records import CATEGORIES

#: the frames that a text can stand in (records.Assessment.frame)
FRAMES = ("advert", "job_offer", "notice", "drill", "praise", "official", "off_topic", "topic")
#: word classes that the judge itself asks for; what each means is said in classes.txt
REQUIRED = (
    "if", "worry", "ask", "rhetoric", "elsewhere", "home", "denied", "fact_again", "contrast", "past", "just_now",
    "solved", "simulated", "rehearsed", "emergency", "listed", "sarcasm", "anger", "group", "gather", "blocker",
    "peril", "please", "fix", "grumble", "settled", "mended", "modal", "happened", "unnamed", "fiction", "staged",
    "would", "would_not", "revealed", "harmless",
)  # fmt: skip
#: the same, of later releases: a lexicon of an earlier one is good without them
OPTIONAL = (
    "cited", "here", "tended", "befell", "unhurt", "accused", "conduct", "dared", "urged", "undenied", "tale", "beside",
    "merely", "unsaved", "belied", "acclaim", "preyed", "over", "mourned", "accident", "pet",
    "human", "illness", "survived", "whereabouts", "unseen", "earnest", "disowned", "ongoing", "relieved",
    "found", "unfound", "kinplace", "calledfor",
)  # fmt: skip
#: credibility signs that words give away (records.Credibility.signs)
SIGNS = ("hearsay", "first_hand", "denial", "official", "question", "media_report", "repost", "old_news")
#: a term has one level and one set of conditions
_ONE_LINE = "a term stands in one line; name all its conditions there (near=a|b), or write the other use into rules.txt"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a term or a rule contributes: the grade it gives alone, points, categories and conditions.

    `near` words must stand in the same sentence, `with_` words anywhere; `unless` words in the same clause cancel it,
    `without` words anywhere.
    """

    name: str
    level: int
    points: int
    categories: tuple[str, ...]
    near: tuple[str, ...] = ()
    with_: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """Word classes that mean something together: elements follow each other within `gap` code points of one clause."""

    entry: Entry
    elements: tuple[tuple[str, ...], ...]
    gap: int
    any_order: bool
    scope: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the risk judge knows. `digest` covers the content of every file."""

    name: str
    version: str
    title: str
    digest: str
    categories: dict[str, str]
    terms: tuple[Entry, ...]
    rules: tuple[Rule, ...]
    classes: dict[str, tuple[str, ...]]
    #: harmless phrases; what lies inside one is no hit
    idioms: tuple[str, ...]
    #: canonical → other spellings (homophones, pinyin) that stand for it in every word
    variants: dict[str, tuple[str, ...]]
    #: negator → how many code points it reaches over
    negators: dict[str, int]
    #: frame → cue → weight
    frames: dict[str, dict[str, int]]
    signs: dict[str, tuple[str, ...]]

    def marks(self) -> dict[int, Entry]:
        """Terms and rules by a number that changes with their name and their level."""
        entries = [*self.terms, *(rule.entry for rule in self.rules)]
        return {crc32(f"{entry.level} {entry.name}".encode()): entry for entry in entries}


def load_lexicon(path: Path) -> Lexicon:
    """Reads a lexicon folder (shell). Raises SettingsError with file, line and field."""
    return parse_lexicon(path.name, read_folder(path))


def read_folder(path: Path) -> dict[str, str]:
    """The files of a lexicon folder, by name (shell). Raises SettingsError."""
    if not (path / MANIFEST).is_file():
        raise SettingsError(
            str(path / MANIFEST), None, "", "is missing; a lexicon folder holds lexicon.toml and word lists"
        )
    files: dict[str, str] = {}
    for file in sorted(path.iterdir()):
        if file.suffix in {".toml", ".txt", ".tsv"}:
            try:
                files[file.name] = file.read_text(encoding="utf-8")
            except UnicodeDecodeError as error:
                raise SettingsError(
                    str(file), None, "", f"is not UTF-8 ({error.reason} at byte {error.start})"
                ) from None
    return files


def parse_lexicon(name: str, files: Mapping[str, str]) -> Lexicon:
    """Checks and builds a lexicon from file name → content; `name` must be the manifest's own.

    Raises SettingsError (file, line, field) for unknown files, keys, categories, conditions, classes, and for doubles.
    """
    manifest = read_manifest(name, files)
    if problem := next(file_problems(name, files), None):
        raise problem
    lists = _Lists(name, files)
    classes = lists.classes()
    if missing := set(REQUIRED) - set(classes):
        raise SettingsError(f"{name}/classes.txt", None, min(missing), "is missing; the judge needs this class")
    return Lexicon(
        name=manifest["name"],
        version=manifest["version"],
        title=manifest["title"],
        digest=digest_of(files),
        categories=manifest["categories"],
        terms=lists.terms(classes),
        rules=lists.rules(classes),
        classes={**dict.fromkeys(OPTIONAL, ()), **classes},
        idioms=lists.idioms(),
        variants=lists.variants(),
        negators=lists.negators(),
        frames=lists.frames(),
        signs=lists.signs(),
    )


def digest_of(files: Mapping[str, str]) -> str:
    """The same content gives the same digest, whatever the order of files and the line ends."""
    total = hashlib.blake2b(digest_size=16)
    for name in sorted(files):
        content = "\n".join(files[name].splitlines()).encode()
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


class _Lists:
    """The word lists of one lexicon, read one kind at a time."""

    def __init__(self, name: str, files: Mapping[str, str]) -> None:
        self.name, self.files = name, files

    def lines(self, file: str, words: int | None = 1) -> list[Line]:
        found = []
        for line in read_lines(f"{self.name}/{file}", self.files[file]):
            if words is not None and len(line.words) != words:
                raise line.error("entry", f"needs exactly {words} word(s), has {len(line.words)}")
            found.append(line)
        return found

    def idioms(self) -> tuple[str, ...]:
        """The harmless phrases of idioms.txt and those that terms name themselves by `not=`."""
        terms = {line.words[0]: line for line in self._terms()}
        found = dict.fromkeys(line.words[0] for line in unique(iter(self.lines("idioms.txt")), lambda line: line.words))
        for word, line in terms.items():
            for phrase in line.alternatives("not"):
                if word not in phrase:
                    raise line.error("not", f"{phrase!r} does not contain the term, so it excludes nothing")
                found[phrase] = None
        if conflict := next((line for word, line in terms.items() if word in found), None):
            raise conflict.error(conflict.words[0], "is a term and a harmless phrase at once")
        return tuple(found)

    def _terms(self) -> list[Line]:
        read = [line for code in CATEGORIES for line in self.lines(f"{code}.txt")]
        return unique(iter(read), lambda line: line.words[0], _ONE_LINE)

    def classes(self) -> dict[str, tuple[str, ...]]:
        grouped: dict[str, list[str]] = {}
        for line in unique(iter(self.lines("classes.txt")), lambda line: (line.section, line.words[0])):
            if not line.section:
                raise line.error("section", "words of classes.txt stand under a [class]")
            grouped.setdefault(line.section, []).append(line.words[0])
        return {name: tuple(words) for name, words in grouped.items()}

    def terms(self, classes: dict[str, tuple[str, ...]]) -> tuple[Entry, ...]:
        return tuple(_entry(line, line.words[0], _category(line), classes) for line in self._terms())

    def rules(self, classes: dict[str, tuple[str, ...]]) -> tuple[Rule, ...]:
        lines = unique(iter(self.lines("rules.txt", None)), lambda line: line.words[0])
        return tuple(_rule(line, classes) for line in lines)

    def variants(self) -> dict[str, tuple[str, ...]]:
        grouped: dict[str, list[str]] = {}
        for line in unique(iter(self.lines("variants.txt", None)), lambda line: line.words):
            plain, *spelling = line.words
            if not spelling:
                raise line.error("entry", "needs a word and another spelling of it")
            grouped.setdefault(plain, []).append(" ".join(spelling))
        return {word: tuple(others) for word, others in grouped.items()}

    def negators(self) -> dict[str, int]:
        lines = unique(iter(self.lines("negation.txt")), lambda line: line.words[0])
        return {line.words[0]: line.integer("reach", 0, 20) for line in lines}

    def frames(self) -> dict[str, dict[str, int]]:
        frames: dict[str, dict[str, int]] = {frame: {} for frame in FRAMES}
        for line in unique(iter(self.lines("frames.txt")), lambda line: (line.section, line.words[0])):
            if line.section not in frames:
                raise line.error("section", f"unknown frame {line.section!r}; known: {', '.join(FRAMES)}")
            frames[line.section][line.words[0]] = line.integer("weight", 1, 9)
        return frames

    def signs(self) -> dict[str, tuple[str, ...]]:
        signs: dict[str, list[str]] = {sign: [] for sign in SIGNS}
        for line in unique(iter(self.lines("signs.txt")), lambda line: (line.section, line.words[0])):
            if line.section not in signs:
                raise line.error("section", f"unknown sign {line.section!r}; known: {', '.join(SIGNS)}")
            signs[line.section].append(line.words[0])
        return {sign: tuple(words) for sign, words in signs.items()}


def _category(line: Line) -> tuple[str, ...]:
    own = line.file.rpartition("/")[2].removesuffix(".txt")
    return (own, *line.alternatives("also", ","))


def _entry(line: Line, name: str, categories: tuple[str, ...], classes: dict[str, tuple[str, ...]]) -> Entry:
    for code in categories:
        if code not in CATEGORIES:
            raise line.error("category", f"unknown category {code!r}; known: {', '.join(CATEGORIES)}")
    if len(set(categories)) < len(categories):
        raise line.error("also", "names a category twice")
    keys = ("near", "with", "unless", "without")
    near, with_, unless, without = (_words(line, key, line.alternatives(key), classes) for key in keys)
    for option in {*near, *with_} & {*unless, *without}:
        raise line.error("unless", f"{option!r} is asked for and forbidden at once")
    return Entry(
        name, line.integer("level", 0, 3), line.integer("points", 0, 100), categories, near, with_, unless, without,
        line.flags, line.file, line.number,
    )  # fmt: skip


def _rule(line: Line, classes: dict[str, tuple[str, ...]]) -> Rule:
    name, *elements = line.words
    if len(elements) < 2:
        raise line.error("elements", "a rule needs a name and at least two elements")
    scopes = line.flags & {"sentence", "text"}
    if len(scopes) > 1:
        raise line.error("condition", "+sentence and +text contradict each other")
    scope = min(scopes, default="clause")
    return Rule(
        entry=_entry(line, name, line.alternatives("category", ",") or _missing(line), classes),
        elements=tuple(_words(line, "elements", tuple(item.split("|")), classes) for item in elements),
        gap=line.integer("gap", 0, 60, default=8 if scope == "clause" else 30),
        any_order="any" in line.flags,
        scope=scope,
    )


def _missing(line: Line) -> tuple[str, ...]:
    raise line.error("category", "is missing")


def _words(line: Line, field: str, items: tuple[str, ...], classes: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Alternatives with `@class` replaced by its words; order kept, doubles dropped."""
    words: dict[str, None] = {}
    for item in items:
        if item.startswith("@") and item[1:] not in classes:
            raise line.error(field, f"unknown class {item!r}")
        words.update(dict.fromkeys(classes[item[1:]] if item.startswith("@") else (item,)))
    return tuple(words)
