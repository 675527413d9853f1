"""A call that is asked for in the chat: the number, and the time."""

from msgspec.structs import replace

from core.flow import leaving
from core.flow.choices import SOON
from core.flow.decision import Decision, enter, wake
from core.flow.present import present
from core.model.callback import CallbackAsked, PhoneTrouble, stream_of
from core.model.conversation import Closed, Conversation, Filling
from core.model.effects import Pass
from core.model.events import CustomerChose
from core.model.facts import Facts
from core.model.ids import CaseCode
from core.model.view import Line, Moment, text


def number_given(conversation: Conversation, stage: Filling, facts: Facts) -> Decision:
    """A number that can be called, or why this one cannot; the times come with it."""
    phone = facts.calls.phone
    if phone is None:
        why = PhoneTrouble(facts.calls.trouble or "none").text
        return Decision(conversation, (present(conversation, Line(why)),))
    missing = tuple(field for field in stage.missing if field != "phone")
    asking = enter(conversation, replace(stage, missing=missing, phone=phone, slots=facts.calls.slots))
    return Decision(asking, (present(asking), wake(asking, "expire", facts.patience.choice, facts)))


def time_chosen(conversation: Conversation, stage: Filling, event: CustomerChose, facts: Facts) -> Decision:
    chosen = None if event.action == SOON else stage.slots[int(event.action.rpartition(".")[2])]
    return _asked(conversation, stage, stage.case or facts.fresh_case, chosen, facts)


def ask_for_call(conversation: Conversation, stage: Filling, case: CaseCode, facts: Facts) -> Decision:
    """Nothing is missing any more: as soon as possible."""
    return _asked(conversation, stage, case, None, facts)


def _asked(conversation: Conversation, stage: Filling, case: CaseCode, slot: Moment | None, facts: Facts) -> Decision:
    """What was promised comes back from the callback itself; a place in the queue that was kept is given up."""
    assert stage.phone
    closed = enter(conversation, Closed(case, "callback"))
    asked = CallbackAsked(
        case=case,
        conversation=closed.id,
        language=closed.language,
        spoken=closed.staff_language,
        phone=stage.phone,
        zone=slot.zone if slot else facts.calls.zone,
        name=closed.name,
        person=closed.person.id if closed.person else None,
        question=closed.question,
        items=(f"{closed.about.id} {closed.about.title}",) if closed.about else (),
        slot=slot.at if slot else None,
        ticket=stage.ticket,
    )
    over = leaving.closed(stage.meanwhile, case, text("closing.by_call"))
    return Decision(closed, (Pass(stream_of(case), asked), *over))
