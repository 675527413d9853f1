"""The card on top of a case's thread, in Block Kit: who waits, for what, and what the assistant had answered."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from bots.slack.ids import CLAIM, CLOSE, OFF_DUTY, ON_DUTY, CaseRef, Json
from bots.slack.markup import date_of, escaped, literal, shortened
from core.language.names import name_of
from core.language.spec import ENGLISH
from core.model.handoff import CaseOpening
from core.model.ids import CaseCode, ConversationId, Language
from core.model.people import Duty
from core.model.rows import Message
from core.model.shop import Tried
from core.model.view import Text, text

# docs.slack.dev/reference/block-kit/blocks: header 150, section 3,000, its fields 2,000 characters.
_HEADER = 150
_SECTION = 3000
_FIELD = 2000
_LINES = 10  # the last of the transcript
_LINE = 280
_SOURCES = 5
_SOURCE = 150

Say = Callable[[Text], str]


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


class CardState(msgspec.Struct, frozen=True):
    state: Literal["waiting", "claimed", "closed"]
    owner: str = ""
    closing: Text | None = None


WAITING = CardState("waiting")


def card_of(opening: CaseOpening) -> CaseCard:
    """The case as its card shows it; of the transcript the last lines, if it is more than the question."""
    handoff = opening.handoff
    return CaseCard(
        conversation=opening.conversation,
        case=handoff.case,
        name=handoff.name,
        language=handoff.language,
        question=shortened(handoff.question, _SECTION),
        sources=handoff.sources[:_SOURCES],
        lines=_last_lines(opening.transcript, handoff.question),
        opened_at=opening.opened_at,
        writes=handoff.writes,
        spoken=handoff.spoken or "",
        urgent=handoff.urgent,
        account=f"{handoff.person.name} ({handoff.person.id})" if handoff.person else "",
        about=f"{handoff.about.id} {handoff.about.title}" if handoff.about else "",
        tried=handoff.tried,
        translation=handoff.translation,
    )


def _last_lines(transcript: tuple[Message, ...], question: str) -> tuple[CardLine, ...]:
    told = [
        line for line in transcript if line.author != "desk" and line.text.strip()
    ]  # what we say by rote helps nobody
    lines = [CardLine(line.author, line.name, shortened(line.text, _LINE)) for line in told]
    only_question = all(line.author == "customer" and line.text == question for line in transcript)
    return () if only_question else tuple(lines[-_LINES:])


def headline(card: CaseCard, say: Say) -> str:
    """The `text` of the card's message: what a notification shows."""
    title = say(text("card.title", case=card.case))
    marked = f"{say(text('card.urgent'))} {title}" if card.urgent else title
    return escaped(shortened(f"{marked} - {card.name}: {card.question}", 300))


def card_blocks(card: CaseCard, state: CardState, say: Say) -> list[Json]:
    """The blocks of the card; `say` gives catalog texts in the staff's language."""
    return [
        {"type": "header", "text": literal(say(text("card.title", case=card.case)), _HEADER)},
        *([{"type": "section", "text": literal(say(text("card.urgent")), _SECTION)}] if card.urgent else []),
        {"type": "section", "fields": _fields(card, state, say)},
        *labelled(say(text("card.question")), card.question),
        *labelled(say(text("card.sources")), "\n".join(f"• {shortened(each, _SOURCE)}" for each in card.sources)),
        *labelled(say(text("card.transcript")), "\n".join(_line(each, say) for each in card.lines)),
        {"type": "context", "elements": [literal(_standing(state, say), _FIELD)]},
        *_actions(card, state, say),
    ]


