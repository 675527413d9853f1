"""From a chosen way to an open handoff: ask for what is missing, then open it and say what happens next."""

from core.flow import calling, waits
from core.flow.decision import Decision, enter, say, wake
from core.flow.present import present
from core.model.conversation import Closed, Conversation, Filling, Queued, WithAgent
from core.model.effects import CloseHandoff, Effect, OpenHandoff, Say
from core.model.facts import Facts
from core.model.ids import Address, CaseCode
from core.model.offer import Field, Offer
from core.model.view import Block, Line, View, Words, text


def prepare(
    conversation: Conversation, offer: Offer, facts: Facts, meanwhile: Queued | WithAgent | None = None
) -> Decision:
    """Open the way at once if nothing is missing; what goes on meanwhile is ended only by the opening."""
    missing = tuple(field for field in offer.needs if _is_missing(field, conversation))
    filling = Filling(offer, missing, meanwhile.case if meanwhile else None, meanwhile)
    return ask(conversation, filling, facts)


def _is_missing(field: Field, conversation: Conversation) -> bool:
    """An address or a number is confirmed each time, even if it is known."""
    return field != "message" or not conversation.question


def ask(conversation: Conversation, filling: Filling, facts: Facts, *before: Block) -> Decision:
    """Ask for the first missing thing, after some lines that lead to it, or open."""
    if not filling.missing:
        return open_handoff(conversation, filling, facts)
    asking = enter(conversation, filling)
    # Behind a form nobody is reminded that somebody waits, so such a form is not left open for long.
    pause = facts.patience.reply if filling.meanwhile else facts.patience.choice
    return Decision(asking, (present(asking, *before), wake(asking, "expire", pause, facts)))


def open_handoff(conversation: Conversation, filling: Filling, facts: Facts) -> Decision:
    case = filling.case or facts.fresh_case
    if filling.offer.method == "callback":
        return calling.ask_for_call(conversation, filling, case, facts)
    if filling.offer.live:
        return _open_live(conversation, filling.offer, case, facts)
    return _open_ticket(conversation, filling, case)


def _open_live(conversation: Conversation, offer: Offer, case: CaseCode, facts: Facts) -> Decision:
    queued = enter(conversation, waits.told(Queued(offer, case, facts.now), facts))
    joined = say(queued, Line(text("queued.joined", case=case)), *waits.lines(facts.wait), Line(offer.promise))
    return Decision(queued, (joined, _opening(queued, offer.method, case), *waits.timers(queued, facts)))


def _open_ticket(conversation: Conversation, filling: Filling, case: CaseCode) -> Decision:
    closed = enter(conversation, Closed(case, filling.offer.method))
    effects: list[Effect] = [
        say(closed, Line(text("ticket.saved", case=case, email=closed.email)), Line(filling.offer.promise)),
        _opening(closed, filling.offer.method, case),
        _confirmation(closed, filling.offer, case),
    ]
    thread = filling.meanwhile.thread if filling.meanwhile else None
    if thread:
        effects.append(CloseHandoff(thread, case, text("closing.by_email", email=closed.email)))
    return Decision(closed, tuple(effects))


def _opening(conversation: Conversation, method: str, case: CaseCode) -> OpenHandoff:
    return OpenHandoff(
        method=method,
        case=case,
        turn=conversation.turn,
        customer=conversation.customer,
        name=conversation.name,
        language=conversation.language,
        question=conversation.question,
        sources=conversation.sources,
        email=conversation.email if method == "email" else "",
        writes=conversation.writes if conversation.writes != conversation.language else "",
        urgent=conversation.urgent,
        person=conversation.person,
        about=conversation.about,
        tried=conversation.tried,
    )


def _confirmation(conversation: Conversation, offer: Offer, case: CaseCode) -> Say:
    """The customer's own copy by mail. It carries only their last question: the address is not proven yet."""
    blocks = (
        Line(text("ticket.mail.received", case=case)),
        Line(offer.promise),
        Line(text("ticket.mail.question")),
        Words(conversation.question),
    )
    view = View(blocks, turn=conversation.turn, title=text("ticket.mail.subject", case=case))
    return Say(Address("email", conversation.email), view, conversation.language)
