"""Builds the judging and folding parts from the settings (shell: reads their files)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from monitor.company.organisation import Organisation
from monitor.company.organisationfile import load_organisation
from monitor.company.playbooks import load_playbooks
from monitor.config.settings import Settings, data_path
from monitor.errors import SettingsError
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

T = TypeVar("T")


def read_organisation(settings: Settings) -> Organisation:
    """The organisation file of the settings; without one nobody is known and all matters are nobody's."""
    file = settings.paths.organisation
    return _named("organisation", file, load_organisation) if file else Organisation.empty()


def _named(setting: str, path: Path, load: Callable[[Path], T]) -> T:
    """What is loaded; where nothing lies there, the complaint says which setting leads there."""
    try:
        return load(path)
    except SettingsError as error:
        if path.exists():
            raise
        why = f"{error.problem} (paths.{setting} of the settings, or its flag, says where it is)"
        raise SettingsError(error.file, error.line, error.field, why) from None


def build_assessor(settings: Settings) -> Assessor:
    """Raises SettingsError for a lexicon, organisation or scorer that cannot be used."""
    return Assessor(
        lexicon=_named("lexicon", settings.lexicon_path(), load_lexicon),
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
        _named("playbooks", settings.playbooks_path(), load_playbooks),
        _named("rules", settings.rules_path(), load_ruleset),
    )


def _objects() -> Objects:
    file: Path = data_path("lexicons") / "objects.txt"
    return parse_objects(file.read_text(encoding="utf-8"))


def _generic_words() -> frozenset[str]:
    file: Path = data_path("lexicons") / "generic_words.txt"
    return parse_words(file.read_text(encoding="utf-8"))
