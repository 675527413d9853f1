"""What is known of a request without asking, when the ways to a person are chosen for it."""

from datetime import datetime

from core.engine.call_facts import customer_zone
from core.engine.joins import follows_up
from core.flow import drafts
from core.language.order import order_numbers
from core.model.conversation import Adding, Conversation
from core.model.dispute_file import DisputeLine, Draft
from core.model.ids import Language
from core.model.need import Need, Topic
from core.model.shop import OrderId
from core.ports import Transaction


async def need_of(
    tx: Transaction, conversation: Conversation, disputes: tuple[DisputeLine, ...], language: Language, now: datetime
) -> Need:
    """`disputes`: of whoever is signed in, those that are not closed. `language`: in which people would answer."""
    draft = _draft(conversation)
    return Need(
        language,
        topic_of(conversation, disputes),
        items=len(_items(conversation)),
        evidence=conversation.evidence or bool(draft and draft.evidence),
        follow_up=await follows_up(tx, conversation, now),
        zone=customer_zone(conversation),
    )


def _draft(conversation: Conversation) -> Draft | None:
    """A report about the order that is talked about was begun, and not sent."""
    about = conversation.about
    return drafts.find(conversation, OrderId(about.id)) if about and about.kind == "order" else None


def topic_of(conversation: Conversation, disputes: tuple[DisputeLine, ...]) -> Topic:
    """What is talked about; `disputes` as for a need."""
    about = conversation.about
    disputed = about is not None and any(line.order == about.id for line in disputes)
    if disputed or isinstance(conversation.stage, Adding):
        return "dispute"
    if _draft(conversation):
        return "report"
    return about.kind if about else ""


def _items(conversation: Conversation) -> frozenset[str]:
    """The orders and items that are named in what was asked, and the one that is talked about."""
    named = order_numbers("\n".join((*conversation.asked, conversation.question)))
    about = conversation.about
    return named | {about.id.upper()} if about else named
