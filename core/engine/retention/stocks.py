"""The kinds of data that are kept for a time: how each is called, for how long it is kept, and how it is let go."""

from datetime import timedelta
from typing import NamedTuple

from core.engine.retention.periods import Periods
from core.engine.retention.phone import without_number
from core.model import callback
from core.model.ids import CaseCode, ConversationId
from core.ports import Transaction
from core.ports.retention_tables import Due, Stock

LEFT = "erased:retention"  # stands where the name of a customer stood, where a row stays
_LINES = 300  # of a transcript, in one transaction


class Kind(NamedTuple):
    """`name`: as operators read it. `kept`: which of the periods."""

    stock: Stock
    name: str
    kept: str

    def period(self, periods: Periods) -> timedelta:
        period: timedelta = getattr(periods, self.kept)
        return period


KINDS = (
    Kind("disputes", "disputes, after their end", "disputes"),
    Kind("calls", "callbacks with their numbers, after the call", "calls"),
    Kind("tickets", "e-mail tickets, after their last word", "tickets"),
    Kind("items", "what came in, as it came", "raw"),
    Kind("effects", "what was sent, as it was sent", "raw"),
    Kind("decisions", "decisions, with what they knew", "raw"),
    Kind("letters_in", "dead letters, coming in", "letters"),
    Kind("letters_out", "dead letters, going out", "letters"),
    Kind("conversations", "conversations, after their last word", "transcripts"),
    Kind("rows_in", "marks of what came in", "transcripts"),
    Kind("rows_out", "marks of what was sent", "transcripts"),
    Kind("ratings", "ratings", "ratings"),
    Kind("asked", "questions to the assistant, masked", "questions"),
    Kind("gaps", "questions left open, masked", "questions"),
    Kind("answers", "answers of the model, for others who ask the same", "answers"),
    Kind("ways", "ways to a person, for the figures", "figures"),
    Kind("spells", "when agents were there", "figures"),
    Kind("spending", "what models cost", "figures"),
    Kind("audit", "audit", "audit"),
)


async def let_go(tx: Transaction, kind: Kind, due: Due) -> bool:
    """Whether all of it is gone; what has many rows goes in several transactions."""
    match kind.stock:
        case "conversations":
            return await _conversation(tx, ConversationId(str(due.key)))
        case "tickets":
            await tx.wiping.case(CaseCode(str(due.key)), LEFT)
        case "disputes":
            await tx.wiping.dispute(CaseCode(str(due.key)), LEFT)
        case "calls":
            await _call(tx, CaseCode(str(due.key)))
        case _:
            await tx.keeping.let_go(kind.stock, due.key)
    return True


async def _conversation(tx: Transaction, id: ConversationId) -> bool:
    """With its cases; a dispute is kept for itself, and so is a ticket that is younger."""
    if await tx.keeping.let_go_of_messages(id, _LINES) == _LINES:
        return False
    for thread in await tx.traces.threads_of(id):
        await tx.wiping.thread(thread, LEFT)
    for case in await tx.traces.cases_of(id):
        if not await tx.disputes.load(case) and not await tx.tickets.load(case):
            await tx.wiping.case(case, LEFT)
    await tx.wiping.conversation(id, LEFT)
    await tx.wiping.emptied(LEFT)
    return True


async def _call(tx: Transaction, case: CaseCode) -> None:
    """The number goes from what the customer wrote, too."""
    file = await tx.callbacks.load(case)
    await tx.wiping.stream(callback.stream_of(case), LEFT)
    await tx.keeping.let_go("calls", case)
    if file:
        await without_number(tx, file)
