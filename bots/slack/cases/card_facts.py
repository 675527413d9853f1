"""What a card says of its case: who waits, in which language, about which order, and how it stands with whom."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

import msgspec

from bots.slack.cases.card_actions import Say, State
from bots.slack.controls.words import language_shown
from bots.slack.ids import Json
from bots.slack.writing.markup import date_of, escaped, literal, shortened
from core.language.names import name_of
from core.language.spec import ENGLISH
from core.model.dispute import OrderFacts
from core.model.ids import CaseCode, ConversationId, Language
from core.model.shop import Tried
from core.model.view import Text, text

# docs.slack.dev/reference/block-kit/blocks: at most 10 fields in a section, of up to 2,000 characters.
_FIELDS = 10
_FIELD = 500  # so that all fields together leave room for words
_TITLE = 120
_OWNER = 80


class CardLine(msgspec.Struct, frozen=True):
    author: Literal["customer", "assistant", "agent", "desk", "note"]
    name: str
    text: str


class CaseCard(msgspec.Struct, frozen=True):
    """What a card shows of its case in every state; kept, because a card can only be replaced as a whole."""

    conversation: ConversationId
    case: CaseCode
    name: str
    language: Language
    question: str
    sources: tuple[str, ...]
    lines: tuple[CardLine, ...]
    opened_at: datetime
    writes: str = ""
    spoken: str = ""
    urgent: bool = False
    account: str = ""  # who is signed in
    about: str = ""  # the order or item, by number and title
    tried: Tried = ""  # with the other party of it
    translation: Literal["", "machine", "none"] = ""
    order: OrderFacts | None = None
    summary: str = ""
    by_machine: bool = False
    note: str = ""  # from a colleague who had it before


class CardState(msgspec.Struct, frozen=True):
    """How the case stands. `since`: from when the customer waits, `due`: when they should have a word. `reopens`: once closed."""

    state: State
    owner: str = ""
    closing: Text | None = None
    until: datetime | None = None
    since: datetime | None = None
    due: datetime | None = None
    language: Language | None = None
    reopens: bool = True


def fields(card: CaseCard, state: CardState, say: Say) -> list[Json]:
    """Sections of what is known of the customer and of their wait."""
    known = [*_customer(card, state, say), *_wait(card, state, say)]
    rows = (known[at : at + _FIELDS] for at in range(0, len(known), _FIELDS))
    return [{"type": "section", "fields": row} for row in rows]


def _customer(card: CaseCard, state: CardState, say: Say) -> Iterator[Json]:
    yield _field(text("card.customer"), card.name or card.conversation, say)
    yield _field(text("card.language"), _language(card, state, say), say)
    if card.account:
        yield _field(text("card.account"), card.account, say)
    if card.about and not card.order:
        yield _field(text("card.order"), card.about, say)
    if card.tried:
        yield _field(text("card.tried"), say(_TRIED[card.tried]), say)
    if card.writes:
        yield _field(text("card.writes"), name_of(card.writes, ENGLISH), say)
    if card.spoken:
        yield _field(text("card.spoken"), name_of(card.spoken, ENGLISH), say)
    if card.translation:
        yield literal(say(_TRANSLATION[card.translation]), _FIELD)


def _language(card: CaseCard, state: CardState, say: Say) -> str:
    shown = language_shown(state.language or card.language)
    needs = f" ({say(text('card.needs_translation'))})" if card.translation and not state.language else ""
    return shown + needs


def _wait(card: CaseCard, state: CardState, say: Say) -> Iterator[Json]:
    """In static text nothing turns red when it is late, so the times themselves stand there, in each reader's own zone."""
    since = state.since or (card.opened_at if state.state == "waiting" else None)
    if since:
        yield _dated(text("card.since"), since, say)
    if state.due:
        yield _dated(text("card.due"), state.due, say)


def order_fields(order: OrderFacts, say: Say) -> list[Json]:
    """What the shop said of the order, and when it said so."""
    title = Text(f"order.title.{order.status}", {"order": order.id, "title": shortened(order.title, _TITLE)})
    rows = [
        _field(text("card.order"), say(title), say),
        literal(say(text("card.dispute.total", amount=order.total)), _FIELD),
        *([literal(say(text("card.dispute.refunded", amount=order.refunded)), _FIELD)] if order.refunded else []),
        _dated(text("card.dispute.read_at"), order.read_at, say),
    ]
    return [{"type": "section", "fields": rows}]


def standing(state: CardState, say: Say) -> str:
    """The last line, in mrkdwn: who has it, or what became of it."""
    owner = shortened(state.owner, _OWNER)
    match state.state:
        case "waiting":
            return escaped(say(text("card.waiting")))
        case "claimed":
            return escaped(say(text("card.claimed", owner=owner)))
        case "snoozed" if state.until:
            return f"{escaped(say(text('card.snoozed_until', owner=owner)))} {date_of(state.until)}"
        case "snoozed":
            return escaped(say(text("card.snoozed", owner=owner)))
        case "assistant":
            return escaped(say(text("card.with_assistant")))
        case "closed":
            closing = (say(text("card.closed")), say(state.closing) if state.closing else "")
            return escaped(" ".join(filter(None, closing)))


def _field(label: Text, words: str, say: Say) -> Json:
    return literal(f"{say(label)}: {words}", _FIELD)


def _dated(label: Text, at: datetime, say: Say) -> Json:
    return {"type": "mrkdwn", "text": f"{escaped(say(label))}: {date_of(at)}"}


_TRIED: dict[Tried, Text] = {
    "tried": text("card.tried.tried"),
    "failed": text("card.tried.failed"),
    "skipped": text("card.tried.skipped"),
}

_TRANSLATION = {
    "machine": text("card.translation.machine"),
    "none": text("card.translation.none"),
}
