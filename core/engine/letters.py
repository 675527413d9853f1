"""Dead letters that somebody at the board answers: tried again or discarded, noted, and said in the thread of their case."""

from datetime import datetime, timedelta

from core.engine.commands import thread_of
from core.model.board_acts import LetterAnswered
from core.model.callback import case_in as callback_in
from core.model.dispute_file import case_in as dispute_in
from core.model.ids import Address, ConversationId
from core.model.posts import Remark
from core.model.rows import DeadLetter
from core.model.view import text
from core.ports import Transaction

LOOKED_THROUGH = 10_000  # dead letters
SENT_AGAIN = "board: sent again"  # as the audit has it; what it is of ends the line
ITS_CASE = timedelta(days=30)  # a letter belongs to the newest case of its customer, unless that is older


async def answer(tx: Transaction, act: LetterAnswered, now: datetime) -> DeadLetter | None:
    """What was answered; None for what is no dead letter any more."""
    wanted = (act.kind, act.id)
    letters = await tx.audit.dead_letters(LOOKED_THROUGH)
    letter = next((each for each in letters if (each.kind, each.id) == wanted), None)
    if letter is None:
        return None
    by, which = f"{act.by.id} {act.by.name}", f"{act.kind} {act.id}"
    if act.how == "discard":
        await tx.letters.discard(act.kind, act.id)
        await tx.audit.note("board: discarded", letter.conversation, f"{by}: {which}: {act.reason}", now, act.by.id)
    else:
        await tx.letters.again(act.kind, act.id, now)
        await tx.audit.note(SENT_AGAIN, letter.conversation, f"{by}: {which}", now, act.by.id)
    return letter


def remark(act: LetterAnswered) -> Remark:
    if act.how == "discard":
        return Remark(text("board.thread.discarded", agent=act.by.name, reason=act.reason))
    return Remark(text("board.thread.again", agent=act.by.name))


async def thread_in(tx: Transaction, letter: DeadLetter, now: datetime) -> Address | None:
    """Where staff talk about what it belongs to; None for what is no case's, such as the duty panel."""
    if call := callback_in(letter.conversation):
        callback = await tx.callbacks.load(call)
        return callback.thread if callback else None
    if case := dispute_in(letter.conversation):
        dispute = await tx.disputes.load(case)
        return dispute.thread if dispute else None
    cases = await tx.cases.of(ConversationId(letter.conversation), now - ITS_CASE)
    return await thread_of(tx, cases[0].code) if cases else None
