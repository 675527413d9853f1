"""Decides what happens to callbacks, each in its own stream: loads what is known, and writes down what follows."""

from datetime import datetime

from core.engine.audited import who_did
from core.engine.history_cases import keep_call
from core.engine.record import Recorder
from core.model.callback import CallbackAsked, CallbackFacts, CallbackFile, stream_of
from core.model.events import CallbackEvent
from core.model.ids import CaseCode, Language
from core.model.rows import CallbackDecided, OutboxRow
from core.ports import CallHours, Calling, Clock, Transaction


class CallbackDesk:
    def __init__(self, clock: Clock, rules: Calling, hours: CallHours, recorder: Recorder) -> None:
        self._clock = clock
        self._rules = rules
        self._hours = hours
        self._recorder = recorder

    async def decide(self, tx: Transaction, inbox_id: int, case: CaseCode, event: CallbackEvent) -> list[OutboxRow]:
        """The effects that go out, as they stand in the outbox."""
        before = await tx.callbacks.load(case)
        spoken = _spoken(before, event)
        if spoken is None:
            await tx.audit.note("no callback", stream_of(case), type(event).__name__, self._clock.now())
            return []
        facts = await self._facts(tx, case, spoken)
        after, effects = self._rules.decide(case, before, event, facts)
        decided = CallbackDecided(inbox_id, case, event, facts, before, after, effects)
        await tx.callback_decisions.add(decided)
        await keep_call(tx, decided)
        await _keep(tx, case, before, after, facts.now)
        turn = after.turn if after else 0
        return await self._recorder.carry(tx, stream_of(case), turn, inbox_id, effects, facts.now, who=who_did(event))

    async def _facts(self, tx: Transaction, case: CaseCode, spoken: Language) -> CallbackFacts:
        """Every call takes somebody's time, whatever its language: the slots of all others are booked."""
        others = [file for file in await tx.callbacks.waiting() if file.case != case]
        return self._hours(spoken, [file.slot for file in others if file.slot], self._clock.now())


def _spoken(file: CallbackFile | None, event: CallbackEvent) -> Language | None:
    """The language of the call; none for one that was never asked for, to which nothing happens."""
    if file:
        return file.spoken
    return event.spoken if isinstance(event, CallbackAsked) else None


async def _keep(
    tx: Transaction, case: CaseCode, before: CallbackFile | None, after: CallbackFile | None, now: datetime
) -> None:
    """How it stands; the thread leads to it. Its case ends with it, or at once where no call is made."""
    if after is not None:
        await tx.callbacks.save(after, now)
    if after and after.thread and (before is None or before.thread != after.thread):
        await tx.conversations.link(after.thread, stream_of(case))
    if _over(after):
        await tx.cases.close(case, now)


def _over(file: CallbackFile | None) -> bool:
    return file is None or file.state in ("done", "failed", "cancelled")
