"""What the conversation does when a lane has given an effect up: whoever waits for it is told, and gets another way."""

from msgspec.structs import replace

from core.flow import (
    amending,
    answering,
    chat,
    chat_files,
    delivery,
    dispute_parties,
    opening,
    privacy,
    queue,
    suggesting,
    ticketing,
    translating,
)
from core.flow.choices import shown
from core.flow.choosing import find, show_offers
from core.flow.decision import Decision, say
from core.flow.mail_buttons import mail_button
from core.flow.proving import same_address
from core.model.conversation import Answering, Closed, Conversation, Corresponding, Filling, Queued, Stage, WithAgent
from core.model.dispute_events import DisputeNews
from core.model.effects import (
    Amend,
    Ask,
    OpenHandoff,
    Pass,
    Post,
    Say,
    SendExport,
    SendFile,
    ShowFile,
    Suggesting,
    Translate,
)
from core.model.events import EffectFailed
from core.model.facts import Facts
from core.model.ids import Address
from core.model.posts import Relay, Remark
from core.model.ticket import Proof, TicketLine, stream_of
from core.model.ticket_events import TicketMoved, TicketNews
from core.model.view import Button, Line, Quote, Written, text


def failed(conversation: Conversation, event: EffectFailed, facts: Facts) -> Decision:
    """Whatever is not answered here is in the dead letters, where the operator sees it."""
    match event.effect:
        case Ask() if isinstance(conversation.stage, Answering) and event.turn == conversation.turn:
            return answering.unanswered(conversation, event, facts)
        case Translate(number=number):
            return translating.failed(conversation, number, event.reason, facts)
        case OpenHandoff() as effect:
            return _not_opened(conversation, effect, event, facts)
        case Post(body=Relay()) as effect:
            return _not_passed_on(conversation, effect, event, facts)
        case Say(ref=ref) | SendFile(ref=ref) as brought if ref:
            return delivery.failed(conversation, brought, event, facts)
        case ShowFile() as shown_file:
            return chat_files.not_shown(conversation, shown_file, event, facts)
        case Suggesting() as drafting:
            return suggesting.failed(conversation, drafting, event, facts)
        case Amend() as change:
            return amending.refused(conversation, change, event, facts)
        case SendExport():
            return privacy.not_sent(conversation, event, facts)
        case Say(news=DisputeNews() as news):
            return dispute_parties.not_delivered(conversation, news, event.reason)
        case Say(news=TicketNews() as ticket_news):
            return ticketing.not_delivered(conversation, ticket_news, event.reason)
        case Say(to=Address(channel="email")) as effect:
            return _no_confirmation(conversation, effect, facts)
        case Say() as effect:
            return _not_delivered(conversation, effect, event)
        case _:
            return Decision(conversation)


def _tell(conversation: Conversation, line: Line, *buttons: Button) -> Decision:
    """Say it where the customer stands, without ending what is under way there."""
    return Decision(conversation, (say(conversation, line, buttons=(*buttons, *shown(conversation))),))


def _is_waiting(stage: Stage) -> bool:
    """Somebody looks for an answer or talks with the customer: that is not dropped for news of something else."""
    return isinstance(stage, Answering | Queued | WithAgent | Corresponding)


def _not_opened(conversation: Conversation, effect: OpenHandoff, event: EffectFailed, facts: Facts) -> Decision:
    stage = conversation.stage
    if isinstance(stage, Queued) and stage.case == effect.case:
        return queue.not_opened(conversation, event, facts)
    if effect.method != "email":
        return Decision(conversation)
    line = Line(text("ticket.refused", case=effect.case))
    unheard = _unheard(effect, facts)
    if _is_waiting(stage):
        told = _tell(conversation, line)
    else:
        still_open = replace(conversation, question=conversation.question or effect.question)
        told = show_offers(still_open, facts.offers, facts, line)
    return Decision(told.conversation, (*told.effects, *unheard))


def _unheard(effect: OpenHandoff, facts: Facts) -> tuple[Pass, ...]:
    """The ticket is told that the team knows nothing of it."""
    return (Pass(stream_of(effect.case), TicketMoved("email")),) if facts.mails.ticket(effect.case) else ()


def _not_passed_on(conversation: Conversation, effect: Post, event: EffectFailed, facts: Facts) -> Decision:
    """The customer's words did not reach the thread. Those that a ticket's transcript carries are not lost."""
    match conversation.stage:
        case Queued(thread=thread) | WithAgent(thread=thread) if event.fault == "refused" and thread == effect.to:
            return _tell(conversation, Line(text("chat.not_passed_on")))
        case Queued(thread=thread) if thread == effect.to:
            return queue.not_opened(conversation, event, facts)
        case WithAgent(thread=thread) if thread == effect.to:
            return chat.failed(conversation, event, facts)
        case Closed(method=method) if method != "email":
            return _tell(conversation, Line(text("chat.not_passed_on")))
        case _:
            return Decision(conversation)


def _no_confirmation(conversation: Conversation, effect: Say, facts: Facts) -> Decision:
    """The customer's mailbox refused our mail, so it would refuse the answer too: ask for another address."""
    if effect.to.key != conversation.email:
        return Decision(conversation)
    unknown = replace(conversation, email="", proof=_other_than(effect.to.key, conversation.proof))
    line = Line(text("ticket.bad_address", email=effect.to.key))
    ticket = _ticket_to(effect.to.key, facts)
    stage = conversation.stage
    if ticket and _is_waiting(stage):
        return _tell(unknown, line, mail_button("address", ticket.case))
    if ticket:
        return ticketing.other_address(unknown, ticket, facts, line)
    offer = find(facts.offers, "email")
    if offer is None or _is_waiting(stage):
        return _tell(unknown, line)
    case = stage.case if isinstance(stage, Closed) and stage.method == "email" else None
    return opening.ask(unknown, Filling(offer, ("email",), case), facts, line)


def _other_than(email: str, proof: Proof | None) -> Proof | None:
    """A code that never arrives is not waited for."""
    return None if proof and same_address(proof.address, email) else proof


def _ticket_to(email: str, facts: Facts) -> TicketLine | None:
    """The newest, whose answers would not arrive either."""
    return next((line for line in reversed(facts.mails.own) if same_address(line.email, email)), None)


def _not_delivered(conversation: Conversation, effect: Say, event: EffectFailed) -> Decision:
    """The agent in the thread can still act. To the customer only an answer's failure is told: other words would fail alike."""
    stage = conversation.stage
    thread = stage.thread if isinstance(stage, Queued | WithAgent) else None
    if thread:
        return Decision(conversation, (Post(thread, Remark(text("staff.not_delivered", reason=event.reason))),))
    if event.fault == "refused" and any(isinstance(block, Quote | Written) for block in effect.view.blocks):
        return _tell(conversation, Line(text("answer.failed")))
    return Decision(conversation)
