"""A mention → its assessments: prepare, judge, mask; pure, in batches, one record's failure its own."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import partial

import msgspec
import numpy as np
from msgspec import Struct

from monitor.company.organisation import Organisation
from monitor.errors import Reason, Unreadable
from monitor.ids import digest
from monitor.judging import credibility, listed
from monitor.judging.arrival import Arrival
from monitor.judging.prepared import Prepared, kinds_of, prepare, said_by
from monitor.judging.quoting import Masked, masked_risk, masked_text, quote, still_said
from monitor.judging.sources import Sources
from monitor.learned.blend import blended, sober
from monitor.learned.blend import sentiment as felt
from monitor.learned.evidence import evidence
from monitor.learned.linear import Linear
from monitor.learned.model import Judged, Model
from monitor.lexicons.lexicon import Lexicon
from monitor.personal import privacy
from monitor.records import Assessment, LexiconRef, Mention, ModelRef, Place, Risk, Sentiment, Subject
from monitor.risk import RiskJudge, Spoken, Verdict
from monitor.sentiment import SentimentScorer
from monitor.subjects import place
from monitor.subjects.estates import Estates
from monitor.subjects.known import name_parts
from monitor.subjects.naming import Reading
from monitor.subjects.subject import SubjectFinder, own_names
from monitor.text.keywords import NO_OBJECTS, ContentWords, Objects
from monitor.text.likeness import fingerprint
from monitor.text.memo import Memo
from monitor.text.neutral import neutral_text, neutral_words
from monitor.text.normalising import LIMIT
from monitor.text.segment import Segmenter
from monitor.text.spelling import undotted
from monitor.times import local

#: characters that are judged at once: five hundred posts of everyday length; of the longest a dozen
TOGETHER = 200_000
#: frames of what is not about the service at all
IRRELEVANT = frozenset({"advert", "job_offer", "off_topic", "elsewhere"})


class _Judgement(Struct):
    """All that is judged of a text whoever wrote it, when, and about which of our estates."""

    prepared: Prepared
    reading: Reading
    sentiment: Sentiment
    masked: Masked
    risk: Risk
    frame: str | None
    crowd: int | None
    #: what the words give away of how far to be believed
    signs: list[str]
    place: Place | None
    #: found where it is asked for
    print: str | None = None
    #: the words that remain beside the names of these projects
    words: tuple[list[str | None], list[str]] | None = None
    objects: tuple[list[str], list[str]] | None = None
    #: the projects of a list of which it says nothing bad, found where it may list some
    idle: frozenset[str] | None = None


class Assessor:
    """Judges batches of mentions by one lexicon, organisation and sentiment scorer.

    What it keeps of one batch for the next is what it would find anew (monitor.text.memo).
    """

    def __init__(
        self,
        lexicon: Lexicon,
        organisation: Organisation,
        scorer: SentimentScorer,
        author_key: bytes,
        *,
        model: Model,
        estates: Estates,
        sources: Sources,
        generic_words: Collection[str] = (),
        objects: Objects = NO_OBJECTS,
    ) -> None:
        """`model`: the learned judge beside the rules; `estates`: what tells one estate from another; `sources`: who
        speaks, and how far to be believed.
        """
        self._learned = model
        self._use(lexicon)
        self._finder = SubjectFinder(organisation, estates)
        self._sources = sources
        self._segmenter = Segmenter()
        self._scorer = scorer
        self._author_key = author_key
        self._content_words = ContentWords(generic_words)
        self._objects, self._names = objects, name_parts(organisation)
        self._organisation = organisation.digest
        self._model = ModelRef(name=scorer.name, digest=_digest_of(scorer, model))

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
        self._judge = RiskJudge(lexicon, self._learned.terms)
        self._memo: Memo[_Judgement] = Memo()
        self._lexicon = LexiconRef(name=lexicon.name, version=lexicon.version, digest=lexicon.digest)

    def assess(self, batch: Sequence[Arrival]) -> list[list[Assessment] | Unreadable]:
        """One result a mention, in order: its assessments (one a subject, the primary first), or why there is none."""
        return [result for part in _together(batch) for result in self._tried(part)]

    def _tried(self, batch: Sequence[Arrival]) -> list[list[Assessment] | Unreadable]:
        try:
            return self._assess(batch)
        except Exception as error:  # noqa: BLE001 - the boundary: whatever a text provokes is that text's
            if len(batch) > 1:
                # one poisonous record must cost one dead letter, not its batch
                return [result for each in batch for result in self._tried([each])]
            return [Unreadable(Reason.JUDGEMENT_FAILED, f"{type(error).__name__}: {error}"[:500])]

    def _assess(self, batch: Sequence[Arrival]) -> list[list[Assessment] | Unreadable]:
        keys = [said_by(each.mention) for each in batch]
        known = {key: self._memo.get(key) for key in dict.fromkeys(keys)}
        new = {key: each for key, each in zip(keys, batch, strict=True) if known[key] is None}
        judged = dict(zip(new, self._judged(list(new.values())), strict=True)) if new else {}
        results: list[list[Assessment] | Unreadable] = [
            self._one(each, known[key] or judged[key], url)
            for key, each, url in zip(keys, batch, privacy.mask_all([each.mention.url for each in batch]), strict=True)
        ]
        # kept when all has gone well: what one text provokes is that text's, and is tried again alone
        for key, judgement in judged.items():
            self._memo.put(key, len(key[0]) + len(key[1] or ""), judgement)
        return results

    def _judged(self, batch: Sequence[Arrival]) -> list[_Judgement]:
        prepared = [prepare(each.mention, self._segmenter) for each in batch]
        readings, ruled = self._rule(prepared)
        texts = [each.spoken for each in prepared]
        names = [own_names(reading) for reading in readings]
        tokens = [neutral_words(each.tokens, called) for each, called in zip(prepared, names, strict=True)]
        found = b"".join([evidence(each.mention, by) for each, by in zip(prepared, ruled, strict=True)])
        read = self._learned.read(tokens)
        judged = self._learned.judge(read, np.frombuffer(found, np.uint8).reshape(len(prepared), -1))
        sentiments = self._sentiments(texts, tokens, judged)
        shares = zip(judged.levels.tolist(), judged.categories.tolist(), judged.urgent.tolist(), strict=True)
        verdicts = [
            blended(by, levels, categories, partial(quote, each, names[number], read, number), urgent=urgent)
            for number, (each, by, (levels, categories, urgent)) in enumerate(zip(prepared, ruled, shares, strict=True))
        ]
        return [
            _judgement(each, reading, verdict, sober(sentiment, by, verdict.risk), kinds)
            for each, reading, verdict, sentiment, by, kinds in zip(
                prepared, readings, verdicts, sentiments, ruled, kinds_of(prepared), strict=True
            )
        ]

    def _sentiments(self, texts: list[str], tokens: list[list[str]], judged: Judged) -> list[Sentiment]:
        """The default scorer's second stage knows what the rules found; others judge by the words they are given."""
        if isinstance(self._scorer, Linear):
            return [felt(values) for values in judged.sentiments.tolist()]
        return self._scorer.score(texts, tokens)

    def _rule(self, prepared: Sequence[Prepared]) -> tuple[list[Reading], list[Verdict]]:
        """What the names and the rules say of each."""
        readings = [self._finder.read(each.text, each.title) for each in prepared]
        verdicts = self._judge.judge_all(
            [
                Spoken(each.mention, each.text, each.title, own_names(reading))
                for each, reading in zip(prepared, readings, strict=True)
            ]
        )
        return readings, verdicts

    def _words(self, tokens: Sequence[str], subjects: Sequence[Subject]) -> list[str]:
        """The content words without those that only say whose estate it is: all its mentions share them."""
        words = self._content_words.among(tokens)
        for each in subjects:
            if parts := self._names.get(each.project):
                words = [word for word in words if word not in parts]
        return words

    def _keywords(self, judgement: _Judgement, subjects: Sequence[Subject]) -> list[str]:
        """What a mention of these subjects speaks of."""
        projects = [each.project for each in subjects]
        if judgement.words is None or judgement.words[0] != projects:
            each = judgement.prepared
            words = still_said(self._words(each.tokens, subjects), judgement.masked, each.mention)
            judgement.words = projects, self._objects.name(each.spoken, words)
        return judgement.words[1]

    def _named(self, judgement: _Judgement) -> tuple[list[str], list[str]]:
        if judgement.objects is None:
            judgement.objects = self._objects.named(judgement.prepared.spoken)
        return judgement.objects

    def _concerned(self, arrival: Arrival, judgement: _Judgement, subjects: list[Subject]) -> list[Subject]:
        """Without those of a list whose own line says nothing bad; what a ticket is given to stays."""
        if judgement.idle is None:
            judgement.idle = self._idle(arrival, judgement)
        idle = judgement.idle
        return [each for each in subjects if each.project not in idle or each.how not in ("named", "alias")]

    def _idle(self, arrival: Arrival, judgement: _Judgement) -> frozenset[str]:
        each = judgement.prepared
        found = None if each.mention.title else listed.lines(undotted(each.text.text), judgement.reading.names)
        if found is None:
            return frozenset()
        over, lines = found
        said = [over, *(line.text for line in lines)]
        alone = self._judged(
            [
                msgspec.structs.replace(arrival, mention=msgspec.structs.replace(each.mention, text=text))
                for text in said
            ]
        )
        return listed.idle(alone[0].risk.level, [one.risk.level for one in alone[1:]], lines)

    def _touched(self, mention: Mention, risk: Risk) -> list[str]:
        """The categories by which its subjects are found: what the press itself brings has come out, whatever its
        words."""
        published = bool(risk.level) and mention.kind != "complaint"
        if published and credibility.is_official_media(mention, self._sources):
            return [*risk.categories, "media"]
        return risk.categories

    def _one(self, arrival: Arrival, judgement: _Judgement, url: str | None) -> list[Assessment]:
        each, risk, (text, title) = judgement.prepared, judgement.risk, judgement.masked
        mention = (
            msgspec.structs.replace(arrival.mention, text=each.mention.text) if each.truncated else arrival.mention
        )
        touched = self._touched(mention, risk)
        subjects = self._finder.find(mention, each.text, each.title, touched, risk.level, judgement.reading)
        if len(subjects) > 1 and (risk.level > 1 or "media" in touched) and not mention.group:
            subjects = self._concerned(arrival, judgement, subjects)
        masked = privacy.mask_mention(mention, self._author_key, text, title, url)
        # what concerns nobody we know, or is no matter, joins nothing
        joins = bool(risk.level) and subjects[0].how != "none"
        denies = "denial" in judgement.signs and subjects[0].how != "none"
        objects, akin = self._named(judgement) if joins or denies else ([], [])
        keywords = self._keywords(judgement, subjects)
        first = Assessment(
            mention=_timely(masked, arrival.arrived_at),
            arrived_at=arrival.arrived_at,
            subject=subjects[0],
            subjects=subjects,
            sentiment=judgement.sentiment,
            risk=risk,
            credibility=credibility.credibility(mention, judgement.signs, self._sources, judgement.place is not None),
            reach=credibility.reach(mention, self._sources),
            relevant=_relevant(subjects, judgement.frame),
            place=judgement.place,
            lexicon=self._lexicon,
            model=self._model,
            organisation=self._organisation,
            source=arrival.source,
            keywords=keywords,
            crowd=judgement.crowd,
            frame=judgement.frame,
            truncated=each.truncated,
            fingerprint=_print(judgement) if joins else "",
            objects=objects,
            akin=akin,
            things=self._objects.leading(keywords) if joins else 0,
        )
        return [first, *(msgspec.structs.replace(first, subject=subject) for subject in subjects[1:])]


