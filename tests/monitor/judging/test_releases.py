"""Lexicon releases: what is published is what is read, and what is wrong is refused with its reason."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from monitor.errors import SettingsError
from monitor.judging.releases import (
    EXAMPLES,
    RefusedRelease,
    failing_examples,
    make_release,
    read_release,
    release_record,
    withdrawal,
)
from monitor.lexicons.lexicon import parse_lexicon, read_folder
from monitor.records import LexiconRelease, encode

FILES = read_folder(Path(__file__).parents[3] / "lexicons" / "property")
RELEASE = make_release("property", FILES)


def refusal(release: LexiconRelease | bytes, key: bytes | None = b"property") -> str:
    value = release if isinstance(release, bytes) else encode(release)
    with pytest.raises(RefusedRelease) as caught:
        read_release(key, value)
    return str(caught.value)


def test_what_is_published_is_what_is_read() -> None:
    record = release_record(RELEASE, "lexicons.v1")
    assert (record.topic, record.key) == ("lexicons.v1", b"property")
    assert read_release(record.key, record.value or b"") == parse_lexicon("property", FILES)
    gone = withdrawal("property", "lexicons.v1")
    assert (gone.key, gone.value) == (b"property", None)


def test_what_is_wrong_is_refused_with_its_reason() -> None:
    replace = msgspec.structs.replace
    assert "is no release" in refusal(b"{")
    assert "is no release" in refusal(b'{"name": 3}')
    assert "its key is b'office'" in refusal(RELEASE, b"office")
    assert "its key is None" in refusal(RELEASE, None)
    assert "changed on the way" in refusal(replace(RELEASE, digest="0" * 32))
    assert "the release 9.9.9" in refusal(replace(RELEASE, version="9.9.9"))
    broken = FILES | {"safety.txt": FILES["safety.txt"] + "新词 also=weather\n"}
    with pytest.raises(SettingsError, match="unknown category"):
        make_release("property", broken)


def test_a_broken_lexicon_in_a_release_is_named_with_file_and_line() -> None:
    from monitor.lexicons.lexicon import digest_of

    broken = FILES | {"safety.txt": FILES["safety.txt"] + "新词 also=weather\n"}
    said = refusal(LexiconRelease(name="property", version="1", digest=digest_of(broken), files=broken))
    line = len(broken["safety.txt"].splitlines())
    assert f"property/safety.txt:{line}: category: unknown category 'weather'" in said


def test_its_own_examples_are_judged() -> None:
    lexicon = parse_lexicon("property", FILES)
    assert failing_examples(lexicon, FILES) == []
    assert failing_examples(lexicon, {name: text for name, text in FILES.items() if name != EXAMPLES}) == []
    header = FILES[EXAMPLES].splitlines()[0]
    failing = failing_examples(lexicon, {EXAMPLES: f"{header}\n今天天气真好\t3\tsafety\t-\t-\n"})
    assert len(failing) == 1
    assert failing[0].startswith("property/examples.tsv:2: level 0 instead of 3")
