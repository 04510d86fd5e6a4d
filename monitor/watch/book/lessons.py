"""What people correct: false positives teach a wording of a project for a while, and labels outlive re-crawls."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from monitor.records import Action, Assessment, LessonShown
from monitor.text.likeness import ALIKE, differing
from monitor.watch.checkpoint.memory import Label, Lesson, Memory
from monitor.watch.checkpoint.remembered import name_of
from monitor.watch.checkpoint.state import IncidentState, Member
from monitor.watch.checkpoint.subjects import SubjectState
from monitor.watch.joining import members

if TYPE_CHECKING:
    from monitor.watch.book.casebook import Casebook

#: these can be a matter of life, or of many: a false alarm teaches nothing about the next one
NEVER = frozenset({"safety", "casualty", "collective"})
#: bounds of what a subject remembers of it
LESSONS_KEPT, LABELS_KEPT, WORDINGS_KEPT = 50, 1_000, 20
#: without a fingerprint: so many content words shared, and so large a part of all of them
SHARED, LIKENESS = 3, 0.6
#: a text of a few words has no more of them: then all of them, and so many at least; of fewer only the very text
FEW = 2
_BETWEEN = re.compile(r"\W+")


# ---------------------------------------------------------------- false positives


def false_positive(book: Casebook, subject: SubjectState, incident: IncidentState, action: Action, cause: str) -> None:
    """Learn the wording; what it is said of counts no more. By mention only what is worded like that mention."""
    meant = _meant(incident, action)
    _learn(book, subject, incident, action, meant)
    if not incident.open:
        return
    if len(meant) == len(incident.members):
        book.close(incident, action.arrived_at or action.at, cause, "false_positive")
    else:
        _withdraw(book, incident, meant, action, cause)


def _meant(incident: IncidentState, action: Action) -> dict[str, Member]:
    asked = incident.members.get(action.mention) if action.mention is not None else None
    if asked is None:
        return dict(incident.members)
    return {
        name: each
        for name, each in incident.members.items()
        if each is asked or (asked.wording and each.wording == asked.wording) or alike(asked.keywords, each.keywords)
    }


def _withdraw(book: Casebook, incident: IncidentState, names: Iterable[str], action: Action, cause: str) -> None:
    for name in list(names):
        members.withdraw(incident, name)
    book.regrade(incident, action.arrived_at or action.at, cause, may_fall=True)


def _learn(
    book: Casebook, subject: SubjectState, incident: IncidentState, action: Action, meant: dict[str, Member]
) -> None:
    if incident.drill or not NEVER.isdisjoint(incident.categories):
        return
    since = book.moment(action.arrived_at or action.at)
    wordings = {each.wording: incident.spread.wordings.get(each.wording) for each in meant.values() if each.wording}
    lesson = Lesson(
        incident=incident.incident_id,
        by=action.by,
        until=since + timedelta(days=book.settings.lesson_days),
        fingerprints=[each.fingerprint for each in wordings.values() if each is not None][:WORDINGS_KEPT],
        words=[each.keywords for each in meant.values() if len(each.keywords) >= FEW][:WORDINGS_KEPT],
        texts=_texts(incident, meant),
    )
    learned = subject.memory.learned
    learned.lessons = [*(each for each in learned.lessons if each.incident != incident.incident_id), lesson]
    while len(learned.lessons) > LESSONS_KEPT:
        learned.lessons.pop(0)
        book.count_dropped(subject, "lessons")
    incident.course.lesson = True


def _texts(incident: IncidentState, meant: dict[str, Member]) -> list[str]:
    """What stands in its evidence of those that are too short to be known by anything else."""
    short = {name for name, each in meant.items() if not each.wording and len(each.keywords) < FEW}
    said = (_plain(each.evidence.quote) for each in incident.quotes if each.evidence.mention_id in short)
    return [each for each in dict.fromkeys(said) if each]


def _plain(text: str) -> str:
    return _BETWEEN.sub("", text)


def taught(book: Casebook, subject: SubjectState, judged: Assessment) -> bool:
    """Whether a mention is worded like a false positive of this project; the lesson counts how often it was.

    An exercise teaches nothing about what is real, and what is real does not keep an exercise from opening.
    """
    if judged.mention.drill or judged.risk.level >= 3 or not NEVER.isdisjoint(judged.risk.categories):
        return False
    now = book.moment(judged.arrived_at)
    for lesson in subject.memory.learned.lessons:
        if now < lesson.until and _says(lesson, judged):
            lesson.used += 1
            book.touch(subject.subject, lesson.incident if lesson.incident in subject.incidents else None)
            return True
    return False


def _says(lesson: Lesson, judged: Assessment) -> bool:
    if judged.fingerprint:
        bits = int(judged.fingerprint, 16)
        if any(differing(bits, int(each, 16)) <= ALIKE for each in lesson.fingerprints):
            return True
    if any(alike(words, judged.keywords) for words in lesson.words):
        return True
    if judged.mention.kind == "complaint" or judged.mention.title:
        # so short a text is said of the next time too: whoever complains is to be answered
        return False
    return bool(lesson.texts) and _plain(judged.mention.text) in lesson.texts


def alike(one: Collection[str], other: Collection[str]) -> bool:
    """Most of their content words are the same, or, of a few, all."""
    both, all_words = len(set(one) & set(other)), len(set(one) | set(other))
    return (both >= SHARED and both >= LIKENESS * all_words) or FEW <= both == all_words


def shown(incident: IncidentState, memory: Memory | None) -> LessonShown | None:
    """What an incident has taught, for those who look at it."""
    if memory is None or not incident.course.lesson:
        return None
    found = next((each for each in memory.learned.lessons if each.incident == incident.incident_id), None)
    return None if found is None else LessonShown(by=found.by, until=found.until, used=found.used)


# ---------------------------------------------------------------- labels


def relabel(book: Casebook, subject: SubjectState, incident: IncidentState, action: Action, cause: str) -> None:
    """The mention has this level and sentiment from now on, whatever a scorer says of it; by incident: all of them."""
    label = Label(action.level, action.sentiment)
    names = [action.mention] if action.mention in incident.members else list(incident.members)
    for name in names:
        if name is not None:
            keep(book, subject, name_of(name, incident.drill), label)
    if label.level == 0 and len(names) == len(incident.members):
        if incident.open:
            book.close(incident, action.arrived_at or action.at, cause, "relabel")
        return
    if label.level is not None and len(names) == len(incident.members):
        incident.spread.let_go = min(incident.spread.let_go, label.level)
    for name in names:
        if name is not None and label.level == 0:
            members.withdraw(incident, name)
        elif name is not None:
            members.relabel(incident, name, label.level, label.sentiment)
    book.regrade(incident, action.arrived_at or action.at, cause, may_fall=True)


def keep(book: Casebook, subject: SubjectState, mention: str, label: Label) -> None:
    """Remember a label for as long as the mention is remembered."""
    labels = subject.memory.learned.labels
    before = labels.pop(mention, None)
    if before is not None:
        label = Label(before.level if label.level is None else label.level, label.sentiment or before.sentiment)
    labels[mention] = label
    if label.level is not None and (seen := subject.mentions.get(mention)) is not None:
        seen.level = label.level
        subject.mentions.put(seen)
    if len(labels) > LABELS_KEPT:
        del labels[next(iter(labels))]
        book.count_dropped(subject, "labels")


def applied(subject: SubjectState, judged: Assessment) -> Assessment:
    """The assessment as people have corrected it."""
    label = subject.memory.learned.labels.get(name_of(judged.mention.id, judged.mention.drill))
    if label is None:
        return judged
    risk, sentiment = judged.risk, judged.sentiment
    if label.level is not None:
        risk = msgspec.structs.replace(
            risk,
            level=label.level,
            urgent=risk.urgent and label.level >= 2,
            categories=(risk.categories or ["service"]) if label.level else [],
        )
    if label.sentiment is not None and label.sentiment != sentiment.label:
        sentiment = msgspec.structs.replace(sentiment, label=label.sentiment)
    return msgspec.structs.replace(judged, risk=risk, sentiment=sentiment)


def lowers(action: Action, incident: IncidentState) -> bool:
    """Whether a relabelling makes anything of the incident milder."""
    if action.level is None:
        return False
    named = incident.members.get(action.mention or "")
    found = [named] if named is not None else list(incident.members.values())
    return any(action.level < each.level for each in found)


def forget(subject: SubjectState, clock: datetime) -> bool:
    """Lessons end; labels go with their mentions. Whether any did."""
    learned = subject.memory.learned
    if not (learned.lessons or learned.labels):
        return False
    ended = bool(learned.lessons) and learned.lessons[0].until <= clock
    if ended:
        # an incident shows what it has taught for as long as it is there itself, whoever looks at it when
        kept = [each for each in learned.lessons if each.until > clock or each.incident in subject.incidents]
        ended, learned.lessons = len(kept) < len(learned.lessons), kept
    gone = [name for name in learned.labels if name not in subject.mentions and name not in subject.grave]
    for name in gone:
        del learned.labels[name]
    return ended or bool(gone)


def teaches(subject: SubjectState, incident_id: str, clock: datetime) -> bool:
    """Whether a closed incident is still to be seen because it teaches."""
    return any(each.incident == incident_id and each.until > clock for each in subject.memory.learned.lessons)
