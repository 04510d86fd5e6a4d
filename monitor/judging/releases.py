"""Lexicon releases: a checked lexicon as one record, and a record back as a checked lexicon."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from monitor.errors import SettingsError, YuqingError
from monitor.judging.examples import difference, judge_sentence, parse_examples
from monitor.kafka.wire import Outgoing
from monitor.lexicons.lexicon import Lexicon, digest_of, parse_lexicon
from monitor.records import LexiconRelease, encode
from monitor.risk import RiskJudge

EXAMPLES = "examples.tsv"

_decode = msgspec.json.Decoder(LexiconRelease).decode


class RefusedRelease(YuqingError):
    """A release that no worker may take; says why."""


def make_release(name: str, files: Mapping[str, str]) -> LexiconRelease:
    """The files of a lexicon folder as a release. Raises SettingsError for a lexicon that cannot be used."""
    lexicon = parse_lexicon(name, files)
    return LexiconRelease(name=lexicon.name, version=lexicon.version, digest=lexicon.digest, files=dict(files))


def release_record(release: LexiconRelease, topic: str) -> Outgoing:
    """The release as it stands on lexicons.v1: the last one under a name counts."""
    return Outgoing(topic, release.name.encode(), encode(release))


def withdrawal(name: str, topic: str) -> Outgoing:
    """Takes back what was published under a name: workers return to the lexicon of their settings."""
    return Outgoing(topic, name.encode(), None)


def read_release(key: bytes | None, value: bytes) -> Lexicon:
    """The lexicon of a record of lexicons.v1. Raises RefusedRelease: whoever wrote it need not be `lexicon publish`."""
    try:
        release = _decode(value)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RefusedRelease(f"is no release: {error}") from None
    if key != release.name.encode():
        raise RefusedRelease(f"is {release.name!r} but its key is {key!r}")
    if release.digest != (found := digest_of(release.files)):
        raise RefusedRelease(f"its files have the digest {found}, not {release.digest}: they were changed on the way")
    try:
        lexicon = parse_lexicon(release.name, release.files)
    except SettingsError as error:
        raise RefusedRelease(str(error)) from None
    if lexicon.version != release.version:
        raise RefusedRelease(f"its manifest says version {lexicon.version}, the release {release.version}")
    return lexicon


def failing_examples(lexicon: Lexicon, files: Mapping[str, str]) -> list[str]:
    """How the lexicon judges its own example sentences otherwise than they say, a line each; none: all is well.

    Raises SettingsError for examples that cannot be read.
    """
    if EXAMPLES not in files:
        return []
    judge, where = RiskJudge(lexicon), f"{lexicon.name}/{EXAMPLES}"
    return [
        f"{where}:{example.line}: {problem}: {example.sentence}"
        for example in parse_examples(where, files[EXAMPLES])
        if (problem := difference(example, judge_sentence(judge, example.sentence)))
    ]
