from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from monitor.errors import Reason, Unreadable
from monitor.events.deadletters import KEEP, make_dead_letter
from monitor.records import decode_dead_letter, encode

WHY = Unreadable(Reason.TOO_LARGE, "2 MiB")
AT = datetime(2026, 7, 2, tzinfo=UTC)


def test_a_small_record_is_kept_as_it_is() -> None:
    letter = make_dead_letter(b"\xff{", "posts.v1", 3, 41, WHY, AT, key=b"k")
    assert (letter.reason, letter.detail, letter.topic, letter.partition, letter.offset) == (
        "too_large", "2 MiB", "posts.v1", 3, 41,
    )  # fmt: skip
    assert (letter.raw, letter.key, letter.digest, letter.length) == (b"\xff{", b"k", None, None)
    assert decode_dead_letter(encode(letter)) == letter


def test_of_a_large_record_the_beginning_its_digest_and_length() -> None:
    raw = b"x" * (KEEP + 1)
    letter = make_dead_letter(raw, "posts.v1", 0, 0, WHY, AT)
    assert (len(letter.raw), letter.length, letter.digest) == (KEEP, KEEP + 1, sha256(raw).hexdigest())
    assert make_dead_letter(raw[:KEEP], "posts.v1", 0, 0, WHY, AT).digest is None


def test_what_was_cut_before_keeps_its_own_digest() -> None:
    letter = make_dead_letter(b"head", "f", 0, 0, WHY, AT, digest="d", length=99)
    assert (letter.raw, letter.digest, letter.length) == (b"head", "d", 99)


def test_odd_file_names_and_long_complaints_can_be_written() -> None:
    letter = make_dead_letter(b"", "f\udcff", 0, 0, Unreadable(Reason.WRONG_TYPE, "\ud800" * 5000), AT)
    assert len(encode(letter)) < 10_000
