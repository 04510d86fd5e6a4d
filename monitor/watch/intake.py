"""Mentions into incidents: versions, joining, opening, reopening, and the denials that speak against them."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from monitor import ids
from monitor.records import Assessment
from monitor.subjects.subject import subject_key
from monitor.watch.attested import evidence, hearsay, wording
from monitor.watch.book import (
    acting,
    allclear,
    arranged,
    denials,
    due,
    edited,
    enquiries,
    lessons,
    merging,
    news,
    placing,
    related,
)
from monitor.watch.book.casebook import Casebook
from monitor.watch.checkpoint import baseline
from monitor.watch.checkpoint.remembered import Seen, Version, key_of, micros, name_of
from monitor.watch.checkpoint.state import IncidentState
from monitor.watch.checkpoint.subjects import SubjectState
from monitor.watch.grades.grading import judge
from monitor.watch.joining import aside, correcting, echoes, kinds, members, replies
from monitor.watch.joining.asked import BASE_MATTERS, base_matter
from monitor.watch.joining.matter import find_incident, kin, others
from monitor.watch.owed import clocks
from monitor.watch.words import believed, bounds, oldtales


def take(book: Casebook, judged: Assessment) -> None:
    """Fold one assessment."""
    judged = bounds.bounded(judged)
    key = subject_key(judged.subject)
    if key == "none":
        book.own.unknown += 1
        book.own.unplaced += judged.subject.unplaced
        return
    subject = book.subject(key)
    book.forget(subject)
    if judged.risk.level:
        judged = oldtales.toned(judged)
    if subject.memory.learned.labels:
        judged = lessons.applied(subject, judged)
    mention = judged.mention
    if judged.risk.level or mention.kind == "complaint":
        book.touch(key)
    else:
        # of what complains of nothing only the id is remembered
        book.heard(key)
    mention_key = key_of(name_of(mention.id, mention.drill))
    seen = _recall(subject, mention.id, mention_key)
    if seen is None:
        incident = _first(book, subject, judged, mention_key)
    elif _version(book, judged) > seen.version:
        incident = _newer(book, subject, judged, seen)
    else:
        incident = _again(book, subject, judged, seen)
    most = book.settings.max_mentions_per_subject
    if subject.mentions.index.count > most or subject.grave.index.count > most:
        _bound(book, subject)
    if incident is not None:
        due.remind(book, incident, book.moment(judged.arrived_at))
    if book.own.waiting and book.awaits(mention.id):
        acting.try_waiting(book, subject, mention.id)


def _version(book: Casebook, judged: Assessment) -> Version:
    """The current version of a mention is the one that arrived last; of one moment, the one that lies further on."""
    return (book.instant(judged.arrived_at), judged.source.partition, judged.source.offset)


def _bound(book: Casebook, subject: SubjectState) -> None:
    """The ids that were heard of longest ago make room."""
    most = book.settings.max_mentions_per_subject
    for remembered in (subject.mentions, subject.grave):
        while remembered.count > most:
            subject.let_go(remembered.pop())
            book.count_dropped(subject, "mentions")


def _recall(subject: SubjectState, mention_id: str, key: bytes) -> Seen | None:
    """What is known of the id; being delivered again puts it at the end of the memory."""
    seen = subject.mentions.take(key)
    if seen is None and subject.grave.index.count:
        seen = subject.grave.take(key)
    if seen is None and subject.strays != {}:
        seen = _member(subject, mention_id, key)
    if seen is not None:
        subject.mentions.add(seen)
    return seen


def _member(subject: SubjectState, mention_id: str, key: bytes) -> Seen | None:
    """A long incident may remember a mention that its subject has forgotten; its version is lost by then."""
    holders = subject.holders(mention_id, key)
    if not holders:
        return None
    incident = min(holders, key=lambda each: each.incident_id)
    member = incident.members[mention_id]
    when = micros(member.published)
    return Seen((when, -1, -1), when, member.level, incident.incident_id, member.reach, key)


def _first(book: Casebook, subject: SubjectState, judged: Assessment, key: bytes) -> IncidentState | None:
    now = book.instant(book.moment(judged.arrived_at))
    seen = Seen(_version(book, judged), now, judged.risk.level, None, judged.reach, key)
    subject.mentions.add(seen)
    return _take_in(book, subject, judged, seen, first=True)


def _newer(book: Casebook, subject: SubjectState, judged: Assessment, seen: Seen) -> IncidentState | None:
    graver = judged.risk.level > seen.level
    seen.version = _version(book, judged)
    seen.last = max(seen.last, book.instant(book.moment(judged.arrived_at)))
    seen.level = max(seen.level, judged.risk.level)
    seen.reach = max(seen.reach, judged.reach)
    subject.mentions.put(seen)
    incident = subject.incidents.get(seen.incident or "")
    if incident is not None:
        judged = enquiries.still_unanswered(incident, judged)
        if graver:
            _begin_anew(incident, judged)
        edit = edited.put_in(incident, judged, seen.reach, book.settings, graver=graver)
        if graver:  # what is only crawled again asks for nothing anew
            _owe(book, incident, judged)
        book.regrade(incident, judged.arrived_at, "信息更新", new=incident.members.get(judged.mention.id), said=judged)
        edited.tell(book, incident, judged, edit)
        if edit.news is not None and incident.told == edit.before:
            news.tell(book, incident, judged, edit.news)
        if graver and not incident.open:
            _after_close(book, incident, judged)
    elif seen.incident is None or graver:
        # of a matter that is long over only what has become graver is news
        return _take_in(book, subject, judged, seen)
    return incident


def _again(book: Casebook, subject: SubjectState, judged: Assessment, seen: Seen) -> IncidentState | None:
    """An older or the same version: nothing is counted again, but engagement takes its maximum."""
    seen.last = max(seen.last, book.instant(book.moment(judged.arrived_at)))
    seen.reach = max(seen.reach, judged.reach)
    subject.mentions.put(seen)
    incident = subject.incidents.get(seen.incident or "")
    if incident is not None and members.raise_reach(incident, judged.mention.id, judged.reach):
        book.regrade(incident, judged.arrived_at, "传播范围扩大", new=incident.members[judged.mention.id])
        return incident
    return None  # nothing is new, so nobody is reminded either


def _take_in(
    book: Casebook, subject: SubjectState, judged: Assessment, seen: Seen, *, first: bool = False
) -> IncidentState | None:
    """A mention in no incident yet denies one, joins, reopens or opens one, or stays outside; the one it is in then."""
    if hearsay.denies(judged):
        denials.take(book, subject, judged)
    when = believed.published(judged)
    near = subject.incidents.endangered_near(when, book.settings.join, judged.mention.drill)
    judged = kinds.beside_danger(map(subject.incidents.__getitem__, near), judged) if near else judged
    over = allclear.heard(book, subject, judged, when)
    if over is None and (spoken_of := replies.answered(subject, judged, when)) is not None:
        return _reply(book, subject, judged, seen, spoken_of)
    if judged.risk.level == 0:
        enquiries.note(book, subject, judged, first=first)
        if judged.place is not None:
            placing.put_right(book, subject, judged)
        if over is not None:
            allclear.settle(book, over, judged)
        if judged.mention.group is not None:
            _note_talk(book, subject, judged, over)
        return None
    enquiries.settle(subject, judged.mention.id)
    incident = None if _outside(book, subject, judged) else over or _found(book, subject, judged)
    if incident is None:
        return None
    seen.incident = incident.incident_id
    subject.mentions.put(seen)
    _begin_anew(incident, judged)
    return _let_in(book, subject, incident, judged, seen.reach, over=incident is over)


def _outside(book: Casebook, subject: SubjectState, judged: Assessment) -> bool:
    """Whether it tells of nothing of ours, or of what people have said is nothing."""
    if (not judged.relevant and not judged.subject.unplaced) or _told_elsewhere(book, subject, judged):
        return True
    return lessons.taught(book, subject, judged) or aside.of_nobody_here(judged)


def _found(book: Casebook, subject: SubjectState, judged: Assessment) -> IncidentState | None:
    """The incident that it is of, opened where there is none yet; None where nothing is to be opened for it."""
    when = believed.published(judged)
    incident = find_incident(subject, judged, when, book.settings)
    incident = incident or replies.goes_on(subject, judged, when, book.settings.join)
    if incident is not None:
        return incident
    # who only denies what nobody here has said complains of nothing
    if _too_old(book, judged) or hearsay.denies(judged) or aside.only_regrets(judged) or replies.says_nothing(judged):
        return None
    incident = _open(book, subject, judged)
    related.relate(book, incident, kin(subject, incident, judged, believed.published(judged), book.settings))
    return incident


def _let_in(
    book: Casebook, subject: SubjectState, incident: IncidentState, judged: Assessment, reach: int, *, over: bool
) -> IncidentState:
    """Counts it in and tells what is new by it; the incident that it is in when those that are one are merged.

    `over`: it says that the danger is.
    """
    allclear.heard_before(subject, incident, judged)
    known, told = incident.mentions > 0, incident.told
    before = correcting.put_right_before(incident, judged)
    found = (
        None if before is not None or correcting.puts_right(incident, judged) is not None else news.of(incident, judged)
    )
    graver = found is not None and news.worse(incident, judged) is not None
    if not judged.mention.drill and not hearsay.denies(judged):
        _note_rhythm(book, subject, incident, judged)
    book.dropped["members"] += members.add(
        incident, judged, members.member_of(judged, reach, book.settings), book.settings
    )
    if judged.risk.categories and incident.matter not in BASE_MATTERS:
        incident.matter = base_matter(judged.risk.categories)
    denials.heard_before(book, subject, incident, judged)
    _note_talk(book, subject, judged, incident)
    # who is dead, or in hospital, is no good news: that is told, and nobody is in danger any more
    harm = allclear.harm_in(judged)
    ended = allclear.ended(incident, judged, harm) if over and harm else None
    if found is not None and ended is not None:
        # whom it calls over is known: 落水儿童已送医
        found = None if news.is_beside(found) else news.with_end(found, ended.head)
    _follow(book, incident, judged)
    if over and not harm:
        allclear.settle(book, incident, judged)
    if found is not None and (incident.told == told or (graver and evidence.heads_other(incident, judged.mention.id))):
        # two voices of hearsay are told in the words of the first: that it is five and not three is told beside
        news.tell(book, incident, judged, found)
    if incident.told == told:
        # of somebody who was known to be hurt: that he is out is told with it
        allclear.tell(book, incident, judged, ended)
    arranged.tell(book, incident, told, judged.arrived_at)
    incident = _merge(book, subject, incident, judged)
    if known and (put := before or correcting.puts_right(incident, judged)) is not None:
        placing.correct_alone(book, incident, put, judged)
    return incident


def _reply(
    book: Casebook, subject: SubjectState, judged: Assessment, seen: Seen, incident: IncidentState
) -> IncidentState:
    """+1, 啥情况: of what was said last in that chat."""
    seen.incident = incident.incident_id
    subject.mentions.put(seen)
    member = replies.echo(incident, judged, members.member_of(judged, seen.reach, book.settings))
    plain = msgspec.structs.replace(judged, keywords=[], objects=[])
    book.dropped["members"] += members.add(incident, plain, member, book.settings)
    book.touch(subject.subject, incident.incident_id)
    book.regrade(incident, judged.arrived_at, "新信息", new=member, said=judged)
    return incident


def _note_talk(book: Casebook, subject: SubjectState, judged: Assessment, incident: IncidentState | None) -> None:
    if replies.note(subject, judged, incident.incident_id if incident else None, believed.published(judged)):
        book.touch(subject.subject)


def _told_elsewhere(book: Casebook, subject: SubjectState, judged: Assessment) -> bool:
    """Of what concerns one estate the company is told by that estate's incident; of what only echoes it, too."""
    when, organisation = believed.published(judged), book.rules.organisation
    if echoes.of_one_estate(judged):
        known = echoes.known(subject, judged)
        echo = echoes.note(subject, judged, when, organisation)
        if echo is not None and not known:  # a report that is only crawled again has found out nothing
            for incident in echoes.traced(subject, echo, judged, book.settings, organisation):
                _trace(book, incident, judged)
        return True
    return echoes.echoes(subject, judged, when, book.settings, organisation)


