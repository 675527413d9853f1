"""A call that is asked for in the chat: the number, the time, and what may be done with it afterwards."""

from datetime import UTC, datetime

from msgspec.structs import replace

from core.flow.choices import SOON, TALK_BUTTON, shown
from core.flow.decision import Decision, enter, say, wake
from core.flow.present import present
from core.model.callback import (
    CallbackAsked,
    CallbackCancelled,
    CallbackMoved,
    CallbackNews,
    PhoneTrouble,
    stream_of,
)
from core.model.callback_words import ASK_OTHER_TIME, SOON_LABEL, STEP_LABELS, slot_label
from core.model.conversation import Closed, Conversation, Filling
from core.model.effects import CloseHandoff, Effect, Note, Pass
from core.model.events import CustomerChose
from core.model.facts import Facts
from core.model.ids import CaseCode
from core.model.view import Button, Line, Moment, text

CALL = "call."  # what is done, and the case: "call.move.FD-7K2M9P", "call.29500320.FD-7K2M9P" for a time
_SOON = "soon"


# --- asking for it


def number_given(conversation: Conversation, stage: Filling, facts: Facts) -> Decision:
    """A number that can be called, or why this one cannot; the times come with it."""
    if facts.phone is None:
        why = PhoneTrouble(facts.phone_trouble or "none").text
        return Decision(conversation, (present(conversation, Line(why)),))
    missing = tuple(field for field in stage.missing if field != "phone")
    asking = enter(conversation, replace(stage, missing=missing, phone=facts.phone, slots=facts.slots))
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
        spoken=closed.language,
        phone=stage.phone,
        zone=slot.zone if slot else facts.zone,
        name=closed.name,
        person=closed.person.id if closed.person else None,
        question=closed.question,
        items=(f"{closed.about.id} {closed.about.title}",) if closed.about else (),
        slot=slot.at if slot else None,
    )
    effects: list[Effect] = [Pass(stream_of(case), asked)]
    thread = stage.meanwhile.thread if stage.meanwhile else None
    if thread:
        effects.append(CloseHandoff(thread, case, text("closing.not_needed")))
    return Decision(closed, tuple(effects))


# --- what becomes of it


def news(conversation: Conversation, event: CallbackNews, facts: Facts) -> Decision:
    """Said wherever the conversation stands; to nobody else than who asked for the call."""
    person = conversation.person.id if conversation.person else None
    if event.person is not None and event.person != person:
        return Decision(conversation, (Note("callback news not shown", f"{event.case}: signed out meanwhile"),))
    return Decision(conversation, (say(conversation, *event.blocks, buttons=(*_buttons(event), TALK_BUTTON)),))


def _buttons(event: CallbackNews) -> tuple[Button, ...]:
    times = (_time(slot, event.case) for slot in event.slots)
    return (
        *times,
        *(Button(STEP_LABELS[step], f"{CALL}{step}.{event.case}") for step in event.steps if step != "email"),
    )


def _time(slot: Moment, case: CaseCode) -> Button:
    return Button(slot_label(slot), f"{CALL}{int(slot.at.timestamp()) // 60}.{case}")


def chosen(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """Another time, or none; as far as the callback is still this customer's to change."""
    _, what, case = event.action.split(".", 2)
    line = next((line for line in facts.callbacks if line.case == case), None)
    if line is None:
        return Decision(conversation, (present(conversation, Line(text("choice.expired"))),))
    if what == "move":
        buttons = (*(_time(slot, line.case) for slot in facts.slots), Button(SOON_LABEL, f"{CALL}{_SOON}.{line.case}"))
        return Decision(
            conversation, (say(conversation, Line(ASK_OTHER_TIME), buttons=(*buttons, *shown(conversation))),)
        )
    if what == "cancel":
        return Decision(conversation, (Pass(stream_of(line.case), CallbackCancelled()),))
    slot = None if what == _SOON else datetime.fromtimestamp(int(what) * 60, UTC)
    return Decision(conversation, (Pass(stream_of(line.case), CallbackMoved(slot)),))


def is_ours(action: str) -> bool:
    """A button about a callback, at whatever time it was shown."""
    kind, _, rest = action.partition(".")
    what, _, case = rest.partition(".")
    return f"{kind}." == CALL and bool(case) and (what in ("move", "cancel", _SOON) or what.isdecimal())
