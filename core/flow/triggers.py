"""Which row of the table an event falls under, seen from the present stage."""

from datetime import timedelta
from enum import StrEnum
from typing import assert_never

from core.flow.call_buttons import change_in
from core.flow.choices import ORDERS, REQUEST, REQUESTS, SIGN_IN, SIGN_OUT, START, TALK, choices
from core.flow.dispute_form import DISPUTE, step_of
from core.flow.in_order import awaits
from core.flow.joining import apart_in
from core.flow.language import LANGUAGE, LANGUAGES
from core.flow.mail_buttons import press_in
from core.flow.privacy_buttons import is_about_data
from core.flow.proving import is_typed
from core.flow.stale import is_for_people
from core.flow.translated import ORIGINAL
from core.model.callback import CallbackNews
from core.model.conversation import (
    Adding,
    Answering,
    Closed,
    Conversation,
    Corresponding,
    Disputing,
    Filling,
    PickingOrder,
    Queued,
    WithAgent,
)
from core.model.dispute_events import DisputeNews
from core.model.events import (
    AgentClaimed,
    AgentClosed,
    AgentControlled,
    AgentDeleted,
    AgentEdited,
    AgentWrote,
    AnswerReady,
    CustomerChose,
    CustomerEdited,
    CustomerSentFile,
    CustomerWrote,
    Delivered,
    EffectFailed,
    Event,
    HandoffOpened,
    OneFound,
    OrdersFound,
    OwnerGone,
    SignedIn,
    Suggested,
    ThreadMoved,
    Translated,
    Woke,
)
from core.model.facts import Facts
from core.model.ticket_events import TicketNews

TAKES_FILES = (Filling, Disputing, Adding, Queued, WithAgent, Corresponding)
DOUBLE_PRESS = timedelta(seconds=5)  # two taps of an impatient thumb, not two wishes


class Trigger(StrEnum):
    STARTED = "starts"
    ASKED = "writes"
    BELATED = "wrote while we were away"
    COURTESY = "greets or thanks"
    URGENT = "may come to harm"
    TALK = "asks for a person"
    PICKED = "picks a choice"
    STALE = "presses an old button"
    REPEATED = "presses twice"
    ORDERS = "asks about an order"
    REQUESTS = "asks for the own requests"
    PRIVACY = "asks about the own data"
    SIGN_IN = "wants to sign in"
    SIGN_OUT = "signs out"
    SIGNED_IN = "is signed in"
    FOUND = "shop has answered"
    DISPUTE = "reports a problem"
    PARTY = "answers in a dispute"
    NEWS = "dispute has news"
    CALL = "changes a callback"
    CALL_TO_EMAIL = "prefers e-mail to a callback"
    CALL_NEWS = "callback has news"
    TICKET = "acts on a ticket"
    APART = "says that it is something else"
    TICKET_NEWS = "ticket has news"
    PROOF = "types a code"
    LANGUAGES = "asks for the languages"
    LANGUAGE = "chooses a language"
    ORIGINAL = "asks for the original words"
    FILE = "sends a file"
    EDITED = "edits"
    AGENT_WROTE = "agent writes"
    AGENT_CHANGED = "agent edits or deletes"
    AGENT_CLAIMED = "agent claims"
    AGENT_CLOSED = "agent closes"
    AGENT_CONTROLLED = "agent uses a control"
    OWNER_GONE = "agent has gone"
    DELIVERED = "agent's words have arrived"
    SUGGESTED = "reply is suggested"
    ANSWERED = "answer is ready"
    TRANSLATED = "words are translated"
    OPENED = "handoff is open"
    MOVED = "thread has moved"
    FAILED = "effect failed"
    WOKE = "time is up"
    LATE = "late result"


def as_choice(conversation: Conversation, event: Event, facts: Facts) -> Event:
    """Words that stand for a button are a press of it. Where nobody looks at files, a caption is words like any others."""
    if (
        isinstance(event, CustomerSentFile)
        and event.caption.strip()
        and not isinstance(conversation.stage, TAKES_FILES)
    ):
        event = CustomerWrote(event.caption, event.sender, event.ref)
    if not isinstance(event, CustomerWrote):
        return event
    if facts.typed and facts.typed != START:
        return CustomerChose(facts.typed, conversation.turn, event.sender)
    if facts.requests.code and _asks_for_it(conversation, facts) and not is_typed(conversation, facts):
        return CustomerChose(REQUEST + facts.requests.code, conversation.turn, event.sender)
    if facts.wants_person and not facts.urgent and not isinstance(conversation.stage, Queued | WithAgent):
        return CustomerChose(TALK, conversation.turn, event.sender)
    return event


def _asks_for_it(conversation: Conversation, facts: Facts) -> bool:
    """To the team about a ticket nobody writes a code and nothing else: they want to know how it stands."""
    writing = isinstance(conversation.stage, Corresponding)
    return facts.requests.alone if writing else not _takes_words(conversation)


def _takes_words(conversation: Conversation) -> bool:
    """What is written here goes into a form, or to a person: a case's code may be part of what they want to say."""
    stage = conversation.stage
    return isinstance(stage, TAKES_FILES) or (isinstance(stage, Closed) and stage.asks == "writing")


