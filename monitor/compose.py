"""Builds the judging and folding parts from the settings (shell: reads their files)."""

from __future__ import annotations

from pathlib import Path

import msgspec

from monitor.company.organisation import Organisation
from monitor.company.organisationfile import load_organisation
from monitor.company.playbooks import load_playbooks
from monitor.config.settings import Settings, data_path
from monitor.judging.assess import Assessor
from monitor.judging.sources import shipped_sources
from monitor.learned.store import shipped
from monitor.lexicons.lexicon import load_lexicon
from monitor.records import RuleBundle
from monitor.sentiment import load_scorer
from monitor.subjects.estates import shipped_estates
from monitor.text.keywords import Objects, parse_objects, parse_words
from monitor.watch.bundle import make_bundle
from monitor.watch.grades.rulefile import load_ruleset
from monitor.watch.settings import FoldSettings


def read_organisation(settings: Settings) -> Organisation:
    """The organisation file of the settings; without one nobody is known and all matters are nobody's."""
    file = settings.paths.organisation
    return load_organisation(file) if file else Organisation.empty()


def build_assessor(settings: Settings) -> Assessor:
    """Raises SettingsError for a lexicon, organisation or scorer that cannot be used."""
    return Assessor(
        lexicon=load_lexicon(settings.lexicon_path()),
        organisation=read_organisation(settings),
        scorer=load_scorer(settings.score.sentiment),
        author_key=settings.author_key(),
        model=shipped(),
        estates=shipped_estates(),
        sources=shipped_sources(),
        generic_words=_generic_words(),
        objects=_objects(),
    )


def build_bundle(settings: Settings) -> RuleBundle:
    """The rules bundle that these settings amount to."""
    fold = msgspec.convert(settings.fold_settings(), FoldSettings)
    return make_bundle(
        fold,
        read_organisation(settings),
        load_playbooks(settings.playbooks_path()),
        load_ruleset(settings.rules_path()),
    )


def _objects() -> Objects:
    file: Path = data_path("lexicons") / "objects.txt"
    return parse_objects(file.read_text(encoding="utf-8"))


def _generic_words() -> frozenset[str]:
    file: Path = data_path("lexicons") / "generic_words.txt"
    return parse_words(file.read_text(encoding="utf-8"))
