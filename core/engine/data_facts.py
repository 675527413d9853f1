"""Loads what is known where a customer asks about their data: what they are told of it, and what is theirs in this chat."""

from core.engine.privacy.subject import chats_of, kept_of, whole
from core.engine.said import action_in
from core.flow.privacy import accounts
from core.flow.privacy_buttons import BACK, is_about_data
from core.model.conversation import Conversation
from core.model.data_wishes import DataFacts, DataNotice
from core.model.events import Event, SignedIn
from core.model.ids import ConversationId
from core.model.privacy import Subject
from core.ports import Transaction


class DataFactsLoader:
    def __init__(self, notice: DataNotice) -> None:
        self._notice = notice

    async def load(self, tx: Transaction, conversation: Conversation, event: Event, typed: str) -> DataFacts | None:
        """`typed`: the action that the customer's words stand for. None where it is about something else."""
        if not _is_asked_for(conversation, event, action_in(event, typed)):
            return None
        subject = await whole(tx, Subject((conversation.id,), _account(conversation, event)))
        return DataFacts(
            self._notice,
            subject,
            await kept_of(tx, subject),
            await _is_erasing(tx, conversation.id),
            await _is_shared(tx, subject, conversation.id),
        )


def _is_asked_for(conversation: Conversation, event: Event, action: str) -> bool:
    goes_on = isinstance(event, SignedIn) and conversation.wish is not None
    return goes_on or (is_about_data(action) and action != BACK)


def _account(conversation: Conversation, event: Event) -> str:
    """Of whoever is signed in; where more than one was, nothing follows from it but that a person must look."""
    if isinstance(event, SignedIn):
        return event.person.id
    return next(iter(sorted(accounts(conversation))), "")


async def _is_shared(tx: Transaction, subject: Subject, here: ConversationId) -> bool:
    """Of the chat itself the flow knows it."""
    return any(is_shared for chat, is_shared in await chats_of(tx, subject.person) if chat != here)


async def _is_erasing(tx: Transaction, chat: ConversationId) -> bool:
    return any(chat in erasure.subject.conversations for erasure in await tx.erasures.undone())
