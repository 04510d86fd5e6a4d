"""The rules bundle: everything but the records that decides what the fold does, named by the digest of its content."""

from __future__ import annotations

from typing import Any

import msgspec

from monitor.company.organisation import Organisation, organisation_from_dict
from monitor.company.playbooks import Playbooks, playbooks_from_dict
from monitor.errors import YuqingError
from monitor.ids import digest
from monitor.records import RuleBundle
from monitor.watch.ruleset import Ruleset, ruleset_from_dict
from monitor.watch.settings import FOLD_VERSION, FoldSettings

_canonical = msgspec.json.Encoder(order="sorted").encode


class Rulebook(msgspec.Struct, frozen=True):
    """A bundle made ready for folding."""

    digest: str
    settings: FoldSettings
    organisation: Organisation
    playbooks: Playbooks
    ruleset: Ruleset


def make_bundle(
    settings: FoldSettings, organisation: Organisation, playbooks: Playbooks, ruleset: Ruleset
) -> RuleBundle:
    """The same content gives the same digest, whatever the order or comments in the files it came from."""
    parts: dict[str, Any] = {
        "fold": FOLD_VERSION,
        "settings": msgspec.to_builtins(settings),
        "organisation": organisation.as_dict(),
        "rules": ruleset.as_dict(),
        "playbooks": playbooks.as_dict(),
    }
    return _named(parts)


def with_rules(bundle: RuleBundle, other: RuleBundle) -> RuleBundle:
    """The bundle as it would be under the rules of grades of another: with a digest of its own."""
    parts = {name: getattr(bundle, name) for name in bundle.__struct_fields__ if name != "digest"}
    return _named({**parts, "rules": other.rules})


def _named(parts: dict[str, Any]) -> RuleBundle:
    return RuleBundle(digest=digest(_canonical(parts).decode(), size=16), **parts)


#: the books that were opened last, with the bundle of each: all partitions of a process fold under the same one
_opened: dict[str, tuple[RuleBundle, Rulebook]] = {}
_OPEN_AT_ONCE = 4


def open_bundle(bundle: RuleBundle) -> Rulebook:
    """Raises YuqingError for a bundle of another fold version: see `renewed`."""
    known = _opened.get(bundle.digest)
    if known is not None and known[0] is bundle:
        return known[1]
    book = _open(bundle)
    _opened.pop(bundle.digest, None)
    while len(_opened) >= _OPEN_AT_ONCE:
        del _opened[next(iter(_opened))]
    _opened[bundle.digest] = bundle, book
    return book


def _open(bundle: RuleBundle) -> Rulebook:
    if bundle.fold != FOLD_VERSION:
        raise YuqingError(
            f"rules bundle {bundle.digest} was written for fold version {bundle.fold}, this is version {FOLD_VERSION}; "
            "replay with --rescore, or with the release that wrote it"
        )
    return Rulebook(
        digest=bundle.digest,
        settings=msgspec.convert(bundle.settings, FoldSettings),
        organisation=organisation_from_dict(bundle.organisation),
        playbooks=playbooks_from_dict(bundle.playbooks),
        ruleset=ruleset_from_dict(bundle.rules),
    )


def renewed(bundle: RuleBundle, present: RuleBundle) -> RuleBundle:
    """A bundle of an older fold version as this version can fold under it; others are given back as they are.

    Its organisation, playbooks and the settings that still exist stay; what it lacks comes from the present bundle.
    The digest stays, since the timeline names it. Alerts told under it may differ from those told then.
    """
    if bundle.fold >= FOLD_VERSION:
        return bundle
    known = {name: value for name, value in bundle.settings.items() if name in FoldSettings.__struct_fields__}
    return msgspec.structs.replace(
        bundle, fold=FOLD_VERSION, settings={**present.settings, **known}, rules=bundle.rules or present.rules
    )
