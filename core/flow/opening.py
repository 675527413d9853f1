"""From a chosen way to an open handoff: ask for what is missing, then open it and say what happens next."""

from msgspec.structs import replace

from core.flow import calling, joining, leaving, proving, ticket_mails, translating, waits
from core.flow.choices import REQUESTS_BUTTON, TALK_BUTTON, shown
from core.flow.decision import Decision, enter, say, wake
from core.flow.mail_buttons import NEW_CODE_BUTTON, other_button
from core.flow.present import present
from core.model.callback import CallbackCancelled, stream_of
from core.model.conversation import Closed, Conversation, Filling, Queued, WithAgent
from core.model.effects import Effect, OpenHandoff, Pass
from core.model.facts import Facts
from core.model.ids import CaseCode
from core.model.offer import Field, Offer
from core.model.ticket import Letterhead, Proof, TicketLine
from core.model.view import Block, Button, Line, Text, text


def prepare(
    conversation: Conversation,
    offer: Offer,
    facts: Facts,
    meanwhile: Queued | WithAgent | None = None,
    call: CaseCode | None = None,
    before: tuple[Block, ...] = (),
) -> Decision:
    """Open the way at once if nothing is missing; what goes on meanwhile, or a call that is owed, is ended only by the opening.

    `before`: what leads to the form.
    """
    missing = tuple(field for field in offer.needs if _is_missing(field, conversation))
    filling = Filling(offer, missing, meanwhile.case if meanwhile else None, meanwhile, call=call)
    return begin(conversation, filling, facts, *before)


def begin(conversation: Conversation, filling: Filling, facts: Facts, *before: Block) -> Decision:
    """Now that it is known what the request is about: it may be about an open case already."""
    joined = joining.join(conversation, filling, facts)
    if joined:
        return joined
    form = joining.under(conversation, filling, facts)
    return ask(conversation, form, facts, *before, *joining.lines(form))


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
        return _open_live(conversation, filling, case, facts)
    ticket = facts.mails.ticket(case)
    if ticket and not filling.meanwhile:
        return other_address(conversation, ticket, facts)
    return _open_ticket(conversation, filling, case, facts)


def open_unasked(
    conversation: Conversation, offer: Offer, facts: Facts, *before: Line, after: tuple[Line, ...] = ()
) -> Decision:
    """A ticket for what nobody need ask or press anything more; where no address is known the customer is asked for one.

    `before` and `after`: what is said around it.
    """
    return _open_ticket(conversation, Filling(offer, ()), facts.fresh_case, facts, before, after, (TALK_BUTTON,))


def _open_live(conversation: Conversation, filling: Filling, case: CaseCode, facts: Facts) -> Decision:
    offer, ticket = filling.offer, filling.ticket
    queued = enter(conversation, waits.told(Queued(offer, case, facts.now, ticket=ticket), facts))
    lines = (Line(text("queued.joined", case=case)), *joining.lines(filling), *waits.lines(facts.wait))
    apart = (other_button(case),) if ticket else ()
    joined = say(queued, *lines, Line(offer.promise), buttons=(*apart, *shown(queued)))
    return Decision(queued, (joined, live(queued, case, facts), *waits.timers(queued, facts)))


def live(conversation: Conversation, case: CaseCode, facts: Facts) -> OpenHandoff:
    """The staff's thread for whoever waits."""
    assert isinstance(conversation.stage, Queued)
    opened = _opening(conversation, conversation.stage.offer.method, case)
    return replace(opened, translation=translating.promised(conversation, facts))


def _open_ticket(
    conversation: Conversation,
    filling: Filling,
    case: CaseCode,
    facts: Facts,
    before: tuple[Line, ...] = (),
    after: tuple[Line, ...] = (),
    more: tuple[Button, ...] = (),
) -> Decision:
    """The confirmation by mail is for those whose address is known."""
    closed, proof = proving.ask_to_prove(enter(conversation, Closed(case, filling.offer.method)), facts)
    promise = _promise(filling.offer, facts)
    lines = (*before, *_saved(closed, case, promise, facts), *proving.chat_lines(proof), *after)
    confirmed = (ticket_mails.confirmation(closed, promise, case, proof, facts),) if closed.email else ()
    effects: list[Effect] = [
        say(closed, *lines, buttons=(*_new_code(proof), REQUESTS_BUTTON, *more)),
        _opening(closed, filling.offer.method, case, ticket_mails.to_team(closed, case, facts.mails.tokens)),
        *confirmed,
        *ticket_mails.asked(closed, case, facts),
        *leaving.closed(filling.meanwhile, case, text("closing.by_email", email=closed.email)),
    ]
    if filling.call:
        effects.append(Pass(stream_of(filling.call), CallbackCancelled()))
    return Decision(closed, tuple(effects))


def _saved(conversation: Conversation, case: CaseCode, promise: Text, facts: Facts) -> tuple[Line, ...]:
    """Where the team would write to the customer themselves nothing can be promised before there is an address."""
    email = conversation.email
    if not email and not facts.mails.hears:
        return (Line(text("late.saved", case=case)),)
    if email and proving.may_read(conversation, email, facts):
        return (Line(text("ticket.saved", case=case, email=email)), Line(promise))
    return (Line(text("ticket.saved_here", case=case)), Line(promise))


def _promise(chosen: Offer, facts: Facts) -> Text:
    """As it can be given now, and as the ticket keeps it: the form may have been open for long."""
    return next((offer.promise for offer in facts.offers if offer.method == chosen.method), chosen.promise)


def other_address(conversation: Conversation, ticket: TicketLine, facts: Facts) -> Decision:
    """The ticket stays; what the team writes goes to the new address."""
    closed, proof = proving.ask_to_prove(enter(conversation, Closed(ticket.case, "email")), facts)
    saved = Line(text("ticket.address_saved", case=ticket.case, email=closed.email))
    told = say(closed, saved, *proving.chat_lines(proof), buttons=_new_code(proof))
    return Decision(closed, (told, *ticket_mails.address_given(closed, ticket, proof)))


def _new_code(proof: Proof | None) -> tuple[Button, ...]:
    """For whom the mail does not reach."""
    return (NEW_CODE_BUTTON,) if proof else ()


def _opening(conversation: Conversation, method: str, case: CaseCode, head: Letterhead | None = None) -> OpenHandoff:
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
        spoken=conversation.spoken,
        letterhead=head,
    )
