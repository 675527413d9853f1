"""The card on top of a case's thread, in Block Kit: who waits, for what, and what the assistant had answered."""

import hashlib
from collections.abc import Sequence

from bots.slack.cases.card_actions import Say as Say
from bots.slack.cases.card_actions import actions
from bots.slack.cases.card_actions import button as button
from bots.slack.cases.card_facts import CardLine, CardState, CaseCard, fields, order_fields, standing
from bots.slack.ids import OFF_DUTY, ON_DUTY, CaseRef, Json
from bots.slack.writing.markup import escaped, literal, shortened
from core.model.codec import encode
from core.model.handoff import CaseOpening
from core.model.people import Duty
from core.model.rows import Message
from core.model.spoken import LAST, spoken
from core.model.view import text

# docs.slack.dev/reference/block-kit/blocks: header 150, section 3,000 characters.
_HEADER = 150
_SECTION = 3000
_QUESTION = 2000
_SUMMARY = 1200
_LINE = 280
_SOURCES = 5
_SOURCE = 150

WAITING = CardState("waiting")


def card_of(opening: CaseOpening) -> CaseCard:
    """The case as its card shows it; of the transcript the last lines, if it is more than the question."""
    handoff = opening.handoff
    return CaseCard(
        conversation=opening.conversation,
        case=handoff.case,
        name=handoff.name,
        language=handoff.language,
        question=shortened(handoff.question, _QUESTION),
        sources=handoff.sources[:_SOURCES],
        lines=last_lines(opening.transcript, handoff.question),
        opened_at=opening.opened_at,
        writes=handoff.writes,
        spoken=handoff.spoken or "",
        urgent=handoff.urgent,
        account=f"{handoff.person.name} ({handoff.person.id})" if handoff.person else "",
        about=f"{handoff.about.id} {handoff.about.title}" if handoff.about else "",
        tried=handoff.tried,
        translation=handoff.translation,
        order=opening.order,
        summary=shortened(opening.summary, _SUMMARY),
        by_machine=opening.by_machine,
        note=shortened(handoff.note, _SUMMARY),
    )


def last_lines(transcript: tuple[Message, ...], question: str) -> tuple[CardLine, ...]:
    lines = [CardLine(line.author, line.name, shortened(line.text, _LINE)) for line in spoken(transcript)[-LAST:]]
    only_question = all(line.author == "customer" and line.text == question for line in transcript)
    return () if only_question else tuple(lines)


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
        *fields(card, state, say),
        *(order_fields(card.order, say) if card.order else []),
        *labelled(say(text("card.question")), card.question),
        *labelled(say(text("card.note")), card.note),
        *labelled(say(text("card.summary_machine") if card.by_machine else text("card.began")), card.summary),
        *labelled(say(text("card.sources")), "\n".join(f"• {shortened(each, _SOURCE)}" for each in card.sources)),
        *labelled(say(text("card.transcript")), "\n".join(_line(each, say) for each in card.lines)),
        {"type": "context", "elements": [_mrkdwn(standing(state, say))]},
        *actions(
            CaseRef(card.conversation, card.case), state.state, say, reopens=state.reopens, version=_version(state)
        ),
    ]


def _version(state: CardState) -> str:
    return hashlib.sha256(encode(state).encode()).hexdigest()[:16]


def _mrkdwn(words: str) -> Json:
    return {"type": "mrkdwn", "text": words}


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


_AUTHORS = {
    "customer": text("card.customer"),
    "assistant": text("card.assistant"),
    "agent": text("card.agent"),
    "desk": text("card.desk"),
    "note": text("card.agent"),
}


def duty_blocks(duties: Sequence[Duty], say: Say, closed: Sequence[str] = ()) -> list[Json]:
    """The duty panel: who takes conversations now, who would if they were not away, what is `closed` for everybody, and the two
    buttons.
    """
    buttons = [
        button(say(text("duty.on")), ON_DUTY, "on") | {"style": "primary"},
        button(say(text("duty.off")), OFF_DUTY, "off"),
    ]
    return [
        {"type": "header", "text": literal(say(text("duty.title")), _HEADER)},
        {"type": "section", "text": literal(duty_line(duties, say), _SECTION)},
        *({"type": "section", "text": literal(line, _SECTION)} for line in closed),
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
