"""A case as the board's tests tell it: Anna asked, was answered, and is with Tom, whose last word did not arrive."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from core.model.answer import Answer, Citation
from core.model.conversation import Conversation, Queued, WithAgent
from core.model.effects import Effect, Say
from core.model.events import AgentClaimed, AgentWrote, AnswerReady, CustomerWrote, Event
from core.model.figures import HandoffRow
from core.model.ids import CaseCode, ConversationId, EffectId
from core.model.rows import ChatRow, Decided, Message, NewEffect
from core.model.view import View, Words
from core.ports import Transaction
from tests.flow.cast import CHAT, ENGLISH, LIVE, NOON, THREAD, TOM, facts

CASE, OLDER = CaseCode("FD-7K2M9P"), CaseCode("FD-2CFHJ4")
ANNA = Conversation(ConversationId("telegram:1001"), CHAT, "Anna Nowak", ENGLISH)
WAITING, WITH_TOM = Queued(LIVE, CASE, NOON), WithAgent(TOM, CASE, THREAD)
QUESTION = "Where is <b>it</b>? https://a.example/x"
CITED = Answer("answered", "Five days.", (Citation("r", "Refunds & more", "https://shop.example/r", "en"),), 0.83)


def decided(
    event: Event, *effects: Effect, before: Conversation = ANNA, after: Conversation = ANNA, inbox: int = 1
) -> Decided:
    return Decided(inbox, event, facts(), before, after, effects)


def message(author: str, words: str, inbox: int = 1, name: str = "", effect: str = "") -> Message:
    return Message(ANNA.id, inbox, author, name, words, NOON, EffectId(effect) if effect else None)  # type: ignore[arg-type]


async def happened(tx: Transaction, question: str = QUESTION, name: str = "Anna Nowak", at: datetime = NOON) -> None:
    """Of `at` on; `name` is the customer's."""
    anna = replace(ANNA, name=name, email="anna@example.org")
    waiting, with_tom = replace(anna, stage=WAITING), replace(anna, stage=WITH_TOM)
    await tx.cases.open(OLDER, ANNA.id, "email", at - timedelta(days=3))
    await tx.cases.close(OLDER, at - timedelta(days=2))
    await tx.transcript.add([replace(message("customer", "Something old"), at=at - timedelta(days=3))])
    await tx.cases.open(CASE, ANNA.id, "live_chat", at)
    await tx.conversations.save(with_tom, at)
    await tx.chats.put(
        ChatRow(CASE, ANNA.id, ENGLISH, at, agent=TOM.id, claimed_at=at, thread=THREAD, name=name, topic="order")
    )
    await tx.handoffs.put(HandoffRow(CASE, ANNA.id, "live_chat", ENGLISH, "", "wished", at, claimed_at=at))
    history = [
        decided(CustomerWrote(question)),
        decided(AnswerReady(1, CITED)),
        decided(AgentClaimed(TOM, THREAD, CASE), before=waiting, after=with_tom),
        decided(AgentWrote(TOM, THREAD, "It is on its way."), before=with_tom, after=with_tom),
    ]
    for index, row in enumerate(history, start=1):
        await tx.decisions.add(replace(row, inbox_id=index, facts=facts(at)))
    chatted = [
        message("customer", question, 1, name),
        message("assistant", "Five days.", 2, effect="2.0"),
        message("agent", "It is on its way.", 4, "Tom", effect="4.0"),
        message("note", "she was here before", 5, "Tom"),
    ]
    await tx.transcript.add([replace(each, at=at) for each in chatted])
    sent = Say(CHAT, View((Words("It is on its way."),)), ENGLISH, TOM)
    (row,) = await tx.outbox.add([NewEffect(EffectId("4.0"), ANNA.id, "telegram:1001", sent, 1)], at)
    await tx.outbox.settle(row.seq, "failed", reason="Forbidden: <b>blocked</b>")
