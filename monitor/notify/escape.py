"""What strangers wrote, made harmless in messages: no markup, no calls by name, no hidden characters, no live links."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

#: Full-width twins: each vendor's Markdown is a dialect of its own, and a twin is markup in none of them.
_TWINS = str.maketrans(
    {
        **{char: chr(ord(char) + 0xFEE0) for char in "\\`*_[]()<>#!|~@&{}$^=+"},
        # after "://" and "www." clients make links of their own
    }
)
#: Characters of a link that may stand in a Markdown link's parentheses.
_URL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$&'+,;=%")
_LONGEST_URL = 500


def plain(text: str) -> str:
    """One line without control, format and private characters (which hide or turn round what is read)."""
    kept = "".join(" " if _is_space(char) else char for char in text if not _is_hidden(char))
    return " ".join(kept.split())


def markdown(text: str) -> str:
    """Plain, and nothing in it is markup or a call by name or a link."""
    return _unlinked(plain(text)).translate(_TWINS)


def bare(text: str) -> str:
    """For plain-text messages: no call by name, no link."""
    return _unlinked(plain(text)).replace("@", "＠").replace("<", "＜").replace(">", "＞")


def link(url: str | None) -> str | None:
    """The address if it is a plain web address, else None: masked and odd ones are not worth a click."""
    if not url or len(url) > _LONGEST_URL or not _URL.issuperset(url):
        return None
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return None
    return url if sound else None


def cut(text: str, longest: int) -> str:
    """At most so many characters, the last of them … where something is left out."""
    return text if len(text) <= longest else text[: max(0, longest - 1)] + "…"


def cut_bytes(text: str, longest: int) -> str:
    """At most so many bytes of UTF-8, never in mid-character."""
    return text.encode()[: max(0, longest)].decode(errors="ignore")


def _is_space(char: str) -> bool:
    return char.isspace() or char in "\x1c\x1d\x1e\x1f"


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs", "Cn") and not _is_space(char)


def _unlinked(text: str) -> str:
    return text.replace("://", "：//").replace("www.", "www．").replace("WWW.", "WWW．")
