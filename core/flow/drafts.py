"""Reports that are being filled in: what is still missing, and where they are kept until they are sent."""

from typing import Literal

from msgspec.structs import replace

from core.model.conversation import Conversation, Disputing
from core.model.dispute import Evidence, EvidenceKind, WishKind
from core.model.dispute_file import Draft
from core.model.dispute_tables import advise
from core.model.events import CustomerSentFile
from core.model.facts import Facts
from core.model.file_limits import FROM_TELEGRAM
from core.model.shop import OrderId, Role
from core.model.view import Text, text

Missing = Literal["", "reason", "first", "account", "wish", "amount", "wish_words", "evidence"]

MOST_DRAFTS = 5
MOST_FILES = 30
LARGEST = FROM_TELEGRAM.bytes
LONGEST = 8_000  # characters of one text

WISHES: dict[Role, tuple[WishKind, ...]] = {
    "buyer": ("full_refund", "partial_refund", "cancellation", "replacement", "other"),
    "seller": ("cancellation", "other"),
}
_UNPAID = ("awaited", "failed")


def missing(draft: Draft) -> Missing:
    """The next thing to ask for; empty: all is there to be read through and sent."""
    if draft.reason is None:
        return "reason"
    if not draft.tried and advise(draft.reason, bool(draft.about.other.messages)):
        return "first"
    if not draft.account:
        return "account"
    return _wish(draft) or ("" if draft.complete else "evidence")


def _wish(draft: Draft) -> Missing:
    wish = draft.wish
    if wish is None:
        return "wish"
    if wish.kind == "partial_refund" and wish.amount is None:
        return "amount"
    return "wish_words" if wish.kind == "other" and not wish.words else ""


def wishes(draft: Draft) -> tuple[WishKind, ...]:
    """What this party can wish for: money comes back only where some was paid."""
    unpaid = draft.order.payment in _UNPAID
    return tuple(wish for wish in WISHES[draft.role] if not (unpaid and wish.endswith("refund")))


def find(conversation: Conversation, order: OrderId) -> Draft | None:
    """The draft about this order of whoever is signed in; nobody sees another person's."""
    person = conversation.person
    own = (draft for draft in conversation.drafts if person and draft.person == person.id)
    return next((draft for draft in own if draft.order.id == order), None)


def present_draft(conversation: Conversation) -> Draft | None:
    """The draft that is being filled in."""
    stage = conversation.stage
    return find(conversation, stage.order) if isinstance(stage, Disputing) else None


def keep(conversation: Conversation, draft: Draft) -> Conversation:
    """In place of the one before; of too many the oldest goes."""
    return replace(conversation, drafts=(draft, *_others(conversation, draft))[:MOST_DRAFTS])


def drop(conversation: Conversation, draft: Draft) -> Conversation:
    return replace(conversation, drafts=_others(conversation, draft))


def _others(conversation: Conversation, draft: Draft) -> tuple[Draft, ...]:
    same = (draft.person, draft.order.id)
    return tuple(each for each in conversation.drafts if (each.person, each.order.id) != same)


def told(words: str, more: str) -> str:
    """What somebody says in several messages, in one text."""
    return "\n\n".join(filter(None, (words, more.strip()[:LONGEST])))


KINDS: dict[str, EvidenceKind] = {
    "photo": "photo",
    "video": "video",
    "video message": "video",
    "animation": "video",
    "file": "document",
}


def refused(event: CustomerSentFile, kept: int) -> Text | None:
    """Why a file cannot be taken."""
    if not event.file:
        return text("dispute.file_unreadable")
    if event.size > LARGEST:
        return text("dispute.file_too_large")
    return text("dispute.files_enough") if kept >= MOST_FILES else None


def evidence(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Evidence:
    """`event.kind` is the messenger's word for it."""
    kind = KINDS.get(event.kind, "other")
    return Evidence(f"{conversation.customer.channel}:{event.file}", kind, event.name, facts.now)
