"""What people do about incidents: who may, what it changes, and the trace it leaves, done or refused."""

from __future__ import annotations

from sys import intern

from monitor import ids
from monitor.company.organisation import Organisation
from monitor.records import Action, ActionEntry, Reason, Review
from monitor.watch.attested import evidence, hearsay
from monitor.watch.book import enquiries, lessons
from monitor.watch.book.casebook import Casebook
from monitor.watch.checkpoint.awaited import NOTE_LENGTH
from monitor.watch.checkpoint.memory import Label
from monitor.watch.checkpoint.remembered import Seen, key_of, name_of
from monitor.watch.checkpoint.state import IncidentState
from monitor.watch.checkpoint.subjects import Outline, SubjectState
from monitor.watch.joining import members
from monitor.watch.owed import clocks, silences, steps
from monitor.watch.words import bounds

#: these need no account: whoever stands at the gate may do them
FREE_TEXT = frozenset({"acknowledge", "reply", "respond", "arrived"})
#: these change what others are told, so at grade 3 and above a leader answers for them
LEADER_AT_GRADE_3 = frozenset({"close", "silence", "false_positive"})
#: these say what one matter is; of a project they are refused where it has several
ABOUT_ONE = frozenset({"declare", "false_positive", "relabel"})
NUMBERS_TOLD = 5
LEADER_ALWAYS = frozenset({"declare", "activate"})
#: these are done when all is over: by project they mean what is closed there
AFTERWARDS = frozenset({"callback", "reopen", "review"})
#: names of a list that are kept
NAMES_KEPT = 20
#: kept per incident; the timeline has them all
ACTIONS_KEPT = 100
#: ids remembered per subject, so that the same act is not done twice
ACTIONS_REMEMBERED = 2_000


def take(book: Casebook, action: Action) -> None:
    """Fold one action: by incident, by project (all that is open there), or by mention."""
    action = bounds.bounded_action(action)
    if action.mention is not None:
        _by_mention(book, action)
        return
    key = ids.subject_of(action.incident_id) if action.incident_id is not None else action.project or ""
    subject = book.subject(key)
    book.forget(subject)
    if action.incident_id is not None:
        _missed(book, action, _act(book, subject, [action.incident_id], action))
    else:
        meant = subject.incidents.open_to(drill=action.drill)
        meant = _over(subject, action, meant) or meant
        _missed(book, action, _act(book, subject, _in_question(subject, meant, action), action))


def _over(subject: SubjectState, action: Action, still_open: list[str]) -> list[str]:
    """What comes after the closing is about what was closed: where the call-back is owed, else what was closed last."""
    if action.type not in AFTERWARDS or (action.type == "review" and still_open):
        return []
    known = subject.incidents.outlines()
    closed = [(each.closed_at, name) for name, each in known if _ended(each, action)]
    if action.type == "callback":
        return sorted(name for _, name in closed if clocks.owes(subject.incidents[name], steps.CALLBACK))
    return [name for _, name in sorted(closed)[-1:]]


def _ended(incident: Outline, action: Action) -> bool:
    if incident.open or incident.merged_into is not None or incident.drill != action.drill:
        return False
    # what goes on at an estate has nothing left to be seen to here, but whoever knows better may open it again
    return incident.traced_to is None or action.type == "reopen"


def _in_question(subject: SubjectState, meant: list[str], action: Action) -> list[str]:
    """Of a project's matters a verdict is on those in doubt, and what is declared is the gravest."""
    if len(meant) < 2:
        return meant
    if action.type == "verify":
        return [name for name in meant if _in_doubt(subject.incidents[name])] or meant
    if action.type == "declare":
        most = max(subject.incidents[name].grade for name in meant)
        return [name for name in meant if subject.incidents[name].grade == most]
    return meant


def _in_doubt(incident: IncidentState) -> bool:
    """Its gravest is talk, and nobody bears it out: who retells what others saw puts nothing in doubt."""
    most = max((each.level for each in incident.members.values()), default=0)
    grave = [each for each in incident.members.values() if each.level == most]
    return most >= 2 and any(map(hearsay.in_doubt, grave)) and not hearsay.borne_out(grave)


def try_waiting(book: Casebook, subject: SubjectState, mention_id: str) -> None:
    """Do what waited for this mention."""
    ready = [each for each in book.own.waiting if each.mention == mention_id]
    if not ready:
        return
    book.own.waiting = [each for each in book.own.waiting if each.mention != mention_id]
    for action in ready:
        _missed(book, action, _act(book, subject, _incidents_of(subject, action), action))


