"""What the learned judge is fitted on (shell): own rows, labels of citizens' messages, public sets for the rest."""

from __future__ import annotations

import csv
import gzip
import hashlib
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from monitor.records import CATEGORIES

HERE = Path(__file__).parent
DOMAIN, SECOND, CITIZENS = HERE / "domain.tsv", HERE / "second_writer.tsv", HERE / "citizen_labels.tsv"
#: ids of rows of level 2 and 3 that were read for it, and whether they are urgent
URGENT = HERE / "urgent_labels.tsv"
MESSAGES = "citizen_messages_2019h1"
#: where else labelled messages of citizens stand; these have a title, the tagged ones have neither title nor id
ANSWERED, TAGGED = "citizen_messages_with_replies", "gov_tag.train"
SENTIMENTS = ("neg", "neu", "pos")
#: public set → how many rows of it are drawn
PUBLIC = {
    "smp_usual": 12000, "smp_virus": 6000, "nlpcc14": 6000, "weibo2018": 6000, "weibo_senti_2400": 1600,
    "xian_comments": 1000, "clue_emotion": 5000, "htl": 3000, "waimai": 4000, "shop10": 8000,
}  # fmt: skip
_PUBLIC_LABELS = {"negative": 0, "0": 0, "neutral": 1, "positive": 2, "1": 2}
#: a message without any of these is about something else than an estate
_ABOUT_ESTATES = re.compile(
    "物业|小区|业主|电梯|开发商|业委会|停车|房产|楼盘|入住|交房|维修基金|物管|保安|楼道|房子|房屋|住宅"
)
_SEED = 3
#: life can be in danger only where a text has one of these
_PERILOUS = frozenset({"safety", "casualty", "staff", "collective"})


class Row(NamedTuple):
    """A labelled text; `level` and `sentiment` are −1 where its set says nothing of them."""

    id: str
    batch: str
    register: str
    source: str
    text: str
    sentiment: int
    level: int
    categories: tuple[str, ...]
    #: whether life is in danger now; −1 where nobody has said
    urgent: int = -1


def table(file: Path) -> list[dict[str, str]]:
    """A tab-separated file without quoting. Raises ValueError with file and line for a row of another width."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise ValueError(f"{file}:{number}: the row has another number of columns than the header")
    return rows


def own(file: Path) -> list[Row]:
    """Rows of our own writing. Raises ValueError with file and line for a label that does not exist."""
    urgent = {row["id"]: int(row["urgent"]) for row in table(URGENT)}
    rows = [_own(row, f"{file}:{number}") for number, row in enumerate(table(file), 2)]
    return [row._replace(urgent=_urgent(row, urgent)) for row in rows]


def _urgent(row: Row, labels: Mapping[str, int]) -> int:
    """What is slight, and what is a matter of charges, papers and shares alone, is not urgent without being read."""
    if row.level < 2 or _PERILOUS.isdisjoint(row.categories):
        return 0
    return labels.get(row.id, -1)


def citizens(corpora: Path) -> list[Row]:
    """Citizens' messages whose labels we keep by id, each once; the texts stay in their corpora."""
    labels = {row["id"]: row for row in table(CITIZENS)}
    rows: list[Row] = []
    for name, text in messages(corpora).items():
        if label := labels.get(name):
            parts = {"batch": f"citizens-{_part(name)}", "register": "citizen", "source": "12345"}
            rows.append(_own({**label, **parts, "text": text}, f"{CITIZENS}: {name}"))
    return _once(rows)


def messages(corpora: Path) -> dict[str, str]:
    """Id → text of every message of citizens; one without an id of its own is called after its text."""
    found = {}
    for each in (*corpus(corpora, MESSAGES), *corpus(corpora, ANSWERED)):
        found[each["id"]] = _whole(each)
    for each in corpus(corpora, TAGGED):
        found[f"gov-{hashlib.sha1(each['text'].encode()).hexdigest()[:12]}"] = each["text"]
    return found


def _part(name: str) -> int:
    """One of five parts, the same for a message whatever else is labelled."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 5


def _once(rows: Sequence[Row], most: float = 0.6) -> list[Row]:
    """Without messages that were sent again: twins in two parts would measure memory."""
    kept: list[Row] = []
    seen: list[frozenset[str]] = []
    for row in rows:
        said = shingles(row.text)
        if not any(len(said & other) > most * min(len(said), len(other)) for other in seen):
            kept.append(row)
            seen.append(said)
    return kept


def elsewhere(corpora: Path) -> list[Row]:
    """Messages that name nothing of an estate: level 0 without being read."""
    labelled = {row["id"] for row in table(CITIZENS)}
    return [
        Row(message["id"], "elsewhere", "citizen", "12345", _whole(message), -1, 0, (), 0)
        for message in corpus(corpora, MESSAGES)
        if message["id"] not in labelled and not _ABOUT_ESTATES.search(_whole(message))
    ]


def public(corpora: Path, names: Iterable[str] = PUBLIC, part: str = "train", most: int | None = None) -> list[Row]:
    """Posts and reviews with a sentiment only, drawn by a fixed seed."""
    rows: list[Row] = []
    for name in names:
        found = corpus(corpora, f"{name}.{part}")
        random.Random(_SEED).shuffle(found)
        for number, each in enumerate(found[: most or PUBLIC[name]]):
            label = _PUBLIC_LABELS[each["label"]]
            rows.append(Row(f"{name}-{number}", name, name, "weibo", each["text"], label, -1, (), 0))
    return rows


def corpus(corpora: Path, name: str) -> list[dict[str, str]]:
    with gzip.open(corpora / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _whole(message: dict[str, str]) -> str:
    """The text with its title before it, where it does not begin with it anyway."""
    title, text = message["title"], message["text"]
    return text if text.startswith(title) else f"{title}。{text}"


def _own(row: dict[str, str], place: str) -> Row:
    categories = tuple(filter(None, row["categories"].split(",")))
    if row["sentiment"] not in SENTIMENTS or row["level"] not in "0123" or not set(categories) <= set(CATEGORIES):
        raise ValueError(f"{place}: {row['sentiment']!r}, {row['level']!r}, {row['categories']!r} are no labels")
    return Row(
        row["id"], row["batch"], row["register"], row["source"], row["text"],
        SENTIMENTS.index(row["sentiment"]), int(row["level"]), categories,
    )  # fmt: skip


def shingles(text: str, length: int = 5) -> frozenset[str]:
    """Runs of characters, without signs and white space."""
    plain = re.sub(r"\W", "", text)
    return frozenset(plain[at : at + length] for at in range(len(plain) - length + 1))


def near_duplicates(rows: Sequence[Row], others: Sequence[str], most: float = 0.6) -> Iterator[tuple[str, str]]:
    """(id of a row, text of another) that share more than `most` of the shorter one's shingles, own twins apart.

    Contrast pairs are alike on purpose: rows are held against `others` only, and against rows of other batches.
    """
    index: dict[str, list[int]] = {}
    known = [(None, shingles(text), text) for text in others] + [
        (row.batch, shingles(row.text), row.text) for row in rows
    ]
    for number, (_, said, _) in enumerate(known):
        for each in said:
            index.setdefault(each, []).append(number)
    for row in rows:
        said = shingles(row.text)
        shared: dict[int, int] = {}
        for each in said:
            for number in index[each]:
                shared[number] = shared.get(number, 0) + 1
        for number, count in shared.items():
            batch, theirs, text = known[number]
            if batch != row.batch and count > most * min(len(said), len(theirs)) and min(len(said), len(theirs)) > 3:
                yield row.id, text
                break
