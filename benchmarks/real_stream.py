"""Replays a real stream of citizens' messages and counts what its alarms are worth (shell).

    python benchmarks/real_stream.py CORPORA --out DIR --labels FILE.tsv …

Takes a folder of public corpora (docs/quality.md names them); derives an organisation from the estates that the
messages name and writes it and all else into --out, outside of the project: rows and names of the corpora never become
part of it. Messages are complaints of 12345, replies to them are actions, a hot-search list makes posts that have
nothing to do with any of it.

Labels are tab-separated, with the columns id and level, by the labelling guide. An alarm is an alert that opens,
escalates or reopens an incident at grade 2 or above; it is false when none of the mentions it quotes is of level 2 or
above. DIR/unread.tsv lists the quoted messages that have no label, DIR/alarms.tsv all alarms with the ids they quote.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from monitor.times import SHANGHAI, parse_time

STREAM, ANSWERED = "citizen_messages_2019h1.csv.gz", "citizen_messages_with_replies.csv.gz"
NOISE, ESTATES = "hot_search_2024-09_2025-02.csv.gz", "housing_estates.txt.gz"
#: the months that the stream covers; what is older came with it by chance
FROM, TO = datetime(2019, 1, 1, tzinfo=SHANGHAI), datetime(2019, 7, 15, tzinfo=SHANGHAI)
_REGION = re.compile("[A-Z][0-9]{0,2}(?:区|县市|县|市)")
_SUFFIX = (
    "小区|花园|家园|公馆|公寓|新城|山庄|庄园|名邸|华庭|豪庭|国际|广场|水岸|半岛|之城|雅苑|佳苑|嘉苑|学府|新村|华府|绿洲|名城|名都|名苑|"
    "华城|世家|御园|御府|悦府|尚城|苑|府|湾|郡|轩|庭|园|城"
)
_NAME = re.compile(f"([\u4e00-\u9fff]{{2,7}}?(?:{_SUFFIX}))")
#: words that show that a name was cut wrongly, or names something that is no estate
_WRONG = re.compile(
    "我们|他们|小区内|本小区|该小区|学校|幼儿园|小学|中学|医院|政府|街道|社区|公园|县城|业主|开发商|物业|问题|关于|反映|请问|位于|居住|购买|强烈|投诉|"
    "建设|规划|附近|旁边|对面|整个|一个|这个|那个|老旧|房地产|公司|集团|大学|学院|产业园|工业园|科技园|农贸|市场|商城|进城|新城区|城区|棚户|局|国家|省会|文明|中心城|回复|加快|作为|人民|全市"
)


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# ---------------------------------------------------------------- the organisation


def names(messages: Iterable[Mapping[str, str]], known: set[str]) -> Counter[tuple[str, str]]:
    """(region, estate) → messages that name it: behind a region's letter, and in the list of estates or said often."""
    found: Counter[tuple[str, str]] = Counter()
    for message in messages:
        said = f"{message['title']}。{message['text']}"
        here = {
            (region.group(), name)
            for region in _REGION.finditer(said)
            for name in _named(said[region.end() : region.end() + 12])
        }
        found.update(here)
    bare = Counter[str]()
    for (_, name), count in found.items():
        bare[name] += count
    return Counter({
        (region, name): count for (region, name), count in found.items()
        if bare[name] >= 2 or name in known or name.removesuffix("小区") in known
    })  # fmt: skip


def _named(following: str) -> Iterator[str]:
    text = _REGION.sub("", following)
    text = re.sub("^[\u4e00-\u9fff]{1,4}(?:街道|路|大道|镇|乡)[0-9零一二三四五六七八九十百]*号?", "", text)
    match = _NAME.match(text)
    if match and not _WRONG.search(match.group(1)) and len(match.group(1).removesuffix("小区")) >= 2:
        yield match.group(1)


def organisation(estates: Counter[tuple[str, str]]) -> str:
    """As TOML. One project an estate: the region it is named in most often."""
    best: dict[str, tuple[int, str]] = {}
    for (region, name), count in sorted(estates.items()):
        key = name.removesuffix("小区") or name
        best[key] = max(best.get(key, (0, "")), (count, region))
    lines = ["[company]", 'name = "西地物业"']
    for number, (name, (_, region)) in enumerate(sorted(best.items())):
        lines += [
            "[[project]]", f'id = "p{number}"', f'name = "{name}"', f'aliases = ["{name}小区"]', 'kind = "residential"',
            f'city = "{region[0]}市"', 'region = "西地省"',
        ]  # fmt: skip
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------- the stream