def refusal(action: Action, incident: IncidentState, organisation: Organisation) -> str | None:
    """Why this person may not do this here and now, in Chinese; None when they may."""
    person = organisation.person(action.by)
    if person is None and action.type not in FREE_TEXT:
        return f"“{action.by}”不在组织架构中，不能执行此操作"
    leader = person is not None and person.role == "leader"
    if action.type in LEADER_ALWAYS and not leader:
        return "此操作须由公司领导执行"
    guarded = action.type in LEADER_AT_GRADE_3 or (action.type == "relabel" and lessons.lowers(action, incident))
    if guarded and incident.grade >= 3 and not leader:
        return "严重及以上级别须由公司领导执行此操作"
    if action.drill and not incident.drill:
        return "演练操作不作用于真实事件"
    if action.type in {"close", "declare", "silence", "activate"} and not incident.open:
        return "事件已关闭"
    if action.type == "silence":
        return silences.refused(action)
    if action.type == "declare" and incident.grade == 4:
        return "已宣布为特别严重"
    if action.type == "reopen" and incident.open:
        return "事件未关闭"
    return None


def _by_mention(book: Casebook, action: Action) -> None:
    mention = action.mention or ""
    if not book.hear(action):
        return
    keys = [key_of(name_of(mention, drill)) for drill in (False, True)]
    found = sorted(name for name, each in book.subjects.items() if any(map(each.mentions.has, keys)))
    served = False
    for subject in map(book.subjects.__getitem__, found):
        book.forget(subject)
        served = _act(book, subject, _incidents_of(subject, action), action) or served
    if found:
        # a copy of the mention that is in no incident is nothing missed where another is in one
        _missed(book, action, served)
    else:
        book.wait(action)


def _missed(book: Casebook, action: Action, served: bool) -> None:
    if not served:
        book.unmatched.append((action, "no such incident, or none open"))


def _incidents_of(subject: SubjectState, action: Action) -> list[str]:
    """Of the mention that it names, that of the exercise for an act of one; what is there alone is meant."""
    names = (name_of(action.mention or "", drill) for drill in (action.drill, not action.drill))
    seen = next(filter(None, map(subject.mentions.get, names)), None)
    return [seen.incident] if seen is not None and seen.incident is not None else []


def _act(book: Casebook, subject: SubjectState, targets: list[str], action: Action) -> bool:
    """Whether there was anything here that it is about, done or refused, now or before."""
    action_id = ids.action_id(action)
    if action_id in subject.acts:
        return True
    # also what finds nothing is done with: sent again, it must not hit what has opened since
    when = book.instant(book.moment(action.arrived_at or action.at))
    subject.acts.add(Seen((when, 0, 0), when, 0, None, key=key_of(action_id)))
    if len(subject.acts) > ACTIONS_REMEMBERED:
        subject.acts.pop()
        book.count_dropped(subject, "actions")
    book.touch(subject.subject)
    answered = enquiries.answer(book, subject, action)
    known = list(dict.fromkeys(living(subject, each) for each in targets if each in subject.incidents))
    labelled = not known and _labelled(book, subject, action)
    unclear = _unclear(known, action)
    for incident_id in known:
        _do(book, subject.incidents[incident_id], action, action_id, unclear)
        book.touch(subject.subject, incident_id)
    return bool(known or answered or labelled)


def _labelled(book: Casebook, subject: SubjectState, action: Action) -> bool:
    """A mention that is in no incident: its label holds from its next delivery on."""
    name = name_of(action.mention or "", action.drill)
    known = action.mention is not None and name in subject.mentions
    if action.type != "relabel" or not known or book.rules.organisation.person(action.by) is None:
        return False
    lessons.keep(book, subject, name, Label(action.level, action.sentiment))
    return True


def living(subject: SubjectState, incident_id: str) -> str:
    """The incident itself, or the one that it was merged into: its number may still be on somebody's note."""
    into = subject.incidents[incident_id].spread.merged_into
    return living(subject, into) if into is not None and into in subject.incidents else incident_id


def _unclear(known: list[str], action: Action) -> str | None:
    """Why nobody knows which matter is meant, in Chinese: what says what one matter is cannot be said of several."""
    if action.project is None or action.type not in ABOUT_ONE or len(known) < 2:
        return None
    numbers = "、".join(ids.spoken_number(each) for each in known[:NUMBERS_TOLD])
    return f"该项目有{len(known)}起未关闭事件（{numbers}），请写明事件编号"


def _do(book: Casebook, incident: IncidentState, action: Action, action_id: str, unclear: str | None = None) -> None:
    refused = unclear or refusal(action, incident, book.rules.organisation)
    _note(incident, action, action_id, refused)
    if refused is not None:
        return
    clocks.meet(incident, action, book.settings)
    if action.type in _EFFECTS:
        _EFFECTS[action.type](book, incident, action)
        # a declared grade, or a verified one, is known to who declared it
        clocks.meet(incident, action, book.settings)
        _acknowledged(incident, action)
    book.schedule(incident)


