"""Every transition as data: what each stage does at each trigger, and which stages may follow. The diagram is drawn from it."""

from typing import NamedTuple

from core.flow import (
    advice,
    amending,
    answering,
    apologising,
    call_changes,
    chat,
    choosing,
    controls,
    corresponding,
    delivery,
    dispute_parties,
    disputing,
    ending,
    failures,
    filling,
    greeting,
    language,
    moving,
    parting,
    passing,
    personal,
    privacy,
    proving,
    queue,
    rating,
    requests,
    signing,
    suggesting,
    ticketing,
    translating,
)
from core.flow.decision import Decision
from core.flow.meanwhile import Step, behind
from core.flow.present import present
from core.flow.triggers import Trigger
from core.model.conversation import (
    Adding,
    Advising,
    Answering,
    Choosing,
    Closed,
    Conversation,
    Corresponding,
    Disputing,
    Filling,
    Idle,
    PickingOrder,
    Queued,
    SigningIn,
    Stage,
    WithAgent,
)
from core.model.events import Event
from core.model.facts import Facts
from core.model.view import Line, text


class Row(NamedTuple):
    """What is done, and the stages that may follow beside the present one."""

    step: Step
    to: tuple[type[Stage], ...] = ()


def nothing(conversation: Conversation, event: Event, facts: Facts) -> Decision:
    """Known and without consequence; it is in the inbox all the same."""
    return Decision(conversation)


def stale(conversation: Conversation, event: Event, facts: Facts) -> Decision:
    """Who typed a command that means nothing here has pressed no old button."""
    if facts.typed:
        return here(conversation, event, facts)
    return Decision(conversation, (present(conversation, Line(text("choice.expired"))),))


def here(conversation: Conversation, event: Event, facts: Facts) -> Decision:
    """Already on the way to a person: say where the customer stands."""
    return Decision(conversation, (present(conversation),))


APOLOGY = Row(apologising.wrote, (Closed,))  # where the assistant would have answered

# Whatever a stage does not say for itself. A row for every trigger, so that no event is ever without an answer.
EVERYWHERE: dict[Trigger, Row] = {
    Trigger.STARTED: Row(personal.started, (SigningIn, PickingOrder)),
    Trigger.ASKED: Row(personal.asked, (Answering, PickingOrder)),
    Trigger.BELATED: Row(nothing),
    Trigger.COURTESY: Row(greeting.courtesy),
    Trigger.URGENT: Row(choosing.urgent, (Choosing,)),
    Trigger.TALK: Row(advice.talk, (Choosing, Advising)),
    Trigger.ORDERS: Row(personal.orders, (SigningIn, PickingOrder)),
    Trigger.REQUESTS: Row(requests.asked),
    Trigger.PRIVACY: Row(privacy.chosen),
    Trigger.SIGN_IN: Row(signing.sign_in, (SigningIn,)),
    Trigger.SIGN_OUT: Row(signing.sign_out),
    Trigger.SIGNED_IN: Row(personal.signed_in),
    Trigger.FOUND: Row(nothing),
    Trigger.PICKED: Row(stale),
    Trigger.STALE: Row(stale),
    Trigger.REPEATED: Row(nothing),
    Trigger.DISPUTE: Row(disputing.report, (Disputing, Adding, PickingOrder, SigningIn)),
    Trigger.PARTY: Row(dispute_parties.chosen, (Adding,)),
    Trigger.NEWS: Row(dispute_parties.news),
    Trigger.CALL: Row(call_changes.chosen),
    Trigger.CALL_TO_EMAIL: Row(call_changes.by_email, (Filling,)),
    Trigger.CALL_NEWS: Row(call_changes.news),
    Trigger.TICKET: Row(ticketing.chosen, (Corresponding, Filling)),
    Trigger.APART: Row(parting.chosen),
    Trigger.TICKET_NEWS: Row(ticketing.news),
    Trigger.PROOF: Row(proving.typed),
    Trigger.LANGUAGES: Row(language.show),
    Trigger.LANGUAGE: Row(language.chosen),
    Trigger.ORIGINAL: Row(translating.show_original),
    Trigger.FILE: Row(answering.sent_file),
    Trigger.EDITED: Row(nothing),
    Trigger.AGENT_WROTE: Row(queue.thread_over),
    Trigger.AGENT_CHANGED: Row(amending.changed),
    Trigger.AGENT_CLAIMED: Row(queue.thread_over),
    Trigger.AGENT_CLOSED: Row(queue.thread_over),
    Trigger.AGENT_CONTROLLED: Row(controls.elsewhere, (WithAgent,)),
    Trigger.OWNER_GONE: Row(nothing),
    Trigger.DELIVERED: Row(delivery.delivered),
    Trigger.SUGGESTED: Row(nothing),
    Trigger.ANSWERED: Row(nothing),
    Trigger.TRANSLATED: Row(nothing),
    Trigger.OPENED: Row(queue.opened_late),
    Trigger.MOVED: Row(nothing),
    Trigger.FAILED: Row(failures.failed, (Choosing, Filling)),
    Trigger.WOKE: Row(nothing),
    Trigger.LATE: Row(nothing),
}