def _trace(book: Casebook, incident: IncidentState, judged: Assessment) -> None:
    """It is known where it happened: that estate's incident goes on, and nobody has two of one accident to see to."""
    project, name = echoes.where(judged, book.rules.organisation)
    incident.spread.traced_to = project
    said = wording.in_brief(wording.quotation(judged))
    book.close(incident, judged.arrived_at, f"事发项目已查明：{name}，转由该项目的事件处置（{said}）", echoes.TRACED)


def _note_rhythm(book: Casebook, subject: SubjectState, incident: IncidentState, judged: Assessment) -> None:
    """The subject's baseline; the mention counts for it under the matter it is judged with."""
    when, now = believed.published(judged), book.moment(judged.arrived_at)
    baseline.note(subject.memory.rhythm, incident.matter, bounds.person_of(judged), when, now)


def _merge(book: Casebook, subject: SubjectState, incident: IncidentState, judged: Assessment) -> IncidentState:
    """What the mention shows to be one matter becomes one incident; the one that stays."""
    for other in others(subject, incident, judged, believed.published(judged), book.settings):
        if incident.open and incident.spread.merged_into is None:
            found, quotes = correcting.makes_one(incident, other, judged), [*incident.quotes, *other.quotes]
            first = merging.merge(book, subject, incident, other, judged.arrived_at)
            if found is not None:
                placing.correct(book, first, other if first is incident else incident, judged, found, quotes)
            incident = first
    return incident


