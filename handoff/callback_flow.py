"""Callbacks: what follows from each thing that happens to one, in a stream of its own. Pure."""

from typing import assert_never

from msgspec.structs import replace

from core.model.callback import (
    CallbackAdded,
    CallbackAsked,
    CallbackCancelled,
    CallbackClaimed,
    CallbackFacts,
    CallbackFile,
    CallbackMoved,
    CallDone,
    CallNotReached,
    CallReached,
    TaskShown,
)
from core.model.events import CallbackEvent, EffectFailed, OwnerGone, Woke
from core.model.ids import CaseCode
from handoff import callback_customer as customer
from handoff import callback_staff as staff
from handoff.callback_due import failed, woke
from handoff.callback_plan import is_over, line, steps
from handoff.callback_telling import CallbackDecision, show

__all__ = ["decide", "line", "steps"]


def decide(case: CaseCode, before: CallbackFile | None, event: CallbackEvent, facts: CallbackFacts) -> CallbackDecision:
    """What becomes of the callback, and what shall happen. Nothing happens to one that was never asked for."""
    if before is not None:
        return _decide(before, event, facts)
    if isinstance(event, CallbackAsked):
        return customer.asked(case, event, facts)
    return CallbackDecision(None)


def _decide(file: CallbackFile, event: CallbackEvent, facts: CallbackFacts) -> CallbackDecision:
    match event:
        case CallbackAsked() if is_over(file):
            return customer.asked_anew(file, event, facts)
        case CallbackAsked():  # heard before
            return CallbackDecision(file)
        case CallbackAdded():
            return customer.added(file, event)
        case CallbackMoved():
            return customer.moved(file, event, facts)
        case CallbackCancelled():
            return customer.cancelled(file)
        case CallbackClaimed():
            return staff.claimed(file, event, facts)
        case CallReached():
            return staff.reached(file, event, facts)
        case CallNotReached():
            return staff.not_reached(file, event, facts)
        case CallDone():
            return staff.done(file, event, facts)
        case OwnerGone():
            return staff.left(file, event)
        case TaskShown():
            return _shown(file, event)
        case EffectFailed():
            return failed(file, event, facts)
        case Woke():
            return woke(file, event, facts)
        case unknown:
            assert_never(unknown)


def _shown(file: CallbackFile, event: TaskShown) -> CallbackDecision:
    """The card as it is by now. One that somebody deleted is there again, in another thread."""
    if file.thread == event.thread:
        return CallbackDecision(file)
    after = replace(file, thread=event.thread)
    return CallbackDecision(after, show(after))