STAGES: dict[type[Stage], dict[Trigger, Row]] = {
    Idle: {
        Trigger.BELATED: APOLOGY,
        Trigger.TICKET: Row(ticketing.chosen, (Corresponding, Filling, Closed)),
        Trigger.TICKET_NEWS: Row(ticketing.news, (Corresponding, Closed)),
        Trigger.ASKED: Row(personal.asked, (Answering, Choosing, PickingOrder)),
        Trigger.PICKED: Row(rating.rated, (Choosing,)),
        Trigger.CALL_NEWS: Row(call_changes.news, (Closed,)),
        Trigger.EDITED: Row(personal.edited, (Answering, PickingOrder)),
    },
    Answering: {
        Trigger.BELATED: APOLOGY,
        Trigger.SIGN_OUT: Row(signing.sign_out, (Idle,)),
        Trigger.SIGNED_IN: Row(personal.signed_in, (Idle,)),
        Trigger.ASKED: Row(answering.asked_more),
        Trigger.COURTESY: Row(nothing),
        Trigger.EDITED: Row(answering.edited_meanwhile, (Answering,)),
        Trigger.ANSWERED: Row(answering.answered, (Idle, Answering, Choosing)),
        Trigger.FAILED: Row(failures.failed, (Idle, Answering)),
        Trigger.WOKE: Row(answering.unanswered, (Idle, Answering)),
    },
    SigningIn: {
        Trigger.BELATED: APOLOGY,
        Trigger.SIGNED_IN: Row(personal.signed_in, (Idle, PickingOrder)),
        Trigger.WOKE: Row(signing.expired, (Idle,)),
    },
    PickingOrder: {
        Trigger.BELATED: APOLOGY,
        Trigger.STARTED: Row(personal.started),
        Trigger.ORDERS: Row(personal.orders),
        Trigger.DISPUTE: Row(disputing.report, (Disputing, Adding)),
        Trigger.ASKED: Row(personal.wrote, (Answering,)),
        Trigger.PICKED: Row(personal.picked, (Idle, Answering)),
        Trigger.FOUND: Row(personal.found, (Idle, Answering)),
        Trigger.SIGN_OUT: Row(signing.sign_out, (Idle,)),
        Trigger.SIGNED_IN: Row(personal.signed_in, (Idle,)),
        Trigger.FAILED: Row(personal.failed, (Idle, Answering, Choosing, Filling)),
        Trigger.WOKE: Row(personal.woke, (Idle, Answering)),
    },
    Advising: {
        Trigger.BELATED: APOLOGY,
        Trigger.TICKET_NEWS: Row(ticketing.news, (Corresponding,)),
        Trigger.DISPUTE: Row(disputing.report, (Disputing, Adding)),
        Trigger.STARTED: Row(personal.started, (PickingOrder,)),
        Trigger.ORDERS: Row(personal.orders, (PickingOrder,)),
        Trigger.SIGN_OUT: Row(signing.sign_out, (Idle,)),
        Trigger.SIGNED_IN: Row(personal.signed_in, (Idle,)),
        Trigger.TALK: Row(advice.chosen, (Choosing,)),
        Trigger.PICKED: Row(advice.chosen, (Choosing,)),
    },
    Disputing: {
        Trigger.STARTED: Row(personal.started, (PickingOrder,)),
        Trigger.ORDERS: Row(personal.orders, (PickingOrder,)),
        Trigger.DISPUTE: Row(disputing.report, (Adding,)),
        Trigger.TALK: Row(choosing.talk, (Choosing,)),
        Trigger.ASKED: Row(disputing.wrote),
        Trigger.FILE: Row(disputing.sent_file),
        Trigger.PICKED: Row(disputing.picked, (Idle, Closed)),
        Trigger.FOUND: Row(disputing.found, (Idle,)),
        Trigger.SIGN_OUT: Row(signing.sign_out, (Idle,)),
        Trigger.SIGNED_IN: Row(personal.signed_in, (Idle,)),
        Trigger.FAILED: Row(disputing.failed, (Idle, Choosing, Filling)),
        Trigger.WOKE: Row(disputing.woke, (Idle,)),
    },
    Adding: {
        Trigger.STARTED: Row(personal.started, (PickingOrder,)),
        Trigger.ORDERS: Row(personal.orders, (PickingOrder,)),
        Trigger.DISPUTE: Row(disputing.report, (Disputing, PickingOrder)),
        Trigger.TALK: Row(choosing.talk, (Choosing,)),
        Trigger.ASKED: Row(dispute_parties.wrote),
        Trigger.FILE: Row(dispute_parties.sent_file),
        Trigger.PICKED: Row(dispute_parties.picked, (Idle,)),
        Trigger.SIGN_OUT: Row(signing.sign_out, (Idle,)),
        Trigger.SIGNED_IN: Row(personal.signed_in, (Idle,)),
        Trigger.WOKE: Row(dispute_parties.woke, (Idle,)),
    },
    Choosing: {
        Trigger.BELATED: APOLOGY,
        Trigger.TICKET_NEWS: Row(ticketing.news, (Corresponding,)),
        Trigger.TALK: Row(choosing.talk),
        Trigger.PICKED: Row(choosing.picked, (Filling, Queued, Idle, Corresponding, Closed)),
        Trigger.WOKE: Row(choosing.woke, (Idle,)),
    },
    Filling: {
        Trigger.STARTED: Row(here),
        Trigger.ASKED: Row(filling.wrote, (Choosing, Queued, Closed, Corresponding)),
        Trigger.URGENT: Row(behind(queue.urgent, chat.urgent, choosing.urgent), (Choosing, Queued, WithAgent)),
        Trigger.TALK: Row(filling.talk, (Choosing, Queued, WithAgent)),
        Trigger.ORDERS: Row(here),
        Trigger.DISPUTE: Row(here),
        Trigger.PARTY: Row(here),
        Trigger.CALL_TO_EMAIL: Row(here),
        Trigger.TICKET: Row(ticketing.chosen),
        Trigger.SIGN_IN: Row(signing.beside),
        Trigger.SIGN_OUT: Row(signing.sign_out, (Idle,)),
        Trigger.SIGNED_IN: Row(personal.signed_in_beside, (Idle,)),
        Trigger.PICKED: Row(filling.picked, (Choosing, Queued, Closed, Idle, WithAgent)),
        Trigger.FILE: Row(filling.sent_file, (Choosing, Queued, Closed, Corresponding)),
        Trigger.EDITED: Row(behind(queue.edited, chat.edited, nothing)),
        Trigger.AGENT_WROTE: Row(behind(queue.agent_wrote, chat.agent_wrote, queue.thread_over), (WithAgent,)),
        Trigger.AGENT_CHANGED: Row(behind(amending.changed, amending.changed, amending.changed)),
        Trigger.AGENT_CLAIMED: Row(behind(queue.claimed, chat.claimed, queue.thread_over), (WithAgent,)),
        Trigger.AGENT_CLOSED: Row(behind(queue.agent_closed, ending.closed, queue.thread_over), (Closed,)),
        Trigger.AGENT_CONTROLLED: Row(
            behind(controls.in_queue, controls.in_chat, controls.elsewhere),
            (Queued, WithAgent, Corresponding, Idle, Closed),
        ),
        Trigger.OWNER_GONE: Row(behind(nothing, passing.owner_gone, nothing), (Queued,)),
        Trigger.SUGGESTED: Row(behind(nothing, suggesting.arrived, nothing)),
        Trigger.TRANSLATED: Row(behind(nothing, translating.arrived, nothing), (WithAgent,)),
        Trigger.OPENED: Row(behind(queue.opened, chat.opened, queue.opened_late)),
        Trigger.MOVED: Row(behind(moving.moved, moving.moved, nothing)),
        Trigger.FAILED: Row(behind(failures.failed, failures.failed, failures.failed), (Choosing, Queued, WithAgent)),
        Trigger.WOKE: Row(filling.woke, (Choosing, Idle, Queued, WithAgent)),
    },
    Queued: {
        Trigger.STARTED: Row(here),
        Trigger.ASKED: Row(queue.wrote),
        Trigger.ORDERS: Row(here),
        Trigger.DISPUTE: Row(here),
        Trigger.PARTY: Row(here),
        Trigger.CALL_TO_EMAIL: Row(here),
        Trigger.TICKET: Row(ticketing.chosen),
        Trigger.SIGN_IN: Row(signing.beside),
        Trigger.SIGNED_IN: Row(personal.signed_in_beside),
        Trigger.URGENT: Row(queue.urgent),
        Trigger.TALK: Row(here),
        Trigger.PICKED: Row(queue.picked, (Filling, Idle, Corresponding)),
        Trigger.FILE: Row(queue.sent_file),
        Trigger.EDITED: Row(queue.edited),
        Trigger.AGENT_WROTE: Row(queue.agent_wrote),
        Trigger.AGENT_CLAIMED: Row(queue.claimed, (WithAgent,)),
        Trigger.AGENT_CLOSED: Row(queue.agent_closed),
        Trigger.AGENT_CONTROLLED: Row(controls.in_queue, (WithAgent, Closed)),
        Trigger.OPENED: Row(queue.opened),
        Trigger.MOVED: Row(moving.moved),
        Trigger.FAILED: Row(failures.failed, (Choosing,)),
        Trigger.WOKE: Row(queue.woke, (Choosing,)),
    },
    WithAgent: {
        Trigger.STARTED: Row(here),
        Trigger.ASKED: Row(chat.wrote),
        Trigger.ORDERS: Row(here),
        Trigger.DISPUTE: Row(here),
        Trigger.PARTY: Row(here),
        Trigger.CALL_TO_EMAIL: Row(here),
        Trigger.TICKET: Row(ticketing.chosen),
        Trigger.SIGN_IN: Row(signing.beside),
        Trigger.SIGNED_IN: Row(personal.signed_in_beside),
        Trigger.URGENT: Row(chat.urgent),
        Trigger.TALK: Row(here),
        Trigger.PICKED: Row(chat.picked, (Filling, Corresponding)),
        Trigger.FILE: Row(chat.sent_file),
        Trigger.EDITED: Row(chat.edited),
        Trigger.AGENT_WROTE: Row(chat.agent_wrote),
        Trigger.AGENT_CHANGED: Row(amending.changed),
        Trigger.AGENT_CLAIMED: Row(chat.claimed),
        Trigger.AGENT_CLOSED: Row(ending.closed, (Closed,)),
        Trigger.AGENT_CONTROLLED: Row(controls.in_chat, (Queued, Filling, Corresponding, Idle, Closed)),
        Trigger.OWNER_GONE: Row(passing.owner_gone, (Queued,)),
        Trigger.SUGGESTED: Row(suggesting.arrived),
        Trigger.TRANSLATED: Row(translating.arrived),
        Trigger.OPENED: Row(chat.opened),
        Trigger.MOVED: Row(moving.moved),
        Trigger.FAILED: Row(failures.failed, (Choosing,)),
        Trigger.WOKE: Row(chat.woke),
    },
    Corresponding: {
        Trigger.ASKED: Row(corresponding.wrote),
        Trigger.COURTESY: Row(corresponding.thanked),
        Trigger.URGENT: Row(ticketing.urgent, (Choosing,)),
        Trigger.TALK: Row(ticketing.talk, (Choosing,)),
        Trigger.PICKED: Row(corresponding.left, (Idle,)),
        Trigger.FILE: Row(corresponding.sent_file),
        Trigger.EDITED: Row(corresponding.edited),
        Trigger.TICKET: Row(ticketing.chosen, (Filling, Closed)),
        Trigger.APART: Row(parting.chosen, (Filling,)),
        Trigger.TICKET_NEWS: Row(ticketing.news, (Closed,)),
        Trigger.SIGN_OUT: Row(signing.sign_out, (Idle,)),
        Trigger.SIGNED_IN: Row(personal.signed_in, (Idle,)),
        Trigger.FAILED: Row(failures.failed),
        Trigger.WOKE: Row(corresponding.expired, (Idle,)),
    },
    Closed: {
        Trigger.BELATED: APOLOGY,
        Trigger.TALK: Row(ticketing.talk_after, (Choosing, Advising)),
        Trigger.APART: Row(parting.chosen, (Filling,)),
        Trigger.TICKET_NEWS: Row(ticketing.news, (Corresponding,)),
        Trigger.ASKED: Row(rating.wrote, (Answering, PickingOrder)),
        Trigger.PICKED: Row(rating.picked, (Choosing,)),
        Trigger.EDITED: Row(nothing),
    },
}

TABLE: dict[tuple[type[Stage], Trigger], Row] = {
    (stage, trigger): rows.get(trigger, EVERYWHERE[trigger]) for stage, rows in STAGES.items() for trigger in Trigger
}
