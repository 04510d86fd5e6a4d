"""A mention → its assessments: normalise, mask, segment, judge; pure, in batches, one record's failure its own."""

from __future__ import annotations

import copy
from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from monitor import credibility, place, privacy
from monitor.errors import Reason, Unreadable
from monitor.estates import Estates
from monitor.keywords import NO_OBJECTS, Objects, keywords
from monitor.lexicon import Lexicon
from monitor.likeness import fingerprint
from monitor.organisation import Organisation, name_key
from monitor.records import Assessment, Hit, LexiconRef, Mention, ModelRef, Risk, Sentiment, Source, Subject
from monitor.risk import RiskJudge, Verdict
from monitor.segment import Segmenter
from monitor.sentiment import SentimentScorer
from monitor.sources import Sources
from monitor.subject import SubjectFinder, own_names
from monitor.text import Normalised, bounded, normalise
from monitor.times import CLOCK_SKEW, from_millis, local

#: frames of what is not about the service at all
IRRELEVANT = frozenset({"advert", "job_offer", "off_topic", "elsewhere"})


class Arrival(Struct, frozen=True):
    """A mention with the time it arrived and the place its raw record lies."""

    mention: Mention
    arrived_at: datetime
    source: Source


def arrival(collected_at: datetime | None, timestamp_ms: int) -> datetime:
    """When a record arrived by Kafka: when it was collected, as far as the broker's clock bears it out."""
    kafka = from_millis(timestamp_ms)
    return kafka if collected_at is None else min(local(collected_at), kafka + CLOCK_SKEW)


def file_arrival(mention: Mention) -> datetime:
    """When a record of a file arrived: there is no other witness than the record."""
    return local(mention.collected_at or mention.published_at)


class _Prepared(Struct, frozen=True):
    arrival: Arrival
    mention: Mention
    truncated: bool
    title: Normalised
    text: Normalised
    tokens: list[str]


class Assessor:
    """Judges batches of mentions by one lexicon, organisation and sentiment scorer; holds no state between batches."""

    def __init__(
        self,
        lexicon: Lexicon,
        organisation: Organisation,
        scorer: SentimentScorer,
        author_key: bytes,
        *,
        estates: Estates,
        sources: Sources,
        generic_words: Collection[str] = (),
        objects: Objects = NO_OBJECTS,
    ) -> None:
        """`estates`: what tells one estate from another; `sources`: who speaks, and how far to be believed."""
        self._use(lexicon)
        self._finder = SubjectFinder(organisation, estates)
        self._sources = sources
        self._segmenter = Segmenter()
        self._scorer = scorer
        self._author_key = author_key
        self._generic_words = generic_words
        self._objects, self._names = objects, _names(organisation)
        self._organisation = organisation.digest
        self._model = ModelRef(name=scorer.name, digest=scorer.digest)

    @property
    def lexicon(self) -> LexiconRef:
        """The lexicon that it judges by, as its assessments name it."""
        return self._lexicon

    def under(self, lexicon: Lexicon) -> Assessor:
        """The same with another lexicon; this one stays as it is."""
        other = copy.copy(self)
        other._use(lexicon)
        return other

    def _use(self, lexicon: Lexicon) -> None:
        """All that is made of the lexicon."""
        self._judge = RiskJudge(lexicon)
        self._lexicon = LexiconRef(name=lexicon.name, version=lexicon.version, digest=lexicon.digest)

    def assess(self, batch: Sequence[Arrival]) -> list[list[Assessment] | Unreadable]:
        """One result a mention, in order: its assessments (one a subject, the primary first), or why there is none."""
        try:
            return list(self._assess(batch))
        except Exception as error:  # noqa: BLE001 - the boundary: whatever a text provokes is that text's
            if len(batch) > 1:
                # one poisonous record must cost one dead letter, not its batch
                return [result for each in batch for result in self.assess([each])]
            return [Unreadable(Reason.JUDGEMENT_FAILED, f"{type(error).__name__}: {error}"[:500])]

    def _assess(self, batch: Sequence[Arrival]) -> list[list[Assessment] | Unreadable]:
        prepared = [self._prepare(each) for each in batch]
        sentiments = self._scorer.score([each.text.text for each in prepared], [each.tokens for each in prepared])
        return [self._one(each, sentiment) for each, sentiment in zip(prepared, sentiments, strict=True)]

    def _prepare(self, each: Arrival) -> _Prepared:
        text, truncated = bounded(each.mention.text)
        if truncated:
            # masked before it is cut: an identifier that the cut halves would not be known for one any more
            text, truncated = bounded(privacy.mask(each.mention.text))
        mention = msgspec.structs.replace(each.mention, text=text) if truncated else each.mention
        title, body = normalise(mention.title or ""), normalise(text)
        # the title's words belong to what is said; segmenting them with the text keeps the scorer's view whole
        return _Prepared(each, mention, truncated, title, body, self._segmenter.cut(_spoken(title, body)))

    def _words(self, tokens: Sequence[str], subjects: Sequence[Subject]) -> list[str]:
        """The content words without those that only say whose estate it is: all its mentions share them."""
        names = frozenset().union(*(self._names.get(each.project, frozenset()) for each in subjects))
        return [word for word in keywords(tokens, self._generic_words) if not any(word in name for name in names)]

    def _one(self, each: _Prepared, sentiment: Sentiment) -> list[Assessment]:
        mention = each.mention
        reading = self._finder.read(each.text, each.title)
        verdict = self._judge.judge(mention, each.text, each.title, own_names(reading))
        risk = verdict.risk
        subjects = self._finder.find(mention, each.text, each.title, risk.categories, risk.level, reading)
        masked = privacy.mask_mention(mention, self._author_key)
        where = place.place_in(f"{each.title.text} {each.text.text}" if each.title.text else each.text.text)
        first = Assessment(
            mention=_timely(masked, each.arrival.arrived_at),
            arrived_at=each.arrival.arrived_at,
            subject=subjects[0],
            subjects=subjects,
            sentiment=sentiment,
            risk=_masked_risk(verdict, masked, mention),
            credibility=credibility.credibility(mention, verdict.signs, self._sources, where is not None),
            reach=credibility.reach(mention, self._sources),
            relevant=_relevant(subjects, verdict),
            place=where,
            lexicon=self._lexicon,
            model=self._model,
            organisation=self._organisation,
            source=each.arrival.source,
            keywords=self._objects.name(
                _spoken(each.title, each.text),
                _still_said(self._words(each.tokens, subjects), masked, mention),
            ),
            crowd=verdict.crowd,
            frame=verdict.frame,
            truncated=each.truncated,
            fingerprint=fingerprint(_spoken(each.title, each.text)),
        )
        return [first, *(msgspec.structs.replace(first, subject=subject) for subject in subjects[1:])]


