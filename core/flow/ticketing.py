"""What a customer reads of their e-mail tickets in the chat, and what they do about one by a button."""

from msgspec.structs import replace

from core.flow import advice, choosing, corresponding, opening, proving, rating
from core.flow.choices import TALK_BUTTON, shown
from core.flow.choosing import find
from core.flow.decision import Decision, enter, say, within
from core.flow.mail_buttons import mail_button, press_in, ticket_of
from core.flow.present import present
from core.model.conversation import (
    Advising,
    Choosing,
    Closed,
    Conversation,
    Corresponding,
    Filling,
    Idle,
    Queued,
    WithAgent,
)
from core.model.effects import Pass, Rate, Say
from core.model.events import CustomerChose, CustomerWrote
from core.model.facts import Facts
from core.model.ids import CaseCode
from core.model.ticket import Step, TicketLine, stream_of
from core.model.ticket_events import TicketNews, TicketNewsLost, TicketSolved
from core.model.view import Button, Line, text

# --- what becomes of it


def news(conversation: Conversation, event: TicketNews, facts: Facts) -> Decision:
    """Said wherever the conversation stands; to nobody else than who asked for the ticket."""
    person = conversation.person.id if conversation.person else None
    if event.person is not None and event.person != person:
        return not_delivered(conversation, event, "signed out meanwhile")
    match event.kind:
        case "answer":
            return _answered(conversation, event, facts)
        case "closed":
            return _closed(conversation, event, facts)
        case "bounced":
            return _told(replace(conversation, email=""), event)
        case "word" | "trouble":
            return _told(_goes_on(conversation, event), event)


def not_delivered(conversation: Conversation, news: TicketNews, reason: str) -> Decision:
    """The ticket has other ways, and people who read it."""
    return Decision(conversation, (Pass(stream_of(news.case), TicketNewsLost(news, reason)),))


def _told(conversation: Conversation, event: TicketNews, steps: tuple[Step, ...] = ()) -> Decision:
    case = event.into or event.case
    told = say(conversation, *event.blocks, buttons=_buttons(conversation, case, event.steps or steps))
    return Decision(conversation, (replace(told, speaker=event.speaker, news=event),))


def _goes_on(conversation: Conversation, event: TicketNews) -> Conversation:
    """Who was writing about a case that is part of another now writes about that one."""
    stage = conversation.stage
    if event.into is None or not isinstance(stage, Corresponding) or stage.case != event.case:
        return conversation
    return within(conversation, replace(stage, case=event.into))


def _buttons(conversation: Conversation, case: CaseCode, steps: tuple[Step, ...]) -> tuple[Button, ...]:
    """Who writes to the team about it has the choices of that, and of the others only what these lack."""
    if not _is_here(case, conversation):
        return (*(mail_button(step, case) for step in steps), TALK_BUTTON)
    return (*(mail_button(step, case) for step in steps if step == "address"), *shown(conversation))


def _is_here(case: CaseCode, conversation: Conversation) -> bool:
    return isinstance(conversation.stage, Corresponding) and conversation.stage.case == case


def _answered(conversation: Conversation, event: TicketNews, facts: Facts) -> Decision:
    """What the customer writes next is most likely an answer to it, unless something else is under way."""
    stage = conversation.stage
    if isinstance(stage, Corresponding) and stage.case == event.case:
        again = within(conversation, replace(stage, told=False))
        return Decision(again, (_with_choices(again, event),))
    if not isinstance(stage, Idle | Closed | Choosing | Advising):
        return _told(conversation, event, ("reply",))
    writing = corresponding.begin(conversation, Corresponding(event.case), facts)
    return Decision(writing.conversation, (_with_choices(writing.conversation, event), *writing.effects))


def _with_choices(conversation: Conversation, event: TicketNews) -> Say:
    told = say(conversation, *event.blocks, buttons=shown(conversation))
    return replace(told, speaker=event.speaker, news=event)


