"""A call that was asked for: its news, and what the customer changes about it: another time, no call, e-mail instead."""

from datetime import UTC, datetime

from msgspec.structs import replace

from core.flow import opening, rating
from core.flow.call_buttons import CALL, SOON, call_button, change_in
from core.flow.choices import TALK_BUTTON, shown
from core.flow.choosing import anew, find
from core.flow.decision import Decision, say
from core.flow.present import present
from core.model.callback import CallbackCancelled, CallbackLine, CallbackMoved, CallbackNews, stream_of
from core.model.callback_words import ASK_OTHER_TIME, SOON_LABEL, slot_label
from core.model.conversation import Closed, Conversation, Corresponding
from core.model.effects import Note, Pass
from core.model.events import CustomerChose
from core.model.facts import Facts
from core.model.ids import CaseCode
from core.model.view import Button, Line, Moment, text


def news(conversation: Conversation, event: CallbackNews, facts: Facts) -> Decision:
    """Said wherever the conversation stands; to nobody else than who asked for the call."""
    person = conversation.person.id if conversation.person else None
    if event.person is not None and event.person != person:
        return Decision(conversation, (Note("callback news not shown", f"{event.case}: signed out meanwhile"),))
    if event.called_by and _may_ask(conversation, event, facts):
        over = rating.asking(conversation, Closed(event.case, "callback", event.called_by, asks="solved"))
        return Decision(over, (rating.ask_if_solved(over, *event.blocks),))
    return Decision(conversation, (say(conversation, *event.blocks, buttons=(*_buttons(event), TALK_BUTTON)),))


def _may_ask(conversation: Conversation, event: CallbackNews, facts: Facts) -> bool:
    """Who writes to the team about it has something open."""
    writes = isinstance(conversation.stage, Corresponding)
    return not writes and rating.may_ask(event.case, conversation, facts)


def _buttons(event: CallbackNews) -> tuple[Button, ...]:
    times = (_time(slot, event.case) for slot in event.slots)
    return (*times, *(call_button(step, event.case) for step in event.steps))


def _time(slot: Moment, case: CaseCode) -> Button:
    return Button(slot_label(slot), f"{CALL}{int(slot.at.timestamp()) // 60}.{case}")


def chosen(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """Another time, or none; as far as the callback is still this customer's to change."""
    change = change_in(event.action)
    assert change
    line = _line(change.case, facts)
    if line is None:
        return Decision(conversation, (present(conversation, Line(text("choice.expired"))),))
    match change.what:
        case "move":
            return _other_times(conversation, line, facts)
        case "cancel":
            return _tell(conversation, line, CallbackCancelled())
        case "soon":
            return _tell(conversation, line, CallbackMoved(None))
        case minutes:
            return _tell(conversation, line, CallbackMoved(datetime.fromtimestamp(int(minutes) * 60, UTC)))


def _line(case: CaseCode, facts: Facts) -> CallbackLine | None:
    return next((line for line in facts.calls.own if line.case == case), None)


def _other_times(conversation: Conversation, line: CallbackLine, facts: Facts) -> Decision:
    times = (_time(slot, line.case) for slot in facts.calls.slots)
    soon = Button(SOON_LABEL, f"{CALL}{SOON}.{line.case}")
    asked = say(conversation, Line(ASK_OTHER_TIME), buttons=(*times, soon, *shown(conversation)))
    return Decision(conversation, (asked,))


def _tell(conversation: Conversation, line: CallbackLine, change: CallbackMoved | CallbackCancelled) -> Decision:
    """What comes of it is told by the callback itself."""
    return Decision(conversation, (Pass(stream_of(line.case), change),))


def by_email(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """As if e-mail had been chosen among the ways. A call that is still owed is given up when the ticket is there."""
    change = change_in(event.action)
    assert change
    offer = find(facts.offers, "email")
    if offer is None:
        return Decision(conversation, (present(conversation, Line(text("choosing.gone"))),))
    line = _line(change.case, facts)
    owed = change.case if line and "cancel" in line.steps else None
    return opening.prepare(_about_the_call(conversation, change.case, facts), offer, facts, call=owed)


def _about_the_call(conversation: Conversation, case: CaseCode, facts: Facts) -> Conversation:
    """What was talked about since is not what the call was to be about."""
    stage = conversation.stage
    if isinstance(stage, Closed) and stage.case == case:
        return conversation
    return replace(anew(conversation), question=facts.calls.question, sources=(), about=None, tried="")