def _names(organisation: Organisation) -> dict[str | None, frozenset[str]]:
    """Project id (None: the company) → what it, its place and its company are called."""
    company = {name_key(name) for name in (organisation.company.name, *organisation.company.aliases)}
    found: dict[str | None, frozenset[str]] = {None: frozenset(company)}
    for each in organisation.projects:
        own = (each.name, *each.aliases, *each.groups, each.city, each.region or "")
        found[each.id] = frozenset(company | {name_key(name) for name in own if name})
    return found


def _spoken(title: Normalised, body: Normalised) -> str:
    """Title and text; a head that is the text's own beginning is not said twice."""
    return f"{title.text}。{body.text}" if title.text and not body.text.startswith(title.text) else body.text


def _timely(mention: Mention, arrived_at: datetime) -> Mention:
    """Times in one offset, and the collection time no later than the arrival that the record is given."""
    collected = min(local(mention.collected_at), arrived_at) if mention.collected_at else None
    return msgspec.structs.replace(mention, published_at=local(mention.published_at), collected_at=collected)


def _masked_risk(verdict: Verdict, masked: Mention, raw: Mention) -> Risk:
    """Quotes and terms as they stand in the masked mention; masking keeps lengths, so they are cut, not re-masked."""
    risk = verdict.risk
    if (masked.text, masked.title) == (raw.text, raw.title):
        return risk
    parts = [
        msgspec.structs.replace(part, quote=_cut(masked, span))
        for part, span in zip(risk.parts, verdict.spans, strict=True)
    ]
    return msgspec.structs.replace(risk, parts=parts, hits=[_masked_hit(hit, masked, raw) for hit in risk.hits])


def _cut(masked: Mention, span: tuple[str, int, int] | None) -> str:
    if span is None:
        return ""
    field, start, end = span
    return ((masked.title or "") if field == "title" else masked.text)[start:end]


def _masked_hit(hit: Hit, masked: Mention, raw: Mention) -> Hit:
    """A term may be a stretch of the text, with a room in the middle of it."""
    before, after = ((each.title or "") if hit.field == "title" else each.text for each in (raw, masked))
    shown = after[hit.start : hit.end]
    return hit if shown == before[hit.start : hit.end] else msgspec.structs.replace(hit, term=shown)


def _still_said(words: list[str], masked: Mention, raw: Mention) -> list[str]:
    """The words that masking has left: a name is a word too."""
    if (masked.text, masked.title) == (raw.text, raw.title):
        return words
    said = f"{normalise(masked.title or '').text} {normalise(masked.text).text}"
    return [word for word in words if word in said]


def _relevant(subjects: Sequence[Subject], verdict: Verdict) -> bool:
    """About somebody we know, and neither advert, job offer nor noise."""
    known = any(subject.project is not None or subject.how == "company" for subject in subjects)
    return known and verdict.frame not in IRRELEVANT
