""" "This is something else": what was taken for an open case goes its own way, and the case goes on by itself."""

from msgspec.structs import replace

from core.flow import opening
from core.flow.choosing import find
from core.flow.decision import Decision, within
from core.flow.joining import apart_in
from core.flow.mail_buttons import ticket_of
from core.flow.present import present
from core.model.conversation import Closed, Conversation, Corresponding, Filling, Queued
from core.model.events import CustomerChose
from core.model.facts import Facts
from core.model.ids import CaseCode
from core.model.view import Line, text


def chosen(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """The same question in the same way once more, as a case of its own; where the talk has gone on it is too late."""
    apart = apart_in(event.action)
    assert apart
    ticket = ticket_of(apart.case, facts.mails)
    by_mail = apart._replace(case=ticket.case) if ticket else apart
    match conversation.stage:
        case Corresponding(case=by_mail.case, joined=Filling() as form):
            return _anew(conversation, form, by_mail.case, facts)
        case Filling(case=apart.case, meanwhile=None) as form if form.ticket:
            return _anew(conversation, replace(form, case=None), apart.case, facts)
        case Queued(case=apart.case, ticket=True) as stage:
            alone = within(conversation, replace(stage, ticket=False))
            return Decision(alone, (present(alone, Line(text("joining.apart", case=apart.case))),))
        case Closed(case=apart.case, method="callback") if known := _form(apart.method, facts):
            return _anew(conversation, known, apart.case, facts)
        case _:
            return Decision(conversation, (present(conversation, Line(text("choice.expired"))),))


def _anew(conversation: Conversation, form: Filling, case: CaseCode, facts: Facts) -> Decision:
    asking = _with_question(conversation, form, case, facts)
    return opening.ask(conversation, asking, facts, Line(text("joining.apart", case=case)))


def _with_question(conversation: Conversation, form: Filling, case: CaseCode, facts: Facts) -> Filling:
    """Asked for where nothing else is known than what the case itself is about."""
    ticket = facts.mails.ticket(case)
    same = ticket is not None and ticket.question == conversation.question
    return replace(form, missing=("message", *form.missing)) if same and "message" not in form.missing else form


def _form(method: str, facts: Facts) -> Filling | None:
    """As it was chosen, or by e-mail where that is not to be had any more. The question is known."""
    offer = find(facts.offers, method) or find(facts.offers, "email")
    return Filling(offer, tuple(field for field in offer.needs if field != "message")) if offer else None
