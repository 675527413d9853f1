"""Carries out what somebody at the board did about the desk itself, and tells staff of it where they are told who is on duty."""

from typing import assert_never

from core.engine import closing, letters, roster
from core.engine.record import Recorder
from core.flow import closed_ways
from core.model.board_acts import DeskAct, DutySet, LetterAnswered, MethodClosed, MethodOpened
from core.model.effects import Effect, Post
from core.model.heard import DutyChanged
from core.model.ids import Address, ConversationId
from core.model.posts import Remark
from core.model.rows import OutboxRow
from core.model.view import text
from core.ports import Clock, Transaction

STREAM = ConversationId("board")  # of what staff are told of it
NOTICES = "duty_panel"  # the name under which the address is kept where staff are told who is on duty


class BoardDesk:
    """`zone` (IANA): in which staff read times."""

    def __init__(self, clock: Clock, recorder: Recorder, zone: str) -> None:
        self._clock = clock
        self._recorder = recorder
        self._zone = zone

    async def take(self, tx: Transaction, inbox_id: int, act: DeskAct) -> list[OutboxRow] | None:
        """The effects that go out; None where it was done already or cannot be done any more, so that nothing has changed."""
        match act:
            case DutySet():
                return await self._duty(tx, inbox_id, act)
            case MethodClosed():
                closure = await closing.close(tx, act, str(inbox_id), self._clock.now())
                return (
                    await self._tell(tx, inbox_id, Remark(closed_ways.closed(closure, self._zone))) if closure else None
                )
            case MethodOpened():
                opened = await closing.open_again(tx, act, str(inbox_id), self._clock.now())
                return (
                    await self._tell(tx, inbox_id, Remark(closed_ways.opened(act.method, act.by.name)))
                    if opened
                    else None
                )
            case LetterAnswered():
                return await self._letter(tx, inbox_id, act)
            case other:
                assert_never(other)

    async def _duty(self, tx: Transaction, inbox_id: int, act: DutySet) -> list[OutboxRow] | None:
        known = await tx.staff.get(act.agent)
        if known is None or known.on_duty == act.on_duty:
            return None
        now, change = self._clock.now(), DutyChanged(known.agent, act.on_duty)
        await roster.change_duty(tx, change, str(inbox_id), now, act.by.id)
        how = "on" if act.on_duty else "off"
        await tx.audit.note(f"board: {how} duty", "", f"{act.by.id} {act.by.name}: {act.agent}", now, act.by.id)
        by, agent = act.by.name, known.agent.name
        said = (
            text("board.notice.on_duty", by=by, agent=agent)
            if act.on_duty
            else text("board.notice.off_duty", by=by, agent=agent)
        )
        return await self._tell(tx, inbox_id, Remark(said, (known.agent,)))

    async def _letter(self, tx: Transaction, inbox_id: int, act: LetterAnswered) -> list[OutboxRow] | None:
        now = self._clock.now()
        letter = await letters.answer(tx, act, now)
        if letter is None:
            return None
        tried = act.how == "again" and act.kind == "outbox"
        again = [row for row in await tx.outbox.waiting() if row.id == act.id] if tried else []
        thread = await letters.thread_in(tx, letter, now)
        said = [Post(thread, letters.remark(act))] if thread else []
        return [*again, *await self._recorder.carry(tx, STREAM, 0, inbox_id, said, now)]

    async def _tell(self, tx: Transaction, inbox_id: int, remark: Remark) -> list[OutboxRow]:
        """Nobody is told while staff were never reached."""
        kept = await tx.keep.get(NOTICES)
        effects: tuple[Effect, ...] = (Post(Address(*kept.split(":", 1)), remark),) if kept else ()
        return await self._recorder.carry(tx, STREAM, 0, inbox_id, effects, self._clock.now())
