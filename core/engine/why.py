"""Why a message was sent as it was: the answer behind it, with all that was found and decided."""

from core.model.answer import Answer
from core.model.events import AnswerReady
from core.model.ids import ConversationId
from core.ports import Store


async def answer_behind(store: Store, conversation: ConversationId, receipt: str) -> Answer | None:
    """`receipt` is the platform's own id of the message; None where the message is no answer."""
    decided = await store.transact(lambda tx: tx.decisions.behind(conversation, receipt))
    return decided.event.answer if decided and isinstance(decided.event, AnswerReady) else None
