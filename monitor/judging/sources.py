"""Who speaks: government accounts, the press by tier, and what a platform's items are worth; read from a data file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from monitor.config.strict_toml import Table, read_shipped

#: stands for every source code that the file does not have
OTHER = "other"

_HOST = re.compile(r"https?://([^/?#:@\s]+)(?:[:/?#]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outlet:
    """One tier of the press."""

    tier: str
    #: least number of readers
    reach: int
    names: frozenset[str]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Prior:
    """What an item of a source is worth before anything is known of it."""

    #: 0 … 1
    credibility: float
    #: people who see an item, and a comment
    reach: int
    comment: int


@dataclass(frozen=True, slots=True)
class Words:
    """What a text gives away about what its author knows: each finds a word of its kind."""

    #: the age in days from which a date makes old news
    old_days: int
    still: re.Pattern[str]
    #: what follows a date that is no news
    background: re.Pattern[str]
    denial_quoted: re.Pattern[str]
    denial_by_company: re.Pattern[str]
    picture: re.Pattern[str]
    moment: re.Pattern[str]


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """One of a kind: equal to itself only, which makes it a key of caches."""

    government_names: frozenset[str]
    government_pattern: re.Pattern[str]
    media: tuple[Outlet, ...]
    hosts: dict[str, Outlet]
    priors: dict[str, Prior]
    words: Words

    def prior(self, source: str) -> Prior:
        return self.priors.get(source) or self.priors[OTHER]

    def is_government(self, name: str, verified: bool) -> bool:
        """`verified`: the platform vouches for the account; a name that only looks official needs that."""
        return name in self.government_names or (verified and bool(self.government_pattern.fullmatch(name)))

    def outlet_named(self, name: str) -> Outlet | None:
        """The tier of the press that an account's name belongs to."""
        by_name = (each for each in self.media if name in each.names)
        return next(by_name, None) or next((each for each in self.media if each.pattern.fullmatch(name)), None)

    def outlet_at(self, url: str) -> Outlet | None:
        """The tier of the press that an address's host, or a domain above it, belongs to."""
        found = _HOST.match(url)
        host = found[1].lower() if found else ""
        while "." in host:
            if outlet := self.hosts.get(host):
                return outlet
            host = host.partition(".")[2]
        return None


@cache
def shipped_sources() -> Sources:
    """What comes with the package: lexicons/sources.toml (shell)."""
    return parse_sources(*read_shipped("sources.toml"))


def parse_sources(text: str, file: str) -> Sources:
    """Raises SettingsError (file, line, field) for unknown keys, wrong types and broken patterns."""
    root = Table.parse(text, file)
    government, media, source = root.table("government"), root.tables("media"), root.table("source")
    words = _words(root.table("old_news"), root.table("denial"), root.table("first_hand"))
    root.done()
    outlets = [_outlet(table) for table in media]
    sources = Sources(
        government_names=frozenset(government.texts("names")),
        government_pattern=_pattern(government),
        media=tuple(outlet for outlet, _ in outlets),
        hosts={host: outlet for outlet, hosts in outlets for host in hosts},
        priors={code: _prior(source.table(code)) for code in source.keys()},  # noqa: SIM118
        words=words,
    )
    government.done()
    if OTHER not in sources.priors:
        raise source.error(OTHER, "is missing; it stands for every source without a line of its own")
    return sources


def _outlet(table: Table) -> tuple[Outlet, tuple[str, ...]]:
    """The tier and its hosts."""
    outlet = Outlet(
        tier=table.text("tier"),
        reach=table.count("reach"),
        names=frozenset(table.texts("names")),
        pattern=_pattern(table),
    )
    hosts = table.texts("hosts")
    table.done()
    return outlet, hosts


def _prior(table: Table) -> Prior:
    prior = Prior(table.share("credibility"), table.count("reach"), table.count("comment"))
    table.done()
    return prior


def _words(old_news: Table, denial: Table, first_hand: Table) -> Words:
    words = Words(
        old_days=old_news.count("days"),
        still=_any(old_news, "still"),
        background=_any(old_news, "background"),
        denial_quoted=_any(denial, "quoted"),
        denial_by_company=_any(denial, "company"),
        picture=_any(first_hand, "picture"),
        moment=_any(first_hand, "moment"),
    )
    for table in (old_news, denial, first_hand):
        table.done()
    return words


def _any(table: Table, key: str) -> re.Pattern[str]:
    """Finds any of the words; none of them where there are none."""
    return re.compile("|".join(map(re.escape, table.texts(key))) or r"(?!)")


def _pattern(table: Table) -> re.Pattern[str]:
    try:
        return re.compile("|".join(f"(?:{each})" for each in table.texts("patterns")) or r"(?!)")
    except re.error as error:
        raise table.error("patterns", f"is no regular expression: {error}") from None
