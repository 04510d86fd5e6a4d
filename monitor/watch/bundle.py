"""The rules bundle: everything but the records that decides what the fold does, named by the digest of its content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from monitor.errors import YuqingError
from monitor.ids import digest
from monitor.organisation import Organisation, organisation_from_dict
from monitor.playbooks import Playbooks, playbooks_from_dict
from monitor.records import RuleBundle
from monitor.watch.settings import FOLD_VERSION, FoldSettings

_canonical = msgspec.json.Encoder(order="sorted").encode


class Rulebook(msgspec.Struct, frozen=True):
    """A bundle made ready for folding."""

    digest: str
    settings: FoldSettings
    organisation: Organisation
    playbooks: Playbooks


def make_bundle(settings: FoldSettings, organisation: Organisation, playbooks: Playbooks) -> RuleBundle:
    """The same content gives the same digest, whatever the order or comments in the files it came from."""
    parts: dict[str, Any] = {
        "fold": FOLD_VERSION,
        "settings": msgspec.to_builtins(settings),
        "organisation": organisation.as_dict(),
        "rules": {},
        "playbooks": playbooks.as_dict(),
    }
    return RuleBundle(digest=digest(_canonical(parts).decode(), size=16), **parts)


def open_bundle(bundle: RuleBundle) -> Rulebook:
    """Raises YuqingError for a bundle of another fold version: its timeline needs that version to be retold."""
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
    )


Bundles = Mapping[str, RuleBundle]