def _closed(conversation: Conversation, event: TicketNews, facts: Facts) -> Decision:
    """With the one question about the help, once and where nothing else is open."""
    if not rating.may_ask(event.case, conversation, facts):
        return _told(_without(event.case, conversation), event)
    over = rating.asking(conversation, Closed(event.case, "email", asks="solved"))
    return Decision(over, (replace(rating.ask_if_solved(over, *event.blocks), news=event),))


def _without(case: CaseCode, conversation: Conversation) -> Conversation:
    """What is written now goes to nobody any more."""
    return enter(conversation, Closed(case, "email")) if _is_here(case, conversation) else conversation


# --- what the customer does about it


def talk_after(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """Who has just asked for a mail and wants a person after all: about the same, as far as anybody knows."""
    stage = conversation.stage
    assert isinstance(stage, Closed)
    return (talk if facts.mails.ticket(stage.case) else advice.talk)(conversation, event, facts)


def urgent(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    """The team reads it, and nobody waits for a mail: the ways to a person come at once."""
    passed = corresponding.added(conversation, event.text)
    shown_now = choosing.urgent(conversation, event, facts)
    return Decision(shown_now.conversation, (passed, *shown_now.effects))


def talk(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """Whoever takes over reads what the ticket is about, whatever was talked about since."""
    stage = conversation.stage
    assert isinstance(stage, Corresponding | Closed)
    ticket = facts.mails.ticket(stage.case)
    if ticket is None:
        return choosing.talk(conversation, event, facts)
    fresh = choosing.anew(replace(conversation, name=event.sender.name or conversation.name))
    about_it = replace(fresh, question=ticket.question, about=ticket.about, sources=(), asked=())
    return choosing.show_offers(about_it, facts.offers, facts)


def chosen(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """As far as the ticket is still open, and theirs; what was merged into another acts on that one."""
    press = press_in(event.action)
    assert press
    if press.deed == "code":
        return proving.send_again(conversation, event, facts)
    ticket = ticket_of(press.case, facts.mails)
    if ticket is None:
        return Decision(conversation, (present(conversation, Line(text("choice.expired"))),))
    match press.deed:
        case "close":
            return _solved(conversation, ticket, facts)
        case "reply" | "address" if isinstance(conversation.stage, Filling | Queued | WithAgent):
            return Decision(conversation, (present(conversation, Line(text("mail.later"))),))
        case "reply":
            return _reply(conversation, ticket, facts)
        case "address":
            return other_address(conversation, ticket, facts)


def _reply(conversation: Conversation, ticket: TicketLine, facts: Facts) -> Decision:
    writing = corresponding.begin(conversation, Corresponding(ticket.case), facts)
    return Decision(writing.conversation, (present(writing.conversation), *writing.effects))


def _solved(conversation: Conversation, ticket: TicketLine, facts: Facts) -> Decision:
    """Who says that it is solved is only asked how the help was."""
    solved = (Pass(stream_of(ticket.case), TicketSolved()), Rate("email", ticket.case, solved=True))
    thanks = Line(text("mail.closed", case=ticket.case))
    if not rating.may_ask(ticket.case, conversation, facts):
        over = _without(ticket.case, conversation)
        return Decision(over, (*solved, say(over, thanks, buttons=shown(over))))
    over = rating.asking(conversation, Closed(ticket.case, "email", asks="stars"))
    return Decision(over, (*solved, rating.ask_for_stars(over, thanks)))


def other_address(conversation: Conversation, ticket: TicketLine, facts: Facts, *before: Line) -> Decision:
    """Asked for as in a form of its own; the ticket stays what it is."""
    offer = find(facts.offers, "email")
    if offer is None:
        return Decision(conversation, (present(conversation, *before, Line(text("choosing.gone"))),))
    return opening.ask(conversation, Filling(offer, ("email",), ticket.case), facts, *before)
