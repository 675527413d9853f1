"""What goes out when an e-mail ticket is asked for in the chat: its first two mails, and what the ticket is told."""

from core.flow import proving
from core.model.conversation import Conversation
from core.model.effects import Pass, Say
from core.model.facts import Facts
from core.model.ids import Address, CaseCode
from core.model.ticket import Letterhead, Proof, Side, TicketLine, Tokens, stream_of
from core.model.ticket_events import AddressGiven, TicketAsked
from core.model.view import Block, Line, Text, View, Words, text


def to_team(conversation: Conversation, case: CaseCode, tokens: Tokens | None) -> Letterhead | None:
    """Of the mail that opens the ticket."""
    return _from_chat(conversation, case, "team", tokens.team) if tokens else None


def to_customer(conversation: Conversation, case: CaseCode, tokens: Tokens | None) -> Letterhead | None:
    """Of the mail that confirms it."""
    return _from_chat(conversation, case, "customer", tokens.customer) if tokens else None


def _from_chat(conversation: Conversation, case: CaseCode, side: Side, token: str) -> Letterhead:
    """By the turn, which no other mail of the chat has: a case may become a ticket twice."""
    return Letterhead(f"{case.lower()}.{side}.chat{conversation.turn}", token=token)


def confirmation(conversation: Conversation, promise: Text, case: CaseCode, proof: Proof | None, facts: Facts) -> Say:
    """The customer's own copy. An address that is not proven may be somebody else's, who reads nothing of what they wrote."""
    personal = proving.may_read(conversation, conversation.email, facts)
    question = (Line(text("ticket.mail.question")), Words(conversation.question)) if personal else ()
    blocks = (Line(text("ticket.mail.received", case=case)), Line(promise), *proving.mail_lines(proof), *question)
    return _mail(conversation, case, blocks, to_customer(conversation, case, facts.mails.tokens))


def _mail(conversation: Conversation, case: CaseCode, blocks: tuple[Block, ...], head: Letterhead | None) -> Say:
    view = View(blocks, turn=conversation.turn, title=text("ticket.mail.subject", case=case))
    return Say(Address("email", conversation.email), view, conversation.language, letterhead=head)


def asked(conversation: Conversation, case: CaseCode, facts: Facts) -> tuple[Pass, ...]:
    """The ticket begins, where the desk keeps tickets."""
    known = facts.mails
    if known.tokens is None:
        return ()
    opening = to_team(conversation, case, known.tokens)
    confirming = to_customer(conversation, case, known.tokens)
    assert opening
    assert confirming
    event = TicketAsked(
        case=case,
        conversation=conversation.id,
        customer=conversation.customer,
        language=conversation.language,
        tokens=known.tokens,
        zone=known.zone,
        name=conversation.name,
        person=conversation.person.id if conversation.person else None,
        email=conversation.email,
        proven=proving.is_proven(conversation, conversation.email),
        question=conversation.question,
        about=conversation.about,
        told=known.wait,
        ahead=known.ahead,
        opening=opening.id,
        confirmation=confirming.id if conversation.email else "",
        spoken=conversation.spoken,
    )
    return (Pass(stream_of(case), event),)


def address_given(conversation: Conversation, ticket: TicketLine, proof: Proof | None) -> tuple[Say, Pass]:
    """Another address for a ticket that there is: a confirmation of its own, from which its thread goes on there."""
    head = _from_chat(conversation, ticket.case, "customer", ticket.token)
    blocks = (Line(text("ticket.mail.address", case=ticket.case)), *proving.mail_lines(proof))
    given = AddressGiven(conversation.email, proven=proving.is_proven(conversation, conversation.email))
    return _mail(conversation, ticket.case, blocks, head), Pass(stream_of(ticket.case), given)