def _judgement(each: Prepared, reading: Reading, verdict: Verdict, sentiment: Sentiment, kinds: int) -> _Judgement:
    masked = masked_text(each, kinds)
    risk = masked_risk(verdict, masked, each.mention)
    said = f"{each.title.text} {each.text.text}" if each.title.text else each.text.text
    # 江心一号楼下 is no building 1
    numbered = [name for name in own_names(reading) if name.endswith("号")]
    located = place.place_in(neutral_text(said, numbered))
    # not the verdict itself: what it may be asked for holds all of its batch
    told = (verdict.frame, verdict.crowd, verdict.signs)
    return _Judgement(each, reading, sentiment, masked, risk, *told, located)


def _print(judgement: _Judgement) -> str:
    if judgement.print is None:
        judgement.print = fingerprint(judgement.prepared.spoken)
    return judgement.print


def _together(batch: Sequence[Arrival]) -> Iterator[Sequence[Arrival]]:
    """The batch in order, in parts of at most TOGETHER characters: memory follows what is judged at once."""
    first, size = 0, 0
    for number, each in enumerate(batch):
        length = min(len(each.mention.text) + len(each.mention.title or ""), LIMIT)
        if size + length > TOGETHER and number > first:
            yield batch[first:number]
            first, size = number, 0
        size += length
    if first < len(batch):
        yield batch[first:]


def _digest_of(scorer: SentimentScorer, model: Model) -> str:
    """Of all that was learned: the level rests on the model whatever scorer gives the sentiment."""
    return model.digest if scorer.digest == model.digest else digest(f"{scorer.digest}/{model.digest}")


def _timely(mention: Mention, arrived_at: datetime) -> Mention:
    """Times in one offset, and the collection time no later than the arrival that the record is given."""
    published, collected = local(mention.published_at), None
    if mention.collected_at:
        collected = min(local(mention.collected_at), arrived_at)
    if published is mention.published_at and collected is mention.collected_at:
        return mention
    return msgspec.structs.replace(mention, published_at=published, collected_at=collected)


def _relevant(subjects: Sequence[Subject], frame: str | None) -> bool:
    """About somebody we know, and neither advert, job offer nor noise."""
    known = any(subject.project is not None or subject.how == "company" for subject in subjects)
    return known and frame not in IRRELEVANT
