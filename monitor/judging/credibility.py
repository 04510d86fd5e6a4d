"""How far a mention is to be believed, and how many people it reaches: sums whose parts can be looked up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from monitor.judging.oldnews import is_old, stays_old
from monitor.judging.sources import Outlet, Sources, Words, shipped_sources
from monitor.records import Credibility, Mention
from monitor.subjects.place import find_place
from monitor.times import local

#: what a government account, the press and a verified organisation are believed at least
GOVERNMENT, PRESS, VERIFIED_ORGANISATION = 0.95, 0.85, 0.65
#: what each sign adds to the source's prior
SIGN_POINTS = {
    "first_hand": 0.15,
    "media_report": 0.05,
    "hearsay": -0.25,
    "question": -0.1,
    "repost": -0.1,
    "old_news": -0.2,
}
VERIFIED_POINTS, PLACE_POINTS, UNKNOWN_FOLLOWERS_POINTS = 0.1, 0.05, -0.05
#: of a longer text the head is looked at
HEAD = 2000
#: a longer text tells a history, whose dates are no sign of old news
HISTORY = 200
#: an account with fewer followers has hardly been seen by anybody
FEW_FOLLOWERS = 10
#: one with so many is heard by as many as a paper is: a sign of influence, not of truth
MANY_FOLLOWERS = 100_000

#: viewers for each visible reaction where views are not shown: one in fifty reacts
VIEWS_PER_REACTION = 50
#: share of the followers who see an item
FOLLOWERS_SHARE = 0.1
#: no item reaches more people than this; a larger figure is a crawler's mistake
MOST_REACH = 100_000_000


def credibility(
    mention: Mention, signs: Sequence[str], sources: Sources | None = None, placed: bool | None = None
) -> Credibility:
    """The score is the source's prior (lexicons/sources.toml) plus SIGN_POINTS for each sign, plus VERIFIED_POINTS for
    a verified author, PLACE_POINTS when a building is named and UNKNOWN_FOLLOWERS_POINTS for an account known to have
    fewer than FEW_FOLLOWERS; government, the press and verified organisations are believed at least at their floors,
    hearsay or not: they answer for what they pass on. Within 0.02 … 0.98.

    `signs` are what the words give away (monitor.risk). Added here: official_media, government, verified, influential
    (MANY_FOLLOWERS), repost; first_hand, where nothing is hearsay and the text shows a picture, or names both a place
    and a moment; old_news, where its latest date lies long before it was published and nothing says that it goes on;
    of a denial who denies: denied_by_government, _media, _company, _quoted (an authority, as somebody else says) or
    _others.
    `sources`, here and below: who speaks; by default the data file that comes with the package. `placed`: whether a
    building is named, where the caller knows.
    """
    sources = sources or shipped_sources()
    placed = find_place(mention.text[:HEAD]) is not None if placed is None else placed
    outlet = _outlet(mention, sources)
    found = list(dict.fromkeys([*signs, *_own_signs(mention, sources, outlet)]))
    if "old_news" in found and not stays_old(f"{mention.title or ''}\n{mention.text[:HEAD]}"):
        found.remove("old_news")
    found += [sign for sign in _told(mention, found, sources.words, placed) if sign not in found]
    score = sources.prior(mention.source).credibility
    score += sum([SIGN_POINTS.get(sign, 0.0) for sign in found])
    score += VERIFIED_POINTS if "verified" in found else 0.0
    score += PLACE_POINTS if placed else 0.0
    score += UNKNOWN_FOLLOWERS_POINTS if _hardly_followed(mention) else 0.0
    score = max(score, _floor(mention, found))
    return Credibility(score=round(min(0.98, max(0.02, score)), 2), signs=found)


def reach(mention: Mention, sources: Sources | None = None) -> int:
    """Estimated number of people who have seen the mention.

    The greatest of what is known: views; VIEWS_PER_REACTION × (likes + comments + shares) where views are not shown,
    else the reactions themselves; FOLLOWERS_SHARE × followers; the source's prior, or the outlet's floor for the
    press. What is unknown adds nothing. A comment counts by its own reactions and the prior of comments. At most
    MOST_REACH.
    """
    estimates = [_prior_reach(mention, sources or shipped_sources()), _engaged(mention)]
    if mention.kind != "comment" and mention.author and mention.author.followers:
        estimates.append(int(mention.author.followers * FOLLOWERS_SHARE))
    return min(MOST_REACH, max(estimates))


def is_official_media(mention: Mention, sources: Sources | None = None) -> bool:
    """The author is the press: verified as such, an outlet's name that the platform does not deny, or a news site.

    A `news` item with an author who is no known outlet is some site's or a reader's, and not official; its comments
    are readers' in any case.
    """
    return _is_press(mention, _outlet(mention, sources or shipped_sources()))


def is_government(mention: Mention, sources: Sources | None = None) -> bool:
    """Police, fire brigade, court or office: verified as such, or by a name that the platform does not deny.

    A denial by one of them can lower a grade, so that a name which merely looks official must be a verified one.
    """
    if _speaks_as(mention, "government"):
        return True
    author = mention.author
    if author is None or not author.name or mention.kind in {"comment", "complaint"}:
        return False
    vouched = author.verified is True or author.verified_as == "organisation"
    known = sources or shipped_sources()
    return _may_be_whom_it_says(mention) and known.is_government(author.name.strip(), vouched)


def _is_press(mention: Mention, outlet: Outlet | None) -> bool:
    return outlet is not None or _speaks_as(mention, "media") or _unsigned_news(mention)


def _own_signs(mention: Mention, sources: Sources, outlet: Outlet | None) -> list[str]:
    signs = ["official_media"] if _is_press(mention, outlet) else []
    if is_government(mention, sources):
        signs.append("government")
    if mention.author is not None and mention.author.verified is True:
        signs.append("verified")
    if mention.kind != "comment" and _followers(mention) >= MANY_FOLLOWERS:
        signs.append("influential")
    if mention.text.lstrip().startswith(("转发微博", "//@", "转：", "【转】")):
        signs.append("repost")
    return signs


def _told(mention: Mention, signs: Sequence[str], words: Words, placed: bool) -> Iterator[str]:
    """What the text says of how its author knows it, when it was, and who denies."""
    text = f"{mention.title or ''}\n{mention.text[:HEAD]}".lower()
    if "hearsay" not in signs and (words.picture.search(text) or (placed and words.moment.search(text))):
        yield "first_hand"
    published = local(mention.published_at).date()
    if mention.kind != "complaint" and len(mention.text) <= HISTORY and is_old(text, published, words):
        yield "old_news"
    if "denial" in signs:
        yield _denier(text, signs, words)


def _denier(text: str, signs: Sequence[str], words: Words) -> str:
    if "government" in signs:
        return "denied_by_government"
    if "official_media" in signs:
        return "denied_by_media"
    if words.denial_by_company.search(text):
        return "denied_by_company"
    return "denied_by_quoted" if words.denial_quoted.search(text) else "denied_by_others"


def _floor(mention: Mention, signs: Sequence[str]) -> float:
    if "government" in signs:
        return GOVERNMENT
    if "official_media" in signs:
        return PRESS
    return VERIFIED_ORGANISATION if _speaks_as(mention, "organisation") and "hearsay" not in signs else 0.0


def _outlet(mention: Mention, sources: Sources) -> Outlet | None:
    """The outlet that published it; a comment or complaint that names one is not the outlet's."""
    if mention.kind in {"comment", "complaint"} or not _may_be_whom_it_says(mention):
        return None
    named = _outlet_named(sources, mention.author.name.strip()) if mention.author and mention.author.name else None
    return named or (sources.outlet_at(mention.url) if mention.url else None)