def _too_old(book: Casebook, judged: Assessment) -> bool:
    """Older than the memory of ids: it may have been told long ago. What is grave is told all the same."""
    age = book.moment(judged.arrived_at) - believed.published(judged)
    return judged.risk.level < 3 and age > timedelta(days=book.settings.remember_days)


def _open(book: Casebook, subject: SubjectState, judged: Assessment) -> IncidentState:
    matter = base_matter(judged.risk.categories)
    at, when = judged.arrived_at, believed.published(judged)
    incident = IncidentState(
        incident_id=_new_id(subject, matter, judged),
        matter=matter,
        subject=judged.subject,
        drill=judged.mention.drill,
        opened_at=at,
        updated_at=at,
        first_seen=when,
        last_seen=when,
        touched_at=at,
    )
    book.add(subject, incident)
    book.schedule(incident)
    return incident


def _new_id(subject: SubjectState, matter: str, judged: Assessment) -> str:
    """Never given before: a mention may open a second incident when its first is long over, or had to make room."""
    mention, made_room = judged.mention, subject.memory.dropped.get("incidents", 0)
    return ids.incident_id(subject.subject, matter, mention.id, mention.drill, judged.arrived_at, made_room)


def _follow(book: Casebook, incident: IncidentState, judged: Assessment) -> None:
    """Tell what the new mention made of its incident."""
    at = judged.arrived_at
    if incident.grade == 0:
        clocks.heard(incident, judged, book.owed_from(judged.arrived_at), book.settings)
        case = book.case(incident, at)
        grade, why = judge(case)
        book.tell(incident, "opened", grade, [*why, *related.told(book, incident, at)], "", at, case=case)
    elif incident.open:
        _owe(book, incident, judged)
        book.regrade(incident, at, "新信息", new=incident.members.get(judged.mention.id), said=judged)
    else:
        _after_close(book, incident, judged)


