"""One case, not five: a request that is about an open case already joins it, in whatever way it is asked for again."""

from typing import NamedTuple

from msgspec.structs import replace

from core.flow import leaving
from core.flow.call_buttons import call_button
from core.flow.choices import shown
from core.flow.decision import Decision, enter, say, wake
from core.flow.mail_buttons import OTHER, other_button
from core.model.callback import CallbackAdded, CallbackLine
from core.model.callback import stream_of as call_of
from core.model.conversation import Closed, Conversation, Corresponding, Filling, Queued, WithAgent
from core.model.effects import Pass
from core.model.facts import Facts
from core.model.ids import CaseCode
from core.model.ticket import stream_of as ticket_of
from core.model.ticket_events import CustomerAdded, TicketMoved
from core.model.view import Line, Soon, Text, text


class Apart(NamedTuple):
    """ "This is something else" than the case; `method`: the way that was chosen for it."""

    case: CaseCode
    method: str


def apart_in(action: str) -> Apart | None:
    """What the button says; none for any other button."""
    case, _, method = action.removeprefix(OTHER).partition(".")
    return Apart(CaseCode(case), method or "email") if action.startswith(OTHER) and case else None


def join(conversation: Conversation, form: Filling, facts: Facts) -> Decision | None:
    """Into the case that the request is about already; none where it goes its own way, or on under that case."""
    if not _is_known(conversation, form):
        return None
    if form.meanwhile:
        return _back(conversation, form.meanwhile, facts) if form.meanwhile.ticket and _by_mail(form) else None
    if form.case or form.call or (conversation.urgent and _by_mail(form)):  # its own mail says that it cannot wait
        return None
    if facts.calls.joins and not form.offer.live:
        return _to_call(conversation, facts.calls.joins, form, facts)
    if facts.mails.joins and _by_mail(form):
        return _to_ticket(conversation, facts.mails.joins, form, facts)
    return None


def under(conversation: Conversation, form: Filling, facts: Facts) -> Filling:
    """A chat or call about an open ticket has the ticket's code."""
    own_way = form.case or form.meanwhile or form.call or _by_mail(form)
    return form if own_way or not _is_known(conversation, form) else replace(form, case=facts.mails.joins)


def lines(form: Filling) -> tuple[Line, ...]:
    """That nothing need be told twice."""
    if form.case is None or form.meanwhile or not form.ticket:
        return ()
    return (Line(text("joining.under", case=form.case)),)


def helped(case: CaseCode) -> Pass:
    """Somebody has the chat: whoever reads the mails of its case is not to answer as well. Until now they were."""
    return Pass(ticket_of(case), TicketMoved("live_chat"))


def _is_known(conversation: Conversation, form: Filling) -> bool:
    return bool(conversation.question) and form.missing[:1] != ("message",)


def _by_mail(form: Filling) -> bool:
    return form.offer.method == "email"


def _to_ticket(conversation: Conversation, case: CaseCode, form: Filling, facts: Facts) -> Decision:
    """What the customer reads of it, with its time, comes back from the ticket itself."""
    joined = enter(conversation, Corresponding(case, joined=form))
    added = Pass(ticket_of(case), CustomerAdded(conversation.question, again=True))
    return Decision(joined, (added, wake(joined, "expire", facts.patience.choice, facts)))


def _to_call(conversation: Conversation, call: CallbackLine, form: Filling, facts: Facts) -> Decision:
    closed = enter(conversation, Closed(call.case, "callback"))
    steps = (call_button(step, call.case) for step in call.steps)
    buttons = (other_button(call.case, form.offer.method), *steps, *shown(closed))
    told = say(closed, Line(text("joining.call", case=call.case)), *_when(call, facts), buttons=buttons)
    return Decision(closed, (told, Pass(call_of(call.case), CallbackAdded(conversation.question))))


def _when(call: CallbackLine, facts: Facts) -> tuple[Line, ...]:
    at = call.slot or call.due
    return (Line(call_stands(Soon(at, facts.now, call.zone), booked=call.slot is not None)),) if at else ()


def call_stands(when: Soon, *, booked: bool) -> Text:
    """When somebody calls, at that time or by then."""
    return text("requests.callback.booked", when=when) if booked else text("requests.callback.soon", when=when)


def _back(conversation: Conversation, live: Queued | WithAgent, facts: Facts) -> Decision:
    """By e-mail instead of the chat: there is a ticket, and the place in its queue is still theirs."""
    joined = enter(conversation, Corresponding(live.case))
    added = Pass(ticket_of(live.case), CustomerAdded(conversation.question, again=True))
    expires = wake(joined, "expire", facts.patience.choice, facts)
    over = leaving.closed(live, live.case, _why_closed(conversation.email))
    return Decision(joined, (added, expires, *over))


def _why_closed(email: str) -> Text:
    """The address may be known to be bad by now; the answer comes in the chat then."""
    return text("closing.by_email", email=email) if email else text("closing.not_needed")