def _note(incident: IncidentState, action: Action, action_id: str, refused: str | None) -> None:
    note = action.note[:NOTE_LENGTH] if action.note else None
    by = intern(action.by[:NOTE_LENGTH])
    done = [] if refused else list(clocks.done_now(incident, action))
    entry = ActionEntry(
        id=action_id,
        type=action.type,
        by=by,
        at=action.at,
        note=note,
        refused=refused,
        to=_brief(action.to),
        verdict=None if action.verdict is None else str(action.verdict).lower(),
        sentiment=action.sentiment,
        level=action.level,
        until=action.until,
        categories=(action.categories or [])[:NAMES_KEPT],
        reason=_brief(action.reason),
        done=done,
        remark=silences.remark(action, incident) if action.type == "silence" and not refused else None,
    )
    incident.actions = [*incident.actions, entry][-ACTIONS_KEPT:]
    arrived = action.arrived_at or action.at
    incident.updated_at = max(incident.updated_at, arrived)
    if refused is None:
        incident.touched_at = max(incident.touched_at, arrived)
        _acknowledged(incident, action)


def _brief(said: str | None) -> str | None:
    return said[:NOTE_LENGTH] if said else None


def _acknowledged(incident: IncidentState, action: Action) -> None:
    """Any action but reveal acknowledges."""
    if action.type != "reveal" and incident.status == "open":
        incident.status = "acknowledged"


def _said(book: Casebook, action: Action, what: str) -> str:
    """Who did what: by name, since nobody knows ids by heart at night."""
    person = book.rules.organisation.person(action.by)
    who = person.name if person else action.by[:NOTE_LENGTH]
    return f"{who}{what}" + (f"：{action.note[:NOTE_LENGTH]}" if action.note else "")


def _close(book: Casebook, incident: IncidentState, action: Action) -> None:
    book.close(incident, action.arrived_at or action.at, _said(book, action, "关闭"), "action")


def _reopen(book: Casebook, incident: IncidentState, action: Action) -> None:
    book.reopen(incident)
    cause = _said(book, action, "重新打开")
    reasons = [Reason(rule="action", text=cause)]
    book.tell(incident, "reopened", incident.grade, reasons, cause, action.arrived_at or action.at)


def _declare(book: Casebook, incident: IncidentState, action: Action) -> None:
    cause = _said(book, action, "宣布为特别严重")
    reasons = [Reason(rule="declared", text=cause, observed=action.by, needed="公司领导")]
    book.tell(incident, "escalated", 4, reasons, cause, action.arrived_at or action.at)


def _verify(book: Casebook, incident: IncidentState, action: Action) -> None:
    """True makes hearsay count; false takes what was said until now as hearsay of level 1; the last verdict holds.

    Who could not find out takes back a verdict, but no denial of the authorities.
    """
    before, verdict = incident.verdict, str(action.verdict).lower()
    incident.verdict = verdict if verdict in {"true", "false"} else "unclear"
    if verdict == "false":
        hearsay.deny(incident, clocks.when_done(action))
        members.discount(incident, false=True)
    elif verdict == "true" or before == "false":
        incident.denied_at = None if verdict == "true" else evidence.denied_by_office(incident)
        incident.denied = incident.denied_at is not None
        members.discount(incident, false=False)
    told = {"true": "核实属实", "false": "核实不属实"}.get(incident.verdict, "核实未果")
    book.regrade(incident, action.arrived_at or action.at, _said(book, action, told), may_fall=True)


def _silence(book: Casebook, incident: IncidentState, action: Action) -> None:
    silences.silence(incident, action)


def _assign(book: Casebook, incident: IncidentState, action: Action) -> None:
    incident.course.assigned = _brief(action.to)


def _activate(book: Casebook, incident: IncidentState, action: Action) -> None:
    incident.course.activated_at = incident.course.activated_at or clocks.when_done(action)


def _review(book: Casebook, incident: IncidentState, action: Action) -> None:
    incident.course.review = Review(
        by=action.by[:NOTE_LENGTH],
        at=action.at,
        cause=_brief(action.cause),
        lessons=_brief(action.lessons),
        measures=_brief(action.measures),
    )


def _false_positive(book: Casebook, incident: IncidentState, action: Action) -> None:
    subject = book.subject(ids.subject_of(incident.incident_id))
    lessons.false_positive(book, subject, incident, action, _said(book, action, "标记为误报"))


def _relabel(book: Casebook, incident: IncidentState, action: Action) -> None:
    subject = book.subject(ids.subject_of(incident.incident_id))
    level = f"改判为{action.level}级" if action.level is not None else "改判情感"
    lessons.relabel(book, subject, incident, action, _said(book, action, level))


_EFFECTS = {
    "close": _close, "reopen": _reopen, "declare": _declare, "verify": _verify, "silence": _silence, "assign": _assign,
    "activate": _activate, "review": _review, "false_positive": _false_positive, "relabel": _relabel,
}  # fmt: skip