def _begin_anew(incident: IncidentState, judged: Assessment) -> None:
    """What was closed stays closed: grade and evidence come from what was published since."""
    closed = incident.closed_at
    if closed is not None and believed.published(judged) > closed:
        incident.since = closed
        incident.spread.let_go, incident.spread.habitual = 0, False
        evidence.rank_anew(incident)


def _after_close(book: Casebook, incident: IncidentState, judged: Assessment) -> None:
    at, closed = judged.arrived_at, incident.closed_at
    book.touch(ids.subject_of(incident.incident_id), incident.incident_id)
    news = closed is not None and believed.published(judged) > closed
    case = book.case(incident, at)
    grade, why = judge(case)
    if not news and grade <= incident.grade:
        # it speaks of the time before the closing and is no graver: counted, not told
        _owe(book, incident, judged)
        return
    book.reopen(incident)
    clocks.heard(incident, judged, book.owed_from(judged.arrived_at), book.settings)
    book.tell(incident, "reopened", grade, why, "又有新信息", at, said=judged, case=case)


def _owe(book: Casebook, incident: IncidentState, judged: Assessment) -> None:
    """Start the clocks that a further mention asks for; one in its time makes a late find a matter of today."""
    member, at = incident.members.get(judged.mention.id), judged.arrived_at
    if member is None:
        return
    wakes = incident.course.asleep and not member.late
    if wakes:
        incident.course.asleep = False
        clocks.begin(incident, book.owed_from(at), book.settings, anew=True)
    if not (wakes or member.complaint or member.level == 3 or book.rules.organisation.sensitive_windows):
        return  # one more voice among many asks for nothing new
    clocks.heard(incident, judged, book.owed_from(at), book.settings)
    book.require(incident, at, member)
    book.schedule(incident)