def _fields(card: CaseCard, state: CardState, say: Say) -> list[Json]:
    fields = [
        literal(f"{say(text('card.customer'))}: {card.name or card.conversation}", _FIELD),
        literal(f"{say(text('card.language'))}: {name_of(card.language, ENGLISH)}", _FIELD),
    ]
    own = ((text("card.account"), card.account), (text("card.order"), card.about))
    fields += [literal(f"{say(label)}: {words}", _FIELD) for label, words in own if words]
    if card.tried:
        fields.append(literal(f"{say(text('card.tried'))}: {say(_TRIED[card.tried])}", _FIELD))
    if card.writes:
        fields.append(literal(f"{say(text('card.writes'))}: {name_of(card.writes, ENGLISH)}", _FIELD))
    if card.spoken:
        fields.append(literal(f"{say(text('card.spoken'))}: {name_of(card.spoken, ENGLISH)}", _FIELD))
    if card.translation:
        fields.append(literal(say(_TRANSLATION[card.translation]), _FIELD))
    if state.state == "waiting":
        since = f"{escaped(say(text('card.since')))}: {date_of(card.opened_at)}"
        fields.append({"type": "mrkdwn", "text": since})
    return fields


def labelled(label: str, words: str) -> list[Json]:
    """Nothing for no words; the words are shown literally."""
    if not words.strip():
        return []
    return [
        {"type": "context", "elements": [{"type": "mrkdwn", "text": f"*{escaped(label)}*"}]},
        {"type": "section", "text": literal(words, _SECTION)},
    ]


def _line(line: CardLine, say: Say) -> str:
    return f"{line.name or say(_AUTHORS[line.author])}: {line.text}"


_TRIED: dict[Tried, Text] = {
    "tried": text("card.tried.tried"),
    "failed": text("card.tried.failed"),
    "skipped": text("card.tried.skipped"),
}

_TRANSLATION = {
    "machine": text("card.translation.machine"),
    "none": text("card.translation.none"),
}

_AUTHORS = {
    "customer": text("card.customer"),
    "assistant": text("card.assistant"),
    "agent": text("card.agent"),
    "desk": text("card.desk"),
    "note": text("card.agent"),
}


def _standing(state: CardState, say: Say) -> str:
    match state.state:
        case "waiting":
            return say(text("card.waiting"))
        case "claimed":
            return say(text("card.claimed", owner=state.owner))
        case "closed":
            closed = say(text("card.closed"))
            return f"{closed} {say(state.closing)}" if state.closing else closed


def _actions(card: CaseCard, state: CardState, say: Say) -> list[Json]:
    value = msgspec.json.encode(CaseRef(card.conversation, card.case)).decode()
    claim = button(say(text("card.claim")), CLAIM, value) | {"style": "primary"}
    close = button(say(text("card.close")), CLOSE, value)
    match state.state:
        case "waiting":
            return [{"type": "actions", "elements": [claim, close]}]
        case "claimed":
            return [{"type": "actions", "elements": [close]}]
        case "closed":
            return []


def button(label: str, action: str, value: str) -> Json:
    return {"type": "button", "text": literal(label, 75), "action_id": action, "value": value}


def duty_blocks(duties: Sequence[Duty], say: Say) -> list[Json]:
    """The duty panel: who takes conversations now, who would if they were not away, and the two buttons."""
    buttons = [
        button(say(text("duty.on")), ON_DUTY, "on") | {"style": "primary"},
        button(say(text("duty.off")), OFF_DUTY, "off"),
    ]
    return [
        {"type": "header", "text": literal(say(text("duty.title")), _HEADER)},
        {"type": "section", "text": literal(duty_line(duties, say), _SECTION)},
        {"type": "actions", "elements": buttons},
    ]


def duty_line(duties: Sequence[Duty], say: Say) -> str:
    there = ", ".join(_name(duty) for duty in duties if duty.there)
    away = ", ".join(_name(duty) for duty in duties if duty.on_duty and duty.away)
    first = say(text("duty.now", names=there)) if there else say(text("duty.nobody"))
    return f"{first}\n{say(text('duty.away', names=away))}" if away else first


def _name(duty: Duty) -> str:
    """With the languages, where they are said: it decides which customers are offered a chat."""
    name = duty.agent.name or duty.agent.id
    return f"{name} ({', '.join(duty.languages)})" if duty.languages else name