def trigger(conversation: Conversation, event: Event, facts: Facts) -> Trigger:
    match event:
        case CustomerWrote():
            return _in_time(conversation, event, _words(conversation, facts), facts)
        case CustomerChose():
            return _press(conversation, event, facts)
        case CustomerSentFile():
            return Trigger.FILE
        case CustomerEdited():
            return _in_time(conversation, event, Trigger.EDITED, facts)
        case AgentWrote():
            return Trigger.AGENT_WROTE
        case AgentEdited() | AgentDeleted():
            return Trigger.AGENT_CHANGED
        case AgentClaimed():
            return Trigger.AGENT_CLAIMED
        case AgentClosed():
            return Trigger.AGENT_CLOSED
        case AgentControlled():
            return Trigger.AGENT_CONTROLLED
        case OwnerGone():
            return Trigger.OWNER_GONE
        case Delivered():
            return Trigger.DELIVERED
        case Suggested():
            return Trigger.SUGGESTED
        case AnswerReady():
            awaited = isinstance(conversation.stage, Answering) and event.turn == conversation.turn
            return Trigger.ANSWERED if awaited else Trigger.LATE
        case Translated(number=number):
            return Trigger.TRANSLATED if awaits(conversation, number) else Trigger.LATE
        case HandoffOpened():
            return Trigger.OPENED
        case ThreadMoved():
            return Trigger.MOVED
        case SignedIn():
            return Trigger.SIGNED_IN
        case OrdersFound() | OneFound():
            looking = isinstance(conversation.stage, PickingOrder | Disputing)
            awaited = looking and event.turn == conversation.turn
            return Trigger.FOUND if awaited else Trigger.LATE
        case DisputeNews():
            return Trigger.NEWS
        case CallbackNews():
            return Trigger.CALL_NEWS
        case TicketNews():
            return Trigger.TICKET_NEWS
        case EffectFailed():
            return Trigger.FAILED
        case Woke():
            return Trigger.WOKE if event.turn == conversation.turn else Trigger.LATE
        case other:
            assert_never(other)


def _words(conversation: Conversation, facts: Facts) -> Trigger:
    if facts.typed == START:
        return Trigger.STARTED
    if facts.urgent:
        return Trigger.URGENT
    if is_typed(conversation, facts):
        return Trigger.PROOF
    if isinstance(conversation.stage, Corresponding):
        return Trigger.COURTESY if facts.smalltalk in ("thanks", "goodbye") else Trigger.ASKED
    if isinstance(conversation.stage, Filling | Disputing | Adding | Queued | WithAgent):
        return Trigger.ASKED
    if isinstance(conversation.stage, Closed) and conversation.stage.asks == "writing":
        return Trigger.ASKED
    return Trigger.COURTESY if facts.courtesy or facts.smalltalk else Trigger.ASKED


def _in_time(conversation: Conversation, event: CustomerWrote | CustomerEdited, kind: Trigger, facts: Facts) -> Trigger:
    is_question = kind in (Trigger.ASKED, Trigger.COURTESY, Trigger.EDITED)
    return Trigger.BELATED if is_question and is_for_people(conversation, event, facts) else kind


_ANYWHERE = {
    ORDERS: Trigger.ORDERS,
    REQUESTS: Trigger.REQUESTS,
    SIGN_IN: Trigger.SIGN_IN,
    SIGN_OUT: Trigger.SIGN_OUT,
    DISPUTE: Trigger.DISPUTE,
}


def _press(conversation: Conversation, event: CustomerChose, facts: Facts) -> Trigger:
    if _twice(conversation, event, facts):
        return Trigger.REPEATED
    if event.action == TALK:
        return Trigger.TALK
    if event.action in _ANYWHERE:
        return _ANYWHERE[event.action]
    if event.action.startswith(REQUEST):
        return Trigger.REQUESTS
    if is_about_data(event.action):
        return Trigger.PRIVACY
    if step_of(event.action):
        return Trigger.PARTY
    if change := change_in(event.action):
        return Trigger.CALL_TO_EMAIL if change.what == "email" else Trigger.CALL
    if apart_in(event.action):
        return Trigger.APART
    if press_in(event.action):
        return Trigger.TICKET
    if event.action.startswith(ORIGINAL):
        return Trigger.ORIGINAL
    if event.action == LANGUAGES:
        return Trigger.LANGUAGES
    if event.action in {LANGUAGE + tongue.code for tongue in facts.tongues}:
        return Trigger.LANGUAGE
    offered = any(button.action == event.action for button in choices(conversation))
    return Trigger.PICKED if offered and event.turn == conversation.turn else Trigger.STALE


def _twice(conversation: Conversation, event: CustomerChose, facts: Facts) -> bool:
    """The clock may have been set back in between, which must not make a button dead."""
    taken = conversation.taken
    return (
        taken is not None
        and (taken.action, taken.turn, taken.led_to) == (event.action, event.turn, conversation.turn)
        and abs(facts.now - taken.at) < DOUBLE_PRESS
    )