@lru_cache(maxsize=4096)
def _outlet_named(sources: Sources, name: str) -> Outlet | None:
    """Cached: the same accounts come again and again."""
    return sources.outlet_named(name)


def _unsigned_news(mention: Mention) -> bool:
    signed = mention.author is not None and bool(mention.author.name)
    return mention.source == "news" and mention.kind not in {"comment", "complaint"} and not signed


def _speaks_as(mention: Mention, kind: str) -> bool:
    return mention.author is not None and mention.author.verified_as == kind


def _may_be_whom_it_says(mention: Mention) -> bool:
    """Platforms protect the names of outlets and offices; one that shows the account as unverified or as a person's
    says that it is somebody else. Unknown is unknown, not a denial."""
    author = mention.author
    return author is None or (author.verified is not False and author.verified_as != "person")


def _followers(mention: Mention) -> int:
    """Unknown and impossible counts are −1."""
    author = mention.author
    return -1 if author is None or author.followers is None else author.followers


def _hardly_followed(mention: Mention) -> bool:
    return 0 <= _followers(mention) < FEW_FOLLOWERS


def _prior_reach(mention: Mention, sources: Sources) -> int:
    prior = sources.prior(mention.source)
    if mention.kind == "comment":
        return prior.comment
    outlet = _outlet(mention, sources)
    return max(prior.reach, outlet.reach if outlet else 0)


def _engaged(mention: Mention) -> int:
    shown = mention.engagement
    if shown is None:
        return 0
    reactions = sum(max(0, count or 0) for count in (shown.likes, shown.comments, shown.shares))
    if shown.views is not None and shown.views > 0:
        return max(shown.views, reactions)
    return reactions * VIEWS_PER_REACTION
