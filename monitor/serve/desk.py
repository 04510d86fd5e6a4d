"""Does what somebody asks for (shell): writes it, waits for what becomes of it, and leaves a trace of who asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec
import structlog
from msgspec.structs import replace

from monitor.adapters.actions import TYPES
from monitor.company.organisation import Organisation
from monitor.config.settings import Serve
from monitor.config.tokens import Caller
from monitor.entry.keyed import entering
from monitor.entry.submitting import submitted_mention
from monitor.errors import Unreadable
from monitor.events.answers import Answer, Done
from monitor.kafka import topics
from monitor.kafka.wire import Outgoing
from monitor.records import Action, Incident, Mention
from monitor.serve.asking import Denied, acted, asked
from monitor.serve.kafka import Ledger
from monitor.serve.metrics import ServeMetrics
from monitor.serve.replies import Reply, refused, reply
from monitor.serve.standing import Incidents, entry_of, refused_early
from monitor.times import local

log = structlog.get_logger("yuqing.serve")

#: an action by project or mention can meet several incidents: so long after the first one the others are awaited
_OTHERS = 1.0


class Desk:
    """Every method says what became of it; what a caller may not ask for raises Denied."""

    def __init__(
        self, settings: Serve, organisation: Organisation, ledger: Ledger, incidents: Incidents, metrics: ServeMetrics
    ) -> None:
        self.settings, self.organisation, self.incidents, self.metrics = settings, organisation, incidents, metrics
        self._ledger = ledger

    @property
    def ready(self) -> bool:
        """Before all incidents are read, what is known of one may be long out of date."""
        return self._ledger.restored.is_set()

    def incident(self, incident_id: str) -> Incident | None:
        """As it stands; None when it is not known, or not yet."""
        return self.incidents.get(incident_id) if self.ready else None

    async def act(self, fields: Mapping[str, object], caller: Caller) -> Reply:
        """Raises Denied, Unreadable and BrokerError; whatever a caller may ask for stands on actions.v1 by then."""
        kind = fields.get("type")
        type_ = kind if isinstance(kind, str) and kind in TYPES else "other"
        try:
            known = asked(fields, caller, local(datetime.now(UTC)))
        except Denied as denied:
            self._note(type_, "denied", caller.name)
            log.warning("an action is denied", caller=caller.name, type=type_, why=denied.reason)
            raise
        try:
            action = acted(known)
        except Unreadable as unreadable:
            self._note(type_, "invalid", caller.name)
            await self._trace(known, unreadable)
            raise
        return await self.do(action, caller.name)

    async def do(self, action: Action, caller: str) -> Reply:
        """Raises BrokerError."""
        said = await self._done(action)
        self._note(action.type, said.outcome, caller)
        log.info("an action", caller=caller, type=action.type, action=action.id, outcome=said.outcome,
                 incident=action.incident_id, project=action.project)  # fmt: skip
        return said

    async def _done(self, action: Action) -> Reply:
        incident = self.incidents.living(action.incident_id) if action.incident_id and self.ready else None
        before = entry_of(incident, action.id or "") if incident else None
        if incident is not None and before is not None:
            # the same act sent twice is one act: nothing more will be said of it
            return reply(action, [Done(incident, before)])
        record = entering(action, self._ledger.prefix)
        if reason := refused_early(action, incident, self.organisation):
            await self._ledger.write(record)
            return refused(action, reason)
        with self._ledger.waiting(action) as waiter:
            place = await self._ledger.write(record)
            answers: dict[str, Answer] = {}
            async for each in self._ledger.answers(waiter, place, self.settings.wait_seconds, _OTHERS):
                answers[each.incident.incident_id if isinstance(each, Done) else ""] = each
                if action.incident_id is not None or not isinstance(each, Done):
                    break
        return reply(action, list(answers.values()))

    async def _trace(self, fields: Mapping[str, object], unreadable: Unreadable) -> None:
        """What is no action becomes a dead letter with the same reason, written by the actions role."""
        log.warning("an action is invalid", reason=unreadable.reason.value)
        await self._ledger.write(
            Outgoing(self._ledger.prefix + topics.ACTIONS, b"invalid", msgspec.json.encode(fields))
        )

    async def submit(self, fields: Mapping[str, object], caller: Caller) -> tuple[Mention, str]:
        """The mention and its topic. Raises Unreadable and BrokerError."""
        now = local(datetime.now(UTC)).isoformat(timespec="seconds")
        mention = submitted_mention({**fields, "published_at": fields.get("published_at") or now}, self.organisation)
        record = entering(mention, self._ledger.prefix)
        topic, partition, offset = await self._ledger.write(
            replace(record, headers=(*record.headers, ("submitted-by", (caller.person or caller.name).encode())))
        )
        log.info("a mention is submitted", caller=caller.name, id=mention.id, topic=topic, partition=partition,
                 offset=offset)  # fmt: skip
        return mention, topic

    def _note(self, type_: str, outcome: str, caller: str) -> None:
        self.metrics.actions.labels(type_, outcome).inc()