def events(corpora: Path, messages: Sequence[Mapping[str, str]]) -> Iterator[dict[str, object]]:
    for message in messages:
        yield {
            "id": f"12345:{message['id']}", "source": "12345", "kind": "complaint", "title": message["title"],
            "text": message["text"], "published_at": _iso(parse_time(message["time"])),
        }  # fmt: skip
        if message.get("reply_time"):
            yield {
                "kind": "action", "type": "reply", "by": "答复单位", "mention": f"12345:{message['id']}",
                "at": _iso(max(parse_time(message["reply_time"]), parse_time(message["time"]) + timedelta(minutes=1))),
            }  # fmt: skip
    shift = FROM - datetime(2024, 9, 1, tzinfo=SHANGHAI)
    for number, entry in enumerate(rows(corpora / NOISE)):
        at = datetime.fromisoformat(entry["first_seen"]) + shift
        yield {"id": f"weibo:h{number}", "source": "weibo", "text": entry["text"], "published_at": _iso(at)}


def _iso(at: datetime) -> str:
    return at.isoformat()


# ---------------------------------------------------------------- what the alarms are worth


def alarms(out: Path) -> Iterator[dict[str, Any]]:
    for line in (out / "replay" / "alerts.jsonl").read_text(encoding="utf-8").splitlines():
        alert = json.loads(line)
        if alert["grade"] >= 2 and alert["transition"] in ("opened", "escalated", "reopened"):
            yield alert


def levels(files: Iterable[Path]) -> dict[str, int]:
    found: dict[str, int] = {}
    for file in files:
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                found[row["id"].removeprefix("12345:")] = int(row["level"])
    return found


def quoted(alert: Mapping[str, Any]) -> list[str]:
    """The messages that it quotes."""
    return [evidence["mention_id"].removeprefix("12345:") for evidence in alert["evidence"]]


def verdict(alert: Mapping[str, Any], known: Mapping[str, int]) -> str:
    told = [known[name] for name in quoted(alert) if name in known]
    if any(level >= 2 for level in told):
        return "true"
    return "false" if len(told) == len(quoted(alert)) else "unread"


def report(out: Path, projects: int, known: Mapping[str, int], texts: Mapping[str, str]) -> None:
    """Counts on stdout; the alarms with the ids that they quote and what is still to be read in files of `out`."""
    told = list(alarms(out))
    verdicts = Counter(verdict(alert, known) for alert in told)
    per = (TO - FROM).days / 7 * projects / 100
    print(f"{projects} projects, {(TO - FROM).days / 7:.1f} weeks, {len(told)} alarms of grade 2 and above")
    for name in ("true", "false", "unread"):
        print(f"  {name}: {verdicts[name]}, {verdicts[name] / per:.2f} a week per 100 projects")
    with (out / "alarms.tsv").open("w", encoding="utf-8") as listed:
        for alert in told:
            fields = (alert["event_time"], alert["transition"], alert["grade"], alert["subject"]["project"])
            print(*fields, verdict(alert, known), " ".join(quoted(alert)), sep="\t", file=listed)
    unread = {name for alert in told if verdict(alert, known) == "unread" for name in quoted(alert)} - known.keys()
    with (out / "unread.tsv").open("w", encoding="utf-8") as file:
        for name in sorted(unread):
            print(name, texts.get(name, ""), sep="\t", file=file)


def prepare(corpora: Path, out: Path) -> tuple[int, dict[str, str]]:
    """Writes the organisation and the events; how many projects, and the texts by id."""
    with gzip.open(corpora / ESTATES, "rt", encoding="utf-8") as lines:
        known = {line.strip() for line in lines}
    by_id = {row["id"]: row for row in [*rows(corpora / STREAM), *rows(corpora / ANSWERED)]}
    messages = [row for row in by_id.values() if FROM <= parse_time(row["time"]) < TO]
    written = organisation(names(messages, known))
    (out / "organisation.toml").write_text(written, encoding="utf-8")
    with (out / "events.jsonl").open("w", encoding="utf-8") as file:
        for event in events(corpora, messages):
            file.write(json.dumps(event, ensure_ascii=False) + "\n")
    return written.count("[[project]]"), {row["id"]: f"{row['title']} {row['text']}" for row in messages}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--labels", type=Path, nargs="*", default=[])
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    projects, texts = prepare(asked.corpora, asked.out)
    files = ["--file", str(asked.out / "events.jsonl"), "--organisation", str(asked.out / "organisation.toml")]
    window = ["--until", _iso(TO), "--out", str(asked.out / "replay")]
    subprocess.run([sys.executable, "-m", "monitor", "replay", *files, *window], check=True)
    report(asked.out, projects, levels(asked.labels), texts)


if __name__ == "__main__":
    main()
